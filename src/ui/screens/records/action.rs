//! What can be done with all records (SCREENS 10.2, 10.10).

use jiff::civil::Date;

use super::missed::MissedState;
use super::{EnterForm, RecordsCommand, RecordsState};
use crate::records::What;
use crate::ui::action::Action;
use crate::ui::icons;

/// An act on the Records screen. None has a key: each changes something or takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordsAction {
    /// Lists who missed what.
    Missed,
    /// Opens the form for a briefing that was held on paper, or closes it.
    EnterFromPaper,
    /// Checks the chain.
    Check,
    /// Asks where the list of sessions is to go.
    ExportSessions,
    /// Asks where the list of who was there is to go.
    ExportAttendance,
}

impl RecordsAction {
    /// What it exports.
    #[must_use]
    pub fn exports(self) -> Option<What> {
        match self {
            Self::ExportSessions => Some(What::Sessions),
            Self::ExportAttendance => Some(What::Attendance),
            Self::Missed | Self::EnterFromPaper | Self::Check => None,
        }
    }

    /// Whether it is under way.
    pub(super) fn is_open(self, state: &RecordsState) -> bool {
        match self.exports() {
            Some(what) => state.exporting == Some(what),
            None => self == Self::EnterFromPaper && state.entering.is_some(),
        }
    }

    /// Does it.
    pub(super) fn apply(
        self,
        today: Date,
        state: &mut RecordsState,
        commands: &mut Vec<RecordsCommand>,
    ) {
        match self {
            Self::Missed => {
                state.missed = Some(MissedState::default());
                commands.push(RecordsCommand::FindMissed);
            }
            Self::EnterFromPaper => {
                state.entering = match state.entering {
                    None => Some(EnterForm::new(today)),
                    Some(_) => None,
                };
            }
            Self::Check => commands.push(RecordsCommand::Check),
            Self::ExportSessions | Self::ExportAttendance => {
                state.exporting = self.exports();
                commands.push(RecordsCommand::FindPlaces);
            }
        }
    }
}

impl Action for RecordsAction {
    const ALL: &'static [Self] = &[
        Self::Missed,
        Self::EnterFromPaper,
        Self::Check,
        Self::ExportSessions,
        Self::ExportAttendance,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Missed => "Who missed it",
            Self::EnterFromPaper => "Enter from paper…",
            Self::Check => "Check the records",
            Self::ExportSessions => "Export sessions…",
            Self::ExportAttendance => "Export attendance…",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::Missed => "who missed a briefing, to make it up",
            Self::EnterFromPaper => "record a briefing that was held without Muster",
            Self::Check => "check every row against the chain",
            Self::ExportSessions => "write the briefings of the list as a CSV file",
            Self::ExportAttendance => "write who was there as a CSV file",
        }
    }

    fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::Missed => icons::WARNING_CIRCLE,
            Self::EnterFromPaper => icons::PLUS,
            Self::Check => icons::SHIELD_CHECK,
            Self::ExportSessions | Self::ExportAttendance => icons::EXPORT,
        })
    }
}
