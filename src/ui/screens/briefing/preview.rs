//! The preview of a pack before it is signed: the banner on every screen, and the findings of the
//! check of the pack (SCREENS 11.2).

use eframe::egui::{Align, Frame, Key, Layout, Margin, Modifiers, Panel, RichText, ScrollArea, Ui};

use crate::ui::action::{Action, Shortcut};
use crate::ui::screens::briefing::preview_model::{PreviewCommand, PreviewModel, UnderWay};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::banner::{Tone, banner, message};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, Model, icons, time};

/// The text of the banner.
const PREVIEW_LABEL: &str = "Preview: not signed, nothing is recorded";
/// Findings take up this share of the window at most.
const MAX_FINDINGS_SHARE: f32 = 0.6;

/// Whether the findings are open.
#[derive(Default)]
pub struct PreviewState {
    open: bool,
}

/// The strip above everything, and the findings below it where they are wanted.
pub fn show(ui: &mut Ui, model: &Model, state: &mut PreviewState, commands: &mut Vec<Command>) {
    let Some(preview) = &model.preview else {
        return;
    };
    for action in PreviewAction::ALL.iter().copied() {
        if action.shortcuts().iter().any(|keys| keys.take(ui.ctx())) {
            action.apply(state, commands);
        }
    }
    let t = theme::tokens(ui.ctx());
    let frame = Frame::new()
        .fill(t.raised)
        .inner_margin(Margin::symmetric(24, 4));
    Panel::top("preview")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            strip(ui, preview, state, commands);
            // Where nothing else can be shown they fill the board.
            if state.open && model.loaded {
                findings(ui, preview);
            }
        });
}

/// What can be done with the preview of a pack, on every screen (SCREENS 11.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewAction {
    /// Reads the files again.
    ReadAgain,
    /// Opens the findings, or closes them.
    Findings,
}

impl PreviewAction {
    fn apply(self, state: &mut PreviewState, commands: &mut Vec<Command>) {
        match self {
            Self::ReadAgain => commands.push(Command::Preview(PreviewCommand::ReadAgain)),
            Self::Findings => state.open = !state.open,
        }
    }
}

impl Action for PreviewAction {
    const ALL: &'static [Self] = &[Self::ReadAgain, Self::Findings];

    fn text(self) -> &'static str {
        match self {
            Self::ReadAgain => "Read again",
            Self::Findings => "Findings",
        }
    }

    fn tooltip(self) -> &'static str {
        match self {
            Self::ReadAgain => "read the files of the preview again",
            Self::Findings => "what the check of the preview found",
        }
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        const CTRL: Modifiers = Modifiers::COMMAND;
        match self {
            Self::ReadAgain => const { &[Shortcut::with(CTRL, Key::R, "Ctrl+R")] },
            Self::Findings => const { &[Shortcut::with(CTRL, Key::F, "Ctrl+F")] },
        }
    }

    fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::ReadAgain => icons::ARROWS_CLOCKWISE,
            Self::Findings => icons::LIST,
        })
    }
}

fn strip(
    ui: &mut Ui,
    preview: &PreviewModel,
    state: &mut PreviewState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    ui.horizontal(|ui| {
        ui.text_label(
            RichText::new(icons::WARNING)
                .color(t.warning)
                .size(size::HEADING),
        );
        ui.text_label(RichText::new(PREVIEW_LABEL).font(theme::bold(size::BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            match &preview.under_way {
                None | Some(UnderWay::Checking) => {
                    let again = PreviewAction::ReadAgain;
                    if ui.add(Button::of(again)).clicked() {
                        again.apply(state, commands);
                    }
                }
                Some(_) => {
                    let stop = Button::new("Stop").icon(icons::X);
                    if ui.add(stop).clicked() {
                        commands.push(Command::Preview(PreviewCommand::Stop));
                    }
                }
            }
            let found = found(preview);
            let findings = PreviewAction::Findings;
            let button = Button::of(findings).as_quiet().text(&found);
            if ui.add(button.chosen(state.open)).clicked() {
                findings.apply(state, commands);
            }
            if let Some(doing) = doing(preview) {
                ui.add(Label::new(RichText::new(doing).color(t.muted)).truncate());
            }
        });
    });
}

/// The number of findings as text.
fn found(preview: &PreviewModel) -> String {
    match preview.findings.len() + usize::from(preview.failure.is_some()) {
        0 => "Nothing found".to_owned(),
        count => time::count(count, "finding"),
    }
}

fn doing(preview: &PreviewModel) -> Option<String> {
    Some(match preview.under_way.as_ref()? {
        UnderWay::Reading(share) => format!("Reading the files, {share} %"),
        UnderWay::Transcoding(file, share) => format!("Transcoding {file}, {share} %"),
        UnderWay::Checking => "Decoding films and sounds to their ends…".to_owned(),
    })
}

/// Every finding with what to do.
fn findings(ui: &mut Ui, preview: &PreviewModel) {
    let most = ui.ctx().content_rect().height() * MAX_FINDINGS_SHARE;
    ScrollArea::vertical()
        .id_salt("findings")
        .max_height(most)
        // What is open grows with what is in it.
        .min_scrolled_height(most)
        .show(ui, |ui| {
            list(ui, preview);
            ui.add_space(space::S);
        });
}

/// What the check found, worst first.
pub fn list(ui: &mut Ui, preview: &PreviewModel) {
    let t = theme::tokens(ui.ctx());
    let folder = format!("Read from {}", preview.folder);
    ui.add(Label::new(RichText::new(folder).size(size::SMALL).color(t.muted)).truncate());
    ui.add_space(space::XS);
    if let Some(words) = &preview.failure {
        message(ui, Tone::Problem, words, false);
    }
    for (tone, words) in &preview.findings {
        message(ui, *tone, words, false);
    }
    if preview.failure.is_none() && preview.findings.is_empty() {
        let (tone, text) = match preview.under_way {
            None => (Tone::Good, "The check found nothing to correct."),
            // Nothing else may be on the screen yet.
            Some(UnderWay::Reading(_)) => (
                Tone::Info,
                "The briefing shows as soon as its files are read.",
            ),
            Some(UnderWay::Transcoding(..)) => (
                Tone::Info,
                "The briefing shows as soon as this film is transcoded, which muster pack build \
                 does as well.",
            ),
            Some(UnderWay::Checking) => (Tone::Info, "Nothing was found so far."),
        };
        banner(ui, tone, text);
    }
}
