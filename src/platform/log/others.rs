//! The logs of the other accounts on this PC, as far as whoever asks may read them: an administrator
//! carries the sergeants' logs away.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::platform::files::{EntryKind, Folder};
use crate::platform::log::file::{BEFORE, NAME};

/// Of each account the last lines, so many bytes.
const MAX_BYTES: u64 = 256 << 10;
/// Of so many accounts at most.
const MAX_ACCOUNTS: usize = 64;
/// So many homes are looked into.
const MAX_HOMES: usize = 2_000;

/// Where an account's log lies in its home (CLI 7.1).
#[cfg(not(windows))]
const IN_HOME: &str = ".local/state/muster";
#[cfg(windows)]
const IN_HOME: &str = "AppData/Local/Muster/log";

/// What the logs of the other accounts hold last, each behind a line that begins it. An account is not
/// named: its name may be an officer's. `own` is the folder of this account's log.
pub(super) fn of_other_accounts(own: &Path) -> Vec<u8> {
    of_homes(&homes(), own)
}

fn of_homes(homes: &[PathBuf], own: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    let logs = homes
        .iter()
        .filter(|home| home.join(IN_HOME) != own)
        .filter_map(|home| last_lines(home).ok())
        .filter(|lines| !lines.is_empty());
    for (number, lines) in (1..).zip(logs.take(MAX_ACCOUNTS)) {
        all.extend(format!("(other account {number})\n").into_bytes());
        all.extend(lines);
    }
    all
}

/// Opened as any file of somebody else: through no link, regular files with one name only.
fn last_lines(home: &Path) -> io::Result<Vec<u8>> {
    let folder = Folder::open(home)?.folder(Path::new(IN_HOME))?;
    let mut lines = Vec::new();
    for name in [BEFORE, NAME] {
        if let Ok(file) = folder.open_only_name(Path::new(name)) {
            lines.extend(end_of(file)?);
        }
    }
    let most = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    lines.drain(..lines.len().saturating_sub(most));
    // Its owner may have written anything into it.
    for byte in &mut lines {
        if !matches!(byte, b'\n' | b' '..=b'~') {
            *byte = b'?';
        }
    }
    if lines.last().is_some_and(|last| *last != b'\n') {
        lines.push(b'\n');
    }
    Ok(lines)
}

fn end_of(mut file: File) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MAX_BYTES)))?;
    let mut end = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut end)?;
    Ok(end)
}

/// The homes that the system's list of accounts names, and what lies where homes lie: accounts of a
/// directory service are in no list.
#[cfg(not(windows))]
fn homes() -> Vec<PathBuf> {
    let mut homes = Vec::new();
    if let Ok(list) = crate::platform::files::open(Path::new("/etc/passwd"))
        && let Ok(list) = crate::platform::files::read_up_to(list, 1 << 20)
    {
        homes.extend(named_homes(&String::from_utf8_lossy(&list)));
    }
    for home in folders_in(Path::new("/home")) {
        // A directory service may sort them by domains.
        homes.extend(folders_in(&home));
        homes.push(home);
    }
    homes.sort();
    homes.dedup();
    homes.truncate(MAX_HOMES);
    homes
}

#[cfg(not(windows))]
fn named_homes(list: &str) -> Vec<PathBuf> {
    let homes = list.lines().filter_map(|line| line.split(':').nth(5));
    homes
        .map(PathBuf::from)
        .filter(|home| home.is_absolute())
        .collect()
}

/// The profiles beside this account's.
#[cfg(windows)]
fn homes() -> Vec<PathBuf> {
    let dirs = directories::BaseDirs::new();
    let profiles = dirs.as_ref().and_then(|dirs| dirs.home_dir().parent());
    profiles.map(folders_in).unwrap_or_default()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = Folder::open(folder).and_then(|folder| folder.entries()) else {
        return Vec::new();
    };
    entries
        .take(MAX_HOMES)
        .filter_map(Result::ok)
        .filter(|entry| entry.kind == EntryKind::Folder)
        .map(|entry| folder.join(entry.name))
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes its world with std")]

    use std::path::{Path, PathBuf};

    use super::{IN_HOME, MAX_BYTES, of_homes};
    use crate::platform::log::file::{BEFORE, NAME};

    fn home(world: &Path, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
        let home = world.join(name);
        std::fs::create_dir_all(home.join(IN_HOME)).expect("a folder");
        for (name, bytes) in files {
            std::fs::write(home.join(IN_HOME).join(name), bytes).expect("a file");
        }
        home
    }

    // EXCHANGE 4.16.
    #[test]
    fn the_last_lines_of_each_other_account_are_carried_and_no_account_is_named() {
        let world = tempfile::tempdir().expect("a folder");
        let home = |name: &str, files: &[(&str, &[u8])]| home(world.path(), name, files);
        let homes = [
            home("admin", &[(NAME, b"own\n")]),
            home("Quaddlebum", &[(BEFORE, b"one\n"), (NAME, b"tw\x1bo\n")]),
            home("Xanthippe", &[]),
            home("full", &[(NAME, &vec![b'x'; 300 << 10])]),
            world.path().join("nowhere"),
        ];
        let own = homes[0].join(IN_HOME);
        let all = String::from_utf8(of_homes(&homes, &own)).expect("text");
        let (first, second) = all.split_once("(other account 2)\n").expect("two");
        assert_eq!(first, "(other account 1)\none\ntw?o\n");
        assert_eq!(second.len() as u64, MAX_BYTES + 1);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_read_through_a_link() {
        let world = tempfile::tempdir().expect("a folder");
        let secret = world.path().join("secret");
        std::fs::write(&secret, b"a secret").expect("a file");
        let linked = home(world.path(), "linked", &[]);
        std::os::unix::fs::symlink(&secret, linked.join(IN_HOME).join(NAME)).expect("a link");
        let named_twice = home(world.path(), "twice", &[]);
        std::fs::hard_link(&secret, named_twice.join(IN_HOME).join(NAME)).expect("a name");
        let elsewhere = home(world.path(), "elsewhere", &[(NAME, b"theirs\n")]);
        let folder = world.path().join("folder");
        std::fs::create_dir_all(folder.join(".local")).expect("a folder");
        std::os::unix::fs::symlink(elsewhere.join(".local/state"), folder.join(".local/state"))
            .expect("a link");
        let read = of_homes(&[linked, named_twice, folder], Path::new("/"));
        assert_eq!(String::from_utf8_lossy(&read), "");
    }
}
