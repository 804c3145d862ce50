//! Where the files of one station lie on a stick. Sticks show names in any case of the letters, as
//! systems wrote them, so it does not matter (EXCHANGE 4.14).

use std::io;
use std::path::{Path, PathBuf};

use crate::platform::files::{EntryKind, Folder};

/// Folders of one name in several cases that are looked into, at most.
const MAX_FOLDERS: usize = 16;
/// Files of one name in several cases that are named, at most.
const MAX_FOUND: usize = 16;

/// What has the path that was looked for, in some case of the letters; paths beneath the stick.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Files, and whatever else stands in their place; links on the way to them too, which are not
    /// followed: opening one says what it is.
    pub found: Vec<PathBuf>,
    /// Files in the place of a folder on the way.
    pub in_the_way: Vec<PathBuf>,
}

impl Places {
    /// Looks for this path beneath a folder.
    pub(super) fn find(stick: &Folder, path: &Path) -> io::Result<Self> {
        let mut places = Self::default();
        let names: Vec<_> = path.iter().collect();
        let mut folders = vec![(stick.folder(Path::new(""))?, PathBuf::new())];
        for (at, wanted) in names.iter().enumerate() {
            let wanted = wanted.to_string_lossy().to_lowercase();
            let rest: PathBuf = names.iter().skip(at + 1).collect();
            let is_last = rest.as_os_str().is_empty();
            let mut below = Vec::new();
            for (folder, beneath) in folders {
                for entry in folder.entries()? {
                    let entry = entry?;
                    if entry.name.to_string_lossy().to_lowercase() != wanted {
                        continue;
                    }
                    let path = beneath.join(&entry.name);
                    match entry.kind {
                        _ if is_last => places.found.push(path),
                        EntryKind::Folder if below.len() < MAX_FOLDERS => {
                            let name = Path::new(&entry.name);
                            below.push((folder.folder(name)?, path));
                        }
                        EntryKind::Link => places.found.push(path.join(&rest)),
                        EntryKind::File => places.in_the_way.push(path),
                        EntryKind::Folder | EntryKind::Other => {}
                    }
                }
            }
            folders = below;
        }
        places.found.truncate(MAX_FOUND);
        places.found.sort();
        Ok(places)
    }

    /// The one that is read: the very path that was looked for, else the only one. Of several others
    /// none is.
    pub(super) fn one(&self, path: &Path) -> Option<&PathBuf> {
        let exact = self.found.iter().find(|found| *found == path);
        match (exact, self.found.as_slice()) {
            (None, [only]) => Some(only),
            (exact, _) => exact,
        }
    }
}
