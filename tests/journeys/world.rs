//! A small world in a folder of its own: sources, keys, a stick, a data folder.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::common;

pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("muster journey ")
            .tempdir()
            .expect("a folder");
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// A sound at which a decoder panics: it divides by the samples a second, of which there are none.
    pub fn sound_without_rate(&self, name: &str) {
        // One channel of 16 bits.
        let mut wav = b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend(b"\0\0\0\0\0\0\0\0\x02\0\x10\0data\x04\0\0\0\0\0\0\0");
        self.write(name, &wav);
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }

    /// Runs Muster; an argument `@name` is a file of this world, `@name=more` one with more to it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command: Command = common::muster();
        // No journey opens a window, and a desktop that does not answer is a problem to the doctor.
        if !common::under_wine() {
            command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        }
        command.arg("--json");
        command
            .env("MUSTER_LOG_DIR", common::path(&self.path("log")))
            .arg("--data-dir")
            .arg(common::path(&self.path("data")));
        for argument in arguments {
            match argument.strip_prefix('@') {
                Some(name) => {
                    let (name, more) = name.split_once('=').unwrap_or((name, ""));
                    let mut whole = common::path(&self.path(name));
                    if !more.is_empty() {
                        whole.push(format!("={more}"));
                    }
                    command.arg(whole)
                }
                None => command.arg(argument),
            };
        }
        command.output().expect("muster runs")
    }

    /// Runs Muster; it must succeed. Returns the JSON document.
    pub fn ok(&self, arguments: &[&str]) -> Value {
        let (code, document) = self.document(arguments);
        assert_eq!(code, 0, "{arguments:?}: {document}");
        assert_eq!(document["ok"], true, "{arguments:?}: {document}");
        document
    }

    /// Runs Muster; it must fail with this exit code and error code, and say what to do.
    pub fn fails(&self, exit: i32, error: &str, arguments: &[&str]) -> Value {
        let (code, document) = self.document(arguments);
        assert_eq!(
            document["error"]["code"], error,
            "{arguments:?}: {document}"
        );
        assert_eq!(code, exit, "{arguments:?}: {document}");
        assert_eq!(document["ok"], false);
        for part in ["message", "advice"] {
            let text = document["error"][part].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{arguments:?} says no {part}");
        }
        document
    }

    pub fn document(&self, arguments: &[&str]) -> (i32, Value) {
        let output = self.run(arguments);
        let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "{arguments:?} printed no JSON ({error}), {}: {:?} {:?}",
                output.status,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        });
        (output.status.code().expect("an exit code"), document)
    }

    /// A publisher with an unprotected key, trusted by the station.
    pub fn publisher(&self) {
        self.ok(&["key", "new", "--out", "@publisher", "--no-password"]);
        self.ok(&[
            "trust",
            "add",
            "@publisher.pub",
            "--name",
            "Example publisher",
        ]);
    }

    /// Enters a briefing of the day shift that was held on paper, with Officer 1042 present and
    /// whatever other messages there are.
    pub fn on_paper(&self, more: &[&str]) {
        let held = [
            "records",
            "add",
            "--module",
            "detainer",
            "--shift",
            "day",
            "--date",
            "2026-11-20",
            "--facilitator",
            "Sergeant 0417",
            "--present",
            "1042",
        ];
        self.ok(&[&held, more].concat());
    }

    /// Builds the sources `from` with the publisher's key.
    pub fn build(&self, from: &str, out: &str) {
        let out_folder = self.path(out);
        std::fs::create_dir_all(out_folder.parent().expect("a folder")).expect("a folder");
        self.ok(&[
            "pack",
            "build",
            &format!("@{from}"),
            "--key",
            "@publisher.sec",
            "--out",
            &format!("@{out}"),
        ]);
    }

    /// Runs a stock tool in this world's folder; it must succeed. Returns what it says.
    pub fn tool(&self, name: &str, arguments: &[&str]) -> String {
        let output = Command::new(name)
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap_or_else(|error| panic!("{name} is needed for this test: {error}"));
        let printed = [output.stdout.as_slice(), &output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        assert!(output.status.success(), "{name} {arguments:?}: {printed}");
        printed
    }

    /// A folder of sources: one module with a sound of one second, a prompt and a job aid.
    pub fn sources(&self, folder: &str, version: u64) {
        let manifest = json!({
            "format": 1, "id": "example.journey", "version": version,
            "title": "How to Respond to an Immigration Detainer", "publisher": "Example Sheriff",
            "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
            "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
            "modules": [{
                "id": "detainer", "variant": null, "audience": ["front-line"], "title": "Detainer",
                "summary": "", "objectives": ["Know the form"], "minutes": 12,
                "credit_minutes": null,
                "media": [{"id": "listen", "kind": "audio", "path": "media/listen.wav",
                    "title": "Listen", "duration_ms": 1000, "captions": [], "transcript": null,
                    "chapters": []}],
                "steps": [{"play": "listen"}, {"prompt": "who"}, {"job_aid": "card"}],
                "prompts": [{"id": "who", "question": "Who decides?", "points": ["The form says"],
                    "minutes": 3, "references": []}],
                "job_aids": [{"id": "card", "title": "Card", "kind": "markdown",
                    "path": "text/card.md", "language": "en-US"}],
                "references": []
            }]
        });
        self.write(
            &format!("{folder}/manifest.json"),
            manifest.to_string().as_bytes(),
        );
        self.write(&format!("{folder}/media/listen.wav"), &wav());
        self.write(
            &format!("{folder}/text/card.md"),
            b"# A detainer has arrived\n",
        );
    }
}

/// One second of a 440 Hz tone: 8,000 samples of 16 bits, mono.
fn wav() -> Vec<u8> {
    let samples = (0..8000_i32).map(|n| {
        let phase = f64::from(n) * 440.0 * std::f64::consts::TAU / 8000.0;
        #[expect(clippy::cast_possible_truncation, reason = "a sine times 8,000 fits")]
        let sample = (phase.sin() * 8000.0) as i16;
        sample
    });
    let data: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
    let length = u32::try_from(data.len()).expect("short");
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((length + 36).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(8000_u32.to_le_bytes());
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend(length.to_le_bytes());
    wav.extend(data);
    wav
}
