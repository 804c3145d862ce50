//! Office documents as the process that reads them does. The first byte says of which kind: a file as
//! it is, the parts of a Word document or of a deck within a ZIP that is right, or a file of Office
//! before 2007 behind its first bytes.

#![no_main]

use std::io::{Cursor, Write};
use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use muster::documents::fuzzing;

const WORD: [&str; 6] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
    "word/footnotes.xml",
    "_rels/.rels",
];
const SLIDES: [&str; 5] = [
    "ppt/presentation.xml",
    "ppt/_rels/presentation.xml.rels",
    "ppt/slides/slide1.xml",
    "ppt/slides/_rels/slide1.xml.rels",
    "ppt/notesSlides/notesSlide1.xml",
];
const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Parts follow each other after this byte.
const NEXT: u8 = 0x1f;

fn package(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in names.iter().zip(bytes.split(|byte| *byte == NEXT)) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fuzz_target!(|input: &[u8]| {
    // A reader that panics is an error of the document.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let Some((kind, bytes)) = input.split_first() else {
        return;
    };
    let document = match kind % 4 {
        0 => bytes.to_vec(),
        1 => package(&WORD, bytes),
        2 => package(&SLIDES, bytes),
        _ => [COMPOUND.as_slice(), bytes].concat(),
    };
    if !fuzzing::read_office_here(&document) {
        // What a panic cannot say here.
        std::process::abort();
    }
});
