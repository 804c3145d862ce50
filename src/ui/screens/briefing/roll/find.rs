//! Finding an officer on the roll by typing. The keys mark only who was found: nobody where nobody
//! was (SCREENS 8.9).

use eframe::egui::{Key, Margin, RichText, Role, TextEdit, Ui, WidgetInfo, accesskit};

use super::RollState;
use super::row::called;
use crate::session::Session;
use crate::ui::search::Search;
use crate::ui::theme;
use crate::ui::time;
use crate::ui::widgets::text::Label;

/// A search on the roll.
#[derive(Default)]
pub struct Find {
    typed: String,
    /// Who was selected before anything was typed.
    before: Option<usize>,
    focus: bool,
    /// The field has the focus: keys are typed into it.
    typing: bool,
}

impl Find {
    /// Begins another search.
    pub fn focus_field(&mut self) {
        self.end();
        self.focus = true;
    }

    /// The search is over.
    pub fn end(&mut self) {
        self.typed.clear();
    }

    /// Whom the search in force found, as places in the roll, the best fit first; nothing where
    /// nobody is searched for.
    pub fn found(&self, session: &Session) -> Option<Vec<usize>> {
        if self.typed.trim().is_empty() {
            return None;
        }
        let search = Search::new(&self.typed);
        if search.is_empty() {
            // Nobody is called "---".
            return Some(Vec::new());
        }
        let mut found: Vec<_> = session
            .roll()
            .iter()
            .enumerate()
            .filter_map(|(index, marked)| {
                let officer = &marked.officer;
                let texts = [&officer.name, &officer.id, &officer.rank].map(String::as_str);
                Some((search.fit(&texts)?, index))
            })
            .collect();
        found.sort_unstable();
        Some(found.into_iter().map(|(_, index)| index).collect())
    }
}

/// Where the name is typed.
pub fn field_ui(ui: &mut Ui, session: &Session, state: &mut RollState) {
    let before = state.find.typed.trim().is_empty();
    let edit = TextEdit::singleline(&mut state.find.typed)
        .hint_text("Type a name to find (F)")
        .desired_width(240.0)
        .margin(Margin::symmetric(12, 9));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find an officer"));
    if std::mem::take(&mut state.find.focus) {
        response.request_focus();
    }
    if response.changed() || response.has_focus() != state.find.typing {
        // Its message stands above.
        ui.ctx().request_repaint();
    }
    state.find.typing = response.has_focus();
    if response.changed() {
        if before {
            state.find.before = state.selected;
        }
        let selected = match state.find.found(session) {
            Some(found) => found.first().copied(),
            None => state.find.before,
        };
        state.select(selected);
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        state.find.end();
        let before = state.find.before;
        state.select(before.or(state.selected));
    }
}

/// Text on whom the keys mark, where that is not obvious; announced to screen readers when it
/// changes.
pub fn note_ui(ui: &mut Ui, session: &Session, state: &RollState) {
    let t = theme::tokens(ui.ctx());
    let (words, color) = match note(session, state) {
        Some((words, true)) => (words, t.text),
        Some((words, false)) => (words, t.warning),
        None => (String::new(), t.text),
    };
    let label = Label::new(RichText::new(words).color(color)).wrap();
    let response = ui.add(label);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(accesskit::Live::Polite);
    });
}

/// In words, and whether somebody is marked by the keys.
fn note(session: &Session, state: &RollState) -> Option<(String, bool)> {
    let found = state.find.found(session);
    let selected = state.selected.and_then(|index| session.roll().get(index));
    match (found, selected) {
        (Some(found), Some(marked)) if !found.is_empty() => {
            let called = called(&marked.officer);
            let at = found
                .iter()
                .position(|index| Some(*index) == state.selected);
            let count = match (found.len(), at) {
                (1, _) => "1 found".to_owned(),
                (count, Some(at)) => format!("{} of {count} found", at + 1),
                (count, None) => format!("{count} found"),
            };
            let first = if state.find.typing {
                "Enter, then "
            } else {
                ""
            };
            Some((format!("{count}. {first}P marks {called}."), true))
        }
        (Some(_), _) => {
            let typed = crate::words::shown(state.find.typed.trim());
            let of = time::count(session.roll().len(), "officer");
            Some((
                format!("Nobody found for “{typed}” among {of}: the keys mark nobody."),
                false,
            ))
        }
        (None, None) if state.refused => Some((
            "Nobody is chosen, nobody was marked: F finds, ↑ and ↓ choose.".to_owned(),
            false,
        )),
        (None, _) => None,
    }
}
