//! References on the wall, one at a time: title, address as text, and a QR code that a phone at
//! the back of the room reads. Muster itself opens no address: there is no network
//! (SCREENS 7.9).

use eframe::egui::{Rect, Ui, UiBuilder};

use crate::pack::Module;
use crate::pack::manifest::Reference;
use crate::session::OutlineStep;
use crate::ui::theme::{self, wall};
use crate::ui::time;
use crate::ui::widgets::qr::Qr;
use crate::ui::widgets::wall_text;

/// Which reference is on the wall, and its code.
#[derive(Debug, Default)]
pub struct ReferencesState {
    at: Option<usize>,
    code: Option<(String, Option<Qr>)>,
}

impl ReferencesState {
    /// Whether references are on the wall.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.at.is_some()
    }

    /// Puts the first one on the wall, or takes them off.
    pub fn flip(&mut self) {
        self.at = if self.at.is_some() { None } else { Some(0) };
    }

    /// The same place, without the picture of its code.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self {
            at: self.at,
            code: None,
        }
    }

    /// Takes them off the wall.
    pub fn close(&mut self) {
        self.at = None;
    }

    /// The next one; after the last, off the wall.
    pub fn next(&mut self, count: usize) {
        self.at = self.at.map(|at| at + 1).filter(|at| *at < count);
    }

    /// The one before; before the first, off the wall.
    pub fn back(&mut self) {
        self.at = self.at.and_then(|at| at.checked_sub(1));
    }
}

/// The references of the prompt at this step; all of the module's where it names none.
#[must_use]
pub fn of_step(module: &Module, step: Option<OutlineStep>) -> Vec<&Reference> {
    let named: &[String] = match step {
        Some(OutlineStep::Prompt(n)) => module.prompts.get(n).map_or(&[], |p| &p.references),
        _ => &[],
    };
    if named.is_empty() {
        return module.references.iter().collect();
    }
    named
        .iter()
        .filter_map(|id| module.references.iter().find(|r| r.id == *id))
        .collect()
}

/// Paints the reference that is on the wall over the whole of `screen`; `height` is the wall's.
pub fn wall_ui(
    ui: &mut Ui,
    screen: Rect,
    height: f32,
    references: &[&Reference],
    state: &mut ReferencesState,
) {
    let t = theme::tokens(ui.ctx());
    ui.painter()
        .rect_filled(screen, 0.0, theme::ground(ui.ctx()));
    let Some(at) = state.at else {
        return;
    };
    let Some(reference) = references.get(at) else {
        return wall_text::column(ui, wall_text::inside(screen), |ui| {
            let font = theme::regular(height * wall::BODY);
            wall_text::block(ui, "This briefing names no references.", font, t.muted);
        });
    };
    let inside = wall_text::inside(screen);
    // The code as large as leaves half of the wall for words.
    let side = (inside.height() * 0.75).min(inside.width() * 0.42);
    let (words, code) =
        inside.split_left_right_at_x(inside.right() - side - inside.height() * 0.06);
    // In the middle, where the sergeant's bars never cover it.
    let count = references.len();
    let trial = ui.new_child(UiBuilder::new().max_rect(words).sizing_pass().invisible());
    let needed = wall_text::column(&mut { trial }, words, |ui| {
        words_ui(ui, height, reference, at, count);
        ui.min_rect().height()
    });
    let spare = ((words.height() - needed) / 2.0).max(0.0);
    let words = words.with_min_y(words.top() + spare);
    wall_text::column(ui, words, |ui| words_ui(ui, height, reference, at, count));
    let code = Rect::from_center_size(
        code.center() + eframe::egui::vec2(inside.height() * 0.03, 0.0),
        eframe::egui::Vec2::splat(side),
    );
    if state
        .code
        .as_ref()
        .is_none_or(|(url, _)| *url != reference.url)
    {
        state.code = Some((reference.url.clone(), Qr::new(&reference.url)));
    }
    if let Some((_, Some(qr))) = &state.code {
        wall_text::column(ui, code, |ui| qr.ui(ui, side));
    }
}

fn words_ui(ui: &mut Ui, height: f32, reference: &Reference, at: usize, count: usize) {
    let t = theme::tokens(ui.ctx());
    let small = theme::regular(height * wall::SMALLEST);
    if count > 1 {
        let place = format!("Reference {} of {count}", at + 1);
        wall_text::block(ui, &place, small.clone(), t.muted);
    }
    wall_text::block(
        ui,
        &reference.title,
        theme::bold(height * wall::BODY),
        t.text,
    );
    ui.add_space(height * 0.02);
    wall_text::block(ui, &reference.url, small.clone(), t.accent);
    ui.add_space(height * 0.02);
    if !reference.note.is_empty() {
        wall_text::block(ui, &reference.note, small.clone(), t.text);
    }
    if let Some(day) = reference.checked {
        let checked = format!("Looked at on {}", time::full_day(day));
        wall_text::block(ui, &checked, small, t.muted);
    }
}

#[cfg(test)]
mod tests {
    use super::ReferencesState;

    #[test]
    fn after_the_last_reference_the_step_is_on_the_wall_again() {
        let mut state = ReferencesState::default();
        state.flip();
        state.next(2);
        assert_eq!(state.at, Some(1));
        state.next(2);
        assert!(!state.is_open());
        state.flip();
        state.back();
        assert!(!state.is_open());
    }
}
