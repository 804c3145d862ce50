//! Films of all kinds.

use std::process::Command;

use crate::world::{World, ffmpeg, film as made, picture, pictures, stream};
use crate::{film, pictures_are_right};

const SMALL: (u64, u64) = (320, 180);

#[test]
fn windows_media() {
    let arguments = made("320x180", "25", 4) + " -c:v wmv2 -c:a wmav2";
    let (_world, built) = film("briefing.wmv", &arguments, SMALL, 4.0);
    assert_eq!(built.medium(0)["path"], "media/briefing.mp4");
    let transcoded = &built.document["transcoded"][0];
    assert_eq!(transcoded["from"], "media/briefing.wmv");
    assert_eq!(transcoded["to"], "media/briefing.mp4");
    assert_eq!(transcoded["codec"], "AV1");
}

#[test]
fn flash_video() {
    let arguments = made("320x180", "30", 4) + " -c:v flv1 -c:a mp3 -ar 44100";
    film("old.flv", &arguments, SMALL, 4.0);
}

#[test]
fn hevc() {
    let arguments = made("320x180", "30000/1001", 4)
        + " -pix_fmt yuv420p -c:v libx265 -x265-params log-level=error -c:a aac";
    let (_world, built) = film("phone.mp4", &arguments, SMALL, 4.0);
    assert_eq!(
        built.medium(0)["path"],
        "media/phone.mp4",
        "the name fits already"
    );
    assert_eq!(stream(&built.file(0), "v:0")["r_frame_rate"], "30000/1001");
}

#[test]
fn vp9_with_60_pictures_a_second() {
    let arguments = made("320x180", "60", 3)
        + " -pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus";
    let (_world, built) = film("web.webm", &arguments, SMALL, 3.0);
    assert_eq!(stream(&built.file(0), "v:0")["r_frame_rate"], "60/1");
}

#[test]
fn h264_of_ten_bits() {
    let arguments =
        made("320x180", "24", 3) + " -pix_fmt yuv420p10le -c:v libx264 -preset ultrafast -c:a aac";
    film("ten.mp4", &arguments, SMALL, 3.0);
}

#[test]
fn hdr_of_a_phone_becomes_ordinary_colors() {
    let mut world = World::new();
    let arguments = made("320x180", "30", 3)
        + " -pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=error -color_primaries bt2020 \
           -colorspace bt2020nc -color_trc smpte2084 -c:a aac";
    world.source("video", "hdr.mov", &arguments);
    let built = world.built(&[]);
    assert_eq!(world.findings(), serde_json::json!([]));
    // What it should look like is a matter of taste; it is neither black nor white.
    pictures_are_right(&built.file(0), SMALL, 3.0);
    let shown = picture(&built.file(0), "0.5", "16:9");
    let bright = shown.iter().map(|it| u32::from(*it)).sum::<u32>() / 432;
    assert!((40..=215).contains(&bright), "{bright}");
}

#[test]
fn a_phone_film_that_lies_on_its_side_is_turned_upright() {
    let mut world = World::new();
    // Red on the left of what is stored; shown turned by a quarter, red is on top or below.
    let arguments = "-f lavfi -i color=blue:s=320x180:r=30:d=3,drawbox=w=160:h=180:c=red:t=fill \
         -f lavfi -i anoisesrc=c=pink:a=0.05:seed=7:d=3 -pix_fmt yuv420p -c:v libx264 -g 30 -c:a aac";
    let flat = world.path("flat.mp4");
    ffmpeg(arguments, &flat);
    let turned = world.path("pack/media/phone.mp4");
    // The way of ffmpeg 6 and later, then that of ffmpeg 5.
    for how in [&["-display_rotation", "270", "-i"][..], &["-i"]] {
        let done = Command::new("ffmpeg")
            .args(["-v", "error", "-nostdin", "-y"])
            .args(how)
            .arg(&flat)
            .args(["-c", "copy", "-metadata:s:v", "rotate=90"])
            .arg(&turned)
            .status()
            .expect("ffmpeg is there");
        if done.success() {
            break;
        }
    }
    assert!(
        !stream(&turned, "v:0")["side_data_list"].is_null(),
        "it is to be turned"
    );
    let wanted = picture(&turned, "0.5", "2:4");
    assert!(
        wanted[0] > 200 || wanted[wanted.len() - 3] > 200,
        "{wanted:?}"
    );
    world.name("video", "phone.mp4");
    let built = world.built(&[]);
    assert_eq!(world.findings(), serde_json::json!([]));
    let file = built.file(0);
    // 180 × 320, which fits into the profile as it is.
    pictures_are_right(&file, (180, 320), 3.0);
    let shown = picture(&file, "0.5", "2:4");
    let far = wanted.iter().zip(&shown).any(|(a, b)| a.abs_diff(*b) > 24);
    assert!(!far, "{wanted:?} {shown:?}");
}

#[test]
fn pictures_at_uneven_distances_get_a_constant_rate() {
    let arguments = made("320x180", "30", 4)
        + " -vf select='not(mod(n,3))+lt(mod(n,40),20)' -vsync vfr -pix_fmt yuv420p -c:v libx264 \
           -g 30 -preset ultrafast -c:a aac";
    let (_world, built) = film("screen.mp4", &arguments, SMALL, 4.0);
    assert_eq!(built.document["transcoded"][0]["from"], "media/screen.mp4");
    assert_eq!(stream(&built.file(0), "v:0")["r_frame_rate"], "30/1");
    let count = pictures(&built.file(0)).len();
    assert!((118..=121).contains(&count), "{count}");
}

#[test]
fn four_k_is_made_smaller() {
    let arguments = made("3840x2160", "30", 1)
        + " -pix_fmt yuv420p -colorspace bt709 -c:v libx264 -preset ultrafast -c:a aac";
    film("drone.mp4", &arguments, (1920, 1080), 1.0);
}

#[test]
fn interlaced_mpeg_2_with_wide_pixels() {
    // As on a DVD: 352×288 that are shown at 16:9.
    let arguments = made("352x288", "50", 4)
        + " -vf interlace,setdar=16/9 -flags +ilme+ildct -c:v mpeg2video -b:v 2M -c:a mp2";
    let (_world, built) = film("dvd.mpg", &arguments, (512, 288), 4.0);
    assert_eq!(stream(&built.file(0), "v:0")["r_frame_rate"], "25/1");
}

#[test]
fn interlaced_h264() {
    let arguments = made("320x192", "50", 3)
        + " -vf interlace,format=yuv420p -flags +ilme+ildct -x264opts tff=1 -c:v libx264 -g 25 -c:a aac";
    let (_world, built) = film("camera.mp4", &arguments, (320, 192), 3.0);
    assert_eq!(built.document["transcoded"][0]["from"], "media/camera.mp4");
}

#[test]
fn quicktime_with_pcm() {
    let arguments = made("320x180", "25", 3)
        + " -pix_fmt yuv420p -c:v libx264 -c:a pcm_s16le -preset ultrafast";
    film("camera.mov", &arguments, SMALL, 3.0);
}

#[test]
fn odd_sides_become_even() {
    let arguments =
        made("320x180", "25", 2) + " -vf scale=321:181 -pix_fmt yuv444p -c:v ffv1 -c:a flac";
    film("odd.mkv", &arguments, (322, 182), 2.0);
}

#[test]
fn key_frames_that_are_far_apart_are_brought_nearer() {
    let arguments = made("320x180", "10", 6)
        + " -pix_fmt yuv420p -c:v libx264 -g 60 -keyint_min 60 -sc_threshold 0 -c:a aac";
    let (_world, built) = film("seek.mp4", &arguments, SMALL, 6.0);
    assert_eq!(built.document["transcoded"][0]["from"], "media/seek.mp4");
}

#[test]
fn what_is_within_the_profile_is_taken_as_it_is() {
    let mut world = World::new();
    let arguments = made("320x180", "25", 2)
        + " -pix_fmt yuv420p -c:v libx264 -g 50 -preset ultrafast -c:a aac";
    world.source("video", "a.mp4", &arguments);
    world.medium(0)["duration_ms"] = 2000.into();
    world.source(
        "video",
        "a.wmv",
        &(made("320x180", "25", 2) + " -c:v wmv2 -c:a wmav2"),
    );
    let built = world.built(&[]);
    let read = |path| std::fs::read(path).expect("a file");
    assert_eq!(read(built.file(0)), read(world.path("pack/media/a.mp4")));
    assert_eq!(
        built.document["transcoded"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(
        built.medium(1)["path"],
        "media/a-2.mp4",
        "the name was taken"
    );
}

#[test]
fn a_film_without_sound_stays_without() {
    let mut world = World::new();
    let arguments = "-f lavfi -i testsrc2=s=320x180:r=25:d=2 -c:v wmv2";
    world.source("video", "mute.wmv", arguments);
    let built = world.built(&[]);
    pictures_are_right(&built.file(0), SMALL, 2.0);
    assert!(stream(&built.file(0), "a:0").is_null());
    let findings = world.findings();
    assert_eq!(
        findings.as_array().map(Vec::len),
        Some(1),
        "that it has no sound: {findings}"
    );
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let mut world = World::new();
    world.source(
        "video",
        "a.wmv",
        &(made("320x180", "25", 3) + " -c:v wmv2 -c:a wmav2"),
    );
    let first = std::fs::read(world.built(&[]).file(0)).expect("a file");
    let second = std::fs::read(world.built(&[]).file(0)).expect("a file");
    assert!(first == second);
}

#[test]
fn where_ffmpeg_has_no_av1_it_makes_h264_within_the_profile() {
    if cfg!(windows) {
        crate::common::skip("the ffmpeg without AV1 is a script for a Unix shell");
        return;
    }
    let mut world = World::new();
    let lesser = world.path("lesser ffmpeg");
    let script = "#!/bin/sh\ncase \"$*\" in\n*-encoders*) ffmpeg \"$@\" | grep -v av1 ;;\n*) exec ffmpeg \"$@\" ;;\nesac\n";
    std::fs::write(&lesser, script).expect("a script");
    let made_runnable = Command::new("chmod").arg("+x").arg(&lesser).status();
    assert!(made_runnable.expect("chmod is there").success());
    world.source(
        "video",
        "web.webm",
        &(made("320x180", "60", 3) + " -c:v vp8 -c:a libopus"),
    );
    let built = world.built(&[("MUSTER_FFMPEG", lesser.to_str().expect("Unicode"))]);
    assert_eq!(world.findings(), serde_json::json!([]));
    let video = stream(&built.file(0), "v:0");
    assert_eq!(
        (&video["codec_name"], &video["profile"]),
        (&"h264".into(), &"High".into())
    );
    assert_eq!(video["r_frame_rate"], "30/1");
    assert_eq!(built.document["transcoded"][0]["codec"], "H.264");
}
