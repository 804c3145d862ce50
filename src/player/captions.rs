//! Captions: WebVTT files into cues of plain text.
//!
//! What a muster-room screen needs of <https://www.w3.org/TR/webvtt1/>: times and text. Settings
//! of position, styles and regions are passed over; the window has one place for captions.

use crate::player::{MediaTime, PlayerError};

/// The largest caption file that is read, in bytes; a two-hour film has some 200 KB.
pub const MAX_BYTES: usize = 4 << 20;
/// The most cues that are kept of one file.
pub const MAX_CUES: usize = 20_000;

/// One caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// When it appears.
    pub start: MediaTime,
    /// When it goes.
    pub end: MediaTime,
    /// Plain text: tags stripped, entities decoded, lines kept.
    pub text: String,
}

/// Reads a WebVTT file. A cue that breaks the rules is passed over, as the standard says.
///
/// # Errors
/// If it is not WebVTT at all (no `WEBVTT` line, not UTF-8) or larger than [`MAX_BYTES`] or
/// [`MAX_CUES`].
pub fn parse_webvtt(bytes: &[u8]) -> Result<Vec<Cue>, PlayerError> {
    if bytes.len() > MAX_BYTES {
        return Err(bad(format!(
            "captions of {} bytes are too large",
            bytes.len()
        )));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| bad(format!("captions: {error}")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Lines(text);
    let header = lines.next().unwrap_or_default();
    let magic = header.strip_prefix("WEBVTT");
    if !magic.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(bad("captions do not begin with a WEBVTT line".to_owned()));
    }
    let mut cues = Vec::new();
    // Whatever stands before the first blank line belongs to the header.
    for line in lines.by_ref() {
        if line.is_empty() {
            break;
        }
        if let Some(times) = timing(line) {
            push(&mut cues, times, &mut lines)?;
            break;
        }
    }
    let mut previous_blank = true;
    while let Some(line) = lines.next() {
        if line.is_empty() {
            previous_blank = true;
            continue;
        }
        if previous_blank && is_block(line) {
            for rest in lines.by_ref() {
                if rest.is_empty() {
                    break;
                }
            }
            continue;
        }
        previous_blank = false;
        // A line without an arrow is a cue's name, which nobody needs.
        if let Some(times) = timing(line) {
            push(&mut cues, times, &mut lines)?;
            previous_blank = true;
        }
    }
    cues.sort_by_key(|cue| cue.start);
    Ok(cues)
}

/// The cues that show at `time`, in the order in which they began.
#[must_use]
pub fn at(cues: &[Cue], time: MediaTime) -> Vec<&Cue> {
    cues.iter()
        .take_while(|cue| cue.start <= time)
        .filter(|cue| time < cue.end)
        .collect()
}

fn bad(reason: String) -> PlayerError {
    PlayerError::Container { reason }
}

/// Lines that end with LF, CRLF or CR.
struct Lines<'a>(&'a str);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let (line, rest) = match self.0.find(['\n', '\r']) {
            None => (self.0, ""),
            Some(end) => {
                let (line, rest) = self.0.split_at(end);
                let ending = if rest.starts_with("\r\n") { 2 } else { 1 };
                (line, rest.get(ending..).unwrap_or_default())
            }
        };
        self.0 = rest;
        Some(line)
    }
}

/// Whether a block holds no cue: a note, a style sheet or a region.
fn is_block(line: &str) -> bool {
    if line.contains("-->") {
        return false;
    }
    line == "NOTE"
        || line.starts_with("NOTE ")
        || line.starts_with("NOTE\t")
        || matches!(line.trim_end(), "STYLE" | "REGION")
}

/// Takes the text under a line of times and keeps the cue.
fn push(
    cues: &mut Vec<Cue>,
    (start, end): (MediaTime, MediaTime),
    lines: &mut Lines<'_>,
) -> Result<(), PlayerError> {
    let mut text = String::new();
    loop {
        // A line of times ends a cue whose blank line was forgotten.
        let mut ahead = Lines(lines.0);
        match ahead.next() {
            Some(line) if !line.is_empty() && !line.contains("-->") => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(line);
                lines.0 = ahead.0;
            }
            _ => break,
        }
    }
    let text = plain(&text);
    if end > start && !text.is_empty() {
        if cues.len() >= MAX_CUES {
            return Err(bad(format!("more than {MAX_CUES} captions")));
        }
        cues.push(Cue { start, end, text });
    }
    Ok(())
}

/// The two times of `00:01.000 --> 00:04.000 line:90%`; settings are passed over.
fn timing(line: &str) -> Option<(MediaTime, MediaTime)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((timestamp(start.trim())?, timestamp(end)?))
}

/// `mm:ss.ttt` or `h…:mm:ss.ttt`.
fn timestamp(text: &str) -> Option<MediaTime> {
    let (whole, millis) = text.split_once('.')?;
    let mut parts = whole.rsplit(':');
    let seconds = number(parts.next()?, 2, 2).filter(|seconds| *seconds < 60)?;
    let minutes = number(parts.next()?, 2, 2).filter(|minutes| *minutes < 60)?;
    let hours = match parts.next() {
        None => 0,
        Some(hours) => number(hours, 1, 6)?,
    };
    if parts.next().is_some() {
        return None;
    }
    let millis = number(millis, 3, 3)?;
    Some(MediaTime::from_millis(
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis,
    ))
}

/// A whole number of so many digits.
fn number(text: &str, least: usize, most: usize) -> Option<i64> {
    let digits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Text without tags and with entities decoded.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, special) = rest.split_at(at);
        plain.push_str(before);
        if special.starts_with('<') {
            // A tag that never closes swallows the rest, as the standard has it.
            rest = special.split_once('>').map_or("", |(_, after)| after);
        } else {
            let (decoded, after) = entity(special);
            plain.push_str(decoded);
            rest = after;
        }
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

/// What an entity at the beginning of `text` stands for, and what follows it.
fn entity(text: &str) -> (&str, &str) {
    const ENTITIES: [(&str, &str); 10] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{a0}"),
        ("&lrm;", "\u{200e}"),
        ("&rlm;", "\u{200f}"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#34;", "\""),
    ];
    for (name, meaning) in ENTITIES {
        if let Some(after) = text.strip_prefix(name) {
            return (meaning, after);
        }
    }
    ("&", text.strip_prefix('&').unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Cue, MediaTime, at, parse_webvtt};

    fn cues(text: &str) -> Vec<(i64, i64, String)> {
        parse_webvtt(text.as_bytes())
            .unwrap()
            .into_iter()
            .map(|Cue { start, end, text }| (start.as_millis(), end.as_millis(), text))
            .collect()
    }

    #[test]
    fn times_text_and_lines_are_read() {
        assert_eq!(
            cues(
                "WEBVTT\n\n00:01.500 --> 00:04.000\nOne\nTwo\n\n1:00:00.001 --> 01:00:01.000\nThree\n"
            ),
            [
                (1_500, 4_000, "One\nTwo".to_owned()),
                (3_600_001, 3_601_000, "Three".to_owned())
            ]
        );
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_do_not_matter() {
        assert_eq!(
            cues("\u{feff}WEBVTT - title\r\n\r\n00:00.000 --> 00:01.000\r\nA\r\nB\r\n\r\n"),
            [(0, 1_000, "A\nB".to_owned())]
        );
        assert_eq!(
            cues("WEBVTT\r\r00:00.000 --> 00:01.000\rA\r"),
            [(0, 1_000, "A".to_owned())]
        );
    }

    #[test]
    fn notes_styles_regions_names_and_settings_are_passed_over() {
        let text = "WEBVTT\nKind: captions\n\nNOTE\n00:09.000 is no cue\nat all\n\nSTYLE\n::cue { color: red }\n\n\
                    REGION\nid:fred\n\nNOTES are a name\n00:01.000 --> 00:02.000 align:start line:90%\nHere\n";
        assert_eq!(cues(text), [(1_000, 2_000, "Here".to_owned())]);
    }

    #[test]
    fn tags_are_stripped_and_entities_decoded() {
        let text = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Sergeant><b>A &amp; B</b> &lt;c&gt; &unknown; <00:00.500>d</v>\n";
        assert_eq!(cues(text), [(0, 1_000, "A & B <c> &unknown; d".to_owned())]);
    }

    #[test]
    fn a_cue_that_breaks_the_rules_is_passed_over_and_the_next_one_read() {
        let text = "WEBVTT\n\n00:61.000 --> 00:62.000\nNo\n\n00:03.000 --> 00:02.000\nNo\n\n\
                    00:01,000 --> 00:02,000\nNo\n\n00:04.000 --> 00:05.000\nYes\n00:06.000 --> 00:07.000\nToo\n";
        assert_eq!(
            cues(text),
            [
                (4_000, 5_000, "Yes".to_owned()),
                (6_000, 7_000, "Too".to_owned())
            ]
        );
    }

    #[test]
    fn overlapping_cues_show_together() {
        let text = "WEBVTT\n\n00:02.000 --> 00:04.000\nB\n\n00:01.000 --> 00:03.000\nA\n";
        let cues = parse_webvtt(text.as_bytes()).unwrap();
        let shown = |millis| -> Vec<String> {
            at(&cues, MediaTime::from_millis(millis))
                .into_iter()
                .map(|cue| cue.text.clone())
                .collect()
        };
        assert_eq!(shown(999), [""; 0]);
        assert_eq!(shown(1_000), ["A"]);
        assert_eq!(shown(2_500), ["A", "B"]);
        assert_eq!(shown(3_000), ["B"]);
        assert_eq!(shown(4_000), [""; 0]);
    }

    #[test]
    fn what_is_not_webvtt_is_refused() {
        for bytes in [
            &b"1\n00:00:01,000 --> 00:00:02,000\nA\n"[..],
            b"",
            b"WEBVTTX",
            b"WEBVTT\n\xff",
        ] {
            assert!(parse_webvtt(bytes).is_err());
        }
    }
}
