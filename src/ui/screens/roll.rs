//! Who is here: unmarked at first, one key for "all here", exceptions by one key
//! (SCREENS section 8).

use eframe::egui::{
    CornerRadius, Key, Modifiers, RichText, Role, Sense, StrokeKind, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::session::{Event, Mark, Marked, OfficerFacts, Session};
use crate::ui::keys::take_in_order;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::text::{self, Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, icons, time};

/// From so many officers on there are two columns: one would not fit the screen any more
/// (SCREENS 8.2).
const TWO_COLUMNS: usize = 9;
const ROW: f32 = 44.0;

/// What the roll remembers between frames.
#[derive(Default)]
pub struct RollState {
    selected: usize,
    /// Bring the selected officer into view, once.
    reveal: bool,
    find: String,
    focus_find: bool,
    visitor: Option<OfficerFacts>,
    focus_visitor: bool,
}

/// How each mark is called, its key, and how it looks.
const MARKS: [(Mark, &str, &str, Key); 4] = [
    (Mark::Present, "Present", "P", Key::P),
    (Mark::Late, "Late", "L", Key::L),
    (Mark::Absent, "Absent", "X", Key::X),
    (Mark::Excused, "Excused", "E", Key::E),
];

/// All keys of the roll: those of the marks, and the others (SCREENS 8.4 to 8.8).
const ROLL_KEYS: [Key; 11] = [
    Key::P,
    Key::L,
    Key::X,
    Key::E,
    Key::A,
    Key::G,
    Key::ArrowDown,
    Key::ArrowUp,
    Key::U,
    Key::F,
    Key::V,
];

/// A mark in words.
#[must_use]
pub fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Unmarked => "not marked",
        Mark::Present => "present",
        Mark::Late => "late",
        Mark::LeftEarly => "left early",
        Mark::Excused => "excused",
        Mark::Absent => "absent",
    }
}

/// The roll's own keys, taken before those of the briefing.
pub fn keys(ui: &Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    let last = session.roll().len().saturating_sub(1);
    state.selected = state.selected.min(last);
    if ui.ctx().text_edit_focused() {
        return;
    }
    let pressed = take_in_order(ui.ctx(), |held, key, _| {
        let ours = ROLL_KEYS.contains(&key) && held.matches_logically(Modifiers::NONE);
        ours.then_some(key)
    });
    for key in pressed {
        press(key, session, state, last, commands);
    }
}

fn press(
    key: Key,
    session: &Session,
    state: &mut RollState,
    last: usize,
    commands: &mut Vec<Command>,
) {
    if let Some((mark, ..)) = MARKS.iter().find(|(.., of)| *of == key) {
        set(session, state.selected, *mark, commands);
    }
    match key {
        Key::A => commands.push(Command::Session(Event::AllHere)),
        Key::G => set(session, state.selected, Mark::LeftEarly, commands),
        Key::ArrowUp => {
            state.selected = state.selected.saturating_sub(1);
            state.reveal = true;
        }
        Key::U => commands.push(Command::Session(Event::Undo)),
        Key::F => state.focus_find = true,
        Key::V => {
            state.visitor = Some(OfficerFacts::default());
            state.focus_visitor = true;
        }
        // ↓, or a mark: on to the next officer.
        _ => {
            state.selected = (state.selected + 1).min(last);
            state.reveal = true;
        }
    }
}

/// Marks an officer; the same mark again takes it back (SCREENS 8.1).
fn set(session: &Session, index: usize, mark: Mark, commands: &mut Vec<Command>) {
    let now = session.roll().get(index).map(|marked| marked.mark);
    let mark = if now == Some(mark) {
        Mark::Unmarked
    } else {
        mark
    };
    commands.push(Command::Session(Event::Mark { index, mark }));
}

/// The roll.
pub fn show(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    let shift = &session.plan().shift;
    let of = session.roll().len();
    ui.horizontal(|ui| {
        ui.text_label(RichText::new("Who is here?").font(theme::bold(size::TITLE)));
        ui.add_space(space::M);
        let name = if shift.name.is_empty() {
            "No shift"
        } else {
            &shift.name
        };
        let text = format!("{name}, {}", time::count(shift.officers.len(), "officer"));
        ui.text_label(RichText::new(text).color(t.muted));
    });
    ui.horizontal(|ui| {
        let unmarked = of - session.marked();
        let all = Button::primary("All here").icon(icons::USERS).key("A");
        if ui.add(all.enabled(unmarked > 0)).clicked() {
            commands.push(Command::Session(Event::AllHere));
        }
        let undo = Button::new("Undo").icon(icons::UNDO).key("U");
        if ui.add(undo.enabled(session.can_undo())).clicked() {
            commands.push(Command::Session(Event::Undo));
        }
        find(ui, session, state);
        let tally = format!("{} of {of} marked", session.marked());
        ui.text_label(RichText::new(tally).font(theme::bold(size::BODY)));
    });
    ui.add_space(space::S);
    list(ui, session, state, commands);
    ui.add_space(space::M);
    if session.roll().is_empty() {
        let text = "Nobody is on the roster of this shift. Add who is here as visiting officers, \
                    or count them.";
        ui.add(Label::new(RichText::new(text).color(t.muted)).wrap());
    }
    others(ui, session, state, commands);
    visitor(ui, state, commands);
    let disclaimer = &session.plan().pack.manifest.disclaimer;
    if !disclaimer.is_empty() {
        ui.add_space(space::M);
        let text = RichText::new(disclaimer).size(size::SMALL).color(t.muted);
        ui.add(Label::new(text).wrap());
    }
}

fn find(ui: &mut Ui, session: &Session, state: &mut RollState) {
    let edit = TextEdit::singleline(&mut state.find)
        .hint_text("Type a name to find (F)")
        .desired_width(240.0)
        .margin(eframe::egui::Margin::symmetric(12, 9));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find an officer"));
    if std::mem::take(&mut state.focus_find) {
        response.request_focus();
    }
    let wanted = state.find.trim().to_lowercase();
    if response.changed() && !wanted.is_empty() {
        let found = session.roll().iter().position(|marked| {
            let officer = &marked.officer;
            officer.name.to_lowercase().contains(&wanted)
                || officer.id.to_lowercase().contains(&wanted)
        });
        if let Some(index) = found {
            state.selected = index;
            state.reveal = true;
        }
    }
    if response.lost_focus() {
        state.find.clear();
    }
}

fn list(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    let roll = session.roll();
    let columns = if roll.len() >= TWO_COLUMNS { 2 } else { 1 };
    let a_column = roll.len().div_ceil(columns).max(1);
    let spacing = ui.spacing().item_spacing;
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.columns(columns, |uis| {
        for (ui, (n, part)) in uis.iter_mut().zip(roll.chunks(a_column).enumerate()) {
            for (row, marked) in part.iter().enumerate() {
                officer(ui, n * a_column + row, marked, state, commands);
            }
        }
    });
    ui.spacing_mut().item_spacing = spacing;
    state.reveal = false;
}

fn officer(
    ui: &mut Ui,
    index: usize,
    marked: &Marked,
    state: &mut RollState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let selected = state.selected == index;
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
        eframe::egui::UiBuilder::new()
            .id_salt(("officer", index))
            .max_rect(rect.shrink2(vec2(space::S, 2.0)))
            .layout(eframe::egui::Layout::right_to_left(
                eframe::egui::Align::Center,
            )),
    );
    row.spacing_mut().item_spacing.x = space::XS;
    if marked.visiting {
        let away = Button::quiet("").icon(icons::X);
        let label = format!("{}: not here after all", marked.officer.name);
        if row.add(away.spoken(&label)).clicked() {
            commands.push(Command::Session(Event::RemoveVisitor { index }));
        }
    }
    for (mark, name, _, _) in MARKS.iter().rev() {
        if chip(&mut row, marked, *mark, name).clicked() {
            state.selected = index;
            let mark = if marked.mark == *mark {
                Mark::Unmarked
            } else {
                *mark
            };
            commands.push(Command::Session(Event::Mark { index, mark }));
        }
    }
    let left = row.available_rect_before_wrap();
    let response = row.interact(left, row.scope_id().with("name"), Sense::click());
    let state_words = mark_name(marked.mark);
    response.widget_info(|| {
        let text = format!("{}, {state_words}", marked.officer.name);
        WidgetInfo::selected(Role::ListItem, true, selected, text)
    });
    if response.has_focus() {
        focus_ring(&row, left);
    }
    if response.clicked() {
        state.selected = index;
    }
    names(&mut row, left, marked);
}

fn names(ui: &mut Ui, rect: eframe::egui::Rect, marked: &Marked) {
    let t = theme::tokens(ui.ctx());
    let officer = &marked.officer;
    ui.shrink_clip_rect(rect);
    let (icon, color) = look(marked.mark, &t);
    let mut at = rect.left_center() + vec2(space::XS, 0.0);
    let middle = eframe::egui::Align2::LEFT_CENTER;
    text::paint(ui, at, middle, icon, theme::regular(22.0), color);
    at.x += space::XXL;
    let name = text::paint(
        ui,
        at,
        middle,
        &officer.name,
        theme::bold(size::BODY),
        t.text,
    );
    at.x = name.right() + space::M;
    let mut facts: Vec<&str> = vec![&officer.rank, &officer.id];
    if marked.mark == Mark::LeftEarly {
        facts.push("left early");
    }
    if marked.visiting {
        facts.push("visiting");
    }
    facts.retain(|fact| !fact.is_empty() && !officer.name.contains(*fact));
    let font = theme::regular(size::SMALL);
    text::paint(ui, at, middle, facts.join(" · "), font, t.muted);
}

fn look(mark: Mark, t: &theme::Tokens) -> (&'static str, eframe::egui::Color32) {
    match mark {
        Mark::Unmarked => (icons::CIRCLE, t.muted),
        Mark::Present => (icons::CHECK_CIRCLE, t.good),
        Mark::Late | Mark::LeftEarly => (icons::CLOCK_BACK, t.warning),
        Mark::Excused => (icons::MINUS, t.muted),
        Mark::Absent => (icons::X, t.problem),
    }
}

fn chip(ui: &mut Ui, marked: &Marked, mark: Mark, name: &str) -> eframe::egui::Response {
    let t = theme::tokens(ui.ctx());
    let on = marked.mark == mark;
    let font = if on {
        theme::bold(size::SMALL)
    } else {
        theme::regular(size::SMALL)
    };
    let color = if on { t.on_primary } else { t.muted };
    let galley = text::line(ui, name, font, color);
    let wanted = vec2(74.0, size::TARGET);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let label = format!("{}: {name}", marked.officer.name);
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

/// Visiting officers, and those who are only counted (SCREENS 8.3).
fn others(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        let add = Button::new("Visiting officer").icon(icons::PLUS).key("V");
        if ui.add(add).clicked() {
            state.visitor = Some(OfficerFacts::default());
            state.focus_visitor = true;
        }
        ui.add_space(space::XL);
        ui.text_label("Others, by headcount:");
        let count = session.headcount();
        let less = Button::new("").icon(icons::MINUS).spoken("One other less");
        if ui.add(less.enabled(count > 0)).clicked() {
            commands.push(Command::Session(Event::Headcount(count.saturating_sub(1))));
        }
        ui.text_label(RichText::new(count.to_string()).font(theme::bold(size::BODY)));
        let more = Button::new("").icon(icons::PLUS).spoken("One other more");
        if ui.add(more).clicked() {
            commands.push(Command::Session(Event::Headcount(count.saturating_add(1))));
        }
    });
}

fn visitor(ui: &mut Ui, state: &mut RollState, commands: &mut Vec<Command>) {
    let Some(officer) = &mut state.visitor else {
        return;
    };
    ui.add_space(space::S);
    let (mut done, mut cancelled) = (false, false);
    card(ui, |ui| {
        ui.text_label(RichText::new("Visiting officer").font(theme::bold(size::BODY)));
        ui.horizontal_wrapped(|ui| {
            for (label, text, width) in [
                ("Visitor's name", &mut officer.name, 260.0),
                ("Visitor's number", &mut officer.id, 140.0),
                ("Visitor's rank", &mut officer.rank, 140.0),
            ] {
                let edit = TextEdit::singleline(text)
                    .hint_text(label)
                    .desired_width(width)
                    .margin(eframe::egui::Margin::symmetric(12, 9));
                let response = ui.add(edit);
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
                if std::mem::take(&mut state.focus_visitor) {
                    response.request_focus();
                }
                done |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            }
            let named = !officer.name.trim().is_empty();
            done |= ui.add(Button::primary("Add").enabled(named)).clicked();
            cancelled = ui.add(Button::quiet("Cancel")).clicked();
        });
    });
    if done && !officer.name.trim().is_empty() {
        officer.name = officer.name.trim().to_owned();
        commands.push(Command::Session(Event::AddVisitor(officer.clone())));
        cancelled = true;
    }
    if cancelled {
        state.visitor = None;
    }
}
