//! The bar above a briefing: which one, how far, how long still, and what the wall does
//! (SCREENS 6.2).

use eframe::egui::{Align, Layout, RichText, Ui};

use crate::session::{Session, Stage};
use crate::ui::action::Action as _;
use crate::ui::keys::Act;
use crate::ui::room::WallCommand;
use crate::ui::screens::briefing::acts;
use crate::ui::screens::briefing::bars::{at_desk, bar};
use crate::ui::screens::briefing::{BriefingState, Side};
use crate::ui::screens::wall::historical::historical;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::{Command, Model, Screen, icons, time};

/// Which briefing, which step, how long it is still planned to last, and what the wall does.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    bar(ui, |ui| {
        ui.horizontal(|ui| {
            let leave = Button::quiet("Board").icon(icons::ARROW_LEFT);
            if ui.add(leave.spoken("Leave to the board")).clicked() {
                commands.push(Command::Show(Screen::Board));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let steps = Button::of(Act::Escape).as_quiet().icon(icons::LIST);
                let open = state.side == Some(Side::Steps);
                if ui.add(steps.chosen(open)).clicked() {
                    state.flip(Side::Steps);
                }
                wall_controls(ui, model, session, state, commands);
                let where_now = format!(
                    "{} · {} · {}",
                    place(session),
                    minutes_left(session),
                    time::clock(model.now.local())
                );
                ui.text_label(RichText::new(where_now).color(t.muted));
                ui.add_space(space::M);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    // Where this bar covers the wall's banner it shows the same text.
                    let covers = !at_desk(model, state) && session.step().is_some();
                    if covers && historical(session).is_some() {
                        let as_of = session.plan().pack.manifest.as_of.year();
                        let text = RichText::new(format!("Historical, {as_of}"));
                        ui.text_label(text.color(t.warning));
                        ui.add_space(space::S);
                    }
                    let title = RichText::new(&session.module().title);
                    ui.add(Label::new(title.font(theme::bold(size::BODY))).truncate());
                });
            });
        });
    });
    progress(ui, session);
}

/// How much of the briefing is behind, as a line along the bar's lower edge.
fn progress(ui: &mut Ui, session: &Session) {
    let t = theme::tokens(ui.ctx());
    let steps = session.outline().steps().len();
    let done = match session.stage() {
        Stage::Overview => 0,
        Stage::Step(n) => n + 1,
        Stage::Roll | Stage::SignOff | Stage::Recorded => steps,
    };
    let share = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    let rect = ui.max_rect();
    let line = rect.with_min_y(rect.bottom() - 3.0);
    let width = line.width() * share(done) / share(steps.max(1));
    ui.painter().rect_filled(line, 0.0, t.raised);
    let line = line.with_max_x(line.left() + width);
    ui.painter().rect_filled(line, 0.0, t.accent);
}

/// Wall, blank, freeze. Where there is room, each shows its key.
fn wall_controls(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let wall = &model.wall;
    let wide = ui.available_width() > 860.0;
    let button = |act: Act, text: &'static str| {
        let button = Button::of(act).as_quiet().text(text);
        if wide { button } else { button.no_key() }
    };
    let words = |act: Act| if wide { act.text() } else { "" };
    if wall.is_on() {
        let frozen = state.hold.frozen().is_some();
        let button = button(Act::Freeze, words(Act::Freeze)).icon(icons::SNOWFLAKE);
        let button = button.spoken("Freeze the wall");
        if ui.add(button.chosen(frozen)).clicked() {
            acts::freeze(model, state, commands);
        }
    }
    if matches!(session.stage(), Stage::Step(_)) {
        let blank = state.hold.is_blank();
        let button = button(Act::Blank, words(Act::Blank)).icon(icons::RECTANGLE);
        let button = button.spoken("Blank the wall");
        if ui.add(button.chosen(blank)).clicked() {
            state.hold.flip_blank(model.playing.as_ref(), commands);
        }
    }
    if wall.monitors.len() > 1 {
        let text = if wall.is_on() {
            "Wall: on"
        } else {
            "Wall: off"
        };
        if ui
            .add(button(Act::Wall, text).icon(icons::MONITOR))
            .clicked()
        {
            commands.push(Command::Wall(WallCommand::Flip));
        }
    }
}

fn place(session: &Session) -> String {
    match session.stage() {
        Stage::Overview => "overview".to_owned(),
        Stage::Step(n) => format!("step {} of {}", n + 1, session.outline().steps().len()),
        Stage::Roll => "roll".to_owned(),
        Stage::SignOff => "sign-off".to_owned(),
        Stage::Recorded => "recorded".to_owned(),
    }
}

fn minutes_left(session: &Session) -> String {
    let planned = i64::from(session.module().minutes);
    if session.started_at().is_none() {
        return format!("{planned} min planned");
    }
    let gone = i64::try_from(session.open_secs() / 60).unwrap_or(i64::MAX);
    match planned - gone {
        left if left > 0 => format!("{left} min left of {planned}"),
        left => format!("{} min over {planned}", -left),
    }
}
