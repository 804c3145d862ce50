//! Captions of any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::player::{MediaTime, captions};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(cues) = captions::parse_webvtt(bytes) {
        for cue in &cues {
            assert!(cue.start <= cue.end);
        }
        let _ = captions::at(&cues, MediaTime(0));
    }
});
