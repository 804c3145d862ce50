//! The log of this process: where it lies, its begin and its end.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::platform::log::event::{self, Now, info};
use crate::platform::log::file::{self, LogFile, LogFinding};
use crate::platform::log::others;
use crate::platform::log::writer::Writer;

/// What is still to be written at the end is waited for so long.
const MAX_FLUSH: Duration = Duration::from_secs(2);

static LOG: OnceLock<Log> = OnceLock::new();

/// The log of this process, once it is started.
struct Log {
    folder: PathBuf,
    writer: Arc<Writer>,
}

/// Starts to write events down, in the folder that `MUSTER_LOG_DIR` names, else in this user's own folder
/// for such files. Once in a process; a second call changes nothing. Where the log cannot be written nothing
/// else differs.
pub fn start(now: Now) {
    if let Some(folder) = folder() {
        start_in(folder, now);
    }
}

/// As [`start`], in this folder.
pub fn start_in(folder: PathBuf, now: Now) {
    let Some(writer) = Writer::start(LogFile::new(folder.clone())) else {
        return;
    };
    let writer = Arc::new(writer);
    let events = Arc::clone(&writer);
    if LOG.set(Log { folder, writer }).is_ok() {
        event::write_events(now, events);
    }
}

/// CLI 7.1. Nothing where the system knows no such folder.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("MUSTER_LOG_DIR").filter(|folder| !folder.is_empty());
    if let Some(named) = named.map(PathBuf::from) {
        return named.is_absolute().then_some(named);
    }
    let dirs = directories::ProjectDirs::from("", "", "Muster")?;
    match dirs.state_dir() {
        Some(folder) => Some(folder.to_owned()),
        // On Windows beside the folder for data.
        None => Some(dirs.data_local_dir().parent()?.join("log")),
    }
}

/// The log's file, for messages that name it; it need not be there. Nothing where no log is kept.
#[must_use]
pub fn path() -> Option<PathBuf> {
    LOG.get().map(|log| log.folder.join(file::NAME))
}

/// Notes that the program ends with this exit code, and waits, not for long, until all lines are written.
pub fn end(code: u8) {
    info!("ends", code = code);
    flush();
}

/// Waits, not for long, until what was noted so far is in the file.
pub fn flush() {
    if let Some(log) = LOG.get() {
        log.writer.flush(MAX_FLUSH);
    }
}

/// Whose logs are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// This account's.
    Own,
    /// This account's, and those of the other accounts as far as it may read them.
    All,
}

/// What the log holds now, the older file first; nothing where there is none or it cannot be read.
#[must_use]
pub fn contents(of: Accounts) -> Option<Vec<u8>> {
    flush();
    let folder = LOG.get()?.folder.clone();
    let others = match of {
        Accounts::Own => Vec::new(),
        Accounts::All => others::of_other_accounts(&folder),
    };
    let mut all = LogFile::new(folder).contents().unwrap_or_default();
    all.extend(others);
    (!all.is_empty()).then_some(all)
}

/// Whether this user's log can be written.
#[must_use]
pub fn check() -> LogFinding {
    match LOG.get() {
        Some(log) => LogFile::new(log.folder.clone()).check(),
        None => LogFinding::None,
    }
}
