//! A pack looked at before it is signed (`muster pack preview`): read from its folder, shown as on
//! a station, read again when its author asks. Nothing is recorded and nothing stays.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::app::briefing_start::BriefingStart;
use crate::app::files::preview::{self, PreviewError};
use crate::app::jobs::queue::{AtEnd, Job, JobFailure, Lane, Pace};
use crate::app::jobs::result::Origin;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
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
    screen: ScreenState<PreviewState>,
    /// Decodes what was read. A film that is begun is decoded to its end, and reading again must
    /// not wait for that.
    checks: Lane<Self>,
}

impl Preview {
    fn read(&mut self) {
        // Whatever is under way is of the files as they were.
        self.screen.cancel();
        self.checks.cancel();
        let state = &mut self.screen.model;
        state.number += 1;
        let number = state.number;
        let (sources, root) = (self.sources.clone(), self.root.clone());
        if self
            .screen
            .run(move |job| read(&sources, &root, number, job))
        {
            self.screen.model.model.under_way = Some(UnderWay::Reading(0));
        }
    }

    /// Decodes all that was read last.
    fn check(&mut self) {
        let (sources, number) = (self.sources.clone(), self.screen.model.number);
        let job = move |job: &Job<Self>| {
            authoring::check_folder(&sources, Depth::Whole, &mut |_, _| !job.is_cancelled())
                .map(|findings| in_words(&findings))
                .ok()
        };
        let pace = (Origin::Asked, Pace::Always);
        let queued = self.checks.run(pace, job, move |preview, found| {
            let state = &mut preview.screen.model;
            if state.number != number {
                return;
            }
            state.model.under_way = None;
            // Where the folder cannot be read any more, what was found before stays.
            if let Some(found) = found {
                state.model.findings = found;
            }
        });
        if let Err(failure) = queued {
            self.show_failure(failure);
        }
    }

    /// Shows that the check was not done.
    fn show_failure(&mut self, failure: JobFailure) {
        let model = &mut self.screen.model.model;
        model.under_way = None;
        model.failure = Some(failure.words(BackgroundWork::Preview));
    }
}

/// On its lane: lays the folder out.
fn read(sources: &Path, root: &Path, number: u32, job: &ScreenJob<PreviewState>) {
    job.set(|screen| screen.model.failure = None);
    let laid_out = preview::next(root, number).map_err(|error| {
        let error = PackError::Io(error);
        PreviewError::Sources(AuthoringError::Pack(error))
    });
    let mut shown = None;
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
        if shown.as_ref() != Some(&now) {
            shown = Some(now.clone());
            job.set(|screen| screen.model.under_way = Some(now));
        }
        !job.is_cancelled()
    };
    let shown = laid_out.and_then(|folder| {
        let findings = preview::lay_out(sources, &folder, &mut watch)?;
        Ok((folder, findings))
    });
    match shown {
        Ok((folder, findings)) => {
            let findings = in_words(&findings);
            job.set(|screen| {
                screen.model.under_way = Some(UnderWay::Checking);
                screen.model.failure = None;
                screen.model.findings = findings;
                screen.ready = Some(folder);
            });
        }
        Err(PreviewError::Sources(AuthoringError::Findings(findings))) => {
            let findings = in_words(&findings);
            job.set(|screen| {
                screen.model.under_way = None;
                screen.model.failure = Some(not_shown());
                screen.model.findings = findings;
            });
        }
        Err(error) => {
            let words = error.in_words(&shown_path(sources));
            job.set(|screen| {
                screen.model.under_way = None;
                screen.model.failure = Some(words);
            });
        }
    }
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

/// Shown where a record would be made.
fn nothing_recorded() -> Words {
    Words::new(
        Code::Usage,
        "This is a preview: nothing is recorded.",
        "Here a station would say that the briefing is recorded. Leave to the board when you have seen enough.",
    )
}

impl App {
    /// Starts reading a folder of sources, which is laid out beneath `root`.
    pub(in crate::app) fn start_preview(&mut self, sources: PathBuf, root: PathBuf) {
        let state = PreviewState {
            model: PreviewModel {
                folder: shown_path(&sources),
                ..PreviewModel::default()
            },
            ..PreviewState::default()
        };
        let results = self.results.of_part(|app: &mut Self| app.preview.as_mut());
        let of_screen = results.of_part(|preview: &mut Preview| Some(&mut preview.screen));
        let on_failure = |state: &mut PreviewState, failure: JobFailure| {
            if failure == JobFailure::Panicked {
                state.model.under_way = None;
            }
            state.model.failure = Some(failure.words(BackgroundWork::Preview));
        };
        let screen = ScreenState::new(&self.queue, "preview", of_screen, state, on_failure);
        let checks = self.queue.lane(
            "preview check",
            AtEnd::Leave,
            results,
            |preview: &mut Preview| {
                preview.show_failure(JobFailure::Panicked);
            },
        );
        let preview = Preview {
            sources,
            root,
            screen,
            checks,
        };
        self.preview.insert(preview).read();
    }

    pub(in crate::app) fn preview(&mut self, command: PreviewCommand) {
        let Some(preview) = &mut self.preview else {
            return;
        };
        match command {
            PreviewCommand::ReadAgain => preview.read(),
            PreviewCommand::Stop => preview.screen.cancel(),
        }
    }

    /// Each frame: what was laid out is shown in place of what was before.
    pub(in crate::app) fn update_preview(&mut self) {
        let Some(preview) = &mut self.preview else {
            return;
        };
        let ready = preview.screen.model.ready.take();
        if ready.is_some() {
            preview.check();
        }
        self.model.preview = Some(preview.screen.model.model.clone());
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
