//! Where Muster keeps its data: in one folder, or settings and packs where only administrators
//! write and records where everybody does. A second store elsewhere is found and reported, so that
//! nobody looks for records in the wrong one.

use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::platform::files;
use crate::station::StationError;

/// The station's settings.
pub const STATION_FILE: &str = "station.json";
/// The records.
pub const RECORDS_FILE: &str = "records.db";
/// The shelf's folder.
const LIBRARY_FOLDER: &str = "library";
/// In the machine's folder: where those who may not write settings and packs write records.
pub(super) const RECORDS_FOLDER: &str = "records";
/// Beside the executable: everything lies in it, on a stick for example.
const PORTABLE_FOLDER: &str = "muster-data";

/// Whose folder it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderFinding {
    /// For everybody on this PC: `%ProgramData%\Muster`, `/var/lib/muster`. This user may write
    /// there.
    Machine,
    /// The same folder, set up by an administrator: this user reads packs, trust and settings and
    /// changes none.
    Managed,
    /// For this user only.
    User,
    /// `muster-data` beside the executable.
    Portable,
    /// Named by `--data-dir` or `MUSTER_DATA_DIR`.
    Named,
}

impl FolderFinding {
    /// As other programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Managed => "managed",
            Self::User => "user",
            Self::Portable => "portable",
            Self::Named => "named",
        }
    }
}

/// What is kept apart from the rest where an administrator set Muster up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFinding {
    /// `station.json`.
    Settings,
    /// The shelf: packs, trust, audit log.
    Library,
    /// `records.db`.
    Records,
}

/// Who may change it, as far as the file system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerFinding {
    /// Not this user.
    Administrators,
    /// Whoever may write in a folder that is for all.
    Shared,
    /// This user.
    User,
}

/// Where one part lies, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub what: PartFinding,
    /// Its file, or its folder.
    pub path: PathBuf,
    /// Who may change it.
    pub owner: OwnerFinding,
}

/// Where data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
    kind: FolderFinding,
    other: Option<PathBuf>,
    astray: Vec<PathBuf>,
    library: PathBuf,
    settings: PathBuf,
    records: PathBuf,
    personal: PathBuf,
}

/// The folders that there are to choose from.
#[derive(Default)]
struct Candidates {
    named: Option<PathBuf>,
    portable: Option<PathBuf>,
    machine: Option<PathBuf>,
    user: Option<PathBuf>,
}

impl DataFolder {
    /// Chooses the folder: the one that was named; else `muster-data` beside the executable if
    /// there is one; else the machine's where this user may write there (it is made if that is
    /// possible); else the user's, with whatever an administrator set up in the machine's: packs
    /// and trust if there is a shelf, settings if there are any, records if there is a folder for
    /// them. No file is written.
    ///
    /// # Errors
    /// `NoFolder` if the system knows none.
    pub fn resolve(explicit: Option<&Path>) -> Result<Self, StationError> {
        let user = ProjectDirs::from("", "", "Muster");
        let executable = std::env::current_exe().ok();
        Self::among(
            &can_write,
            Candidates {
                named: explicit.map(Path::to_owned),
                portable: executable
                    .and_then(|file| Some(file.parent()?.join(PORTABLE_FOLDER)))
                    .filter(|folder| folder.is_dir()),
                machine: machine_folder(),
                user: user.map(|dirs| dirs.data_local_dir().to_owned()),
            },
        )
    }

    fn among(can_write: &dyn Fn(&Path) -> bool, folders: Candidates) -> Result<Self, StationError> {
        let Candidates {
            named,
            portable,
            machine,
            user,
        } = folders;
        if let Some(path) = named {
            return Ok(Self::whole(path, FolderFinding::Named));
        }
        if let Some(path) = portable {
            let found = Self::whole(path, FolderFinding::Portable);
            return Ok(found.beside(&[machine, user]));
        }
        if let Some(path) = machine.clone().filter(|path| is_ours(path, can_write)) {
            let mut found = Self::whole(path, FolderFinding::Machine);
            let shared = found.path.join(RECORDS_FOLDER);
            if shared.is_dir() {
                found.records = shared;
            }
            return Ok(found.beside(&[machine, user]));
        }
        let path = user.clone().ok_or(StationError::NoFolder)?;
        let mut found = Self::whole(path, FolderFinding::User);
        if let Some(machine) = &machine {
            found.take_over(machine);
        }
        Ok(found.beside(&[machine, user]))
    }

    /// Everything within one folder.
    fn whole(path: PathBuf, kind: FolderFinding) -> Self {
        Self {
            kind,
            other: None,
            astray: Vec::new(),
            library: path.join(LIBRARY_FOLDER),
            settings: path.clone(),
            records: path.clone(),
            personal: path.clone(),
            path,
        }
    }

    /// Uses what an administrator set up for everybody.
    fn take_over(&mut self, machine: &Path) {
        let library = machine.join(LIBRARY_FOLDER);
        let shared = machine.join(RECORDS_FOLDER);
        let (with_library, with_settings) = (library.is_dir(), machine.join(STATION_FILE).exists());
        if with_library {
            self.library = library;
        }
        if with_settings {
            machine.clone_into(&mut self.settings);
        }
        if shared.is_dir() {
            // Even if this user may not write there: a record in the user's own folder would be
            // seen by nobody else (RECORDS 2.10).
            self.records.clone_from(&shared);
        }
        if with_library || with_settings || self.records == shared {
            self.kind = FolderFinding::Managed;
            machine.clone_into(&mut self.path);
        }
    }

    /// Notes the first of these folders that holds a store which is not used, and all records that
    /// are not.
    fn beside<const N: usize>(mut self, folders: &[Option<PathBuf>; N]) -> Self {
        let shared = folders.iter().flatten().map(|f| f.join(RECORDS_FOLDER));
        let all = folders.iter().flatten().cloned().chain(shared);
        for folder in all {
            let has_records = folder.join(RECORDS_FILE).exists() && folder != self.records;
            let has_settings = folder.join(STATION_FILE).exists() && folder != self.settings;
            if has_records {
                self.astray.push(folder.join(RECORDS_FILE));
            }
            if self.other.is_none() && (has_records || has_settings) {
                self.other = Some(folder);
            }
        }
        self
    }

    /// The folder that [`Self::kind`] speaks of. It need not exist yet.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether everybody on this PC uses it.
    #[must_use]
    pub fn is_for_everybody(&self) -> bool {
        matches!(self.kind, FolderFinding::Machine | FolderFinding::Managed)
    }

    /// Whose it is.
    #[must_use]
    pub fn kind(&self) -> FolderFinding {
        self.kind
    }

    /// Another folder on this PC that holds settings or records of Muster; these are not used.
    #[must_use]
    pub fn other(&self) -> Option<&Path> {
        self.other.as_deref()
    }

    /// Records on this PC that are not used: what was recorded there by mistake can be brought in
    /// (RECORDS 2.11).
    #[must_use]
    pub fn astray_records(&self) -> &[PathBuf] {
        &self.astray
    }

    /// The shelf's folder: the machine's where an administrator keeps one.
    #[must_use]
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// The station's settings.
    #[must_use]
    pub fn station_file(&self) -> PathBuf {
        self.settings.join(STATION_FILE)
    }

    /// The records.
    #[must_use]
    pub fn records_file(&self) -> PathBuf {
        self.records.join(RECORDS_FILE)
    }

    /// Settings, packs and records, and who may change them.
    #[must_use]
    pub fn parts(&self) -> [Part; 3] {
        let owner = |folder: &Path, managed: OwnerFinding| match self.kind {
            FolderFinding::Managed if folder.starts_with(&self.path) => managed,
            FolderFinding::Machine => OwnerFinding::Shared,
            _ => OwnerFinding::User,
        };
        let part = |what, path: PathBuf, owner| Part { what, path, owner };
        [
            part(
                PartFinding::Settings,
                self.station_file(),
                owner(&self.settings, OwnerFinding::Administrators),
            ),
            part(
                PartFinding::Library,
                self.library.clone(),
                owner(&self.library, OwnerFinding::Administrators),
            ),
            part(
                PartFinding::Records,
                self.records_file(),
                owner(&self.records, OwnerFinding::Shared),
            ),
        ]
    }

    /// The folder in which the records lie.
    pub(super) fn records(&self) -> &Path {
        &self.records
    }

    /// Whether this user may save what is this user's to save: the records, and the settings
    /// unless an administrator keeps them.
    pub(super) fn try_writing(&self) -> Result<(), StationError> {
        try_writing(&self.records)?;
        let kept = self.kind == FolderFinding::Managed && self.settings.starts_with(&self.path);
        if kept {
            return Ok(());
        }
        try_writing(&self.settings)
    }

    /// What the window remembers for whoever sits at it.
    #[must_use]
    pub fn personal(&self) -> &Path {
        &self.personal
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

/// Whether this user may write in the machine's folder, all of it; it is made if that is possible.
fn is_ours(folder: &Path, can_write: &dyn Fn(&Path) -> bool) -> bool {
    let below = [LIBRARY_FOLDER, RECORDS_FOLDER].map(|name| folder.join(name));
    files::create_folders(folder).is_ok()
        && can_write(folder)
        && below.iter().all(|part| !part.exists() || can_write(part))
}

/// Whether this user may write here: new files, and the stores that lie there already, which
/// another user may have made.
fn can_write(folder: &Path) -> bool {
    folder.is_dir() && try_writing(folder).is_ok()
}

/// The same, and why not. The folder is made if that is possible.
fn try_writing(folder: &Path) -> Result<(), StationError> {
    let failed = |error| StationError::io(folder, error);
    files::create_folders(folder).map_err(failed)?;
    tempfile::tempfile_in(folder).map_err(failed)?;
    for file in [STATION_FILE, RECORDS_FILE].map(|name| folder.join(name)) {
        match files::open_to_write(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StationError::io(&file, error));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
