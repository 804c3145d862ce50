//! Values of events that tell where something went wrong: a place in the source, and what the system
//! answered. Neither holds a name or a text.

use std::error::Error;
use std::fmt;
use std::io;
use std::panic::Location;

use crate::platform::log::event::Loggable;

/// A place in a source, from the folder of its crate on.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub &'static Location<'static>);

impl Loggable for Place {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write_location(self.0, out)
    }
}

/// Writes a place without the folders above its crate: they may name whoever built it.
pub(super) fn write_location(place: &Location<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let file = place.file();
    let source = file.rfind("src/").or_else(|| file.rfind("src\\"));
    let of_crate = source.and_then(|at| file.get(..at.saturating_sub(1))?.rfind(['/', '\\']));
    let shown = of_crate.and_then(|at| file.get(at + 1..)).unwrap_or(file);
    write!(out, "{shown}:{}:{}", place.line(), place.column())
}

/// What the system or `SQLite` answered: numbers and kinds, none of the texts that an error may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SystemError {
    /// Nothing of that kind is known.
    #[default]
    None,
    /// What the operating system answered.
    Io {
        /// The kind.
        kind: io::ErrorKind,
        /// The system's own number.
        code: Option<i32>,
    },
    /// The extended result code of `SQLite`.
    Sqlite(i32),
}

/// The first answer of a system in an error and its causes.
impl From<&(dyn Error + 'static)> for SystemError {
    fn from(error: &(dyn Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<io::Error>() {
                return Self::Io {
                    kind: error.kind(),
                    code: error.raw_os_error(),
                };
            }
            if let Some(rusqlite::Error::SqliteFailure(error, _)) = error.downcast_ref() {
                return Self::Sqlite(error.extended_code);
            }
            next = error.source();
        }
        Self::None
    }
}

impl Loggable for SystemError {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::None => out.write_str("none"),
            Self::Io { kind, code: None } => write!(out, "{kind:?}"),
            Self::Io {
                kind,
                code: Some(code),
            } => write!(out, "{kind:?}:{code}"),
            Self::Sqlite(code) => write!(out, "sqlite:{code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io;

    use super::SystemError;
    use crate::platform::log::event::Field;

    #[derive(Debug, thiserror::Error)]
    #[error("Quaddlebum could not be read: {0}")]
    struct Outer(#[source] io::Error);

    fn logged(error: &(dyn Error + 'static)) -> String {
        format!("{:?}", Field::new(&SystemError::from(error)))
    }

    #[test]
    fn numbers_of_the_system_are_found_in_the_causes_and_texts_are_left_out() {
        let denied = || io::Error::from_raw_os_error(5);
        assert!(logged(&denied()).ends_with(":5"));
        assert_eq!(logged(&Outer(denied())), logged(&denied()));
        assert_eq!(logged(&io::Error::other("Quaddlebum")), "Other");
        let disk = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC);
        let disk = rusqlite::Error::SqliteFailure(disk, Some("Quaddlebum".to_owned()));
        assert_eq!(logged(&disk), "sqlite:1034");
        let other = rusqlite::Error::InvalidColumnName("Quaddlebum".to_owned());
        assert_eq!(logged(&other), "none");
    }
}
