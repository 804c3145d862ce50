//! Pictures that a folder names and a pack does not hold: what of the author's programs will convert
//! them, and what they become as the pack is built (FORMAT 7.6). The folder stays as it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::authoring::convert::{Converted, free_name};
use crate::authoring::photo::PictureKind;
use crate::authoring::picture_convert::{self, NotConverted};
use crate::authoring::sources::Sources;
use crate::authoring::tools;
use crate::authoring::{AuthoringError, Defect, Finding};
use crate::pack::container::MAX_INFLATED;
use crate::pack::content::{self, Use};
use crate::pack::manifest::AidKind;
use crate::pack::{Manifest, PackError, PackPath};

/// So many bytes tell of which kind a picture is.
const HEAD_BYTES: usize = 1_024;

/// Names in the findings what will convert a picture.
///
/// # Errors
/// `Pack(Cancelled)`.
pub(super) fn name_programs(
    findings: &mut [Finding],
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), AuthoringError> {
    for finding in findings {
        if let Defect::PictureFormat { format, program } = &mut finding.defect {
            match picture_convert::program_for(format, go_on) {
                Ok(found) => *program = found,
                Err(NotConverted::Cancelled) => return Err(PackError::Cancelled.into()),
                Err(_) => {}
            }
        }
    }
    Ok(())
}

/// The pictures of a manifest that are to be converted, each with the name of its kind.
pub(super) fn to_convert(manifest: &Manifest, sources: &Sources) -> Vec<(PackPath, &'static str)> {
    let pictures = content::files_of(manifest)
        .into_iter()
        .filter(|(path, what)| *what == Use::Picture && sources.has(path));
    pictures
        .filter_map(|(path, _)| {
            let head = sources.read_start(&path, HEAD_BYTES).ok()?;
            match PictureKind::of(&head) {
                PictureKind::Other(format) => Some((path, format)),
                _ => None,
            }
        })
        .collect()
}

/// Converts them into the folder `work` and writes them into the manifest. One that cannot be
/// converted stays, for the check to find.
///
/// # Errors
/// `Pack(Cancelled)`, and what keeps a picture from being written.
pub(super) fn convert(
    pictures: Vec<(PackPath, &'static str)>,
    manifest: &mut Manifest,
    sources: &Sources,
    work: &Path,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Converted>, BTreeMap<PackPath, PathBuf>), AuthoringError> {
    let (mut converted, mut files) = (Vec::new(), BTreeMap::new());
    for (path, format) in pictures {
        let Ok(bytes) = sources.read(&path, MAX_INFLATED) else {
            continue;
        };
        let made = match picture_convert::convert(&bytes, format, go_on) {
            Ok(made) => made,
            Err(NotConverted::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(NotConverted::NoProgram | NotConverted::Failed(_)) => continue,
        };
        let (kind, codec, ending) = match made.kind {
            PictureKind::Jpeg => (AidKind::Jpeg, "JPEG", "jpg"),
            _ => (AidKind::Png, "PNG", "png"),
        };
        let to = free_name(manifest, &path, ending);
        let target = work.join(format!("picture-{}.{ending}", files.len()));
        tools::write_new(&target, &made.bytes).map_err(PackError::Io)?;
        let modules = manifest.modules.iter_mut();
        for aid in modules.flat_map(|module| &mut module.job_aids) {
            if aid.path == path {
                aid.path = to.clone();
                aid.kind = kind;
            }
        }
        converted.push(Converted {
            from: path,
            to: to.clone(),
            codec,
            duration_ms: 0,
            bytes: made.bytes.len() as u64,
        });
        files.insert(to, target);
    }
    Ok((converted, files))
}
