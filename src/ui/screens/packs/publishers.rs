//! Whose packs this station accepts, and who decided that.

use std::path::{Path, PathBuf};

use eframe::egui::Ui;
use jiff::civil::Date;

use crate::library::Publisher;
use crate::pack::KeyId;
use crate::ui::screens::packs::roots::{self, RootsState};
use crate::ui::screens::packs::{PacksCommand, PacksModel, PacksState, Pinning, may_change};
use crate::ui::theme::{self, space};
use crate::ui::widgets::forms::{field, heading, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner};
use crate::ui::{icons, time};
use crate::words::{self, shown_path};

/// State of this part between frames.
#[derive(Debug, Default)]
pub(super) struct PublishersState {
    adding: bool,
    file: String,
    name: String,
    ids: String,
    /// The key whose "remove" is open.
    removing: Option<KeyId>,
    /// The form to pin roots, where it is open.
    roots: Option<RootsState>,
}

impl PublishersState {
    /// Opens the form to add one; the only key file on the stick is the one that is meant.
    pub(super) fn open(&mut self, keys: &[PathBuf]) {
        self.adding = true;
        if let [only] = keys {
            self.file = only.display().to_string();
        }
    }
}

/// The list, and the form to add one where no roots say who is trusted.
pub(super) fn show(
    ui: &mut Ui,
    model: &PacksModel,
    today: Date,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    let stick = model.stick.as_ref();
    let keys = stick.map_or(&[][..], |stick| stick.keys.as_slice());
    let state = &mut state.publishers;
    let (trust, may_change) = (&model.trust, may_change(model));
    let pinned = trust.pinned.as_ref();
    ui.text_label(heading("Trusted publishers"));
    if let Some(pinning) = pinned {
        pinning_ui(ui, pinning, today);
    } else if trust.publishers.is_empty() {
        ui.add(
            Label::new(
                "Nobody is trusted yet, so no pack is accepted. Add the key file (*.pub) that \
                 your training unit gave you.",
            )
            .wrap(),
        );
    }
    for publisher in &trust.publishers {
        ui.separator();
        publisher_ui(ui, publisher, pinned.is_some(), may_change, state, commands);
    }
    if !may_change {
        return;
    }
    ui.separator();
    if pinned.is_some() {
        return replace_ui(ui, keys, state, commands);
    }
    if state.adding {
        return form_ui(ui, keys, state, commands);
    }
    if state.roots.is_some() {
        return roots::form_ui(ui, keys, &mut state.roots, commands);
    }
    ui.horizontal_wrapped(|ui| {
        let trust = Button::new("Trust a publisher…").icon(icons::PLUS);
        if ui.add(trust).clicked() {
            state.open(keys);
        }
        let pin = Button::new("Pin the agency’s roots…").icon(icons::SHIELD_CHECK);
        if ui.add(pin).clicked() {
            state.roots = Some(RootsState::new(false));
        }
    });
}

/// The way out where too few roots are left to sign a list.
fn replace_ui(
    ui: &mut Ui,
    keys: &[PathBuf],
    state: &mut PublishersState,
    commands: &mut Vec<PacksCommand>,
) {
    if state.roots.is_some() {
        return roots::form_ui(ui, keys, &mut state.roots, commands);
    }
    if ui.add(Button::quiet("Replace lost roots…")).clicked() {
        state.roots = Some(RootsState::new(true));
    }
}

/// Where trust comes from, and why nobody is added here.
fn pinning_ui(ui: &mut Ui, pinning: &Pinning, today: Date) {
    let headline = match &pinning.list {
        Some(list) => {
            let since = list.since.map_or_else(String::new, |day| {
                format!(" since {}", time::short_day(day, today))
            });
            format!(
                "The trust list of {} says who is trusted: version {}, in force{since}.",
                list.agency, list.version
            )
        }
        None => "The agency’s roots are pinned here, but no trust list was installed yet. Put in \
                 the stick with it. Until then the publishers below count."
            .to_owned(),
    };
    ui.add(Label::new(strong(&headline)).wrap());
    if let Some(list) = &pinning.list
        && let Some(day) = list.overdue_since
    {
        let (message, advice) = words::list_overdue(&list.agency, day);
        banner(ui, Tone::Warning, &format!("{message} {advice}"));
    }
    let (threshold, count) = (pinning.threshold, pinning.roots.len());
    let sign = match (threshold, count) {
        (1, 1) => "The next list has to be signed by this root:".to_owned(),
        (1, _) => format!("The next list has to be signed by one of these {count} roots:"),
        _ if threshold == count => {
            format!("The next list has to be signed by all of these {count} roots:")
        }
        _ => format!("The next list has to be signed by {threshold} of these {count} roots:"),
    };
    ui.add(Label::new(sign).wrap());
    for (name, key) in &pinning.roots {
        ui.add(Label::new(small(ui, format!("• {name} · key {key}"))).wrap());
    }
    ui.add(
        Label::new(
            "Nobody is added or removed by hand: the agency’s next list does that. A key that \
             was stolen can be revoked here at once.",
        )
        .wrap(),
    );
}

fn publisher_ui(
    ui: &mut Ui,
    publisher: &Publisher,
    pinned: bool,
    may_change: bool,
    state: &mut PublishersState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(strong(&publisher.name));
        if publisher.revoked {
            let problem = theme::tokens(ui.ctx()).problem;
            ui.colored_label(
                problem,
                "Revoked: its packs are not accepted and not played",
            );
        }
        ui.text_label(small(ui, facts(publisher)));
        if !may_change || publisher.revoked {
            return;
        }
        if state.removing != Some(publisher.key_id) {
            let (words, spoken) = if pinned {
                let spoken = format!("Revoke the key of {}", publisher.name);
                ("Revoke its key…", spoken)
            } else {
                ("Remove…", format!("Remove publisher {}", publisher.name))
            };
            if ui.add(Button::quiet(words).spoken(&spoken)).clicked() {
                state.removing = Some(publisher.key_id);
            }
        }
    });
    if !may_change || state.removing != Some(publisher.key_id) {
        return;
    }
    let (question, acts) = if pinned {
        (
            "Revoke it, where its key was stolen: its packs are blocked on this PC at once and \
             for good. Tell the agency, so that its next list revokes it everywhere.",
            &[("Revoke it", true)][..],
        )
    } else {
        (
            "Trust it no longer: its installed packs stay in use, new ones are refused. Revoke \
             it, where its key was stolen: its packs are blocked at once and for good.",
            &[("Trust it no longer", false), ("Revoke it", true)][..],
        )
    };
    ui.add(Label::new(question).wrap());
    ui.horizontal_wrapped(|ui| {
        for (words, revoke) in acts {
            if ui.add(Button::new(words)).clicked() {
                let (key, revoke) = (publisher.key_id, *revoke);
                commands.push(PacksCommand::Distrust { key, revoke });
                state.removing = None;
            }
        }
        if ui.add(Button::new("Keep trusting it")).clicked() {
            state.removing = None;
        }
    });
}

/// What it may publish, until when, and with which key.
fn facts(publisher: &Publisher) -> String {
    let mut facts = vec![match publisher.ids.as_slice() {
        _ if publisher.revoked => String::new(),
        [] => "all packs".to_owned(),
        [all] if all == "*" => "all packs".to_owned(),
        ids => ids.join(", "),
    }];
    facts.retain(|fact| !fact.is_empty());
    if let Some(until) = publisher.until {
        facts.push(format!("until {}", time::full_day(until)));
    }
    facts.push(format!("key {}", publisher.key_id));
    facts.join(" · ")
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
            let words = format!("Use {} from the stick", shown_path(Path::new(name)));
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
            ui.text_label(small(ui, missing));
        }
    });
}
