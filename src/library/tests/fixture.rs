//! A publisher, a stick and a shelf in a folder of their own.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;

use jiff::civil::{Date, date};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::library::{Library, LibraryError, Outcome, Who};
use crate::pack::signature::new_key_pair;
use crate::pack::{PackId, PublicKey, SecretKey, manifest, write};

/// The day on which these tests play.
pub const TODAY: Date = date(2026, 11, 24);

pub struct World {
    pub folder: TempDir,
    pub secret: SecretKey,
    pub public: PublicKey,
    pub library: Library,
}

impl World {
    /// A shelf that trusts the publisher.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (public, secret) = new_key_pair(None).unwrap();
        let public = PublicKey::parse(&public).unwrap();
        let library = Library::open(&folder.path().join("library")).unwrap();
        library
            .trust_add(&public, "Example County Sheriff", &[], &who())
            .unwrap();
        Self {
            secret: SecretKey::parse(&secret, None).unwrap(),
            public,
            library,
            folder,
        }
    }

    /// A pack on the stick, with its manifest changed.
    pub fn pack(&self, id: &str, version: u64, change: impl FnOnce(&mut Value)) -> PathBuf {
        let mut manifest = manifest(id, version);
        change(&mut manifest);
        self.build(
            &manifest,
            &BTreeMap::new(),
            &format!("{id}-{version}.muster"),
        )
    }

    /// A pack on the stick with these files in it.
    pub fn build(&self, json: &Value, files: &BTreeMap<&str, Vec<u8>>, name: &str) -> PathBuf {
        let text = json.to_string();
        let manifest = manifest::parse(text.as_bytes()).unwrap();
        let out = self.folder.path().join(name);
        let mut open = |path: &crate::pack::PackPath| -> std::io::Result<Box<dyn std::io::Read>> {
            Ok(Box::new(Cursor::new(files[path.as_str()].clone())))
        };
        write::build(
            &manifest,
            text.as_bytes(),
            &self.secret,
            &out,
            &mut open,
            &mut || true,
        )
        .unwrap();
        out
    }

    pub fn install(&self, file: &std::path::Path) -> Result<Outcome, LibraryError> {
        self.library.install(file, &who(), &mut |_, _| true)
    }

    /// Installs this version of a pack without media.
    pub fn installed(&self, id: &str, version: u64) -> Outcome {
        self.install(&self.pack(id, version, |_| {})).unwrap()
    }

    /// Everything that lies on the shelf, and everything that its database says, but for the
    /// audit log's triggers.
    pub fn snapshot(&self) -> (Vec<String>, Vec<String>) {
        let packs = self.library.folder().join("packs");
        let mut files: Vec<String> = std::fs::read_dir(packs)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let facts = self
            .library
            .installed()
            .unwrap()
            .iter()
            .map(|pack| format!("{pack:?} {}", pack.sha256()))
            .chain(
                self.library
                    .audit()
                    .unwrap()
                    .iter()
                    .map(|l| format!("{l:?}")),
            )
            .collect();
        (files, facts)
    }

    /// What happened, as action and version, oldest first.
    pub fn actions(&self) -> Vec<(String, Option<u64>)> {
        let audit = self.library.audit().unwrap();
        audit.into_iter().map(|l| (l.action, l.version)).collect()
    }
}

pub fn who() -> Who {
    Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().unwrap(),
        today: TODAY,
    }
}

pub fn id(text: &str) -> PackId {
    text.parse().unwrap()
}

/// A manifest that names no file.
pub fn manifest(id: &str, version: u64) -> Value {
    json!({
        "format": 1, "id": id, "version": version, "title": format!("Title of {id}"),
        "publisher": "Somebody", "language": "en-US", "created": "2026-11-24T09:00:00Z",
        "as_of": "2012-05-15", "review_by": "2027-05-15", "not_after": null, "min_app": "0.1.0",
        "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["front-line"], "title": "One",
            "summary": "", "objectives": [], "minutes": 5, "credit_minutes": null, "media": [],
            "steps": [], "prompts": [], "job_aids": [], "references": []
        }]
    })
}

/// The name of the error, whichever room it is from.
#[track_caller]
pub fn refused<T>(result: Result<T, LibraryError>) -> String {
    let Err(error) = result else {
        panic!("accepted");
    };
    let debug = match error {
        LibraryError::Pack(error) => format!("{error:?}"),
        LibraryError::Trust(error) => format!("{error:?}"),
        error => format!("{error:?}"),
    };
    debug.split([' ', '(']).next().unwrap().to_owned()
}
