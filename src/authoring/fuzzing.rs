//! For the fuzzers (tests/fuzz) alone, which read what an author brings without a folder around it.

use crate::authoring::photo;
use crate::authoring::start::subtitles;

/// Captions as `pack new` writes them; nothing where there are none, or too many. `named_webvtt`: the
/// file's name says that it is WebVTT.
#[must_use]
pub fn mend_subtitles(bytes: &[u8], named_webvtt: bool) -> Option<String> {
    let found = subtitles::read(bytes, named_webvtt).ok()?;
    // What can stay as it is was read as UTF-8.
    let as_it_is = || String::from_utf8_lossy(bytes).into_owned();
    Some(found.webvtt.unwrap_or_else(as_it_is))
}

/// A photo without the place where it was taken; nothing where it says none.
#[must_use]
pub fn photo_without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    photo::without_place(bytes)
}
