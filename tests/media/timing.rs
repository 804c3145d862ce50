//! When pictures and sounds are due: as ffmpeg has it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use muster::player::{FileSource, MediaInfo, decode_sound, probe};

use crate::world::{Coding, MIXED_DOWN, assert_pictures_equal, assert_sound_equal, ffmpeg, made};

const CODINGS: [Coding; 2] = [Coding::H264, Coding::Av1];

fn info(clip: &Path) -> MediaInfo {
    probe(&FileSource(clip.to_owned()), Duration::MAX).unwrap()
}

fn assert_lasts(clip: &Path, millis: i64) {
    let lasts = info(clip).duration.as_millis();
    // A frame of AAC lasts 23 ms, a picture 40.
    assert!((millis - 45..=millis + 45).contains(&lasts), "{lasts} ms");
}

/// When the first sound is due, in milliseconds: here, and to ffprobe.
fn first_sound(clip: &Path) -> (i64, i64) {
    let mut first = None;
    decode_sound(&FileSource(clip.to_owned()), &mut |block| {
        first.get_or_insert(block.at);
        false
    })
    .unwrap();
    let printed = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "a", "-show_entries"])
        .args(["frame=pts_time", "-read_intervals", "%+1", "-of", "csv=p=0"])
        .arg(clip)
        .output()
        .unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    let seconds: f64 = printed
        .lines()
        .next()
        .unwrap()
        .trim_end_matches(',')
        .parse()
        .unwrap();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of a short clip"
    )]
    let theirs = (seconds * 1000.0).round() as i64;
    (first.unwrap().as_millis(), theirs)
}

/// Pictures for so many seconds and sound for so many, each beginning so late.
fn both(folder: &Path, coding: Coding, pictures: (&str, &str), sound: (&str, &str)) -> PathBuf {
    let source = format!("testsrc2=size=64x48:rate=25:duration={}", pictures.0);
    let tone = format!("sine=duration={}:sample_rate=44100", sound.0);
    let mut all = vec!["-itsoffset", pictures.1, "-f", "lavfi", "-i", &source];
    all.extend(["-itsoffset", sound.1, "-f", "lavfi", "-i", &tone]);
    all.extend([
        "-map", "0:v", "-map", "1:a", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-aac_pns",
        "0",
    ]);
    all.extend(coding.arguments());
    made(folder, &all)
}

// PLAYER 2.7.
#[test]
fn pictures_of_every_usual_rate_are_due_when_ffmpeg_says() {
    for coding in CODINGS {
        for rate in ["24", "25", "30000/1001", "50", "60"] {
            let folder = tempfile::tempdir().unwrap();
            let source = format!("testsrc2=size=64x48:rate={rate}:duration=1.5");
            let mut all = vec!["-f", "lavfi", "-i", &source, "-pix_fmt", "yuv420p"];
            all.extend(coding.arguments());
            assert_pictures_equal(&made(folder.path(), &all));
        }
    }
}

// PLAYER 2.7.
#[test]
fn pictures_of_a_variable_rate_are_due_when_ffmpeg_says() {
    for coding in CODINGS {
        let folder = tempfile::tempdir().unwrap();
        let source = "testsrc2=size=64x48:rate=30:duration=3,select='lt(n,20)+not(mod(n,7))'";
        let mut all = vec!["-f", "lavfi", "-i", source, "-fps_mode", "vfr"];
        all.extend(["-pix_fmt", "yuv420p"]);
        all.extend(coding.arguments());
        assert_pictures_equal(&made(folder.path(), &all));
    }
}

// PLAYER 2.12.
#[test]
fn the_longer_of_sound_and_pictures_says_how_long_it_lasts() {
    for coding in CODINGS {
        let folder = tempfile::tempdir().unwrap();
        let longer = both(folder.path(), coding, ("2", "0"), ("1", "0"));
        assert_lasts(&longer, 2_000);
        assert_pictures_equal(&longer);
        let folder = tempfile::tempdir().unwrap();
        let shorter = both(folder.path(), coding, ("1", "0"), ("2", "0"));
        assert_lasts(&shorter, 2_000);
        assert_pictures_equal(&shorter);
        assert_sound_equal(&shorter, MIXED_DOWN);
    }
}

// PLAYER 2.4.
#[test]
fn a_track_that_starts_late_is_due_late() {
    for coding in CODINGS {
        let folder = tempfile::tempdir().unwrap();
        let clip = both(folder.path(), coding, ("1", "0.6"), ("2", "0"));
        assert_pictures_equal(&clip);
        assert_eq!(first_sound(&clip), (0, 0));
        assert_lasts(&clip, 2_000);
        let folder = tempfile::tempdir().unwrap();
        let clip = both(folder.path(), coding, ("2", "0"), ("1", "0.7"));
        assert_pictures_equal(&clip);
        let (ours, theirs) = first_sound(&clip);
        assert!(
            theirs > 600 && ours.abs_diff(theirs) <= 1,
            "{ours} {theirs}"
        );
        assert_lasts(&clip, 2_000);
    }
}

#[test]
fn pictures_without_sound_and_sound_without_pictures_play() {
    for coding in CODINGS {
        let folder = tempfile::tempdir().unwrap();
        let clip = both(folder.path(), coding, ("1", "0"), ("1", "0"));
        for (number, (drop, pictures, sound)) in [("-an", true, false), ("-vn", false, true)]
            .into_iter()
            .enumerate()
        {
            let part = folder.path().join(format!("{number}.mp4"));
            ffmpeg(&[
                "-i",
                clip.to_str().unwrap(),
                "-c",
                "copy",
                drop,
                part.to_str().unwrap(),
            ]);
            let info = info(&part);
            assert_eq!((info.video.is_some(), info.has_sound), (pictures, sound));
            assert_lasts(&part, 1_000);
        }
    }
}

// PLAYER 2.1.
#[test]
fn the_index_may_lie_at_either_end() {
    for coding in CODINGS {
        let folder = tempfile::tempdir().unwrap();
        let clip = both(folder.path(), coding, ("1", "0"), ("1", "0"));
        let first = folder.path().join("first.mp4");
        ffmpeg(&[
            "-i",
            clip.to_str().unwrap(),
            "-c",
            "copy",
            "-movflags",
            "+faststart",
            first.to_str().unwrap(),
        ]);
        for (clip, index_first) in [(&clip, false), (&first, true)] {
            let bytes = std::fs::read(clip).unwrap();
            let place = |kind: &[u8]| bytes.windows(4).position(|at| at == kind);
            assert_eq!(place(b"moov") < place(b"mdat"), index_first);
            assert_pictures_equal(clip);
            assert_sound_equal(clip, MIXED_DOWN);
        }
    }
}

// PLAYER 5.7.
#[test]
fn sound_of_one_channel_is_as_loud_as_ffmpegs() {
    let folder = tempfile::tempdir().unwrap();
    let tone = "sine=frequency=440:duration=1:sample_rate=48000";
    let arguments = [
        "-f", "lavfi", "-i", tone, "-c:a", "aac", "-aac_pns", "0", "-ac", "1",
    ];
    // A middle that the left and the right both have whole, as every sound system plays it.
    let both_ears = "pan=stereo|c0=c0|c1=c0";
    assert_sound_equal(&made(folder.path(), &arguments), both_ears);
}
