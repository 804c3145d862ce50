//! Text of captions into WebVTT. Captions begin where times stand, whatever is missing or too much
//! around them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::note;
use super::times::{self, Times, webvtt_time};
use crate::authoring::MendNotice;
use crate::player::captions::is_no_cue;

/// A caption that ended before it began shows at least so long, in milliseconds.
const MIN_SHOWN_MS: u64 = 1_000;
/// Reading takes so long a character, in milliseconds: 17 characters a second.
const READING_MS: u64 = 60;

type Mended = BTreeMap<MendNotice, (usize, usize)>;

struct Caption<'a> {
    start_ms: u64,
    end_ms: u64,
    /// The line of the times, from 1.
    line: usize,
    id: &'a str,
    settings: &'a str,
    text: Vec<&'a str>,
}

/// `None` if there is not one caption.
pub(super) fn webvtt(text: &str, named_webvtt: bool, mended: &mut Mended) -> Option<String> {
    // Two programs, one after the other, made two line ends of one.
    let text = text.replace("\r\r\n", "\n").replace("\r\n", "\n");
    let text = text.replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let has_header = text.starts_with("WEBVTT");
    let is_webvtt = has_header || named_webvtt;
    let lines: Vec<&str> = text.lines().collect();
    let mut captions = captions(&lines, is_webvtt, mended);
    captions.retain(|caption| !caption.text.is_empty());
    if captions.is_empty() {
        return None;
    }
    if is_webvtt && !has_header {
        note(mended, MendNotice::Header, 1);
    }
    mend_ends(&mut captions, mended);
    let mut out = String::from("WEBVTT\n");
    for caption in &captions {
        let text: Vec<String> = caption
            .text
            .iter()
            .map(|line| {
                if is_webvtt {
                    (*line).to_owned()
                } else {
                    subrip_line(line)
                }
            })
            .filter(|line| !line.trim().is_empty())
            .collect();
        if text.is_empty() {
            continue;
        }
        let (start, end) = (webvtt_time(caption.start_ms), webvtt_time(caption.end_ms));
        let (id, text) = (caption.id, text.join("\n"));
        let id = if id.is_empty() {
            String::new()
        } else {
            format!("{id}\n")
        };
        let settings = match caption.settings {
            settings if is_webvtt && !settings.is_empty() => format!(" {settings}"),
            // Of SubRip's, coordinates in pixels.
            _ => String::new(),
        };
        // Writing to a String cannot fail.
        let _ = write!(out, "\n{id}{start} --> {end}{settings}\n{text}\n");
    }
    Some(out)
}

fn captions<'a>(lines: &[&'a str], is_webvtt: bool, mended: &mut Mended) -> Vec<Caption<'a>> {
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    // Where times stand, and what they are; nothing where they cannot be read.
    let mut marks: Vec<(usize, Option<Times<'a>>)> = Vec::new();
    let mut in_comment = false;
    let mut comments = vec![false; lines.len()];
    for at in 0..lines.len() {
        let begins = at == 0 || line(at - 1).trim().is_empty();
        in_comment = !line(at).trim().is_empty()
            && (in_comment || is_webvtt && begins && is_no_caption(line(at), at == 0));
        if let Some(comment) = comments.get_mut(at) {
            *comment = in_comment;
        }
        if in_comment {
            continue;
        }
        match times::read(line(at), is_webvtt) {
            Some(times) => marks.push((at, Some(times))),
            None if times::is_meant(line(at)) => marks.push((at, None)),
            None => {}
        }
    }
    let first = marks.first().map_or(0, |(at, _)| *at);
    let first_has_number = lines
        .get(..first)
        .and_then(|before| before.iter().rfind(|line| !line.trim().is_empty()))
        .is_some_and(|line| number(line).is_some());
    // The first may lack its number.
    let has_number = |(at, _): &&(usize, Option<Times<'_>>)| {
        let blank = at.checked_sub(2).map(line);
        let before = at.checked_sub(1).map(line);
        before.and_then(number).is_some() && blank.is_some_and(|it| it.trim().is_empty())
    };
    let with_number = marks.iter().skip(1).filter(has_number).count();
    let has_numbers = first_has_number || with_number > 0 && with_number + 1 == marks.len();
    if !is_webvtt {
        // Nothing stands before the first caption but its number.
        let before = lines.get(..first).unwrap_or_default().iter();
        let mut texts = before
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        if let Some((at, _)) = texts.find(|(_, line)| number(line).is_none()) {
            note(mended, MendNotice::TextBefore, at + 1);
        }
    }
    let mut captions = Vec::new();
    let before = first.checked_sub(1).filter(|_| is_webvtt);
    let is_remark = |at: usize| comments.get(at).copied().unwrap_or_default();
    let name = before.filter(|at| number(line(*at)).is_none() && !is_remark(*at));
    let mut id = name.map_or("", |at| line(at).trim());
    let mut last_number = first_has_number.then_some(1);
    for (nth, (at, times)) in marks.iter().enumerate() {
        let end = marks.get(nth + 1).map_or(lines.len(), |(next, _)| *next);
        let mut within: Vec<(usize, &str)> = (at + 1..end)
            .filter(|at| !is_remark(*at))
            .map(|at| (at, line(at)))
            .collect();
        let mut next_id = "";
        if end < lines.len() {
            (next_id, last_number) = take_name(
                &mut within,
                end,
                is_webvtt,
                has_numbers,
                last_number,
                mended,
            );
        }
        let text = without_blank_lines(&within, mended);
        match times {
            None => note(mended, MendNotice::LeftOut, at + 1),
            Some(times) => {
                if !times.as_specified {
                    note(mended, MendNotice::Times, at + 1);
                }
                captions.push(Caption {
                    start_ms: times.start_ms,
                    end_ms: times.end_ms,
                    line: at + 1,
                    id,
                    settings: times.settings,
                    text,
                });
            }
        }
        id = next_id;
    }
    captions
}

/// Takes the name or the number of the next caption, whose times stand in line `end`, from the lines
/// of the one before. Returns the name, and the number up to which captions were counted.
fn take_name<'a>(
    within: &mut Vec<(usize, &'a str)>,
    end: usize,
    is_webvtt: bool,
    has_numbers: bool,
    last_number: Option<u64>,
    mended: &mut Mended,
) -> (&'a str, Option<u64>) {
    let blank =
        |found: Option<&(usize, &str)>| found.is_none_or(|(_, line)| line.trim().is_empty());
    let expected = last_number.and_then(|last| last.checked_add(1));
    let Some(at) = within.iter().rposition(|(_, line)| !line.trim().is_empty()) else {
        return ("", expected);
    };
    let Some(&(line_at, text)) = within.get(at) else {
        return ("", expected);
    };
    let before_is_blank = at == 0 || blank(within.get(at - 1));
    let found = number(text);
    let is_number = found.is_some_and(|found| {
        Some(found) == expected || before_is_blank && (has_numbers || is_webvtt)
    });
    let is_name = is_webvtt && before_is_blank && at > 0 && line_at + 1 == end;
    if !is_number && !is_name {
        if line_at + 1 == end {
            note(mended, MendNotice::NoBlankLine, end + 1);
        }
        return ("", expected);
    }
    if !before_is_blank {
        note(mended, MendNotice::NoBlankLine, line_at + 1);
    }
    within.truncate(at);
    let name = if is_number { "" } else { text.trim() };
    (name, found.or(expected))
}

fn without_blank_lines<'a>(within: &[(usize, &'a str)], mended: &mut Mended) -> Vec<&'a str> {
    let is_text = |(_, line): &&(usize, &str)| !line.trim().is_empty();
    let last = within.iter().rposition(|it| is_text(&it)).unwrap_or(0);
    let blank = within.iter().take(last).find(|it| !is_text(it));
    if let Some((at, _)) = blank {
        note(mended, MendNotice::BlankLineInside, at + 1);
    }
    within
        .iter()
        .filter(is_text)
        .map(|(_, line)| *line)
        .collect()
}

/// A caption that ends before it begins shows as long as reading takes, at most until the next.
fn mend_ends(captions: &mut [Caption<'_>], mended: &mut Mended) {
    let starts: Vec<u64> = captions.iter().map(|caption| caption.start_ms).collect();
    for (nth, caption) in captions.iter_mut().enumerate() {
        if caption.end_ms > caption.start_ms {
            continue;
        }
        note(mended, MendNotice::EndBeforeStart, caption.line);
        let letters = caption.text.iter().map(|line| line.chars().count() as u64);
        let shown = (letters.sum::<u64>() * READING_MS).max(MIN_SHOWN_MS);
        let next = starts
            .get(nth + 1)
            .copied()
            .filter(|next| *next > caption.start_ms);
        caption.end_ms = next
            .map_or(u64::MAX, |next| next)
            .min(caption.start_ms + shown);
    }
}

/// Whether a block of WebVTT that begins so holds no caption; the first line is the header.
fn is_no_caption(first: &str, is_first_line: bool) -> bool {
    let is_header = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    is_no_cue(first) || is_first_line && first.strip_prefix("WEBVTT").is_some_and(is_header)
}

/// The number of a caption, alone in its line.
fn number(line: &str) -> Option<u64> {
    line.trim_matches(times::is_invisible).parse().ok()
}

/// Whether a character reference such as `&lt;` or `&#39;` begins here.
fn is_reference(text: &str) -> bool {
    let name = text.strip_prefix('&').unwrap_or_default();
    let name = name.strip_prefix('#').unwrap_or(name).as_bytes();
    // The longest name has so many letters: a whole line is not searched at each `&`.
    let letters = name
        .iter()
        .take(9)
        .take_while(|b| b.is_ascii_alphanumeric());
    let count = letters.count();
    (1..=8).contains(&count) && name.get(count) == Some(&b';')
}

/// One line without marks of `SubRip`'s that WebVTT does not know; italics, bold and underlining
/// are the same in both.
fn subrip_line(line: &str) -> String {
    let mut out = String::new();
    let line = line.trim();
    let mut rest = line;
    // Where the last mark ends that could: behind it, no end is looked for at each beginning.
    let [last_angle, last_brace] = ['>', '}'].map(|end| line.rfind(end).unwrap_or(0));
    while let Some(c) = rest.chars().next() {
        let at = line.len() - rest.len();
        let close = match c {
            '<' if at < last_angle => {
                let mut near = rest.char_indices().take(MAX_TAG);
                let end = near.find(|(_, c)| *c == '>').map(|(end, _)| end);
                end.filter(|end| is_tag(rest.get(1..*end).unwrap_or_default()))
            }
            '{' if at < last_brace && rest.starts_with("{\\") => rest.find('}'),
            _ => None,
        };
        if let Some(end) = close {
            let tag = rest.get(..=end).unwrap_or_default();
            if matches!(tag, "<i>" | "</i>" | "<b>" | "</b>" | "<u>" | "</u>") {
                out.push_str(tag);
            } else if is_line_end(tag) {
                out.push('\n');
            }
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        match c {
            // Some services write `&lt;` as WebVTT does; nobody means these letters.
            '&' if is_reference(rest) => out.push('&'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The tags that programs put into `SubRip`. What else stands between these signs is text: `<3`, `a < b`,
/// `<laughs>`.
const TAGS: [&str; 20] = [
    "i", "b", "u", "s", "font", "span", "p", "div", "em", "strong", "strike", "big", "small",
    "sup", "sub", "c", "v", "lang", "ruby", "rt",
];

/// A tag has at most so many characters.
const MAX_TAG: usize = 300;

/// Whether this stands between the signs of a tag.
fn is_tag(content: &str) -> bool {
    let name = content.strip_prefix('/').unwrap_or(content);
    let end = name.find([' ', '.', '\t', '/']).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
    name == "br" || TAGS.contains(&name.as_str())
}

fn is_line_end(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}
