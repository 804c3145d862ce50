//! Whether this PC is ready for roll call, as one word in the top bar, and the button that leads to
//! what is missing (SCREENS 4.1).

use eframe::egui::{RichText, Ui};

use crate::library::PackState;
use crate::pack::PackId;
use crate::ui::screens::station::StationPart;
use crate::ui::theme::{self, size};
use crate::ui::widgets::Button;
use crate::ui::widgets::text::TextUi as _;
use crate::ui::{Command, Model, Screen, icons};

/// Where something that is missing can be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FixTarget {
    /// It stands below the bar.
    Below,
    Packs,
    Station(StationPart),
}

/// Obstacles to roll call, the most serious first.
fn missing(model: &Model) -> Vec<(&'static str, FixTarget)> {
    let mut missing = Vec::new();
    let mut lacks = |is_so: bool, words, target| missing.extend(is_so.then_some((words, target)));
    let broken = !model.troubles.is_empty() || !model.damaged.is_empty();
    lacks(broken, "see below", FixTarget::Below);
    lacks(
        model.clock_doubt,
        "the clock is in doubt",
        FixTarget::Station(StationPart::Pc),
    );
    let damaged = |id: &PackId| model.damaged.iter().any(|damaged| damaged.id == *id);
    let usable = model
        .packs
        .iter()
        .any(|pack| pack.state() != PackState::Blocked && !damaged(&pack.outline().id));
    let none = "no briefings";
    lacks(model.packs.is_empty(), none, FixTarget::Packs);
    let unusable = !model.packs.is_empty() && !usable;
    lacks(unusable, "no briefing can be used", FixTarget::Packs);
    let station = &model.station;
    let target = FixTarget::Station(StationPart::Shifts);
    lacks(station.shifts.is_empty(), "no shifts", target);
    let roster = FixTarget::Station(StationPart::Roster);
    let nobody = station.roster.is_empty();
    lacks(nobody, "nobody on the roster", roster);
    let on = model.shift.as_ref();
    let nobody_on =
        on.is_some_and(|on| station.officers_of(&on.shift.id, on.date).is_empty()) && !nobody;
    lacks(nobody_on, "nobody on this shift", roster);
    let rows = &model.board.rows;
    let unapproved = !rows.is_empty() && rows.iter().all(|row| !row.approved);
    let target = FixTarget::Station(StationPart::Approvals);
    lacks(unapproved, "nothing is approved", target);
    let target = FixTarget::Station(StationPart::Room);
    lacks(model.sound_works == Some(false), "no sound", target);
    missing
}

/// The state as one word, or the button that leads to what is missing.
pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    if !model.loaded {
        return;
    }
    let t = theme::tokens(ui.ctx());
    let missing = missing(model);
    let Some((first, target)) = missing.first() else {
        let (icon, text, color) = if model.sound_works.is_none() {
            (icons::CLOCK_BACK, "Looking at this PC…", t.muted)
        } else {
            (icons::CHECK_CIRCLE, "Ready for roll call", t.good)
        };
        ui.text_label(RichText::new(text).size(size::SMALL).color(color));
        ui.text_label(RichText::new(icon).color(color));
        return;
    };
    let more = match missing.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let spoken = format!("Not ready: {first}{more}");
    if *target == FixTarget::Below {
        ui.text_label(RichText::new(spoken).size(size::SMALL).color(t.warning));
        ui.text_label(RichText::new(icons::WARNING).color(t.warning));
        return;
    }
    // In short: the name of the shift beside it is not to be cut.
    let mut letters = first.chars();
    let mut text: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    text.push_str(letters.as_str());
    if missing.len() > 1 {
        text = format!("{text} +{}", missing.len() - 1);
    }
    let button = Button::quiet(&text).icon(icons::WARNING).spoken(&spoken);
    if ui.add(button).clicked() {
        commands.push(match target {
            FixTarget::Packs => Command::Show(Screen::Packs),
            FixTarget::Station(part) => Command::ShowStation(*part),
            FixTarget::Below => Command::Show(Screen::Board),
        });
    }
}
