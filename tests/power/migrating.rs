//! A store of the first layout is migrated, and the program is stopped, fails or loses power at
//! every file operation in turn: no row is lost, and no file is migrated of which there is no copy
//! (RECORDS 5.3 to 5.5).

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use muster::records::{Head, Records};
use rusqlite::Connection;

use crate::layer::{Layer, Run, arguments};
use crate::lost::{Dice, Disk, Loss, Tree, read_tree, write_tree};

/// How many losses of a part of what was not flushed are tried at each operation.
const LOSSES: u64 = 4;

/// Opens the records for writing, and adds nothing to them: there is no such session.
const CHANGES_NO_ROW: [&str; 11] = [
    "records",
    "amend",
    "00000000-0000-0000-0000-000000000000",
    "--field",
    "notes",
    "--to",
    "",
    "--by",
    "Lieutenant Example",
    "--why",
    "a test",
];
/// How that ends when nothing else is in the way.
const UNDISTURBED: (Option<i32>, &str) = (Some(2), "NotFound");

type Row = (i64, String, String);

struct Scene {
    folder: tempfile::TempDir,
    before: Tree,
    head: Head,
    rows: Vec<Row>,
    arguments: Vec<OsString>,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("station").join("data");
        std::fs::create_dir_all(&data).expect("a folder");
        let file = data.join("records.db");
        std::fs::copy(golden("data/records.db"), &file).expect("copied");
        let head = std::fs::read(golden("expected/verify.json")).expect("read");
        let rows = rows(&file);
        assert_eq!((layout(&file), rows.len()), (1, 25));
        // SQLite's own files go when the last connection is closed.
        Self {
            before: read_tree(&folder.path().join("station")),
            head: serde_json::from_slice(&head).expect("a head"),
            rows,
            arguments: arguments(&data, &CHANGES_NO_ROW),
            folder,
        }
    }

    fn station(&self) -> PathBuf {
        self.folder.path().join("station")
    }

    fn reset(&self) {
        write_tree(&self.station(), &self.before);
    }

    /// The command undisturbed, watched.
    fn record(&self, layer: &Layer) -> Run {
        self.reset();
        let run = layer.run(&self.station(), "record", 0, &self.arguments);
        assert_eq!(end(&run), UNDISTURBED);
        assert_eq!(self.check("undisturbed"), 2);
        run
    }

    /// Every row is there, and a copy of them if the file is migrated. Returns the layout that was
    /// found; then the same command leads on, and leaves no more than the records and their copies.
    fn check(&self, what: &str) -> i64 {
        let data = self.station().join("data");
        let file = data.join("records.db");
        let copy = |number: u32| data.join(format!("records.layout-1.copy-{number}.db"));
        let found = layout(&file);
        assert_eq!(rows(&file), self.rows, "{what}");
        if found != 1 {
            assert_eq!(layout(&copy(1)), 1, "{what}");
            assert_eq!(rows(&copy(1)), self.rows, "{what}");
        }
        let records = Records::open(&file).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(records.kept_aside(), None, "{what}");
        assert_eq!(records.verify().expect(what), self.head, "{what}");
        drop(records);
        assert_eq!(layout(&file), 2, "{what}");
        for number in (1..).take_while(|number| copy(*number).exists()) {
            assert_eq!(rows(&copy(number)), self.rows, "{what}: copy {number}");
        }
        found
    }
}

fn end(run: &Run) -> (Option<i32>, &str) {
    let code = run.document["error"]["code"].as_str();
    (run.exit, code.unwrap_or_default())
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/golden")
        .join(name)
}

fn layout(file: &Path) -> i64 {
    let connection = Connection::open(file).expect("opens");
    let layout = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    layout.expect("a layout")
}

fn rows(file: &Path) -> Vec<Row> {
    let connection = Connection::open(file).expect("opens");
    let sql = "SELECT seq, hash, json FROM entries JOIN contents ON sha256 = content_sha256 \
               ORDER BY seq";
    let mut statement = connection.prepare(sql).expect("SQL");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.and_then(Iterator::collect).expect("rows")
}

#[test]
fn killed_at_every_operation_a_migration_loses_nothing() {
    let (scene, layer) = (Scene::new(), Layer::new());
    let whole = scene.record(&layer);
    let mut found = HashSet::new();
    let mut stop = |mode: &str, at: usize| {
        let what = format!("{mode} {at} of {}", whole.count);
        scene.reset();
        let run = layer.run(&scene.station(), mode, at, &scene.arguments);
        assert_eq!(run.exit, None, "{what}: {}", run.document);
        found.insert(scene.check(&what));
    };
    for at in 1..=whole.count {
        stop("before", at);
    }
    for write in whole.trace.iter().filter(|write| write.bytes.len() > 1) {
        stop("torn", write.number);
    }
    assert_eq!(found, HashSet::from([1, 2]));
}

#[test]
fn out_of_power_at_every_operation_a_migration_loses_nothing() {
    let (scene, layer) = (Scene::new(), Layer::new());
    let whole = scene.record(&layer);
    let mut disk = Disk::of(&scene.station(), &scene.before);
    let (mut seen, mut found) = (HashSet::new(), HashSet::new());
    for done in 0..=whole.trace.len() {
        let last = done.checked_sub(1).map(|last| &whole.trace[last]);
        if let Some(operation) = last {
            disk.follow(operation);
        }
        for loss_number in 0..=LOSSES {
            let mut loss = match loss_number {
                0 => Loss::All,
                _ => Loss::Some(Dice(loss_number << 32 | done as u64)),
            };
            let tree = disk.after(&mut loss);
            if !seen.insert(tree.clone()) {
                continue;
            }
            write_tree(&scene.station(), &tree);
            let name = last.map(|operation| &operation.name);
            found.insert(scene.check(&format!(
                "power lost after {done} ({name:?}), loss {loss_number}"
            )));
        }
    }
    assert_eq!(found, HashSet::from([1, 2]));
}

#[test]
fn a_migration_reports_any_failing_operation_and_loses_nothing() {
    let (scene, layer) = (Scene::new(), Layer::new());
    // Of a file of its own that it cannot make SQLite does not say why, and this disk is not full.
    for (mode, codes) in [("eio", &["Io"][..]), ("full", &["NoSpace", "Io"])] {
        let mut failed = HashSet::new();
        for at in 1.. {
            scene.reset();
            let run = layer.run(&scene.station(), mode, at, &scene.arguments);
            if at > run.count {
                assert_eq!(end(&run), UNDISTURBED);
                break;
            }
            let what = format!("{mode} {at} of {}: {}", run.count, run.document);
            // Else it was not needed, or tried in another way.
            if end(&run) != UNDISTURBED {
                let (exit, code) = end(&run);
                assert_eq!(exit, Some(1), "{what}");
                assert!(codes.contains(&code), "{what}");
                failed.insert(code.to_owned());
            }
            scene.check(&what);
        }
        assert_eq!(failed.len(), codes.len(), "{mode}: {failed:?}");
    }
}
