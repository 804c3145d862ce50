//! The picture of a video, or calm where there is only sound, with captions on it (SCREENS 6.10,
//! 7.11).

use std::time::Duration;

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{
    ColorImage, Rangef, Rect, Role, Sense, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::player::captions::at;
use crate::player::{Picture, State};
use crate::ui::theme::{self, size, space, wall};
use crate::ui::widgets::caption::{self, CaptionStyle};
use crate::ui::widgets::text;
use crate::ui::{Playing, icons, time};

/// For how many pictures a filter that one window needed is kept.
const KEEP_FILTER_PICTURES: u64 = 100;

/// The texture into which pictures go, kept from picture to picture.
#[derive(Default)]
pub struct Canvas {
    texture: Option<TextureHandle>,
    number: Option<u64>,
    filter: TextureOptions,
    /// The last picture that was shown in another size than its own.
    scaled: Option<u64>,
}

impl Canvas {
    /// Takes a picture over into the texture, where it is another one.
    fn take(&mut self, ui: &Ui, picture: &Picture, screen: Rect) {
        let dimensions = [picture.width, picture.height];
        let fits = picture
            .width
            .checked_mul(picture.height)
            .and_then(|n| n.checked_mul(4))
            == Some(picture.rgba.len());
        if !fits || picture.width == 0 {
            return;
        }
        let filter = self.filter(ui, picture, screen);
        if self.number == Some(picture.number) && self.filter == filter {
            return;
        }
        // Opaque, so that premultiplied is the same and costs no sum a pixel.
        let image = ColorImage::from_rgba_premultiplied(dimensions, &picture.rgba);
        match &mut self.texture {
            Some(texture) if texture.size() == dimensions => {
                texture.set_partial([0, 0], image, filter);
            }
            texture => {
                *texture = Some(ui.ctx().load_texture("video", image, filter));
            }
        }
        self.number = Some(picture.number);
        self.filter = filter;
    }

    /// A picture as large as its place on the screen needs no filter, which without a graphics
    /// card is most of the work; unless another window shows it smaller.
    #[expect(
        clippy::cast_precision_loss,
        reason = "pictures have some thousand pixels"
    )]
    fn filter(&mut self, ui: &Ui, picture: &Picture, screen: Rect) -> TextureOptions {
        let size = vec2(picture.width as f32, picture.height as f32);
        let place = fit(ui, screen, size).size() * ui.ctx().pixels_per_point();
        if (place - size).abs().max_elem() > 0.5 {
            self.scaled = Some(picture.number);
        }
        let lately = |number: u64| number + KEEP_FILTER_PICTURES > picture.number;
        if self.scaled.is_some_and(lately) {
            TextureOptions::LINEAR
        } else {
            TextureOptions::NEAREST
        }
    }

    /// Forgets the picture: another medium begins.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Paints what plays into `screen`. Captions, where they are wanted, keep to the heights of
/// `clear`, where no controls lie.
pub fn show(
    ui: &mut Ui,
    screen: Rect,
    clear: Rangef,
    playing: &Playing,
    canvas: &mut Canvas,
    captions: Option<&CaptionStyle>,
) {
    let mut picture = screen;
    if let Some(due) = &playing.picture {
        canvas.take(ui, due, screen);
    }
    match &canvas.texture {
        Some(texture) if playing.has_pictures() => {
            picture = fit(ui, screen, texture.size_vec2());
            // Without a graphics card every layer over the whole screen is dear: black lies only
            // where the picture does not.
            for bar in around(screen, picture) {
                ui.painter().rect_filled(bar, 0.0, theme::BLACK);
            }
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter()
                .image(texture.id(), picture, uv, theme::UNTINTED);
        }
        _ => calm(ui, screen, playing),
    }
    let response = ui.interact(screen, ui.scope_id().with("picture"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &playing.title));
    if let Some(style) = captions {
        let canvas = caption::Canvas {
            screen,
            picture,
            wall: ui.max_rect().height(),
            clear,
            medium: (playing.ticket, playing.track),
        };
        let cues = at(&playing.cues, playing.position);
        caption::captions(ui, canvas, &cues, style);
    }
    if let Some(wait) = playing.next_picture_in {
        ui.ctx().request_repaint_after(wait);
    } else if matches!(playing.state, State::Playing) {
        // Sound only: the seek bar and the captions move on.
        ui.ctx().request_repaint_after(Duration::from_millis(200));
    }
}

/// The largest rectangle of this shape in the middle of the screen, on whole pixels.
fn fit(ui: &Ui, screen: Rect, picture: Vec2) -> Rect {
    let scale = (screen.width() / picture.x).min(screen.height() / picture.y);
    Rect::from_center_size(screen.center(), picture * scale)
        .round_to_pixels(ui.ctx().pixels_per_point())
}

/// What of the screen the picture leaves free: on two sides, if at all.
fn around(screen: Rect, picture: Rect) -> impl Iterator<Item = Rect> {
    let (left, right) = (picture.left(), picture.right());
    let (top, bottom) = (picture.top(), picture.bottom());
    [
        screen.with_max_y(top),
        screen.with_min_y(bottom),
        screen.with_max_x(left),
        screen.with_min_x(right),
    ]
    .into_iter()
    .filter(Rect::is_positive)
}

/// What is on the wall while there is no picture (SCREENS 7.11): the title, and that it is being
/// heard.
fn calm(ui: &mut Ui, screen: Rect, playing: &Playing) {
    let t = theme::tokens(ui.ctx());
    ui.painter()
        .rect_filled(screen, 0.0, theme::ground(ui.ctx()));
    if matches!(playing.state, State::Opening) {
        return;
    }
    let middle = screen.center() - vec2(0.0, screen.height() * 0.1);
    let icon = theme::regular(screen.height() * 0.14);
    let center = eframe::egui::Align2::CENTER_CENTER;
    text::paint(ui, middle, center, icons::WAVEFORM, icon, t.accent);
    let font = theme::bold(screen.height() * wall::BODY);
    let below = middle + vec2(0.0, screen.height() * 0.15);
    text::paint(ui, below, center, &playing.title, font, t.text);
    // Long recordings show how far they are without a picture that moves.
    let share = share(playing);
    let width = screen.width() * 0.4;
    let bar = Rect::from_center_size(
        below + vec2(0.0, screen.height() * 0.08),
        vec2(width, space::XS),
    );
    let radius = f32::from(size::RADIUS) / 4.0;
    ui.painter().rect_filled(bar, radius, t.raised);
    let done = Rect::from_min_size(bar.min, vec2(width * share, bar.height()));
    ui.painter().rect_filled(done, radius, t.accent);
}

/// How far it is, from 0 to 1.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of the bar's width"
)]
pub fn share(playing: &Playing) -> f32 {
    let length = playing.duration().as_secs_f64();
    if length > 0.0 {
        (playing.position.as_secs_f64() / length).clamp(0.0, 1.0) as f32
    } else {
        0.0
    }
}

/// `1:02 / 3:40`.
#[must_use]
pub fn clock(playing: &Playing) -> String {
    format!(
        "{} / {}",
        time::length(playing.position.as_millis()),
        time::length(playing.duration().as_millis())
    )
}
