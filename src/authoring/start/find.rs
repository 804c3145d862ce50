//! What lies in the folder that an author starts from, by what it can become in a pack.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::authoring::start::LeftOutNotice;
use crate::documents::office::{FormatNotice, OfficeError};

/// Folders within folders are looked into so deep.
const MAX_DEPTH: usize = 4;
/// More names than this are no folder of a briefing's material.
const MAX_NAMES: usize = 2_000;

/// What a file can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Video,
    Audio,
    WebVtt,
    SubRip,
    /// Captions in another format; which, the ending of the name says.
    OtherCaptions,
    /// A text of an office program; which, its bytes say.
    Word,
    /// Slides of an office program; which, their bytes say.
    Slides,
    Markdown,
    Pdf,
    /// A picture; which kind, its bytes say.
    Picture,
}

impl Kind {
    /// By the ending of the name; what a file really is, the check of the pack says.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Some(match ending.as_str() {
            "mp4" | "m4v" | "mov" | "wmv" | "avi" | "mkv" | "webm" | "mpg" | "mpeg" | "mts"
            | "m2ts" | "ts" | "3gp" | "flv" | "asf" | "vob" => Self::Video,
            "mp3" | "m4a" | "m4b" | "aac" | "flac" | "ogg" | "oga" | "opus" | "spx" | "wav"
            | "w64" | "wma" | "aif" | "aiff" | "aifc" | "caf" | "amr" | "3ga" | "ac3" | "mka"
            | "au" => Self::Audio,
            "vtt" => Self::WebVtt,
            "srt" => Self::SubRip,
            "sbv" | "ass" | "ssa" | "ttml" | "dfxp" | "itt" | "smi" | "sami" | "scc" | "stl"
            | "sub" | "lrc" => Self::OtherCaptions,
            "docx" | "docm" | "dotx" | "dotm" | "doc" | "dot" | "rtf" | "odt" | "ott" | "fodt"
            | "pages" | "wpd" | "wps" | "wri" | "pub" | "gdoc" | "htm" | "html" | "mht" => {
                Self::Word
            }
            "pptx" | "pptm" | "ppsx" | "ppsm" | "potx" | "potm" | "ppt" | "pps" | "pot" | "odp"
            | "otp" | "fodp" | "key" | "gslides" => Self::Slides,
            "md" | "markdown" => Self::Markdown,
            "pdf" => Self::Pdf,
            "png" | "jpg" | "jpeg" | "jpe" | "jfif" | "heic" | "heif" | "hif" | "webp" | "avif"
            | "gif" | "bmp" | "tif" | "tiff" | "svg" | "jp2" | "j2k" | "jpx" | "jxl" | "psd" => {
                Self::Picture
            }
            _ => return None,
        })
    }
}

/// Why a file is left out whose name says that it can become nothing.
fn why_left_out(path: &Path) -> LeftOutNotice {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    match ending.to_lowercase().as_str() {
        // Shortcuts of desktops.
        "lnk" | "url" | "webloc" | "desktop" => LeftOutNotice::Link,
        _ => LeftOutNotice::Unknown,
    }
}

/// Why a folder is left out that is called as a document is; nothing for others.
fn why_no_folder(path: &Path) -> Option<LeftOutNotice> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    // Programs of Apple keep a document in a folder.
    let format = match ending.to_lowercase().as_str() {
        "pages" => FormatNotice::Pages,
        "key" => FormatNotice::Keynote,
        "numbers" => FormatNotice::Numbers,
        _ => {
            let kind = Kind::of(path)?;
            let is_document = matches!(kind, Kind::Word | Kind::Slides | Kind::Pdf);
            return is_document.then_some(LeftOutNotice::Folder);
        }
    };
    Some(LeftOutNotice::Document(OfficeError::Foreign(format)))
}

/// A file.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: PathBuf,
    /// Its name without the ending.
    pub stem: String,
    pub kind: Kind,
}

/// What lies in a folder.
#[derive(Debug, Default)]
pub struct Material {
    /// By name.
    pub files: Vec<Found>,
    /// What cannot become anything in a pack, and why.
    pub others: Vec<(PathBuf, LeftOutNotice)>,
    /// There was more than is looked at.
    pub more: bool,
}

/// Looks through a folder. Hidden files, and those that Word keeps while a document is open, are
/// passed over without a word; links are not followed.
///
/// # Errors
/// If the folder cannot be read.
pub fn look(folder: &Path) -> io::Result<Material> {
    let mut material = Material::default();
    let mut names = 0;
    walk(folder, 0, &mut names, &mut material)?;
    Ok(material)
}

fn walk(folder: &Path, depth: usize, names: &mut usize, material: &mut Material) -> io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?
        .take(MAX_NAMES + 1)
        .collect::<io::Result<_>>()?;
    entries.sort_by_key(|entry| entry.file_name().to_string_lossy().to_lowercase());
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        *names += 1;
        if *names > MAX_NAMES {
            material.more = true;
            return Ok(());
        }
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            material.others.push((path, LeftOutNotice::Link));
        } else if kind.is_dir() {
            if let Some(why) = why_no_folder(&path) {
                material.others.push((path, why));
            } else if depth + 1 < MAX_DEPTH {
                walk(&path, depth + 1, names, material)?;
            } else {
                material.others.push((path, LeftOutNotice::TooDeep));
            }
        } else if let Some(what) = Kind::of(&path).filter(|_| kind.is_file()) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            material.files.push(Found {
                stem: stem.into_owned(),
                kind: what,
                path,
            });
        } else {
            let why = why_left_out(&path);
            material.others.push((path, why));
        }
    }
    Ok(())
}
