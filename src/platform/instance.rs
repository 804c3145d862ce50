//! One window a user and data folder: the first one that is opened listens, a later one hands over
//! what it was started with and ends. The lock is the system's: it is gone with its process, and
//! what a dead window left behind is taken over.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::platform::stop;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// What every message begins with.
const MAGIC: &[u8; 16] = b"muster window 1\n";
/// What answers it.
const ANSWER: &[u8; 3] = b"ok\n";
/// No path is longer, in bytes.
const MAX_PATH: usize = 64 << 10;
/// Stands for no path.
const NO_PATH: u32 = u32::MAX;
/// Between two attempts to reach a window that is just opening or closing.
const PAUSE: Duration = Duration::from_millis(50);
/// How often that is tried: five seconds in all.
const ATTEMPTS: u32 = 100;

/// What a later start hands to the window that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandOver {
    /// The file or folder that it was started with, absolute.
    pub file: Option<PathBuf>,
}

/// What came of asking to be the only window.
#[derive(Debug)]
pub enum Claim {
    /// This process is, for as long as this is kept.
    First(Instance),
    /// Another one is, and has what was handed over.
    HandedOver,
    /// Another one is, and does not answer.
    NoAnswer,
}

/// The right to be the only window.
#[derive(Debug)]
pub struct Instance {
    listener: system::Listener,
    _lock: File,
}

/// Asks to be the only window of this user with this data folder. `personal` is where this user
/// keeps files of this data folder. Waits no longer than some seconds.
///
/// # Errors
/// What the system reports where there is no private place for the lock: then nobody can say which
/// windows are open.
pub fn claim(data: &Path, personal: &Path, hand_over: &HandOver) -> io::Result<Claim> {
    let folder = system::private_folder(personal)?;
    let name = name_of(data);
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(format!("{name}.lock")))?;
    let mut message = Some(encode(hand_over)?);
    for _ in 0..ATTEMPTS {
        match lock.try_lock() {
            Ok(()) => {
                let listener = system::Listener::open(&folder, &name)?;
                return Ok(Claim::First(Instance {
                    listener,
                    _lock: lock,
                }));
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        match system::connect(&folder, &name) {
            Ok(stream) => {
                let sent = message.take().map(|message| send(stream, &message));
                return Ok(match sent {
                    Some(Ok(())) => Claim::HandedOver,
                    _ => Claim::NoAnswer,
                });
            }
            // It is just opening, or closing.
            Err(_) if !stop::is_requested() => std::thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
    Ok(Claim::NoAnswer)
}

impl Instance {
    /// Gives what later starts hand over to `arrived`, on a thread of its own, for as long as this
    /// process runs.
    ///
    /// # Errors
    /// If the machine can start no thread.
    pub fn listen(&self, arrived: impl Fn(HandOver) + Send + 'static) -> io::Result<()> {
        let listener = self.listener.share()?;
        let thread = std::thread::Builder::new().name("other starts".to_owned());
        #[expect(
            clippy::disallowed_methods,
            reason = "platform is a room that may start threads"
        )]
        let thread = thread.spawn(move || {
            listener.each(|stream| {
                // Anything but a message of a later start is ignored.
                if let Ok(hand_over) = receive(stream) {
                    arrived(hand_over);
                }
            });
        });
        thread.map(drop)
    }
}

/// A short name for a data folder, the same however its path is written.
fn name_of(data: &Path) -> String {
    let absolute = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    // The folder need not be there yet.
    let there = absolute.ancestors().find_map(|ancestor| {
        let real = ancestor.canonicalize().ok()?;
        let rest = absolute.strip_prefix(ancestor).ok()?;
        // Joined with nothing it would end in a slash.
        Some(rest.iter().fold(real, |path, part| path.join(part)))
    });
    let path = there.unwrap_or(absolute);
    let hash = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let hex = hash.iter().take(8).map(|byte| format!("{byte:02x}"));
    hex.collect()
}

fn encode(hand_over: &HandOver) -> io::Result<Vec<u8>> {
    let too_long = || io::Error::new(io::ErrorKind::InvalidInput, "the path is too long");
    let mut message = MAGIC.to_vec();
    let Some(file) = &hand_over.file else {
        message.extend(NO_PATH.to_le_bytes());
        return Ok(message);
    };
    let path = system::path_bytes(file);
    let length = u32::try_from(path.len()).map_err(|_| too_long())?;
    if path.len() > MAX_PATH {
        return Err(too_long());
    }
    message.extend(length.to_le_bytes());
    message.extend(path);
    Ok(message)
}

fn send(mut stream: impl Read + Write, message: &[u8]) -> io::Result<()> {
    stream.write_all(message)?;
    stream.flush()?;
    let mut answer = [0; ANSWER.len()];
    stream.read_exact(&mut answer)?;
    if answer != *ANSWER {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(())
}

/// Reads one message, whatever the other side sends, and answers it.
fn receive(mut stream: impl Read + Write) -> io::Result<HandOver> {
    let mut magic = [0; MAGIC.len()];
    stream.read_exact(&mut magic)?;
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    if magic != *MAGIC {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let file = match u32::from_le_bytes(length) {
        NO_PATH => None,
        length => {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if length > MAX_PATH {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut bytes = vec![0; length];
            stream.read_exact(&mut bytes)?;
            let path = system::path_of(bytes).filter(|path| path.is_absolute());
            Some(path.ok_or(io::ErrorKind::InvalidData)?)
        }
    };
    stream.write_all(ANSWER)?;
    stream.flush()?;
    Ok(HandOver { file })
}

#[cfg(test)]
mod tests;
