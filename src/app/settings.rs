//! What is remembered of the window: changed, saved in the background, and what is shown where it cannot
//! be saved.

use crate::app::App;
use crate::app::files;
use crate::platform::log;
use crate::ui::{Screen, Settings};
use crate::words::Words;

/// Whether it was shown that the window's settings cannot be saved.
#[derive(Default, PartialEq, Eq)]
pub(in crate::app) enum UnsavedSettings {
    #[default]
    None,
    /// It is shown as soon as no briefing is led.
    ToShow(Words),
    Shown,
}

impl App {
    /// Changes the settings, and saves them in the background.
    pub(in crate::app) fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.model.settings);
        let settings = self.model.settings.clone();
        if let Some(on_screen) = &self.on_screen {
            on_screen.set_sound(&settings);
        }
        if let Some(data) = &self.model.data {
            let folder = data.personal().to_owned();
            self.run(
                move |_| files::save_settings(&folder, &settings),
                Self::settings_saved,
            );
        }
    }

    /// SCREENS 4.9: shown once, and not during a briefing: what was chosen holds until the window is closed.
    fn settings_saved(&mut self, result: Result<(), Words>) {
        let Err(words) = result else { return };
        if self.unsaved_settings == UnsavedSettings::None {
            log::warning!(
                "settings of the window could not be saved",
                system = words.cause.system
            );
            self.unsaved_settings = UnsavedSettings::ToShow(words);
        }
    }

    /// Called with every frame.
    pub(in crate::app) fn show_unsaved_settings(&mut self) {
        let leads = matches!(self.model.screen, Screen::Briefing | Screen::Play);
        if leads || self.model.message.is_some() {
            return;
        }
        if let UnsavedSettings::ToShow(words) = &self.unsaved_settings {
            self.model.message = Some(words.clone());
            self.unsaved_settings = UnsavedSettings::Shown;
        }
    }
}
