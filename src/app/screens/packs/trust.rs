//! Trusting a publisher by hand, and no longer; pinning the roots whose lists do it instead.

use std::path::{Path, PathBuf};

use crate::app::account::who;
use crate::library::{Library, LibraryError};
use crate::pack::{KeyId, PackError, PublicKey, Root, Roots};
use crate::platform::files;
use crate::words::{InWords, Words, shown_path};

/// Minisign's own have 115 bytes.
const MAX_KEY_FILE: u64 = 4_096;

/// Trusts the publisher whose key is in this file.
pub(super) fn add(library: &Library, file: &Path, name: &str, ids: &[String]) -> Result<(), Words> {
    let shown = shown_path(file);
    let key = open_key(file)?;
    let added = library.trust_add(&key, name, ids, &who());
    added.map_err(|error| error.in_words(&shown))
}

/// Pins the roots whose keys are in these files, or replaces those that are pinned.
pub(super) fn pin(
    library: &Library,
    roots: &[(PathBuf, String)],
    threshold: usize,
    replacing: Option<&str>,
) -> Result<(), Words> {
    let root = |(file, name): &(PathBuf, String)| {
        let (key, name) = (open_key(file)?, name.clone());
        Ok(Root { key, name })
    };
    let keys = roots.iter().map(root).collect::<Result<_, Words>>()?;
    let roots = Roots { keys, threshold };
    let pinned = match replacing {
        None => library.pin(&roots, &who()),
        Some(reason) => library.pin_anew(&roots, reason, &who()),
    };
    pinned.map_err(|error| error.in_words("the roots"))
}

fn open_key(file: &Path) -> Result<PublicKey, Words> {
    let shown = shown_path(file);
    let text = read_key(file).map_err(|error| error.in_words(&shown))?;
    PublicKey::parse(&text).map_err(|error| error.in_words(&shown))
}

fn read_key(file: &Path) -> Result<String, LibraryError> {
    let bytes = files::open(file)
        .and_then(|file| files::read_up_to(file, MAX_KEY_FILE))
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LibraryError::NoSuchFile {
                file: file.to_owned(),
            },
            _ => LibraryError::Io {
                path: file.to_owned(),
                error,
            },
        })?;
    let text = String::from_utf8(bytes).ok();
    text.filter(|text| text.len() as u64 <= MAX_KEY_FILE)
        .ok_or_else(|| {
            LibraryError::Pack(PackError::BadKey {
                reason: "not a minisign key".to_owned(),
            })
        })
}

/// Trusts a key no longer, or never again.
pub(super) fn remove(library: &Library, key: KeyId, revoke: bool) -> Result<(), Words> {
    let done = library.trust_remove(key, revoke, &who());
    done.map_err(|error| error.in_words(&key.to_string()))
}
