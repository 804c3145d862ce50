//! Shifts and their hours: a part of the Station screen.

use eframe::egui::Ui;
use jiff::civil::Time;

use crate::station::{Shift, ShiftId};
use crate::ui::icons;
use crate::ui::screens::station::{StationCommand, StationFacts, in_a_line};
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};

/// State of this part between frames.
#[derive(Debug, Default)]
pub struct ShiftsState {
    form: Option<Form>,
    /// As it was shown.
    removing: Option<Shift>,
}

/// A shift as it is being typed.
#[derive(Debug, Default)]
struct Form {
    /// Set where a shift is changed: its short name stands in records and stays.
    was: Option<Shift>,
    name: String,
    start: String,
    end: String,
}

/// This part.
pub fn show(
    ui: &mut Ui,
    facts: StationFacts<'_>,
    state: &mut ShiftsState,
    commands: &mut Vec<StationCommand>,
) {
    let shifts = &facts.station.shifts;
    ui.text_label(heading("Shifts"));
    if shifts.is_empty() {
        ui.text_label("No shift yet. The clock chooses the shift for which the board stands.");
    }
    for shift in shifts {
        ui.separator();
        shift_ui(ui, shift, state, commands);
    }
    ui.separator();
    if let Some(form) = &mut state.form {
        if form_ui(ui, form, shifts, commands) {
            state.form = None;
        }
    } else if ui
        .add(Button::new("Add a shift…").icon(icons::PLUS))
        .clicked()
    {
        state.form = Some(Form::default());
    }
}

fn shift_ui(
    ui: &mut Ui,
    shift: &Shift,
    state: &mut ShiftsState,
    commands: &mut Vec<StationCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(strong(&shift.name));
        let overnight = if shift.end <= shift.start {
            " the next day"
        } else {
            ""
        };
        let hours = format!("{} to {}{overnight}", hour(shift.start), hour(shift.end));
        ui.text_label(hours);
        ui.text_label(small(ui, format!("short name {}", shift.id)));
        let spoken = format!("Change {}", shift.name);
        let change = Button::quiet("Change…").spoken(&spoken);
        if ui.add(change.icon(icons::PENCIL_SIMPLE)).clicked() {
            state.form = Some(Form {
                was: Some(shift.clone()),
                name: shift.name.clone(),
                start: hour(shift.start),
                end: hour(shift.end),
            });
        }
        let spoken = format!("Remove {}", shift.name);
        if ui.add(Button::quiet("Remove…").spoken(&spoken)).clicked() {
            state.removing = Some(shift.clone());
        }
    });
    if state.removing.as_ref() == Some(shift) {
        ui.add(
            Label::new(
                "It leaves the board. What was recorded for it stays, and so do its officers.",
            )
            .wrap(),
        );
        ui.horizontal(|ui| {
            if ui.add(Button::primary("Remove this shift")).clicked() {
                commands.push(StationCommand::RemoveShift(shift.clone()));
                state.removing = None;
            }
            if ui.add(Button::new("Keep it")).clicked() {
                state.removing = None;
            }
        });
    }
}

fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// The form; returns whether it is done with.
fn form_ui(
    ui: &mut Ui,
    form: &mut Form,
    shifts: &[Shift],
    commands: &mut Vec<StationCommand>,
) -> bool {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        field(ui, "Name, for example Day shift", &mut form.name, 300.0);
        field(ui, "Starts at, for example 07:00", &mut form.start, 220.0);
        field(ui, "Ends at, for example 15:00", &mut form.end, 220.0);
    });
    let ready = ready(form, shifts);
    let mut done = false;
    ui.horizontal(|ui| {
        let save = Button::primary("Save this shift").enabled(ready.is_ok());
        if ui.add(save).clicked()
            && let Ok(shift) = &ready
        {
            commands.push(StationCommand::SaveShift {
                was: form.was.clone(),
                wanted: shift.clone(),
            });
            done = true;
        }
        if ui.add(Button::new("Leave it")).clicked() {
            done = true;
        }
        if let Err(missing) = ready {
            ui.text_label(small(ui, missing));
        }
    });
    done
}

/// The shift that the form describes, or what is missing.
fn ready(form: &Form, shifts: &[Shift]) -> Result<Shift, String> {
    let id = match &form.was {
        Some(was) => was.id.clone(),
        None if form.name.trim().is_empty() => return Err("A name is needed.".to_owned()),
        None => {
            let taken: Vec<&ShiftId> = shifts.iter().map(|shift| &shift.id).collect();
            ShiftId::made_of(&form.name, &taken)
                .ok_or_else(|| "The name needs a letter or a digit.".to_owned())?
        }
    };
    let shift = Shift::of_typed(id, &form.name, &form.start, &form.end);
    shift.map_err(|error| in_a_line(&error))
}
