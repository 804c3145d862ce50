//! The controls of what plays (SCREENS 6.10).

use eframe::egui::{RichText, Ui};

use crate::player::{Speed, State};
use crate::ui::action::Action as _;
use crate::ui::keys::{Act, PlayerKey};
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
    player_button(ui, PlayerKey::Back, icons::REWIND, playing, commands);
    let running = matches!(playing.state, State::Playing | State::Opening);
    let (icon, text) = if running {
        (icons::PAUSE, "Pause")
    } else {
        (icons::PLAY, "Play")
    };
    let play = Button::of(Act::Space).text(if roomy { text } else { "" });
    if ui.add(play.icon(icon).spoken(text)).clicked() {
        toggle(playing, commands);
    }
    player_button(ui, PlayerKey::On, icons::FAST_FORWARD, playing, commands);
    if width >= CHAPTERS && playing.chapters.len() > 1 {
        chapter_controls(ui, playing, commands);
    }
    speed_control(ui, playing, commands);
    let name = Act::Captions.text();
    let captions = Button::of(Act::Captions).as_quiet();
    let captions = captions
        .text(if roomy { name } else { "" })
        .icon(icons::SUBTITLES)
        .spoken(name)
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
    for (key, icon) in [
        (PlayerKey::ChapterBack, icons::SKIP_BACK),
        (PlayerKey::ChapterOn, icons::SKIP_FORWARD),
    ] {
        player_button(ui, key, icon, playing, commands);
    }
}

/// An icon that does what a key of the player does.
fn player_button(
    ui: &mut Ui,
    key: PlayerKey,
    icon: &str,
    playing: &Playing,
    commands: &mut Vec<Command>,
) {
    if button::icon_button(ui, icon, Act::Player(key).text(), None).clicked() {
        commands.extend(seek::by_key(key, playing));
    }
}
