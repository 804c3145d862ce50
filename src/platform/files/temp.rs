//! Temporary files beside those that they become, and folders whose names are durable.

use std::io;
use std::path::Path;

/// A file beside the one that it becomes. A pack or a trust list is there to be handed out, so
/// others may read it; temporary files are usually their owner's alone.
///
/// # Errors
/// If its folder is not there or may not be written in.
pub fn temp_beside(out: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    temp_builder(".muster-", 0o644).tempfile_in(folder)
}

/// Makes files beside those that they become, for others to read too: on Unix they get this mode,
/// less what the umask takes; temporary files are usually their owner's alone.
#[cfg(unix)]
#[must_use]
pub fn temp_builder(prefix: &str, mode: u32) -> tempfile::Builder<'_, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(prefix)
        .permissions(std::fs::Permissions::from_mode(mode));
    builder
}

/// Makes files beside those that they become: on Windows a new file inherits the folder's access
/// list, which is what is wanted.
#[cfg(not(unix))]
#[must_use]
pub fn temp_builder(prefix: &str, _mode: u32) -> tempfile::Builder<'_, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    builder
}

/// Makes a folder's names durable: a file renamed into it is still there after a power cut.
///
/// # Errors
/// If the folder cannot be opened or flushed.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Makes a folder's names durable. Windows flushes a folder only through a handle opened for
/// backup; where a file system knows no such flush, its own journal has to do.
///
/// # Errors
/// If the folder is not there.
#[cfg(windows)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    use std::os::windows::fs::OpenOptionsExt;
    /// `FILE_FLAG_BACKUP_SEMANTICS`: without it a folder cannot be opened.
    const BACKUP_SEMANTICS: u32 = 0x0200_0000;
    let flushed = std::fs::OpenOptions::new()
        .write(true)
        .custom_flags(BACKUP_SEMANTICS)
        .open(folder)
        .and_then(|folder| folder.sync_all());
    match flushed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A new folder among the system's temporary files that only this user may enter, whatever the umask
/// says. It is deleted when dropped.
///
/// # Errors
/// What the system reports.
pub fn private_temp_folder() -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("muster-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}
