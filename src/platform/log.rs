//! A log for those who find out what went wrong: one line an event in a file of this user, bounded in
//! size, written by a thread of its own, so that nobody waits for a disk (CLI section 7).
//!
//! What may stand in it is decided by types: a message is a text of the program itself, and so is every
//! value that is a text ([`Loggable`] is not implemented for a `String`). Names of officers, notes and
//! captions are texts from elsewhere, and cannot be handed over. Only this module names `tracing`, and
//! events of other crates are left out.

mod event;
mod file;
mod others;
mod panics;
mod process;
mod values;
mod writer;

pub use event::{Field, Loggable, Now};
pub use file::LogFinding;
pub use panics::catch_panics;
pub use process::{Accounts, check, contents, end, flush, path, start, start_in};
pub use values::{Place, SystemError};

pub(crate) use event::{error, info, note, warning};
