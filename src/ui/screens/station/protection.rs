//! On the Station screen: whether only administrators change what everybody on this PC uses, and
//! making it so (SCREENS 10.9).

use eframe::egui::Ui;

use crate::ui::screens::station::{StationCommand, StationModel};
use crate::ui::theme::space;
use crate::ui::widgets::banner::message_with;
use crate::ui::widgets::forms::strong;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, card};
use crate::words;

/// Lines of the inventory that are shown at once; the rest is counted.
const MAX_LINES: usize = 60;

/// Nothing where the folder is protected, or not for everybody.
pub(super) fn show(ui: &mut Ui, model: &StationModel, commands: &mut Vec<StationCommand>) {
    let Some(exposed) = &model.exposed else {
        return;
    };
    message_with(ui, Tone::Warning, exposed, |ui| {
        if model.protecting {
            ui.text_label("Asking for an administrator…");
        } else if model.inventory.is_none() {
            let list = Button::new("Protect it…");
            if ui.add(list).clicked() {
                commands.push(StationCommand::ListInventory);
            }
        }
    });
    let Some(inventory) = model.inventory.as_ref().filter(|_| !model.protecting) else {
        return;
    };
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.text_label(strong(
            "This is what everybody here trusts and sees. Is it right?",
        ));
        let lines = words::inventory(inventory);
        for line in lines.iter().take(MAX_LINES) {
            ui.add(Label::new(line).wrap());
        }
        if lines.len() > MAX_LINES {
            let more = lines.len() - MAX_LINES;
            ui.text_label(format!(
                "and {more} more: muster station protect lists them all"
            ));
        }
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            let protect = Button::primary("It is right: protect it as administrator");
            if ui.add(protect).clicked() {
                commands.push(StationCommand::Protect);
            }
            if ui.add(Button::new("Not now")).clicked() {
                commands.push(StationCommand::DropInventory);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use eframe::egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::{MAX_LINES, StationCommand, StationModel, show};
    use crate::library::{InventoryFinding, InventoryPack};
    use crate::ui::screens::bench::bench;
    use crate::words::{Code, Words};

    type Bench<'a> = Harness<'a, (StationModel, Vec<StationCommand>)>;

    fn station<'a>(model: StationModel) -> Bench<'a> {
        bench(
            (model, Vec::new()),
            |ui, (model, commands): &mut (StationModel, Vec<StationCommand>)| {
                show(ui, model, commands);
            },
        )
    }

    fn exposed() -> StationModel {
        StationModel {
            exposed: Some(Words::new(
                Code::Io,
                "Everybody on this PC can change what all trust.",
                "Let an administrator protect it.",
            )),
            ..StationModel::default()
        }
    }

    fn inventory(packs: usize) -> InventoryFinding {
        let pack = |n: usize| InventoryPack {
            id: format!("example.pack-{n}").parse().expect("an id"),
            version: 3_u64.try_into().expect("a version"),
            title: format!("Pack {n}"),
            publisher: "شرطة المدينة 12".to_owned(),
            sha256: "00".repeat(32),
        };
        InventoryFinding {
            threshold: None,
            roots: Vec::new(),
            publishers: Vec::new(),
            packs: (0..packs).map(pack).collect(),
        }
    }

    fn press(bench: &mut Bench<'_>, label: &str) {
        bench.get_by_role_and_label(Role::Button, label).click();
        bench.run();
    }

    // SCREENS 10.9.
    #[test]
    fn a_protected_folder_says_nothing() {
        let bench = station(StationModel::default());
        assert!(bench.query_by_role(Role::Label).is_none());
        assert!(bench.query_by_role(Role::Button).is_none());
    }

    // SCREENS 10.9.
    #[test]
    fn what_lies_there_is_listed_before_it_is_protected() {
        let mut bench = station(exposed());
        bench.get_by_label("Everybody on this PC can change what all trust.");
        press(&mut bench, "Protect it…");
        assert!(matches!(
            bench.state().1.as_slice(),
            [StationCommand::ListInventory]
        ));

        bench.state_mut().0.inventory = Some(Arc::new(inventory(2)));
        bench.run();
        assert!(bench.query_by_label("Protect it…").is_none());
        bench.get_by_label_contains("This is what everybody here trusts and sees");
        bench.get_by_label_contains("Pack 1");
        press(&mut bench, "Not now");
        press(&mut bench, "It is right: protect it as administrator");
        let done = bench.state().1.iter().skip(1).collect::<Vec<_>>();
        assert!(matches!(
            done.as_slice(),
            [StationCommand::DropInventory, StationCommand::Protect]
        ));
    }

    #[test]
    fn a_long_inventory_is_counted_and_nothing_is_asked_while_an_administrator_is() {
        let mut bench = station(StationModel {
            inventory: Some(Arc::new(inventory(MAX_LINES * 3))),
            ..exposed()
        });
        bench.get_by_label_contains("more: muster station protect lists them all");
        bench.state_mut().0.protecting = true;
        bench.run();
        bench.get_by_label("Asking for an administrator…");
        assert!(bench.query_by_role(Role::Button).is_none());
    }
}
