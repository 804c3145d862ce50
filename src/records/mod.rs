//! The records: what each shift completed, who was there, led by whom, on which version, when.
//!
//! One SQLite file, `records.db`, in WAL mode with `synchronous=FULL`: what [`Records::append`]
//! has returned is on the disk. Rows are only ever added, and each is chained to the one before
//! (RECORDS.md, rules 1 to 6). Screens read projections of the rows, which hold nothing of their
//! own. The clock is the callers': every act that is recorded is handed its time.

mod amend;
mod append;
mod chain;
mod content;
mod draft;
pub mod due;
mod error;
mod export;
mod open;
pub mod paper;
mod project;
mod query;
mod schema;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use append::{Change, Recorded};
pub use chain::{BadSha, Head, Sha};
pub use content::Amendment;
pub use error::RecordsError;
pub use export::{Exported, Format, What};
pub use query::{Attended, Done, Filter, SessionView};

/// The records of one station, open. One connection: use it from one thread at a time.
#[derive(Debug)]
pub struct Records {
    connection: Connection,
    path: PathBuf,
    kept_aside: Option<PathBuf>,
}

impl Records {
    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a damaged database was put when this one was begun: to be said loudly.
    #[must_use]
    pub fn kept_aside(&self) -> Option<&Path> {
        self.kept_aside.as_deref()
    }

    fn db(&self, error: rusqlite::Error) -> RecordsError {
        RecordsError::db(&self.path, error)
    }
}

#[cfg(test)]
mod tests;
