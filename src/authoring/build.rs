//! From a checked folder to a signed pack.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::authoring::check::check;
use crate::authoring::sources::{Sources, folder_manifest};
use crate::authoring::{AuthoringError, Depth, Finding, Severity};
use crate::pack::signature::SecretKey;
use crate::pack::{Manifest, PackError, PackVersion, Progress, read, write};

/// A pack that was built.
#[derive(Debug)]
pub struct Built {
    /// Its manifest.
    pub manifest: Manifest,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Warnings; errors would have stopped it.
    pub findings: Vec<Finding>,
}

/// Checks a folder, builds the pack, signs it, and reads it back as a station would. `version`
/// takes the place of the manifest's. The same sources and version give the same signed bytes; signatures differ.
///
/// # Errors
/// `Findings` if the check found errors; any error of reading or writing. `out` is whole or
/// not there.
pub fn build(
    folder: &Path,
    key: &SecretKey,
    out: &Path,
    version: Option<PackVersion>,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Built, AuthoringError> {
    let (mut manifest, mut bytes) = folder_manifest(folder)?;
    if let Some(version) = version.filter(|v| *v != manifest.version) {
        manifest.version = version;
        bytes = serde_json::to_vec_pretty(&manifest)
            .map_err(|e| PackError::Io(std::io::Error::other(e)))?;
    }
    let sources = Sources::Folder(folder.to_owned());
    let findings = check(&manifest, &sources, depth, progress)?;
    if findings
        .iter()
        .any(|f| f.defect.severity() == Severity::Error)
    {
        return Err(AuthoringError::Findings(findings));
    }
    let mut open = |path: &crate::pack::PackPath| {
        let file = File::open(folder.join(path.as_str()))?;
        Ok(Box::new(BufReader::new(file)) as Box<dyn std::io::Read>)
    };
    let length = write::build(&manifest, &bytes, key, out, &mut open, &mut || {
        progress(0, 0)
    })?;
    // What a station would refuse must not leave this PC.
    let pack = read::reverify(out, &key.public()?, progress).inspect_err(|_| {
        // The error is what the author needs to see; a left-over file would only say less.
        let _ = std::fs::remove_file(out);
    })?;
    Ok(Built {
        manifest,
        bytes: length,
        sha256: pack.sha256().to_owned(),
        findings,
    })
}
