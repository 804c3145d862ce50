//! Job aids, guides and transcripts, from the bytes of their files to what can be painted: PDF
//! pages and pictures become pixels, Markdown becomes blocks of text. Nothing here knows packs,
//! windows or threads. Files are untrusted: sizes are bounded before anything is allocated.

pub mod markdown;

pub use markdown::Markdown;
