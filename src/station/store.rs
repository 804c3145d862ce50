//! `station.json`: read whole, saved whole, atomically and durably (RECORDS 7.1 to 7.4).

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::platform::files;
use crate::platform::locks::{Lock, LockError, MAX_WAIT};
use crate::station::folder::{DataFolder, STATION_FILE};
use crate::station::{Station, StationError, unknown};

/// The format that this program writes and reads.
const FORMAT: u64 = 1;
/// Larger than any station: a roster of 20,000 officers has 5 MB.
const MAX_BYTES: u64 = 64 << 20;

#[derive(Serialize)]
struct FileOut<'a> {
    format: u64,
    station: &'a Station,
}

#[derive(Deserialize)]
struct FileIn {
    station: Station,
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}

/// The settings of one station, in `station.json` of the data folder.
#[derive(Clone, Debug)]
pub struct StationStore {
    path: PathBuf,
}

impl StationStore {
    /// The store in this data folder. Touches no file.
    #[must_use]
    pub fn open(folder: &DataFolder) -> Self {
        Self {
            path: folder.station_file(),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the settings; without a file a station of which nothing is known yet.
    ///
    /// # Errors
    /// `Damaged` (the file is left as it is: see [`Self::set_aside`]), `TooNew`, `Io`.
    pub fn load(&self) -> Result<Station, StationError> {
        let Some(bytes) = self.read()? else {
            return Ok(Station::default());
        };
        let file: FileIn = serde_json::from_slice(&bytes).map_err(|e| self.damaged(&e))?;
        let mut station = file.station;
        station.write_out_names();
        Ok(station)
    }

    fn damaged(&self, reason: &dyn std::fmt::Display) -> StationError {
        StationError::Damaged {
            path: self.path.clone(),
            reason: reason.to_string(),
        }
    }

    /// The bytes of a file of a format that this program knows; nothing where there is none.
    fn read(&self) -> Result<Option<Vec<u8>>, StationError> {
        let unreadable = |error| StationError::Io {
            path: self.path.clone(),
            error,
        };
        let file = match files::open_no_link(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        };
        let bytes = files::read_up_to(file, MAX_BYTES).map_err(unreadable)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(self.damaged(&format!("more than {MAX_BYTES} bytes")));
        }
        let format: FormatOnly = serde_json::from_slice(&bytes).map_err(|e| self.damaged(&e))?;
        if format.format > FORMAT {
            return Err(StationError::TooNew {
                path: self.path.clone(),
                found: format.format,
            });
        }
        Ok(Some(bytes))
    }

    /// Reads the settings as [`Self::load`] does. Settings that have no id are given one if this user
    /// may save them; where nothing is set yet, nothing is saved (RECORDS 7.4).
    ///
    /// # Errors
    /// Those of [`Self::load`].
    pub fn load_identified(&self) -> Result<Station, StationError> {
        let station = self.load()?;
        if station.id.is_some() || !self.path.exists() {
            return Ok(station);
        }
        let identified = self.update(|station| {
            station.identify();
            Ok::<(), StationError>(())
        });
        Ok(identified.map_or(station, |((), station)| station))
    }

    /// Saves the settings: after a power cut there is either the file before or this one. A
    /// damaged file that lies there is kept aside first.
    ///
    /// # Errors
    /// `ReadOnly`, `NoSpace`, `Io`, `Busy`, `Cancelled`; `TooNew` if the file there is a newer program's.
    pub fn save(&self, station: &Station) -> Result<(), StationError> {
        let _lock = self.lock()?;
        match self.load() {
            Err(StationError::Damaged { .. }) => {
                self.set_aside()?;
            }
            Err(error @ StationError::TooNew { .. }) => return Err(error),
            _ => {}
        }
        self.write(station)
    }

    /// Reads, changes and saves the settings in one go: what another program saved in between is
    /// not lost. A station that has no id yet is given one with the first change (RECORDS 7.4).
    /// Returns what `change` returned, and the settings as saved.
    ///
    /// # Errors
    /// Those of [`Self::load`] and [`Self::save`], and whatever `change` refused; then nothing is
    /// saved.
    pub fn update<T, E>(
        &self,
        change: impl FnOnce(&mut Station) -> Result<T, E>,
    ) -> Result<(T, Station), E>
    where
        E: From<StationError>,
    {
        let _lock = self.lock()?;
        let mut station = self.load()?;
        let before = station.clone();
        let value = change(&mut station)?;
        if station != before {
            station.identify();
            self.write(&station)?;
        }
        Ok((value, station))
    }

    /// Moves a damaged file out of the way, unchanged, so that a new one can begin; returns its new
    /// path.
    ///
    /// # Errors
    /// `ReadOnly`, `Io`.
    pub fn set_aside(&self) -> Result<PathBuf, StationError> {
        let kept = (1..=u32::MAX)
            .map(|n| self.path.with_extension(format!("damaged-{n}.json")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.path.with_extension("damaged.json"));
        std::fs::rename(&self.path, &kept).map_err(|e| StationError::io(&self.path, e))?;
        Ok(kept)
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// One writer at a time.
    fn lock(&self) -> Result<Lock, StationError> {
        let folder = self.folder();
        files::create_folders(folder).map_err(|e| StationError::io(folder, e))?;
        let path = self.path.with_extension("lock");
        Lock::acquire(&path, MAX_WAIT).map_err(|error| match error {
            LockError::Held(holder) => StationError::Busy { holder },
            LockError::Stopped => StationError::Cancelled,
            LockError::Io(error) => StationError::io(&path, error),
        })
    }

    fn write(&self, station: &Station) -> Result<(), StationError> {
        let out = FileOut {
            format: FORMAT,
            station,
        };
        let failed = |e: io::Error| StationError::io(&self.path, e);
        let mut out = serde_json::to_value(&out).map_err(|e| failed(e.into()))?;
        // RECORDS 7.8. A damaged file was set aside, so its unknown fields cannot be kept.
        let before = self.read().ok().flatten();
        let before = before.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        if let Some(before) = before {
            unknown::keep(before, &mut out);
        }
        let mut bytes = serde_json::to_vec_pretty(&out).map_err(|e| failed(e.into()))?;
        bytes.push(b'\n');
        // Whoever may read the folder may read the file.
        let mut temp = files::temp_builder(STATION_FILE, 0o644)
            .tempfile_in(self.folder())
            .map_err(failed)?;
        temp.write_all(&bytes).map_err(failed)?;
        temp.as_file().sync_all().map_err(failed)?;
        temp.persist(&self.path).map_err(|e| failed(e.error))?;
        files::sync_folder(self.folder()).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::StationStore;
    use crate::station::{DataFolder, Station, StationError, Tag};
    use std::fs::File;
    use std::io::Write;

    fn store(folder: &tempfile::TempDir) -> StationStore {
        StationStore::open(&DataFolder::resolve(Some(folder.path())).expect("a folder"))
    }

    fn put(store: &StationStore, bytes: &[u8]) {
        let mut file = File::create(store.path()).expect("a file");
        file.write_all(bytes).expect("written");
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let station = Station {
            name: "Central Station".to_owned(),
            tags: Tag::list("287g").expect("tags"),
            ..Station::default()
        };
        store(&folder).save(&station).expect("saved");
        assert_eq!(store(&folder).load().expect("loaded"), station);
    }

    #[test]
    fn a_damaged_file_is_reported_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        for bytes in [&b"{\"format\":1,\"sta"[..], b"\0\0\0\0", b""] {
            put(&store, bytes);
            assert!(matches!(store.load(), Err(StationError::Damaged { .. })));
            assert_eq!(std::fs::read(store.path()).expect("read"), bytes);
        }
    }

    // RECORDS 7.3.
    #[test]
    fn saving_keeps_a_damaged_file_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        put(&store, b"half a fi");
        store.save(&Station::default()).expect("saved");
        assert_eq!(store.load().expect("loaded"), Station::default());
        let kept = folder.path().join("station.damaged-1.json");
        assert_eq!(std::fs::read(kept).expect("kept"), b"half a fi");
    }

    // RECORDS 7.2.
    #[test]
    fn a_newer_programs_file_is_neither_read_nor_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        put(&store, b"{\"format\":2,\"rooms\":[]}");
        let too_new = |result| matches!(result, Err(StationError::TooNew { found: 2, .. }));
        assert!(too_new(store.load().map(|_| ())));
        assert!(too_new(store.save(&Station::default())));
    }

    // RECORDS 7.2.
    #[test]
    fn a_newer_programs_file_is_not_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        let newer = b"{\"format\":2,\"station\":{},\"rooms\":[]}";
        put(&store, newer);
        let changed = store.update(|station| {
            station.tags.push(Tag::new("a").expect("a tag"));
            Ok::<_, StationError>(())
        });
        assert!(matches!(
            changed,
            Err(StationError::TooNew { found: 2, .. })
        ));
        assert!(store.load_identified().is_err());
        assert_eq!(std::fs::read(store.path()).expect("read"), newer);
    }

    // RECORDS 7.2.
    #[test]
    fn what_an_older_program_did_not_set_has_its_default() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        put(&store, br#"{"format":1,"station":{"name":"Central"}}"#);
        let expected = Station {
            name: "Central".to_owned(),
            ..Station::default()
        };
        assert_eq!(store.load().expect("loaded"), expected);
    }

    /// RECORDS 7.8.
    #[test]
    fn what_another_program_set_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        let settings = br#"{"format":1,"theirs":[1],"station":{"name":"A","theirs":{"b":2},
            "shifts":[{"id":"day","name":"Day","start":"07:00:00","end":"15:00:00","color":"red"}],
            "roster":[{"id":"7","name":"Smith","rank":"","squad":"","shift":"day","badge":12,
            "certification":"","active_from":null,"active_to":null}]}}"#;
        put(&store, settings);
        let changed = store.update(|station| {
            station.name = "B".to_owned();
            station.shifts[0].name = "Day shift".to_owned();
            Ok::<_, StationError>(())
        });
        changed.expect("changed");
        let bytes = std::fs::read(store.path()).expect("read");
        let file: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(file["theirs"][0], 1);
        let station = &file["station"];
        assert_eq!(
            (&station["name"], &station["theirs"]["b"]),
            (&"B".into(), &2.into())
        );
        assert_eq!(station["shifts"][0]["name"], "Day shift");
        assert_eq!(station["shifts"][0]["color"], "red");
        assert_eq!(station["roster"][0]["badge"], 12);
        store.load().expect("read again");
    }

    /// RECORDS 7.16.
    #[test]
    fn what_is_empty_again_is_not_kept_as_if_another_program_had_set_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        let officer = crate::station::Officer {
            id: "1".to_owned(),
            before_gone: Some(crate::station::ServiceDates::default()),
            former_ids: vec!["2".to_owned()],
            ..Default::default()
        };
        let mut station = Station {
            roster: vec![officer],
            ..Station::default()
        };
        station.identify();
        store.save(&station).expect("saved");
        assert_eq!(store.load().expect("loaded"), station);
        station.roster[0].before_gone = None;
        station.roster[0].former_ids.clear();
        store.save(&station).expect("saved");
        assert_eq!(store.load().expect("loaded"), station);
    }

    // RECORDS 7.4.
    #[test]
    fn the_first_change_gives_a_station_the_id_that_it_keeps() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        let set = |tag: &str| {
            let changed = store.update(|station| {
                station.tags = vec![Tag::new(tag).expect("a tag")];
                Ok::<_, StationError>(())
            });
            changed.expect("changed").1.id.expect("an id")
        };
        let id = set("a");
        assert_eq!(set("b"), id);
        assert_eq!(store.load_identified().expect("loaded").id, Some(id));
    }

    // RECORDS 7.4.
    #[test]
    fn settings_without_an_id_are_given_one_where_they_can_be_saved_and_are_read_where_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        assert_eq!(
            store.load_identified().expect("none"),
            Station::default(),
            "nothing is set"
        );
        assert!(!store.path().exists());
        let settings = br#"{"format":1,"station":{"name":"Central"}}"#;
        put(&store, settings);
        // A folder in the place of the lock: nothing can be saved.
        let lock = store.path().with_extension("lock");
        std::fs::create_dir(&lock).expect("a folder");
        let station = store.load_identified().expect("read");
        assert_eq!((&*station.name, station.id), ("Central", None));
        assert_eq!(std::fs::read(store.path()).expect("read"), settings);
        std::fs::remove_dir(&lock).expect("removed");
        let station = store.load_identified().expect("identified");
        assert!(station.id.is_some());
        assert_eq!(store.load().expect("loaded"), station);
    }

    #[test]
    fn changes_one_after_the_other_are_all_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        for tag in ["a", "b"] {
            let changed = store.update(|station| {
                station.tags.push(Tag::new(tag).expect("a tag"));
                Ok::<_, StationError>(())
            });
            changed.expect("changed");
        }
        assert_eq!(store.load().expect("loaded").tags, ["a", "b"]);
    }
}
