//! A manifest of any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::pack::manifest;

fuzz_target!(|bytes: &[u8]| {
    let _ = manifest::parse(bytes);
});
