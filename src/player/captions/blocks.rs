//! A WebVTT file into blocks, and those into cues (sections 6.1 and 6.3 of the standard).

use crate::player::captions::{CueDefect, MAX_CUES, Place, bad};
use crate::player::{MediaTime, PlayerError};

/// Defects beyond these are not listed; who mends a file checks it again.
const MAX_DEFECTS: usize = 200;

/// A cue whose text is not read yet.
pub struct RawCue<'a> {
    pub start: MediaTime,
    pub end: MediaTime,
    pub id: &'a str,
    pub text: String,
    pub place: Place,
    /// The line of its times; its text follows in the next.
    pub line: u32,
}

/// All cues that show at some time, in the order of the file, and what of it is not shown.
///
/// # Errors
/// If there is no `WEBVTT` line, or if there are more than [`MAX_CUES`].
pub fn cues(text: &str) -> Result<(Vec<RawCue<'_>>, Vec<CueDefect>), PlayerError> {
    let mut lines = Lines::of(text);
    let header = lines.next().unwrap_or_default();
    let magic = header.strip_prefix("WEBVTT");
    if !magic.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(bad("captions do not begin with a WEBVTT line".to_owned()));
    }
    let mut defects = Vec::new();
    // Whatever stands before the first blank line belongs to the header.
    let _none = block(&mut lines, true, &mut defects);
    defects.clear();
    let mut cues = Vec::new();
    while !lines.rest.is_empty() {
        let Some(cue) = block(&mut lines, false, &mut defects) else {
            continue;
        };
        if cue.end <= cue.start {
            defects.push(CueDefect::EndBeforeStart { line: cue.line });
        } else if cues.len() >= MAX_CUES {
            return Err(bad(format!("more than {MAX_CUES} captions")));
        } else {
            cues.push(cue);
        }
        defects.truncate(MAX_DEFECTS);
    }
    Ok((cues, defects))
}

/// Lines that end with LF, CRLF or CR.
struct Lines<'a> {
    rest: &'a str,
    /// Of the line that was taken last, from 1.
    number: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            rest: text,
            number: 0,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = match self.rest.find(['\n', '\r']) {
            None => (self.rest, ""),
            Some(end) => {
                let (line, rest) = self.rest.split_at(end);
                let ending = if rest.starts_with("\r\n") { 2 } else { 1 };
                (line, rest.get(ending..).unwrap_or_default())
            }
        };
        self.rest = rest;
        self.number = self.number.saturating_add(1);
        Some(line)
    }
}

/// Takes lines up to a blank one, or to the times of the next cue where the blank line between
/// was forgotten. Notes, style sheets and regions are blocks in which no cue is found.
fn block<'a>(
    lines: &mut Lines<'a>,
    in_header: bool,
    defects: &mut Vec<CueDefect>,
) -> Option<RawCue<'a>> {
    let mut cue: Option<RawCue<'a>> = None;
    let mut seen_arrow = false;
    let (mut first, mut first_line) = ("", 0);
    let mut last = "";
    let mut number = 0;
    loop {
        let before = Lines { ..*lines };
        let Some(line) = lines.next().filter(|line| !line.is_empty()) else {
            break;
        };
        number += 1;
        if line.contains("-->") {
            if in_header || number > 2 || seen_arrow {
                if cue.as_ref().is_some_and(|cue| !cue.text.is_empty()) && is_number(last) {
                    defects.push(CueDefect::NumberInText {
                        line: before.number,
                    });
                }
                *lines = before;
                break;
            }
            seen_arrow = true;
            cue = timing(line).map(|(start, end, settings)| RawCue {
                start,
                end,
                id: first,
                text: String::new(),
                place: Place::read(settings),
                line: lines.number,
            });
            if cue.is_none() {
                defects.push(CueDefect::Times { line: lines.number });
            }
        } else if number == 1 {
            (first, first_line) = (line, lines.number);
        } else if let Some(cue) = &mut cue {
            if !cue.text.is_empty() {
                cue.text.push('\n');
            }
            cue.text.push_str(line);
        }
        last = line;
    }
    let is_text = !seen_arrow && !is_no_cue(first) && !is_number(first);
    if is_text && !first.trim().is_empty() {
        defects.push(CueDefect::NoTimes { line: first_line });
    }
    cue
}

/// Whether a block that begins with this line holds no cue: a note, a style sheet or a region.
#[must_use]
pub fn is_no_cue(first: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|kind| {
        let rest = first.strip_prefix(kind);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// Whether a line is the number of a cue, as other formats have it.
fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
}

/// The two times of `00:01.000 --> 00:04.000 line:90%`, and the settings after them.
fn timing(line: &str) -> Option<(MediaTime, MediaTime, &str)> {
    let space = [' ', '\t', '\u{c}'];
    let (start, rest) = timestamp(line.trim_start_matches(space))?;
    let rest = rest.trim_start_matches(space).strip_prefix("-->")?;
    let (end, settings) = timestamp(rest.trim_start_matches(space))?;
    Some((start, end, settings))
}

/// `mm:ss.ttt` or `h…:mm:ss.ttt` at the beginning of `text`, and what follows it.
fn timestamp(text: &str) -> Option<(MediaTime, &str)> {
    let (first, rest) = digits(text)?;
    let (second, rest) = digits(rest.strip_prefix(':')?)?;
    // Minutes have two digits and are below 60: anything else before the colon is hours.
    let is_hours = first.len() != 2 || number(first, 59).is_none() || rest.starts_with(':');
    let (hours, minutes, seconds, rest) = if is_hours {
        let (third, rest) = digits(rest.strip_prefix(':')?)?;
        (first, second, third, rest)
    } else {
        ("0", first, second, rest)
    };
    let (millis, rest) = digits(rest.strip_prefix('.')?)?;
    if minutes.len() != 2 || seconds.len() != 2 || millis.len() != 3 {
        return None;
    }
    let (minutes, seconds) = (number(minutes, 59)?, number(seconds, 59)?);
    // So many hours that nothing lasts as long.
    let hours = number(hours, 999_999).unwrap_or(999_999);
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    let time = MediaTime::from_millis(seconds * 1_000 + number(millis, 999)?);
    Some((time, rest))
}

/// The digits at the beginning of `text`, at least one, and what follows them.
pub(crate) fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    (!digits.is_empty()).then_some((digits, rest))
}

fn number(digits: &str, most: i64) -> Option<i64> {
    digits.parse().ok().filter(|number| *number <= most)
}
