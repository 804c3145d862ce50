//! What commands say of a file that they cannot read or write (CLI 1.9, CLI 1.12).

use std::io;
use std::path::Path;

use crate::cli::Failure;
use crate::platform::files;
use crate::platform::whole_file::{self, IfThere};

/// CLI 1.9: what `--force` means for a file that is there.
pub fn if_there(force: bool) -> IfThere {
    if force {
        IfThere::Replace
    } else {
        IfThere::Refuse
    }
}

/// CLI 1.12: whether a file may take the place of what is there.
pub fn check_place(out: &Path) -> Result<(), Failure> {
    let checked = whole_file::check(out, IfThere::Replace);
    checked.map_err(|error| Failure::unwritable(out, &error))
}

/// CLI 1.12: a file that the window is to open; links are followed.
pub fn check_readable(file: &Path) -> Result<(), Failure> {
    match files::open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::not_found(file)),
        Err(error) => Err(Failure::unreadable(file, &error)),
    }
}
