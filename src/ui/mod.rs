//! Paints the screens: takes a [`Model`], returns [`Command`]s. Nothing else is changed here, no
//! clock is read and nothing is waited for: `app` owns the windows, the stores and the threads.
//! What the room's screen shows is painted here too, in a window that `app` opens.
//!
#![doc = include_str!("SCREENS.md")]

pub mod action;
pub mod command;
pub mod faces;
pub mod help;
pub mod icons;
pub mod keys;
pub mod model;
pub mod playing;
pub mod room;
pub mod screens;
pub mod search;
pub mod settings;
pub mod shell;
pub mod shown;
pub mod theme;
pub mod time;
pub mod widgets;
pub mod window_action;

pub use command::{Command, Playback};
pub use model::Model;
pub use playing::{CaptionTrack, Playing};
pub use screens::{Screen, ScreenCommand, ScreenModels};
pub use settings::Settings;
pub use shell::Shell;
