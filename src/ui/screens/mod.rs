//! What fills the window.

mod awake;
mod bars;
pub mod board;
mod board_table;
pub mod briefing;
mod overview;
pub mod packs;
pub mod play;
mod prompt;
mod publishers;
mod record_view;
pub mod records;
mod references;
mod roll;
mod seek;
mod side;
mod sign_off;
pub mod station;
mod station_approvals;
mod station_assignments;
mod station_room;
mod station_roster;
mod station_shifts;
mod steps;
mod video;
mod wall;
