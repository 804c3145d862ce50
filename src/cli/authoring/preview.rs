//! `muster pack preview`: a folder of sources in the window, not signed and not kept (CLI 2.6).

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use tempfile::TempDir;

use crate::authoring::AuthoringError;
use crate::cli::{Failure, WindowOptions};
use crate::platform::files;
use crate::words::messages::message;

/// What `--help` adds after the options.
pub fn help() -> String {
    message("cli-preview-help", &[])
}

/// Folders of previews begin so.
const PREFIX: &str = "muster-preview-";
/// A file in such a folder that is locked for as long as its window is open.
const IN_USE: &str = "in-use";

/// What `pack preview` takes.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A folder that goes when this value does.
#[derive(Debug)]
pub struct Vanishing {
    /// Closed before the folder goes: Windows removes no file that is open.
    _in_use: File,
    folder: TempDir,
}

impl Vanishing {
    fn new(within: &Path) -> io::Result<Self> {
        sweep(within);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(within)?;
        let in_use = File::create_new(folder.path().join(IN_USE))?;
        in_use.lock()?;
        Ok(Self {
            _in_use: in_use,
            folder,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes what previews left behind whose program or PC was stopped.
fn sweep(within: &Path) {
    let Ok(entries) = std::fs::read_dir(within) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !ours || !is_folder {
            continue;
        }
        // One that has no such file yet is being made. Everybody may make folders there, and put a
        // pipe in the place of the file.
        let Ok(in_use) = files::open_no_link(&entry.path().join(IN_USE)) else {
            continue;
        };
        let left_behind = in_use.try_lock().is_ok();
        drop(in_use);
        if left_behind {
            // Somebody else's stays, and is none of this preview's business.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Has the window show the folder; the window reads it.
pub fn begin(args: &PreviewArgs, window: &mut WindowOptions) -> Result<(), Failure> {
    if !args.folder.is_dir() {
        return Err(Failure::not_found(&args.folder));
    }
    if !args.folder.join("manifest.json").is_file() {
        let folder = args.folder.clone();
        let error = AuthoringError::NoManifest { folder };
        return Err(Failure::about(&args.folder, &error));
    }
    let within = std::env::temp_dir();
    let vanishing =
        Vanishing::new(&within).map_err(|error| Failure::unwritable(&within, &error))?;
    window.data_dir = Some(vanishing.path().to_owned());
    window.preview = Some(args.folder.clone());
    window.vanishing = Some(Arc::new(vanishing));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_preview_left_behind_goes_and_one_that_is_open_stays() {
        let within = tempfile::tempdir().expect("a folder");
        let killed = within.path().join("muster-preview-killed");
        std::fs::create_dir_all(killed.join("1/library")).expect("a folder");
        File::create_new(killed.join(IN_USE)).expect("a file");
        let other = within.path().join("somebody-else");
        std::fs::create_dir(&other).expect("a folder");
        let open = Vanishing::new(within.path()).expect("a folder");
        assert!(!killed.exists());
        let second = Vanishing::new(within.path()).expect("a folder");
        assert!(open.path().exists() && second.path().exists() && other.exists());
        let path = open.path().to_owned();
        drop(open);
        assert!(!path.exists());
    }
}
