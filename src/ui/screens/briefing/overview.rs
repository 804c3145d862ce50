//! A briefing before it begins: what for, how long, which steps (SCREENS 6.1).

use eframe::egui::{RichText, Ui};

use crate::pack::ModuleOutline;
use crate::session::{Event, Session, Stage};
use crate::ui::screens::briefing::steps;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::{Tone, banner};
use crate::ui::widgets::copies::{self, CopiesState};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, Model, ScreenCommand, time};

/// Objectives, minutes, steps, and what the sergeant must know of this edition.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    copying: &mut CopiesState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let (module, manifest) = (session.module(), &session.plan().pack.manifest);
    warnings(ui, session);
    ui.add_space(space::S);
    ui.add(Label::new(RichText::new(&module.title).font(theme::bold(size::TITLE))).wrap());
    let mut facts = vec![
        format!("{} min", module.minutes),
        steps::contents(&ModuleOutline::of(module)),
        format!("version {}", manifest.version),
        format!("as of {}", time::full_day(manifest.as_of)),
    ];
    if let Some(variant) = &module.variant {
        facts.push(variant.label.clone());
    }
    ui.add(Label::new(RichText::new(facts.join(" · ")).color(t.muted)).wrap());
    ui.add(Label::new(for_whom(session)).wrap());
    ui.add_space(space::S);
    ui.add(Label::new(&module.summary).wrap());
    ui.add_space(space::L);
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        card(left, |ui| {
            heading(ui, "Afterwards your officers can");
            for objective in &module.objectives {
                ui.horizontal_top(|ui| {
                    ui.text_label(RichText::new("•").color(t.accent));
                    ui.add(Label::new(objective).wrap());
                });
            }
        });
        card(right, |ui| {
            heading(ui, "Steps");
            for (n, step) in session.outline().steps().iter().enumerate() {
                let (icon, name) = steps::step_name(module, *step, manifest.as_of);
                let text = format!("{}  {}", n + 1, steps::shorten(&name, 46));
                if ui.add(Button::quiet(&text).icon(icon)).clicked() {
                    commands.push(Command::Session(Event::GoTo(Stage::Step(n))));
                }
            }
        });
    });
    let files = copies::files_of(module);
    if !files.is_empty() {
        ui.add_space(space::L);
        card(ui, |ui| {
            heading(ui, "To take along");
            let mut asked = Vec::new();
            copies::copies_ui(ui, &model.screens.copies, &files, copying, &mut asked);
            let asked = asked.into_iter().map(ScreenCommand::Copies);
            commands.extend(asked.map(Command::Screen));
        });
    }
    if !manifest.disclaimer.is_empty() {
        ui.add_space(space::L);
        let disclaimer = RichText::new(&manifest.disclaimer).size(size::SMALL);
        ui.add(Label::new(disclaimer.color(t.muted)).wrap());
    }
}

/// "For Day shift, Tue 24 Nov · 14 officers".
fn for_whom(session: &Session) -> String {
    let shift = &session.plan().shift;
    let day = time::day(shift.date);
    if shift.name.is_empty() {
        return format!("For whoever is here, {day}: this station has no shifts");
    }
    let officers = time::count(shift.officers.len(), "officer");
    format!("For {}, {day} · {officers}", shift.name)
}

fn heading(ui: &mut Ui, text: &str) {
    ui.text_label(RichText::new(text).font(theme::bold(size::HEADING)));
    ui.add_space(space::S);
}

/// What the sergeant must know of this edition.
pub fn warnings(ui: &mut Ui, session: &Session) {
    let plan = session.plan();
    if plan.approval.is_empty() {
        banner(
            ui,
            Tone::Warning,
            "Not approved: nobody of your agency has recorded that this briefing is approved for \
             use. It can be played, and the record will say so.",
        );
    }
    if let (true, Some(day)) = (plan.review_overdue, plan.pack.manifest.review_by) {
        let text = format!(
            "Over its review date: its publisher wanted to look at it again by {}. Check that it \
             still holds.",
            time::full_day(day)
        );
        banner(ui, Tone::Warning, &text);
    }
}
