//! Follows what other programs do to the stores while the window is open: settings, the shelf, the
//! records (SCREENS 4.8). It polls the files' metadata every few seconds, and reads no content.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use crate::app::jobs::result::{JobResults, Origin};
use crate::library;
use crate::station::DataFolder;

/// How often the files are checked.
const POLL_INTERVAL: Duration = Duration::from_secs(3);

/// What was changed, by whomever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct StoresChanged {
    pub(in crate::app) settings: bool,
    pub(in crate::app) shelf: bool,
    /// Perhaps by this window itself.
    pub(in crate::app) records: bool,
}

/// Checks the files on a thread until this is dropped.
pub(in crate::app) struct StoreFollower {
    _stop: Sender<()>,
}

impl StoreFollower {
    /// Begins with the stores as they are now; `then` is what the window does after a change.
    pub(in crate::app) fn start<A: 'static>(
        folder: &DataFolder,
        results: JobResults<A>,
        then: fn(&mut A, StoresChanged),
    ) -> Self {
        let files = StoreFiles::of(folder);
        let (stop, stopped) = bounded::<()>(1);
        let mut before = files.stamps();
        #[expect(
            clippy::disallowed_methods,
            reason = "app is one of the rooms that start threads"
        )]
        let thread = std::thread::Builder::new()
            .name("other programs".to_owned())
            .spawn(move || {
                while stopped.recv_timeout(POLL_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    let now = files.stamps();
                    let changed = before.changed(&now);
                    if changed == StoresChanged::default() {
                        continue;
                    }
                    before = now;
                    // `Asked`: the change becomes visible only after the window has read it.
                    if !results.send(Origin::Asked, move |app| then(app, changed)) {
                        return;
                    }
                }
            });
        // Without it the window shows what others did after the next start.
        drop(thread);
        Self { _stop: stop }
    }
}

/// The files whose changes are followed.
struct StoreFiles {
    settings: PathBuf,
    shelf: Vec<PathBuf>,
    records: Vec<PathBuf>,
}

impl StoreFiles {
    fn of(folder: &DataFolder) -> Self {
        let records = folder.records_file();
        let mut journal = records.clone().into_os_string();
        journal.push("-wal");
        Self {
            settings: folder.station_file(),
            shelf: library::store_files(folder.library()).to_vec(),
            records: vec![records, journal.into()],
        }
    }

    fn stamps(&self) -> StoreStamps {
        let all = |files: &[PathBuf]| files.iter().map(|file| stamp(file)).collect();
        StoreStamps {
            settings: stamp(&self.settings),
            shelf: all(&self.shelf),
            records: all(&self.records),
        }
    }
}

/// When a file was written last, how long it is; nothing where it is not there.
type FileStamp = Option<(Option<SystemTime>, u64)>;

#[derive(PartialEq, Eq)]
struct StoreStamps {
    settings: FileStamp,
    shelf: Vec<FileStamp>,
    records: Vec<FileStamp>,
}

impl StoreStamps {
    fn changed(&self, now: &Self) -> StoresChanged {
        StoresChanged {
            settings: self.settings != now.settings,
            shelf: self.shelf != now.shelf,
            records: self.records != now.records,
        }
    }
}

fn stamp(file: &Path) -> FileStamp {
    let found = file.symlink_metadata().ok()?;
    Some((found.modified().ok(), found.len()))
}

#[cfg(test)]
mod tests {
    use super::{StoreFiles, StoresChanged};
    use crate::station::{DataFolder, Station, StationStore};

    #[test]
    fn a_change_by_another_program_is_noticed_in_its_store_alone() {
        let base = tempfile::tempdir().unwrap();
        let folder = DataFolder::resolve(Some(base.path())).unwrap();
        let files = StoreFiles::of(&folder);
        let before = files.stamps();
        assert_eq!(before.changed(&files.stamps()), StoresChanged::default());
        StationStore::open(&folder)
            .save(&Station::default())
            .unwrap();
        let saved = files.stamps();
        let settings = StoresChanged {
            settings: true,
            ..StoresChanged::default()
        };
        assert_eq!(before.changed(&saved), settings);
        crate::library::Library::open(folder.library()).unwrap();
        assert!(saved.changed(&files.stamps()).shelf);
    }
}
