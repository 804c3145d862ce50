//! A PNG or a JPEG of any bytes: the look at its size, and the picture itself.

#![no_main]

mod document;

use libfuzzer_sys::fuzz_target;
use muster::pack::content;
use muster::pack::manifest::AidKind;

fuzz_target!(|bytes: &[u8]| {
    let _ = content::check_picture(bytes);
    let kind = if bytes.starts_with(b"\x89PNG") {
        AidKind::Png
    } else {
        AidKind::Jpeg
    };
    document::show(bytes, kind);
});
