//! What `pack new` drafts from: a sound with subtitles or a guide of any bytes. The first byte says
//! of which kind; a Word file is fuzzed as it is, and part by part within a ZIP that is right.

#![no_main]

use std::io::{Cursor, Write};

use jiff::{Timestamp, civil::date};
use libfuzzer_sys::fuzz_target;
use muster::authoring::{self, Wish};
use muster::pack::manifest;
use tempfile::TempDir;

const PARTS: [&str; 4] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
];
/// Parts follow each other after this byte.
const NEXT: u8 = 0x1f;

/// A tenth of a second.
fn sound() -> Vec<u8> {
    let mut wav = Vec::new();
    wav.extend(b"RIFF\x64\x06\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x40\x06\0\0");
    wav.resize(44 + 1600, 0);
    wav
}

fn word(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(bytes.split(|byte| *byte == NEXT)) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else {
        return;
    };
    let (name, bytes) = match kind % 5 {
        0 => ("listen.docx", bytes.to_vec()),
        1 => ("listen.docx", word(bytes)),
        2 => ("listen.md", bytes.to_vec()),
        3 => ("listen.srt", bytes.to_vec()),
        _ => ("listen.vtt", bytes.to_vec()),
    };
    let folder = TempDir::new().unwrap();
    let from = folder.path().join("from");
    std::fs::create_dir(&from).unwrap();
    std::fs::write(from.join("listen.wav"), sound()).unwrap();
    std::fs::write(from.join(name), bytes).unwrap();
    let wish = Wish {
        folder: folder.path().join("pack"),
        from: Some(from),
        id: None,
        title: None,
        publisher: None,
        language: "en-US".to_owned(),
        today: date(2026, 11, 25),
        now: Timestamp::UNIX_EPOCH,
    };
    match authoring::start(&wish, &mut |_, _| true) {
        Ok(_) => {
            let written = std::fs::read(wish.folder.join("manifest.json")).unwrap();
            manifest::parse(&written).unwrap();
        }
        Err(_) => assert!(!wish.folder.exists()),
    }
});
