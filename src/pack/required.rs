//! Fields that must be there, though their value may be null.

use serde::Deserialize;

/// `Option` fields that may be null but not left out (FORMAT 4.2).
pub(super) fn required_option<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}
