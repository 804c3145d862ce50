//! Which sound device this PC plays roll call on, and a tone to hear whether it works.

use eframe::egui::{RichText, Ui};

use crate::player::Tone;
use crate::ui::screens::station::{SoundCommand, StationFacts};
use crate::ui::theme::{self, space};
use crate::ui::widgets::forms::heading;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, banner};
use crate::ui::{Command, ScreenCommand, icons};

/// The choice and the tone.
pub fn show(ui: &mut Ui, facts: StationFacts<'_>, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let (sound, chosen) = (facts.sound, facts.settings.sound_device.as_ref());
    if sound.devices.is_none() && !sound.listing_devices {
        commands.push(Command::Screen(ScreenCommand::Sound(
            SoundCommand::ListDevices,
        )));
    }
    let muted = |text: &str| Label::new(RichText::new(text).color(t.muted)).wrap();
    ui.text_label(heading("Sound"));
    if let Some(failed) = &sound.failed {
        banner::message(ui, banner::Tone::Problem, failed, false);
    }
    if choice(ui, "As the system says", chosen.is_none()) {
        commands.push(Command::Screen(ScreenCommand::Sound(SoundCommand::Choose(
            None,
        ))));
    }
    let devices = sound.devices.as_deref().unwrap_or_default();
    for device in devices {
        if choice(ui, &device.name, chosen == Some(device)) {
            commands.push(Command::Screen(ScreenCommand::Sound(SoundCommand::Choose(
                Some(device.clone()),
            ))));
        }
    }
    if let Some(missing) = chosen.filter(|chosen| devices.iter().all(|d| d.id != chosen.id)) {
        let text = format!("{} (not there now)", missing.name);
        choice(ui, &text, true);
        ui.add(muted(
            "It is used again as soon as it is back; until then another one plays.",
        ));
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let test = Button::new("Play a test tone").icon(icons::SPEAKER_HIGH);
        if ui.add(test.enabled(!sound.testing)).clicked() {
            commands.push(Command::Screen(ScreenCommand::Sound(SoundCommand::Test)));
        }
        let list_again = Button::quiet("Look again").icon(icons::ARROWS_CLOCKWISE);
        if ui.add(list_again.enabled(!sound.listing_devices)).clicked() {
            commands.push(Command::Screen(ScreenCommand::Sound(
                SoundCommand::ListDevices,
            )));
        }
    });
    let status = match (sound.testing, sound.listing_devices, sound.tone) {
        (true, ..) => "The tone plays: first left, then right.",
        (_, true, _) => "Looking for sound devices…",
        (.., Some(Tone::Played)) => "The tone was played: first left, then right.",
        (.., Some(Tone::PlayedElsewhere)) => {
            "The chosen device is not there: another one played the tone."
        }
        (.., Some(Tone::NoDevice)) => {
            "No sound device. Check that loudspeakers or a TV are connected and switched on."
        }
        (.., None) => "The tone is first heard on the left, then on the right.",
    };
    ui.add(muted(status));
}

/// One of several; whether it was chosen.
fn choice(ui: &mut Ui, text: &str, chosen: bool) -> bool {
    ui.horizontal(|ui| ui.add(Button::new(text).chosen(chosen)).clicked())
        .inner
}
