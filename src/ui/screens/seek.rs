//! The seek bar with its chapters, and the volume.

use eframe::egui::{Align2, CursorIcon, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::player::MediaTime;
use crate::ui::screens::video;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::button;
use crate::ui::{Command, Playback, Playing, time};

/// Where the medium is; a click or a drag goes elsewhere. The arrow keys belong to the steps.
pub fn bar(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let clock = video::clock(playing);
    ui.horizontal(|ui| {
        let font = theme::regular(size::SMALL);
        let galley = ui
            .painter()
            .layout_no_wrap(clock.clone(), font.clone(), t.text);
        let width = (ui.available_width() - galley.size().x - space::L).max(100.0);
        let (rect, response) =
            ui.allocate_exact_size(vec2(width, size::TARGET), Sense::click_and_drag());
        response.widget_info(|| {
            WidgetInfo::slider(
                true,
                playing.position.as_secs_f64(),
                format!("Place, {clock}"),
            )
        });
        let rail = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
        let x = |share: f32| rail.left() + rail.width() * share;
        ui.painter().rect_filled(rail, 3.0, t.line);
        let done = Rect::from_min_max(rail.min, pos2(x(video::share(playing)), rail.bottom()));
        ui.painter().rect_filled(done, 3.0, t.accent);
        for chapter in playing.chapters.iter().skip(1) {
            let at = x(share_of(chapter.at_ms, playing));
            let tick = Rect::from_center_size(pos2(at, rail.center().y), vec2(2.0, 16.0));
            ui.painter().rect_filled(tick, 0.0, t.text);
        }
        ui.painter()
            .circle_filled(pos2(x(video::share(playing)), rail.center().y), 9.0, t.text);
        if response.has_focus() {
            button::focus_ring(ui, rect);
        }
        let pointer = response.hover_pos().or(response.interact_pointer_pos());
        if let Some(at) = pointer {
            let share = ((at.x - rail.left()) / rail.width()).clamp(0.0, 1.0);
            let to = place(share, playing);
            let text = hint(to, playing);
            let anchor = pos2(
                at.x.clamp(rect.left() + 80.0, rect.right() - 80.0),
                rect.top(),
            );
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            ui.painter()
                .text(anchor, Align2::CENTER_CENTER, text, font, t.text);
            if response.clicked() || response.dragged() {
                commands.push(Command::Playback(Playback::Seek(to)));
            }
        }
        ui.add_space(space::S);
        ui.label(eframe::egui::RichText::new(clock).size(size::SMALL));
    });
}

fn hint(to: MediaTime, playing: &Playing) -> String {
    let millis = to.as_millis();
    let chapter = playing
        .chapters
        .iter()
        .rfind(|c| i64::try_from(c.at_ms).is_ok_and(|at| at <= millis));
    let title = chapter.map_or("", |c| c.title.as_str());
    format!("{}  {title}", time::length(millis))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a share of the bar's width"
)]
fn share_of(millis: u64, playing: &Playing) -> f32 {
    let length = playing.duration().as_millis().max(1) as f64;
    (millis as f64 / length).clamp(0.0, 1.0) as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a place on the bar is a pixel wide"
)]
fn place(share: f32, playing: &Playing) -> MediaTime {
    MediaTime((playing.duration().0 as f64 * f64::from(share)) as i64)
}

/// How loud. Returns whether it is at nothing.
pub fn volume(ui: &mut Ui, volume: f32, commands: &mut Vec<Command>) -> bool {
    let t = theme::tokens(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(96.0, size::TARGET), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo {
        label: Some("Volume".to_owned()),
        ..WidgetInfo::slider(true, f64::from(volume * 100.0), "Volume")
    });
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
    ui.painter().rect_filled(rail, 3.0, t.line);
    let x = rail.left() + rail.width() * volume;
    let done = Rect::from_min_max(rail.min, pos2(x, rail.bottom()));
    ui.painter().rect_filled(done, 3.0, t.accent);
    ui.painter()
        .circle_filled(pos2(x, rail.center().y), 8.0, t.text);
    if response.has_focus() {
        button::focus_ring(ui, rect);
    }
    let moved = response.clicked() || response.dragged();
    if let (true, Some(at)) = (moved, response.interact_pointer_pos()) {
        commands.push(Command::Volume((at.x - rail.left()) / rail.width()));
    }
    volume <= 0.0
}
