//! The files of a pack against its manifest: all are listed, none is missing, and each is what
//! its place demands (FORMAT 3.26 to 3.33).

use std::collections::BTreeSet;

use crate::pack::container::{Archive, Entry, Method};
use crate::pack::manifest::AidKind;
use crate::pack::{Manifest, Module, PackError, PackPath};

/// A Markdown file at most, in bytes (FORMAT 3.26).
pub const MAX_MARKDOWN: u64 = 1 << 20;
/// A picture at most, in pixels (FORMAT 3.30).
pub const MAX_PIXELS: u64 = 40_000_000;
/// How many bytes of a picture are searched for its size; what precedes it (profiles, thumbnails)
/// is never that long (FORMAT 3.30).
const PICTURE_HEAD: usize = 4 << 20;
/// A captions file at most, in bytes (FORMAT 3.29).
pub const MAX_CAPTIONS: u64 = 4 << 20;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Video or audio: stored, played in place.
    Media,
    /// WebVTT.
    Captions,
    /// Markdown: transcripts, guides, job aids.
    Markdown,
    /// A PNG or JPEG job aid.
    Picture,
    /// A PDF job aid.
    Pdf,
}

/// Every file that the manifest names, with what it is for.
#[must_use]
pub fn files_of(manifest: &Manifest) -> BTreeSet<(PackPath, Use)> {
    manifest.modules.iter().flat_map(files_in).collect()
}

/// Every file that a module names, with what it is for.
#[must_use]
pub fn files_in(module: &Module) -> BTreeSet<(PackPath, Use)> {
    let mut files = BTreeSet::new();
    for medium in &module.media {
        files.insert((medium.path.clone(), Use::Media));
        let captions = medium.captions.iter();
        files.extend(captions.map(|c| (c.path.clone(), Use::Captions)));
        files.extend(medium.transcript.clone().map(|path| (path, Use::Markdown)));
    }
    for aid in &module.job_aids {
        let what = match aid.kind {
            AidKind::Pdf => Use::Pdf,
            AidKind::Png | AidKind::Jpeg => Use::Picture,
            AidKind::Markdown => Use::Markdown,
        };
        files.insert((aid.path.clone(), what));
    }
    files.extend(module.guide.clone().map(|path| (path, Use::Markdown)));
    files
}

/// Checks the archive against the manifest; with `data`, the insides of texts and pictures too.
///
/// # Errors
/// `UnlistedFile`, `MissingFile`, `BadArchive`.
pub fn check(manifest: &Manifest, archive: &Archive, data: bool) -> Result<(), PackError> {
    let files = files_of(manifest);
    let listed: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    for entry in archive.entries().iter().skip(1) {
        // FORMAT 3.32.
        if !listed.contains(entry.path.as_str()) {
            return Err(PackError::UnlistedFile {
                path: entry.path.to_string(),
            });
        }
    }
    for (path, what) in &files {
        // FORMAT 3.33.
        let entry = archive
            .entry(path.as_str())
            .filter(|e| e.path.as_str() != "manifest.json");
        let entry = entry.ok_or_else(|| PackError::MissingFile {
            path: path.to_string(),
        })?;
        // FORMAT 3.4.
        if *what == Use::Media && entry.method != Method::Stored {
            return Err(bad(entry, "video and audio must be stored, not deflated"));
        }
        if data {
            check_inside(entry, *what, archive)?;
        }
    }
    Ok(())
}

fn bad(entry: &Entry, rule: impl Into<String>) -> PackError {
    PackError::BadArchive {
        entry: entry.path.to_string(),
        rule: rule.into(),
    }
}

fn check_inside(entry: &Entry, what: Use, archive: &Archive) -> Result<(), PackError> {
    match what {
        Use::Markdown => {
            if entry.size > MAX_MARKDOWN {
                return Err(bad(entry, "a Markdown file of more than 1 MiB"));
            }
            let bytes = archive.read(entry, MAX_MARKDOWN)?;
            check_markdown(&bytes).map_err(|rule| bad(entry, rule))
        }
        Use::Captions if entry.size > MAX_CAPTIONS => {
            Err(bad(entry, "a captions file of more than 4 MiB"))
        }
        Use::Picture => {
            let start = archive.read_start(entry, PICTURE_HEAD)?;
            check_picture(&start).map_err(|rule| bad(entry, rule))
        }
        Use::Media | Use::Captions | Use::Pdf => Ok(()),
    }
}

/// Markdown: UTF-8 (FORMAT 3.26), no HTML (FORMAT 3.27), no remote images (FORMAT 3.28).
///
/// # Errors
/// The rule that it breaks.
pub fn check_markdown(bytes: &[u8]) -> Result<(), String> {
    use pulldown_cmark::{Event, Parser, Tag};
    let text = std::str::from_utf8(bytes).map_err(|_| "Markdown that is not UTF-8")?;
    for event in Parser::new(text) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => return Err("HTML in Markdown".to_owned()),
            Event::Start(Tag::Image { dest_url, .. })
                if dest_url.contains(':')
                    || dest_url.starts_with("//")
                    || dest_url.starts_with("\\\\") =>
            {
                return Err(format!("a remote image in Markdown ({dest_url})"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A picture's header: PNG or JPEG, at most 40 megapixels (FORMAT 3.30).
///
/// # Errors
/// The rule that it breaks.
pub fn check_picture(head: &[u8]) -> Result<(), String> {
    let reader = image::ImageReader::new(std::io::Cursor::new(head))
        .with_guessed_format()
        .map_err(|e| e.to_string())?;
    if !matches!(
        reader.format(),
        Some(image::ImageFormat::Png | image::ImageFormat::Jpeg)
    ) {
        return Err("neither PNG nor JPEG".to_owned());
    }
    let (width, height) = reader.into_dimensions().map_err(|e| e.to_string())?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err("a picture of more than 40 megapixels".to_owned());
    }
    Ok(())
}
