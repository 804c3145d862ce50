//! Who else may read and write in a folder, as the file system says, and files that only those can
//! open who may write in their folder.

use std::fs::File;
use std::io;
use std::path::Path;

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
