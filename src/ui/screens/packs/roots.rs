//! Pinning the agency's roots: once for each PC, and then lists that they sign say who is trusted.

use std::path::{Path, PathBuf};

use eframe::egui::Ui;

use crate::pack::Roots;
use crate::ui::icons;
use crate::ui::screens::packs::PacksCommand;
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::{field, small, strong};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::words::shown_path;

/// A large agency has three; the format allows more than fit on a screen.
const MAX_ROWS: usize = 9;

/// The form, while it is filled in.
#[derive(Debug)]
pub(super) struct RootsState {
    rows: Vec<RootRow>,
    /// How many must sign, where somebody chose; else as many as is usual.
    threshold: Option<usize>,
    /// Why they take the place of those that are pinned, where they do.
    replacing: Option<String>,
}

/// One root as it was typed.
#[derive(Debug, Default)]
struct RootRow {
    file: String,
    name: String,
}

impl RootRow {
    fn of(file: &Path) -> Self {
        let name = file.file_stem().unwrap_or_default();
        Self {
            file: file.display().to_string(),
            name: shown_path(Path::new(name)),
        }
    }
}

impl RootsState {
    /// An empty form; whether it is to replace roots that are pinned.
    pub(super) fn new(replaces: bool) -> Self {
        Self {
            rows: vec![RootRow::default()],
            threshold: None,
            replacing: replaces.then(String::new),
        }
    }

    fn threshold(&self) -> usize {
        let count = self.rows.len();
        let chosen = self.threshold.filter(|n| (1..=count).contains(n));
        chosen.unwrap_or_else(|| Roots::usual_threshold(count))
    }

    /// A key file of the stick: in the first row that is still empty, else in one of its own.
    fn take(&mut self, file: &Path) {
        let row = RootRow::of(file);
        match self.rows.iter_mut().find(|row| row.file.trim().is_empty()) {
            Some(empty) => *empty = row,
            None => self.rows.push(row),
        }
    }

    fn has(&self, file: &Path) -> bool {
        let file = file.display().to_string();
        self.rows.iter().any(|row| row.file == file)
    }

    fn missing(&self) -> Option<&'static str> {
        if self.rows.iter().any(|row| row.file.trim().is_empty()) {
            Some("The key file of each root is needed.")
        } else if self.rows.iter().any(|row| row.name.trim().is_empty()) {
            Some("A name for each root is needed.")
        } else if self
            .replacing
            .as_ref()
            .is_some_and(|why| why.trim().is_empty())
        {
            Some("A reason is needed.")
        } else {
            None
        }
    }

    fn asked(&self) -> PacksCommand {
        let roots = self.rows.iter().map(|row| {
            let file = PathBuf::from(row.file.trim().trim_matches('"'));
            (file, row.name.trim().to_owned())
        });
        PacksCommand::Pin {
            roots: roots.collect(),
            threshold: self.threshold(),
            replacing: self.replacing.as_ref().map(|why| why.trim().to_owned()),
        }
    }
}

/// The form; what was filled in is gone once it was asked for or left.
pub(super) fn form_ui(
    ui: &mut Ui,
    keys: &[PathBuf],
    state: &mut Option<RootsState>,
    commands: &mut Vec<PacksCommand>,
) {
    let Some(form) = state else { return };
    let (headline, why) = if form.replacing.is_some() {
        (
            "Replace the agency’s roots",
            "Only where too few of them are left to sign a list: a list changes roots on every PC, \
             this changes them here. Whom the list in force trusts and what it revokes stays; \
             these roots sign the next one. Compare the keys that are shown then with the agency \
             by telephone.",
        )
    } else {
        (
            "Pin the agency’s roots",
            "A root is a key that signs trust lists. Once roots are pinned, only lists that they \
             sign say whose packs are accepted here, and only a list changes the roots. Compare \
             the keys that are shown then with the agency by telephone.",
        )
    };
    ui.text_label(strong(headline));
    ui.add(Label::new(why).wrap());
    from_stick_ui(ui, keys, form);
    rows_ui(ui, form);
    threshold_ui(ui, form);
    if let Some(why) = &mut form.replacing {
        field(ui, "Why? It goes into the log.", why, 420.0);
    }
    let missing = form.missing();
    let (mut asked, mut left) = (false, false);
    ui.horizontal(|ui| {
        let (pin, leave) = match form.replacing {
            None => ("Pin these roots", "Do not pin"),
            Some(_) => ("Replace the roots", "Keep the roots"),
        };
        let pin = Button::primary(pin).enabled(missing.is_none());
        asked = ui.add(pin).clicked();
        left = ui.add(Button::new(leave)).clicked();
        if let Some(missing) = missing {
            ui.text_label(small(ui, missing));
        }
    });
    if asked {
        commands.push(form.asked());
    }
    if asked || left {
        *state = None;
    }
}

fn from_stick_ui(ui: &mut Ui, keys: &[PathBuf], form: &mut RootsState) {
    let left: Vec<&PathBuf> = keys.iter().filter(|key| !form.has(key)).collect();
    if left.is_empty() || form.rows.len() >= MAX_ROWS {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for key in left {
            let name = key.file_name().unwrap_or(key.as_os_str());
            let words = format!("Use {} from the stick", shown_path(Path::new(name)));
            if ui.add(Button::new(&words)).clicked() {
                form.take(key);
            }
        }
    });
}

fn rows_ui(ui: &mut Ui, form: &mut RootsState) {
    let several = form.rows.len() > 1;
    let mut off = None;
    for (at, row) in form.rows.iter_mut().enumerate() {
        let number = at + 1;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let file = format!("Root {number}: key file (*.pub)");
            field(ui, &file, &mut row.file, 420.0);
            let name = format!("Root {number}: who holds it");
            field(ui, &name, &mut row.name, 280.0);
            if several {
                let take_off = Button::quiet("Take off").icon(icons::X);
                let spoken = format!("Take root {number} off");
                if ui.add(take_off.spoken(&spoken)).clicked() {
                    off = Some(at);
                }
            }
        });
    }
    if let Some(at) = off {
        form.rows.remove(at);
    }
    let more = Button::new("One more root").icon(icons::PLUS);
    if form.rows.len() < MAX_ROWS && ui.add(more).clicked() {
        form.rows.push(RootRow::default());
    }
}

fn threshold_ui(ui: &mut Ui, form: &mut RootsState) {
    let (count, threshold) = (form.rows.len(), form.threshold());
    if count > 1 {
        ui.horizontal_wrapped(|ui| {
            ui.text_label("How many must sign every list:");
            for number in 1..=count {
                let words = number.to_string();
                let spoken = format!("{number} of {count} must sign");
                let button = Button::quiet(&words).chosen(number == threshold);
                if ui.add(button.spoken(&spoken)).clicked() {
                    form.threshold = Some(number);
                }
            }
        });
    }
    ui.add(Label::new(strong(&meaning(threshold, count))).wrap());
}

/// Explains a threshold of m of n roots to the agency.
fn meaning(threshold: usize, count: usize) -> String {
    let sign = match (threshold, count) {
        (1, 1) => "This root must sign every list".to_owned(),
        (1, _) => format!("One of these {count} must sign every list"),
        _ if threshold == count => format!("All {count} must sign every list"),
        _ => format!("{threshold} of these {count} must sign every list"),
    };
    let lost = match count.saturating_sub(threshold) {
        0 if count == 1 => "If it is lost, no new list can be made.".to_owned(),
        0 => "If one of them is lost, no new list can be made.".to_owned(),
        1 => "Losing one of them stops nothing.".to_owned(),
        spare => format!("Losing {spare} of them stops nothing."),
    };
    let stolen = match threshold {
        1 if count == 1 => "Whoever steals it can say who is trusted.".to_owned(),
        1 => "Whoever steals one can say who is trusted.".to_owned(),
        2 => "Whoever steals one can do nothing with it.".to_owned(),
        _ => format!("Whoever steals {} can do nothing with them.", threshold - 1),
    };
    format!("{sign}. {lost} {stolen}")
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn a_threshold_is_explained_in_a_full_sentence() {
        assert_eq!(
            meaning(2, 3),
            "2 of these 3 must sign every list. Losing one of them stops nothing. Whoever \
             steals one can do nothing with it."
        );
        assert_eq!(
            meaning(1, 2),
            "One of these 2 must sign every list. Losing one of them stops nothing. Whoever \
             steals one can say who is trusted."
        );
        assert!(meaning(3, 3).contains("If one of them is lost, no new list can be made."));
        assert!(meaning(1, 1).starts_with("This root must sign every list."));
    }
}
