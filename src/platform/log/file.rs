//! The log's files: `muster.log`, and the one before it once that is full. Several processes write at
//! once: whole lines, one process at a time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::platform::files::{self, Folder, Refusal};
use crate::platform::locks::{Lock, LockError};

/// What is written to.
pub(super) const NAME: &str = "muster.log";
/// What was written before that.
pub(super) const BEFORE: &str = "muster.1.log";
const LOCK: &str = "muster.log.lock";
/// Both files together hold twice as much.
const MAX_BYTES: u64 = 1 << 20;
/// Another process that writes lets go long before.
const MAX_WAIT: Duration = Duration::from_secs(1);
/// For its owner alone.
const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// What was found of this user's log.
#[derive(Debug)]
pub enum LogFinding {
    /// It is written to this file.
    Written(PathBuf),
    /// It would be this file, and cannot be written.
    NotWritable {
        /// Which.
        file: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// There is none: the system knows no folder for it.
    None,
}

/// The log in one folder.
pub(super) struct LogFile {
    folder: PathBuf,
}

impl LogFile {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Adds whole lines; a file that they would make too large becomes the one before.
    ///
    /// # Errors
    /// If the folder is not this user's, a link stands in the way, another process holds the log, and
    /// what the system reports.
    pub(super) fn append(&self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let folder = self.open_folder(true)?;
        let _lock = lock(&self.folder)?;
        let mut file = open(&folder)?;
        let mut end = file.seek(SeekFrom::End(0))?;
        if end > 0 && end.saturating_add(lines.len() as u64) > MAX_BYTES {
            drop(file);
            folder.rename(Path::new(NAME), Path::new(BEFORE))?;
            file = open(&folder)?;
            end = 0;
        }
        let written = file.write_all(lines).and_then(|()| file.flush());
        if written.is_err() {
            // Half a line is worse than none.
            let _ = file.set_len(end);
        }
        written
    }

    /// All that there is, the older file first.
    pub(super) fn contents(&self) -> Option<Vec<u8>> {
        let folder = self.open_folder(false).ok()?;
        // Between a file and the one before no line is lost.
        let _lock = lock(&self.folder).ok()?;
        let mut contents = Vec::new();
        for name in [BEFORE, NAME] {
            if let Ok(file) = folder.open_only_name(Path::new(name)) {
                file.take(MAX_BYTES).read_to_end(&mut contents).ok()?;
            }
        }
        (!contents.is_empty()).then_some(contents)
    }

    pub(super) fn check(&self) -> LogFinding {
        let file = self.folder.join(NAME);
        let opened = self
            .open_folder(true)
            .and_then(|folder| lock(&self.folder).map(|lock| (folder, lock)))
            .and_then(|(folder, _lock)| open(&folder));
        match opened {
            Ok(_) => LogFinding::Written(file),
            Err(error) => LogFinding::NotWritable { file, error },
        }
    }

    /// The folder itself is not a link, and what is there of its path belongs to this user or to the
    /// system: an administrator writes nothing into a folder of somebody else.
    fn open_folder(&self, make: bool) -> io::Result<Folder> {
        let existing = self.folder.ancestors().find(|folder| folder.exists());
        if !existing.is_some_and(is_own) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let (parent, name) = files::folder_and_name(&self.folder)?;
        if make {
            files::create_folders(parent)?;
            Folder::open(parent)?.create_folder(name, FOLDER_MODE)
        } else {
            Folder::open(parent)?.folder(name)
        }
    }
}

fn open(folder: &Folder) -> io::Result<File> {
    let (file, _) = folder.open_or_create(Path::new(NAME), FILE_MODE)?;
    if files::names_of(&file)? > 1 {
        return Err(Refusal::SeveralNames.into());
    }
    Ok(file)
}

/// Also once the process was asked to end: how it ends is noted.
fn lock(folder: &Path) -> io::Result<Lock> {
    Lock::acquire_while_stopping(&folder.join(LOCK), MAX_WAIT).map_err(|error| match error {
        LockError::Io(error) => error,
        LockError::Held(_) => io::ErrorKind::WouldBlock.into(),
        LockError::Stopped => io::ErrorKind::Interrupted.into(),
    })
}

#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    let found = std::fs::metadata(folder);
    found.is_ok_and(|found| found.uid() == own || found.uid() == 0)
}

/// A user's folder is the user's there, also where an administrator's rights were asked for.
#[cfg(not(unix))]
fn is_own(_: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes its world with std")]

    use std::path::Path;

    use super::{BEFORE, LogFile, LogFinding, MAX_BYTES, NAME};

    fn read(folder: &Path, name: &str) -> String {
        std::fs::read_to_string(folder.join(name)).unwrap_or_default()
    }

    // CLI 7.3.
    #[test]
    fn a_full_file_becomes_the_one_before_and_no_line_is_cut() {
        let world = tempfile::tempdir().expect("a folder");
        let folder = world.path().join("log");
        let log = LogFile::new(folder.clone());
        let line = format!("{}\n", "x".repeat(999));
        for number in 0..2_500 {
            log.append(format!("{number} {line}").as_bytes())
                .expect("written");
        }
        let (now, before) = (read(&folder, NAME), read(&folder, BEFORE));
        assert!(now.len() as u64 <= MAX_BYTES && before.len() as u64 <= MAX_BYTES);
        let contents = log.contents().expect("contents");
        assert_eq!(contents, [before.as_bytes(), now.as_bytes()].concat());
        let all = String::from_utf8(contents).expect("text");
        let mut numbers = all.lines().map(|line| {
            let (number, rest) = line.split_once(' ').expect("a number");
            assert_eq!(rest.len(), 999);
            number.parse::<u32>().expect("a number")
        });
        let first = numbers.next().expect("a line");
        assert!(numbers.eq(first + 1..2_500), "in order, none missing");
    }

    #[test]
    fn lines_of_several_threads_stay_whole() {
        let world = tempfile::tempdir().expect("a folder");
        let folder = world.path().join("log");
        std::thread::scope(|scope| {
            for letter in ["a", "b", "c", "d"] {
                let log = LogFile::new(folder.clone());
                scope.spawn(move || {
                    for _ in 0..50 {
                        let line = format!("{}\n", letter.repeat(200));
                        log.append(line.as_bytes()).expect("written");
                    }
                });
            }
        });
        let all = read(&folder, NAME);
        assert_eq!(all.lines().count(), 200);
        assert!(all.lines().all(|line| {
            line.len() == 200 && line.bytes().all(|b| line.as_bytes().first() == Some(&b))
        }));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it_and_nothing_is_written_through_a_link() {
        use std::os::unix::fs::PermissionsExt;
        let world = tempfile::tempdir().expect("a folder");
        let folder = world.path().join("log");
        let log = LogFile::new(folder.clone());
        log.append(b"one\n").expect("written");
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(NAME))), (0o700, 0o600));

        let target = world.path().join("target");
        std::fs::write(&target, b"untouched").expect("a file");
        let in_the_way: [fn(&Path, &Path) -> std::io::Result<()>; 2] = [
            |target, link| std::os::unix::fs::symlink(target, link),
            |target, link| std::fs::hard_link(target, link),
        ];
        for link in in_the_way {
            std::fs::remove_file(folder.join(NAME)).expect("removed");
            link(&target, &folder.join(NAME)).expect("a link");
            assert!(log.append(b"two\n").is_err());
            assert!(matches!(log.check(), LogFinding::NotWritable { .. }));
            assert_eq!(std::fs::read(&target).expect("read"), b"untouched");
        }
        // The folder itself.
        let link = world.path().join("link");
        std::os::unix::fs::symlink(&folder, &link).expect("a link");
        assert!(LogFile::new(link).append(b"three\n").is_err());
        // A folder of somebody else, such as the system's.
        assert!(
            LogFile::new("/proc/muster-log".into())
                .append(b"x\n")
                .is_err()
        );
    }

    #[test]
    fn a_log_that_is_not_there_has_no_contents_and_makes_none() {
        let world = tempfile::tempdir().expect("a folder");
        let folder = world.path().join("log");
        assert!(LogFile::new(folder.clone()).contents().is_none());
        assert!(!folder.exists());
    }
}
