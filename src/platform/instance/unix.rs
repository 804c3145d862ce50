//! A socket in a folder that is this user's alone.

use std::ffi::OsString;
use std::fs::{DirBuilder, Metadata};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Nobody waits longer for one piece of a message.
const WAIT: Duration = Duration::from_secs(3);
/// The system takes no longer names of sockets, in bytes, with the name of the file.
const MAX_FOLDER: usize = 80;

/// The folder for the lock and the socket: the system's for this session, else one beside this
/// user's files, else one beside temporary files. It is nobody else's, or it is not used.
pub(super) fn private_folder(personal: &Path) -> io::Result<PathBuf> {
    let user = rustix::process::geteuid().as_raw();
    let session = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let session = session.filter(|folder| folder.is_absolute() && folder.is_dir());
    let beside = std::path::absolute(personal)?.join(format!("run-{user}"));
    let temporary = std::env::temp_dir().join(format!("muster-{user}"));
    let folders = session.map(|folder| folder.join("muster"));
    let folders = folders.into_iter().chain([beside, temporary]);
    let mut failed = io::ErrorKind::NotFound.into();
    for folder in folders.filter(|folder| folder.as_os_str().len() <= MAX_FOLDER) {
        match make_private(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn make_private(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        crate::platform::files::create_folders(above)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    if is_private(&folder.symlink_metadata()?) {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::PermissionDenied,
        "the folder for open windows is not this user's alone",
    ))
}

fn is_private(found: &Metadata) -> bool {
    let ours = found.uid() == rustix::process::geteuid().as_raw();
    let for_others = found.mode() & 0o077;
    found.is_dir() && ours && for_others == 0
}

#[derive(Debug)]
pub(super) struct Listener {
    socket: UnixListener,
    /// Removed by the one that made it.
    path: Option<PathBuf>,
}

impl Listener {
    /// Listens in the place of whatever a dead process left there; the caller holds the lock.
    pub(super) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let path = socket(folder, name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(Self {
            socket: UnixListener::bind(&path)?,
            path: Some(path),
        })
    }

    pub(super) fn share(&self) -> io::Result<Self> {
        Ok(Self {
            socket: self.socket.try_clone()?,
            path: None,
        })
    }

    /// Each connection of this user, one after the other.
    pub(super) fn each(&self, mut connected: impl FnMut(UnixStream)) {
        loop {
            match self.socket.accept() {
                Ok((stream, _)) if is_this_users(&stream) && limit(&stream).is_ok() => {
                    connected(stream);
                }
                Ok(_) => {}
                // Whatever it is, it must not become a busy loop.
                Err(_) => std::thread::sleep(Duration::from_secs(1)),
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What stays is taken over by the next one.
            let _ = std::fs::remove_file(path);
        }
    }
}

pub(super) fn connect(folder: &Path, name: &str) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(socket(folder, name))?;
    if !is_this_users(&stream) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    limit(&stream)?;
    Ok(stream)
}

fn socket(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.sock"))
}

fn limit(stream: &UnixStream) -> io::Result<()> {
    stream.set_read_timeout(Some(WAIT))?;
    stream.set_write_timeout(Some(WAIT))
}

/// Whether the process at the other end is this user's, as the system says.
#[cfg(target_os = "linux")]
fn is_this_users(stream: &UnixStream) -> bool {
    let other = rustix::net::sockopt::socket_peercred(stream);
    other.is_ok_and(|other| other.uid == rustix::process::geteuid())
}

/// Elsewhere the folder keeps others out.
#[cfg(not(target_os = "linux"))]
fn is_this_users(_stream: &UnixStream) -> bool {
    true
}

pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

pub(super) fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    (!bytes.contains(&0)).then(|| PathBuf::from(OsString::from_vec(bytes)))
}
