//! The columns of a roster file (RECORDS 7.5).

use jiff::civil::Date;

use crate::station::Officer;

/// A column that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RosterColumn {
    /// `officer_id`.
    Id,
    /// `name`.
    Name,
    /// `rank`.
    Rank,
    /// `squad`.
    Squad,
    /// `shift`.
    Shift,
    /// `certification`.
    Certification,
    /// `active_from`.
    From,
    /// `active_to`.
    To,
    /// `former_id`: one id, or several with `|` between them (RECORDS 7.12).
    Former,
}

impl RosterColumn {
    /// All of them, in the order in which they are written. The first two are required.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Name,
        Self::Rank,
        Self::Squad,
        Self::Shift,
        Self::Certification,
        Self::From,
        Self::To,
        Self::Former,
    ];

    /// As the header has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "officer_id",
            Self::Name => "name",
            Self::Rank => "rank",
            Self::Squad => "squad",
            Self::Shift => "shift",
            Self::Certification => "certification",
            Self::From => "active_from",
            Self::To => "active_to",
            Self::Former => "former_id",
        }
    }

    /// What an officer has in it, as a file has it; empty where nothing is set.
    #[must_use]
    pub fn of(self, officer: &Officer) -> String {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        match self {
            Self::Id => officer.id.clone(),
            Self::Name => officer.name.clone(),
            Self::Rank => officer.rank.clone(),
            Self::Squad => officer.squad.clone(),
            Self::Shift => officer
                .shift
                .as_ref()
                .map(|id| id.0.clone())
                .unwrap_or_default(),
            Self::Certification => officer.certification.clone(),
            Self::From => day(officer.active_from),
            Self::To => day(officer.active_to),
            Self::Former => officer.former_ids.join("|"),
        }
    }

    /// Whether a file says the same of an officer in this column. White space that a file cannot hold
    /// does not matter.
    pub(in crate::station) fn is_same(self, here: &Officer, in_file: &Officer) -> bool {
        let here = self.of(here);
        here.split_whitespace()
            .eq(self.of(in_file).split_whitespace())
    }

    /// Sets it to what the other officer has in it.
    pub(in crate::station) fn take(self, from: &Officer, to: &mut Officer) {
        match self {
            Self::Id => to.id.clone_from(&from.id),
            Self::Name => to.name.clone_from(&from.name),
            Self::Rank => to.rank.clone_from(&from.rank),
            Self::Squad => to.squad.clone_from(&from.squad),
            Self::Shift => to.shift.clone_from(&from.shift),
            Self::Certification => to.certification.clone_from(&from.certification),
            Self::From => to.active_from = from.active_from,
            Self::To => to.active_to = from.active_to,
            Self::Former => to.former_ids.clone_from(&from.former_ids),
        }
    }
}
