//! Interrupts queries: `--store` accepts any file, and a hostile one could keep a query running for
//! ever (RECORDS 8.10).

use rusqlite::Connection;

/// So many instructions of SQLite's machine between two questions whether to go on; some
/// milliseconds.
const INSTRUCTIONS: i32 = 100_000;

/// Ends every query of this connection as soon as `is_stopped` returns true.
pub(super) fn end_queries_when(
    connection: &mut Connection,
    is_stopped: fn() -> bool,
) -> rusqlite::Result<()> {
    connection.progress_handler(INSTRUCTIONS, Some(is_stopped))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;

    use super::end_queries_when;
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
}
