//! Which monitor shows the briefing to the room (SCREENS 7.1).

use eframe::egui::{RichText, Ui};

use crate::platform::monitors::{Monitor, find};
use crate::ui::room::{Wall, WallChoice, WallCommand};
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
    if let WallChoice::Monitor(id) = choice
        && find(&wall.monitors, id).is_none()
    {
        let text = format!(
            "The chosen screen ({}) is not connected: the briefing is seen in Muster's window \
             until it is.",
            Monitor {
                id: id.clone(),
                name: id.socket.clone(),
                at: (0, 0),
            }
            .words()
        );
        let t = theme::tokens(ui.ctx());
        ui.add(Label::new(RichText::new(text).color(t.warning)).wrap());
    }
    if wall.monitors.len() < 2 {
        ui.text_label(small(ui, "Only one screen is connected now."));
    }
    if let Some(details) = &wall.sleepy {
        let text = format!(
            "This PC could not be asked to keep the screen on during a briefing ({details}). Set \
             its screen saver and energy saving to half an hour or more."
        );
        ui.add(Label::new(small(ui, text)).wrap());
    }
}

/// The same in one row before a briefing begins, where there is something to choose.
pub fn quick(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let (wall, choice) = (&model.wall, &model.settings.wall);
    if wall.monitors.len() < 2 {
        return;
    }
    let t = theme::tokens(ui.ctx());
    let shown = wall.wanted(choice);
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
}

fn is_chosen(wall: &Wall, choice: &WallChoice, monitor: &Monitor) -> bool {
    let WallChoice::Monitor(id) = choice else {
        return false;
    };
    let at = find(&wall.monitors, id);
    at.and_then(|at| wall.monitors.get(at)) == Some(monitor)
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
