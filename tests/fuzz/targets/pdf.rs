//! A PDF of any bytes: its pages, and the first one drawn.

#![no_main]

mod document;

use libfuzzer_sys::fuzz_target;
use muster::documents::DocumentKind;

fuzz_target!(|bytes: &[u8]| document::draw(DocumentKind::Pdf, bytes));
