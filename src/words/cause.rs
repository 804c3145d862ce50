//! What an error comes from, without whom and what it is about: it is noted where names and texts must
//! not be.

use std::error::Error;
use std::panic::Location;

use crate::platform::log::SystemError;

/// Where the words of an error were put together, which tells one error from another, and what the system
/// answered.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// In the source of Muster.
    pub at: &'static Location<'static>,
    /// The system's answer, where there was one.
    pub system: SystemError,
}

impl Cause {
    /// At the caller, with no answer of the system.
    #[track_caller]
    pub(super) fn here() -> Self {
        Self {
            at: Location::caller(),
            system: SystemError::None,
        }
    }

    pub(super) fn of_system(self, error: &(dyn Error + 'static)) -> Self {
        Self {
            system: error.into(),
            ..self
        }
    }
}

/// Words that read the same are the same, wherever they were put together.
impl PartialEq for Cause {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cause {}
