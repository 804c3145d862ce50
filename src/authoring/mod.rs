//! From a folder of sources to a signed pack: everything that can be checked without trusting
//! anybody is checked, with advice, before a byte is signed.

mod build;
mod check;
mod error;
mod finding;
mod media;
mod sources;

pub use build::{Built, build};
pub use check::{Depth, check_file, check_folder};
pub use error::AuthoringError;
pub use finding::{Defect, Finding, Severity};
