//! Which briefings the agency has approved for use: a part of the Station screen.

use eframe::egui::Ui;
use jiff::tz::TimeZone;

use crate::pack::ModuleRef;
use crate::station::Approval;
use crate::ui::screens::station::{StationCommand, StationFacts};
use crate::ui::theme::{self, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{icons, time};

/// State of this part between frames.
#[derive(Debug, Default)]
pub struct ApprovalsState {
    /// The module whose form is open.
    open: Option<ModuleRef>,
    /// Its approval as it stood then.
    shown: Option<Approval>,
    by: String,
    note: String,
}

/// This part.
pub fn show(
    ui: &mut Ui,
    facts: StationFacts<'_>,
    state: &mut ApprovalsState,
    commands: &mut Vec<StationCommand>,
) {
    ui.text_label(heading("Approved for use"));
    ui.add(
        Label::new(small(
            ui,
            "A briefing is due only after somebody of the agency has approved it. Before that it \
             can be looked through and played, and the screen says that it is not approved.",
        ))
        .wrap(),
    );
    let modules = facts.modules();
    if modules.is_empty() {
        ui.text_label("No briefing is installed yet.");
    }
    for (module, title) in &modules {
        ui.separator();
        let approval = facts.station.approval(module);
        module_ui(ui, module, title, approval, state);
        if state.open.as_ref() == Some(module) {
            form_ui(ui, (module, title), facts, state, commands);
        }
    }
}

fn module_ui(
    ui: &mut Ui,
    module: &ModuleRef,
    title: &str,
    approval: Option<&Approval>,
    state: &mut ApprovalsState,
) {
    let t = theme::tokens(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        match approval {
            Some(_) => ui.colored_label(t.good, icons::CHECK_CIRCLE),
            None => ui.colored_label(t.warning, icons::WARNING),
        };
        ui.text_label(strong(title));
        ui.text_label(match approval {
            Some(approval) => {
                let day = approval.at.to_zoned_datetime(TimeZone::system()).date();
                format!("Approved by {}, {}", approval.by, time::full_day(day))
            }
            None => "Not approved".to_owned(),
        });
        if state.open.as_ref() != Some(module) {
            let words = match approval {
                Some(_) => "Withdraw…",
                None => "Approve…",
            };
            let spoken = format!("{} {title}", words.trim_end_matches('…'));
            if ui.add(Button::quiet(words).spoken(&spoken)).clicked() {
                state.open = Some(module.clone());
                state.shown = approval.cloned();
                state.note.clear();
            }
        }
    });
    if let Some(approval) = approval.filter(|approval| !approval.note.is_empty()) {
        ui.add(Label::new(small(ui, &approval.note)).wrap());
    }
}

fn form_ui(
    ui: &mut Ui,
    (module, title): (&ModuleRef, &str),
    facts: StationFacts<'_>,
    state: &mut ApprovalsState,
    commands: &mut Vec<StationCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        field(
            ui,
            "Your name, as it is to stand there",
            &mut state.by,
            320.0,
        );
        field(ui, "Note (may be empty)", &mut state.note, 420.0);
    });
    // As it stood when the form was opened.
    let shown = state.shown.clone();
    let approved = shown.is_some();
    let given = !state.by.trim().is_empty();
    ui.horizontal(|ui| {
        let words = if approved {
            "Withdraw the approval"
        } else {
            "Approve for use"
        };
        let spoken = format!("{words}: {title}");
        let act = Button::primary(words).spoken(&spoken).enabled(given);
        if ui.add(act).clicked() {
            let (module, by) = (module.clone(), state.by.trim().to_owned());
            let note = state.note.trim().to_owned();
            commands.push(if approved {
                StationCommand::Withdraw {
                    module,
                    shown,
                    by,
                    note,
                }
            } else {
                let sha256 = facts.sha256_of(&module.pack);
                StationCommand::Approve {
                    module,
                    sha256,
                    shown,
                    by,
                    note,
                }
            });
            state.open = None;
        }
        if ui.add(Button::new("Leave it")).clicked() {
            state.open = None;
        }
        if !given {
            ui.text_label(small(ui, "A name is needed."));
        }
    });
}
