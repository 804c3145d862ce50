//! What a decoder of pictures does, whatever they are coded in.

use std::num::NonZeroUsize;

use crate::player::MediaTime;
use crate::player::frame::VideoFrame;

/// The largest picture that Muster plays, in pixels (PLAYER 2.8).
pub const MAX_WIDTH: u32 = 1920;
/// See [`MAX_WIDTH`].
pub const MAX_HEIGHT: u32 = 1080;
/// The most threads that decode one medium (PLAYER 7.2): what is gained beyond is lost to handing
/// over.
const MAX_THREADS: usize = 8;

/// Why a sample was not decoded.
#[derive(Debug)]
pub enum Refusal {
    /// A size or profile that Muster does not play.
    Unsupported(String),
    /// Damaged.
    Damaged(String),
}

impl Refusal {
    pub(crate) fn damaged(reason: &(impl ToString + ?Sized)) -> Self {
        Self::Damaged(reason.to_string())
    }
}

/// On how many threads one medium is decoded, if its codec can use several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threads(NonZeroUsize);

impl Threads {
    /// So many, within reason.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self(NonZeroUsize::new(threads.min(MAX_THREADS)).unwrap_or(NonZeroUsize::MIN))
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> usize {
        self.0.get()
    }
}

impl Default for Threads {
    /// One for each processor of the machine.
    fn default() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, NonZeroUsize::get))
    }
}

/// Decodes samples of one track.
pub trait PictureDecoder: Send {
    /// Width and height of the pictures in coded pixels; 0 while they are not known.
    fn size(&self) -> (u32, u32);

    /// Width to height of one pixel, if the coded stream has a word on it that its container need
    /// not have as well.
    fn pixel_aspect(&self) -> Option<(u32, u32)> {
        None
    }

    /// Forgets every picture; the next sample must be a key frame.
    ///
    /// # Errors
    /// If the configuration is damaged.
    fn reset(&mut self) -> Result<(), Refusal>;

    /// The same, and decodes one picture after the other up to the next reset, whatever the
    /// number of threads: then it is known which of them is damaged. `false`, and nothing is
    /// forgotten, if that is known anyway.
    ///
    /// # Errors
    /// If the configuration is damaged.
    fn reset_alone(&mut self) -> Result<bool, Refusal>;

    /// The earliest time of a picture that was taken in and did not come out yet.
    fn owes(&self) -> Option<MediaTime>;

    /// Pictures due before this are not to be handed out, even if they were taken in as shown.
    fn skip_to(&mut self, at: MediaTime);

    /// Whether no other picture builds on that of this sample, as far as can be seen at a glance:
    /// where it is not shown it need not be decoded.
    fn is_leaf(&self, sample: &[u8]) -> bool;

    /// Whether decoding can begin at this sample; nothing where that cannot be seen at a glance, as
    /// where it is damaged. `listed`: the file has a list of key frames, and it is among them.
    fn can_begin_at(&self, sample: &[u8], listed: bool) -> Option<bool>;

    /// Decodes one sample, due at `at`; hands each picture that is finished by now and `shown` to
    /// `out`.
    ///
    /// # Errors
    /// If it is damaged, or one before it; decoding can go on at a key frame after
    /// [`reset`](Self::reset).
    fn decode(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        shown: bool,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal>;

    /// Hands out what was taken in and is a whole picture, rather than when more is taken in.
    /// Decoding goes on.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    fn settle(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal>;

    /// Hands out what is held back; nothing more follows.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    fn finish(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        self.settle(out)
    }
}
