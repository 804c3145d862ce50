//! Work about sound devices: looking for them and trying them takes its time.

use crate::app::App;
use crate::app::jobs::screen_worker::{JobFailure, ScreenWorker, Wake};
use crate::player::{SoundFinding, Tone, devices};
use crate::ui::screens::station::{SoundCommand, SoundModel};
use crate::words::BackgroundWork;

/// Looks for sound devices and plays the test tone.
pub(in crate::app) struct SoundWorker {
    worker: ScreenWorker<SoundModel>,
}

impl SoundWorker {
    pub(in crate::app) fn start(wake: Wake) -> Self {
        let on_failure = |model: &mut SoundModel, failure: JobFailure| {
            if failure == JobFailure::Panicked {
                model.works = Some(false);
            }
            // Not asked for again in every frame.
            model.devices.get_or_insert_default();
            (model.looking, model.testing) = (false, false);
            model.failed = Some(failure.words(BackgroundWork::Window));
        };
        let work = Self {
            worker: ScreenWorker::start("sound devices", SoundModel::default(), wake, on_failure),
        };
        work.check();
        work
    }

    /// Whether a device can be opened, as far as that was tried.
    pub(in crate::app) fn works(&self) -> Option<bool> {
        self.worker.screen().lock().works
    }

    /// Tries whether a device can be opened.
    pub(in crate::app) fn check(&self) {
        self.worker.run(|screen| {
            let works = matches!(devices::check(), SoundFinding::Plays { .. });
            let changed = screen.lock().works.replace(works) != Some(works);
            if changed {
                screen.set(|_| ());
            }
        });
    }

    pub(in crate::app) fn model(&self) -> SoundModel {
        self.worker.model()
    }

    fn list_devices(&self) {
        self.worker.screen().lock().looking = true;
        self.worker.run(|screen| {
            let found = devices::list();
            screen.set(|model| {
                model.devices = Some(found);
                model.failed = None;
                model.looking = false;
            });
        });
    }

    fn test(&self, wanted: Option<String>) {
        self.worker.screen().lock().testing = true;
        self.worker.run(move |screen| {
            let tone = devices::play_test_tone(wanted.as_deref());
            screen.set(|model| {
                model.works = Some(tone != Tone::NoDevice);
                model.tone = Some(tone);
                model.failed = None;
                model.testing = false;
            });
        });
    }
}

impl App {
    /// What is asked about sound devices.
    pub(in crate::app) fn sound(&mut self, command: SoundCommand) {
        match command {
            SoundCommand::Look => self.with_screens(|screens| {
                screens.sound.list_devices();
                screens.sound.check();
            }),
            SoundCommand::Choose(device) => {
                self.set(|settings| settings.sound_device = device);
            }
            SoundCommand::Test => {
                let chosen = self.model.settings.sound_device.as_ref();
                let wanted = chosen.map(|device| device.id.clone());
                self.with_screens(|screens| screens.sound.test(wanted));
            }
        }
    }
}
