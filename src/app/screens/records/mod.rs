//! What the Records screen asks for, done in the background: finding, checking the chain,
//! exporting.

mod by_hand;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::app::clock::now;
use crate::app::jobs::screen_worker::{JobFailure, ScreenState, ScreenWorker, Wake};
use crate::operations;
use crate::pack::ModuleRef;
use crate::platform::copies::{FilesError, write_new};
use crate::platform::places::places;
use crate::records::{Exported, Filter, Format, Records, RecordsError, SessionView, What};
use crate::station::DataFolder;
use crate::ui::screens::records::{Checked, ExportedFile, RecordsCommand, RecordsModel};
use crate::ui::widgets::table::MAX_ROWS;
use crate::words::{BackgroundWork, InWords, Words, shown, shown_lines, shown_path};

/// While the chain is checked, somebody is told after so many rows.
const ROWS_BETWEEN_UPDATES: u64 = 500;

/// The worker behind the Records screen.
pub struct RecordsWorker {
    worker: ScreenWorker<RecordsModel>,
    folder: DataFolder,
}

impl RecordsWorker {
    /// Starts it for this data folder. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, wake: Wake) -> Self {
        Self {
            worker: ScreenWorker::start(
                "records",
                RecordsModel::default(),
                wake,
                |model, failure| {
                    if failure == JobFailure::Panicked {
                        model.busy = None;
                    }
                    model.failed = Some(failure.words(BackgroundWork::Records));
                },
            ),
            folder: folder.clone(),
        }
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> RecordsModel {
        self.worker.model()
    }

    /// Something new was recorded: what is shown is found again.
    pub fn refresh(&self) {
        let found_by = self.worker.screen().lock().found_by.clone();
        if let Some(filter) = found_by {
            self.execute(RecordsCommand::Find(filter));
        }
    }

    /// Whether something was recorded by hand since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.screen().take_change()
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&self, command: RecordsCommand) {
        let data = self.folder.clone();
        let file = data.records_file();
        match command {
            RecordsCommand::Find(filter) => {
                self.worker.run(move |screen| find(screen, &file, filter));
            }
            RecordsCommand::Check => self.worker.run(move |screen| check(screen, &file)),
            RecordsCommand::FindPlaces => self.worker.run(|screen| {
                let places = places();
                screen.set(|model| model.places = places);
            }),
            RecordsCommand::Export {
                what,
                filter,
                folder,
            } => self.worker.run(move |screen| {
                screen.set(|model| {
                    model.busy = Some("Writing the file…".to_owned());
                    model.exported = None;
                });
                let exported = export(screen, &data, what, &filter, &folder);
                screen.set(|model| {
                    model.busy = None;
                    model.exported = Some(exported);
                });
            }),
            RecordsCommand::Enter(entry) => self.worker.run(move |screen| {
                begin(screen);
                by_hand::enter(screen, &data, &entry);
            }),
            RecordsCommand::Correct(change) => self.worker.run(move |screen| {
                begin(screen);
                by_hand::correct(screen, &data, &change);
            }),
            RecordsCommand::Cancel => self.worker.screen().stop(),
            RecordsCommand::Close => self.worker.screen().set(|model| {
                (model.checked, model.exported) = (None, None);
                model.entered = None;
            }),
        }
    }
}

fn begin(screen: &ScreenState<RecordsModel>) {
    screen.set(|model| {
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

fn find(screen: &ScreenState<RecordsModel>, file: &Path, filter: Filter) {
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
    screen.set(|model| match found {
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

fn check(screen: &ScreenState<RecordsModel>, file: &Path) {
    screen.set(|model| {
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
                screen.set(|model| model.busy = Some(format!("Checking row {done} of {all}…")));
            }
            !screen.is_stopped()
        })
    });
    // A result that stays is not to be taken for one of another day.
    let at = now().strftime("%H:%M on %-d %b").to_string();
    screen.set(|model| {
        model.busy = None;
        model.checked = Some(match checked {
            Ok(head) => Ok(Checked { head, at }),
            Err(error) => Err(words(&error)),
        });
    });
}

fn export(
    screen: &ScreenState<RecordsModel>,
    data: &DataFolder,
    what: What,
    filter: &Filter,
    folder: &Path,
) -> Result<ExportedFile, Words> {
    let records = open(&data.records_file()).map_err(|error| words(&error))?;
    let what_name = match what {
        What::Sessions => "sessions",
        What::Attendance => "attendance",
    };
    let name = format!("muster-{what_name}-{}.csv", now().strftime("%Y-%m-%d"));
    let mut exported: Option<Result<Exported, RecordsError>> = None;
    let written = write_new(folder, &name, |file| {
        let mut out = Watched {
            out: io::BufWriter::new(file),
            screen,
            failed: None,
        };
        let result = records.export(what, Format::Csv, filter, &mut out);
        let flushed = out.flush();
        let failed = out.failed.take().or(flushed.err());
        match (result, failed) {
            (_, Some(error)) => Err(Watched::error(screen, folder, error)),
            (Ok(done), None) => {
                exported = Some(Ok(done));
                Ok(())
            }
            (Err(error), None) => {
                exported = Some(Err(error));
                Err(FilesError::Cancelled)
            }
        }
    });
    let done = match exported {
        Some(Err(error)) => return Err(words(&error)),
        Some(Ok(done)) => Some(done),
        None => None,
    };
    let path = written.map_err(|error| error.in_words(&name))?;
    let done = done.ok_or_else(|| FilesError::Cancelled.in_words(&name))?;
    let chain_name = format!("{}.chain.json", name_of(&path));
    let head = done.head.to_file();
    let chain = write_new(folder, &chain_name, |file| {
        let written = file.write_all(head.as_bytes());
        written.map_err(|error| Watched::error(screen, folder, error))
    })
    .map_err(|error| error.in_words(&chain_name))?;
    let signed = operations::sign_head(data, &records, done.head, &[], &mut |_, _| {
        !screen.is_stopped()
    });
    if let Ok(signed) = &signed {
        let name = format!("{chain_name}.minisig");
        write_new(folder, &name, |file| {
            let written = file.write_all(signed.signature.as_bytes());
            written.map_err(|error| Watched::error(screen, folder, error))
        })
        .map_err(|error| error.in_words(&name))?;
    }
    Ok(ExportedFile {
        path,
        rows: done.rows,
        chain,
        signature: operations::describe_signature(&signed),
    })
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    shown_path(Path::new(name))
}

/// Writes until somebody stops it; keeps what the system said, which the records' own error
/// would say of the records.
struct Watched<'a, W> {
    out: W,
    screen: &'a ScreenState<RecordsModel>,
    failed: Option<io::Error>,
}

impl Watched<'_, ()> {
    fn error(screen: &ScreenState<RecordsModel>, folder: &Path, error: io::Error) -> FilesError {
        if screen.is_stopped() {
            return FilesError::Cancelled;
        }
        FilesError::Target {
            folder: folder.to_owned(),
            error,
        }
    }
}

impl<W> Watched<'_, W> {
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.screen.is_stopped() {
            return self.keep(Err(io::Error::other("stopped")));
        }
        let written = self.out.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.keep(flushed)
    }
}
