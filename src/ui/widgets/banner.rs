//! Message banners: with an icon and a word, never by color alone (SCREENS 1.5).

use eframe::egui::{
    Align, CornerRadius, Frame, Layout, Margin, Response, RichText, Stroke, Ui, vec2,
};

use crate::ui::icons;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::button::icon_button;
use crate::ui::widgets::problems;
use crate::ui::widgets::text::Label;
use crate::words::Words;

/// What the button does that puts a notice away.
pub const PUT_AWAY: &str = "Put this notice away";

/// What a strip is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    Info,
    /// Done.
    Good,
    /// Needs attention.
    Warning,
    /// Wrong.
    Problem,
}

impl Tone {
    /// Its icon.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Info => icons::INFO,
            Self::Good => icons::CHECK_CIRCLE,
            Self::Warning => icons::WARNING,
            Self::Problem => icons::WARNING_CIRCLE,
        }
    }

    /// Its color.
    #[must_use]
    pub fn color(self, t: &theme::Tokens) -> eframe::egui::Color32 {
        match self {
            Self::Info => t.accent,
            Self::Good => t.good,
            Self::Warning => t.warning,
            Self::Problem => t.problem,
        }
    }
}

/// A strip with one sentence.
pub fn banner(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    strip(ui, tone, false, |ui| {
        ui.add(Label::new(RichText::new(text)).wrap());
    })
}

/// A strip with one sentence that can be put away. `key` is the key that does it, where it puts
/// away this one. Returns whether it was.
pub fn notice(ui: &mut Ui, tone: Tone, text: &str, key: Option<&str>) -> bool {
    notice_with(ui, tone, text, key, |_| ())
}

/// The same, and below the sentence what can be done about it.
pub fn notice_with(
    ui: &mut Ui,
    tone: Tone,
    text: &str,
    key: Option<&str>,
    acts: impl FnOnce(&mut Ui),
) -> bool {
    let mut away = false;
    strip(ui, tone, true, |ui| {
        let row = vec2(ui.available_width(), size::TARGET);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
            away = icon_button(ui, icons::X, PUT_AWAY, key).clicked();
            let room = vec2(ui.available_width(), size::TARGET);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(text).wrap());
            });
        });
        acts(ui);
    });
    away
}

/// Lines of a file that are named; the rest are counted.
const MAX_LINES: usize = 12;

/// A banner with an error message. Returns whether it was dismissed.
pub fn message(ui: &mut Ui, tone: Tone, words: &Words, dismissable: bool) -> bool {
    let mut dismissed = false;
    message_with(ui, tone, words, |ui| {
        if dismissable {
            dismissed = ui.add(Button::new("Understood")).clicked();
        }
    });
    dismissed
}

/// A banner with an error message, and below it what can be done about it.
pub fn message_with(ui: &mut Ui, tone: Tone, words: &Words, acts: impl FnOnce(&mut Ui)) {
    if tone == Tone::Problem {
        problems::note_shown(ui.ctx(), words);
    }
    strip(ui, tone, false, |ui| {
        let t = theme::tokens(ui.ctx());
        ui.add(Label::new(RichText::new(&words.headline).font(theme::bold(size::BODY))).wrap());
        if !words.advice.is_empty() {
            ui.add(Label::new(RichText::new(&words.advice)).wrap());
        }
        if !words.details.is_empty() {
            let details = RichText::new(&words.details)
                .size(size::SMALL)
                .color(t.muted);
            ui.add(Label::new(details).wrap());
        }
        // One line is in the headline.
        if words.lines.len() > 1 {
            for line in words.lines.iter().take(MAX_LINES) {
                ui.add(Label::new(line.to_string()).wrap());
            }
            let more = words.lines.len().saturating_sub(MAX_LINES);
            if more > 0 {
                ui.add(Label::new(format!("and {more} more")));
            }
        }
        acts(ui);
    });
}

/// `with_button`: its first line is as high as a button.
fn strip(ui: &mut Ui, tone: Tone, with_button: bool, contents: impl FnOnce(&mut Ui)) -> Response {
    let t = theme::tokens(ui.ctx());
    let around = if with_button { 4 } else { 12 };
    Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, tone.color(&t)))
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(16, around))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let icon = RichText::new(tone.icon()).size(size::HEADING);
                let icon = Label::new(icon.color(tone.color(&t)));
                if with_button {
                    let row = vec2(0.0, size::TARGET);
                    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
                        ui.add(icon);
                    });
                } else {
                    ui.add(icon);
                }
                ui.add_space(space::XS);
                ui.vertical(contents);
            });
        })
        .response
}
