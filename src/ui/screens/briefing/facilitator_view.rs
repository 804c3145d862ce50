//! The sergeant's view of a step: a small live picture of what the room sees, notes and key
//! points, the next step, and all controls. With one screen the room sees it too
//! (SCREENS 6.5).

use eframe::egui::{CornerRadius, Rect, RichText, Stroke, StrokeKind, Ui, vec2};

use crate::pack::manifest::Prompt;
use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::keys::Act;
use crate::ui::screens::briefing::BriefingState;
use crate::ui::screens::briefing::bars;
use crate::ui::screens::briefing::notices;
use crate::ui::screens::briefing::side;
use crate::ui::screens::briefing::steps;
use crate::ui::screens::briefing::top_bar;
use crate::ui::screens::wall::{self, Place, RoomContent};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::part::{part, split_bottom, split_right, split_top};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, Model, icons};

/// Height of the text over the small picture.
const LABEL: f32 = 44.0;
/// Height of the part that names what comes next.
const NEXT: f32 = 128.0;
/// What the way to the next key point adds.
const POINTS: f32 = 48.0;

/// The whole view.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let mut rest = ui.max_rect();
    ui.painter().rect_filled(rest, 0.0, theme::ground(ui.ctx()));
    let top = split_top(&mut rest, bars::TOP);
    let mut aside = split_right(&mut rest, side::WIDTH);
    let points = prompt(session).map_or(0.0, |_| POINTS);
    let next = split_bottom(&mut aside, NEXT + points);
    let bottom = split_bottom(&mut rest, bars::bottom_height(session));
    let mut screen = rest.shrink2(vec2(space::XL, 0.0));
    screen.max.y -= space::L;
    let label = split_top(&mut screen, LABEL);
    let notices_height = notices::show(ui, model, screen, &mut state.away, commands);
    screen.min.y += notices_height.min(screen.height() / 2.0);
    let (place, shape) = if model.wall.is_on() {
        (Place::Preview, model.wall.shape())
    } else {
        (Place::OneScreen, 16.0 / 9.0)
    };
    let picture = shaped(screen, shape);
    part(ui, "label", label, |ui| words(ui, model, session, state));
    part(ui, "wall", picture, |ui| {
        // While a video runs on the wall, the small picture goes at a slower pace.
        let mut seen = RoomContent::of(model, session);
        let mut slower = seen.playing.cloned();
        if let (Place::Preview, Some(playing)) = (place, &mut slower) {
            playing.next_picture_in = None;
        }
        seen.playing = slower.as_ref();
        let room = &mut state.room;
        wall::show(ui, seen, place, room, picture.y_range(), commands);
    });
    let held = state.hold.is_blank() || state.hold.frozen().is_some();
    let line = if held {
        Stroke::new(3.0, t.warning)
    } else {
        Stroke::new(1.0, t.line)
    };
    let frame = picture.expand(line.width);
    ui.painter()
        .rect_stroke(frame, CornerRadius::ZERO, line, StrokeKind::Inside);
    part(ui, "top", top, |ui| {
        top_bar::show(ui, model, session, state, commands);
    });
    part(ui, "bottom", bottom, |ui| {
        bars::bottom(ui, model, session, state, commands);
    });
    part(ui, "side", aside, |ui| {
        side::show(ui, model, session, state, commands);
    });
    part(ui, "next", next, |ui| what_next(ui, session, commands));
}

/// The largest picture of this shape, in the middle above.
fn shaped(room: Rect, shape: f32) -> Rect {
    let width = room.width().min(room.height() * shape);
    let size = vec2(width, width / shape);
    let left = room.left() + (room.width() - width) / 2.0;
    Rect::from_min_size(eframe::egui::pos2(left, room.top()), size)
}

/// Text that describes what the room sees now.
fn words(ui: &mut Ui, model: &Model, session: &Session, state: &BriefingState) {
    let t = theme::tokens(ui.ctx());
    let (icon, text, color) = if state.hold.is_blank() {
        (
            icons::RECTANGLE,
            "Blank: the room sees black. B brings the picture back.".to_owned(),
            t.warning,
        )
    } else if let Some(frozen) = state.hold.frozen() {
        let (_, name) = steps::name(&frozen.session, frozen.session.stage());
        let text = if frozen.session.stage() == session.stage() {
            "Frozen: the room keeps this picture. F lets it go on.".to_owned()
        } else {
            let name = steps::shorten(&name, 32);
            format!("Frozen: the room still sees “{name}”. F lets it go on.")
        };
        (icons::SNOWFLAKE, text, t.warning)
    } else if model.wall.is_on() {
        (icons::MONITOR, "On the wall".to_owned(), t.muted)
    } else {
        (
            icons::MONITOR,
            "One screen: the room sees all of this".to_owned(),
            t.muted,
        )
    };
    ui.horizontal_centered(|ui| {
        ui.text_label(RichText::new(icon).size(20.0).color(color));
        ui.add(Label::new(RichText::new(text).color(color)).truncate());
    });
}

/// The prompt at this step, if it has key points.
fn prompt(session: &Session) -> Option<&Prompt> {
    let Some(OutlineStep::Prompt(n)) = session.step() else {
        return None;
    };
    let prompt = session.module().prompts.get(n)?;
    (!prompt.points.is_empty()).then_some(prompt)
}

/// The way to the next key point: it stays where it is, however long the notes are.
fn show_points(ui: &mut Ui, session: &Session, prompt: &Prompt, commands: &mut Vec<Command>) {
    let more = session.points_shown(&prompt.id) < prompt.points.len();
    ui.horizontal(|ui| {
        let text = if more {
            "Show next point"
        } else {
            "All points shown"
        };
        let next = Button::of(Act::Space).text(text).enabled(more);
        if ui.add(next.spoken("Show next point")).clicked() {
            commands.push(Command::Session(Event::ShowPoint));
        }
        if ui.add(Button::quiet("Show all").enabled(more)).clicked() {
            commands.push(Command::Session(Event::ShowAllPoints));
        }
    });
}

/// The step after this one, and the way to it.
fn what_next(ui: &mut Ui, session: &Session, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0.0, t.surface);
    let inside = rect.shrink2(vec2(space::L, space::M));
    part(ui, "inside", inside, |ui| {
        if let Some(prompt) = prompt(session) {
            show_points(ui, session, prompt, commands);
        }
        let after = session.outline().after(session.stage());
        let (icon, name) = steps::name(session, after.unwrap_or(Stage::SignOff));
        ui.horizontal(|ui| {
            ui.text_label(RichText::new("Next").color(t.muted).size(size::SMALL));
            ui.text_label(RichText::new(icon).color(t.muted));
            let text = RichText::new(&name).font(theme::bold(size::BODY));
            ui.add(Label::new(text).truncate());
        });
        ui.add_space(space::S);
        bars::next(ui, session, commands, true);
    });
}
