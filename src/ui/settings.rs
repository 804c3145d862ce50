//! What is remembered of the window from one start to the next.

use serde::{Deserialize, Serialize};

use crate::player::OutputDevice;
use crate::ui::room::WallChoice;
use crate::ui::theme::Look;
use crate::ui::widgets::caption::CaptionStyle;

/// What is remembered of this window from one start to the next (SCREENS 4.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The theme.
    pub look: Look,
    /// How loud, 0 to 1.
    pub volume: f32,
    /// No sound.
    pub muted: bool,
    /// Captions on.
    pub captions: bool,
    /// The style of captions.
    pub caption_style: CaptionStyle,
    /// Which monitor is the room's.
    pub wall: WallChoice,
    /// The sound device that was chosen; nothing for the system's own choice.
    pub sound_device: Option<OutputDevice>,
}

impl Settings {
    /// The style of captions, where they are on.
    #[must_use]
    pub fn captions_wanted(&self) -> Option<&CaptionStyle> {
        self.captions.then_some(&self.caption_style)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::Dark,
            volume: 1.0,
            muted: false,
            captions: true,
            caption_style: CaptionStyle::default(),
            wall: WallChoice::Automatic,
            sound_device: None,
        }
    }
}
