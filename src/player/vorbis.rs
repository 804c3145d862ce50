//! How much memory the codebooks of a Vorbis setup header ask for, by the product of two numbers of
//! each (Vorbis I specification, sections 3.2.1 and 4.2.4): a file of 4 KB could ask for 4 TB, and a
//! decoder that gets none ends the program.

/// What the codebooks may hold in all (PLAYER 3.4); those of real encoders hold less than a tenth.
const MAX_VALUES: u64 = 1 << 22;

/// Bits from the lowest of each byte on.
struct Bits<'a> {
    bytes: &'a [u8],
    at: u64,
}

impl Bits<'_> {
    fn skip(&mut self, count: u64) -> Option<()> {
        self.at = self.at.checked_add(count)?;
        (self.at <= self.bytes.len() as u64 * 8).then_some(())
    }

    fn take(&mut self, count: u32) -> Option<u32> {
        let mut value = 0;
        for bit in 0..count {
            let byte = *self.bytes.get(usize::try_from(self.at / 8).ok()?)?;
            value |= u32::from(byte >> (self.at % 8) & 1) << bit;
            self.at += 1;
        }
        Some(value)
    }
}

/// Nothing if the codebooks are damaged, or hold more than those of any encoder.
pub fn codebooks(setup: &[u8]) -> Option<()> {
    let mut bits = Bits {
        bytes: setup,
        at: 7 * 8,
    };
    let mut values = 0;
    for _ in 0..=bits.take(8)? {
        if bits.take(24)? != 0x0056_4342 {
            return None;
        }
        let (dimensions, entries) = (bits.take(16)?, bits.take(24)?);
        values += u64::from(entries) * u64::from(dimensions.max(1));
        if values > MAX_VALUES {
            return None;
        }
        lengths(&mut bits, entries)?;
        let kind = bits.take(4)?;
        let held = match kind {
            0 => continue,
            1 => lookup1_values(entries, dimensions)?,
            2 => u64::from(entries) * u64::from(dimensions),
            _ => return None,
        };
        bits.skip(64)?;
        let width = bits.take(4)? + 1;
        bits.skip(1 + held * u64::from(width))?;
    }
    Some(())
}

/// Passes over the lengths of an entry each.
fn lengths(bits: &mut Bits<'_>, entries: u32) -> Option<()> {
    let ordered = bits.take(1)? == 1;
    if !ordered {
        let sparse = bits.take(1)? == 1;
        if !sparse {
            return bits.skip(u64::from(entries) * 5);
        }
        for _ in 0..entries {
            let used = bits.take(1)?;
            bits.skip(u64::from(used) * 5)?;
        }
        return Some(());
    }
    bits.skip(5)?;
    let mut left = entries;
    while left > 0 {
        let number = bits.take(u32::BITS - left.leading_zeros())?;
        left = left.checked_sub(number)?;
    }
    Some(())
}

/// The largest number whose power of `dimensions` is at most `entries` (section 9.2.3).
fn lookup1_values(entries: u32, dimensions: u32) -> Option<u64> {
    if dimensions == 0 {
        return None;
    }
    let fits = |n: u64| {
        n.checked_pow(dimensions)
            .is_some_and(|power| power <= u64::from(entries))
    };
    let (mut low, mut high) = (0, u64::from(entries) + 1);
    while low + 1 < high {
        let middle = u64::midpoint(low, high);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

#[cfg(test)]
pub mod tests {
    /// One codebook of so many entries, each of one bit and one value, in so many dimensions.
    pub fn setup(entries: u32, dimensions: u16) -> Vec<u8> {
        let mut bits = Vec::new();
        let mut put = |value: u64, count: u32| bits.extend((0..count).map(|n| value >> n & 1 == 1));
        for (value, count) in [(0, 8), (0x0056_4342, 24), (dimensions.into(), 16)] {
            put(value, count);
        }
        put(entries.into(), 24);
        put(1, 1);
        put(0, 5);
        put(entries.into(), u32::BITS - entries.leading_zeros());
        for (value, count) in [(1, 4), (0, 64), (0, 5), (0, 64)] {
            put(value, count);
        }
        let bytes = bits.chunks(8).map(|bits| {
            let ones = bits.iter().enumerate().filter(|(_, one)| **one);
            ones.fold(0, |byte, (n, _)| byte | 1 << n)
        });
        b"\x05vorbis".iter().copied().chain(bytes).collect()
    }
}
