//! Which errors are shown, so that each is noted once when it appears. The widgets that show one say so
//! here; what becomes of it is the caller's of the ui.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use eframe::egui::{Context, Id};

use crate::words::Words;

/// What was shown in the frame before, and what is in this one.
#[derive(Clone, Default)]
struct Shown {
    before: BTreeSet<u64>,
    now: BTreeSet<u64>,
    new: Vec<Words>,
}

/// An error is on the screen in this frame.
pub fn note_shown(ctx: &Context, words: &Words) {
    let mut hasher = DefaultHasher::new();
    (&words.headline, &words.advice, &words.details).hash(&mut hasher);
    let hash = hasher.finish();
    with(ctx, |shown| {
        if shown.now.insert(hash) && !shown.before.contains(&hash) {
            shown.new.push(words.clone());
        }
    });
}

/// The errors that appeared in this frame. To be called once a frame, after it is painted.
#[must_use]
pub fn take_new(ctx: &Context) -> Vec<Words> {
    with(ctx, |shown| {
        shown.before = std::mem::take(&mut shown.now);
        std::mem::take(&mut shown.new)
    })
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Shown) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("errors that are shown"))))
}

#[cfg(test)]
mod tests {
    use super::{note_shown, take_new};
    use crate::words::{Code, Words};
    use eframe::egui::Context;

    #[test]
    fn an_error_is_new_when_it_appears_and_when_it_appears_again() {
        let ctx = Context::default();
        let words = Words::new(Code::Io, "It failed.", "Try again.");
        let frame = |shown: bool| {
            // Two passes may paint one frame.
            for _ in 0..2 {
                if shown {
                    note_shown(&ctx, &words);
                }
            }
            take_new(&ctx).len()
        };
        assert_eq!([true, true, false, true].map(frame), [1, 0, 0, 1]);
    }
}
