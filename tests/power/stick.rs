//! Sticks that are pulled, read in small pieces, or change while they are read.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use muster::library::{Library, LibraryError};
use muster::pack::read::{self, KeyStatus, Policy};
use muster::pack::{KeyId, PackError, PackId, PackVersion, PublicKey};

use crate::layer::{Layer, arguments};
use crate::lost::{read_tree, write_tree};
use crate::scenes::is_whole;
use crate::world::{World, code, install, shelf, who};

const SAMPLES: usize = 200_000;

/// A stick, watched, and a station that has version 1 of its pack.
struct Stick {
    world: World,
    layer: Layer,
}

impl Stick {
    fn new() -> Self {
        let world = World::new();
        install(&world.library(), &world.pack("1.muster", 1, SAMPLES)).expect("installed");
        world.pack("stick/2.muster", 2, SAMPLES);
        Self {
            world,
            layer: Layer::new(),
        }
    }

    fn library(&self) -> Library {
        Library::open(&self.world.path("data").join("library")).expect("a library")
    }

    fn run(&self, mode: &str, at: usize, what: &str) -> crate::layer::Run {
        let pack = self.world.path("stick/2.muster");
        let words = [what, pack.to_str().expect("Unicode")];
        let arguments = arguments(&self.world.path("data"), &words);
        self.layer
            .run(&self.world.path("stick"), mode, at, &arguments)
    }
}

#[test]
fn a_stick_pulled_at_any_read_is_reported_and_the_shelf_is_unchanged() {
    let stick = Stick::new();
    let before = shelf(&stick.library());
    for command in ["verify", "install"] {
        let mut at = 0;
        loop {
            at += 1;
            let run = stick.run("eio-from", at, command);
            if at > run.count {
                // Pulled after the last read, at 100 %: nothing is asked of it any more.
                assert_eq!(run.exit, Some(0), "{}", run.document);
                break;
            }
            let what = format!("{command}, pulled at {at}: {}", run.document);
            assert_eq!(run.document["error"]["code"], "SourceRead", "{what}");
            assert_eq!(run.exit, Some(1), "{what}");
            assert!(shelf(&stick.library()) == before, "{what}");
        }
        // Its end, then all of it in pieces of 64 KiB: every share of the file was tried.
        assert!(at > 8, "{command}: only {at} reads");
    }
}

#[test]
fn a_single_failed_read_is_reported_and_the_shelf_is_unchanged() {
    let stick = Stick::new();
    let data = stick.world.path("data");
    let (tree, before) = (read_tree(&data), shelf(&stick.library()));
    let (mut at, mut done) = (0, 0);
    loop {
        at += 1;
        write_tree(&data, &tree);
        let run = stick.run("eio-all", at, "install");
        let what = format!("read {at} of {}: {}", run.count, run.document);
        if run.exit == Some(0) {
            assert_eq!(run.document["results"][0]["version"], 2, "{what}");
            done += 1;
            if at > run.count {
                break;
            }
            continue;
        }
        assert_eq!(run.document["error"]["code"], "SourceRead", "{what}");
        assert_eq!(run.exit, Some(1), "{what}");
        assert!(shelf(&stick.library()) == before, "{what}");
    }
    // Beside the last run, only the questions whether it is a folder and how much there is to do, for
    // who waits, may go without an answer.
    assert!(at > 8 && done <= 3, "{at} reads, {done} installs");
}

#[test]
fn a_stick_that_gives_a_few_bytes_at_a_time_gives_the_same_pack() {
    let stick = Stick::new();
    let pack = stick.world.pack("stick/2.muster", 2, 2_000);
    let run = stick.run("short", 1, "install");
    assert_eq!(run.exit, Some(0), "{}", run.document);
    let reads = usize::try_from(pack.metadata().expect("a length").len()).expect("short") / 7;
    assert!(run.count > reads, "read in {} pieces", run.count);
    assert_eq!(run.document["results"][0]["version"], 2);
    let library = stick.library();
    let installed = library.installed().expect("packs");
    is_whole(&library, &installed[0]);
}

/// What the stick holds changes while it is read: at every step of the copy a byte that was read
/// before, one that comes yet, or the signature.
#[test]
fn a_stick_that_changes_while_it_is_read_never_changes_what_is_installed() {
    let world = World::new();
    let file = world.pack("2.muster", 2, SAMPLES);
    let whole = std::fs::read(&file).expect("a pack");
    let at = |percent: usize| (whole.len() - 1) * percent / 100;
    let steps = whole.len() / (64 << 10) + 1;
    let (mut refused, mut same) = (0, 0);
    for step in 0..=steps {
        for byte in [0, at(1), at(50), at(99), whole.len() - 300, at(100)] {
            let library = world.library_in(&world.path(&format!("shelf {step} {byte}")));
            let before = shelf(&library);
            std::fs::write(&file, &whole).expect("a file");
            let mut calls = 0;
            let outcome = library.install(&file, &who(), &mut |_, _| {
                if calls == step {
                    let mut other = whole.clone();
                    other[byte] ^= 0x55;
                    // In place: the file that is open is the one that changes.
                    std::fs::write(&file, other).expect("a file");
                }
                calls += 1;
                true
            });
            let what = format!("byte {byte} at step {step}");
            if let Err(error) = outcome {
                assert_eq!(code(&error), "BadSignature", "{what}: {error}");
                assert!(shelf(&library) == before, "{what}");
                refused += 1;
                continue;
            }
            // What changed had been read, and nothing is read twice.
            let installed = library.installed().expect("packs");
            let kept = std::fs::read(installed[0].path()).expect("a file");
            assert!(kept == whole, "{what}");
            same += 1;
        }
    }
    assert!(
        refused > steps && same > steps,
        "{refused} refused, {same} the same"
    );
}

/// Cut to nothing, shortened, or replaced by another sound pack, between the look at its end and
/// the copy.
#[test]
fn a_file_that_is_another_one_by_the_time_it_is_copied_is_refused() {
    let world = World::new();
    let library = world.library();
    let file = world.pack("2.muster", 2, SAMPLES);
    let whole = std::fs::read(&file).expect("a pack");
    let other = std::fs::read(world.pack("3.muster", 3, SAMPLES + 7)).expect("a pack");
    let before = shelf(&library);
    for (bytes, right) in [
        (&whole[..0], "Truncated"),
        (&whole[..whole.len() / 2], "Truncated"),
        (&other[..], "BadSignature"),
    ] {
        std::fs::write(&file, &whole).expect("a file");
        let mut first = true;
        let outcome = library.install(&file, &who(), &mut |_, _| {
            if std::mem::take(&mut first) {
                std::fs::write(&file, bytes).expect("a file");
            }
            true
        });
        let error = outcome.expect_err("it changed");
        assert_eq!(code(&error), right, "{error}");
        assert!(shelf(&library) == before);
    }
}

/// A source that fails at a byte, gives a few bytes at a time and is interrupted now and then.
struct Bad {
    bytes: Cursor<Vec<u8>>,
    fails_at: u64,
    piece: usize,
    reads: usize,
}

impl Read for Bad {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.reads += 1;
        if self.reads.is_multiple_of(3) {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let left = self.fails_at.saturating_sub(self.bytes.position());
        let most = buffer.len().min(self.piece);
        let most = most.min(usize::try_from(left).unwrap_or(usize::MAX));
        if most == 0 {
            return Err(std::io::Error::other("the stick is gone"));
        }
        self.bytes.read(&mut buffer[..most])
    }
}

impl Seek for Bad {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

struct Everything(PublicKey);

impl Policy for Everything {
    fn key(&self, _: KeyId) -> KeyStatus {
        KeyStatus::Trusted(self.0.clone())
    }
    fn allows(&self, _: KeyId, _: &PackId) -> bool {
        true
    }
    fn floor(&self, _: &PackId) -> Option<PackVersion> {
        None
    }
    fn revoked(&self, _: &PackId, _: PackVersion, _: Option<&str>) -> bool {
        false
    }
}

/// Copies through a source that fails at this byte.
fn copied(world: &World, pack: &Path, fails_at: u64, piece: usize) -> Result<Vec<u8>, PackError> {
    let bytes = std::fs::read(pack).expect("a pack");
    let tail = read::read_tail(&mut Cursor::new(&bytes)).expect("an end");
    let mut source = Bad {
        bytes: Cursor::new(bytes),
        fails_at,
        piece,
        reads: 0,
    };
    let path = world.path("copy");
    let mut copy = std::fs::File::options();
    let copy = copy
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path);
    let policy = Everything(world.public.clone());
    read::copy_and_verify(
        &mut source,
        tail,
        &world.public,
        &policy,
        &mut copy.expect("a file"),
        &path,
        &mut |_, _| true,
    )?;
    Ok(std::fs::read(&path).expect("the copy"))
}

#[test]
fn a_source_that_fails_at_a_share_of_its_bytes_is_reported() {
    let world = World::new();
    let pack = world.pack("a.muster", 1, 20_000);
    let whole = std::fs::read(&pack).expect("a pack");
    let len = whole.len() as u64;
    // The signature was read before: the last bytes that are asked for are those before it.
    let signed = read::read_tail(&mut Cursor::new(&whole))
        .expect("an end")
        .signed_len;
    for piece in [1, 7, 4_096, usize::MAX] {
        for at in [0, len / 100, len / 2, signed * 99 / 100, signed - 1] {
            let error = copied(&world, &pack, at, piece).expect_err("it fails");
            let error = LibraryError::from(error);
            assert_eq!(
                code(&error),
                "SourceRead",
                "byte {at}, {piece} at a time: {error}"
            );
        }
        for at in [signed, len] {
            let copy = copied(&world, &pack, at, piece);
            assert!(copy.expect("all was read") == whole, "{piece} at a time");
        }
    }
}
