//! What fills the window, a folder each: `board`, `briefing` (with playing one file and the
//! preview of a pack), `records`, `packs`, `station` and `wall`, which the room sees.
//!
//! Not here: parts that several screens share (`crate::ui::widgets`), and what a command does
//! (`crate::app`).

#[cfg(test)]
mod bench;
pub mod board;
pub mod briefing;
pub mod packs;
pub mod records;
pub mod station;
pub mod wall;
