//! What somebody should look at before a roster is taken in (RECORDS 7.17 to 7.19).

use jiff::civil::Date;

use crate::station::roster::code_page::CodePageDefect;
use crate::station::roster::column::RosterColumn;

/// Changes of so many officers at least are changes of many.
const MANY: usize = 3;
/// And of more than one in so many.
const SHARE: usize = 5;

/// Something that may be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterWarning {
    /// The line of the file; nothing where it is about the file as a whole.
    pub line: Option<u64>,
    /// The officer's id; empty there.
    pub id: String,
    /// The column; nothing where it is about whole officers.
    pub column: Option<RosterColumn>,
    /// What it is.
    pub doubt: DoubtWarning,
}

/// What may be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtWarning {
    /// So many of so many officers are not in the file.
    ManyGone {
        /// How many.
        count: usize,
        /// Of how many on the roster.
        of: usize,
    },
    /// The file empties a field of so many.
    ManyEmptied {
        /// How many.
        count: usize,
        /// Of how many on the roster.
        of: usize,
    },
    /// So many have another name in the file.
    ManyRenamed {
        /// How many.
        count: usize,
        /// Of how many on the roster.
        of: usize,
    },
    /// An id that is new and nearly that of somebody who is known.
    LikeKnown {
        /// The id that is known.
        known: String,
    },
    /// An id that is nearly that of another row.
    LikeRow {
        /// The other id.
        other: String,
        /// Its line.
        other_line: u64,
    },
    /// A text that looks as if it had been read in another encoding than it was written in.
    CodePage {
        /// As it was read.
        text: String,
        /// What is wrong with it.
        found: CodePageDefect,
    },
    /// In the file, and inactive nevertheless: when the officer leaves is not in the file.
    StaysInactive {
        /// The last day.
        since: Date,
    },
}

impl RosterWarning {
    /// The column's name, where it is about one.
    #[must_use]
    pub fn column_name(&self) -> Option<&'static str> {
        self.column.map(RosterColumn::name)
    }

    /// Whether it is about a change of many officers at once, to which somebody has to say yes of its
    /// own (RECORDS 7.17).
    #[must_use]
    pub fn is_mass_change(&self) -> bool {
        matches!(
            self.doubt,
            DoubtWarning::ManyGone { .. }
                | DoubtWarning::ManyEmptied { .. }
                | DoubtWarning::ManyRenamed { .. }
        )
    }
}

/// Whether so many of so many officers are many (RECORDS 7.17).
pub(in crate::station) fn are_many(count: usize, of: usize) -> bool {
    count >= MANY && count.saturating_mul(SHARE) > of
}
