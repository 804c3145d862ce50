//! Captions that roll: services that write them while somebody speaks export each line two or three
//! times, first where it appears and then above the next one (PLAYER 8.9).

use crate::player::captions::Cue;

/// Fewer words that a cue begins with are not taken for the end of the one before.
const MIN_WORDS: usize = 2;

/// A cue repeats the one before only if it begins at most so long after that one's end.
const MAX_GAP_MS: i64 = 100;
/// Fewer cues that repeat a line and add another are taken for what somebody says twice.
const MIN_ROLLS: usize = 2;

/// The cues without what only repeats the cue before, if these captions roll: at least half of the
/// cues do so, by whole lines or else by words. One that adds nothing lengthens the one before.
pub fn without_repeats(mut cues: Vec<Cue>) -> Vec<Cue> {
    // The same twice, as joined files have it.
    cues.dedup_by(|cue, before| {
        (cue.start, cue.end, &cue.text) == (before.start, before.end, &before.text)
    });
    let by_lines = rolls(&cues, repeated_lines, |_, _| true);
    // A cue that goes on from the whole of the one before grows, which alone is no rolling.
    let is_part = |before: &str, repeated: usize| repeated <= before.len();
    let Some(repeats) = by_lines.or_else(|| rolls(&cues, repeated_words, is_part)) else {
        return cues;
    };
    let mut kept: Vec<Cue> = Vec::with_capacity(cues.len());
    let first = std::iter::once(0);
    for (mut cue, repeated) in cues.into_iter().zip(first.chain(repeats)) {
        if repeated < cue.text.len() {
            cue.drop_start(repeated);
            kept.push(cue);
        } else if let Some(before) = kept.last_mut() {
            before.end = before.end.max(cue.end);
        }
    }
    kept
}

/// How many bytes of each cue but the first are repeated, if these captions roll. `counts`: whether
/// so many bytes of the text before say so.
fn rolls(
    cues: &[Cue],
    repeated: fn(&str, &str) -> usize,
    counts: fn(&str, usize) -> bool,
) -> Option<Vec<usize>> {
    let pairs = || cues.iter().zip(cues.iter().skip(1));
    let repeats: Vec<usize> = pairs()
        .map(|(before, cue)| {
            let gap = cue.start.as_millis() - before.end.as_millis();
            if gap > MAX_GAP_MS || cue.start == before.start {
                return 0;
            }
            repeated(&before.text, &cue.text)
        })
        .collect();
    let repeating = || {
        let all = pairs().zip(&repeats);
        all.filter(|((before, _), repeated)| **repeated > 0 && counts(&before.text, **repeated))
    };
    let rolls = repeating().filter(|((_, cue), repeated)| **repeated < cue.text.len());
    (rolls.count() >= MIN_ROLLS && repeating().count() * 2 >= repeats.len()).then_some(repeats)
}

/// How many bytes of a cue are lines that the cue before ends with.
fn repeated_lines(before: &str, cue: &str) -> usize {
    longest_overlap(before, cue, |c| c == '\n').unwrap_or(0)
}

/// The same of words, of at least [`MIN_WORDS`].
fn repeated_words(before: &str, cue: &str) -> usize {
    let length = longest_overlap(before, cue, char::is_whitespace).unwrap_or(0);
    let words = cue.get(..length).unwrap_or_default().split_whitespace();
    if words.count() < MIN_WORDS { 0 } else { length }
}

/// The longest way in which the end of one is the beginning of the other, both from a border to a
/// border, in bytes with the border behind it.
fn longest_overlap(before: &str, cue: &str, is_border: fn(char) -> bool) -> Option<usize> {
    let borders = before.char_indices().filter(|(_, c)| is_border(*c));
    let starts = borders.map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(starts).find_map(|start| {
        let end = before.get(start..)?;
        let rest = cue.strip_prefix(end)?;
        match rest.chars().next() {
            None => Some(end.len()),
            Some(c) if is_border(c) => Some(end.len() + c.len_utf8()),
            Some(_) => None,
        }
    })
}

impl Cue {
    /// Takes away the first bytes of the text.
    fn drop_start(&mut self, bytes: usize) {
        if bytes == 0 {
            return;
        }
        self.text = self.text.get(bytes..).unwrap_or_default().to_owned();
        self.runs.retain(|(to, _)| *to > bytes);
        for (to, _) in &mut self.runs {
            *to -= bytes;
        }
    }
}
