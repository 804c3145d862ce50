//! Queries that end: `--store` takes any file, and one that was made for it would keep a query busy
//! for ever (RECORDS 8.10).

use rusqlite::Connection;

/// So many instructions of SQLite's machine between two questions whether to go on; some
/// milliseconds.
const INSTRUCTIONS: i32 = 100_000;

/// Has every query of this connection end as soon as `is_stopped` says so.
pub(super) fn end_queries_when(
    connection: &mut Connection,
    is_stopped: fn() -> bool,
) -> rusqlite::Result<()> {
    connection.progress_handler(INSTRUCTIONS, Some(is_stopped))
}

/// Whether everything in this database is a table of rows, an index or a trigger. A view or a
/// virtual table in the place of a table is a query or a program instead of rows, and need never
/// end. What SQLite goes by is the text; the column `type` may say anything.
pub(super) fn has_only_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE sql NOT GLOB 'CREATE TABLE *'
             AND sql NOT GLOB 'CREATE INDEX *' AND sql NOT GLOB 'CREATE UNIQUE INDEX *'
             AND sql NOT GLOB 'CREATE TRIGGER *')",
        [],
        |row| row.get(0),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;

    use super::{end_queries_when, has_only_tables};
    use crate::records::RecordsError;

    /// RECORDS 8.10.
    #[test]
    fn a_query_that_never_ends_is_ended() {
        let mut connection = Connection::open_in_memory().expect("open");
        end_queries_when(&mut connection, || true).expect("a hook");
        let endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
                       SELECT max(n) FROM r";
        let ended = connection.query_row(endless, [], |row| row.get::<_, i64>(0));
        let error = RecordsError::db(Path::new("x"), ended.expect_err("ended"));
        assert!(matches!(error, RecordsError::Cancelled), "{error}");
    }

    /// RECORDS 8.10.
    #[test]
    fn what_stands_for_a_query_is_no_table_whatever_it_says_it_is() {
        let tables = "CREATE TABLE a (b INTEGER PRIMARY KEY, c TEXT UNIQUE) STRICT;
             CREATE INDEX d ON a (c); CREATE UNIQUE INDEX e ON a (c);
             CREATE TRIGGER f BEFORE UPDATE ON a BEGIN SELECT 1; END;";
        for (more, right) in [
            ("", true),
            ("CREATE VIEW v AS SELECT 1;", false),
            ("create  view v as select 1;", false),
            ("CREATE VIRTUAL TABLE v USING fts5(x);", false),
            (
                "CREATE VIEW v AS SELECT 1; PRAGMA writable_schema = ON;
                 UPDATE sqlite_schema SET type = 'table', rootpage = 2 WHERE name = 'v';",
                false,
            ),
        ] {
            let connection = Connection::open_in_memory().expect("open");
            let made = connection.execute_batch(&format!("{tables}{more}"));
            if made.is_err() && more.contains("VIRTUAL") {
                // This SQLite knows no such tables.
                continue;
            }
            made.expect("made");
            assert_eq!(has_only_tables(&connection), Ok(right), "{more}");
        }
    }
}
