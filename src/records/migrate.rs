//! Files that an older Muster wrote, brought to this program's layout when they are opened for
//! writing (RECORDS section 5). Contents stay as they are, byte for byte: only what is projected
//! from them changes.

use rusqlite::ErrorCode;

use crate::records::schema::{LAYOUT, STEPS};
use crate::records::{Records, RecordsError};

impl Records {
    /// Brings the file to this program's layout, in one transaction, once a copy is kept beside it
    /// (RECORDS 5.3 and 5.4). The caller holds the lock of the file.
    ///
    /// # Errors
    /// `NoSpace`, `ReadOnly`, `Altered`, `Busy`, `Io`, `Database`: then the file is what it was.
    pub(super) fn migrate(&mut self) -> Result<(), RecordsError> {
        if self.layout == LAYOUT {
            return Ok(());
        }
        self.keep_copy(&format!("layout-{}", self.layout))?;
        let transaction = self.write()?;
        let done = usize::try_from(self.layout - 1).unwrap_or(0);
        let mut steps = STEPS.iter().skip(done);
        match steps.try_for_each(|step| transaction.execute_batch(step)) {
            Ok(()) if self.differences(LAYOUT)?.is_none() => {}
            Err(error) if error.sqlite_error_code() != Some(ErrorCode::Unknown) => {
                return Err(self.db(error));
            }
            // Somebody changed the projections: they are rebuilt (RECORDS 5.5).
            _ => match self.project_all() {
                // What stands in the place of a table, say.
                Err(RecordsError::Database { error, .. }) => {
                    return Err(self.altered(error.to_string()));
                }
                made => made?,
            },
        }
        // Nothing else is (RECORDS 5.8).
        if let Some(found) = self.differences(LAYOUT)? {
            return Err(self.altered(found));
        }
        transaction
            .pragma_update(None, "user_version", LAYOUT)
            .map_err(|e| self.db(e))?;
        transaction.commit().map_err(|e| self.db(e))?;
        self.layout = LAYOUT;
        Ok(())
    }
}
