//! The window around the screens: bar on top, messages, the screen itself (SCREENS section 4).

use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::{
    Align, CentralPanel, Context, Frame, Layout, Margin, Panel, RichText, ScrollArea, Stroke, Ui,
};

use crate::ui::action::Action as _;
use crate::ui::screens::board::checking;
use crate::ui::screens::board::draft;
use crate::ui::screens::board::draft_card;
use crate::ui::screens::board::readiness;
use crate::ui::screens::briefing::play;
use crate::ui::screens::briefing::preview;
use crate::ui::screens::{board, briefing, packs, records, station};
use crate::ui::theme::{self, Look, size, space};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, button, message};
use crate::ui::window_action::WindowAction;
use crate::ui::{Command, Model, Screen, ScreenCommand, faces, help, icons, time};

/// State of the ui between frames: scroll positions, text being typed. Nothing that must be kept.
#[derive(Default)]
pub struct Shell {
    /// Shared with the window on the room's screen.
    briefing: Arc<Mutex<briefing::BriefingState>>,
    left: draft::DraftState,
    play: play::PlayState,
    preview: preview::PreviewState,
    packs: packs::PacksState,
    records: records::RecordsState,
    station: station::StationState,
    /// The list of keys is open.
    keys_open: bool,
}

impl Shell {
    /// Loads fonts and applies the theme; once, before the first frame.
    #[must_use]
    pub fn new(ctx: &Context, look: Look) -> Self {
        theme::install_fonts(ctx);
        theme::apply(ctx, look);
        Self::default()
    }

    /// What the briefing's screens remember, for the window on the room's screen. Locked only
    /// while a window is painted, one after the other on one thread.
    #[must_use]
    pub fn briefing(&self) -> Arc<Mutex<briefing::BriefingState>> {
        Arc::clone(&self.briefing)
    }

    /// Paints the model and returns what was asked for.
    pub fn ui(&mut self, ui: &mut Ui, model: &Model) -> Vec<Command> {
        let mut commands = Vec::new();
        theme::fit(ui.ctx());
        let fills = matches!(model.screen, Screen::Briefing | Screen::Play);
        if fills || model.in_the_way.is_some() || model.checking.is_some() {
            self.keys_open = false;
        } else {
            help::take_keys(ui, &mut self.keys_open);
        }
        preview::show(ui, model, &mut self.preview, &mut commands);
        if !fills && top_bar(ui, model, &mut commands) {
            self.keys_open = true;
        }
        let frame = if fills {
            // These lay their own ground: one layer less to paint with every picture of a video.
            Frame::new()
        } else {
            Frame::new()
                .fill(theme::ground(ui.ctx()))
                .inner_margin(Margin::symmetric(24, 0))
        };
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if fills {
                self.screen(ui, model, &mut commands);
                return;
            }
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(space::L);
                notices(ui, model, &mut commands);
                self.screen(ui, model, &mut commands);
                ui.add_space(space::XL);
            });
        });
        draft_card::in_the_way(ui, model, &mut self.left, &mut commands);
        if let Some(checking) = &model.checking {
            checking::waiting(ui, checking, &mut commands);
        }
        help::show(ui, model, &mut self.keys_open);
        if button::take_key(ui, WindowAction::FullScreen) {
            commands.extend(WindowAction::FullScreen.command(model));
        }
        for command in &commands {
            if let Command::ShowStation(part) = command {
                self.station.show_part(*part);
            }
        }
        commands
    }

    fn screen(&mut self, ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
        match model.screen {
            Screen::Briefing => {
                let mut state = self.briefing.lock().unwrap_or_else(PoisonError::into_inner);
                briefing::show(ui, model, &mut state, commands);
            }
            Screen::Board => match &model.preview {
                // What keeps it from being shown stands in its place.
                Some(found) if !model.loaded => preview::list(ui, found),
                _ => board::show(ui, model, &mut self.left, commands),
            },
            Screen::Records => self.records_ui(ui, model, commands),
            Screen::Packs => self.packs_ui(ui, model, commands),
            Screen::Station => self.station_ui(ui, model, commands),
            Screen::Play => play::show(ui, model, &mut self.play, commands),
        }
    }
}

impl Shell {
    fn packs_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
        let mut asked = Vec::new();
        let today = model.now.local().date();
        packs::show(ui, &model.screens.packs, today, &mut self.packs, &mut asked);
        let asked = asked.into_iter().map(ScreenCommand::Packs);
        commands.extend(asked.map(Command::Screen));
    }

    fn records_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
        let mut asked = Vec::new();
        let today = model.now.local().date();
        let (shown, of) = (&model.screens.records, (&*model.station, &*model.packs));
        records::show(ui, shown, of, today, &mut self.records, &mut asked);
        let asked = asked.into_iter().map(ScreenCommand::Records);
        commands.extend(asked.map(Command::Screen));
    }

    fn station_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
        let facts = station::StationFacts {
            station: &model.station,
            packs: &model.packs,
            today: model.now.local().date(),
            data: model.data.as_ref(),
            settings: &model.settings,
            ready: &model.screens.ready,
            sound: &model.screens.sound,
            wall: &model.wall,
        };
        let shown = &model.screens.station;
        station::show(ui, shown, facts, &mut self.station, commands);
    }
}

fn notices(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    if model.station.demo {
        banner(
            ui,
            Tone::Info,
            "Demo: an example station with example officers. Nothing here is a real record.",
        );
    }
    for trouble in &model.troubles {
        message(ui, Tone::Problem, trouble, false);
    }
    checking::damaged(ui, &model.damaged, commands);
    if let Some(words) = &model.message
        && message(ui, Tone::Problem, words, true)
    {
        commands.push(Command::Dismiss);
    }
    let fonts = faces::notice(ui.ctx());
    if let Some(text) = &fonts {
        banner(ui, Tone::Warning, text);
    }
    let wrong = fonts.is_some() || !model.troubles.is_empty() || !model.damaged.is_empty();
    if model.station.demo || wrong || model.message.is_some() {
        ui.add_space(space::S);
    }
}

/// Returns whether the list of keys was asked for.
fn top_bar(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) -> bool {
    let mut keys = false;
    let t = theme::tokens(ui.ctx());
    let frame = Frame::new()
        .fill(t.surface)
        .stroke(Stroke::NONE)
        .inner_margin(Margin::symmetric(24, 8));
    Panel::top("bar")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                ui.text_label(RichText::new("Muster").font(theme::bold(size::HEADING)));
                ui.add_space(space::S);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    keys = menu(ui, model, commands);
                    // A preview has nothing to set up, and nothing that was recorded.
                    if model.preview.is_none() {
                        tabs(ui, model, commands);
                        readiness::show(ui, model, commands);
                    }
                    // Day and clock are never cut, however long the names are.
                    let local = model.now.local();
                    for text in [time::clock(local), time::day(local.date())] {
                        ui.text_label(RichText::new(text).color(t.muted));
                    }
                    let left = Layout::left_to_right(Align::Center);
                    ui.with_layout(left, |ui| {
                        let text = RichText::new(station_and_shift(model)).color(t.muted);
                        ui.add(Label::new(text).truncate());
                    });
                });
            });
        });
    keys
}

fn station_and_shift(model: &Model) -> String {
    let name = Some(model.station.name.as_str()).filter(|name| !name.is_empty());
    let shift = model.shift.as_ref().map(|now| now.shift.name.as_str());
    let parts: Vec<&str> = name.into_iter().chain(shift).collect();
    parts.join(" · ")
}

fn tabs(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    for action in WindowAction::TABS.map(WindowAction::Show) {
        let tab = Button::of(action).as_quiet();
        if ui.add(tab.chosen(action.is_chosen(model))).clicked() {
            commands.extend(action.command(model));
        }
    }
}

/// Returns whether the list of keys was asked for.
fn menu(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) -> bool {
    let mut keys = false;
    let response = button::icon_button(ui, icons::LIST, "Menu", None);
    eframe::egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(240.0);
        let mut item = |ui: &mut Ui, action: WindowAction, text: &str| {
            let item = Button::of(action).as_quiet().text(text).fill();
            if ui.add(item.chosen(action.is_chosen(model))).clicked() {
                commands.extend(action.command(model));
                keys |= action == WindowAction::Keys;
            }
        };
        for look in WindowAction::LOOKS.map(WindowAction::Look) {
            item(ui, look, look.text());
        }
        ui.separator();
        for action in WindowAction::MENU {
            let text = match action {
                WindowAction::FullScreen if model.full_screen => "Leave full screen",
                _ => action.text(),
            };
            item(ui, action, text);
        }
    });
    keys
}
