//! Roster and assignments on a stick, which nobody signed: what they would change is shown, and
//! done only after somebody said yes, and entered in the audit log.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{Context, Failure, due, files, roster, station};
use crate::library::{Library, Unsigned};
use crate::station::{Assignment, AssignmentsDiff, Diff, Station, assignments_file, diff};
use crate::words::Words;

/// What was found, and what became of it.
#[derive(Default)]
pub struct Settings {
    /// Lines for people.
    pub text: String,
    /// The same without names, which leave this PC only where somebody asks for them.
    pub counts: Vec<String>,
    /// For programs; null where the stick has none.
    pub roster: Value,
    /// The same for the assignments.
    pub assignments: Value,
    /// What was refused.
    pub failures: Vec<Failure>,
}

/// Where changes go.
struct Desk<'a> {
    context: &'a Context,
    library: &'a Library,
    station: &'a Station,
    yes: bool,
}

impl Settings {
    /// Looks for both files in the station's folder of a stick.
    pub fn take_in(
        context: &Context,
        library: &Library,
        station: &Station,
        folder: &Path,
        yes: bool,
    ) -> Self {
        let desk = Desk {
            context,
            library,
            station,
            yes,
        };
        let mut settings = Self::default();
        let file = folder.join("roster.csv");
        if file.exists() {
            let taken = desk.roster(&file, &mut settings);
            settings.roster = settings.told(&file, taken);
        }
        let file = folder.join("assignments.json");
        if file.exists() {
            let taken = desk.assignments(&file, &mut settings);
            settings.assignments = settings.told(&file, taken);
        }
        settings
    }

    fn count(&mut self, what: &str, counts: &str, nothing: bool, applied: bool) {
        let became = match (nothing, applied) {
            (true, _) => "as it is here already",
            (_, true) => "taken in, after somebody said yes",
            _ => "shown only, not taken in",
        };
        self.counts.push(format!("{what}: {counts}; {became}."));
    }

    fn told(&mut self, file: &Path, taken: Result<Value, Failure>) -> Value {
        let (ok, mut value) = match taken {
            Ok(value) => (true, value),
            Err(failure) => {
                let value = json!({"error": failure.to_json()});
                self.failures.push(failure);
                (false, value)
            }
        };
        if let Some(fields) = value.as_object_mut() {
            fields.insert("file".to_owned(), file.display().to_string().into());
            fields.insert("ok".to_owned(), ok.into());
        }
        value
    }
}

impl Desk<'_> {
    fn roster(&self, file: &Path, settings: &mut Settings) -> Result<Value, Failure> {
        use crate::station::roster::{MAX_BYTES, parse};
        let bytes = files::read_up_to(file, MAX_BYTES)?;
        let read = parse(&bytes, &self.station.shifts).map_err(|e| Failure::about(file, &e))?;
        let today = self.context.now.date();
        let changes = diff(&self.station.roster, &read.officers, today);
        let nothing =
            changes.new.is_empty() && changes.changed.is_empty() && changes.gone.is_empty();
        let counts = counted(&changes);
        if !nothing {
            settings.text.push_str("Roster on the stick:\n");
            settings
                .text
                .push_str(&roster::describe_changes(&changes, !self.yes));
        }
        let applied = self.yes && !nothing;
        if applied {
            let detail = format!("{counts}; from {}", file.display());
            self.apply(Unsigned::Roster, &detail, |station| {
                station.take_roster(&read.officers, today);
            })?;
        } else if !nothing {
            settings.text.push_str(ASK);
        }
        settings.count("Roster", &counts, nothing, applied);
        let pairs = changes.changed.iter();
        let pairs: Vec<Value> = pairs
            .map(|(from, to)| json!({"from": from, "to": to}))
            .collect();
        Ok(json!({
            "applied": applied,
            "new": changes.new,
            "changed": pairs,
            "gone": changes.gone,
            "unchanged": changes.unchanged,
            "ignored_columns": read.ignored_columns,
        }))
    }

    fn assignments(&self, file: &Path, settings: &mut Settings) -> Result<Value, Failure> {
        let bytes = files::read_up_to(file, assignments_file::MAX_BYTES)?;
        let read = assignments_file::parse(&bytes, &self.station.shifts)
            .map_err(|e| Failure::about(file, &e))?;
        let changes = self.station.compare_assignments(&read);
        let nothing = changes.new.is_empty() && changes.gone.is_empty();
        let counts = format!("{} new, {} gone", changes.new.len(), changes.gone.len());
        if !nothing {
            describe(&mut settings.text, &changes);
        }
        let applied = self.yes && !nothing;
        if applied {
            let detail = format!("{counts}; from {}", file.display());
            self.apply(Unsigned::Assignments, &detail, |station| {
                station.assignments.clone_from(&read);
            })?;
        } else if !nothing {
            settings.text.push_str(ASK);
        }
        settings.count("Assignments", &counts, nothing, applied);
        Ok(json!({
            "applied": applied,
            "new": changes.new,
            "gone": changes.gone,
            "unchanged": changes.unchanged,
        }))
    }

    /// In the log before it counts; what then fails after all is in the log too.
    fn apply(
        &self,
        what: Unsigned,
        detail: &str,
        change: impl Fn(&mut Station),
    ) -> Result<(), Failure> {
        let id = self.station.id.map(|id| id.to_string()).unwrap_or_default();
        let enter = |detail: &str| {
            let who = self.context.who();
            self.library
                .enter_unsigned(what, &id, detail, &who)
                .map_err(|e| Failure::of("the audit log", &e))
        };
        enter(detail)?;
        let changed = station::change(self.context, |station| {
            change(station);
            Ok(())
        });
        changed.map(|_| ()).inspect_err(|failure| {
            let Words { headline, .. } = &*failure.words;
            // It failed already; there is nothing better to say than that.
            let _ = enter(&format!("not taken in: {headline}"));
        })
    }
}

const ASK: &str = "Nobody signed this. If it is right, give the command again with --yes.\n";

fn counted(changes: &Diff) -> String {
    format!(
        "{} new, {} changed, {} gone",
        changes.new.len(),
        changes.changed.len(),
        changes.gone.len()
    )
}

fn describe(text: &mut String, changes: &AssignmentsDiff) {
    text.push_str("Assignments on the stick:\n");
    let mut list = |title: &str, assignments: &[Assignment]| {
        for assignment in assignments {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{title} {}", due::say(assignment));
        }
    };
    list("new: ", &changes.new);
    list("gone:", &changes.gone);
}
