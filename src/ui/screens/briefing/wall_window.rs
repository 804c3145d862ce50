//! The window on the room's screen: what the room should see and nothing else (SCREENS 7.2).

use std::sync::Arc;

use eframe::egui::{Align2, CursorIcon, Ui, vec2};

use crate::session::{Session, Stage};
use crate::ui::screens::briefing::BriefingState;
use crate::ui::screens::wall::historical;
use crate::ui::screens::wall::{self, Place, RoomContent};
use crate::ui::theme::{self, wall as sizes};
use crate::ui::widgets::job_aid::AidContent;
use crate::ui::widgets::text;
use crate::ui::{Command, Model, Playing, Settings};

/// The pointer goes after so many seconds at rest (SCREENS 7.4).
const POINTER_HIDE_AFTER_SECS: f32 = 2.0;

/// What the wall is made of: a part of the [`Model`] that its window keeps for itself, as it is
/// painted at another pace.
#[derive(Clone, Default)]
pub struct WallModel {
    /// The briefing under way.
    pub session: Option<Arc<Session>>,
    /// The medium of this step.
    pub playing: Option<Playing>,
    /// Captions.
    pub settings: Settings,
    /// What there is of the job aid at this step.
    pub aid: Option<AidContent>,
    /// Whose roll call it is.
    pub station: String,
}

impl WallModel {
    /// What of all that there is the room may see.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let names = [
            Some(model.station.name.clone()),
            model.shift.as_ref().map(|now| now.shift.name.clone()),
        ];
        let names: Vec<String> = names
            .into_iter()
            .flatten()
            .filter(|n| !n.is_empty())
            .collect();
        Self {
            session: model.session.clone(),
            playing: model.playing.clone(),
            settings: model.settings.clone(),
            aid: model.aid.clone(),
            station: names.join(" · "),
        }
    }
}

/// Paints the wall over the whole of its window.
pub fn show(
    ui: &mut Ui,
    model: &WallModel,
    state: &mut BriefingState,
    commands: &mut Vec<Command>,
) {
    let screen = ui.max_rect();
    pointer(ui);
    if state.hold.is_blank() {
        ui.painter().rect_filled(screen, 0.0, theme::BLACK);
        return;
    }
    if let Some(frozen) = state.hold.frozen_mut() {
        let seen = RoomContent {
            session: &frozen.session,
            playing: frozen.playing.as_ref(),
            settings: &frozen.settings,
            aid: frozen.aid.as_ref(),
        };
        // Nothing is asked for: it stays as it is.
        let (room, mut nothing) = (&mut frozen.state, Vec::new());
        if matches!(seen.session.stage(), Stage::Step(_)) {
            wall::show(ui, seen, Place::Wall, room, screen.y_range(), &mut nothing);
        } else {
            card(ui, seen.session, &model.station);
        }
        return;
    }
    let Some(session) = model.session.as_deref() else {
        ui.painter().rect_filled(screen, 0.0, theme::BLACK);
        return;
    };
    if !matches!(session.stage(), Stage::Step(_)) {
        return card(ui, session, &model.station);
    }
    let seen = RoomContent {
        session,
        playing: model.playing.as_ref(),
        settings: &model.settings,
        aid: model.aid.as_ref(),
    };
    let room = &mut state.room;
    wall::show(ui, seen, Place::Wall, room, screen.y_range(), commands);
}

/// Between the steps: what this briefing is, and nothing of the roll (SCREENS 7.5).
fn card(ui: &mut Ui, session: &Session, station: &str) {
    let t = theme::tokens(ui.ctx());
    let mut screen = ui.max_rect();
    ui.painter()
        .rect_filled(screen, 0.0, theme::ground(ui.ctx()));
    if let Some(text) = historical::historical(session) {
        wall::strip(ui, &mut screen, &text);
    }
    let height = wall::wall_height(ui.max_rect());
    let width = screen.width() * (1.0 - 2.0 * sizes::MARGIN);
    let title = &session.module().title;
    let font = theme::bold(height * sizes::QUESTION);
    let line = crate::ui::widgets::wall_text::line_width(font.size, width);
    let galley = text::lines(ui, title, font, t.text, line);
    let middle = screen.center() - vec2(0.0, height * 0.05);
    let rect = Align2::CENTER_CENTER.anchor_size(middle, galley.size());
    let below = rect.center_bottom() + vec2(0.0, height * 0.05);
    ui.painter().galley(rect.min, galley, t.text);
    let font = theme::regular(height * sizes::SMALLEST);
    text::paint(ui, below, Align2::CENTER_TOP, station, font, t.muted);
    let id = ui.scope_id().with("card");
    let response = ui.interact(rect, id, eframe::egui::Sense::hover());
    response
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, title));
}

/// The pointer is seen while it moves.
fn pointer(ui: &Ui) {
    let still = ui.input(|input| input.pointer.time_since_last_movement());
    if still >= POINTER_HIDE_AFTER_SECS {
        ui.ctx().set_cursor_icon(CursorIcon::None);
    } else {
        let left = std::time::Duration::from_secs_f32(POINTER_HIDE_AFTER_SECS - still);
        ui.ctx().request_repaint_after(left);
    }
}
