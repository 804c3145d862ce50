//! The commands for IT and authors (CLI.md). `run` does one command and says what is left to do:
//! exit, or open the window (which this room may not do itself).

mod args;
mod output;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;

pub use output::{Failure, Reply};

use args::{Args, Command};

/// What is left to do after the command line was read.
#[derive(Debug)]
pub enum Next {
    /// Exit with this code.
    Exit(u8),
    /// Open the window.
    Open(WindowOptions),
}

/// How to open the window.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// Where data lies, if the command line or the environment names a folder.
    pub data_dir: Option<PathBuf>,
    /// A pack to show on the IT screen.
    pub file: Option<PathBuf>,
    /// A video or audio file to play at once, without records.
    pub play: Option<PathBuf>,
    /// Fill the screen.
    pub full_screen: bool,
    /// Paint without a graphics card.
    pub software: bool,
}

/// What every command is handed.
pub struct Context {
    /// Where data lies, if the command line or the environment names a folder.
    pub data_dir: Option<PathBuf>,
    /// One JSON document on standard output, nothing else there.
    pub json: bool,
    /// When the command was given.
    pub now: jiff::ZonedDateTime,
    cancel: Arc<AtomicBool>,
}

impl Context {
    /// Whether Ctrl-C was pressed: long work asks often and stops cleanly.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Does what the arguments say.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Next {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return Next::Exit(output::usage(&error)),
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    // Without a handler Ctrl-C ends the program at once, which loses nothing either: every
    // store is written atomically.
    let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
    let context = Context {
        data_dir: args.data_dir.clone(),
        json: args.json,
        now: now(),
        cancel,
    };
    let mut window = WindowOptions {
        data_dir: args.data_dir,
        file: args.file,
        full_screen: args.full_screen,
        software: args.software,
        ..WindowOptions::default()
    };
    let reply = match args.command {
        None => return Next::Open(window),
        Some(Command::Play { file }) => {
            if !file.exists() {
                Err(Failure::not_found(&file))
            } else {
                window.play = Some(file);
                return Next::Open(window);
            }
        }
    };
    Next::Exit(output::print(&context, reply))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a command's time is read here, once"
)]
fn now() -> jiff::ZonedDateTime {
    jiff::ZonedDateTime::now()
}
