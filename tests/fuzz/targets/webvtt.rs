//! Captions of any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::player::{MediaTime, captions};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(cues) = captions::parse_webvtt(bytes) {
        assert!(cues.is_sorted_by_key(|cue| cue.start));
        for cue in &cues {
            assert!(cue.start < cue.end);
            assert!(!cue.text.is_empty() && cue.text.chars().count() < 2 * captions::MAX_TEXT);
            // Its parts are the whole of it, none of them empty.
            let parts: Vec<&str> = cue.runs().map(|(part, _)| part).collect();
            assert_eq!(parts.concat(), cue.text);
            assert!(parts.iter().all(|part| !part.is_empty()));
            let place = cue.place;
            assert!((0.0..=100.0).contains(&place.size));
            assert!(place.position.is_none_or(|at| (0.0..=100.0).contains(&at)));
            match place.line {
                captions::Line::Auto => {}
                captions::Line::Number(line) => assert!(line.is_finite()),
                captions::Line::Percent(at, _) => assert!((0.0..=100.0).contains(&at)),
            }
        }
        let _ = captions::at(&cues, MediaTime(0));
    }
});
