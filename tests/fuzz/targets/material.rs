//! What `pack new` drafts from: a sound with subtitles or a guide of any bytes. The first byte says
//! of which kind. Office documents have a target of their own, as they are read by a process.

#![no_main]

use jiff::{Timestamp, civil::date};
use libfuzzer_sys::fuzz_target;
use muster::authoring::{self, Wish};
use muster::pack::manifest;
use tempfile::TempDir;

/// A tenth of a second.
fn sound() -> Vec<u8> {
    let mut wav = Vec::new();
    wav.extend(b"RIFF\x64\x06\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x40\x06\0\0");
    wav.resize(44 + 1600, 0);
    wav
}

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else {
        return;
    };
    let name = match kind % 3 {
        0 => "listen.md",
        1 => "listen.srt",
        _ => "listen.vtt",
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
