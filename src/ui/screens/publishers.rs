//! Whose packs this station accepts: the part of the Packs screen about keys.

use std::path::PathBuf;

use eframe::egui::{Label, Ui};

use crate::library::Publisher;
use crate::pack::KeyId;
use crate::ui::icons;
use crate::ui::screens::packs::PacksCommand;
use crate::ui::theme::{self, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, heading, small, strong};

/// What this part remembers between frames.
#[derive(Debug, Default)]
pub struct PublishersState {
    adding: bool,
    file: String,
    name: String,
    ids: String,
    /// The key whose "remove" is open.
    removing: Option<KeyId>,
}

/// The list, and the form to add one. `keys`: key files found on the stick. `may_change`: nothing
/// else is under way and the library can be written to; where not, the screen says why on top.
pub fn show(
    ui: &mut Ui,
    publishers: &[Publisher],
    keys: &[PathBuf],
    may_change: bool,
    state: &mut PublishersState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.label(heading("Trusted publishers"));
    if publishers.is_empty() {
        ui.add(
            Label::new(
                "Nobody is trusted yet, so no pack is accepted. Add the key file (*.pub) that \
                 your training unit gave you.",
            )
            .wrap(),
        );
    }
    for publisher in publishers {
        ui.separator();
        publisher_ui(ui, publisher, may_change, state, commands);
    }
    ui.separator();
    if !may_change {
        return;
    }
    if state.adding {
        form_ui(ui, keys, state, commands);
    } else if ui
        .add(Button::new("Trust a publisher…").icon(icons::PLUS))
        .clicked()
    {
        state.adding = true;
        if let [only] = keys {
            state.file = only.display().to_string();
        }
    }
}

fn publisher_ui(
    ui: &mut Ui,
    publisher: &Publisher,
    may_change: bool,
    state: &mut PublishersState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.label(strong(&publisher.name));
        if publisher.revoked {
            let problem = theme::tokens(ui.ctx()).problem;
            ui.colored_label(problem, "revoked");
        }
        let ids = if publisher.ids.is_empty() {
            "all packs".to_owned()
        } else {
            publisher.ids.join(", ")
        };
        ui.label(small(ui, format!("{ids} · key {}", publisher.key_id)));
        if !may_change || publisher.revoked {
            return;
        }
        if state.removing != Some(publisher.key_id) {
            let spoken = format!("Remove publisher {}", publisher.name);
            if ui.add(Button::quiet("Remove…").spoken(&spoken)).clicked() {
                state.removing = Some(publisher.key_id);
            }
        }
    });
    if may_change && state.removing == Some(publisher.key_id) {
        ui.add(
            Label::new(
                "Trust it no longer: its installed packs stay in use, new ones are refused. \
                 Revoke it, where its key was stolen: its packs are blocked at once and for good.",
            )
            .wrap(),
        );
        ui.horizontal_wrapped(|ui| {
            for (words, revoke) in [("Trust it no longer", false), ("Revoke it", true)] {
                if ui.add(Button::new(words)).clicked() {
                    let key = publisher.key_id;
                    commands.push(PacksCommand::Distrust { key, revoke });
                    state.removing = None;
                }
            }
            if ui.add(Button::new("Keep trusting it")).clicked() {
                state.removing = None;
            }
        });
    }
}

fn form_ui(
    ui: &mut Ui,
    keys: &[PathBuf],
    state: &mut PublishersState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        for key in keys {
            let name = key.file_name().unwrap_or(key.as_os_str());
            let words = format!("Use {} from the stick", name.to_string_lossy());
            if ui.add(Button::new(&words)).clicked() {
                state.file = key.display().to_string();
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        field(ui, "Key file (*.pub)", &mut state.file, 360.0);
        field(
            ui,
            "Name, for example Training Unit",
            &mut state.name,
            280.0,
        );
        field(
            ui,
            "May publish, for example gov.example.* (empty: all)",
            &mut state.ids,
            380.0,
        );
    });
    let missing = match (state.file.trim(), state.name.trim()) {
        ("", _) => Some("The key file is needed."),
        (_, "") => Some("A name is needed."),
        _ => None,
    };
    ui.horizontal(|ui| {
        let add = Button::primary("Trust this publisher").enabled(missing.is_none());
        if ui.add(add).clicked() {
            commands.push(PacksCommand::Trust {
                file: PathBuf::from(state.file.trim().trim_matches('"')),
                name: state.name.trim().to_owned(),
                ids: state
                    .ids
                    .split([',', ' '])
                    .filter(|id| !id.is_empty())
                    .map(str::to_owned)
                    .collect(),
            });
            *state = PublishersState::default();
        }
        if ui.add(Button::new("Do not add")).clicked() {
            *state = PublishersState::default();
        }
        if let Some(missing) = missing {
            ui.label(small(ui, missing));
        }
    });
}
