//! A stick that does not answer, or a decoder: the window lives on and is told where it stopped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use muster::player::{
    MediaSource, MediaTime, Notice, Options, Player, PlayerError, ReadSeek, State, demux, examine,
    probe,
};

use crate::world::{Coding, made, numbered_as};

/// A file that does not answer from some byte on.
#[derive(Clone)]
struct Hanging {
    file: PathBuf,
    from: u64,
}

struct Reader {
    file: File,
    from: u64,
}

impl MediaSource for Hanging {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Reader {
            file: File::open(&self.file)?,
            from: self.from,
        }))
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The index lies behind the pictures and is read in one go: it is let through.
        if self.file.stream_position()? == self.from {
            loop {
                std::thread::park();
            }
        }
        self.file.read(buffer)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

// PLAYER 4.4.
#[test]
fn a_video_that_hangs_keeps_the_window_alive_and_says_where_it_stopped() {
    for coding in [Coding::H264, Coding::Av1] {
        let folder = tempfile::tempdir().unwrap();
        let file = numbered_as(folder.path(), coding);
        let movie = demux::open(&mut File::open(&file).unwrap()).unwrap();
        let from = movie.video.unwrap().samples[60].offset;
        let options = Options {
            start: MediaTime::from_millis(1_200),
            ..Options::default()
        };
        let player = Player::open(Arc::new(Hanging { file, from }), options, Arc::new(|| {}));
        let begun = Instant::now();
        let at = loop {
            let asked = Instant::now();
            let (state, picture) = (player.state(), player.picture());
            assert!(
                asked.elapsed() < Duration::from_millis(500),
                "the window waits"
            );
            if let State::Failed(error) = state {
                assert!(picture.is_some(), "the last picture does not stay");
                let PlayerError::Hangs { at_ms } = error.as_ref() else {
                    panic!("{error}");
                };
                break *at_ms;
            }
            assert!(begun.elapsed() < Duration::from_secs(40), "frozen");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!((1_200..=2_500).contains(&at), "{at} ms");
    }
}

// PLAYER 4.9.
#[test]
fn a_probe_that_hangs_says_where_and_one_that_nobody_waits_for_ends_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = numbered_as(folder.path(), Coding::H264);
    let movie = demux::open(&mut File::open(&file).unwrap()).unwrap();
    let from = movie.video.unwrap().samples[60].offset;
    let source = Hanging { file, from };
    let refused = probe(&source, Duration::MAX);
    let Err(PlayerError::Hangs { at_ms }) = refused else {
        panic!("{refused:?}");
    };
    assert!((1_000..=2_500).contains(&at_ms), "{at_ms} ms");
    let begun = Instant::now();
    let mut asked = 0;
    let stopped = examine(&source, Duration::MAX, &mut || {
        asked += 1;
        asked < 5
    });
    assert!(matches!(stopped, Err(PlayerError::Stopped)), "{stopped:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "it waits on");
    // What does not hang at the beginning is judged by that.
    probe(&source, Duration::from_millis(500)).unwrap();
}

/// Plays it until `until` says that it has seen enough, while the window asks on and is never held up.
fn play(file: PathBuf, from: u64, until: impl Fn(&Player) -> bool) -> Player {
    let source = Arc::new(Hanging { file, from });
    let player = Player::open(source, Options::default(), Arc::new(|| {}));
    let begun = Instant::now();
    while !until(&player) {
        let asked = Instant::now();
        let _ = (player.state(), player.picture(), player.position());
        assert!(
            asked.elapsed() < Duration::from_millis(500),
            "the window waits"
        );
        assert!(begun.elapsed() < Duration::from_mins(1), "frozen");
        std::thread::sleep(Duration::from_millis(20));
    }
    player
}

fn fails_by_hanging(player: &Player) -> bool {
    match player.state() {
        State::Failed(error) => {
            assert!(
                matches!(*error, PlayerError::Hangs { .. }),
                "another failure: {error}"
            );
            true
        }
        _ => false,
    }
}

const TONE: [&str; 4] = ["-f", "lavfi", "-i", "sine=frequency=440:duration=4"];
const AAC: [&str; 2] = ["-c:a", "aac"];

// PLAYER 4.10.
#[test]
fn media_that_hang_while_they_are_opened_fail_with_the_same_words() {
    let folder = tempfile::tempdir().unwrap();
    let numbered = numbered_as(folder.path(), Coding::H264);
    play(numbered, 0, fails_by_hanging);
    // Of a sound file the end is looked at first.
    for (name, codec) in [
        ("a.mp3", "libmp3lame"),
        ("a.flac", "flac"),
        ("a.wav", "pcm_s16le"),
    ] {
        let file = folder.path().join(name);
        let arguments = [&TONE[..], &["-c:a", codec, file.to_str().unwrap()]].concat();
        crate::world::ffmpeg(&arguments);
        play(file, 0, fails_by_hanging);
    }
}

// PLAYER 4.10.
#[test]
fn sound_alone_that_hangs_fails_and_a_film_goes_on_without_its_sound() {
    let folder = tempfile::tempdir().unwrap();
    let alone = made(folder.path(), &[&TONE[..], &AAC].concat());
    let movie = demux::open(&mut File::open(&alone).unwrap()).unwrap();
    let from = movie.sound.unwrap().samples[0].offset;
    play(alone, from, fails_by_hanging);

    let pictures = ["-f", "lavfi", "-i", "testsrc2=d=4:s=160x96:r=25"];
    let coded = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];
    let folder = tempfile::tempdir().unwrap();
    let film = made(
        folder.path(),
        &[&pictures[..], &TONE, &coded, &AAC].concat(),
    );
    let movie = demux::open(&mut File::open(&film).unwrap()).unwrap();
    let from = movie.sound.unwrap().samples[0].offset;
    let player = play(film, from, Player::reached_end);
    let notices = player.notices();
    assert!(
        matches!(notices.as_slice(), [Notice::SoundUndecodable(_)]),
        "{notices:?}"
    );
}
