//! A film of any bytes, for the subtitles inside it: its tracks of text, and captions within its
//! pictures.

#![no_main]

use std::io::Cursor;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use muster::player::{self, captions, demux};

fuzz_target!(|bytes: &[u8]| {
    let mut film = Cursor::new(bytes);
    for track in demux::subtitles(&mut film).unwrap_or_default() {
        let Ok(texts) = track.read_texts(&mut film) else {
            continue;
        };
        assert!(texts.len() <= captions::MAX_CUES);
        for text in texts {
            assert!(0 <= text.start_ms && text.start_ms <= text.end_ms);
            assert!(!text.text.trim().is_empty());
        }
    }
    if let Ok(movie) = demux::open(&mut film) {
        let _ = player::has_closed_captions(&mut film, &movie, Duration::from_secs(1));
    }
});
