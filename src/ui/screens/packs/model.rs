//! What the Packs screen shows, and what is asked for on it.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use crate::library::{ModuleChange, Publisher};
use crate::pack::{KeyId, PackId, PackVersion};
use crate::platform::places::Place;
use crate::station::Consent;
use crate::ui::widgets::progress::Job;
use crate::words::ready::Line;
use crate::words::{Misplaced, Words};

/// What the app knows for this screen.
#[derive(Clone, Debug, Default)]
pub struct PacksModel {
    /// On this PC, in the order of the board.
    pub installed: Arc<Vec<InstalledRow>>,
    /// Whose packs are accepted, and who decided that.
    pub trust: Arc<Trust>,
    /// What was done here.
    pub log: Arc<Log>,
    /// Sticks that are in.
    pub places: Vec<Place>,
    /// A stick that was plugged in and not inspected yet.
    pub noticed: Option<Noticed>,
    /// The stick or folder that was inspected last.
    pub stick: Option<Arc<Stick>>,
    /// For how many bytes of packs this PC has room, where that is known.
    pub room: Option<u64>,
    /// The work under way.
    pub job: Option<Job>,
    /// The result of the last installation; shown until it is closed.
    pub summary: Option<Arc<Summary>>,
    /// The result of the last visit; shown until it is closed.
    pub visited: Option<Arc<Visited>>,
    /// A visit was asked for and is not over.
    pub visiting: bool,
    /// Where the log may be written to.
    pub export_places: Vec<Place>,
    /// Where the log was written to, or why not.
    pub exported: Option<Result<PathBuf, Words>>,
    /// Why nothing can be changed here, if so.
    pub read_only: Option<Words>,
    /// The latest failure.
    pub failed: Option<Words>,
}

/// The result of a visit.
#[derive(Clone, Debug)]
pub struct Visited {
    /// The stick.
    pub stick: PathBuf,
    /// Of each trust list.
    pub lists: Vec<Summed>,
    /// Of each pack.
    pub packs: Vec<Summed>,
    /// What the roster and the assignments on the stick would change, or changed.
    pub settings: Vec<String>,
    /// Those changes are not confirmed yet: the command that would make them.
    pub asks: Option<Consent>,
    /// What was refused or failed besides.
    pub failed: Vec<Words>,
    /// What lies on the stick where Muster would expect something else.
    pub misplaced: Vec<Misplaced>,
    /// What people should know besides.
    pub remarks: Vec<String>,
    /// Whether this PC is ready, line by line; empty where that was not come to.
    pub check: Vec<Line>,
    /// The same in a sentence.
    pub ready: String,
    /// What lies on the stick now.
    pub files: Vec<PathBuf>,
    /// How many records there are, and the head of their chain.
    pub head: Option<(u64, String)>,
    /// A text on whether it is signed; empty without a head.
    pub signature: String,
    /// How it ended.
    pub ending: Ending,
    /// The stick can be pulled out.
    pub removable: bool,
}

/// A pack on this PC.
#[derive(Clone, Debug, PartialEq)]
pub struct InstalledRow {
    /// Which.
    pub id: PackId,
    /// Its name.
    pub title: String,
    /// The active version.
    pub version: PackVersion,
    /// The version that one can go back to.
    pub kept: Option<PackVersion>,
    /// The station's name for its publisher.
    pub publisher: String,
    /// Size of the file.
    pub bytes: u64,
    /// When it was installed, local time.
    pub installed_on: Date,
    /// Past this day its content wants a review.
    pub review_by: Option<Date>,
    /// Why it is not shown, if so: damaged or revoked.
    pub trouble: Option<String>,
}

/// Whose packs are accepted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trust {
    /// Everybody who is trusted or revoked.
    pub publishers: Vec<Publisher>,
    /// Who decides on trust, where the agency's roots are pinned.
    pub pinned: Option<Pinning>,
}

/// The agency's roots, and the list that they signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinning {
    /// Who holds each root, and its key.
    pub roots: Vec<(String, KeyId)>,
    /// How many of them sign a list.
    pub threshold: usize,
    /// The list in force; none was installed yet.
    pub list: Option<ListFacts>,
}

/// The trust list in force.
#[derive(Clone, Debug, PartialEq)]
pub struct ListFacts {
    /// Whose it is.
    pub agency: String,
    /// Its version.
    pub version: u64,
    /// Since when it is in force here, local time.
    pub since: Option<Date>,
    /// By which account it was installed.
    pub by: String,
    /// The day by which the next one was to come, if that is past.
    pub overdue_since: Option<Date>,
}

/// The audit log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The newest entries, newest first.
    pub lines: Vec<LogLine>,
    /// How many there are in all.
    pub count: usize,
}

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// When, local time.
    pub at: DateTime,
    /// The operating-system account.
    pub account: String,
    /// What was done, as the log has it.
    pub action: String,
    /// With which pack, key or agency.
    pub subject: String,
    /// The version of the pack.
    pub version: Option<u64>,
    /// The reason, or what else belongs to it.
    pub detail: String,
}

/// A stick that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// Which.
    pub place: Place,
    /// How many packs lie on it.
    pub packs: usize,
    /// How many trust lists.
    pub lists: usize,
}

/// A stick or folder that was inspected.
#[derive(Clone, Debug, Default)]
pub struct Stick {
    /// Where.
    pub path: PathBuf,
    /// As people call it.
    pub name: String,
    /// Trust lists, in the order in which they would be applied.
    pub lists: Vec<ListRow>,
    /// The newest file of each pack there, and newer ones that were refused.
    pub packs: Vec<StickRow>,
    /// Titles of packs on this PC that the lists would block.
    pub blocks: Vec<String>,
    /// Places that could not be read, a sentence each.
    pub passed_over: Vec<String>,
    /// What lies there where Muster would expect something else.
    pub misplaced: Vec<Misplaced>,
    /// Publisher keys that lie beside them.
    pub keys: Vec<PathBuf>,
    /// The inspection is complete.
    pub whole: bool,
    /// The inspection was cancelled.
    pub stopped: bool,
    /// It was pulled out.
    pub gone: bool,
    /// Where it is, if it is no single file: there a visit can be done.
    pub folder: Option<PathBuf>,
}

/// A trust list on the stick.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// The file.
    pub file: PathBuf,
    /// Its SHA-256 when it was inspected; empty where it is refused.
    pub sha256: String,
    /// As people know it.
    pub title: String,
    /// What would happen.
    pub verdict: ListVerdict,
}

/// What would happen with a trust list.
#[derive(Clone, Debug)]
pub enum ListVerdict {
    /// It would be in force, and what that changes.
    Applies(Vec<String>),
    /// It is in force.
    InForce,
    /// A newer one is in force.
    Older,
    /// It is refused, and why.
    Refused(Words),
}

/// A pack on the stick.
#[derive(Clone, Debug)]
pub struct StickRow {
    /// The file.
    pub file: PathBuf,
    /// The pack's name, or the file's while nothing better is known.
    pub title: String,
    /// Its SHA-256 when it was inspected; empty before that, and where it is refused.
    pub sha256: String,
    /// Size of the file.
    pub bytes: u64,
    /// The station's name for who signed it; empty while that is not known.
    pub signer: String,
    /// What would become of each briefing in it.
    pub modules: Vec<ModuleChange>,
    /// What people should know of it nevertheless.
    pub warnings: Vec<String>,
    /// What would happen.
    pub verdict: Verdict,
}

/// What would happen with a pack on the stick.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It was not inspected yet.
    Unread,
    /// It is new here.
    New(PackVersion),
    /// It takes the place of another version.
    Update {
        /// The version that is active.
        from: PackVersion,
        /// Its own.
        to: PackVersion,
    },
    /// The same is installed.
    Same(PackVersion),
    /// The same is installed, but damaged: it would be whole again.
    Repair(PackVersion),
    /// It is refused, and why.
    Refused(Words),
}

impl Verdict {
    /// Whether it would be taken in.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        matches!(self, Self::New(_) | Self::Update { .. } | Self::Repair(_))
    }
}

/// The result of an installation.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Of each trust list.
    pub lists: Vec<Summed>,
    /// Of each pack.
    pub packs: Vec<Summed>,
    /// How many packs were not come to.
    pub left: usize,
    /// How it ended.
    pub ending: Ending,
    /// It came from a stick.
    pub removable: bool,
}

/// How an installation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself.
    Done,
    /// Somebody stopped it.
    Cancelled,
    /// The stick was pulled out.
    Pulled,
}

/// The result for one file.
#[derive(Clone, Debug)]
pub struct Summed {
    /// The pack's name, or the file's.
    pub title: String,
    /// What was done, or why not.
    pub result: Result<String, Words>,
}

/// Commands of this screen.
#[derive(Clone, Debug, PartialEq)]
pub enum PacksCommand {
    /// Lists the sticks again, and inspects the last one again.
    FindSticks,
    /// Looks at a stick, a folder or one file.
    Inspect(PathBuf),
    /// Takes these files in, trust lists first.
    Install {
        /// Trust lists, in this order.
        lists: Vec<PathBuf>,
        /// Packs.
        packs: Vec<PathBuf>,
    },
    /// Does a whole visit: takes everything in, checks this PC, writes everything out.
    Visit {
        /// The stick.
        folder: PathBuf,
        /// Which changes of its unsigned roster and assignments were confirmed.
        consent: Consent,
        /// What was shown of them.
        shown: Vec<String>,
    },
    /// Stops what is under way; what is installed stays.
    Cancel,
    /// The summary was read.
    CloseSummary,
    /// The failure was read.
    CloseFailure,
    /// Goes back to the version that was kept.
    RollBack {
        /// Which pack.
        id: PackId,
        /// The version that was shown as installed.
        shown: PackVersion,
        /// Why; goes into the audit log.
        reason: String,
    },
    /// Takes a pack off this PC.
    Remove {
        /// Which pack.
        id: PackId,
        /// The version that was shown as installed.
        shown: PackVersion,
    },
    /// Trusts a publisher.
    Trust {
        /// The key file.
        file: PathBuf,
        /// The station's name for it.
        name: String,
        /// Patterns of ids that it may publish; none: all.
        ids: Vec<String>,
    },
    /// Trusts a publisher no longer.
    Distrust {
        /// Its key.
        key: KeyId,
        /// Its installed packs are blocked too, for ever.
        revoke: bool,
    },
    /// Pins the agency's roots.
    Pin {
        /// The key file of each, and what to call it.
        roots: Vec<(PathBuf, String)>,
        /// How many of them must sign a list.
        threshold: usize,
        /// Why they take the place of those that are pinned, if they do.
        replacing: Option<String>,
    },
    /// Looks where the log may be written to.
    FindPlaces,
    /// Writes the log into this folder.
    ExportLog(PathBuf),
    /// The result of writing the log was read.
    CloseExport,
}
