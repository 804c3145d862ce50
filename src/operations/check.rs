//! Is this PC ready for roll call?

use std::cell::RefCell;
use std::time::Duration;

use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Value, json};

use crate::library::{DrawingTime, InstalledPack, Library, LibraryError};
use crate::operations::subject;
use crate::operations::{Doing, Follow, Here, log_finding};
use crate::pack::{ModuleRef, Outline, PackError};
use crate::platform::display::check_display;
use crate::platform::log;
use crate::player::devices;
use crate::records::{Records, RecordsError};
use crate::session::Moment;
use crate::station::{DataFolder, Shift, StationStore, built, check_clock, hardware_clock};
use crate::words::messages::{fixed, message};
use crate::words::ready::{self, Line, LineState};
use crate::words::{self, Failure, InWords, kept_aside};

/// How long job aids are drawn in all.
const FOR_JOB_AIDS: Duration = Duration::from_secs(20);

/// Looks at everything; changes nothing but that a damaged pack is put under quarantine. Each line
/// is told as soon as it stands. Fails only where nothing could be looked at, or somebody stopped
/// it.
///
/// # Errors
/// `Cancelled`.
pub fn examine(here: &Here, follow: &mut dyn Follow) -> Result<Vec<Line>, Failure> {
    let folder = &here.folder;
    go_on(follow)?;
    let mut found = Found {
        follow,
        lines: Vec::new(),
        entries: Vec::new(),
    };
    for finding in folder.findings() {
        found.line(ready::place(&finding));
    }
    found.line(ready::space(&folder.space()));
    found.line(words::log_line(&log::check()));
    for line in station(folder, &here.now) {
        found.line(line);
    }
    records(folder, &mut found)?;
    shelf(here, &mut found)?;
    go_on(found.follow)?;
    found.follow.begin(Doing::Devices);
    let clock = check_clock(&here.now, built(), hardware_clock(), &found.entries);
    found.line(ready::clock(&clock));
    found.line(ready::sound(&devices::check(), here.in_window));
    found.line(ready::display(&check_display()));
    Ok(found.lines)
}

/// It ends between two checks, and within those that take their time.
fn go_on(follow: &mut dyn Follow) -> Result<(), Failure> {
    if follow.goes_on() {
        return Ok(());
    }
    Err(Failure::of(subject::check(), &PackError::Cancelled))
}

/// What was found so far.
struct Found<'a> {
    follow: &'a mut dyn Follow,
    lines: Vec<Line>,
    /// When something was entered on this PC, by its own clock.
    entries: Vec<Timestamp>,
}

impl Found<'_> {
    fn line(&mut self, line: Line) {
        if line.state != LineState::Ok {
            log_finding(&line);
        }
        self.follow.found(&line);
        self.lines.push(line);
    }
}

fn station(folder: &DataFolder, now: &ZonedDateTime) -> Vec<Line> {
    let station = match StationStore::open(folder).load() {
        Err(error) => return vec![Line::problem("station", "", &error)],
        Ok(station) => station,
    };
    let mut lines = Vec::new();
    if station.shifts.is_empty() {
        lines.push(Line::missing(
            "station",
            fixed("check-no-shifts"),
            fixed("check-no-shifts.advice"),
        ));
    }
    let today = now.date();
    let active = station
        .roster
        .iter()
        .filter(|officer| officer.is_active(today));
    if active.count() == 0 {
        lines.push(Line::missing(
            "roster",
            fixed("check-nobody"),
            fixed("check-nobody.advice"),
        ));
    }
    let nobody = |shift: &&Shift| station.officers_of(&shift.id, today).is_empty();
    let empty: Vec<&str> = station
        .shifts
        .iter()
        .filter(nobody)
        .map(|shift| shift.name.as_str())
        .collect();
    if lines.is_empty() && !empty.is_empty() {
        lines.push(Line::warning(
            "roster",
            message("check-empty-shifts", &[("shifts", empty.join(", ").into())]),
            fixed("check-empty-shifts.advice"),
        ));
    }
    if lines.is_empty() {
        lines.push({
            let name = match station.name.as_str() {
                "" => fixed("check-the-station"),
                name => name,
            };
            let args = [
                ("name", name.into()),
                ("shifts", station.shifts.len().into()),
                ("officers", station.roster.len().into()),
            ];
            Line::ok("station", message("check-station", &args))
        });
    }
    lines
}

/// What is installed and cannot be due, as nobody approved it.
fn approvals(folder: &DataFolder, packs: &[InstalledPack]) -> Option<Line> {
    let station = StationStore::open(folder).load().ok()?;
    let modules = packs.iter().flat_map(|pack| {
        let outline = pack.outline();
        let modules = outline.modules.iter();
        modules.map(|module| ModuleRef {
            pack: outline.id.clone(),
            module: module.id.clone(),
        })
    });
    let modules: Vec<ModuleRef> = modules.collect();
    let approved = modules
        .iter()
        .any(|module| station.approval(module).is_some());
    (!modules.is_empty() && !approved).then(|| {
        Line::missing(
            "approvals",
            fixed("check-not-approved"),
            fixed("check-not-approved.advice"),
        )
    })
}

/// Every row against the chain, and whether another could be added.
fn records(folder: &DataFolder, found: &mut Found<'_>) -> Result<(), Failure> {
    let file = folder.records_file();
    let problem = |error: &RecordsError| Line::problem("records", "", error);
    let records = match Records::open_to_verify(&file) {
        Err(RecordsError::NoStore { .. }) => {
            found.line(Line::ok("records", fixed("check-no-records")));
            return Ok(());
        }
        Err(error) => {
            found.line(problem(&error));
            return Ok(());
        }
        Ok(records) => records,
    };
    found.follow.begin(Doing::Records);
    let verified = records.verify_watched(&mut |done, all| found.follow.step(done, all));
    let head = match verified {
        Err(error @ RecordsError::Cancelled) => {
            return Err(Failure::of(subject::records(), &error));
        }
        Err(error) => {
            found.line(problem(&error));
            return Ok(());
        }
        Ok(head) => head,
    };
    let last = records.last_recorded();
    let last = last.ok().flatten().map(Moment::instant);
    found.entries.extend(last);
    let words = match head.count {
        0 => fixed("check-no-rows").to_owned(),
        count => message(
            "check-records",
            &[
                ("count", count.into()),
                ("hash", head.hash.to_string().into()),
            ],
        ),
    };
    found.line(Line::ok("records", words));
    if let Err(error) = records.draft() {
        let words = error.in_words("");
        found.line(Line::new("records", LineState::Warning, words));
    }
    let writable = Records::open(&file).and_then(|records| {
        if let Some(kept) = records.kept_aside() {
            // Verified a moment ago, and damaged when it was opened to write.
            let words = kept_aside(records.path(), kept);
            found.line(Line::new("records", LineState::Problem, words));
        }
        records.check_writable()
    });
    match writable {
        // Nothing is wrong with it.
        Err(RecordsError::NotAsAdministrator { .. }) => {
            found.line(Line::ok("records", fixed("check-not-tried")));
        }
        Err(error) => found.line(problem(&error)),
        Ok(()) => {}
    }
    Ok(())
}

/// The library's database, and every pack in it.
fn shelf(here: &Here, found: &mut Found<'_>) -> Result<(), Failure> {
    let problem = |error: &LibraryError| Line::problem("library", subject::library(), error);
    let opened = Library::open(here.folder.library()).and_then(|library| {
        library.check_database()?;
        let audit = library.audit()?;
        let packs = library.installed()?;
        let in_force = library.pinned()?.and_then(|pinned| pinned.list);
        Ok((library, audit, packs, in_force))
    });
    let (library, audit, packs, in_force) = match opened {
        Err(error) => {
            found.line(problem(&error));
            return Ok(());
        }
        Ok(opened) => opened,
    };
    found.entries.extend(audit.iter().map(|line| line.at));
    found.line(match packs.len() {
        0 => Line::missing(
            "library",
            fixed("check-no-packs"),
            fixed("check-no-packs.advice"),
        ),
        count => Line::ok(
            "library",
            message("check-packs", &[("count", count.into())]),
        ),
    });
    if let Some(line) = approvals(&here.folder, &packs) {
        found.line(line);
    }
    if let Some(in_force) = in_force
        && let Some(day) = in_force.overdue_since(here.now.date())
    {
        let (message, advice) = words::list_overdue(in_force.list.agency.as_str(), day);
        found.line(Line::warning("library", message, advice));
    }
    let kept: Vec<_> = packs
        .iter()
        .map(|pack| library.kept(&pack.outline().id))
        .collect();
    let before = kept.iter().flatten().flatten();
    let all = packs.iter().chain(before).map(InstalledPack::bytes).sum();
    let shelf = Shelf {
        here,
        library: &library,
        all,
        for_job_aids: RefCell::new(DrawingTime::of(FOR_JOB_AIDS)),
    };
    for (pack, kept) in packs.iter().zip(&kept) {
        let line = shelf.active(pack, found.follow)?;
        found.line(line);
        match kept {
            Err(error) => found.line(problem(error)),
            Ok(None) => {}
            Ok(Some(kept)) => {
                let line = shelf.before(kept, found.follow)?;
                if let Some(line) = line {
                    found.line(line);
                }
            }
        }
    }
    Ok(())
}

/// The packs that are read.
struct Shelf<'a> {
    here: &'a Here,
    library: &'a Library,
    /// Bytes of all of them.
    all: u64,
    /// How much time is left to draw job aids.
    for_job_aids: RefCell<DrawingTime>,
}

impl Shelf<'_> {
    fn active(&self, pack: &InstalledPack, follow: &mut dyn Follow) -> Result<Line, Failure> {
        let outline = pack.outline();
        let check = format!("pack:{}", outline.id);
        let whole = match self.whole(pack, follow)? {
            Ok(()) => self.shown(pack, follow)?,
            whole => whole,
        };
        if let Err(error) = whole {
            return Ok(Line::problem(check, &named(outline), &error));
        }
        let today = self.here.now.date();
        let silent = outline.modules.iter().all(|m| m.media.is_empty());
        let id = if silent { "check-whole" } else { "check-plays" };
        let whole = message(id, &[("pack", named(outline).into())]);
        Ok(match outline.review_by.filter(|day| *day < today) {
            None => Line::ok(check, whole),
            Some(day) => Line::warning(
                check,
                message(
                    "check-review",
                    &[("whole", whole.into()), ("day", day.to_string().into())],
                ),
                fixed("check-review.advice"),
            ),
        })
    }

    /// The version before, if one could not go back to it.
    fn before(
        &self,
        kept: &InstalledPack,
        follow: &mut dyn Follow,
    ) -> Result<Option<Line>, Failure> {
        let outline = kept.outline();
        Ok(self.whole(kept, follow)?.err().map(|error| {
            let words = error.in_words(&named(outline));
            let kept = message("check-kept", &[("headline", words.headline.into())]);
            let advice = fixed("check-kept.advice");
            Line::warning(format!("pack:{}", outline.id), kept, advice)
        }))
    }

    /// Whether every byte of it is as it was installed, and can be played; one that is not is put
    /// under quarantine. Only that somebody stopped it is a failure.
    fn whole(
        &self,
        pack: &InstalledPack,
        follow: &mut dyn Follow,
    ) -> Result<Result<(), LibraryError>, Failure> {
        follow.begin(Doing::Installed {
            title: &pack.outline().title,
            bytes: pack.bytes(),
            all: self.all,
        });
        let mut progress = |done, all| follow.step(done, all);
        let checked = self
            .library
            .check(pack, &self.here.who, &mut progress)
            .and_then(|()| pack.try_media(&mut progress));
        unless_stopped(checked)
    }

    /// Whether the first pages of its job aids can be drawn, for as many as there is time for. One
    /// whose cannot stays in use.
    fn shown(
        &self,
        pack: &InstalledPack,
        follow: &mut dyn Follow,
    ) -> Result<Result<(), LibraryError>, Failure> {
        let mut time = self.for_job_aids.borrow_mut();
        let shown = pack.try_job_aids(&mut time, &mut |_, _| follow.goes_on());
        unless_stopped(shown)
    }
}

fn unless_stopped(checked: Result<(), LibraryError>) -> Result<Result<(), LibraryError>, Failure> {
    match checked {
        Err(error @ LibraryError::Pack(PackError::Cancelled)) => {
            Err(Failure::of(subject::check(), &error))
        }
        checked => Ok(checked),
    }
}

fn named(outline: &Outline) -> String {
    message(
        "check-pack",
        &[
            ("title", outline.title.as_str().into()),
            ("id", outline.id.to_string().into()),
            ("version", outline.version.to_string().into()),
        ],
    )
}

/// Ready or not.
#[must_use]
pub fn result(lines: &[Line]) -> String {
    let count = |state| lines.iter().filter(|line| line.state == state).count();
    let missing = lines.iter().filter(|line| line.missing).count();
    let (id, count) = match (count(LineState::Problem), count(LineState::Warning)) {
        (0, 0) => return fixed("check-ready").to_owned(),
        (0, _) if missing > 0 => ("check-missing", missing),
        (0, warnings) => ("check-warnings", warnings),
        (problems, _) => ("check-problems", problems),
    };
    message(id, &[("count", count.into())])
}

/// The lines as other programs read them.
#[must_use]
pub fn to_json(lines: &[Line]) -> Vec<Value> {
    let lines = lines.iter();
    lines
        .map(|line| {
            json!({
                "check": line.check,
                "state": line.state.name(),
                "message": line.words.headline,
                "advice": line.words.advice,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::operations::fixture::{Follower, here};
    use crate::words::Code;

    #[test]
    fn who_stops_the_check_is_told_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let here = here(folder.path());
        assert!(super::examine(&here, &mut Follower(true)).is_ok());
        let stopped = super::examine(&here, &mut Follower(false));
        assert_eq!(stopped.expect_err("stopped").words.code, Code::Cancelled);
    }
}
