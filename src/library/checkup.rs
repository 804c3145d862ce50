//! Checks the whole shelf: decodes the beginning of every medium, draws the first page of every job
//! aid, and checks the database.

use crate::library::aids::{self, DrawingTime};
use crate::library::decode::TEST_DECODE;
use crate::library::{InstalledPack, Library, LibraryError};
use crate::pack::PackError;
use crate::pack::read::Progress;
use crate::player::{self, PlayerError};

impl InstalledPack {
    /// Decodes the first second of every medium, as when it was installed: whether this PC plays
    /// them. `progress` is asked before each whether to go on.
    ///
    /// # Errors
    /// `Media`; what [`InstalledPack::read`] says of a pack that cannot be used; `Pack(Cancelled)`.
    pub fn try_media(&self, progress: &mut Progress<'_>) -> Result<(), LibraryError> {
        let manifest = self.contents()?.manifest();
        for medium in manifest.modules.iter().flat_map(|m| &m.media) {
            if !progress(self.bytes(), self.bytes()) {
                return Err(PackError::Cancelled.into());
            }
            let Some(source) = self.source(&medium.path) else {
                // Returns the reason as an error: with a limit of 0 nothing is read.
                return self.read(&medium.path, 0).map(drop);
            };
            let mut go_on = || progress(self.bytes(), self.bytes());
            player::examine(&source, TEST_DECODE, &mut go_on).map_err(|error| match error {
                PlayerError::Stopped => PackError::Cancelled.into(),
                error => LibraryError::Media {
                    path: medium.path.to_string(),
                    error,
                },
            })?;
        }
        Ok(())
    }

    /// Draws the first page of every job aid, as when it was installed, as far as the time goes.
    /// `progress` is asked often whether to go on.
    ///
    /// # Errors
    /// `JobAid`; what [`InstalledPack::read`] says of a pack that cannot be used; `Pack(SourceRead)`,
    /// `Pack(Cancelled)`.
    pub fn try_job_aids(
        &self,
        time: &mut DrawingTime,
        progress: &mut Progress<'_>,
    ) -> Result<(), LibraryError> {
        let contents = self.contents()?;
        let mut go_on = || progress(self.bytes(), self.bytes());
        aids::try_first_pages(contents.manifest(), contents.archive(), time, &mut go_on)
    }
}

impl Library {
    /// Checks the whole database.
    ///
    /// # Errors
    /// `StoreDamaged`, `StoreTooNew`, `Busy`, `Io`.
    pub fn check_database(&self) -> Result<(), LibraryError> {
        let database = self.reading()?;
        let found: String = database
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(self.sql())?;
        if found == "ok" {
            Ok(())
        } else {
            Err(self.damaged(found))
        }
    }
}
