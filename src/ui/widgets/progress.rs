//! Work that takes a while: how far it is, and the way to stop it.

use eframe::egui::{Popup, ProgressBar, Ui};

use crate::ui::action::CommonAction;
use crate::ui::theme::space;
use crate::ui::widgets::forms::strong;
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, button, card};
use crate::words::bytes;

/// Work that takes a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What is done, for example `Installing 2 of 3: Detainer`.
    pub what: String,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all; 0 while unknown.
    pub total: u64,
    /// Seconds since it began.
    pub seconds: u64,
    /// Somebody asked to stop it.
    pub cancelling: bool,
}

impl Job {
    /// It was asked for just now.
    #[must_use]
    pub fn begun(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            done: 0,
            total: 0,
            seconds: 0,
            cancelling: false,
        }
    }
}

/// The progress, with a button that cancels. `stopping` is the text after that was pressed.
/// Returns whether somebody just did.
pub fn progress_ui(ui: &mut Ui, job: &Job, stopping: &str) -> bool {
    let mut stopped = false;
    card(ui, |ui| {
        ui.text_label(strong(&job.what));
        // In thousandths: a bar is not finer.
        let share = u128::from(job.done) * 1_000 / u128::from(job.total.max(1));
        let share = u16::try_from(share).unwrap_or(1_000).min(1_000);
        ui.add(ProgressBar::new(f32::from(share) / 1_000.0).desired_height(space::M));
        ui.horizontal(|ui| {
            let cancel = Button::of(CommonAction::Cancel).enabled(!job.cancelling);
            let pressed = ui.add(cancel).clicked();
            stopped = !job.cancelling && (pressed || take_escape(ui));
            let words = if job.cancelling {
                stopping.to_owned()
            } else {
                progress_words(job)
            };
            ui.text_label(words);
        });
    });
    ui.add_space(space::S);
    stopped
}

/// An open menu closes with Esc, and nothing else does.
fn take_escape(ui: &Ui) -> bool {
    !Popup::is_any_open(ui.ctx()) && button::take_key(ui, CommonAction::Cancel)
}

/// `112 MB of 412 MB, about 14 seconds left`.
fn progress_words(job: &Job) -> String {
    if job.total == 0 {
        return format!("{} s", job.seconds);
    }
    let mut words = format!("{} of {}", bytes(job.done), bytes(job.total));
    // A guess from the first second alone would jump about.
    if job.seconds >= 2 && job.done > 0 {
        let rest = job.total.saturating_sub(job.done);
        let left = u128::from(rest) * u128::from(job.seconds) / u128::from(job.done);
        let left = match left {
            0..=1 => "almost done".to_owned(),
            2..=90 => format!("about {left} seconds left"),
            _ => format!("about {} minutes left", left.div_ceil(60)),
        };
        words = format!("{words}, {left}");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Job, progress_words};

    #[test]
    fn progress_is_shown_in_bytes_and_in_time_left() {
        let job = |done, seconds| Job {
            what: String::new(),
            done,
            total: 412_000_000,
            seconds,
            cancelling: false,
        };
        assert_eq!(progress_words(&job(1_000, 0)), "1 KB of 412 MB");
        assert_eq!(
            progress_words(&job(206_000_000, 10)),
            "206 MB of 412 MB, about 10 seconds left"
        );
        assert_eq!(
            progress_words(&job(41_200_000, 20)),
            "41 MB of 412 MB, about 3 minutes left"
        );
    }
}
