//! Captions as other programs write them, `SubRip` (.srt) and WebVTT with defects, into WebVTT, and
//! captions into a transcript.

mod encoding;
mod mend;
mod other;
mod times;
mod transcript;

use std::collections::BTreeMap;

use crate::authoring::MendNotice;
use crate::player::PlayerError;
use crate::player::captions::{Cue, parse_webvtt_strictly};

pub use other::webvtt_of_other;
pub use times::webvtt_time;
pub use transcript::transcript;

/// Captions as a pack holds them.
#[derive(Debug)]
pub struct Subtitles {
    /// The file; nothing where it can stay as it is.
    pub webvtt: Option<String>,
    /// What is shown.
    pub cues: Vec<Cue>,
    /// What was mended: how often, and the first line where it was, from 1.
    pub mended: BTreeMap<MendNotice, (usize, usize)>,
}

/// Why there are no captions.
#[derive(Debug)]
pub enum NoCaptions {
    /// There is not one in the file.
    Empty,
    /// There is more than a pack's captions may hold (PLAYER 8.2).
    TooMuch(PlayerError),
}

/// Reads captions. `named_webvtt`: the file's name says that it is WebVTT.
///
/// # Errors
/// If there is not one in them, or more than a pack may hold.
pub fn read(bytes: &[u8], named_webvtt: bool) -> Result<Subtitles, NoCaptions> {
    if let Ok((cues, defects)) = parse_webvtt_strictly(bytes)
        && defects.is_empty()
        && !cues.is_empty()
    {
        return Ok(Subtitles {
            webvtt: None,
            cues,
            mended: BTreeMap::new(),
        });
    }
    let mut mended = BTreeMap::new();
    let text = encoding::decode(bytes, &mut mended);
    let webvtt = mend::webvtt(&text, named_webvtt, &mut mended).ok_or(NoCaptions::Empty)?;
    let (cues, _) = parse_webvtt_strictly(webvtt.as_bytes()).map_err(NoCaptions::TooMuch)?;
    if cues.is_empty() {
        return Err(NoCaptions::Empty);
    }
    Ok(Subtitles {
        webvtt: Some(webvtt),
        cues,
        mended,
    })
}

/// Notes that something was mended in this line.
fn note(mended: &mut BTreeMap<MendNotice, (usize, usize)>, what: MendNotice, line: usize) {
    let (count, first) = mended.entry(what).or_insert((0, line));
    *count += 1;
    *first = line.min(*first);
}

#[cfg(test)]
mod tests;
