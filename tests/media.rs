//! Clips made by others play right: every picture equals ffmpeg's, its time included.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use muster::player::{FileSource, decode_pictures, decode_sound};

/// The clips of `tests/fixtures/media`; its README says where each comes from.
fn clip(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/media")
        .join(name)
}

/// Runs ffmpeg, which the tests need, and gives what it wrote to standard output.
fn ffmpeg(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error"])
        .args(arguments)
        .output()
        .expect("ffmpeg is needed for this test: install it");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// One picture of a listing: when it is due, in ticks of the listing's time base, and the MD5 of
/// its planes.
type Listed = (i64, String);

/// Ticks a second of the times in a listing, and its pictures.
fn listing(text: &str) -> (u32, Vec<Listed>) {
    let timescale = text
        .lines()
        .find_map(|line| line.strip_prefix("#tb 0: 1/"))
        .expect("a time base of whole ticks")
        .trim()
        .parse()
        .unwrap();
    let pictures = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            (fields[2].parse().unwrap(), fields[5].to_owned())
        })
        .collect();
    (timescale, pictures)
}

/// What ffmpeg lists of a clip's pictures.
fn listed_by_ffmpeg(clip: &Path) -> (u32, Vec<Listed>) {
    let text = ffmpeg(&[
        "-copyts",
        "-i",
        clip.to_str().unwrap(),
        "-map",
        "0:v:0",
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        "-1",
        "-pix_fmt",
        "yuv420p",
        "-f",
        "framemd5",
        "-",
    ]);
    listing(&String::from_utf8(text).unwrap())
}

/// What Muster decodes of it, listed the same way: ffmpeg does nothing here but the MD5 of raw
/// planes.
fn listed_by_muster(clip: &Path, timescale: u32) -> Vec<Listed> {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("pictures.yuv");
    let mut planes = std::fs::File::create(&raw).unwrap();
    let mut size = String::new();
    let mut times = Vec::new();
    decode_pictures(&FileSource(clip.to_owned()), &mut |frame| {
        for plane in [&frame.y, &frame.u, &frame.v] {
            planes.write_all(plane).unwrap();
        }
        size = format!("{}x{}", frame.width, frame.height);
        let ticks = i128::from(frame.at.0) * i128::from(timescale) + 500_000_000;
        times.push(i64::try_from(ticks.div_euclid(1_000_000_000)).unwrap());
        true
    })
    .unwrap();
    drop(planes);
    let text = ffmpeg(&[
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "-s",
        &size,
        "-i",
        raw.to_str().unwrap(),
        "-f",
        "framemd5",
        "-",
    ]);
    let (_, pictures) = listing(&String::from_utf8(text).unwrap());
    assert_eq!(pictures.len(), times.len());
    times
        .into_iter()
        .zip(pictures)
        .map(|(at, (_, md5))| (at, md5))
        .collect()
}

fn assert_pictures_equal(name: &str) {
    let clip = clip(name);
    let (timescale, expected) = listed_by_ffmpeg(&clip);
    assert!(!expected.is_empty());
    let decoded = listed_by_muster(&clip, timescale);
    for (number, (ours, theirs)) in decoded.iter().zip(&expected).enumerate() {
        assert_eq!(ours, theirs, "{name}: picture {number}");
    }
    assert_eq!(decoded.len(), expected.len(), "{name}");
}

#[test]
fn a_clip_without_b_frames_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal("bigbuckbunny.mp4");
}

#[test]
fn a_clip_with_b_frames_and_an_edit_list_shows_the_pictures_that_ffmpeg_shows() {
    assert_pictures_equal("carphone_distorted.mp4");
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
    assert_eq!(ours.len(), theirs.len());
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
