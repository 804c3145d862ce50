//! A folder of sources that ffmpeg makes, the pack that Muster builds of it, and what ffmpeg finds
//! in the pack's media: other eyes than Muster's own.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::common;

/// Pictures and sound of this many seconds that are not the same twice: `-i` and `-i`.
pub fn film(size: &str, rate: &str, seconds: u32) -> String {
    format!(
        "-f lavfi -i testsrc2=s={size}:r={rate}:d={seconds} \
         -f lavfi -i anoisesrc=c=pink:a=0.05:seed=7:d={seconds},tremolo=f=2"
    )
}

pub struct World {
    folder: tempfile::TempDir,
    media: Vec<Value>,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("muster transcode ")
            .tempdir()
            .expect("a folder");
        let world = Self {
            folder,
            media: Vec::new(),
        };
        for name in ["pack/media", "pack/captions"] {
            std::fs::create_dir_all(world.path(name)).expect("a folder");
        }
        let captions = "WEBVTT\n\n00:00.000 --> 00:00.900\nHello\n";
        std::fs::write(world.path("pack/captions/en.vtt"), captions).expect("captions");
        world.run(&["key", "new", "--out", "@key", "--no-password"], &[]);
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a source with ffmpeg and puts it into the manifest, with a length that is wrong.
    pub fn source(&mut self, kind: &str, name: &str, arguments: &str) {
        let file = self.path("pack/media").join(name);
        ffmpeg(arguments, &file);
        self.name(kind, name);
    }

    /// Puts a file of the media folder into the manifest.
    pub fn name(&mut self, kind: &str, name: &str) {
        self.media.push(json!({
            "id": format!("m{}", self.media.len()), "kind": kind, "path": format!("media/{name}"),
            "title": name, "duration_ms": 1000, "transcript": null, "chapters": [],
            "captions": [{"path": "captions/en.vtt", "language": "en", "label": "English"}],
        }));
    }

    pub fn medium(&mut self, index: usize) -> &mut Value {
        &mut self.media[index]
    }

    pub fn write_manifest(&self) {
        let steps: Vec<Value> = self
            .media
            .iter()
            .map(|m| json!({"play": m["id"]}))
            .collect();
        let manifest = json!({
            "format": 1, "id": "example.transcode", "version": 1, "title": "Transcode",
            "publisher": "Example", "language": "en-US", "created": "2026-11-24T09:00:00Z",
            "as_of": "2026-05-15", "review_by": null, "not_after": null, "min_app": "0.1.0",
            "series": null,
            "modules": [{
                "id": "one", "variant": null, "audience": ["all"], "title": "One", "summary": "",
                "objectives": [], "minutes": 5, "credit_minutes": null, "media": self.media,
                "steps": steps, "prompts": [], "job_aids": [], "references": []
            }]
        });
        std::fs::write(self.path("pack/manifest.json"), manifest.to_string()).expect("a manifest");
    }

    pub fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = common::muster();
        command
            .arg("--json")
            .arg("--data-dir")
            .arg(self.path("data"));
        for argument in arguments {
            match argument.strip_prefix('@') {
                Some(name) => command.arg(self.path(name)),
                None => command.arg(argument),
            };
        }
        command.env_remove("MUSTER_FFMPEG");
        command.envs(environment.iter().copied());
        command
    }

    /// Runs Muster; the JSON document and the exit code.
    pub fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> (Value, i32) {
        let output = self
            .command(arguments, environment)
            .output()
            .expect("muster runs");
        (
            document(&output),
            output.status.code().expect("an exit code"),
        )
    }

    pub fn build(&self, environment: &[(&str, &str)]) -> (Value, i32) {
        self.write_manifest();
        self.run(&BUILD, environment)
    }

    /// Builds the pack, which must succeed; the pack must pass its check without a finding, and
    /// the sources must be what they were.
    pub fn built(&self, environment: &[(&str, &str)]) -> Built {
        self.write_manifest();
        let before = self.listing("pack");
        let (document, code) = self.run(&BUILD, environment);
        assert_eq!(code, 0, "{document}");
        assert_eq!(self.listing("pack"), before, "the folder is as it was");
        assert_eq!(self.left_over(), Vec::<String>::new());
        Built {
            media: self.path("built"),
            manifest: self.unpack(),
            document,
        }
    }

    /// Every file under a folder with its bytes.
    pub fn listing(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("a file");
                    found.push((path, bytes));
                }
            }
        }
        found.sort();
        found
    }

    /// Temporary files that lie beside the pack.
    pub fn left_over(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.path("")).expect("a folder");
        names
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name.starts_with(".muster"))
            .collect()
    }

    fn unpack(&self) -> Value {
        let pack = File::open(self.path("out.muster")).expect("a pack");
        let mut pack = zip::ZipArchive::new(pack).expect("a ZIP");
        pack.extract(self.path("built")).expect("unpacked");
        let mut manifest = String::new();
        File::open(self.path("built/manifest.json"))
            .and_then(|mut file| file.read_to_string(&mut manifest))
            .expect("a manifest");
        serde_json::from_str(&manifest).expect("JSON")
    }

    /// What `pack check` finds in the built pack.
    pub fn findings(&self) -> Value {
        let (document, _) = self.run(&["pack", "check", "@out.muster"], &[]);
        document["findings"].clone()
    }
}

pub const BUILD: [&str; 7] = [
    "pack",
    "build",
    "@pack",
    "--key",
    "@key.sec",
    "--out",
    "@out.muster",
];

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "no JSON ({error}): {}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// A pack that was built, unpacked.
pub struct Built {
    media: PathBuf,
    pub manifest: Value,
    pub document: Value,
}

impl Built {
    /// A medium as the built manifest has it.
    pub fn medium(&self, index: usize) -> &Value {
        &self.manifest["modules"][0]["media"][index]
    }

    /// Its file, unpacked.
    pub fn file(&self, index: usize) -> PathBuf {
        self.media
            .join(self.medium(index)["path"].as_str().expect("a path"))
    }
}

pub fn ffmpeg(arguments: &str, target: &Path) {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(arguments.split_whitespace())
        .arg(address(target))
        .output()
        .expect("ffmpeg is there");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {printed}");
}

/// What ffprobe says of a stream (`v:0`, `a:0`); null if there is none.
pub fn stream(file: &Path, which: &str) -> Value {
    let document = probe(
        file,
        &["-select_streams", which, "-show_streams", "-show_format"],
    );
    document["streams"][0].clone()
}

pub fn probe(file: &Path, arguments: &[&str]) -> Value {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json"])
        .args(arguments)
        .arg(address(file))
        .output()
        .expect("ffprobe is there");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The file's length in seconds, as its pictures or its sound have it.
pub fn seconds(file: &Path, which: &str) -> f64 {
    let length = stream(file, which)["duration"].clone();
    length
        .as_str()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0.0)
}

/// Times of the pictures in order, in seconds, and which are key frames.
pub fn pictures(file: &Path) -> Vec<(f64, bool)> {
    let packets = probe(
        file,
        &[
            "-select_streams",
            "v:0",
            "-show_entries",
            "packet=pts_time,flags",
        ],
    );
    let mut pictures: Vec<(f64, bool)> = packets["packets"]
        .as_array()
        .expect("packets")
        .iter()
        .map(|packet| {
            let at = packet["pts_time"].as_str().and_then(|it| it.parse().ok());
            let key = packet["flags"]
                .as_str()
                .is_some_and(|it| it.starts_with('K'));
            (at.expect("a time"), key)
        })
        .collect();
    pictures.sort_by(|one, other| one.0.total_cmp(&other.0));
    pictures
}

/// Loudness in LUFS and true peak in dBTP.
pub fn loudness(file: &Path) -> (f64, f64) {
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-nostdin", "-nostats", "-i"])
        .arg(address(file))
        .args([
            "-map",
            "0:a:0",
            "-af",
            "ebur128=peak=true",
            "-f",
            "null",
            "-",
        ])
        .output()
        .expect("ffmpeg is there");
    let printed = String::from_utf8_lossy(&output.stderr);
    let summary = printed.rsplit("Summary:").next().expect("a summary");
    let number = |name: &str| {
        let line = summary
            .lines()
            .find_map(|line| line.trim().strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next());
        number
            .and_then(|it| it.parse().ok())
            .unwrap_or_else(|| panic!("{name} in {summary}"))
    };
    (number("I:"), number("Peak:"))
}

/// The picture at a time as red, green and blue, as it is to be shown, scaled to `size` (`16:9`).
pub fn picture(file: &Path, at: &str, size: &str) -> Vec<u8> {
    // In RGB first: scaled as planes of an odd width, colors come out shifted.
    let filters = format!("format=rgb24,scale={size}:flags=area");
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-ss", at, "-i"])
        .arg(address(file))
        .args([
            "-frames:v",
            "1",
            "-vf",
            &filters,
            "-pix_fmt",
            "rgb24",
            "-f",
            "rawvideo",
            "-",
        ])
        .output()
        .expect("ffmpeg is there");
    assert!(
        !output.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn address(file: &Path) -> String {
    format!("file:{}", file.display())
}
