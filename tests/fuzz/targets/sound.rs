//! A sound file of any bytes: WAV, MP3, FLAC, Vorbis or AAC, by what it says it is; its tags and a
//! third of a second of it.

#![no_main]

use std::io::{self, Cursor};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use muster::player::ogg::checksum;
use muster::player::{MediaSource, ReadSeek, probe};

#[derive(Clone)]
struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// Every page of an Ogg file with the checksum that it ought to have: else nothing behind a changed
/// byte would ever be read.
fn with_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|four| four == b"OggS") {
        at += found;
        let Some(&segments) = bytes.get(at + 26) else {
            break;
        };
        let table = at + 27..at + 27 + usize::from(segments);
        let body: usize = bytes
            .get(table.clone())
            .unwrap_or_default()
            .iter()
            .map(|n| usize::from(*n))
            .sum();
        let Some(page) = bytes.get_mut(at..table.end + body) else {
            at += 4;
            continue;
        };
        let sum = checksum(page).to_le_bytes();
        page[22..26].copy_from_slice(&sum);
        at += page.len();
    }
    bytes
}

// A decoder that panics is a damaged medium, which `probe` says. No other panic comes past it.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let _ = probe(&Bytes(with_checksums(bytes.to_vec())), Duration::from_millis(300));
});
