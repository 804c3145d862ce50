//! What is seen. Paints a [`Model`] and returns [`Command`]s; changes nothing else, reads no
//! clock, blocks on nothing.
//!
//! Invariants: no literal color outside `theme`; every control has a label that a screen reader
//! finds, and is at least 40 points high.

pub mod command;
pub mod icons;
pub mod keys;
pub mod model;
pub mod room;
pub mod screens;
pub mod shell;
pub mod theme;
pub mod time;
pub mod widgets;

pub use command::{Command, Playback};
pub use model::{CaptionTrack, Model, Playing, Screen, Settings};
pub use shell::Shell;
