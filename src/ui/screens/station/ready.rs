//! "Ready for roll call?": every line of the check, what is wrong on top, with what to do about it
//! (SCREENS 10.8).

use eframe::egui::{Key, RichText, Ui};
use jiff::civil::{Date, DateTime};

use crate::ui::action::{Action, Shortcut};
use crate::ui::icons;
use crate::ui::theme::{self, space};
use crate::ui::time;
use crate::ui::widgets::button::take_key;
use crate::ui::widgets::forms::{heading, small, strong};
use crate::ui::widgets::progress::{Job, progress_ui};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, problems};
use crate::words::Words;
use crate::words::ready::{Line, LineState};

/// The most lines without a problem that are shown; problems are always shown.
const MAX_OK: usize = 40;

/// What the app knows of the check.
#[derive(Clone, Debug, Default)]
pub struct ReadyModel {
    /// The findings so far, in the order of the checks.
    pub lines: Vec<Line>,
    /// It is under way.
    pub job: Option<Job>,
    /// How the last one ended.
    pub ended: Option<Ended>,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself: when, local time, and ready or not, in a sentence.
    Done(DateTime, String),
    /// Somebody stopped it, or it could not be done.
    Not(Words),
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyCommand {
    /// Looks at everything.
    Check,
    /// Cancels the check.
    Cancel,
}

/// What can be done with the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyAction {
    /// Begins it.
    Check,
    /// Stops it.
    Cancel,
}

impl ReadyAction {
    /// What is asked for.
    #[must_use]
    pub fn command(self) -> ReadyCommand {
        match self {
            Self::Check => ReadyCommand::Check,
            Self::Cancel => ReadyCommand::Cancel,
        }
    }
}

impl Action for ReadyAction {
    const ALL: &'static [Self] = &[Self::Check, Self::Cancel];

    fn text(self) -> &'static str {
        match self {
            Self::Check => "Check this PC",
            Self::Cancel => "Cancel",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Check => "check this PC, where “This PC” is open",
            Self::Cancel => "stop the check",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::Check => const { &[Shortcut::new(Key::Enter, "Enter")] },
            Self::Cancel => const { &[Shortcut::new(Key::Escape, "Esc")] },
        }
    }

    fn icon(self) -> Option<&'static str> {
        (self == Self::Check).then_some(icons::SHIELD_CHECK)
    }
}

/// The check.
pub fn show(ui: &mut Ui, model: &ReadyModel, today: Date, commands: &mut Vec<ReadyCommand>) {
    ui.text_label(heading("Ready for roll call?"));
    if let Some(job) = &model.job {
        if progress_ui(ui, job, "Stopping.") {
            commands.push(ReadyAction::Cancel.command());
        }
    } else {
        let what = "Reads every installed briefing to its last byte and tries its films, then looks \
                    at the records, the disk, the clock, sound and screens. Nothing is changed, but \
                    a damaged briefing is set aside.";
        ui.add(Label::new(small(ui, what)).wrap());
        let action = ReadyAction::Check;
        let words = if model.ended.is_some() {
            "Check this PC again"
        } else {
            action.text()
        };
        let check = Button::of(action).as_primary().text(words);
        let pressed = ui.add(check.large()).clicked();
        if pressed || take_key(ui, action) {
            commands.push(action.command());
        }
        ui.add_space(space::S);
    }
    match &model.ended {
        Some(Ended::Done(at, result)) if model.job.is_none() => {
            let clock = time::clock(*at);
            let (tone, words) = if at.date() == today {
                let words = format!("{result} Checked at {clock}.");
                (tone(worst(&model.lines)), words)
            } else {
                // What was so on another day is not known to be so now.
                let day = time::day(at.date());
                (
                    Tone::Info,
                    format!("{day}, {clock}: {result} Check it again."),
                )
            };
            banner(ui, tone, &words);
        }
        Some(Ended::Not(words)) if model.job.is_none() => {
            problems::note_shown(ui.ctx(), words);
            banner(
                ui,
                Tone::Warning,
                &format!("{} {}", words.headline, words.advice),
            );
        }
        _ => {}
    }
    lines_ui(ui, &model.lines);
}

/// Each line of a check: its state as a sign and a word, what was found, what to do. Problems come
/// first, then what is to be looked at.
fn lines_ui(ui: &mut Ui, lines: &[Line]) {
    for state in [LineState::Problem, LineState::Warning] {
        for line in lines.iter().filter(|line| line.state == state) {
            line_ui(ui, line);
        }
    }
    let mut ok = lines.iter().filter(|line| line.state == LineState::Ok);
    for line in ok.by_ref().take(MAX_OK) {
        line_ui(ui, line);
    }
    let more = ok.count();
    if more > 0 {
        ui.text_label(format!("and {more} more that are as they should be"));
    }
}

/// The same in short: ready or not, and what is not as it should be.
pub(in crate::ui) fn not_ok_ui(ui: &mut Ui, lines: &[Line], result: &str) {
    banner(ui, tone(worst(lines)), result);
    for state in [LineState::Problem, LineState::Warning] {
        for line in lines.iter().filter(|line| line.state == state) {
            line_ui(ui, line);
        }
    }
}

fn line_ui(ui: &mut Ui, line: &Line) {
    let t = theme::tokens(ui.ctx());
    let (tone, word) = match line.state {
        LineState::Ok => (Tone::Good, "OK"),
        LineState::Warning => (Tone::Warning, "Look at it"),
        LineState::Problem => (Tone::Problem, "Problem"),
    };
    ui.add_space(space::XS);
    ui.horizontal_top(|ui| {
        ui.text_label(RichText::new(tone.icon()).color(tone.color(&t)));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let Words {
                headline,
                advice,
                details,
                ..
            } = &line.words;
            if line.state == LineState::Ok {
                ui.add(Label::new(format!("{word}: {headline}")).wrap());
            } else {
                ui.add(Label::new(strong(&format!("{word}: {headline}"))).wrap());
            }
            if !advice.is_empty() {
                ui.add(Label::new(advice).wrap());
            }
            if !details.is_empty() {
                ui.add(Label::new(small(ui, details)).wrap());
            }
        });
    });
}

fn worst(lines: &[Line]) -> LineState {
    let is = |state| lines.iter().any(|line| line.state == state);
    if is(LineState::Problem) {
        LineState::Problem
    } else if is(LineState::Warning) {
        LineState::Warning
    } else {
        LineState::Ok
    }
}

fn tone(state: LineState) -> Tone {
    match state {
        LineState::Ok => Tone::Good,
        LineState::Warning => Tone::Warning,
        LineState::Problem => Tone::Problem,
    }
}
