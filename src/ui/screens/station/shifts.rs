//! Shifts and their hours: a part of the Station screen.

use eframe::egui::Ui;
use jiff::civil::Time;

use crate::station::held::{parse_end, parse_start};
use crate::station::{HeldError, Shift, ShiftId};
use crate::ui::icons;
use crate::ui::screens::station::{StationCommand, StationFacts};
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};

/// What this part remembers between frames.
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
        ui.text_label(small(ui, format!("short name {}", shift.id.0)));
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

/// `7`, `7:00`, `0700` and `07:00` are all seven o'clock.
fn with_minutes(text: &str) -> String {
    let text = text.trim();
    match text.split_once(':') {
        Some(_) => text.to_owned(),
        None if text.len() == 4 && text.is_ascii() => {
            let (hour, minute) = text.split_at(2);
            format!("{hour}:{minute}")
        }
        None => format!("{text}:00"),
    }
}

/// A short name made of a name: `Day shift` becomes `day-shift`, with a number where it is taken.
fn short_name(name: &str, shifts: &[Shift]) -> Option<ShiftId> {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.trim_end_matches('-').chars().take(28).collect();
    let free = |id: &String| !shifts.iter().any(|shift| shift.id.0 == *id);
    if id.is_empty() {
        return None;
    }
    std::iter::once(id.clone())
        .chain((2..1_000).map(|number| format!("{id}-{number}")))
        .find(free)
        .map(ShiftId)
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
fn ready(form: &Form, shifts: &[Shift]) -> Result<Shift, &'static str> {
    let name = form.name.trim();
    if name.is_empty() {
        return Err("A name is needed.");
    }
    let id = match &form.was {
        Some(was) => was.id.clone(),
        None => short_name(name, shifts).ok_or("The name needs a letter or a digit.")?,
    };
    Ok(Shift {
        id,
        name: name.to_owned(),
        start: parse_start(&with_minutes(&form.start)).map_err(|error| match error {
            HeldError::TwentyFour => "A shift that starts at midnight starts at 00:00.",
            _ => "The start is needed, as 07:00.",
        })?,
        end: parse_end(&with_minutes(&form.end)).map_err(|_| "The end is needed, as 15:00.")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{hour, parse_end, parse_start, short_name, with_minutes};
    use crate::station::{Shift, ShiftId};
    use jiff::civil::time;

    #[test]
    fn hours_are_taken_as_people_write_them() {
        for text in ["7", "7:00", "0700", "07:00", " 07:00 "] {
            let time = parse_start(&with_minutes(text));
            assert_eq!(time.map(hour).as_deref(), Ok("07:00"), "{text}");
        }
        for text in ["", "25:00", "7:60", "seven", "07000", "é7a"] {
            assert!(parse_start(&with_minutes(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_ends_with_midnight_and_begins_with_it() {
        for text in ["24", "24:00", "2400"] {
            let text = with_minutes(text);
            assert_eq!(parse_end(&text).map(hour).as_deref(), Ok("00:00"));
            assert!(parse_start(&text).is_err());
        }
    }

    #[test]
    fn a_short_name_is_made_of_the_name_and_never_taken_twice() {
        let shift = Shift {
            id: ShiftId("day-shift".to_owned()),
            name: "Day shift".to_owned(),
            start: time(7, 0, 0, 0),
            end: time(15, 0, 0, 0),
        };
        let made = |name: &str, shifts: &[Shift]| short_name(name, shifts).map(|id| id.0);
        assert_eq!(made("Day shift", &[]).as_deref(), Some("day-shift"));
        assert_eq!(
            made(" Day  Shift!", &[shift]).as_deref(),
            Some("day-shift-2")
        );
        assert_eq!(made("???", &[]), None);
    }
}
