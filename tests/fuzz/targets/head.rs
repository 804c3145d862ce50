//! A head that was carried away, and the signature beside it, of any bytes: the file, a zero, the
//! signature.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::pack::PublicKey;
use muster::records::Head;
use muster::station::key::check_head;

const KEY: &str = "RWQf6LTCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

fuzz_target!(|bytes: &[u8]| {
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    let (file, rest) = bytes.split_at(end);
    if let Some(head) = Head::read(file) {
        // What is written is read again, and says the same.
        assert_eq!(Head::read(head.to_file().as_bytes()), Some(head));
    }
    let key = PublicKey::parse(KEY).unwrap();
    // Nobody has this key's secret half but its maker.
    assert!(check_head(&key, file, rest.get(1..).unwrap_or_default()).is_err());
});
