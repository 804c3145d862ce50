//! The bar below a briefing: back, what this step offers, and on (SCREENS 6.3).

use eframe::egui::{Align, Frame, Layout, Margin, Ui};

use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::action::Action as _;
use crate::ui::keys::Act;
use crate::ui::screens::briefing::acts;
use crate::ui::screens::briefing::controls;
use crate::ui::screens::briefing::seek;
use crate::ui::screens::briefing::sign_off;
use crate::ui::screens::briefing::{BriefingState, Side};
use crate::ui::theme;
use crate::ui::widgets::Button;
use crate::ui::{Command, Model, Playing, Screen, icons};

/// What the buttons on the right of the bar at the bottom need: notes, and the way to the next step.
const NOTES: f32 = 120.0;
const NEXT: f32 = 230.0;
/// Height of the bar on top.
pub const TOP: f32 = 56.0;
/// Height of the bar at the bottom.
pub const BOTTOM: f32 = 72.0;
/// What the seek bar adds.
pub const SEEK: f32 = 44.0;

/// A bar over the whole of `ui`.
pub fn bar<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let t = theme::tokens(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0.0, t.surface);
    let frame = Frame::new().inner_margin(Margin::symmetric(24, 8));
    frame.show(ui, contents).inner
}

/// Whether steps are seen beside notes and controls, not under them.
#[must_use]
pub fn at_desk(model: &Model, state: &BriefingState) -> bool {
    model.wall.is_on() || state.side.is_some()
}

/// How high the bar at the bottom is at this step.
#[must_use]
pub fn bottom_height(session: &Session) -> f32 {
    if matches!(session.step(), Some(OutlineStep::Play(_))) {
        BOTTOM + SEEK
    } else {
        BOTTOM
    }
}

/// Back, what this step offers, and on; beside the notes going on has its place elsewhere, and so
/// have the key points.
pub fn bottom(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let at_step = matches!(session.stage(), Stage::Step(_));
    let beside = at_step && at_desk(model, state);
    bar(ui, |ui| {
        if let (Some(OutlineStep::Play(_)), Some(playing)) = (session.step(), &model.playing) {
            seek::bar(ui, playing, commands);
        }
        ui.horizontal(|ui| {
            ui.set_min_height(52.0);
            let at_start = session.stage() == Stage::Overview;
            let over = session.stage() == Stage::Recorded || session.is_signing();
            let back = Button::of(Act::Back).icon(icons::CARET_LEFT);
            if ui.add(back.enabled(!at_start && !over)).clicked() {
                commands.push(Command::Session(Event::Back));
            }
            // With a wall screen the notes are always there.
            let notes = at_step && !model.wall.is_on();
            if !(beside && matches!(session.step(), Some(OutlineStep::Prompt(_)))) {
                let taken = [(NOTES, notes), (NEXT, !beside)];
                let taken = taken.iter().filter(|(_, there)| *there);
                let room = ui.available_width() - taken.map(|(width, _)| width).sum::<f32>();
                offers(ui, room, model, session, state, commands);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if session.stage() == Stage::SignOff {
                    sign_off::acts(ui, session, &mut state.sign_off, commands);
                } else if !beside {
                    next(ui, session, commands, false);
                }
                if notes {
                    notes_button(ui, state);
                }
                if at_step {
                    references(ui, session, state);
                }
            });
        });
    });
}

fn notes_button(ui: &mut Ui, state: &mut BriefingState) {
    let notes = Button::of(Act::Notes).as_quiet().icon(icons::NOTEPAD);
    let open = state.side == Some(Side::Notes);
    if ui.add(notes.chosen(open)).clicked() {
        state.flip(Side::Notes);
    }
}

/// The one thing to do next.
pub fn next(ui: &mut Ui, session: &Session, commands: &mut Vec<Command>, fill: bool) {
    let (text, on) = match session.stage() {
        Stage::Recorded => ("To the board", Command::Show(Screen::Board)),
        // It has acts of its own.
        Stage::SignOff => return,
        Stage::Overview => ("Begin", Command::Session(Event::Next)),
        stage => match session.outline().after(stage) {
            Some(Stage::Roll) => ("To the roll", Command::Session(Event::Next)),
            Some(Stage::SignOff) => ("To sign-off", Command::Session(Event::Next)),
            _ => ("Next", Command::Session(Event::Next)),
        },
    };
    let button = Button::of(Act::Next).as_primary().text(text);
    let button = button.trailing(icons::CARET_RIGHT).large();
    let button = if fill { button.fill() } else { button };
    if ui.add(button).clicked() {
        commands.push(on);
    }
}

/// The way to the references. While something plays there is no room for it; the key works.
fn references(ui: &mut Ui, session: &Session, state: &mut BriefingState) {
    let plays = matches!(session.step(), Some(OutlineStep::Play(_)));
    if plays || session.module().references.is_empty() {
        return;
    }
    // Beside the notes the bar is narrow.
    let name = Act::References.text();
    let text = if state.side.is_none() { name } else { "" };
    let button = Button::of(Act::References).as_quiet().text(text);
    let button = button.icon(icons::QR_CODE).spoken(name);
    if ui
        .add(button.chosen(state.room.references.is_open()))
        .clicked()
    {
        state.room.references.flip();
    }
}

/// What can be done at this step beside going on, in so much room.
fn offers(
    ui: &mut Ui,
    room: f32,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    match (session.step(), &model.playing) {
        (Some(OutlineStep::Play(_)), Some(playing)) => {
            let toggle = |playing: &Playing, commands: &mut Vec<Command>| {
                acts::toggle(playing, state, commands);
            };
            if controls::show(ui, room, model, playing, commands, toggle) {
                state.flip(Side::Transcript);
            }
        }
        (Some(OutlineStep::Prompt(n)), _) => {
            let Some(prompt) = session.module().prompts.get(n) else {
                return;
            };
            let shown = session.points_shown(&prompt.id);
            let all = prompt.points.len();
            if all == 0 {
                return;
            }
            let text = if shown < all {
                format!("Show point {} of {all}", shown + 1)
            } else {
                format!("All {all} points shown")
            };
            let show = Button::of(Act::Space).text(&text).enabled(shown < all);
            if ui.add(show.spoken("Show next point")).clicked() {
                commands.push(Command::Session(Event::ShowPoint));
            }
        }
        (Some(OutlineStep::Text(_) | OutlineStep::Updates), _) if state.room.wall.is_long() => {
            let more = ui.add(Button::of(Act::Space).text("More"));
            if more.clicked() {
                state.room.wall.turn();
            }
        }
        (Some(OutlineStep::JobAid(n)), _) => {
            if let (Some(aid), Some(content)) = (session.module().job_aids.get(n), &model.aid) {
                state.room.aid.controls_ui(ui, content, &aid.cards);
            }
        }
        _ => {}
    }
}
