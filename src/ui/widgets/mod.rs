//! Parts of which screens are made.

pub mod banner;
pub mod button;
pub mod caption;
pub mod card;
pub mod card_index;
pub mod choice;
pub mod copies;
pub mod forms;
pub mod job_aid;
pub mod markdown_view;
pub mod part;
pub mod places;
pub mod problems;
pub mod progress;
pub mod qr;
pub mod scripts;
pub mod table;
pub mod text;
pub mod wall_text;

pub use banner::{Tone, banner, message};
pub use button::{Button, icon_button};
pub use card::card;
