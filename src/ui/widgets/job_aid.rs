//! A job aid as large as it fits: pages, zoom, pan, "I Speak" cards. The same view is painted in
//! the sergeant's window with buttons and on the wall without.

use std::sync::Arc;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{
    self, ColorImage, Layout, Pos2, Rect, Response, Role, Sense, TextureFilter, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::documents::{Markdown, PageWanted};
use crate::pack::manifest::Card;
use crate::ui::action::Action as _;
use crate::ui::theme;
use crate::ui::widgets::aid_action::AidAction;
use crate::ui::widgets::forms::{heading, length};
use crate::ui::widgets::markdown_view::{self, Reading};
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, card_index, icon_button, problems};
use crate::words::Words;

/// Pages are drawn at one of these heights in pixels, so that two views of different sizes ask
/// for the same picture.
const STEPS: [u32; 6] = [540, 1_080, 1_620, 2_160, 3_240, 4_096];
const MAX_ZOOM: f32 = 6.0;
const ZOOM_STEP: f32 = 1.25;

/// A page that was drawn.
#[derive(Clone, Debug)]
pub struct PagePicture {
    /// What was asked for.
    pub wanted: PageWanted,
    /// The result.
    pub image: Arc<ColorImage>,
}

/// What there is of a document.
#[derive(Clone, Debug)]
pub enum AidContent {
    /// It is being read.
    Opening,
    /// A PDF, or a picture as one page.
    Pages {
        /// Width and height of each page, in any unit.
        sizes: Arc<[(f32, f32)]>,
        /// Pages drawn so far, at most one picture a page, the newest last.
        pictures: Vec<PagePicture>,
        /// Pages that cannot be drawn, or no larger than they are, and why, the newest last.
        undrawn: Vec<(u32, Arc<Words>)>,
    },
    /// Markdown.
    Text(Arc<Markdown>),
    /// It cannot be shown.
    Failed(Arc<Words>),
}

impl AidContent {
    /// Pages of which nothing is drawn yet.
    #[must_use]
    pub fn pages(sizes: Arc<[(f32, f32)]>) -> Self {
        Self::Pages {
            sizes,
            pictures: Vec::new(),
            undrawn: Vec::new(),
        }
    }

    /// What cannot be shown, of several what was found last.
    #[must_use]
    pub fn failure(&self) -> Option<&Arc<Words>> {
        match self {
            Self::Opening | Self::Text(_) => None,
            Self::Pages {
                pictures, undrawn, ..
            } => {
                let is_seen = |page| pictures.iter().any(|p| p.wanted.page == page);
                let mut unseen = undrawn.iter().filter(|(page, _)| !is_seen(*page));
                unseen.next_back().map(|(_, words)| words)
            }
            Self::Failed(words) => Some(words),
        }
    }

    fn count(&self) -> u32 {
        match self {
            Self::Pages { sizes, .. } => u32::try_from(sizes.len()).unwrap_or(u32::MAX),
            _ => 1,
        }
    }
}

/// What somebody does at a job aid: which page, how close. Kept as long as the job aid is open
/// (SCREENS 7.12, 7.13).
pub struct JobAidView {
    page: u32,
    zoom: f32,
    /// Which point of the page is in the middle, as shares of its width and height.
    center: Vec2,
    /// The card that fills the wall; nothing while the grid of labels is shown.
    card: Option<u32>,
    texture: Option<(PageWanted, TextureHandle)>,
    /// How far down a text it is, as a share of what is seen of it.
    down: f32,
    /// The place in a text is taken from the other view of it, not from the mouse.
    follows: bool,
}

impl Default for JobAidView {
    fn default() -> Self {
        Self {
            page: 0,
            zoom: 1.0,
            center: Vec2::splat(0.5),
            card: None,
            texture: None,
            down: 0.0,
            follows: false,
        }
    }
}

impl JobAidView {
    /// Of two windows that paint one view, this one stands where the other was rolled to.
    pub fn follow(&mut self, follows: bool) {
        self.follows = follows;
    }

    /// The same place, without its pictures.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self {
            texture: None,
            ..*self
        }
    }

    /// The page in view, from 0.
    #[must_use]
    pub fn page(&self) -> u32 {
        self.page
    }

    /// How close, 1 for the whole page.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// Whether the grid of card labels is shown instead of a page.
    #[must_use]
    pub fn shows_grid(&self, cards: &[Card]) -> bool {
        !cards.is_empty() && self.card.is_none()
    }

    /// Takes the keys that belong to the job aid (SCREENS 12.28); called before the briefing looks
    /// at the keys. `PageDown` on the last page and `PageUp` on the first are left to the briefing.
    pub fn keys(&mut self, ui: &Ui, content: &AidContent, cards: &[Card]) {
        if self.card.is_some() && !cards.is_empty() {
            if take_any_key(ui) {
                self.card = None;
                self.whole_page();
            }
            return;
        }
        if self.shows_grid(cards) {
            return;
        }
        for action in AidAction::ALL.iter().copied() {
            if self.is_possible(action, content)
                && action.shortcuts().iter().any(|keys| keys.take(ui.ctx()))
            {
                self.apply(action);
            }
        }
    }

    /// Whether there is such a page.
    fn is_possible(&self, action: AidAction, content: &AidContent) -> bool {
        match action {
            AidAction::NextPage => self.page + 1 < content.count(),
            AidAction::PageBefore => self.page > 0,
            AidAction::Larger | AidAction::Smaller | AidAction::WholePage => true,
        }
    }

    /// Does it.
    fn apply(&mut self, action: AidAction) {
        match action {
            AidAction::NextPage => self.turn_to(self.page.saturating_add(1)),
            AidAction::PageBefore => self.turn_to(self.page.saturating_sub(1)),
            AidAction::Larger => self.zoom_by(ZOOM_STEP),
            AidAction::Smaller => self.zoom_by(1.0 / ZOOM_STEP),
            AidAction::WholePage => self.whole_page(),
        }
    }

    /// Turns to a page, from 0, and shows the whole of it.
    pub fn turn_to(&mut self, page: u32) {
        self.page = page;
        self.whole_page();
    }

    fn whole_page(&mut self) {
        self.zoom = 1.0;
        self.center = Vec2::splat(0.5);
    }

    fn zoom_by(&mut self, factor: f32) {
        self.zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        if self.zoom < 1.01 {
            self.whole_page();
        }
    }

    /// Buttons for pages and zoom, for a row.
    pub fn controls_ui(&mut self, ui: &mut Ui, content: &AidContent, cards: &[Card]) {
        let AidContent::Pages { sizes, .. } = content else {
            return;
        };
        if self.shows_grid(cards) {
            return;
        }
        if !cards.is_empty() && ui.add(Button::new("All cards")).clicked() {
            self.card = None;
            self.whole_page();
        }
        let mut pressed = Vec::new();
        let mut button = |ui: &mut Ui, action: AidAction, key| {
            let icon = action.icon().unwrap_or_default();
            pressed.extend(
                icon_button(ui, icon, action.text(), key)
                    .clicked()
                    .then_some(action),
            );
        };
        if cards.is_empty() && sizes.len() > 1 {
            button(ui, AidAction::PageBefore, None);
            ui.text_label(format!("Page {} of {}", self.page + 1, content.count()));
            button(ui, AidAction::NextPage, None);
        }
        button(ui, AidAction::Smaller, AidAction::Smaller.key());
        ui.text_label(format!("{:.0} %", self.zoom * 100.0));
        button(ui, AidAction::Larger, AidAction::Larger.key());
        button(ui, AidAction::WholePage, AidAction::WholePage.key());
        for action in pressed {
            if self.is_possible(action, content) {
                self.apply(action);
            }
        }
    }

    /// Paints the job aid into what is left of the ui and returns the page that has yet to be
    /// drawn, if any. `wall`: the height of the wall in points where this is the wall.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        title: &str,
        content: &AidContent,
        cards: &[Card],
        wall: Option<f32>,
    ) -> Option<PageWanted> {
        match content {
            AidContent::Opening => {
                ui.centered_and_justified(|ui| ui.text_label("Opening…"));
                None
            }
            AidContent::Failed(words) => {
                failure_ui(ui, words, wall);
                None
            }
            AidContent::Text(text) => {
                let reading = wall.map_or(Reading::Window, |height| Reading::Wall {
                    body: height * theme::wall::BODY,
                    smallest: height * theme::wall::SMALLEST,
                });
                let mut area = egui::ScrollArea::vertical().auto_shrink([false, false]);
                if self.follows {
                    area = area
                        .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
                        .vertical_scroll_offset(self.down * ui.available_height());
                }
                let shown = area.show(ui, |ui| markdown_view::show(ui, text, reading));
                if !self.follows {
                    let seen = shown.inner_rect.height().max(1.0);
                    self.down = shown.state.clamped_offset().y / seen;
                }
                None
            }
            AidContent::Pages { .. } if self.shows_grid(cards) => {
                if let Some(card) = card_index::show(ui, cards, wall) {
                    self.turn_to(card.page.saturating_sub(1));
                    self.card = Some(self.page);
                }
                None
            }
            AidContent::Pages {
                sizes,
                pictures,
                undrawn,
            } => {
                let mut undrawn = undrawn.iter();
                match undrawn.find(|(page, _)| *page == self.page) {
                    Some((_, words)) if !pictures.iter().any(|p| p.wanted.page == self.page) => {
                        failure_ui(ui, words, wall);
                        None
                    }
                    _ => self.page_ui(ui, title, sizes, pictures),
                }
            }
        }
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        title: &str,
        sizes: &[(f32, f32)],
        pictures: &[PagePicture],
    ) -> Option<PageWanted> {
        let last = u32::try_from(sizes.len().saturating_sub(1)).unwrap_or(0);
        self.page = self.page.min(last);
        let size = sizes.get(self.page as usize).copied().unwrap_or((1.0, 1.0));
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let what = format!("{title}, page {} of {}", self.page + 1, sizes.len());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &what));
        let whole = fit(size, rect.size());
        self.pan_and_zoom(ui, &response, rect, whole);
        let shown = whole * self.zoom;
        let page = self.place(rect, shown);
        let wanted = self.wanted(ui, shown);
        let ready = pictures
            .iter()
            .find(|picture| picture.wanted.page == self.page);
        let painter = ui.painter_at(rect);
        if let Some(picture) = ready {
            let texture = self.texture(ui, picture);
            let all = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
            painter.image(texture, page, all, theme::UNTINTED);
        } else {
            painter.rect_filled(page, 0.0, ui.visuals().faint_bg_color);
            let child = egui::UiBuilder::new()
                .max_rect(rect)
                .layout(Layout::centered_and_justified(egui::Direction::TopDown));
            ui.scope_builder(child, |ui| ui.text_label("Drawing the page…"));
        }
        let enough = ready.is_some_and(|picture| {
            picture.wanted.width >= wanted.width && picture.wanted.height >= wanted.height
        });
        (!enough).then_some(wanted)
    }

    fn pan_and_zoom(&mut self, ui: &Ui, response: &Response, rect: Rect, whole: Vec2) {
        if response.dragged() && self.zoom > 1.0 {
            self.center -= response.drag_delta() / (whole * self.zoom);
        }
        let zoom = ui.input(egui::InputState::zoom_delta);
        if response.contains_pointer() && (zoom - 1.0).abs() > f32::EPSILON {
            // The point under the pointer stays where it is.
            let pointer = ui.input(|i| i.pointer.hover_pos()).unwrap_or(rect.center());
            let off = pointer - rect.center();
            let under = self.center + off / (whole * self.zoom);
            self.zoom_by(zoom);
            self.center = under - off / (whole * self.zoom);
        }
        if response.double_clicked() {
            if self.zoom > 1.0 {
                self.whole_page();
            } else {
                self.zoom_by(2.0);
            }
        }
        // No further than the page's edge.
        let limit = |center: f32, shown: f32, room: f32| {
            let half = (room / shown / 2.0).min(0.5);
            center.clamp(half, 1.0 - half)
        };
        let shown = whole * self.zoom;
        self.center.x = limit(self.center.x, shown.x, rect.width());
        self.center.y = limit(self.center.y, shown.y, rect.height());
    }

    fn place(&self, rect: Rect, shown: Vec2) -> Rect {
        let min = rect.center() - self.center * shown;
        Rect::from_min_size(min, shown)
    }

    fn wanted(&self, ui: &Ui, shown: Vec2) -> PageWanted {
        let most = ui.input(|input| input.max_texture_side).min(4_096);
        let most = u32::try_from(most).unwrap_or(4_096);
        let step = |points: f32| {
            let pixels = points * ui.pixels_per_point();
            let fits = STEPS
                .into_iter()
                .find(|step| length(*step as usize) >= pixels);
            fits.unwrap_or(4_096).min(most)
        };
        PageWanted {
            page: self.page,
            width: step(shown.x),
            height: step(shown.y),
        }
    }

    fn texture(&mut self, ui: &Ui, picture: &PagePicture) -> egui::TextureId {
        if let Some((wanted, texture)) = &self.texture
            && *wanted == picture.wanted
        {
            return texture.id();
        }
        let options = TextureOptions {
            mipmap_mode: Some(TextureFilter::Linear),
            ..TextureOptions::LINEAR
        };
        let image = egui::ImageData::Color(Arc::clone(&picture.image));
        let texture = ui.ctx().load_texture("job aid", image, options);
        let id = texture.id();
        self.texture = Some((picture.wanted, texture));
        id
    }
}

/// Errors are shown to the sergeant, never on the wall.
/// Takes every key that was pressed, and what it would type; returns whether there was one.
fn take_any_key(ui: &Ui) -> bool {
    let is_press = |event: &egui::Event| matches!(event, egui::Event::Key { pressed: true, .. });
    ui.input_mut(|input| {
        let any = input.events.iter().any(is_press);
        if any {
            input
                .events
                .retain(|event| !is_press(event) && !matches!(event, egui::Event::Text(_)));
        }
        any
    })
}

fn failure_ui(ui: &mut Ui, words: &Words, wall: Option<f32>) {
    if wall.is_none() {
        problems::note_shown(ui.ctx(), words);
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() / 3.0);
            ui.text_label(heading(&words.headline));
            ui.text_label(&words.advice);
        });
    }
}

/// As large as fits, in the page's own shape.
fn fit((width, height): (f32, f32), room: Vec2) -> Vec2 {
    let sound = |side: f32| if side.is_finite() { side.max(0.1) } else { 1.0 };
    let (width, height) = (sound(width), sound(height));
    let scale = (room.x / width).min(room.y / height).max(0.0);
    vec2(width * scale, height * scale).max(Vec2::splat(1.0))
}
