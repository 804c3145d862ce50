//! A briefing that was left in the middle: whose it is, and what can be done about it
//! (SCREENS 5.3, 4.4).

use eframe::egui::{Id, Modal, RichText, Ui};
use jiff::civil::Date;

use crate::session::{Session, Stage};
use crate::ui::action::CommonAction;
use crate::ui::screens::board::action::BoardAction;
use crate::ui::screens::board::draft::{DraftState, is_this_shifts};
use crate::ui::screens::briefing::steps;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::{Tone, banner};
use crate::ui::widgets::forms::field;
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, Model, time};

/// The card on the board. `first`: nothing comes before it, and Enter goes on with it.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    draft: &Session,
    first: bool,
    state: &mut DraftState,
    commands: &mut Vec<Command>,
) {
    let t = theme::tokens(ui.ctx());
    card(ui, |ui| {
        ui.text_label(RichText::new("Not finished").color(t.warning));
        let title = &draft.module().title;
        let headline = if first {
            format!("Continue: {title}")
        } else {
            format!("Left in the middle: {title}")
        };
        ui.add(Label::new(RichText::new(headline).font(theme::bold(size::HEADING))).wrap());
        let today = model.now.local().date();
        ui.add(Label::new(left(draft, today)).wrap());
        ui.add(Label::new(RichText::new(where_left(draft, today)).color(t.muted)).wrap());
        ui.add_space(space::S);
        if model.asks_to_discard {
            discard_question(ui, draft, commands);
        } else if state.records {
            record_question(ui, draft, state, commands);
        } else {
            acts(ui, model, first, state, commands);
        }
    });
    ui.add_space(space::L);
}

fn acts(
    ui: &mut Ui,
    model: &Model,
    first: bool,
    state: &mut DraftState,
    commands: &mut Vec<Command>,
) {
    ui.horizontal_wrapped(|ui| {
        let resume = BoardAction::Continue.button(first);
        let resume = if first {
            resume.as_primary().large()
        } else {
            resume.spoken("Continue what was left in the middle")
        };
        let resume = BoardAction::Continue.show_button(ui, resume, first);
        let record = ui.add(BoardAction::RecordDraft.button(false)).clicked();
        let away = BoardAction::DiscardDraft.button(false).as_quiet();
        let away = ui.add(away).clicked();
        for (asked, action) in [
            (resume, BoardAction::Continue),
            (record, BoardAction::RecordDraft),
            (away, BoardAction::DiscardDraft),
        ] {
            if asked {
                action.apply(model, state, commands);
            }
        }
    });
}

/// Who found it signs.
fn record_question(
    ui: &mut Ui,
    draft: &Session,
    state: &mut DraftState,
    commands: &mut Vec<Command>,
) {
    let text = "It is recorded as it stood when it was left, as partial: it stays due. You sign as \
                whoever found it.";
    ui.add(Label::new(text).wrap());
    field(
        ui,
        "Your name, as it is to stand there",
        &mut state.by,
        320.0,
    );
    let named = !state.by.trim().is_empty();
    ui.horizontal(|ui| {
        let record = Button::primary("Record it as partial").enabled(named);
        if ui.add(record).clicked() {
            commands.push(Command::RecordDraft {
                id: draft.id(),
                by: state.by.trim().to_owned(),
                then: None,
            });
            *state = DraftState::default();
        }
        if ui.add(Button::new("Leave it as it is")).clicked() {
            *state = DraftState::default();
        }
        if !named {
            ui.text_label("A name is needed.");
        }
    });
}

/// The question before a briefing is thrown away: only that loses something (SCREENS 1.3).
fn discard_question(ui: &mut Ui, draft: &Session, commands: &mut Vec<Command>) {
    let text = format!("Throw “{}” away without a record?", draft.module().title);
    banner(ui, Tone::Warning, &text);
    ui.horizontal(|ui| {
        if ui.add(Button::primary("Keep it")).clicked() {
            commands.push(Command::AskToDiscard(false));
        }
        if ui.add(Button::new("Throw it away for good")).clicked() {
            commands.push(Command::AskToDiscard(false));
            commands.push(Command::DiscardDraft {
                id: draft.id(),
                then: None,
            });
        }
    });
}

/// "Left on Monday 23 Nov, 06:10: Day shift of 23 Nov, by Sergeant 0417".
fn left(draft: &Session, today: Date) -> String {
    let shift = &draft.plan().shift;
    let mut text = String::from("Left");
    if let Some(at) = draft.left_at().or(draft.started_at()) {
        let at = at.local();
        let day = at.date().strftime("%A");
        let date = time::short_day(at.date(), today);
        text = format!("{text} on {day} {date}, {}", time::clock(at));
    }
    if !shift.name.is_empty() {
        let date = time::short_day(shift.date, today);
        text = format!("{text}: {} of {date}", shift.name);
    }
    let (leader, account) = (draft.facilitator(), &draft.plan().account);
    let by = match (leader.name.trim(), account.as_str()) {
        ("", "") => return text,
        ("", account) => format!("by {account}, who said no name"),
        (name, _) => format!("by {name}"),
    };
    format!("{text}, {by}")
}

/// "step 2 of 4, … · started Mon 23 Nov 05:55 · 12 min so far".
fn where_left(session: &Session, today: Date) -> String {
    let place = match session.stage() {
        Stage::Step(n) => {
            let (_, name) = steps::name(session, Stage::Step(n));
            let all = session.outline().steps().len();
            format!("step {} of {all}, {}", n + 1, steps::shorten(&name, 60))
        }
        Stage::Roll => "at the roll".to_owned(),
        Stage::SignOff => "at sign-off".to_owned(),
        Stage::Overview | Stage::Recorded => "at the overview".to_owned(),
    };
    let mut parts = vec![place];
    if let Some(at) = session.started_at() {
        let at = at.local();
        let day = time::short_day(at.date(), today);
        parts.push(format!("started {day} {}", time::clock(at)));
    }
    parts.push(format!("{} min so far", session.open_secs() / 60));
    parts.join(" · ")
}

/// A briefing was left in the middle, and another one is to begin: one station keeps one
/// (SCREENS 4.4).
pub fn in_the_way(ui: &mut Ui, model: &Model, state: &mut DraftState, commands: &mut Vec<Command>) {
    let (Some(wanted), Some(draft)) = (&model.in_the_way, &model.draft) else {
        return;
    };
    let response = Modal::new(Id::unique("in the way")).show(ui.ctx(), |ui| {
        ui.set_max_width(560.0);
        let headline = RichText::new("A briefing was left in the middle");
        ui.text_label(headline.font(theme::bold(size::HEADING)));
        ui.add_space(space::S);
        let today = model.now.local().date();
        let text = format!(
            "“{}” is not signed off yet. {}.",
            draft.module().title,
            left(draft, today)
        );
        ui.add(Label::new(text).wrap());
        ui.add_space(space::M);
        let own = is_this_shifts(model, draft);
        let resume = if own {
            Button::primary("Continue it").large().fill()
        } else {
            Button::new("Continue it").fill()
        };
        if ui.add(resume).clicked() {
            commands.push(Command::Resume(draft.id()));
        }
        ui.add_space(space::S);
        field(
            ui,
            "Your name, to record it as partial",
            &mut state.by,
            420.0,
        );
        let named = !state.by.trim().is_empty();
        let record = "Record it as partial and start the other one";
        let record = if own {
            Button::new(record).fill()
        } else {
            Button::primary(record).large().fill()
        };
        if ui.add(record.enabled(named)).clicked() {
            commands.push(Command::RecordDraft {
                id: draft.id(),
                by: state.by.trim().to_owned(),
                then: Some(model.shown(wanted)),
            });
            *state = DraftState::default();
        }
        if !named {
            ui.text_label("A name is needed to record it.");
        }
        ui.add_space(space::S);
        if ui
            .add(Button::new("Throw it away and start the other one").fill())
            .clicked()
        {
            commands.push(Command::DiscardDraft {
                id: draft.id(),
                then: Some(model.shown(wanted)),
            });
        }
        if ui
            .add(Button::of(CommonAction::Cancel).as_quiet().fill())
            .clicked()
        {
            commands.push(Command::Dismiss);
        }
    });
    if response.should_close() {
        commands.push(Command::Dismiss);
    }
}
