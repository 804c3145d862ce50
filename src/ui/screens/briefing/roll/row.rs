//! One officer of the roll: who it is, and a button for each mark.

use eframe::egui::{
    Align, Align2, CornerRadius, Galley, Layout, Rect, Response, Role, Sense, StrokeKind, Ui,
    UiBuilder, WidgetInfo, vec2,
};

use super::{RollAction, RollState, mark_name};
use crate::session::{Event, Mark, Marked, OfficerFacts};
use crate::ui::action::Action as _;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::Button;
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::text;
use crate::ui::{Command, icons};

const ROW: f32 = 44.0;
/// Where the name begins, right of the mark.
const NAME: f32 = space::XS + space::XXL;
/// The width of a mark's button.
const CHIP: f32 = 74.0;
/// The width of the button that takes a visitor off the list.
const AWAY: f32 = 48.0;

/// An officer in words: with the number, which distinguishes namesakes.
pub fn called(officer: &OfficerFacts) -> String {
    if officer.id.is_empty() || names_its_number(officer) {
        officer.name.clone()
    } else {
        format!("{} · {}", officer.name, officer.id)
    }
}

/// Whether the number is a word of the name: "Officer 1042".
fn names_its_number(officer: &OfficerFacts) -> bool {
    officer
        .name
        .split_whitespace()
        .any(|word| word == officer.id)
}

pub fn show(
    ui: &mut Ui,
    index: usize,
    marked: &Marked,
    state: &mut RollState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let width = ui.available_width();
    let chips = (CHIP + space::XS) * 4.0 + if marked.visiting { AWAY } else { 0.0 };
    let names = Names::new(ui, marked, width - chips - 2.0 * space::S - NAME);
    let height = names.height().max(ROW);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let selected = state.selected == Some(index);
    if selected && state.reveal {
        ui.scroll_to_rect(rect.expand(ROW), None);
    }
    let radius = CornerRadius::same(size::RADIUS);
    let fill = if selected { t.raised } else { t.surface };
    ui.painter().rect_filled(rect, radius, fill);
    if selected {
        ui.painter()
            .rect_stroke(rect, radius, t.focus_ring(), StrokeKind::Inside);
    }
    let mut row = ui.new_child(
        UiBuilder::new()
            .id_salt(("officer", index))
            .max_rect(rect.shrink2(vec2(space::S, 2.0)))
            .layout(Layout::right_to_left(Align::Center)),
    );
    row.spacing_mut().item_spacing.x = space::XS;
    let called = called(&marked.officer);
    if marked.visiting {
        let away = Button::quiet("").icon(icons::X);
        let label = format!("{called}: not here after all");
        if row.add(away.spoken(&label)).clicked() {
            state.remove(index);
            commands.push(Command::Session(Event::RemoveVisitor { index }));
        }
    }
    for mark in RollAction::MARKS.into_iter().rev() {
        let name = RollAction::Mark(mark).text();
        if chip(&mut row, &called, marked.mark == mark, name).clicked() {
            state.choose(index);
            let mark = if marked.mark == mark {
                Mark::Unmarked
            } else {
                mark
            };
            commands.push(Command::Session(Event::Mark { index, mark }));
        }
    }
    let left = row.available_rect_before_wrap();
    let response = row.interact(left, row.scope_id().with("name"), Sense::click());
    let state_words = mark_name(marked.mark);
    response.widget_info(|| {
        let text = format!("{called}, {state_words}");
        WidgetInfo::selected(Role::ListItem, true, selected, text)
    });
    if response.has_focus() {
        focus_ring(&row, left);
    }
    if response.clicked() {
        state.choose(index);
    }
    row.shrink_clip_rect(left);
    names.paint(&row, left, marked.mark);
}

/// Who it is, in one line or in two: a name may be cut, a number never is (SCREENS 8.10).
struct Names {
    name: std::sync::Arc<Galley>,
    facts: std::sync::Arc<Galley>,
    one_line: bool,
}

impl Names {
    fn new(ui: &Ui, marked: &Marked, room: f32) -> Self {
        let t = theme::tokens(ui.ctx());
        let officer = &marked.officer;
        let bold = || theme::bold(size::BODY);
        let small = || theme::regular(size::SMALL);
        let facts = |number: bool| {
            let rank = Some(officer.rank.as_str()).filter(|rank| !officer.name.contains(rank));
            let id = Some(officer.id.as_str()).filter(|_| number);
            let early = (marked.mark == Mark::LeftEarly).then_some("left early");
            let visiting = marked.visiting.then_some("visiting");
            let mut facts: Vec<&str> = [rank, id, early, visiting].into_iter().flatten().collect();
            facts.retain(|fact| !fact.is_empty());
            facts.join(" · ")
        };
        let beside = facts(!names_its_number(officer));
        let name = text::line(ui, &officer.name, bold(), t.text);
        let line = text::line(ui, &beside, small(), t.muted);
        if name.size().x + space::M + line.size().x <= room {
            return Self {
                name,
                facts: line,
                one_line: true,
            };
        }
        let name = text::cut(ui, &officer.name, bold(), t.text, room);
        let below = if name.elided { facts(true) } else { beside };
        Self {
            name,
            facts: text::lines(ui, below, small(), t.muted, room),
            one_line: false,
        }
    }

    fn height(&self) -> f32 {
        if self.one_line {
            self.name.size().y
        } else {
            self.name.size().y + self.facts.size().y + space::XS
        }
    }

    fn paint(self, ui: &Ui, rect: Rect, mark: Mark) {
        let t = theme::tokens(ui.ctx());
        let (icon, color) = icon_and_color(mark, &t);
        let at = rect.left_center() + vec2(space::XS, 0.0);
        let middle = Align2::LEFT_CENTER;
        text::paint(ui, at, middle, icon, theme::regular(22.0), color);
        let (name, facts) = (self.name.size(), self.facts.size());
        let left = rect.left_center() + vec2(NAME, 0.0);
        let (name_at, facts_at) = if self.one_line {
            (
                left - vec2(0.0, name.y / 2.0),
                left + vec2(name.x + space::M, -facts.y / 2.0),
            )
        } else {
            let top = left - vec2(0.0, f32::midpoint(name.y, facts.y));
            (top, top + vec2(0.0, name.y))
        };
        ui.painter().galley(name_at, self.name, t.text);
        ui.painter().galley(facts_at, self.facts, t.muted);
    }
}

fn icon_and_color(mark: Mark, t: &theme::Tokens) -> (&'static str, eframe::egui::Color32) {
    match mark {
        Mark::Unmarked => (icons::CIRCLE, t.muted),
        Mark::Present => (icons::CHECK_CIRCLE, t.good),
        Mark::Late | Mark::LeftEarly => (icons::CLOCK_BACK, t.warning),
        Mark::Excused => (icons::MINUS, t.muted),
        Mark::Absent => (icons::X, t.problem),
    }
}

fn chip(ui: &mut Ui, called: &str, on: bool, name: &str) -> Response {
    let t = theme::tokens(ui.ctx());
    let font = if on {
        theme::bold(size::SMALL)
    } else {
        theme::regular(size::SMALL)
    };
    let color = if on { t.on_primary } else { t.muted };
    let galley = text::line(ui, name, font, color);
    let wanted = vec2(CHIP, size::TARGET);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let label = format!("{called}: {name}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &label));
    let radius = CornerRadius::same(size::RADIUS);
    if on {
        ui.painter().rect_filled(rect, radius, t.primary);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, t.raised);
        ui.painter()
            .rect_stroke(rect, radius, t.line(), StrokeKind::Inside);
    }
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, color);
    if response.has_focus() {
        focus_ring(ui, rect);
    }
    response
}
