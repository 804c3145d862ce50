//! What a file tells of its tracks of sound: language, name and channels.

use std::collections::BTreeSet;

use super::bytes::{Bytes, find, need};
use super::entry::{self, Codec};
use crate::player::PlayerError;

/// What a file tells of a track of sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoundTrackInfo {
    /// Its language, as ISO 639-2 has it; `und` where it is not stated.
    pub language: String,
    /// Its name; empty where it has none.
    pub title: String,
    /// So many channels; 0 where that is not known.
    pub channels: u16,
}

impl SoundTrackInfo {
    pub(super) fn read(track: Bytes<'_>) -> Result<Self, PlayerError> {
        Ok(Self {
            language: language(track)?,
            title: title(track).unwrap_or_default(),
            channels: channels(track).unwrap_or(0),
        })
    }
}

/// The language of a track: three letters of five bits each, or the number that `QuickTime` gives it.
pub(super) fn language(track: Bytes<'_>) -> Result<String, PlayerError> {
    let mut body = need(need(track, *b"mdia")?, *b"mdhd")?;
    let (version, _) = body.version()?;
    body.take(if version == 1 { 28 } else { 16 })?;
    let packed = body.u16()?;
    if let Some(code) = QUICKTIME_LANGUAGES.get(usize::from(packed)) {
        return Ok((*code).to_owned());
    }
    let letters = [packed >> 10, packed >> 5, packed].map(|bits| {
        let letter = u8::try_from(bits & 31).unwrap_or(0).saturating_add(0x60);
        if letter.is_ascii_lowercase() {
            char::from(letter)
        } else {
            '?'
        }
    });
    let code: String = letters.iter().collect();
    Ok(if code.contains('?') {
        "und".to_owned()
    } else {
        code
    })
}

/// The name of a track (`udta`, `name`), as programs give it to a commentary.
fn title(track: Bytes<'_>) -> Option<String> {
    /// More is no name.
    const MAX_TITLE_BYTES: usize = 200;
    let name = find(find(track, *b"udta").ok()??, *b"name").ok()??;
    let name = String::from_utf8_lossy(name.0.get(..name.0.len().min(MAX_TITLE_BYTES))?);
    Some(name.trim_matches(['\0', ' ']).to_owned())
}

/// How many channels a track of sound has.
fn channels(track: Bytes<'_>) -> Option<u16> {
    let media = need(track, *b"mdia").ok()?;
    let table = need(need(media, *b"minf").ok()?, *b"stbl").ok()?;
    let mut descriptions = need(table, *b"stsd").ok()?;
    // What the sample description says of AAC is two, however many there are.
    let described = entry::read(descriptions, &BTreeSet::from([1]));
    if let Ok(Codec::Aac { config }) = &described {
        return Some(channels_of_aac(config));
    }
    // Version and count, then the first entry: size, kind, six bytes, reference, eight bytes.
    descriptions.take(8 + 8 + 8 + 8).ok()?;
    descriptions.u16().ok()
}

/// Of an `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6.2.1); 0 where it lists them one by one.
fn channels_of_aac(config: &[u8]) -> u16 {
    let start = config.iter().chain(&[0; 8]).take(8);
    let bits = start.fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    // Behind five bits of the object type: the rate is an index of four bits, or 15 and then the rate
    // itself in 24.
    let after_rate = if bits >> 55 & 15 == 15 { 33 } else { 9 };
    match bits >> (60 - after_rate) & 15 {
        7 => 8,
        count @ 1..=6 => u16::try_from(count).unwrap_or(0),
        _ => 0,
    }
}

/// The languages that `QuickTime` numbers from 0, as far as their order is the same everywhere.
const QUICKTIME_LANGUAGES: [&str; 29] = [
    "eng", "fra", "deu", "ita", "nld", "swe", "spa", "dan", "por", "nor", "heb", "jpn", "ara",
    "fin", "ell", "isl", "mlt", "tur", "hrv", "zho", "urd", "hin", "tha", "kor", "lit", "pol",
    "hun", "est", "lav",
];
