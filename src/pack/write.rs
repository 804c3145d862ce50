//! Writing a pack: the ZIP by the `zip` crate under the profile's rules, then the signature as
//! its comment (FORMAT section 7). The same input gives the same signed bytes (FORMAT 7.2).

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::pack::content::Use;
use crate::pack::read::{self, MAX_PACK};
use crate::pack::signature::{Claim, SecretKey};
use crate::pack::{Manifest, PackError, PackPath, content};
use crate::platform::files::temp_beside;

/// Where the bytes of a file come from.
pub type OpenFile<'a> = dyn FnMut(&PackPath) -> io::Result<Box<dyn Read>> + 'a;

/// Builds and signs a pack at `out`, which appears whole or not at all, and only if it keeps every
/// rule of the format. `open` gives the files that the manifest names. Returns its length in bytes.
///
/// # Errors
/// Those of [`read::read_untrusted`] if it breaks a rule;
/// `Io` if writing fails, `SourceRead` if a file cannot be read, `TooLarge` past 4 GiB − 2 bytes,
/// `BadKey` if the key cannot sign, `Cancelled`.
pub fn build(
    manifest: &Manifest,
    manifest_json: &[u8],
    key: &SecretKey,
    out: &Path,
    open: &mut OpenFile<'_>,
    proceed: &mut dyn FnMut() -> bool,
) -> Result<u64, PackError> {
    let temp = temp_beside(out).map_err(PackError::Io)?;
    let file = temp.reopen().map_err(PackError::Io)?;
    let mut zip = ZipWriter::new(io::BufWriter::new(file));
    add(
        &mut zip,
        "manifest.json",
        CompressionMethod::Deflated,
        manifest_json,
        proceed,
    )?;
    for (path, what) in content::files_of(manifest) {
        // FORMAT 7.4.
        let method = match what {
            Use::Media | Use::Picture | Use::Pdf => CompressionMethod::Stored,
            Use::Captions | Use::Markdown => CompressionMethod::Deflated,
        };
        let source = open(&path).map_err(PackError::SourceRead)?;
        add(&mut zip, path.as_str(), method, source, proceed)?;
    }
    let file = zip.finish().map_err(zip_error)?;
    let mut file = file
        .into_inner()
        .map_err(|e| PackError::Io(e.into_error()))?;
    let len = sign(&mut file, manifest, key)?;
    file.sync_all().map_err(PackError::Io)?;
    drop(file);
    // The rules hold when a pack is built as when it is read, and there is one reader of them
    // (FORMAT 7.1).
    read::read_untrusted(temp.path(), &mut |_, _| proceed())?;
    temp.persist(out).map_err(|e| PackError::Io(e.error))?;
    Ok(len)
}

/// States the comment's length in the end record, which is signed too, signs everything up to
/// the comment, and appends it.
fn sign(file: &mut File, manifest: &Manifest, key: &SecretKey) -> Result<u64, PackError> {
    let claim = Claim {
        id: manifest.id.clone(),
        version: manifest.version,
    };
    // A signature's length depends on its comments only, which are known: sign nothing to learn it.
    let comment_len = key.sign(io::empty(), &claim)?.len();
    let len = file.seek(SeekFrom::End(0)).map_err(PackError::Io)?;
    if len + comment_len as u64 > MAX_PACK {
        return Err(PackError::TooLarge {
            what: "the pack".to_owned(),
            bytes: len + comment_len as u64,
            limit: MAX_PACK,
        });
    }
    let stated = u16::try_from(comment_len).unwrap_or(u16::MAX);
    file.seek(SeekFrom::End(-2)).map_err(PackError::Io)?;
    file.write_all(&stated.to_le_bytes())
        .map_err(PackError::Io)?;
    file.rewind().map_err(PackError::Io)?;
    let comment = key.sign(BufReader::with_capacity(1 << 20, &*file), &claim)?;
    file.seek(SeekFrom::End(0)).map_err(PackError::Io)?;
    file.write_all(comment.as_bytes()).map_err(PackError::Io)?;
    Ok(len + comment.len() as u64)
}

/// A ZIP of stored entries under the profile's rules, without a comment: the form of a trust list.
///
/// # Errors
/// `Io` if they do not make a ZIP.
pub(super) fn stored<'a>(
    entries: impl Iterator<Item = (String, &'a [u8])>,
) -> Result<Vec<u8>, PackError> {
    let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        add(
            &mut zip,
            &name,
            CompressionMethod::Stored,
            bytes,
            &mut || true,
        )?;
    }
    Ok(zip.finish().map_err(zip_error)?.into_inner())
}

fn add(
    zip: &mut ZipWriter<impl Write + Seek>,
    name: &str,
    method: CompressionMethod,
    mut source: impl Read,
    proceed: &mut dyn FnMut() -> bool,
) -> Result<(), PackError> {
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(name, options).map_err(zip_error)?;
    let mut buffer = vec![0; 64 << 10];
    loop {
        if !proceed() {
            return Err(PackError::Cancelled);
        }
        let read = source.read(&mut buffer).map_err(PackError::SourceRead)?;
        match buffer.get(..read) {
            Some(bytes) if !bytes.is_empty() => zip.write_all(bytes).map_err(PackError::Io)?,
            _ => return Ok(()),
        }
    }
}

fn zip_error(error: zip::result::ZipError) -> PackError {
    match error {
        zip::result::ZipError::Io(error) => PackError::Io(error),
        other => PackError::Io(io::Error::other(other)),
    }
}
