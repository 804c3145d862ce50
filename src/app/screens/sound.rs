//! Work about sound devices: looking for them and trying them takes its time.

use crate::app::App;
use crate::app::jobs::screen_worker::{Wake, Worker};
use crate::player::{SoundFinding, Tone, devices};
use crate::ui::screens::station::{SoundCommand, SoundModel};

/// Looks for sound devices and plays the test tone.
pub(in crate::app) struct SoundWork {
    worker: Worker<SoundModel>,
}

impl SoundWork {
    pub(in crate::app) fn start(wake: Wake) -> Self {
        let broken = |model: &mut SoundModel| {
            *model = SoundModel {
                devices: Some(Vec::new()),
                works: Some(false),
                tone: Some(Tone::NoDevice),
                ..SoundModel::default()
            };
        };
        let work = Self {
            worker: Worker::start("sound devices", SoundModel::default(), wake, broken),
        };
        work.check();
        work
    }

    /// Whether a device can be opened, as far as that was tried.
    pub(in crate::app) fn works(&self) -> Option<bool> {
        self.worker.desk().lock().works
    }

    /// Tries whether a device can be opened.
    pub(in crate::app) fn check(&self) {
        self.worker.hand(|desk| {
            let works = matches!(devices::check(), SoundFinding::Plays { .. });
            let changed = desk.lock().works.replace(works) != Some(works);
            if changed {
                desk.set(|_| ());
            }
        });
    }

    pub(in crate::app) fn model(&self) -> SoundModel {
        self.worker.desk().lock().clone()
    }

    fn look(&self) {
        self.worker.desk().lock().looking = true;
        self.worker.hand(|desk| {
            let found = devices::list();
            desk.set(|model| {
                model.devices = Some(found);
                model.looking = false;
            });
        });
    }

    fn test(&self, wanted: Option<String>) {
        self.worker.desk().lock().testing = true;
        self.worker.hand(move |desk| {
            let tone = devices::play_test_tone(wanted.as_deref());
            desk.set(|model| {
                model.works = Some(tone != Tone::NoDevice);
                model.tone = Some(tone);
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
                screens.sound.look();
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
