//! H.264 samples into pictures.

use rust_h264::decoder::{Decoder, Frame};
use rust_h264::nal::{NalUnit, NalUnitType, parse_avcc, parse_avcc_config, parse_sps_info};

use crate::player::MediaTime;
use crate::player::color::{Color, Matrix};
use crate::player::decoder::{MAX_HEIGHT, MAX_WIDTH, Refusal};
use crate::player::demux::PictureFormat;
use crate::player::frame::VideoFrame;

/// Decodes samples of one track.
pub struct H264Decoder {
    decoder: Decoder,
    config: Vec<u8>,
    length_size: usize,
    format: PictureFormat,
    stream: Stream,
    /// The picture that the decoder holds and hands out only when the next begins.
    pending: Option<Pending>,
}

/// A picture that is being decoded.
#[derive(Clone, Copy)]
struct Pending {
    /// When it is due; nothing if it is not to be shown.
    at: Option<MediaTime>,
}

/// What the sequence parameter set says.
#[derive(Clone, Copy, Debug)]
struct Stream {
    width: u32,
    height: u32,
    matrix: u8,
    full_range: bool,
    /// Every sample is a whole picture, so nothing has to be waited for.
    progressive: bool,
}

impl H264Decoder {
    /// A decoder for a track with this configuration record (`avcC`).
    ///
    /// # Errors
    /// If the record is damaged or describes what Muster does not play.
    pub fn new(config: &[u8], format: PictureFormat) -> Result<Self, Refusal> {
        let mut made = Self {
            decoder: Decoder::new(),
            config: config.to_vec(),
            length_size: 4,
            format,
            stream: Stream {
                width: 0,
                height: 0,
                matrix: 2,
                full_range: false,
                progressive: false,
            },
            pending: None,
        };
        made.reset()?;
        Ok(made)
    }

    /// Forgets every picture; the next sample must be a key frame.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn reset(&mut self) -> Result<(), Refusal> {
        self.decoder = Decoder::new();
        self.pending = None;
        let config = std::mem::take(&mut self.config);
        let fed = self.feed_config(&config);
        self.config = config;
        fed
    }

    fn feed_config(&mut self, config: &[u8]) -> Result<(), Refusal> {
        let parsed = parse_avcc_config(config).map_err(Refusal::damaged)?;
        self.length_size = parsed.length_size;
        for nal in parsed.sps_nals.iter().chain(&parsed.pps_nals) {
            self.feed(nal)?;
        }
        Ok(())
    }

    /// Width and height of the pictures in coded pixels; 0 until a parameter set was seen.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.stream.width, self.stream.height)
    }

    /// Decodes one sample, due at `at` or not to be shown; hands each picture that is finished by
    /// it to `out`.
    ///
    /// # Errors
    /// If it is damaged; decoding can go on at a key frame after [`reset`](Self::reset).
    pub fn decode(
        &mut self,
        sample: &[u8],
        at: Option<MediaTime>,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        let mut began = false;
        for nal in parse_avcc(sample, self.length_size) {
            let finished = self.feed(&nal)?;
            self.hand_out(finished, out)?;
            if is_slice(&nal) && !began {
                began = true;
                // The first field of two keeps its time.
                self.pending.get_or_insert(Pending { at });
            }
        }
        if !began {
            return Err(Refusal::damaged("a sample without a picture"));
        }
        if self.stream.progressive {
            let finished = self.decoder.flush();
            self.hand_out(finished, out)?;
            self.pending = None;
        }
        Ok(())
    }

    /// Hands out what is held back; nothing more follows.
    ///
    /// # Errors
    /// If the last picture is damaged.
    pub fn finish(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        let finished = self.decoder.flush();
        self.hand_out(finished, out)
    }

    fn feed(&mut self, nal: &NalUnit<'_>) -> Result<Option<Frame>, Refusal> {
        if nal.nal_unit_type == NalUnitType::Sps {
            // The decoder makes its buffers as large as this says: look before it does.
            let info = parse_sps_info(nal).map_err(|error| Refusal::damaged(&error))?;
            if info.width > MAX_WIDTH
                || info.height > MAX_HEIGHT
                || info.coded_width > MAX_WIDTH.next_multiple_of(16) + 16
                || info.coded_height > MAX_HEIGHT.next_multiple_of(32) + 32
            {
                return Err(Refusal::Unsupported(format!(
                    "pictures of {}×{}",
                    info.width.max(info.coded_width),
                    info.height.max(info.coded_height)
                )));
            }
            if info.bit_depth_luma != 8 || info.bit_depth_chroma != 8 {
                return Err(Refusal::Unsupported(format!(
                    "pictures of {} bits",
                    info.bit_depth_luma.max(info.bit_depth_chroma)
                )));
            }
            if info.chroma_format > 1 {
                return Err(Refusal::Unsupported("chroma other than 4:2:0".to_owned()));
            }
            self.stream = Stream {
                width: info.width,
                height: info.height,
                matrix: info.matrix,
                full_range: info.full_range,
                progressive: info.progressive,
            };
        }
        self.decoder
            .decode_nal(nal)
            .map_err(|error| Refusal::damaged(&error))
    }

    fn hand_out(
        &mut self,
        finished: Option<Frame>,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        let Some(frame) = finished else {
            return Ok(());
        };
        let Some(Pending { at }) = self.pending.take() else {
            return Err(Refusal::damaged("a picture without a time"));
        };
        let Some(at) = at else {
            return Ok(());
        };
        let size = (frame.width as usize, frame.height as usize);
        let whole = VideoFrame::packed(at, size, self.color(size.1), [frame.y, frame.u, frame.v]);
        match whole {
            Some(whole) if frame.bit_depth == 8 => out(whole),
            _ => return Err(Refusal::damaged("a picture of an odd shape")),
        }
        Ok(())
    }

    fn color(&self, height: usize) -> Color {
        let matrix = Matrix::from_code(u16::from(self.stream.matrix));
        Color::choose((matrix, self.stream.full_range), self.format.color, height)
    }
}

fn is_slice(nal: &NalUnit<'_>) -> bool {
    matches!(
        nal.nal_unit_type,
        NalUnitType::Slice | NalUnitType::SliceIdr
    )
}
