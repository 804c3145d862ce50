//! What the Packs screen asks for, done in the background: looking at sticks, installing, going
//! back, removing, trusting.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use crate::app::background::{Desk, Wake, Worker};
use crate::app::clock::now;
use crate::app::places::sticks;
use crate::library::{
    Action, InstalledPack, Library, LibraryError, Outcome, PackState, Revocation, Warning, Who,
    find_packs, newest_first,
};
use crate::pack::{KeyId, PackError, PublicKey};
use crate::records::Records;
use crate::ui::screens::packs::{
    InstalledRow, Job, PacksCommand, PacksModel, Stick, StickRow, Summed, Verdict,
};
use crate::words::{Code, InWords, Words};

/// Minisign's own have 115 bytes.
const MAX_KEY_FILE: u64 = 4_096;
/// Key files that are offered; a stick has one.
const MAX_KEYS: usize = 8;
/// Progress is painted no more often.
const TICK: Duration = Duration::from_millis(100);

/// The worker behind the Packs screen.
pub struct PacksWork {
    worker: Worker<PacksModel>,
    folder: PathBuf,
    records: PathBuf,
}

impl PacksWork {
    /// Starts it for the library in this folder; `records` is the file whose records say which
    /// old versions must stay. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &Path, records: PathBuf, wake: Wake) -> Self {
        let work = Self {
            worker: Worker::start("packs", PacksModel::default(), wake, |model| {
                model.job = None;
                model.failed = Some(Words::new(
                    Code::Io,
                    "That did not work.",
                    "Nothing was changed. Try again, and tell the makers of Muster.",
                ));
            }),
            folder: folder.to_owned(),
            records,
        };
        work.hand(reread);
        work
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> PacksModel {
        self.worker.desk().lock().clone()
    }

    /// Whether packs or trust were changed since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.desk().take_change()
    }

    /// Reads the shelf anew: somebody else changed it.
    pub fn refresh(&self) {
        self.hand(reread);
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&self, command: PacksCommand) {
        match command {
            PacksCommand::Cancel => {
                let desk = self.worker.desk();
                desk.stop();
                desk.set(|model| {
                    if let Some(job) = &mut model.job {
                        job.cancelling = true;
                    }
                });
            }
            PacksCommand::CloseSummary => self.worker.desk().set(|model| model.summary = None),
            PacksCommand::CloseFailure => self.worker.desk().set(|model| model.failed = None),
            PacksCommand::FindSticks => self.hand(|desk, library| {
                let places = sticks();
                let only = match places.as_slice() {
                    [only] => Some(only.path.clone()),
                    _ => None,
                };
                desk.set(|model| model.places = places);
                // One stick is looked at without being asked.
                only.map_or(Ok(()), |path| look(desk, library, &path))
            }),
            PacksCommand::Look(path) => {
                self.hand(move |desk, library| look(desk, library, &path));
            }
            PacksCommand::Install(files) => {
                let records = self.records.clone();
                self.hand(move |desk, library| {
                    let done = install(desk, library, &files);
                    prune(library, &records);
                    done
                });
            }
            PacksCommand::RollBack { id, reason } => self.change(move |library| {
                library
                    .rollback(&id, &reason, &who(), &mut |_, _| true)
                    .map(|_| ())
                    .map_err(|e| e.in_words(id.as_str()))
            }),
            PacksCommand::Remove(id) => {
                let records = self.records.clone();
                self.change(move |library| {
                    let removed = library.remove(&id, &who());
                    removed.map_err(|e| e.in_words(id.as_str()))?;
                    prune(library, &records);
                    Ok(())
                });
            }
            PacksCommand::Trust { file, name, ids } => {
                self.change(move |library| trust(library, &file, &name, &ids));
            }
            PacksCommand::Distrust { key, revoke } => {
                self.change(move |library| distrust(library, key, revoke));
            }
        }
    }

    fn hand(
        &self,
        job: impl FnOnce(&Desk<PacksModel>, &Library) -> Result<(), Words> + Send + 'static,
    ) {
        let folder = self.folder.clone();
        self.worker.hand(move |desk| {
            let done = Library::open(&folder)
                .map_err(|e| e.in_words(&folder.display().to_string()))
                .and_then(|library| job(desk, &library));
            desk.set(|model| {
                model.job = None;
                if let Err(words) = done {
                    model.failed = Some(words);
                }
            });
        });
    }

    /// Something short that changes the library; what would happen with the stick changes too.
    fn change(&self, act: impl FnOnce(&Library) -> Result<(), Words> + Send + 'static) {
        self.hand(move |desk, library| {
            act(library)?;
            desk.note_change();
            reread(desk, library)?;
            let stick = desk.lock().stick.as_ref().map(|stick| stick.path.clone());
            stick.map_or(Ok(()), |path| look(desk, library, &path))
        });
    }
}

/// Deletes the files of versions that are neither active nor kept and that no record names. Where
/// the records cannot be read nothing is deleted; what fails is tried again next time.
fn prune(library: &Library, records: &Path) {
    let archived = library.archived().unwrap_or_default();
    if archived.is_empty() {
        return;
    }
    let needed = Records::open_read_only(records).and_then(|r| r.still_needed(archived));
    if let Ok(needed) = needed {
        let _ = library.prune(&needed, &who());
    }
}

/// Who is at the keyboard, and when.
pub(in crate::app) fn who() -> Who {
    let now = now();
    Who {
        account: whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        at: now.timestamp(),
        today: now.date(),
    }
}

fn trust(library: &Library, file: &Path, name: &str, ids: &[String]) -> Result<(), Words> {
    let shown = file.display().to_string();
    let text = read_key(file).map_err(|error| error.in_words(&shown))?;
    let key = PublicKey::parse(&text).map_err(|error| error.in_words(&shown))?;
    let added = library.trust_add(&key, name, ids, &who());
    added.map_err(|error| error.in_words(&shown))
}

fn read_key(file: &Path) -> Result<String, LibraryError> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|file| file.take(MAX_KEY_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LibraryError::NoSuchFile {
                file: file.to_owned(),
            },
            _ => LibraryError::Io {
                path: file.to_owned(),
                error,
            },
        })?;
    let text = String::from_utf8(bytes).ok();
    text.filter(|text| text.len() as u64 <= MAX_KEY_FILE)
        .ok_or_else(|| {
            LibraryError::Pack(PackError::BadKey {
                reason: "not a minisign key".to_owned(),
            })
        })
}

fn distrust(library: &Library, key: KeyId, revoke: bool) -> Result<(), Words> {
    let done = library.trust_remove(key, revoke, &who());
    done.map_err(|error| error.in_words(&key.to_string()))
}

/// Reads what is installed and who is trusted.
fn reread(desk: &Desk<PacksModel>, library: &Library) -> Result<(), Words> {
    let folder = library.folder().display().to_string();
    let words = |error: LibraryError| error.in_words(&folder);
    let mut rows = Vec::new();
    for pack in library.installed().map_err(words)? {
        let kept = library.kept(&pack.manifest().id).map_err(words)?;
        rows.push(row(&pack, kept.as_ref()));
    }
    let publishers = library.trust_list().map_err(words)?;
    let read_only = library.is_read_only().then(|| {
        LibraryError::ReadOnly {
            folder: library.folder().to_owned(),
        }
        .in_words(&folder)
    });
    desk.set(|model| {
        model.installed = Arc::new(rows);
        model.publishers = Arc::new(publishers);
        model.read_only = read_only;
    });
    Ok(())
}

fn row(pack: &InstalledPack, kept: Option<&InstalledPack>) -> InstalledRow {
    let manifest = pack.manifest();
    InstalledRow {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        version: manifest.version,
        kept: kept.map(|kept| kept.manifest().version),
        publisher: pack.publisher().to_owned(),
        bytes: pack.bytes(),
        installed_on: pack
            .installed_at()
            .to_zoned_datetime(TimeZone::system())
            .date(),
        review_by: manifest.review_by,
        trouble: match pack.state() {
            PackState::Active => None,
            PackState::Quarantined => {
                Some("Damaged on this PC: install it again from the stick.".to_owned())
            }
            PackState::Blocked => Some(match pack.revocation() {
                Some(Revocation::Pack) => {
                    "Revoked: not to be played. The agency's trust list revokes this version."
                        .to_owned()
                }
                _ => "Revoked: not to be played. The key of its publisher was revoked.".to_owned(),
            }),
        },
    }
}

/// Tells a job's progress, at most every tenth of a second; the library asks it whether to go on.
struct Meter<'a> {
    desk: &'a Desk<PacksModel>,
    begun: Instant,
    told: Option<Instant>,
    /// Bytes of the packs before the one in work, and of all.
    before: u64,
    total: u64,
}

#[expect(clippy::disallowed_methods, reason = "app reads the clock")]
fn instant() -> Instant {
    Instant::now()
}

impl<'a> Meter<'a> {
    fn begin(desk: &'a Desk<PacksModel>, total: u64) -> Self {
        Self {
            desk,
            begun: instant(),
            told: None,
            before: 0,
            total,
        }
    }

    fn what(&mut self, what: String) {
        self.told = None;
        let (done, total) = (self.before, self.total);
        let seconds = self.begun.elapsed().as_secs();
        let cancelling = self.desk.is_stopped();
        self.desk.set(|model| {
            model.job = Some(Job {
                what,
                done,
                total,
                seconds,
                cancelling,
            });
        });
    }

    /// `share` of this pack's own work is done.
    fn step(&mut self, bytes: u64, done: u64, all: u64) -> bool {
        let now = instant();
        if self.told.is_none_or(|told| now - told >= TICK) {
            self.told = Some(now);
            let part = u128::from(bytes) * u128::from(done.min(all)) / u128::from(all.max(1));
            let done = self.before + u64::try_from(part).unwrap_or(bytes);
            let seconds = self.begun.elapsed().as_secs();
            self.desk.set(|model| {
                if let Some(job) = &mut model.job {
                    (job.done, job.seconds) = (done, seconds);
                }
            });
        }
        !self.desk.is_stopped()
    }
}

fn size_of(file: &Path) -> u64 {
    file.metadata().map_or(0, |meta| meta.len())
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Finds the packs in a folder (or takes the one file) and says what would happen with each.
fn look(desk: &Desk<PacksModel>, library: &Library, path: &Path) -> Result<(), Words> {
    let shown = path.display().to_string();
    let mut stick = Stick {
        path: path.to_owned(),
        ..Stick::default()
    };
    desk.set(|model| model.stick = Some(Arc::new(stick.clone())));
    let groups = if path.is_file() {
        vec![vec![path.to_owned()]]
    } else {
        stick.keys = keys_in(path);
        newest_first(find_packs(path).map_err(|error| error.in_words(&shown))?)
    };
    let files: Vec<PathBuf> = groups
        .into_iter()
        .filter_map(|group| group.into_iter().next())
        .collect();
    let today = now().date();
    let mut meter = Meter::begin(desk, files.iter().map(|file| size_of(file)).sum());
    for (number, file) in files.iter().enumerate() {
        let bytes = size_of(file);
        meter.what(format!(
            "Looking at {} ({} of {})",
            name_of(file),
            number + 1,
            files.len()
        ));
        let outcome = library.verify(file, today, &mut |done, all| meter.step(bytes, done, all));
        if desk.is_stopped() {
            return Ok(());
        }
        stick.packs.push(stick_row(file, bytes, outcome));
        meter.before += bytes;
        desk.set(|model| model.stick = Some(Arc::new(stick.clone())));
    }
    desk.set(|model| model.stick = Some(Arc::new(stick)));
    Ok(())
}

fn stick_row(file: &Path, bytes: u64, outcome: Result<Outcome, LibraryError>) -> StickRow {
    let name = name_of(file);
    let (title, verdict) = match outcome {
        Ok(outcome) => {
            let version = outcome.manifest.version;
            let verdict = match outcome.action {
                Action::AlreadyInstalled => Verdict::Same(version),
                Action::Updated | Action::WouldUpdate => Verdict::Update(version),
                Action::Installed | Action::WouldInstall => Verdict::New(version),
            };
            (outcome.manifest.title, verdict)
        }
        Err(error) => (name.clone(), Verdict::Refused(error.in_words(&name))),
    };
    StickRow {
        file: file.to_owned(),
        title,
        bytes,
        verdict,
    }
}

/// Key files that lie directly in a folder.
fn keys_in(folder: &Path) -> Vec<PathBuf> {
    let mut keys: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("pub"))
        })
        .take(MAX_KEYS)
        .collect();
    keys.sort();
    keys
}

fn install(desk: &Desk<PacksModel>, library: &Library, files: &[PathBuf]) -> Result<(), Words> {
    let mut summary = Vec::new();
    let mut installed = Vec::new();
    let titles = titles(desk);
    let mut meter = Meter::begin(desk, files.iter().map(|file| size_of(file)).sum());
    for (number, file) in files.iter().enumerate() {
        let bytes = size_of(file);
        let title = titles
            .iter()
            .find(|(known, _)| known == file)
            .map_or_else(|| name_of(file), |(_, title)| title.clone());
        meter.what(format!(
            "Installing {} of {}: {title}",
            number + 1,
            files.len()
        ));
        let outcome = library.install(file, &who(), &mut |done, all| meter.step(bytes, done, all));
        let cancelled = outcome.is_err() && desk.is_stopped();
        if outcome.is_ok() {
            installed.push(file.clone());
        }
        summary.push(summed(title, file, outcome));
        meter.before += bytes;
        if cancelled {
            break;
        }
    }
    desk.note_change();
    desk.set(|model| {
        model.summary = Some(Arc::new(summary));
        model.stick = model.stick.take().map(|stick| settled(&stick, &installed));
    });
    reread(desk, library)
}

fn titles(desk: &Desk<PacksModel>) -> Vec<(PathBuf, String)> {
    desk.lock()
        .stick
        .iter()
        .flat_map(|stick| stick.packs.iter())
        .map(|row| (row.file.clone(), row.title.clone()))
        .collect()
}

fn summed(title: String, file: &Path, outcome: Result<Outcome, LibraryError>) -> Summed {
    let result = match outcome {
        Ok(outcome) => Ok(match outcome.action {
            Action::Updated | Action::WouldUpdate => {
                format!("updated to version {}", outcome.manifest.version)
            }
            Action::AlreadyInstalled if outcome.warnings.contains(&Warning::Repaired) => {
                "was damaged here and is whole again".to_owned()
            }
            Action::AlreadyInstalled => "was installed already".to_owned(),
            Action::Installed | Action::WouldInstall => {
                format!("version {} installed", outcome.manifest.version)
            }
        }),
        Err(error) => Err(error.in_words(&name_of(file))),
    };
    Summed { title, result }
}

/// What would happen now that these files are installed.
fn settled(stick: &Stick, installed: &[PathBuf]) -> Arc<Stick> {
    let mut stick = stick.clone();
    for row in &mut stick.packs {
        if let Verdict::New(version) | Verdict::Update(version) = row.verdict
            && installed.contains(&row.file)
        {
            row.verdict = Verdict::Same(version);
        }
    }
    Arc::new(stick)
}
