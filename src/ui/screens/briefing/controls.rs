//! The controls of what plays (SCREENS 6.10).

use eframe::egui::{RichText, Ui};

use crate::player::{Speed, State};
use crate::ui::keys::PlayerKey;
use crate::ui::screens::briefing::captions_menu;
use crate::ui::screens::briefing::seek;
use crate::ui::theme;
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, button};
use crate::ui::{Command, Model, Playback, Playing, icons};

/// From these widths on there is room for Mute, for the volume, for the chapters, for words.
const MUTE: f32 = 500.0;
const VOLUME: f32 = 650.0;
const CHAPTERS: f32 = 710.0;
const WORDS: f32 = 850.0;

/// −10 s, play or pause, +10 s, time, captions, volume, as far as they have room in `width`.
/// Returns whether the transcript was asked for.
pub fn show(
    ui: &mut Ui,
    width: f32,
    model: &Model,
    playing: &Playing,
    commands: &mut Vec<Command>,
    toggle: impl FnOnce(&Playing, &mut Vec<Command>),
) -> bool {
    let t = theme::tokens(ui.ctx());
    let settings = &model.settings;
    let roomy = width >= WORDS;
    if button::icon_button(ui, icons::REWIND, "Back 10 seconds", None).clicked() {
        commands.push(Command::Playback(Playback::Skip(-10_000)));
    }
    let running = matches!(playing.state, State::Playing | State::Opening);
    let (icon, text) = if running {
        (icons::PAUSE, "Pause")
    } else {
        (icons::PLAY, "Play")
    };
    let play = Button::new(if roomy { text } else { "" })
        .icon(icon)
        .spoken(text);
    if ui.add(play.key("Space")).clicked() {
        toggle(playing, commands);
    }
    if button::icon_button(ui, icons::FAST_FORWARD, "On 10 seconds", None).clicked() {
        commands.push(Command::Playback(Playback::Skip(10_000)));
    }
    if width >= CHAPTERS && playing.chapters.len() > 1 {
        chapter_controls(ui, playing, commands);
    }
    speed_control(ui, playing, commands);
    let captions = Button::quiet(if roomy { "Captions" } else { "" }).icon(icons::SUBTITLES);
    let captions = captions
        .key("C")
        .spoken("Captions")
        .chosen(settings.captions);
    if ui.add(captions).clicked() {
        commands.push(Command::Captions(!settings.captions));
    }
    let transcript = captions_menu::button(ui, settings, playing, commands);
    let (icon, spoken) = if settings.muted {
        (icons::SPEAKER_X, "Sound on")
    } else {
        (icons::SPEAKER_HIGH, "Mute")
    };
    if width >= MUTE && button::icon_button(ui, icon, spoken, None).clicked() {
        commands.push(Command::Mute(!settings.muted));
    }
    if width >= VOLUME && seek::volume(ui, settings.volume, commands) {
        ui.text_label(RichText::new("silent").color(t.muted));
    }
    transcript
}

/// How fast it plays; each press is a step faster, after the fastest the slowest.
fn speed_control(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    let speed = playing.speed;
    let faster = match speed.faster() {
        same if same == speed => Speed::STEPS.first().copied().unwrap_or(Speed::NORMAL),
        faster => faster,
    };
    let (text, spoken) = (speed.to_string(), format!("Speed {speed}"));
    let button = Button::quiet(&text).spoken(&spoken).key("− +");
    if ui.add(button.chosen(speed != Speed::NORMAL)).clicked() {
        commands.push(Command::Playback(Playback::Speed(faster)));
    }
}

fn chapter_controls(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    for (key, icon, spoken) in [
        (PlayerKey::ChapterBack, icons::SKIP_BACK, "Chapter before"),
        (PlayerKey::ChapterOn, icons::SKIP_FORWARD, "Next chapter"),
    ] {
        if button::icon_button(ui, icon, spoken, None).clicked() {
            commands.extend(seek::by_key(key, playing));
        }
    }
}
