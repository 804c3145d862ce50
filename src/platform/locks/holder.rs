//! Which process holds a lock on a file, where the system says so: on Linux `/proc/locks`.

use std::path::Path;

#[cfg(target_os = "linux")]
use crate::platform::files::with_suffix;

/// A process that holds a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// What it is called; anybody can choose such a name.
    pub name: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.name.as_str() {
            "" => write!(f, "process {}", self.pid),
            name => write!(f, "{name} (process {})", self.pid),
        }
    }
}

/// A process but this one that holds a lock on this file, or on one of those that `SQLite` keeps
/// beside it. Nothing where the system does not say so.
#[cfg(target_os = "linux")]
#[must_use]
pub fn holder(path: &Path) -> Option<Holder> {
    let table = std::fs::read_to_string("/proc/locks").ok()?;
    let is_other = |pid: &u32| *pid != 0 && *pid != std::process::id();
    let beside = ["", "-wal", "-shm"].map(|suffix| with_suffix(path, suffix));
    let mut files = beside.iter().filter_map(|name| numbers(name));
    let pid = files.find_map(|file| on(&table, file).map(|lock| lock.pid).find(is_other))?;
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let name = name.trim().chars().filter(|c| !c.is_control()).collect();
    Some(Holder { pid, name })
}

/// See the twin.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn holder(_path: &Path) -> Option<Holder> {
    None
}

/// Whether a process, this one included, has locked part of this database to write. Where the system
/// does not say so, one may have.
#[cfg(target_os = "linux")]
#[must_use]
pub fn is_write_locked(path: &Path) -> bool {
    let Ok(table) = std::fs::read_to_string("/proc/locks") else {
        return true;
    };
    numbers(path).is_none_or(|file| {
        // `SQLite` knows no other kind of lock.
        on(&table, file).any(|lock| (lock.kind, lock.access) == ("POSIX", "WRITE"))
    })
}

/// See the twin.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn is_write_locked(_path: &Path) -> bool {
    true
}

/// Device and number of a file.
#[cfg(target_os = "linux")]
fn numbers(path: &Path) -> Option<(u32, u32, u64)> {
    use std::os::unix::fs::MetadataExt;
    let file = path.symlink_metadata().ok()?;
    let device = file.dev();
    Some((
        rustix::fs::major(device),
        rustix::fs::minor(device),
        file.ino(),
    ))
}

/// A line of the table of locks.
#[cfg(target_os = "linux")]
struct Line<'a> {
    kind: &'a str,
    access: &'a str,
    /// 0 for a process that cannot be seen from here.
    pid: u32,
}

/// The locks on the file of these numbers. A line is
/// `1: FLOCK ADVISORY WRITE 1594 fe:00:5316612 0 EOF`; who waits has `->` after the colon.
#[cfg(target_os = "linux")]
fn on(table: &str, file: (u32, u32, u64)) -> impl Iterator<Item = Line<'_>> {
    table.lines().filter_map(move |line| {
        let mut words = line.split_whitespace().skip(1);
        let (kind, _, access) = (words.next()?, words.next()?, words.next()?);
        let (pid, place) = (words.next()?.parse().unwrap_or(0), words.next()?);
        let mut numbers = place.split(':');
        let mut device = || u32::from_str_radix(numbers.next()?, 16).ok();
        let (major, minor) = (device()?, device()?);
        let found = (major, minor, numbers.next()?.parse().ok()?);
        (found == file).then_some(Line { kind, access, pid })
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::on;

    #[test]
    fn locks_are_found_by_the_numbers_of_the_file() {
        let table = "1: FLOCK  ADVISORY  WRITE 1594 fe:00:5316612 0 EOF\n\
                     1: -> FLOCK  ADVISORY  WRITE 77 fe:00:99 0 EOF\n\
                     2: POSIX  ADVISORY  READ 4294967290 08:1a:12 1073741826 1073742335\n\
                     3: OFDLCK ADVISORY  READ -1 08:1a:13 0 0\nnonsense\n";
        let found = |file| {
            let lock = on(table, file).next()?;
            Some((lock.kind, lock.access, lock.pid))
        };
        assert_eq!(found((0xfe, 0, 5_316_612)), Some(("FLOCK", "WRITE", 1594)));
        assert_eq!(found((8, 0x1a, 12)), Some(("POSIX", "READ", 4_294_967_290)));
        assert_eq!(found((8, 0x1a, 13)), Some(("OFDLCK", "READ", 0)));
        for other in [(0xfe, 0, 99), (8, 0, 12)] {
            assert_eq!(found(other), None, "{other:?}");
        }
    }
}
