//! What the Records screen shows, and what is asked for on it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::pack::ModuleRef;
use crate::platform::places::Place;
use crate::records::missed::Missed;
use crate::records::{Filter, Head, SessionView, What};
use crate::ui::screens::records::correct::{Correction, RollAddition};
use crate::ui::screens::records::enter::Entry;
use crate::words::Words;

/// What the app knows for this screen.
#[derive(Clone, Debug, Default)]
pub struct RecordsModel {
    /// The sessions that fit, newest first, at most [`MAX_ROWS`](crate::ui::widgets::table::MAX_ROWS).
    pub sessions: Arc<Vec<SessionView>>,
    /// There are more that fit.
    pub more: bool,
    /// The filter by which they were found; nothing before the first time.
    pub found_by: Option<Filter>,
    /// Every module of which something is recorded, and its title then.
    pub modules: Arc<Vec<(ModuleRef, String)>>,
    /// What is under way, for example "Checking every row…".
    pub busy: Option<String>,
    /// The latest result of the check of the chain.
    pub checked: Option<Result<Checked, Words>>,
    /// What was exported last.
    pub exported: Option<Result<ExportedFile, Words>>,
    /// What was recorded by hand last, in a sentence, or why it was not.
    pub entered: Option<Result<String, Words>>,
    /// The make-up list, or why it cannot be read; nothing before it was asked for.
    pub missed: Option<Result<Arc<Vec<Missed>>, Words>>,
    /// The file into which the make-up list was written last.
    pub missed_file: Option<Result<PathBuf, Words>>,
    /// How often something was recorded by hand: a form that was recorded closes.
    pub entries: u64,
    /// Where an export may go.
    pub places: Vec<Place>,
    /// Why records cannot be read.
    pub failed: Option<Words>,
}

/// The chain is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its head.
    pub head: Head,
    /// When it was checked, local time, for people.
    pub at: String,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Rows, the header apart.
    pub rows: u64,
    /// The file beside it with the chain's head.
    pub chain: PathBuf,
    /// Whether that head is signed, in words.
    pub signature: String,
}

/// Commands of this screen.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordsCommand {
    /// Finds the sessions that fit.
    Find(Filter),
    /// Checks every row against the chain.
    Check,
    /// Looks where an export may go.
    FindPlaces,
    /// Writes what fits as a CSV file into a folder.
    Export {
        /// Sessions or attendance.
        what: What,
        /// Which sessions.
        filter: Filter,
        /// The folder.
        folder: PathBuf,
    },
    /// Records a briefing that was held on paper.
    Enter(Box<Entry>),
    /// Records a change of a briefing.
    Correct(Box<Correction>),
    /// Puts somebody on the roll of a recorded briefing.
    AddToRoll(Box<RollAddition>),
    /// Makes the make-up list.
    FindMissed,
    /// Writes the make-up list as a CSV file into a folder.
    ExportMissed(PathBuf),
    /// Stops the export.
    Cancel,
    /// The result was read.
    Close,
}
