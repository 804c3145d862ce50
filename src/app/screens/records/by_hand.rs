//! Briefings that are typed in on the Records screen, and changes of recorded ones: by the same code as
//! the commands `records add` and `records amend`.

use serde_json::Value;

use crate::app::account::here;
use crate::app::jobs::screen_state::ScreenJob;
use crate::operations::records::{self as operations, Added, Written};
use crate::records::Whose;
use crate::station::DataFolder;
use crate::ui::screens::records::RecordsModel;
use crate::ui::screens::records::correct::{Correction, RollAddition, Whom};
use crate::ui::screens::records::enter::Entry;
use crate::words::{Words, held_remark, shown};

/// Records what was typed, or says why not.
pub(super) fn enter(job: &ScreenJob<RecordsModel>, data: &DataFolder, entry: &Entry) {
    let entered = record(data, entry);
    done(job, entered);
}

/// Records a change, or says why not.
pub(super) fn correct(job: &ScreenJob<RecordsModel>, data: &DataFolder, change: &Correction) {
    let correction = operations::Correction {
        session: change.session,
        officer: change.row.map(Whose::Row),
        field: &change.field,
        to: &change.to,
        by: &change.by,
        why: &change.why,
        confirmed: change.confirmed,
    };
    let amended = operations::amend(&here(data), &correction);
    let amended = amended.map_err(|failure| *failure.words).map(|written| {
        let amendment = &written.value;
        let (from, to) = (amendment.from.to_string(), amendment.to.to_string());
        let field = &amendment.field;
        let recorded = format!("Recorded: {field} was {}, is {}.", shown(&from), shown(&to));
        with_notice(recorded, &written)
    });
    done(job, amended);
}

/// Puts somebody on the roll of a recorded briefing, or says why not.
pub(super) fn add_to_roll(
    job: &ScreenJob<RecordsModel>,
    data: &DataFolder,
    addition: &RollAddition,
) {
    let who = match &addition.who {
        Whom::Officer(number) => Added::Officer(number),
        Whom::Visitor(name) => Added::Visitor(name),
    };
    let addition = operations::Addition {
        session: addition.session,
        who,
        mark: addition.mark,
        minutes: addition.minutes,
        by: &addition.by,
        why: &addition.why,
    };
    let added = operations::add_officer(&here(data), &addition);
    let added = added.map_err(|failure| *failure.words).map(|written| {
        let name = written.value.to.get("name").and_then(Value::as_str);
        let name = shown(name.unwrap_or_default());
        with_notice(format!("Recorded: {name} is on the roll now."), &written)
    });
    done(job, added);
}

fn done(job: &ScreenJob<RecordsModel>, result: Result<String, Words>) {
    let recorded = result.is_ok();
    job.set(move |model| {
        model.busy = None;
        model.entries += u64::from(recorded);
        model.entered = Some(result);
    });
    if recorded {
        job.note_change();
    }
}

fn record(data: &DataFolder, entry: &Entry) -> Result<String, Words> {
    let written = operations::enter(&here(data), &entry.module, &entry.shift, &entry.typed);
    let written = written.map_err(|failure| *failure.words)?;
    let remarks = written.value.remarks.iter().map(held_remark);
    let sentences = std::iter::once(written.value.describe()).chain(remarks);
    let sentences: Vec<String> = sentences.collect();
    Ok(with_notice(sentences.join(" "), &written))
}

/// What was recorded, and that damaged records were put aside for it.
fn with_notice<T>(recorded: String, written: &Written<T>) -> String {
    match &written.notice {
        Some(notice) => format!("{recorded} {} {}", notice.headline, notice.advice),
        None => recorded,
    }
}
