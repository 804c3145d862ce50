//! Sizes, shapes of pixels and turned pictures.

use std::path::Path;
use std::time::Duration;

use muster::player::{FileSource, probe};

use crate::world::{
    Coding, assert_near, assert_pictures_equal, clip, ffmpeg, made, shown_by_ffmpeg,
    shown_by_muster,
};

fn size_of(clip: &Path) -> (u32, u32) {
    let info = probe(&FileSource(clip.to_owned()), Duration::ZERO).unwrap();
    let video = info.video.unwrap();
    (video.width, video.height)
}

/// A second of something in this size, filtered and coded so.
fn filmed(folder: &Path, coding: Coding, size: &str, more: &[&str]) -> std::path::PathBuf {
    // Scaled, because `testsrc2` itself makes every size even.
    let source = format!("testsrc2=size=160x96:rate=10:duration=1,scale={size},setsar=1");
    let mut all = vec!["-f", "lavfi", "-i", &source, "-pix_fmt", "yuv420p"];
    all.extend(coding.arguments());
    all.extend(more);
    made(folder, &all)
}

#[test]
fn sizes_that_are_no_multiple_of_a_block_are_cropped_as_ffmpeg_does() {
    for (coding, size) in [
        (Coding::H264, "162:94"),
        (Coding::H264, "322:182"),
        (Coding::Av1, "163:95"),
        (Coding::Av1, "322:181"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let clip = filmed(folder.path(), coding, size, &[]);
        assert_pictures_equal(&clip);
        let (width, height) = size_of(&clip);
        assert_eq!(format!("{width}:{height}"), size);
    }
}

// PLAYER 2.10.
#[test]
fn pixels_that_are_not_square_are_shown_in_their_shape() {
    // 176 · 128 / 117.
    assert_eq!(size_of(&clip("carphone_distorted.mp4")), (192, 144));
    for coding in [Coding::H264, Coding::Av1] {
        let folder = tempfile::tempdir().unwrap();
        let clip = filmed(folder.path(), coding, "160:96", &["-aspect", "20:9"]);
        assert_eq!(size_of(&clip), (213, 96), "{coding:?}");
    }
}

// PLAYER 2.10.
#[test]
fn the_shape_of_pixels_is_known_from_the_h264_stream_alone() {
    let folder = tempfile::tempdir().unwrap();
    let clip = filmed(folder.path(), Coding::H264, "160:96", &["-aspect", "20:9"]);
    let mut bytes = std::fs::read(&clip).unwrap();
    // Without its box, and with a track header that is as wide as the coded picture.
    let pasp = bytes.windows(4).position(|at| at == b"pasp").unwrap();
    bytes[pasp..pasp + 4].copy_from_slice(b"free");
    let header = bytes.windows(4).position(|at| at == b"tkhd").unwrap() + 4;
    let width = header + 4 + 20 + 16 + 36;
    assert_eq!(bytes[width..width + 2], [0, 213]);
    bytes[width..width + 4].copy_from_slice(&[0, 160, 0, 0]);
    std::fs::write(&clip, &bytes).unwrap();
    assert_eq!(size_of(&clip), (213, 96));
}

// PLAYER 2.9.
#[test]
fn pictures_that_are_to_be_turned_stand_as_ffmpeg_shows_them() {
    for coding in [Coding::H264, Coding::Av1] {
        for (turn, size) in [
            ("0", (160, 96)),
            ("90", (96, 160)),
            ("180", (160, 96)),
            ("270", (96, 160)),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let bars = "smptehdbars=size=160x96:rate=5:duration=1,format=yuv420p";
            let mut all = vec!["-f", "lavfi", "-i", bars];
            all.extend(coding.arguments());
            let lying = made(folder.path(), &all);
            let turned = folder.path().join("turned.mp4");
            let rotate = format!("rotate={turn}");
            ffmpeg(&[
                "-i",
                lying.to_str().unwrap(),
                "-c",
                "copy",
                "-metadata:s:v",
                &rotate,
                turned.to_str().unwrap(),
            ]);
            assert_eq!(size_of(&turned), size, "{coding:?} {turn}");
            let (ours, _) = shown_by_muster(&turned);
            let theirs = shown_by_ffmpeg(&turned, "bt601", "tv");
            assert_near(&ours, &theirs, &format!("{coding:?} turned by {turn}"));
        }
    }
}
