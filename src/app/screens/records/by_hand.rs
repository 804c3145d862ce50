//! Briefings that are typed in on the Records screen, and changes of recorded ones: by the same code as
//! the commands `records add` and `records amend`.

use crate::app::jobs::screen_worker::Desk;
use crate::app::window::clock::now;
use crate::library::Library;
use crate::records::by_hand::{Entering, Subject};
use crate::records::{ByHandError, Change, Records, Whose};
use crate::session::Moment;
use crate::station::{DataFolder, StationStore, built};
use crate::ui::screens::records::RecordsModel;
use crate::ui::screens::records::correct::Correction;
use crate::ui::screens::records::enter::Entry;
use crate::words::{Code, InWords, Words, held_remark, shown};

/// Records what was typed, or says why not.
pub(super) fn enter(desk: &Desk<RecordsModel>, data: &DataFolder, entry: &Entry) {
    let entered = record(data, entry);
    done(desk, entered);
}

/// Records a change, or says why not.
pub(super) fn correct(desk: &Desk<RecordsModel>, data: &DataFolder, change: &Correction) {
    let account = whoami::username().unwrap_or_default();
    let change = Change {
        session: change.session,
        officer: change.row.map(Whose::Row),
        field: &change.field,
        to: &change.to,
        by: &change.by,
        why: &change.why,
        at: Moment::from(&now()),
        account: &account,
        confirmed: change.confirmed,
    };
    let amended = Records::open(&data.records_file())
        .and_then(|records| records.amend(&change))
        .map_err(|error| error.in_words("the records"))
        .map(|amendment| {
            let (from, to) = (amendment.from.to_string(), amendment.to.to_string());
            let field = &amendment.field;
            format!("Recorded: {field} was {}, is {}.", shown(&from), shown(&to))
        });
    done(desk, amended);
}

fn done(desk: &Desk<RecordsModel>, result: Result<String, Words>) {
    let recorded = result.is_ok();
    desk.set(|model| {
        model.busy = None;
        model.entries += u64::from(recorded);
        model.entered = Some(result);
    });
    if recorded {
        desk.note_change();
    }
}

fn record(data: &DataFolder, entry: &Entry) -> Result<String, Words> {
    let store = StationStore::open(data);
    let station = store.load_identified();
    let station = station.map_err(|error| error.in_words("the station's settings"))?;
    let library = Library::open(data.library()).map_err(|e| e.in_words("the shelf"))?;
    let packs = library.installed().map_err(|e| e.in_words("the shelf"))?;
    let found = packs.iter().find_map(|pack| {
        let mut modules = pack.outline().modules.iter();
        let module = modules.find(|module| module.id == entry.module.module)?;
        (pack.outline().id == entry.module.pack).then_some((pack, module))
    });
    let gone = |what: &str| {
        let advice = "Choose another one.";
        Words::new(
            Code::NotFound,
            format!("This {what} is not there any more."),
            advice,
        )
    };
    let (pack, module) = found.ok_or_else(|| gone("briefing"))?;
    let shift = station.shift(&entry.shift).ok_or_else(|| gone("shift"))?;
    let subject = Subject {
        station: &station,
        shift,
        name: &entry.module,
        module,
        outline: pack.outline(),
        sha256: pack.sha256(),
        publisher: pack.publisher(),
        key_id: pack.key_id(),
    };
    let now = now();
    let entering = Entering {
        now: &now,
        built: built(),
        account: &whoami::username().unwrap_or_default(),
        machine: &whoami::hostname().unwrap_or_default(),
    };
    let entered = Records::open(&data.records_file())
        .map_err(ByHandError::from)
        .and_then(|records| records.enter(&entry.typed, &subject, &entering))
        .map_err(|error| error.in_words("the records"))?;
    let remarks = entered.remarks.iter().map(held_remark);
    let sentences: Vec<String> = std::iter::once(entered.describe()).chain(remarks).collect();
    Ok(sentences.join(" "))
}
