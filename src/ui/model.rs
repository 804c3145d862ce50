//! What the ui paints: a snapshot that the app keeps. Nothing in it is changed by the ui.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::documents::Markdown;
use crate::library::InstalledPack;
use crate::pack::{ModuleOutline, ModuleRef, manifest::Chapter};
use crate::player::{MediaInfo, MediaTime, OutputDevice, Picture, Speed, State, captions::Cue};
use crate::records::due::Board;
use crate::session::{Moment, Session};
use crate::station::{DataFolder, ShiftId, ShiftNow, Station};
use crate::ui::room::{Wall, WallChoice};
use crate::ui::screens::board::checking::{Checking, DamagedPack};
use crate::ui::screens::briefing::preview::PreviewModel;
use crate::ui::screens::packs::PacksModel;
use crate::ui::screens::records::RecordsModel;
use crate::ui::screens::station::StationModel;
use crate::ui::screens::station::ready::ReadyModel;
use crate::ui::screens::station::sound::SoundModel;
use crate::ui::theme::Look;
use crate::ui::widgets::caption::CaptionStyle;
use crate::ui::widgets::copies::CopiesModel;
use crate::ui::widgets::job_aid::AidContent;
use crate::words::Words;

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

/// What is remembered of this window from one start to the next (SCREENS 4.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The look.
    pub look: Look,
    /// How loud, 0 to 1.
    pub volume: f32,
    /// No sound.
    pub muted: bool,
    /// Captions on.
    pub captions: bool,
    /// How captions look.
    pub caption_style: CaptionStyle,
    /// Which monitor is the room's.
    pub wall: WallChoice,
    /// The sound device that was chosen; nothing for the system's own choice.
    pub sound_device: Option<OutputDevice>,
}

impl Settings {
    /// How captions look, where they are wanted.
    #[must_use]
    pub fn captions_wanted(&self) -> Option<&CaptionStyle> {
        self.captions.then_some(&self.caption_style)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::Dark,
            volume: 1.0,
            muted: false,
            captions: true,
            caption_style: CaptionStyle::default(),
            wall: WallChoice::Automatic,
            sound_device: None,
        }
    }
}

/// Captions in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionTrack {
    /// BCP 47; empty where nobody says.
    pub language: String,
    /// The language's name for people.
    pub label: String,
}

/// The medium on the screen.
#[derive(Clone, Debug)]
pub struct Playing {
    /// Tells it from media before and after it.
    pub ticket: u64,
    /// Its id in the module; the file's name where there is none.
    pub medium: String,
    /// Its name.
    pub title: String,
    /// What it is doing.
    pub state: State,
    /// What is seen and heard now.
    pub position: MediaTime,
    /// How fast it plays.
    pub speed: Speed,
    /// It would play if its file could be read.
    pub waiting: bool,
    /// Length, pictures, sound; nothing until it is open.
    pub info: Option<MediaInfo>,
    /// The length that the manifest states, until the medium itself says.
    pub stated: MediaTime,
    /// The picture due now.
    pub picture: Option<Arc<Picture>>,
    /// When the next one is due; nothing while nothing moves.
    pub next_picture_in: Option<Duration>,
    /// In which languages there are captions.
    pub tracks: Arc<Vec<CaptionTrack>>,
    /// Which of those the captions are of.
    pub track: usize,
    /// Captions.
    pub cues: Arc<Vec<Cue>>,
    /// What is said, where there are no captions.
    pub transcript: Option<Arc<Markdown>>,
    /// Chapters in order of time.
    pub chapters: Vec<Chapter>,
    /// What went wrong without stopping it, for the sergeant.
    pub notices: Vec<String>,
}

impl Playing {
    /// Its length as far as it is known.
    #[must_use]
    pub fn duration(&self) -> MediaTime {
        self.info.as_ref().map_or(self.stated, |info| info.duration)
    }

    /// Whether it has pictures; believed until the medium says otherwise.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        self.info.as_ref().is_none_or(|info| info.video.is_some())
    }
}

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
    /// A pack that is looked at before it is signed.
    pub preview: Option<PreviewModel>,
    /// The clock stands before something that was entered here, or cannot be right.
    pub clock_doubt: bool,
    /// Whether a sound device can be opened, once that is known.
    pub sound_works: Option<bool>,
    /// Why roll call may not work out, before it begins: records cannot be written and the like.
    pub troubles: Vec<Words>,
    /// A briefing that was left in the middle stands in the way of beginning this one.
    pub in_the_way: Option<ModuleRef>,
    /// What just went wrong; stays until it is dismissed.
    pub message: Option<Words>,
    /// What there is of the job aid at this step.
    pub aid: Option<AidContent>,
    /// Copies of job aids and the guide.
    pub copies: CopiesModel,
    /// What the Packs screen shows.
    pub packs_screen: PacksModel,
    /// What the Records screen shows.
    pub records_screen: RecordsModel,
    /// Whether this PC is ready for roll call, for the Station screen.
    pub ready: ReadyModel,
    /// The sound devices, for the Station screen.
    pub sound: SoundModel,
    /// What the Station screen shows beside the station.
    pub station_screen: StationModel,
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
}
