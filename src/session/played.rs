//! Which stretches of a medium were played.

use serde::{Deserialize, Serialize};

/// Stretches in milliseconds, in order, merged where they touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stretches(Vec<(u64, u64)>);

/// Stretches closer than this are one: the player reports what was played in pieces.
const MAX_MERGE_GAP_MS: u64 = 250;
/// The most stretches that are kept: dragging the slider about must not make an endless list.
const MAX_STRETCHES: usize = 500;

impl Stretches {
    /// Adds what was played.
    pub fn add(&mut self, from_ms: u64, to_ms: u64) {
        if to_ms <= from_ms || self.0.len() >= MAX_STRETCHES {
            return;
        }
        self.0.push((from_ms, to_ms));
        self.0.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(self.0.len());
        for &(from, to) in &self.0 {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(MAX_MERGE_GAP_MS) => {
                    last.1 = last.1.max(to);
                }
                _ => merged.push((from, to)),
            }
        }
        self.0 = merged;
    }

    /// All stretches.
    #[must_use]
    pub fn all(&self) -> &[(u64, u64)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Stretches;

    #[test]
    fn stretches_that_touch_or_overlap_become_one() {
        let mut played = Stretches::default();
        played.add(5000, 9000);
        played.add(0, 1000);
        played.add(1100, 2000);
        played.add(8000, 12_000);
        played.add(3, 3);
        assert_eq!(played.all(), [(0, 2000), (5000, 12_000)]);
    }
}
