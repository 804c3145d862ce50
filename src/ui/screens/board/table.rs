//! All briefings, shift by shift (SCREENS 5.4).

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    Align, Color32, CornerRadius, FontId, Layout, Rect, RichText, Role, Sense, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use jiff::civil::Date;

use crate::records::due::{BoardRow, Cell, CellState};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::Tone;
use crate::ui::widgets::button;
use crate::ui::widgets::text::{self, Label, TextUi as _};
use crate::ui::{Command, Model, icons, time};

const ROW: f32 = 48.0;

/// The table: briefings down, shifts across.
pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    ui.text_label(RichText::new("All briefings").font(theme::bold(size::HEADING)));
    ui.add_space(space::XS);
    let width = ui.available_width();
    let shifts = model.board.shifts.len();
    let title_width = if shifts == 0 {
        width
    } else {
        (width * 0.42).max(320.0)
    };
    let cell_width = if shifts == 0 {
        0.0
    } else {
        (width - title_width) / as_f32(shifts)
    };
    let widths = (title_width, cell_width);
    header(ui, model, widths, commands);
    for row in &model.board.rows {
        row_ui(ui, model, row, widths, commands);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a station has a handful of shifts"
)]
fn as_f32(count: usize) -> f32 {
    count as f32
}

fn header(ui: &mut Ui, model: &Model, widths: (f32, f32), commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    if model.board.shifts.is_empty() {
        return;
    }
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::TARGET), Sense::hover());
    let now = model.shift.as_ref().map(|now| &now.shift.id);
    for (n, shift) in model.board.shifts.iter().enumerate() {
        let cell = cell_rect(rect, widths, n);
        let current = now == Some(&shift.id);
        let response = ui.interact(cell, ui.scope_id().with(("shift", n)), Sense::click());
        let spoken = format!("Board for {}", shift.name);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, &spoken));
        let (font, color) = if current {
            (theme::bold(size::SMALL), t.accent)
        } else {
            (theme::regular(size::SMALL), t.muted)
        };
        let text = if current {
            match model.chosen_shift {
                Some(_) => format!("{} · chosen", shift.name),
                None => format!("{} · now", shift.name),
            }
        } else {
            shift.name.clone()
        };
        line(ui, cell, &text, font, color);
        if response.has_focus() {
            button::focus_ring(ui, cell);
        }
        if response.clicked() {
            let chosen = (!current).then(|| shift.id.clone());
            commands.push(Command::ChooseShift(chosen));
        }
    }
}

fn cell_rect(rect: Rect, (title, cell): (f32, f32), n: usize) -> Rect {
    let left = rect.left() + title + cell * as_f32(n);
    Rect::from_min_max(pos2(left, rect.top()), pos2(left + cell, rect.bottom()))
}

fn line(ui: &Ui, rect: Rect, words: &str, font: FontId, color: Color32) {
    let room = rect.shrink2(vec2(space::S, 0.0));
    let galley = text::cut(ui, words, font, color, room.width());
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

fn row_ui(
    ui: &mut Ui,
    model: &Model,
    row: &BoardRow,
    widths: (f32, f32),
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let wanted = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let number = row.position.map_or_else(String::new, |n| n.to_string());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Look through {}", row.title))
    });
    let radius = CornerRadius::same(size::RADIUS);
    if response.hovered() {
        ui.painter().rect_filled(rect, radius, t.surface);
    }
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), t.hairline());
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, radius, t.focus_ring(), StrokeKind::Inside);
    }
    // A shelf may hold hundreds of packs: rows out of sight are not painted, only given to screen
    // readers.
    let seen = ui.is_rect_visible(rect);
    if seen {
        let title = Rect::from_min_max(rect.min, pos2(rect.left() + widths.0, rect.bottom()));
        title_ui(ui, model, row, &number, title);
    } else {
        // As many ids as if it were: the rows below must not become others by scrolling.
        ui.skip_ahead_auto_ids(1);
    }
    for (n, cell) in row.cells.iter().enumerate() {
        let place = cell_rect(rect, widths, n);
        let (words, tone) = in_words(cell.state, model.now.local().date(), false);
        if seen {
            cell_ui(ui, cell, (&words, tone), place);
        }
        let shift = model.board.shifts.get(n).map_or("", |shift| &shift.name);
        let id = response.id.with(("cell", n));
        ui.interact(place, id, Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{shift}: {words}")));
    }
    if response.clicked() {
        commands.push(Command::Open(model.shown(&row.module)));
    }
}

fn title_ui(ui: &mut Ui, model: &Model, row: &BoardRow, number: &str, title: Rect) {
    let t = theme::tokens(ui.ctx());
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(title.shrink2(vec2(space::S, 0.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    left.add_sized(
        vec2(space::XL, ROW),
        Label::new(RichText::new(number).color(t.muted)),
    );
    if model.is_damaged(&row.module) {
        let text = RichText::new(format!("{}  Damaged", icons::WARNING_CIRCLE));
        let text = text.size(size::SMALL).color(t.problem);
        left.add(Label::new(text));
    }
    // A long one takes two lines; both fit into a row.
    let style = TextFormat::simple(theme::regular(size::BODY), left.visuals().text_color());
    let mut job = LayoutJob::single_section(row.title.clone(), style);
    job.wrap = TextWrapping {
        max_rows: 2,
        ..TextWrapping::default()
    };
    left.add(Label::new(job).wrap());
}

fn cell_ui(ui: &Ui, cell: &Cell, (words, tone): (&str, Tone), rect: Rect) {
    let t = theme::tokens(ui.ctx());
    let quiet = matches!(cell.state, CellState::NotForShift | CellState::NotApproved);
    let color = if quiet { t.muted } else { tone.color(&t) };
    let icon = match cell.state {
        CellState::Overdue(_)
        | CellState::Completed { doubt: true, .. }
        | CellState::Completed {
            present: 0,
            of: 1..,
            ..
        } => icons::WARNING,
        CellState::Completed { .. } => icons::CHECK,
        CellState::Due | CellState::NewVersionSince(_) => icons::WARNING_CIRCLE,
        CellState::DueBy(_) => icons::CLOCK_BACK,
        CellState::NotApproved | CellState::NotForShift => icons::MINUS,
    };
    let icon_rect = Rect::from_min_size(rect.min, vec2(space::XXL, rect.height()));
    line(ui, icon_rect, icon, theme::regular(size::BODY), color);
    let text = Rect::from_min_max(pos2(icon_rect.right() - space::S, rect.top()), rect.max);
    line(ui, text, words, theme::regular(size::SMALL), color);
}

/// Where a shift stands, in words (SCREENS 5.4). `alone`: nothing beside it says that it is due.
#[must_use]
pub fn in_words(state: CellState, today: Date, alone: bool) -> (String, Tone) {
    match state {
        // RECORDS 6.9.
        CellState::Completed {
            date,
            present,
            of,
            doubt: true,
            ..
        } => {
            let day = time::short_day(date, today);
            (
                format!("{day}  {present}/{of}: day in doubt"),
                Tone::Warning,
            )
        }
        CellState::Completed {
            date, present, of, ..
        } => {
            let day = time::short_day(date, today);
            match (present, of) {
                // Without a roster it is not known who was there.
                (0, 0) => (day, Tone::Info),
                (0, _) => (format!("{day}  0/{of}: nobody"), Tone::Warning),
                _ => (format!("{day}  {present}/{of}"), Tone::Good),
            }
        }
        CellState::Due => ("Due today".to_owned(), Tone::Warning),
        CellState::DueBy(day) => (
            format!("Due by {}", time::short_day(day, today)),
            Tone::Info,
        ),
        CellState::Overdue(day) => (
            format!("Overdue since {}", time::short_day(day, today)),
            Tone::Problem,
        ),
        CellState::NewVersionSince(day) => {
            let due = if alone {
                "Due today: new version"
            } else {
                "New version"
            };
            (
                format!("{due} since {}", time::short_day(day, today)),
                Tone::Warning,
            )
        }
        CellState::NotApproved => ("Not approved".to_owned(), Tone::Info),
        CellState::NotForShift => ("Not for this shift".to_owned(), Tone::Info),
    }
}
