//! AV1 of several makers, with every tool that changes pictures after decoding.

use std::time::Duration;

use muster::player::frame::Plane;
use muster::player::{FileSource, PlayerError, Threads, decode_pictures_on, probe};

use crate::world::{assert_pictures_equal, made};

/// Two seconds that move and have detail, in this size, coded so.
fn assert_coded_so(size: &str, coded: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let source = format!("testsrc2=size={size}:rate=25:duration=2,noise=c0s=12:c0f=t");
    let mut all = vec!["-f", "lavfi", "-i", &source, "-pix_fmt", "yuv420p"];
    all.extend(coded);
    assert_pictures_equal(&made(folder.path(), &all));
}

#[test]
fn av1_by_svt_shows_the_pictures_that_ffmpeg_shows() {
    assert_coded_so(
        "320x180",
        &["-c:v", "libsvtav1", "-preset", "8", "-g", "50"],
    );
}

#[test]
fn av1_with_grain_shows_the_pictures_that_ffmpeg_shows() {
    let grain = "film-grain=30";
    assert_coded_so(
        "320x180",
        &["-c:v", "libsvtav1", "-preset", "8", "-svtav1-params", grain],
    );
}

#[test]
fn av1_by_aom_in_tiles_and_hidden_pictures_shows_the_pictures_that_ffmpeg_shows() {
    assert_coded_so(
        "256x144",
        &[
            "-c:v",
            "libaom-av1",
            "-cpu-used",
            "6",
            "-tiles",
            "2x2",
            "-lag-in-frames",
            "20",
            "-auto-alt-ref",
            "1",
            "-g",
            "25",
        ],
    );
}

#[test]
fn av1_in_an_odd_size_shows_the_pictures_that_ffmpeg_shows() {
    assert_coded_so(
        "161x91",
        &["-c:v", "libaom-av1", "-cpu-used", "8", "-g", "25"],
    );
}

#[test]
fn av1_shows_the_same_pictures_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let source = "testsrc2=size=320x180:rate=25:duration=1";
    let clip = made(
        folder.path(),
        &[
            "-f",
            "lavfi",
            "-i",
            source,
            "-c:v",
            "libsvtav1",
            "-preset",
            "8",
        ],
    );
    let pictures = |threads| {
        let mut all = Vec::new();
        decode_pictures_on(
            Threads::new(threads),
            &FileSource(clip.clone()),
            &mut |frame| {
                let planes = frame.planes();
                let rows = planes.iter().flat_map(Plane::rows);
                all.push((frame.at, rows.flatten().copied().collect::<Vec<u8>>()));
                true
            },
        )
        .unwrap();
        all
    };
    let alone = pictures(1);
    assert_eq!(alone.len(), 25);
    for threads in [2, 8] {
        assert!(pictures(threads) == alone, "{threads} threads");
    }
}

#[test]
fn av1_that_is_too_large_too_deep_or_too_fine_is_refused_by_name() {
    for (arguments, expected) in [
        (["-s", "2048x1152", "-pix_fmt", "yuv420p"], "2048×1152"),
        (["-s", "320x180", "-pix_fmt", "yuv420p10le"], "10 bits"),
        (["-s", "320x180", "-pix_fmt", "yuv444p"], "4:2:0"),
        (["-s", "320x180", "-pix_fmt", "gray"], "4:2:0"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut all = vec!["-f", "lavfi", "-i", "testsrc=duration=0.1"];
        all.extend(["-c:v", "libaom-av1", "-cpu-used", "8"]);
        all.extend(arguments);
        let clip = made(folder.path(), &all);
        let refused = probe(&FileSource(clip), Duration::from_secs(1)).unwrap_err();
        let PlayerError::Unsupported { what } = refused else {
            panic!("{refused}");
        };
        assert!(what.contains(expected), "{what}");
    }
}
