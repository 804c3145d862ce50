//! A pack file of any bytes: the search for the signature, the scan of the archive, and the
//! reading of every entry, as if the signature over them held.

#![no_main]

use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use muster::pack::{Archive, read};
use tempfile::NamedTempFile;

static PACK: OnceLock<NamedTempFile> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let pack = PACK.get_or_init(|| NamedTempFile::new().unwrap());
    File::create(pack.path()).unwrap().write_all(bytes).unwrap();
    let _ = read::read_untrusted(pack.path(), &mut |_, _| true);

    let signed = read::read_tail(&mut Cursor::new(bytes)).map(|tail| tail.signed_len);
    let signed = signed.unwrap_or(bytes.len() as u64);
    if let Ok(archive) = Archive::scan_headers(pack.reopen().unwrap(), signed) {
        for entry in archive.entries() {
            let _ = archive.read(entry, 1 << 20);
            let _ = archive.read_start(entry, 1 << 10);
            let mut start = Vec::new();
            let _ = archive.window(entry).take(1 << 10).read_to_end(&mut start);
        }
    }
});
