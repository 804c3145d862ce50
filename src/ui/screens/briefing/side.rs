//! Beside the wall picture, for the sergeant: notes and key points, the list of steps, the keys
//! (SCREENS 6.6).

use eframe::egui::{RichText, ScrollArea, Ui};

use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::action::Action as _;
use crate::ui::keys::Act;
use crate::ui::screens::briefing::help;
use crate::ui::screens::briefing::steps;
use crate::ui::screens::briefing::transcript;
use crate::ui::screens::briefing::{BriefingState, Side};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::copies::{self, CopiesState};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, help_list, side_panel};
use crate::ui::{Command, Model, Playback, Screen, ScreenCommand, icons, time};

/// Its width.
pub const WIDTH: f32 = 400.0;

/// What lies beside the wall picture.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    // With a wall screen the notes are always there.
    let side = state.side.unwrap_or(Side::Notes);
    let can_close = side != Side::Notes || !model.wall.is_on();
    let title = match side {
        Side::Notes => "Notes for you",
        Side::Steps => Act::Escape.text(),
        Side::Help => Act::Help.text(),
        Side::Transcript => Act::Transcript.text(),
    };
    let close_key = Act::Escape.key().filter(|_| can_close);
    let closed = side_panel(ui, title, close_key, |ui| {
        if side == Side::Transcript {
            let playing = model.playing.as_ref();
            return transcript::show(ui, playing, &mut state.transcript, commands);
        }
        ScrollArea::vertical()
            .id_salt(("side", side == Side::Help))
            .auto_shrink(false)
            .show(ui, |ui| match side {
                Side::Notes => notes(ui, model, session, &mut state.copies, commands),
                Side::Steps => list(ui, session, commands),
                Side::Help => {
                    let lines = help::lines(session, state.room.references.is_open());
                    help_list(ui, lines.into_iter());
                }
                Side::Transcript => {}
            });
    });
    if closed {
        state.side = None;
    }
}

fn notes(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    copying: &mut CopiesState,
    commands: &mut Vec<Command>,
) {
    let module = session.module();
    match session.step() {
        Some(OutlineStep::Text(n)) => {
            let text = module.texts.get(n).map_or("", |text| &text.notes);
            paragraph(ui, text);
        }
        Some(OutlineStep::Prompt(n)) => {
            let Some(prompt) = module.prompts.get(n) else {
                return;
            };
            paragraph(ui, &prompt.notes);
            points(ui, session, &prompt.id, &prompt.points);
            let references = prompt.references.iter();
            let named = references.filter_map(|id| module.references.iter().find(|r| r.id == *id));
            references_ui(ui, named);
        }
        Some(OutlineStep::Play(_)) => chapters(ui, model, commands),
        Some(OutlineStep::Updates) => references_ui(ui, module.references.iter()),
        Some(OutlineStep::JobAid(n)) => {
            let aids = module.job_aids.iter().skip(n).take(1);
            let files: Vec<_> = aids
                .map(|aid| (aid.title.clone(), aid.path.clone()))
                .collect();
            let mut asked = Vec::new();
            copies::copies_ui(ui, &model.screens.copies, &files, copying, &mut asked);
            let asked = asked.into_iter().map(ScreenCommand::Copies);
            commands.extend(asked.map(Command::Screen));
        }
        None => paragraph(ui, ""),
    }
}

fn paragraph(ui: &mut Ui, text: &str) {
    let t = theme::tokens(ui.ctx());
    if text.is_empty() {
        ui.text_label(RichText::new("No notes for this step.").color(t.muted));
    } else {
        ui.add(Label::new(text).wrap());
    }
    ui.add_space(space::M);
}

fn points(ui: &mut Ui, session: &Session, prompt: &str, points: &[String]) {
    let t = theme::tokens(ui.ctx());
    if points.is_empty() {
        return;
    }
    let shown = session.points_shown(prompt);
    heading(
        ui,
        &format!("Key points: {shown} of {} shown", points.len()),
    );
    for (n, point) in points.iter().enumerate() {
        ui.horizontal_top(|ui| {
            let on_wall = n < shown;
            let (icon, color) = if on_wall {
                (icons::CHECK_CIRCLE, t.good)
            } else {
                (icons::CIRCLE, t.muted)
            };
            ui.text_label(RichText::new(icon).size(20.0).color(color));
            let color = if on_wall { t.text } else { t.muted };
            ui.add(Label::new(RichText::new(point).color(color)).wrap());
        });
    }
    ui.add_space(space::M);
}

fn references_ui<'a>(
    ui: &mut Ui,
    references: impl Iterator<Item = &'a crate::pack::manifest::Reference>,
) {
    let t = theme::tokens(ui.ctx());
    let mut first = true;
    for reference in references {
        if std::mem::take(&mut first) {
            heading(ui, "References");
        }
        ui.add(Label::new(&reference.title).wrap());
        let url = RichText::new(&reference.url)
            .size(size::SMALL)
            .color(t.accent);
        ui.add(Label::new(url).wrap());
        ui.add_space(space::S);
    }
}

fn chapters(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let Some(playing) = &model.playing else {
        return;
    };
    if playing.chapters.is_empty() {
        return paragraph(ui, "");
    }
    heading(ui, "Chapters");
    for chapter in &playing.chapters {
        let at = i64::try_from(chapter.at_ms).unwrap_or(i64::MAX);
        let text = format!("{}  {}", time::length(at), chapter.title);
        if ui.add(Button::quiet(&text)).clicked() {
            let to = crate::player::MediaTime::from_millis(at);
            commands.push(Command::Playback(Playback::Seek(to)));
        }
    }
}

fn list(ui: &mut Ui, session: &Session, commands: &mut Vec<Command>) {
    let over = session.stage() == Stage::Recorded || session.is_signing();
    let stages = std::iter::once(Stage::Overview)
        .chain((0..session.outline().steps().len()).map(Stage::Step))
        .chain([Stage::Roll, Stage::SignOff]);
    for stage in stages {
        let (icon, text) = steps::name(session, stage);
        let text = steps::shorten(&text, 34);
        let here = session.stage() == stage;
        let step = Button::quiet(&text)
            .icon(icon)
            .chosen(here)
            .enabled(!over || here);
        if ui.add(step).clicked() {
            commands.push(Command::Session(Event::GoTo(stage)));
        }
    }
    ui.add_space(space::M);
    let t = theme::tokens(ui.ctx());
    if !over {
        let kept = "Leaving keeps everything: the briefing can be continued from the board.";
        ui.add(Label::new(RichText::new(kept).size(size::SMALL).color(t.muted)).wrap());
    }
    if ui
        .add(Button::new("Leave to the board").icon(icons::HOUSE))
        .clicked()
    {
        commands.push(Command::Show(Screen::Board));
    }
}

fn heading(ui: &mut Ui, text: &str) {
    ui.text_label(RichText::new(text).font(theme::bold(size::BODY)));
}
