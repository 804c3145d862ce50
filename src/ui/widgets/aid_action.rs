//! What can be done with the job aid on the wall (SCREENS 12.28).

use eframe::egui::Key;

use crate::ui::action::{Action, Shortcut};
use crate::ui::icons;

/// Pages and zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AidAction {
    /// To the page after this one; the last one leaves the key to the briefing.
    NextPage,
    /// To the page before; the first one leaves the key to the briefing.
    PageBefore,
    /// A step closer.
    Larger,
    /// A step farther.
    Smaller,
    /// As far as the whole page is seen.
    WholePage,
}

impl Action for AidAction {
    const ALL: &'static [Self] = &[
        Self::NextPage,
        Self::PageBefore,
        Self::Larger,
        Self::Smaller,
        Self::WholePage,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::NextPage => "Next page",
            Self::PageBefore => "Page before",
            Self::Larger => "Larger",
            Self::Smaller => "Smaller",
            Self::WholePage => "Whole page",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::NextPage => "next page of the job aid; after the last the next step",
            Self::PageBefore => "page before of the job aid; before the first the step before",
            Self::Larger => "the job aid larger",
            Self::Smaller => "the job aid smaller",
            Self::WholePage => "the whole page",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::NextPage => const { &[Shortcut::new(Key::PageDown, "PageDown")] },
            Self::PageBefore => const { &[Shortcut::new(Key::PageUp, "PageUp")] },
            Self::Larger => {
                const {
                    &[
                        Shortcut::new(Key::Plus, "+"),
                        Shortcut::new(Key::Equals, "="),
                    ]
                }
            }
            Self::Smaller => const { &[Shortcut::new(Key::Minus, "−")] },
            Self::WholePage => const { &[Shortcut::new(Key::Num0, "0")] },
        }
    }

    fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::NextPage => icons::CARET_RIGHT,
            Self::PageBefore => icons::CARET_LEFT,
            Self::Larger => icons::PLUS,
            Self::Smaller => icons::MINUS,
            Self::WholePage => icons::CORNERS_OUT,
        })
    }
}
