//! The list of keys over a screen, by F1 or the menu (SCREENS 12.30). A briefing has its own, beside
//! what it shows.

use eframe::egui::{Event, Id, Key, Modal, RichText, ScrollArea, Ui};

use crate::ui::action::{self, Action as _, CommonAction, HelpLine};
use crate::ui::screens::board::BoardAction;
use crate::ui::screens::briefing::preview::PreviewAction;
use crate::ui::screens::packs::PacksAction;
use crate::ui::screens::station::ready::ReadyAction;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, help_list};
use crate::ui::window_action::WindowAction;
use crate::ui::{Model, Screen};

/// Room for the longest line.
const WIDTH: f32 = 560.0;

/// The lines for the screen that is seen: its own first.
fn lines(model: &Model) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    match model.screen {
        Screen::Board if model.loaded => lines.extend(BoardAction::help(model)),
        Screen::Packs => lines.extend(action::help::<PacksAction>()),
        Screen::Station => lines.extend(HelpLine::of(ReadyAction::Check)),
        Screen::Board | Screen::Records | Screen::Briefing | Screen::Play => {}
    }
    if model.preview.is_some() {
        lines.extend(action::help::<PreviewAction>());
    }
    lines.extend(action::help::<CommonAction>());
    lines.extend(action::help::<WindowAction>());
    lines
}

/// Takes F1 before the screen is painted, and while the list is open every other key that acts on
/// what lies below it.
pub fn take_keys(ui: &Ui, open: &mut bool) {
    let mut keys = WindowAction::Keys.shortcuts().iter();
    let flips = keys.any(|keys| keys.take(ui.ctx()));
    if !*open {
        *open = flips;
        return;
    }
    let mut closes = CommonAction::Cancel.shortcuts().iter();
    let closes = closes.any(|keys| keys.take(ui.ctx()));
    *open = !(flips || closes);
    let is_own = |key: &Key| matches!(key, Key::Tab | Key::Enter | Key::Space);
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key, .. } => is_own(key),
            _ => true,
        });
    });
}

/// The list, over the screen.
pub fn show(ui: &Ui, model: &Model, open: &mut bool) {
    if !*open {
        return;
    }
    let response = Modal::new(Id::unique("keys")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        let title = RichText::new(WindowAction::Keys.text());
        ui.text_label(title.font(theme::bold(size::HEADING)));
        ui.add_space(space::S);
        let most = ui.ctx().content_rect().height() * 0.6;
        ScrollArea::vertical().max_height(most).show(ui, |ui| {
            help_list(ui, lines(model).into_iter());
        });
        ui.add_space(space::S);
        ui.add(Button::new("Close").key("Esc").fill()).clicked()
    });
    if response.inner || response.should_close() {
        *open = false;
    }
}
