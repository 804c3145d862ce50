//! Roster and assignments on a stick, which nobody signed: what they would change is shown, and
//! done only after somebody said yes, and entered in the audit log (EXCHANGE 4.4).

use std::path::{Path, PathBuf};

use crate::library::{Library, Unsigned};
use crate::operations::describe::{describe_assignments, describe_roster};
use crate::operations::station::{Changed, change};
use crate::operations::subject;
use crate::operations::visit::Stick;
use crate::operations::{Follow, Here, Tried};
use crate::station::{AssignmentsDiff, Consent, Diff, Station, assignments_file, diff, roster};
use crate::words::messages::{Arg, fixed, message, words};
use crate::words::{Code, Failure, roster_warning, shown_path};

/// What was found, and what became of it; nothing where the stick has none.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The roster.
    pub roster: Option<Tried<RosterShown>>,
    /// The assignments.
    pub assignments: Option<Tried<AssignmentsShown>>,
    /// Files in the place of a folder on the way to them, beneath the stick.
    pub in_the_way: Vec<PathBuf>,
    /// What would change is not what somebody said yes to: nothing was taken in.
    pub changed: Option<Failure>,
}

/// To what of the roster and the assignments, which nobody signed, somebody said yes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    /// How far.
    pub consent: Consent,
    /// What was shown before ([`Settings::blocks`]): the yes is to that, and to nothing else. Nothing
    /// where whoever said yes takes what the stick holds.
    pub shown: Option<&'a [String]>,
}

impl From<Consent> for Answer<'_> {
    fn from(consent: Consent) -> Self {
        Self {
            consent,
            shown: None,
        }
    }
}

/// What a roster would change, or did.
#[derive(Clone, Debug, Default)]
pub struct RosterShown {
    /// The changes.
    pub diff: Diff,
    /// Columns that Muster has no use for.
    pub ignored_columns: Vec<String>,
    /// Columns that the file does not have: they change nothing.
    pub missing_columns: Vec<roster::RosterColumn>,
    /// It was taken in.
    pub applied: bool,
    /// Why it was left out although somebody said yes.
    pub left_out: Option<Failure>,
}

/// What assignments would change, or did.
#[derive(Clone, Debug, Default)]
pub struct AssignmentsShown {
    /// The changes.
    pub diff: AssignmentsDiff,
    /// They were taken in.
    pub applied: bool,
}

impl RosterShown {
    /// Whether everybody is on the roster as in the file.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.diff.changes_nothing()
    }

    fn counts(&self) -> [Arg<'static>; 3] {
        [
            ("new", self.diff.new.len().into()),
            ("changed", self.diff.changed.len().into()),
            ("gone", self.diff.gone.len().into()),
        ]
    }
}

impl AssignmentsShown {
    /// Whether the station has these assignments already.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.diff.new.is_empty() && self.diff.gone.is_empty()
    }

    fn counts(&self) -> [Arg<'static>; 2] {
        [
            ("new", self.diff.new.len().into()),
            ("gone", self.diff.gone.len().into()),
        ]
    }
}

impl Settings {
    /// Looks for both files in the station's folder of a stick.
    pub(super) fn take_in(
        here: &Here,
        library: &Library,
        station: &Station,
        stick: &Stick,
        answer: Answer<'_>,
        follow: &mut dyn Follow,
    ) -> Self {
        let mut in_the_way = Vec::new();
        let mut read = |name, limit| stick.read(station, name, limit, &mut in_the_way);
        let roster = read("roster.csv", roster::MAX_BYTES);
        let assignments = read("assignments.json", assignments_file::MAX_BYTES);
        let mut take = |consent| {
            let mut taking = Taking {
                here,
                library,
                station,
                consent,
                follow: &mut *follow,
            };
            let roster = roster.clone().map(|Tried { file, result }| {
                let result = result.and_then(|bytes| taking.roster(&file, &bytes));
                Tried { file, result }
            });
            let assignments = assignments.clone().map(|Tried { file, result }| {
                let result = result.and_then(|bytes| taking.assignments(&file, &bytes));
                Tried { file, result }
            });
            Self {
                roster,
                assignments,
                in_the_way: in_the_way.clone(),
                changed: None,
            }
        };
        if let Some(shown) = answer.shown {
            // From the same bytes: nothing is read again in between.
            let now = take(Consent::Nothing);
            if now.blocks() != shown {
                let changed = Some(changed(stick));
                return Self { changed, ..now };
            }
        }
        take(answer.consent)
    }

    /// Which files there are on a stick for this station, read and not yet compared.
    #[must_use]
    pub fn look_for(stick: &Stick, station: &Station) -> Self {
        let mut in_the_way = Vec::new();
        let mut found = |name| {
            let found = stick.read(station, name, 0, &mut in_the_way)?;
            Some(found.file)
        };
        let (roster, assignments) = (found("roster.csv"), found("assignments.json"));
        Self {
            roster: roster.map(|file| Tried {
                file,
                result: Ok(RosterShown::default()),
            }),
            assignments: assignments.map(|file| Tried {
                file,
                result: Ok(AssignmentsShown::default()),
            }),
            in_the_way,
            changed: None,
        }
    }

    /// What was refused or left out.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        let roster = self.roster.iter().filter_map(|r| match &r.result {
            Ok(shown) => shown.left_out.as_ref(),
            Err(failure) => Some(failure),
        });
        let assignments = self.assignments.iter();
        let refused = assignments.filter_map(|a| a.result.as_ref().err());
        roster.chain(refused).chain(&self.changed)
    }

    /// What is to be shown of both, a block of lines each: what would change, or was changed.
    #[must_use]
    pub fn blocks(&self) -> Vec<String> {
        let mut blocks = Vec::new();
        let has_news =
            |shown: &&RosterShown| !shown.changes_nothing() || !shown.diff.warnings.is_empty();
        if let Some(shown) = self.roster().filter(has_news) {
            let changes = describe_roster(
                &shown.diff,
                &shown.missing_columns,
                &shown.ignored_columns,
                !shown.applied,
            );
            blocks.push(format!("{}\n{changes}", fixed("visit-roster-block")));
        }
        if let Some(shown) = self.assignments().filter(|shown| !shown.changes_nothing()) {
            blocks.push(describe_assignments(&shown.diff));
        }
        blocks
    }

    /// Whether something is only shown, as nobody said yes to it yet.
    #[must_use]
    pub fn wait_for_yes(&self) -> bool {
        let roster = self.roster();
        let assignments = self.assignments();
        roster.is_some_and(|shown| !shown.applied && !shown.changes_nothing())
            || assignments.is_some_and(|shown| !shown.applied && !shown.changes_nothing())
    }

    /// Whether what is only shown changes many officers at once, to which [`Consent::MassChanges`] says
    /// yes.
    #[must_use]
    pub fn wait_for_mass_changes(&self) -> bool {
        self.roster()
            .is_some_and(|shown| !shown.applied && shown.diff.is_mass_change())
    }

    /// What would take in what is only shown; nothing where nothing waits for a yes.
    #[must_use]
    pub fn asked(&self) -> Option<Consent> {
        match (self.wait_for_yes(), self.wait_for_mass_changes()) {
            (false, _) => None,
            (true, false) => Some(Consent::Usual),
            (true, true) => Some(Consent::MassChanges),
        }
    }

    /// The same in a line each, and without names, which leave this PC only where somebody asks
    /// for them.
    #[must_use]
    pub fn counts(&self) -> Vec<String> {
        let roster = self.roster().map(|shown| {
            let (nothing, applied) = (shown.changes_nothing(), shown.applied);
            let became = match &shown.left_out {
                Some(_) => LEFT_OUT,
                None => became(nothing, applied),
            };
            let [new, changed, gone] = shown.counts();
            let became = ("became", became.into());
            let warnings = ("warnings", shown.diff.warnings.len().into());
            message(
                "visit-roster-counts",
                &[new, changed, gone, became, warnings],
            )
        });
        let assignments = self.assignments().map(|shown| {
            let (nothing, applied) = (shown.changes_nothing(), shown.applied);
            let [new, gone] = shown.counts();
            let became = ("became", became(nothing, applied).into());
            message("visit-assignments-counts", &[new, gone, became])
        });
        roster.into_iter().chain(assignments).collect()
    }

    fn roster(&self) -> Option<&RosterShown> {
        self.roster.as_ref()?.result.as_ref().ok()
    }

    fn assignments(&self) -> Option<&AssignmentsShown> {
        self.assignments.as_ref()?.result.as_ref().ok()
    }
}

/// What is to be said yes to is not what was shown.
fn changed(stick: &Stick) -> Failure {
    Failure {
        file: Some(stick.folder().to_owned()),
        ..Failure::of_message(Code::Exists, "visit-changed", &[])
    }
}

/// A roster that would change many officers at once; among the others of `$became` in the messages.
const LEFT_OUT: &str = "left";

/// What became of it, for the messages.
fn became(nothing: bool, applied: bool) -> &'static str {
    match (nothing, applied) {
        (true, _) => "same",
        (_, true) => "taken",
        _ => "shown",
    }
}

/// Where changes go.
struct Taking<'a> {
    here: &'a Here,
    library: &'a Library,
    station: &'a Station,
    consent: Consent,
    follow: &'a mut dyn Follow,
}

impl Taking<'_> {
    fn roster(&mut self, file: &Path, bytes: &[u8]) -> Result<RosterShown, Failure> {
        let read = roster::parse(bytes, self.station).map_err(|e| Failure::about(file, &e))?;
        let today = self.here.now.date();
        let mut shown = RosterShown {
            diff: diff(&self.station.roster, &read, today),
            ignored_columns: read.ignored_columns.clone(),
            missing_columns: read.missing_columns.clone(),
            applied: false,
            left_out: None,
        };
        if self.consent == Consent::Nothing || shown.changes_nothing() {
            return Ok(shown);
        }
        // RECORDS 7.17.
        if shown.diff.is_mass_change() && self.consent < Consent::MassChanges {
            shown.left_out = Some(left_out(file, &shown.diff));
            return Ok(shown);
        }
        let [new, changed, gone] = shown.counts();
        let from = ("file", shown_path(file).into());
        let detail = message("visit-roster-from", &[new, changed, gone, from]);
        self.apply(Unsigned::Roster, &detail, |station| {
            station.take_roster(&read, today);
        })?;
        shown.applied = true;
        Ok(shown)
    }

    fn assignments(&mut self, file: &Path, bytes: &[u8]) -> Result<AssignmentsShown, Failure> {
        let read = assignments_file::parse(bytes, &self.station.shifts)
            .map_err(|e| Failure::about(file, &e))?;
        let mut shown = AssignmentsShown {
            diff: self.station.compare_assignments(&read),
            applied: false,
        };
        if self.consent > Consent::Nothing && !shown.changes_nothing() {
            let [new, gone] = shown.counts();
            let from = ("file", shown_path(file).into());
            let detail = message("visit-assignments-from", &[new, gone, from]);
            self.apply(Unsigned::Assignments, &detail, |station| {
                station.assignments.clone_from(&read);
            })?;
            shown.applied = true;
        }
        Ok(shown)
    }

    /// In the log before it counts; what then fails after all is in the log too.
    fn apply(
        &mut self,
        what: Unsigned,
        detail: &str,
        act: impl Fn(&mut Station),
    ) -> Result<(), Failure> {
        let id = self.station.id.map(|id| id.to_string()).unwrap_or_default();
        let enter = |detail: &str| {
            self.library
                .enter_unsigned(what, &id, detail, &self.here.who)
                .map_err(|e| Failure::of(subject::audit_log(), &e))
        };
        enter(detail)?;
        let changed = change(&self.here.folder, |station| {
            act(station);
            Ok(())
        });
        if let Ok(Changed {
            set_aside: Some(words),
            ..
        }) = &changed
        {
            self.follow
                .remark(&format!("{} {}", words.headline, words.advice));
        }
        changed.map(|_| ()).inspect_err(|failure| {
            let headline = ("headline", failure.words.headline.as_str().into());
            // It failed already; there is nothing better to say than that.
            let _ = enter(&message("visit-not-taken-in", &[headline]));
        })
    }
}

/// Why a roster to which somebody said yes was left out all the same.
fn left_out(file: &Path, changes: &Diff) -> Failure {
    let warnings = changes.warnings.iter().filter(|w| w.is_mass_change());
    let mut words = words(
        Code::MassChange,
        "visit-left-out",
        &[("file", shown_path(file).into())],
    );
    words.lines = warnings.map(roster_warning).collect();
    Failure {
        words: Box::new(words),
        file: Some(file.to_owned()),
    }
}
