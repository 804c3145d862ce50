//! Pictures of kinds that a pack does not hold, such as those of phones and of the web, made into PNG
//! or JPEG with the author's own programs (FORMAT 7.6).
//!
//! What comes out is upright and says nothing of itself, the place where it was taken included. What
//! is transparent stays so.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use crate::authoring::FfmpegError;
use crate::authoring::ffmpeg::Ffmpeg;
use crate::authoring::photo::{self, PictureKind};
use crate::authoring::tools::{self, Tool, ToolError, program_folders};
use crate::pack::PackError;
use crate::pack::container::MAX_INFLATED;
use crate::pack::content::{MAX_PIXELS, check_picture};
use crate::platform::files;

/// A program may take so long.
const LIMIT: Duration = Duration::from_mins(1);
/// Of JPEG, out of 100: differences do not show.
const QUALITY: &str = "92";
/// The kinds that photos come in: where nothing is transparent they become JPEG, which takes a tenth
/// of the space.
const OF_PHOTOS: [&str; 5] = ["HEIC", "AVIF", "WebP", "JPEG 2000", "JPEG XL"];

/// A picture that was made of another.
#[derive(Debug)]
pub(super) struct ConvertedPicture {
    pub bytes: Vec<u8>,
    /// `Png` or `Jpeg`.
    pub kind: PictureKind,
    /// What made it, as authors know it.
    pub program: String,
    /// It is the first of several: of an animation, or of pages.
    pub is_first: bool,
    /// The source says where it was taken.
    pub had_place: bool,
}

/// Why there is none.
#[derive(Debug)]
pub(super) enum NotConverted {
    /// No program is installed that could.
    NoProgram,
    /// What the last program says.
    Failed(String),
    /// Whoever waited wants it no longer.
    Cancelled,
}

impl From<PackError> for NotConverted {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Cancelled => Self::Cancelled,
            error => Self::Failed(error.to_string()),
        }
    }
}

/// A program that converts pictures.
enum Program {
    /// heif-dec, or heif-convert as it was called.
    Heif(Tool),
    ImageMagick(Tool),
    Ffmpeg(Box<Ffmpeg>),
}

/// Whether a picture of this format may be given to a program. An SVG is a text that may name other
/// files.
pub(super) fn can_be_converted(format: &str) -> bool {
    format != "SVG"
}

/// The programs for a format that are there, the one that does it best first.
fn programs(format: &str, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<Program>, NotConverted> {
    let mut found = Vec::new();
    if matches!(format, "HEIC" | "AVIF") {
        let folders = program_folders("libheif\\bin");
        found.extend(Tool::find(&["heif-dec", "heif-convert"], &folders).map(Program::Heif));
    }
    found.extend(image_magick(go_on)?.map(Program::ImageMagick));
    match Ffmpeg::find(go_on) {
        Ok(ffmpeg) => found.push(Program::Ffmpeg(Box::new(ffmpeg))),
        Err(FfmpegError::Cancelled) => return Err(NotConverted::Cancelled),
        Err(_) => {}
    }
    Ok(found)
}

/// The program that says that it is `ImageMagick`: others are called convert, too, one of Windows
/// among them.
fn image_magick(go_on: &mut dyn FnMut() -> bool) -> Result<Option<Tool>, NotConverted> {
    let names: &[&str] = if cfg!(windows) {
        &["magick"]
    } else {
        &["magick", "convert-im6", "convert"]
    };
    for name in names {
        let Some(tool) = Tool::find(&[name], &[]) else {
            continue;
        };
        match tool.run(&["-version".into()], LIMIT, go_on) {
            Ok(heard) if heard.output.contains("ImageMagick") => return Ok(Some(tool)),
            Err(ToolError::Cancelled) => return Err(NotConverted::Cancelled),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(None)
}

/// What would convert a picture of this format, as authors know it; nothing where no program could.
///
/// # Errors
/// `Cancelled`.
pub(super) fn program_for(
    format: &str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<String>, NotConverted> {
    if !can_be_converted(format) {
        return Ok(None);
    }
    let programs = programs(format, go_on)?;
    Ok(programs.first().map(Program::name))
}

/// Makes a PNG or a JPEG of a picture of this format, as [`PictureKind`] names it.
///
/// # Errors
/// See [`NotConverted`].
pub(super) fn convert(
    bytes: &[u8],
    format: &'static str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<ConvertedPicture, NotConverted> {
    if !can_be_converted(format) {
        return Err(NotConverted::NoProgram);
    }
    let programs = programs(format, go_on)?;
    convert_with(&programs, bytes, format, go_on)
}

fn convert_with(
    programs: &[Program],
    bytes: &[u8],
    format: &'static str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<ConvertedPicture, NotConverted> {
    let failed = |error: std::io::Error| NotConverted::Failed(error.to_string());
    // In a folder of its own under a plain name: what an author calls it may mean something to a
    // program.
    let folder = tempfile::Builder::new()
        .prefix(".muster-")
        .tempdir()
        .map_err(failed)?;
    let source = folder.path().join("picture");
    tools::write_new(&source, bytes).map_err(failed)?;
    let mut why = NotConverted::NoProgram;
    for program in programs {
        let made = run(program, &source, bytes, format, folder.path(), go_on);
        match made {
            Ok((made, kind)) => {
                return Ok(ConvertedPicture {
                    bytes: made,
                    kind,
                    program: program.name(),
                    is_first: is_first_of_several(bytes),
                    had_place: photo::says_place_anywhere(bytes),
                });
            }
            Err(NotConverted::Cancelled) => return Err(NotConverted::Cancelled),
            Err(error) => why = error,
        }
    }
    Err(why)
}

/// One program's PNG, or JPEG where that is as good.
fn run(
    program: &Program,
    source: &Path,
    bytes: &[u8],
    format: &'static str,
    folder: &Path,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Vec<u8>, PictureKind), NotConverted> {
    let mut make = |kind: PictureKind| {
        let target = folder.join(format!("made.{}", kind.ending().unwrap_or_default()));
        program.convert(source, bytes, format, &target, go_on)?;
        let opened = files::open_no_link(&target)
            .and_then(|opened| files::read_up_to(opened, MAX_INFLATED))
            .map_err(|error| NotConverted::Failed(error.to_string()))?;
        let made = photo::without_metadata(&opened).unwrap_or(opened);
        if PictureKind::of(&made) != kind || made.len() as u64 > MAX_INFLATED {
            return Err(NotConverted::Failed("it made no picture".to_owned()));
        }
        check_picture(&made).map_err(NotConverted::Failed)?;
        Ok(made)
    };
    let png = make(PictureKind::Png)?;
    if OF_PHOTOS.contains(&format)
        && !photo::png_may_be_transparent(&png)
        && let Ok(jpeg) = make(PictureKind::Jpeg)
        && jpeg.len() < png.len()
    {
        return Ok((jpeg, PictureKind::Jpeg));
    }
    Ok((png, PictureKind::Png))
}

impl Program {
    fn name(&self) -> String {
        match self {
            Self::Heif(tool) => tool.name().to_owned(),
            Self::ImageMagick(_) => "ImageMagick".to_owned(),
            Self::Ffmpeg(_) => "ffmpeg".to_owned(),
        }
    }

    fn convert(
        &self,
        source: &Path,
        bytes: &[u8],
        format: &'static str,
        target: &Path,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), NotConverted> {
        let result = match self {
            Self::Heif(tool) => {
                let mut arguments: Vec<OsString> = vec!["-q".into(), QUALITY.into()];
                arguments.extend([source.into(), target.into()]);
                tool.run(&arguments, LIMIT, go_on).map(drop)
            }
            Self::ImageMagick(tool) => {
                let mut first = OsString::from(format!("{}:", name_of_magick(format)));
                first.push(source);
                first.push("[0]");
                let mut arguments = vec![first];
                // In a WebP it does not find out how it is to be turned.
                let turned = usize::from(photo::orientation(bytes));
                if let Some(orientation) = ORIENTATIONS_OF_MAGICK.get(turned.saturating_sub(1))
                    && matches!(format, "WebP" | "TIFF")
                {
                    arguments.extend(["-orient".into(), orientation.into()]);
                }
                let fit = format!("{MAX_PIXELS}@>");
                for argument in ["-auto-orient", "-resize", &fit, "-strip", "-quality"] {
                    arguments.push(argument.into());
                }
                arguments.extend([QUALITY.into(), target.into()]);
                tool.run(&arguments, LIMIT, go_on).map(drop)
            }
            Self::Ffmpeg(ffmpeg) => {
                let orientation = photo::orientation(bytes);
                return match ffmpeg.convert_picture(source, orientation, target, go_on) {
                    Ok(()) => Ok(()),
                    Err(FfmpegError::Cancelled) => Err(NotConverted::Cancelled),
                    Err(error) => Err(NotConverted::Failed(error.to_string())),
                };
            }
        };
        result.map_err(|error| match error {
            ToolError::Cancelled => NotConverted::Cancelled,
            error => NotConverted::Failed(error.to_string()),
        })
    }
}

/// What `ImageMagick` calls the ways in which a picture is to be turned, from 1 to 8.
const ORIENTATIONS_OF_MAGICK: [&str; 8] = [
    "top-left",
    "top-right",
    "bottom-right",
    "bottom-left",
    "left-top",
    "right-top",
    "right-bottom",
    "left-bottom",
];

/// What `ImageMagick` calls a format.
fn name_of_magick(format: &str) -> &'static str {
    match format {
        "WebP" => "webp",
        "GIF" => "gif",
        "BMP" => "bmp",
        "TIFF" => "tiff",
        "Photoshop" => "psd",
        "JPEG 2000" => "jp2",
        "JPEG XL" => "jxl",
        "AVIF" => "avif",
        _ => "heic",
    }
}

/// Whether a file holds more pictures than the first: an animation, or pages.
fn is_first_of_several(bytes: &[u8]) -> bool {
    match PictureKind::of(bytes) {
        // VP8X has a flag for it.
        PictureKind::Other("WebP") => {
            bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|it| it & 2 != 0)
        }
        PictureKind::Other("GIF") => gif_pictures(bytes) > 1,
        PictureKind::Other("TIFF") => photo::tiff_has_more(bytes),
        PictureKind::Other("AVIF" | "HEIC") => matches!(
            bytes.get(8..12),
            Some(b"avis" | b"msf1" | b"hevc" | b"hevx")
        ),
        _ => false,
    }
}

/// How many pictures a GIF has, two at most.
fn gif_pictures(bytes: &[u8]) -> usize {
    let table = |flags: u8| {
        if flags & 0x80 == 0 {
            0
        } else {
            3 << (usize::from(flags & 7) + 1)
        }
    };
    let Some(flags) = bytes.get(10) else {
        return 0;
    };
    let mut at = 13 + table(*flags);
    let mut pictures = 0;
    while pictures < 2 {
        let blocks = match (bytes.get(at), bytes.get(at + 9)) {
            (Some(0x2c), Some(flags)) => {
                pictures += 1;
                at + 11 + table(*flags)
            }
            (Some(0x21), _) => at + 2,
            _ => break,
        };
        at = blocks;
        while let Some(length) = bytes.get(at).filter(|length| **length != 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
    }
    pictures
}

#[cfg(test)]
mod tests;
