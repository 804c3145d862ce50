//! Whether a file has the tables, indexes, triggers and views of its layout and nothing else
//! (RECORDS 5.8). With another table, or an index that somebody added, a query would return
//! whatever that person wanted.

use std::sync::OnceLock;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::records::schema::{LAYOUT, RECORD, STEPS, projections};
use crate::records::{Records, RecordsError};

/// More than any layout has: of a longer schema the rest is of no interest.
const MAX_ITEMS: usize = 1000;
/// The most differences that a message names.
const MAX_NAMED: usize = 5;
/// Characters of a name in a message.
const MAX_NAME: usize = 60;

/// Without these the record itself cannot be read as what it is.
const OF_THE_RECORD: [(&str, &str); 3] = [
    ("table", "entries"),
    ("table", "contents"),
    ("index", "sqlite_autoindex_contents_1"),
];

/// One row of `sqlite_schema`, but for the page on which its tree begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    kind: String,
    name: String,
    table: String,
    /// Indexes that SQLite makes by itself have none.
    sql: Option<String>,
}

/// In what a file differs from its layout.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// The tables of the record are among it.
    of_the_record: bool,
    /// For people, such as `extra index entries_by_hash`.
    named: Vec<String>,
}

impl Differences {
    /// Of a file of this layout. Reads nothing but its schema.
    pub(super) fn of(connection: &Connection, layout: i64) -> rusqlite::Result<Self> {
        let found = items(connection)?;
        let mut least: Option<Self> = None;
        for made in made_by(layout)? {
            let differences = Self::between(&found, made);
            if least
                .as_ref()
                .is_none_or(|l| differences.named.len() < l.named.len())
            {
                least = Some(differences);
            }
        }
        Ok(least.unwrap_or_default())
    }

    fn between(found: &[Item], made: &[Item]) -> Self {
        let mut differences = Self::default();
        let same = |a: &Item, b: &Item| (&a.kind, &a.name) == (&b.kind, &b.name);
        // The most important differences first, since a message may cut the rest.
        let extra = found
            .iter()
            .filter(|item| !made.iter().any(|m| same(item, m)));
        let extra = extra.map(|item| format!("extra {}", name(item)));
        differences.named.extend(extra);
        for item in made {
            let like = found.iter().filter(|other| same(item, other)).count();
            let change = match like {
                1 if found.contains(item) => continue,
                0 => "missing",
                _ => "different",
            };
            differences.of_the_record |=
                OF_THE_RECORD.contains(&(item.kind.as_str(), item.name.as_str()));
            differences.named.push(format!("{change} {}", name(item)));
        }
        differences
    }

    /// For people; nothing where there is none.
    pub(super) fn describe(&self) -> Option<String> {
        let more = self.named.len().saturating_sub(MAX_NAMED);
        let named: Vec<&str> = self
            .named
            .iter()
            .take(MAX_NAMED)
            .map(String::as_str)
            .collect();
        match (named.is_empty(), more) {
            (true, _) => None,
            (false, 0) => Some(named.join(", ")),
            (false, more) => Some(format!("{}, and {more} more", named.join(", "))),
        }
    }
}

impl Records {
    /// Refuses a file that is not of its layout (RECORDS 5.8).
    ///
    /// # Errors
    /// `Altered`; `Damaged`, `Busy`, `Io`.
    pub(super) fn check_layout(&self) -> Result<(), RecordsError> {
        match self.differences(self.layout)? {
            None => Ok(()),
            Some(found) => Err(self.altered(found)),
        }
    }

    /// In what the file differs from this layout, for people; nothing where it is as it must be.
    pub(super) fn differences(&self, layout: i64) -> Result<Option<String>, RecordsError> {
        let differences = Differences::of(&self.connection, layout).map_err(|e| self.db(e))?;
        Ok(differences.describe())
    }

    /// Refuses only a file whose rows cannot be read as what they are.
    pub(super) fn check_record_tables(&self) -> Result<(), RecordsError> {
        let differences = Differences::of(&self.connection, self.layout).map_err(|e| self.db(e))?;
        match differences.describe() {
            Some(found) if differences.of_the_record => Err(self.altered(found)),
            _ => Ok(()),
        }
    }

    /// Whether a table is that of the layout.
    pub(super) fn has_table_as_made(&self, name: &str) -> Result<bool, RecordsError> {
        let found = items(&self.connection).map_err(|e| self.db(e))?;
        let made = made_by(self.layout).map_err(|e| self.db(e))?;
        let mut like = found.iter().filter(|item| item.name == name);
        let item = like.next();
        let known = |item| made.iter().any(|made| made.contains(item));
        Ok(item.is_some_and(known) && like.next().is_none())
    }

    pub(super) fn altered(&self, found: String) -> RecordsError {
        RecordsError::Altered {
            path: self.path.clone(),
            found,
        }
    }
}

/// The name in a message. It comes out of a file that anybody may have written.
fn name(item: &Item) -> String {
    let shown = |text: &str| -> String {
        let short = text.chars().take(MAX_NAME);
        short.flat_map(char::escape_default).collect()
    };
    format!("{} {}", shown(&item.kind), shown(&item.name))
}

fn items(connection: &Connection) -> rusqlite::Result<Vec<Item>> {
    let sql = format!(
        "SELECT type, substr(name, 1, 200), substr(tbl_name, 1, 200), \
         CASE WHEN length(sql) > 10000 THEN 'too long' ELSE sql END \
         FROM main.sqlite_schema LIMIT {MAX_ITEMS}"
    );
    let mut statement = connection.prepare(&sql)?;
    let items = statement.query_map([], |row| {
        Ok(Item {
            kind: text(row, 0)?.unwrap_or_default(),
            name: text(row, 1)?.unwrap_or_default(),
            table: text(row, 2)?.unwrap_or_default(),
            sql: text(row, 3)?,
        })
    })?;
    items.collect()
}

/// What is no text is none that SQLite wrote, and equals nothing.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        other => Some(format!("a value of type {}", other.data_type())),
    })
}

/// What SQLite makes of a layout: of a new file, and of a file of each layout before, migrated,
/// whose tables have other texts.
fn made_by(layout: i64) -> rusqlite::Result<&'static [Vec<Item>]> {
    static MADE: OnceLock<Vec<(i64, Vec<Vec<Item>>)>> = OnceLock::new();
    if MADE.get().is_none() {
        let mut all = Vec::new();
        for layout in 1..=LAYOUT {
            let begun = (1..=layout).rev();
            let made: rusqlite::Result<Vec<_>> = begun.map(|begun| make(begun, layout)).collect();
            all.push((layout, made?));
        }
        // Another thread has made the same meanwhile.
        let _ = MADE.set(all);
    }
    let mut all = MADE.get().into_iter().flatten();
    let of = all.find(|(number, _)| *number == layout);
    Ok(of.map_or(&[], |(_, made)| made))
}

/// A file that was begun with one layout and brought to another.
fn make(begun: i64, layout: i64) -> rusqlite::Result<Vec<Item>> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(RECORD)?;
    connection.execute_batch(&projections(begun))?;
    for (step, from) in STEPS.iter().zip(1..) {
        if from >= begun && from < layout {
            connection.execute_batch(step)?;
        }
    }
    items(&connection)
}

#[cfg(test)]
mod tests;
