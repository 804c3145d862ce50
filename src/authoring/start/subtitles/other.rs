//! Captions in formats other than SubRip and WebVTT, into WebVTT: TTML (W3C, with its profiles for
//! television) here, those of YouTube (`.sbv`) as SubRip is read, all others by the author's ffmpeg.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::encoding;
use super::times::webvtt_time;
use crate::authoring::ffmpeg::Ffmpeg;
use crate::authoring::{AuthoringError, FfmpegError, tools};
use crate::pack::PackError;
use crate::pack::content::MAX_CAPTIONS;
use crate::platform::files;

/// Captions of this file as WebVTT, or as text that is read as SubRip is; nothing where they cannot be
/// read.
///
/// # Errors
/// `Pack(Cancelled)`.
pub fn webvtt_of_other(
    path: &Path,
    bytes: &[u8],
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Vec<u8>>, AuthoringError> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let ending = ending.to_lowercase();
    let text = encoding::decode(bytes, &mut BTreeMap::new());
    Ok(match ending.as_str() {
        "sbv" => Some(text.into_owned().into_bytes()),
        "ttml" | "dfxp" | "itt" => webvtt_of_ttml(&text).map(String::into_bytes),
        _ => match by_ffmpeg(&text, &ending, go_on) {
            Err(FfmpegError::Cancelled) => return Err(PackError::Cancelled.into()),
            converted => converted.ok(),
        },
    })
}

fn by_ffmpeg(
    text: &str,
    ending: &str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Vec<u8>, FfmpegError> {
    let ffmpeg = Ffmpeg::find(go_on)?;
    let folder = tempfile::Builder::new().prefix(".muster-").tempdir()?;
    let source = folder.path().join(format!("captions.{ending}"));
    tools::write_new(&source, text.as_bytes())?;
    let target = folder.path().join("captions.vtt");
    ffmpeg.convert_captions(&source, &target, go_on)?;
    let made = files::open_no_link(&target)?;
    Ok(files::read_up_to(made, MAX_CAPTIONS)?)
}

/// A paragraph of TTML.
struct Paragraph {
    start_ms: u64,
    end_ms: Option<u64>,
    text: String,
}

/// How the times of a TTML document count.
struct Clock {
    frames: f64,
    ticks: f64,
}

fn webvtt_of_ttml(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let mut clock = Clock {
        frames: 30.0,
        ticks: 0.0,
    };
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_open = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "tt" => clock.read(&element),
                "p" => {
                    let paragraph = paragraph(&element, &clock);
                    is_open = paragraph.is_some();
                    paragraphs.extend(paragraph);
                }
                "br" => push(&mut paragraphs, is_open, "\n"),
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "br" => {
                push(&mut paragraphs, is_open, "\n");
            }
            Event::End(element) if element.local_name().as_ref() == "p" => is_open = false,
            Event::Text(text) => push(&mut paragraphs, is_open, &one_line(text.as_ref())),
            Event::CData(text) => push(&mut paragraphs, is_open, &one_line(text.as_ref())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let name = reference.as_ref();
                let meant = character.map(String::from);
                let meant = meant.or_else(|| resolve_predefined_entity(name).map(str::to_owned));
                push(
                    &mut paragraphs,
                    is_open,
                    meant.as_deref().unwrap_or_default(),
                );
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let starts: Vec<u64> = paragraphs.iter().map(|it| it.start_ms).collect();
    let mut out = String::from("WEBVTT\n");
    for (nth, paragraph) in paragraphs.iter().enumerate() {
        let lines = paragraph.text.lines().map(str::trim);
        let lines: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(|line| {
                line.replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
            })
            .collect();
        let end_ms = paragraph.end_ms.or_else(|| starts.get(nth + 1).copied());
        if let Some(end_ms) = end_ms.filter(|_| !lines.is_empty()) {
            let (start, end) = (webvtt_time(paragraph.start_ms), webvtt_time(end_ms));
            // Writing to a String cannot fail.
            let _ = write!(out, "\n{start} --> {end}\n{}\n", lines.join("\n"));
        }
    }
    (!paragraphs.is_empty()).then_some(out)
}

fn push(paragraphs: &mut [Paragraph], is_open: bool, text: &str) {
    if let Some(paragraph) = paragraphs.last_mut().filter(|_| is_open) {
        paragraph.text.push_str(text);
    }
}

/// Line ends and indents of the file mean no more than a space.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_whitespace() { ' ' } else { c };
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.trim().to_owned())
}

fn paragraph(element: &BytesStart<'_>, clock: &Clock) -> Option<Paragraph> {
    let time = |name| clock.millis(&attribute(element, name)?);
    let start_ms = time("begin")?;
    let end_ms = time("end").or_else(|| Some(start_ms.saturating_add(time("dur")?)));
    Some(Paragraph {
        start_ms,
        end_ms,
        text: String::new(),
    })
}

impl Clock {
    fn read(&mut self, document: &BytesStart<'_>) {
        let number = |name| attribute(document, name)?.parse::<f64>().ok();
        if let Some(rate) = number("frameRate") {
            self.frames = rate;
        }
        if let Some(rate) = number("tickRate") {
            self.ticks = rate;
        }
        let multiplier = attribute(document, "frameRateMultiplier");
        let parts = multiplier
            .as_deref()
            .and_then(|it| it.split_once([' ', ':']));
        if let Some((Ok(top), Ok(bottom))) =
            parts.map(|(top, bottom)| (top.parse::<f64>(), bottom.parse::<f64>()))
        {
            self.frames *= top / bottom;
        }
    }

    /// `00:00:01.500`, `00:00:01:12`, `3.5s`, `500ms`, `90000t`.
    fn millis(&self, time: &str) -> Option<u64> {
        let seconds = if time.contains(':') {
            let mut fields = time.split(':').map(|field| field.parse::<f64>().ok());
            let [hours, minutes, seconds] = [fields.next()??, fields.next()??, fields.next()??];
            let frames = fields.next().flatten().unwrap_or(0.0);
            (hours * 60.0 + minutes) * 60.0 + seconds + frames / self.frames
        } else {
            let end = time.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let (number, unit) = time.split_at(end);
            let number: f64 = number.parse().ok()?;
            number
                * match unit {
                    "h" => 3_600.0,
                    "m" => 60.0,
                    "s" => 1.0,
                    "ms" => 0.001,
                    "f" => 1.0 / self.frames,
                    "t" if self.ticks > 0.0 => 1.0 / self.ticks,
                    _ => return None,
                }
        };
        let duration = std::time::Duration::try_from_secs_f64(seconds).ok()?;
        // To the nearest: a tenth has no exact number.
        u64::try_from((duration.as_micros() + 500) / 1_000).ok()
    }
}
