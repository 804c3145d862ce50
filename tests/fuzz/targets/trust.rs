//! A trust list of any bytes: the archive and its signatures, then `trust.json` as if enough roots
//! had signed it, then the proof by the roots that it brings itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::pack::trust_list::WhoseRoots;
use muster::pack::{TrustFile, TrustList};

fuzz_target!(|bytes: &[u8]| {
    let _ = TrustList::parse(bytes);
    let Ok(file) = TrustFile::parse(bytes.to_vec()) else {
        return;
    };
    let _ = file.claim();
    if let Ok(list) = file.unproven() {
        let roots = list.roots();
        assert_eq!(roots.defect(), None);
        let _ = file.prove(&roots, WhoseRoots::New);
        // What is written is read again, and says the same.
        let again = TrustFile::parse(file.to_bytes().unwrap()).unwrap();
        assert_eq!(again.json(), file.json());
        assert_eq!(TrustList::parse(&list.to_json().unwrap()).unwrap(), list);
    }
});
