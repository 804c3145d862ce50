//! A station with a shift, officers, and one briefing that came as a signed pack.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use jiff::civil::{Date, time};
use muster::library::{Library, Who};
use muster::pack::signature::new_key_pair;
use muster::pack::{ModuleRef, PackPath, PublicKey, SecretKey, manifest, write};
use muster::records::{Filter, Records, SessionView};
use muster::station::{Approval, DataFolder, Officer, Shift, ShiftId, Station, StationStore};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const TITLE: &str = "Reading a detainer form";
pub const QUESTION: &str = "What do you do when the form arrives?";
pub const POINTS: [&str; 2] = ["Read which boxes are ticked.", "Ask for how long."];
const PACK: &str = "example.county.detainer";

pub struct World {
    pub folder: TempDir,
    secret: SecretKey,
    manifest: Value,
}

impl World {
    pub fn new() -> Self {
        Self::with(|_| {}, &[])
    }

    /// The same with another manifest and more files.
    pub fn with(edit: impl FnOnce(&mut Value), files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (public, secret) = new_key_pair(None).expect("keys");
        let public = PublicKey::parse(&public).expect("a key");
        let mut manifest = manifest_json();
        edit(&mut manifest);
        let world = Self {
            folder,
            secret: SecretKey::parse(&secret, None).expect("a key"),
            manifest,
        };
        let library = Library::open(&world.data().join("library")).expect("a shelf");
        let added = library.trust_add(&public, "Example County", &[], &who());
        added.expect("trusted");
        build(&world.file(), &world.secret, &world.manifest, files);
        world.install();
        let data = DataFolder::resolve(Some(&world.data())).expect("a folder");
        let store = StationStore::open(&data);
        store.save(&station()).expect("saved");
        world
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    pub fn records(&self) -> Vec<SessionView> {
        let file = self.data().join("records.db");
        let records = Records::open_read_only(&file).expect("the records open");
        records.verify().expect("the chain holds");
        records.sessions(&Filter::default()).expect("sessions")
    }

    /// The pack as it came on the stick.
    pub fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("detainer.muster")
    }

    /// Installs the pack that lies on the stick.
    pub fn install(&self) {
        let library = Library::open(&self.data().join("library")).expect("a shelf");
        let installed = library.install(&self.file(), &who(), &mut |_, _| true);
        installed.expect("installed");
    }

    /// Another version comes on the stick and is installed.
    pub fn update(&self, version: u64) {
        std::fs::remove_file(self.file()).expect("the stick");
        let mut manifest = self.manifest.clone();
        manifest["version"] = version.into();
        build(&self.file(), &self.secret, &manifest, &[]);
        self.install();
    }
}

fn who() -> Who {
    Who {
        account: "it".to_owned(),
        at: "2026-11-20T09:00:00Z".parse().expect("a time"),
        today: Date::constant(2026, 11, 20),
    }
}

pub fn module() -> ModuleRef {
    format!("{PACK}/detainer").parse().expect("a module")
}

fn station() -> Station {
    // One shift around the clock: which one it is does not depend on when the test runs.
    let day = Shift {
        id: ShiftId::as_recorded("day"),
        name: "Day shift".to_owned(),
        start: time(0, 0, 0, 0),
        end: time(0, 0, 0, 0),
    };
    let officer = |id: &str, rank: &str| Officer {
        id: id.to_owned(),
        name: format!("Officer {id}"),
        rank: rank.to_owned(),
        squad: "A".to_owned(),
        shift: Some(day.id.clone()),
        certification: String::new(),
        active_from: None,
        active_to: None,
        former_ids: Vec::new(),
        before_gone: None,
    };
    let approval = Approval {
        module: module(),
        by: "Training unit".to_owned(),
        note: String::new(),
        at: "2026-11-20T09:00:00Z".parse().expect("a time"),
    };
    Station {
        name: "Central Station".to_owned(),
        agency: "Example County".to_owned(),
        roster: vec![
            officer("1042", "Officer"),
            officer("1057", "Officer"),
            officer("1063", "Officer"),
            officer("0417", "Sergeant"),
        ],
        shifts: vec![day],
        approvals: vec![approval],
        ..Station::default()
    }
}

fn build(file: &Path, secret: &SecretKey, manifest: &Value, more: &[(&str, &str)]) {
    let captions = "WEBVTT\n\n00:00:00.000 --> 00:01:00.000\nThe bell is heard.\n";
    let mut files: BTreeMap<&str, Vec<u8>> = [
        ("media/bell.wav", wav(3)),
        ("captions/bell.vtt", captions.as_bytes().to_vec()),
    ]
    .into();
    files.extend(
        more.iter()
            .map(|(name, text)| (*name, text.as_bytes().to_vec())),
    );
    let text = manifest.to_string();
    let parsed = manifest::parse(text.as_bytes()).expect("a manifest");
    let mut open = |path: &PackPath| -> std::io::Result<Box<dyn std::io::Read>> {
        Ok(Box::new(Cursor::new(files[path.as_str()].clone())))
    };
    write::build(
        &parsed,
        text.as_bytes(),
        secret,
        file,
        &mut open,
        &mut || true,
    )
    .expect("built");
}

fn manifest_json() -> Value {
    json!({
        "format": 1, "id": PACK, "version": 3, "title": TITLE, "publisher": "Somebody",
        "language": "en-US", "created": "2026-11-20T09:00:00Z", "as_of": "2012-05-15",
        "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
        "status": "historical", "disclaimer": "Not legal advice.",
        "modules": [{
            "id": "detainer", "variant": null, "audience": ["front-line"], "title": TITLE,
            "summary": "What the form says.", "objectives": ["Read the form."], "minutes": 10,
            "credit_minutes": null,
            "media": [{
                "id": "bell", "kind": "audio", "path": "media/bell.wav", "title": "A bell",
                "duration_ms": 3000, "transcript": null, "chapters": [],
                "captions": [{
                    "path": "captions/bell.vtt", "language": "en-US", "label": "English"
                }]
            }],
            "steps": [
                {"text": "welcome"}, {"play": "bell"}, {"prompt": "arrives"}, {"text": "close"}
            ],
            "texts": [
                {"id": "welcome", "title": "Good morning", "body": "One form, one question."},
                {"id": "close", "title": "Go safely", "body": "Questions go to the sergeant."}
            ],
            "prompts": [{
                "id": "arrives", "question": QUESTION, "notes": "Let them talk first.",
                "points": POINTS, "minutes": 3, "references": ["code"]
            }],
            "job_aids": [],
            "updates": [{
                "date": "2014-11-20", "text": "The program ended.", "references": [],
                "wall": true
            }],
            "references": [{
                "id": "code", "title": "8 CFR 287.7", "url": "https://www.ecfr.gov/",
                "note": "", "checked": "2026-11-20"
            }]
        }]
    })
}

/// A tone of so many seconds: 8 kHz, 16 bits, one channel.
pub fn wav(seconds: u32) -> Vec<u8> {
    let (rate, count) = (8_000_u32, 8_000 * seconds);
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + count * 2).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * 2).to_le_bytes());
    bytes.extend(2_u16.to_le_bytes());
    bytes.extend(16_u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend((count * 2).to_le_bytes());
    for n in 0..count {
        let high = n / 10 % 2 == 0;
        bytes.extend(if high { 2_000_i16 } else { -2_000 }.to_le_bytes());
    }
    bytes
}
