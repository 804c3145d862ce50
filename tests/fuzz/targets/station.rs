//! A `station.json` of any bytes; what is read is written and read again the same.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use muster::station::{DataFolder, StationStore};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let folder = DataFolder::resolve(Some(FOLDER.path())).unwrap();
    let store = StationStore::open(&folder);
    std::fs::write(store.path(), bytes).unwrap();
    if let Ok(station) = store.load() {
        store.save(&station).unwrap();
        assert!(store.load().unwrap() == station);
    }
});
