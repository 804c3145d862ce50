//! The sample tables of a track (`stbl`) into one list of samples.
//!
//! All tables are walked side by side, so that each is checked against the others and against
//! the file's length before anything is believed (PLAYER 2.3).

use std::collections::BTreeSet;

use super::bytes::{Bytes, bad, find, need};
use super::{MAX_SAMPLE_BYTES, MAX_SAMPLES};
use crate::player::PlayerError;

/// The most sample descriptions that the chunks of a track may name (PLAYER 2.2).
const MAX_DESCRIPTIONS: usize = 100;

/// One sample as the tables have it, times in the track's own ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw {
    pub offset: u64,
    pub size: u32,
    /// When it is due: decoding time and composition offset.
    pub at: i64,
    pub duration: u32,
    pub key: bool,
}

/// The samples of a track, and how they are coded.
pub struct Table {
    pub samples: Vec<Raw>,
    /// The numbers of the sample descriptions that the chunks name, from 1.
    pub descriptions: BTreeSet<u32>,
    /// There is no list of key frames: every sample counts as one.
    pub all_keys: bool,
}

/// Reads the tables of a track in a file of `length` bytes.
pub fn read(table: Bytes<'_>, length: u64) -> Result<Table, PlayerError> {
    let mut sizes = Sizes::read(table)?;
    let mut durations = Runs::read(need(table, *b"stts")?)?;
    let mut offsets = match find(table, *b"ctts")? {
        Some(body) => Some(Runs::read(body)?),
        None => None,
    };
    let mut keys = match find(table, *b"stss")? {
        Some(body) => Some(Keys::read(body)?),
        None => None,
    };
    let mut chunks = Chunks::read(table)?;
    // The count was checked against MAX_SAMPLES; each sample costs its table at least a byte or
    // the file at least a byte of data, both of which are there.
    let mut samples = Vec::with_capacity(sizes.count.min(1 << 16));
    let mut decoding_time = 0_i64;
    let mut at_byte = 0_u64;
    let mut left_in_chunk = 0_u32;
    for number in 0..sizes.count {
        while left_in_chunk == 0 {
            let Some((offset, count)) = chunks.next()? else {
                return Err(bad("there are more samples than its chunks hold"));
            };
            (at_byte, left_in_chunk) = (offset, count);
        }
        let size = sizes.next()?;
        let end = at_byte
            .checked_add(u64::from(size))
            .filter(|end| *end <= length)
            .ok_or_else(|| bad(format!("sample {number} lies beyond the end of the file")))?;
        let duration = durations.next()?.unwrap_or(0);
        let offset = match &mut offsets {
            // Version 0 has these unsigned, but writers put negative ones there all the same.
            Some(offsets) => offsets.next()?.unwrap_or(0).cast_signed(),
            None => 0,
        };
        samples.push(Raw {
            offset: at_byte,
            size,
            at: decoding_time.saturating_add(i64::from(offset)),
            duration,
            key: match &mut keys {
                Some(keys) => keys.is_key(number)?,
                None => true,
            },
        });
        decoding_time = decoding_time.saturating_add(i64::from(duration));
        at_byte = end;
        left_in_chunk -= 1;
    }
    Ok(Table {
        samples,
        descriptions: chunks.descriptions,
        all_keys: keys.is_none(),
    })
}

/// `stsz` or the compact `stz2`.
struct Sizes<'a> {
    count: usize,
    /// The size of every sample, if they are all alike.
    alike: u32,
    bits: u8,
    entries: Bytes<'a>,
    /// The second half of a byte that holds two sizes.
    half: Option<u8>,
}

impl<'a> Sizes<'a> {
    fn read(table: Bytes<'a>) -> Result<Self, PlayerError> {
        let (mut body, compact) = match find(table, *b"stsz")? {
            Some(body) => (body, false),
            None => (need(table, *b"stz2")?, true),
        };
        body.version()?;
        let first = body.u32()?;
        let count = usize::try_from(body.u32()?).unwrap_or(usize::MAX);
        let (alike, bits) = if compact {
            (0, first.to_be_bytes()[3])
        } else {
            (first, 32)
        };
        if count > MAX_SAMPLES {
            return Err(bad(format!("more than {MAX_SAMPLES} samples")));
        }
        if !matches!(bits, 4 | 8 | 16 | 32) {
            return Err(bad("sample sizes of an odd width"));
        }
        if alike == 0 && body.0.len() < (count * usize::from(bits)).div_ceil(8) {
            return Err(bad("the table of sample sizes is too short"));
        }
        Ok(Self {
            count,
            alike,
            bits,
            entries: body,
            half: None,
        })
    }

    fn next(&mut self) -> Result<u32, PlayerError> {
        let size = match (self.alike, self.bits) {
            (0, 4) => u32::from(if let Some(half) = self.half.take() {
                half
            } else {
                let byte = self.entries.u8()?;
                self.half = Some(byte & 15);
                byte >> 4
            }),
            (0, 8) => u32::from(self.entries.u8()?),
            (0, 16) => u32::from(self.entries.u16()?),
            (0, _) => self.entries.u32()?,
            (alike, _) => alike,
        };
        if size > MAX_SAMPLE_BYTES {
            return Err(bad(format!("a sample of {size} bytes is too large")));
        }
        Ok(size)
    }
}

/// `stts` or `ctts`: runs of samples with the same value.
struct Runs<'a> {
    entries: Bytes<'a>,
    count: usize,
    left: u32,
    value: u32,
}

impl<'a> Runs<'a> {
    fn read(mut body: Bytes<'a>) -> Result<Self, PlayerError> {
        body.version()?;
        Ok(Self {
            count: body.count(8)?,
            entries: body,
            left: 0,
            value: 0,
        })
    }

    /// The next sample's value; `None` past the end of the table.
    fn next(&mut self) -> Result<Option<u32>, PlayerError> {
        while self.left == 0 {
            if self.count == 0 {
                return Ok(None);
            }
            self.count -= 1;
            (self.left, self.value) = (self.entries.u32()?, self.entries.u32()?);
        }
        self.left -= 1;
        Ok(Some(self.value))
    }
}

/// `stss`: the numbers of the key frames, counted from 1.
struct Keys<'a> {
    entries: Bytes<'a>,
    left: usize,
    next: Option<u32>,
}

impl<'a> Keys<'a> {
    fn read(mut body: Bytes<'a>) -> Result<Self, PlayerError> {
        body.version()?;
        Ok(Self {
            left: body.count(4)?,
            entries: body,
            next: None,
        })
    }

    fn is_key(&mut self, number: usize) -> Result<bool, PlayerError> {
        let number = u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        while self.next.is_none_or(|next| next < number) {
            if self.left == 0 {
                return Ok(false);
            }
            self.left -= 1;
            self.next = Some(self.entries.u32()?);
        }
        Ok(self.next == Some(number))
    }
}

/// `stsc` and `stco` or `co64`: where chunks begin and how many samples each holds.
struct Chunks<'a> {
    offsets: Bytes<'a>,
    wide: bool,
    left: usize,
    /// The number of the next chunk, from 1.
    number: u32,
    groups: Bytes<'a>,
    groups_left: usize,
    samples: u32,
    /// The chunk at which the next run begins, its samples a chunk, and its sample description.
    next_group: Option<(u32, u32, u32)>,
    /// The sample descriptions of the chunks so far.
    descriptions: BTreeSet<u32>,
}

impl<'a> Chunks<'a> {
    fn read(table: Bytes<'a>) -> Result<Self, PlayerError> {
        let (mut offsets, wide) = match find(table, *b"stco")? {
            Some(body) => (body, false),
            None => (need(table, *b"co64")?, true),
        };
        offsets.version()?;
        let left = offsets.count(if wide { 8 } else { 4 })?;
        let mut groups = need(table, *b"stsc")?;
        groups.version()?;
        let groups_left = groups.count(12)?;
        let mut chunks = Self {
            offsets,
            wide,
            left,
            number: 1,
            groups,
            groups_left,
            samples: 0,
            next_group: None,
            descriptions: BTreeSet::new(),
        };
        chunks.read_group()?;
        Ok(chunks)
    }

    fn read_group(&mut self) -> Result<(), PlayerError> {
        self.next_group = None;
        if self.groups_left > 0 {
            self.groups_left -= 1;
            let (first, samples) = (self.groups.u32()?, self.groups.u32()?);
            let description = self.groups.u32()?;
            if first < self.number {
                return Err(bad("the table of chunks is out of order"));
            }
            self.next_group = Some((first, samples, description));
        }
        Ok(())
    }

    /// The next chunk's place and number of samples.
    fn next(&mut self) -> Result<Option<(u64, u32)>, PlayerError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        if let Some((first, samples, description)) = self.next_group
            && first == self.number
        {
            self.samples = samples;
            self.descriptions.insert(description);
            if self.descriptions.len() > MAX_DESCRIPTIONS {
                return Err(bad(format!(
                    "more than {MAX_DESCRIPTIONS} sample descriptions"
                )));
            }
            self.number = self.number.saturating_add(1);
            self.read_group()?;
        } else {
            self.number = self.number.saturating_add(1);
        }
        let offset = if self.wide {
            self.offsets.u64()?
        } else {
            u64::from(self.offsets.u32()?)
        };
        Ok(Some((offset, self.samples)))
    }
}
