//! Color bars look as ffmpeg shows them, whatever the matrix and the range, and whoever says so.

use std::process::Command;

use crate::world::{Coding, assert_near, made, shown_by_ffmpeg, shown_by_muster};

/// One picture of color bars, and what reads it right. `tags` says of the matrix what is written
/// into the file: its code in the stream, 2 for nothing.
fn assert_bars(coding: Coding, size: &str, (matrix, range): (&str, &str), code: u8) {
    let folder = tempfile::tempdir().unwrap();
    let bars = format!("smptehdbars=size={size}:rate=1:duration=1");
    let scale = format!("scale=out_color_matrix={matrix}:out_range={range},format=yuv420p");
    let (metadata, full) = match coding {
        Coding::H264 => ("h264_metadata", "video_full_range_flag"),
        Coding::Av1 => ("av1_metadata", "color_range"),
    };
    let full = format!("{full}={}", u8::from(range == "pc"));
    let tags = format!("{metadata}=matrix_coefficients={code}:{full}");
    let mut all = vec!["-f", "lavfi", "-i", &bars, "-vf", &scale];
    all.extend(coding.arguments());
    all.extend(["-color_range", range, "-bsf:v", &tags]);
    let clip = made(folder.path(), &all);
    let what = format!("{coding:?} {size} {matrix} {range} {code}");
    if code == 2 {
        let printed = Command::new("ffprobe")
            .args(["-v", "error", "-show_entries", "stream=color_space"])
            .args(["-of", "csv=p=0"])
            .arg(&clip)
            .output()
            .unwrap();
        let printed = String::from_utf8(printed.stdout).unwrap();
        assert_eq!(printed.trim(), "unknown", "{what}");
    }
    let (ours, _) = shown_by_muster(&clip);
    assert_near(&ours, &shown_by_ffmpeg(&clip, matrix, range), &what);
}

// PLAYER 2.11.
#[test]
fn colors_are_within_two_levels_of_ffmpegs_in_either_matrix_and_range() {
    for coding in [Coding::H264, Coding::Av1] {
        for (matrix, code) in [("bt709", 1), ("bt601", 6)] {
            for range in ["tv", "pc"] {
                // Sizes from which one would guess the other matrix.
                let size = if code == 1 { "320x240" } else { "1280x720" };
                assert_bars(coding, size, (matrix, range), code);
            }
        }
    }
}

// PLAYER 2.11.
#[test]
fn without_a_stated_matrix_the_size_decides() {
    for coding in [Coding::H264, Coding::Av1] {
        assert_bars(coding, "320x240", ("bt601", "tv"), 2);
        assert_bars(coding, "1280x720", ("bt709", "tv"), 2);
    }
}
