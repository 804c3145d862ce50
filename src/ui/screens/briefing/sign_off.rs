//! What will be recorded, in one sentence and a short table; then that it is on the disk
//! (SCREENS section 9).

use eframe::egui::{RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::session::{Delivery, Event, Facilitator, Mark, Outcome, Session, Shortfall, Stage};
use crate::station::{Named, Officer};
use crate::ui::action::Action as _;
use crate::ui::screens::briefing::delivery;
use crate::ui::screens::briefing::leader::{Which, is_open, name_alone, which_ui};
use crate::ui::screens::briefing::overview;
use crate::ui::screens::briefing::shortfalls::{sentences, summary};
use crate::ui::screens::briefing::sign_off_action::SignOffAction;
use crate::ui::search::Search;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::banner::{Tone, banner};
use crate::ui::widgets::text::{Label, TextUi as _};
use crate::ui::widgets::{Button, card};
use crate::ui::{Command, Model, icons, time};

/// The most names that are offered.
const MAX_OFFERED_NAMES: usize = 6;

/// State of the sign-off between frames.
#[derive(Default)]
pub struct SignOffState {
    name: Option<String>,
    notes: Option<String>,
    /// Who was meant where several have that name.
    which: Option<Which>,
    /// The confirmation that is still missing.
    which_is_open: bool,
    /// The field of who led it had the focus once.
    began: bool,
    /// Complete was pressed, and this was named as lacking.
    asked: Option<Vec<Shortfall>>,
}

/// The sign-off.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut SignOffState,
    commands: &mut Vec<Command>,
) {
    // The stage is reached when the record is on the disk (SCREENS 9.5).
    if session.stage() == Stage::Recorded {
        return recorded(ui, model, session);
    }
    let t = theme::tokens(ui.ctx());
    ui.text_label(RichText::new("Sign off").font(theme::bold(size::TITLE)));
    if let Some(chosen) = delivery::choose_ui(ui, session.plan().delivery) {
        commands.push(Command::Session(Event::Delivery(chosen)));
    }
    leader(ui, model, session, state, commands);
    ui.add_space(space::S);
    let shortfalls = session.shortfalls();
    question(ui, session, &shortfalls, state, commands);
    overview::warnings(ui, session);
    let warnings = sentences(&shortfalls).join(" ");
    if !warnings.is_empty() {
        banner(ui, Tone::Warning, &warnings);
    }
    ui.add_space(space::S);
    let sentence = sentence(model, session);
    card(ui, |ui| {
        ui.text_label(
            RichText::new("What will be recorded")
                .color(t.muted)
                .size(size::SMALL),
        );
        ui.add(Label::new(RichText::new(sentence).font(theme::bold(20.0))).wrap());
        ui.add_space(space::S);
        table(ui, session);
    });
    notes(ui, session, state, commands);
    ui.add_space(space::S);
    let text = "Complete is your word that the shift was briefed. Partial: it was broken off and \
                stays due.";
    ui.add(Label::new(RichText::new(text).size(size::SMALL).color(t.muted)).wrap());
}

/// The sergeant's own act, in the bar at the bottom: in sight whatever is scrolled (SCREENS 9.4).
pub fn acts(ui: &mut Ui, session: &Session, state: &mut SignOffState, commands: &mut Vec<Command>) {
    let t = theme::tokens(ui.ctx());
    if session.is_signing() {
        ui.text_label(RichText::new("Writing the record…").font(theme::bold(size::BODY)));
        return;
    }
    let named = !session.facilitator().name.trim().is_empty();
    let led = named && !state.which_is_open;
    let mut shortcuts = SignOffAction::Complete.shortcuts().iter();
    let key = led && shortcuts.any(|keys| keys.take(ui.ctx()));
    let shortfalls = session.shortfalls();
    let asks = shortfalls.iter().any(Shortfall::needs_confirmation);
    let complete = if asks {
        // What is lacking is named first; partial is what speaks for itself (SCREENS 9.6).
        let complete = Button::of(SignOffAction::Complete).no_icon();
        let text = SignOffAction::Complete.text();
        complete.text("Sign off as complete…").spoken(text)
    } else {
        Button::of(SignOffAction::Complete).as_primary()
    };
    let complete = complete.large().enabled(led);
    let complete = ui.add(complete).clicked() || key;
    if complete && asks {
        state.asked = Some(shortfalls);
    } else if complete {
        commands.push(Command::Session(SignOffAction::Complete.event()));
    }
    let partial = Button::of(SignOffAction::Partial);
    let partial = if asks { partial.as_primary() } else { partial };
    if ui.add(partial.large().enabled(led)).clicked() {
        commands.push(Command::Session(SignOffAction::Partial.event()));
    }
    if named && !led {
        ui.text_label(RichText::new("Say first which of them led it.").color(t.warning));
    } else if !led {
        ui.text_label(RichText::new("Say first who led it.").color(t.warning));
    }
}

/// Complete in spite of what is lacking: an act of its own, which names it (SCREENS 9.6).
fn question(
    ui: &mut Ui,
    session: &Session,
    shortfalls: &[Shortfall],
    state: &mut SignOffState,
    commands: &mut Vec<Command>,
) {
    // Of something else nobody was asked.
    state.asked.take_if(|asked| asked != shortfalls);
    if state.asked.is_none() || session.is_signing() {
        return;
    }
    let mut shortcuts = SignOffAction::CompleteAllTheSame.shortcuts().iter();
    let pressed = shortcuts.any(|keys| keys.take(ui.ctx()));
    card(ui, |ui| {
        let words = RichText::new("Was the shift briefed all the same?");
        ui.text_label(words.font(theme::bold(size::HEADING)));
        ui.add_space(space::XS);
        let record = format!("Record as complete with {}", summary(shortfalls));
        let action = SignOffAction::CompleteAllTheSame;
        if ui.add(Button::of(action).text(&record)).clicked() || pressed {
            commands.push(Command::Session(action.event()));
        }
        if ui.add(Button::quiet("No, not complete")).clicked() {
            state.asked = None;
        }
    });
    ui.add_space(space::S);
}

/// Who led it: typed, or chosen from the roster as one types.
fn leader(
    ui: &mut Ui,
    model: &Model,
    session: &Session,
    state: &mut SignOffState,
    commands: &mut Vec<Command>,
) {
    let (facilitator, on) = (session.facilitator(), session.plan().shift.date);
    let name = state.name.get_or_insert_with(|| facilitator.name.clone());
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.text_label(match session.plan().delivery {
            Delivery::SelfStudy => "Vouched for by",
            _ => "Led by",
        });
        let edit = TextEdit::singleline(name)
            .hint_text("Name of who led the briefing")
            .desired_width(320.0)
            .margin(eframe::egui::Margin::symmetric(12, 9));
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Who led the briefing"));
        if !std::mem::replace(&mut state.began, true) && facilitator.name.is_empty() {
            response.request_focus();
        }
        if response.changed() {
            state.which = None;
            // RECORDS 7.13.
            chosen = Some(match model.station.named(name, on) {
                Named::One(officer) => from_officer(officer),
                Named::Nobody | Named::Several(_) => only_name(name),
            });
        }
        for officer in offered(model, session, name) {
            let label = name_alone(&model.station, officer, on);
            if ui.add(Button::new(&label)).clicked() {
                chosen = Some(from_officer(officer));
                name.clone_from(&officer.name);
            }
        }
    });
    // Who was chosen is known by a number, whoever else has that name.
    let known = chosen.as_ref().unwrap_or(facilitator);
    state.which_is_open =
        known.id.is_empty() && is_open(&model.station, name, on, state.which.as_ref());
    if known.id.is_empty() || state.which.is_some() {
        let which = which_ui(ui, &model.station, name, on, state.which.as_ref());
        match &which {
            None => {}
            Some(Which::Nobody) => chosen = Some(only_name(name)),
            Some(Which::Officer(id)) => chosen = model.station.officer(id).map(from_officer),
        }
        state.which = which.or(state.which.take());
    }
    if let Some(facilitator) = chosen {
        commands.push(Command::Session(Event::Facilitator(facilitator)));
    }
}

fn only_name(typed: &str) -> Facilitator {
    Facilitator {
        name: typed.trim().to_owned(),
        ..Facilitator::default()
    }
}

fn from_officer(officer: &Officer) -> Facilitator {
    Facilitator {
        id: officer.id.clone(),
        name: officer.name.clone(),
        rank: officer.rank.clone(),
        certification: officer.certification.clone(),
        account: String::new(),
    }
}

/// Whom to offer (SCREENS 9.2): who fits what is typed; before anything is typed, who has a
/// supervisor's rank.
fn offered<'a>(model: &'a Model, session: &Session, typed: &str) -> Vec<&'a Officer> {
    let search = Search::new(typed);
    if !session.facilitator().id.is_empty() {
        return Vec::new();
    }
    let today = session.plan().shift.date;
    let active = model.station.roster.iter().filter(|o| o.is_active(today));
    let fits = |officer: &&Officer| {
        if typed.trim().is_empty() {
            let rank = officer.rank.to_lowercase();
            ["serg", "sgt", "lieut", "lt", "capt", "corp"]
                .iter()
                .any(|word| rank.starts_with(word))
        } else {
            !search.is_empty() && search.fits(&[&officer.name, &officer.id])
        }
    };
    active.filter(fits).take(MAX_OFFERED_NAMES).collect()
}

/// "Day shift was briefed on “Detainer” (version 3) on 24 Nov, 06:55–07:09, led by …; 13 present."
/// (SCREENS 9.1)
fn sentence(model: &Model, session: &Session) -> String {
    let plan = session.plan();
    let now = model.now.local();
    let started = session
        .started_at()
        .map_or(now, crate::session::Moment::local);
    let shift = if plan.shift.name.is_empty() {
        "This station"
    } else {
        &plan.shift.name
    };
    let leader = session.facilitator().name.trim();
    let leader = if leader.is_empty() { "…" } else { leader };
    let day = |date| time::short_day(date, now.date());
    // Begun on another day than the shift's, or ended on another: each date stands there.
    let of = if plan.shift.date == started.date() {
        String::new()
    } else {
        format!(" of {}", day(plan.shift.date))
    };
    let until = if started.date() == now.date() {
        format!("–{}", time::clock(now))
    } else {
        format!(" – {}, {}", day(now.date()), time::clock(now))
    };
    let (did, led) = match plan.delivery {
        Delivery::RollCall => ("was briefed on", "led by"),
        Delivery::Class => ("was briefed in a class on", "led by"),
        Delivery::MakeUp => ("made up", "led by"),
        Delivery::SelfStudy => ("studied alone", "vouched for by"),
    };
    format!(
        "{shift}{of} {did} “{}” (version {}) on {}, {}{until}, {led} {leader}; {}.",
        session.module().title,
        plan.pack.version,
        day(started.date()),
        time::clock(started),
        people(session),
    )
}

/// "13 present, 1 excused".
fn people(session: &Session) -> String {
    let single = session.plan().delivery.is_for_single_officers();
    let mut parts: Vec<String> = [
        (Mark::Present, "present"),
        (Mark::Late, "late"),
        (Mark::LeftEarly, "left early"),
        (Mark::Excused, "excused"),
        (Mark::Absent, "absent"),
        (Mark::Unmarked, "not marked"),
    ]
    .into_iter()
    .filter(|(mark, _)| !single || *mark != Mark::Unmarked)
    .map(|(mark, name)| (session.count(mark), name))
    .filter(|(count, _)| *count > 0)
    .map(|(count, name)| format!("{count} {name}"))
    .collect();
    if session.headcount() > 0 {
        parts.push(format!("{} others", session.headcount()));
    }
    if parts.is_empty() {
        parts.push("nobody on the list".to_owned());
    }
    parts.join(", ")
}

fn table(ui: &mut Ui, session: &Session) {
    let t = theme::tokens(ui.ctx());
    let module = session.module();
    let shown = module
        .prompts
        .iter()
        .filter(|p| session.prompt_was_shown(&p.id));
    let steps = session.outline().steps().len();
    let rows = [
        (
            "Shown",
            format!(
                "{} of {}, {} of {}",
                session.steps_shown(),
                time::count(steps, "step"),
                shown.count(),
                time::count(module.prompts.len(), "prompt")
            ),
        ),
        (
            "Open for",
            format!("{} of {} min", session.open_secs() / 60, module.minutes),
        ),
        ("Publisher", session.plan().pack.publisher.clone()),
        (
            "Approved by",
            if session.plan().approval.is_empty() {
                "nobody".to_owned()
            } else {
                session.plan().approval.clone()
            },
        ),
    ];
    eframe::egui::Grid::new("sign-off")
        .num_columns(2)
        .min_row_height(space::XL)
        .spacing([24.0, 4.0])
        .show(ui, |ui| {
            for (name, value) in rows {
                ui.text_label(RichText::new(name).color(t.muted));
                ui.text_label(value);
                ui.end_row();
            }
        });
}

fn notes(ui: &mut Ui, session: &Session, state: &mut SignOffState, commands: &mut Vec<Command>) {
    let notes = state
        .notes
        .get_or_insert_with(|| session.notes().to_owned());
    ui.add_space(space::S);
    let edit = TextEdit::multiline(notes)
        .hint_text("Notes for the record (may stay empty)")
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .margin(eframe::egui::Margin::symmetric(12, 9));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Notes"));
    if response.changed() {
        commands.push(Command::Session(Event::Notes(notes.clone())));
    }
}

fn recorded(ui: &mut Ui, model: &Model, session: &Session) {
    let t = theme::tokens(ui.ctx());
    let at = model.recorded_at.unwrap_or(model.now).local();
    let headline = format!(
        "Recorded {} {}",
        time::short_day(at.date(), model.now.local().date()),
        time::clock(at)
    );
    ui.add_space(space::XXXL);
    let partial = session.signed_as() == Some(Outcome::Partial);
    let lacking = summary(&session.shortfalls());
    // Green is a briefing that was held, not a row that was written.
    let (icon, color) = if partial || !lacking.is_empty() {
        (icons::CHECK, t.warning)
    } else {
        (icons::CHECK_CIRCLE, t.good)
    };
    ui.vertical_centered(|ui| {
        ui.text_label(RichText::new(icon).size(96.0).color(color));
        ui.text_label(RichText::new(&headline).font(theme::bold(size::TITLE)));
        ui.add_space(space::S);
        ui.text_label(RichText::new(&session.module().title).font(theme::bold(size::HEADING)));
        ui.text_label(people(session));
        if partial {
            ui.text_label(RichText::new("As partial: it stays due.").color(t.warning));
        } else if !lacking.is_empty() {
            let words = format!("As complete, with {lacking}");
            ui.add(Label::new(RichText::new(words).color(t.warning)).wrap());
        }
        ui.text_label(
            RichText::new(match session.plan().delivery {
                Delivery::SelfStudy => format!("Vouched for by {}", session.facilitator().name),
                _ => format!("Led by {}", session.facilitator().name),
            })
            .color(t.muted),
        );
        ui.add_space(space::L);
        let disclaimer = &session.plan().pack.manifest.disclaimer;
        let text = RichText::new(disclaimer).size(size::SMALL).color(t.muted);
        ui.add(Label::new(text).wrap());
    });
}
