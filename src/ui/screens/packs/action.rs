//! What can be done with a stick on the Packs screen (SCREENS 10.3, 10.4).

use eframe::egui::Key;

use super::{ListRow, ListVerdict, PacksCommand, Stick, StickRow};
use crate::station::Consent;
use crate::ui::action::{Action, Shortcut};
use crate::ui::icons;

/// An act with the stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacksAction {
    /// Takes in what is newer on the stick.
    Install,
    /// Everything in from the stick, and everything out to it.
    Visit,
    /// Looks for sticks again, and at the last one.
    FindSticks,
}

impl PacksAction {
    /// What is asked for; nothing where there is nothing to do it with.
    #[must_use]
    pub fn command(self, stick: Option<&Stick>) -> Option<PacksCommand> {
        match self {
            Self::Install => stick.map(|stick| PacksCommand::Install {
                lists: lists_to_apply(stick).map(|row| row.file.clone()).collect(),
                packs: packs_to_install(stick)
                    .map(|row| row.file.clone())
                    .collect(),
            }),
            Self::Visit => {
                let folder = stick?.folder.clone()?;
                Some(PacksCommand::Visit {
                    folder,
                    consent: Consent::Nothing,
                    shown: Vec::new(),
                })
            }
            Self::FindSticks => Some(PacksCommand::FindSticks),
        }
    }
}

/// The trust lists that would come into force.
pub(super) fn lists_to_apply(stick: &Stick) -> impl Iterator<Item = &ListRow> {
    let applies = |row: &&ListRow| matches!(row.verdict, ListVerdict::Applies(_));
    stick.lists.iter().filter(applies)
}

/// The packs that would be installed.
pub(super) fn packs_to_install(stick: &Stick) -> impl Iterator<Item = &StickRow> {
    stick.packs.iter().filter(|row| row.verdict.is_wanted())
}

impl Action for PacksAction {
    const ALL: &'static [Self] = &[Self::Install, Self::Visit, Self::FindSticks];

    fn text(self) -> &'static str {
        match self {
            Self::Install => "Install what is new",
            Self::Visit => "Do the whole visit",
            Self::FindSticks => "Look again",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Install => "install what is newer on the stick",
            Self::Visit => "do the whole visit: everything in from the stick, and out to it",
            Self::FindSticks => "look for sticks again",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::Install => const { &[Shortcut::new(Key::Enter, "Enter")] },
            Self::Visit => const { &[Shortcut::new(Key::V, "V")] },
            Self::FindSticks => &[],
        }
    }

    fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::Install => icons::PACKAGE,
            Self::Visit => icons::USB,
            Self::FindSticks => icons::ARROWS_CLOCKWISE,
        })
    }
}
