//! Tracks of subtitles inside an MP4 file (PLAYER 8.10). The player shows captions of files of their
//! own alone; whoever makes packs finds out here what a film brings along, and takes text out of it.
//!
//! Rules: ETSI TS 126 245 (timed text, `tx3g`), the `QuickTime` file format (`text`), ISO/IEC 14496-30
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
    /// 3GPP timed text, or that of `QuickTime`.
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
            // What `QuickTime` wrote before there was Unicode.
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::player::MediaTime;

    fn boxed(kind: Kind, body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len() + 8).unwrap();
        [&size.to_be_bytes()[..], &kind, body].concat()
    }

    fn cue(settings: &str, text: &str) -> Vec<u8> {
        let settings = boxed(*b"sttg", settings.as_bytes());
        boxed(
            *b"vttc",
            &[settings, boxed(*b"payl", text.as_bytes())].concat(),
        )
    }

    /// A track whose samples last half a second each, and its file.
    fn track(format: SubtitleFormat, contents: &[Vec<u8>]) -> (SubtitleTrack, Cursor<Vec<u8>>) {
        let mut offset = 0;
        let samples = contents.iter().enumerate().map(|(n, content)| {
            let at = MediaTime::from_millis(i64::try_from(n).unwrap() * 500);
            let sample = Sample {
                offset,
                size: u32::try_from(content.len()).unwrap(),
                at,
                from: MediaTime(i64::MIN),
                until: MediaTime::from_millis(i64::try_from(contents.len()).unwrap() * 500),
                floor: at,
                key: true,
            };
            offset += content.len() as u64;
            sample
        });
        let track = SubtitleTrack {
            format,
            language: "und".to_owned(),
            enabled: true,
            forced: false,
            samples: samples.collect(),
        };
        (track, Cursor::new(contents.concat()))
    }

    fn texts(format: SubtitleFormat, contents: &[Vec<u8>]) -> Vec<(i64, i64, String)> {
        let (track, mut file) = track(format, contents);
        let texts = track.read_texts(&mut file).unwrap().into_iter();
        texts.map(|it| (it.start_ms, it.end_ms, it.text)).collect()
    }

    fn shown(start: i64, end: i64, text: &str) -> (i64, i64, String) {
        (start, end, text.to_owned())
    }

    #[test]
    fn webvtt_in_mp4_is_read_and_a_cue_that_goes_on_is_one() {
        let contents = [
            boxed(*b"vtte", b""),
            cue("line:0", "<v Ann>One"),
            [cue("line:0", "<v Ann>One"), cue("", "Two")].concat(),
            cue("", "Two"),
            boxed(*b"vtte", b""),
        ];
        assert_eq!(
            texts(SubtitleFormat::WebVtt, &contents),
            [shown(500, 1_500, "<v Ann>One"), shown(1_000, 2_000, "Two")]
        );
    }

    #[test]
    fn timed_text_is_read_in_every_encoding_and_without_its_styles() {
        let sized = |text: &[u8]| {
            let length = u16::try_from(text.len()).unwrap();
            [&length.to_be_bytes()[..], text].concat()
        };
        let wide: Vec<u8> = "\u{feff}señor"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let contents = [
            [sized("Hi\rthere".as_bytes()), boxed(*b"styl", &[0; 14])].concat(),
            sized(b""),
            sized(&wide),
            sized(b"se\x96or"),
            vec![0],
        ];
        assert_eq!(
            texts(SubtitleFormat::TimedText, &contents),
            [
                shown(0, 500, "Hi\nthere"),
                shown(1_000, 1_500, "señor"),
                shown(1_500, 2_000, "señor")
            ]
        );
    }

    #[test]
    fn samples_past_the_end_and_boxes_that_end_too_early_are_an_error() {
        let (webvtt, _) = track(SubtitleFormat::WebVtt, &[cue("", "One")]);
        assert!(webvtt.read_texts(&mut Cursor::new(Vec::new())).is_err());
        let broken = [cue("", "One").get(..20).unwrap().to_vec()];
        let (track, mut file) = track(SubtitleFormat::WebVtt, &broken);
        assert!(track.read_texts(&mut file).is_err());
    }
}
