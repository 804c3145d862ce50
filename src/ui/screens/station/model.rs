//! What the Station screen shows, and what is asked for on it.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::library::{InstalledPack, InventoryFinding};
use crate::pack::{ModuleRef, PackId};
use crate::platform::places::Place;
use crate::player::{OutputDevice, Tone};
use crate::station::{Approval, Assignment, DataFolder, RosterRead, Shift, Station, StationNames};
use crate::ui::Settings;
use crate::ui::room::Wall;
use crate::ui::screens::station::ready::ReadyModel;
use crate::words::Words;

/// What the app knows for this screen, beside the station itself.
#[derive(Clone, Debug, Default)]
pub struct StationModel {
    /// A roster file that was read, and what it would change.
    pub preview: Option<Arc<RosterRead>>,
    /// Sticks that are in, and the Documents folder.
    pub places: Vec<Place>,
    /// The roster was written to this file, or why not.
    pub exported: Option<Result<PathBuf, Words>>,
    /// What was saved last; stays until the next.
    pub saved: Option<String>,
    /// The latest failure.
    pub failed: Option<Words>,
    /// A message on what is not protected in the folder for everybody on this PC.
    pub exposed: Option<Words>,
    /// What lies there, to be confirmed before it is protected.
    pub inventory: Option<Arc<InventoryFinding>>,
    /// An administrator is being asked for.
    pub protecting: bool,
}

/// What of the rest of the program this screen shows.
#[derive(Clone, Copy)]
pub struct StationFacts<'a> {
    /// As it is saved.
    pub station: &'a Station,
    /// What is installed.
    pub packs: &'a [InstalledPack],
    /// The day.
    pub today: Date,
    /// Where the data lies, once that is known.
    pub data: Option<&'a DataFolder>,
    /// What is remembered of this window.
    pub settings: &'a Settings,
    /// Whether this PC is ready for roll call.
    pub ready: &'a ReadyModel,
    /// The sound devices.
    pub sound: &'a SoundModel,
    /// The room's own screen.
    pub wall: &'a Wall,
}

impl StationFacts<'_> {
    /// Which file of this pack is installed; empty for none.
    pub(super) fn sha256_of(&self, pack: &PackId) -> String {
        let mut packs = self.packs.iter();
        let pack = packs.find(|installed| installed.outline().id == *pack);
        pack.map_or_else(String::new, |pack| pack.sha256().to_owned())
    }

    /// Every module that is installed, and its title.
    pub(super) fn modules(&self) -> Vec<(ModuleRef, String)> {
        self.packs
            .iter()
            .map(InstalledPack::outline)
            .flat_map(|outline| {
                outline.modules.iter().map(|module| {
                    let name = ModuleRef {
                        pack: outline.id.clone(),
                        module: module.id.clone(),
                    };
                    (name, module.title.clone())
                })
            })
            .collect()
    }
}

/// Commands of this screen.
#[derive(Clone, Debug, PartialEq)]
pub enum StationCommand {
    /// Saves what the station is called, and its tags.
    SaveNames {
        /// As they were shown.
        was: StationNames,
        /// As they are to be.
        wanted: StationNames,
    },
    /// Adds a shift, or changes the one of that id.
    SaveShift {
        /// As it was shown; nothing for a new one.
        was: Option<Shift>,
        /// As it is to be.
        wanted: Shift,
    },
    /// Takes a shift, as it was shown, off the list; what was recorded for it stays.
    RemoveShift(Shift),
    /// Looks which sticks are in.
    FindPlaces,
    /// Reads a roster file, or the only one in a folder, and shows what it would change.
    ReadRoster(PathBuf),
    /// Takes the roster in that was read.
    TakeRoster,
    /// Forgets the roster that was read.
    DropRoster,
    /// Writes the roster into this folder, or to this file.
    ExportRoster(PathBuf),
    /// The result of writing it was read.
    CloseExport,
    /// Approves a module for use.
    Approve {
        /// The module.
        module: ModuleRef,
        /// The pack in which it was shown, by its SHA-256.
        sha256: String,
        /// The approval that was shown.
        shown: Option<Approval>,
        /// Who approves it.
        by: String,
        /// Why, or on which conditions.
        note: String,
    },
    /// Withdraws the approval.
    Withdraw {
        /// The module.
        module: ModuleRef,
        /// The approval that was shown.
        shown: Option<Approval>,
        /// Who withdraws it.
        by: String,
        /// Why.
        note: String,
    },
    /// Adds an assignment.
    Assign(Assignment),
    /// Takes an assignment away.
    Unassign(Assignment),
    /// Lists what the folder for everybody holds, to be confirmed.
    ListInventory,
    /// That is right: protects the folder.
    Protect,
    /// Does not protect it.
    DropInventory,
    /// The failure was read.
    CloseFailure,
}

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StationPart {
    /// What the station is called.
    #[default]
    Names,
    /// Its shifts.
    Shifts,
    /// Its officers.
    Roster,
    /// What is approved for use.
    Approvals,
    /// What is for whom.
    Assignments,
    /// Screen and sound.
    Room,
    /// Whether this PC is ready, and where data lies.
    Pc,
}

/// What is known of the sound devices.
#[derive(Clone, Debug, Default)]
pub struct SoundModel {
    /// Those that can be chosen; `None` before they were listed.
    pub devices: Option<Vec<OutputDevice>>,
    /// Whether one can be opened, once that was tried.
    pub works: Option<bool>,
    /// They are being listed.
    pub listing_devices: bool,
    /// The test tone is being played.
    pub testing: bool,
    /// The result of the last one.
    pub tone: Option<Tone>,
    /// Why what was asked for last was not done.
    pub failed: Option<Words>,
}

/// What is asked about sound devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundCommand {
    /// List the devices.
    ListDevices,
    /// To use this one from now on, or the system's own choice; remembered.
    Choose(Option<OutputDevice>),
    /// Play a test tone.
    Test,
}
