//! How far long work is, on standard error when that is a terminal.

use std::io::{IsTerminal, Write};

use crate::cli::Context;

/// Shows one line that is written over, and passes Ctrl-C on to the work.
pub struct Meter<'a> {
    context: &'a Context,
    label: String,
    shown: Option<u64>,
    terminal: bool,
}

impl<'a> Meter<'a> {
    /// For work on the thing of this name.
    pub fn new(context: &'a Context, label: String) -> Self {
        Self {
            context,
            label,
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// So many of so many bytes are done. Says whether to go on.
    pub fn step(&mut self, done: u64, all: u64) -> bool {
        let percent = (done.saturating_mul(100)).checked_div(all).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            // Nobody is left to tell when standard error is gone.
            let _ = write!(std::io::stderr(), "\r\x1b[K{percent:3} %  {}", self.label);
        }
        !self.context.cancelled()
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
