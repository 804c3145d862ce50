//! # Muster
//!
//! The offline player for police roll call. It loads signed, zipped content packs from a USB
//! stick, plays briefing videos and audio on the muster-room wall, leads the sergeant through
//! discussion prompts step by step, and records which modules each shift completed. There is no
//! network, ever.
//!
//! One package: this library, and in `main.rs` a thin executable. The tree reads like the way of a
//! pack: from the stick, onto the shelf, through the briefing, into the record.
//!
//! ## The map
//!
//! | room | what it is | may use |
//! |---|---|---|
//! | [`platform`] | what differs by operating system: file handles, child processes, monitors, sticks, the administrator, one window a user | nothing of ours |
//! | [`pack`] | the format: container, signature, manifest, limits; writing and reading | platform |
//! | [`player`] | demux, decode, clock, sound out, picture queue, captions; knows nothing of egui or packs | platform |
//! | [`documents`] | PDF pages and pictures as pixels, Markdown, Word and slides as blocks; others' bytes are read by a process of their own | platform |
//! | [`library`] | the shelf: trust, install, active versions, roll back | platform, pack, player, documents |
//! | [`station`] | name, tags, shifts, roster, assignments, approvals, settings | platform, pack |
//! | [`session`] | one briefing as a state machine; pure | pack |
//! | [`records`] | the store of what shifts completed: append, amend, query, export | platform, pack, session, station |
//! | [`authoring`] | from sources to a signed pack: draft, check, transcode, build | platform, pack, player, documents |
//! | [`words`] | every error and finding as people read it: headline, advice, details; new texts lie in `messages`, a Fluent file a room | all above, of each the errors and findings |
//! | [`operations`] | what window and command line both do: take packs in, change the station, check this PC, make a visit | all above but authoring |
//! | `ui` | what is seen; changes nothing, returns commands | all above but authoring, operations |
//! | `app` | the running window: commands, background work, effects | all above |
//! | [`cli`] | the commands for IT and authors | all above but ui, app |
//! | `main` | arguments and exit code | platform, app, cli |
//!
//! `tests/architecture.rs` reads the sources and fails on any other arrow. It also holds these:
//!
//! | only there | is done |
//! |---|---|
//! | `ui`, `app` | egui is named |
//! | `platform`, `library`, `station`, `records`, `authoring`, `operations`, `cli`, `pack::write`, and of `app` `files`, `screens::copies` | files are written, through the handles of `platform` too |
//! | `platform`, `player`, `app`, `pack::bytes` | threads are started |
//! | `platform`, `authoring::ffmpeg`, `authoring::tools`, `documents::drawing` | programs are started |
//! | `app`, `cli`, `player::clock` | the clock is read; all others are handed the time |
//! | `main`, `cli` | `anyhow` is named |
//! | `platform::log` | `tracing` is named; others note events by its macros, which take no text from elsewhere |
//!
//! There is no circle between files or folders either, and no file is longer than 460 lines, but for
//! a few that the test names.
//!
//! ## The specifications
//! Each lies beside what it specifies and is changed together with the code; the first six are
//! shown on the pages of their rooms. Other programs and the packs of other people rely on them. A
//! rule has a number; the code that enforces it and the test that proves it name it (`FORMAT 3.4`),
//! and `tests/contract.rs` fails on a name that leads nowhere.
//!
//! | document | specifies |
//! |---|---|
//! | `src/pack/FORMAT.md` | the content pack, byte by byte |
//! | `src/library/EXCHANGE.md` | trust lists, what lies where on a stick |
//! | `src/cli/CLI.md` | commands, JSON output, error and exit codes |
//! | `src/records/RECORDS.md` | what a record holds and what must never happen to it |
//! | `src/player/PLAYER.md` | decoders, clock, behavior, targets |
//! | `src/ui/SCREENS.md` | principles, tokens, each screen, keys |
//! | `content-packs/CONTENT.md` | what the shipped briefings must hold |
//! | `tests/windows/WINDOWS.md` | how the Windows program is built and run on Debian |
//!
//! ## The way of the data
//! 1. A path on a stick → [`library`] reads once, hashing while it copies, verifies, parses,
//!    applies policy, renames, commits. A [`pack::VerifiedPack`] can only come out of verification,
//!    and a [`library::InstalledPack`] only off the shelf.
//! 2. [`library::InstalledPack`] → [`session::Session`]: the steps of one module for one shift.
//!    [`session::Session::apply`] takes an event and returns effects, without input or output:
//!    every path through a briefing is a unit test.
//! 3. An entry of the pack, as a window into the file → [`player`]: a bounded walk of the tables,
//!    samples read one at a time, a decode thread, a bounded picture queue, a picture for the time
//!    of the sound. What a finished picture becomes is the caller's: the ui supplies the texture.
//! 4. An effect that asks for a record → [`records`] appends in one durable transaction; only its
//!    success puts "Recorded" on the screen.
//! 5. Each frame of the window: `App::logic` takes commands and finished work, `App::ui` paints the
//!    state and collects commands.
//!
//! ## Invariants
//! - No byte of a pack's ZIP or manifest is parsed before the signature over it holds.
//! - An install is one rename and one database transaction: before it nothing is changed, after
//!   it the pack is whole. The library deletes no version itself: which may go is decided by those
//!   who know the records.
//! - Nothing that can block (file, database, device, decoder) runs on the ui thread. Every queue is
//!   bounded.
//! - Packs, media, captions, CSV files and databases are untrusted: no input makes Muster panic or
//!   allocate without bound. Files that Muster finds on a stick, on the shelf or beside other files
//!   are not opened through a link. Databases are opened by SQLite, by name and not through a link.
//!   A decoder of media runs where its panic ends that playback with a message, not the program;
//!   PDFs and pictures are drawn by a process with limits and without rights, whose end is such a
//!   message too.
//! - No wait for another process is longer than ten seconds or outlasts Ctrl-C
//!   ([`platform::locks`]).
//! - Errors are typed enums of the room, each variant with the data needed to say what to do.
//!   [`words`] turns each into sentences by exhaustive match, so that a new error does not compile
//!   until somebody has written its sentence. `anyhow` only in `main` and `cli`.
//! - What must not be mixed has a type of its own, whose constructor validates: [`pack::PackId`],
//!   [`pack::PackVersion`], [`pack::KeyId`], [`pack::PackPath`], [`player::MediaTime`].
//!
//! ## Stores
//! - `library.db` (active, kept and highest versions, trust, audit log) keeps a rollback journal,
//!   since it may lie where others read it who may not write a log beside it. Whoever can open a file
//!   can lock it: where some may only read, `library.db` and the lock files are for those who may
//!   write, and the others read `library.snapshot.db`, a copy that is made after each change before
//!   the change is reported. Clean-up happens only under the install lock.
//! - `station.json` is replaced whole. `records.db` keeps a write-ahead log and lies where
//!   sergeants can write. There an administrator reads a private copy and writes nothing.
//!
//! A file of an older version is read, and a newer one refused and left as it is.

pub mod app;
pub mod authoring;
pub mod cli;
pub mod documents;
pub mod library;
pub mod operations;
pub mod pack;
pub mod platform;
pub mod player;
pub mod records;
pub mod session;
pub mod station;
pub mod ui;
pub mod words;
