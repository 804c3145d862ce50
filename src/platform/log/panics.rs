//! Panics go into the log, with the place in the source.

use std::any::Any;
use std::fmt;
use std::panic::{self, Location};
use std::path::Path;

use crate::platform::log::event::{Loggable, error};
use crate::platform::log::process;
use crate::platform::log::values::write_location;

/// From now on panics are noted in the log and not printed. `is_caught` returns whether a panic of the
/// current thread, now, ends only a piece of work, which reports it. Of any other panic `report` is called
/// with the log's file, after the line is written.
pub fn catch_panics(
    is_caught: fn() -> bool,
    report: impl Fn(Option<&Path>) + Send + Sync + 'static,
) {
    panic::set_hook(Box::new(move |info| {
        let caught = is_caught();
        error!(
            "a panic",
            at = info.location().map(Began),
            reason = text_of_program(info.payload()),
            caught = caught,
        );
        if !caught {
            process::flush();
            report(process::path().as_deref());
        }
    }));
}

/// A message that was put together may hold anything; a literal is the program's own.
fn text_of_program(payload: &dyn Any) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}

/// Where a panic began.
struct Began<'a>(&'a Location<'a>);

impl Loggable for Began<'_> {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write_location(self.0, out)
    }
}
