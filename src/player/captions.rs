//! Captions: WebVTT files (<https://www.w3.org/TR/webvtt1/>) into cues with their text, its styles
//! and the place that the author wants them at.
//!
//! What is not shown as a browser shows it (PLAYER 8.3 to 8.6 and 8.9):
//! - Regions and style sheets are passed over: a cue of a region stands where cues stand.
//! - A cue of vertical text is shown horizontally, and its settings, which mean other edges then,
//!   are dropped.
//! - Times inside a cue (karaoke) are passed over: the cue is shown whole.
//! - Captions that roll, where each cue repeats the lines of the one before, show each line once.
//! - Ruby text follows its base in parentheses.
//! - The name of a voice, which browsers keep to themselves, is put before what it says wherever
//!   another one spoke before: across a muster room, words are distinguished more surely than colors.

mod blocks;
mod entities;
mod place;
mod rolling;
mod text;

use crate::player::{MediaTime, PlayerError};

pub(crate) use blocks::digits;
pub use blocks::is_no_cue;
pub use place::{Align, Column, Line, LineAlign, Place};
pub use text::Style;

/// The largest caption file that is read, in bytes (PLAYER 8.2); a two-hour film has some 200 KB.
pub const MAX_BYTES: usize = 4 << 20;
/// The most cues that are kept of one file (PLAYER 8.2).
pub const MAX_CUES: usize = 20_000;
/// The most characters that are kept of one cue (PLAYER 8.2); two lines have 84.
pub const MAX_TEXT: usize = 1_000;

/// One caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// When it appears.
    pub start: MediaTime,
    /// When it goes.
    pub end: MediaTime,
    /// The author's name for it; mostly empty.
    pub id: String,
    /// What is shown: tags stripped, characters decoded, spaces joined, lines kept, names of
    /// voices put before what they say.
    pub text: String,
    /// How parts of the text look, in order and without gaps: to which byte, and how.
    runs: Vec<(usize, Style)>,
    /// Where it stands.
    pub place: Place,
}

impl Cue {
    /// The parts of the text that look alike.
    pub fn runs(&self) -> impl Iterator<Item = (&str, Style)> {
        let mut from = 0;
        self.runs.iter().map(move |(to, style)| {
            let part = self.text.get(from..*to).unwrap_or_default();
            from = *to;
            (part, *style)
        })
    }
}

/// What of a file is not shown, or not as it was meant; lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueDefect {
    /// The times cannot be read, so the cue is not shown.
    Times {
        /// The line of the times.
        line: u32,
    },
    /// The cue ends before it begins, or at once, so it is not shown.
    EndBeforeStart {
        /// The line of the times.
        line: u32,
    },
    /// Text without times before it: no blank line may stand within a cue.
    NoTimes {
        /// Its first line.
        line: u32,
    },
    /// The number of the next cue is shown as text, since no blank line stands before it.
    NumberInText {
        /// The line of the number.
        line: u32,
    },
}

/// Reads a WebVTT file as a browser does: what breaks the rules is passed over and the rest kept,
/// bytes that are no UTF-8 become replacement characters (PLAYER 8.1).
///
/// # Errors
/// If it is not WebVTT at all (no `WEBVTT` line) or larger than [`MAX_BYTES`] or [`MAX_CUES`].
pub fn parse_webvtt(bytes: &[u8]) -> Result<Vec<Cue>, PlayerError> {
    let text = within_limits(bytes).map(String::from_utf8_lossy)?;
    Ok(cues(&text)?.0)
}

/// The same for whoever makes captions: with what is not shown, and bytes that are no UTF-8 are an
/// error too (PLAYER 8.8).
///
/// # Errors
/// As [`parse_webvtt`], and for a file that is not UTF-8.
pub fn parse_webvtt_strictly(bytes: &[u8]) -> Result<(Vec<Cue>, Vec<CueDefect>), PlayerError> {
    let text = std::str::from_utf8(within_limits(bytes)?);
    cues(text.map_err(|error| bad(format!("captions: {error}")))?)
}

/// The lines of text of a WebVTT file's cues as they are shown, each with its number in the file, from
/// 1; nothing of what is no WebVTT.
#[must_use]
pub fn text_lines(text: &str) -> Vec<(usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (cues, _) = blocks::cues(text).unwrap_or_default();
    let lines = cues.iter().flat_map(|cue| {
        let first = usize::try_from(cue.line).unwrap_or(usize::MAX);
        cue.text
            .split('\n')
            .enumerate()
            .filter_map(move |(n, line)| {
                let (visible, _) = text::read(line, &mut None)?;
                Some((first.saturating_add(n + 1), visible))
            })
    });
    lines.collect()
}

/// The cues that show at `time`, each with its place in `cues`, in the order in which they began.
#[must_use]
pub fn at(cues: &[Cue], time: MediaTime) -> Vec<(usize, &Cue)> {
    cues.iter()
        .enumerate()
        .take_while(|(_, cue)| cue.start <= time)
        .filter(|(_, cue)| time < cue.end)
        .collect()
}

fn within_limits(bytes: &[u8]) -> Result<&[u8], PlayerError> {
    if bytes.len() > MAX_BYTES {
        let length = bytes.len();
        return Err(bad(format!("captions of {length} bytes are too large")));
    }
    Ok(bytes)
}

fn cues(text: &str) -> Result<(Vec<Cue>, Vec<CueDefect>), PlayerError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut raw, defects) = blocks::cues(text)?;
    // In the order of a text track (PLAYER 8.7): what began first, and of those what lasts longest.
    raw.sort_by_key(|cue| (cue.start, std::cmp::Reverse(cue.end)));
    let mut voice = None;
    let visible = raw.into_iter().filter_map(|cue| {
        let (text, runs) = text::read(&cue.text, &mut voice)?;
        Some(Cue {
            start: cue.start,
            end: cue.end,
            id: cue.id.to_owned(),
            text,
            runs,
            place: cue.place,
        })
    });
    Ok((rolling::without_repeats(visible.collect()), defects))
}

fn bad(reason: String) -> PlayerError {
    PlayerError::Container { reason }
}

#[cfg(test)]
mod tests;
