//! What is done with the records besides a briefing under way: entered by hand, written to files for
//! others, and what becomes of a briefing that was left in the middle.

pub mod by_hand;
pub mod export;
pub mod left;
pub mod missed;

pub use by_hand::{Added, Addition, Correction, Written, add_officer, amend, enter};
pub use export::{Export, ExportedFiles, chain_file, export, signature_file};
pub use left::{EndLeft, EndedLeft, end_left};
pub use missed::{export_missed, missed, offers, write_missed};
