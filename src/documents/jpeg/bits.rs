//! The bits of a scan, and its codes.

use super::JpegDamage;

/// Bits that are read beyond the end, as the last code is filled up: more are missing.
const MAX_BEYOND: u32 = 16;
/// Codes up to so many bits are found at once.
const SHORT_BITS: u32 = 9;

/// The bits of a scan, up to the next marker.
pub(super) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, from the highest on.
    next: u64,
    count: u32,
    beyond: u32,
}

impl<'a> Bits<'a> {
    pub fn of(data: &'a [u8]) -> Self {
        Self {
            data,
            at: 0,
            next: 0,
            count: 0,
            beyond: 0,
        }
    }

    /// Where it is in the data, in bytes: at a marker, once all before it was read.
    pub fn position(&self) -> usize {
        self.at
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = match self.data.get(self.at) {
                Some(0xFF) if self.data.get(self.at + 1) != Some(&0) => return,
                Some(byte) => *byte,
                None => return,
            };
            self.at += if byte == 0xFF { 2 } else { 1 };
            self.next |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next bits as a number, at most 16.
    pub fn take(&mut self, count: u32) -> Result<u32, JpegDamage> {
        if self.count < count {
            self.fill();
            if self.count < count {
                self.beyond += count - self.count;
                self.count = count;
                if self.beyond > MAX_BEYOND {
                    return Err(JpegDamage::Ends);
                }
            }
        }
        if count == 0 {
            return Ok(0);
        }
        let taken = self.next >> (64 - count);
        self.next <<= count;
        self.count -= count;
        Ok(u32::try_from(taken).unwrap_or(u32::MAX))
    }

    /// The value of the next code.
    pub fn code(&mut self, codes: &Codes) -> Result<u8, JpegDamage> {
        if self.count < 16 {
            self.fill();
        }
        let ahead = u32::try_from(self.next >> 48).unwrap_or(0);
        let (length, value) = codes.find(ahead).ok_or(JpegDamage::Code)?;
        self.take(u32::from(length))?;
        Ok(value)
    }

    /// How many whole bytes lie before the next marker, zeros apart, which some fill up with. Then
    /// it is at the marker.
    pub fn left_over(&mut self) -> usize {
        let mut left = 0;
        self.next <<= self.count % 8;
        for _ in 0..self.count / 8 {
            left += usize::from(self.next >> 56 != 0);
            self.next <<= 8;
        }
        while let Some(byte) = self.data.get(self.at) {
            let after = self.data.get(self.at + 1).copied();
            match (*byte, after) {
                (0xFF, Some(0xFF)) => {}
                (0xFF, Some(0)) => {
                    left += 1;
                    self.at += 1;
                }
                (0xFF, _) => break,
                (byte, _) => left += usize::from(byte != 0),
            }
            self.at += 1;
        }
        (self.next, self.count, self.beyond) = (0, 0, 0);
        left
    }

    /// Whether the marker here is the restart with this number, which is passed then.
    pub fn take_restart(&mut self, number: u8) -> bool {
        let is_it = self.data.get(self.at..self.at + 2) == Some(&[0xFF, 0xD0 + number]);
        self.at += if is_it { 2 } else { 0 };
        is_it
    }
}

/// A Huffman table.
pub(super) struct Codes {
    /// Length and value by the first bits; 0 long where it is longer, or there is none.
    short: Vec<(u8, u8)>,
    /// Of each longer length the first code that is too large, filled up to 16 bits, and what leads
    /// from a code to its value.
    long: Vec<(u8, u32, i64)>,
    values: Vec<u8>,
}

impl Codes {
    /// Nothing where there are more codes of a length than can be.
    pub fn new(counts: &[u8; 16], values: &[u8]) -> Option<Self> {
        let mut short = vec![(0, 0); 1 << SHORT_BITS];
        let mut long = Vec::new();
        let (mut code, mut at) = (0_u32, 0_usize);
        for (length, count) in (1_u8..).zip(counts) {
            let bits = u32::from(length);
            let first = i64::try_from(at).ok()? - i64::from(code);
            for _ in 0..*count {
                let value = *values.get(at)?;
                if let Some(free) = SHORT_BITS.checked_sub(bits) {
                    let begin = usize::try_from(code << free).ok()?;
                    let of_code = short.get_mut(begin..begin + (1 << free))?;
                    of_code.fill((length, value));
                }
                (code, at) = (code + 1, at + 1);
            }
            if code > 1 << bits {
                return None;
            }
            if bits > SHORT_BITS {
                long.push((length, code << (16 - bits), first));
            }
            code <<= 1;
        }
        Some(Self {
            short,
            long,
            values: values.to_vec(),
        })
    }

    /// Length and value of the code with which these 16 bits begin.
    fn find(&self, ahead: u32) -> Option<(u8, u8)> {
        let begin = usize::try_from(ahead >> (16 - SHORT_BITS)).ok()?;
        let (length, value) = *self.short.get(begin)?;
        if length > 0 {
            return Some((length, value));
        }
        let (length, _, first) = self.long.iter().find(|(_, end, _)| ahead < *end)?;
        let code = i64::from(ahead >> (16 - u32::from(*length)));
        let value = self.values.get(usize::try_from(code + first).ok()?)?;
        Some((*length, *value))
    }
}
