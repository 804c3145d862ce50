//! The bars above and below a briefing: where it stands, what comes next, and the player's
//! controls.

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, Ui};

use crate::pack::manifest::Status;
use crate::player::{Speed, State};
use crate::session::{Event, OutlineStep, Session, Stage};
use crate::ui::keys::PlayerKey;
use crate::ui::room::WallCommand;
use crate::ui::screens::briefing::{self, BriefingState, Side};
use crate::ui::screens::{acts, captions_menu, seek, sign_off};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::{Tone, banner};
use crate::ui::widgets::{Button, button};
use crate::ui::{Command, Model, Playback, Playing, Screen, icons, time};

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

/// Which briefing, which step, how long it is still planned to last, and what the wall does.
pub fn top(
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
                let steps = Button::quiet("Steps").icon(icons::LIST).key("Esc");
                let open = state.side == Some(Side::Steps);
                if ui.add(steps.chosen(open)).clicked() {
                    briefing::flip(state, Side::Steps);
                }
                wall_controls(ui, model, session, state, commands);
                let where_now = format!(
                    "{} · {} · {}",
                    place(session),
                    minutes_left(model, session),
                    time::clock(model.now.local())
                );
                ui.label(RichText::new(where_now).color(t.muted));
                ui.add_space(space::M);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    // Where this bar lies over the wall's banner it says the same.
                    let covers = !at_desk(model, state) && session.step().is_some();
                    if covers && historical(session).is_some() {
                        let as_of = session.plan().pack.manifest.as_of.year();
                        let text = RichText::new(format!("Historical, {as_of}"));
                        ui.label(text.color(t.warning));
                        ui.add_space(space::S);
                    }
                    let title = RichText::new(&session.module().title);
                    ui.add(Label::new(title.font(theme::bold(size::BODY))).truncate());
                });
            });
        });
    });
    progress(ui, session);
    tick(ui, model);
}

/// Whether steps are seen beside notes and controls, not under them.
#[must_use]
pub fn at_desk(model: &Model, state: &BriefingState) -> bool {
    model.wall.is_on() || state.side.is_some()
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

/// Wall, blank, freeze. Where there is room, each says its key.
fn wall_controls(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let wall = &model.wall;
    let wide = ui.available_width() > 860.0;
    let words = |text: &'static str| if wide { text } else { "" };
    let key = |button: Button<'static>, key: &'static str| {
        if wide { button.key(key) } else { button }
    };
    if wall.is_on() {
        let frozen = state.hold.frozen().is_some();
        let button = Button::quiet(words("Freeze")).icon(icons::SNOWFLAKE);
        let button = key(button.spoken("Freeze the wall").chosen(frozen), "F");
        if ui.add(button).clicked() {
            acts::freeze(model, state, commands);
        }
    }
    if matches!(session.stage(), Stage::Step(_)) {
        let blank = state.hold.is_blank();
        let button = Button::quiet(words("Blank")).icon(icons::RECTANGLE);
        let button = key(button.spoken("Blank the wall").chosen(blank), "B");
        if ui.add(button).clicked() {
            state.hold.flip_blank(model.playing.as_ref(), commands);
        }
    }
    if wall.monitors.len() > 1 {
        let text = if wall.is_on() {
            "Wall: on"
        } else {
            "Wall: off"
        };
        let button = key(Button::quiet(text).icon(icons::MONITOR), "W");
        if ui.add(button).clicked() {
            commands.push(Command::Wall(WallCommand::Flip));
        }
    }
}

/// The clock and the time left go on while nothing else happens.
fn tick(ui: &Ui, model: &Model) {
    let seconds = u64::try_from(model.now.local().second()).unwrap_or(0);
    let left = std::time::Duration::from_secs(60_u64.saturating_sub(seconds).max(1));
    ui.ctx().request_repaint_after(left);
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

fn minutes_left(model: &Model, session: &Session) -> String {
    let planned = i64::from(session.module().minutes);
    let Some(started) = session.started_at() else {
        return format!("{planned} min planned");
    };
    let gone = model.now.seconds_since(started).max(0) / 60;
    match planned - gone {
        left if left > 0 => format!("{left} min left of {planned}"),
        left => format!("{} min over {planned}", -left),
    }
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

/// Back, what this step offers, and on.
pub fn bottom(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    bar(ui, |ui| {
        if let (Some(OutlineStep::Play(_)), Some(playing)) = (session.step(), &model.playing) {
            seek::bar(ui, playing, commands);
        }
        ui.horizontal(|ui| {
            ui.set_min_height(52.0);
            let at_start = session.stage() == Stage::Overview;
            let over = session.stage() == Stage::Recorded || session.is_signing();
            let back = Button::new("Back").icon(icons::CARET_LEFT).key("PageUp");
            if ui.add(back.enabled(!at_start && !over)).clicked() {
                commands.push(Command::Session(Event::Back));
            }
            let room = ui.available_width() - NOTES - NEXT;
            offers(ui, room, model, session, state, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                next(ui, session, commands, false);
                if matches!(session.stage(), Stage::Step(_)) {
                    let notes = Button::quiet("Notes").icon(icons::NOTEPAD).key("N");
                    if ui
                        .add(notes.chosen(state.side == Some(Side::Notes)))
                        .clicked()
                    {
                        briefing::flip(state, Side::Notes);
                    }
                    references(ui, session, state);
                }
            });
        });
    });
}

/// The same beside the notes, where going on has its place elsewhere.
pub fn desk_bottom(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    bar(ui, |ui| {
        if let (Some(OutlineStep::Play(_)), Some(playing)) = (session.step(), &model.playing) {
            seek::bar(ui, playing, commands);
        }
        ui.horizontal(|ui| {
            ui.set_min_height(52.0);
            let back = Button::new("Back").icon(icons::CARET_LEFT).key("PageUp");
            if ui.add(back).clicked() {
                commands.push(Command::Session(Event::Back));
            }
            // Key points are shown from beside their notes.
            if !matches!(session.step(), Some(OutlineStep::Prompt(_))) {
                let notes = if model.wall.is_on() { 0.0 } else { NOTES };
                let room = ui.available_width() - notes;
                offers(ui, room, model, session, state, commands);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                references(ui, session, state);
                if !model.wall.is_on() {
                    let notes = Button::quiet("Notes").icon(icons::NOTEPAD).key("N");
                    let open = state.side == Some(Side::Notes);
                    if ui.add(notes.chosen(open)).clicked() {
                        briefing::flip(state, Side::Notes);
                    }
                }
            });
        });
    });
}

/// The one thing to do next.
pub fn next(ui: &mut Ui, session: &Session, commands: &mut Vec<Command>, fill: bool) {
    let (text, on) = match session.stage() {
        Stage::Recorded => ("To the board", Command::Show(Screen::Board)),
        Stage::SignOff => return sign_off::acts(ui, session, commands),
        Stage::Overview => ("Begin", Command::Session(Event::Next)),
        stage => match session.outline().after(stage) {
            Some(Stage::Roll) => ("To the roll", Command::Session(Event::Next)),
            Some(Stage::SignOff) => ("To sign-off", Command::Session(Event::Next)),
            _ => ("Next", Command::Session(Event::Next)),
        },
    };
    let button = Button::primary(text)
        .trailing(icons::CARET_RIGHT)
        .key("PageDown")
        .large();
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
    let text = if state.side.is_none() {
        "References"
    } else {
        ""
    };
    let button = Button::quiet(text).icon(icons::QR_CODE).key("R");
    if ui
        .add(
            button
                .spoken("References")
                .chosen(state.room.references.is_open()),
        )
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
            if player_controls(ui, room, model, playing, commands, toggle) {
                briefing::flip(state, Side::Transcript);
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
            let show = Button::new(&text).key("Space").enabled(shown < all);
            if ui.add(show.spoken("Show next point")).clicked() {
                commands.push(Command::Session(Event::ShowPoint));
            }
        }
        (Some(OutlineStep::Text(_) | OutlineStep::Updates), _) if state.room.wall.is_long() => {
            let more = ui.add(Button::new("More").key("Space"));
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

/// From these widths on there is room for Mute, for the volume, for the chapters, for words.
const MUTE: f32 = 500.0;
const VOLUME: f32 = 650.0;
const CHAPTERS: f32 = 710.0;
const WORDS: f32 = 850.0;

/// −10 s, play or pause, +10 s, time, captions, volume, as far as they have room in `width`.
/// Returns whether the transcript was asked for.
pub fn player_controls(
    ui: &mut Ui,
    width: f32,
    model: &Model,
    playing: &Playing,
    commands: &mut Vec<Command>,
    toggle: impl FnOnce(&Playing, &mut Vec<Command>),
) -> bool {
    let t = theme::tokens(ui.ctx());
    let settings = &model.settings;
    let roomy = width >= WORDS;
    if button::icon_button(ui, icons::REWIND, "Back 10 seconds", None).clicked() {
        commands.push(Command::Playback(Playback::Skip(-10_000)));
    }
    let running = matches!(playing.state, State::Playing | State::Opening);
    let (icon, text) = if running {
        (icons::PAUSE, "Pause")
    } else {
        (icons::PLAY, "Play")
    };
    let play = Button::new(if roomy { text } else { "" })
        .icon(icon)
        .spoken(text);
    if ui.add(play.key("Space")).clicked() {
        toggle(playing, commands);
    }
    if button::icon_button(ui, icons::FAST_FORWARD, "On 10 seconds", None).clicked() {
        commands.push(Command::Playback(Playback::Skip(10_000)));
    }
    if width >= CHAPTERS && playing.chapters.len() > 1 {
        chapter_controls(ui, playing, commands);
    }
    speed_control(ui, playing, commands);
    let captions = Button::quiet(if roomy { "Captions" } else { "" }).icon(icons::SUBTITLES);
    let captions = captions
        .key("C")
        .spoken("Captions")
        .chosen(settings.captions);
    if ui.add(captions).clicked() {
        commands.push(Command::Captions(!settings.captions));
    }
    let transcript = captions_menu::button(ui, settings, playing, commands);
    let (icon, spoken) = if settings.muted {
        (icons::SPEAKER_X, "Sound on")
    } else {
        (icons::SPEAKER_HIGH, "Mute")
    };
    if width >= MUTE && button::icon_button(ui, icon, spoken, None).clicked() {
        commands.push(Command::Mute(!settings.muted));
    }
    if width >= VOLUME && seek::volume(ui, settings.volume, commands) {
        ui.label(RichText::new("silent").color(t.muted));
    }
    transcript
}

/// How fast it plays; each press is a step faster, after the fastest the slowest.
fn speed_control(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    let speed = playing.speed;
    let faster = match speed.faster() {
        same if same == speed => Speed::STEPS.first().copied().unwrap_or(Speed::NORMAL),
        faster => faster,
    };
    let (text, spoken) = (speed.to_string(), format!("Speed {speed}"));
    let button = Button::quiet(&text).spoken(&spoken).key("− +");
    if ui.add(button.chosen(speed != Speed::NORMAL)).clicked() {
        commands.push(Command::Playback(Playback::Speed(faster)));
    }
}

fn chapter_controls(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    for (key, icon, spoken) in [
        (PlayerKey::ChapterBack, icons::SKIP_BACK, "Chapter before"),
        (PlayerKey::ChapterOn, icons::SKIP_FORWARD, "Next chapter"),
    ] {
        if button::icon_button(ui, icon, spoken, None).clicked() {
            commands.extend(seek::by_key(key, playing));
        }
    }
}

/// On every screen of a historical module.
pub fn historical_banner(ui: &mut Ui, session: &Session) {
    if let Some(text) = historical(session) {
        banner(ui, Tone::Warning, &text);
    }
}

/// What the banner of a historical module says.
#[must_use]
pub fn historical(session: &Session) -> Option<String> {
    let manifest = &session.plan().pack.manifest;
    (manifest.status == Status::Historical).then(|| {
        format!(
            "Historical: as of {}. Not today's rules.",
            time::full_day(manifest.as_of)
        )
    })
}
