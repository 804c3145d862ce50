//! The model that the ui paints: a snapshot that the app keeps. The ui changes nothing in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::library::InstalledPack;
use crate::pack::{ModuleOutline, ModuleRef};
use crate::records::due::Board;
use crate::session::{Moment, Session};
use crate::station::{DataFolder, ShiftId, ShiftNow, Station};
use crate::ui::playing::Playing;
use crate::ui::room::Wall;
use crate::ui::screens::board::model::{Checking, DamagedPack};
use crate::ui::screens::briefing::preview_model::PreviewModel;
use crate::ui::screens::{Screen, ScreenModels};
use crate::ui::settings::Settings;
use crate::ui::shown::{ShownBriefing, key_of};
use crate::ui::widgets::job_aid::AidContent;
use crate::words::Words;

/// Everything that the ui paints.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that have nothing to do with each other"
)]
pub struct Model {
    /// The clock.
    pub now: Moment,
    /// The stores are open and read.
    pub loaded: bool,
    /// What fills the window.
    pub screen: Screen,
    /// The window fills the screen.
    pub full_screen: bool,
    /// What is remembered of this window.
    pub settings: Settings,
    /// The room's own screen.
    pub wall: Wall,
    /// Where data lies, once that is known.
    pub data: Option<DataFolder>,
    /// This station.
    pub station: Arc<Station>,
    /// The shift for which the board stands.
    pub shift: Option<ShiftNow>,
    /// The shift that somebody chose by hand.
    pub chosen_shift: Option<ShiftId>,
    /// What is installed.
    pub packs: Vec<InstalledPack>,
    /// Of those, what is damaged.
    pub damaged: Vec<DamagedPack>,
    /// How many of the others are still to be read again since the start.
    pub to_check: usize,
    /// The pack for which somebody waits until it is read.
    pub checking: Option<Checking>,
    /// What each shift has completed, and what is due for the shift for which the board stands.
    pub board: Board,
    /// Briefings that were put off for today.
    pub put_off: BTreeSet<ModuleRef>,
    /// A briefing that was left in the middle.
    pub draft: Option<Arc<Session>>,
    /// Whether the draft is to be thrown away is being asked.
    pub asks_to_discard: bool,
    /// The briefing under way.
    pub session: Option<Arc<Session>>,
    /// The record is on the disk since then.
    pub recorded_at: Option<Moment>,
    /// The medium on the screen.
    pub playing: Option<Playing>,
    /// The preview of a pack before it is signed.
    pub preview: Option<PreviewModel>,
    /// The clock stands before something that was entered here, or cannot be right.
    pub clock_doubt: bool,
    /// Whether a sound device can be opened, once that is known.
    pub sound_works: Option<bool>,
    /// Why roll call may not work out, before it begins: records cannot be written and the like.
    pub troubles: Vec<Words>,
    /// A briefing that was left in the middle stands in the way of beginning this one.
    pub in_the_way: Option<ModuleRef>,
    /// The latest error; shown until it is dismissed.
    pub message: Option<Words>,
    /// What there is of the job aid at this step.
    pub aid: Option<AidContent>,
    /// What the screens with work in the background show.
    pub screens: ScreenModels,
}

impl Model {
    /// The installed pack and its module of that name.
    #[must_use]
    pub fn module(&self, name: &ModuleRef) -> Option<(&InstalledPack, &ModuleOutline)> {
        let mut packs = self.packs.iter();
        let pack = packs.find(|pack| pack.outline().id == name.pack)?;
        let mut modules = pack.outline().modules.iter();
        let module = modules.find(|module| module.id == name.module)?;
        Some((pack, module))
    }

    /// Whether this module cannot be shown, as its pack is damaged.
    #[must_use]
    pub fn is_damaged(&self, name: &ModuleRef) -> bool {
        let mut damaged = self.damaged.iter();
        damaged.any(|damaged| damaged.id == name.pack)
    }

    /// This briefing as it is shown now.
    #[must_use]
    pub fn shown(&self, module: &ModuleRef) -> ShownBriefing {
        let found = self.module(module);
        ShownBriefing {
            module: module.clone(),
            sha256: found.map_or_else(String::new, |(pack, _)| pack.sha256().to_owned()),
            shift: self.shift.as_ref().map(key_of),
        }
    }

    /// The briefing that the board offers first: the most pressing one that was not put off and
    /// can be shown.
    #[must_use]
    pub fn offered(&self) -> Option<&ModuleRef> {
        let mut due = self.board.due_now.iter();
        due.find(|name| {
            !self.put_off.contains(name) && !self.is_damaged(name) && self.module(name).is_some()
        })
    }
}
