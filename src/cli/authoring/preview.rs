//! `muster pack preview`: a folder of sources in the window, not signed and not kept.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::authoring::AuthoringError;
use crate::cli::{Failure, WindowOptions};

/// What is told after the options.
pub const HELP: &str = "\
Shows what is in DIR as a station would, every step of it, on an example station that is gone when
the window closes. Nothing is signed, installed or recorded, and DIR stays as it is. After a change
of the files press Ctrl+R: what is shown is read again, and stays where you are. Ctrl+F opens what
muster pack check finds, with what to do.";

/// What `pack preview` takes.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// The folder with manifest.json in it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
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
    let vanishing = tempfile::Builder::new().prefix("muster-preview-").tempdir();
    let vanishing =
        vanishing.map_err(|error| Failure::unwritable(&std::env::temp_dir(), &error))?;
    window.data_dir = Some(vanishing.path().to_owned());
    window.preview = Some(args.folder.clone());
    window.vanishing = Some(Arc::new(vanishing));
    Ok(())
}
