//! A briefing that was held on paper, typed in (SCREENS 10.10).

use std::collections::BTreeMap;

use eframe::egui::{ScrollArea, Ui};
use jiff::civil::Date;

use crate::library::InstalledPack;
use crate::pack::ModuleRef;
use crate::records::by_hand::Typed;
use crate::session::Delivery;
use crate::station::held::{check_day, parse_end, parse_start};
use crate::station::{HeldError, Repeated, ShiftId, Station};
use crate::ui::screens::briefing::delivery;
use crate::ui::screens::briefing::leader;
use crate::ui::theme::space;
use crate::ui::widgets::choice::choice_ui;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};

/// A briefing that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The module.
    pub module: ModuleRef,
    /// The shift's short name.
    pub shift: String,
    /// What was typed.
    pub typed: Typed,
}

/// The form as it is being filled in.
#[derive(Debug, Default)]
pub struct EnterForm {
    module: Option<ModuleRef>,
    shift: Option<String>,
    date: String,
    start: String,
    end: String,
    second: bool,
    delivery: Delivery,
    leader: String,
    which: Option<leader::Which>,
    /// Of the shift's officers who were marked: whether they were there.
    marks: BTreeMap<String, bool>,
    others: String,
    visitors: String,
    note: String,
    confirmed: bool,
}

impl EnterForm {
    /// An empty one for today.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            date: today.to_string(),
            ..Self::default()
        }
    }
}

/// The result of the form.
#[derive(Debug, PartialEq, Eq)]
pub enum Filled {
    /// It is to be recorded.
    Record(Box<Entry>),
    /// It is left.
    Left,
}

/// The form; `busy` while something is being recorded.
pub fn show(
    ui: &mut Ui,
    form: &mut EnterForm,
    station: &Station,
    packs: &[InstalledPack],
    (today, busy): (Date, bool),
) -> Option<Filled> {
    let mut filled = None;
    card(ui, |ui| {
        ui.text_label(heading("Enter a briefing from paper"));
        what_ui(ui, form, station, packs);
        if let Some(chosen) = delivery::choose_ui(ui, form.delivery) {
            form.delivery = chosen;
        }
        let date = form.date.trim().parse::<Date>();
        let on = date.clone().unwrap_or(today);
        leader_ui(ui, form, station, on);
        if date.is_ok_and(|date| check_day(date, today).is_err()) {
            ui.checkbox(
                &mut form.confirmed,
                "The date is right, though it lies before 1990 or is still to come",
            );
        } else {
            form.confirmed = false;
        }
        officers_ui(ui, form, station, on);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let others = "Others from the roster, by number";
            field(ui, others, &mut form.others, 260.0);
            field(ui, "Visitors, commas between", &mut form.visitors, 260.0);
            field(ui, "Note (may be empty)", &mut form.note, 300.0);
        });
        let ready = ready(form, station, today);
        ui.horizontal_wrapped(|ui| {
            let record = Button::primary("Record it").enabled(ready.is_ok() && !busy);
            if ui.add(record).clicked()
                && let Ok(entry) = &ready
            {
                filled = Some(Filled::Record(Box::new(entry.clone())));
            }
            if ui
                .add(Button::new("Leave it").spoken("Leave the form"))
                .clicked()
            {
                filled = Some(Filled::Left);
            }
            if let Err(missing) = &ready {
                ui.text_label(small(ui, missing));
            }
        });
    });
    filled
}

fn what_ui(ui: &mut Ui, form: &mut EnterForm, station: &Station, packs: &[InstalledPack]) {
    let modules: Vec<(ModuleRef, String)> = packs
        .iter()
        .flat_map(|pack| {
            let outline = pack.outline();
            outline.modules.iter().map(|module| {
                let name = ModuleRef {
                    pack: outline.id.clone(),
                    module: module.id.clone(),
                };
                (name, module.title.clone())
            })
        })
        .collect();
    let shifts = station.shifts.iter();
    let shifts: Vec<_> = shifts.map(|s| (s.id.to_string(), s.name.clone())).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let names = ("Which briefing", "Choose…");
        choice_ui(ui, names, 360.0, &mut form.module, &modules);
        let names = ("Which shift", "Choose…");
        choice_ui(ui, names, 160.0, &mut form.shift, &shifts);
        field(ui, "Date of the shift", &mut form.date, 150.0);
        field(
            ui,
            "Began at (empty: shift’s start)",
            &mut form.start,
            120.0,
        );
        field(ui, "Ended at (empty: as planned)", &mut form.end, 120.0);
    });
    if form.start.trim().is_empty() {
        form.second = false;
    } else {
        ui.checkbox(
            &mut form.second,
            "The clock showed that time twice, and it was the second",
        );
    }
}

fn leader_ui(ui: &mut Ui, form: &mut EnterForm, station: &Station, on: Date) {
    let name = match form.delivery {
        Delivery::SelfStudy => "Vouched for by, name or number",
        _ => "Led by, name or number",
    };
    if field(ui, name, &mut form.leader, 320.0).changed() {
        form.which = None;
    }
    let chosen = leader::which_ui(ui, station, &form.leader, on, form.which.as_ref());
    if chosen.is_some() {
        form.which = chosen;
    }
}

/// The shift's officers of that day, each present, absent, or unmarked.
fn officers_ui(ui: &mut Ui, form: &mut EnterForm, station: &Station, on: Date) {
    let Some(shift) = form.shift.clone() else {
        return;
    };
    let officers = station.officers_of(&ShiftId::as_recorded(&shift), on);
    ui.horizontal(|ui| {
        ui.text_label(strong("Who was there"));
        if !officers.is_empty() && ui.add(Button::new("All were there")).clicked() {
            let all = officers.iter().map(|o| (o.id.clone(), true));
            form.marks = all.collect();
        }
    });
    if officers.is_empty() {
        ui.add(Label::new("Nobody is on the roster of this shift on that day.").wrap());
        return;
    }
    ScrollArea::vertical()
        .id_salt("officers on paper")
        .max_height(280.0)
        .show(ui, |ui| {
            for officer in officers {
                ui.horizontal(|ui| {
                    let mark = form.marks.get(&officer.id).copied();
                    for (name, there) in [("Present", true), ("Absent", false)] {
                        let spoken = format!("{} {}: {name}", officer.name, officer.id);
                        let button = Button::new(name).spoken(&spoken);
                        if ui.add(button.chosen(mark == Some(there))).clicked() {
                            if mark == Some(there) {
                                form.marks.remove(&officer.id);
                            } else {
                                form.marks.insert(officer.id.clone(), there);
                            }
                        }
                    }
                    ui.text_label(leader::name_with_id(officer, on));
                });
            }
        });
}

/// The briefing that the form describes, or what is missing.
fn ready(form: &EnterForm, station: &Station, today: Date) -> Result<Entry, String> {
    let missing = |text: &str| text.to_owned();
    let module = form.module.clone().ok_or(missing("Choose a briefing."))?;
    let shift = form.shift.clone().ok_or(missing("Choose a shift."))?;
    let date = form.date.trim().parse::<Date>();
    let date = date.map_err(|_| missing("Write the date as 2026-11-30."))?;
    if !form.confirmed {
        check_day(date, today).map_err(|error| match error {
            HeldError::Old { .. } => missing("The date is before 1990: is the year right?"),
            _ => missing("The date is still to come: is it right?"),
        })?;
    }
    let start = match form.start.trim() {
        "" => None,
        text => Some(parse_start(text).map_err(|_| missing("Write when it began as 06:55."))?),
    };
    let end = match form.end.trim() {
        "" => None,
        text => Some(parse_end(text).map_err(|_| missing("Write when it ended as 07:10."))?),
    };
    if form.leader.trim().is_empty() {
        return Err(missing("Say who led it."));
    }
    if leader::is_open(station, &form.leader, date, form.which.as_ref()) {
        return Err(missing("Say which of the officers led it."));
    }
    let own = station.officers_of(&ShiftId::as_recorded(&shift), date);
    let marked = |there: bool| -> Vec<String> {
        let ids = own.iter().map(|officer| &officer.id);
        ids.filter(|id| form.marks.get(*id) == Some(&there))
            .cloned()
            .collect()
    };
    let mut present = marked(true);
    present.extend(words(&form.others));
    Ok(Entry {
        module,
        shift,
        typed: Typed {
            date,
            start,
            which: form.second.then_some(Repeated::Second),
            end,
            minutes: None,
            delivery: form.delivery,
            on_duty: None,
            version: None,
            leader: form.leader.trim().to_owned(),
            leader_id: form.which.as_ref().map(|which| match which {
                leader::Which::Officer(id) => id.clone(),
                leader::Which::Nobody => String::new(),
            }),
            present,
            absent: marked(false),
            visitors: words(&form.visitors),
            note: form.note.trim().to_owned(),
            confirmed: form.confirmed,
        },
    })
}

/// The parts between commas.
fn words(text: &str) -> Vec<String> {
    let words = text.split(',').map(str::trim);
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
