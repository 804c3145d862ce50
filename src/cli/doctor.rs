//! `muster doctor`: is this PC ready for roll call?

use std::fmt::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply};
use crate::library::{InstalledPack, Library, LibraryError};
use crate::pack::{Manifest, PackError};
use crate::player::devices;
use crate::records::{Records, RecordsError};
use crate::session::Moment;
use crate::station::{DataFolder, StationStore, check_clock, check_display, hardware_clock};
use crate::words::ready::{self, Line, LineState};
use crate::words::{InWords, Words};

pub fn run(context: &Context) -> Result<Reply, Failure> {
    let lines = examine(context)?;
    let mut reply = Reply::new(describe(&lines), "lines", to_json(&lines));
    reply.failures = lines
        .into_iter()
        .filter(|line| line.state == LineState::Problem)
        .map(|line| Failure {
            words: Box::new(line.words),
            file: None,
        })
        .collect();
    // The lines say it already.
    reply.told = true;
    Ok(reply)
}

/// Looks at everything; changes nothing but that a damaged pack is put under quarantine. Fails only where nothing could be looked at, or Ctrl-C
/// was pressed.
pub fn examine(context: &Context) -> Result<Vec<Line>, Failure> {
    let folder = context.data_folder()?;
    go_on(context)?;
    let mut lines: Vec<Line> = folder.findings().iter().map(ready::place).collect();
    lines.push(ready::space(&folder.space()));
    lines.push(station(&folder));
    let mut entries = Vec::new();
    lines.extend(records(context, &folder, &mut entries)?);
    lines.extend(shelf(context, &folder, &mut entries)?);
    go_on(context)?;
    let clock = check_clock(&context.now, built(), hardware_clock(), &entries);
    lines.push(ready::clock(&clock));
    lines.push(ready::sound(&devices::check()));
    lines.push(ready::display(&check_display()));
    Ok(lines)
}

/// Ctrl-C ends it between two checks, and within those that take their time.
fn go_on(context: &Context) -> Result<(), Failure> {
    if context.cancelled() {
        return Err(Failure::of("the check", &PackError::Cancelled));
    }
    Ok(())
}

fn station(folder: &DataFolder) -> Line {
    let store = StationStore::open(folder);
    match store.load() {
        Err(error) => Line::problem("station", "", &error),
        Ok(station) if station.shifts.is_empty() => Line::warning(
            "station",
            "This station has no shifts yet: nothing can be due.",
            "Set them on the Station screen, or with muster station set shifts.",
        ),
        Ok(station) => {
            let name = match station.name.as_str() {
                "" => "The station",
                name => name,
            };
            let shifts = counted(station.shifts.len(), "shift");
            let officers = counted(station.roster.len(), "officer");
            Line::ok(
                "station",
                format!("{name} has {shifts}, and {officers} on the roster."),
            )
        }
    }
}

/// `1 shift`, `3 shifts`.
fn counted(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}

/// Every row against the chain, and whether another could be added.
fn records(
    context: &Context,
    folder: &DataFolder,
    entries: &mut Vec<Timestamp>,
) -> Result<Vec<Line>, Failure> {
    let file = folder.records_file();
    let problem = |error: &RecordsError| Line::problem("records", "", error);
    let records = match Records::open_read_only(&file) {
        Err(RecordsError::NoStore { .. }) => {
            return Ok(vec![Line::ok("records", "Nothing is recorded yet.")]);
        }
        Err(error) => return Ok(vec![problem(&error)]),
        Ok(records) => records,
    };
    let mut meter = Meter::new(context, "records".to_owned());
    let head = match records.verify_watched(&mut |done, all| meter.step(done, all)) {
        Err(error @ RecordsError::Cancelled) => return Err(Failure::of("the records", &error)),
        Err(error) => return Ok(vec![problem(&error)]),
        Ok(head) => head,
    };
    drop(meter);
    let last = records.last_recorded();
    entries.extend(last.ok().flatten().map(Moment::instant));
    let mut lines = vec![Line::ok(
        "records",
        format!(
            "The records are whole: {}, head {}.",
            counted(usize::try_from(head.count).unwrap_or(usize::MAX), "row"),
            head.hash
        ),
    )];
    if let Err(error) = records.draft() {
        let words = error.in_words("");
        lines.push(Line::new("records", LineState::Warning, words));
    }
    // Whole, so that opening it to write sets nothing aside.
    let writable = Records::open(&file).and_then(|records| records.check_writable());
    lines.extend(writable.err().as_ref().map(problem));
    Ok(lines)
}

/// The library's database, and every pack in it.
fn shelf(
    context: &Context,
    folder: &DataFolder,
    entries: &mut Vec<Timestamp>,
) -> Result<Vec<Line>, Failure> {
    let problem = |error: &LibraryError| vec![Line::problem("library", "the library", error)];
    let opened = Library::open(folder.library()).and_then(|library| {
        library.check_database()?;
        let audit = library.audit()?;
        let packs = library.installed()?;
        Ok((library, audit, packs))
    });
    let (library, audit, packs) = match opened {
        Err(error) => return Ok(problem(&error)),
        Ok(opened) => opened,
    };
    entries.extend(audit.iter().map(|line| line.at));
    let mut lines = vec![match packs.len() {
        0 => Line::warning(
            "library",
            "No briefing is installed.",
            "Install some: muster install FOLDER, or on the Packs screen.",
        ),
        count => Line::ok(
            "library",
            format!("The list of packs is whole: {count} installed."),
        ),
    }];
    for pack in &packs {
        lines.push(active(context, &library, pack)?);
        match library.kept(&pack.manifest().id) {
            Err(error) => lines.extend(problem(&error)),
            Ok(None) => {}
            Ok(Some(kept)) => lines.extend(before(context, &library, &kept)?),
        }
    }
    Ok(lines)
}

fn active(context: &Context, library: &Library, pack: &InstalledPack) -> Result<Line, Failure> {
    let manifest = pack.manifest();
    let check = format!("pack:{}", manifest.id);
    if let Err(error) = whole(context, library, pack)? {
        return Ok(Line::problem(check, &named(manifest), &error));
    }
    let today = context.now.date();
    let silent = manifest.modules.iter().all(|m| m.media.is_empty());
    let plays = if silent {
        ""
    } else {
        ", and its films and sounds can be played"
    };
    let whole = format!("{} is whole{plays}.", named(manifest));
    Ok(match manifest.review_by.filter(|day| *day < today) {
        None => Line::ok(check, whole),
        Some(day) => Line::warning(
            check,
            format!("{whole} The content should have been reviewed by {day}."),
            "Ask the publisher for a newer version.",
        ),
    })
}

/// The version before, if one could not go back to it.
fn before(
    context: &Context,
    library: &Library,
    kept: &InstalledPack,
) -> Result<Option<Line>, Failure> {
    let manifest = kept.manifest();
    Ok(whole(context, library, kept)?.err().map(|error| {
        let words = error.in_words(&named(manifest));
        let message = format!(
            "{} This is the version before, which is kept for going back.",
            words.headline
        );
        let advice =
            "Nothing to do now: going back is not possible until a newer version was installed.";
        Line::warning(format!("pack:{}", manifest.id), message, advice)
    }))
}

/// Whether every byte of it is as it was installed, and can be played; one that is not is put
/// under quarantine. Only Ctrl-C is a failure.
fn whole(
    context: &Context,
    library: &Library,
    pack: &InstalledPack,
) -> Result<Result<(), LibraryError>, Failure> {
    let mut meter = Meter::new(context, pack.manifest().title.clone());
    let mut progress = |done, all| meter.step(done, all);
    let checked = library
        .check(pack, &context.who(), &mut progress)
        .and_then(|()| pack.try_media(&mut progress));
    match checked {
        Err(error @ LibraryError::Pack(PackError::Cancelled)) => {
            Err(Failure::of("the check", &error))
        }
        checked => Ok(checked),
    }
}

fn named(manifest: &Manifest) -> String {
    format!(
        "{} ({} version {})",
        manifest.title, manifest.id, manifest.version
    )
}

/// When this program was built, as far as its file tells.
fn built() -> Option<Timestamp> {
    let file = std::env::current_exe().ok()?.metadata().ok()?;
    Timestamp::try_from(file.modified().ok()?).ok()
}

fn describe(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let Words {
            headline,
            advice,
            details,
            ..
        } = &line.words;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<8} {headline}", line.state.name());
        if !advice.is_empty() {
            let _ = writeln!(text, "         {advice}");
        }
        if !details.is_empty() {
            let _ = writeln!(text, "         ({details})");
        }
    }
    text + &result(lines)
}

/// Ready or not.
pub fn result(lines: &[Line]) -> String {
    let count = |state| lines.iter().filter(|line| line.state == state).count();
    match (count(LineState::Problem), count(LineState::Warning)) {
        (0, 0) => "Ready for roll call.".to_owned(),
        (0, warnings) => format!("Ready for roll call; {warnings} to look at."),
        (problems, _) => format!("Not ready for roll call: {problems} to put right."),
    }
}

/// The lines as other programs read them.
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
    use super::examine;
    use crate::cli::Context;
    use crate::words::Code;

    #[test]
    fn ctrl_c_ends_the_check_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = Context::for_test(folder.path());
        assert!(examine(&context).is_ok());
        context.cancel();
        let failure = examine(&context).expect_err("stopped");
        assert_eq!(failure.words.code, Code::Cancelled);
    }
}
