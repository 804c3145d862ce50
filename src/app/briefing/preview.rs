//! A pack looked at before it is signed (`muster pack preview`): read from its folder, shown as on
//! a station, read again when its author asks. Nothing is recorded and nothing stays.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Context, ViewportId};

use crate::app::App;
use crate::app::briefing_start::BriefingStart;
use crate::app::files::preview::{self, PreviewError};
use crate::app::jobs::screen_worker::{JobFailure, ScreenState, ScreenWorker};
use crate::authoring::{self, AuthoringError, Depth, Finding, Severity, Stage};
use crate::pack::{ModuleRef, PackError};
use crate::session;
use crate::ui::Screen;
use crate::ui::screens::briefing::preview_model::{PreviewCommand, PreviewModel, UnderWay};
use crate::ui::widgets::banner::Tone;
use crate::words::{BackgroundWork, Code, InWords, Words, shown_path};

/// What the preview shows.
#[derive(Default)]
struct PreviewState {
    model: PreviewModel,
    /// A folder that was laid out and is not shown yet.
    ready: Option<PathBuf>,
    /// How often the folder was read: what is found of an earlier reading is of no interest.
    number: u32,
}

/// What is needed to read the folder again.
pub(in crate::app) struct Preview {
    sources: PathBuf,
    /// Where it is laid out; goes with the program.
    root: PathBuf,
    worker: ScreenWorker<PreviewState>,
    /// Decodes what was read. A film that is begun is decoded to its end, and reading again must
    /// not wait for that.
    checker: ScreenWorker<()>,
}

impl Preview {
    /// Starts reading.
    pub(in crate::app) fn start(sources: PathBuf, root: PathBuf, ctx: &Context) -> Self {
        let ctx = ctx.clone();
        let wake = Arc::new(move || ctx.request_repaint_of(ViewportId::ROOT));
        let on_desk = PreviewState {
            model: PreviewModel {
                folder: shown_path(&sources),
                ..PreviewModel::default()
            },
            ready: None,
            number: 0,
        };
        let preview = Self {
            sources,
            root,
            checker: ScreenWorker::start("preview check", (), wake.clone(), |(), _| {}),
            worker: ScreenWorker::start("preview", on_desk, wake, |screen, failure| {
                if failure == JobFailure::Panicked {
                    screen.model.under_way = None;
                }
                screen.model.failure = Some(failure.words(BackgroundWork::Preview));
            }),
        };
        preview.read();
        preview
    }

    fn read(&self) {
        // Whatever is under way is of the files as they were.
        self.worker.screen().stop();
        let number = self.worker.screen().set(|screen| {
            screen.model.under_way = Some(UnderWay::Reading(0));
            screen.number += 1;
            screen.number
        });
        let (sources, root) = (self.sources.clone(), self.root.clone());
        self.worker
            .run(move |screen| read(&sources, &root, number, screen));
    }

    /// Decodes all that was read last.
    fn check(&self) {
        let (sources, screen) = (self.sources.clone(), self.worker.share());
        let number = screen.lock().number;
        self.checker.run(move |_| check(&sources, number, &screen));
    }

    /// What there is to paint.
    pub(in crate::app) fn model(&self) -> PreviewModel {
        self.worker.screen().lock().model.clone()
    }
}

/// On the worker: lays the folder out.
fn read(sources: &Path, root: &Path, number: u32, screen: &ScreenState<PreviewState>) {
    screen.set(|screen| screen.model.failure = None);
    let laid_out = preview::next(root, number).map_err(|error| {
        let error = PackError::Io(error);
        PreviewError::Sources(AuthoringError::Pack(error))
    });
    let mut watch = |stage: Stage<'_>| {
        let now = match stage {
            Stage::Packing { done, all } => {
                UnderWay::Reading((done.saturating_mul(100)).checked_div(all).unwrap_or(0))
            }
            Stage::Transcoding { file, done, .. } => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share of a whole, from 0 to 1"
                )]
                let share = (done.clamp(0.0, 1.0) * 100.0) as u64;
                UnderWay::Transcoding(file.to_owned(), share)
            }
        };
        let same = screen.lock().model.under_way.as_ref() == Some(&now);
        if !same {
            screen.set(|screen| screen.model.under_way = Some(now));
        }
        !screen.is_stopped()
    };
    let shown = laid_out.and_then(|folder| {
        let findings = preview::lay_out(sources, &folder, &mut watch)?;
        Ok((folder, findings))
    });
    match shown {
        Ok((folder, findings)) => {
            screen.set(|screen| {
                screen.model.under_way = Some(UnderWay::Checking);
                screen.model.failure = None;
                screen.model.findings = in_words(&findings);
                screen.ready = Some(folder);
            });
        }
        Err(PreviewError::Sources(AuthoringError::Findings(findings))) => {
            screen.set(|screen| {
                screen.model.under_way = None;
                screen.model.failure = Some(not_shown());
                screen.model.findings = in_words(&findings);
            });
        }
        Err(error) => {
            let subject = shown_path(sources);
            screen.set(|screen| {
                screen.model.under_way = None;
                screen.model.failure = Some(error.in_words(&subject));
            });
        }
    }
}

/// On the checker: the whole check, of the reading of this number.
fn check(sources: &Path, number: u32, screen: &ScreenState<PreviewState>) {
    let still = || screen.lock().number == number;
    let found = authoring::check_folder(sources, Depth::Whole, &mut |_, _| still());
    screen.set(|screen| {
        if screen.number != number {
            return;
        }
        screen.model.under_way = None;
        // Where the folder cannot be read any more, what was found before stays.
        if let Ok(findings) = found {
            screen.model.findings = in_words(&findings);
        }
    });
}

/// The worst first.
fn in_words(findings: &[Finding]) -> Vec<(Tone, Words)> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.defect.severity()));
    let tone = |finding: &Finding| match finding.defect.severity() {
        Severity::Error => Tone::Problem,
        Severity::Warning => Tone::Warning,
        Severity::Advice => Tone::Info,
    };
    let all = sorted
        .into_iter()
        .map(|finding| (tone(finding), finding.in_words("")));
    all.collect()
}

impl InWords for PreviewError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Sources(error) => error.in_words(file),
            Self::Station(error) => error.in_words("the preview"),
            Self::Shelf(error) => error.in_words("the preview"),
            Self::Key(error) => error.in_words("the preview’s key"),
        }
    }
}

fn not_shown() -> Words {
    Words::new(
        Code::BadManifest,
        "The pack cannot be shown as it is: see what is to be corrected.",
        "Correct the files, then read them again. What was shown before stays.",
    )
}

/// Said where a record would be made.
fn nothing_recorded() -> Words {
    Words::new(
        Code::Usage,
        "This is a preview: nothing is recorded.",
        "Here a station would say that the briefing is recorded. Leave to the board when you have seen enough.",
    )
}

impl App {
    pub(in crate::app) fn preview(&mut self, command: PreviewCommand) {
        let Some(preview) = &self.preview else {
            return;
        };
        match command {
            PreviewCommand::ReadAgain => preview.read(),
            PreviewCommand::Stop => preview.worker.screen().stop(),
        }
    }

    /// Each frame: what was laid out is shown in place of what was before.
    pub(in crate::app) fn update_preview(&mut self) {
        let Some(preview) = &self.preview else {
            return;
        };
        let ready = preview.worker.screen().lock().ready.take();
        if ready.is_some() {
            preview.check();
        }
        self.model.preview = Some(preview.model());
        if let Some(folder) = ready {
            self.run(
                move |stores| {
                    stores.move_to(folder);
                    stores.load()
                },
                Self::take_store_contents,
            );
        }
    }

    /// The shelf was read: the author goes on where they were.
    pub(in crate::app) fn go_on_previewing(&mut self) {
        let Some(session) = self.session.as_ref().filter(|_| self.preview.is_some()) else {
            return;
        };
        let (module, stage) = (session.module().id.clone(), session.stage());
        let pack = self
            .model
            .packs
            .first()
            .map(|pack| pack.outline().id.clone());
        if let Some(pack) = pack {
            let name = ModuleRef { pack, module };
            if self.model.module(&name).is_some() {
                return self.begin(&name, BriefingStart::At(stage));
            }
        }
        self.show(Screen::Board);
    }

    /// Whether this is a preview; then it says so in place of recording.
    pub(in crate::app) fn records_nothing(&mut self) -> bool {
        if self.preview.is_none() {
            return false;
        }
        self.apply_event(session::Event::NotRecorded);
        self.say(nothing_recorded());
        true
    }
}
