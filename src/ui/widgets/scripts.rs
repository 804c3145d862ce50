//! Text in any script, set in lines: what runs from the right in its order, each script in a face
//! that has it (SCREENS 2.1).
//!
//! egui shapes (letters join, vowel signs find their place), but it lays one word beside the other
//! from left to right. So a text with letters that run from the right is cut into words here; each
//! is shaped by egui, and they are put in their order by the Unicode Bidirectional Algorithm. The
//! result is a [`Galley`] like any other. Which face a letter comes from is decided in
//! [`crate::ui::faces`].

mod kept;
mod lines;
mod order;
mod pieces;
mod width;

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Galley, Ui};
use unicode_bidi::{BidiClass, bidi_class};

/// Whether egui alone sets a text as it is read.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    // No letter that needs more begins with a smaller byte.
    text.bytes().all(|byte| byte < 0xD6)
        || !text
            .chars()
            .any(|c| runs_from_right(c) || width::is_full(c))
}

/// Sets a text in lines, as wide as the job says. A word that is wider than a line is broken.
#[must_use]
pub fn set(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    if is_plain(&job.text) {
        return ui.painter().layout_job(job);
    }
    let job = width::ordinary(ui, job);
    if job.text.chars().any(runs_from_right) {
        kept::galley(ui, job, lines::in_order)
    } else {
        ui.painter().layout_job(job)
    }
}

/// Whether a letter makes its text one that egui alone does not order.
fn runs_from_right(c: char) -> bool {
    // Of the letters below, none does; most text ends here.
    c >= '\u{590}'
        && matches!(
            bidi_class(c),
            BidiClass::R
                | BidiClass::AL
                | BidiClass::AN
                | BidiClass::RLE
                | BidiClass::RLO
                | BidiClass::RLI
        )
}

#[cfg(test)]
mod tests;
