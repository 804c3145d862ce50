//! Captions on the picture, where the author wants them and clear of the controls (SCREENS 7.10).

mod choices;
pub mod layout;
mod style;

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Color32, CornerRadius, Galley, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::player::captions::Cue;
use crate::ui::theme::{self, size, space, wall};
use crate::ui::widgets::text;
use layout::{Measured, Placed, Side, Stage, layout};

pub use choices::choices;
pub use style::{CaptionBack, CaptionSize, CaptionStyle};

/// Where captions are painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Canvas {
    /// What the room sees.
    pub screen: Rect,
    /// The picture on it.
    pub picture: Rect,
    /// The height of the wall, of which the screen may be what banners leave: type is measured
    /// by it.
    pub wall: f32,
    /// What of the screen's height is clear of controls.
    pub clear: eframe::egui::Rangef,
    /// Tells a medium, and a language of it, from others: its cues stand where they were put.
    pub medium: (u64, usize),
}

/// Where cues were put, and for which screen and type.
#[derive(Clone, Default)]
struct Kept(Option<(Canvas, f32, Vec<Placed>)>);

/// Paints the cues that show, each with its place among all of the medium.
pub fn captions(ui: &mut Ui, canvas: Canvas, cues: &[(usize, &Cue)], style: &CaptionStyle) {
    let screen = canvas.screen;
    let height = canvas.wall.min(screen.width() * 9.0 / 16.0);
    let font_size = height * wall::CAPTION * style.size.scale();
    let type_face = TypeFace::new(font_size);
    let margin = vec2(
        screen.width() * wall::MARGIN,
        screen.height() * wall::MARGIN,
    );
    let inside = screen.shrink2(margin);
    // Not quite at the controls.
    let between = canvas.clear.shrink(space::S);
    let clear = Rect::from_x_y_ranges(inside.x_range(), between.intersection(inside.y_range()));
    let stage = Stage {
        picture: canvas.picture,
        clear,
        widest: super::wall_text::line_width(font_size, inside.width()),
        gap: type_face.around.y,
    };
    let id = ui.scope_id().with("captions kept");
    let Kept(kept) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let kept = kept.filter(|(for_canvas, size, _)| (*for_canvas, *size) == (canvas, font_size));
    let kept = kept.map_or(Vec::new(), |(_, _, placed)| placed);
    let most = clear.height() - 2.0 * type_face.around.y;
    let placed = layout(cues, &stage, &kept, |cue, width, side| {
        let galley = type_face.set(ui, cue, width, most, side);
        Measured {
            size: galley.size() + 2.0 * type_face.around,
            line: galley.rows.first().map_or(font_size, |row| row.height()),
        }
    });
    for one in &placed {
        let Some((_, cue)) = cues.iter().find(|(number, _)| *number == one.number) else {
            continue;
        };
        let galley = type_face.set(ui, cue, one.width, most, one.side);
        paint(ui, one.rect, &type_face, &galley, one.side, style.back);
        let response = ui.interact(one.rect, id.with(one.number), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &cue.text));
    }
    let kept = Kept(Some((canvas, font_size, placed)));
    ui.data_mut(|data| data.insert_temp(id, kept));
}

/// The type of captions.
struct TypeFace {
    size: f32,
    /// What lies around the text.
    around: Vec2,
}

impl TypeFace {
    fn new(size: f32) -> Self {
        Self {
            size,
            around: vec2(size * 0.4, size * 0.12),
        }
    }

    /// A cue in type, no wider than `width` with what lies around it, no higher than `most`.
    fn set(&self, ui: &Ui, cue: &Cue, width: f32, most: f32, side: Side) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        for (part, style) in cue.runs() {
            let font_id = if style.bold || style.voice {
                theme::bold(self.size)
            } else {
                theme::regular(self.size)
            };
            let underline = if style.underline {
                Stroke::new((self.size / 16.0).max(1.0), theme::CAPTION)
            } else {
                Stroke::NONE
            };
            let format = TextFormat {
                font_id,
                color: theme::CAPTION,
                italics: style.italic,
                underline,
                ..TextFormat::default()
            };
            job.append(part, 0.0, format);
        }
        job.wrap.max_width = (width - 2.0 * self.around.x).max(self.size);
        job.wrap.max_rows = rows_in(most, self.size);
        job.halign = match side {
            Side::Left => Align::LEFT,
            Side::Middle => Align::Center,
            Side::Right => Align::RIGHT,
        };
        text::sections(ui, job)
    }
}

/// How many lines of type of this size fit. Inter's lines are 1.21 of its size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some lines"
)]
fn rows_in(height: f32, size: f32) -> usize {
    (height / (size * 1.25)).floor().clamp(1.0, 40.0) as usize
}

fn paint(
    ui: &Ui,
    rect: Rect,
    type_face: &TypeFace,
    galley: &Arc<Galley>,
    side: Side,
    back: CaptionBack,
) {
    let t = theme::tokens(ui.ctx());
    let inside = rect.shrink2(type_face.around);
    // Text that is not aligned to the left is laid out around its line.
    let at = match side {
        Side::Left => inside.left_top(),
        Side::Middle => inside.center_top(),
        Side::Right => inside.right_top(),
    };
    let radius = CornerRadius::same(size::RADIUS);
    let painter = ui.painter();
    match back {
        CaptionBack::Outline => outline(ui, at, type_face.size, galley),
        CaptionBack::Band => {
            painter.rect_filled(rect, radius, t.caption_back());
        }
        CaptionBack::Box => {
            painter.rect_filled(rect, radius, theme::BLACK);
        }
    }
    painter.galley(at, Arc::clone(galley), Color32::PLACEHOLDER);
}

/// A dark edge around the letters, as wide as a stroke of theirs at most.
fn outline(ui: &Ui, at: Pos2, font_size: f32, galley: &Arc<Galley>) {
    let far = (font_size * 0.055).max(1.0);
    let near = far * std::f32::consts::FRAC_1_SQRT_2;
    for (x, y) in [
        (far, 0.0),
        (near, near),
        (0.0, far),
        (-near, near),
        (-far, 0.0),
        (-near, -near),
        (0.0, -far),
        (near, -near),
    ] {
        let at = pos2(at.x + x, at.y + y);
        ui.painter()
            .galley_with_override_text_color(at, Arc::clone(galley), theme::BLACK);
    }
}
