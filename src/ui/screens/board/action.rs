//! What can be done on the board (SCREENS section 5).

use eframe::egui::{Key, Ui};

use crate::ui::action::{Action, HelpLine, Shortcut};
use crate::ui::screens::board::draft::{DraftState, is_this_shifts};
use crate::ui::widgets::Button;
use crate::ui::widgets::button::take_key;
use crate::ui::{Command, Model, Screen, icons};

/// An act on the board. Enter does the one thing that is biggest there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardAction {
    /// Opens the briefing that is due.
    Start,
    /// Begins it with its first video or audio.
    PlayFirst,
    /// Another one is offered instead until the next shift.
    PutOff,
    /// Offers again what was put off.
    TakeBack,
    /// Goes on with the briefing that was left in the middle.
    Continue,
    /// Asks who records it as it was left.
    RecordDraft,
    /// Asks whether it is to be thrown away.
    DiscardDraft,
    /// To the Packs screen.
    ToPacks,
}

impl BoardAction {
    /// The button. `with_key`: it is the biggest, and Enter presses it.
    #[must_use]
    pub fn button(self, with_key: bool) -> Button<'static> {
        let button = Button::of(self);
        if with_key { button } else { button.no_key() }
    }

    /// Shows its button; returns whether that was pressed, or Enter where `with_key` holds, which is
    /// taken then.
    pub fn show_button(self, ui: &mut Ui, button: Button<'_>, with_key: bool) -> bool {
        let clicked = ui.add(button).clicked();
        clicked || with_key && take_key(ui, self)
    }

    /// Does it.
    pub fn apply(self, model: &Model, left: &mut DraftState, commands: &mut Vec<Command>) {
        let offered = || model.offered().map(|name| model.shown(name));
        commands.extend(match self {
            Self::Start => offered().map(Command::Open),
            Self::PlayFirst => offered().map(Command::StartPlaying),
            Self::PutOff => offered().map(Command::PutOff),
            Self::TakeBack => Some(Command::TakeBack),
            Self::Continue => {
                let draft = model.draft.as_deref();
                draft.map(|draft| Command::Resume(draft.id()))
            }
            Self::RecordDraft => {
                left.ask_who_records();
                None
            }
            Self::DiscardDraft => Some(Command::AskToDiscard(true)),
            Self::ToPacks => Some(Command::Show(Screen::Packs)),
        });
    }

    /// What Enter does at this moment.
    fn of_enter(model: &Model) -> Option<Self> {
        let draft = model.draft.as_deref();
        if draft.is_some_and(|draft| is_this_shifts(model, draft)) {
            return Some(Self::Continue);
        }
        if model.packs.is_empty() {
            return Some(Self::ToPacks);
        }
        let offered = model.offered()?;
        model.module(offered).map(|_| Self::Start)
    }

    /// The lines of the help.
    pub fn help(model: &Model) -> impl Iterator<Item = HelpLine> {
        Self::of_enter(model).and_then(HelpLine::of).into_iter()
    }
}

impl Action for BoardAction {
    const ALL: &'static [Self] = &[
        Self::Start,
        Self::PlayFirst,
        Self::PutOff,
        Self::TakeBack,
        Self::Continue,
        Self::RecordDraft,
        Self::DiscardDraft,
        Self::ToPacks,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Start => "Start briefing",
            Self::PlayFirst => "Straight to the video",
            Self::PutOff => "Not today…",
            Self::TakeBack => "Take back",
            Self::Continue => "Continue",
            Self::RecordDraft => "Record it as partial…",
            Self::DiscardDraft => "Throw it away",
            Self::ToPacks => "To the packs",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Start => "open the briefing that is due",
            Self::PlayFirst => "begin with the first video or audio",
            Self::PutOff => "offer another briefing until the next shift; this one stays due",
            Self::TakeBack => "offer again what was put off",
            Self::Continue => "continue the briefing that was left in the middle",
            Self::RecordDraft => "record it as it was left; it stays due",
            Self::DiscardDraft => "throw it away without a record",
            Self::ToPacks => "to the Packs screen, where briefings are installed",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::Start | Self::Continue | Self::ToPacks => {
                const { &[Shortcut::new(Key::Enter, "Enter")] }
            }
            _ => &[],
        }
    }

    fn icon(self) -> Option<&'static str> {
        match self {
            Self::Start | Self::Continue => Some(icons::PLAY),
            Self::PlayFirst => Some(icons::FILM_STRIP),
            Self::TakeBack => Some(icons::UNDO),
            Self::RecordDraft => Some(icons::CHECK),
            Self::DiscardDraft => Some(icons::X),
            Self::ToPacks => Some(icons::PACKAGE),
            Self::PutOff => None,
        }
    }
}
