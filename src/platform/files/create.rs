//! Making folders and files that only their owner may write, whatever the umask lets through: one
//! of 000, as services and containers have it, must not make a folder that everybody may write.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, and those above it that are not there. On Unix others may enter them and not
/// write there, as far as the umask lets them; on Windows they inherit the access list of the folder
/// above.
///
/// # Errors
/// What the system reports. A folder that is there is no error, and stays as it is.
pub fn create_folders(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o755);
    }
    builder.create(folder)
}

/// Makes a new file for writing that others may read, but not write, as far as the umask lets them;
/// `owner_only` keeps it from them altogether (Unix; on Windows the folder's access list holds).
///
/// # Errors
/// `AlreadyExists` for whatever has that name, a link that leads nowhere included; what the system
/// reports.
pub fn create_file(file: &Path, owner_only: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if owner_only { 0o600 } else { 0o644 });
    }
    // A profile folder is its owner's alone there.
    #[cfg(not(unix))]
    let _ = owner_only;
    options.open(file)
}
