//! Buttons: never lower than a finger, with the key that does the same (SCREENS 2.6).

use eframe::egui::{
    Align2, CornerRadius, FontId, Key, Response, Role, Sense, Stroke, Ui, Vec2, Widget, WidgetInfo,
    vec2,
};

use crate::ui::action::Action;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Weight {
    /// The one thing to do next.
    Primary,
    /// Anything else.
    #[default]
    Plain,
    /// No box until the pointer is on it.
    Quiet,
}

/// A button: icon, label, and the key that does the same.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a way to look that goes with every other"
)]
pub struct Button<'a> {
    text: &'a str,
    icon: Option<&'a str>,
    trailing: Option<&'a str>,
    key: Option<&'a str>,
    weight: Weight,
    enabled: bool,
    chosen: bool,
    large: bool,
    fill: bool,
    /// The text for screen readers, where the label is not enough.
    spoken: Option<&'a str>,
    /// While the pointer rests on it.
    tooltip: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// A plain button.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            icon: None,
            trailing: None,
            key: None,
            weight: Weight::Plain,
            enabled: true,
            chosen: false,
            large: false,
            fill: false,
            spoken: None,
            tooltip: None,
        }
    }

    /// A plain button with the text, icon and key of an action.
    #[must_use]
    pub fn of(action: impl Action) -> Self {
        Self {
            icon: action.icon(),
            key: action.key(),
            tooltip: Some(action.tooltip()),
            ..Self::new(action.text())
        }
    }

    /// With this text in the place of the action's.
    #[must_use]
    pub fn text(mut self, text: &'a str) -> Self {
        self.text = text;
        self
    }

    /// Without the key.
    #[must_use]
    pub fn no_key(mut self) -> Self {
        self.key = None;
        self
    }

    /// Without the icon.
    #[must_use]
    pub fn no_icon(mut self) -> Self {
        self.icon = None;
        self
    }

    /// As the one thing to do next.
    #[must_use]
    pub fn as_primary(mut self) -> Self {
        self.weight = Weight::Primary;
        self
    }

    /// Without a box.
    #[must_use]
    pub fn as_quiet(mut self) -> Self {
        self.weight = Weight::Quiet;
        self
    }

    /// The one thing to do next.
    #[must_use]
    pub fn primary(text: &'a str) -> Self {
        Self {
            weight: Weight::Primary,
            ..Self::new(text)
        }
    }

    /// A button without a box.
    #[must_use]
    pub fn quiet(text: &'a str) -> Self {
        Self {
            weight: Weight::Quiet,
            ..Self::new(text)
        }
    }

    /// With an icon before the label.
    #[must_use]
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With an icon after the label.
    #[must_use]
    pub fn trailing(mut self, icon: &'a str) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// With the key that does the same.
    #[must_use]
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// The text for screen readers, instead of the label.
    #[must_use]
    pub fn spoken(mut self, spoken: &'a str) -> Self {
        self.spoken = Some(spoken);
        self
    }

    /// Pressed only where this holds.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Painted as the one that is in force.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Higher, for the one thing to do next.
    #[must_use]
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// As wide as there is room.
    #[must_use]
    pub fn fill(mut self) -> Self {
        self.fill = true;
        self
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = theme::tokens(ui.ctx());
        let text_size = if self.large { 20.0 } else { size::BODY };
        let font = if self.weight == Weight::Primary || self.chosen {
            theme::bold(text_size)
        } else {
            theme::regular(text_size)
        };
        let (text, fill, line) = match self.weight {
            _ if !self.enabled => (t.muted, t.surface, Stroke::new(1.0, t.raised)),
            Weight::Primary => (t.on_primary, t.primary, Stroke::NONE),
            _ if self.chosen => (t.on_primary, t.primary, Stroke::NONE),
            Weight::Plain => (t.text, t.raised, t.line()),
            Weight::Quiet => (t.text, theme::CLEAR, Stroke::NONE),
        };
        let muted = if self.weight == Weight::Primary || self.chosen {
            text
        } else {
            t.muted
        };
        let mut parts: Vec<(&str, FontId, eframe::egui::Color32, f32)> = Vec::new();
        if let Some(icon) = self.icon {
            parts.push((icon, theme::regular(text_size + 4.0), text, space::S));
        }
        if !self.text.is_empty() {
            parts.push((self.text, font, text, space::S));
        }
        if let Some(icon) = self.trailing {
            parts.push((icon, theme::regular(text_size), text, space::S));
        }
        if let Some(key) = self.key {
            parts.push((key, theme::regular(size::SMALL), muted, space::S));
        }
        let galleys: Vec<_> = parts
            .into_iter()
            .map(|(words, font, color, gap)| (text::line(ui, words, font, color), gap))
            .collect();
        let gaps = galleys.len().saturating_sub(1);
        let mut content: f32 = galleys.iter().map(|(galley, _)| galley.size().x).sum();
        content += galleys.iter().take(gaps).map(|(_, gap)| gap).sum::<f32>();
        let height = if self.large { 52.0 } else { size::TARGET };
        let padding = if self.weight == Weight::Quiet {
            space::M
        } else {
            space::L
        };
        let mut width = (content + 2.0 * padding).max(height);
        if self.fill {
            width = width.max(ui.available_width());
        }
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        let spoken = self.spoken.unwrap_or(self.text);
        response.widget_info(|| {
            if self.chosen {
                WidgetInfo::selected(Role::Button, self.enabled, true, spoken)
            } else {
                WidgetInfo::labeled(Role::Button, self.enabled, spoken)
            }
        });
        if ui.is_rect_visible(rect) {
            let radius = CornerRadius::same(size::RADIUS);
            let over = self.enabled && (response.hovered() || response.is_pointer_button_down_on());
            let fill = if over && self.weight == Weight::Quiet && !self.chosen {
                t.raised
            } else {
                fill
            };
            let line = if over && self.weight != Weight::Quiet {
                Stroke::new(2.0, t.accent)
            } else {
                line
            };
            let painter = ui.painter();
            painter.rect(rect, radius, fill, line, eframe::egui::StrokeKind::Inside);
            if response.has_focus() {
                focus_ring(ui, rect);
            }
            let mut x = rect.center().x - content / 2.0;
            for (galley, gap) in galleys {
                let at = Align2::LEFT_CENTER
                    .anchor_size(eframe::egui::pos2(x, rect.center().y), galley.size());
                x += galley.size().x + gap;
                painter.galley(at.min, galley, t.text);
            }
        }
        match self.tooltip {
            Some(tooltip) => text::on_hover(response, tooltip),
            None => response,
        }
    }
}

/// The ring around what has the focus.
pub fn focus_ring(ui: &Ui, rect: eframe::egui::Rect) {
    let t = theme::tokens(ui.ctx());
    ui.painter().rect_stroke(
        rect.expand(2.0),
        CornerRadius::same(size::RADIUS + 2),
        t.focus_ring(),
        eframe::egui::StrokeKind::Outside,
    );
}

/// A button that is only an icon, with its label for screen readers and on hovering.
pub fn icon_button(ui: &mut Ui, icon: &str, spoken: &str, key: Option<&str>) -> Response {
    let mut button = Button::quiet("").icon(icon).spoken(spoken);
    if let Some(key) = key {
        button = button.key(key);
    }
    text::on_hover(ui.add(button), spoken)
}

/// Takes the action's key if it was pressed, and returns whether it was. A text field that has the
/// focus keeps it; and Enter, which does what is biggest, belongs to what has the focus, or to a
/// question on top.
pub fn take_key(ui: &Ui, action: impl Action) -> bool {
    let ctx = ui.ctx();
    if ctx.text_edit_focused() {
        return false;
    }
    let elsewhere =
        ctx.memory(|memory| memory.focused().is_some() || memory.top_modal_layer().is_some());
    let shortcuts = action.shortcuts().iter();
    shortcuts
        .filter(|keys| !(elsewhere && keys.held.is_none() && keys.key == Key::Enter))
        .any(|keys| keys.take(ctx))
}

/// Empty room.
pub fn gap(ui: &mut Ui, points: f32) {
    ui.allocate_exact_size(Vec2::splat(points), Sense::hover());
}
