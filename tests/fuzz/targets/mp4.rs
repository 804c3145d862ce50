//! A video of any bytes: the tables, then the first pictures and sounds.

#![no_main]

use std::io::{self, Cursor};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use muster::player::{MediaSource, ReadSeek, probe};

#[derive(Clone)]
struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

// A decoder that panics is a damaged medium, which `probe` says. No other panic comes past it.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let _ = probe(&Bytes(bytes.to_vec()), Duration::from_millis(100));
});
