//! The model and the commands of the preview of a pack before it is signed.

use crate::ui::widgets::banner::Tone;
use crate::words::Words;

/// What is known of the folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreviewModel {
    /// The folder of sources.
    pub folder: String,
    /// What is being done; nothing when it is all done.
    pub under_way: Option<UnderWay>,
    /// What the check found, the worst first.
    pub findings: Vec<(Tone, Words)>,
    /// Why nothing of it can be shown as it is now.
    pub failure: Option<Words>,
}

/// What is being done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnderWay {
    /// The files are read, and the pack is put together: so many of a hundred.
    Reading(u64),
    /// A medium is transcoded: which, and so many of a hundred.
    Transcoding(String, u64),
    /// What is shown is right already; the media are decoded to their ends.
    Checking,
}

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewCommand {
    /// The files were changed.
    ReadAgain,
    /// Stops what is under way.
    Stop,
}
