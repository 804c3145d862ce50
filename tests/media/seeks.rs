//! Seeks end at the very pictures that are shown when a clip is decoded from its beginning,
//! though what no other picture builds on is passed over on the way.

use std::fs::File;
use std::path::{Path, PathBuf};

use muster::player::decoder_for::decoder_for;
use muster::player::demux;
use muster::player::frame::Plane;
use muster::player::pictures::{Next, Pictures};
use muster::player::{FileSource, MediaTime, Threads, VideoFrame, decode_pictures_on, open_media};

use crate::world::made;

/// A picture: when it is due, and its planes.
type Shown = (MediaTime, Vec<u8>);

/// 75 pictures that move and have detail, a key frame every 25, coded so.
fn moving(folder: &Path, coded: &[&str]) -> PathBuf {
    let source = "testsrc2=size=160x96:rate=25:duration=3,noise=c0s=12:c0f=t";
    let mut all = vec!["-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p"];
    all.extend(coded);
    all.extend(["-g", "25", "-keyint_min", "25"]);
    made(folder, &all)
}

const X264: [&str; 4] = ["-c:v", "libx264", "-sc_threshold", "0"];
const SVT: [&str; 4] = ["-c:v", "libsvtav1", "-preset", "9"];

fn codings() -> Vec<Vec<&'static str>> {
    vec![
        [&X264[..], &["-bf", "3"]].concat(),
        [
            &X264[..],
            &["-bf", "2", "-x264-params", "b-pyramid=0:slices=3"],
        ]
        .concat(),
        [&X264[..], &["-bf", "0"]].concat(),
        // Every other picture is no reference, and their order of show follows from their numbers.
        [&X264[..], &["-bf", "1", "-b_strategy", "0", "-refs", "1"]].concat(),
        // Fields: nothing is passed over.
        [&X264[..], &["-bf", "2", "-flags", "+ilme+ildct"]].concat(),
        SVT.to_vec(),
        [&SVT[..], &["-svtav1-params", "film-grain=20"]].concat(),
        vec![
            "-c:v",
            "libaom-av1",
            "-cpu-used",
            "8",
            "-lag-in-frames",
            "19",
        ],
    ]
}

fn shown(frame: &VideoFrame) -> Shown {
    let planes = frame.planes();
    let rows = planes.iter().flat_map(Plane::rows);
    (frame.at, rows.flatten().copied().collect())
}

fn all_of(clip: &Path) -> Vec<Shown> {
    let mut all = Vec::new();
    decode_pictures_on(
        Threads::new(1),
        &FileSource(clip.to_owned()),
        &mut |frame| {
            all.push(shown(frame));
            true
        },
    )
    .unwrap();
    all
}

fn opened(clip: &Path, threads: usize) -> Pictures {
    let source = FileSource(clip.to_owned());
    let opened = open_media::open(&source, Threads::new(threads)).unwrap();
    opened.pictures.unwrap()
}

fn next(pictures: &mut Pictures) -> Option<Shown> {
    let next = pictures.next(&mut || false).unwrap();
    assert!(!matches!(next, Some(Next::Damaged { .. })), "damaged");
    match next {
        Some(Next::Frame(frame)) => Some(shown(&frame)),
        _ => None,
    }
}

// PLAYER 6.5.
#[test]
fn every_seek_ends_at_the_picture_that_decoding_all_shows_and_goes_on_from_there() {
    for coded in codings() {
        let folder = tempfile::tempdir().unwrap();
        let clip = moving(folder.path(), &coded);
        let all = all_of(&clip);
        assert_eq!(all.len(), 75, "{coded:?}");
        for threads in [1, 3] {
            let mut pictures = opened(&clip, threads);
            // All over the clip, on and back; in between on the way of the one before.
            for turn in 0..30 {
                let number = turn * 32 % 75;
                pictures.seek(all[number].0).unwrap();
                if turn % 3 == 0 {
                    pictures.glimpse(turn % 2 == 0);
                }
                let mut found = next(&mut pictures);
                while found
                    .as_ref()
                    .is_some_and(|(at, _)| *at < pictures.sought())
                {
                    assert!(all.contains(&found.unwrap()), "{coded:?}: a glimpse");
                    found = next(&mut pictures);
                }
                for expected in all.iter().skip(number).take(1 + turn % 5) {
                    assert!(
                        found.as_ref() == Some(expected),
                        "{coded:?} on {threads}: {:?}, not {:?} after a seek to {number}",
                        found.map(|(at, _)| at),
                        expected.0
                    );
                    found = next(&mut pictures);
                }
            }
        }
    }
}

// PLAYER 6.9.
#[test]
fn on_the_way_to_a_picture_those_that_no_other_builds_on_are_not_decoded() {
    for coded in [X264.to_vec(), SVT.to_vec()] {
        let folder = tempfile::tempdir().unwrap();
        let clip = moving(folder.path(), &coded);
        let all = all_of(&clip);
        let movie = demux::open(&mut File::open(&clip).unwrap()).unwrap();
        let track = movie.video.unwrap();
        let decoder = decoder_for(&track.codec, Threads::new(1)).unwrap().unwrap();
        let whole = std::fs::read(&clip).unwrap();
        let mut bytes = whole.clone();
        let mut leaves = 0;
        // All of it but what tells that it is one is spoiled.
        for sample in &track.samples {
            let start = usize::try_from(sample.offset).unwrap();
            let sample = &mut bytes[start..start + sample.size as usize];
            if decoder.is_leaf(sample) {
                leaves += 1;
                let keep = sample.len().min(16);
                sample[keep..].fill(0xaa);
                assert!(decoder.is_leaf(sample));
            }
        }
        assert!(leaves > 15, "{coded:?}: {leaves} leaves");
        let spoiled = folder.path().join("spoiled.mp4");
        std::fs::write(&spoiled, bytes).unwrap();
        for threads in [1, 2] {
            let mut pictures = opened(&spoiled, threads);
            for key in [25, 50] {
                // The key frame, and the last of its group that others build on.
                pictures.seek(all[key].0).unwrap();
                assert!(next(&mut pictures).as_ref() == Some(&all[key]));
                let late = (key + 1..key + 25)
                    .rev()
                    .find(|number| {
                        let at = all[*number].0;
                        let sample = track.samples.iter().find(|sample| sample.at == at).unwrap();
                        let start = usize::try_from(sample.offset).unwrap();
                        !decoder.is_leaf(&whole[start..start + sample.size as usize])
                    })
                    .unwrap();
                assert!(late > key + 10, "{coded:?}: {late}");
                pictures.seek(all[late].0).unwrap();
                assert!(
                    next(&mut pictures).as_ref() == Some(&all[late]),
                    "{coded:?} on {threads}: picture {late}"
                );
            }
        }
    }
}

// PLAYER 6.7.
#[test]
fn a_glimpse_at_once_takes_one_sample_however_many_are_decoded_at_once() {
    // The decoder of fields hands out a picture only when the next begins.
    for coded in codings().iter().filter(|it| !it.contains(&"+ilme+ildct")) {
        let folder = tempfile::tempdir().unwrap();
        let clip = moving(folder.path(), coded);
        let all = all_of(&clip);
        for threads in [1, 3] {
            let mut pictures = opened(&clip, threads);
            // From another key frame, on from there, and back.
            for number in [40, 45, 20] {
                pictures.seek(all[number].0).unwrap();
                pictures.glimpse(true);
                let mut asked = 0;
                let mut superseded = || {
                    asked += 1;
                    asked > 1
                };
                let next = pictures.next(&mut superseded).unwrap();
                let Some(Next::Frame(frame)) = next else {
                    panic!("{coded:?} on {threads}: none on the way to {number}");
                };
                assert!(frame.at < pictures.sought());
                assert!(all.contains(&shown(&frame)), "{coded:?}: a glimpse");
            }
        }
    }
}
