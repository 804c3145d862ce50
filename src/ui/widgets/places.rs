//! Places outside Muster's own folder: sticks, the Documents folder, a folder that was typed.

use std::path::PathBuf;

use eframe::egui::{TextEdit, Ui};

use crate::platform::places::Place;
use crate::ui::icons;
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::text::TextUi as _;
use crate::words::shown;

/// A button a place, and a field for any other. Returns the place that was chosen. `verb` leads
/// the buttons' labels, for example "Save to".
pub fn places_ui(ui: &mut Ui, verb: &str, places: &[Place], typed: &mut String) -> Option<PathBuf> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for place in places {
            let icon = if place.removable {
                icons::USB
            } else {
                icons::FOLDER
            };
            let words = format!("{verb} {}", shown(&place.name));
            if ui.add(Button::new(&words).icon(icon)).clicked() {
                chosen = Some(place.path.clone());
            }
        }
    });
    if let Some(path) = path_field(ui, typed) {
        chosen = Some(path);
    }
    chosen
}

/// A field for a path, typed or pasted, quotes and all. Returns it on Enter or the button.
pub fn path_field(ui: &mut Ui, typed: &mut String) -> Option<PathBuf> {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let name = ui.text_label("or a folder or file:");
        let width = (ui.available_width() - 140.0).clamp(160.0, 520.0);
        let field = TextEdit::singleline(typed).desired_width(width);
        let entered = ui.add(field).labelled_by(name.id);
        let by_key = entered.lost_focus() && ui.input(|i| i.key_pressed(eframe::egui::Key::Enter));
        let by_button = ui.add(Button::new("Use it")).clicked();
        let path = typed.trim().trim_matches('"').to_owned();
        (by_key || by_button)
            .then_some(path)
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
    })
    .inner
}
