//! What can be done on every screen but the briefing: the tabs and the menu of the bar on top
//! (SCREENS section 4).

use eframe::egui::Key;

use crate::ui::action::{Action, Shortcut};
use crate::ui::screens::station::StationPart;
use crate::ui::theme::Look;
use crate::ui::{Command, Model, Screen, icons};

/// A tab, or an item of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowAction {
    /// Shows a screen that has a tab.
    Show(Screen),
    /// Chooses how the window looks.
    Look(Look),
    /// To the check of this PC.
    CheckThisPc,
    /// The list of keys of the screen.
    Keys,
    /// Fills the screen, or not.
    FullScreen,
    /// Ends the program.
    Close,
}

impl WindowAction {
    /// The tabs, from right to left.
    pub const TABS: [Screen; 4] = [
        Screen::Station,
        Screen::Packs,
        Screen::Records,
        Screen::Board,
    ];
    /// The looks of the menu.
    pub const LOOKS: [Look; 3] = [Look::Dark, Look::Light, Look::HighContrast];
    /// The items of the menu below the looks.
    pub const MENU: [Self; 4] = [Self::CheckThisPc, Self::Keys, Self::FullScreen, Self::Close];

    /// What is asked for; nothing for the list of keys, which only the window remembers.
    #[must_use]
    pub fn command(self, model: &Model) -> Option<Command> {
        Some(match self {
            Self::Show(screen) => Command::Show(screen),
            Self::Look(look) => Command::Look(look),
            Self::CheckThisPc => Command::ShowStation(StationPart::Pc),
            Self::FullScreen => Command::FullScreen(!model.full_screen),
            Self::Close => Command::Quit,
            Self::Keys => return None,
        })
    }

    /// Whether it is in force.
    #[must_use]
    pub fn is_chosen(self, model: &Model) -> bool {
        match self {
            Self::Show(screen) => model.screen == screen,
            Self::Look(look) => model.settings.look == look,
            _ => false,
        }
    }
}

impl Action for WindowAction {
    const ALL: &'static [Self] = &[
        Self::Show(Screen::Board),
        Self::Show(Screen::Records),
        Self::Show(Screen::Packs),
        Self::Show(Screen::Station),
        Self::Look(Look::Dark),
        Self::Look(Look::Light),
        Self::Look(Look::HighContrast),
        Self::CheckThisPc,
        Self::FullScreen,
        Self::Keys,
        Self::Close,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Show(Screen::Board) => "Board",
            Self::Show(Screen::Records) => "Records",
            Self::Show(Screen::Packs) => "Packs",
            Self::Show(Screen::Station) => "Station",
            Self::Show(Screen::Briefing) => "Briefing",
            Self::Show(Screen::Play) => "Play",
            Self::Look(look) => look.name(),
            Self::CheckThisPc => "Check this PC…",
            Self::Keys => "Keys",
            Self::FullScreen => "Full screen",
            Self::Close => "Close Muster",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Show(Screen::Board) => "what is due",
            Self::Show(Screen::Records) => "what was recorded",
            Self::Show(Screen::Packs) => "what is installed, and what is on the stick",
            Self::Show(Screen::Station) => "shifts, roster, approvals, assignments, this PC",
            Self::Show(Screen::Briefing) => "the briefing under way",
            Self::Show(Screen::Play) => "one video or audio file",
            Self::Look(_) => "how the window looks",
            Self::CheckThisPc => "whether this PC is ready for roll call",
            Self::Keys => "this list",
            Self::FullScreen => "full screen, or leave it",
            Self::Close => "end the program",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::FullScreen => const { &[Shortcut::new(Key::F11, "F11")] },
            Self::Keys => const { &[Shortcut::new(Key::F1, "F1")] },
            _ => &[],
        }
    }

    fn icon(self) -> Option<&'static str> {
        match self {
            Self::Show(Screen::Board) => Some(icons::HOUSE),
            Self::Show(Screen::Records) => Some(icons::TABLE),
            Self::Show(Screen::Packs) => Some(icons::PACKAGE),
            Self::Show(Screen::Station) => Some(icons::GEAR),
            _ => None,
        }
    }
}
