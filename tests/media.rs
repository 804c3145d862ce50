//! Clips made by others play right: every picture equals ffmpeg's, its time included.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a test stops where something is not as it should be, and writes files of its own"
)]

#[path = "media/av1.rs"]
mod av1;
#[path = "media/colors.rs"]
mod colors;
#[path = "media/damage.rs"]
mod damage;
#[path = "media/hanging.rs"]
mod hanging;
#[path = "media/lengths.rs"]
mod lengths;
#[path = "media/seeks.rs"]
mod seeks;
#[path = "media/shape.rs"]
mod shape;
#[path = "media/timing.rs"]
mod timing;
#[path = "media/tracks.rs"]
mod tracks;
#[path = "media/world.rs"]
mod world;

use std::io::Cursor;
use std::time::Duration;

use muster::player::pictures::Next;
use muster::player::{
    FileSource, MediaTime, PlayerError, Threads, decode_sound, demux, open_media, probe,
};
use world::{MIXED_DOWN, assert_pictures_equal, assert_sound_equal, clip, ffmpeg, made, numbered};

// PLAYER 1.2.
#[test]
fn a_clip_without_b_frames_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal(&clip("bigbuckbunny.mp4"));
}

// PLAYER 1.2, 2.4.
#[test]
fn a_clip_with_b_frames_and_an_edit_list_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal(&clip("carphone_distorted.mp4"));
}

// PLAYER 1.4, 5.7.
#[test]
fn sound_of_six_channels_is_mixed_down_as_ffmpeg_does() {
    assert_sound_equal(&clip("bigbuckbunny.mp4"), MIXED_DOWN);
}

// PLAYER 2.4, 2.5.
#[test]
fn sound_ends_and_begins_where_the_edit_list_says() {
    let folder = tempfile::tempdir().unwrap();
    // ffmpeg's own AAC encoder primes with 1,024 frames, which an edit list takes away.
    let clip = made(
        folder.path(),
        &[
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=2:sample_rate=44100",
            "-c:a",
            "aac",
            // Its noise is random: no two decoders agree on it.
            "-aac_pns",
            "0",
            "-ac",
            "2",
        ],
    );
    assert_sound_equal(&clip, MIXED_DOWN);
}

// PLAYER 6.5.
#[test]
fn a_seek_lands_on_the_picture_that_is_due() {
    let folder = tempfile::tempdir().unwrap();
    let clip = FileSource(numbered(folder.path()));
    let opened = open_media::open(&clip, Threads::default()).unwrap();
    let mut pictures = opened.pictures.unwrap();
    // Key frames, the pictures around them, between two, before the first, after the last.
    for (millis, number) in [
        (0, 0),
        (1_200, 30),
        (1_199, 29),
        (1_240, 31),
        (4_000, 100),
        (999, 24),
        (-50, 0),
        (5_960, 149),
        (90_000, 149),
    ] {
        pictures.seek(MediaTime::from_millis(millis)).unwrap();
        let Some(Next::Frame(frame)) = pictures.next(&mut || false).unwrap() else {
            panic!("no picture at {millis} ms");
        };
        assert_eq!(frame.at, MediaTime::from_millis(i64::from(number) * 40));
        let level = i32::from(frame.planes()[0].row(32)[32]) - 16;
        assert!(
            (level - number).abs() <= 1,
            "at {millis} ms: picture {level}"
        );
    }
}

// PLAYER 6.6.
#[test]
fn a_seek_that_is_superseded_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let opened =
        open_media::open(&FileSource(numbered(folder.path())), Threads::default()).unwrap();
    let mut pictures = opened.pictures.unwrap();
    pictures.seek(MediaTime::from_millis(1_160)).unwrap();
    let mut asked = 0;
    let answer = pictures.next(&mut || {
        asked += 1;
        asked > 3
    });
    assert!(answer.unwrap().is_none());
}

// PLAYER 2.8.
#[test]
fn what_is_too_large_or_too_deep_is_refused_by_name() {
    for (arguments, expected) in [
        (["-s", "2048x1152", "-pix_fmt", "yuv420p"], "2048×1152"),
        (["-s", "320x180", "-pix_fmt", "yuv420p10le"], "10 bits"),
        (["-s", "320x180", "-pix_fmt", "yuv444p"], "4:2:0"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut all = vec![
            "-f",
            "lavfi",
            "-i",
            "testsrc=duration=0.2",
            "-c:v",
            "libx264",
        ];
        all.extend(arguments);
        let clip = made(folder.path(), &all);
        let refused = probe(&FileSource(clip), Duration::from_secs(1)).unwrap_err();
        let PlayerError::Unsupported { what } = refused else {
            panic!("{refused}");
        };
        assert!(what.contains(expected), "{what}");
    }
}

// PLAYER 1.5.
#[test]
fn audio_files_of_every_kind_are_decoded() {
    for (name, codec) in [
        ("a.mp3", "libmp3lame"),
        ("a.flac", "flac"),
        ("a.ogg", "libvorbis"),
        ("a.wav", "pcm_s16le"),
        ("a.m4a", "aac"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        let tone = "sine=frequency=440:duration=2:sample_rate=44100";
        ffmpeg(&[
            "-f",
            "lavfi",
            "-i",
            tone,
            "-c:a",
            codec,
            file.to_str().unwrap(),
        ]);
        let source = FileSource(file);
        let info = probe(&source, Duration::MAX).unwrap();
        assert!(info.video.is_none() && info.has_sound, "{name}");
        let millis = info.duration.as_millis();
        assert!((1_990..2_100).contains(&millis), "{name}: {millis} ms");
        let mut frames = 0;
        decode_sound(&source, &mut |block| {
            frames += block.samples.len() / 2;
            true
        })
        .unwrap();
        assert!(
            (88_000..92_000).contains(&frames),
            "{name}: {frames} frames"
        );
    }
}

// PLAYER 4.7.
#[test]
fn a_file_cut_or_altered_anywhere_is_never_more_than_an_error() {
    let bytes = std::fs::read(clip("carphone_distorted.mp4")).unwrap();
    for end in (0..bytes.len()).step_by(97) {
        let _ = demux::open(&mut Cursor::new(bytes[..end].to_vec()));
    }
    // Every byte of the index, set to what hurts most.
    let index = bytes
        .windows(4)
        .position(|window| window == b"moov")
        .unwrap();
    for at in index..bytes.len() {
        for value in [0, 0x7f, 0xff] {
            let mut altered = bytes.clone();
            altered[at] = value;
            if let Ok(movie) = demux::open(&mut Cursor::new(altered)) {
                for track in movie.video.iter().chain(&movie.sound) {
                    assert!(track.samples.len() <= demux::MAX_SAMPLES);
                }
            }
        }
    }
}
