//! Clips made by others play right: every picture equals ffmpeg's, its time included.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a test stops where something is not as it should be, and writes files of its own"
)]

#[path = "media/av1.rs"]
mod av1;
#[path = "media/damage.rs"]
mod damage;
#[path = "media/world.rs"]
mod world;

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use muster::player::color::to_rgba;
use muster::player::pictures::Next;
use muster::player::{
    FileSource, MediaTime, PlayerError, Threads, decode_pictures, decode_sound, demux, medium,
    probe,
};
use world::{assert_pictures_equal, clip, ffmpeg, made, numbered};

#[test]
fn a_clip_without_b_frames_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal(&clip("bigbuckbunny.mp4"));
}

#[test]
fn a_clip_with_b_frames_and_an_edit_list_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal(&clip("carphone_distorted.mp4"));
}

/// All sound of a clip as ffmpeg mixes it down to stereo, never louder than full scale.
fn sound_of_ffmpeg(clip: &Path) -> Vec<f32> {
    let bytes = ffmpeg(&[
        "-i",
        clip.to_str().unwrap(),
        "-map",
        "0:a:0",
        "-af",
        "aresample=ochl=stereo:rematrix_maxval=1.0",
        "-f",
        "f32le",
        "-",
    ]);
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|sample| f32::from_le_bytes(*sample))
        .collect()
}

/// All sound of a clip as Muster decodes it, its first frame at the beginning.
fn sound_of_muster(clip: &Path) -> Vec<f32> {
    let mut samples = Vec::new();
    decode_sound(&FileSource(clip.to_owned()), &mut |block| {
        let frames = block.at.as_secs_f64() * f64::from(block.rate);
        assert!(
            (frames * 2.0 - samples.len() as f64).abs() < 1.0,
            "a gap at {:?}",
            block.at
        );
        samples.extend_from_slice(&block.samples);
        true
    })
    .unwrap();
    samples
}

fn assert_sound_equal(clip: &Path) {
    let theirs = sound_of_ffmpeg(clip);
    let ours = sound_of_muster(clip);
    assert!(theirs.iter().any(|sample| sample.abs() > 0.01), "silence");
    // ffmpeg hands out the last frame whole, whatever the edit list says.
    assert!(ours.len() <= theirs.len() && theirs.len() - ours.len() < 2 * 1024);
    let error = ours
        .iter()
        .zip(&theirs)
        .map(|(ours, theirs)| (ours - theirs).abs())
        .fold(0.0, f32::max);
    println!("greatest difference: {error:e}");
    assert!(error < 1e-4, "greatest difference {error}");
}

#[test]
fn sound_of_six_channels_is_mixed_down_as_ffmpeg_does() {
    assert_sound_equal(&clip("bigbuckbunny.mp4"));
}

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
    assert_sound_equal(&clip);
}

#[test]
fn colors_are_within_two_levels_of_ffmpegs() {
    for (name, size, arguments) in [
        (
            "709 limited",
            "1280x720",
            ["-colorspace", "bt709", "-color_range", "tv"],
        ),
        (
            "601 limited",
            "640x480",
            ["-colorspace", "smpte170m", "-color_range", "tv"],
        ),
        (
            "601 full",
            "640x480",
            ["-colorspace", "smpte170m", "-color_range", "pc"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let bars = format!("smptehdbars=size={size}:rate=1:duration=1");
        let matrix = if name.starts_with("709") {
            "bt709"
        } else {
            "bt601"
        };
        let range = if name.ends_with("full") { "pc" } else { "tv" };
        let scale = format!("scale=out_color_matrix={matrix}:out_range={range},format=yuv420p");
        let mut all = vec![
            "-f", "lavfi", "-i", &bars, "-vf", &scale, "-c:v", "libx264", "-crf", "4",
        ];
        all.extend(arguments);
        let clip = made(folder.path(), &all);
        let back = format!(
            "scale=in_color_matrix={matrix}:in_range={range}:flags=neighbor+full_chroma_int+full_chroma_inp+accurate_rnd"
        );
        let theirs = ffmpeg(&[
            "-i",
            clip.to_str().unwrap(),
            "-vf",
            &back,
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgba",
            "-",
        ]);
        let mut ours = Vec::new();
        decode_pictures(&FileSource(clip.clone()), &mut |frame| {
            ours = to_rgba(frame, frame.width, frame.height);
            false
        })
        .unwrap();
        assert_eq!(ours.len(), theirs.len(), "{name}");
        // Where two bars meet, how chroma is spread is a matter of taste.
        let far = ours
            .iter()
            .zip(&theirs)
            .filter(|(ours, theirs)| ours.abs_diff(**theirs) > 2)
            .count();
        assert!(
            far * 50 < ours.len(),
            "{name}: {far} of {} levels differ",
            ours.len()
        );
    }
}

#[test]
fn a_seek_lands_on_the_picture_that_is_due() {
    let folder = tempfile::tempdir().unwrap();
    let clip = FileSource(numbered(folder.path()));
    let opened = medium::open(&clip, Threads::default()).unwrap();
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

#[test]
fn a_seek_that_is_superseded_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let opened = medium::open(&FileSource(numbered(folder.path())), Threads::default()).unwrap();
    let mut pictures = opened.pictures.unwrap();
    pictures.seek(MediaTime::from_millis(1_160)).unwrap();
    let mut asked = 0;
    let answer = pictures.next(&mut || {
        asked += 1;
        asked > 3
    });
    assert!(answer.unwrap().is_none());
}

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

#[test]
fn pixels_that_are_not_square_are_shown_in_their_shape() {
    let info = probe(&FileSource(clip("carphone_distorted.mp4")), Duration::ZERO).unwrap();
    let video = info.video.unwrap();
    // 176 · 128 / 117.
    assert_eq!((video.width, video.height), (192, 144));
    assert!(!info.has_sound);
}

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
