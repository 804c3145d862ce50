//! The roots that a station holds to, and the trust list in force (EXCHANGE 2.19 to 2.27).
//! Roots change as in TUF: the list that changes them is signed by enough of the old ones and
//! enough of the new ones, and comes right after the list before.

use std::io;

use rusqlite::{Connection, OptionalExtension};

use crate::library::audit::Entry;
use crate::library::pinned::{InForce, Pinned};
use crate::library::trusted::Trusted;
use crate::library::{Library, LibraryError, Publisher, TrustError, Who, changes};
use crate::pack::trust_list::WhoseRoots;
use crate::pack::{PackError, PublicKey, Roots, TextDefect, TrustFile, TrustList};
use crate::platform::files::SourceFile;

/// A trust list that was accepted.
#[derive(Clone, Debug)]
pub struct ListOutcome {
    /// The list.
    pub list: TrustList,
    /// What it changed, a line each; none: it was in force already.
    pub changes: Option<Vec<String>>,
    /// SHA-256 of its file, lower-case hex; empty for a list that was made here.
    pub sha256: String,
}

/// Reads a file as a trust list.
pub(super) fn read_list(file: &SourceFile) -> Result<TrustFile, LibraryError> {
    TrustFile::read(file).map_err(|error| match error {
        PackError::SourceRead(error) => unread(file, error),
        error => error.into(),
    })
}

/// The error of a file that could not be opened; a missing one has a variant of its own.
pub(super) fn unread(file: &SourceFile, error: io::Error) -> LibraryError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LibraryError::NoSuchFile {
            file: file.path().to_owned(),
        },
        _ => PackError::SourceRead(error).into(),
    }
}

impl Library {
    /// The roots and the list in force, if IT ever pinned roots.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn pinned(&self) -> Result<Option<Pinned>, LibraryError> {
        self.pinned_in(&*self.reading()?)
    }

    pub(super) fn pinned_in(&self, database: &Connection) -> Result<Option<Pinned>, LibraryError> {
        type Row = (String, i64, String, String, Option<Vec<u8>>, String, String);
        let row: Option<Row> = database
            .query_row(
                "SELECT roots, threshold, pinned_at, pinned_by, list, coalesce(list_at, ''),
                        coalesce(list_by, '')
                 FROM trust",
                [],
                |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.get(6)?,
                    ))
                },
            )
            .optional()
            .map_err(self.sql())?;
        let Some((roots, threshold, at, by, json, list_at, list_by)) = row else {
            return Ok(None);
        };
        let roots = Roots {
            keys: serde_json::from_str(&roots).map_err(|e| self.damaged(e))?,
            threshold: usize::try_from(threshold).map_err(|e| self.damaged(e))?,
        };
        if let Some(defect) = roots.defect() {
            return Err(self.damaged(defect));
        }
        let list = json
            .map(|json| {
                Ok::<_, LibraryError>(InForce {
                    list: TrustList::parse_in_force(&json).map_err(|e| self.damaged(e))?,
                    at: list_at,
                    by: list_by,
                    json,
                })
            })
            .transpose()?;
        Ok(Some(Pinned {
            roots,
            at,
            by,
            list,
        }))
    }

    /// Holds to these roots from now on: only lists that they sign decide who is trusted.
    /// Publishers that were added before stay trusted until the first list takes their place.
    ///
    /// # Errors
    /// `BadRoots`; `RootsExist`: only a list changes roots; `ReadOnly`, `Io`, `StoreDamaged`,
    /// `NoSpace`.
    pub fn pin(&self, roots: &Roots, who: &Who) -> Result<(), LibraryError> {
        check_new_roots(roots)?;
        self.transact(|transaction| {
            // EXCHANGE 2.19.
            if self.pinned_in(transaction)?.is_some() {
                return Err(TrustError::RootsExist.into());
            }
            self.check_roots_here(transaction, roots)?;
            self.write_roots(transaction, roots, who)?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "trust_init",
                    subject: "roots",
                    pack: None,
                    detail: &changes::of_roots(roots),
                },
            )
        })
    }

    /// Holds to these roots instead of those that were pinned (EXCHANGE 2.26): where too few of
    /// them are left to sign a list that changes them. Nothing else becomes looser: the list in
    /// force stays, with whom it trusts and what it revokes, and the next one has to be newer, of
    /// the same agency and signed by these. Who may write here could change the database as well,
    /// so this asks for nothing more than a reason.
    ///
    /// # Errors
    /// `ReasonMissing`, `BadRoots`; `NoRoots`: there is nothing to replace; `ReadOnly`, `Io`,
    /// `StoreDamaged`, `NoSpace`.
    pub fn pin_anew(&self, roots: &Roots, reason: &str, who: &Who) -> Result<(), LibraryError> {
        if reason.trim().is_empty() {
            return Err(LibraryError::ReasonMissing);
        }
        check_new_roots(roots)?;
        self.transact(|transaction| {
            let before = self.pinned_in(transaction)?.ok_or(TrustError::NoRoots)?;
            self.check_roots_here(transaction, roots)?;
            self.write_roots(transaction, roots, who)?;
            let (now, was) = (changes::of_roots(roots), changes::of_roots(&before.roots));
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "trust_replace",
                    subject: "roots",
                    pack: None,
                    detail: &format!("{reason}; now {now}; before {was}"),
                },
            )
        })
    }

    /// Roots that somebody pins are no keys that were revoked here, and none has the id of another
    /// key that is trusted (FORMAT 5.10).
    fn check_roots_here(&self, database: &Connection, roots: &Roots) -> Result<(), LibraryError> {
        let trusted = self.trusted(database)?;
        for root in &roots.keys {
            let key_id = root.key.id();
            if trusted.revokes_key(&root.key) {
                let reason = format!("key {key_id} was revoked here");
                return Err(TrustError::BadRoots { reason }.into());
            }
            let known = trusted.known_key(key_id);
            if known.is_some_and(|known| !known.same_signer(&root.key)) {
                let name = trusted.name(key_id);
                return Err(LibraryError::KeyIdTaken { key_id, name });
            }
        }
        Ok(())
    }

    /// Writes the roots of this station; a list that is in force stays beside them.
    fn write_roots(
        &self,
        database: &Connection,
        roots: &Roots,
        who: &Who,
    ) -> Result<(), LibraryError> {
        database
            .execute(
                "INSERT INTO trust (one, roots, threshold, pinned_at, pinned_by)
                 VALUES (1, ?1, ?2, ?3, ?4)
                 ON CONFLICT (one) DO UPDATE SET roots = ?1, threshold = ?2, pinned_at = ?3,
                                                 pinned_by = ?4",
                rusqlite::params![
                    serde_json::to_string(&roots.keys).map_err(|e| self.damaged(e))?,
                    i64::try_from(roots.threshold).map_err(|e| self.damaged(e))?,
                    who.at.to_string(),
                    who.account,
                ],
            )
            .map_err(self.sql())?;
        Ok(())
    }

    /// Takes a trust list into force. Whatever fails leaves trust as it was (EXCHANGE 2.27).
    ///
    /// # Errors
    /// `NoRoots`, `TrustListOlder`, `TrustListDiffers`, `TrustListSkipped`, `OtherAgency`;
    /// `Pack(ThresholdNotMet)`, `Pack(NewRootsDidNotSign)`, `Pack(BadSignature)`,
    /// `Pack(BadTrustList)`, `Pack(AppTooOld)`, `Pack(TooLarge)`, `Pack(SourceRead)`; `NoSuchFile`,
    /// `ReadOnly`, `Io`, `StoreDamaged`, `NoSpace`.
    pub fn install_list(
        &self,
        file: impl Into<SourceFile>,
        who: &Who,
    ) -> Result<ListOutcome, LibraryError> {
        self.apply_list(&read_list(&file.into())?, who)
    }

    /// The same with the file that somebody was shown, and with no other.
    ///
    /// # Errors
    /// `NotAsShown` if the file has another SHA-256; else as [`Library::install_list`].
    pub fn install_list_shown(
        &self,
        file: impl Into<SourceFile>,
        sha256: &str,
        who: &Who,
    ) -> Result<ListOutcome, LibraryError> {
        let list = read_list(&file.into())?;
        if list.sha256() != sha256 {
            return Err(LibraryError::NotAsShown);
        }
        self.apply_list(&list, who)
    }

    /// The same with a list that was read before.
    ///
    /// # Errors
    /// As [`Library::install_list`].
    pub fn apply_list(&self, file: &TrustFile, who: &Who) -> Result<ListOutcome, LibraryError> {
        self.transact(|transaction| {
            let pinned = self.pinned_in(transaction)?;
            let own = self.own_publishers(transaction)?;
            let outcome = check_list(&own, pinned.as_ref(), file)?;
            let (list, Some(changes)) = (&outcome.list, &outcome.changes) else {
                return Ok(outcome);
            };
            // EXCHANGE 2.17: by which key an id was known here stays known.
            let revoked = own.iter().filter(|publisher| {
                let key = PublicKey::parse(&publisher.key);
                key.is_ok_and(|key| list.revoked_keys.iter().any(|r| r.revokes(&key)))
            });
            for publisher in revoked {
                transaction
                    .execute(
                        "UPDATE publishers SET revoked = 1 WHERE key_id = ?1",
                        [publisher.key_id.to_string()],
                    )
                    .map_err(self.sql())?;
            }
            // EXCHANGE 2.25.
            if pinned.is_none_or(|pinned| pinned.list.is_none()) {
                transaction
                    .execute("DELETE FROM publishers WHERE revoked = 0", [])
                    .map_err(self.sql())?;
            }
            transaction
                .execute(
                    "UPDATE trust SET roots = ?1, threshold = ?2, list = ?3, list_at = ?4,
                                      list_by = ?5",
                    rusqlite::params![
                        serde_json::to_string(&list.roots).map_err(|e| self.damaged(e))?,
                        i64::try_from(list.threshold).map_err(|e| self.damaged(e))?,
                        file.json(),
                        who.at.to_string(),
                        who.account,
                    ],
                )
                .map_err(self.sql())?;
            self.enter(
                transaction,
                who,
                &Entry {
                    action: "trust_list",
                    subject: list.agency.as_str(),
                    pack: None,
                    detail: &format!("version {}; {}", list.version, changes.join("; ")),
                },
            )?;
            Ok(outcome)
        })
    }

    /// Refuses a change by hand where roots are pinned: then only lists decide who is trusted
    /// (EXCHANGE 2.19).
    pub(super) fn refuse_beside_roots(&self, database: &Connection) -> Result<(), LibraryError> {
        match self.pinned_in(database)? {
            Some(_) => Err(TrustError::RootsPinned.into()),
            None => Ok(()),
        }
    }
}

/// Checks every rule for taking a list into force, and returns what it would change.
pub(super) fn check_list(
    own: &[Publisher],
    pinned: Option<&Pinned>,
    file: &TrustFile,
) -> Result<ListOutcome, LibraryError> {
    let pinned = pinned.ok_or(TrustError::NoRoots)?;
    if pinned.list.as_ref().is_some_and(|l| l.json == file.json()) {
        // Signed by enough when it was installed; by whom this copy is signed, and whether by
        // roots that have changed since, says nothing new (EXCHANGE 2.23).
        let list = TrustList::parse_in_force(file.json())?;
        return Ok(ListOutcome {
            list,
            changes: None,
            sha256: file.sha256().to_owned(),
        });
    }
    let list = prove(own, pinned, file)?;
    let before = pinned.list.as_ref().map(|l| &l.list);
    let mut changes = changes::of(before, &pinned.roots, &list);
    if before.is_none() {
        let replaced = own.iter().filter(|p| !p.revoked);
        changes.extend(
            replaced.map(|p| format!("no longer counts: {} ({}), added here", p.name, p.key_id)),
        );
    }
    Ok(ListOutcome {
        list,
        changes: Some(changes),
        sha256: file.sha256().to_owned(),
    })
}

fn prove(own: &[Publisher], pinned: &Pinned, file: &TrustFile) -> Result<TrustList, LibraryError> {
    let mut holding = pinned.roots.clone();
    // A key that this station revoked signs nothing any more, whatever it was (EXCHANGE 2.25).
    let revoked = Trusted::of(own.to_vec(), None);
    holding.keys.retain(|root| !revoked.revokes_key(&root.key));
    // EXCHANGE 2.20.
    let list = match file.prove(&holding, WhoseRoots::InForce) {
        Ok(list) => list,
        // Old lists need old roots, and a stick may carry all there ever were. Refusing an
        // older one on its claim alone is safe, and says more.
        Err(error @ PackError::ThresholdNotMet { .. }) => {
            let claim = file.claim();
            return Err(match (claim, &pinned.list) {
                (Some(claim), Some(l))
                    if claim.agency == l.list.agency && claim.version < l.list.version =>
                {
                    older(claim.version, &l.list)
                }
                _ => error.into(),
            });
        }
        Err(error) => return Err(error.into()),
    };
    let version = list.version;
    let mut next = 1;
    if let Some(InForce { list: before, .. }) = &pinned.list {
        next = before.version.saturating_add(1);
        // EXCHANGE 2.22.
        if list.agency != before.agency {
            return Err(TrustError::OtherAgency {
                agency: list.agency,
                own: before.agency.clone(),
            }
            .into());
        }
        if version < before.version {
            return Err(older(version, before));
        }
        if version == before.version {
            return Err(TrustError::TrustListDiffers { version }.into());
        }
    }
    // EXCHANGE 2.21.
    if !list.roots().same_as(&pinned.roots) {
        if version != next {
            return Err(TrustError::TrustListSkipped { version, next }.into());
        }
        file.prove(&list.roots(), WhoseRoots::New)?;
    }
    Ok(list)
}

fn older(version: u64, before: &TrustList) -> LibraryError {
    TrustError::TrustListOlder {
        version,
        in_force: before.version,
    }
    .into()
}

/// What is wrong with roots that somebody pins: EXCHANGE 2.14, FORMAT 4.31.
fn check_new_roots(roots: &Roots) -> Result<(), LibraryError> {
    if let Some(reason) = roots.defect() {
        return Err(TrustError::BadRoots { reason }.into());
    }
    let mut names = roots.keys.iter().map(|root| &root.name);
    match names.find_map(|name| TextDefect::of_name(name)) {
        Some(defect) => Err(LibraryError::BadName { defect }),
        None => Ok(()),
    }
}
