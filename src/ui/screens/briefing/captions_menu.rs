//! The small menu beside the captions button: language, size, background, and the transcript
//! (SCREENS 6.10).

use eframe::egui::{Popup, PopupCloseBehavior, RichText, Ui};

use crate::ui::keys::Act;
use crate::ui::theme::{self, space};
use crate::ui::widgets::caption::choices;
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, button};
use crate::ui::{Command, Playing, Settings, icons};

/// The button and its menu. Returns whether the transcript was asked for.
pub fn button(
    ui: &mut Ui,
    settings: &Settings,
    playing: &Playing,
    commands: &mut Vec<Command>,
) -> bool {
    let mut transcript = false;
    let opener = button::icon_button(ui, icons::CARET_UP, "Caption settings", None);
    Popup::menu(&opener)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(440.0);
            let t = theme::tokens(ui.ctx());
            if playing.tracks.is_empty() {
                let none = RichText::new("No captions come with this.");
                ui.text_label(none.color(t.muted));
            }
            let track = (!playing.tracks.is_empty()).then_some(playing.track);
            let style = &settings.caption_style;
            if let Some(style) = choices(ui, style, &playing.tracks, track) {
                commands.push(Command::CaptionStyle(style));
            }
            ui.add_space(space::S);
            let open = Button::of(Act::Transcript).icon(icons::ARTICLE);
            if ui.add(open.fill()).clicked() {
                transcript = true;
                ui.close();
            }
        });
    transcript
}
