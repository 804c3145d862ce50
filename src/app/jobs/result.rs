//! What the background has done.

use std::sync::Arc;

use uuid::Uuid;

use crate::app::briefing::captions::Track;
use crate::app::shelf::load::Loaded;
use crate::documents::Markdown;
use crate::library::{InstalledPack, LibraryError, Stamp};
use crate::platform::fonts::Script;
use crate::player::captions::Cue;
use crate::records::{self, Recorded};
use crate::session::{Moment, Session};
use crate::ui::shown::ShownBriefing;
use crate::words::Words;

/// What was changed, by whomever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct StoresChanged {
    pub(in crate::app) settings: bool,
    pub(in crate::app) shelf: bool,
    /// Perhaps by this window itself.
    pub(in crate::app) records: bool,
}

/// The result of one job.
pub(in crate::app) enum Done {
    /// The stores were opened and read.
    Loaded(Box<Loaded>),
    /// Another program changed a store.
    StoresChanged(StoresChanged),
    /// The stores were read again, as another program changed them.
    ChangedElsewhere(Box<Loaded>),
    /// The captions of a medium were read.
    Captions {
        /// Which medium it was for; another may be on the screen by now.
        ticket: u64,
        /// Which of its tracks it is.
        track: usize,
        /// The captions, or why there are none.
        cues: Result<Arc<Vec<Cue>>, Words>,
    },
    /// Captions were looked for beside a film.
    Tracks {
        /// Which film.
        ticket: u64,
        /// What was found.
        tracks: Vec<Track>,
    },
    /// The transcript of a medium without captions was read.
    Transcript {
        /// Which medium.
        ticket: u64,
        /// The text, or why there is none.
        text: Result<Arc<Markdown>, Words>,
    },
    /// The pack of a draft that is resumed was sought on the shelf: another version may be active.
    DraftPack(Result<InstalledPack, Words>),
    /// The draft was saved, or why not.
    Saved(Result<(), Words>),
    /// The draft was thrown away, or why not.
    Discarded {
        /// Whether it was.
        result: Result<(), Words>,
        /// What begins then.
        then: Option<ShownBriefing>,
    },
    /// The record is on the disk, or why not.
    Recorded {
        /// Of which briefing.
        session: Uuid,
        /// Where it stands now.
        result: Result<(Recorded, Moment), Words>,
    },
    /// A briefing that was left in the middle was recorded as partial, or why not.
    DraftRecorded {
        /// The briefing.
        draft: Arc<Session>,
        /// When it was recorded.
        result: Result<Moment, Words>,
        /// What begins then.
        then: Option<ShownBriefing>,
    },
    /// Records of other stores were brought in, or why not all of them.
    BroughtIn(Result<(), Words>),
    /// What each shift completed, read again.
    Completed(Result<Vec<records::Done>, Words>),
    /// A pack of the shelf was read again.
    Checked {
        /// Which.
        pack: InstalledPack,
        /// The state of the file that was read.
        stamp: Option<Stamp>,
        /// That it is whole, or why it is not used.
        result: Result<(), LibraryError>,
    },
    /// The version that was kept took the place of a damaged one, or why not.
    WentBack {
        /// The state of its file.
        stamp: Option<Stamp>,
        /// The version that is active now.
        result: Result<InstalledPack, LibraryError>,
    },
    /// The system's fonts were searched for a face.
    Face {
        /// For which script.
        script: Script,
        /// The bytes of a font file and the number of the face in it; nothing if there is none.
        found: Option<(Vec<u8>, u32)>,
    },
    /// The window's settings were saved, or not: nobody needs to be told at roll call.
    Settings,
    /// The job panicked.
    Broken,
}
