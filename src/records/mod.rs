//! The records of one station: what was recorded of each briefing, changed afterwards, and saved of
//! the one under way, in one SQLite file. Here too are what follows from them, what is due and what
//! is exported, and the pages that are printed. Not here: what happens in a briefing (`session`), who
//! belongs to which shift (`station`), and the clock, which is the callers': every act that is
//! recorded is handed its time.
//!
#![doc = include_str!("RECORDS.md")]

mod amend;
mod append;
mod bring_in;
pub mod by_hand;
mod canonical;
mod chain;
mod compare;
mod completed;
mod content;
mod copy;
mod draft;
pub mod due;
mod error;
mod export;
mod interrupt;
mod layout;
mod migrate;
pub mod missed;
mod open;
pub mod paper;
mod private_copy;
mod project;
mod query;
mod rebuild;
mod schema;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use amend::{Change, Made, Whose};
pub use append::Recorded;
pub use bring_in::BringIn;
pub use by_hand::ByHandError;
pub use chain::{BadSha, Head, Sha};
pub use content::{Amendment, BroughtIn};
pub use error::RecordsError;
pub use export::{Exported, Format, What};
pub use query::{Filter, LastCompletion, SessionView};
pub use rebuild::Rebuilt;
pub use verify::Carried;

/// The records of one station, open. One connection: use it from one thread at a time.
#[derive(Debug)]
pub struct Records {
    connection: Connection,
    path: PathBuf,
    /// Lower than this program's only where the file was opened for reading.
    layout: i64,
    kept_aside: Option<PathBuf>,
    /// Where the connection is to a copy: deleted after the connection, as fields go in this order.
    _copy: Option<tempfile::TempDir>,
}

impl Records {
    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a damaged database was moved when this one was created: to be shown prominently.
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
