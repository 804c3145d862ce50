//! The medium on the screen, as the player reports it.

use std::sync::Arc;
use std::time::Duration;

use crate::documents::Markdown;
use crate::pack::manifest::Chapter;
use crate::player::{MediaInfo, MediaTime, Picture, Speed, State, captions::Cue};

/// Captions in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionTrack {
    /// BCP 47; empty where it is not stated.
    pub language: String,
    /// The language's name for people.
    pub label: String,
}

/// The medium on the screen.
#[derive(Clone, Debug)]
pub struct Playing {
    /// Tells it from media before and after it.
    pub ticket: u64,
    /// Its id in the module; the file's name where there is none.
    pub medium: String,
    /// Its name.
    pub title: String,
    /// What it is doing.
    pub state: State,
    /// The position of the current picture and sound.
    pub position: MediaTime,
    /// How fast it plays.
    pub speed: Speed,
    /// It would play if its file could be read.
    pub waiting: bool,
    /// Length, pictures, sound; nothing until it is open.
    pub info: Option<MediaInfo>,
    /// The length that the manifest states, until the medium's own is known.
    pub stated: MediaTime,
    /// The picture due now.
    pub picture: Option<Arc<Picture>>,
    /// When the next one is due; nothing while nothing moves.
    pub next_picture_in: Option<Duration>,
    /// In which languages there are captions.
    pub tracks: Arc<Vec<CaptionTrack>>,
    /// Which of those the captions are of.
    pub track: usize,
    /// Captions.
    pub cues: Arc<Vec<Cue>>,
    /// The transcript, where there are no captions.
    pub transcript: Option<Arc<Markdown>>,
    /// Chapters in order of time.
    pub chapters: Vec<Chapter>,
    /// What went wrong without stopping it, for the sergeant.
    pub notices: Vec<String>,
}

impl Playing {
    /// Its length as far as it is known.
    #[must_use]
    pub fn duration(&self) -> MediaTime {
        self.info.as_ref().map_or(self.stated, |info| info.duration)
    }

    /// Whether it has pictures, as the manifest states until the medium is opened.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        self.info.as_ref().is_none_or(|info| info.video.is_some())
    }
}
