//! This station: its name, tags, shifts and their hours, roster, assignments, approvals and
//! settings; what is due.

pub mod model;

pub use model::{Approval, Assignment, Officer, Shift, ShiftId, Station};
