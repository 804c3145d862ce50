//! The seek bar with its chapters, and the volume (SCREENS 6.10).

use eframe::egui::accesskit::Action;
use eframe::egui::{
    Align2, CursorIcon, EventFilter, Key, Modifiers, Rect, Response, Sense, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::player::MediaTime;
use crate::ui::keys::{self, PlayerKey};
use crate::ui::screens::wall::video;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::button;
use crate::ui::widgets::text::{self, TextUi as _};
use crate::ui::{Command, Playback, Playing, time};

/// How far ← and → go with the focus on the bar (SCREENS 12.26).
const STEP_MILLIS: i64 = 5_000;
/// Later than this in a chapter, back goes to its beginning first.
const CHAPTER_BEGUN_MILLIS: i64 = 2_000;

/// Where the medium is; a click or a drag goes elsewhere, and so do ← →, Home and End once Tab
/// has come here. Otherwise the arrow keys belong to the steps.
pub fn bar(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let clock = video::clock(playing);
    ui.horizontal(|ui| {
        let font = theme::regular(size::SMALL);
        let galley = text::line(ui, &clock, font.clone(), t.text);
        let width = (ui.available_width() - galley.size().x - space::L).max(100.0);
        let (_, rect) = ui.allocate_space(vec2(width, size::TARGET));
        let response = ui.interact(rect, keys::seek_bar(), Sense::click_and_drag());
        let title = chapter_title(playing.position, playing);
        response.widget_info(|| {
            let chapter = if title.is_empty() { "" } else { ", " };
            WidgetInfo::slider(
                true,
                playing.position.as_secs_f64(),
                format!("Place, {clock}{chapter}{title}"),
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
            commands.extend(with_focus(ui, &response, playing));
        }
        if let Some(at) = response.hover_pos().or(response.interact_pointer_pos()) {
            let share = ((at.x - rail.left()) / rail.width()).clamp(0.0, 1.0);
            let to = place(share, playing);
            let hint = hint(to, playing);
            let anchor = pos2(
                at.x.clamp(rect.left() + 80.0, rect.right() - 80.0),
                rect.top(),
            );
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            text::paint(ui, anchor, Align2::CENTER_CENTER, hint, font, t.text);
            let moved = ui.input(|input| input.pointer.delta().x != 0.0);
            if response.clicked() || response.drag_stopped() {
                commands.push(Command::Playback(Playback::Seek(to)));
            } else if response.drag_started() || (response.dragged() && moved) {
                commands.push(Command::Playback(Playback::Scrub(to)));
            }
        } else if !title.is_empty() {
            let anchor = pos2(rect.left(), rect.top());
            text::paint(ui, anchor, Align2::LEFT_CENTER, title, font, t.text);
        }
        ui.add_space(space::S);
        ui.text_label(eframe::egui::RichText::new(clock).size(size::SMALL));
    });
}

/// What keys and screen readers ask of the bar while it has the focus.
fn with_focus(ui: &Ui, response: &Response, playing: &Playing) -> Option<Command> {
    let own = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, own));
    let seek = |to| Some(Command::Playback(Playback::Seek(to)));
    let (mut steps, mut to) = (0, None);
    ui.input_mut(|input| {
        for (key, asked, step) in [
            (Key::ArrowRight, Action::Increment, 1),
            (Key::ArrowLeft, Action::Decrement, -1),
        ] {
            let pressed = input.count_and_consume_key(Modifiers::NONE, key)
                + input.num_accesskit_action_requests(response.id, asked);
            steps += i64::try_from(pressed).unwrap_or(0) * step;
        }
        if input.consume_key(Modifiers::NONE, Key::Home) {
            to = Some(MediaTime::ZERO);
        }
        if input.consume_key(Modifiers::NONE, Key::End) {
            to = Some(playing.duration());
        }
    });
    match to {
        Some(to) => seek(to),
        None if steps != 0 => Some(Command::Playback(Playback::Skip(steps * STEP_MILLIS))),
        None => None,
    }
}

/// What a key asks of the player; nothing if it leads nowhere.
#[must_use]
pub fn by_key(key: PlayerKey, playing: &Playing) -> Option<Command> {
    let at = playing.position.as_millis();
    let mut begins = playing
        .chapters
        .iter()
        .filter_map(|chapter| i64::try_from(chapter.at_ms).ok());
    let playback = match key {
        PlayerKey::Slower => Playback::Speed(playing.speed.slower()),
        PlayerKey::Faster => Playback::Speed(playing.speed.faster()),
        PlayerKey::Back => Playback::Skip(-10_000),
        PlayerKey::On => Playback::Skip(10_000),
        PlayerKey::ChapterOn => {
            let next = begins.find(|begin| *begin > at)?;
            Playback::Seek(MediaTime::from_millis(next))
        }
        PlayerKey::ChapterBack => {
            let here = begins.rfind(|begin| *begin + CHAPTER_BEGUN_MILLIS <= at);
            Playback::Seek(MediaTime::from_millis(here.unwrap_or(0)))
        }
    };
    Some(Command::Playback(playback))
}

/// The title of the chapter at a place.
fn chapter_title(at: MediaTime, playing: &Playing) -> &str {
    let millis = at.as_millis();
    playing
        .chapters
        .iter()
        .rfind(|chapter| i64::try_from(chapter.at_ms).is_ok_and(|begin| begin <= millis))
        .map_or("", |chapter| chapter.title.as_str())
}

fn hint(to: MediaTime, playing: &Playing) -> String {
    let title = chapter_title(to, playing);
    format!("{}  {title}", time::length(to.as_millis()))
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
