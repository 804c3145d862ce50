//! How a track is coded: its sample entry (`stsd`).

use std::collections::BTreeSet;

use super::bytes::{Bytes, Kind, bad, find, name};
use crate::player::PlayerError;

/// How a track is coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// H.264.
    H264 {
        /// The decoder configuration record (`avcC`).
        config: Vec<u8>,
        /// What the container says of the pictures.
        format: PictureFormat,
    },
    /// AV1.
    Av1 {
        /// The codec configuration record (`av1C`).
        config: Vec<u8>,
        /// What the container says of the pictures.
        format: PictureFormat,
    },
    /// AAC.
    Aac {
        /// The `AudioSpecificConfig`.
        config: Vec<u8>,
    },
}

impl Codec {
    /// What the container says of the pictures; `None` of sound.
    #[must_use]
    pub fn format(&self) -> Option<PictureFormat> {
        match self {
            Self::H264 { format, .. } | Self::Av1 { format, .. } => Some(*format),
            Self::Aac { .. } => None,
        }
    }
}

/// What a container says of its pictures beyond what the coded stream says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureFormat {
    /// Width and height in coded pixels.
    pub coded: (u16, u16),
    /// Width to height of one pixel (`pasp`).
    pub pixel_aspect: Option<(u32, u32)>,
    /// Matrix coefficients (as in H.273) and whether levels use the full range (`colr`).
    pub color: Option<(u16, bool)>,
}

/// Reads the sample entries with these numbers (from 1), which must all be coded alike: a track that
/// changes its coding midway, as clips that were joined do, is not one for packs (PLAYER 2.13).
///
/// # Errors
/// `Unsupported` if it is something else than H.264, AV1 or AAC (PLAYER 2.6), or changes.
pub fn read(mut body: Bytes<'_>, used: &BTreeSet<u32>) -> Result<Codec, PlayerError> {
    body.version()?;
    body.u32()?;
    let mut codec = None;
    for (found, number) in super::boxes(body.0).zip(1_u32..) {
        let (kind, entry) = found?;
        // Writers of a single entry get its number wrong at times.
        let only = number == 1 && used.len() <= 1 && !used.iter().any(|used| *used > 1);
        if !(used.contains(&number) || only) {
            continue;
        }
        let read = read_entry(kind, entry)?;
        if codec.as_ref().is_some_and(|codec| *codec != read) {
            return Err(PlayerError::Unsupported {
                what: "clips joined that are coded in different ways".to_owned(),
            });
        }
        codec = Some(read);
    }
    codec.ok_or_else(|| bad("a track without a sample entry"))
}

fn read_entry(kind: Kind, entry: Bytes<'_>) -> Result<Codec, PlayerError> {
    match &kind {
        b"avc1" | b"avc3" => {
            let (config, format) = video(entry, *b"avcC")?;
            Ok(Codec::H264 { config, format })
        }
        b"av01" => {
            let (config, format) = video(entry, *b"av1C")?;
            Ok(Codec::Av1 { config, format })
        }
        b"mp4a" => sound(entry),
        _ => Err(unsupported(kind)),
    }
}

fn unsupported(kind: Kind) -> PlayerError {
    PlayerError::Unsupported {
        what: format!("codec {}", name(kind)),
    }
}

/// The configuration record, in a box of this kind, and what stands beside it.
fn video(mut entry: Bytes<'_>, record: Kind) -> Result<(Vec<u8>, PictureFormat), PlayerError> {
    // Everything of a fixed size: references, width, height, resolution, name, depth.
    entry.take(24)?;
    let coded = (entry.u16()?, entry.u16()?);
    entry.take(50)?;
    let config = super::need(entry, record)?.0.to_vec();
    let pixel_aspect = match find(entry, *b"pasp")? {
        Some(mut body) => Some((body.u32()?, body.u32()?)).filter(|(w, h)| *w > 0 && *h > 0),
        None => None,
    };
    let color = match find(entry, *b"colr")? {
        Some(mut body) => match &body.kind()? {
            b"nclx" => {
                body.take(4)?;
                Some((body.u16()?, body.u8()? & 0x80 != 0))
            }
            b"nclc" => {
                body.take(4)?;
                Some((body.u16()?, false))
            }
            _ => None,
        },
        None => None,
    };
    let format = PictureFormat {
        coded,
        pixel_aspect,
        color,
    };
    Ok((config, format))
}

fn sound(mut entry: Bytes<'_>) -> Result<Codec, PlayerError> {
    entry.take(8)?;
    // QuickTime has longer entries in versions 1 and 2.
    let version = entry.u16()?;
    entry.take(18)?;
    match version {
        1 => entry.take(16)?,
        2 => entry.take(36)?,
        _ => &[],
    };
    let stream = match find(entry, *b"esds")? {
        Some(body) => body,
        None => match find(entry, *b"wave")? {
            Some(wave) => super::need(wave, *b"esds")?,
            None => return Err(bad("AAC without a configuration")),
        },
    };
    config_of(stream)
}

/// Finds the decoder's configuration among the descriptors of an `esds` box (ISO/IEC 14496-1,
/// 7.2.6).
fn config_of(mut body: Bytes<'_>) -> Result<Codec, PlayerError> {
    body.version()?;
    let (tag, mut stream) = descriptor(&mut body)?;
    if tag != 3 {
        return Err(bad("a sound track without a stream descriptor"));
    }
    stream.u16()?;
    let flags = stream.u8()?;
    if flags & 0x80 != 0 {
        stream.u16()?;
    }
    if flags & 0x40 != 0 {
        let length = stream.u8()?;
        stream.take(usize::from(length))?;
    }
    if flags & 0x20 != 0 {
        stream.u16()?;
    }
    let (tag, mut decoder) = descriptor(&mut stream)?;
    if tag != 4 {
        return Err(bad("a sound track without a decoder descriptor"));
    }
    let object_type = decoder.u8()?;
    // 0x40: MPEG-4 AAC; 0x66 to 0x68: MPEG-2 AAC. MP3 (0x69, 0x6b) may stand here as well.
    if !matches!(object_type, 0x40 | 0x66..=0x68) {
        return Err(PlayerError::Unsupported {
            what: format!("sound of MPEG-4 object type {object_type:#04x}"),
        });
    }
    decoder.take(12)?;
    let (tag, config) = descriptor(&mut decoder)?;
    if tag != 5 {
        return Err(bad("AAC without a configuration"));
    }
    Ok(Codec::Aac {
        config: config.0.to_vec(),
    })
}

/// A descriptor's tag and body.
fn descriptor<'a>(body: &mut Bytes<'a>) -> Result<(u8, Bytes<'a>), PlayerError> {
    let tag = body.u8()?;
    let mut length = 0_usize;
    for _ in 0..4 {
        let byte = body.u8()?;
        length = length << 7 | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    // Some writers count more than there is.
    let length = length.min(body.0.len());
    Ok((tag, Bytes(body.take(length)?)))
}
