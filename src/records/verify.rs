//! Is the store whole (RECORDS 3.6)? Walks the chain from the first row, and makes anew what
//! screens read, to compare.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};

use crate::records::chain::{Head, Sha};
use crate::records::content::Content;
use crate::records::project::{Schema, broken};
use crate::records::schema::{self, PROJECTED, PROJECTIONS};
use crate::records::{Records, RecordsError};

impl Records {
    /// Checks every row against the chain, and what screens read against the rows. Returns the
    /// head, for comparison with one that was carried away.
    ///
    /// # Errors
    /// `ChainBroken` with the first row that does not fit; `Damaged`, `Busy`, `Io`.
    pub fn verify(&self) -> Result<Head, RecordsError> {
        self.verify_watched(&mut |_, _| true)
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
        // One look at the store: what others add meanwhile is not seen.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)
                .map_err(|e| self.db(e))?;
        let last = "SELECT max(seq) FROM main.entries";
        let last = transaction.query_row(last, [], |row| row.get::<_, Option<u64>>(0));
        // Only for whoever waits; what is wrong with the rows is found below.
        let all = last.ok().flatten().unwrap_or(0);
        let sql = PROJECTIONS.replace("{s}", Schema::Temp.name());
        let made = transaction.execute_batch(&sql).map_err(|e| self.db(e));
        let result = made
            .and_then(|()| {
                self.walk(|seq, content| {
                    if !progress(seq, all) {
                        return Err(RecordsError::Cancelled);
                    }
                    self.project(Schema::Temp, seq, content)
                })
            })
            .and_then(|head| self.check_contents(head).map(|()| head))
            .and_then(|head| self.compare().map(|()| head));
        // The comparison's tables go with the transaction.
        transaction.rollback().map_err(|e| self.db(e))?;
        result
    }

    /// Whether a head that was carried away is in this chain (RECORDS 3.7): then nothing up to it
    /// was altered, if the chain itself is whole. With its count the row is known where it must
    /// stand.
    ///
    /// # Errors
    /// `HeadMissing`; `Damaged`, `Io`.
    pub fn compare_head(&self, hash: Sha, count: Option<u64>) -> Result<(), RecordsError> {
        let text = hash.to_string();
        let found: Option<u64> = self
            .connection
            .query_row("SELECT seq FROM entries WHERE hash = ?1", [&text], |row| {
                row.get(0)
            })
            .optional()
            .map_err(|e| self.db(e))?;
        let head = self.head()?;
        let at = if hash == Sha::ZERO { Some(0) } else { found };
        match at {
            Some(seq) if count.is_none_or(|count| count == seq) => Ok(()),
            _ => Err(RecordsError::HeadMissing {
                head: text,
                count: head.count,
            }),
        }
    }

    /// Goes through all rows in order, checking each against the chain.
    pub(super) fn walk(
        &self,
        mut each: impl FnMut(u64, &Content) -> Result<(), RecordsError>,
    ) -> Result<Head, RecordsError> {
        let mut head = Head {
            count: 0,
            hash: Sha::ZERO,
        };
        let mut format = 1;
        let sql = "SELECT seq, kind, content_sha256, prev, hash, json FROM main.entries \
                   LEFT JOIN main.contents ON sha256 = content_sha256 ORDER BY seq";
        let mut statement = self.connection.prepare(sql).map_err(|e| self.db(e))?;
        let mut rows = statement.query([]).map_err(|e| self.db(e))?;
        loop {
            let next = head.count + 1;
            let unreadable = |e: rusqlite::Error| match self.db(e) {
                RecordsError::Damaged { reason, .. } => {
                    broken(next, &format!("it cannot be read: {reason}"))
                }
                other => other,
            };
            let Some(row) = rows.next().map_err(unreadable)? else {
                return Ok(head);
            };
            let seq: u64 = row.get(0).map_err(unreadable)?;
            if seq != next {
                return Err(broken(next, "it is missing"));
            }
            let text = |column: usize| row.get::<_, Option<String>>(column).map_err(unreadable);
            let row = Row {
                kind: text(1)?,
                content: text(2)?,
                prev: text(3)?,
                hash: text(4)?,
                json: text(5)?,
            };
            let (json, hash) = row.check(head.hash).map_err(|e| broken(seq, &e))?;
            let read = Content::read_with_format(json).map_err(|e| self.unreadable(seq, e))?;
            let (content, stored_format) = read;
            // RECORDS 4.5.
            if stored_format < format {
                return Err(broken(
                    seq,
                    "its format is older than that of the row before",
                ));
            }
            format = stored_format;
            if row.kind.as_deref() != Some(content.kind()) {
                return Err(broken(seq, "its kind was altered"));
            }
            each(seq, &content).map_err(|e| match e {
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

    /// Contents that belong to no row are what is left of rows that were taken away.
    fn check_contents(&self, head: Head) -> Result<(), RecordsError> {
        let sql = "SELECT count(*) FROM main.contents";
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

    /// What screens read must say what the rows say. Names the first row of which it does not.
    fn compare(&self) -> Result<(), RecordsError> {
        let mut wrong: BTreeMap<u64, &str> = BTreeMap::new();
        for table in PROJECTED {
            let found = format!("SELECT * FROM main.{table}");
            // Where nobody may write, the tables are those of an older layout.
            let columns = schema::columns(table, self.layout);
            let made = format!("SELECT {columns} FROM temp.{table}");
            for (a, b) in [(&found, &made), (&made, &found)] {
                let sql = format!("SELECT min(seq) FROM ({a} EXCEPT {b})");
                let row = self.connection.query_row(&sql, [], |row| row.get(0));
                let row: Option<u64> = row.map_err(|e| match e {
                    // A column or table that somebody took away or added.
                    error @ rusqlite::Error::SqliteFailure(..) => {
                        broken(1, &format!("what screens read of it: {error}"))
                    }
                    error => self.db(error),
                })?;
                if let Some(row) = row {
                    wrong.entry(row).or_insert(table);
                }
            }
        }
        match wrong.first_key_value() {
            None => Ok(()),
            Some((seq, table)) => Err(broken(
                *seq,
                &format!("what screens read of it ({table}) is not what was recorded"),
            )),
        }
    }
}

struct Row {
    kind: Option<String>,
    content: Option<String>,
    prev: Option<String>,
    hash: Option<String>,
    json: Option<String>,
}

impl Row {
    /// Against the hash before it (RECORDS 3.3); returns what it holds and its own hash.
    fn check(&self, before: Sha) -> Result<(&str, Sha), String> {
        let sha = |text: &Option<String>, name: &str| -> Result<Sha, String> {
            let text = text.as_deref().unwrap_or_default();
            text.parse().map_err(|_| format!("{name} is no hash"))
        };
        let prev = sha(&self.prev, "prev")?;
        if prev != before {
            return Err("prev is not the hash of the row before".to_owned());
        }
        let content = sha(&self.content, "content_sha256")?;
        let hash = sha(&self.hash, "hash")?;
        if Sha::of_row(prev, content) != hash {
            return Err("its hash does not fit".to_owned());
        }
        let json = self.json.as_deref().ok_or("its content is missing")?;
        if Sha::of(json.as_bytes()) != content {
            return Err("its content was altered".to_owned());
        }
        Ok((json, hash))
    }
}
