//! Places outside Muster's own folder: which sticks are in, and where documents go.

use std::path::{Path, PathBuf};

#[cfg(windows)]
mod windows;

/// More than any PC has; a folder full of folders is not a list of sticks.
const MAX_PLACES: usize = 24;

/// A place that people know by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As people call it, for example `E:` or "Documents".
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Can be pulled out.
    pub removable: bool,
}

/// Where sticks are looked for.
#[derive(Clone, Debug)]
pub struct Sticks {
    /// Where this system shows them.
    system: bool,
    /// Folders that count as sticks while they are there.
    folders: Vec<PathBuf>,
}

impl Sticks {
    /// Where this system shows sticks, and the folders that `MUSTER_STICKS` names, parted as in
    /// `PATH`: a share on the network, or a place where only this PC shows them.
    #[must_use]
    pub fn of_this_pc() -> Self {
        let named = std::env::var_os("MUSTER_STICKS").unwrap_or_default();
        Self {
            system: true,
            folders: std::env::split_paths(&named)
                .filter(|folder| folder.is_absolute())
                .collect(),
        }
    }

    /// These folders alone.
    #[must_use]
    pub fn only(folders: Vec<PathBuf>) -> Self {
        Self {
            system: false,
            folders,
        }
    }

    /// The sticks that are in, by name.
    #[must_use]
    pub fn find(&self) -> Vec<Place> {
        let mut places: Vec<Place> = self
            .folders
            .iter()
            .filter(|folder| folder.is_dir())
            .filter_map(|folder| place_of(folder.clone()))
            .collect();
        if self.system {
            places.extend(removable());
        }
        places.sort_by(|one, other| (&one.name, &one.path).cmp(&(&other.name, &other.path)));
        places.dedup_by(|one, other| one.path == other.path);
        places.truncate(MAX_PLACES);
        places
    }

    /// Called first on a thread that looks again and again: an empty card reader is passed over.
    pub fn ask_no_questions() {
        // Elsewhere nothing asks.
        #[cfg(windows)]
        windows::ask_no_questions();
    }
}

fn place_of(path: PathBuf) -> Option<Place> {
    Some(Place {
        name: path.file_name()?.to_string_lossy().into_owned(),
        path,
        removable: true,
    })
}

/// The sticks that are in, then the Documents folder.
#[must_use]
pub fn places() -> Vec<Place> {
    let mut places = Sticks::of_this_pc().find();
    let documents = directories::UserDirs::new()
        .and_then(|dirs| dirs.document_dir().map(Path::to_owned))
        .filter(|folder| folder.is_dir());
    if let Some(path) = documents {
        places.push(Place {
            name: "Documents".to_owned(),
            path,
            removable: false,
        });
    }
    places
}

/// Desktops mount sticks at `/media/<user>/<label>` or `/run/media/<user>/<label>`, older ones
/// and people at `/media/<label>` and `/mnt/<label>`.
#[cfg(unix)]
fn removable() -> Vec<Place> {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounted_sticks(&mounts)
        .into_iter()
        .filter_map(place_of)
        .collect()
}

/// Mount points below the folders for sticks, from a file in the form of fstab(5).
#[cfg(unix)]
fn mounted_sticks(mounts: &str) -> Vec<PathBuf> {
    mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .map(|point| PathBuf::from(unescape(point)))
        .filter(|path| {
            let below = |(root, most): (&str, usize)| {
                let rest = path.strip_prefix(root);
                rest.is_ok_and(|rest| (1..=most).contains(&rest.components().count()))
            };
            let roots = [("/media", 2), ("/run/media", 2), ("/mnt", 1)];
            path == Path::new("/mnt") || roots.into_iter().any(below)
        })
        .collect()
}

/// Spaces, tabs, line ends and backslashes stand there as octal numbers: `\040`.
#[cfg(unix)]
fn unescape(point: &str) -> String {
    ["\\040 ", "\\011\t", "\\012\n", "\\134\\"]
        .into_iter()
        .fold(point.to_owned(), |text, pair| {
            let (code, sign) = pair.split_at(4);
            text.replace(code, sign)
        })
}

/// Every drive but the system's own, other disks within this PC, and those of the network: one that
/// is cut off would hold up whoever looks for sticks.
#[cfg(windows)]
fn removable() -> Vec<Place> {
    let system = std::env::var("SystemDrive").unwrap_or_else(|_| "C:".to_owned());
    windows::drives()
        .into_iter()
        .filter(|drive| !drive.eq_ignore_ascii_case(&system))
        .filter_map(|name| {
            let path = PathBuf::from(format!("{name}\\"));
            path.is_dir().then_some(Place {
                name,
                path,
                removable: true,
            })
        })
        .collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn mount_points_for_sticks_are_found_and_others_are_not() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n\
                      tmpfs /run/media tmpfs rw 0 0\n\
                      /dev/sdb1 /media/sergeant/MUSTER\\040STICK vfat rw 0 0\n\
                      /dev/sdc1 /mnt ext4 rw 0 0\n\
                      tools /mnt/machine/deep/down ext4 ro 0 0\n";
        assert_eq!(
            mounted_sticks(mounts),
            [
                PathBuf::from("/media/sergeant/MUSTER STICK"),
                PathBuf::from("/mnt")
            ]
        );
    }
}
