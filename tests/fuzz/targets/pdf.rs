//! A PDF of any bytes: its pages, and the first one drawn.

#![no_main]

mod document;

use libfuzzer_sys::fuzz_target;
use muster::pack::manifest::AidKind;

fuzz_target!(|bytes: &[u8]| document::show(bytes, AidKind::Pdf));
