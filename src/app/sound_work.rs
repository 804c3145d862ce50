//! Work about sound devices: looking for them and trying them takes its time.

use crate::app::App;
use crate::app::background::{Wake, Worker};
use crate::player::{Tone, devices};
use crate::ui::screens::station_sound::{SoundCommand, SoundModel};

/// Looks for sound devices and plays the test tone.
pub(in crate::app) struct SoundWork {
    worker: Worker<SoundModel>,
}

impl SoundWork {
    pub(in crate::app) fn start(wake: Wake) -> Self {
        let broken = |model: &mut SoundModel| {
            *model = SoundModel {
                devices: Some(Vec::new()),
                tone: Some(Tone::NoDevice),
                ..SoundModel::default()
            };
        };
        Self {
            worker: Worker::start("sound devices", SoundModel::default(), wake, broken),
        }
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
            SoundCommand::Look => self.with_screens(|screens| screens.sound.look()),
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
