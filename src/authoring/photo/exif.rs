//! What a picture says of itself: Exif data (Exif 2.32, 4.5 and 4.6) and XMP (part 3 of it).

/// What Exif data begins with in a JPEG.
pub const EXIF: &[u8] = b"Exif\0\0";
/// What XMP begins with there.
pub const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// What the rest of longer XMP begins with there.
pub const XMP_REST: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Whether XMP says where a picture was taken.
pub fn says_place(xmp: &[u8]) -> bool {
    let word = b"GPSLatitude";
    xmp.windows(word.len()).any(|window| window == word)
}

/// What of Exif data matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exif {
    /// How the picture is to be turned, from 1 to 8.
    pub orientation: Option<u16>,
    /// It says where the picture was taken.
    pub has_place: bool,
    /// Another directory follows: in a TIFF file another page.
    pub has_more: bool,
}

impl Exif {
    /// Reads the first directory of a TIFF structure, also behind [`EXIF`]; what cannot be read says
    /// nothing.
    pub fn read(bytes: &[u8]) -> Self {
        Self::try_read(bytes.strip_prefix(EXIF).unwrap_or(bytes)).unwrap_or_default()
    }

    fn try_read(tiff: &[u8]) -> Option<Self> {
        const ORIENTATION: u16 = 0x0112;
        const GPS: u16 = 0x8825;
        let is_little = match tiff.get(..4)? {
            b"II\x2a\0" => true,
            b"MM\0\x2a" => false,
            _ => return None,
        };
        let u16_at = |at: usize| -> Option<u16> {
            let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
            Some(if is_little {
                u16::from_le_bytes(bytes)
            } else {
                u16::from_be_bytes(bytes)
            })
        };
        let u32_at = |at: usize| -> Option<u32> {
            let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
            Some(if is_little {
                u32::from_le_bytes(bytes)
            } else {
                u32::from_be_bytes(bytes)
            })
        };
        let directory = usize::try_from(u32_at(4)?).ok()?;
        let mut found = Self::default();
        let entries = usize::from(u16_at(directory)?);
        for entry in 0..entries {
            let at = directory.checked_add(2 + entry * 12)?;
            let Some(tag) = u16_at(at) else { break };
            match tag {
                ORIENTATION => found.orientation = u16_at(at + 8),
                GPS => found.has_place = true,
                _ => {}
            }
        }
        let next = directory.checked_add(2 + entries * 12)?;
        found.has_more = u32_at(next).is_some_and(|next| next != 0);
        Some(found)
    }

    /// Exif data that say nothing but how the picture is to be turned.
    pub fn turned_alone(self) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        tiff.extend(self.orientation.unwrap_or(1).to_be_bytes());
        // The rest of the value, and no directory that follows.
        tiff.extend([0; 6]);
        tiff
    }
}
