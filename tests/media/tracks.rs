//! Which track plays, joined clips, and key frames that are none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use muster::player::pictures::{Next, Pictures};
use muster::player::{
    FileSource, MediaTime, PlayerError, Threads, decode_sound, open_media, probe,
};

use crate::world::{ffmpeg, made};

/// A box of an MP4 file that holds nothing else of that kind: where its size stands.
fn place_of(file: &[u8], kind: [u8; 4]) -> usize {
    let at = file.windows(4).position(|window| *window == kind);
    at.expect("the box is there") - 4
}

fn number(file: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(file[at..at + 4].try_into().unwrap())
}

fn add(file: &mut [u8], at: usize, more: u32) {
    let sum = number(file, at) + more;
    file[at..at + 4].copy_from_slice(&sum.to_be_bytes());
}

/// Puts bytes at the end of a box within boxes; the index is the last in the file.
fn append(file: &mut Vec<u8>, boxes: &[[u8; 4]], bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap();
    let places: Vec<usize> = boxes.iter().map(|kind| place_of(file, *kind)).collect();
    let last = *places.last().unwrap();
    let end = last + number(file, last) as usize;
    for place in places {
        add(file, place, length);
    }
    file.splice(end..end, bytes.iter().copied());
}

const TO_TABLE: [[u8; 4]; 5] = [*b"moov", *b"trak", *b"mdia", *b"minf", *b"stbl"];

/// A clip whose chunks from the second on name a second sample description: the first one again, with
/// another picture parameter set if `other`.
fn joined(folder: &Path, other: bool) -> PathBuf {
    let source = "testsrc2=size=160x96:rate=25:duration=4";
    let coded = [
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", "-g", "25",
    ];
    // With sound between, the pictures lie in several chunks.
    let sound = ["-f", "lavfi", "-i", "sine=duration=4", "-c:a", "aac"];
    let clip = made(
        folder,
        &[&["-f", "lavfi", "-i", source][..], &sound, &coded].concat(),
    );
    let mut file = std::fs::read(&clip).unwrap();
    let description = place_of(&file, *b"stsd");
    let entry = description + 16;
    let mut copy = file[entry..entry + number(&file, entry) as usize].to_vec();
    if other {
        // The last byte of the parameter set.
        let record = place_of(&copy, *b"avcC");
        let end = record + number(&copy, record) as usize;
        // High profile has four bytes behind it.
        copy[end - 5] ^= 0x10;
    }
    append(&mut file, &[&TO_TABLE[..], &[*b"stsd"]].concat(), &copy);
    add(&mut file, description + 12, 1);
    let chunks = place_of(&file, *b"stsc");
    let runs = number(&file, chunks + 12);
    assert_eq!(runs, 1, "chunks alike");
    let samples = number(&file, chunks + 20);
    let run = [2_u32, samples, 2].map(u32::to_be_bytes).concat();
    append(&mut file, &[&TO_TABLE[..], &[*b"stsc"]].concat(), &run);
    add(&mut file, chunks + 12, 1);
    let joined = folder.join(format!("joined-{other}.mp4"));
    std::fs::write(&joined, file).unwrap();
    joined
}

// PLAYER 2.13.
#[test]
fn joined_clips_that_are_coded_alike_play_and_others_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let alike = probe(&FileSource(joined(folder.path(), false)), Duration::MAX);
    assert_eq!(alike.unwrap().duration, MediaTime::from_millis(4_000));
    let folder = tempfile::tempdir().unwrap();
    let refused = probe(&FileSource(joined(folder.path(), true)), Duration::MAX);
    let Err(PlayerError::Unsupported { what }) = refused else {
        panic!("{refused:?}");
    };
    assert!(what.contains("joined"), "{what}");
}

/// How often the sound of a clip changes its sign a second, which tells how high it is.
fn hertz(clip: &Path) -> usize {
    let (mut last, mut changes, mut frames, mut rate) = (0.0_f32, 0, 0, 1);
    decode_sound(&FileSource(clip.to_owned()), &mut |block| {
        rate = block.rate as usize;
        for pair in block.samples.chunks(2) {
            changes += usize::from(last.signum() != pair[0].signum());
            last = pair[0];
            frames += 1;
        }
        true
    })
    .unwrap();
    changes * rate / frames / 2
}

// PLAYER 2.6.
#[test]
fn a_track_of_sound_that_is_switched_off_plays_only_where_there_is_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let two = |name: &str, dispositions: [&str; 2]| {
        let clip = folder.path().join(name);
        let [first, second] = dispositions;
        ffmpeg(&[
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=2",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=1000:duration=2",
            "-map",
            "0",
            "-map",
            "1",
            "-c:a",
            "aac",
            "-metadata:s:a:0",
            "language=eng",
            "-metadata:s:a:1",
            "language=spa",
            "-disposition:a:0",
            first,
            "-disposition:a:1",
            second,
            clip.to_str().unwrap(),
        ]);
        clip
    };
    for (name, dispositions, expected, played) in [
        ("second.mp4", ["0", "default"], 1000, 1),
        ("first.mp4", ["default", "0"], 440, 0),
        ("both.mp4", ["default", "default"], 440, 0),
    ] {
        let clip = two(name, dispositions);
        let heard = hertz(&clip);
        assert!(heard.abs_diff(expected) < 20, "{name}: {heard} Hz");
        let opened = open_media::open(&FileSource(clip), Threads::new(1)).unwrap();
        let movie = opened.movie.unwrap();
        let sounds = movie.sounds.iter();
        let tracks: Vec<_> = sounds
            .map(|sound| (sound.language.as_str(), sound.channels))
            .collect();
        assert_eq!(
            (tracks, movie.sound_number),
            (vec![("eng", 1), ("spa", 1)], Some(played))
        );
    }
}

fn next(pictures: &mut Pictures) -> Option<(MediaTime, Vec<u8>)> {
    match pictures.next(&mut || false).unwrap() {
        Some(Next::Frame(frame)) => {
            let planes = frame.planes();
            let rows = planes.iter().flat_map(muster::player::frame::Plane::rows);
            Some((frame.at, rows.flatten().copied().collect()))
        }
        Some(Next::Damaged { at, reason }) => panic!("{at:?}: {reason}"),
        _ => None,
    }
}

/// Every picture, and what seeks all over the clip show.
fn assert_seeks_show_what_playing_shows(clip: &Path) {
    let open = || {
        let opened = open_media::open(&FileSource(clip.to_owned()), Threads::new(2)).unwrap();
        opened.pictures.unwrap()
    };
    let mut pictures = open();
    let all: Vec<_> = std::iter::from_fn(|| next(&mut pictures)).collect();
    assert!(all.len() >= 100, "{} pictures", all.len());
    for number in [99, 40, 0, 77, 61, 98, 13] {
        pictures.seek(all[number].0).unwrap();
        for expected in &all[number..(number + 3).min(all.len())] {
            let found = next(&mut pictures);
            assert!(
                found.as_ref() == Some(expected),
                "{:?}, not {:?} after a seek",
                found.map(|(at, _)| at),
                expected.0
            );
        }
    }
}

// PLAYER 6.14.
#[test]
fn a_seek_to_a_recovery_point_shows_the_right_picture_and_the_check_says_how_far_it_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let source = "testsrc2=size=160x96:rate=25:duration=8";
    let refresh = [
        "-c:v",
        "libx264",
        "-x264-params",
        "intra-refresh=1:keyint=25:bframes=0",
    ];
    let clip = made(
        folder.path(),
        &[
            &["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p"][..],
            &refresh,
        ]
        .concat(),
    );
    assert_seeks_show_what_playing_shows(&clip);
    let info = probe(&FileSource(clip), Duration::MAX).unwrap();
    let apart = info.video.unwrap().key_frames_apart;
    assert_eq!(
        apart,
        MediaTime::from_millis(8_000),
        "one picture to begin at"
    );
}

// PLAYER 6.14.
#[test]
fn a_film_that_lists_no_key_frames_is_sought_from_the_ones_that_it_has() {
    let source = "testsrc2=size=160x96:rate=25:duration=8";
    for coded in [
        &["-c:v", "libx264", "-bf", "2", "-sc_threshold", "0"][..],
        &["-c:v", "libsvtav1", "-preset", "10"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let clip = made(
            folder.path(),
            &[
                &["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p"][..],
                coded,
                &["-g", "50"],
            ]
            .concat(),
        );
        let mut file = std::fs::read(&clip).unwrap();
        let list = place_of(&file, *b"stss") + 4;
        file[list..list + 4].copy_from_slice(b"free");
        let without = folder.path().join("without.mp4");
        std::fs::write(&without, file).unwrap();
        assert_seeks_show_what_playing_shows(&without);
        let info = probe(&FileSource(without), Duration::MAX).unwrap();
        let apart = info.video.unwrap().key_frames_apart;
        assert_eq!(apart, MediaTime::from_millis(2_000), "{coded:?}");
    }
}
