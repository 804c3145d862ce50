//! Damaged clips: what can be shown is shown, the rest is reported, and playback ends either way.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use muster::player::demux::{self, Sample};
use muster::player::pictures::Next;
use muster::player::{FileSource, MediaTime, PlayerError, Threads, open_media, probe};

use crate::world::{Coding, made, numbered_as};

/// 150 pictures, 25 a second, a key frame every 30, and the samples that they lie in.
struct Clip {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
    samples: Vec<Sample>,
}

impl Clip {
    fn new(coding: Coding) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bytes = std::fs::read(numbered_as(folder.path(), coding)).unwrap();
        let movie = demux::open(&mut Cursor::new(bytes.clone())).unwrap();
        let samples = movie.video.unwrap().samples.clone();
        assert_eq!(samples.len(), 150);
        let keys = samples.iter().enumerate().filter(|(_, sample)| sample.key);
        let keys: Vec<_> = keys.map(|(number, _)| number).collect();
        assert_eq!(keys, [0, 30, 60, 90, 120]);
        Self {
            folder,
            bytes,
            samples,
        }
    }

    fn copy(&self) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            bytes: self.bytes.clone(),
            samples: self.samples.clone(),
        }
    }

    /// The bytes of one sample.
    fn sample(&mut self, number: usize) -> &mut [u8] {
        let sample = self.samples[number];
        let start = usize::try_from(sample.offset).unwrap();
        &mut self.bytes[start..start + sample.size as usize]
    }

    fn write(&self) -> PathBuf {
        let path = self.folder.path().join("damaged.mp4");
        std::fs::write(&path, &self.bytes).unwrap();
        path
    }
}

/// The numbers of the pictures that are shown, where something was disturbed, and how it ended.
fn watched(clip: &Path, threads: usize) -> (Vec<i64>, Vec<MediaTime>, Result<(), PlayerError>) {
    let (shown, disturbed, ended) = read(clip, threads);
    (
        shown.into_iter().map(|(due, _)| due).collect(),
        disturbed,
        ended,
    )
}

/// When each picture is due and which it shows, where something was disturbed, and how it ended.
type Reading = (Vec<(i64, i64)>, Vec<MediaTime>, Result<(), PlayerError>);

/// The same, and the number that each picture itself shows.
fn read(clip: &Path, threads: usize) -> Reading {
    let source = FileSource(clip.to_owned());
    let mut pictures = open_media::open(&source, Threads::new(threads))
        .unwrap()
        .pictures
        .unwrap();
    let (mut shown, mut disturbed) = (Vec::new(), Vec::new());
    let ended = loop {
        match pictures.next(&mut || false) {
            Ok(Some(Next::Frame(frame))) => {
                let luma = frame.planes()[0].row(32)[32];
                shown.push((frame.at.as_millis() / 40, i64::from(luma) - 16));
            }
            Ok(Some(Next::Damaged { at, .. })) => disturbed.push(at),
            Ok(Some(Next::End) | None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    let in_order = shown.is_sorted_by(|(a, _), (b, _)| a < b);
    assert!(in_order, "out of order: {shown:?}");
    (shown, disturbed, ended)
}

/// Whether `shown` has all pictures of a stretch.
fn has(shown: &[i64], mut stretch: std::ops::Range<i64>) -> bool {
    stretch.all(|number| shown.contains(&number))
}

const CODINGS: [Coding; 2] = [Coding::H264, Coding::Av1];
const THREADS: [usize; 3] = [1, 2, 4];

// PLAYER 4.2.
#[test]
fn a_damaged_sample_in_the_middle_is_reported_and_skipped() {
    for coding in CODINGS {
        let mut clip = Clip::new(coding);
        let broken = clip.samples[40];
        clip.sample(40).fill(0xff);
        let path = clip.write();
        for threads in THREADS {
            let (shown, disturbed, ended) = watched(&path, threads);
            ended.unwrap();
            assert!(has(&shown, 0..30), "{coding:?} on {threads}: {shown:?}");
            assert!(has(&shown, 60..150), "{coding:?} on {threads}: {shown:?}");
            assert!(!shown.contains(&59), "{coding:?} on {threads}: {shown:?}");
            assert_eq!(disturbed.len(), 1, "{coding:?} on {threads}");
            assert_eq!(disturbed[0], broken.at, "{coding:?} on {threads}");
        }
        let source = FileSource(path);
        assert!(matches!(
            probe(&source, Duration::MAX),
            Err(PlayerError::Decode { track: "video", .. })
        ));
        probe(&source, Duration::from_millis(900)).unwrap();
    }
}

#[test]
fn a_picture_that_takes_long_holds_up_the_others_and_none_is_lost() {
    // Noise that no other picture builds on, and a hundred pictures after it that are alike.
    let noise = "if(eq(N\\,42)\\,random(1)*255\\,128)";
    let source = format!(
        "color=gray:size=1280x720:rate=25:duration=6,geq=lum='{noise}':cb='{noise}':cr=128"
    );
    let folder = tempfile::tempdir().unwrap();
    let coding = "b-adapt=0:b-pyramid=none:scenecut=0:keyint=250:weightp=0:qp=1";
    let clip = made(
        folder.path(),
        &[
            "-f",
            "lavfi",
            "-i",
            &source,
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-bf",
            "3",
            "-x264-params",
            coding,
        ],
    );
    for threads in THREADS {
        let (shown, disturbed, ended) = watched(&clip, threads);
        ended.unwrap();
        assert!(shown.iter().copied().eq(0..150), "on {threads}: {shown:?}");
        assert_eq!(disturbed, [], "on {threads}");
    }
}

// PLAYER 4.2.
#[test]
fn a_picture_that_is_lost_gives_its_time_to_no_other() {
    const HEADER: usize = 4;
    let clean = Clip::new(Coding::H264);
    let mut notices = 0;
    for number in 30..60 {
        for keep in HEADER + 2..HEADER + 8 {
            let mut clip = clean.copy();
            let sample = clip.sample(number);
            // Only a picture that no other builds on leaves the others as they were.
            if sample[HEADER] >> 5 & 3 != 0 || keep >= sample.len() {
                continue;
            }
            sample[keep..].fill(0xff);
            let lost = clip.samples[number].at.as_millis() / 40;
            let path = clip.write();
            for threads in THREADS {
                let (shown, disturbed, ended) = read(&path, threads);
                ended.unwrap();
                notices += disturbed.len();
                let mut others = shown.iter().filter(|(due, _)| *due != lost);
                assert!(
                    others.all(|(due, shows)| due == shows),
                    "sample {number} from byte {keep} on {threads}: {shown:?}"
                );
            }
        }
    }
    assert!(notices > 20, "{notices}");
}

// PLAYER 4.2.
#[test]
fn a_key_frame_that_is_zeroed_costs_the_pictures_that_build_on_it() {
    for coding in CODINGS {
        let mut clip = Clip::new(coding);
        clip.sample(60).fill(0);
        let path = clip.write();
        for threads in THREADS {
            let (shown, disturbed, ended) = watched(&path, threads);
            ended.unwrap();
            assert!(has(&shown, 0..60), "{coding:?} on {threads}: {shown:?}");
            assert!(has(&shown, 90..150), "{coding:?} on {threads}: {shown:?}");
            assert!(!shown.contains(&75), "{coding:?} on {threads}: {shown:?}");
            assert_eq!(disturbed.len(), 1, "{coding:?} on {threads}");
        }
    }
}

// PLAYER 4.2.
#[test]
fn a_long_stretch_of_zeros_is_reported_once_for_each_group_and_skipped() {
    for coding in CODINGS {
        let mut clip = Clip::new(coding);
        for number in 35..100 {
            clip.sample(number).fill(0);
        }
        let path = clip.write();
        for threads in THREADS {
            let (shown, disturbed, ended) = watched(&path, threads);
            ended.unwrap();
            assert!(has(&shown, 0..35), "{coding:?} on {threads}: {shown:?}");
            assert!(has(&shown, 120..150), "{coding:?} on {threads}: {shown:?}");
            assert_eq!(disturbed.len(), 3, "{coding:?} on {threads}: {disturbed:?}");
        }
    }
}

#[test]
fn a_key_frame_that_another_picture_stands_for_shows_nothing_out_of_order_and_ends() {
    for coding in CODINGS {
        let mut clip = Clip::new(coding);
        // What builds on the key frame now finds something else, or nothing.
        let other = clip.sample(70).to_vec();
        let key = clip.sample(60);
        let fits = other.len().min(key.len());
        key.fill(0);
        key[..fits].copy_from_slice(&other[..fits]);
        let path = clip.write();
        for threads in THREADS {
            let (shown, _, ended) = watched(&path, threads);
            ended.unwrap();
            assert!(has(&shown, 0..60), "{coding:?} on {threads}: {shown:?}");
            assert!(has(&shown, 90..150), "{coding:?} on {threads}: {shown:?}");
        }
    }
}

// PLAYER 4.2.
#[test]
fn a_video_with_nothing_intact_to_its_end_reports_that_and_ends() {
    for coding in CODINGS {
        let mut clip = Clip::new(coding);
        for number in 0..150 {
            if number >= 30 {
                clip.sample(number).fill(0);
            }
        }
        let path = clip.write();
        for threads in THREADS {
            let (shown, disturbed, ended) = watched(&path, threads);
            // Four groups: each is reported, and then playback ends.
            ended.unwrap();
            assert!(
                has(&shown, 0..20) && shown.len() <= 30,
                "{coding:?}: {shown:?}"
            );
            assert_eq!(disturbed.len(), 4, "{coding:?}: {disturbed:?}");
        }
    }
}

// PLAYER 2.3, 4.7.
#[test]
fn a_file_that_is_cut_off_is_refused_with_a_reason() {
    for coding in CODINGS {
        let clip = Clip::new(coding);
        let path = clip.folder.path().join("cut.mp4");
        // The index is at the end, or its samples lie beyond the end.
        for keep in [2, 3, 4, 5] {
            std::fs::write(&path, &clip.bytes[..clip.bytes.len() * (keep - 1) / keep]).unwrap();
            let refused = probe(&FileSource(path.clone()), Duration::MAX).unwrap_err();
            assert!(
                matches!(refused, PlayerError::Container { .. }),
                "{refused}"
            );
        }
    }
}

// PLAYER 4.7.
#[test]
fn bits_that_are_turned_anywhere_never_stop_the_pictures_short_of_a_typed_end() {
    for coding in CODINGS {
        let clean = Clip::new(coding);
        // A fixed walk through the samples: every run turns the same bits.
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).unwrap()
        };
        for round in 0..40 {
            let mut clip = clean.copy();
            for _ in 0..=random(20) {
                let number = random(150);
                let sample = clip.sample(number);
                let at = random(sample.len());
                sample[at] ^= 1 << random(8);
            }
            let (shown, disturbed, ended) = watched(&clip.write(), 1 + round % 3);
            assert!(ended.is_ok() || !disturbed.is_empty(), "{ended:?}");
            assert!(!shown.is_empty() || ended.is_err());
        }
    }
}

/// Found by fuzzing: it divides by the number of channels, which nothing says.
// PLAYER 4.1.
#[test]
fn a_sound_at_which_its_decoder_panics_is_refused() {
    let mut nothing_but_info = vec![0; 208];
    nothing_but_info[..4].copy_from_slice(&[0xff, 0xfb, 0x50, 0]);
    nothing_but_info[36..40].copy_from_slice(b"Info");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("info.mp3");
    std::fs::write(&path, nothing_but_info).unwrap();
    let refused = probe(&FileSource(path), Duration::MAX).unwrap_err();
    assert!(
        matches!(refused, PlayerError::Container { .. }),
        "{refused}"
    );
}
