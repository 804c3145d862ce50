//! Parts of which screens are made.

pub mod aid_action;
pub mod banner;
pub mod button;
pub mod caption;
pub mod card;
pub mod card_index;
pub mod choice;
pub mod copies;
pub mod forms;
pub mod help_list;
pub mod job_aid;
pub mod markdown_view;
pub mod part;
pub mod places;
pub mod problems;
pub mod progress;
pub mod qr;
pub mod scripts;
pub mod side_panel;
pub mod table;
pub mod text;
pub mod wall_text;

pub use banner::{Tone, banner, message};
pub use button::{Button, icon_button};
pub use card::card;
pub use help_list::help_list;
pub use side_panel::side_panel;
