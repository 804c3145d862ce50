//! Sound alone, of all kinds.

use std::path::Path;
use std::process::Command;

use crate::sound_is_right;
use crate::world::{Built, World, ffmpeg, loudness, stream};

/// Builds a pack of one sound and checks all that holds for every one.
fn sound(name: &str, arguments: &str, length: f64) -> (World, Built) {
    let mut world = World::new();
    world.source("audio", name, arguments);
    let built = world.built(&[]);
    assert_eq!(world.findings(), serde_json::json!([]));
    sound_is_right(&built.file(0), length);
    assert!(stream(&built.file(0), "v:0").is_null());
    (world, built)
}

/// Noise that swells and fades.
fn noise(level: &str, seconds: u32) -> String {
    format!("-f lavfi -i anoisesrc=c=pink:a={level}:seed=3:d={seconds},tremolo=f=0.5:d=0.8")
}

#[test]
fn windows_media() {
    let (_world, built) = sound("listen.wma", &(noise("0.02", 6) + " -c:a wmav2"), 6.0);
    assert_eq!(built.medium(0)["path"], "media/listen.m4a");
    assert_eq!(built.document["transcoded"][0]["codec"], "AAC");
}

#[test]
fn opus() {
    sound("listen.opus", &(noise("0.9", 6) + " -c:a libopus"), 6.0);
}

#[test]
fn the_sound_of_a_film() {
    let arguments = "-f lavfi -i testsrc2=s=320x180:d=4 ".to_owned()
        + &noise("0.1", 4)
        + " -c:v wmv2 -c:a wmav2";
    sound("film.wmv", &arguments, 4.0);
}

#[test]
fn six_channels_become_two() {
    let arguments = "-f lavfi -i anoisesrc=c=pink:a=0.2:seed=3:d=4,pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0 -c:a ac3";
    sound("listen.ac3", arguments, 4.0);
}

#[test]
fn peaks_that_stand_out_are_kept_below_the_limit() {
    // A knock twice a second over a soft voice: turned up as a whole, it would be clipped.
    let arguments = "-f lavfi -i aevalsrc='0.02*sin(2500*t)+0.9*exp(-60*mod(t,0.5))*sin(600*t)':s=48000:d=8 -c:a wmav2 -b:a 192k";
    sound("knock.wma", arguments, 8.0);
}

#[test]
fn silence_stays_silence() {
    let mut world = World::new();
    world.source("audio", "none.wma", "-f lavfi -i anullsrc=d=3 -c:a wmav2");
    let built = world.built(&[]);
    assert_eq!(world.findings(), serde_json::json!([]));
    assert!(loudness(&built.file(0)).0 <= -69.0);
}

/// HE-AAC, which few have an encoder for. Without one: AAC-LC of 24 kHz whose configuration says
/// that there is HE-AAC in it (the last byte, ISO/IEC 14496-3, 1.6.6.1), as decoders find it where
/// the sound has nothing in its upper octave.
fn he_aac(file: &Path) {
    let encoders = Command::new("ffmpeg")
        .args(["-v", "error", "-encoders"])
        .output();
    let encoders = String::from_utf8(encoders.expect("ffmpeg is there").stdout).expect("text");
    if encoders.contains(" libfdk_aac ") {
        ffmpeg(
            &(noise("0.1", 4) + " -c:a libfdk_aac -profile:a aac_he -b:a 48k"),
            file,
        );
        return;
    }
    eprintln!("no encoder for HE-AAC here: AAC-LC that says it is HE-AAC stands in");
    ffmpeg(&(noise("0.1", 4) + " -c:a aac -ar 24000"), file);
    let mut bytes = std::fs::read(file).expect("a file");
    let place = bytes
        .windows(3)
        .position(|it| it == [0x56, 0xe5, 0])
        .expect("a configuration");
    bytes[place + 2] = 0x98;
    std::fs::write(file, bytes).expect("a file");
    assert_eq!(
        stream(file, "a:0")["sample_rate"],
        "48000",
        "the octave is doubled"
    );
}

#[test]
fn he_aac_becomes_aac_lc() {
    let mut world = World::new();
    he_aac(&world.path("pack/media/phone.m4a"));
    world.name("audio", "phone.m4a");
    let built = world.built(&[]);
    assert_eq!(world.findings(), serde_json::json!([]));
    assert_eq!(built.document["transcoded"][0]["to"], "media/phone.m4a");
    sound_is_right(&built.file(0), 4.0);
}
