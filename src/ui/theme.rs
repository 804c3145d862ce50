//! The theme, all of it from tokens (SCREENS section 2, SCREENS section 3): the only file with a
//! literal color (SCREENS 2.2).

use std::sync::Arc;

use eframe::egui::{
    self, Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id,
    Margin, Shadow, Stroke, Style, TextStyle, Visuals, style::WidgetVisuals,
};
use serde::{Deserialize, Serialize};

use crate::ui::faces;

mod ground;

pub use ground::{cleared, ground};

/// Steps of spacing, in points (SCREENS 2.3).
pub mod space {
    /// Between an icon and its label.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Inside small boxes.
    pub const M: f32 = 12.0;
    /// Inside cards.
    pub const L: f32 = 16.0;
    /// Between cards.
    pub const XL: f32 = 24.0;
    /// Around a screen.
    pub const XXL: f32 = 32.0;
    /// Between parts of a screen.
    pub const XXXL: f32 = 48.0;
}

/// The type scale at 1280×720, in points (SCREENS 2.4). It grows with the window by [`fit`].
pub mod size {
    /// Titles.
    pub const TITLE: f32 = 32.0;
    /// Headings.
    pub const HEADING: f32 = 24.0;
    /// Body.
    pub const BODY: f32 = 18.0;
    /// The smallest on any screen.
    pub const SMALL: f32 = 15.0;
    /// The least height of anything that is pressed (SCREENS 2.6).
    pub const TARGET: f32 = 40.0;
    /// Corners.
    pub const RADIUS: u8 = 8;
}

/// The wall's type as shares of the screen's height (SCREENS 2.7).
pub mod wall {
    /// A question.
    pub const QUESTION: f32 = 0.08;
    /// Body text.
    pub const BODY: f32 = 0.055;
    /// Captions.
    pub const CAPTION: f32 = 0.055;
    /// The smallest type on the wall.
    pub const SMALLEST: f32 = 0.045;
    /// Margin on every side.
    pub const MARGIN: f32 = 0.06;
    /// Characters a line at most.
    pub const LINE: f32 = 45.0;
}

/// The height in points for which the type scale is made.
const DESIGN_HEIGHT: f32 = 720.0;
/// Narrower than this in points nothing fits side by side.
const DESIGN_WIDTH: f32 = 1000.0;

/// For which light a set of colors is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A dim room.
    #[default]
    Dark,
    /// A bright room.
    Light,
    /// For eyes that need more.
    HighContrast,
}

impl Look {
    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "Dark",
            Self::Light => "Light",
            Self::HighContrast => "High contrast",
        }
    }
}

/// The colors of one theme (SCREENS section 3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Behind everything.
    pub background: Color32,
    /// Cards, bars.
    pub surface: Color32,
    /// What lies on a card: buttons, fields.
    pub raised: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight.
    pub muted: Color32,
    /// Links, focus, what is chosen.
    pub accent: Color32,
    /// The one thing to do next.
    pub primary: Color32,
    /// Text on it.
    pub on_primary: Color32,
    /// Done, ready.
    pub good: Color32,
    /// Needs attention.
    pub warning: Color32,
    /// Wrong.
    pub problem: Color32,
    /// Lines, 1 px.
    pub line: Color32,
    /// Width of the focus ring.
    pub focus: f32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const DARK: Tokens = Tokens {
    background: rgb(0x000E_151C),
    surface: rgb(0x0017_212B),
    raised: rgb(0x0021_3040),
    text: rgb(0x00F1_F5F8),
    muted: rgb(0x00B3_C1CD),
    accent: rgb(0x007C_BBF5),
    primary: rgb(0x001F_6FBF),
    on_primary: rgb(0x00FF_FFFF),
    good: rgb(0x005C_CB93),
    warning: rgb(0x00F4_BE56),
    problem: rgb(0x00FF_8A7A),
    line: rgb(0x0075_90A8),
    focus: 3.0,
};

const LIGHT: Tokens = Tokens {
    background: rgb(0x00F5_F7F9),
    surface: rgb(0x00FF_FFFF),
    raised: rgb(0x00E8_EEF3),
    text: rgb(0x0013_1C24),
    muted: rgb(0x0047_5663),
    accent: rgb(0x0015_5A9C),
    primary: rgb(0x0015_5A9C),
    on_primary: rgb(0x00FF_FFFF),
    good: rgb(0x001A_6B42),
    warning: rgb(0x007D_5000),
    problem: rgb(0x00A3_271A),
    line: rgb(0x0071_808E),
    focus: 3.0,
};

const HIGH_CONTRAST: Tokens = Tokens {
    background: rgb(0x0000_0000),
    surface: rgb(0x0000_0000),
    raised: rgb(0x001A_1A1A),
    text: rgb(0x00FF_FFFF),
    muted: rgb(0x00FF_FFFF),
    accent: rgb(0x00FF_E14D),
    primary: rgb(0x00FF_E14D),
    on_primary: rgb(0x0000_0000),
    good: rgb(0x006C_FF9E),
    warning: rgb(0x00FF_D24D),
    problem: rgb(0x00FF_9A8C),
    line: rgb(0x00FF_FFFF),
    focus: 4.0,
};

/// Behind captions and beside pictures: black, whatever the theme.
pub const BLACK: Color32 = Color32::BLACK;
/// Captions: white on black, whatever the theme (SCREENS 3.15).
pub const CAPTION: Color32 = Color32::WHITE;
/// Paper, and the light modules of a QR code, whatever the theme.
pub const PAPER: Color32 = Color32::WHITE;
/// The dark modules of a QR code, whatever the theme.
pub const INK: Color32 = Color32::BLACK;
/// A picture in its own colors.
pub const UNTINTED: Color32 = Color32::WHITE;
/// Nothing is painted.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

impl Tokens {
    /// The colors of a theme.
    #[must_use]
    pub const fn of(look: Look) -> Self {
        match look {
            Look::Dark => DARK,
            Look::Light => LIGHT,
            Look::HighContrast => HIGH_CONTRAST,
        }
    }

    /// The line around cards and fields.
    #[must_use]
    pub fn line(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }

    /// A quieter line, between the rows of a table.
    #[must_use]
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.raised)
    }

    /// The ring around what has the focus.
    #[must_use]
    pub fn focus_ring(&self) -> Stroke {
        Stroke::new(self.focus, self.accent)
    }

    /// Behind captions: dark enough for any picture, the picture still shows.
    #[must_use]
    pub fn caption_back(&self) -> Color32 {
        BLACK.gamma_multiply(0.78)
    }
}

/// The colors in force.
#[must_use]
pub fn tokens(ctx: &Context) -> Tokens {
    ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or(DARK)
}

/// The bold family's font.
#[must_use]
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("bold".into()))
}

/// The regular font.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Loads the typefaces; once, before the first frame.
pub fn install_fonts(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 3] = [
        ("inter", include_bytes!("fonts/Inter-Regular.otf")),
        ("inter-semibold", include_bytes!("fonts/Inter-SemiBold.otf")),
        ("phosphor", include_bytes!("fonts/Phosphor.ttf")),
    ];
    for (name, bytes) in faces {
        let data = FontData::from_static(bytes);
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    // Icons come second: Phosphor maps letters to blanks for its ligatures.
    for (family, face) in [
        (FontFamily::Proportional, "inter"),
        (FontFamily::Name("bold".into()), "inter-semibold"),
    ] {
        let mut faces = vec![face.to_owned(), "phosphor".to_owned()];
        faces.extend(fallback.iter().cloned());
        fonts.families.insert(family, faces);
    }
    ctx.set_fonts(fonts);
    faces::install(ctx);
}

/// Applies a theme.
pub fn apply(ctx: &Context, look: Look) {
    let tokens = Tokens::of(look);
    ctx.data_mut(|data| data.insert_temp(Id::NULL, tokens));
    ctx.set_theme(if look == Look::Light {
        egui::Theme::Light
    } else {
        egui::Theme::Dark
    });
    ctx.all_styles_mut(|style| dress(style, &tokens, look == Look::Light));
}

/// Lets everything grow with the window's height, up to twice (SCREENS 2.5).
pub fn fit(ctx: &Context) {
    let zoom = ctx.zoom_factor();
    let native = ctx.viewport_rect().size() * zoom;
    let wanted = (native.y / DESIGN_HEIGHT)
        .min(native.x / DESIGN_WIDTH)
        .clamp(1.0, 2.0);
    // Steps keep the type from shimmering while a window is dragged.
    let wanted = (wanted * 20.0).round() / 20.0;
    if (wanted - zoom).abs() > 0.01 && native.y > 1.0 {
        ctx.set_zoom_factor(wanted);
    }
}

fn dress(style: &mut Style, tokens: &Tokens, light: bool) {
    style.text_styles = [
        (TextStyle::Heading, bold(size::HEADING)),
        (TextStyle::Body, regular(size::BODY)),
        (TextStyle::Button, regular(size::BODY)),
        (TextStyle::Small, regular(size::SMALL)),
        (
            TextStyle::Monospace,
            FontId::new(size::SMALL, FontFamily::Monospace),
        ),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(space::S, space::S);
    spacing.button_padding = egui::vec2(space::L, space::S);
    spacing.interact_size = egui::vec2(size::TARGET, size::TARGET);
    spacing.window_margin = Margin::same(24);
    spacing.menu_margin = Margin::same(8);
    spacing.icon_width = space::XL;
    spacing.icon_width_inner = space::L;
    spacing.text_edit_width = 320.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    spacing.scroll.bar_width = space::M;
    style.animation_time = 0.12;
    style.interaction.selectable_labels = false;
    style.visuals = visuals(tokens, light);
}

fn visuals(tokens: &Tokens, light: bool) -> Visuals {
    let mut visuals = if light {
        Visuals::light()
    } else {
        Visuals::dark()
    };
    let radius = CornerRadius::same(size::RADIUS);
    let widget = |fill: Color32, stroke: Stroke, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: stroke,
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let accent = Stroke::new(1.0, tokens.accent);
    visuals.widgets.noninteractive = widget(tokens.surface, tokens.hairline(), tokens.text);
    visuals.widgets.inactive = widget(tokens.raised, tokens.line(), tokens.text);
    visuals.widgets.hovered = widget(tokens.raised, accent, tokens.text);
    visuals.widgets.active = widget(tokens.raised, tokens.focus_ring(), tokens.text);
    visuals.widgets.open = widget(tokens.raised, accent, tokens.text);
    // The stroke is also the frame of a text field that has the focus.
    visuals.selection.bg_fill = tokens.accent.gamma_multiply(0.35);
    visuals.selection.stroke = tokens.focus_ring();
    visuals.weak_text_color = Some(tokens.muted);
    visuals.hyperlink_color = tokens.accent;
    visuals.faint_bg_color = tokens.surface;
    visuals.extreme_bg_color = tokens.background;
    visuals.text_edit_bg_color = Some(tokens.background);
    visuals.code_bg_color = tokens.raised;
    visuals.warn_fg_color = tokens.warning;
    visuals.error_fg_color = tokens.problem;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = tokens.line();
    visuals.panel_fill = tokens.background;
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;
    visuals.window_corner_radius = radius;
    visuals.menu_corner_radius = radius;
    visuals
}

#[cfg(test)]
mod tests;
