//! The times of a caption, also as they are written by mistake.

use crate::player::captions::digits;

/// The times of a caption, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times<'a> {
    pub start_ms: u64,
    pub end_ms: u64,
    /// What stands behind them: where the caption is placed.
    pub settings: &'a str,
    /// They are written as the format has it.
    pub as_specified: bool,
}

/// What stands between the two times, and some that people type instead.
const ARROWS: [&str; 10] = ["-->", "- ->", "-- >", "->", "–>", "—>", "→", "⟶", "=>", "⇒"];
/// Separators that text also uses between times of day: accepted only between times with
/// thousandths.
const WEAK_ARROWS: [&str; 6] = [">", "~", "–", "—", "-", " to "];

/// Where pictures are counted in the place of thousandths and their rate is not stated.
const FRAMES_A_SECOND: u64 = 30;

/// Reads a line of times; `None` where it is none.
pub(super) fn read(line: &str, is_webvtt: bool) -> Option<Times<'_>> {
    let has_marks = line.chars().any(|c| is_invisible(c) && !c.is_whitespace());
    let line = line.trim_matches(is_invisible);
    let find = |arrow: &&'static str| Some((line.find(*arrow)?, *arrow));
    let first = |arrows: &[&'static str]| {
        let found = arrows.iter().filter_map(find);
        found.min_by_key(|(at, arrow)| (*at, usize::MAX - arrow.len()))
    };
    let comma = || {
        // As YouTube writes them: 0:00:01.000,0:00:02.000.
        let at = line.find(',')?;
        let (start, end) = (line.get(..at)?, line.get(at + 1..)?);
        let are_times = start.contains('.') && has_fraction(start) && has_fraction(end);
        are_times.then_some((at, ","))
    };
    let weak = || {
        let found = first(&WEAK_ARROWS)?;
        let (start, end) = (line.get(..found.0)?, line.get(found.0 + found.1.len()..)?);
        (has_fraction(start) && has_fraction(end)).then_some(found)
    };
    let (at, arrow) = first(&ARROWS).or_else(comma).or_else(weak)?;
    let (length, arrow_is_right) = (arrow.len(), arrow == "-->");
    let start = line.get(..at)?.trim_matches(is_invisible);
    let (start, start_is_right, rest) = match start.strip_prefix(['-', '−']) {
        // One before the beginning is the beginning.
        Some(start) => {
            let (_, _, rest) = time(start, is_webvtt)?;
            (0, false, rest)
        }
        None => time(start, is_webvtt)?,
    };
    if !rest.trim_matches(is_invisible).is_empty() {
        return None;
    }
    let end = line.get(at + length..)?.trim_matches(is_invisible);
    let (end, end_is_right, settings) = time(end, is_webvtt)?;
    Some(Times {
        start_ms: start,
        end_ms: end,
        settings: settings.trim(),
        as_specified: arrow_is_right && start_is_right && end_is_right && !has_marks,
    })
}

/// Spaces, and marks of direction that programs for Arabic and Hebrew put around times.
pub(super) fn is_invisible(c: char) -> bool {
    let is_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_whitespace() || is_mark
}

/// Milliseconds as WebVTT has them: `00:01:02.500`.
pub fn webvtt_time(ms: u64) -> String {
    let (seconds, ms) = (ms / 1_000, ms % 1_000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!(
        "{:02}:{:02}:{seconds:02}.{ms:03}",
        minutes / 60,
        minutes % 60
    )
}

/// Whether a time at the beginning has parts of a second, as those of captions do.
fn has_fraction(text: &str) -> bool {
    let end = text.find([',', '.']).unwrap_or(text.len());
    let (time, fraction) = text.split_at(end);
    time.contains(':') && fraction.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Whether a line has an arrow between digits, or begins with a time that has parts of a second: it is
/// meant to hold times.
pub(super) fn is_meant(line: &str) -> bool {
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let has_arrow = line
        .split_once("-->")
        .is_some_and(|(start, end)| has_digit(start) && has_digit(end));
    let of_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | ',' | '.');
    let first = line.split_whitespace().next().unwrap_or_default();
    let is_time = first.chars().all(of_time) && first.matches(':').count() == 2;
    has_arrow || is_time && has_fraction(first)
}

/// Whether all of a time is parted by points: `00.00.01,000`.
fn is_dotted(text: &str) -> bool {
    let of_time = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let end = text.find(|c| !of_time(c)).unwrap_or(text.len());
    let parts: Vec<&str> = text
        .get(..end)
        .unwrap_or_default()
        .split(['.', ','])
        .collect();
    matches!(parts.as_slice(), [_, minutes, seconds, _] if minutes.len() == 2 && seconds.len() == 2)
}

/// A time at the beginning of `text`: its milliseconds, whether it is written as the format has it,
/// and what follows it. Hours, leading zeros and thousandths may lack, and commas stand for points.
fn time(text: &str, is_webvtt: bool) -> Option<(u64, bool, &str)> {
    let mut fields: Vec<&str> = Vec::new();
    let mut rest = text;
    let mut spaced = false;
    let is_dotted = is_dotted(text);
    loop {
        let (digits, after) = digits(rest)?;
        fields.push(digits);
        let next = after.trim_start().strip_prefix([':', '：']);
        let dot = after
            .strip_prefix('.')
            .filter(|_| is_dotted && fields.len() < 3);
        match next.or(dot).filter(|_| fields.len() < 4) {
            None => {
                rest = after;
                break;
            }
            Some(next) => {
                spaced |= after.starts_with(' ') || next.starts_with(' ');
                rest = next.trim_start();
            }
        }
    }
    let point = if is_webvtt { '.' } else { ',' };
    let mut point_is_right = true;
    let mut fraction = "";
    let mut frames = None;
    let separator = rest.trim_start().strip_prefix([',', '.']);
    if let Some((found, after)) = separator.and_then(|after| digits(after.trim_start())) {
        // Many programs write SubRip with a point.
        point_is_right = rest.starts_with(point) || !is_webvtt && rest.starts_with('.');
        spaced |= rest.starts_with(' ') || separator.is_some_and(|after| after.starts_with(' '));
        (fraction, rest) = (found, after);
    } else if let [_, _, _, last] = fields.as_slice()
        && last.len() == 3
    {
        // 00:00:01:500.
        fraction = last;
        fields.pop();
        point_is_right = false;
    }
    if let [_, _, _, last] = fields.as_slice()
        && last.len() == 2
    {
        // 00:00:01:15, as editing programs count.
        frames = Some(last.parse().ok().filter(|frames: &u64| *frames < 60)?);
        fields.pop();
        point_is_right = false;
    }
    if fields.len() > 3 || !(rest.is_empty() || rest.starts_with(is_invisible)) {
        return None;
    }
    let (hours, minutes, seconds) = match fields.as_slice() {
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        [minutes, seconds] => ("0", *minutes, *seconds),
        _ => return None,
    };
    let number = |digits: &str, most: u64| digits.parse().ok().filter(|n: &u64| *n <= most);
    let most_minutes = if fields.len() == 2 { 5_999 } else { 59 };
    let whole =
        (number(hours, 99)? * 60 + number(minutes, most_minutes)?) * 60 + number(seconds, 59)?;
    // A part of a second: 5 is five tenths.
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let part = match frames {
        // At any usual rate this is less than a quarter of a second off.
        Some(frames) => (frames * 1_000 / FRAMES_A_SECOND).min(999),
        None => number(&thousandths, 999)?,
    };
    let milliseconds = whole * 1_000 + part;
    let two = |digits: &str| digits.len() == 2;
    let has_hours = fields.len() == 3 && hours.len() >= 2;
    let as_specified = point_is_right
        && !is_dotted
        && !spaced
        && fraction.len() == 3
        && two(minutes)
        && two(seconds)
        && (has_hours || is_webvtt);
    Some((milliseconds, as_specified, rest))
}
