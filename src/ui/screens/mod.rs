//! What fills the window.

pub mod board;
pub mod play;
pub mod video;
