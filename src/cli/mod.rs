//! The commands for IT and authors (CLI.md). `run` does one command and says what is left to do:
//! exit, or open the window (which this room may not do itself).

mod args;
mod authoring;
mod demo;
mod install;
mod key;
mod output;
mod packs;
mod progress;
mod trust;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;

use crate::library::{Library, Who};

pub use output::{Failure, Reply};

use crate::words::Code;
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

    /// Who gave the command, and when, for the audit log.
    fn who(&self) -> Who {
        Who {
            account: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
            at: self.now.timestamp(),
            today: self.now.date(),
        }
    }

    /// The folder in which everything lies.
    fn data_folder(&self) -> Result<PathBuf, Failure> {
        if let Some(folder) = &self.data_dir {
            return Ok(folder.clone());
        }
        let own = directories::ProjectDirs::from("", "", "Muster");
        own.map(|dirs| dirs.data_local_dir().to_owned())
            .ok_or_else(|| {
                Failure::new(
                    Code::Io,
                    "This account has no folder for data.",
                    "Name one with --data-dir.",
                )
            })
    }

    /// The shelf.
    fn library(&self) -> Result<Library, Failure> {
        let folder = self.data_folder()?.join("library");
        Library::open(&folder).map_err(|e| Failure::of("the library", &e))
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
        Some(Command::Demo(demo)) => match demo::run(&context, &demo) {
            Ok((folder, _)) if !demo.no_window => {
                window.data_dir = Some(folder);
                return Next::Open(window);
            }
            done => done.map(|(_, reply)| reply),
        },
        Some(Command::Pack(command)) => authoring::run(&context, command),
        Some(Command::Key(command)) => key::run(command),
        Some(Command::Trust(command)) => trust::run(&context, command),
        Some(Command::Verify(args)) => install::verify(&context, &args),
        Some(Command::Install(args)) => install::install(&context, &args),
        Some(Command::List) => packs::list(&context),
        Some(Command::Rollback(args)) => packs::rollback(&context, &args),
        Some(Command::Remove(args)) => packs::remove(&context, &args),
        Some(Command::Audit(command)) => packs::audit(&context, command),
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
