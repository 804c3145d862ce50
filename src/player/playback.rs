//! The handle on one medium that plays.

use std::sync::Arc;
use std::time::Duration;

use crate::player::{MediaInfo, MediaSource, MediaTime, Notice, Options, Picture, State};

/// Called from any thread: something changed, look again.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// One medium that plays. Every call returns at once; reading, decoding and sound run on threads
/// of their own, which end soon after this is dropped.
pub struct Player {
    options: Options,
}

impl Player {
    /// Opens a medium and begins to play it. `wake` is called when there is something new.
    #[must_use]
    pub fn open(source: Arc<dyn MediaSource>, options: Options, wake: Wake) -> Self {
        drop((source, wake));
        Self { options }
    }

    /// What the medium holds, once that is known.
    #[must_use]
    pub fn info(&self) -> Option<MediaInfo> {
        None
    }

    /// What the player is doing.
    #[must_use]
    pub fn state(&self) -> State {
        State::Opening
    }

    /// What is heard and seen now.
    #[must_use]
    pub fn position(&self) -> MediaTime {
        self.options.start
    }

    /// Goes on; from the beginning if the end was reached.
    pub fn play(&self) {}

    /// Stands still.
    pub fn pause(&self) {}

    /// Goes to the picture that is due at `to`, exactly. A newer seek supersedes one under way;
    /// playing goes on, paused stays paused.
    pub fn seek(&self, to: MediaTime) {
        let _ = to;
    }

    /// From silent (0) to as recorded (1).
    pub fn set_volume(&self, volume: f32) {
        let _ = volume;
    }

    /// Whether nothing is heard, whatever the volume.
    pub fn set_muted(&self, muted: bool) {
        let _ = muted;
    }

    /// Pictures are made no larger than this, in pixels.
    pub fn set_display_size(&self, width: u32, height: u32) {
        let _ = (width, height);
    }

    /// The picture that is due now; the last one stays at the end.
    #[must_use]
    pub fn picture(&self) -> Option<Arc<Picture>> {
        None
    }

    /// How long until there is something else to show; `None` if nothing changes by itself.
    #[must_use]
    pub fn next_picture_in(&self) -> Option<Duration> {
        None
    }

    /// What did not go as it should, in the order in which it happened.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }

    /// The stretches that were played since this was last asked.
    #[must_use]
    pub fn take_played(&self) -> Vec<(MediaTime, MediaTime)> {
        Vec::new()
    }

    /// Whether the end was ever reached.
    #[must_use]
    pub fn reached_end(&self) -> bool {
        false
    }
}
