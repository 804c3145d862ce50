//! Documents of office programs: read by Muster itself, and where LibreOffice is installed, what
//! Muster does not read is converted by it, and slides become pages (CLI 2.41).

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::authoring::AuthoringError;
use crate::authoring::start::cancelled;
use crate::authoring::tools::{Tool, ToolError, program_folders};
use crate::documents::office::{FormatNotice, OfficeError, OfficeKind, OfficeText};
use crate::documents::{self, DocumentError, MAX_FILE_BYTES};
use crate::platform::files;

/// So long LibreOffice may take: its first start on a slow PC, and a deck of many pictures.
const PATIENCE: Duration = Duration::from_mins(4);

/// What was read of a document.
pub struct Read {
    pub text: OfficeText,
    /// It was read as LibreOffice converted it.
    pub is_converted: bool,
    /// What its name ends in if it says what the bytes are.
    pub ending: &'static str,
}

/// LibreOffice, if the author has it.
pub fn find() -> Option<Tool> {
    let mut folders = program_folders("LibreOffice\\program");
    if cfg!(unix) {
        folders.extend(
            [
                "/usr/lib/libreoffice/program",
                "/usr/lib64/libreoffice/program",
                "/opt/libreoffice/program",
                "/snap/bin",
                "/Applications/LibreOffice.app/Contents/MacOS",
            ]
            .map(PathBuf::from),
        );
    }
    Tool::find(&["soffice", "libreoffice"], &folders)
}

/// Reads a document. What Muster does not read, or only in part, LibreOffice converts.
///
/// # Errors
/// `NotDrawn` if this PC can start no process that reads; `Cancelled`. That the document cannot be
/// read is an answer.
pub fn read(
    file: &str,
    bytes: &[u8],
    libre_office: Option<&Tool>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Result<Read, OfficeError>, AuthoringError> {
    let first = read_here(file, bytes.to_vec(), go_on)?;
    let conversion = conversion(&first);
    if let Some((from, to)) = conversion
        && let Some(tool) = libre_office
        && let Some(converted) = convert(tool, bytes, from, to, go_on)?.ok()
        && let Ok(text) = read_here(file, converted, go_on)?
    {
        return Ok(Ok(Read {
            text,
            is_converted: true,
            ending: from,
        }));
    }
    Ok(first.map(|text| Read {
        ending: match text.kind {
            OfficeKind::Word => "docx",
            OfficeKind::Slides => "pptx",
            OfficeKind::OldWord => "doc",
            OfficeKind::OldSlides => "ppt",
        },
        text,
        is_converted: false,
    }))
}

/// How LibreOffice is to read a document, and what it is to make of it. Nothing where Muster has
/// read it whole, and where LibreOffice would ask for a password or show the bytes as text.
fn conversion(read: &Result<OfficeText, OfficeError>) -> Option<(&'static str, &'static str)> {
    Some(match read {
        Ok(text) => match text.kind {
            OfficeKind::OldWord => ("doc", "docx"),
            OfficeKind::OldSlides => ("ppt", "pptx"),
            OfficeKind::Word | OfficeKind::Slides => return None,
        },
        Err(OfficeError::Foreign(format)) => match format {
            FormatNotice::RichText => ("rtf", "docx"),
            FormatNotice::OpenDocumentText => ("odt", "docx"),
            FormatNotice::OpenDocumentSlides => ("odp", "pptx"),
            FormatNotice::WordXml => ("xml", "docx"),
            FormatNotice::WordPerfect => ("wpd", "docx"),
            _ => return None,
        },
        Err(_) => return None,
    })
}

/// Reads a document as Muster does.
///
/// # Errors
/// As [`read`].
pub fn read_here(
    file: &str,
    bytes: Vec<u8>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Result<OfficeText, OfficeError>, AuthoringError> {
    match documents::read_office(bytes, go_on) {
        Ok(read) => Ok(read),
        Err(DocumentError::Stopped) => Err(cancelled()),
        Err(error) if error.is_of_the_document() => {
            Ok(Err(OfficeError::Damaged(error.to_string())))
        }
        Err(error) => Err(AuthoringError::NotDrawn {
            file: file.to_owned(),
            error,
        }),
    }
}

/// The slides of a deck as pages of a PDF.
///
/// # Errors
/// `Cancelled`. That LibreOffice cannot do it is an answer.
pub fn pages(
    tool: &Tool,
    bytes: &[u8],
    ending: &str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Result<Vec<u8>, ToolError>, AuthoringError> {
    convert(tool, bytes, ending, "pdf", go_on)
}

/// Has LibreOffice make one file of another, in a folder and with settings that are only for this.
fn convert(
    tool: &Tool,
    bytes: &[u8],
    from: &str,
    to: &str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Result<Vec<u8>, ToolError>, AuthoringError> {
    let converted = (|| {
        let folder = tempfile::Builder::new().prefix("muster-").tempdir()?;
        let source = folder.path().join(format!("document.{from}"));
        files::create_file(&source, false)
            .and_then(|mut file| std::io::Write::write_all(&mut file, bytes))?;
        let arguments = arguments(folder.path(), &source, to);
        let done = tool.run(&arguments, PATIENCE, go_on)?;
        let made = folder.path().join("out").join(format!("document.{to}"));
        // It reports success even where it could not read the file.
        let made = files::open_no_link(&made).map_err(|_| ToolError::Failed {
            program: tool.name().to_owned(),
            last: last_words(&done.messages, &done.output),
        })?;
        Ok(files::read_up_to(made, MAX_FILE_BYTES)?)
    })();
    match converted {
        Err(ToolError::Cancelled) => Err(cancelled()),
        converted => Ok(converted),
    }
}

fn last_words(messages: &str, output: &str) -> String {
    let mut lines = messages.lines().chain(output.lines());
    let message = lines
        .find(|line| line.starts_with("Error"))
        .unwrap_or("it made no file");
    message.chars().take(300).collect()
}

fn arguments(folder: &Path, source: &Path, to: &str) -> Vec<OsString> {
    // Its own settings: a LibreOffice that is open already would take the work over and not wait.
    let settings = format!(
        "-env:UserInstallation={}",
        file_address(&folder.join("settings"))
    );
    let mut arguments: Vec<OsString> = [
        settings.as_str(),
        "--headless",
        "--invisible",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "--convert-to",
        to,
        "--outdir",
    ]
    .map(OsString::from)
    .into();
    arguments.push(folder.join("out").into());
    arguments.push(source.into());
    arguments
}

/// A path as an address, `file:///tmp/x`.
fn file_address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = "file://".to_owned();
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_in_a_path_are_escaped_in_its_address() {
        let known = [
            ("/tmp/a b/é", "file:///tmp/a%20b/%C3%A9"),
            ("C:\\Users\\Ann Lee", "file:///C:/Users/Ann%20Lee"),
        ];
        for (path, address) in known {
            assert_eq!(file_address(Path::new(path)), address);
        }
    }
}
