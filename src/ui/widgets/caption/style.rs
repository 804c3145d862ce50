//! The style of captions, as chosen for this PC.

use serde::{Deserialize, Serialize};

/// How large captions are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionSize {
    /// Three quarters.
    Small,
    /// As SCREENS 2.7 has it.
    #[default]
    Normal,
    /// A quarter more.
    Large,
    /// Half as much more.
    Largest,
}

impl CaptionSize {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Normal, Self::Large, Self::Largest];

    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "75 %",
            Self::Normal => "100 %",
            Self::Large => "125 %",
            Self::Largest => "150 %",
        }
    }

    /// By how much the type is larger than usual.
    #[must_use]
    pub fn scale(self) -> f32 {
        match self {
            Self::Small => 0.75,
            Self::Normal => 1.0,
            Self::Large => 1.25,
            Self::Largest => 1.5,
        }
    }
}

/// What lies between captions and the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionBack {
    /// Nothing; the letters have a dark edge.
    Outline,
    /// A dark band through which the picture shows.
    #[default]
    Band,
    /// A black box.
    Box,
}

impl CaptionBack {
    /// All of them, the lightest first.
    pub const ALL: [Self; 3] = [Self::Outline, Self::Band, Self::Box];

    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Outline => "Outlined letters",
            Self::Band => "Dark band",
            Self::Box => "Black box",
        }
    }
}

/// The style and the language of captions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaptionStyle {
    /// How large.
    pub size: CaptionSize,
    /// On what.
    pub back: CaptionBack,
    /// The language that was chosen last, BCP 47; nothing for the first that a medium has.
    pub language: Option<String>,
}
