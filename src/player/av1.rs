//! AV1 samples into pictures.
//!
//! Rules: the AV1 specification, and "AV1 Codec ISO Media File Format Binding" for its samples
//! and its configuration record in MP4.

use std::collections::VecDeque;

use re_rav1d::{BitsPerComponent, Decoder, Error, PixelLayout, PlanarImageComponent, Settings};
use re_rav1d::{Picture, pixel::YUVRange};

use crate::player::MediaTime;
use crate::player::color::{Color, Matrix};
use crate::player::decoder::{MAX_HEIGHT, MAX_WIDTH, PictureDecoder, Refusal, Threads};
use crate::player::demux::PictureFormat;
use crate::player::frame::VideoFrame;
use crate::player::obu::{self, Sequence};

/// How often a sample may be offered anew before it is given up: no sample holds so many
/// pictures.
const MAX_ROUNDS: u32 = 64;
const NO_PICTURE: &str = "a sample without a picture";

/// The most pictures that are decoded at once (PLAYER 7.2): each takes memory, and a seek waits for
/// all.
const MAX_AT_ONCE: usize = 4;

/// Decodes samples of one track.
pub struct Av1Decoder {
    decoder: Decoder,
    threads: Threads,
    /// Several pictures are decoded at once.
    several: bool,
    format: PictureFormat,
    sequence: Option<Sequence>,
    /// Samples that were taken in and whose pictures did not come out yet, in the order in which
    /// they will.
    waiting: VecDeque<Waiting>,
    /// The sample whose picture came out last.
    last: Option<Waiting>,
}

/// A picture that is being decoded.
#[derive(Clone, Copy)]
struct Waiting {
    at: MediaTime,
    shown: bool,
}

impl Av1Decoder {
    /// A decoder for a track with this configuration record (`av1C`).
    ///
    /// # Errors
    /// If the record is damaged or describes what Muster does not play.
    pub fn new(config: &[u8], format: PictureFormat, threads: Threads) -> Result<Self, Refusal> {
        check_config(config)?;
        let (width, height) = format.coded;
        check_size(u32::from(width), u32::from(height))?;
        let several = threads.count() > 1;
        Ok(Self {
            decoder: decoder(threads, several)?,
            threads,
            several,
            format,
            sequence: Sequence::after(None, config.get(4..).unwrap_or_default()),
            waiting: VecDeque::new(),
            last: None,
        })
    }

    fn begin(&mut self, several: bool) -> Result<(), Refusal> {
        self.waiting.clear();
        self.last = None;
        if self.several == several {
            self.decoder.flush();
        } else {
            self.decoder = decoder(self.threads, several)?;
            self.several = several;
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        let data = sample.to_vec();
        let mut sent = self.decoder.send_data(data, None, Some(at.0), None);
        for _ in 0..MAX_ROUNDS {
            let rest = match sent {
                Ok(()) => false,
                Err(Error::Again) => true,
                Err(error) => return Err(Refusal::damaged(&error)),
            };
            // Asked once more it would wait for what it is decoding.
            match self.decoder.get_picture() {
                Ok(picture) => self.hand_out(&picture, out)?,
                Err(Error::Again) => {}
                Err(error) => return Err(Refusal::damaged(&error)),
            }
            if !rest {
                return Ok(());
            }
            sent = self.decoder.send_pending_data();
        }
        Err(Refusal::damaged("a sample that does not end"))
    }

    fn hand_out(
        &mut self,
        picture: &Picture,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        // The stream may be another than its container says.
        check_size(picture.width(), picture.height())?;
        match picture.bits_per_component() {
            Some(BitsPerComponent(8)) => {}
            Some(BitsPerComponent(bits)) => return Err(too_deep(bits)),
            None => return Err(Refusal::damaged("a picture of unknown depth")),
        }
        if picture.pixel_layout() != PixelLayout::I420 {
            return Err(other_chroma());
        }
        let is = |waiting: &Waiting| Some(waiting.at.0) == picture.timestamp();
        if self.waiting.front().is_some_and(is) {
            self.last = self.waiting.pop_front();
        }
        // What it does not know the decoder passes over, zeros for example; but every sample
        // shows a picture, or several.
        let Some(Waiting { at, shown }) = self.last.filter(is) else {
            return Err(Refusal::damaged(NO_PICTURE));
        };
        if !shown {
            return Ok(());
        }
        let components = [
            PlanarImageComponent::Y,
            PlanarImageComponent::U,
            PlanarImageComponent::V,
        ];
        let size = (picture.width() as usize, picture.height() as usize);
        let frame = VideoFrame::av1(
            at,
            size,
            self.color(picture, size),
            components.map(|component| picture.plane(component)),
            components.map(|component| picture.stride(component) as usize),
        );
        out(frame.ok_or_else(|| Refusal::damaged("a picture of an odd shape"))?);
        Ok(())
    }

    fn color(&self, picture: &Picture, size: (usize, usize)) -> Color {
        use re_rav1d::pixel::MatrixCoefficients;
        let stream = match picture.matrix_coefficients() {
            MatrixCoefficients::BT709 => Some(Matrix::Bt709),
            MatrixCoefficients::BT470M
            | MatrixCoefficients::BT470BG
            | MatrixCoefficients::ST170M => Some(Matrix::Bt601),
            _ => None,
        };
        let full = picture.color_range() == YUVRange::Full;
        Color::choose((stream, full), self.format.color, size)
    }
}

impl PictureDecoder for Av1Decoder {
    /// As the container has them.
    fn size(&self) -> (u32, u32) {
        let (width, height) = self.format.coded;
        (u32::from(width), u32::from(height))
    }

    fn reset(&mut self) -> Result<(), Refusal> {
        self.begin(self.threads.count() > 1)
    }

    fn reset_alone(&mut self) -> Result<bool, Refusal> {
        if !self.several {
            return Ok(false);
        }
        self.begin(false)?;
        Ok(true)
    }

    fn owes(&self) -> Option<MediaTime> {
        self.waiting.iter().map(|waiting| waiting.at).min()
    }

    fn skip_to(&mut self, to: MediaTime) {
        for waiting in self.waiting.iter_mut().chain(&mut self.last) {
            waiting.shown &= waiting.at >= to;
        }
    }

    fn is_leaf(&self, sample: &[u8]) -> bool {
        self.sequence
            .is_some_and(|sequence| sequence.is_leaf(sample))
    }

    fn can_begin_at(&self, sample: &[u8], _listed: bool) -> Option<bool> {
        obu::is_key(sample)
    }

    fn decode(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        shown: bool,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        if sample.is_empty() {
            return Err(Refusal::damaged(NO_PICTURE));
        }
        self.sequence = Sequence::after(self.sequence, sample);
        self.waiting.push_back(Waiting { at, shown });
        self.take_in(sample, at, out)?;
        // Its pictures come one after the other; some are begun with only when one came out.
        let held = if self.several { 2 * MAX_AT_ONCE } else { 0 };
        if self.waiting.len() > held {
            return Err(Refusal::damaged(NO_PICTURE));
        }
        Ok(())
    }

    fn settle(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        for _ in 0..MAX_ROUNDS {
            match self.decoder.get_picture() {
                Ok(picture) => self.hand_out(&picture, out)?,
                Err(Error::Again) if self.waiting.is_empty() => return Ok(()),
                Err(Error::Again) => break,
                Err(error) => return Err(Refusal::damaged(&error)),
            }
        }
        Err(Refusal::damaged(NO_PICTURE))
    }
}

fn decoder(threads: Threads, several: bool) -> Result<Decoder, Refusal> {
    let mut settings = Settings::new();
    let threads = threads.count();
    settings.set_n_threads(u32::try_from(threads).unwrap_or(1));
    // Threads find little to share within one picture, for most are not cut into tiles.
    let at_once = if several { threads.min(MAX_AT_ONCE) } else { 1 };
    settings.set_max_frame_delay(u32::try_from(at_once).unwrap_or(1));
    settings.set_frame_size_limit(MAX_WIDTH * MAX_HEIGHT);
    settings.set_apply_grain(true);
    // Of a stream in layers only what is meant for the eye.
    settings.set_all_layers(false);
    Decoder::with_settings(&settings).map_err(|error| Refusal::damaged(&error))
}

/// The fixed part of a configuration record, before anything is decoded.
fn check_config(config: &[u8]) -> Result<(), Refusal> {
    let [version, profile, kind, _, ..] = config else {
        return Err(Refusal::damaged("a configuration record that is too short"));
    };
    if *version != 0x81 {
        return Err(Refusal::damaged(
            "a configuration record of an unknown version",
        ));
    }
    let flag = |bit: u8| kind & bit != 0;
    if flag(0x40) {
        return Err(too_deep(if flag(0x20) { 12 } else { 10 }));
    }
    let monochrome = flag(0x10);
    if profile >> 5 != 0 || monochrome || !(flag(0x08) && flag(0x04)) {
        return Err(other_chroma());
    }
    Ok(())
}

fn check_size(width: u32, height: u32) -> Result<(), Refusal> {
    if width > MAX_WIDTH || height > MAX_HEIGHT {
        return Err(Refusal::Unsupported(format!(
            "pictures of {width}×{height}"
        )));
    }
    Ok(())
}

fn too_deep(bits: usize) -> Refusal {
    Refusal::Unsupported(format!("pictures of {bits} bits"))
}

fn other_chroma() -> Refusal {
    Refusal::Unsupported("chroma other than 4:2:0".to_owned())
}
