//! Files that are something else than their names say, recognized by their bytes.

use std::io::Read;
use std::path::Path;

use crate::authoring::AuthoringError;
use crate::authoring::photo::PictureKind;
use crate::authoring::start::find::{Found, Kind, Material};
use crate::authoring::start::{LeftOutNotice, office, shown};
use crate::documents::MAX_FILE_BYTES;
use crate::documents::office::{FormatNotice, OfficeError, OfficeKind, format_of_head};
use crate::platform::files;

/// So much is looked at, in bytes.
const HEAD: u64 = 8 << 10;

/// Takes out of the material what is no use under its name, and says of the rest of the folder what it
/// is, where its bytes tell.
///
/// # Errors
/// `NotDrawn` if this PC can start no process that reads documents; `Cancelled`.
pub fn set_apart(
    material: &mut Material,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), AuthoringError> {
    let mut kept = Vec::new();
    for found in std::mem::take(&mut material.files) {
        match misnamed(&found, go_on)? {
            Some(why) => material.others.push((found.path, why)),
            None => kept.push(found),
        }
    }
    material.files = kept;
    for (path, why) in &mut material.others {
        if *why == LeftOutNotice::Unknown
            && let Some(really) = unknown(path, go_on)?
        {
            *why = really;
        }
    }
    Ok(())
}

/// Why a file is no use under its name; nothing where it is, or where that shows later.
fn misnamed(
    found: &Found,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<LeftOutNotice>, AuthoringError> {
    let Some(head) = head(&found.path) else {
        return Ok(None);
    };
    if head.is_empty() {
        return Ok(Some(LeftOutNotice::EmptyFile));
    }
    let format = format_of_head(&head);
    let is_text = matches!(
        format,
        FormatNotice::PlainText | FormatNotice::WebPage | FormatNotice::Unknown
    );
    let fits = match found.kind {
        // Documents are read by their bytes in any case, captions by whoever can.
        Kind::Word | Kind::Slides | Kind::OtherCaptions => true,
        Kind::Pdf => matches!(format, FormatNotice::Pdf | FormatNotice::Unknown),
        Kind::Picture => PictureKind::of(&head) != PictureKind::Unknown,
        Kind::Video | Kind::Audio => {
            is_text || matches!(format, FormatNotice::Film | FormatNotice::Sound)
        }
        Kind::WebVtt | Kind::SubRip | Kind::Markdown => is_text,
    };
    if fits {
        return Ok(None);
    }
    Ok(match by_bytes(&found.path, format, go_on)? {
        // What it is shows when it is read, or not at all.
        LeftOutNotice::Unknown if found.kind != Kind::Picture => None,
        why => Some(why),
    })
}

/// What a file is whose name says nothing; nothing where its bytes do not either.
fn unknown(
    path: &Path,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<LeftOutNotice>, AuthoringError> {
    let Some(head) = head(path) else {
        return Ok(None);
    };
    if head.is_empty() {
        return Ok(Some(LeftOutNotice::EmptyFile));
    }
    Ok(match format_of_head(&head) {
        FormatNotice::PlainText | FormatNotice::WebPage | FormatNotice::Unknown => None,
        format => Some(by_bytes(path, format, go_on)?),
    })
}

/// What a file is whose first bytes are of this format: of archives and of what Office wrote before
/// 2007, all of it tells.
fn by_bytes(
    path: &Path,
    format: FormatNotice,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<LeftOutNotice, AuthoringError> {
    if !matches!(format, FormatNotice::Archive | FormatNotice::Compound) {
        return Ok(match format {
            FormatNotice::Unknown => LeftOutNotice::Unknown,
            format => LeftOutNotice::Document(OfficeError::Foreign(format)),
        });
    }
    let bytes = files::open_no_link(path)
        .and_then(|opened| files::read_up_to(opened, MAX_FILE_BYTES))
        .unwrap_or_default();
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Ok(LeftOutNotice::Document(OfficeError::Foreign(format)));
    }
    let refusal = match office::read_here(&shown(path), bytes, go_on)? {
        Ok(text) => OfficeError::Foreign(match text.kind {
            OfficeKind::Word => FormatNotice::Word,
            OfficeKind::Slides => FormatNotice::Slides,
            OfficeKind::OldWord => FormatNotice::OldWord,
            OfficeKind::OldSlides => FormatNotice::OldSlides,
        }),
        Err(OfficeError::Foreign(FormatNotice::Unknown)) => return Ok(LeftOutNotice::Unknown),
        Err(refusal) => refusal,
    };
    Ok(LeftOutNotice::Document(refusal))
}

/// The beginning of a file; nothing where it cannot be read.
fn head(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = files::open_no_link(path).ok()?;
    file.take(HEAD).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
