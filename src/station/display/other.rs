//! Elsewhere nobody is asked.

use crate::station::DisplayFinding;

pub(super) fn check() -> DisplayFinding {
    DisplayFinding::Unknown
}
