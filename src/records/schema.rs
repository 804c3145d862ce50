//! The database's layout. `entries` and `contents` are the record (RECORDS 3.2); every other table
//! but `drafts` and `probe` is projected from them and can be rebuilt.

/// Kept in `user_version` (RECORDS 5.1).
pub(super) const LAYOUT: i64 = 2;
/// What makes each layout out of the one before, from the first on; none of them is ever changed
/// again (RECORDS 5.3).
pub(super) const STEPS: [&str; 1] = [STATION_IDS];
/// Rows of the first layout hold contents of the first format only: none of them names an id.
const STATION_IDS: &str = "ALTER TABLE main.sessions ADD COLUMN station_id TEXT";
/// `MSTR`, in `application_id`: this file is Muster's (RECORDS 3.1).
pub(super) const APPLICATION: i32 = 0x4D53_5452;

/// The record itself. Nothing is ever edited or deleted, not even by `INSERT OR REPLACE`, and a
/// row can only be put after the last (RECORDS 3.5).
pub(super) const RECORD: &str = "
CREATE TABLE entries(
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE contents(
    sha256 TEXT PRIMARY KEY NOT NULL,
    json TEXT NOT NULL
);
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'rows are only added after the last'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
CREATE TRIGGER entries_hold BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER contents_once BEFORE INSERT ON contents
WHEN EXISTS (SELECT 1 FROM contents WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'contents are only added'); END;
CREATE TRIGGER contents_stay BEFORE DELETE ON contents
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
CREATE TRIGGER contents_hold BEFORE UPDATE ON contents
BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TABLE drafts(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    session_id TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE TABLE probe(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    written INTEGER NOT NULL
);
";

/// What screens and reports need, as amended.
pub(super) const PROJECTIONS: &str = "
CREATE TABLE sessions(
    seq INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    station TEXT NOT NULL,
    pack_id TEXT NOT NULL,
    module_id TEXT NOT NULL,
    pack_version INTEGER,
    shift TEXT NOT NULL,
    shift_date TEXT NOT NULL,
    started INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    outcome TEXT NOT NULL,
    present INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    search TEXT NOT NULL,
    station_id TEXT
);
CREATE TABLE attendance(
    seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    officer_id TEXT NOT NULL,
    there INTEGER NOT NULL,
    PRIMARY KEY (seq, position)
) WITHOUT ROWID;
CREATE TABLE amendments(
    seq INTEGER PRIMARY KEY,
    session_seq INTEGER NOT NULL
);
CREATE TABLE latest(
    station TEXT NOT NULL,
    pack_id TEXT NOT NULL,
    module_id TEXT NOT NULL,
    shift TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (station, pack_id, module_id, shift)
) WITHOUT ROWID;
CREATE INDEX sessions_of_module ON sessions(pack_id, module_id, station, shift, shift_date, started);
CREATE INDEX sessions_of_shift ON sessions(shift, shift_date, started);
CREATE INDEX sessions_by_date ON sessions(shift_date, started);
CREATE INDEX sessions_by_start ON sessions(started);
CREATE INDEX attendance_of_officer ON attendance(officer_id, seq);
CREATE INDEX amendments_of_session ON amendments(session_seq);
";

/// The projected tables.
pub(super) const PROJECTED: [&str; 4] = ["sessions", "attendance", "amendments", "latest"];

/// What a file of this layout was made with, before any step.
pub(super) fn projections(layout: i64) -> String {
    match layout {
        1 => PROJECTIONS.replace(",\n    station_id TEXT", ""),
        _ => PROJECTIONS.to_owned(),
    }
}
