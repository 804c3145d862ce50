//! What a monitor states about itself: the first block of its EDID (VESA E-EDID, release A).

use crate::platform::monitors::Identity;

const BLOCK: usize = 128;
const HEADER: [u8; 8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0];
/// Where the four descriptors of 18 bytes begin.
const DESCRIPTORS: usize = 54;
const SERIAL: u8 = 0xFF;
const NAME: u8 = 0xFC;

/// Reads maker, model, serial number and name; nothing if this is no EDID.
pub fn parse(bytes: &[u8]) -> Option<Identity> {
    let block = bytes.get(..BLOCK)?;
    if !block.starts_with(&HEADER) {
        return None;
    }
    let [high, low, model_low, model_high] = *block.get(8..12)?.first_chunk()?;
    let maker = u16::from_be_bytes([high, low]);
    // Three letters of five bits, A is 1.
    let letter = |shift: u16| {
        let n = u8::try_from((maker >> shift) & 31).unwrap_or(0);
        char::from(b'@' + n)
    };
    let maker: String = [10, 5, 0].into_iter().map(letter).collect();
    let model = u16::from_le_bytes([model_low, model_high]);
    let number = u32::from_le_bytes(*block.get(12..16)?.first_chunk()?);
    let texts = block.get(DESCRIPTORS..DESCRIPTORS + 4 * 18)?;
    let text = |tag: u8| {
        texts.chunks_exact(18).find_map(|descriptor| {
            let text = descriptor.strip_prefix(&[0, 0, 0, tag, 0])?;
            let text = text.split(|byte| *byte == b'\n').next()?;
            let text: String = text.iter().map(|byte| printable(*byte)).collect();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        })
    };
    let mut device = format!("{maker} {model:04X} {number:08X}");
    if let Some(serial) = text(SERIAL) {
        device = format!("{device} {serial}");
    }
    let name = text(NAME).unwrap_or_else(|| format!("{maker} {model:04X}"));
    Some(Identity {
        device,
        name,
        formerly: String::new(),
    })
}

fn printable(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' {
        char::from(byte)
    } else {
        '?'
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, HEADER, parse};

    fn edid() -> Vec<u8> {
        let mut block = vec![0; BLOCK];
        block[..8].copy_from_slice(&HEADER);
        // "DEL": 4, 5, 12.
        block[8..10].copy_from_slice(&0x10AC_u16.to_be_bytes());
        block[10..12].copy_from_slice(&0xA07B_u16.to_le_bytes());
        block[12..16].copy_from_slice(&0x3037_304C_u32.to_le_bytes());
        block[72..90].copy_from_slice(b"\0\0\0\xFF\0YMYH14850L7\n ");
        block[90..108].copy_from_slice(b"\0\0\0\xFC\0DELL U2412M\n ");
        block
    }

    #[test]
    fn a_monitor_says_who_made_it_and_which_one_it_is() {
        let identity = parse(&edid()).expect("an EDID");
        assert_eq!(identity.device, "DEL A07B 3037304C YMYH14850L7");
        assert_eq!(identity.name, "DELL U2412M");
    }

    #[test]
    fn bytes_that_are_no_edid_give_no_identity() {
        assert_eq!(parse(&[]), None);
        assert_eq!(parse(&edid()[..127]), None);
        assert_eq!(parse(&[0; 256]), None);
        let mut odd = edid();
        odd[72..108].fill(0xFF);
        assert_eq!(parse(&odd).expect("an EDID").name, "DEL A07B");
    }
}
