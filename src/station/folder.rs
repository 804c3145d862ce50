//! Where Muster keeps its data: one folder for the whole machine where the user may write there,
//! else the user's own. A second store elsewhere is found and reported, so that nobody looks for
//! records in the wrong one.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::station::StationError;

/// The station's settings.
pub const STATION_FILE: &str = "station.json";
/// The records.
pub const RECORDS_FILE: &str = "records.db";
/// The shelf's folder.
const LIBRARY_FOLDER: &str = "library";

/// Whose folder it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderKind {
    /// For everybody on this PC: `%ProgramData%\Muster`, `/var/lib/muster`.
    Machine,
    /// For this user only.
    User,
    /// Named by `--data-dir` or `MUSTER_DATA_DIR`.
    Named,
}

/// Where data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
    kind: FolderKind,
    other: Option<PathBuf>,
    library: PathBuf,
}

impl DataFolder {
    /// Chooses the folder: the one that was named; else the machine's where this user may write
    /// there (it is made if that is possible); else the user's. Nothing is written into it.
    ///
    /// # Errors
    /// `NoFolder` if the system knows none.
    pub fn resolve(explicit: Option<&Path>) -> Result<Self, StationError> {
        let user = ProjectDirs::from("", "", "Muster");
        let user = user.map(|dirs| dirs.data_local_dir().to_owned());
        Self::among(explicit, machine_folder(), user)
    }

    fn among(
        explicit: Option<&Path>,
        machine: Option<PathBuf>,
        user: Option<PathBuf>,
    ) -> Result<Self, StationError> {
        if let Some(path) = explicit {
            return Ok(Self {
                path: path.to_owned(),
                kind: FolderKind::Named,
                other: None,
                library: path.join(LIBRARY_FOLDER),
            });
        }
        let holds_data =
            |path: &PathBuf| path.join(STATION_FILE).exists() || path.join(RECORDS_FILE).exists();
        if let Some(path) = machine.clone().filter(|path| is_ours(path)) {
            return Ok(Self {
                library: path.join(LIBRARY_FOLDER),
                path,
                kind: FolderKind::Machine,
                other: user.filter(holds_data),
            });
        }
        let path = user.ok_or(StationError::NoFolder)?;
        // Packs that an administrator installed for the whole machine are everybody's.
        let library = machine
            .iter()
            .chain([&path])
            .map(|folder| folder.join(LIBRARY_FOLDER))
            .find(|folder| folder.is_dir())
            .unwrap_or_else(|| path.join(LIBRARY_FOLDER));
        Ok(Self {
            library,
            path,
            kind: FolderKind::User,
            other: machine.filter(holds_data),
        })
    }

    /// The folder. It need not exist yet.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whose it is.
    #[must_use]
    pub fn kind(&self) -> FolderKind {
        self.kind
    }

    /// Another folder on this PC that holds settings or records of Muster; these are not used.
    #[must_use]
    pub fn other(&self) -> Option<&Path> {
        self.other.as_deref()
    }

    /// The shelf's folder: the machine's where an administrator keeps one, else in this folder.
    #[must_use]
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// The station's settings.
    #[must_use]
    pub fn station_file(&self) -> PathBuf {
        self.path.join(STATION_FILE)
    }

    /// The records.
    #[must_use]
    pub fn records_file(&self) -> PathBuf {
        self.path.join(RECORDS_FILE)
    }
}

#[cfg(windows)]
fn machine_folder() -> Option<PathBuf> {
    let base = std::env::var_os("ProgramData").filter(|base| !base.is_empty())?;
    Some(PathBuf::from(base).join("Muster"))
}

#[cfg(not(windows))]
#[expect(clippy::unnecessary_wraps, reason = "Windows may know no such folder")]
fn machine_folder() -> Option<PathBuf> {
    Some(PathBuf::from("/var/lib/muster"))
}

/// Whether this user may write here: new files, and the stores that lie there already, which
/// another user may have made.
fn is_ours(folder: &Path) -> bool {
    if std::fs::create_dir_all(folder).is_err() || tempfile::tempfile_in(folder).is_err() {
        return false;
    }
    [STATION_FILE, RECORDS_FILE].iter().all(|name| {
        let file = folder.join(name);
        !file.exists() || OpenOptions::new().append(true).open(&file).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::{DataFolder, FolderKind, RECORDS_FILE};
    use std::path::PathBuf;

    /// A path under which nothing can be made: its parent is a file.
    fn impossible(base: &tempfile::TempDir) -> PathBuf {
        let file = base.path().join("a file");
        std::fs::File::create(&file).expect("a file");
        file.join("muster")
    }

    #[test]
    fn the_machines_folder_comes_first_where_the_user_may_write_there() {
        let base = tempfile::tempdir().expect("a folder");
        let machine = base.path().join("machine");
        let folder = DataFolder::among(None, Some(machine.clone()), Some(base.path().join("user")))
            .expect("a folder");
        assert_eq!(folder.kind(), FolderKind::Machine);
        assert_eq!(folder.path(), machine);
        assert_eq!(folder.other(), None);
    }

    #[test]
    fn the_users_folder_is_taken_where_the_machines_cannot_be_written() {
        let base = tempfile::tempdir().expect("a folder");
        let user = base.path().join("user");
        let folder =
            DataFolder::among(None, Some(impossible(&base)), Some(user.clone())).expect("a folder");
        assert_eq!(folder.kind(), FolderKind::User);
        assert_eq!(folder.path(), user);
        assert_eq!(folder.library(), user.join("library"));
    }

    #[test]
    fn records_in_the_folder_that_is_not_used_are_reported() {
        let base = tempfile::tempdir().expect("a folder");
        let (machine, user) = (base.path().join("machine"), base.path().join("user"));
        std::fs::create_dir(&user).expect("a folder");
        std::fs::File::create(user.join(RECORDS_FILE)).expect("a store");
        let folder = DataFolder::among(None, Some(machine), Some(user.clone())).expect("a folder");
        assert_eq!(folder.kind(), FolderKind::Machine);
        assert_eq!(folder.other(), Some(user.as_path()));
    }

    #[test]
    fn a_named_folder_is_taken_as_it_is() {
        let base = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::among(Some(base.path()), None, None).expect("a folder");
        assert_eq!(folder.kind(), FolderKind::Named);
        assert_eq!(folder.records_file(), base.path().join(RECORDS_FILE));
    }
}
