//! Frames and scans, block by block.

use super::bits::{Bits, Codes};
use super::{JpegDamage, Tables};
use crate::documents::MAX_PICTURE_PIXELS;

/// The level of a block, times its step, is at most this, or a step more by rounding: 1,024 of what
/// pixels can make, and what some programs make of them before (mozjpeg goes 31 of 128 beyond).
const MAX_LEVEL: i64 = 1_300;

/// What a picture is made of.
pub(super) struct Frame {
    width: usize,
    height: usize,
    is_progressive: bool,
    components: Vec<Component>,
}

/// One color of a picture.
pub(super) struct Component {
    id: u8,
    /// How many blocks of it lie side by side, and one above the other, in a unit of all colors.
    across: usize,
    down: usize,
    step_table: usize,
    /// Blocks in a row, those included that fill up the last unit.
    stride: usize,
    /// Of each block which changes are there already, a bit each; of progressive pictures alone.
    there: Vec<u64>,
}

impl Frame {
    /// Nothing for one that is not read here.
    pub fn read(segment: &[u8], is_progressive: bool) -> Option<Self> {
        let [precision, h1, h2, w1, w2, count] = *segment.first_chunk()?;
        let height = usize::from(u16::from_be_bytes([h1, h2]));
        let width = usize::from(u16::from_be_bytes([w1, w2]));
        let pixels = u64::try_from(width * height).ok()?;
        if precision != 8 || pixels == 0 || pixels > MAX_PICTURE_PIXELS || count > 4 {
            return None;
        }
        let mut frame = Self {
            width,
            height,
            is_progressive,
            components: Vec::new(),
        };
        for part in segment.get(6..6 + 3 * usize::from(count))?.chunks_exact(3) {
            let [id, factors, step_table] = *part.first_chunk()?;
            let (across, down) = (usize::from(factors >> 4), usize::from(factors & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return None;
            }
            frame.components.push(Component {
                id,
                across,
                down,
                step_table: usize::from(step_table),
                stride: 0,
                there: Vec::new(),
            });
        }
        let (columns, rows) = frame.units();
        for component in &mut frame.components {
            component.stride = columns * component.across;
            if is_progressive {
                component.there = vec![0; component.stride * rows * component.down];
            }
        }
        Some(frame)
    }

    fn largest(&self) -> (usize, usize) {
        let across = self.components.iter().map(|it| it.across).max();
        let down = self.components.iter().map(|it| it.down).max();
        (across.unwrap_or(1), down.unwrap_or(1))
    }

    /// Units of all colors, across and down.
    fn units(&self) -> (usize, usize) {
        let (across, down) = self.largest();
        (
            self.width.div_ceil(8 * across),
            self.height.div_ceil(8 * down),
        )
    }

    /// Blocks that hold something of a color, across and down.
    fn blocks(&self, component: &Component) -> (usize, usize) {
        let (across, down) = self.largest();
        let side = |pixels: usize, part: usize, of: usize| (pixels * part).div_ceil(of).div_ceil(8);
        (
            side(self.width, component.across, across),
            side(self.height, component.down, down),
        )
    }
}

/// What a scan holds.
pub(super) struct Scan {
    /// Which colors, with the numbers of their tables.
    parts: Vec<(usize, usize, usize)>,
    /// From this change on, to that.
    from: u32,
    to: u32,
    /// It makes finer what is there.
    refines: bool,
    /// How many bits are still to come.
    shift: u32,
}

impl Scan {
    /// Nothing for one that is not read here.
    pub fn read(segment: &[u8], frame: &Frame) -> Option<Self> {
        let (count, rest) = segment.split_first()?;
        let count = usize::from(*count);
        let mut parts = Vec::new();
        for part in rest.get(..2 * count)?.chunks_exact(2) {
            let [id, tables] = *part.first_chunk()?;
            let of_id = frame.components.iter().position(|it| it.id == id)?;
            parts.push((of_id, usize::from(tables >> 4), usize::from(tables & 15)));
        }
        let [from, to, bits] = *rest.get(2 * count..)?.first_chunk()?;
        let (from, to) = if frame.is_progressive {
            (u32::from(from), u32::from(to))
        } else {
            (0, 63)
        };
        let is_known = !parts.is_empty()
            && parts.len() <= 4
            && from <= to
            && to <= 63
            && (!frame.is_progressive || (from == 0) == (to == 0))
            && (from == 0 || parts.len() == 1);
        is_known.then_some(Self {
            parts,
            from,
            to,
            refines: frame.is_progressive && bits >> 4 > 0,
            shift: if frame.is_progressive {
                u32::from(bits & 15)
            } else {
                0
            },
        })
    }

    /// The only color, which has units of one block then.
    fn only<'a>(&self, frame: &'a Frame) -> Option<&'a Component> {
        match self.parts.as_slice() {
            [(of, ..)] => frame.components.get(*of),
            _ => None,
        }
    }

    /// How many units it has.
    pub fn units(&self, frame: &Frame) -> usize {
        let (across, down) = match self.only(frame) {
            Some(component) => frame.blocks(component),
            None => frame.units(),
        };
        across * down
    }

    /// How many blocks it has.
    pub fn blocks(&self, frame: &Frame) -> u64 {
        let a_unit = match self.only(frame) {
            Some(_) => 1,
            None => self
                .parts
                .iter()
                .filter_map(|(of, ..)| frame.components.get(*of))
                .map(|it| it.across * it.down)
                .sum(),
        };
        u64::try_from(self.units(frame).saturating_mul(a_unit)).unwrap_or(u64::MAX)
    }

    /// What reads it; nothing where a table that it needs is missing.
    pub fn reader<'a>(&'a self, frame: &Frame, tables: &'a Tables) -> Option<Reader<'a>> {
        let mut parts = Vec::new();
        for (of, first, changes) in &self.parts {
            let component = frame.components.get(*of)?;
            let codes =
                |class: usize, number: usize| tables.codes.get(class)?.get(number)?.as_ref();
            let needs_first = self.from == 0 && !self.refines;
            let needs_changes = self.to > 0;
            let part = Part {
                component: *of,
                first: codes(0, *first),
                changes: codes(1, *changes),
                step: i64::from((*tables.steps.get(component.step_table)?)?),
                level: 0,
            };
            if needs_first && part.first.is_none() || needs_changes && part.changes.is_none() {
                return None;
            }
            parts.push(part);
        }
        Some(Reader {
            scan: self,
            parts,
            empty_blocks: 0,
        })
    }
}

/// A color of a scan while it is read.
struct Part<'a> {
    component: usize,
    first: Option<&'a Codes>,
    changes: Option<&'a Codes>,
    step: i64,
    level: i64,
}

/// Reads a scan unit by unit.
pub(super) struct Reader<'a> {
    scan: &'a Scan,
    parts: Vec<Part<'a>>,
    /// So many blocks from here on bring nothing new.
    empty_blocks: u32,
}

impl Reader<'_> {
    /// Nothing that was before holds any longer.
    pub fn restart(&mut self) {
        self.empty_blocks = 0;
        for part in &mut self.parts {
            part.level = 0;
        }
    }

    /// Reads the unit with this number.
    pub fn unit(
        &mut self,
        frame: &mut Frame,
        unit: usize,
        bits: &mut Bits<'_>,
    ) -> Result<(), JpegDamage> {
        if let Some(component) = self.scan.only(frame) {
            let (columns, _) = frame.blocks(component);
            let place = unit / columns * component.stride + unit % columns;
            return self.block(frame, 0, place, bits);
        }
        let (columns, _) = frame.units();
        for part in 0..self.parts.len() {
            let of = self.parts.get(part).map_or(0, |part| part.component);
            let Some(component) = frame.components.get(of) else {
                return Ok(());
            };
            let (across, down, stride) = (component.across, component.down, component.stride);
            for row in 0..down {
                for column in 0..across {
                    let (x, y) = (
                        unit % columns * across + column,
                        unit / columns * down + row,
                    );
                    self.block(frame, part, y * stride + x, bits)?;
                }
            }
        }
        Ok(())
    }

    fn block(
        &mut self,
        frame: &mut Frame,
        part: usize,
        place: usize,
        bits: &mut Bits<'_>,
    ) -> Result<(), JpegDamage> {
        let (scan, is_progressive) = (self.scan, frame.is_progressive);
        let Some(part) = self.parts.get_mut(part) else {
            return Ok(());
        };
        if scan.from == 0 {
            if scan.refines {
                bits.take(1)?;
            } else if let Some(codes) = part.first {
                part.read_level(codes, scan.shift, bits)?;
            }
        }
        let Some(codes) = part.changes.filter(|_| scan.to > 0) else {
            return Ok(());
        };
        if !is_progressive {
            return read_changes(codes, bits);
        }
        let component = frame.components.get_mut(part.component);
        let Some(there) = component.and_then(|it| it.there.get_mut(place)) else {
            return Ok(());
        };
        if scan.refines {
            self.refine(codes, there, bits)
        } else {
            self.begin(codes, there, bits)
        }
    }

    /// The first bits of changes.
    fn begin(
        &mut self,
        codes: &Codes,
        there: &mut u64,
        bits: &mut Bits<'_>,
    ) -> Result<(), JpegDamage> {
        if self.empty_blocks > 0 {
            self.empty_blocks -= 1;
            return Ok(());
        }
        let mut at = self.scan.from;
        while at <= self.scan.to {
            let code = bits.code(codes)?;
            let (zeros, size) = (u32::from(code >> 4), u32::from(code & 15));
            if size == 0 && zeros < 15 {
                self.empty_blocks = (1 << zeros) - 1 + bits.take(zeros)?;
                break;
            }
            at += zeros;
            if at > self.scan.to {
                return Err(JpegDamage::Code);
            }
            if size > 0 {
                bits.take(size)?;
                *there |= 1 << at;
            }
            at += 1;
        }
        Ok(())
    }

    /// One more bit of changes that are there, and new ones.
    fn refine(
        &mut self,
        codes: &Codes,
        there: &mut u64,
        bits: &mut Bits<'_>,
    ) -> Result<(), JpegDamage> {
        let (mut at, to) = (self.scan.from, self.scan.to);
        while self.empty_blocks == 0 && at <= to {
            let code = bits.code(codes)?;
            let (mut zeros, size) = (u32::from(code >> 4), code & 15);
            match size {
                0 if zeros < 15 => {
                    self.empty_blocks = (1 << zeros) + bits.take(zeros)?;
                    break;
                }
                0 => {}
                1 => {
                    bits.take(1)?;
                }
                _ => return Err(JpegDamage::Code),
            }
            while at <= to {
                if *there >> at & 1 == 1 {
                    bits.take(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if size == 1 {
                if at > to {
                    return Err(JpegDamage::Code);
                }
                *there |= 1 << at;
            }
            at += 1;
        }
        if self.empty_blocks > 0 {
            let rest = (at..=to).filter(|at| *there >> at & 1 == 1).count();
            for _ in 0..rest {
                bits.take(1)?;
            }
            self.empty_blocks -= 1;
        }
        Ok(())
    }
}

impl Part<'_> {
    /// The level of a block, which is written as the change from the one before.
    fn read_level(
        &mut self,
        codes: &Codes,
        shift: u32,
        bits: &mut Bits<'_>,
    ) -> Result<(), JpegDamage> {
        let size = u32::from(bits.code(codes)?);
        if size > 16 {
            return Err(JpegDamage::Code);
        }
        let number = i64::from(bits.take(size)?);
        let is_negative = size > 0 && number >> (size - 1) == 0;
        self.level += number - if is_negative { (1 << size) - 1 } else { 0 };
        // Half a step more comes of rounding.
        let most = MAX_LEVEL + self.step;
        if (self.level << shift).saturating_mul(self.step).abs() > most {
            return Err(JpegDamage::Levels);
        }
        Ok(())
    }
}

/// The changes of a block that is written at once.
fn read_changes(codes: &Codes, bits: &mut Bits<'_>) -> Result<(), JpegDamage> {
    let mut at = 1;
    while at <= 63 {
        let code = bits.code(codes)?;
        let (zeros, size) = (u32::from(code >> 4), u32::from(code & 15));
        if size == 0 && zeros < 15 {
            return Ok(());
        }
        at += zeros;
        if at > 63 {
            return Err(JpegDamage::Code);
        }
        bits.take(size)?;
        at += 1;
    }
    Ok(())
}
