//! The station's own key (EXCHANGE section 6): made by whoever administers this PC, readable by nobody
//! else, and bound to the PC on which it was made, so that a copied disk is noticed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pack::signature::{Signature, hex, new_key_pair};
use crate::pack::{KeyId, PublicKey, SecretKey};
use crate::platform::machine::{self, Fact};
use crate::platform::{files, private};
use crate::station::DataFolder;

/// The trusted comment of every signature over a head (EXCHANGE 6.3).
pub const HEAD_COMMENT: &str = "muster-head:1";
/// Longer than any of the three files.
const MAX_FILE: u64 = 64 << 10;
/// Of the file that binds the key to the PC.
const FORMAT: u64 = 1;

/// Why there is no key to sign with. Sentences for people are in `words`.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Nobody made one.
    #[error("{} is not there", path.display())]
    NotMade {
        /// The secret key.
        path: PathBuf,
    },
    /// This user does not administer this PC.
    #[error("{} may not be read", path.display())]
    NotAllowed {
        /// The secret key.
        path: PathBuf,
    },
    /// There is one already.
    #[error("{} is there already", path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// Others may read it, or it is somebody else's.
    #[error("others may read {}", path.display())]
    Exposed {
        /// The secret key.
        path: PathBuf,
    },
    /// It was made on another PC.
    #[error("{} was made on another PC", path.display())]
    OtherPc {
        /// The secret key.
        path: PathBuf,
    },
    /// It is not what was made here.
    #[error("{} cannot be used: {reason}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
}

impl KeyError {
    /// Whether this is how it is for most: no key was made, or this user may not use it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        matches!(self, Self::NotMade { .. } | Self::NotAllowed { .. })
    }
}

/// The key, ready to sign.
pub struct StationKey {
    secret: SecretKey,
    public: PublicKey,
}

/// Of which PC a key is. The numbers themselves are not kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Binding {
    format: u64,
    key_id: KeyId,
    /// SHA-256 of each fact, by its name.
    facts: BTreeMap<String, String>,
}

/// Where the three files lie: beside the settings.
struct Files {
    secret: PathBuf,
    public: PathBuf,
    binding: PathBuf,
}

impl Files {
    fn of(folder: &DataFolder) -> Self {
        let settings = folder.station_file();
        Self {
            secret: settings.with_file_name("station-key.sec"),
            public: settings.with_file_name("station-key.pub"),
            binding: settings.with_file_name("station-key.json"),
        }
    }
}

/// The public key's file, which is handed to the coordinator.
#[must_use]
pub fn public_file(folder: &DataFolder) -> PathBuf {
    Files::of(folder).public
}

/// The station's public key.
///
/// # Errors
/// `NotMade`, `Unusable`, `Io`.
pub fn public(folder: &DataFolder) -> Result<PublicKey, KeyError> {
    let path = Files::of(folder).public;
    let text = read(&path, false)?;
    PublicKey::parse(&text).map_err(|e| unusable(&path, &e))
}

/// Makes the station's key. `replace`: in the place of the one that is there, for a copied disk or a
/// key that was lost or seen. Also returns whether this PC can be distinguished from another one.
///
/// # Errors
/// `Exists`, `Io`: nothing was made, or only a part, which `replace` makes again.
pub fn make(folder: &DataFolder, replace: bool) -> Result<(PublicKey, bool), KeyError> {
    make_on(folder, replace, &machine::facts())
}

fn make_on(
    folder: &DataFolder,
    replace: bool,
    facts: &[Fact],
) -> Result<(PublicKey, bool), KeyError> {
    let files = Files::of(folder);
    for path in [&files.secret, &files.public, &files.binding] {
        if !replace && path.symlink_metadata().is_ok() {
            return Err(KeyError::Exists { path: path.clone() });
        }
    }
    let made = new_key_pair(None).map_err(|e| unusable(&files.secret, &e));
    let (public_text, secret_text) = made?;
    let public = PublicKey::parse(&public_text).map_err(|e| unusable(&files.public, &e))?;
    let binding = Binding {
        format: FORMAT,
        key_id: public.id(),
        facts: digests(facts),
    };
    let binding_text = serde_json::to_string(&binding).map_err(|e| KeyError::Io {
        path: files.binding.clone(),
        error: e.into(),
    })?;
    let parent = files.secret.parent().unwrap_or(Path::new(".")).to_owned();
    std::fs::create_dir_all(&parent).map_err(|error| io_error(&parent, error))?;
    put(&files.binding, &binding_text, true)?;
    put(&files.secret, &secret_text, true)?;
    put(&files.public, &public_text, false)?;
    files::sync_folder(&parent).map_err(|error| io_error(&parent, error))?;
    Ok((public, !binding.facts.is_empty()))
}

/// Writes a file beside its place, durably, and puts it there.
fn put(path: &Path, text: &str, is_secret: bool) -> Result<(), KeyError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let part = PathBuf::from(name);
    let write = || {
        match std::fs::remove_file(&part) {
            // Of an attempt that was cut short.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = if is_secret {
            private::create(&part)?
        } else {
            files::open_or_create(&part, 0o644)?.0
        };
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&part, path)
    };
    write().map_err(|error| io_error(path, error))
}

impl StationKey {
    /// The key, if this user administers this PC and it was made on it.
    ///
    /// # Errors
    /// Any [`KeyError`] but `Exists`.
    pub fn load(folder: &DataFolder) -> Result<Self, KeyError> {
        Self::load_on(folder, &machine::facts())
    }

    fn load_on(folder: &DataFolder, facts: &[Fact]) -> Result<Self, KeyError> {
        let files = Files::of(folder);
        let text = read(&files.secret, true)?;
        let secret = SecretKey::parse(&text, None).map_err(|e| unusable(&files.secret, &e))?;
        let public = secret.public().map_err(|e| unusable(&files.secret, &e))?;
        let bound = match read(&files.binding, true) {
            Err(KeyError::NotMade { path }) => {
                return Err(unusable(&path, &"the file is missing"));
            }
            read => read?,
        };
        let binding: Binding =
            serde_json::from_str(&bound).map_err(|e| unusable(&files.binding, &e))?;
        if binding.format != FORMAT || binding.key_id != public.id() {
            return Err(unusable(&files.binding, &"it belongs to another key"));
        }
        if !is_same_pc(&binding.facts, facts) {
            return Err(KeyError::OtherPc { path: files.secret });
        }
        Ok(Self { secret, public })
    }

    /// Which key it is.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.public.id()
    }

    /// Signs the bytes of a file that holds a head; returns the text of its `.minisig`
    /// (EXCHANGE 6.3).
    ///
    /// # Errors
    /// `Unusable`.
    pub fn sign_head(&self, file: &[u8]) -> Result<String, KeyError> {
        let signed = self.secret.sign(file, &HEAD_COMMENT);
        signed.map_err(|e| unusable(Path::new("the station's key"), &e))
    }
}

/// Whether these bytes are a signature by this key over the bytes of a file that holds a head
/// (EXCHANGE 6.3).
///
/// # Errors
/// Why not, as details for people.
pub fn check_head(key: &PublicKey, file: &[u8], signature: &[u8]) -> Result<(), String> {
    let signature = Signature::parse(signature).map_err(|e| e.to_string())?;
    let mut verifier = signature.verifier(key).map_err(|e| e.to_string())?;
    verifier.update(file);
    verifier.finish().map_err(|e| e.to_string())?;
    if signature.trusted_comment() != HEAD_COMMENT {
        return Err("it signs something else than a head".to_owned());
    }
    Ok(())
}

fn digests(facts: &[Fact]) -> BTreeMap<String, String> {
    let digest = |fact: &Fact| hex(&Sha256::digest(format!("{}={}", fact.name, fact.value)));
    let named = facts.iter().map(|fact| (fact.name.clone(), digest(fact)));
    named.collect()
}

/// The strongest fact that is known of both decides. If none is, they are different PCs, unless the
/// key is bound to no fact at all.
fn is_same_pc(bound: &BTreeMap<String, String>, facts: &[Fact]) -> bool {
    let here = digests(facts);
    let common = facts.iter().find(|fact| bound.contains_key(&fact.name));
    match common {
        Some(fact) => bound.get(&fact.name) == here.get(&fact.name),
        None => bound.is_empty(),
    }
}

fn read(path: &Path, is_secret: bool) -> Result<String, KeyError> {
    let file = files::open_no_link(path).map_err(|error| match files::refusal(&error) {
        Some(refusal) => unusable(path, &refusal),
        None => io_error(path, error),
    })?;
    if is_secret && !private::is_private(&file).map_err(|error| io_error(path, error))? {
        return Err(KeyError::Exposed {
            path: path.to_owned(),
        });
    }
    let bytes = files::read_up_to(file, MAX_FILE).map_err(|error| io_error(path, error))?;
    String::from_utf8(bytes).map_err(|e| unusable(path, &e))
}

fn unusable(path: &Path, reason: &dyn std::fmt::Display) -> KeyError {
    KeyError::Unusable {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

fn io_error(path: &Path, error: io::Error) -> KeyError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => KeyError::NotMade { path },
        io::ErrorKind::PermissionDenied => KeyError::NotAllowed { path },
        _ => KeyError::Io { path, error },
    }
}

#[cfg(test)]
mod tests;
