//! Who else may read and write in a folder, as the file system says, and files that only those can
//! open who may write in their folder.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(any(windows, test))]
use crate::platform::access_list::{self, CREATOR_OWNER, Entry, OWNER_RIGHTS};
use crate::platform::files::Folder;

#[cfg_attr(unix, path = "rights/unix.rs")]
#[cfg_attr(windows, path = "rights/windows.rs")]
mod system;

/// What others than the owner and administrators may do in a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Some of them get to the files in it, but may put none into it, as far as the folder and those
    /// above it say.
    pub may_only_read: bool,
    /// Some of them may put files into it, and take its files away.
    pub may_write: bool,
}

/// What others may do in this folder.
///
/// # Errors
/// What the system reports.
pub fn others(folder: &Path) -> io::Result<Others> {
    system::others(folder)
}

/// Whether this process may do what an administrator may: as root, or elevated on Windows.
#[must_use]
pub fn is_administrator() -> bool {
    system::is_administrator()
}

/// Whether this process may read and write this file; one that is not there counts as such.
#[must_use]
pub fn may_write(file: &Path) -> bool {
    system::may_write(file)
}

/// Whether an administrator runs this while others may write in the folder of this file, or the
/// file or the folder is theirs: they can put something else into the place of the file at any
/// moment.
#[must_use]
pub fn administrator_with_files_of_others(file: &Path) -> bool {
    system::is_administrator() && system::is_of_others(file)
}

/// Opens a regular file with one name for reading and writing, or makes it for those to open who may
/// write in the folder, and nobody else.
///
/// # Errors
/// As [`Folder::open_or_create`].
pub fn open_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    system::open_for_writers(folder, name)
}

/// Makes a new file as [`open_for_writers`] does.
///
/// # Errors
/// As [`Folder::create_new`].
pub fn create_for_writers(folder: &Folder, name: &Path) -> io::Result<File> {
    system::create_for_writers(folder, name)
}

/// Lets those read this file who may read its folder, as far as the file system knows such rights.
/// Only for a file that the caller made.
pub fn allow_reading(file: &File) {
    system::allow_reading(file);
}

/// Whether more people can open this file than may write in its folder.
///
/// # Errors
/// What the system reports.
pub fn is_open_to_others(folder: &Folder, file: &File) -> io::Result<bool> {
    system::is_open_to_others(folder, file)
}

/// The same for a file that is not opened: closing a second handle to a database would undo the
/// locks that `SQLite` holds on it.
///
/// # Errors
/// What the system reports; a refusal for what is not a regular file.
pub fn is_named_open_to_others(file: &Path) -> io::Result<bool> {
    system::is_named_open_to_others(file)
}

/// Takes the right to open this file from those who may not write in its folder. Returns false where
/// that is no help and another file has to take its place: on Unix, where the lock of whoever has
/// the file open can be held for ever.
///
/// # Errors
/// What the system reports.
pub fn take_from_others(file: &Path) -> io::Result<bool> {
    system::take_from_others(file)
}

/// Windows: what a folder's owner and list grant to others. Whoever is neither the owner nor one of
/// the administrators or the system counts among them; what the list denies is not taken off.
#[cfg(any(windows, test))]
fn windows_others(owner: &str, entries: Option<&[Entry]>) -> Others {
    /// Adding files, deleting what lies within, changing rights, taking ownership, and the generic
    /// rights that hold those (winnt.h).
    const WRITES: u32 = 0x0002 // FILE_ADD_FILE
        | 0x0040 // FILE_DELETE_CHILD
        | 0x0004_0000 // WRITE_DAC
        | 0x0008_0000 // WRITE_OWNER
        | 0x1000_0000 // GENERIC_ALL
        | 0x4000_0000; // GENERIC_WRITE
    const READS: u32 = 0x0001 // FILE_READ_DATA
        | 0x1000_0000 // GENERIC_ALL
        | 0x8000_0000; // GENERIC_READ
    let Some(entries) = entries else {
        // Without a list everybody may do everything.
        return Others {
            may_only_read: false,
            may_write: true,
        };
    };
    let of_others = |entry: &&Entry| {
        entry.grants
            && ![CREATOR_OWNER, OWNER_RIGHTS, owner].contains(&entry.sid.as_str())
            && !access_list::is_administrator(&entry.sid)
    };
    let granted = entries.iter().filter(of_others);
    let granted = granted.fold(0, |granted, entry| granted | entry.mask);
    let may_write = granted & WRITES != 0;
    Others {
        // In a folder of somebody else nothing is kept from those who may read in it.
        may_only_read: granted & READS != 0 && !may_write && access_list::is_administrator(owner),
        may_write,
    }
}

#[cfg(test)]
mod tests {
    use super::{Others, windows_others};
    use crate::platform::access_list::Entry;

    const ADMINISTRATORS: &str = "S-1-5-32-544";
    const SYSTEM: &str = "S-1-5-18";
    const USERS: &str = "S-1-5-32-545";
    const SOMEBODY: &str = "S-1-5-21-1-2-3-1001";
    const FULL: u32 = 0x001f_01ff;
    const READ: u32 = 0x0012_00a9;
    const MODIFY: u32 = 0x0013_01bf;

    fn others(owner: &str, granted: &[(u32, &str)]) -> Others {
        let entry = |&(mask, sid): &(u32, &str)| Entry {
            grants: true,
            inherited_only: false,
            mask,
            sid: sid.to_owned(),
        };
        windows_others(owner, Some(&granted.iter().map(entry).collect::<Vec<_>>()))
    }

    #[test]
    fn on_windows_only_a_folder_of_administrators_has_others_who_may_only_read() {
        let ours = [(FULL, ADMINISTRATORS), (FULL, SYSTEM)];
        let nobody = Others::default();
        let read = Others {
            may_only_read: true,
            ..nobody
        };
        let write = Others {
            may_write: true,
            ..nobody
        };
        let with = |entry| [&ours[..], &[entry]].concat();
        assert_eq!(others(ADMINISTRATORS, &ours), nobody);
        assert_eq!(others(ADMINISTRATORS, &with((READ, USERS))), read);
        assert_eq!(others(SYSTEM, &with((READ, USERS))), read);
        assert_eq!(others(SOMEBODY, &with((READ, USERS))), nobody);
        for owner in [ADMINISTRATORS, SOMEBODY] {
            assert_eq!(others(owner, &with((MODIFY, USERS))), write);
            assert_eq!(others(owner, &with((0x0002, USERS))), write);
        }
    }

    #[test]
    fn on_windows_the_owner_is_none_of_the_others() {
        for owner in [SOMEBODY, "S-1-3-0", "S-1-3-4"] {
            assert_eq!(others(SOMEBODY, &[(FULL, owner)]), Others::default());
        }
        assert!(windows_others(SOMEBODY, None).may_write, "no list");
    }
}
