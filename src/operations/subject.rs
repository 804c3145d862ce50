//! What an error is about, by the name that people know it by.

use crate::words::messages::fixed;

pub(super) fn records() -> &'static str {
    fixed("subject-records")
}

pub(super) fn library() -> &'static str {
    fixed("subject-library")
}

pub(super) fn briefing() -> &'static str {
    fixed("subject-briefing")
}

pub(super) fn shift() -> &'static str {
    fixed("subject-shift")
}

pub(super) fn roster() -> &'static str {
    fixed("subject-roster")
}

pub(super) fn audit_log() -> &'static str {
    fixed("subject-audit-log")
}

pub(super) fn check() -> &'static str {
    fixed("subject-check")
}

pub(super) fn approval() -> &'static str {
    fixed("subject-approval")
}

pub(super) fn assignment() -> &'static str {
    fixed("subject-assignment")
}

pub(super) fn settings() -> &'static str {
    fixed("subject-settings")
}
