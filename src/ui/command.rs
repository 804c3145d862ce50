//! The commands of the ui. It changes nothing itself: it returns these, and the app acts on them.

use uuid::Uuid;

use crate::documents::PageWanted;
use crate::pack::PackId;
use crate::player::{MediaTime, Speed};
use crate::session::Event;
use crate::station::ShiftId;
use crate::ui::room::WallCommand;
use crate::ui::screens::briefing::preview_model::PreviewCommand;
use crate::ui::screens::station::StationPart;
use crate::ui::screens::{Screen, ScreenCommand};
use crate::ui::shown::ShownBriefing;
use crate::ui::theme::Look;
use crate::ui::widgets::caption::CaptionStyle;

/// A command of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows a screen. Leaving a briefing by it keeps the briefing.
    Show(Screen),
    /// Shows a part of the Station screen.
    ShowStation(StationPart),
    /// The shift that the board shows; `None` for the one that is on by the clock.
    ChooseShift(Option<ShiftId>),
    /// Begins a briefing at its first step, past the overview.
    Start(ShownBriefing),
    /// Begins a briefing with its first video or audio.
    StartPlaying(ShownBriefing),
    /// Opens a briefing at its overview, nothing begun.
    Open(ShownBriefing),
    /// Not today: another briefing is offered instead until the next shift or the next start.
    PutOff(ShownBriefing),
    /// Offers again what was put off.
    TakeBack,
    /// Goes on with this briefing, which was left in the middle.
    Resume(Uuid),
    /// Asks whether the briefing that was left in the middle is to be thrown away, or stops asking.
    AskToDiscard(bool),
    /// Throws this briefing away, which was left in the middle, without a record.
    DiscardDraft {
        /// Which.
        id: Uuid,
        /// What begins once that is done.
        then: Option<ShownBriefing>,
    },
    /// Records this briefing, which was left in the middle, as partial.
    RecordDraft {
        /// Which.
        id: Uuid,
        /// Who found it, and signs.
        by: String,
        /// What begins once that is done.
        then: Option<ShownBriefing>,
    },
    /// Something happened in the briefing under way.
    Session(Event),
    /// To the medium that plays.
    Playback(Playback),
    /// No picture is made larger than this, in pixels.
    DisplaySize(u32, u32),
    /// How loud, 0 to 1; remembered.
    Volume(f32),
    /// Sound on or off; remembered.
    Mute(bool),
    /// Captions on or off; remembered.
    Captions(bool),
    /// How captions look, and in which language they are; remembered.
    CaptionStyle(CaptionStyle),
    /// The theme; remembered.
    Look(Look),
    /// Fill the screen, or not any more.
    FullScreen(bool),
    /// The room's own screen.
    Wall(WallCommand),
    /// The message was read.
    Dismiss,
    /// The page of the job aid that is wanted next, and how large.
    AidPage(PageWanted),
    /// On a screen with work in the background.
    Screen(ScreenCommand),
    /// Does not wait for the pack that is being read.
    CallOff,
    /// Goes back from a damaged version to the one that is kept.
    GoBack(PackId),
    /// Looks again at a pack that could not be read.
    CheckAgain(PackId),
    /// Reads the stores anew.
    Reload,
    /// Brings in what was recorded in stores that are not used.
    BringIn,
    /// For the preview of a pack before it is signed.
    Preview(PreviewCommand),
    /// Ends the program.
    Quit,
}

/// To the medium that plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Playback {
    /// Goes on, or from its end starts over.
    Play,
    /// Stops here.
    Pause,
    /// To a place.
    Seek(MediaTime),
    /// To a place while the slider is held; a seek ends it.
    Scrub(MediaTime),
    /// So many milliseconds on, or back where negative.
    Skip(i64),
    /// Faster or slower, the pitch kept.
    Speed(Speed),
}
