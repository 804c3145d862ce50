//! Seeking in a clip that plays: exact at rest, a picture on the way where it takes long.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where something is not as it should be, and waits for real"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU8, Ordering};

use muster::player::{
    FileSource, MediaSource, MediaTime, Options, Picture, Player, ReadSeek, State,
};

/// A silent clip, 25 pictures a second, key frames so many pictures apart.
fn made(folder: &Path, source: &str, group: u32) -> PathBuf {
    let file = folder.join("clip.mp4");
    let group = group.to_string();
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i", source])
        .args(["-c:v", "libx264", "-preset", "veryfast", "-bf", "2"])
        .args(["-g", &group, "-keyint_min", &group, "-sc_threshold", "0"])
        .args(["-crf", "16", "-pix_fmt", "yuv420p"])
        .arg(&file)
        .status()
        .expect("ffmpeg is needed for this test: install it");
    assert!(status.success());
    file
}

/// One whose pictures are of a gray that tells their number.
fn numbered(folder: &Path) -> PathBuf {
    let gray = "color=black:size=64x64:rate=25:duration=6,geq=lum='16+N':cb=128:cr=128";
    made(folder, gray, 50)
}

/// One that takes long to decode.
fn busy(folder: &Path) -> PathBuf {
    made(folder, "testsrc2=size=640x360:rate=25:duration=6", 150)
}

fn opened(file: PathBuf) -> Player {
    let options = Options {
        paused: true,
        ..Options::default()
    };
    let player = Player::open(Arc::new(FileSource(file)), options, Arc::new(|| ()));
    wait(|| player.picture());
    player
}

/// What comes within half a minute.
fn wait<T>(mut what: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = what() {
            return found;
        }
        assert!(Instant::now() < until, "it did not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn millis(picture: u32) -> MediaTime {
    MediaTime::from_millis(i64::from(picture) * 40)
}

/// The number that a picture shows.
fn number(picture: &Picture) -> i64 {
    // From the limited range to the full one.
    let level = i64::from(*picture.rgba.first().unwrap());
    (level * 219 + 127) / 255
}

// PLAYER 6.5.
#[test]
fn every_seek_ends_at_the_picture_that_is_due_wherever_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let player = opened(numbered(folder.path()));
    // On within a group, to one that waits already, back, over key frames, to the last.
    for to in [3, 4, 20, 21, 45, 44, 50, 49, 120, 121, 99, 149, 148, 0, 149] {
        player.seek(millis(to));
        assert_eq!(player.position(), millis(to));
        let picture = wait(|| player.picture().filter(|picture| picture.at == millis(to)));
        assert!(
            (number(&picture) - i64::from(to)).abs() <= 1,
            "{to}: {}",
            number(&picture)
        );
        assert!(matches!(player.state(), State::Paused));
    }
    assert_eq!(player.take_played(), []);
}

// PLAYER 6.7.
#[test]
fn a_seek_that_takes_long_shows_a_picture_on_the_way_and_ends_at_the_exact_one() {
    let folder = tempfile::tempdir().unwrap();
    let player = opened(busy(folder.path()));
    let before = player.picture().unwrap().number;
    player.seek(millis(145));
    let glimpse = wait(|| player.picture().filter(|picture| picture.number != before));
    assert!(glimpse.at < millis(145));
    wait(|| player.picture().filter(|picture| picture.at == millis(145)));
    // What was decoded is not decoded again: the next one is there at once.
    let begun = Instant::now();
    player.seek(millis(147));
    wait(|| player.picture().filter(|picture| picture.at == millis(147)));
    assert!(begun.elapsed() < Duration::from_millis(300));
}

// PLAYER 6.8.
#[test]
fn while_the_slider_is_dragged_pictures_follow_and_letting_go_plays_on() {
    let folder = tempfile::tempdir().unwrap();
    let player = opened(busy(folder.path()));
    player.play();
    let (mut seen, mut last) = (0, 0);
    let begun = Instant::now();
    // Faster than any one of them can be decoded.
    for step in 0..100_u32 {
        let to = 60 + step % 30;
        player.scrub(millis(to));
        assert_eq!(player.position(), millis(to));
        std::thread::sleep(Duration::from_millis(16));
        let picture = player.picture().unwrap();
        if picture.number != last {
            seen += 1;
            last = picture.number;
        }
    }
    assert!(
        begun.elapsed() > Duration::from_millis(1_600) && seen >= 5,
        "{seen} pictures were seen"
    );
    let rest = millis(72);
    player.scrub(rest);
    wait(|| player.picture().filter(|picture| picture.at == rest));
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(player.position(), rest);
    assert!(matches!(player.state(), State::Playing));
    player.seek(rest);
    wait(|| (player.position() > millis(78)).then_some(()));
    let stretches = player.take_played();
    assert!(
        stretches
            .iter()
            .all(|(from, _)| *from == MediaTime::ZERO || *from == rest)
    );
}

const WHOLE: u8 = 0;
const HANGS: u8 = 1;
const GONE: u8 = 2;

/// A stick that can be pulled: reads hang, or fail.
struct Stick {
    file: PathBuf,
    state: Arc<AtomicU8>,
}

struct Reading {
    file: std::fs::File,
    state: Arc<AtomicU8>,
}

impl MediaSource for Stick {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Reading {
            file: std::fs::File::open(&self.file)?,
            state: Arc::clone(&self.state),
        }))
    }
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.state.load(Ordering::Acquire) == HANGS {
            std::thread::sleep(Duration::from_millis(5));
        }
        if self.state.load(Ordering::Acquire) == GONE {
            return Err(io::Error::other("the stick is gone"));
        }
        self.file.read(buffer)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

// PLAYER 4.5, 4.7.
#[test]
fn a_stick_that_hangs_holds_the_video_and_one_that_is_gone_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let state = Arc::new(AtomicU8::new(WHOLE));
    let stick = Stick {
        file: busy(folder.path()),
        state: Arc::clone(&state),
    };
    let player = Player::open(Arc::new(stick), Options::default(), Arc::new(|| ()));
    wait(|| (player.position() > millis(10)).then_some(()));
    assert!(!player.is_waiting());
    state.store(HANGS, Ordering::Release);
    let begun = Instant::now();
    wait(|| player.is_waiting().then_some(()));
    assert!(begun.elapsed() < Duration::from_millis(2_500));
    let stands = player.position();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(player.position(), stands);
    assert!(matches!(player.state(), State::Playing));
    state.store(WHOLE, Ordering::Release);
    wait(|| (player.position() > stands).then_some(()));
    assert!(!player.is_waiting());
    state.store(GONE, Ordering::Release);
    wait(|| matches!(player.state(), State::Failed(_)).then_some(()));
    assert!(player.picture().is_some(), "the last picture stays");
}
