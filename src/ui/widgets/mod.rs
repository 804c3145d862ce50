//! Parts of which screens are made.

pub mod banner;
pub mod button;
pub mod caption;
pub mod card;
pub mod wall_text;

pub use banner::{Tone, banner, message};
pub use button::{Button, icon_button};
pub use card::card;
