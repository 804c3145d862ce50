//! The log in words, and what went wrong within Muster itself: messages that name the log's file for its
//! makers.

use std::path::Path;

use crate::platform::log::LogFinding;
use crate::words::messages::{message, words};
use crate::words::ready::{Line, LineState};
use crate::words::{Code, Failure, Words, shown_path};

/// Whether the log can be written, and where it lies.
#[must_use]
pub fn log_line(finding: &LogFinding) -> Line {
    match finding {
        LogFinding::Written(file) => Line::ok(
            "log",
            message("log-written", &[("file", shown_path(file).into())]),
        ),
        LogFinding::NotWritable { file, error } => {
            let file = ("file", shown_path(file).into());
            let words = words(Code::Io, "log-not-written", &[file]).caused_by(error);
            Line::new("log", LineState::Warning, words)
        }
        LogFinding::None => {
            let words = words(Code::Io, "log-has-no-folder", &[]);
            Line::new("log", LineState::Warning, words)
        }
    }
}

/// Where the log lies, as a line of `muster station show`.
#[must_use]
pub fn log_place(file: &Path) -> String {
    message("log-place", &[("file", shown_path(file).into())])
}

/// Work in the background that can be stopped by a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackgroundWork {
    /// What the Packs screen asks for.
    Packs,
    /// What the Station screen asks for.
    Station,
    /// What the Records screen asks for.
    Records,
    /// The check of this PC.
    Check,
    /// A copy of a file of a pack.
    Copy,
    /// The reading of a pack that is not signed yet.
    Preview,
    /// Anything else of the window.
    Window,
}

/// The words for work that a defect stopped, with the file that its makers need.
#[must_use]
pub fn work_panicked(work: BackgroundWork, log: Option<&Path>) -> Words {
    let id = match work {
        BackgroundWork::Packs => "packs-panicked",
        BackgroundWork::Station => "station-panicked",
        BackgroundWork::Records => "records-panicked",
        BackgroundWork::Check => "check-panicked",
        BackgroundWork::Copy => "copy-panicked",
        BackgroundWork::Preview => "preview-panicked",
        BackgroundWork::Window => "window-panicked",
    };
    let mut words = words(Code::Io, id, &[]);
    words.advice = [words.advice, tell_makers(log)].join(" ");
    words
}

/// The words for settings of the window that could not be saved in this file.
#[must_use]
pub fn settings_unsaved(file: &Path, error: &std::io::Error) -> Words {
    let failure = Failure::unwritable(file, error);
    let mut words = words(failure.words.code, "settings-unsaved", &[]).caused_by(error);
    words.advice = [failure.words.headline, failure.words.advice].join(" ");
    words
}

/// The words for what was not done because too much waits already.
#[must_use]
pub fn queue_full() -> Words {
    words(Code::Busy, "queue-full", &[])
}

/// The sentences for a program that a defect ended.
#[must_use]
pub fn program_panicked(log: Option<&Path>) -> String {
    [message("program-panicked", &[]), tell_makers(log)].join(" ")
}

/// What to do about a defect of Muster, with the file that its makers need.
fn tell_makers(log: Option<&Path>) -> String {
    match log {
        Some(log) => message("tell-makers", &[("file", shown_path(log).into())]),
        None => message("tell-makers-without-log", &[]),
    }
}
