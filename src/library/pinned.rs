//! The roots that are pinned, and the trust list in force.

use jiff::civil::Date;

use crate::pack::{Roots, TrustFile, TrustList};

/// The roots that decide whom this station trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// Whose signatures the next list needs.
    pub roots: Roots,
    /// When IT pinned the first of them, or replaced them by hand.
    pub at: String,
    /// By which account.
    pub by: String,
    /// The list that decides who is trusted; `None` before the first: what the station added
    /// applies.
    pub list: Option<InForce>,
}

/// The trust list in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Its content.
    pub list: TrustList,
    /// When it was installed.
    pub at: String,
    /// By which account.
    pub by: String,
    pub(super) json: Vec<u8>,
}

impl InForce {
    /// The day by which the agency meant to have made the next list, if it is past (EXCHANGE 2.32):
    /// lists may have stayed away, and revocations with them.
    #[must_use]
    pub fn overdue_since(&self, today: Date) -> Option<Date> {
        self.list.review_by.filter(|day| *day < today)
    }
}

impl Pinned {
    /// As it is once this list, which was weighed, is in force.
    pub(super) fn after(&self, list: &TrustList, file: &TrustFile) -> Self {
        Self {
            roots: list.roots(),
            list: Some(InForce {
                list: list.clone(),
                at: String::new(),
                by: String::new(),
                json: file.json().to_owned(),
            }),
            ..self.clone()
        }
    }
}
