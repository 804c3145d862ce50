//! The briefing under way is saved as it goes, and recorded at its end, in the background.

use std::sync::Arc;

use uuid::Uuid;

use crate::app::App;
use crate::app::shelf::load::RECORDS;
use crate::records::Recorded;
use crate::session::{Completion, Event, Moment, Stage};
use crate::words::{InWords, Words};

/// What is known of the saving of the draft: at most one save is under way, and only the latest
/// state waits.
#[derive(Default)]
pub(in crate::app) struct Saving {
    pub(in crate::app) under_way: bool,
    pub(in crate::app) again: bool,
}

impl App {
    /// Saves the briefing under way in the background. While a save is under way only the latest
    /// state waits.
    pub(in crate::app) fn save(&mut self) {
        if self.preview.is_some() {
            return;
        }
        // A briefing that was just left is in the model as the draft.
        let Some(session) = self.session.as_ref().or(self.model.draft.as_deref()) else {
            return;
        };
        let over = session.stage() == Stage::Recorded || session.is_signing();
        if session.started_at().is_none() || over {
            return;
        }
        if self.saving.under_way {
            self.saving.again = true;
            return;
        }
        let (session, now) = (session.clone(), self.model.now);
        self.saving.under_way = self.run(
            move |stores| {
                stores.records().and_then(|records| {
                    let result = records.save_draft(&session, &now);
                    result.map_err(|error| error.in_words(RECORDS))
                })
            },
            Self::saved,
        );
    }

    fn saved(&mut self, result: Result<(), Words>) {
        if let Err(words) = result {
            self.say(words);
        }
        self.save_what_waits();
    }

    /// Saves the state that waited while a save was under way.
    pub(in crate::app) fn save_what_waits(&mut self) {
        self.saving.under_way = false;
        if std::mem::take(&mut self.saving.again) {
            self.save();
        }
    }

    /// Appends the record in the background. Only its success may put "Recorded" on the screen.
    pub(in crate::app) fn record(&mut self, completion: Box<Completion>) {
        if self.records_nothing() {
            return;
        }
        let (session, now) = (completion.session_id, self.model.now);
        self.model.message = None;
        let handed = self.run(
            move |stores| {
                stores
                    .records()
                    .and_then(|records| match records.append(&completion, &now) {
                        Ok(recorded) => Ok((recorded, now)),
                        Err(error) => Err(error.in_words(RECORDS)),
                    })
            },
            move |app, result| app.recorded(session, result),
        );
        if !handed {
            self.apply_event(Event::NotRecorded);
        }
    }

    fn recorded(&mut self, session: Uuid, result: Result<(Recorded, Moment), Words>) {
        let same = self.session.as_ref().is_some_and(|s| s.id() == session);
        match result {
            Ok((_, at)) => {
                self.last_recorded = Some(at);
                if same {
                    self.model.recorded_at = Some(at);
                    self.apply_event(Event::Recorded);
                }
                self.read_completed();
            }
            Err(words) => {
                if same {
                    self.apply_event(Event::NotRecorded);
                }
                self.say(words);
            }
        }
    }

    /// Reads what each shift completed, after a record was added.
    pub(in crate::app) fn read_completed(&mut self) {
        self.refresh_records_screen();
        let station = Arc::clone(&self.model.station);
        let today = self.model.now.local().date();
        self.run(
            move |stores| {
                stores.records().and_then(|records| {
                    let result = records.done(&station, today);
                    result.map_err(|error| error.in_words(RECORDS))
                })
            },
            |app, completed| match completed {
                Ok(completed) => {
                    app.completed = completed;
                    app.update_board();
                }
                Err(words) => app.say(words),
            },
        );
    }
}
