//! # Muster
//!
//! The offline player for police roll call. It loads signed, zipped content packs from a USB
//! stick, plays briefing videos and audio on the muster-room wall, leads the sergeant through
//! discussion prompts step by step, and records which modules each shift completed.
//!
//! The rooms follow the way of a pack: from the stick, onto the shelf, through the briefing,
//! into the record.

pub mod app;
pub mod authoring;
pub mod cli;
pub mod library;
pub mod pack;
pub mod player;
pub mod records;
pub mod session;
pub mod station;
pub mod ui;
pub mod words;
