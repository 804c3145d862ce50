//! A part of a screen in a window of 1280×720, for tests.

use eframe::egui::epaint::text::MissingGlyphPolicy;
use eframe::egui::{CentralPanel, Ui, Vec2};
use egui_kittest::Harness;

use crate::ui::theme::{self, Look};

/// Paints a part of a screen until it stands still.
pub fn bench<'a, S: 'a>(state: S, paint: impl Fn(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut dressed = false;
    let mut bench = Harness::builder()
        .with_size(Vec2::new(1280.0, 720.0))
        .build_ui_state(
            move |ui, state: &mut S| {
                if !dressed {
                    theme::install_fonts(ui.ctx());
                    // Fields show what is typed as it is.
                    ui.ctx().set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
                    theme::apply(ui.ctx(), Look::Dark);
                    dressed = true;
                    return;
                }
                CentralPanel::default().show(ui, |ui| paint(ui, state));
            },
            state,
        );
    bench.run();
    bench
}
