//! Files that only whoever made them, and who administers this PC, may read.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(windows)]
mod windows;

/// Makes a new file that nobody else may read: on Unix with mode 600, on Windows with a protected
/// access list of Administrators, the system and the owner, whatever the folder's says.
///
/// # Errors
/// `AlreadyExists` if anything has that name, a link included; the system's error otherwise.
#[cfg(unix)]
pub fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600);
    options.open(path)
}

/// See the twin.
///
/// # Errors
/// As the twin.
#[cfg(windows)]
pub fn create(path: &Path) -> io::Result<File> {
    windows::create(path)
}

/// Whether nobody but this user may read or write an open file.
///
/// # Errors
/// What the system reports.
#[cfg(unix)]
pub fn is_private(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let found = file.metadata()?;
    let ours = found.uid() == rustix::process::geteuid().as_raw();
    let for_others = found.mode() & 0o077;
    Ok(ours && for_others == 0)
}

/// On Windows the access list that it was made with is not read again.
///
/// # Errors
/// None.
#[cfg(windows)]
#[expect(clippy::unnecessary_wraps, reason = "the twin can fail")]
pub fn is_private(_file: &File) -> io::Result<bool> {
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    use super::{create, is_private};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_private_file_is_its_owners_alone_and_takes_no_others_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret");
        let file = create(&path).expect("made");
        assert!(is_private(&file).expect("known"));
        assert!(create(&path).is_err());
        for mode in [0o640, 0o604, 0o620, 0o602] {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&path, mode).expect("set");
            assert!(!is_private(&file).expect("known"));
        }
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).expect("a link");
        assert!(create(&link).is_err());
        assert!(!folder.path().join("nowhere").exists());
    }
}
