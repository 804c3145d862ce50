//! Which monitor shows the briefing to the room (SCREENS 7.1).

use eframe::egui::{RichText, Ui};

use crate::platform::monitors::{Found, Monitor, find};
use crate::ui::room::{Place, Wall, WallChoice, WallCommand};
use crate::ui::screens::station::StationFacts;
use crate::ui::theme;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{heading, small};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, Model, icons};

/// The part of the Station screen.
pub fn show(ui: &mut Ui, facts: StationFacts<'_>, commands: &mut Vec<Command>) {
    let (wall, choice) = (facts.wall, &facts.settings.wall);
    ui.text_label(heading("Wall screen"));
    ui.add(
        Label::new(
            "From its first step on, a briefing is shown to the room on this screen, and the \
             sergeant's notes and controls stay in Muster's window.",
        )
        .wrap(),
    );
    ui.horizontal_wrapped(|ui| {
        let automatic = "The screen without Muster's window";
        choose(ui, automatic, &WallChoice::Automatic, choice, commands);
        for monitor in &wall.monitors {
            let this = WallChoice::Monitor(monitor.id.clone());
            let chosen = is_chosen(wall, choice, monitor);
            option(ui, &monitor.words(), this, chosen, commands);
        }
        choose(
            ui,
            "None: one screen",
            &WallChoice::OneScreen,
            choice,
            commands,
        );
    });
    trouble_ui(ui, wall, &wall.place(choice));
    if wall.monitors.len() < 2 {
        let text = "Only one screen is connected now, or all of them show the same.";
        ui.text_label(small(ui, text));
    }
    if let Some(details) = &wall.sleepy {
        let text = format!(
            "This PC could not be asked to keep the screen on during a briefing ({details}). Set \
             its screen saver and energy saving to half an hour or more."
        );
        ui.add(Label::new(small(ui, text)).wrap());
    }
}

/// Why there is no wall, if there should be one. What can be done about it stands above.
fn trouble_ui(ui: &mut Ui, wall: &Wall, place: &Place) {
    if let Some(notice) = wall.notice_of(place) {
        let t = theme::tokens(ui.ctx());
        ui.add(Label::new(RichText::new(notice.text).color(t.warning)).wrap());
    }
}

/// The same in one row before a briefing begins, where there is something to choose.
pub fn quick(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let (wall, choice) = (&model.wall, &model.settings.wall);
    if wall.monitors.len() < 2 {
        return trouble_ui(ui, wall, &wall.place(choice));
    }
    let t = theme::tokens(ui.ctx());
    let place = wall.place(choice);
    let shown = match place {
        Place::On(n) => Some(n),
        _ => None,
    };
    ui.horizontal_wrapped(|ui| {
        ui.text_label(RichText::new(icons::MONITOR).size(20.0).color(t.muted));
        ui.text_label(RichText::new("The room sees it on").color(t.muted));
        for (n, monitor) in wall.monitors.iter().enumerate() {
            let this = WallChoice::Monitor(monitor.id.clone());
            option(ui, &monitor.words(), this, shown == Some(n), commands);
        }
        let one = "Muster's window only";
        option(ui, one, WallChoice::OneScreen, shown.is_none(), commands);
    });
    trouble_ui(ui, wall, &place);
}

fn is_chosen(wall: &Wall, choice: &WallChoice, monitor: &Monitor) -> bool {
    let WallChoice::Monitor(id) = choice else {
        return false;
    };
    let Found::One(at) = find(&wall.monitors, id) else {
        return false;
    };
    wall.monitors.get(at) == Some(monitor)
}

fn choose(
    ui: &mut Ui,
    text: &str,
    this: &WallChoice,
    choice: &WallChoice,
    commands: &mut Vec<Command>,
) {
    option(ui, text, this.clone(), this == choice, commands);
}

fn option(ui: &mut Ui, text: &str, this: WallChoice, chosen: bool, commands: &mut Vec<Command>) {
    if ui.add(Button::new(text).chosen(chosen)).clicked() {
        commands.push(Command::Wall(WallCommand::Choose(this)));
    }
}
