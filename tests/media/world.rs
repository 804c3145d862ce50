//! What the tests of the player share: ffmpeg, its clips and its listings.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use muster::player::color::to_rgba;
use muster::player::frame::Plane;
use muster::player::{FileSource, Threads, decode_pictures, decode_sound, open_media};

/// The clips of `tests/fixtures/media`; its README says where each comes from.
pub fn clip(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/media")
        .join(name)
}

/// Runs ffmpeg, which the tests need, and gives what it wrote to standard output.
pub fn ffmpeg(arguments: &[&str]) -> Vec<u8> {
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
pub type Listed = (i64, String);

/// Ticks a second of the times in a listing, and its pictures.
pub fn listing(text: &str) -> (u32, Vec<Listed>) {
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
pub fn listed_by_ffmpeg(clip: &Path) -> (u32, Vec<Listed>) {
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
pub fn listed_by_muster(clip: &Path, timescale: u32) -> Vec<Listed> {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("pictures.yuv");
    let mut planes = std::fs::File::create(&raw).unwrap();
    let mut size = String::new();
    let mut times = Vec::new();
    decode_pictures(&FileSource(clip.to_owned()), &mut |frame| {
        for row in frame.planes().iter().flat_map(Plane::rows) {
            planes.write_all(row).unwrap();
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

/// Every picture of a clip equals ffmpeg's, its time included.
pub fn assert_pictures_equal(clip: &Path) {
    let (timescale, expected) = listed_by_ffmpeg(clip);
    assert!(!expected.is_empty());
    let decoded = listed_by_muster(clip, timescale);
    for (number, (ours, theirs)) in decoded.iter().zip(&expected).enumerate() {
        assert_eq!(ours, theirs, "{}: picture {number}", clip.display());
    }
    assert_eq!(decoded.len(), expected.len(), "{}", clip.display());
}

/// A clip of our own, made by ffmpeg in a folder of its own.
pub fn made(folder: &Path, arguments: &[&str]) -> PathBuf {
    let clip = folder.join("made.mp4");
    let mut all = arguments.to_vec();
    all.push(clip.to_str().unwrap());
    ffmpeg(&all);
    clip
}

/// What a clip is coded in.
#[derive(Clone, Copy, Debug)]
pub enum Coding {
    H264,
    Av1,
}

impl Coding {
    /// The arguments of ffmpeg for it, with a key frame every 30 pictures and nowhere else.
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::H264 => &[
                "-c:v",
                "libx264",
                "-g",
                "30",
                "-keyint_min",
                "30",
                "-sc_threshold",
                "0",
                "-bf",
                "3",
                "-crf",
                "4",
            ],
            Self::Av1 => &[
                "-c:v",
                "libaom-av1",
                "-cpu-used",
                "8",
                "-g",
                "30",
                "-keyint_min",
                "30",
                "-crf",
                "8",
                "-b:v",
                "0",
            ],
        }
    }
}

/// 150 pictures, 25 a second, that tell their numbers: `testsrc2` is too busy, so flat gray that
/// grows.
pub fn numbered_as(folder: &Path, coding: Coding) -> PathBuf {
    let source = "color=black:size=64x64:rate=25:duration=6,geq=lum='16+N':cb=128:cr=128";
    let mut all = vec!["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p"];
    all.extend(coding.arguments());
    made(folder, &all)
}

/// The same in H.264.
pub fn numbered(folder: &Path) -> PathBuf {
    numbered_as(folder, Coding::H264)
}

/// How ffmpeg mixes six channels down to stereo, never louder than full scale.
pub const MIXED_DOWN: &str = "aresample=ochl=stereo:rematrix_maxval=1.0";

/// All sound of a clip as ffmpeg hands it out through a filter that makes it stereo.
pub fn sound_of_ffmpeg(clip: &Path, stereo: &str) -> Vec<f32> {
    let bytes = ffmpeg(&[
        "-i",
        clip.to_str().unwrap(),
        "-map",
        "0:a:0",
        "-af",
        stereo,
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
pub fn sound_of_muster(clip: &Path) -> Vec<f32> {
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

pub fn assert_sound_equal(clip: &Path, stereo: &str) {
    let theirs = sound_of_ffmpeg(clip, stereo);
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

/// The first picture of a clip as Muster shows it: RGBA, with its width and height.
pub fn shown_by_muster(clip: &Path) -> (Vec<u8>, (usize, usize)) {
    let source = FileSource(clip.to_owned());
    let opened = open_media::open(&source, Threads::default()).unwrap();
    let info = opened.info.video.unwrap();
    let size = (info.width as usize, info.height as usize);
    let mut rgba = Vec::new();
    decode_pictures(&source, &mut |frame| {
        rgba = to_rgba(frame, size.0, size.1);
        false
    })
    .unwrap();
    (rgba, size)
}

/// The first picture of a clip as ffmpeg shows it, read with this matrix and range.
pub fn shown_by_ffmpeg(clip: &Path, matrix: &str, range: &str) -> Vec<u8> {
    let back = format!(
        "scale=in_color_matrix={matrix}:in_range={range}:flags=neighbor+full_chroma_int+full_chroma_inp+accurate_rnd"
    );
    ffmpeg(&[
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
    ])
}

/// All but the edges, where how chroma is spread is a matter of taste, is within two levels.
pub fn assert_near(ours: &[u8], theirs: &[u8], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let far = ours
        .iter()
        .zip(theirs)
        .filter(|(ours, theirs)| ours.abs_diff(**theirs) > 2)
        .count();
    assert!(
        far * 50 < ours.len(),
        "{what}: {far} of {} levels differ",
        ours.len()
    );
}
