//! Who is meant by a name or number that was typed, where several officers may be (RECORDS 7.13).

use eframe::egui::{RichText, Ui};
use jiff::civil::Date;

use crate::station::{Named, Officer, Station};
use crate::ui::theme;
use crate::ui::widgets::Button;
use crate::ui::widgets::text::Label;

/// What was chosen where several could be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The officer with this number.
    Officer(String),
    /// Somebody who is not on the roster.
    Nobody,
}

/// Whether a choice among several is still missing.
#[must_use]
pub fn is_open(station: &Station, typed: &str, on: Date, which: Option<&Which>) -> bool {
    which.is_none() && matches!(station.named(typed, on), Named::Several(_))
}

/// Asks which of several is meant; nothing where that is clear. Returns what was chosen anew.
pub fn which_ui(
    ui: &mut Ui,
    station: &Station,
    typed: &str,
    on: Date,
    which: Option<&Which>,
) -> Option<Which> {
    let Named::Several(officers) = station.named(typed, on) else {
        return None;
    };
    let t = theme::tokens(ui.ctx());
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        if which.is_none() {
            let text = format!("Which {}?", typed.trim());
            ui.add(Label::new(RichText::new(text).color(t.warning)).wrap());
        }
        for officer in officers {
            let this = Which::Officer(officer.id.clone());
            let name = name_with_id(officer, on);
            if ui
                .add(Button::new(&name).chosen(which == Some(&this)))
                .clicked()
            {
                chosen = Some(this);
            }
        }
        let nobody = Button::new("Somebody else").chosen(which == Some(&Which::Nobody));
        if ui.add(nobody).clicked() {
            chosen = Some(Which::Nobody);
        }
    });
    chosen
}

/// `Sergeant Example`; with the number where another on the roster has the same name.
#[must_use]
pub fn name_alone(station: &Station, officer: &Officer, on: Date) -> String {
    let mut same = station.roster.iter().filter(|o| o.name == officer.name);
    match (same.next(), same.next()) {
        (Some(_), Some(_)) => name_with_id(officer, on),
        _ => name(officer),
    }
}

fn name(officer: &Officer) -> String {
    if officer.rank.is_empty() || officer.name.starts_with(&officer.rank) {
        officer.name.clone()
    } else {
        format!("{} {}", officer.rank, officer.name)
    }
}

/// `Sergeant Example · 0417`, which distinguishes namesakes.
#[must_use]
pub fn name_with_id(officer: &Officer, on: Date) -> String {
    let name = name(officer);
    let active = if officer.is_active(on) {
        ""
    } else {
        " (not active)"
    };
    format!("{name} · {}{active}", officer.id)
}
