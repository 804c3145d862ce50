//! H.264 samples into pictures.

use std::collections::BTreeMap;

use rust_h264::decoder::{Decoder, Frame};
use rust_h264::nal::{NalUnit, NalUnitType, parse_avcc, parse_avcc_config, parse_sps_info};
use rust_h264::threading::ThreadedDecoder;

use crate::player::MediaTime;
use crate::player::bits::Bits;
use crate::player::color::{Color, Matrix};
use crate::player::decoder::{MAX_HEIGHT, MAX_WIDTH, PictureDecoder, Refusal, Threads};
use crate::player::demux::PictureFormat;
use crate::player::frame::VideoFrame;
use crate::player::sps;

/// The most pictures that one may be held back for (H.264, `max_num_reorder_frames`).
const MAX_REORDER: u32 = 16;
/// So many pictures more than there are threads are being decoded at once (PLAYER 7.2): they wait
/// for rows of one another, and the decoder takes up the next only a while after one is finished.
/// With two more, 1080p comes a twentieth slower on two cores.
const PICTURES_AHEAD: usize = 3;
/// Pictures of up to 1280×720 come quickly enough with one more, and each costs memory.
const PICTURES_AHEAD_IF_SMALL: usize = 1;
const SMALL_PIXELS: u64 = 1280 * 720;

/// Decodes samples of one track.
pub struct H264Decoder {
    machine: Machine,
    threads: Threads,
    config: Vec<u8>,
    length_size: usize,
    format: PictureFormat,
    stream: Stream,
    /// Counts the places from which decoding is independent: whatever was taken in before is
    /// shown before.
    period: u64,
    /// Samples that were taken in and whose pictures did not come out yet.
    waiting: BTreeMap<Place, Waiting>,
}

/// Where a picture stands in the order in which they are shown: its period, its time, and a
/// number of its own where two have the same time.
type Place = (u64, MediaTime, usize);

/// A picture that is being decoded.
#[derive(Clone, Copy)]
struct Waiting {
    shown: bool,
}

/// Who does the work.
enum Machine {
    /// Hands out a picture when the next begins, in the order of the samples.
    Alone(Box<Decoder>),
    /// Decodes several pictures at once and hands them out in the order in which they are shown.
    Several(Box<ThreadedDecoder>),
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
    /// How many pictures may have to wait for one that is shown before them.
    reorder: u32,
    pixel_aspect: Option<(u32, u32)>,
}

impl H264Decoder {
    /// A decoder for a track with this configuration record (`avcC`).
    ///
    /// # Errors
    /// If the record is damaged or describes what Muster does not play.
    pub fn new(config: &[u8], format: PictureFormat, threads: Threads) -> Result<Self, Refusal> {
        let mut made = Self {
            machine: Machine::Alone(Box::default()),
            threads,
            config: config.to_vec(),
            length_size: 4,
            format,
            stream: Stream {
                width: 0,
                height: 0,
                matrix: 2,
                full_range: false,
                progressive: false,
                reorder: MAX_REORDER,
                pixel_aspect: None,
            },
            period: 0,
            waiting: BTreeMap::new(),
        };
        made.reset()?;
        Ok(made)
    }

    fn begin(&mut self) -> Result<(), Refusal> {
        self.machine = Machine::Alone(Box::default());
        self.waiting.clear();
        self.feed_config()
    }

    fn feed_config(&mut self) -> Result<(), Refusal> {
        let config = std::mem::take(&mut self.config);
        let fed = self.feed_sets(&config);
        self.config = config;
        fed
    }

    fn feed_sets(&mut self, config: &[u8]) -> Result<(), Refusal> {
        let parsed = parse_avcc_config(config).map_err(Refusal::damaged)?;
        self.length_size = parsed.length_size;
        for nal in parsed.sps_nals.iter().chain(&parsed.pps_nals) {
            self.feed(nal)?;
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        shown: bool,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        let mut began = false;
        for nal in parse_avcc(sample, self.length_size) {
            let fed = self.feed(&nal);
            let fed = fed.and_then(|finished| self.hand_out(finished, out));
            if is_slice(&nal) && !began {
                began = true;
                self.period += u64::from(nal.nal_unit_type == NalUnitType::SliceIdr);
                // The first field of two keeps its time. Where several are decoded an error may be
                // that of a picture before, and this one comes out all the same.
                if self.waiting.is_empty() || matches!(self.machine, Machine::Several(_)) {
                    let place = (self.period, at, self.waiting.len());
                    self.waiting.insert(place, Waiting { shown });
                }
            }
            fed?;
        }
        if !began {
            return Err(Refusal::damaged("a sample without a picture"));
        }
        let most = self.most_waiting();
        match &mut self.machine {
            Machine::Alone(decoder) if self.stream.progressive => {
                let finished = decoder.flush().into_iter().collect();
                self.hand_out(finished, out)?;
                self.waiting.clear();
            }
            // While one picture is held up, others are taken up and finish, without end.
            Machine::Several(_) if self.waiting.len() > most => self.settle(out)?,
            _ => {}
        }
        Ok(())
    }

    /// How many pictures are taken in at most before all of them have to be whole: twice as many
    /// as are decoded at once, and those held back for their order.
    fn most_waiting(&self) -> usize {
        2 * self.at_once() + self.reorder()
    }

    /// How many pictures are decoded at once, if several are.
    fn at_once(&self) -> usize {
        let pixels = u64::from(self.stream.width) * u64::from(self.stream.height);
        let ahead = if pixels > SMALL_PIXELS {
            PICTURES_AHEAD
        } else {
            PICTURES_AHEAD_IF_SMALL
        };
        self.threads.count() + ahead
    }

    fn reorder(&self) -> usize {
        usize::try_from(self.stream.reorder).unwrap_or(1)
    }

    fn feed(&mut self, nal: &NalUnit<'_>) -> Result<Vec<Frame>, Refusal> {
        if nal.nal_unit_type == NalUnitType::Sps {
            // The decoder makes its buffers as large as this says: look before it does
            // (PLAYER 2.8).
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
                reorder: info
                    .max_reorder_frames
                    .unwrap_or(MAX_REORDER)
                    .min(MAX_REORDER),
                pixel_aspect: sps::pixel_aspect(&nal.rbsp),
            };
        }
        match &mut self.machine {
            Machine::Alone(decoder) => decoder
                .decode_nal(nal)
                .map(|finished| finished.into_iter().collect()),
            Machine::Several(decoder) => decoder.decode_nal(nal),
        }
        .map_err(|error| Refusal::damaged(&error))
    }

    fn hand_out(
        &mut self,
        finished: Vec<Frame>,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        for frame in finished {
            let Some(((_, at, _), Waiting { shown })) = self.waiting.pop_first() else {
                return Err(Refusal::damaged("a picture without a time"));
            };
            if !shown {
                continue;
            }
            let size = (frame.width as usize, frame.height as usize);
            let planes = [frame.y, frame.u, frame.v];
            match VideoFrame::packed(at, size, self.color(size), planes) {
                Some(whole) if frame.bit_depth == 8 => out(whole),
                _ => return Err(Refusal::damaged("a picture of an odd shape")),
            }
        }
        Ok(())
    }

    fn color(&self, size: (usize, usize)) -> Color {
        let matrix = Matrix::from_code(u16::from(self.stream.matrix));
        Color::choose((matrix, self.stream.full_range), self.format.color, size)
    }
}

impl PictureDecoder for H264Decoder {
    fn reset(&mut self) -> Result<(), Refusal> {
        self.begin()?;
        // Two fields are one picture only to the decoder that works alone.
        if self.threads.count() > 1 && self.stream.progressive {
            let decoder = ThreadedDecoder::with_max_depth(self.at_once(), self.reorder());
            self.machine = Machine::Several(Box::new(decoder));
            self.feed_config()?;
        }
        Ok(())
    }

    fn reset_alone(&mut self) -> Result<bool, Refusal> {
        if matches!(self.machine, Machine::Alone(_)) {
            return Ok(false);
        }
        self.begin()?;
        Ok(true)
    }

    fn size(&self) -> (u32, u32) {
        (self.stream.width, self.stream.height)
    }

    fn pixel_aspect(&self) -> Option<(u32, u32)> {
        self.stream.pixel_aspect
    }

    fn owes(&self) -> Option<MediaTime> {
        self.waiting.first_key_value().map(|((_, at, _), _)| *at)
    }

    fn skip_to(&mut self, to: MediaTime) {
        for ((_, at, _), waiting) in &mut self.waiting {
            waiting.shown &= *at >= to;
        }
    }

    fn is_leaf(&self, sample: &[u8]) -> bool {
        // Of two fields the second may build on the first.
        self.stream.progressive && is_leaf(sample, self.length_size)
    }

    fn can_begin_at(&self, sample: &[u8], listed: bool) -> Option<bool> {
        can_begin_at(sample, self.length_size, listed)
    }

    fn decode(
        &mut self,
        sample: &[u8],
        at: MediaTime,
        shown: bool,
        out: &mut dyn FnMut(VideoFrame),
    ) -> Result<(), Refusal> {
        let taken = self.take_in(sample, at, shown, out);
        if taken.is_err() && matches!(self.machine, Machine::Several(_)) {
            // What was taken in before is whole still, unless the damage is there.
            self.finish(out).ok();
        }
        taken
    }

    fn settle(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        let Machine::Several(decoder) = &mut self.machine else {
            // It hands out what is whole, and half a picture is to be left to its other half.
            return Ok(());
        };
        let finished = decoder.flush();
        // Which one failed it does not say, nor which others build on it.
        if finished.len() != self.waiting.len() {
            return Err(Refusal::damaged("a picture of the last few is damaged"));
        }
        self.hand_out(finished, out)
    }

    fn finish(&mut self, out: &mut dyn FnMut(VideoFrame)) -> Result<(), Refusal> {
        match &mut self.machine {
            Machine::Alone(decoder) => {
                let finished = decoder.flush().into_iter().collect();
                self.hand_out(finished, out)
            }
            Machine::Several(_) => self.settle(out),
        }
    }
}

fn is_slice(nal: &NalUnit<'_>) -> bool {
    matches!(
        nal.nal_unit_type,
        NalUnitType::Slice | NalUnitType::SliceIdr
    )
}

const SLICE: u8 = 1;
const IDR: u8 = 5;
const SEI: u8 = 6;
const DELIMITER: u8 = 9;
const FILLER: u8 = 12;

/// The NAL units of a sample; nothing where one does not end within it.
pub(super) struct Units<'a> {
    /// The rest of the sample.
    pub sample: &'a [u8],
    /// Bytes of the length before each unit.
    pub length_size: usize,
}

impl<'a> Iterator for Units<'a> {
    /// The header, and what follows it.
    type Item = Option<(u8, &'a [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.sample.is_empty() {
            return None;
        }
        let unit = self
            .sample
            .split_at_checked(self.length_size)
            .and_then(|(size, rest)| {
                let size = size
                    .iter()
                    .fold(0, |size, byte| size << 8 | u64::from(*byte));
                rest.split_at_checked(usize::try_from(size).ok()?)
            });
        let Some((&[header, ref body @ ..], after)) = unit else {
            self.sample = &[];
            return Some(None);
        };
        self.sample = after;
        Some(Some((header, body)))
    }
}

/// Whether a sample is one picture that no other builds on (ITU-T H.264, 7.4.1: `nal_ref_idc`),
/// and nothing besides that changes how what follows is decoded.
fn is_leaf(sample: &[u8], length_size: usize) -> bool {
    let mut slices = 0;
    for unit in (Units {
        sample,
        length_size,
    }) {
        let Some((header, _)) = unit else {
            return false;
        };
        match (header & 0x1f, header >> 5 & 3) {
            (SLICE, 0) => slices += 1,
            (SEI | DELIMITER | FILLER, _) => {}
            _ => return false,
        }
    }
    slices > 0
}

/// Whether a sample is a picture that builds on no other: an IDR picture, or, where the file lists it
/// as a key frame, one whose first slice is intra coded. From a recovery point in the midst of others
/// (a gradual refresh) the pictures are right only later: that is no place to begin.
fn can_begin_at(sample: &[u8], length_size: usize, listed: bool) -> Option<bool> {
    for unit in (Units {
        sample,
        length_size,
    }) {
        let (header, body) = unit?;
        match header & 0x1f {
            IDR => return Some(true),
            SLICE => return Some(listed && is_intra(body)?),
            _ => {}
        }
    }
    None
}

/// Whether a slice is intra coded (ITU-T H.264, 7.3.3: `slice_type`).
fn is_intra(slice: &[u8]) -> Option<bool> {
    const I: u32 = 2;
    const SI: u32 = 4;
    let mut bits = Bits::new(slice);
    let _first_block = bits.golomb()?;
    Some(matches!(bits.golomb()? % 5, I | SI))
}

#[cfg(test)]
mod tests;
