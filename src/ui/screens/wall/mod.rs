//! What the room sees: no button, no note, no name, no error (SCREENS 1.2, section 7).

pub(in crate::ui) mod awake;
pub(in crate::ui) mod historical;
mod prompt;
pub(in crate::ui) mod references;
pub(in crate::ui) mod video;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{Rangef, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2};

use crate::documents::Markdown;
use crate::session::{OutlineStep, Session, Stage};
use crate::ui::screens::wall::references::ReferencesState;
use crate::ui::screens::wall::video::Canvas;
use crate::ui::theme::{self, wall};
use crate::ui::widgets::job_aid::{AidContent, JobAidView};
use crate::ui::widgets::markdown_view::{self, Reading};
use crate::ui::widgets::text;
use crate::ui::widgets::wall_text;
use crate::ui::{Command, Model, Playing, Settings, time};

/// How long the disclaimer stands over a video that is the first step (SCREENS 6.9).
const DISCLAIMER_SECS: f64 = 8.0;

/// What there is for the room to see.
#[derive(Clone, Copy)]
pub struct RoomContent<'a> {
    /// The briefing under way.
    pub session: &'a Session,
    /// The medium of this step.
    pub playing: Option<&'a Playing>,
    /// Captions.
    pub settings: &'a Settings,
    /// What there is of the job aid at this step.
    pub aid: Option<&'a AidContent>,
}

impl<'a> RoomContent<'a> {
    /// What there is of the briefing under way.
    #[must_use]
    pub fn of(model: &'a Model, session: &'a Session) -> Self {
        Self {
            session,
            playing: model.playing.as_ref(),
            settings: &model.settings,
            aid: model.aid.as_ref(),
        }
    }
}

/// Where the picture for the room is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the one window that there is.
    OneScreen,
    /// On the wall, in a window of its own.
    Wall,
    /// In the facilitator's view: a small preview of what the wall shows.
    Preview,
}

/// State of the room's picture between frames. Where there are two windows both paint from
/// this one, so that what is done in one is seen in the other.
#[derive(Default)]
pub struct RoomState {
    pub(in crate::ui) wall: WallState,
    pub(in crate::ui) aid: JobAidView,
    pub(in crate::ui) references: ReferencesState,
    /// At which stage the room is since when, for the timer.
    stage: Option<(Stage, f64)>,
    /// The time at which the timer stands still, where it does.
    still: Option<f64>,
}

impl RoomState {
    /// Begins a stage, if it is another one; returns whether it is.
    pub fn follow(&mut self, stage: Stage, now: f64) -> bool {
        if self.stage.is_some_and(|(before, _)| before == stage) {
            return false;
        }
        self.stage = Some((stage, now));
        self.aid = JobAidView::default();
        self.references.close();
        true
    }

    /// Seconds at this stage.
    fn seconds_here(&self, now: f64) -> f64 {
        let now = self.still.unwrap_or(now);
        self.stage.map_or(0.0, |(_, since)| (now - since).max(0.0))
    }

    /// Gives away what is painted now, to be kept as it is. What goes on begins at the same
    /// place with pictures of its own.
    #[must_use]
    pub fn part(&mut self, now: f64) -> Self {
        let wall = &self.wall;
        let goes_on = Self {
            wall: WallState {
                text: wall.text.clone(),
                canvas: Canvas::default(),
                ..*wall
            },
            aid: self.aid.apart(),
            references: self.references.apart(),
            stage: self.stage,
            still: None,
        };
        let mut kept = std::mem::replace(self, goes_on);
        kept.still = Some(now);
        kept
    }
}

/// What the wall remembers of videos and texts.
#[derive(Default)]
pub struct WallState {
    canvas: Canvas,
    /// The text on the wall, as it was read.
    text: Option<(String, Markdown)>,
    /// How far down the text the wall is, as a share of its height.
    down: f32,
    /// How far down its next part begins, as a share of its height.
    next: f32,
    /// The text is longer than the wall.
    long: bool,
    /// The rest of the text is asked for, once.
    turn: bool,
    ticket: u64,
    /// In pixels, as last set on the player.
    size: (u32, u32),
}

impl WallState {
    /// Whether the text on the wall is longer than the wall.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.long
    }

    /// Shows the next part of a long text; after the last the first.
    pub fn turn(&mut self) {
        self.turn = true;
    }
}

/// The step as the room sees it, over the whole of `ui`. `clear` are the heights without
/// controls.
pub fn show(
    ui: &mut Ui,
    seen: RoomContent<'_>,
    place: Place,
    state: &mut RoomState,
    clear: Rangef,
    commands: &mut Vec<Command>,
) {
    let session = seen.session;
    let mut screen = ui.max_rect();
    let height = wall_height(screen);
    let plays = matches!(session.step(), Some(OutlineStep::Play(_))) && seen.playing.is_some();
    // A film covers the wall itself, so that no layer is painted for nothing.
    if !plays || state.references.is_open() {
        ui.painter()
            .rect_filled(screen, 0.0, theme::ground(ui.ctx()));
    }
    for text in strips(seen) {
        strip(ui, &mut screen, &text);
    }
    let manifest = &session.plan().pack.manifest;
    let module = session.module();
    if state.references.is_open() {
        let all = references::of_step(module, session.step());
        return references::wall_ui(ui, screen, height, &all, &mut state.references);
    }
    match session.step() {
        Some(OutlineStep::Play(_)) => {
            play(ui, screen, clear, seen, place, &mut state.wall, commands);
        }
        Some(OutlineStep::Text(n)) => {
            if let Some(text) = module.texts.get(n) {
                let on_wall = &mut state.wall;
                page(ui, screen, place, (&text.title, &text.body), on_wall);
            }
        }
        Some(OutlineStep::Prompt(n)) => {
            if let Some(prompt) = module.prompts.get(n) {
                let seconds = state.seconds_here(ui.input(|input| input.time));
                let shown = session.points_shown(&prompt.id);
                prompt::show(ui, screen, height, prompt, shown, seconds);
            }
        }
        Some(OutlineStep::Updates) => {
            let updates = module.updates.iter().filter(|update| update.wall);
            let lines: Vec<String> = updates
                .map(|u| format!("- **{}** {}", time::full_day(u.date), u.text))
                .collect();
            let (title, body) = (time::since(manifest.as_of), lines.join("\n"));
            page(ui, screen, place, (&title, &body), &mut state.wall);
        }
        Some(OutlineStep::JobAid(n)) => {
            if let (Some(aid), Some(content)) = (module.job_aids.get(n), seen.aid) {
                // A page fills the wall; texts and labels keep its margins.
                let page = matches!(content, AidContent::Pages { .. });
                let room = if page && !state.aid.shows_grid(&aid.cards) {
                    screen
                } else {
                    wall_text::inside(screen)
                };
                let wanted = wall_text::column(ui, room, |ui| {
                    let view = &mut state.aid;
                    view.follow(place == Place::Wall);
                    view.ui(ui, &aid.title, content, &aid.cards, Some(height))
                });
                commands.extend(wanted.map(Command::AidPage));
            }
        }
        None => {}
    }
}

/// What stands above everything: that it is historical; at the beginning the disclaimer.
fn strips(seen: RoomContent<'_>) -> Vec<String> {
    let session = seen.session;
    let mut strips: Vec<String> = historical::historical(session).into_iter().collect();
    let disclaimer = &session.plan().pack.manifest.disclaimer;
    let early = seen
        .playing
        .is_none_or(|p| p.position.as_secs_f64() < DISCLAIMER_SECS);
    if session.stage() == Stage::Step(0) && early && !disclaimer.is_empty() {
        strips.push(disclaimer.clone());
    }
    strips
}

/// A line of text over the whole width; what is below it is what remains of the screen.
pub fn strip(ui: &mut Ui, screen: &mut Rect, words: &str) {
    let t = theme::tokens(ui.ctx());
    let height = wall_height(ui.max_rect());
    let font = theme::regular(height * wall::SMALLEST);
    let margin = screen.width() * wall::MARGIN;
    let width = screen.width() - 2.0 * margin;
    let galley = text::lines(ui, words, font, t.warning, width);
    let padding = height * 0.012;
    let used = galley.size().y + 2.0 * padding;
    let (top, rest) = screen.split_top_bottom_at_y(screen.top() + used);
    ui.painter().rect_filled(top, 0.0, t.surface);
    let at = pos2(top.left() + margin, top.top() + padding);
    ui.painter().galley(at, galley, t.warning);
    let response = ui.interact(top, ui.scope_id().with(("strip", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    *screen = rest;
}

fn play(
    ui: &mut Ui,
    screen: Rect,
    clear: Rangef,
    seen: RoomContent<'_>,
    place: Place,
    state: &mut WallState,
    commands: &mut Vec<Command>,
) {
    let Some(playing) = seen.playing else {
        return;
    };
    if state.ticket != playing.ticket {
        state.ticket = playing.ticket;
        state.canvas.clear();
        state.size = (0, 0);
    }
    let size = pixels(ui, screen);
    // The largest picture of it says how large pictures are made.
    if place != Place::Preview && state.size != size {
        state.size = size;
        commands.push(Command::DisplaySize(size.0, size.1));
    }
    let captions = seen.settings.captions_wanted();
    video::show(ui, screen, clear, playing, &mut state.canvas, captions);
}

/// The height by which type on the wall is measured: a narrow picture of it is a smaller one.
#[must_use]
pub fn wall_height(screen: Rect) -> f32 {
    screen.height().min(screen.width() * 9.0 / 16.0)
}

/// The size of a part of the window in pixels.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "screens have some thousand pixels"
)]
pub fn pixels(ui: &Ui, rect: Rect) -> (u32, u32) {
    let size = rect.size() * ui.ctx().pixels_per_point();
    (
        size.x.max(1.0).round() as u32,
        size.y.max(1.0).round() as u32,
    )
}

/// A title and a short Markdown text, as large as it fits (SCREENS 2.8).
fn page(
    ui: &mut Ui,
    screen: Rect,
    place: Place,
    (title, body): (&str, &str),
    state: &mut WallState,
) {
    let t = theme::tokens(ui.ctx());
    let height = wall_height(ui.max_rect());
    let inside = wall_text::inside(screen);
    if state.text.as_ref().is_none_or(|(text, _)| text != body) {
        state.text = Some((body.to_owned(), Markdown::parse(body)));
        state.down = 0.0;
    }
    let Some((_, text)) = &state.text else {
        return;
    };
    let smallest = wall::SMALLEST * height;
    wall_text::column(ui, inside, |ui| {
        wall_text::block(ui, title, theme::bold(height * wall::QUESTION), t.text);
        ui.add_space(height * 0.03);
        let room = ui.available_rect_before_wrap();
        let sizes = [wall::BODY * height, smallest];
        let body = wall_text::fitting(ui, &sizes, |ui, body| {
            let reading = Reading::Wall { body, smallest };
            markdown_view::height(ui, text, room, reading) <= room.height()
        });
        let mut area = ScrollArea::vertical()
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        // The wall follows page turns and scrolling in the facilitator's view.
        if place == Place::Wall {
            area = area.vertical_scroll_offset(state.down * height);
        } else if std::mem::take(&mut state.turn) {
            area = area.vertical_scroll_offset(state.next * height);
        }
        let shown = area.show(ui, |ui| {
            markdown_view::show(ui, text, Reading::Wall { body, smallest });
        });
        if place == Place::Wall {
            return;
        }
        let (whole, seen) = (shown.content_size.y, shown.inner_rect.height());
        let down = shown.state.clamped_offset().y;
        state.long = whole > seen + 1.0;
        state.down = down / height;
        // A line that was cut in half stands whole at the top of the next screen.
        let at_end = down + seen + 1.0 >= whole;
        state.next = if at_end {
            0.0
        } else {
            (down + seen - body * 1.5) / height
        };
    });
}
