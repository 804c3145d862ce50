//! What the Records screen asks for, done in the background: finding, checking the chain,
//! exporting.

mod by_hand;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::account::here;
use crate::app::clock::now;
use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::operations::records::Export;
use crate::operations::{self, Doing, ExportTo, Follow};
use crate::pack::ModuleRef;
use crate::platform::places::places;
use crate::records::missed::{Missed, Which};
use crate::records::{Filter, Format, Records, RecordsError, SessionView, What};
use crate::station::DataFolder;
use crate::ui::screens::records::{Checked, ExportedFile, RecordsCommand, RecordsModel};
use crate::ui::widgets::table::MAX_ROWS;
use crate::words::{BackgroundWork, InWords, Words, shown, shown_lines};

/// While the chain is checked, progress is reported after so many rows.
const ROWS_BETWEEN_UPDATES: u64 = 500;

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut RecordsModel, failure: JobFailure) {
    if failure == JobFailure::Panicked {
        model.busy = None;
    }
    model.failed = Some(failure.words(BackgroundWork::Records));
}

/// Something new was recorded: what is shown is found again.
pub(in crate::app) fn refresh(screen: &mut ScreenState<RecordsModel>, data: &DataFolder) {
    if let Some(filter) = screen.model.found_by.clone() {
        execute(screen, data, RecordsCommand::Find(filter));
    }
    if screen.model.missed.is_some() {
        execute(screen, data, RecordsCommand::FindMissed);
    }
}

/// Does what was asked for; returns at once.
pub(super) fn execute(
    screen: &mut ScreenState<RecordsModel>,
    data: &DataFolder,
    command: RecordsCommand,
) {
    let data = data.clone();
    let file = data.records_file();
    match command {
        RecordsCommand::Find(filter) => {
            screen.run(move |job| find(job, &file, filter));
        }
        RecordsCommand::Check => {
            screen.run(move |job| check(job, &file));
        }
        RecordsCommand::FindPlaces => {
            screen.run(|job| {
                let places = places();
                job.set(|model| model.places = places);
            });
        }
        RecordsCommand::Export {
            what,
            filter,
            folder,
        } => {
            screen.run(move |job| {
                job.set(|model| {
                    model.busy = Some("Writing the file…".to_owned());
                    model.exported = None;
                });
                let exported = export(job, &data, what, &filter, &folder);
                job.set(|model| {
                    model.busy = None;
                    model.exported = Some(exported);
                });
            });
        }
        RecordsCommand::Enter(entry) => {
            screen.run(move |job| {
                begin(job);
                by_hand::enter(job, &data, &entry);
            });
        }
        RecordsCommand::Correct(change) => {
            screen.run(move |job| {
                begin(job);
                by_hand::correct(job, &data, &change);
            });
        }
        RecordsCommand::AddToRoll(addition) => {
            screen.run(move |job| {
                begin(job);
                by_hand::add_to_roll(job, &data, &addition);
            });
        }
        RecordsCommand::FindMissed => {
            screen.model.missed_file = None;
            screen.run(move |job| {
                let found = find_missed(&data).map(Arc::new);
                job.set(|model| model.missed = Some(found));
            });
        }
        RecordsCommand::ExportMissed(folder) => {
            screen.run(move |job| {
                let written = export_missed(&data, &folder);
                job.set(|model| model.missed_file = Some(written));
            });
        }
        RecordsCommand::Cancel => screen.cancel(),
        RecordsCommand::Close => {
            let model = &mut screen.model;
            (model.checked, model.exported) = (None, None);
            model.entered = None;
        }
    }
}

/// The make-up list; names in it are written out where they would turn a line around.
fn find_missed(data: &DataFolder) -> Result<Vec<Missed>, Words> {
    let records = open(&data.records_file()).map_err(|error| words(&error))?;
    let missed = operations::records::missed(&here(data), &records, &Which::default());
    let mut missed = missed.map_err(|failure| *failure.words)?;
    for missed in &mut missed {
        missed.officer.name = shown(&missed.officer.name);
        missed.shift.name = shown(&missed.shift.name);
    }
    Ok(missed)
}

fn export_missed(data: &DataFolder, folder: &Path) -> Result<PathBuf, Words> {
    let records = open(&data.records_file()).map_err(|error| words(&error))?;
    let here = here(data);
    let missed = operations::records::missed(&here, &records, &Which::default());
    let written = missed.and_then(|missed| {
        let to = ExportTo::Folder(folder);
        operations::records::export_missed(&here, &missed, to, true)
    });
    written.map_err(|failure| *failure.words)
}

fn begin(job: &ScreenJob<RecordsModel>) {
    job.set(|model| {
        model.busy = Some("Recording…".to_owned());
        model.entered = None;
    });
}

/// A station that has recorded nothing yet has no file.
fn open(file: &Path) -> Result<Records, RecordsError> {
    match Records::open_read_only(file) {
        Err(RecordsError::NoStore { .. }) => Records::none(file),
        opened => opened,
    }
}

fn words(error: &RecordsError) -> Words {
    error.in_words("the records")
}

fn find(job: &ScreenJob<RecordsModel>, file: &Path, filter: Filter) {
    let read = || -> Result<_, RecordsError> {
        let records = open(file)?;
        let most = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX);
        let limited = Filter {
            limit: Some(most.saturating_add(1)),
            ..filter.clone()
        };
        let mut sessions = records.sessions(&limited)?;
        let more = sessions.len() > MAX_ROWS;
        sessions.truncate(MAX_ROWS);
        sessions.iter_mut().for_each(write_out_names);
        Ok((sessions, more))
    };
    let found = read();
    job.set(|model| match found {
        Ok((sessions, more)) => {
            // A filter by module must not take the other modules off the list to choose from.
            model.modules = Arc::new(modules(&model.modules, &sessions));
            model.sessions = Arc::new(sessions);
            model.more = more;
            model.found_by = Some(filter);
            model.failed = None;
        }
        Err(error) => model.failed = Some(words(&error)),
    });
}

/// Records hold the names of their day, also of packs and rosters that would be refused now
/// (FORMAT 4.31).
fn write_out_names(view: &mut SessionView) {
    let s = &mut view.session;
    let names = [
        &mut s.agency,
        &mut s.ori,
        &mut s.station,
        &mut s.room,
        &mut s.shift,
        &mut s.shift_name,
        &mut s.publisher,
        &mut s.module_title,
        &mut s.facilitator.id,
        &mut s.facilitator.name,
        &mut s.facilitator.rank,
        &mut s.facilitator.certification,
        &mut s.signed_by,
    ];
    for name in names {
        *name = shown(name);
    }
    s.notes = shown_lines(&s.notes);
    for officer in &mut s.officers {
        for name in [
            &mut officer.id,
            &mut officer.name,
            &mut officer.rank,
            &mut officer.squad,
            &mut officer.marked_by,
        ] {
            *name = shown(name);
        }
    }
    for amendment in &mut view.amendments {
        for text in [&mut amendment.by, &mut amendment.why] {
            *text = shown(text);
        }
        for value in [&mut amendment.from, &mut amendment.to] {
            if let serde_json::Value::String(text) = value {
                *text = shown(text);
            }
        }
    }
}

/// The modules known so far and those of these sessions, by title.
fn modules(known: &[(ModuleRef, String)], sessions: &[SessionView]) -> Vec<(ModuleRef, String)> {
    let mut all: BTreeMap<ModuleRef, String> = known.iter().cloned().collect();
    // Oldest first, so that the newest title stays.
    for view in sessions.iter().rev() {
        let module = ModuleRef {
            pack: view.session.pack_id.clone(),
            module: view.session.module_id.clone(),
        };
        all.insert(module, view.session.module_title.clone());
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, title)| title.to_lowercase());
    all
}

fn check(job: &ScreenJob<RecordsModel>, file: &Path) {
    job.set(|model| {
        model.busy = Some("Checking every row…".to_owned());
        model.checked = None;
    });
    let mut shown = 0;
    let opened = match Records::open_to_verify(file) {
        Err(RecordsError::NoStore { .. }) => Records::none(file),
        opened => opened,
    };
    let checked = opened.and_then(|records| {
        records.verify_watched(&mut |done, all| {
            if done >= shown + ROWS_BETWEEN_UPDATES {
                shown = done;
                job.set(move |model| model.busy = Some(format!("Checking row {done} of {all}…")));
            }
            !job.is_cancelled()
        })
    });
    // A result that stays is not to be taken for one of another day.
    let at = now().strftime("%H:%M on %-d %b").to_string();
    let checked = match checked {
        Ok(head) => Ok(Checked { head, at }),
        Err(error) => Err(words(&error)),
    };
    job.set(|model| {
        model.busy = None;
        model.checked = Some(checked);
    });
}

fn export(
    job: &ScreenJob<RecordsModel>,
    data: &DataFolder,
    what: What,
    filter: &Filter,
    folder: &Path,
) -> Result<ExportedFile, Words> {
    let records = open(&data.records_file()).map_err(|error| words(&error))?;
    let export = Export {
        records: &records,
        is_this_stations: true,
        what,
        format: Format::Csv,
        with_mark: true,
        filter,
    };
    let to = ExportTo::Folder(folder);
    let exported = operations::records::export(&here(data), &export, to, &mut Watch { job });
    let exported = exported.map_err(|failure| *failure.words)?;
    Ok(ExportedFile {
        path: exported.file,
        rows: exported.rows,
        chain: exported.chain_file,
        signature: exported
            .signed
            .as_ref()
            .map(operations::describe_signature)
            .unwrap_or_default(),
    })
}

/// Follows what has no bar of its own: only whether to go on.
struct Watch<'a> {
    job: &'a ScreenJob<RecordsModel>,
}

impl Follow for Watch<'_> {
    fn begin(&mut self, _: Doing<'_>) {}

    fn step(&mut self, _: u64, _: u64) -> bool {
        self.goes_on()
    }

    fn goes_on(&mut self) -> bool {
        !self.job.is_cancelled()
    }

    fn remark(&mut self, _: &str) {}
}
