//! Verifies the store (RECORDS 3.6): walks the chain from the first row, and compares the projected
//! tables with the rows.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior};

use crate::records::chain::{Head, Sha};
use crate::records::compare::{Comparison, Statements};
use crate::records::content::Content;
use crate::records::project::broken;
use crate::records::{Records, RecordsError};

/// What SQLite keeps in memory of the file while it is walked, in KiB: the trees of its indexes.
const CACHE_KIB: i64 = 32 << 10;

/// A head that was carried away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The hash.
    pub hash: Sha,
    /// The row where it must stand; nothing where only the hash was written down.
    pub count: Option<u64>,
}

impl From<Head> for Carried {
    fn from(head: Head) -> Self {
        Self {
            hash: head.hash,
            count: Some(head.count),
        }
    }
}

/// A row that fits the chain.
pub(super) struct Walked<'a> {
    pub seq: u64,
    /// Its own, and so the chain's up to here.
    pub hash: Sha,
    /// As it is stored.
    pub json: &'a str,
    pub content: Content,
}

/// All rows fit.
pub(super) struct Walk {
    pub head: Head,
    /// The contents lie in the order of their rows, and there are no others.
    in_order: bool,
}

impl Records {
    /// Checks every row against the chain, and what screens read against the rows. Returns the
    /// head, for comparison with one that was carried away.
    ///
    /// # Errors
    /// `ChainBroken` with the first row that does not fit; `Altered` where the rows fit, but not the
    /// tables of the file or an index (RECORDS 5.8, 5.9); `Damaged`, `Busy`, `Io`.
    pub fn verify(&self) -> Result<Head, RecordsError> {
        self.verify_against(&[], &mut |_, _| true)
    }

    /// The same for a store so large that somebody waits: `progress` gets rows done and in all,
    /// and says whether to go on.
    ///
    /// # Errors
    /// As [`Records::verify`]; `Cancelled`.
    pub fn verify_watched(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Head, RecordsError> {
        self.verify_against(&[], progress)
    }

    /// The same, and whether each of these heads is in this chain (RECORDS 3.7): then nothing up to
    /// it was altered. They are sought among the rows that were walked and fit, not by a query.
    ///
    /// # Errors
    /// As [`Records::verify_watched`]; `HeadMissing`; `CutOff` for a head that stands after the last
    /// row.
    pub fn verify_against(
        &self,
        carried: &[Carried],
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Head, RecordsError> {
        let fail = |e| self.db(e);
        self.connection
            .pragma_update(None, "cache_size", -CACHE_KIB)
            .map_err(fail)?;
        // One snapshot of the store: what other programs add meanwhile is left out.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)
                .map_err(fail)?;
        let result = self.prove(carried, progress);
        transaction.rollback().map_err(fail)?;
        result
    }

    fn prove(
        &self,
        carried: &[Carried],
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Head, RecordsError> {
        self.check_record_tables()?;
        let differences = self.differences(self.layout)?;
        // Only for progress; defects of the rows are found below.
        let all = self.head().map_or(0, |head| head.count);
        let wanted: HashSet<Sha> = carried.iter().map(|carried| carried.hash).collect();
        let mut found = HashMap::from([(Sha::ZERO, 0)]);
        // Queries over tables of another layout could return anything.
        let mut statements = match &differences {
            None => Some(Statements::prepare(self)?),
            Some(_) => None,
        };
        let comparison = statements.as_mut().map(|s| Comparison::begin(self, s));
        let mut comparison = comparison.transpose()?;
        let walk = self.walk(|row| {
            if !progress(row.seq, all) {
                return Err(RecordsError::Cancelled);
            }
            if wanted.contains(&row.hash) {
                found.insert(row.hash, row.seq);
            }
            match &mut comparison {
                Some(comparison) => comparison.row(row.seq, row.content),
                None => Ok(()),
            }
        })?;
        let head = walk.head;
        self.check_contents(&walk)?;
        if let Some(found) = differences {
            return Err(self.altered(found));
        }
        if let Some(comparison) = comparison {
            comparison.finish()?;
        }
        self.check_indexes(&mut || progress(head.count, all))?;
        let mut carried = carried.iter();
        carried.try_for_each(|carried| check_carried(*carried, &found, head))?;
        Ok(head)
    }

    /// Goes through all rows in order, checking each against the chain.
    pub(super) fn walk(
        &self,
        mut each: impl FnMut(Walked<'_>) -> Result<(), RecordsError>,
    ) -> Result<Walk, RecordsError> {
        let mut head = Head {
            count: 0,
            hash: Sha::ZERO,
        };
        let mut in_order = true;
        let mut format = 1;
        // Tables, not their indexes; contents lie in the order of their rows.
        let sql = "SELECT seq, kind, content_sha256, prev, hash FROM main.entries NOT INDEXED \
                   ORDER BY seq";
        let mut entries = self.connection.prepare(sql).map_err(|e| self.db(e))?;
        let mut entries = entries.query([]).map_err(|e| self.db(e))?;
        let sql = "SELECT sha256, json FROM main.contents NOT INDEXED ORDER BY rowid";
        let mut contents = self.connection.prepare(sql).map_err(|e| self.db(e))?;
        let mut contents = contents.query([]).map_err(|e| self.db(e))?;
        loop {
            let seq = head.count + 1;
            let unreadable = |e: rusqlite::Error| self.unreadable_row(seq, e);
            let Some(row) = entries.next().map_err(unreadable)? else {
                let left = contents.next().map_err(unreadable)?;
                let in_order = in_order && left.is_none();
                return Ok(Walk { head, in_order });
            };
            if row.get::<_, u64>(0).map_err(unreadable)? != seq {
                return Err(broken(seq, "it is missing"));
            }
            let entry = Entry::read(row).map_err(|e| broken(seq, &e))?;
            let hash = entry.check(head.hash).map_err(|e| broken(seq, &e))?;
            let content = contents.next().map_err(unreadable)?;
            let json = match content {
                Some(content) if text(content, 0).is_ok_and(|sha| sha == entry.content) => Some(
                    Cow::Borrowed(text(content, 1).map_err(|e| broken(seq, &e))?),
                ),
                _ => {
                    in_order = false;
                    self.content_of(seq, entry.content)?.map(Cow::Owned)
                }
            };
            let json = json.ok_or_else(|| broken(seq, "its content is missing"))?;
            if entry.content.parse() != Ok(Sha::of(json.as_bytes())) {
                return Err(broken(seq, "its content was altered"));
            }
            let read = Content::read_with_format(&json).map_err(|e| self.unreadable(seq, e))?;
            let (content, stored_format) = read;
            // RECORDS 4.5.
            if stored_format < format {
                return Err(broken(
                    seq,
                    "its format is older than that of the row before",
                ));
            }
            format = stored_format;
            if entry.kind != content.kind() {
                return Err(broken(seq, "its kind was altered"));
            }
            let walked = Walked {
                seq,
                hash,
                json: &json,
                content,
            };
            each(walked).map_err(|e| match e {
                RecordsError::ChainBroken { reason, .. } => broken(seq, &reason),
                RecordsError::NoSuchSession { session } => broken(
                    seq,
                    &format!("it amends session {session}, which is not there"),
                ),
                RecordsError::Database { error, .. } => broken(seq, &error.to_string()),
                other => other,
            })?;
            head = Head { count: seq, hash };
        }
    }

    /// The content of this hash, wherever it lies.
    fn content_of(&self, seq: u64, sha: &str) -> Result<Option<String>, RecordsError> {
        let sql = "SELECT json FROM main.contents WHERE sha256 = ?1";
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|e| self.db(e))?;
        let json = statement.query_row([sha], |row| row.get(0)).optional();
        json.map_err(|e| self.unreadable_row(seq, e))
    }

    fn unreadable_row(&self, seq: u64, error: rusqlite::Error) -> RecordsError {
        match self.db(error) {
            RecordsError::Damaged { reason, .. } => {
                broken(seq, &format!("it cannot be read: {reason}"))
            }
            other => other,
        }
    }

    /// Contents that belong to no row are what is left of rows that were taken away.
    pub(super) fn check_contents(&self, walk: &Walk) -> Result<(), RecordsError> {
        let head = walk.head;
        if walk.in_order {
            return Ok(());
        }
        let sql = "SELECT count(*) FROM main.contents NOT INDEXED";
        let contents: u64 = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|e| self.db(e))?;
        if contents == head.count {
            return Ok(());
        }
        Err(broken(
            head.count + 1,
            "it is missing, but its content is still there",
        ))
    }

    /// Whether every index says what its table says, and every tree is in order (RECORDS 5.9).
    pub(super) fn check_indexes(
        &self,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), RecordsError> {
        // The whole file: table by table, pages that two of them share, or that are free as well,
        // would not be seen.
        let found: String = self
            .connection
            .query_row("PRAGMA main.integrity_check(1)", [], |row| row.get(0))
            .map_err(|e| self.db(e))?;
        if found != "ok" {
            let found: String = found.chars().take(200).collect();
            return Err(self.altered(found));
        }
        if !go_on() {
            return Err(RecordsError::Cancelled);
        }
        Ok(())
    }
}

/// Whether a head is where it must be, among the rows that fit.
fn check_carried(
    carried: Carried,
    found: &HashMap<Sha, u64>,
    head: Head,
) -> Result<(), RecordsError> {
    let at = found.get(&carried.hash);
    let text = carried.hash.to_string();
    match (at, carried.count) {
        (Some(_), None) => Ok(()),
        (Some(seq), Some(count)) if *seq == count => Ok(()),
        (None, Some(known)) if known > head.count => Err(RecordsError::CutOff {
            head: text,
            count: head.count,
            known,
        }),
        _ => Err(RecordsError::HeadMissing {
            head: text,
            count: head.count,
        }),
    }
}

/// A text, as it lies in the row.
fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, String> {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes)) => {
            std::str::from_utf8(bytes).map_err(|e| format!("it cannot be read: {e}"))
        }
        Ok(_) => Err("it cannot be read: a value is no text".to_owned()),
        Err(error) => Err(format!("it cannot be read: {error}")),
    }
}

/// A row of the chain.
struct Entry<'a> {
    kind: &'a str,
    content: &'a str,
    prev: &'a str,
    hash: &'a str,
}

impl<'a> Entry<'a> {
    fn read(row: &'a Row<'_>) -> Result<Self, String> {
        Ok(Self {
            kind: text(row, 1)?,
            content: text(row, 2)?,
            prev: text(row, 3)?,
            hash: text(row, 4)?,
        })
    }

    /// Against the hash before it (RECORDS 3.3); returns its own.
    fn check(&self, before: Sha) -> Result<Sha, String> {
        let sha = |text: &str, name: &str| -> Result<Sha, String> {
            text.parse().map_err(|_| format!("{name} is no hash"))
        };
        if sha(self.prev, "prev")? != before {
            return Err("prev is not the hash of the row before".to_owned());
        }
        let content = sha(self.content, "content_sha256")?;
        let hash = sha(self.hash, "hash")?;
        if Sha::of_row(before, content) != hash {
            return Err("its hash does not fit".to_owned());
        }
        Ok(hash)
    }
}
