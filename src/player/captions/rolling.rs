//! Captions that roll: services that write them while somebody speaks export each line two or three
//! times, first where it appears and then above the next one (PLAYER 8.9).

use crate::player::captions::Cue;

/// A cue repeats the one before only if it begins at most so long after that one's end.
const MAX_GAP_MS: i64 = 100;
/// Fewer cues that repeat a line and add another are taken for what somebody says twice.
const MIN_ROLLS: usize = 2;

/// The cues without the lines that only repeat the cue before, if these captions roll: at least half
/// of the cues do so. One that adds nothing lengthens the one before.
pub fn without_repeats(cues: Vec<Cue>) -> Vec<Cue> {
    let pairs = || cues.iter().zip(cues.iter().skip(1));
    let repeats: Vec<usize> = pairs().map(|(before, cue)| repeated(before, cue)).collect();
    let repeating = repeats.iter().filter(|repeated| **repeated > 0).count();
    let added = pairs().zip(&repeats);
    let rolls = added.filter(|((_, cue), repeated)| **repeated > 0 && **repeated < cue.text.len());
    if rolls.count() < MIN_ROLLS || repeating * 2 < repeats.len() {
        return cues;
    }
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

/// How many bytes of a cue are lines that the cue before ends with.
fn repeated(before: &Cue, cue: &Cue) -> usize {
    let gap = cue.start.as_millis() - before.end.as_millis();
    if gap > MAX_GAP_MS || cue.start == before.start {
        return 0;
    }
    // From the longest way in which the end of one is the beginning of the other.
    let starts = before.text.match_indices('\n').map(|(at, _)| at + 1);
    let repeated = std::iter::once(0).chain(starts).find_map(|start| {
        let end = before.text.get(start..)?;
        let rest = cue.text.strip_prefix(end)?;
        match rest.chars().next() {
            None => Some(end.len()),
            Some('\n') => Some(end.len() + 1),
            Some(_) => None,
        }
    });
    repeated.unwrap_or(0)
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
