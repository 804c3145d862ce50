//! What fills the window, a folder each: `board`, `briefing` (with playing one file and the
//! preview of a pack), `records`, `packs`, `station` and `wall`, which the room sees.
//!
//! Not here: parts that several screens share (`crate::ui::widgets`), and what a command does
//! (`crate::app`).

#[cfg(test)]
mod bench;
pub mod board;
pub mod briefing;
pub mod packs;
pub mod records;
pub mod station;
pub mod wall;

use packs::{PacksCommand, PacksModel};
use records::{RecordsCommand, RecordsModel};
use station::ready::{ReadyCommand, ReadyModel};
use station::{SoundCommand, SoundModel, StationCommand, StationModel};

use crate::ui::widgets::copies::{CopiesCommand, CopiesModel};

/// What fills the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// What is due.
    #[default]
    Board,
    /// The briefing under way, or a look at one.
    Briefing,
    /// What was recorded.
    Records,
    /// What is installed, what is on the stick.
    Packs,
    /// Name, shifts, roster, assignments, approvals.
    Station,
    /// One video or audio file without records.
    Play,
}

/// What screens with work in the background paint.
#[derive(Clone, Debug, Default)]
pub struct ScreenModels {
    /// Copies of job aids and the guide.
    pub copies: CopiesModel,
    /// The Packs screen.
    pub packs: PacksModel,
    /// The Records screen.
    pub records: RecordsModel,
    /// What the Station screen shows beside the station.
    pub station: StationModel,
    /// Whether this PC is ready for roll call.
    pub ready: ReadyModel,
    /// The sound devices.
    pub sound: SoundModel,
}

/// What is asked for on them.
#[derive(Clone, Debug, PartialEq)]
pub enum ScreenCommand {
    /// Copies of job aids and the guide.
    Copies(CopiesCommand),
    /// On the Packs screen.
    Packs(PacksCommand),
    /// On the Records screen.
    Records(RecordsCommand),
    /// On the Station screen.
    Station(StationCommand),
    /// Whether this PC is ready for roll call.
    Ready(ReadyCommand),
    /// About the sound devices.
    Sound(SoundCommand),
}
