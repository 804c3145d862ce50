//! Tests whether the media of a pack play on this PC.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use crate::library::{LibraryError, PackMedia};
use crate::pack::read::Progress;
use crate::pack::{PackError, VerifiedPack};
use crate::player::{self, MediaSource, PlayerError, ReadSeek};

/// How much of every medium is decoded before a pack is accepted (FORMAT 2.20).
pub(super) const TEST_DECODE: Duration = Duration::from_secs(1);
/// Larger pictures than this are refused (FORMAT 2.20).
const MAX_PICTURE: (u32, u32) = (1920, 1080);

/// Decodes the beginning of every medium, so that a pack that does not play here is refused
/// before the roll call and not during it.
///
/// # Errors
/// `Media`; `Pack(SourceRead)` if what the pack lies on cannot be read, which says nothing of the
/// medium; `Pack(Cancelled)`.
pub(super) fn try_all(
    pack: &VerifiedPack,
    progress: &mut Progress<'_>,
) -> Result<(), LibraryError> {
    for medium in pack.manifest().modules.iter().flat_map(|m| &m.media) {
        if !progress(pack.bytes(), pack.bytes()) {
            return Err(PackError::Cancelled.into());
        }
        let fail = |error| LibraryError::Media {
            path: medium.path.to_string(),
            error,
        };
        let media =
            PackMedia::of(pack.archive(), &medium.path).ok_or_else(|| PackError::MissingFile {
                path: medium.path.to_string(),
            })?;
        let source = Watched {
            media,
            failed: Arc::default(),
        };
        let mut go_on = || progress(pack.bytes(), pack.bytes());
        let probed = player::examine(&source, TEST_DECODE, &mut go_on);
        match source.failed.load(Ordering::Relaxed) {
            0 => {}
            code => return Err(PackError::SourceRead(io::Error::from_raw_os_error(code)).into()),
        }
        let info = match probed {
            Err(PlayerError::Stopped) => return Err(PackError::Cancelled.into()),
            probed => probed.map_err(fail)?.info,
        };
        match info.video {
            Some(video) if video.width > MAX_PICTURE.0 || video.height > MAX_PICTURE.1 => {
                return Err(fail(PlayerError::Unsupported {
                    what: format!(
                        "a picture of {}×{}, more than 1920×1080",
                        video.width, video.height
                    ),
                }));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A medium that remembers whether the system ever failed to read it: decoders report that as a
/// defect of the medium, although its bytes were proven.
#[derive(Clone)]
struct Watched {
    media: PackMedia,
    /// The system's code of what went wrong last; 0: nothing.
    failed: Arc<AtomicI32>,
}

impl MediaSource for Watched {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        let reader = self.media.open()?;
        let failed = Arc::clone(&self.failed);
        Ok(Box::new(Watching { reader, failed }))
    }
}

struct Watching {
    reader: Box<dyn ReadSeek>,
    failed: Arc<AtomicI32>,
}

impl Watching {
    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Some(code) = result.as_ref().err().and_then(io::Error::raw_os_error) {
            self.failed.store(code, Ordering::Relaxed);
        }
        result
    }
}

impl Read for Watching {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.reader.read(buffer);
        self.note(result)
    }
}

impl Seek for Watching {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let result = self.reader.seek(to);
        self.note(result)
    }
}
