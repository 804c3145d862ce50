//! What a file really is, by its bytes: its name may say anything.

use super::compound::{
    contains_name, is_cut_off, names_in, slides_are_protected, word_is_protected,
};
use super::model::{FormatNotice, OfficeError};
use super::package::Package;

/// So much is looked at where a format has its mark near the beginning, in bytes.
const NEAR: usize = 2_048;
/// So much of a text: one of OpenDocument in a single file names all its namespaces first.
const NEAR_IN_TEXT: usize = 8_192;
/// How a compound file of older Office begins.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// What can be read.
pub(super) enum Readable {
    Word(Package),
    Slides(Package),
    OldWord(Vec<u8>),
    OldSlides(Vec<u8>),
}

/// Recognizes a file.
pub(super) fn recognize(bytes: Vec<u8>) -> Result<Readable, OfficeError> {
    if bytes.is_empty() {
        return Err(OfficeError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_archive(bytes);
    }
    if bytes.starts_with(&COMPOUND) {
        return of_compound(bytes);
    }
    let format = foreign(&bytes);
    // The groups of such a text close each other; what follows is filling.
    let is_filling = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = bytes.iter().rfind(|byte| !is_filling(byte));
    if format == FormatNotice::RichText && end != Some(&b'}') {
        return Err(OfficeError::CutOff);
    }
    if format == FormatNotice::OpenDocumentText && has_hidden_parts(&bytes) {
        return Err(OfficeError::HiddenParts);
    }
    Err(OfficeError::Foreign(format))
}

/// What a file is by its first bytes; of archives and compound files not what is in them.
#[must_use]
pub fn format_of_head(bytes: &[u8]) -> FormatNotice {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        FormatNotice::Archive
    } else if bytes.starts_with(&COMPOUND) {
        FormatNotice::Compound
    } else {
        foreign(bytes)
    }
}

fn foreign(bytes: &[u8]) -> FormatNotice {
    let near = bytes.get(..bytes.len().min(NEAR)).unwrap_or_default();
    let marks: &[(&[u8], FormatNotice)] = &[
        (b"{\\rtf", FormatNotice::RichText),
        (b"\xFFWPC", FormatNotice::WordPerfect),
        (&[0xDB, 0xA5], FormatNotice::AncientWord),
        (&[0x9B, 0xA5], FormatNotice::AncientWord),
        (&[0x31, 0xBE, 0, 0], FormatNotice::AncientWord),
        (&[0x32, 0xBE, 0, 0], FormatNotice::AncientWord),
        (&[0xFE, 0x37, 0, 0x1C], FormatNotice::AncientWord),
        (&[0xFE, 0x37, 0, 0x23], FormatNotice::AncientWord),
        (&[0xE4, 0x52, 0x5C, 0x7B], FormatNotice::OneNote),
        (b"\x89PNG", FormatNotice::Picture),
        (&[0xFF, 0xD8, 0xFF], FormatNotice::Picture),
        (b"GIF8", FormatNotice::Picture),
        (b"BM", FormatNotice::Picture),
        (b"8BPS", FormatNotice::Picture),
        (b"ID3", FormatNotice::Sound),
        (b"fLaC", FormatNotice::Sound),
        (b"OggS", FormatNotice::Sound),
        (b"#!AMR", FormatNotice::Sound),
        (b"FORM", FormatNotice::Sound),
        (&[0xFF, 0xFB], FormatNotice::Sound),
        (&[0xFF, 0xF1], FormatNotice::Sound),
        (&[0x1A, 0x45, 0xDF, 0xA3], FormatNotice::Film),
        (&[0x30, 0x26, 0xB2, 0x75], FormatNotice::Film),
        (&[0, 0, 1, 0xBA], FormatNotice::Film),
        (b"FLV\x01", FormatNotice::Film),
        (b"II*\0", FormatNotice::Picture),
        (b"MM\0*", FormatNotice::Picture),
        (&[0x1F, 0x8B], FormatNotice::Archive),
        (b"7z\xBC\xAF", FormatNotice::Archive),
        (b"Rar!", FormatNotice::Archive),
        // Excel before its files were compound ones.
        (&[0x09, 0x08, 0x10, 0], FormatNotice::Excel),
        (&[0x09, 0x08, 0x08, 0], FormatNotice::Excel),
    ];
    if let Some((_, format)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return *format;
    }
    match (near.get(..4), near.get(4..8), near.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WAVE")) | (_, Some(b"ftyp"), Some(b"M4A " | b"M4B ")) => {
            return FormatNotice::Sound;
        }
        (Some(b"RIFF"), _, Some(b"WEBP"))
        | (_, Some(b"ftyp"), Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif")) => {
            return FormatNotice::Picture;
        }
        (Some(b"RIFF"), _, Some(b"AVI ")) | (_, Some(b"ftyp" | b"moov" | b"mdat"), _) => {
            return FormatNotice::Film;
        }
        _ => {}
    }
    if near.windows(5).any(|it| it == b"%PDF-") {
        return FormatNotice::Pdf;
    }
    let head = bytes.get(..bytes.len().min(NEAR_IN_TEXT));
    let (text, ..) = encoding_rs::UTF_8.decode(head.unwrap_or_default());
    // The last letter may be cut.
    let text = text.trim_end_matches('\u{FFFD}');
    let text = text.trim_start().to_lowercase();
    let has = |what: &str| text.contains(what);
    if has("<pkg:package") || has("<w:worddocument") || has("progid=\"word.document\"") {
        FormatNotice::WordXml
    } else if has("office:document") && has("opendocument.text") {
        FormatNotice::OpenDocumentText
    } else if has("office:document") && has("opendocument.presentation") {
        FormatNotice::OpenDocumentSlides
    } else if has("mime-version:") {
        FormatNotice::WebArchive
    } else if text.starts_with("<!doctype html") || has("<html") || has("<head>") || has("<body") {
        FormatNotice::WebPage
    } else if text.starts_with('{') && (has("doc_id") || has("docs.google.com")) {
        FormatNotice::CloudPointer
    } else if !text.is_empty() && !text.contains(['\u{FFFD}', '\0']) {
        FormatNotice::PlainText
    } else {
        FormatNotice::Unknown
    }
}

fn of_archive(bytes: Vec<u8>) -> Result<Readable, OfficeError> {
    // The list of what is in an archive is its end.
    if !bytes.windows(4).any(|it| it == b"PK\x05\x06") {
        return Err(OfficeError::CutOff);
    }
    let mut package = Package::open(bytes).map_err(OfficeError::Damaged)?;
    if let Some(refusal) = open_document(&mut package) {
        return Err(refusal);
    }
    let begins = |start: &str| package.names().any(|name| name.starts_with(start));
    let ends = |end: &str| package.names().any(|name| name.ends_with(end));
    let format = if ends(".iwa") || begins("index.zip") {
        if begins("index/slide") || begins("index/templateslide") {
            FormatNotice::Keynote
        } else {
            FormatNotice::AppleWork
        }
    } else if begins("index.apxl") {
        FormatNotice::Keynote
    } else if begins("index.xml") && begins("quicklook/") {
        FormatNotice::Pages
    } else if ends(".fdseq") {
        FormatNotice::Xps
    } else {
        return of_package(package);
    };
    Err(OfficeError::Foreign(format))
}

/// What a package of today's Office is: by the type of its main part, else by its folders.
fn of_package(mut package: Package) -> Result<Readable, OfficeError> {
    let types = package.bytes("[Content_Types].xml").ok().flatten();
    let types = String::from_utf8_lossy(&types.unwrap_or_default()).into_owned();
    let main = |kind: &str| {
        let parts = types.split('<').filter(|it| it.contains("main+xml"));
        parts.into_iter().any(|it| it.contains(kind))
    };
    let folder = |start: &str| package.names().any(|name| name.starts_with(start));
    if main("wordprocessingml") || main("ms-word") {
        return Ok(Readable::Word(package));
    }
    if main("presentationml") || main("ms-powerpoint") {
        return Ok(Readable::Slides(package));
    }
    let format = if main("spreadsheetml") || main("ms-excel") || folder("xl/") {
        FormatNotice::Excel
    } else if folder("visio/") {
        FormatNotice::Visio
    } else if folder("word/") {
        return Ok(Readable::Word(package));
    } else if folder("ppt/") {
        return Ok(Readable::Slides(package));
    } else {
        match root_of_main_part(&mut package).as_deref() {
            Some("document") => return Ok(Readable::Word(package)),
            Some("presentation") => return Ok(Readable::Slides(package)),
            Some("workbook") => FormatNotice::Excel,
            _ => FormatNotice::Archive,
        }
    };
    Err(OfficeError::Foreign(format))
}

/// The element that all of the document is in, whatever its files are called.
fn root_of_main_part(package: &mut Package) -> Option<String> {
    let relations = package.relations("").ok()?;
    let main = relations.iter().find(|it| it.kind == "officeDocument")?;
    let root = package.part(&main.target).ok()??;
    Some(root.name)
}

/// OpenDocument says in its first file what it is.
fn open_document(package: &mut Package) -> Option<OfficeError> {
    let kind = package.bytes("mimetype").ok().flatten()?;
    let kind = String::from_utf8_lossy(&kind).into_owned();
    let format = if kind.contains("opendocument.text") {
        FormatNotice::OpenDocumentText
    } else if kind.contains("opendocument.presentation") {
        FormatNotice::OpenDocumentSlides
    } else if kind.contains("opendocument.spreadsheet") {
        FormatNotice::OpenDocumentSheet
    } else {
        return None;
    };
    let manifest = package.bytes("META-INF/manifest.xml").ok().flatten();
    let manifest = String::from_utf8_lossy(&manifest.unwrap_or_default()).into_owned();
    let content = package.bytes("content.xml").ok().flatten();
    Some(if manifest.contains("encryption-data") {
        OfficeError::Password
    } else if has_hidden_parts(&content.unwrap_or_default()) {
        OfficeError::HiddenParts
    } else {
        OfficeError::Foreign(format)
    })
}

/// Whether sections or paragraphs of a text of OpenDocument are hidden: LibreOffice shows them in what
/// it makes of it.
fn has_hidden_parts(content: &[u8]) -> bool {
    let content = String::from_utf8_lossy(content);
    let mut tags = content
        .split('<')
        .filter(|it| it.starts_with("text:section ") || it.starts_with("text:hidden-paragraph "));
    tags.any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.contains("text:display=\"none\"") || tag.contains("text:is-hidden=\"true\"")
    })
}

/// What a compound file is, by the names in it.
fn of_compound(bytes: Vec<u8>) -> Result<Readable, OfficeError> {
    if is_cut_off(&bytes) {
        return Err(OfficeError::CutOff);
    }
    let names = names_in(&bytes);
    let has = |name: &str| names.iter().any(|it| it == name);
    if has("EncryptedPackage") || has("EncryptionInfo") || has("EncryptedSummary") {
        return Err(OfficeError::Password);
    }
    let format = if has("WordDocument") {
        return if word_is_protected(&bytes) {
            Err(OfficeError::Password)
        } else {
            Ok(Readable::OldWord(bytes))
        };
    } else if has("PowerPoint Document") || has("PP97_DUALSTORAGE") || has("PP40") {
        return if slides_are_protected(&bytes) {
            Err(OfficeError::Password)
        } else {
            Ok(Readable::OldSlides(bytes))
        };
    } else if has("Workbook") || has("Book") {
        FormatNotice::Excel
    } else if has("Quill") {
        FormatNotice::Publisher
    } else if has("VisioDocument") {
        FormatNotice::Visio
    } else if has("MatOST") || has("MN0") {
        FormatNotice::Works
    } else if names.iter().any(|it| it.starts_with("__substg1.0_")) {
        FormatNotice::OutlookMessage
    } else if has("PerfectOffice_MAIN") {
        FormatNotice::WordPerfect
    } else if has("XCalcDocument") || has("StarWriterDocument") {
        FormatNotice::OpenDocumentText
    } else if contains_name(&bytes, "EncryptedPackage") {
        // A name that stands in no proper entry: of a file that is damaged as well.
        return Err(OfficeError::Password);
    } else {
        FormatNotice::Unknown
    };
    Err(OfficeError::Foreign(format))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::office::compound::ENTRY;

    fn refused(bytes: &[u8]) -> OfficeError {
        match recognize(bytes.to_vec()) {
            Ok(_) => panic!("it is read"),
            Err(refusal) => refusal,
        }
    }

    /// A compound file with this name in it.
    fn compound(name: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(512, 0);
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).expect("short");
        entry.resize(64, 0);
        entry.extend([length, 0, 2]);
        entry.resize(ENTRY, 0);
        bytes.extend(entry);
        bytes
    }

    #[test]
    fn a_text_is_known_by_what_stands_behind_many_namespaces_and_by_a_cut_letter_too() {
        let names = "xmlns:n=\"urn:oasis:names:tc:opendocument:xmlns:n:1.0\" ".repeat(60);
        let mimetype = "office:mimetype=\"application/vnd.oasis.opendocument.text\"";
        let flat = format!("<?xml version=\"1.0\"?><office:document {names}{mimetype}>");
        assert_eq!(
            format_of_head(flat.as_bytes()),
            FormatNotice::OpenDocumentText
        );
        for before in 0..4 {
            let text = "x".repeat(before) + &"\u{20ac}".repeat(4_000);
            assert_eq!(format_of_head(text.as_bytes()), FormatNotice::PlainText);
        }
    }

    #[test]
    fn a_foreign_file_is_known_by_its_bytes_whatever_its_name() {
        let wide =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let known: [(&[u8], FormatNotice); 15] = [
            (b"{\\rtf1 text}", FormatNotice::RichText),
            (b"\xFFWPC\x10\0\0\0", FormatNotice::WordPerfect),
            (b"%PDF-1.7\n", FormatNotice::Pdf),
            (b"\xEF\xBB\xBF<html><body>x", FormatNotice::WebPage),
            (b"<!DOCTYPE html>", FormatNotice::WebPage),
            (
                b"MIME-Version: 1.0\nContent-Type: multipart/related",
                FormatNotice::WebArchive,
            ),
            (
                b"<?xml version=\"1.0\"?><pkg:package>",
                FormatNotice::WordXml,
            ),
            (b"\xDB\xA5-\0", FormatNotice::AncientWord),
            (b"\x89PNG\r\n\x1a\n", FormatNotice::Picture),
            (
                b"{\"url\": \"https://docs.google.com/x\", \"doc_id\": \"x\"}",
                FormatNotice::CloudPointer,
            ),
            (b"only words", FormatNotice::PlainText),
            (b"\0\0\0\0\0\0", FormatNotice::Unknown),
            (&compound("Workbook"), FormatNotice::Excel),
            (&compound("Quill"), FormatNotice::Publisher),
            (&wide("\u{1}\u{0}"), FormatNotice::Unknown),
        ];
        for (bytes, format) in known {
            assert_eq!(refused(bytes), OfficeError::Foreign(format), "{bytes:?}");
        }
        assert_eq!(refused(b""), OfficeError::Empty);
    }

    #[test]
    fn a_password_is_known_in_every_kind_of_office_file() {
        assert_eq!(
            refused(&compound("EncryptedPackage")),
            OfficeError::Password
        );
        assert_eq!(
            refused(&compound("EncryptedSummary")),
            OfficeError::Password
        );
        // The head of Word's text, with the bit for a password.
        let mut word = compound("WordDocument");
        word.resize(1_024, 0);
        let mut head = vec![0xEC, 0xA5, 0xC1, 0];
        head.resize(11, 0);
        head.push(0x13);
        word.extend(head);
        assert_eq!(refused(&word), OfficeError::Password);
        let mut slides = compound("PowerPoint Document");
        slides.extend([0x14, 0, 0, 0, 0xDF, 0xC4, 0xD1, 0xF3]);
        assert_eq!(refused(&slides), OfficeError::Password);
        // Damaged so that no entry is where it should be.
        let mut damaged = compound("x");
        damaged.extend(b"EncryptedPackage");
        assert_eq!(refused(&damaged), OfficeError::Password);
    }

    #[test]
    fn what_was_cut_off_is_known_by_what_its_end_should_be() {
        let word = crate::documents::office::docx("");
        assert_eq!(refused(&word[..word.len() / 2]), OfficeError::CutOff);
        assert_eq!(refused(&word[..word.len() - 22]), OfficeError::CutOff);
        assert_eq!(refused(b"{\\rtf1 {text"), OfficeError::CutOff);
        let rich = OfficeError::Foreign(FormatNotice::RichText);
        assert_eq!(refused(b"{\\rtf1 {text}}\r\n\0"), rich);
        // A table of one block, which has the first three in use.
        let mut old = compound("Workbook");
        old[30] = 9;
        old[44] = 1;
        old[76] = 1;
        old.resize(1_024, 0);
        for next in [1_u32, 2, u32::MAX - 1] {
            old.extend(next.to_le_bytes());
        }
        old.resize(1_536, 0xFF);
        assert_eq!(refused(&old), OfficeError::CutOff);
        old.resize(2_048, 0);
        let excel = OfficeError::Foreign(FormatNotice::Excel);
        assert_eq!(refused(&old), excel);
    }

    #[test]
    fn a_text_of_open_document_with_hidden_parts_is_not_converted() {
        for (part, is_hidden) in [
            ("<text:section text:name=\"a\" text:display=\"none\">", true),
            ("<text:hidden-paragraph text:is-hidden=\"true\"/>", true),
            ("<text:section text:name=\"a\">", false),
            ("<text:span text:display=\"none\">", false),
        ] {
            let text = format!(
                "<office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">{part}"
            );
            let expected = if is_hidden {
                OfficeError::HiddenParts
            } else {
                OfficeError::Foreign(FormatNotice::OpenDocumentText)
            };
            assert_eq!(refused(text.as_bytes()), expected, "{part}");
        }
    }
}
