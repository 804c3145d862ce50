//! Captions on this PC: on or off, size, background, language, with a sample of the wall.

use eframe::egui::{Rect, Sense, Ui, vec2};

use crate::player::captions::{Cue, parse_webvtt};
use crate::ui::screens::station::StationFacts;
use crate::ui::theme::{self, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::caption::{self, CaptionStyle, choices};
use crate::ui::widgets::forms::{heading, small};
use crate::ui::widgets::text::TextUi as _;
use crate::ui::{CaptionTrack, Command};

const SAMPLE: &[u8] =
    b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Sergeant>Read which boxes\nare ticked.\n";
/// Width of the sample at most, in points.
const MAX_SAMPLE_WIDTH: f32 = 520.0;
/// The most languages that are listed.
const MAX_LANGUAGES: usize = 24;

/// The section.
pub fn show(ui: &mut Ui, facts: StationFacts<'_>, commands: &mut Vec<Command>) {
    let settings = facts.settings;
    let style = &settings.caption_style;
    ui.text_label(heading("Captions"));
    ui.columns_const(|[left, right]| {
        left.horizontal(|ui| {
            for (on, name) in [(true, "Captions on"), (false, "Captions off")] {
                let button = Button::new(name).chosen(settings.captions == on);
                if ui.add(button).clicked() {
                    commands.push(Command::Captions(on));
                }
            }
        });
        left.add_space(space::XS);
        let languages = languages(facts);
        let chosen = style.language.as_ref();
        let track = languages
            .iter()
            .position(|one| Some(&one.language) == chosen);
        if let Some(style) = choices(left, style, &languages, track) {
            commands.push(Command::CaptionStyle(style));
        }
        if languages.len() > 1 && chosen.is_none() {
            left.text_label(small(left, "None chosen: each film's first."));
        }
        sample(right, style, settings.captions);
    });
}

/// The languages in which installed packs have captions.
fn languages(facts: StationFacts<'_>) -> Vec<CaptionTrack> {
    let modules = facts.packs.iter().flat_map(|pack| &pack.outline().modules);
    let all = modules.flat_map(|module| module.media.iter().flat_map(|medium| &medium.captions));
    let mut found: Vec<CaptionTrack> = Vec::new();
    for captions in all {
        let known = found.iter().any(|one| one.language == captions.language);
        if !known && found.len() < MAX_LANGUAGES {
            found.push(CaptionTrack {
                language: captions.language.clone(),
                label: captions.label.clone(),
            });
        }
    }
    found
}

/// The wall in small, half of it bright: captions are read on both.
fn sample(ui: &mut Ui, style: &CaptionStyle, on: bool) {
    let width = ui.available_width().min(MAX_SAMPLE_WIDTH);
    let size = vec2(width, width * 9.0 / 16.0);
    let (screen, _) = ui.allocate_exact_size(size, Sense::hover());
    let (bright, dark) = screen.split_left_right_at_fraction(0.5);
    ui.painter().rect_filled(bright, 0.0, theme::PAPER);
    ui.painter().rect_filled(dark, 0.0, theme::INK);
    if on {
        let cues = parse_webvtt(SAMPLE).unwrap_or_default();
        let cues: Vec<(usize, &Cue)> = cues.iter().enumerate().collect();
        let canvas = caption::Canvas {
            screen,
            picture: screen,
            wall: size.y,
            clear: screen.y_range(),
            medium: (0, 0),
        };
        caption::captions(ui, canvas, &cues, style);
    }
    let frame = Rect::from_min_size(screen.min, size);
    let line = theme::tokens(ui.ctx()).line();
    let outside = eframe::egui::StrokeKind::Outside;
    ui.painter().rect_stroke(frame, 0.0, line, outside);
    ui.text_label(small(ui, "As on the wall, in small."));
}
