//! Subtitles of any bytes, as `pack new` mends them. The first byte says whether the file's name is
//! that of WebVTT.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::authoring::fuzzing;

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else {
        return;
    };
    let Some(mended) = fuzzing::mend_subtitles(bytes, kind % 2 == 0) else {
        return;
    };
    // What was mended once needs no mending.
    assert_eq!(
        fuzzing::mend_subtitles(mended.as_bytes(), true).as_deref(),
        Some(mended.as_str())
    );
});
