//! A discussion prompt on the wall: the question, the key points revealed so far, the time
//! (SCREENS 7.7).

use eframe::egui::{Align2, Rect, Ui};

use crate::pack::manifest::Prompt;
use crate::ui::theme::{self, wall};
use crate::ui::time;
use crate::ui::widgets::text::{self, TextUi as _};
use crate::ui::widgets::wall_text;

/// Paints the prompt on a wall of this height. `shown` key points are revealed, `seconds` have gone by.
pub fn show(ui: &mut Ui, screen: Rect, height: f32, prompt: &Prompt, shown: usize, seconds: f64) {
    let t = theme::tokens(ui.ctx());
    let inside = wall_text::inside(screen);
    // As large as it goes with every point revealed, so that nothing moves when one is.
    let scale = wall_text::fitting(ui, &[1.0, 0.9, 0.82], |ui, scale| {
        whole_height(ui, prompt, height * scale, inside.width()) <= inside.height()
    });
    let wall_height = height;
    let height = height * scale;
    wall_text::column(ui, inside, |ui| {
        ui.spacing_mut().item_spacing.y = height * 0.02;
        let question = theme::bold(height * wall::QUESTION);
        wall_text::block(ui, &prompt.question, question, t.text);
        ui.add_space(height * 0.025);
        for point in prompt.points.iter().take(shown) {
            bullet(ui, height, point);
        }
        if shown < prompt.points.len() {
            bullet(ui, height, "…");
        }
    });
    timer(ui, screen, wall_height, prompt, seconds);
}

fn bullet(ui: &mut Ui, height: f32, text: &str) {
    let t = theme::tokens(ui.ctx());
    let font = theme::regular(height * wall::BODY);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = height * 0.02;
        ui.text_label(
            eframe::egui::RichText::new("•")
                .font(font.clone())
                .color(t.accent),
        );
        wall_text::block(ui, text, font, t.text);
    });
}

fn whole_height(ui: &Ui, prompt: &Prompt, height: f32, width: f32) -> f32 {
    let question = theme::bold(height * wall::QUESTION);
    let body = theme::regular(height * wall::BODY);
    let indent = height * 0.045;
    let points = prompt
        .points
        .iter()
        .map(|point| wall_text::height(ui, point, body.clone(), width - indent) + height * 0.02);
    wall_text::height(ui, &prompt.question, question, width) + height * 0.045 + points.sum::<f32>()
}

/// The time that is left of what is planned; past it, how much longer it has been.
#[expect(clippy::cast_possible_truncation, reason = "seconds of one prompt")]
fn timer(ui: &mut Ui, screen: Rect, height: f32, prompt: &Prompt, seconds: f64) {
    if prompt.minutes == 0 {
        return;
    }
    let t = theme::tokens(ui.ctx());
    let left = i64::from(prompt.minutes) * 60 - seconds as i64;
    let (left_words, color) = if left >= 0 {
        (time::length(left * 1000), t.muted)
    } else {
        (format!("+{}", time::length(-left * 1000)), t.warning)
    };
    let at = wall_text::inside(screen).right_bottom();
    let font = theme::regular(height * wall::SMALLEST);
    text::paint(ui, at, Align2::RIGHT_BOTTOM, left_words, font, color);
    let next = 1.0 - seconds.fract();
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs_f64(next));
}
