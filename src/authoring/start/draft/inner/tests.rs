#![allow(clippy::disallowed_methods, reason = "a test makes its world with std")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::{Timestamp, civil::date};

use crate::authoring::start::{StartNotice, Started, Wish, start};
use crate::authoring::{
    Defect, Depth, Finding, InnerFormNotice, InnerLeftNotice, InnerTrackNotice, check_folder,
};
use crate::pack::Manifest;

const FILM: &str = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=4 -f lavfi -i sine=duration=4";
const CODED: &str = "-pix_fmt yuv420p -c:v libx264 -g 50 -c:a aac";
const ENGLISH: &str = "1\n00:00:00,500 --> 00:00:01,500\nStep out & wait\nplease\n\n2\n00:00:02,000 --> 00:00:03,500\nThank you\n";
const SPANISH: &str = "1\n00:00:00,500 --> 00:00:01,500\nSalga, señor\n";

fn ffmpeg(folder: &Path, arguments: &str) {
    let done = Command::new("ffmpeg")
        .current_dir(folder)
        .args(["-v", "error", "-nostdin", "-y"])
        .args(arguments.split(' '))
        .status()
        .expect("ffmpeg runs");
    assert!(done.success(), "{arguments}");
}

/// The language of captions, and each with its times in milliseconds.
type Track = (String, Vec<(i64, i64, String)>);

/// A folder of material with a film that has these two tracks inside, and what else is put there.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("from")).expect("a folder");
        fs::write(folder.path().join("en.srt"), ENGLISH).expect("captions");
        fs::write(folder.path().join("es.srt"), SPANISH).expect("captions");
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A film with English and Spanish inside, coded so.
    fn film(&self, name: &str, coding: &str) {
        let inputs = format!("{FILM} -i en.srt -i es.srt -map 0 -map 1 -map 2 -map 3");
        let languages = "-metadata:s:s:0 language=eng -metadata:s:s:1 language=spa";
        ffmpeg(
            self.folder.path(),
            &format!("{inputs} {CODED} -c:s {coding} {languages} from/{name}"),
        );
    }

    fn begin(&self) -> Started {
        let wish = Wish {
            folder: self.at("pack"),
            from: Some(self.at("from")),
            id: None,
            title: Some("Stops".to_owned()),
            publisher: None,
            language: "en-US".to_owned(),
            today: date(2026, 11, 25),
            now: Timestamp::UNIX_EPOCH,
        };
        start(&wish, &mut |_, _| true).expect("begun")
    }

    /// What the captions of the film hold, by their languages.
    fn captions(&self, manifest: &Manifest) -> Vec<Track> {
        let tracks = manifest.modules[0].media[0].captions.iter();
        let read = tracks.map(|track| {
            let bytes = fs::read(self.at("pack").join(track.path.as_str())).expect("captions");
            let (cues, defects) =
                crate::player::captions::parse_webvtt_strictly(&bytes).expect("WebVTT");
            assert!(defects.is_empty(), "{defects:?}");
            let cues = cues.into_iter();
            let cues = cues.map(|c| (c.start.as_millis(), c.end.as_millis(), c.text));
            (track.language.clone(), cues.collect())
        });
        read.collect()
    }

    fn inner_findings(&self) -> Vec<Vec<InnerTrackNotice>> {
        let findings = check_folder(&self.at("pack"), Depth::Whole, &mut |_, _| true);
        let findings = findings.expect("checked").into_iter();
        let of_inner = findings.filter_map(|Finding { defect, .. }| match defect {
            Defect::InnerSubtitles { tracks } => Some(tracks),
            _ => None,
        });
        of_inner.collect()
    }
}

fn cue(start: i64, end: i64, text: &str) -> (i64, i64, String) {
    (start, end, text.to_owned())
}

fn english() -> Track {
    let cues = vec![
        cue(500, 1_500, "Step out & wait\nplease"),
        cue(2_000, 3_500, "Thank you"),
    ];
    ("en".to_owned(), cues)
}

fn spanish() -> Track {
    ("es".to_owned(), vec![cue(500, 1_500, "Salga, señor")])
}

fn left(started: &Started) -> Vec<(InnerFormNotice, InnerLeftNotice)> {
    let notices = started.said.iter();
    let left = notices.filter_map(|notice| match notice {
        StartNotice::InnerSubtitlesLeft { track, why, .. } => Some((track.form.clone(), *why)),
        _ => None,
    });
    left.collect()
}

// FORMAT 6.14, PLAYER 8.10.
#[test]
fn tracks_of_text_become_captions_of_their_languages_and_a_transcript() {
    for (name, coding) in [
        ("Traffic stop.mp4", "mov_text"),
        ("Traffic stop.mov", "mov_text"),
        ("Traffic stop.mkv", "srt"),
        ("Traffic stop.mkv", "webvtt"),
    ] {
        let world = World::new();
        let file = name.replace(' ', "-");
        world.film(&file, coding);
        fs::rename(world.at("from").join(&file), world.at("from").join(name)).expect("renamed");
        let started = world.begin();
        let captions = world.captions(&started.manifest);
        // Matroska has no time before the beginning, in which sound warms up: all is so much later.
        let shift = captions[0].1[0].0 - 500;
        assert!((0..50).contains(&shift), "{name} {coding}: {shift}");
        let mut expected = [english(), spanish()];
        for (start, end, _) in expected.iter_mut().flat_map(|(_, cues)| cues) {
            *start += shift;
            *end += shift;
        }
        assert_eq!(captions, expected, "{name} {coding}");
        let medium = &started.manifest.modules[0].media[0];
        assert!(medium.transcript.is_some(), "{name}");
        assert_eq!(medium.captions[1].label, "Español");
        assert_eq!(left(&started), []);
        assert!(world.inner_findings().is_empty(), "{name} {coding}");
    }
}

#[test]
fn captions_of_the_author_stand_for_the_track_of_their_language() {
    let world = World::new();
    world.film("film.mp4", "mov_text");
    fs::write(
        world.at("from/film.vtt"),
        "WEBVTT\n\n00:01.000 --> 00:02.000\nMine\n",
    )
    .expect("captions");
    let started = world.begin();
    let mine = ("en-US".to_owned(), vec![cue(1_000, 2_000, "Mine")]);
    assert_eq!(world.captions(&started.manifest), [mine, spanish()]);
}

#[test]
fn what_cannot_become_captions_is_named_and_so_it_is_by_the_check() {
    let world = World::new();
    world.film("film.mp4", "mov_text");
    let film = world.at("from/film.mp4");
    let mut bytes = fs::read(&film).expect("a film");
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| &bytes[*at..at + 4] == b"tx3g")
        .collect();
    assert_eq!(places.len(), 2);
    // The first as pictures of a DVD, the second for foreign words only.
    bytes[places[0]..places[0] + 4].copy_from_slice(b"mp4s");
    bytes[places[1] + 12] |= 0x80;
    fs::write(&film, bytes).expect("written");
    let started = world.begin();
    assert_eq!(
        left(&started),
        [
            (InnerFormNotice::Pictures, InnerLeftNotice::Pictures),
            (InnerFormNotice::Forced, InnerLeftNotice::Forced)
        ]
    );
    let track = |language: &str, form| InnerTrackNotice {
        language: language.to_owned(),
        form,
    };
    assert_eq!(
        world.inner_findings(),
        [vec![
            track("en", InnerFormNotice::Pictures),
            track("es", InnerFormNotice::Forced)
        ]]
    );
}

#[test]
fn tracks_without_captions_are_a_finding_until_there_are_some() {
    let world = World::new();
    world.film("film.mp4", "mov_text");
    world.begin();
    let file = world.at("pack/manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&file).expect("a manifest")).expect("JSON");
    let captions = &mut manifest["modules"][0]["media"][0]["captions"];
    captions.as_array_mut().expect("a list").remove(0);
    fs::write(&file, manifest.to_string()).expect("written");
    let english = InnerTrackNotice {
        language: "en".to_owned(),
        form: InnerFormNotice::Text,
    };
    assert_eq!(world.inner_findings(), [vec![english]]);
}

/// A byte with odd parity, as CEA-608 has it.
fn odd(byte: u8) -> u8 {
    byte | if byte.count_ones().is_multiple_of(2) {
        0x80
    } else {
        0
    }
}

/// One caption that pops on, and goes at the end.
fn pop_on(text: &str) -> Vec<[u8; 2]> {
    let commands = |command: u8| [[0x14, command]; 2];
    let mut pairs = [commands(0x20), commands(0x2e), commands(0x70)].concat();
    pairs.extend(text.as_bytes().chunks(2).map(|pair| match pair {
        [first, second] => [*first, *second],
        _ => [pair[0], 0],
    }));
    pairs.extend(commands(0x2f));
    pairs.resize(75, [0, 0]);
    pairs.extend(commands(0x2c));
    pairs
}

/// Puts pairs of CEA-608 into the pictures of a stream, one each.
fn with_captions(stream: &[u8], pairs: &[[u8; 2]]) -> Vec<u8> {
    let delimiter = [0, 0, 0, 1, 9];
    let places = (0..stream.len() - 5).filter(|at| stream[*at..at + 5] == delimiter);
    let mut out = Vec::new();
    let mut done = 0;
    for (n, at) in places.enumerate() {
        let [first, second] = pairs.get(n).copied().unwrap_or([0, 0]).map(odd);
        let data = [0x41, 0xff, 0xfc, first, second, 0xff];
        let head = [0xb5, 0, 0x31, b'G', b'A', b'9', b'4', 3];
        out.extend(&stream[done..at + 6]);
        out.extend([0, 0, 0, 1, 6, 4, 14]);
        out.extend(head.iter().chain(&data));
        out.push(0x80);
        done = at + 6;
    }
    out.extend(&stream[done..]);
    out
}

#[test]
fn closed_captions_in_the_pictures_become_captions_whatever_the_film_is_called() {
    for name in ["film.mp4", "film.mkv"] {
        let world = World::new();
        let folder = world.folder.path();
        let options = "-pix_fmt yuv420p -c:v libx264 -bf 0 -x264-params aud=1";
        ffmpeg(
            folder,
            &format!("-f lavfi -i testsrc2=size=64x48:rate=25:duration=4 {options} plain.h264"),
        );
        let stream = fs::read(world.at("plain.h264")).expect("a stream");
        let captioned = with_captions(&stream, &pop_on("STEP OUT OF THE CAR"));
        fs::write(world.at("captioned.h264"), captioned).expect("written");
        ffmpeg(
            folder,
            &format!(
                "-r 25 -i captioned.h264 -f lavfi -i sine=duration=4 -c:v copy -c:a aac from/{name}"
            ),
        );
        if cfg!(unix) {
            let (stem, ending) = name.split_once('.').expect("an ending");
            let odd = format!("it's [1], {stem};y:z%d \\.{ending}");
            fs::rename(world.at("from").join(name), world.at("from").join(odd)).expect("renamed");
        }
        let started = world.begin();
        let captions = world.captions(&started.manifest);
        assert_eq!(captions.len(), 1, "{name} {:?}", started.said);
        let (language, cues) = &captions[0];
        let texts: Vec<_> = cues.iter().map(|(_, _, text)| text.as_str()).collect();
        assert_eq!(
            (language.as_str(), texts),
            ("en-US", vec!["STEP OUT OF THE CAR"])
        );
        assert!(world.inner_findings().is_empty());
    }
}
