//! Removes packs from the shelf: by hand, and those that are not needed any more.

use std::collections::HashSet;

use crate::library::audit::Entry;
use crate::library::{Library, LibraryError, Who};
use crate::pack::{PackId, PackVersion};

impl Library {
    /// Takes a pack off the shelf: nothing of it is offered any more. Its files stay until
    /// [`Library::prune`], and its highest version stays the floor.
    ///
    /// # Errors
    /// `NotInstalled`; `Busy`, `ReadOnly`, `Io`, `NoSpace`, `StoreDamaged`.
    pub fn remove(&self, id: &PackId, who: &Who) -> Result<(), LibraryError> {
        let _lock = self.lock()?;
        let Some((version, sha256)) = self.active(id)? else {
            return Err(LibraryError::NotInstalled { id: id.clone() });
        };
        self.transact(|transaction| {
            self.move_role(transaction, id, "active", "archived")?;
            self.move_role(transaction, id, "kept", "archived")?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "remove",
                    subject: id.as_str(),
                    pack: Some((version, &sha256)),
                    detail: "",
                },
            )
        })
    }

    /// The archived versions, neither active nor kept, with the SHA-256 of their files: whoever
    /// knows the records finds among them what [`Library::prune`] must spare.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn archived(&self) -> Result<Vec<(PackId, PackVersion, String)>, LibraryError> {
        let rows = self.rows("p.role = ?1", "archived")?.into_iter();
        let rows = rows.map(|(row, _)| (row.id, row.version, row.sha256));
        Ok(rows.collect())
    }

    /// Deletes archived versions that nobody needs; `still_needed` holds the SHA-256 of every
    /// pack file that a record names. Returns how many were deleted.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly`, `Io`, `NoSpace`, `StoreDamaged`.
    pub fn prune(&self, still_needed: &HashSet<String>, who: &Who) -> Result<usize, LibraryError> {
        let _lock = self.lock()?;
        let mut gone = self.rows("p.role = ?1", "archived")?;
        gone.retain(|(row, _)| !still_needed.contains(&row.sha256));
        self.transact(|transaction| {
            for (row, _) in &gone {
                for table in ["packs", "outlines"] {
                    let delete = format!("DELETE FROM {table} WHERE sha256 = ?1");
                    let deleted = transaction.execute(&delete, [&row.sha256]);
                    deleted.map_err(self.sql())?;
                }
                self.lift_quarantine(transaction, &row.sha256)?;
                self.enter(
                    transaction,
                    who,
                    &Entry {
                        action: "prune",
                        subject: row.id.as_str(),
                        pack: Some((row.version, &row.sha256)),
                        detail: "",
                    },
                )?;
            }
            Ok(())
        })?;
        self.clear_leftovers()?;
        Ok(gone.len())
    }
}
