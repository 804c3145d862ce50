//! From a checked folder to a signed pack.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use tempfile::TempDir;

use crate::authoring::check::check;
use crate::authoring::convert::{self, Converted};
use crate::authoring::picture_build;
use crate::authoring::sources::{Sources, folder_manifest};
use crate::authoring::{AuthoringError, Depth, Finding, Stage, Watch};
use crate::pack::{Manifest, PackError, PackPath, PackVersion, SecretKey, read, write};
use crate::player::MediaSource;

/// A pack that was built.
#[derive(Debug)]
pub struct Built {
    /// Its manifest.
    pub manifest: Manifest,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Media that were outside the profile.
    pub converted: Vec<Converted>,
    /// Warnings; errors would have stopped it.
    pub findings: Vec<Finding>,
}

/// Checks a folder, transcodes media outside the profile, builds the pack, signs it, and reads it
/// back as a station would. `version` takes the place of the manifest's. The same sources and
/// version give the same signed bytes, as far as ffmpeg makes the same of the same; signatures
/// differ.
///
/// # Errors
/// `Findings` if the check found errors; `Transcode`; any error of reading or writing. `out` is
/// whole or not there, and the folder is as it was.
pub fn build(
    folder: &Path,
    key: &SecretKey,
    out: &Path,
    version: Option<PackVersion>,
    depth: Depth,
    watch: &mut Watch<'_>,
) -> Result<Built, AuthoringError> {
    build_for(For::Stations, folder, key, out, version, depth, watch)
}

/// The same for its author to look at: what plays here stays as it is, however it would play on an
/// old PC. An author who looks again and again does not wait for ffmpeg each time.
///
/// # Errors
/// As [`build`].
pub fn build_to_look_at(
    folder: &Path,
    key: &SecretKey,
    out: &Path,
    watch: &mut Watch<'_>,
) -> Result<Built, AuthoringError> {
    let depth = Depth::FirstSecond;
    build_for(For::Author, folder, key, out, None, depth, watch)
}

/// For whom a pack is built.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Stations,
    Author,
}

fn build_for(
    whom: For,
    folder: &Path,
    key: &SecretKey,
    out: &Path,
    version: Option<PackVersion>,
    depth: Depth,
    watch: &mut Watch<'_>,
) -> Result<Built, AuthoringError> {
    let (mut manifest, mut bytes) = folder_manifest(folder)?;
    let mut changed = false;
    if let Some(version) = version.filter(|v| *v != manifest.version) {
        manifest.version = version;
        changed = true;
    }
    let mut sources = Sources::folder(folder);
    let mut converted = Vec::new();
    let mut made = BTreeMap::new();
    // Removed with everything in it when it goes out of scope, on an error too.
    let mut work = None;
    let pictures = picture_build::to_convert(&manifest, &sources);
    if !pictures.is_empty() {
        let work = work.insert(work_folder(out)?);
        (converted, made) =
            picture_build::convert(pictures, &mut manifest, &sources, work.path(), &mut || {
                watch(Stage::Packing { done: 0, all: 0 })
            })?;
        changed |= !converted.is_empty();
        sources = Sources::Folder {
            folder: folder.to_owned(),
            made: made.clone(),
        };
    }
    let findings = check(&manifest, &sources, depth, &mut |done, all| {
        watch(Stage::Packing { done, all })
    })?;
    let (mut findings, mut outside) = convert::set_apart(&manifest, findings);
    if whom == For::Author {
        outside.retain(|_, defect| !defect.plays());
    }
    let (plan, of_outside) = convert::plan(folder, &manifest, outside, &mut || {
        watch(Stage::Packing { done: 0, all: 0 })
    })?;
    findings.extend(of_outside);
    stop_at_errors(&mut findings)?;
    if let Some(plan) = plan {
        let work = match &mut work {
            Some(work) => work,
            none => none.insert(work_folder(out)?),
        };
        let done = convert::convert(folder, made, &mut manifest, &plan, work.path(), watch)?;
        // What was found in a source that is not used any more is of no interest, but for what it
        // tells of what was made of it.
        let used = |finding: &Finding| {
            finding.defect.outlives_transcoding()
                || !done
                    .converted
                    .iter()
                    .any(|it| it.from.as_str() == finding.file)
        };
        findings.retain(used);
        findings.extend(done.findings);
        stop_at_errors(&mut findings)?;
        converted.extend(done.converted);
        (sources, changed) = (done.sources, true);
    }
    if changed {
        bytes = serde_json::to_vec_pretty(&manifest)
            .map_err(|e| PackError::Io(std::io::Error::other(e)))?;
    }
    let mut open = |path: &PackPath| {
        let file: Box<dyn Read> = sources.medium(path).open()?;
        Ok(file)
    };
    let mut packing = |done, all| watch(Stage::Packing { done, all });
    let length = write::build(&manifest, &bytes, key, out, &mut open, &mut || {
        packing(0, 0)
    })?;
    // What a station would refuse must not leave this PC.
    let pack = read::reverify(out, &key.public()?, &mut packing).inspect_err(|_| {
        // The error is what the author needs to see; a left-over file would only say less.
        let _ = std::fs::remove_file(out);
    })?;
    Ok(Built {
        manifest,
        bytes: length,
        sha256: pack.sha256().to_owned(),
        converted,
        findings,
    })
}

/// Hands out all findings if one of them is an error.
fn stop_at_errors(findings: &mut Vec<Finding>) -> Result<(), AuthoringError> {
    if findings.iter().any(|finding| finding.defect.is_error()) {
        return Err(AuthoringError::Findings(std::mem::take(findings)));
    }
    Ok(())
}

/// A folder for what is made, beside the pack: where there is room for the one there is for the
/// other.
fn work_folder(out: &Path) -> Result<TempDir, PackError> {
    let beside = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // ffmpeg is told whole paths: a folder may be called anything.
    let beside = std::path::absolute(beside).map_err(PackError::Io)?;
    tempfile::Builder::new()
        .prefix(".muster-")
        .tempdir_in(beside)
        .map_err(PackError::Io)
}
