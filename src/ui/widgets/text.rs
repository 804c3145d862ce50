//! The one way in which text is drawn on every screen, text fields aside: what people, packs and
//! files are called may be of any script and run from the right (SCREENS 2.1). What stands on a
//! screen goes through here, a word of Muster's own as well: a test finds what does not.
//!
//! Screen readers get the text as it was written.

use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    self, Align, Align2, Color32, FontId, FontSelection, Galley, Pos2, Rect, Response, Role, Sense,
    Stroke, TextWrapMode, Ui, Widget, WidgetInfo, WidgetText,
};

use crate::ui::widgets::scripts;

/// Text on a screen, as [`egui::Label`].
#[must_use = "add it to a Ui"]
pub struct Label {
    text: WidgetText,
    wrap_mode: Option<TextWrapMode>,
}

impl Label {
    /// Wrapped or not as the part of the screen has it.
    pub fn new(text: impl Into<WidgetText>) -> Self {
        Self {
            text: text.into(),
            wrap_mode: None,
        }
    }

    /// In as many lines as it takes.
    pub fn wrap(mut self) -> Self {
        self.wrap_mode = Some(TextWrapMode::Wrap);
        self
    }

    /// In one line, cut off with "…"; the whole text shows on hovering.
    pub fn truncate(mut self) -> Self {
        self.wrap_mode = Some(TextWrapMode::Truncate);
        self
    }
}

impl Widget for Label {
    fn ui(self, ui: &mut Ui) -> Response {
        if scripts::is_plain(self.text.text()) {
            let label = egui::Label::new(self.text);
            return match self.wrap_mode {
                Some(mode) => ui.add(label.wrap_mode(mode)),
                None => ui.add(label),
            };
        }
        let written = self.text.text().to_owned();
        let mode = self.wrap_mode.unwrap_or_else(|| ui.wrap_mode());
        let width = ui.available_width();
        let mut job = job(ui, self.text, mode, width);
        job.halign = ui.layout().horizontal_placement();
        let whole = job.clone();
        let galley = scripts::set(ui, job);
        let (rect, mut response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &written));
        if ui.is_rect_visible(rect) {
            if galley.elided {
                response = response.on_hover_ui(|ui| {
                    let wrap = TextWrapping::wrap_at_width(ui.available_width());
                    ui.add(Self::new(LayoutJob { wrap, ..whole }).wrap());
                });
            }
            let at = match galley.job.halign {
                Align::Min => rect.left_top(),
                Align::Center => rect.center_top(),
                Align::Max => rect.right_top(),
            };
            let color = ui.visuals().text_color();
            let underline = if response.has_focus() || response.highlighted() {
                Stroke::new(1.0, color)
            } else {
                Stroke::NONE
            };
            let shape = TextShape::new(at, galley, color).with_underline(underline);
            ui.painter().add(shape);
        }
        response
    }
}

/// Text as egui sets its own labels.
fn job(ui: &Ui, text: WidgetText, mode: TextWrapMode, width: f32) -> LayoutJob {
    let job = text.into_layout_job(ui.style(), FontSelection::Default, ui.text_valign());
    let mut job = Arc::unwrap_or_clone(job);
    match mode {
        TextWrapMode::Extend => job.wrap.max_width = f32::INFINITY,
        TextWrapMode::Wrap => job.wrap.max_width = width,
        TextWrapMode::Truncate => job.wrap = TextWrapping::truncate_at_width(width),
    }
    job
}

/// [`Label`] in a word.
pub trait TextUi {
    /// Adds a text, wrapped or not as this part of the screen has it.
    fn text_label(&mut self, text: impl Into<WidgetText>) -> Response;
}

impl TextUi for Ui {
    fn text_label(&mut self, text: impl Into<WidgetText>) -> Response {
        self.add(Label::new(text))
    }
}

/// A text in one line, however long it is.
#[must_use]
pub fn line(ui: &Ui, text: impl Into<String>, font: FontId, color: Color32) -> Arc<Galley> {
    lines(ui, text, font, color, f32::INFINITY)
}

/// A text in lines of this width.
#[must_use]
pub fn lines(
    ui: &Ui,
    text: impl Into<String>,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    scripts::set(ui, LayoutJob::simple(text.into(), font, color, width))
}

/// A text in one line of this width, cut off with "…" where it is too long.
#[must_use]
pub fn cut(
    ui: &Ui,
    text: impl Into<String>,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.into(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    scripts::set(ui, job)
}

/// Sections of text as one, for whoever paints it.
#[must_use]
pub fn sections(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    scripts::set(ui, job)
}

/// Paints a text in one line at a point; returns what it covers.
pub fn paint(
    ui: &Ui,
    at: Pos2,
    anchor: Align2,
    text: impl Into<String>,
    font: FontId,
    color: Color32,
) -> Rect {
    let galley = line(ui, text, font, color);
    let rect = anchor.anchor_size(at, galley.size());
    ui.painter().galley(rect.min, galley, color);
    rect
}

/// A text for a widget of egui's own, no wider than this; the widget gives it its color.
#[must_use]
pub fn within(ui: &Ui, text: impl Into<WidgetText>, mode: TextWrapMode, width: f32) -> WidgetText {
    let text = text.into();
    if scripts::is_plain(text.text()) {
        return text;
    }
    WidgetText::Galley(scripts::set(ui, job(ui, text, mode, width)))
}

/// Shows a text while the pointer rests on something.
#[must_use]
pub fn on_hover(response: Response, text: &str) -> Response {
    response.on_hover_ui(|ui| {
        ui.add(Label::new(text).wrap());
    })
}

#[cfg(test)]
mod tests;
