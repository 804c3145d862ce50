//! Why a document cannot be shown.

/// Why a document cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The bytes of the file cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// More bytes or pixels than are shown.
    #[error("more than {most} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is shown.
        most: u64,
    },
    /// The bytes are not a document of the kind that was asked for, or are damaged.
    #[error("{0}")]
    Damaged(String),
    /// The decoder of this file broke off. Reported by whoever catches its panic.
    #[error("the decoder of this file broke off")]
    Panicked,
    /// Too many documents are being drawn. Reported by whoever has the threads.
    #[error("too many documents at once")]
    Busy,
}
