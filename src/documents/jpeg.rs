//! Whether a JPEG can be read to its end: what decodes it shows gray or colors that are wrong where
//! it is damaged, and says nothing.
//!
//! Each code of each scan is read, without making pixels of it. Damage shows as a code that there is
//! not, as data that end too early or are left over, or as light and colors beyond all limits. Rules:
//! ITU-T T.81, sections B, F and G.

mod bits;
mod scan;

use bits::{Bits, Codes};
use scan::{Frame, Scan};

use crate::documents::MAX_PICTURE_PIXELS;

/// The most blocks that are read of all scans together: some 60 scans of a large picture.
const MAX_BLOCKS: u64 = 60 * MAX_PICTURE_PIXELS / 64;
/// Bytes of a scan that are left over and do no harm: some write so many too many.
const MAX_LEFT: usize = 2;

/// Why a scan cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum JpegDamage {
    /// There is no such code, or it makes no sense there.
    #[error("a part of the picture cannot be read: it has a code that there is not")]
    Code,
    /// The data end before the picture does.
    #[error("a part of the picture cannot be read: its data end too early")]
    Ends,
    /// The picture ends before the data do.
    #[error("a part of the picture cannot be read: it has data that belong nowhere")]
    LeftOver,
    /// It would be lighter or darker than anything.
    #[error("a part of the picture cannot be read: it is lighter or darker than anything can be")]
    Levels,
}

/// Tables that hold for the scans that follow them.
#[derive(Default)]
struct Tables {
    /// By class (first levels, then changes) and number.
    codes: [[Option<Codes>; 4]; 2],
    /// The first of each table: how coarse the level of a block is.
    steps: [Option<u16>; 4],
    restart_interval: usize,
}

/// The first damage; nothing where there is none, or where it is no JPEG of a kind that is read here,
/// of which its decoder says whether it can be shown.
pub(super) fn damage(bytes: &[u8]) -> Option<JpegDamage> {
    let mut tables = Tables::default();
    let mut frame: Option<Frame> = None;
    let mut left = MAX_BLOCKS;
    let mut at = 2;
    loop {
        let [mark, marker] = *bytes.get(at..)?.first_chunk()?;
        // Bytes between segments do no harm.
        if mark != 0xFF || marker == 0xFF {
            at += 1;
            continue;
        }
        at += 2;
        if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD8) {
            continue;
        }
        if marker == 0xD9 {
            return None;
        }
        let length = usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
        let segment = bytes.get(at + 2..at + length)?;
        at += length;
        match marker {
            0xC4 => read_codes(segment, &mut tables)?,
            0xDB => read_steps(segment, &mut tables)?,
            0xDD => {
                let interval = u16::from_be_bytes(*segment.first_chunk()?);
                tables.restart_interval = usize::from(interval);
            }
            0xC0..=0xC2 if frame.is_none() => frame = Some(Frame::read(segment, marker == 0xC2)?),
            // Another frame, or one coded in a way that nobody shows.
            0xC0..=0xCF => return None,
            0xDA => {
                let frame = frame.as_mut()?;
                let scan = Scan::read(segment, frame)?;
                left = left.checked_sub(scan.blocks(frame))?;
                match read_scan(bytes.get(at..)?, &scan, frame, &tables)? {
                    Ok(length) => at += length,
                    Err(damage) => return Some(damage),
                }
            }
            _ => {}
        }
    }
}

/// Huffman tables (DHT).
fn read_codes(mut segment: &[u8], tables: &mut Tables) -> Option<()> {
    while let Some((kind, rest)) = segment.split_first() {
        let counts = rest.first_chunk::<16>()?;
        let count: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let values = rest.get(16..16 + count)?;
        let of_class = tables.codes.get_mut(usize::from(kind >> 4))?;
        *of_class.get_mut(usize::from(kind & 15))? = Some(Codes::new(counts, values)?);
        segment = rest.get(16 + count..)?;
    }
    Some(())
}

/// Tables of steps (DQT).
fn read_steps(mut segment: &[u8], tables: &mut Tables) -> Option<()> {
    while let Some((kind, rest)) = segment.split_first() {
        let (step, length) = match kind >> 4 {
            0 => (u16::from(*rest.first()?), 64),
            _ => (u16::from_be_bytes(*rest.first_chunk()?), 128),
        };
        *tables.steps.get_mut(usize::from(kind & 15))? = Some(step);
        segment = rest.get(length..)?;
    }
    Some(())
}

/// Reads a scan. Returns its length in bytes, or what is wrong; nothing where a table is missing.
fn read_scan(
    data: &[u8],
    scan: &Scan,
    frame: &mut Frame,
    tables: &Tables,
) -> Option<Result<usize, JpegDamage>> {
    let mut reader = scan.reader(frame, tables)?;
    let units = scan.units(frame);
    let interval = match tables.restart_interval {
        0 => units,
        interval => interval,
    };
    let mut bits = Bits::of(data);
    let mut done = 0;
    for number in 0_u8.. {
        let end = units.min(done + interval);
        reader.restart();
        for unit in done..end {
            if let Err(damage) = reader.unit(frame, unit, &mut bits) {
                return Some(Err(damage));
            }
        }
        done = end;
        if bits.left_over() > MAX_LEFT {
            return Some(Err(JpegDamage::LeftOver));
        }
        if done == units {
            break;
        }
        if !bits.take_restart(number % 8) {
            return Some(Err(JpegDamage::Ends));
        }
    }
    Some(Ok(bits.position()))
}

#[cfg(test)]
mod tests;
