//! Where a JPEG says that it was taken (ITU-T T.81, annex B).

use crate::authoring::photo::exif::{EXIF, Exif, XMP, XMP_REST, says_place};

const END: u8 = 0xd9;
const APP1: u8 = 0xe1;
const SCAN: u8 = 0xda;

/// The picture without its place; nothing where it says none.
pub fn without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    let mut has_place = false;
    let mut in_scan = false;
    loop {
        // A scan, or bytes between segments, which whoever draws it passes over: without those, what
        // follows a segment that is taken out still begins as a JPEG does.
        let next = next_marker(rest).unwrap_or(rest.len());
        let (before, from_marker) = rest.split_at(next);
        if in_scan {
            out.extend(before);
        }
        let &[fill, marker, ref after @ ..] = from_marker else {
            // Cut off: whoever draws it says so.
            out.extend(from_marker);
            break;
        };
        if marker == END {
            out.extend([fill, END]);
            break;
        }
        let length = after
            .first_chunk()
            .map(|length| u16::from_be_bytes(*length));
        // A length counts itself; one that does not is no JPEG's, and nobody shows what follows.
        let length = length.filter(|length| *length >= 2);
        let segment = length.and_then(|length| after.split_at_checked(usize::from(length)));
        let Some((segment, following)) = segment else {
            out.extend(from_marker);
            break;
        };
        rest = following;
        in_scan = marker == SCAN;
        let content = segment.get(2..).unwrap_or_default();
        if marker == APP1 {
            if let Some(exif) = content.strip_prefix(EXIF).map(Exif::read)
                && exif.has_place
            {
                has_place = true;
                let kept = [EXIF, &exif.turned_alone()].concat();
                out.extend([0xff, APP1]);
                out.extend(u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
                out.extend(kept);
                continue;
            }
            let is_xmp = content.starts_with(XMP) || content.starts_with(XMP_REST);
            if is_xmp && says_place(content) {
                has_place = true;
                continue;
            }
        }
        out.extend([0xff, marker]);
        out.extend(segment);
    }
    // What stands behind the end, such as a second picture, is nothing that is shown.
    has_place.then_some(out)
}

/// Where the next marker is that a segment follows, or that is the end.
fn next_marker(bytes: &[u8]) -> Option<usize> {
    // Bytes of a scan, restarts within it and bytes that fill.
    let is_alone = |marker: u8| matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8 | 0xff);
    let mut pairs = bytes.windows(2);
    pairs.position(|two| matches!(two, [0xff, marker] if !is_alone(*marker)))
}
