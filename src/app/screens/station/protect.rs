//! Protecting the folder for everybody: what lies in it is listed, and once somebody confirmed it, an
//! administrator is asked for who runs the command that does it.

use std::ffi::OsString;
use std::sync::Arc;

use crate::app::jobs::screen_state::ScreenJob;
use crate::app::screens::station::exposed;
use crate::library::Library;
use crate::platform::administrator::{self, Asked};
use crate::station::DataFolder;
use crate::ui::screens::station::StationModel;
use crate::words::{Code, InWords, Words, no_administrator_said_yes};

/// Lists what is to be confirmed.
pub(super) fn list(job: &ScreenJob<StationModel>, folder: &DataFolder) {
    let found = Library::open(folder.library()).and_then(|library| library.inventory());
    let found = found.map_err(|error| error.in_words("the library"));
    job.set(|model| match found {
        Ok(found) => model.inventory = Some(Arc::new(found)),
        Err(words) => model.failed = Some(words),
    });
}

/// Protects what was confirmed. This blocks for as long as a person takes to find a password.
pub(super) fn protect(job: &ScreenJob<StationModel>, folder: &DataFolder, confirmed: &str) {
    let arguments = ["station", "protect", "--yes", "--confirmed", confirmed];
    let arguments = arguments.map(OsString::from);
    let asked =
        std::env::current_exe().and_then(|program| administrator::run(&program, &arguments));
    let failed = match asked {
        Ok(Asked::Ran(0)) => None,
        Ok(Asked::Ran(_)) => Some(Words::new(
            Code::Io,
            "The folder was not protected, or what lies in it was changed meanwhile.",
            "An administrator runs muster station protect --yes, which says why.",
        )),
        Ok(Asked::Declined) => Some(no_administrator_said_yes()),
        Ok(Asked::NobodyToAsk) => Some(nobody_to_ask()),
        Err(error) => Some(nobody_to_ask().caused_by(&error)),
    };
    // Who may write where is another matter now.
    let exposed = exposed(folder);
    job.set(|model| {
        model.protecting = false;
        model.inventory = None;
        model.exposed = exposed;
        model.failed = failed;
    });
    job.note_change();
}

fn nobody_to_ask() -> Words {
    Words::new(
        Code::Io,
        "Nothing was changed: this PC cannot ask for an administrator from here.",
        "Somebody who administers this PC runs, as administrator: muster station protect --yes",
    )
}
