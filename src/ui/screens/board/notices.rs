//! Notices of the board about packs: that a stick with packs was plugged in, and that some packs
//! must not be played (SCREENS 5.5).

use std::path::PathBuf;

use eframe::egui::Ui;

use crate::library::{InstalledPack, PackState};
use crate::station::DataFolder;
use crate::ui::screens::packs;
use crate::ui::theme::space;
use crate::ui::widgets::forms::{small, strong};
use crate::ui::widgets::text::Label;
use crate::ui::widgets::{Button, Tone, card, message};
use crate::ui::{Command, Model, Screen, icons, time};
use crate::words::{InWords, Words, shown, shown_path};

/// The most titles that are named.
const MAX_TITLES: usize = 4;

/// Packs on this PC that were revoked.
pub(super) fn revoked_ui(ui: &mut Ui, model: &Model) {
    let revoked: Vec<&InstalledPack> = model
        .packs
        .iter()
        .filter(|pack| pack.state() == PackState::Blocked)
        .collect();
    let words = match revoked.as_slice() {
        [] => return,
        [only] => {
            let title = &only.outline().title;
            let why = only.refusal(only.revocation()).in_words("It");
            Words::new(
                why.code,
                format!("“{title}” was revoked and must not be played."),
                "Nothing of it is shown. IT installs what takes its place.",
            )
            .details(why.headline)
        }
        [first, ..] => {
            let titles = revoked.iter().map(|pack| pack.outline().title.as_str());
            let titles: Vec<_> = titles.take(MAX_TITLES).collect();
            let more = revoked.len() - titles.len();
            let mut titles = titles.join(", ");
            if more > 0 {
                titles = format!("{titles} and {more} more");
            }
            Words::new(
                first.refusal(first.revocation()).in_words("").code,
                format!(
                    "{} packs were revoked and must not be played: {titles}.",
                    revoked.len()
                ),
                "Nothing of them is shown. IT installs what takes their place.",
            )
        }
    };
    message(ui, Tone::Problem, &words, false);
    ui.add_space(space::M);
}

/// Records that were kept where nobody sees them, and can be brought in (RECORDS 2.11).
pub(super) fn astray_ui(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let files = model.data.as_ref().map(DataFolder::astray_records);
    astray_files_ui(ui, files.unwrap_or_default(), commands);
}

fn astray_files_ui(ui: &mut Ui, files: &[PathBuf], commands: &mut Vec<Command>) {
    let Some(first) = files.first() else { return };
    card(ui, |ui| {
        let more = match files.len() {
            1 => String::new(),
            count => format!(" and {} more", time::count(count - 1, "file")),
        };
        let words = format!(
            "Briefings were recorded in {}{more}, where nobody else sees them.",
            shown_path(first)
        );
        ui.add(Label::new(strong(&words)).wrap());
        let text = "Bring them in if they are this station's: each is marked as brought in.";
        ui.add(Label::new(small(ui, text)).wrap());
        if ui.add(Button::new("Bring them in")).clicked() {
            commands.push(Command::BringIn);
        }
    });
    ui.add_space(space::M);
}

/// A stick that holds something for this PC.
pub(super) fn stick_ui(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let noticed = model.screens.packs.noticed.as_ref();
    let Some(noticed) = noticed.filter(|n| n.packs + n.lists > 0) else {
        return;
    };
    ui.add_space(space::M);
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let words = format!(
                "The stick {} is in, with {}.",
                shown(&noticed.place.name),
                packs::holds(noticed)
            );
            ui.add(Label::new(strong(&words)).wrap());
            let button = Button::new("Look at it").icon(icons::USB);
            if ui.add(button).clicked() {
                commands.push(Command::Show(Screen::Packs));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use eframe::egui::accesskit::Role;
    use egui_kittest::kittest::Queryable as _;

    use super::astray_files_ui;
    use crate::ui::Command;
    use crate::ui::screens::bench::bench;

    // RECORDS 2.11.
    #[test]
    fn records_kept_where_nobody_sees_them_are_named_and_brought_in_by_a_button() {
        let one = PathBuf::from("/home/sergeant/.local/share/muster/records.db");
        let two = vec![one.clone(), PathBuf::from("/tmp/records.db")];
        for (files, more) in [(vec![one], ""), (two, " and 1 file more")] {
            let mut bench = bench(Vec::new(), move |ui, commands: &mut Vec<Command>| {
                astray_files_ui(ui, &files, commands);
            });
            let where_to =
                "Briefings were recorded in /home/sergeant/.local/share/muster/records.db";
            bench.get_by_label(&format!("{where_to}{more}, where nobody else sees them."));
            let button = bench.get_by_role_and_label(Role::Button, "Bring them in");
            button.click();
            bench.run();
            assert!(matches!(bench.state().as_slice(), [Command::BringIn]));
        }
    }

    #[test]
    fn without_misplaced_records_there_is_no_notice() {
        let bench = bench(Vec::new(), |ui, commands: &mut Vec<Command>| {
            astray_files_ui(ui, &[], commands);
        });
        assert!(bench.query_by_role(Role::Button).is_none());
        assert!(bench.query_by_role(Role::Label).is_none());
    }
}
