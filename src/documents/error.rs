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
    /// A page that is as good as nothing, or endless.
    #[error("page {page} has no size that can be shown")]
    NoSize {
        /// Which, from 1.
        page: u32,
    },
    /// The decoder of this file broke off.
    #[error("the decoder of this file broke off")]
    Panicked,
    /// The process that draws has ended: it took more memory or processor time than it may, or
    /// broke down.
    #[error("the process that draws it ended: {how}")]
    Ended {
        /// What the system says of its end.
        how: String,
    },
    /// The process that draws did not answer in many times the time that its work may take.
    #[error("the process that draws it did not answer")]
    NoAnswer,
    /// The process that draws answered what was not asked for.
    #[error("the process that draws it gave an answer that makes no sense")]
    WrongAnswer,
    /// No process can be started to draw it, which says nothing of the document.
    #[error("no process can be started to draw it: {0}")]
    NotStarted(std::io::Error),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
    /// Too many documents are being drawn. Reported by whoever has the threads.
    #[error("too many documents at once")]
    Busy,
}

impl DocumentError {
    /// Whether it is the document that is wrong, and not this PC, or the moment.
    #[must_use]
    pub fn is_of_the_document(&self) -> bool {
        match self {
            Self::TooLarge { .. }
            | Self::Damaged(_)
            | Self::NoSize { .. }
            | Self::Panicked
            | Self::Ended { .. }
            | Self::NoAnswer
            | Self::WrongAnswer => true,
            Self::Unreadable(_) | Self::NotStarted(_) | Self::Stopped | Self::Busy => false,
        }
    }
}
