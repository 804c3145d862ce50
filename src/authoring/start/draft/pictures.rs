//! Pictures as a pack holds them: named as what they are, without the place where they were taken, and
//! converted where a pack does not hold their kind.

use crate::authoring::AuthoringError;
use crate::authoring::photo::{self, PictureKind};
use crate::authoring::picture_convert::{self, NotConverted};
use crate::authoring::start::draft::{Draft, bounded, shown};
use crate::authoring::start::find::Found;
use crate::authoring::start::{LeftOutNotice, StartNotice};
use crate::pack::container::MAX_INFLATED;
use crate::pack::manifest::AidKind;
use crate::pack::{PackError, PackPath};

impl Draft<'_, '_> {
    /// A picture as a pack holds it: named as what it is, and without the place where it was taken.
    pub(super) fn picture(
        &mut self,
        found: &Found,
    ) -> Result<Option<(AidKind, PackPath)>, AuthoringError> {
        let bytes = bounded(&found.path, MAX_INFLATED)?;
        let kind = PictureKind::of(&bytes);
        let aid_kind = match kind {
            PictureKind::Png => AidKind::Png,
            PictureKind::Jpeg => AidKind::Jpeg,
            PictureKind::Other(format) => return self.converted_picture(found, &bytes, format),
            PictureKind::Unknown => {
                self.pass_over(found, LeftOutNotice::Unknown);
                return Ok(None);
            }
        };
        let file = shown(&found.path);
        let clean = photo::without_place(&bytes);
        let misnamed = !photo::is_named(&file, kind);
        if clean.is_none() && !misnamed {
            let path = self.place.take(found, "aids", self.progress)?;
            return Ok(Some((aid_kind, path)));
        }
        let ending = kind.ending().unwrap_or_default();
        let path = self.place.name("aids", &found.stem, ending)?;
        self.place
            .write(path.as_str(), clean.as_ref().unwrap_or(&bytes))?;
        if clean.is_some() {
            let file = file.clone();
            self.said.push(StartNotice::PlaceTakenOut { file });
        }
        if misnamed {
            let now = path.to_string();
            self.said.push(StartNotice::PictureRenamed { file, now });
        }
        Ok(Some((aid_kind, path)))
    }

    fn converted_picture(
        &mut self,
        found: &Found,
        bytes: &[u8],
        format: &'static str,
    ) -> Result<Option<(AidKind, PackPath)>, AuthoringError> {
        let mut go_on = || (self.progress)(0, 0);
        let made = match picture_convert::convert(bytes, format, &mut go_on) {
            Ok(made) => made,
            Err(NotConverted::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(NotConverted::NoProgram) => {
                self.pass_over(found, LeftOutNotice::PictureFormat(format));
                return Ok(None);
            }
            Err(NotConverted::Failed(reason)) => {
                let why = LeftOutNotice::PictureNotConverted { format, reason };
                self.pass_over(found, why);
                return Ok(None);
            }
        };
        let ending = made.kind.ending().unwrap_or_default();
        let path = self.place.name("aids", &found.stem, ending)?;
        self.place.write(path.as_str(), &made.bytes)?;
        let file = shown(&found.path);
        self.said.push(StartNotice::PictureConverted {
            file: file.clone(),
            format,
            now: path.to_string(),
            program: made.program,
            is_first: made.is_first,
        });
        if made.had_place {
            self.said.push(StartNotice::PlaceTakenOut { file });
        }
        let kind = match made.kind {
            PictureKind::Jpeg => AidKind::Jpeg,
            _ => AidKind::Png,
        };
        Ok(Some((kind, path)))
    }
}
