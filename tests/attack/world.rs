//! A publisher, packs of its making, and a shelf whose every change is seen.

#![allow(dead_code, reason = "each file of tests uses the part it needs")]

use std::io::Cursor;
use std::path::{Path, PathBuf};

use muster::library::{Library, LibraryError, Outcome, Who};
use muster::pack::signature::new_key_pair;
use muster::pack::{PublicKey, SecretKey, manifest, write};
use muster::platform::child::name_own_executable;
use muster::words::InWords;
use serde_json::{Value, json};

pub struct World {
    pub folder: tempfile::TempDir,
    pub secret: SecretKey,
    /// The same as the text of its file.
    pub secret_text: String,
    pub public: PublicKey,
}

impl World {
    pub fn new() -> Self {
        // The shelf has job aids drawn by Muster itself.
        name_own_executable(env!("CARGO_BIN_EXE_muster").into());
        let folder = tempfile::Builder::new()
            .prefix("muster attack ")
            .tempdir()
            .expect("a folder");
        let (public, secret) = new_key_pair(None).expect("keys");
        std::fs::write(folder.path().join("publisher.pub"), &public).expect("a file");
        Self {
            public: PublicKey::parse(&public).expect("a key"),
            secret: SecretKey::parse(&secret, None).expect("a key"),
            secret_text: secret,
            folder,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A shelf in `data` that trusts the publisher.
    pub fn library(&self) -> Library {
        self.library_in(&self.path("data").join("library"))
    }

    pub fn library_in(&self, folder: &Path) -> Library {
        let library = Library::open(folder).expect("a library");
        library
            .trust_add(&self.public, "Example publisher", &[], &who())
            .expect("trusted");
        library
    }

    /// A pack with a sound of so many samples and a text.
    pub fn pack(&self, name: &str, version: u64, samples: usize) -> PathBuf {
        self.pack_of(name, version, &wav(samples))
    }

    pub fn pack_of(&self, name: &str, version: u64, sound: &[u8]) -> PathBuf {
        self.pack_by(&self.secret, name, version, sound)
    }

    /// A pack that another key signed.
    pub fn pack_by(&self, secret: &SecretKey, name: &str, version: u64, sound: &[u8]) -> PathBuf {
        let text = manifest(version).to_string();
        let manifest = manifest::parse(text.as_bytes()).expect("a manifest");
        let out = self.path(name);
        std::fs::create_dir_all(out.parent().expect("a folder")).expect("a folder");
        write::build(
            &manifest,
            text.as_bytes(),
            secret,
            &out,
            &mut |path| {
                Ok(match path.as_str() {
                    "media/listen.wav" => Box::new(Cursor::new(sound.to_vec())),
                    _ => Box::new(Cursor::new(b"# Guide\n")),
                })
            },
            &mut || true,
        )
        .expect("a pack");
        out
    }
}

pub fn who() -> Who {
    Who {
        account: "attacker".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().expect("a time"),
        today: jiff::civil::date(2026, 11, 24),
    }
}

pub fn install(library: &Library, file: &Path) -> Result<Outcome, LibraryError> {
    library.install(file, &who(), &mut |_, _| true)
}

/// The error code that the command line would print.
pub fn code(error: &LibraryError) -> String {
    error.in_words("the file").code.name()
}

/// Every byte of the shelf that an installation may change.
pub fn shelf(library: &Library) -> (Vec<u8>, Vec<(String, u64)>) {
    let database = std::fs::read(library.folder().join("library.db")).expect("a database");
    let mut files: Vec<_> = std::fs::read_dir(library.folder().join("packs"))
        .expect("a folder")
        .map(|entry| {
            let entry = entry.expect("an entry");
            let len = entry.metadata().expect("a length").len();
            (entry.file_name().to_string_lossy().into_owned(), len)
        })
        .collect();
    files.sort();
    (database, files)
}

fn manifest(version: u64) -> Value {
    json!({
        "format": 1, "id": "example.attack", "version": version, "title": "T", "publisher": "P",
        "language": "en", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
        "review_by": "2027-05-15", "not_after": null, "min_app": "0.1.0", "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["all"], "title": "One", "summary": "",
            "objectives": [], "minutes": 1, "credit_minutes": null,
            "media": [{"id": "listen", "kind": "audio", "path": "media/listen.wav", "title": "L",
                "duration_ms": 50, "captions": [], "transcript": null, "chapters": []}],
            "steps": [{"play": "listen"}], "prompts": [], "job_aids": [], "guide": "text/guide.md",
            "references": []
        }]
    })
}

/// A tone of so many samples of 16 bits, 8,000 a second.
pub fn wav(samples: usize) -> Vec<u8> {
    let len = u32::try_from(samples * 2).expect("a length");
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + len).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(16_000_u32.to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(len.to_le_bytes());
    bytes.extend(
        (0..samples).flat_map(|i| (if i / 9 % 2 == 0 { 8_000_i16 } else { -8_000 }).to_le_bytes()),
    );
    bytes
}
