//! What the screen shows changes by itself: the clock goes on, another program installs a pack. A
//! command is refused where that happened before whoever gave it can have seen it (SCREENS 1.7).

use eframe::egui::{Context, Key};
use jiff::civil::Date;
use uuid::Uuid;

use crate::app::App;
use crate::session::{Event, Session, ShiftFacts, Stage};
use crate::station::ShiftId;
use crate::ui::screens::station::StationCommand;
use crate::ui::shown::{ShownBriefing, key_of};
use crate::ui::{Command, Screen, ScreenCommand, time};
use crate::words::{Code, Words};

/// The shortest time in which a user can react to a change, in seconds.
const REACTION_SECS: f64 = 0.5;

/// The shown facts on which a command acts.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum ShownFacts {
    Board {
        loaded: bool,
        shift: Option<(ShiftId, Date)>,
        shift_name: String,
        offered: Option<ShownBriefing>,
        draft: Option<Uuid>,
    },
    /// Of a briefing that has not begun.
    Overview {
        session: Uuid,
        sha256: String,
        shift: ShiftFacts,
        approval: String,
    },
    Other,
}

/// The last change that the screen made by itself.
pub(in crate::app) struct UnseenChange {
    /// When it was first painted, by the window's time in seconds.
    at: f64,
    /// For so many seconds nobody can have seen it.
    unseen_secs: f64,
    before: ShownFacts,
    after: ShownFacts,
    /// What changed; nothing where there was nothing to see before.
    words: Option<Words>,
}

impl UnseenChange {
    /// Whether it changed what this command acts on.
    fn concerns(&self, command: &Command) -> bool {
        let (
            ShownFacts::Board {
                loaded,
                shift: shift_was,
                offered: offered_was,
                draft: draft_was,
                ..
            },
            ShownFacts::Board {
                shift,
                offered,
                draft,
                ..
            },
        ) = (&self.before, &self.after)
        else {
            return true;
        };
        if !loaded || shift_was != shift {
            return true;
        }
        match shown_by(command) {
            // It took the place of another one, or is another version of the same.
            Some(shown) => offered_was != offered && offered.as_ref() == Some(shown),
            None => draft_was != draft,
        }
    }
}

impl App {
    /// Makes a change that nobody at the screen asked for, and notes it if it is seen.
    pub(in crate::app) fn apply_unrequested_change(&mut self, change: impl FnOnce(&mut Self)) {
        self.apply_change(REACTION_SECS, change);
    }

    /// Makes a change that follows from what somebody asked for, and waits to see: whoever pressed
    /// in the very frame in which it comes has not seen it.
    pub(in crate::app) fn apply_requested_change(&mut self, change: impl FnOnce(&mut Self)) {
        self.apply_change(0.0, change);
    }

    /// The clock jumped while the sign-off was on the screen: the times that it names are others now.
    pub(in crate::app) fn note_jump(&mut self) {
        let signs = self.session.as_ref().map(Session::stage) == Some(Stage::SignOff);
        if !signs || self.model.screen != Screen::Briefing {
            return;
        }
        let clock = time::clock(self.model.now.local());
        self.unseen_change = Some(UnseenChange {
            at: self.frame_at,
            unseen_secs: REACTION_SECS,
            before: ShownFacts::Other,
            after: ShownFacts::Other,
            words: Some(refusal(format!(
                "It is {clock}: the PC slept, or its clock was set."
            ))),
        });
    }

    fn apply_change(&mut self, unseen_secs: f64, change: impl FnOnce(&mut Self)) {
        let before = self.shown_facts();
        change(self);
        let after = self.shown_facts();
        let same_screen = std::mem::discriminant(&before) == std::mem::discriminant(&after);
        if before == after || !same_screen {
            return;
        }
        let was_loaded = !matches!(before, ShownFacts::Board { loaded: false, .. });
        self.unseen_change = Some(UnseenChange {
            at: self.frame_at,
            unseen_secs: if was_loaded { unseen_secs } else { 0.0 },
            words: was_loaded.then(|| self.what_changed(&before, &after)),
            before,
            after,
        });
    }

    fn shown_facts(&self) -> ShownFacts {
        let model = &self.model;
        match (model.screen, &self.session) {
            (Screen::Board, _) => ShownFacts::Board {
                loaded: model.loaded,
                shift: model.shift.as_ref().map(key_of),
                shift_name: model
                    .shift
                    .as_ref()
                    .map_or_else(String::new, |on| on.shift.name.clone()),
                offered: model.offered().map(|name| model.shown(name)),
                draft: model.draft.as_ref().map(|draft| draft.id()),
            },
            (Screen::Briefing, Some(session)) if session.stage() == Stage::Overview => {
                let plan = session.plan();
                ShownFacts::Overview {
                    session: session.id(),
                    sha256: plan.pack.sha256.clone(),
                    shift: plan.shift.clone(),
                    approval: plan.approval.clone(),
                }
            }
            _ => ShownFacts::Other,
        }
    }

    /// Refuses what was asked for on a screen that has changed by itself since, and says what
    /// changed. Returns whether it did.
    pub(in crate::app) fn refuse_unseen(&mut self, command: &Command) -> bool {
        let begun = self
            .session
            .as_ref()
            .is_some_and(|s| s.started_at().is_some());
        if let Command::Screen(ScreenCommand::Station(StationCommand::Approve {
            module,
            sha256,
            ..
        })) = command
        {
            let now = self.model.shown(module).sha256;
            if now != *sha256 {
                self.say(refusal(
                    "Another version was installed meanwhile.".to_owned(),
                ));
                return true;
            }
        }
        // What has begun is a shift's own; only what is signed is what stands there.
        let signs = matches!(command, Command::Session(Event::SignOff(_)));
        if !acts_on_view(command) || begun && matches!(command, Command::Session(_)) && !signs {
            return false;
        }
        let unseen = self
            .unseen_change
            .as_ref()
            .filter(|change| self.commands_at - change.at <= change.unseen_secs)
            .filter(|change| change.concerns(command));
        let refused = match (unseen, shown_by(command)) {
            (Some(change), _) => Some(change.words.clone()),
            (None, Some(shown)) if self.model.shown(&shown.module) != *shown => Some(Some(
                refusal("What was shown changed before that was done.".to_owned()),
            )),
            _ => None,
        };
        let Some(words) = refused else {
            self.take_refusal_back();
            return false;
        };
        if let Some(words) = words {
            self.refusal = Some(words.clone());
            self.say(words);
        }
        true
    }

    /// Removes the message about a refused command once another one was done.
    fn take_refusal_back(&mut self) {
        let refusal = self.refusal.take();
        if refusal.is_some() && self.model.message == refusal {
            self.model.message = None;
        }
    }

    fn what_changed(&self, before: &ShownFacts, after: &ShownFacts) -> Words {
        let title = |shown: &ShownBriefing| {
            let found = self.model.module(&shown.module);
            found.map_or_else(String::new, |(_, module)| module.title.clone())
        };
        let clock = time::clock(self.model.now.local());
        let shift_is_on = |name: &str| match name {
            "" => format!("It is {clock}, and another day or shift than was shown."),
            name => format!("It is {clock}: {name} is on now."),
        };
        refusal(match (before, after) {
            (
                ShownFacts::Board { shift: was, .. },
                ShownFacts::Board {
                    shift, shift_name, ..
                },
            ) if was != shift => shift_is_on(shift_name),
            (
                ShownFacts::Board {
                    offered: Some(was), ..
                },
                ShownFacts::Board {
                    offered: Some(offered),
                    ..
                },
            ) if was.module == offered.module && was.sha256 != offered.sha256 => {
                format!("“{}” was updated meanwhile.", title(offered))
            }
            (
                ShownFacts::Board { offered: was, .. },
                ShownFacts::Board {
                    offered: Some(offered),
                    ..
                },
            ) if was.as_ref() != Some(offered) => {
                format!("“{}” is what comes first now.", title(offered))
            }
            (ShownFacts::Board { offered: was, .. }, ShownFacts::Board { offered: None, .. })
                if was.is_some() =>
            {
                "What was shown is not due any more.".to_owned()
            }
            (ShownFacts::Overview { sha256: was, .. }, ShownFacts::Overview { sha256, .. })
                if was != sha256 =>
            {
                "This briefing was updated meanwhile.".to_owned()
            }
            (ShownFacts::Overview { shift: was, .. }, ShownFacts::Overview { shift, .. })
                if (&was.id, was.date) != (&shift.id, shift.date) =>
            {
                shift_is_on(&shift.name)
            }
            (ShownFacts::Overview { shift: was, .. }, ShownFacts::Overview { shift, .. })
                if was != shift =>
            {
                format!(
                    "The roster was changed meanwhile: {} now.",
                    time::count(shift.officers.len(), "officer")
                )
            }
            (ShownFacts::Overview { .. }, ShownFacts::Overview { .. }) => {
                "The approval of this briefing was changed meanwhile.".to_owned()
            }
            _ => "What was left in the middle was changed by another program.".to_owned(),
        })
    }

    /// Says what changed in this very frame, in which somebody pressed something: even where nothing
    /// is there any more that it could have acted on.
    pub(in crate::app) fn explain_change(&mut self, ctx: &Context) {
        let changed = self
            .unseen_change
            .as_ref()
            .filter(|c| c.at >= self.frame_at);
        let Some(words) = changed.and_then(|change| change.words.clone()) else {
            return;
        };
        let pressed = ctx.input(|input| {
            let keys = [Key::Enter, Key::PageDown];
            input.pointer.primary_clicked() || keys.iter().any(|key| input.key_pressed(*key))
        });
        if pressed {
            self.refusal = Some(words.clone());
            self.say(words);
        }
    }

    /// The frame begins.
    pub(in crate::app) fn note_frame(&mut self, ctx: &Context) {
        self.frame_at = ctx.input(|input| input.time);
    }
}

fn refusal(headline: String) -> Words {
    Words::new(
        Code::Busy,
        headline,
        "Nothing was done. Look at what is shown now, then press again.",
    )
}

/// Whether it acts on what the board or an overview shows. A briefing that has begun is its own.
fn acts_on_view(command: &Command) -> bool {
    matches!(
        command,
        Command::Start(_)
            | Command::StartPlaying(_)
            | Command::Open(_)
            | Command::PutOff(_)
            | Command::Resume(_)
            | Command::DiscardDraft { .. }
            | Command::RecordDraft { .. }
            | Command::Session(_)
    )
}

fn shown_by(command: &Command) -> Option<&ShownBriefing> {
    match command {
        Command::Start(shown)
        | Command::StartPlaying(shown)
        | Command::Open(shown)
        | Command::PutOff(shown) => Some(shown),
        _ => None,
    }
}
