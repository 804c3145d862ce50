//! What fills the window.

mod bars;
pub mod board;
mod board_table;
pub mod briefing;
mod overview;
pub mod play;
mod prompt;
mod roll;
mod seek;
mod side;
mod sign_off;
mod steps;
mod video;
mod wall;
