//! `muster visit`: one IT visit, everything in and everything out (EXCHANGE.md, "On the stick").
//! What came in stays in, whatever becomes of the rest.

mod out;
mod receipt;
mod settings;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::install::{Results, install_newest, search};
use crate::cli::trust::install::Applied;
use crate::cli::{Context, Failure, Reply, doctor, packs, station};
use crate::library::{AuditLine, InstalledPack, Library, audit_csv, lowest_first};
use crate::records::{Head, Records, RecordsError};
use crate::station::Station;
use crate::words::Code;
use crate::words::ready::{Line, LineState};

use out::{Out, Stick};
use settings::Settings;

/// What `visit` takes.
#[derive(Debug, Args)]
pub struct VisitArgs {
    /// The stick, or a folder like it
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Take in the roster and the assignments on it, which nobody signed
    #[arg(long)]
    yes: bool,
}

/// What a visit did, as it goes.
#[derive(Default)]
struct Visit {
    lists: Applied,
    packs: Results,
    settings: Settings,
    /// What failed beside them.
    failures: Vec<Failure>,
    doctor: Vec<Line>,
    head: Option<Head>,
    written: Vec<PathBuf>,
}

pub fn run(context: &Context, args: &VisitArgs) -> Result<Reply, Failure> {
    let stick = Stick::find(&args.folder)?;
    let mut visit = Visit::default();
    let station = identify(context);
    match context.library() {
        Err(failure) => visit.failures.push(failure),
        Ok(library) => {
            visit.take_in(context, &library, &args.folder);
            if let (Ok(station), false) = (&station, context.cancelled()) {
                let folder = stick.station_folder(station);
                visit.settings = Settings::take_in(context, &library, station, &folder, args.yes);
            }
            packs::prune(context, &library);
        }
    }
    let id = station.as_ref().ok().and_then(|station| station.id);
    let given = match station {
        _ if context.cancelled() => Err(stopped()),
        Err(failure) => Err(failure),
        Ok(station) => visit.give_out(context, &stick, &station),
    };
    let given = given.err();
    let told = visit
        .failures()
        .iter()
        .any(|f| f.words.code == Code::Cancelled);
    visit
        .failures
        .extend(given.filter(|f| !told || f.words.code != Code::Cancelled));
    let mut reply = visit.reply();
    reply.fields.insert("station_id".to_owned(), json!(id));
    Ok(reply)
}

/// The station; it is given its id if it has none yet.
fn identify(context: &Context) -> Result<Station, Failure> {
    let station = station::load(context)?;
    if station.id.is_some() {
        return Ok(station);
    }
    station::change(context, |_| Ok(())).map(|((), station)| station)
}

fn stopped() -> Failure {
    Failure::new(
        Code::Cancelled,
        "Stopped; nothing was written to the stick.",
        "What came in until then stays in. Start again when you are ready.",
    )
}

impl Visit {
    /// Trust first: it says which packs are accepted.
    fn take_in(&mut self, context: &Context, library: &Library, folder: &Path) {
        let found = match search(context, folder) {
            Err(error) => return self.failures.push(Failure::about(folder, &error)),
            Ok(found) => found,
        };
        for file in lowest_first(found.lists) {
            self.lists.apply(context, library, &file, true);
        }
        install_newest(context, library, found.packs, None, &mut self.packs);
    }

    fn give_out(
        &mut self,
        context: &Context,
        stick: &Stick,
        station: &Station,
    ) -> Result<(), Failure> {
        self.doctor = doctor::examine(context)?;
        let library = context.library()?;
        let failed = |e| Failure::of("the library", &e);
        let audit = library.audit().map_err(failed)?;
        let installed = library.installed().map_err(failed)?;
        self.head = head(context)?;
        let mut out = Out::begin(stick, station, context.now.date())?;
        let written = self.write(context, &mut out, station, &audit, &installed);
        self.written = out.written;
        written
    }

    /// The receipt comes last: it stands for a visit of which the rest is there.
    fn write(
        &self,
        context: &Context,
        out: &mut Out,
        station: &Station,
        audit: &[AuditLine],
        installed: &[InstalledPack],
    ) -> Result<(), Failure> {
        out.write("audit.csv", |file| audit_csv(audit, file))?;
        let ready = self.problems().next().is_none();
        let document = json!({"ok": ready, "lines": doctor::to_json(&self.doctor)});
        out.write("doctor.json", |file| writeln!(file, "{document:#}"))?;
        let receipt = receipt::receipt(context, self, station, installed);
        out.write("receipt.pdf", |file| file.write_all(&receipt))
    }

    /// What the doctor says keeps the roll call from being held.
    fn problems(&self) -> impl Iterator<Item = &Line> {
        let lines = self.doctor.iter();
        lines.filter(|line| line.state == LineState::Problem)
    }

    /// Everything that was refused or failed, in the order in which it was done; what the doctor
    /// found comes after it.
    fn failures(&self) -> Vec<Failure> {
        let found = self.problems().map(|line| Failure {
            words: Box::new(line.words.clone()),
            file: None,
        });
        let lists = self.lists.failures.iter();
        lists
            .chain(&self.packs.failures)
            .chain(&self.settings.failures)
            .chain(&self.failures)
            .cloned()
            .chain(found)
            .collect()
    }

    fn reply(self) -> Reply {
        let mut text = [&*self.lists.text, &self.packs.text, &self.settings.text].concat();
        for file in &self.written {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "Written: {}", file.display());
        }
        if let Some(head) = &self.head {
            let _ = writeln!(text, "Head of the {} records: {}", head.count, head.hash);
        }
        if !self.doctor.is_empty() {
            let _ = writeln!(text, "{}", doctor::result(&self.doctor));
        }
        let files = self.written.iter();
        let files: Vec<Value> = files
            .map(|file| file.display().to_string().into())
            .collect();
        let failures = self.failures();
        let mut reply = Reply::new(text, "lists", self.lists.results)
            .field("packs", self.packs.files)
            .field("roster", self.settings.roster)
            .field("assignments", self.settings.assignments)
            .field("doctor", doctor::to_json(&self.doctor))
            .field("files", files)
            .field("count", self.head.map(|head| head.count))
            .field("head", self.head.map(|head| head.hash.to_string()));
        reply.failures = failures;
        reply
    }
}

/// The head of the record chain; none where the records cannot be read, which the doctor says.
fn head(context: &Context) -> Result<Option<Head>, Failure> {
    let file = context.data_folder()?.records_file();
    let records = match Records::open_read_only(&file) {
        Err(RecordsError::NoStore { .. }) => Records::none(&file),
        opened => opened,
    };
    Ok(records.and_then(|records| records.head()).ok())
}

#[cfg(test)]
mod tests {
    use super::{VisitArgs, run};
    use crate::cli::Context;
    use crate::words::Code;

    #[test]
    fn ctrl_c_ends_the_visit_and_nothing_is_written_to_the_stick() {
        let folder = tempfile::tempdir().expect("a folder");
        let stick = folder.path().join("stick");
        std::fs::create_dir(&stick).expect("a stick");
        let context = Context::for_test(&folder.path().join("data"));
        let args = VisitArgs {
            folder: stick.clone(),
            yes: true,
        };
        context.cancel();
        let reply = run(&context, &args).expect("a reply");
        let codes: Vec<Code> = reply.failures.iter().map(|f| f.words.code).collect();
        assert_eq!(codes, [Code::Cancelled]);
        assert_eq!(std::fs::read_dir(&stick).expect("the stick").count(), 0);
    }
}
