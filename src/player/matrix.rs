//! What the numbers of a decoded picture mean.

/// Which mixture of red, green and blue luma is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matrix {
    /// Standard definition.
    Bt601,
    /// High definition.
    Bt709,
}

impl Matrix {
    /// From the code of ITU-T H.273, table 4; `None` if it says nothing that Muster knows.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        match code {
            1 => Some(Self::Bt709),
            // BT.470 BG, SMPTE 170M and FCC are the same to within a level.
            4..=6 => Some(Self::Bt601),
            _ => None,
        }
    }
}

/// What the numbers of a picture mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// The mixture.
    pub matrix: Matrix,
    /// Levels use 0 to 255, not 16 to 235.
    pub full_range: bool,
}

impl Color {
    /// What holds for a picture of this width and height (PLAYER 2.11): the coded stream's own word
    /// goes first, then the container's (a code of H.273 and whether the range is full), then mpv's
    /// guess: what is larger than standard definition is high definition.
    #[must_use]
    pub fn choose(
        (stream, stream_full): (Option<Matrix>, bool),
        container: Option<(u16, bool)>,
        (width, height): (usize, usize),
    ) -> Self {
        let guess = if width >= 1280 || height > 576 {
            Matrix::Bt709
        } else {
            Matrix::Bt601
        };
        let stated = container.and_then(|(code, _)| Matrix::from_code(code));
        Self {
            matrix: stream.or(stated).unwrap_or(guess),
            full_range: stream_full || container.is_some_and(|(_, full)| full),
        }
    }
}
