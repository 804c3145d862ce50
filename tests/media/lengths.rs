//! Sound files last as long as they are heard, whatever they say.

use std::path::{Path, PathBuf};
use std::time::Duration;

use muster::player::{
    FileSource, MediaTime, PlayerError, Threads, decode_sound, open_media, probe,
};

use crate::world::ffmpeg;

fn sound(folder: &Path, name: &str, more: &[&str]) -> PathBuf {
    let file = folder.join(name);
    let source = [
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=20:sample_rate=8000",
    ];
    ffmpeg(&[&source[..], more, &[file.to_str().unwrap()]].concat());
    file
}

fn cut(file: &Path, share: f64) -> PathBuf {
    let bytes = std::fs::read(file).unwrap();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a short file"
    )]
    let kept = (bytes.len() as f64 * share) as usize;
    let cut = file.with_file_name(format!(
        "cut-{}",
        file.file_name().unwrap().to_str().unwrap()
    ));
    std::fs::write(&cut, &bytes[..kept]).unwrap();
    cut
}

/// How long a file is on opening, once it is decoded, and as it says itself, in milliseconds.
fn lengths(file: &Path) -> (i64, i64, Option<i64>) {
    let source = FileSource(file.to_owned());
    let opened = open_media::open(&source, Threads::new(1))
        .expect("opened")
        .info;
    let decoded = probe(&source, Duration::MAX).expect("decoded");
    let stated = decoded.stated.map(MediaTime::as_millis);
    (
        opened.duration.as_millis(),
        decoded.duration.as_millis(),
        stated,
    )
}

#[track_caller]
fn assert_lasts(file: &Path, seconds: f64, stated: Option<f64>) {
    let (opened, decoded, says) = lengths(file);
    let near = |millis: i64, seconds: f64| (millis as f64 - seconds * 1_000.0).abs() < 300.0;
    assert!(
        near(opened, seconds),
        "{}: {opened} ms on opening",
        file.display()
    );
    assert!(
        near(decoded, seconds),
        "{}: {decoded} ms decoded",
        file.display()
    );
    match (says, stated) {
        (Some(says), Some(stated)) => assert!(near(says, stated), "it says {says} ms"),
        (says, stated) => assert_eq!((says, stated), (None, None)),
    }
}

const CODINGS: [(&str, &[&str]); 4] = [
    ("cbr.mp3", &["-c:a", "libmp3lame", "-b:a", "48k"]),
    ("vbr.mp3", &["-c:a", "libmp3lame", "-q:a", "4"]),
    ("sound.flac", &["-c:a", "flac"]),
    ("sound.wav", &["-c:a", "pcm_s16le"]),
];

// PLAYER 3.5.
#[test]
fn a_whole_file_lasts_as_long_as_it_says_and_one_that_was_cut_as_long_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, coded) in CODINGS {
        let file = sound(folder.path(), name, coded);
        assert_lasts(&file, 20.0, Some(20.0));
        let (opened, decoded, says) = lengths(&cut(&file, 0.4));
        assert!(
            (6_000..9_000).contains(&decoded),
            "{name}: {decoded} ms decoded"
        );
        assert!(
            opened.abs_diff(decoded) < 300,
            "{name}: {opened} ms on opening"
        );
        assert!(
            says.is_some_and(|says| says.abs_diff(20_000) < 300),
            "{name}: {says:?}"
        );
    }
}

// PLAYER 3.5.
#[test]
fn an_mp3_that_does_not_say_how_long_it_is_is_counted_and_heard_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    // Loud noise first, then silence: what is guessed from the first frames is far too short.
    let file = folder.path().join("loud-first.mp3");
    ffmpeg(&[
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=duration=4:sample_rate=44100",
        "-f",
        "lavfi",
        "-i",
        "anullsrc=sample_rate=44100:channel_layout=mono",
        "-filter_complex",
        "[1]atrim=duration=16[b];[0][b]concat=v=0:a=1",
        "-c:a",
        "libmp3lame",
        "-q:a",
        "2",
        "-write_xing",
        "0",
        "-id3v2_version",
        "0",
        file.to_str().unwrap(),
    ]);
    assert_lasts(&file, 20.0, None);
    // Sought beyond what would be guessed.
    let source = FileSource(file.clone());
    let mut sound = open_media::open(&source, Threads::new(1))
        .unwrap()
        .sound
        .unwrap();
    sound.seek(MediaTime::from_millis(19_000)).unwrap();
    let mut frames = 0;
    while let Some(block) = sound.next_block().unwrap() {
        assert!(block.at >= MediaTime::from_millis(18_900), "{:?}", block.at);
        frames += block.samples.len() / 2;
    }
    assert!(
        frames.abs_diff(44_100) < 4_410,
        "{frames} frames from 0:19 on"
    );
    // One behind the other.
    let twice = folder.path().join("twice.mp3");
    let tagged = self::sound(
        folder.path(),
        "tagged.mp3",
        &["-c:a", "libmp3lame", "-b:a", "48k"],
    );
    let bytes = std::fs::read(tagged).unwrap();
    std::fs::write(&twice, [&bytes[..], &bytes].concat()).unwrap();
    assert_lasts(&twice, 40.4, Some(20.0));
}

// PLAYER 3.5.
#[test]
fn files_written_as_a_stream_last_as_long_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = sound(folder.path(), "sound.wav", &["-c:a", "pcm_s16le"]);
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes
        .windows(4)
        .position(|window| window == b"data")
        .unwrap()
        + 4;
    for size in [u32::MAX, 0, 0x7fff_f024] {
        bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
        let stream = folder.path().join(format!("stream-{size}.wav"));
        std::fs::write(&stream, &bytes).unwrap();
        assert_lasts(&stream, 20.0, None);
    }
    let file = sound(folder.path(), "sound.flac", &["-c:a", "flac"]);
    let mut bytes = std::fs::read(file).unwrap();
    // The number of samples: 36 bits from the middle of this byte on.
    bytes[21] &= 0xf0;
    bytes[22..26].fill(0);
    let stream = folder.path().join("stream.flac");
    std::fs::write(&stream, &bytes).unwrap();
    assert_lasts(&stream, 20.0, None);
}

// PLAYER 3.5.
#[test]
fn an_mp3_shorter_than_what_its_encoder_delays_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = sound(
        folder.path(),
        "long.mp3",
        &["-c:a", "libmp3lame", "-b:a", "48k"],
    );
    let bytes = std::fs::read(file).unwrap();
    // Its tag is kept, and one frame of its sound.
    let info = bytes
        .windows(4)
        .position(|window| window == b"Info")
        .unwrap();
    for kept in [info + 200, info + 500] {
        let short = folder.path().join("short.mp3");
        std::fs::write(&short, &bytes[..kept]).unwrap();
        let refused = decode_sound(&FileSource(short), &mut |_| true);
        assert!(
            matches!(refused, Err(PlayerError::Container { .. })),
            "{refused:?}"
        );
    }
}

// PLAYER 3.1.
#[test]
fn other_sound_is_never_taken_for_an_mp3_by_chance() {
    let folder = tempfile::tempdir().unwrap();
    for (name, coded) in [
        ("sound.aac", &["-c:a", "aac"][..]),
        ("sound.aiff", &["-c:a", "pcm_s16be"]),
        ("sound.au", &["-c:a", "pcm_s16be"]),
        ("sound.w64", &["-c:a", "pcm_s16le"]),
        ("large.wav", &["-c:a", "pcm_s16le", "-rf64", "always"]),
        ("sound.mp2", &["-c:a", "mp2", "-ar", "44100"]),
        ("sound.ac3", &["-c:a", "ac3", "-ar", "44100"]),
    ] {
        let file = sound(folder.path(), name, coded);
        let refused = probe(&FileSource(file), Duration::MAX);
        assert!(
            matches!(refused, Err(PlayerError::Container { .. })),
            "{name}: {refused:?}"
        );
    }
}

// PLAYER 3.1, 3.5.
#[test]
fn what_stands_around_the_sound_is_not_counted_and_not_heard() {
    let folder = tempfile::tempdir().unwrap();
    let coded = ["-c:a", "libmp3lame", "-b:a", "48k"];
    let mp3 = sound(folder.path(), "sound.mp3", &coded);
    let bytes = std::fs::read(&mp3).unwrap();
    // A tag behind the sound, full of what begins like a frame.
    let mut tagged = [&bytes[..], b"APETAGEX\xd0\x07\0\0"].concat();
    tagged.extend(40_032_u32.to_le_bytes());
    tagged.extend([1, 0, 0, 0, 0, 0, 0, 0xa0, 0, 0, 0, 0, 0, 0, 0, 0]);
    tagged.extend(bytes.iter().cycle().skip(2_000).take(40_000));
    let ape = folder.path().join("ape.mp3");
    std::fs::write(&ape, tagged).unwrap();
    assert_lasts(&ape, 20.0, Some(20.0));
    // A chunk of an odd length, as field recorders write them, and a rate of bytes that is wrong.
    let wav = sound(folder.path(), "sound.wav", &["-c:a", "pcm_s16le"]);
    let mut bytes = std::fs::read(wav).unwrap();
    bytes[28..32].copy_from_slice(&77_u32.to_le_bytes());
    let chunk = [&b"bext"[..], &603_u32.to_le_bytes(), &[7; 604]].concat();
    let odd = folder.path().join("odd.wav");
    std::fs::write(&odd, [&bytes[..12], &chunk, &bytes[12..]].concat()).unwrap();
    assert_lasts(&odd, 20.0, Some(20.0));
}
