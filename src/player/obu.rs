//! Which AV1 samples hold a picture that no other builds on.
//!
//! Rules: the AV1 specification, 5.3 (units), 5.5 (sequence header), 5.9 (frame header). Whatever
//! is rare here is answered with "some other may build on it", which only costs time.

use crate::player::bits::Bits;

const SEQUENCE_HEADER: u8 = 1;
const TEMPORAL_DELIMITER: u8 = 2;
const FRAME_HEADER: u8 = 3;
const METADATA: u8 = 5;
const FRAME: u8 = 6;
const PADDING: u8 = 15;
/// `frame_type` of a picture that is predicted from none.
const KEY_FRAME: u32 = 0;
/// `frame_type` of a picture that is predicted from others.
const INTER_FRAME: u32 = 1;

/// What a sequence header says that a frame header cannot be read without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sequence {
    screen_content: Choice,
    integer_motion: Choice,
    order_hint_bits: u32,
}

/// A value that is coded once for all pictures, or by each picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Always(bool),
    EachPicture,
}

impl Choice {
    fn read(bits: &mut Bits<'_>) -> Option<Self> {
        Some(if bits.flag()? {
            Self::EachPicture
        } else {
            Self::Always(bits.flag()?)
        })
    }

    fn settle(self, bits: &mut Bits<'_>) -> Option<bool> {
        match self {
            Self::Always(stated) => Some(stated),
            Self::EachPicture => bits.flag(),
        }
    }
}

impl Sequence {
    /// What holds after these units: the last sequence header among them, else what held
    /// `before`; nothing if it is of a kind that is rare, or damaged.
    pub(crate) fn after(before: Option<Self>, units: &[u8]) -> Option<Self> {
        Units(units)
            .filter(|(kind, _)| *kind == SEQUENCE_HEADER)
            .fold(before, |_, (_, payload)| Self::parse(payload))
    }

    fn parse(payload: &[u8]) -> Option<Self> {
        let bits = &mut Bits::new(payload);
        bits.take(4)?;
        let reduced = bits.flag()?;
        if reduced {
            return None;
        }
        if bits.flag()? {
            skip_timing(bits)?;
        }
        skip_operating_points(bits)?;
        let (wide, high) = (bits.take(4)? + 1, bits.take(4)? + 1);
        bits.take(wide)?;
        bits.take(high)?;
        let numbered = bits.flag()?;
        if numbered {
            return None;
        }
        bits.take(7)?;
        let ordered = bits.flag()?;
        if ordered {
            bits.take(2)?;
        }
        let screen_content = Choice::read(bits)?;
        let integer_motion = if screen_content == Choice::Always(false) {
            Choice::EachPicture
        } else {
            Choice::read(bits)?
        };
        Some(Self {
            screen_content,
            integer_motion,
            order_hint_bits: if ordered { bits.take(3)? + 1 } else { 0 },
        })
    }

    /// Whether a sample is known to hold one picture that is shown and that no other builds on:
    /// nothing that follows changes if it is left out.
    pub(crate) fn is_leaf(self, sample: &[u8]) -> bool {
        let mut frames = 0;
        for (kind, payload) in Units(sample) {
            match kind {
                TEMPORAL_DELIMITER | METADATA | PADDING => {}
                FRAME if self.refreshes_nothing(payload) == Some(true) => frames += 1,
                _ => return false,
            }
        }
        frames == 1
    }

    fn refreshes_nothing(self, frame: &[u8]) -> Option<bool> {
        let bits = &mut Bits::new(frame);
        let again = bits.flag()?;
        let kind = bits.take(2)?;
        let shown = bits.flag()?;
        if again || kind != INTER_FRAME || !shown {
            return None;
        }
        let resilient = bits.flag()?;
        bits.take(1)?;
        if self.screen_content.settle(bits)? {
            self.integer_motion.settle(bits)?;
        }
        bits.take(1)?;
        bits.take(self.order_hint_bits)?;
        if !resilient {
            bits.take(3)?;
        }
        Some(bits.take(8)? == 0)
    }
}

/// Whether the first picture of a sample is a key frame that is shown; `None` where that is not seen
/// at a glance.
pub(crate) fn is_key(sample: &[u8]) -> Option<bool> {
    for (kind, payload) in Units(sample) {
        match kind {
            SEQUENCE_HEADER | TEMPORAL_DELIMITER | METADATA | PADDING => {}
            FRAME | FRAME_HEADER => {
                let bits = &mut Bits::new(payload);
                let again = bits.flag()?;
                let kind = bits.take(2)?;
                let shown = bits.flag()?;
                return (!again && shown).then_some(kind == KEY_FRAME);
            }
            _ => return None,
        }
    }
    None
}

/// Clocks; nothing if a decoder model follows, which puts more into every frame header.
fn skip_timing(bits: &mut Bits<'_>) -> Option<()> {
    bits.take(32)?;
    bits.take(32)?;
    if bits.flag()? {
        bits.golomb()?;
    }
    let modeled = bits.flag()?;
    (!modeled).then_some(())
}

/// Nothing if the stream has layers.
fn skip_operating_points(bits: &mut Bits<'_>) -> Option<()> {
    let delayed = bits.flag()?;
    for _ in 0..=bits.take(5)? {
        let layers = bits.take(12)?;
        let level = bits.take(5)?;
        if layers != 0 {
            return None;
        }
        if level > 7 {
            bits.take(1)?;
        }
        if delayed && bits.flag()? {
            bits.take(4)?;
        }
    }
    Some(())
}

/// The units in these bytes: the type of each, and what is in it. One that is damaged, or in a
/// layer, comes as of type 0, which is none, and is the last.
struct Units<'a>(&'a [u8]);

impl<'a> Iterator for Units<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (header, rest) = self.0.split_first()?;
        self.0 = &[];
        let (extended, sized) = (header & 4 != 0, header & 2 != 0);
        let cut = if extended {
            None
        } else if sized {
            leb128(rest).and_then(|(size, rest)| rest.split_at_checked(size))
        } else {
            Some((rest, [].as_slice()))
        };
        let Some((payload, after)) = cut else {
            return Some((0, &[]));
        };
        self.0 = after;
        Some((header >> 3 & 15, payload))
    }
}

/// A size of up to 32 bits (4.10.5), and what follows it.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (place, byte) in bytes.iter().take(8).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let rest = bytes.get(place + 1..)?;
            return Some((usize::try_from(value).ok()?, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Choice, Sequence, is_key};

    /// By SVT-AV1, 320×180: its sequence header as a unit.
    const HEADER: [u8; 13] = [
        0x0a, 0x0b, 0x00, 0x00, 0x00, 0x04, 0x3c, 0xfe, 0xcc, 0xfb, 0xf9, 0x80, 0x40,
    ];

    fn sequence() -> Sequence {
        Sequence {
            screen_content: Choice::EachPicture,
            integer_motion: Choice::EachPicture,
            order_hint_bits: 7,
        }
    }

    /// A sample with one frame: shown, inter, without screen content, that refreshes these.
    fn sample(refreshes: u8) -> Vec<u8> {
        // 0 01 1 | 0 0 0 0 | 0000000 | 000 | refreshes
        let bits = 0b0011_0000_u32 << 24 | u32::from(refreshes) << 6;
        let mut all = vec![0x12, 0x00, 0x32, 0x05];
        all.extend(bits.to_be_bytes());
        all.push(0);
        all
    }

    #[test]
    fn a_picture_that_refreshes_nothing_is_a_leaf_and_no_other_is() {
        assert!(sequence().is_leaf(&sample(0)));
        assert!(!sequence().is_leaf(&sample(1)));
        assert!(!sequence().is_leaf(&sample(0x80)));
        let mut twice = sample(0);
        twice.extend(sample(0));
        assert!(!sequence().is_leaf(&twice), "two pictures");
        let mut key = sample(0);
        key[4] = 0b0001_0000;
        assert!(!sequence().is_leaf(&key), "a key frame");
        let mut hidden = sample(0);
        hidden[4] = 0b0010_0000;
        assert!(!sequence().is_leaf(&hidden), "a hidden one");
    }

    #[test]
    fn a_key_frame_that_is_shown_is_told_from_others() {
        assert_eq!(is_key(&sample(0)), Some(false));
        let with = |first: u8| {
            let mut all = sample(0);
            all[4] = first;
            is_key(&all)
        };
        assert_eq!(with(0b0001_0000), Some(true));
        assert_eq!(with(0b0000_0000), None, "hidden");
        assert_eq!(with(0b1001_0000), None, "one from before");
        assert_eq!(is_key(&[]), None);
        assert_eq!(is_key(&[0xff; 64]), None);
    }

    #[test]
    fn what_ends_anywhere_is_no_leaf_and_does_no_harm() {
        let whole = sample(0);
        for end in 0..whole.len() {
            assert!(!sequence().is_leaf(&whole[..end]));
        }
        for end in 0..HEADER.len() {
            assert_eq!(Sequence::after(None, &HEADER[..end]), None);
        }
        assert_eq!(Sequence::after(None, &[0xff; 64]), None);
        assert!(!sequence().is_leaf(&[0xff; 64]));
    }

    #[test]
    fn a_sequence_header_is_found_among_units() {
        let mut units = vec![0x12, 0x00];
        units.extend(HEADER);
        let found = Sequence::after(None, &units);
        assert_eq!(found, Some(sequence()));
        assert_eq!(Sequence::after(found, &sample(0)), found);
    }
}
