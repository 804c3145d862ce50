//! Work about sound devices: looking for them and trying them takes its time.

use crate::app::App;
use crate::app::jobs::queue::JobFailure;
use crate::app::jobs::screen_state::ScreenState;
use crate::player::{SoundFinding, Tone, devices};
use crate::ui::screens::station::{SoundCommand, SoundModel};
use crate::words::BackgroundWork;

/// Shows that a job was not done.
pub(super) fn on_failure(model: &mut SoundModel, failure: JobFailure) {
    if failure == JobFailure::Panicked {
        model.works = Some(false);
    }
    // Not asked for again in every frame.
    model.devices.get_or_insert_default();
    (model.listing_devices, model.testing) = (false, false);
    model.failed = Some(failure.words(BackgroundWork::Window));
}

/// Tries whether a device can be opened.
pub(in crate::app) fn check(screen: &mut ScreenState<SoundModel>) {
    screen.run(|job| {
        let works = matches!(devices::check(), SoundFinding::Plays { .. });
        job.set(move |model| model.works = Some(works));
    });
}

fn list_devices(screen: &mut ScreenState<SoundModel>) {
    screen.model.listing_devices = screen.run(|job| {
        let found = devices::list();
        job.set(|model| {
            model.devices = Some(found);
            model.failed = None;
            model.listing_devices = false;
        });
    });
}

fn test(screen: &mut ScreenState<SoundModel>, wanted: Option<String>) {
    screen.model.testing = screen.run(move |job| {
        let tone = devices::play_test_tone(wanted.as_deref());
        job.set(move |model| {
            model.works = Some(tone != Tone::NoDevice);
            model.tone = Some(tone);
            model.failed = None;
            model.testing = false;
        });
    });
}

impl App {
    /// What is asked about sound devices.
    pub(super) fn sound(&mut self, command: SoundCommand) {
        match command {
            SoundCommand::ListDevices => self.with_screens(|screens| {
                list_devices(&mut screens.sound);
                check(&mut screens.sound);
            }),
            SoundCommand::Choose(device) => {
                self.set(|settings| settings.sound_device = device);
            }
            SoundCommand::Test => {
                let chosen = self.model.settings.sound_device.as_ref();
                let wanted = chosen.map(|device| device.id.clone());
                self.with_screens(|screens| test(&mut screens.sound, wanted));
            }
        }
    }
}
