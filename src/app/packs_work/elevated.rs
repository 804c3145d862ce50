//! Taking in what is on a stick where this user may not write: the system asks for an
//! administrator, who runs the commands that do the same.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::app::administrator::{self, Asked};
use crate::app::clock::now;
use crate::app::packs_work::name_of;
use crate::library::{Action, Library};
use crate::ui::screens::packs::Summed;
use crate::words::{Code, InWords, Words, no_administrator, no_administrator_said_yes};

/// Runs `muster` with this command for these files. It says itself what it does in the audit log.
///
/// # Errors
/// In words, if nobody said yes, or nobody can be asked.
pub(super) fn run(library: &Library, command: &[&str], files: &[PathBuf]) -> Result<i32, Words> {
    let data = library.folder().parent().unwrap_or(library.folder());
    let mut arguments: Vec<OsString> = vec!["--data-dir".into(), data.into()];
    arguments.extend(command.iter().map(OsString::from));
    arguments.extend(files.iter().map(|file| absolute(file).into_os_string()));
    let asked = std::env::current_exe()
        .and_then(|program| administrator::run(&program, &arguments))
        .map_err(|error| no_administrator(&command.join(" ")).details(error.to_string()))?;
    match asked {
        Asked::Ran(code) => Ok(code),
        Asked::Declined => Err(no_administrator_said_yes()),
        Asked::NobodyToAsk => Err(no_administrator(&command.join(" "))),
    }
}

/// The administrator's command starts in another folder.
fn absolute(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

/// What came of one pack, as far as the shelf tells.
pub(super) fn pack(library: &Library, file: &Path, title: String) -> Summed {
    let found = library.verify(file, now().date(), &mut |_, _| true);
    let result = match found {
        Ok(outcome) if outcome.action == Action::AlreadyInstalled => Ok(format!(
            "version {} is installed now",
            outcome.manifest.version
        )),
        Ok(_) => Err(Words::new(
            Code::Io,
            format!("{} was not installed.", name_of(file)),
            "Look at the audit log, then try again.",
        )),
        Err(error) => Err(error.in_words(&name_of(file))),
    };
    Summed { title, result }
}
