//! AV1 samples into pictures.
//!
//! Rules: the AV1 specification, and "AV1 Codec ISO Media File Format Binding" for its samples
//! and its configuration record in MP4.

use re_rav1d::{BitsPerComponent, Decoder, Error, PixelLayout, PlanarImageComponent, Settings};
use re_rav1d::{Picture, pixel::YUVRange};

use crate::player::MediaTime;
use crate::player::color::{Color, Matrix};
use crate::player::decoder::{MAX_HEIGHT, MAX_WIDTH, Refusal, Threads};
use crate::player::demux::PictureFormat;
use crate::player::frame::VideoFrame;

/// How often a sample may be offered anew before it is given up: no sample holds so many
/// pictures.
const MAX_ROUNDS: u32 = 64;

/// Decodes samples of one track.
pub struct Av1Decoder {
    decoder: Decoder,
    format: PictureFormat,
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
        let mut settings = Settings::new();
        settings.set_n_threads(u32::try_from(threads.count()).unwrap_or(1));
        // A picture comes out with the sample that completes it: a seek waits for one, not for
        // several, and no more than one is being decoded. Threads share the work within it.
        settings.set_max_frame_delay(1);
        settings.set_frame_size_limit(MAX_WIDTH * MAX_HEIGHT);
        settings.set_apply_grain(true);
        // Of a stream in layers only what is meant for the eye.
        settings.set_all_layers(false);
        Ok(Self {
            decoder: Decoder::with_settings(&settings).map_err(|error| Refusal::damaged(&error))?,
            format,
        })
    }

    /// Forgets every picture; the next sample must be a key frame.
    ///
    /// # Errors
    /// Never: it has the same shape as the other decoders'.
    pub fn reset(&mut self) -> Result<(), Refusal> {
        self.decoder.flush();
        Ok(())
    }

    /// Width and height of the pictures in coded pixels, as the container has them.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        let (width, height) = self.format.coded;
        (u32::from(width), u32::from(height))
    }

    /// Decodes one sample, due at `at`; hands each picture that is finished by it to `out`, if it
    /// is `shown`.
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
        if sample.is_empty() {
            return Err(Refusal::damaged("a sample without a picture"));
        }
        let at = shown.then_some(at.0);
        let mut sent = self.decoder.send_data(sample.to_vec(), None, at, None);
        let mut finished = false;
        for _ in 0..MAX_ROUNDS {
            let rest = match sent {
                Ok(()) => false,
                Err(Error::Again) => true,
                Err(error) => return Err(Refusal::damaged(&error)),
            };
            match self.decoder.get_picture() {
                Ok(picture) => {
                    finished = true;
                    self.hand_out(&picture, out)?;
                }
                Err(Error::Again) => {}
                Err(error) => return Err(Refusal::damaged(&error)),
            }
            if !rest {
                // What it does not know the decoder passes over, zeros for example; but every
                // sample shows a picture.
                return finished
                    .then_some(())
                    .ok_or_else(|| Refusal::damaged("a sample without a picture"));
            }
            sent = self.decoder.send_pending_data();
        }
        Err(Refusal::damaged("a sample that does not end"))
    }

    /// Hands out what is held back; nothing more follows.
    ///
    /// # Errors
    /// If the last picture is damaged.
    pub fn finish(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        for _ in 0..MAX_ROUNDS {
            match self.decoder.get_picture() {
                Ok(picture) => self.hand_out(&picture, out)?,
                Err(Error::Again) => break,
                Err(error) => return Err(Refusal::damaged(&error)),
            }
        }
        Ok(())
    }

    fn hand_out(&self, picture: &Picture, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
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
        let Some(at) = picture.timestamp() else {
            return Ok(());
        };
        let components = [
            PlanarImageComponent::Y,
            PlanarImageComponent::U,
            PlanarImageComponent::V,
        ];
        let size = (picture.width() as usize, picture.height() as usize);
        let frame = VideoFrame::av1(
            MediaTime(at),
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
