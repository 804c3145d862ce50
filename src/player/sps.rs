//! The shape of a pixel as an H.264 sequence parameter set has it, which the decoder reads past.
//!
//! Rules: ITU-T H.264, 7.3.2.1.1 and annex E.

use crate::player::bits::Bits;

/// Width to height of one pixel, from a set's bytes after the NAL header; `None` if it says
/// nothing of it, or ends too early.
#[must_use]
pub fn pixel_aspect(set: &[u8]) -> Option<(u32, u32)> {
    let mut bits = Bits::new(set);
    let profile = bits.take(8)?;
    bits.take(16)?;
    bits.golomb()?;
    if matches!(
        profile,
        100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135
    ) {
        skip_high(&mut bits)?;
    }
    bits.golomb()?;
    match bits.golomb()? {
        0 => bits.golomb()?,
        1 => {
            bits.take(1)?;
            bits.golomb()?;
            bits.golomb()?;
            let cycle = bits.golomb()?;
            for _ in 0..cycle.min(255) {
                bits.golomb()?;
            }
            0
        }
        _ => 0,
    };
    bits.golomb()?;
    bits.take(1)?;
    bits.golomb()?;
    bits.golomb()?;
    if bits.take(1)? == 0 {
        bits.take(1)?;
    }
    bits.take(1)?;
    if bits.take(1)? == 1 {
        for _ in 0..4 {
            bits.golomb()?;
        }
    }
    // Is there more to know of it (VUI), and of the shape of its pixels?
    if bits.take(1)? == 0 || bits.take(1)? == 0 {
        return None;
    }
    let shape = match bits.take(8)? {
        255 => (bits.take(16)?, bits.take(16)?),
        known => *KNOWN.get(usize::try_from(known).ok()?.checked_sub(1)?)?,
    };
    (shape.0 > 0 && shape.1 > 0).then_some(shape)
}

/// Table E-1, from 1 on.
const KNOWN: [(u32, u32); 16] = [
    (1, 1),
    (12, 11),
    (10, 11),
    (16, 11),
    (40, 33),
    (24, 11),
    (20, 11),
    (32, 11),
    (80, 33),
    (18, 11),
    (15, 11),
    (64, 33),
    (160, 99),
    (4, 3),
    (3, 2),
    (2, 1),
];

/// What the higher profiles have besides: chroma, depths, scaling lists.
fn skip_high(bits: &mut Bits<'_>) -> Option<()> {
    let chroma = bits.golomb()?;
    if chroma == 3 {
        bits.take(1)?;
    }
    bits.golomb()?;
    bits.golomb()?;
    bits.take(1)?;
    if bits.take(1)? == 0 {
        return Some(());
    }
    for list in 0..if chroma == 3 { 12 } else { 8 } {
        if bits.take(1)? == 0 {
            continue;
        }
        let (mut last, mut next) = (8_u32, 8_u32);
        for _ in 0..if list < 6 { 16 } else { 64 } {
            if next != 0 {
                // A signed code; only what it comes to in 8 bits counts.
                let code = bits.golomb()?;
                let half = code.div_ceil(2);
                let delta = if code % 2 == 1 {
                    half
                } else {
                    half.wrapping_neg()
                };
                next = last.wrapping_add(delta) % 256;
            }
            if next != 0 {
                last = next;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::pixel_aspect;

    #[test]
    fn a_set_that_ends_anywhere_has_no_shape_and_does_no_harm() {
        // High profile, 176×144, pixels of 128 to 117: by x264, without the NAL header.
        let set = [
            0x64, 0x00, 0x0a, 0xac, 0xd9, 0x42, 0xc4, 0xe8, 0x40, 0x00, 0x00,
        ];
        for end in 0..set.len() {
            let _ = pixel_aspect(&set[..end]);
        }
        assert_eq!(pixel_aspect(&[0; 64]), None);
        let _ = pixel_aspect(&[0xff; 64]);
    }
}
