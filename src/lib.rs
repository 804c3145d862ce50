//! # Muster
//!
//! The offline player for police roll call. It loads signed, zipped content packs from a USB
//! stick, plays briefing videos and audio on the muster-room wall, leads the sergeant through
//! discussion prompts step by step, and records which modules each shift completed. There is no
//! network, ever.
//!
//! ## The map
//! The rooms follow the way of a pack: from the stick, onto the shelf, through the briefing,
//! into the record.
//!
//! | room | what it is | may use |
//! |---|---|---|
//! | [`pack`] | the format: container, signature, manifest, limits; writing and reading | nothing of ours |
//! | [`player`] | demux, decode, clock, sound out, picture queue, captions | nothing of ours |
//! | [`platform`] | what differs by operating system; files written for people | nothing of ours |
//! | [`documents`] | PDF pages and pictures into pixels, Markdown into blocks | nothing of ours |
//! | [`library`] | the shelf: trust, install, active versions, roll back | pack, player, documents |
//! | [`station`] | name, tags, shifts, roster, assignments, approvals, settings | pack |
//! | [`session`] | one briefing as a state machine; pure | pack |
//! | [`records`] | the store of what shifts completed: append, query, export | pack, session, station |
//! | [`authoring`] | from sources to a signed pack | pack, player, documents |
//! | [`words`] | every error and message as people read it | errors and findings of the rooms above, none of their functions |
//! | [`visit`] | one visit of IT: everything in, a look whether this PC is ready, everything out | pack, player, documents, library, station, session, records, words |
//! | `ui` | what is seen; changes nothing, returns commands | all above but authoring and visit |
//! | `app` | the running window: commands, background work, effects | all but cli |
//! | [`cli`] | the commands for IT and authors | all but app and ui |
//!
//! `tests/architecture.rs` reads the sources and fails on any other arrow.
//!
//! ## Invariants
//! - No byte of a pack's ZIP or manifest is parsed before the signature over it holds; a
//!   [`pack::VerifiedPack`] can only come out of verification, and a [`library::InstalledPack`]
//!   only off the shelf.
//! - An install is one rename and one database transaction: before it nothing is changed, after
//!   it the pack is whole.
//! - [`session::Session::apply`] is pure. What it wants done it says as [`session::Effect`];
//!   "Recorded" is shown only after the record's transaction is on the disk.
//! - Nothing that can block runs on the ui thread. Threads start only in [`player`] and `app`;
//!   [`pack::bytes`] has one for as long as it copies a pack. The clock is read only in `app`,
//!   [`cli`] and the player's clock. Every queue is bounded.
//! - Packs, media, captions, CSV files and databases are untrusted: no input makes Muster panic
//!   or allocate without bound.

pub mod app;
pub mod authoring;
pub mod cli;
pub mod documents;
pub mod library;
pub mod pack;
pub mod platform;
pub mod player;
pub mod records;
pub mod session;
pub mod station;
pub mod ui;
pub mod visit;
pub mod words;
