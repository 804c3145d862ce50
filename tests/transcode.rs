//! Media outside the profile, made by ffmpeg: what `muster pack build` makes of them is within the
//! profile, upright, as long and as loud as it should be. Looked at by ffmpeg, not by Muster.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test makes its world with std, fails where something is not there, and says what it cannot show"
)]

mod common;
#[path = "transcode/ends.rs"]
mod ends;
#[path = "transcode/sounds.rs"]
mod sounds;
#[path = "transcode/sources.rs"]
mod sources;
#[path = "transcode/world.rs"]
mod world;

use std::path::Path;

use serde_json::Value;
use world::{Built, World, loudness, picture, pictures, seconds, stream};

/// Builds a pack of one film and checks all that holds for every one. `size` and `length` are what
/// is to come out, in pixels and seconds.
fn film(name: &str, arguments: &str, size: (u64, u64), length: f64) -> (World, Built) {
    let mut world = World::new();
    world.source("video", name, arguments);
    let built = world.built(&[]);
    assert_eq!(world.findings(), Value::Array(Vec::new()));
    let file = built.file(0);
    pictures_are_right(&file, size, length);
    same_picture(&world.path("pack/media").join(name), &file);
    sound_is_right(&file, length);
    let stated = built.medium(0)["duration_ms"].as_f64().expect("a length") / 1000.0;
    assert!((stated - length).abs() < 0.5, "{stated} s stated");
    (world, built)
}

fn pictures_are_right(file: &Path, size: (u64, u64), length: f64) {
    let video = stream(file, "v:0");
    assert_eq!(video["codec_name"], "av1");
    assert_eq!(video["pix_fmt"], "yuv420p");
    assert_eq!(
        (video["width"].as_u64(), video["height"].as_u64()),
        (Some(size.0), Some(size.1))
    );
    assert_eq!(
        video["sample_aspect_ratio"].as_str().unwrap_or("1:1"),
        "1:1"
    );
    assert!(
        video["side_data_list"].is_null(),
        "nothing is left to turn: {video}"
    );
    for tag in ["color_space", "color_primaries", "color_transfer"] {
        assert_eq!(video[tag], "bt709", "{tag}");
    }
    assert_eq!(video["color_range"], "tv");
    let long = seconds(file, "v:0");
    assert!((long - length).abs() < 0.5, "{long} s");
    let pictures = pictures(file);
    let keys = pictures.iter().filter(|(_, key)| *key).map(|(at, _)| *at);
    let ends = keys.clone().skip(1).chain([long]);
    assert!(pictures[0].1 && pictures[0].0 == 0.0);
    for (key, next) in keys.zip(ends) {
        assert!(next - key < 2.02, "no key frame from {key} to {next}");
    }
    let beat = pictures[1].0 - pictures[0].0;
    for pair in pictures.windows(2) {
        let distance = pair[1].0 - pair[0].0;
        assert!(
            (distance - beat).abs() < 0.002,
            "{distance} s at {}, not {beat}",
            pair[0].0
        );
    }
}

/// The picture in the middle of the first second is that of the source, as ffmpeg shows it, or the
/// one before or after it: clocks of containers are coarse.
fn same_picture(source: &Path, made: &Path) {
    let size = "16:9";
    let shown = picture(made, "0.5", size);
    let far = |at: &str| {
        let wanted = picture(source, at, size);
        let far = wanted.iter().zip(&shown);
        far.filter(|(a, b)| a.abs_diff(**b) > 24).count()
    };
    let far = ["0.5", "0.46", "0.54"].map(far).into_iter().min();
    assert!(
        far.is_some_and(|far| far < shown.len() / 20),
        "{far:?} of {} differ",
        shown.len()
    );
}

fn sound_is_right(file: &Path, length: f64) {
    let sound = stream(file, "a:0");
    assert_eq!(
        (&sound["codec_name"], &sound["profile"]),
        (&"aac".into(), &"LC".into())
    );
    assert_eq!(
        (&sound["sample_rate"], &sound["channels"]),
        (&"48000".into(), &2.into())
    );
    let long = seconds(file, "a:0");
    assert!((long - length).abs() < 0.5, "{long} s");
    let (loudness, peak) = loudness(file);
    assert!((loudness + 16.0).abs() <= 1.0, "{loudness} LUFS");
    assert!(peak <= -1.5, "{peak} dBTP");
    let bytes = std::fs::read(file).expect("a file");
    let place = |name: &[u8]| bytes.windows(4).position(|it| it == name).expect("a box");
    assert!(place(b"moov") < place(b"mdat"), "its index comes first");
}
