//! A `station.json` of any bytes; what is read is written and read again the same. Its roster, if a file
//! can hold it, is written to one that changes nothing.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;
use muster::station::{DataFolder, StationStore, diff, roster};
use tempfile::TempDir;

const TODAY: Date = Date::constant(2026, 11, 24);

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let folder = DataFolder::resolve(Some(FOLDER.path())).unwrap();
    let store = StationStore::open(&folder);
    std::fs::write(store.path(), bytes).unwrap();
    if let Ok(station) = store.load() {
        store.save(&station).unwrap();
        assert!(store.load().unwrap() == station);
        if let Ok(written) = roster::write(&station)
            && !station.roster.is_empty()
        {
            let back = roster::parse(&written, &station).unwrap();
            assert!(diff(&station.roster, &back, TODAY).changes_nothing());
        }
    }
});
