//! Elsewhere nobody is asked.

use crate::platform::display::DisplayFinding;

pub(super) fn check() -> DisplayFinding {
    DisplayFinding::Unknown
}
