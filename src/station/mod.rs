//! This station: its name, tags, shifts and their hours, roster, assignments, approvals and
//! settings. What is due follows from these and the records: `records::due`.
//!
//! Invariant: `station.json` on the disk is always whole, the one before or the one after a
//! change. The clock is the callers': whoever asks what holds today hands in the day.

mod approvals;
pub mod assignments_file;
mod edit;
mod error;
mod folder;
pub mod held;
pub mod key;
pub mod model;
mod numbers;
mod people;
mod protection;
mod readiness;
pub mod roster;
mod shifts;
mod shifts_text;
mod store;
mod typed;
mod unknown;

pub use assignments_file::AssignmentsDiff;
pub use edit::{NameField, StationNames};
pub use error::{AssignmentsError, HeldError, SettingError, StationError};
pub use folder::{DataFolder, FolderFinding, OwnerFinding, Part, PartFinding};
pub use held::{Held, HeldFinding, Repeated};
pub use key::{KeyError, StationKey};
pub use model::{Approval, ApprovalChange, Assignment, Officer, ServiceDates, Shift, Station};
pub use numbers::{Named, RenumberError};
pub use people::{
    Consent, Diff, FieldChange, FieldSum, RosterRead, diff, field_changes, in_a_line,
};
pub use protection::ProtectionFinding;
pub use readiness::{ClockFinding, PlaceFinding, SpaceFinding, built, check_clock, hardware_clock};
pub use roster::{BadRosterError, RosterError};
pub use shifts::{ShiftNow, shift_at};
pub use shifts_text::parse_shifts;
pub use store::StationStore;
pub use typed::{MAX_TEXT_CHARS, Rank, ShiftId, Squad, Tag, lines, needed, one_line};
