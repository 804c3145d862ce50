//! Who is here: unmarked at first, one key for "all here", exceptions by one key
//! (SCREENS section 8).

use eframe::egui::{Key, Modifiers, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::session::{Event, Mark, OfficerFacts, Session};
use crate::ui::keys::take_in_order;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, faces, icons, time};

mod action;
mod find;
mod row;

pub use action::RollAction;
use find::Find;

/// From so many officers on there are two columns: one would not fit the screen any more
/// (SCREENS 8.2).
const TWO_COLUMNS_FROM_OFFICERS: usize = 9;
/// With less room, as beside the list of keys, two columns would cut names to a few letters.
const TWO_COLUMNS_FROM_WIDTH: f32 = 1000.0;
/// The height of two lines about a search.
const NOTE: f32 = 48.0;

/// State of the roll between frames.
pub struct RollState {
    /// Whom the keys mark. Nobody where a search found nobody, or all whom it found are marked.
    selected: Option<usize>,
    /// From where ↑ and ↓ go on where nobody is selected.
    last: usize,
    /// Bring the selected officer into view, once.
    reveal: bool,
    find: Find,
    /// A mark was pressed while nobody was selected.
    refused: bool,
    visitor: Option<OfficerFacts>,
    focus_visitor: bool,
}

impl Default for RollState {
    fn default() -> Self {
        Self {
            selected: Some(0),
            last: 0,
            reveal: false,
            find: Find::default(),
            refused: false,
            visitor: None,
            focus_visitor: false,
        }
    }
}

impl RollState {
    /// Selects an officer, or nobody.
    fn select(&mut self, index: Option<usize>) {
        self.selected = index;
        self.last = index.unwrap_or(self.last);
        self.reveal = index.is_some();
        self.refused = false;
    }

    /// Selects an officer by hand: a search is over.
    fn choose(&mut self, index: usize) {
        self.find.end();
        self.select(Some(index));
    }

    /// A visitor is taken off the list: those below move up.
    fn remove(&mut self, index: usize) {
        self.selected = match self.selected {
            Some(at) if at == index => None,
            Some(at) if at > index => Some(at - 1),
            at => at,
        };
    }

    /// To the officer before or after; with a search in force, to the one of those whom it found.
    fn step(&mut self, session: &Session, back: bool) {
        let to = |at: usize, last: usize| {
            if back {
                at.saturating_sub(1)
            } else {
                (at + 1).min(last)
            }
        };
        if let Some(found) = self.find.found(session) {
            let at = found.iter().position(|n| Some(*n) == self.selected);
            let next = at.map_or(0, |at| to(at, found.len().saturating_sub(1)));
            self.select(found.get(next).copied());
        } else if !session.roll().is_empty() {
            self.select(Some(to(self.last, session.roll().len() - 1)));
        }
    }

    /// Selects the next officer after a mark was set by key. After the last match of a search
    /// nobody is selected, so that pressing the key again marks nobody else.
    fn go_on(&mut self, session: &Session) {
        let found = self.find.found(session);
        if found.is_some_and(|found| found.last().copied() == self.selected) {
            self.find.end();
            self.select(None);
        } else {
            self.step(session, false);
        }
    }
}

/// The label of a mark.
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
    state.last = state.last.min(last);
    state.selected = state.selected.filter(|index| *index <= last);
    if ui.ctx().text_edit_focused() {
        return;
    }
    let pressed = take_in_order(ui.ctx(), |held, key, _| {
        held.matches_logically(Modifiers::NONE)
            .then(|| RollAction::of_key(key))
            .flatten()
    });
    for action in pressed {
        apply(action, session, state, commands);
    }
}

/// Does it, by key or button.
fn apply(
    action: RollAction,
    session: &Session,
    state: &mut RollState,
    commands: &mut Vec<Command>,
) {
    match action {
        RollAction::AllHere => commands.push(Command::Session(Event::AllHere)),
        RollAction::Mark(Mark::LeftEarly) => {
            mark(Mark::LeftEarly, session, state, commands);
        }
        RollAction::Mark(wanted) => {
            if mark(wanted, session, state, commands) {
                state.go_on(session);
            }
        }
        RollAction::OfficerBefore => state.step(session, true),
        RollAction::NextOfficer => state.step(session, false),
        RollAction::Undo => commands.push(Command::Session(Event::Undo)),
        RollAction::Find => state.find.focus_field(),
        RollAction::Visitor => {
            state.visitor = Some(OfficerFacts::default());
            state.focus_visitor = true;
        }
    }
}

/// Marks who is selected. Whether somebody is.
fn mark(mark: Mark, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) -> bool {
    let selected = state.selected.filter(|at| *at < session.roll().len());
    match selected {
        Some(index) => set(session, index, mark, commands),
        None => state.refused = true,
    }
    selected.is_some()
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
        // The message of a search takes two lines at most; the list does not move for it.
        ui.set_min_height(NOTE);
        ui.text_label(RichText::new("Who is here?").font(theme::bold(size::TITLE)));
        ui.add_space(space::M);
        let name = if shift.name.is_empty() {
            "No shift"
        } else {
            &shift.name
        };
        let text = format!("{name}, {}", time::count(shift.officers.len(), "officer"));
        ui.text_label(RichText::new(text).color(t.muted));
        ui.add_space(space::M);
        find::note_ui(ui, session, state);
    });
    ui.horizontal(|ui| {
        let unmarked = of - session.marked();
        let all = Button::of(RollAction::AllHere).as_primary();
        if ui.add(all.enabled(unmarked > 0)).clicked() {
            apply(RollAction::AllHere, session, state, commands);
        }
        let undo = Button::of(RollAction::Undo);
        if ui.add(undo.enabled(session.can_undo())).clicked() {
            apply(RollAction::Undo, session, state, commands);
        }
        find::field_ui(ui, session, state);
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
    visitor(ui, session, state, commands);
    if let Some(notice) = faces::notice(ui.ctx()) {
        ui.add_space(space::M);
        ui.add(Label::new(RichText::new(notice).color(t.warning)).wrap());
    }
    let disclaimer = &session.plan().pack.manifest.disclaimer;
    if !disclaimer.is_empty() {
        ui.add_space(space::M);
        let text = RichText::new(disclaimer).size(size::SMALL).color(t.muted);
        ui.add(Label::new(text).wrap());
    }
}

fn list(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    let roll = session.roll();
    let two =
        roll.len() >= TWO_COLUMNS_FROM_OFFICERS && ui.available_width() >= TWO_COLUMNS_FROM_WIDTH;
    let columns = if two { 2 } else { 1 };
    let a_column = roll.len().div_ceil(columns).max(1);
    let spacing = ui.spacing().item_spacing;
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.columns(columns, |uis| {
        for (ui, (n, part)) in uis.iter_mut().zip(roll.chunks(a_column).enumerate()) {
            for (row, marked) in part.iter().enumerate() {
                row::show(ui, n * a_column + row, marked, state, commands);
            }
        }
    });
    ui.spacing_mut().item_spacing = spacing;
    state.reveal = false;
}

/// Visiting officers, and those who are only counted (SCREENS 8.3).
fn others(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        if ui.add(Button::of(RollAction::Visitor)).clicked() {
            apply(RollAction::Visitor, session, state, commands);
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

fn visitor(ui: &mut Ui, session: &Session, state: &mut RollState, commands: &mut Vec<Command>) {
    let Some(officer) = &mut state.visitor else {
        return;
    };
    ui.add_space(space::S);
    let (mut done, mut cancelled) = (false, false);
    let mut taken = None;
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
            // Nobody is on the list twice (RECORDS 1.10).
            taken = session.on_the_roll(&officer.id);
            let named = !officer.name.trim().is_empty() && taken.is_none();
            done |= ui.add(Button::primary("Add").enabled(named)).clicked();
            cancelled = ui.add(Button::quiet("Cancel")).clicked();
        });
        if let Some((_, marked)) = taken {
            let (id, name) = (&marked.officer.id, &marked.officer.name);
            let text =
                format!("{id} is {name} on this list: mark them there, or correct the number.");
            let color = theme::tokens(ui.ctx()).warning;
            ui.add(Label::new(RichText::new(text).color(color)).wrap());
        }
    });
    if done && taken.is_none() && !officer.name.trim().is_empty() {
        officer.name = officer.name.trim().to_owned();
        officer.id = officer.id.trim().to_owned();
        commands.push(Command::Session(Event::AddVisitor(officer.clone())));
        cancelled = true;
    }
    if cancelled {
        state.visitor = None;
    }
}

#[cfg(test)]
mod tests;
