//! A stick that does not answer, or a decoder: the window lives on and is told where it stopped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use muster::player::{
    MediaSource, MediaTime, Options, Player, PlayerError, ReadSeek, State, demux, examine, probe,
};

use crate::world::{Coding, numbered_as};

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
