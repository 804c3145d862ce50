//! A list of which one is chosen, with its name above it.

use eframe::egui::{ComboBox, TextWrapMode, Ui};

use crate::ui::theme::space;
use crate::ui::widgets::forms::small;
use crate::ui::widgets::text::{self, TextUi as _};

/// A list to choose one of, or none, which is called `none`; screen readers hear the name.
pub fn choice_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    (name, none): (&str, &str),
    width: f32,
    chosen: &mut Option<T>,
    all: &[(T, String)],
) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = ui.text_label(small(ui, name));
        let found = all.iter().find(|(value, _)| Some(value) == chosen.as_ref());
        let shown = found.map_or(none, |(_, title)| title);
        let shown = text::within(ui, shown, TextWrapMode::Truncate, width);
        ComboBox::from_id_salt(name)
            .width(width)
            .height(400.0)
            .truncate()
            .selected_text(shown)
            .show_ui(ui, |ui| {
                ui.selectable_value(chosen, None, none);
                for (value, title) in all {
                    let title = text::within(ui, title, TextWrapMode::Extend, f32::INFINITY);
                    ui.selectable_value(chosen, Some(value.clone()), title);
                }
            })
            .response
            .labelled_by(label.id);
    });
}
