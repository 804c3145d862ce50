//! What is on the stick, what would happen with each of it, and the one button that takes it in.

use eframe::egui::Ui;

use crate::library::{Change, ModuleChange};
use crate::ui::screens::packs::action::{lists_to_apply, packs_to_install};
use crate::ui::screens::packs::{
    ListRow, ListVerdict, Noticed, PacksAction, PacksCommand, PacksModel, PacksState, Part, Stick,
    StickRow, Verdict, may_change, row_problem, row_words, visited,
};
use crate::ui::theme::space;
use crate::ui::widgets::button::take_key;
use crate::ui::widgets::forms::{heading, small, strong};
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, problems};
use crate::ui::{icons, time};
use crate::words::{Code, Words, bytes, shown_path};

/// The most changes of a trust list that are shown one by one.
const MAX_CHANGES: usize = 8;
/// The most files that are listed: changes come first, and the rest are counted.
const MAX_ROWS: usize = 60;
/// The most unreadable folders that are named.
const MAX_PASSED_OVER: usize = 3;

/// The stick, or the way to one.
pub(super) fn show(
    ui: &mut Ui,
    model: &PacksModel,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.text_label(heading("On the stick"));
        if let Some(stick) = model.stick.as_ref().filter(|stick| !stick.gone) {
            ui.text_label(strong(&stick.name));
        }
        let again = PacksAction::FindSticks;
        if model.job.is_none() && ui.add(Button::of(again).as_quiet()).clicked() {
            commands.extend(again.command(None));
        }
    });
    if let Some(stick) = &model.stick {
        contents_ui(ui, model, stick, state, commands);
        ui.separator();
    } else if model.places.is_empty() {
        ui.text_label("No stick is in. Put it in: it is looked at by itself.");
    }
    // Asked for while something is under way, it is done afterwards.
    let shown = model.stick.as_ref().filter(|stick| !stick.gone);
    let mut others = model.places.clone();
    others.retain(|place| shown.is_none_or(|stick| stick.path != place.path));
    if let Some(path) = places_ui(ui, "Look at", &others, &mut state.path) {
        commands.push(PacksCommand::Inspect(path));
    }
}

/// `3 packs`, `1 trust list and 2 packs`.
#[must_use]
pub fn holds(noticed: &Noticed) -> String {
    let packs = time::count(noticed.packs, "pack");
    match (noticed.lists, noticed.packs) {
        (0, _) => packs,
        (lists, 0) => time::count(lists, "trust list"),
        (lists, _) => format!("{} and {packs}", time::count(lists, "trust list")),
    }
}

fn contents_ui(
    ui: &mut Ui,
    model: &PacksModel,
    stick: &Stick,
    state: &mut PacksState,
    commands: &mut Vec<PacksCommand>,
) {
    ui.add(Label::new(small(ui, shown_path(&stick.path))).wrap());
    if stick.gone {
        banner(ui, Tone::Info, "The stick was pulled out.");
        return;
    }
    let nothing = stick.packs.is_empty() && stick.lists.is_empty();
    if nothing && stick.whole {
        banner(ui, Tone::Warning, "There is no pack here.");
    }
    install_ui(ui, model, stick, commands);
    visited::button_ui(ui, model, stick, commands);
    // What is refused for its key alone is put right on another part of this screen.
    let unknown = |row: &StickRow| matches!(&row.verdict, Verdict::Refused(words) if words.code == Code::UntrustedPublisher);
    let by_hand = model.trust.pinned.is_none() && may_change(model);
    if by_hand && stick.packs.iter().any(unknown) {
        let trust = Button::new("Trust a publisher…").icon(icons::PLUS);
        if ui.add(trust).clicked() {
            state.part = Part::Trust;
            state.publishers.open(&stick.keys);
        }
    }
    if !stick.blocks.is_empty() {
        let words = format!(
            "With the trust list these must not be played any more: {}",
            stick.blocks.join(", ")
        );
        banner(ui, Tone::Warning, &words);
    }
    for row in &stick.lists {
        list_ui(ui, row);
    }
    for row in stick.packs.iter().take(MAX_ROWS) {
        pack_ui(ui, row);
    }
    let more = stick.packs.get(MAX_ROWS..).unwrap_or_default();
    if !more.is_empty() {
        ui.separator();
        ui.text_label(more_words(more));
    }
    if !stick.passed_over.is_empty() || !stick.misplaced.is_empty() {
        ui.separator();
    }
    for misplaced in &stick.misplaced {
        row_words(ui, Tone::Warning, &misplaced.message, &misplaced.advice);
    }
    for sentence in stick.passed_over.iter().take(MAX_PASSED_OVER) {
        row_words(ui, Tone::Warning, sentence, "");
    }
    let more = stick.passed_over.len().saturating_sub(MAX_PASSED_OVER);
    if more > 0 {
        ui.text_label(small(
            ui,
            format!("and {more} more folders that cannot be read"),
        ));
    }
}

/// The one button, and why it cannot be pressed.
fn install_ui(ui: &mut Ui, model: &PacksModel, stick: &Stick, commands: &mut Vec<PacksCommand>) {
    if model.job.is_some() {
        return;
    }
    if stick.stopped {
        ui.text_label("Not everything was looked at. Look again to see what would happen.");
    }
    if !stick.whole {
        return;
    }
    let lists = lists_to_apply(stick).count();
    let packs = packs_to_install(stick).count();
    let needed: u64 = packs_to_install(stick).map(|row| row.bytes).sum();
    let Some(words) = button_words(lists, packs, needed) else {
        let known = |row: &StickRow| match &row.verdict {
            Verdict::Same(_) => true,
            Verdict::Refused(words) => words.code == Code::OlderThanInstalled,
            _ => false,
        };
        let same = |row: &StickRow| matches!(row.verdict, Verdict::Same(_));
        if stick.packs.iter().any(same) {
            // What is refused is nothing that this PC has.
            let all = stick.packs.iter().all(known);
            let tone = if all { Tone::Good } else { Tone::Info };
            row_words(ui, tone, "Nothing here is newer than on this PC.", "");
        }
        return;
    };
    let missing = model.room.map_or(0, |room| needed.saturating_sub(room));
    // Where this user may not write, the system is asked for somebody who may.
    let elevated = model.job.is_none() && model.read_only.is_some();
    let words = if elevated {
        format!("{words} as administrator…")
    } else {
        words
    };
    let allowed = (may_change(model) || elevated) && missing == 0;
    let action = PacksAction::Install;
    let install = Button::of(action).as_primary().text(&words);
    let pressed = ui.add(install.large().enabled(allowed)).clicked();
    if pressed || allowed && take_key(ui, action) {
        commands.extend(action.command(Some(stick)));
    }
    match model.room {
        Some(room) if missing > 0 => {
            let words = format!(
                "This PC is too full: {} are needed, there is room for {}. Free {}, then look \
                 again.",
                bytes(needed),
                bytes(room),
                bytes(missing)
            );
            banner(ui, Tone::Problem, &words);
        }
        Some(room) if needed > 0 => {
            let words = format!("{} needed, room for {}", bytes(needed), bytes(room));
            ui.text_label(small(ui, words));
        }
        _ => {}
    }
}

/// `Install 3 packs (412 MB)`; nothing if there is nothing to take in.
fn button_words(lists: usize, packs: usize, needed: u64) -> Option<String> {
    let these = format!("{} ({})", time::count(packs, "pack"), bytes(needed));
    let list = time::count(lists, "trust list");
    match (lists, packs) {
        (0, 0) => None,
        (0, _) => Some(format!("Install {these}")),
        (_, 0) => Some(format!("Apply {list}")),
        _ => Some(format!("Apply {list}, install {these}")),
    }
}

fn list_ui(ui: &mut Ui, row: &ListRow) {
    ui.separator();
    ui.add(Label::new(strong(&row.title)).wrap());
    match &row.verdict {
        ListVerdict::Applies(changes) => {
            row_words(ui, Tone::Info, "Comes into force before the packs", "");
            for change in changes.iter().take(MAX_CHANGES) {
                ui.add(Label::new(small(ui, format!("• {change}"))).wrap());
            }
            if changes.len() > MAX_CHANGES {
                let more = changes.len() - MAX_CHANGES;
                ui.text_label(small(ui, format!("and {more} more changes")));
            }
        }
        ListVerdict::InForce => row_words(ui, Tone::Good, "In force already", ""),
        ListVerdict::Older => row_words(ui, Tone::Info, "Older than the list in force", ""),
        ListVerdict::Refused(words) => {
            row_problem(ui, words);
        }
    }
}

fn pack_ui(ui: &mut Ui, row: &StickRow) {
    ui.separator();
    ui.add(Label::new(strong(&row.title)).wrap());
    ui.spacing_mut().item_spacing.y = space::XS;
    let (tone, words, more) = verdict_words(&row.verdict);
    row_words(ui, tone, &words, &more);
    if let (Tone::Problem, Verdict::Refused(words)) = (tone, &row.verdict) {
        problems::note_shown(ui.ctx(), words);
    }
    let mut facts = vec![bytes(row.bytes)];
    if !row.signer.is_empty() {
        facts.insert(0, format!("Signed by {}", row.signer));
    }
    ui.add(Label::new(small(ui, facts.join(" · "))).wrap());
    if let Verdict::New(_) | Verdict::Update { .. } = row.verdict {
        for words in changes_words(&row.modules) {
            ui.add(Label::new(small(ui, words)).wrap());
        }
    }
    for warning in &row.warnings {
        row_words(ui, Tone::Warning, warning, "");
    }
    ui.spacing_mut().item_spacing.y = space::S;
}

/// `40 more: 3 to install, 1 refused, 36 the same`.
fn more_words(rows: &[StickRow]) -> String {
    let of = |kind: fn(&Verdict) -> bool| rows.iter().filter(|row| kind(&row.verdict)).count();
    let kinds = [
        (of(Verdict::is_wanted), "to install"),
        (of(|v| matches!(v, Verdict::Refused(_))), "refused"),
        (of(|v| matches!(v, Verdict::Same(_))), "the same"),
        (of(|v| matches!(v, Verdict::Unread)), "not looked at yet"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0);
    let kinds: Vec<_> = kinds.map(|(n, words)| format!("{n} {words}")).collect();
    format!("{} more: {}", rows.len(), kinds.join(", "))
}

/// A short text on what would happen, with remarks.
fn verdict_words(verdict: &Verdict) -> (Tone, String, String) {
    match verdict {
        Verdict::Unread => (Tone::Info, "Not looked at yet".to_owned(), String::new()),
        Verdict::New(version) => (Tone::Info, format!("New: version {version}"), String::new()),
        Verdict::Update { from, to } => {
            let words = if to < from {
                format!("Back to a lower number: version {from} → {to}")
            } else {
                format!("Update: version {from} → {to}")
            };
            (Tone::Info, words, String::new())
        }
        Verdict::Repair(version) => {
            let words = format!("Repair: version {version} is damaged on this PC");
            (Tone::Warning, words, String::new())
        }
        Verdict::Same(version) => {
            let words = format!("Same: version {version} is installed already");
            (Tone::Good, words, String::new())
        }
        Verdict::Refused(words) => {
            let (tone, kind) = refused(words);
            let more = format!("{} {}", words.headline, words.advice);
            (tone, kind.to_owned(), more)
        }
    }
}

/// A short reason for a refusal.
fn refused(words: &Words) -> (Tone, &'static str) {
    let kind = match words.code {
        Code::OlderThanInstalled => return (Tone::Info, "Older than what was installed here"),
        Code::UntrustedPublisher => "Not trusted",
        Code::OutsideScope => "Not trusted for this pack",
        Code::RevokedPublisher | Code::RevokedPack => "Revoked",
        Code::AppTooOld => "Too new for this Muster",
        Code::Expired => "Expired",
        Code::SameVersionDifferentContent => "Same version, other content",
        Code::Truncated | Code::BadSignature => "Damaged",
        Code::NotAPack => "Not a pack",
        Code::TooLarge => "Too large",
        Code::BadMedia => "Does not play here",
        Code::SourceRead | Code::NotFound => "Cannot be read",
        Code::BadArchive | Code::BadManifest | Code::UnlistedFile | Code::MissingFile => {
            "Not built as a pack must be"
        }
        _ => "Refused",
    };
    (Tone::Problem, kind)
}

/// Which briefings change, a line each kind.
fn changes_words(modules: &[ModuleChange]) -> Vec<String> {
    let of = |kind| -> Vec<&str> {
        let these = modules.iter().filter(|module| module.change == kind);
        these.map(|module| module.title.as_str()).collect()
    };
    let kinds = [
        (Change::New, "New briefing"),
        (Change::Changed, "Changed"),
        (Change::Gone, "No longer in it"),
        (Change::Same, "Unchanged"),
    ];
    let lines = kinds.into_iter().map(|(kind, words)| (words, of(kind)));
    lines
        .filter(|(_, titles)| !titles.is_empty())
        .map(|(words, titles)| format!("{words}: {}", titles.join(" · ")))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Change, ModuleChange, StickRow, Verdict, button_words, changes_words, more_words};

    #[test]
    fn the_button_says_what_it_takes_in() {
        assert_eq!(button_words(0, 0, 0), None);
        let words = |lists, packs| button_words(lists, packs, 412_000_000).unwrap_or_default();
        assert_eq!(words(0, 3), "Install 3 packs (412 MB)");
        assert_eq!(words(1, 0), "Apply 1 trust list");
        assert_eq!(words(2, 1), "Apply 2 trust lists, install 1 pack (412 MB)");
    }

    #[test]
    fn of_too_many_packs_the_number_of_each_kind_is_shown() {
        let row = |verdict| StickRow {
            file: Path::new("x.muster").to_owned(),
            sha256: String::new(),
            title: String::new(),
            bytes: 1,
            signer: String::new(),
            modules: Vec::new(),
            warnings: Vec::new(),
            verdict,
        };
        let version = 1_u64.try_into().expect("a version");
        let same = || row(Verdict::Same(version));
        let rows = [row(Verdict::New(version)), same(), same()];
        assert_eq!(more_words(&rows), "3 more: 1 to install, 2 the same");
    }

    #[test]
    fn briefings_are_named_by_what_becomes_of_them() {
        let module = |title: &str, change| ModuleChange {
            title: title.to_owned(),
            change,
        };
        let modules = [
            module("One", Change::Changed),
            module("Two", Change::Same),
            module("Three", Change::Changed),
            module("Four", Change::Gone),
        ];
        assert_eq!(
            changes_words(&modules),
            [
                "Changed: One · Three",
                "No longer in it: Four",
                "Unchanged: Two"
            ]
        );
    }
}
