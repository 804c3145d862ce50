//! Cached outlines of packs in the database, so that a start need not open the packs.
//!
//! The cache is as trustworthy as the packs' files: it lies in the same folder, and whoever may
//! write there could as well add a publisher to the same database. It holds only what the board
//! and the lists show: what a briefing shows comes from the pack, every byte of which is read
//! again before its first use. And it is valid only for the file of which it was made: if that has
//! another length, or was changed or moved since, the file is opened as if nothing were cached.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, Row, params};

use crate::library::{Library, LibraryError, publish};
use crate::pack::{Outline, PackId, PackVersion};

/// The version of outlines; an outline of another version is made again from its pack.
pub(super) const OUTLINE: i64 = 2;

/// File metadata that change whenever the file is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub bytes: u64,
    /// Nanoseconds since 1970.
    modified: i64,
    /// The same of what cannot be set by hand, where the system has that; else 0.
    changed: i64,
}

impl From<&Metadata> for Mark {
    fn from(meta: &Metadata) -> Self {
        Self {
            bytes: meta.len(),
            modified: meta.modified().map_or(0, nanoseconds),
            changed: changed(meta),
        }
    }
}

fn nanoseconds(at: SystemTime) -> i64 {
    let since = at.duration_since(SystemTime::UNIX_EPOCH);
    let nanoseconds = since.as_ref().map_or(0, Duration::as_nanos);
    i64::try_from(nanoseconds).unwrap_or(i64::MAX)
}

#[cfg(unix)]
fn changed(meta: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    let seconds = meta.ctime().saturating_mul(1_000_000_000);
    seconds.saturating_add(meta.ctime_nsec())
}

/// The standard library does not offer this for Windows yet.
#[cfg(windows)]
fn changed(_meta: &Metadata) -> i64 {
    0
}

/// What is remembered of a pack, and of which file it was made.
pub(super) struct Remembered {
    pub outline: Outline,
    modified: i64,
    changed: i64,
}

impl Remembered {
    /// Out of four columns, the first of which is this one; nothing that this program has not
    /// made, or that is not about this pack.
    pub fn read(
        row: &Row<'_>,
        first: usize,
        id: &PackId,
        version: PackVersion,
    ) -> rusqlite::Result<Option<Self>> {
        if row.get::<_, Option<i64>>(first)? != Some(OUTLINE) {
            return Ok(None);
        }
        let text = row.get_ref(first + 1)?.as_str()?;
        let outline = serde_json::from_str::<Outline>(text).ok();
        let outline = outline.filter(|o| (&o.id, o.version) == (id, version));
        let (modified, changed) = (row.get(first + 2)?, row.get(first + 3)?);
        Ok(outline.map(|outline| Self {
            outline,
            modified,
            changed,
        }))
    }

    /// Whether it was made of the file that lies there now.
    pub fn is_of(&self, mark: Mark) -> bool {
        (self.modified, self.changed) == (mark.modified, mark.changed)
    }
}

impl Library {
    /// Stores the outline of a pack.
    pub(super) fn remember(
        &self,
        database: &Connection,
        sha256: &str,
        outline: &Outline,
        mark: Mark,
    ) -> Result<(), LibraryError> {
        let text = serde_json::to_string(outline).map_err(|e| self.damaged(e))?;
        database
            .execute(
                "INSERT OR REPLACE INTO outlines (sha256, made, outline, modified, changed)
                 SELECT sha256, ?2, ?3, ?4, ?5 FROM packs WHERE sha256 = ?1",
                params![sha256, OUTLINE, text, mark.modified, mark.changed],
            )
            .map_err(self.sql())?;
        Ok(())
    }

    /// Remembers what was read of packs of which nothing was remembered. Where it cannot be
    /// written, the next start reads them again; nobody is kept waiting for it.
    pub(super) fn remember_all(&self, fresh: &[(&str, &Outline, Mark)]) {
        if fresh.is_empty() || self.is_read_only() {
            return;
        }
        let remember = || {
            let mut database = self.writing()?;
            database.busy_timeout(Duration::ZERO).map_err(self.sql())?;
            let transaction = database.transaction().map_err(self.sql())?;
            for (sha256, outline, mark) in fresh {
                self.remember(&transaction, sha256, outline, *mark)?;
            }
            transaction.commit().map_err(self.sql())?;
            publish::finish(&self.folder, &mut database, None)
        };
        let _ = remember();
    }

    /// What the file of this pack is like now.
    pub(super) fn mark(&self, sha256: &str) -> Option<Mark> {
        let meta = self.pack_path(sha256).metadata().ok()?;
        Some(Mark::from(&meta))
    }
}
