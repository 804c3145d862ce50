//! Playing one video or audio file: demux, decode, clock, sound out, picture queue, captions.
//! Knows nothing of egui or packs.

pub mod error;
pub mod source;
pub mod time;

pub use error::PlayerError;
pub use source::{MediaSource, ReadSeek};
pub use time::MediaTime;
