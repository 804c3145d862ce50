//! "Ready for roll call?", asked in the window: the same check as `muster doctor`, in the
//! background. It waits while media play.

use crate::app::account::here;
use crate::app::clock::now;
use crate::app::jobs::follower::Follower;
use crate::app::jobs::screen_worker::{ScreenWorker, Wake};
use crate::app::jobs::throttle::Throttle;
use crate::operations;
use crate::station::DataFolder;
use crate::ui::screens::station::ready::{Ended, ReadyCommand, ReadyModel};
use crate::ui::widgets::progress::Job;
use crate::words::ready::LineState;
use crate::words::{BackgroundWork, Words};

/// The worker behind the check.
pub struct ReadyWorker {
    worker: ScreenWorker<ReadyModel>,
    folder: DataFolder,
    throttle: Throttle,
}

impl ReadyWorker {
    /// Starts it for this data folder. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, wake: Wake) -> Self {
        Self {
            worker: ScreenWorker::start("ready", ReadyModel::default(), wake, |model, failure| {
                // There is one check at a time, and this was it.
                model.job = None;
                model.ended = Some(Ended::Not(failure.words(BackgroundWork::Check)));
            }),
            folder: folder.clone(),
            throttle: Throttle::new(),
        }
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> ReadyModel {
        self.worker.model()
    }

    /// Whether a pack was set aside since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.screen().take_change()
    }

    /// While something plays the check waits.
    pub fn set_media_playing(&self, media_playing: bool) {
        self.throttle.set_media_playing(media_playing);
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&self, command: ReadyCommand) {
        match command {
            ReadyCommand::Check => self.check(),
            ReadyCommand::Cancel => {
                self.throttle.stop();
                self.worker.screen().show_cancelling();
            }
        }
    }

    fn check(&self) {
        let screen = self.worker.screen();
        // Pressed twice, it is done once.
        let begun = screen.set(|model| {
            let begun = model.job.is_none();
            if begun {
                *model = ReadyModel {
                    job: Some(Job::begun("Looking at this PC")),
                    ..ReadyModel::default()
                };
            }
            begun
        });
        if !begun {
            return;
        }
        let throttle = self.throttle.begin();
        let folder = self.folder.clone();
        self.worker.run(move |screen| {
            let here = here(&folder);
            let examined = operations::examine(&here, &mut Follower::new(screen, Some(throttle)));
            let ended = match &examined {
                Ok(lines) => Ended::Done(now().datetime(), operations::result(lines)),
                Err(failure) => Ended::Not(Words::clone(&failure.words)),
            };
            let aside = screen.set(|model| {
                model.job = None;
                model.ended = Some(ended);
                let mut lines = model.lines.iter();
                lines
                    .any(|line| line.state == LineState::Problem && line.check.starts_with("pack:"))
            });
            if aside {
                screen.note_change();
            }
        });
    }
}
