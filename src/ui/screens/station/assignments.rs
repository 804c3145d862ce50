//! Which briefing is for whom, by when, how often: a part of the Station screen.

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::pack::ModuleRef;
use crate::station::held::check_planned_day;
use crate::station::{Assignment, Rank, ShiftId, Squad, Station};
use crate::ui::screens::station::{StationCommand, StationFacts, in_a_line};
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{icons, time};

/// State of this part between frames.
#[derive(Debug, Default)]
pub struct AssignmentsState {
    form: Option<Form>,
}

/// An assignment as it is being typed.
#[derive(Debug, Default)]
struct Form {
    module: Option<ModuleRef>,
    shifts: Vec<ShiftId>,
    squads: String,
    ranks: String,
    due: String,
    every: String,
}

/// This part.
pub fn show(
    ui: &mut Ui,
    facts: StationFacts<'_>,
    state: &mut AssignmentsState,
    commands: &mut Vec<StationCommand>,
) {
    let station = facts.station;
    let modules = facts.modules();
    ui.text_label(heading("Assignments"));
    if station.assignments.is_empty() {
        ui.add(
            Label::new(
                "None: every briefing for front-line officers whose variant fits this station is \
                 for every shift, once.",
            )
            .wrap(),
        );
    }
    for assignment in &station.assignments {
        ui.separator();
        let title = title_of(&modules, &assignment.module);
        ui.horizontal_wrapped(|ui| {
            ui.text_label(strong(&title));
            ui.text_label(words(station, assignment));
            let spoken = format!("Take back assignment of {title}");
            if ui.add(Button::quiet("Take back").spoken(&spoken)).clicked() {
                commands.push(StationCommand::Unassign(assignment.clone()));
            }
        });
    }
    ui.separator();
    if let Some(form) = &mut state.form {
        if form_ui(ui, form, facts, &modules, commands) {
            state.form = None;
        }
    } else if modules.is_empty() {
        ui.text_label("No briefing is installed yet.");
    } else if ui
        .add(Button::new("Assign a briefing…").icon(icons::PLUS))
        .clicked()
    {
        state.form = Some(Form::default());
    }
}

fn title_of(modules: &[(ModuleRef, String)], module: &ModuleRef) -> String {
    let known = modules.iter().find(|(name, _)| name == module);
    known.map_or_else(|| module.to_string(), |(_, title)| title.clone())
}

/// `for Day shift, by 30 Nov 2026, again every 365 days`.
fn words(station: &Station, assignment: &Assignment) -> String {
    let mut parts = Vec::new();
    if assignment.shifts.is_empty() {
        parts.push("for every shift".to_owned());
    } else {
        let names: Vec<&str> = assignment
            .shifts
            .iter()
            .map(|id| {
                let shift = station.shifts.iter().find(|shift| shift.id == *id);
                shift.map_or(id.as_str(), |shift| shift.name.as_str())
            })
            .collect();
        parts.push(format!("for {}", names.join(" and ")));
    }
    let squads: Vec<&str> = assignment.squads.iter().map(Squad::as_str).collect();
    let ranks: Vec<&str> = assignment.ranks.iter().map(Rank::as_str).collect();
    for (what, names) in [("squad", squads), ("rank", ranks)] {
        if !names.is_empty() {
            parts.push(format!("{what} {}", names.join(" or ")));
        }
    }
    if let Some(due) = assignment.due {
        parts.push(format!("by {}", time::full_day(due)));
    }
    if let Some(days) = assignment.every_days {
        parts.push(format!("again every {days} days"));
    }
    parts.join(", ")
}

/// The form; returns whether it is done with.
fn form_ui(
    ui: &mut Ui,
    form: &mut Form,
    facts: StationFacts<'_>,
    modules: &[(ModuleRef, String)],
    commands: &mut Vec<StationCommand>,
) -> bool {
    let station = facts.station;
    ui.text_label(small(ui, "Which briefing?"));
    ui.horizontal_wrapped(|ui| {
        for (module, title) in modules {
            let chosen = form.module.as_ref() == Some(module);
            if ui.add(Button::new(title).chosen(chosen)).clicked() {
                form.module = Some(module.clone());
            }
        }
    });
    ui.text_label(small(ui, "For which shifts? None chosen: for every shift."));
    ui.horizontal_wrapped(|ui| {
        for shift in &station.shifts {
            let chosen = form.shifts.contains(&shift.id);
            if ui.add(Button::new(&shift.name).chosen(chosen)).clicked() {
                if chosen {
                    form.shifts.retain(|id| *id != shift.id);
                } else {
                    form.shifts.push(shift.id.clone());
                }
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        field(
            ui,
            "Due by, as 2026-11-30 (may be empty)",
            &mut form.due,
            300.0,
        );
        field(
            ui,
            "Again every so many days (empty: once)",
            &mut form.every,
            300.0,
        );
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        field(
            ui,
            "Squads only, with commas between (empty: all)",
            &mut form.squads,
            300.0,
        );
        field(
            ui,
            "Ranks only, with commas between (empty: all)",
            &mut form.ranks,
            300.0,
        );
    });
    let ready = ready(form, station, facts.today);
    let mut done = false;
    ui.horizontal(|ui| {
        let assign = Button::primary("Assign it").enabled(ready.is_ok());
        if ui.add(assign).clicked()
            && let Ok(assignment) = &ready
        {
            commands.push(StationCommand::Assign(assignment.clone()));
            done = true;
        }
        if ui.add(Button::new("Leave it")).clicked() {
            done = true;
        }
        if let Err(missing) = &ready {
            ui.text_label(small(ui, missing));
        }
    });
    done
}

/// The assignment that the form describes, or what is missing.
fn ready(form: &Form, station: &Station, today: Date) -> Result<Assignment, String> {
    let module = form
        .module
        .clone()
        .ok_or_else(|| "Choose a briefing.".to_owned())?;
    let due: Option<Date> = match form.due.trim() {
        "" => None,
        text => {
            let date = text.parse();
            Some(date.map_err(|_| "Write the date as 2026-11-30.".to_owned())?)
        }
    };
    if due.is_some_and(|due| check_planned_day(due, today).is_err()) {
        let words = "Check the year: nothing is due before 1990 or more than ten years ahead.";
        return Err(words.to_owned());
    }
    let every_days = match form.every.trim() {
        "" => None,
        text => match text.parse() {
            Ok(days @ 1..=36_500) => Some(days),
            _ => return Err("Write the days as a number, for example 365.".to_owned()),
        },
    };
    // In the station's order, as they are kept, whichever was pressed first.
    let in_order = station.shifts.iter().map(|shift| shift.id.clone());
    let assignment = Assignment {
        module,
        shifts: in_order.filter(|id| form.shifts.contains(id)).collect(),
        squads: Squad::list(&form.squads).map_err(|e| in_a_line(&e))?,
        ranks: Rank::list(&form.ranks).map_err(|e| in_a_line(&e))?,
        due,
        every_days,
    };
    if station.assignments.contains(&assignment) {
        return Err("It is assigned so already.".to_owned());
    }
    Ok(assignment)
}

#[cfg(test)]
mod tests {
    use super::{Form, ready, words};
    use crate::station::{Shift, ShiftId, Station};
    use jiff::civil::{Date, date, time};

    const TODAY: Date = date(2026, 11, 24);

    fn station() -> Station {
        let shift = |id: &str, name: &str| Shift {
            id: ShiftId::as_recorded(id),
            name: name.to_owned(),
            start: time(7, 0, 0, 0),
            end: time(15, 0, 0, 0),
        };
        Station {
            shifts: vec![shift("day", "Day"), shift("swing", "Swing")],
            ..Station::default()
        }
    }

    #[test]
    fn a_form_becomes_an_assignment() {
        let form = Form {
            module: Some("example.pack/detainer".parse().unwrap()),
            shifts: vec![ShiftId::as_recorded("swing"), ShiftId::as_recorded("day")],
            squads: "B, Gate A".to_owned(),
            ranks: "Senior Officer".to_owned(),
            due: "2026-11-30".to_owned(),
            every: "365".to_owned(),
        };
        let assignment = ready(&form, &station(), TODAY).unwrap();
        assert_eq!(
            words(&station(), &assignment),
            "for Day and Swing, squad B or Gate A, rank Senior Officer, by 30 Nov 2026, again every 365 days"
        );
    }

    // RECORDS 10.4.
    #[test]
    fn a_year_that_is_a_typing_error_is_refused() {
        let mut form = Form {
            module: Some("example.pack/detainer".parse().unwrap()),
            ..Form::default()
        };
        for due in ["0026-11-30", "2062-11-30"] {
            due.clone_into(&mut form.due);
            assert!(ready(&form, &station(), TODAY).is_err(), "{due}");
        }
    }

    #[test]
    fn missing_parts_are_reported() {
        let mut form = Form::default();
        assert_eq!(
            ready(&form, &station(), TODAY),
            Err("Choose a briefing.".to_owned())
        );
        form.module = Some("example.pack/detainer".parse().unwrap());
        form.due = "30 Nov".to_owned();
        assert_eq!(
            ready(&form, &station(), TODAY),
            Err("Write the date as 2026-11-30.".to_owned())
        );
    }
}
