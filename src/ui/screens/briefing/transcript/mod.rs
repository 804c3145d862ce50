//! The transcript beside what plays: it follows, and a press on a line goes there (SCREENS 6.11).

mod rows;

use eframe::egui::style::ScrollAnimation;
use eframe::egui::{
    Align, Align2, CornerRadius, Key, Modifiers, Rect, Response, RichText, Role, ScrollArea, Sense,
    Ui, WidgetInfo, pos2, vec2,
};

use crate::ui::action::{Action, Shortcut};
use crate::ui::keys::Act;
use crate::ui::screens::briefing::transcript::rows::{Rows, TIME};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::forms::{field, small};
use crate::ui::widgets::markdown_view::{self, Reading};
use crate::ui::widgets::side_panel;
use crate::ui::widgets::text::{self, Label, TextUi as _};
use crate::ui::{Command, Playback, Playing, time};

/// After somebody scrolled, the list stays for so many seconds (SCREENS 6.11).
const SCROLL_PAUSE_SECS: f64 = 6.0;
/// How long the list scrolls to the current line, in seconds (SCREENS 2.3).
const MOTION_SECS: f32 = 0.15;

/// State of the transcript between frames.
#[derive(Default)]
pub struct TranscriptState {
    search: String,
    rows: Rows,
    /// The line to which the list was moved last.
    followed: Option<usize>,
    /// Somebody scrolls: until then it does not move by itself.
    hands_off_until: f64,
    /// It moves by itself until then.
    moving_until: f64,
    offset: f32,
    /// A line has the focus.
    on_line: bool,
}

/// What can be done in the transcript beside scrolling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranscriptAction {
    /// To the field to search by.
    Find,
}

impl Action for TranscriptAction {
    const ALL: &'static [Self] = &[Self::Find];

    fn text(self) -> &'static str {
        "Find in the transcript"
    }

    fn tooltip(self) -> &'static str {
        "find in the transcript while it lies beside"
    }

    fn shortcuts(self) -> &'static [Shortcut] {
        const { &[Shortcut::with(Modifiers::COMMAND, Key::F, "Ctrl+F")] }
    }
}

impl TranscriptState {
    /// Before others take the keys: with the focus on a line, ↑ and ↓ go from line to line, which
    /// the focus does by itself.
    pub fn keys(&mut self, ui: &Ui) {
        if self.on_line {
            for key in [Key::ArrowUp, Key::ArrowDown] {
                ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            }
        }
    }
}

/// The transcript, over the whole of `ui`.
pub fn show(
    ui: &mut Ui,
    playing: Option<&Playing>,
    state: &mut TranscriptState,
    commands: &mut Vec<Command>,
) {
    state.on_line = false;
    let Some(playing) = playing else {
        return quiet(ui, "Nothing plays at this step.");
    };
    if playing.cues.is_empty() {
        return text(ui, playing);
    }
    let found = find(ui, state);
    state
        .rows
        .follow(ui, playing, &state.search, list_width(ui));
    if found && let Some(cue) = state.rows.first().and_then(|n| playing.cues.get(n)) {
        commands.push(Command::Playback(Playback::Seek(cue.start)));
    }
    let (some, all) = (state.rows.len(), playing.cues.len());
    if !state.search.is_empty() {
        let count = format!("{some} of {all} lines");
        ui.text_label(small(ui, count));
    }
    lines(ui, playing, state, commands);
}

fn quiet(ui: &mut Ui, text: &str) {
    let t = theme::tokens(ui.ctx());
    ui.add(Label::new(RichText::new(text).color(t.muted)).wrap());
}

/// Without captions: the transcript of the pack, which does not follow.
fn text(ui: &mut Ui, playing: &Playing) {
    let Some(transcript) = &playing.transcript else {
        return quiet(ui, "Neither captions nor a transcript come with this.");
    };
    ScrollArea::vertical()
        .id_salt(("transcript text", playing.ticket))
        .auto_shrink(false)
        .show(ui, |ui| {
            markdown_view::show(ui, transcript, Reading::Window);
        });
}

/// The field to search by; Ctrl+F goes there (SCREENS 12.29). Returns whether Enter was pressed in
/// it.
fn find(ui: &mut Ui, state: &mut TranscriptState) -> bool {
    let width = ui.available_width() - 2.0 * space::S;
    let response = field(ui, TranscriptAction::Find.text(), &mut state.search, width);
    let mut shortcuts = TranscriptAction::Find.shortcuts().iter();
    if shortcuts.any(|keys| keys.take(ui.ctx())) {
        response.request_focus();
    }
    if response.changed() {
        state.followed = None;
        state.hands_off_until = 0.0;
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// What the bar at the side leaves.
fn list_width(ui: &Ui) -> f32 {
    let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
    (ui.available_width() - bar - space::S).max(200.0)
}

fn lines(ui: &mut Ui, playing: &Playing, state: &mut TranscriptState, commands: &mut Vec<Command>) {
    let now = ui.input(|input| input.time);
    let current = rows::current(playing);
    let at = current.and_then(|current| state.rows.place_of(current));
    let follows = state.search.is_empty() && now >= state.hands_off_until;
    let move_to = at.filter(|at| follows && state.followed != Some(*at));
    if state.rows.len() == 0 {
        return quiet(ui, "No line has these words.");
    }
    let shown = ScrollArea::vertical()
        .id_salt(("transcript", playing.ticket, playing.track))
        .auto_shrink(false)
        .show_viewport(ui, |ui, viewport| {
            let origin = ui.min_rect().min;
            ui.set_height(state.rows.height());
            if let Some(row) = move_to {
                let (top, height) = state.rows.extent(row);
                let rect = Rect::from_min_size(
                    pos2(origin.x, origin.y + top),
                    vec2(viewport.width(), height),
                );
                let animation = ScrollAnimation::duration(MOTION_SECS);
                ui.scroll_to_rect_animation(rect, Some(Align::Center), animation);
                state.followed = Some(row);
                state.moving_until = now + f64::from(MOTION_SECS) + 0.1;
            }
            for row in state.rows.within(viewport.top(), viewport.bottom()) {
                let response = line(ui, playing, &state.rows, row, origin, current);
                if response.gained_focus() {
                    ui.scroll_to_rect(response.rect, None);
                }
                state.on_line |= response.has_focus();
                let number = state.rows.number(row);
                if let Some(cue) = number.and_then(|n| playing.cues.get(n))
                    && response.clicked()
                {
                    commands.push(Command::Playback(Playback::Seek(cue.start)));
                    state.hands_off_until = 0.0;
                }
            }
        });
    let offset = shown.state.clamped_offset().y;
    if (offset - state.offset).abs() > 0.5 && now > state.moving_until {
        state.hands_off_until = now + SCROLL_PAUSE_SECS;
        state.followed = None;
    }
    state.offset = offset;
    if now < state.hands_off_until && state.search.is_empty() {
        let left = std::time::Duration::from_secs_f64(state.hands_off_until - now);
        ui.ctx().request_repaint_after(left);
    }
}

/// One line: its time and its text.
fn line(
    ui: &mut Ui,
    playing: &Playing,
    rows: &Rows,
    row: usize,
    origin: eframe::egui::Pos2,
    current: Option<usize>,
) -> Response {
    let t = theme::tokens(ui.ctx());
    let number = rows.number(row).unwrap_or_default();
    let (top, height) = rows.extent(row);
    let rect = Rect::from_min_size(
        pos2(origin.x, origin.y + top),
        vec2(rows.width(), height - space::XS),
    );
    let response = ui.interact(rect, ui.scope_id().with(("line", number)), Sense::click());
    let Some(cue) = playing.cues.get(number) else {
        return response;
    };
    let is_current = current == Some(number);
    let clock = time::length(cue.start.as_millis());
    response.widget_info(|| {
        let spoken = format!("{clock} {}", cue.text.replace('\n', " "));
        WidgetInfo::selected(Role::Button, true, is_current, spoken)
    });
    let radius = CornerRadius::same(size::RADIUS);
    let painter = ui.painter();
    if is_current || response.hovered() {
        painter.rect_filled(rect, radius, t.raised);
    }
    if is_current {
        let bar = Rect::from_min_size(rect.min, vec2(space::XS, rect.height()));
        painter.rect_filled(bar, 0.0, t.accent);
    }
    if response.has_focus() {
        let inside = eframe::egui::StrokeKind::Inside;
        painter.rect_stroke(rect, radius, t.focus_ring(), inside);
    }
    let at = pos2(rect.left() + space::M, rect.top() + space::S + 2.0);
    let font = theme::regular(size::SMALL);
    text::paint(ui, at, Align2::LEFT_TOP, clock, font, t.muted);
    let galley = rows::set(ui, cue, rows.width());
    let at = pos2(rect.left() + TIME, rect.top() + space::S);
    ui.painter().galley(at, galley, t.text);
    response
}

/// The transcript as a panel of its own. Returns whether it was closed.
pub fn panel(
    ui: &mut Ui,
    playing: &Playing,
    state: &mut TranscriptState,
    commands: &mut Vec<Command>,
) -> bool {
    let key = Act::Transcript.key();
    side_panel(ui, Act::Transcript.text(), key, |ui| {
        show(ui, Some(playing), state, commands);
    })
}
