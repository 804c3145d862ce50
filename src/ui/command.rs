//! What the ui asks for. It changes nothing itself: it returns these, and the app acts.

use crate::documents::PageWanted;
use crate::pack::{ModuleRef, PackId};
use crate::player::{MediaTime, Speed};
use crate::session::Event;
use crate::station::ShiftId;
use crate::ui::model::Screen;
use crate::ui::room::WallCommand;
use crate::ui::screens::packs::PacksCommand;
use crate::ui::screens::preview::PreviewCommand;
use crate::ui::screens::ready::ReadyCommand;
use crate::ui::screens::records::RecordsCommand;
use crate::ui::screens::station::StationCommand;
use crate::ui::screens::station_sound::SoundCommand;
use crate::ui::theme::Look;
use crate::ui::widgets::caption::CaptionStyle;
use crate::ui::widgets::copies::CopiesCommand;

/// Something that somebody at the screen asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows a screen. Leaving a briefing by it keeps the briefing.
    Show(Screen),
    /// The shift for which the board stands; nothing for the one that the clock says.
    ChooseShift(Option<ShiftId>),
    /// Begins a briefing at its first step, past the overview.
    Start(ModuleRef),
    /// Begins a briefing with its first video or audio.
    StartPlaying(ModuleRef),
    /// Opens a briefing at its overview, nothing begun.
    Open(ModuleRef),
    /// Not today: another briefing is offered instead until the program ends.
    PutOff(ModuleRef),
    /// Offers again what was put off.
    TakeBack,
    /// Goes on with the briefing that was left in the middle.
    Resume,
    /// Asks whether the briefing that was left in the middle is to be thrown away, or stops asking.
    AskToDiscard(bool),
    /// Throws the briefing away that was left in the middle, without a record.
    DiscardDraft,
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
    /// The look; remembered.
    Look(Look),
    /// Fill the screen, or not any more.
    FullScreen(bool),
    /// The room's own screen.
    Wall(WallCommand),
    /// The message was read.
    Dismiss,
    /// The page of the job aid that is wanted next, and how large.
    AidPage(PageWanted),
    /// Copies of job aids and the guide.
    Copies(CopiesCommand),
    /// On the Packs screen.
    Packs(PacksCommand),
    /// On the Records screen.
    Records(RecordsCommand),
    /// Whether this PC is ready for roll call.
    Ready(ReadyCommand),
    /// About the sound devices.
    Sound(SoundCommand),
    /// On the Station screen.
    Station(StationCommand),
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
    /// To a pack that is looked at before it is signed.
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
