//! A watch over decoding that nobody sees: a probe goes on as long as something comes of it, however
//! long that takes, and is given up where nothing does (PLAYER 4.9).
//!
//! The work has a thread of its own. One that hangs in a decoder cannot be ended from outside: it is
//! left behind and ends with the program. What it had open is closed, so that it keeps no file, and
//! whatever it still asks for fails, so that one which is merely slow ends at its next sample.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, TryLockError, Weak};
use std::time::Duration;

use crate::player::{MediaSource, MediaTime, PlayerError, ReadSeek};

/// A single sample takes no machine longer than this to be read and decoded.
pub(crate) const HANGS_AFTER: Duration = Duration::from_secs(10);
/// How often whoever waits is asked whether to go on.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// [`HANGS_AFTER`] in steps. Steps are counted, not the clock: time in which the whole PC was held up
/// is no decoder's fault.
const MAX_IDLE_POLLS: u32 = 200;
/// A minute, in which at least [`MIN_UNITS_PER_MINUTE`] get done; at half a sample a second a film never ends.
const SLOW_POLLS: u32 = 1_200;
const MIN_UNITS_PER_MINUTE: u64 = 30;
/// Before the first sample, so many bytes that are read count as one.
const BYTES_PER_UNIT: u64 = 64 << 10;
/// Reading the same over and over leads nowhere: reading counts up to so many times the length of
/// the file, and this much more.
const MAX_REREADS: u64 = 16;
const MIN_READ_BYTES: u64 = 64 << 20;

/// Runs `work` on a thread of its own with a source that is watched, and waits for it as long as it
/// goes on. `go_on` is asked often whether to.
///
/// # Errors
/// The error of `work`; `Hangs`; `Stopped` if `go_on` returned false.
pub(crate) fn watch<T: Send + 'static>(
    source: Box<dyn MediaSource>,
    go_on: &mut dyn FnMut() -> bool,
    work: impl FnOnce(&dyn MediaSource, &Progress) -> Result<T, PlayerError> + Send + 'static,
) -> Result<T, PlayerError> {
    let watched = WatchedSource::new(source);
    let progress = Arc::clone(&watched.progress);
    let (done, outcome) = sync_channel(1);
    let thread_source = watched.clone();
    #[expect(
        clippy::disallowed_methods,
        reason = "what hangs must leave the caller free"
    )]
    std::thread::Builder::new()
        .name("probe".to_owned())
        .spawn(move || {
            let result = work(&thread_source, &thread_source.progress);
            // Nobody waits any more for what was given up.
            let _ = done.send(result);
        })
        .map_err(PlayerError::Read)?;
    let mut patience = Patience::default();
    loop {
        match outcome.recv_timeout(POLL_INTERVAL) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) => {}
            // Panics of decoders are caught one by one, so this is a fault of Muster's own.
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PlayerError::Container {
                    reason: "looking into it broke off".to_owned(),
                });
            }
        }
        if !go_on() {
            watched.give_up();
            return Err(PlayerError::Stopped);
        }
        if patience.is_over(watched.counts()) {
            watched.give_up();
            return Err(PlayerError::Hangs {
                at_ms: progress.at().as_millis(),
            });
        }
    }
}

/// What was done so far.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    samples: AtomicU64,
    bytes: AtomicU64,
    /// The length of the source.
    length: AtomicU64,
    /// Where the last sample was, in nanoseconds.
    at: AtomicI64,
    given_up: AtomicBool,
}

impl Progress {
    /// A sample is done, due at `at`; `false` if nobody waits for more.
    pub(crate) fn sample_done(&self, at: MediaTime) -> bool {
        self.samples.fetch_add(1, Ordering::Relaxed);
        self.at.store(at.0, Ordering::Relaxed);
        !self.given_up.load(Ordering::Relaxed)
    }

    fn at(&self) -> MediaTime {
        MediaTime(self.at.load(Ordering::Relaxed)).max(MediaTime::ZERO)
    }

    fn counts(&self) -> Counts {
        let length = self.length.load(Ordering::Relaxed);
        let most = length
            .saturating_mul(MAX_REREADS)
            .saturating_add(MIN_READ_BYTES);
        Counts {
            samples: self.samples.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed).min(most),
        }
    }
}

/// What counts as progress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    samples: u64,
    bytes: u64,
}

impl Counts {
    /// Where there are samples it is they that count: reading alone ends nothing.
    fn units(self) -> u64 {
        match self.samples {
            0 => self.bytes / BYTES_PER_UNIT,
            samples => samples,
        }
    }
}

/// How long nothing, or too little, has come by now, in steps.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    last: Counts,
    idle: u32,
    minute_began_at: Counts,
    of_minute: u32,
}

impl Patience {
    /// Asked once a step: whether what is watched is to be given up.
    pub(crate) fn is_over(&mut self, now: Counts) -> bool {
        self.idle = if self.last == now { self.idle + 1 } else { 0 };
        self.last = now;
        self.of_minute += 1;
        let is_slow = self.of_minute >= SLOW_POLLS && {
            let began_at = std::mem::replace(&mut self.minute_began_at, now);
            self.of_minute = 0;
            // Between reading and decoding the unit changes: that minute is let pass.
            let comparable = (began_at.samples == 0) == (now.samples == 0);
            comparable && now.units().saturating_sub(began_at.units()) < MIN_UNITS_PER_MINUTE
        };
        is_slow || self.idle >= MAX_IDLE_POLLS
    }
}

/// A source that notes what is read, and can be taken away.
#[derive(Clone)]
pub(crate) struct WatchedSource {
    source: Arc<Mutex<Option<Box<dyn MediaSource>>>>,
    readers: Arc<Mutex<Vec<Weak<SharedReader>>>>,
    progress: Arc<Progress>,
}

type SharedReader = Mutex<Option<Box<dyn ReadSeek>>>;

impl WatchedSource {
    pub(crate) fn new(source: Box<dyn MediaSource>) -> Self {
        Self {
            source: Arc::new(Mutex::new(Some(source))),
            readers: Arc::default(),
            progress: Arc::default(),
        }
    }

    /// How much came of it so far.
    pub(crate) fn counts(&self) -> Counts {
        self.progress.counts()
    }

    /// Closes what is open. A read that hangs itself keeps its file until the system answers.
    pub(crate) fn give_up(&self) {
        self.progress.given_up.store(true, Ordering::Relaxed);
        take(&self.source);
        let readers = match self.readers.try_lock() {
            Ok(mut readers) => std::mem::take(&mut *readers),
            Err(_) => Vec::new(),
        };
        readers
            .iter()
            .filter_map(Weak::upgrade)
            .for_each(|reader| take(&reader));
    }
}

/// Drops what is held, unless it is in use.
fn take<T>(held: &Mutex<Option<T>>) {
    match held.try_lock() {
        Ok(mut held) => drop(held.take()),
        Err(TryLockError::Poisoned(held)) => drop(held.into_inner().take()),
        Err(TryLockError::WouldBlock) => {}
    }
}

impl MediaSource for WatchedSource {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        let source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reader = source.as_ref().ok_or_else(given_up)?.open()?;
        drop(source);
        let length = reader.seek(SeekFrom::End(0))?;
        reader.rewind()?;
        self.progress.length.store(length, Ordering::Relaxed);
        let reader = Arc::new(Mutex::new(Some(reader)));
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain(|reader| reader.strong_count() > 0);
        readers.push(Arc::downgrade(&reader));
        Ok(Box::new(WatchedReader {
            reader,
            progress: Arc::clone(&self.progress),
        }))
    }
}

fn given_up() -> io::Error {
    io::Error::other("it was given up")
}

struct WatchedReader {
    reader: Arc<SharedReader>,
    progress: Arc<Progress>,
}

impl WatchedReader {
    fn with<T>(&self, action: impl FnOnce(&mut dyn ReadSeek) -> io::Result<T>) -> io::Result<T> {
        if self.progress.given_up.load(Ordering::Relaxed) {
            return Err(given_up());
        }
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        action(reader.as_mut().ok_or_else(given_up)?.as_mut())
    }
}

impl Read for WatchedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.with(|reader| reader.read(buffer))?;
        self.progress
            .bytes
            .fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for WatchedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.with(|reader| reader.seek(to))
    }
}

#[cfg(test)]
mod tests;
