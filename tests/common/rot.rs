//! Files that rot.

use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Turns one bit in the middle of a file: no header tells.
pub fn turn_a_bit(file: &Path) {
    let mut bytes = std::fs::read(file).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    File::create(file)
        .expect("opened")
        .write_all(&bytes)
        .expect("written");
}
