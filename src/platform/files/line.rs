//! The first line of a file, a pipe or standard input: for passwords, which scripts hand over
//! without a file.

use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::Refusal;
use crate::platform::stop;

/// A pipe that nobody writes to is waited for so long, in pieces of [`CHUNK_WAIT`].
const MAX_PIPE_CHUNKS: u32 = 100;
/// How often it is asked meanwhile whether to go on.
const CHUNK_WAIT: Duration = Duration::from_millis(100);

/// Where a line is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSource {
    /// For as long as it takes: somebody may type.
    StandardInput,
    /// A regular file, or a pipe with a name; links are followed.
    Named(PathBuf),
}

/// Reads the first line, without what ends it; of a longer one than `limit` so many bytes and one
/// more, for the caller to refuse. Nothing is waited for for ever: a pipe to which nobody writes is
/// given up after ten seconds, and every wait when the work of this process is to end.
///
/// # Errors
/// A [`Refusal`] for a folder, a device or a socket; `TimedOut`, `Interrupted`; what the system
/// reports otherwise.
pub fn first_line(source: LineSource, limit: u64) -> io::Result<Vec<u8>> {
    let pieces = match &source {
        LineSource::StandardInput => None,
        LineSource::Named(path) => {
            check(&path.metadata()?)?;
            Some(MAX_PIPE_CHUNKS)
        }
    };
    // Opening a pipe waits for who writes, and reading it too: a thread does both, and is left alone
    // where nothing comes.
    let (sender, receiver) = mpsc::sync_channel(1);
    let read = move || {
        // Nobody waits for it any more.
        let _ = sender.send(read(&source, limit));
    };
    start(read)?;
    for piece in 0_u32.. {
        match receiver.recv_timeout(CHUNK_WAIT) {
            Ok(line) => return line,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if stop::is_requested() => {
                return Err(io::ErrorKind::Interrupted.into());
            }
            Err(RecvTimeoutError::Timeout) if pieces.is_some_and(|most| piece >= most) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

#[expect(
    clippy::disallowed_methods,
    reason = "platform may start threads; this one waits where nothing else can"
)]
fn start(read: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().spawn(read).map(drop)
}

fn read(source: &LineSource, limit: u64) -> io::Result<Vec<u8>> {
    match source {
        LineSource::StandardInput => line_of(io::stdin().lock(), limit),
        LineSource::Named(path) => line_of(open(path)?, limit),
    }
}

fn open(path: &Path) -> io::Result<BufReader<File>> {
    let file = File::open(path)?;
    check(&file.metadata()?)?;
    Ok(BufReader::new(file))
}

fn line_of(reader: impl BufRead, limit: u64) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    // What ends a line that has `limit` bytes are two bytes more.
    reader
        .take(limit.saturating_add(2))
        .read_until(b'\n', &mut line)?;
    for end in [b'\n', b'\r'] {
        line.pop_if(|last| *last == end);
    }
    Ok(line)
}

/// Whether a line may be read from it.
fn check(found: &Metadata) -> io::Result<()> {
    if found.is_file() || is_pipe(found) {
        return Ok(());
    }
    Err(if found.is_dir() {
        Refusal::Folder.into()
    } else {
        Refusal::Special.into()
    })
}

#[cfg(unix)]
fn is_pipe(found: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    found.file_type().is_fifo()
}

/// Pipes have no names among files there.
#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_line_ends_where_it_ends_and_a_longer_one_is_seen_to_be_longer() {
        let read = |text: &[u8]| line_of(text, 4).expect("read");
        assert_eq!(read(b"abcd\nx"), b"abcd");
        assert_eq!(read(b"abcd\r\nx"), b"abcd");
        assert_eq!(read(b"abcd"), b"abcd");
        assert_eq!(read(b"\n"), b"");
        assert!(read(b"abcde\n").len() > 4);
        assert!(read(b"abcdefghij").len() > 4);
        assert!(read(b"abcde").len() > 4);
    }
}
