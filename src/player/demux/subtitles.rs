//! Tracks of subtitles inside an MP4 file (PLAYER 8.10). The player shows captions of files of their
//! own alone; whoever makes packs finds out here what a film brings along, and takes text out of it.
//!
//! Rules: ETSI TS 126 245 (timed text, `tx3g`), the QuickTime file format (`text`), ISO/IEC 14496-30
//! (WebVTT, `wvtt`).

use std::collections::BTreeSet;
use std::io::SeekFrom;

use super::bytes::{Bytes, Kind, bad, boxes, find, name, need};
use super::edits::{self, Line};
use super::{
    MAX_TRACKS, Sample, clock_rate, is_enabled, language, read_index, read_sample, tables,
};
use crate::player::captions::{MAX_BYTES, MAX_CUES};
use crate::player::{PlayerError, ReadSeek};

/// A longer sample is no caption, in bytes.
const MAX_TEXT_SAMPLE: u32 = 64 << 10;
/// Of timed text, `displayFlags`: all samples are forced ones, for who hears the sound well.
const ALL_FORCED: u32 = 0x8000_0000;

/// How the subtitles of a track are coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubtitleFormat {
    /// 3GPP timed text, or QuickTime's text.
    TimedText,
    /// WebVTT.
    WebVtt,
    /// CEA-608 or CEA-708.
    ClosedCaptions,
    /// Pictures of text.
    Pictures,
    /// Something else, by its code.
    Other(String),
}

/// A track of subtitles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleTrack {
    /// How it is coded.
    pub format: SubtitleFormat,
    /// Its language, BCP 47 or ISO 639-2; `und` where it is not stated.
    pub language: String,
    /// Whether it is switched on.
    pub enabled: bool,
    /// It only holds what those are to read who hear the sound well, such as foreign words.
    pub forced: bool,
    /// Where its samples lie; none of what holds no text.
    samples: Vec<Sample>,
}

/// A subtitle of a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleText {
    /// When it appears, in milliseconds.
    pub start_ms: i64,
    /// When it goes, in milliseconds.
    pub end_ms: i64,
    /// What is shown: of WebVTT with its tags, of timed text as it is.
    pub text: String,
    /// Of WebVTT the settings of the cue.
    pub settings: String,
}

/// The tracks of subtitles of an MP4 file, in its order. Chapters are none.
///
/// # Errors
/// If it cannot be read, is not MP4 or breaks a rule.
pub fn subtitles(source: &mut dyn ReadSeek) -> Result<Vec<SubtitleTrack>, PlayerError> {
    let length = source.seek(SeekFrom::End(0)).map_err(PlayerError::Read)?;
    let index = read_index(source, length)?;
    let index = Bytes(&index);
    let movie_timescale = clock_rate(need(index, *b"mvhd")?)?;
    let mut tracks = Vec::new();
    for found in boxes(index.0) {
        let (kind, body) = found?;
        if kind == *b"trak" {
            tracks.push(body);
        }
        if tracks.len() > MAX_TRACKS {
            return Err(bad(format!("more than {MAX_TRACKS} tracks")));
        }
    }
    let mut chapters = BTreeSet::new();
    for track in &tracks {
        chapters.extend(chapter_tracks(*track)?);
    }
    let mut found = Vec::new();
    for track in tracks {
        let is_chapters = number(track)?.is_some_and(|number| chapters.contains(&number));
        if !is_chapters && let Some(track) = read_track(track, movie_timescale, length)? {
            found.push(track);
        }
    }
    Ok(found)
}

impl SubtitleTrack {
    /// The text of the track, in the order of its samples; of what holds no text nothing.
    ///
    /// # Errors
    /// If it cannot be read, or there is more than captions may be (PLAYER 8.2).
    pub fn read_texts(&self, source: &mut dyn ReadSeek) -> Result<Vec<SubtitleText>, PlayerError> {
        let mut texts: Vec<SubtitleText> = Vec::new();
        let mut bytes = 0;
        let mut buffer = Vec::new();
        let ends = self.samples.iter().skip(1).map(|next| next.at.as_millis());
        let ends = ends.chain([i64::MAX]);
        for (sample, end) in self.samples.iter().zip(ends) {
            let until = sample.until.as_millis();
            let start_ms = sample.at.as_millis().max(sample.from.as_millis()).max(0);
            // The last one of a track is as long as reading it takes.
            let end_ms = match end {
                i64::MAX if until == i64::MAX / 1_000_000 => start_ms,
                end => end.min(until),
            };
            if sample.size > MAX_TEXT_SAMPLE || (end_ms < start_ms) {
                continue;
            }
            read_sample(source, sample, &mut buffer)?;
            let shown = match self.format {
                SubtitleFormat::TimedText => vec![(timed_text(&buffer), String::new())],
                SubtitleFormat::WebVtt => webvtt(&buffer)?,
                _ => Vec::new(),
            };
            for (text, settings) in shown {
                if text.trim().is_empty() {
                    continue;
                }
                // A cue that goes on while another begins or ends comes again in the next sample.
                let goes_on = texts.iter_mut().rev().take(4).find(|before| {
                    let is_same = before.text == text && before.settings == settings;
                    self.format == SubtitleFormat::WebVtt && is_same && before.end_ms == start_ms
                });
                if let Some(before) = goes_on {
                    before.end_ms = end_ms;
                    continue;
                }
                bytes += text.len();
                if bytes > MAX_BYTES || texts.len() >= MAX_CUES {
                    return Err(bad("more subtitles than captions may hold"));
                }
                texts.push(SubtitleText {
                    start_ms,
                    end_ms,
                    text,
                    settings,
                });
            }
        }
        Ok(texts)
    }
}

/// A track's number, by which others name it.
fn number(track: Bytes<'_>) -> Result<Option<u32>, PlayerError> {
    let Some(mut header) = find(track, *b"tkhd")? else {
        return Ok(None);
    };
    let (version, _) = header.version()?;
    header.take(if version == 1 { 16 } else { 8 })?;
    header.u32().map(Some)
}

/// The numbers of the tracks that hold the chapters of this one.
fn chapter_tracks(track: Bytes<'_>) -> Result<Vec<u32>, PlayerError> {
    let mut numbers = Vec::new();
    if let Some(references) = find(track, *b"tref")?
        && let Some(mut chapters) = find(references, *b"chap")?
    {
        while chapters.0.len() >= 4 {
            numbers.push(chapters.u32()?);
        }
    }
    Ok(numbers)
}

/// `None` of a track of anything else.
fn read_track(
    track: Bytes<'_>,
    movie_timescale: u32,
    length: u64,
) -> Result<Option<SubtitleTrack>, PlayerError> {
    let Some(media) = find(track, *b"mdia")? else {
        return Ok(None);
    };
    let mut handler = need(media, *b"hdlr")?;
    handler.take(8)?;
    let handler = handler.kind()?;
    if !matches!(&handler, b"sbtl" | b"text" | b"subt" | b"subp" | b"clcp") {
        return Ok(None);
    }
    let table = need(need(media, *b"minf")?, *b"stbl")?;
    let mut entries = need(table, *b"stsd")?;
    entries.version()?;
    entries.u32()?;
    let Some(entry) = boxes(entries.0).next() else {
        return Ok(None);
    };
    let (code, mut entry) = entry?;
    let format = format_of(handler, code);
    // Reserved bytes and a reference come before the display flags.
    let flags = match (&code, entry.take(8)) {
        (b"tx3g", Ok(_)) => entry.u32().unwrap_or(0),
        _ => 0,
    };
    let samples = match format {
        SubtitleFormat::TimedText | SubtitleFormat::WebVtt => {
            samples(track, table, movie_timescale, length)?
        }
        _ => Vec::new(),
    };
    Ok(Some(SubtitleTrack {
        format,
        language: match extended_language(media)? {
            Some(language) => language,
            None => language(track)?,
        },
        enabled: is_enabled(track)?,
        forced: flags & ALL_FORCED != 0,
        samples,
    }))
}

fn format_of(handler: Kind, code: Kind) -> SubtitleFormat {
    match &code {
        b"tx3g" | b"text" => SubtitleFormat::TimedText,
        b"wvtt" => SubtitleFormat::WebVtt,
        b"c608" | b"c708" => SubtitleFormat::ClosedCaptions,
        b"mp4s" => SubtitleFormat::Pictures,
        _ if handler == *b"subp" => SubtitleFormat::Pictures,
        _ => SubtitleFormat::Other(name(code)),
    }
}

/// `elng`: the language as a tag that may say more than three letters do.
fn extended_language(media: Bytes<'_>) -> Result<Option<String>, PlayerError> {
    let Some(mut body) = find(media, *b"elng")? else {
        return Ok(None);
    };
    body.version()?;
    let tag = body.0.split(|byte| *byte == 0).next().unwrap_or_default();
    let is_tag = |tag: &str| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let tag = std::str::from_utf8(tag).ok().filter(|tag| is_tag(tag));
    Ok(tag.map(str::to_owned))
}

fn samples(
    track: Bytes<'_>,
    table: Bytes<'_>,
    movie_timescale: u32,
    length: u64,
) -> Result<Vec<Sample>, PlayerError> {
    let timescale = clock_rate(need(need(track, *b"mdia")?, *b"mdhd")?)?;
    let raw = tables::read(table, length)?.samples;
    let edits = match find(track, *b"edts")? {
        Some(edts) => match find(edts, *b"elst")? {
            Some(list) => edits::read(list)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let line = Line {
        movie_timescale,
        timescale,
        preroll: 0,
    };
    let (mut samples, end) = line.apply(&edits, &raw)?;
    // The last one ends with its track, where that says when.
    if let Some(last) = samples.last_mut().filter(|last| last.at < end) {
        last.until = last.until.min(end);
    }
    Ok(samples)
}

/// The text of a sample of timed text: its length, itself, then how it looks.
fn timed_text(sample: &[u8]) -> String {
    let mut body = Bytes(sample);
    let length = body.u16().map_or(0, usize::from).min(body.0.len());
    let text = body.take(length).unwrap_or_default();
    let wide = |to: fn([u8; 2]) -> u16, text: &[u8]| {
        let (pairs, _) = text.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| to(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match text {
        [0xfe, 0xff, text @ ..] => wide(u16::from_be_bytes, text),
        [0xff, 0xfe, text @ ..] => wide(u16::from_le_bytes, text),
        text => match std::str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            // What QuickTime wrote before there was Unicode.
            Err(_) => encoding_rs::MACINTOSH
                .decode_without_bom_handling(text)
                .0
                .into_owned(),
        },
    }
    .replace("\r\n", "\n")
    .replace('\r', "\n")
}

/// The cues of a sample of WebVTT: text and settings of each.
fn webvtt(sample: &[u8]) -> Result<Vec<(String, String)>, PlayerError> {
    let text = |body: Option<Bytes<'_>>| {
        body.map(|body| String::from_utf8_lossy(body.0).into_owned())
            .unwrap_or_default()
    };
    let mut cues = Vec::new();
    for found in boxes(sample) {
        let (kind, cue) = found?;
        if kind == *b"vttc" {
            cues.push((text(find(cue, *b"payl")?), text(find(cue, *b"sttg")?)));
        }
    }
    Ok(cues)
}
