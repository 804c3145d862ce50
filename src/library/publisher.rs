//! A publisher as the station knows it.

use jiff::civil::Date;

use crate::pack::{IdPattern, KeyId, PackId};

/// A publisher whose key somebody added, or revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Which key.
    pub key_id: KeyId,
    /// The key as the base64 line of its file; empty where only a revocation is known.
    pub key: String,
    /// The station's name for it.
    pub name: String,
    /// Patterns of the pack ids that it may publish; empty: all.
    pub ids: Vec<String>,
    /// Nothing signed with it is accepted or played any more.
    pub revoked: bool,
    /// When it was added.
    pub added_at: String,
    /// By which account.
    pub added_by: String,
    /// The last day on which its packs are accepted.
    pub until: Option<Date>,
    /// The trust list in force names it; else it was added or revoked on this station.
    pub listed: bool,
}

impl Publisher {
    /// Whether it may publish this id (FORMAT 5.7).
    #[must_use]
    pub fn may_publish(&self, id: &PackId) -> bool {
        let mut patterns = self.ids.iter();
        self.ids.is_empty() || patterns.any(|p| p.parse().is_ok_and(|p: IdPattern| p.fits(id)))
    }
}
