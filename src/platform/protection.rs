//! Whether what lies in a folder for everybody can be changed by administrators only, and making it
//! so. Reading owner and rights differs by system; judging them does not.

use std::io;
use std::path::{Path, PathBuf};

#[cfg(any(windows, test))]
use crate::platform::access_list::{CREATOR_OWNER, Entry, OWNER_RIGHTS, is_administrator};

#[cfg_attr(unix, path = "protection/unix.rs")]
#[cfg_attr(windows, path = "protection/windows.rs")]
mod system;

/// The most files and folders that are checked beneath one folder.
const MAX_NAMES: usize = 20_000;
/// Folders within folders, at most.
const MAX_DEPTH: usize = 8;

/// Somebody who owns a file or may write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// The system, root, or those who administer this PC.
    Administrators,
    /// Anybody else, by the name that the system gives.
    Other(String),
}

/// Who owns a file or a folder, and who may write in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The owner, who may give the right to write to anybody.
    pub owner: Party,
    /// Who may write in it, change its rights, or delete it.
    pub writers: Vec<Party>,
}

/// Why something is not protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposureFinding {
    /// It belongs to somebody who is no administrator.
    Owner(String),
    /// Somebody who is no administrator may write there.
    Writer(String),
    /// A link, which leads to where others may write.
    Link,
}

/// Owner and rights of one file or folder as the judgment sees them: protected only if
/// administrators own it and nobody else may write.
#[must_use]
pub fn judge(access: &Access) -> Option<ExposureFinding> {
    let other = |party: &Party| match party {
        Party::Administrators => None,
        Party::Other(name) => Some(name.clone()),
    };
    other(&access.owner)
        .map(ExposureFinding::Owner)
        .or_else(|| {
            access
                .writers
                .iter()
                .find_map(other)
                .map(ExposureFinding::Writer)
        })
}

/// What is not protected in a folder, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposedFinding {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub exposure: ExposureFinding,
    /// It is a folder above, in which the whole folder can be replaced.
    pub above: bool,
}

/// The first folder above in which others than administrators may rename what is not theirs, or
/// else the first thing in a folder, itself included, that they may change; what lies in the
/// folders named in `except`, which are beneath it, is not looked at. Nothing is changed. Links in
/// the folder are not followed.
///
/// # Errors
/// What the system reports.
pub fn find_exposed(folder: &Path, except: &[&str]) -> io::Result<Option<ExposedFinding>> {
    let mut found = find_exposed_above(folder)?;
    if found.is_some() {
        return Ok(found);
    }
    visit(folder, except, &mut |path| {
        let exposure =
            system::access(path)?.map_or(Some(ExposureFinding::Link), |access| judge(&access));
        found = exposure.map(|exposure| ExposedFinding {
            path: path.to_owned(),
            exposure,
            above: false,
        });
        Ok(found.is_none())
    })?;
    Ok(found)
}

fn find_exposed_above(folder: &Path) -> io::Result<Option<ExposedFinding>> {
    let absolute = std::path::absolute(folder)?;
    let Some(parent) = absolute.parent() else {
        return Ok(None);
    };
    for path in parent.canonicalize()?.ancestors() {
        if let Some(exposure) = judge(&system::access_above(path)?) {
            return Ok(Some(ExposedFinding {
                path: path.to_owned(),
                exposure,
                above: true,
            }));
        }
    }
    Ok(None)
}

/// Calls `each` for a folder and everything in it, until it says that it has seen enough.
fn visit(
    folder: &Path,
    except: &[&str],
    each: &mut dyn FnMut(&Path) -> io::Result<bool>,
) -> io::Result<()> {
    let mut waiting = vec![(folder.to_owned(), 0)];
    let mut names = 0;
    if !each(folder)? {
        return Ok(());
    }
    while let Some((current, depth)) = waiting.pop() {
        for entry in std::fs::read_dir(&current)? {
            let entry = entry?;
            names += 1;
            if names > MAX_NAMES || depth > MAX_DEPTH {
                return Err(io::Error::other(
                    "the folder holds too many files or folders",
                ));
            }
            let name = entry.file_name();
            if depth == 0 && except.iter().any(|except| name == *except) {
                continue;
            }
            let path = entry.path();
            match each(&path) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                // Temporary files come and go.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            }
            if entry.file_type()?.is_dir() {
                waiting.push((path, depth + 1));
            }
        }
    }
    Ok(())
}

/// Why a folder could not be protected.
#[derive(Debug, thiserror::Error)]
pub enum ProtectError {
    /// A link, a pipe, or a file with a second name: its owner is not certain.
    #[error("{path} is no ordinary file with one name")]
    NotOrdinary {
        /// Which.
        path: PathBuf,
    },
    /// Somebody writes there at this moment.
    #[error("{path} is being written")]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// What the system reports.
    #[error("{path}: {error}")]
    Io {
        /// Of which file or folder.
        path: PathBuf,
        /// What.
        error: io::Error,
    },
}

impl ProtectError {
    fn io(path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }
}

/// What is done with some names when a folder is protected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Special<'a> {
    /// Folders beneath it that stay as they are.
    pub except: &'a [&'a str],
    /// Files that are replaced by copies of themselves: whoever has one open no longer writes to it
    /// or holds a lock on it.
    pub renew: &'a [&'a str],
    /// Files that nobody else may read either.
    pub private: &'a [&'a str],
}

/// Makes a folder and everything in it the administrators' own: everybody reads, nobody else
/// writes. A file that is protected already is left as it is. Needs an administrator.
///
/// # Errors
/// [`ProtectError`]; then part of it may be protected. It can be done again.
pub fn protect(folder: &Path, special: Special<'_>) -> Result<(), ProtectError> {
    system::protect(folder, special)
}

/// Makes a folder in which everybody who uses this PC may write; on Unix only `group` where there
/// is one. Needs an administrator.
///
/// # Errors
/// What the system reports; `AlreadyExists`.
pub fn create_shared_folder(folder: &Path, group: Option<u32>) -> io::Result<()> {
    system::create_shared_folder(folder, group)
}

/// Turns an existing folder into such a shared folder, unless administrators own it: then they have
/// chosen who writes there. Returns whether it was somebody else's. Needs an administrator.
///
/// # Errors
/// `NotOrdinary` for a link or what is no folder; `Io`.
pub fn take_shared_folder(folder: &Path, group: Option<u32>) -> Result<bool, ProtectError> {
    system::take_shared_folder(folder, group)
}

/// Lets everybody who may write in such a shared folder write a file that is moved there, and
/// nobody else: a regular file with one name. Its owner stays.
///
/// # Errors
/// [`ProtectError`].
pub fn share_file(file: &Path, group: Option<u32>) -> Result<(), ProtectError> {
    system::share_file(file, group)
}

/// The group that may write in a folder beside its owner where not everybody may, if it is not
/// root's and the system has such groups.
///
/// # Errors
/// What the system reports.
pub fn writing_group(folder: &Path) -> io::Result<Option<u32>> {
    system::writing_group(folder)
}

/// Unix: owner and rights from what `stat` says. The group's bits are also the most that an access
/// list gives to anybody whom it names (acl(5)).
#[cfg(any(unix, test))]
fn unix_access(uid: u32, gid: u32, mode: u32, name_of: &dyn Fn(Id) -> String) -> Access {
    const GROUP_WRITES: u32 = 0o020;
    const ALL_WRITE: u32 = 0o002;
    let owner = match uid {
        0 => Party::Administrators,
        uid => Party::Other(name_of(Id::User(uid))),
    };
    let mut writers = Vec::new();
    if mode & GROUP_WRITES != 0 {
        writers.push(match gid {
            0 => Party::Administrators,
            gid => Party::Other(name_of(Id::Group(gid))),
        });
    }
    if mode & ALL_WRITE != 0 {
        writers.push(Party::Other("everybody".to_owned()));
    }
    Access { owner, writers }
}

/// Unix: a folder above another. Where the sticky bit is set, nobody renames what belongs to somebody
/// else (chmod(2)).
#[cfg(any(unix, test))]
fn unix_access_above(uid: u32, gid: u32, mode: u32, name_of: &dyn Fn(Id) -> String) -> Access {
    const STICKY: u32 = 0o1000;
    let mut access = unix_access(uid, gid, mode, name_of);
    if mode & STICKY != 0 {
        access.writers.clear();
    }
    access
}

/// Linux: whether a default access list, as the system keeps it, lets others than the owner and root
/// write what is made in a folder. One that cannot be read counts as if it did.
#[cfg(any(target_os = "linux", test))]
fn default_list_exposes(list: &[u8]) -> bool {
    const VERSION: [u8; 4] = 2_u32.to_le_bytes();
    const USER: u16 = 0x02;
    const GROUP: u16 = 0x08;
    const OTHER: u16 = 0x20;
    const WRITE: u16 = 2;
    let Some(entries) = list.strip_prefix(&VERSION) else {
        return true;
    };
    let (entries, rest) = entries.as_chunks::<8>();
    !rest.is_empty()
        || entries.iter().any(|&[t0, t1, p0, p1, i0, i1, i2, i3]| {
            let (tag, rights) = (u16::from_le_bytes([t0, t1]), u16::from_le_bytes([p0, p1]));
            let id = u32::from_le_bytes([i0, i1, i2, i3]);
            let others = tag == OTHER || [USER, GROUP].contains(&tag) && id != 0;
            others && rights & WRITE != 0
        })
}

/// A number by which Unix knows somebody.
#[cfg(any(unix, test))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Id {
    User(u32),
    Group(u32),
}

/// Windows: owner and rights from a security descriptor. Without an access list everybody may do
/// everything.
#[cfg(any(windows, test))]
fn windows_access(
    owner: &str,
    entries: Option<&[Entry]>,
    name_of: &dyn Fn(&str) -> String,
) -> Access {
    windows_access_by(WINDOWS_WRITES, owner, entries, name_of)
}

/// Windows: the same of a folder above another, where adding to it changes nothing for the other.
#[cfg(any(windows, test))]
fn windows_access_above(
    owner: &str,
    entries: Option<&[Entry]>,
    name_of: &dyn Fn(&str) -> String,
) -> Access {
    let own = |entry: &Entry| !entry.inherited_only;
    let entries = entries.map(|list| list.iter().filter(|e| own(e)).cloned().collect::<Vec<_>>());
    windows_access_by(WINDOWS_REPLACES, owner, entries.as_deref(), name_of)
}

/// Deleting what lies within, or the folder itself, changing rights, taking ownership, and the
/// generic rights that hold those (winnt.h).
#[cfg(any(windows, test))]
const WINDOWS_REPLACES: u32 = 0x0040 // FILE_DELETE_CHILD
    | 0x0001_0000 // DELETE
    | 0x0004_0000 // WRITE_DAC
    | 0x0008_0000 // WRITE_OWNER
    | 0x0200_0000 // MAXIMUM_ALLOWED
    | 0x1000_0000; // GENERIC_ALL

/// These, and writing, adding and changing attributes.
#[cfg(any(windows, test))]
const WINDOWS_WRITES: u32 = WINDOWS_REPLACES
    | 0x0002 // FILE_WRITE_DATA, FILE_ADD_FILE
    | 0x0004 // FILE_APPEND_DATA, FILE_ADD_SUBDIRECTORY
    | 0x0010 // FILE_WRITE_EA
    | 0x0100 // FILE_WRITE_ATTRIBUTES
    | 0x4000_0000; // GENERIC_WRITE

#[cfg(any(windows, test))]
fn windows_access_by(
    rights: u32,
    owner: &str,
    entries: Option<&[Entry]>,
    name_of: &dyn Fn(&str) -> String,
) -> Access {
    let party = |sid: &str| {
        if is_administrator(sid) {
            Party::Administrators
        } else {
            Party::Other(name_of(sid))
        }
    };
    let writers = match entries {
        None => vec![Party::Other("everybody".to_owned())],
        Some(entries) => entries
            .iter()
            .filter(|entry| entry.grants && entry.mask & rights != 0)
            // These two have what the owner has.
            .filter(|entry| !(entry.inherited_only && entry.sid == CREATOR_OWNER))
            .filter(|entry| entry.sid != OWNER_RIGHTS)
            .map(|entry| party(&entry.sid))
            .collect(),
    };
    Access {
        owner: party(owner),
        writers,
    }
}

#[cfg(test)]
mod tests;
