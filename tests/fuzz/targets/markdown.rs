//! Markdown of any bytes: the rules for it, and the reading of it for the screen.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::documents::Markdown;
use muster::pack::content;

fuzz_target!(|bytes: &[u8]| {
    let _ = content::check_markdown(bytes);
    let _ = Markdown::from_bytes(bytes).is_empty();
});
