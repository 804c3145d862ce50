//! What the check of a pack finds.

use crate::pack::PackError;
use crate::player::PlayerError;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack plays, but somebody should look.
    Warning,
    /// The pack must not go out like this.
    Error,
}

/// What is wrong with a file of a pack.
#[derive(Debug)]
pub enum Defect {
    /// A rule of the format.
    Pack(PackError),
    /// Video or audio that does not play to its end.
    Media(PlayerError),
    /// The stated length is more than 500 ms off (PACK-FORMAT section 4).
    Duration {
        /// As the manifest says, in milliseconds.
        stated_ms: u64,
        /// As it is, in milliseconds.
        real_ms: u64,
    },
    /// Named as a video, but there are no pictures in it.
    NoPictures,
    /// A video without sound.
    Silent,
    /// Key frames more than 4 seconds apart: seeking is slow on old PCs.
    KeyFrames {
        /// The longest way between two, in milliseconds.
        apart_ms: u64,
    },
    /// Captions that are no WebVTT.
    Captions(PlayerError),
    /// Captions without a cue.
    NoCues,
    /// A cue ends after the medium does.
    CuePastEnd {
        /// Where the cue ends, in milliseconds.
        at_ms: u64,
    },
    /// A video that nobody can follow without sound.
    NoCaptions,
    /// A picture that cannot be decoded.
    Picture {
        /// What the decoder said.
        reason: String,
    },
    /// A PDF that cannot be read.
    Pdf {
        /// What is wrong.
        reason: String,
    },
    /// A card leads to a page that the PDF does not have.
    CardPage {
        /// The card's label.
        label: String,
        /// Its page, from 1.
        page: u32,
        /// Pages of the PDF.
        pages: usize,
    },
    /// Something that no step shows and nothing refers to.
    Unused {
        /// For example `prompt "who-decides"`.
        what: String,
    },
    /// A prompt without key points.
    NoPoints {
        /// The prompt.
        prompt: String,
    },
}

impl Defect {
    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Pack(_)
            | Self::Media(_)
            | Self::Duration { .. }
            | Self::NoPictures
            | Self::Captions(_)
            | Self::NoCues
            | Self::Picture { .. }
            | Self::Pdf { .. }
            | Self::CardPage { .. } => Severity::Error,
            Self::Silent
            | Self::KeyFrames { .. }
            | Self::CuePastEnd { .. }
            | Self::NoCaptions
            | Self::Unused { .. }
            | Self::NoPoints { .. } => Severity::Warning,
        }
    }
}

/// One thing that is wrong.
#[derive(Debug)]
pub struct Finding {
    /// The file that it is about, as the manifest names it.
    pub file: String,
    /// What is wrong.
    pub defect: Defect,
}

impl Finding {
    /// Something is wrong with this file.
    pub fn new(file: impl Into<String>, defect: Defect) -> Self {
        Self {
            file: file.into(),
            defect,
        }
    }
}
