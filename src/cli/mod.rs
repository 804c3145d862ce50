//! The commands for IT and authors: what each takes, does and prints, and its exit code.
//! [`run`] does one command and returns what is left to do: exit, or open the window, which this
//! room may not do itself.
//! What a command does beyond reading its arguments and printing its result is in the other rooms,
//! and the sentences for errors are in [`words`](crate::words).
//!
#![doc = include_str!("CLI.md")]

mod args;
mod authoring;
mod decode;
mod demo;
mod doctor;
mod due;
mod files;
mod help;
mod install;
mod key;
mod output;
mod packs;
mod progress;
mod records;
mod roster;
mod station;
mod station_key;
mod take_in;
mod trust;
mod visit;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::documents;
use crate::library::{Library, Who};
use crate::operations::Here;
use crate::platform::{log, memory, stop};
use crate::player;
use crate::station::DataFolder;

use output::say;
pub use output::{Reply, print_failure};

pub use crate::words::Failure;

use crate::words::messages::fixed;
use crate::words::{Code, shown_path};
use args::Command;
use authoring::Vanishing;

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
    /// A pack or trust list to show on the IT screen.
    pub file: Option<PathBuf>,
    /// A video or audio file to play at once, without records.
    pub play: Option<PathBuf>,
    /// Fill the screen.
    pub full_screen: bool,
    /// A folder of sources to look at, not signed; `data_dir` goes with the window then.
    pub preview: Option<PathBuf>,
    /// The folder that goes when this value does.
    pub vanishing: Option<Arc<Vanishing>>,
    /// Paint without a graphics card.
    pub software: bool,
    /// If the window cannot be opened, say so in a JSON document (CLI 3.5).
    pub json: bool,
}

/// What every command is handed.
pub struct Context {
    /// Where data lies, if the command line or the environment names a folder (CLI 1.2).
    pub data_dir: Option<PathBuf>,
    /// One JSON document on standard output, nothing else there (CLI 1.3).
    pub json: bool,
    /// When the command was given.
    pub now: jiff::ZonedDateTime,
    cancel: Arc<AtomicBool>,
}

impl Context {
    /// Whether Ctrl-C was pressed: long work asks often and stops cleanly (CLI 1.5).
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// A command with this data folder, which nobody gave.
    #[cfg(test)]
    fn for_test(folder: &Path) -> Self {
        Self {
            data_dir: Some(folder.to_owned()),
            json: true,
            now: now(),
            cancel: Arc::default(),
        }
    }

    /// As Ctrl-C does.
    #[cfg(test)]
    fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
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
    fn data_folder(&self) -> Result<DataFolder, Failure> {
        DataFolder::resolve(self.data_dir.as_deref()).map_err(|e| Failure::of("Muster", &e))
    }

    /// This PC, for long work.
    fn here(&self) -> Result<Here, Failure> {
        Ok(Here {
            folder: self.data_folder()?,
            who: self.who(),
            now: self.now.clone(),
            in_window: false,
        })
    }

    /// The shelf.
    fn library(&self) -> Result<Library, Failure> {
        Library::open(self.data_folder()?.library())
            .map_err(|e| Failure::of(fixed("cli-mod-library-name"), &e))
    }
}

/// Does what the arguments say.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Next {
    let arguments: Vec<OsString> = arguments.collect();
    // CLI 2.36. First of all: pages wait for it.
    if let [_, verb] = arguments.as_slice()
        && verb == documents::DRAW
    {
        return Next::Exit(u8::from(!documents::draw_for_parent()));
    }
    memory::keep_for_pictures();
    let args = match help::parse(&arguments) {
        Ok(args) => args,
        Err(error) => {
            let json = arguments.iter().any(|argument| argument == "--json");
            return Next::Exit(output::usage(&written_out(error, &arguments), json));
        }
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let in_window = Arc::new(AtomicBool::new(false));
    start_log(args.command.as_ref(), Arc::clone(&in_window));
    let (flag, window_is_open) = (Arc::clone(&cancel), Arc::clone(&in_window));
    let vanishing = Arc::new(OnceLock::<PathBuf>::new());
    let goes = Arc::clone(&vanishing);
    // CLI 1.5. Without a handler Ctrl-C ends the program at once, which loses nothing either:
    // every store is written atomically. So it is with the window, which saves at every step.
    let _ = ctrlc::set_handler(move || {
        if window_is_open.load(Ordering::Relaxed) {
            if let Some(folder) = goes.get() {
                // What is still open stays with the system's temporary files.
                let _ = std::fs::remove_dir_all(folder);
            }
            log::end(Code::Cancelled.exit());
            std::process::exit(i32::from(Code::Cancelled.exit()));
        }
        flag.store(true, Ordering::Relaxed);
        stop::request();
    });
    let open = |window: WindowOptions| {
        if let Some(folder) = &window.vanishing {
            // Nothing was named before: the window opens once.
            let _ = vanishing.set(folder.path().to_owned());
        }
        in_window.store(true, Ordering::Relaxed);
        Next::Open(window)
    };
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
        json: args.json,
        ..WindowOptions::default()
    };
    let reply = match (args.command, &window.file) {
        (None, None) => return open(window),
        (None, Some(file)) if file.is_dir() => return open(window),
        (None, Some(file)) if file.exists() => match files::check_readable(file) {
            Ok(()) => return open(window),
            Err(failure) => Err(failure),
        },
        // CLI 2.1
        (None, Some(file)) => Err(Failure::of_message(
            Code::NotFound,
            "cli-mod-no-file-or-command",
            &[("file", shown_path(file).into())],
        )),
        (Some(_), Some(file)) => Err(Failure::of_message(
            Code::Usage,
            "cli-mod-file-before-command",
            &[("file", shown_path(file).into())],
        )),
        (Some(command), None) => match run_command(&context, command, &mut window) {
            Some(reply) => reply,
            None => return open(window),
        },
    };
    let code = output::print(&context, reply);
    log::end(code);
    Next::Exit(code)
}

/// CLI section 7. A panic is printed, in a sentence, only where a command ends by it: while the window is
/// open, nobody reads a terminal.
fn start_log(command: Option<&Command>, in_window: Arc<AtomicBool>) {
    log::start(now);
    log::catch_panics(player::is_in_decoder, move |file| {
        if !in_window.load(Ordering::Relaxed) {
            output::print_panic(file);
        }
    });
    log::info!(
        "begins",
        command = command.map_or("none", Command::name),
        system = std::env::consts::OS,
        processor = std::env::consts::ARCH,
    );
}

/// What clap says of an argument repeats it. Where arguments hold what would command a terminal, clap
/// is asked again with that written out (CLI 1.13).
fn written_out(error: clap::Error, arguments: &[OsString]) -> clap::Error {
    let shown = arguments
        .iter()
        .map(|argument| shown_path(Path::new(argument)));
    // What is wrong with bytes that are no text is wrong no more once they are written out.
    help::parse(shown).err().unwrap_or(error)
}

/// Does one command (CLI section 2); nothing is left to print where it opens the window (CLI 3.5).
fn run_command(
    context: &Context,
    command: Command,
    window: &mut WindowOptions,
) -> Option<Result<Reply, Failure>> {
    Some(match command {
        Command::Play { file } => match files::check_readable(&file) {
            Ok(()) => {
                window.play = Some(file);
                return None;
            }
            Err(failure) => Err(failure),
        },
        Command::Demo(demo) => match demo::run(context, &demo) {
            Ok((folder, _)) if !demo.no_window => {
                window.data_dir = Some(folder);
                return None;
            }
            done => done.map(|(_, reply)| reply),
        },
        Command::Pack(command) => return authoring::run(context, command, window),
        Command::Key(command) => key::run(command),
        Command::Trust(command) => trust::run(context, command),
        Command::Verify(args) => install::verify(context, &args),
        Command::Install(args) => install::install(context, &args),
        Command::List => packs::list(context),
        Command::Rollback(args) => packs::rollback(context, &args),
        Command::Remove(args) => packs::remove(context, &args),
        Command::Audit(command) => packs::audit(context, command),
        Command::Station(command) => station::run(context, command),
        Command::Roster(command) => roster::run(context, command),
        Command::Assign(args) => due::assign(context, &args),
        Command::Approve(args) => due::approve(context, &args),
        Command::Records(command) => records::run(context, command),
        Command::Visit(args) => visit::run(context, &args),
        Command::TakeIn(args) => take_in::run(context, &args),
        Command::Decode(args) => decode::run(context, &args),
        Command::Doctor => doctor::run(context),
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "a command's time is read here, once"
)]
fn now() -> jiff::ZonedDateTime {
    jiff::ZonedDateTime::now()
}
