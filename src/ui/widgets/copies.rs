//! Saving copies of job aids and the guide to a stick or the Documents folder.

use std::path::PathBuf;

use eframe::egui::Ui;

use crate::pack::{Module, PackPath};
use crate::platform::places::Place;
use crate::ui::icons;
use crate::ui::widgets::forms::small;
use crate::ui::widgets::places::places_ui;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, Tone, banner, message};
use crate::words::{Words, shown_path};

/// What the app knows of copies.
#[derive(Clone, Debug, Default)]
pub struct CopiesModel {
    /// Sticks that are in, and the Documents folder.
    pub places: Vec<Place>,
    /// The name of the file that is being written.
    pub saving: Option<String>,
    /// Where the last copy is, or why there is none.
    pub saved: Option<Result<PathBuf, Words>>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiesCommand {
    /// Looks where a copy may go.
    FindPlaces,
    /// Saves a file of the pack under way into a folder.
    Save {
        /// The file in the pack.
        file: PackPath,
        /// Where to.
        folder: PathBuf,
    },
    /// Stops it.
    Cancel,
    /// The result was read.
    Close,
}

/// State of this part between frames.
#[derive(Debug, Default)]
pub struct CopiesState {
    /// The file of which a copy is to be saved: where to is being asked.
    open: Option<PackPath>,
    path: String,
}

/// Everything of a module that can be saved, by name: its job aids, then its guide.
#[must_use]
pub fn files_of(module: &Module) -> Vec<(String, PackPath)> {
    let aids = module.job_aids.iter();
    let mut files: Vec<_> = aids
        .map(|aid| (aid.title.clone(), aid.path.clone()))
        .collect();
    if let Some(guide) = &module.guide {
        files.push(("Discussion guide".to_owned(), guide.clone()));
    }
    files
}

/// A button a file; pressed, it asks where to.
pub fn copies_ui(
    ui: &mut Ui,
    model: &CopiesModel,
    files: &[(String, PackPath)],
    state: &mut CopiesState,
    commands: &mut Vec<CopiesCommand>,
) {
    for (name, file) in files {
        ui.add(Label::new(name).wrap());
        if state.open.as_ref() == Some(file) {
            if let Some(folder) = places_ui(ui, "Save to", &model.places, &mut state.path) {
                let file = file.clone();
                commands.push(CopiesCommand::Save { file, folder });
                state.open = None;
            }
            if ui.add(Button::quiet("Save no copy")).clicked() {
                state.open = None;
            }
        } else {
            let spoken = format!("Save a copy of {name}");
            let save = Button::new("Save a copy…").icon(icons::DOWNLOAD_SIMPLE);
            if ui.add(save.spoken(&spoken)).clicked() {
                state.open = Some(file.clone());
                commands.push(CopiesCommand::FindPlaces);
            }
        }
    }
    if let Some(name) = &model.saving {
        ui.text_label(small(ui, format!("Saving {name}…")));
        if ui.add(Button::new("Cancel")).clicked() {
            commands.push(CopiesCommand::Cancel);
        }
    }
    match &model.saved {
        Some(Ok(path)) => {
            banner(ui, Tone::Good, &format!("Saved as {}", shown_path(path)));
        }
        Some(Err(words)) if message(ui, Tone::Problem, words, true) => {
            commands.push(CopiesCommand::Close);
        }
        Some(Err(_)) | None => {}
    }
}
