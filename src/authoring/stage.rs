//! Progress of a build, for whoever waits for it.

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'a> {
    /// Checking, writing, reading back: bytes or files done, and in all.
    Packing {
        /// Done.
        done: u64,
        /// In all; 0 where that is not known.
        all: u64,
    },
    /// Transcoding a medium.
    Transcoding {
        /// As the manifest names it.
        file: &'a str,
        /// Which of the media to transcode, from 1.
        number: usize,
        /// So many are to be transcoded.
        of: usize,
        /// How much of this one is done, from 0 to 1.
        done: f64,
    },
}

/// A callback that gets the current stage often, and returns whether to go on.
pub type Watch<'a> = dyn FnMut(Stage<'_>) -> bool + 'a;
