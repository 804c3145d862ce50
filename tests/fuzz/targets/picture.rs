//! A PNG or a JPEG of any bytes: the look at its size, and the picture itself.

#![no_main]

mod document;

use libfuzzer_sys::fuzz_target;
use muster::documents::DocumentKind;
use muster::pack::content;

fuzz_target!(|bytes: &[u8]| {
    let _ = content::check_picture(bytes);
    document::draw(DocumentKind::Picture, bytes);
});
