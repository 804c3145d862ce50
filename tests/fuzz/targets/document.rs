//! A job aid as the process that draws it reads it: opened, its first page drawn.

use std::sync::Once;

use muster::documents::{DocumentKind, PageWanted, fuzzing};

pub const PAGE: PageWanted = PageWanted {
    page: 0,
    width: 64,
    height: 64,
};

/// Opens it and draws its first page, or says why not. A decoder that panics is an error of the
/// document, so that no panic counts here; a crash, a hang and memory without bound do, though the
/// process that draws would end with them alone.
pub fn draw(kind: DocumentKind, bytes: &[u8]) {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    if !fuzzing::draw_here(kind, bytes, PAGE) {
        // What a panic cannot say here.
        std::process::abort();
    }
}
