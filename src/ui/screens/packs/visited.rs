//! A whole visit: the button that does it, and what came of it (SCREENS 10.4).

use std::path::Path;

use eframe::egui::{RichText, Ui};

use crate::station::Consent;
use crate::ui::action::Action as _;
use crate::ui::screens::packs::action::{lists_to_apply, packs_to_install};
use crate::ui::screens::packs::{
    Ending, PacksAction, PacksCommand, PacksModel, Stick, Visited, row_problem, row_words,
};
use crate::ui::screens::station::ready::not_ok_ui;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::button::take_key;
use crate::ui::widgets::forms::{heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, card};
use crate::ui::{icons, time};
use crate::words::ready::LineState;
use crate::words::shown_path;

/// The most successes that are listed.
const MAX_ROWS: usize = 12;
/// How many files a visit writes.
const FILES_PER_VISIT: usize = 3;

/// The one button.
pub(super) fn button_ui(
    ui: &mut Ui,
    model: &PacksModel,
    stick: &Stick,
    commands: &mut Vec<PacksCommand>,
) {
    if !stick.whole || stick.folder.is_none() {
        return;
    }
    if model.job.is_some() || model.visiting {
        return;
    }
    let changes =
        packs_to_install(stick).next().is_some() || lists_to_apply(stick).next().is_some();
    let action = PacksAction::Visit;
    let words = if model.read_only.is_some() && changes {
        "Do the whole visit as administrator…"
    } else {
        action.text()
    };
    let pressed = ui.add(Button::of(action).text(words)).clicked();
    if pressed || take_key(ui, action) {
        commands.extend(action.command(Some(stick)));
    }
    let what = "Takes everything in, checks whether this PC is ready for roll call, and leaves on \
                the stick: the audit log, the result of the check, and a receipt.";
    ui.add(Label::new(small(ui, what)).wrap());
}

/// The result; shown until it is closed.
pub(super) fn summary_ui(ui: &mut Ui, visited: &Visited, commands: &mut Vec<PacksCommand>) {
    let t = theme::tokens(ui.ctx());
    let (tone, headline) = headline(visited);
    card(ui, |ui| {
        ui.horizontal(|ui| {
            let icon = RichText::new(tone.icon()).size(size::HEADING);
            ui.text_label(icon.color(tone.color(&t)));
            ui.text_label(heading(headline));
            ui.add_space(space::L);
            if ui.add(Button::new("Close summary")).clicked() {
                commands.push(PacksCommand::CloseSummary);
            }
        });
        if let Some((tone, words)) = stick_words(visited) {
            ui.horizontal(|ui| {
                let icon = RichText::new(icons::USB).size(size::HEADING);
                ui.text_label(icon.color(tone.color(&t)));
                ui.text_label(strong(words));
            });
        }
        for words in &visited.failed {
            row_problem(ui, words);
        }
        came_in_ui(ui, visited);
        went_out_ui(ui, visited);
        settings_ui(ui, visited, commands);
        for misplaced in &visited.misplaced {
            row_words(ui, Tone::Warning, &misplaced.message, &misplaced.advice);
        }
        for remark in &visited.remarks {
            row_words(ui, Tone::Warning, remark, "");
        }
        if !visited.check.is_empty() {
            ui.add_space(space::S);
            ui.text_label(strong("Is this PC ready?"));
            not_ok_ui(ui, &visited.check, &visited.ready);
        }
    });
    ui.add_space(space::S);
}

fn headline(visited: &Visited) -> (Tone, &'static str) {
    let rows = visited.lists.iter().chain(&visited.packs);
    let refused = rows.filter(|row| row.result.is_err()).count() + visited.failed.len();
    match visited.ending {
        Ending::Cancelled => (Tone::Warning, "The visit was stopped"),
        Ending::Pulled => (Tone::Problem, "The stick was pulled out during the visit"),
        Ending::Done if visited.files.len() < FILES_PER_VISIT => {
            (Tone::Problem, "The visit is not whole: see below")
        }
        Ending::Done if refused > 0 => (Tone::Warning, "The visit is done, but for what is below"),
        Ending::Done
            if visited
                .check
                .iter()
                .any(|line| line.missing || line.state == LineState::Problem) =>
        {
            let words = "The visit is done, but this PC is not ready: see below";
            (Tone::Warning, words)
        }
        Ending::Done => (Tone::Good, "The visit is done"),
    }
}

/// What to do with the stick now.
fn stick_words(visited: &Visited) -> Option<(Tone, &'static str)> {
    match visited.ending {
        Ending::Pulled => Some((
            Tone::Warning,
            "What came in stays in. Put the stick in again, and do the visit again.",
        )),
        _ if visited.removable => Some((Tone::Good, "You may pull the stick now.")),
        _ => None,
    }
}

fn came_in_ui(ui: &mut Ui, visited: &Visited) {
    ui.add_space(space::S);
    ui.text_label(strong("On this PC"));
    let rows = || visited.lists.iter().chain(&visited.packs);
    for words in rows().filter_map(|row| row.result.as_ref().err()) {
        row_problem(ui, words);
    }
    let good: Vec<_> = rows().filter(|row| row.result.is_ok()).collect();
    for row in good.iter().take(MAX_ROWS) {
        let words = row.result.as_deref().unwrap_or_default();
        row_words(ui, Tone::Good, &format!("{}: {words}", row.title), "");
    }
    let more = good.len().saturating_sub(MAX_ROWS);
    if more > 0 {
        ui.text_label(format!("and {more} more"));
    }
    if rows().next().is_none() {
        row_words(ui, Tone::Info, "Nothing came in.", "");
    }
}

/// Nobody signed these: they are shown first, and taken in by a button of their own.
fn settings_ui(ui: &mut Ui, visited: &Visited, commands: &mut Vec<PacksCommand>) {
    if visited.settings.is_empty() {
        return;
    }
    ui.add_space(space::S);
    for block in &visited.settings {
        ui.add(Label::new(block.trim_end()).wrap());
    }
    let Some(consent) = visited.asks.filter(|_| visited.ending == Ending::Done) else {
        return;
    };
    let (words, button) = if consent == Consent::MassChanges {
        (
            "Nobody signed this, and it would change many officers at once, so nothing of it was \
             taken in. Look at each line above. If it is right, do the visit again with it; the \
             audit log will say so.",
            "All these changes are right: visit again and take them in",
        )
    } else {
        (
            "Nobody signed this, so nothing of it was taken in. If it is right, do the visit again \
             with it; the audit log will say so.",
            "It is right: visit again and take it in",
        )
    };
    row_words(ui, Tone::Warning, words, "");
    if ui.add(Button::new(button)).clicked() {
        commands.push(PacksCommand::Visit {
            folder: visited.stick.clone(),
            consent,
            shown: visited.settings.clone(),
        });
    }
}

fn went_out_ui(ui: &mut Ui, visited: &Visited) {
    ui.add_space(space::S);
    ui.text_label(strong("On the stick"));
    if visited.files.is_empty() {
        row_words(ui, Tone::Warning, "Nothing was written to the stick.", "");
    }
    for file in &visited.files {
        let place = file.strip_prefix(&visited.stick).unwrap_or(file);
        let words = format!("{}: {}", kind(file), shown_path(place));
        row_words(ui, Tone::Good, &words, "");
    }
    let none = "The records could not be read: no head is carried away.";
    match &visited.head {
        Some((count, head)) if !visited.files.is_empty() => {
            let words = format!(
                "Head of the chain of {}: {head}",
                time::count(usize::try_from(*count).unwrap_or(usize::MAX), "record")
            );
            ui.add(Label::new(small(ui, words)).wrap());
            ui.add(Label::new(small(ui, &*visited.signature)).wrap());
        }
        None if visited.files.len() == FILES_PER_VISIT => row_words(ui, Tone::Warning, none, ""),
        _ => {}
    }
}

/// What a file of the visit is, by the end of its name.
fn kind(file: &Path) -> &'static str {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let kinds = [
        ("audit.csv", "Audit log"),
        ("doctor.json", "Result of the check"),
        ("head.json", "Head of the records"),
        ("head.json.minisig", "Signature over the head"),
        ("log.txt", "Log"),
        ("receipt.pdf", "Receipt"),
    ];
    let mut kinds = kinds.iter();
    kinds
        .find(|(end, _)| name.ends_with(end))
        .map_or("File", |(_, kind)| kind)
}
