//! Panics go into the log, with the place in the source.

use std::any::Any;
use std::fmt;
use std::panic::{self, Location};
use std::path::Path;

use crate::platform::log::event::{Loggable, error};
use crate::platform::log::process;

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
            at = info.location().map(Place),
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

/// A place in a source, from the folder of its crate on.
pub(super) struct Place<'a>(pub(super) &'a Location<'a>);

impl Loggable for Place<'_> {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        let file = self.0.file();
        let source = file.rfind("src/").or_else(|| file.rfind("src\\"));
        let of_crate = source.and_then(|at| file.get(..at.saturating_sub(1))?.rfind(['/', '\\']));
        let shown = of_crate.and_then(|at| file.get(at + 1..)).unwrap_or(file);
        write!(out, "{shown}:{}:{}", self.0.line(), self.0.column())
    }
}
