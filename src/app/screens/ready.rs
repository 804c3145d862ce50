//! "Ready for roll call?", asked in the window: the same check as `muster doctor`, in the
//! background. It waits while media play.

use crate::app::account::here;
use crate::app::clock::now;
use crate::app::jobs::follower::Follower;
use crate::app::jobs::meter::HasJob;
use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::screen_state::{ScreenJob, ScreenState};
use crate::operations;
use crate::station::DataFolder;
use crate::ui::screens::station::ready::{Ended, ReadyCommand, ReadyModel};
use crate::ui::widgets::progress::Job;
use crate::words::ready::{Line, LineState};
use crate::words::{BackgroundWork, Words};

impl HasJob for ReadyModel {
    fn job(&mut self) -> &mut Option<Job> {
        &mut self.job
    }

    fn found(&mut self, line: &Line) {
        self.lines.push(line.clone());
    }
}

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut ReadyModel, failure: JobFailure) {
    // There is one check at a time, and this was it.
    model.job = None;
    model.ended = Some(Ended::Not(failure.words(BackgroundWork::Check)));
}

/// Does what was asked for; returns at once.
pub(super) fn execute(
    screen: &mut ScreenState<ReadyModel>,
    folder: &DataFolder,
    command: ReadyCommand,
) {
    match command {
        // Pressed twice, it is done once.
        ReadyCommand::Check if screen.model.job.is_some() => {}
        ReadyCommand::Check => {
            let folder = folder.clone();
            if screen.run_between_media(move |job| check(job, &folder)) {
                screen.model = ReadyModel {
                    job: Some(Job::begun("Looking at this PC")),
                    ..ReadyModel::default()
                };
            }
        }
        ReadyCommand::Cancel => screen.cancel_shown(),
    }
}

fn check(job: &ScreenJob<ReadyModel>, folder: &DataFolder) {
    let examined = operations::examine(&here(folder), &mut Follower::new(job));
    let ended = match &examined {
        Ok(lines) => Ended::Done(now().datetime(), operations::result(lines)),
        Err(failure) => Ended::Not(Words::clone(&failure.words)),
    };
    job.update(|screen| {
        let model = &mut screen.model;
        model.job = None;
        model.ended = Some(ended);
        // Also of a check that was stopped: a pack that was found damaged is set aside.
        let mut of_packs = model
            .lines
            .iter()
            .filter(|line| line.check.starts_with("pack:"));
        if of_packs.any(|line| line.state == LineState::Problem) {
            screen.note_change();
        }
    });
}
