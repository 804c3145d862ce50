//! Protecting the folder for everybody: what lies in it is listed, and once somebody confirmed it, an
//! administrator is asked for who runs the command that does it.

use std::ffi::OsString;
use std::sync::Arc;

use crate::app::jobs::screen_worker::ScreenState;
use crate::app::screens::station::exposed;
use crate::library::Library;
use crate::platform::administrator::{self, Asked};
use crate::station::DataFolder;
use crate::ui::screens::station::StationModel;
use crate::words::{Code, InWords, Words, no_administrator_said_yes};

/// Lists what is to be confirmed.
pub(super) fn list(screen: &ScreenState<StationModel>, folder: &DataFolder) {
    let found = Library::open(folder.library()).and_then(|library| library.inventory());
    screen.set(|model| match found {
        Ok(found) => model.inventory = Some(Arc::new(found)),
        Err(error) => model.failed = Some(error.in_words("the library")),
    });
}

/// Protects what was confirmed. This blocks for as long as a person takes to find a password.
pub(super) fn protect(screen: &ScreenState<StationModel>, folder: &DataFolder) {
    let confirmed = screen.lock().inventory.as_ref().map(|found| found.sha256());
    let Some(confirmed) = confirmed else { return };
    let arguments = ["station", "protect", "--yes", "--confirmed", &confirmed];
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
    screen.set(|model| {
        model.protecting = false;
        model.inventory = None;
        model.exposed = exposed;
        model.failed = failed;
    });
    screen.note_change();
}

fn nobody_to_ask() -> Words {
    Words::new(
        Code::Io,
        "Nothing was changed: this PC cannot ask for an administrator from here.",
        "Somebody who administers this PC runs, as administrator: muster station protect --yes",
    )
}
