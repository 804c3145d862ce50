//! Captions against the sound that they go with: short enough to be read, and there while
//! somebody speaks (CONTENT 6.1).

use std::collections::BTreeSet;
use std::path::Path;

use muster::player::captions::{Cue, parse_webvtt_strictly};
use muster::player::{FileSource, decode_sound};

use crate::each;

/// Characters of a line at most, and lines of a cue.
const LINE: usize = 42;
const LINES: usize = 2;
/// Characters a second at most, on the cue's own time.
const PACE: f64 = 17.0;
/// Sound is looked at in pieces of so long, in milliseconds.
const PIECE_MS: i64 = 100;
/// Louder than this, as a share of full scale, somebody speaks: about −40 dB.
const SPEECH: f64 = 0.01;
/// Somebody may speak for so long without a caption, in milliseconds: captions begin and end a
/// little beside the voice.
const UNCOVERED_MS: i64 = 1_000;
/// Between captions there is never more than this, in milliseconds.
const GAP_MS: i64 = 4_000;

/// What is wrong with how captions can be read.
fn unreadable(cues: &[Cue]) -> Vec<String> {
    let mut found = Vec::new();
    for cue in cues {
        let (start, end) = (cue.start.as_millis(), cue.end.as_millis());
        let at = format!(
            "{}:{:02}.{}",
            start / 60_000,
            start / 1000 % 60,
            start % 1000 / 100
        );
        if cue.text.lines().count() > LINES {
            found.push(format!("{at}: more than {LINES} lines: {:?}", cue.text));
        }
        if let Some(line) = cue.text.lines().find(|line| line.chars().count() > LINE) {
            found.push(format!(
                "{at}: {} characters: {line:?}",
                line.chars().count()
            ));
        }
        let seconds = (end - start).max(1) as f64 / 1000.0;
        let pace = cue.text.chars().count() as f64 / seconds;
        // Times are in milliseconds: a hair more is the same.
        if pace > PACE + 0.05 {
            found.push(format!(
                "{at}: {pace:.1} characters a second: {:?}",
                cue.text
            ));
        }
    }
    for (one, next) in cues.iter().zip(cues.iter().skip(1)) {
        let gap = next.start.as_millis() - one.end.as_millis();
        if gap > GAP_MS {
            found.push(format!("nothing for {gap} ms after {:?}", one.text));
        }
        if gap < 0 {
            found.push(format!(
                "{:?} begins before the one before it ends",
                next.text
            ));
        }
    }
    found
}

/// In which pieces of a tenth of a second somebody speaks.
fn speech(file: &Path) -> Vec<bool> {
    let mut pieces: Vec<(f64, usize)> = Vec::new();
    let read = decode_sound(&FileSource(file.to_owned()), &mut |block| {
        let frames = block.samples.chunks_exact(2).zip(0_i64..);
        for (frame, n) in frames {
            let at = block.at.as_millis() + n * 1000 / i64::from(block.rate);
            let Ok(piece) = usize::try_from(at / PIECE_MS) else {
                continue;
            };
            if pieces.len() <= piece {
                pieces.resize(piece + 1, (0.0, 0));
            }
            pieces[piece].0 += f64::from(frame[0]).powi(2);
            pieces[piece].1 += 1;
        }
        true
    });
    read.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let loud = |(sum, count): &(f64, usize)| (sum / (*count).max(1) as f64).sqrt() > SPEECH;
    pieces.iter().map(loud).collect()
}

/// Where somebody speaks for long without a caption.
fn uncovered(cues: &[Cue], speech: &[bool]) -> Vec<String> {
    let mut found = Vec::new();
    let mut since = None;
    // One piece of silence after the end, so that what is under way there is looked at too.
    let pieces = speech.iter().copied().chain([false]);
    for (spoken, n) in pieces.zip(0_i64..) {
        let at = n * PIECE_MS;
        let covered = cues
            .iter()
            .any(|cue| cue.start.as_millis() < at + PIECE_MS && at < cue.end.as_millis());
        match (spoken, covered, since) {
            (true, false, None) => since = Some(at),
            (_, true, _) | (false, _, _) => {
                if let Some(since) = since.take().filter(|since| at - since > UNCOVERED_MS) {
                    found.push(format!(
                        "somebody speaks without captions from {since} to {at} ms"
                    ));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn captions_can_be_read_and_are_there_whenever_somebody_speaks() {
    each(|pack, complaints| {
        let mut seen = BTreeSet::new();
        for medium in pack.manifest.modules.iter().flat_map(|it| &it.media) {
            let speech = speech(&pack.folder.join(medium.path.as_str()));
            for track in &medium.captions {
                let text = pack.text(track.path.as_str());
                let (cues, defects) = parse_webvtt_strictly(text.as_bytes()).expect("captions");
                complaints.extend(defects.iter().map(|it| format!("{}: {it:?}", track.path)));
                let mut found = uncovered(&cues, &speech);
                // The film and its sound alone have the same captions.
                if seen.insert(&track.path) {
                    found.extend(unreadable(&cues));
                }
                let of = |it| format!("{} of {}: {it}", track.path, medium.path);
                complaints.extend(found.into_iter().map(of));
            }
        }
    });
}

fn cues(text: &str) -> Vec<Cue> {
    let read = parse_webvtt_strictly(format!("WEBVTT\n\n{text}\n").as_bytes());
    read.expect("captions").0
}

#[test]
fn captions_too_long_too_fast_or_missing_are_noticed() {
    let right = "00:00.000 --> 00:02.000\nRead the form.";
    assert!(unreadable(&cues(right)).is_empty());
    for wrong in [
        "00:00.000 --> 00:09.000\nOne\ntwo\nthree",
        "00:00.000 --> 00:09.000\nThis one line of a caption has more than its 42 characters.",
        "00:00.000 --> 00:01.000\nEighteen letters!!",
        "00:00.000 --> 00:02.000\nOne\n\n00:06.100 --> 00:08.000\nTwo",
    ] {
        assert_eq!(unreadable(&cues(wrong)).len(), 1, "{wrong}");
    }
    let speech = [true; 40];
    assert_eq!(
        uncovered(
            &cues("00:00.000 --> 00:02.000\nA\n\n00:02.800 --> 00:04.000\nB"),
            &speech
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        uncovered(
            &cues("00:00.000 --> 00:01.000\nA\n\n00:03.000 --> 00:04.000\nB"),
            &speech
        )
        .len(),
        1
    );
    let end = uncovered(&cues("00:00.000 --> 00:04.000\nA"), &[true; 60]);
    assert_eq!(end.len(), 1, "the end is looked at too");
}
