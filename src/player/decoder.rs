//! Samples into pictures, whatever they are coded in.

use std::num::NonZeroUsize;

use crate::player::MediaTime;
use crate::player::av1::Av1Decoder;
use crate::player::demux::Codec;
use crate::player::frame::VideoFrame;
use crate::player::h264::H264Decoder;

/// The largest picture that Muster plays, in pixels.
pub const MAX_WIDTH: u32 = 1920;
/// See [`MAX_WIDTH`].
pub const MAX_HEIGHT: u32 = 1080;
/// The most threads that decode one medium: what is gained beyond is lost to handing over.
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
pub enum PictureDecoder {
    /// H.264.
    H264(Box<H264Decoder>),
    /// AV1.
    Av1(Box<Av1Decoder>),
}

impl PictureDecoder {
    /// A decoder for a track that is coded so; `None` if it is not one of pictures.
    ///
    /// # Errors
    /// If its configuration is damaged or describes what Muster does not play.
    pub fn new(codec: &Codec, threads: Threads) -> Result<Option<Self>, Refusal> {
        Ok(match codec {
            Codec::H264 { config, format } => Some(Self::H264(Box::new(H264Decoder::new(
                config, *format, threads,
            )?))),
            Codec::Av1 { config, format } => Some(Self::Av1(Box::new(Av1Decoder::new(
                config, *format, threads,
            )?))),
            Codec::Aac { .. } => None,
        })
    }

    /// Forgets every picture; the next sample must be a key frame.
    ///
    /// # Errors
    /// If the configuration is damaged.
    pub fn reset(&mut self) -> Result<(), Refusal> {
        match self {
            Self::H264(decoder) => decoder.reset(),
            Self::Av1(decoder) => decoder.reset(),
        }
    }

    /// The same, and decodes one picture after the other up to the next reset, whatever the
    /// number of threads: then it is known which of them is damaged. `false` if that is known
    /// anyway.
    ///
    /// # Errors
    /// If the configuration is damaged.
    pub fn reset_alone(&mut self) -> Result<bool, Refusal> {
        match self {
            Self::H264(decoder) => decoder.reset_alone(),
            Self::Av1(_) => Ok(false),
        }
    }

    /// Width and height of the pictures in coded pixels; 0 while they are not known.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::H264(decoder) => decoder.size(),
            Self::Av1(decoder) => decoder.size(),
        }
    }

    /// Width to height of one pixel, if the coded stream has a word on it.
    #[must_use]
    pub fn pixel_aspect(&self) -> Option<(u32, u32)> {
        match self {
            Self::H264(decoder) => decoder.pixel_aspect(),
            // What it has, its container must have as well.
            Self::Av1(_) => None,
        }
    }

    /// The earliest time of a picture that was taken in and did not come out yet.
    #[must_use]
    pub fn owes(&self) -> Option<MediaTime> {
        match self {
            Self::H264(decoder) => decoder.owes(),
            // It hands out each picture with the sample that completes it.
            Self::Av1(_) => None,
        }
    }

    /// Pictures due before this are not to be handed out, even if they were taken in as shown.
    pub fn skip_to(&mut self, at: MediaTime) {
        match self {
            Self::H264(decoder) => decoder.skip_to(at),
            Self::Av1(_) => {}
        }
    }

    /// Decodes one sample, due at `at`; hands each picture that is finished by now and `shown` to
    /// `out`.
    ///
    /// # Errors
    /// If it is damaged; decoding can go on at a key frame after [`reset`](Self::reset).
    pub fn decode(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        shown: bool,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        match self {
            Self::H264(decoder) => decoder.decode(sample, at, shown, out),
            Self::Av1(decoder) => decoder.decode(sample, at, shown, out),
        }
    }

    /// Hands out what is held back; nothing more follows.
    ///
    /// # Errors
    /// If the last picture is damaged.
    pub fn finish(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        match self {
            Self::H264(decoder) => decoder.finish(out),
            Self::Av1(decoder) => decoder.finish(out),
        }
    }
}
