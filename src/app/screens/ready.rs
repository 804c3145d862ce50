//! "Ready for roll call?", asked in the window: the same check as `muster doctor`, in the
//! background. It makes way for what plays.

use crate::app::account::who;
use crate::app::clock::now;
use crate::app::jobs::follower::Follower;
use crate::app::jobs::screen_worker::{Wake, Worker};
use crate::app::jobs::throttle::Way;
use crate::operations::{self, Here};
use crate::station::DataFolder;
use crate::ui::screens::station::ready::{Ended, ReadyCommand, ReadyModel};
use crate::ui::widgets::progress::Job;
use crate::words::ready::LineState;
use crate::words::{Code, Words};

/// The worker behind the check.
pub struct ReadyWork {
    worker: Worker<ReadyModel>,
    folder: DataFolder,
    way: Way,
}

impl ReadyWork {
    /// Starts it for this data folder. `wake` is called when there is something new.
    #[must_use]
    pub fn start(folder: &DataFolder, wake: Wake) -> Self {
        Self {
            worker: Worker::start("ready", ReadyModel::default(), wake, |model| {
                model.job = None;
                model.ended = Some(Ended::Not(Words::new(
                    Code::Io,
                    "The check did not come to its end.",
                    "Try again, and tell the makers of Muster.",
                )));
            }),
            folder: folder.clone(),
            way: Way::new(),
        }
    }

    /// What there is to paint.
    #[must_use]
    pub fn model(&self) -> ReadyModel {
        self.worker.desk().lock().clone()
    }

    /// Whether a pack was set aside since this was asked last.
    #[must_use]
    pub fn take_change(&self) -> bool {
        self.worker.desk().take_change()
    }

    /// While something plays the check waits.
    pub fn make_way(&self, plays: bool) {
        self.way.make(plays);
    }

    /// Does what was asked for; returns at once.
    pub fn execute(&self, command: ReadyCommand) {
        match command {
            ReadyCommand::Check => self.check(),
            ReadyCommand::Cancel => {
                self.way.stop();
                self.worker.desk().set(|model| {
                    if let Some(job) = &mut model.job {
                        job.cancelling = true;
                    }
                });
            }
        }
    }

    fn check(&self) {
        let desk = self.worker.desk();
        // Pressed twice, it is done once.
        let begun = desk.set(|model| {
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
        let gate = self.way.begin();
        let folder = self.folder.clone();
        self.worker.hand(move |desk| {
            let here = Here {
                folder,
                who: who(),
                now: now(),
                in_window: true,
            };
            let examined = operations::examine(&here, &mut Follower::new(desk, Some(gate)));
            let ended = match &examined {
                Ok(lines) => Ended::Done(now().datetime(), operations::result(lines)),
                Err(failure) => Ended::Not(Words::clone(&failure.words)),
            };
            let aside = desk.set(|model| {
                model.job = None;
                model.ended = Some(ended);
                let mut lines = model.lines.iter();
                lines
                    .any(|line| line.state == LineState::Problem && line.check.starts_with("pack:"))
            });
            if aside {
                desk.note_change();
            }
        });
    }
}
