//! What is entered by hand into the records: a briefing that was held without Muster, and a change of
//! one that is recorded (CLI 2.28, RECORDS 8.8, SCREENS 10.10).

use std::path::PathBuf;

use uuid::Uuid;

use crate::operations::subject;
use crate::operations::{Here, load};
use crate::pack::{ModuleRef, TextDefect};
use crate::records::by_hand::{ByHandError, EnteredByHand, Entering, Subject, Typed};
use crate::records::{Amendment, Change, Made, Records, RecordsError, Whose};
use crate::session::{Mark, Method, Moment, Officer};
use crate::station::{SettingError, ShiftId, StationStore, built, needed, one_line};
use crate::words::messages::fixed;
use crate::words::{Code, Failure, Words, kept_aside};

/// What was written, and what people should know besides.
#[derive(Debug)]
pub struct Written<T> {
    /// What it is.
    pub value: T,
    /// Where damaged records are kept that were put aside for it (CLI 1.11).
    pub kept_aside: Option<PathBuf>,
    /// That they were, in words.
    pub notice: Option<Words>,
}

impl<T> Written<T> {
    fn new(value: T, records: &Records) -> Self {
        let kept = records.kept_aside();
        Self {
            value,
            kept_aside: kept.map(PathBuf::from),
            notice: kept.map(|kept| kept_aside(records.path(), kept)),
        }
    }
}

/// What the records refuse, in words.
fn refused(error: &RecordsError) -> Failure {
    Failure::of(subject::records(), error)
}

fn open(here: &Here) -> Result<Records, Failure> {
    let file = here.folder.records_file();
    Records::open(&file).map_err(|e| Failure::about(&file, &e))
}

/// Records a briefing that was held without Muster.
///
/// # Errors
/// `NotFound` for a module that is not installed and a shift that there is not; what is wrong with what
/// was typed; if it cannot be recorded. Then nothing is.
pub fn enter(
    here: &Here,
    module: &ModuleRef,
    shift: &str,
    typed: &Typed,
) -> Result<Written<EnteredByHand>, Failure> {
    check_names(typed).map_err(|e| Failure::of(subject::briefing(), &e))?;
    let store = StationStore::open(&here.folder);
    let station = store.load_identified();
    let station = station.map_err(|e| Failure::about(store.path(), &e))?;
    let packs = here.library()?.installed();
    let packs = packs.map_err(|e| Failure::of(subject::library(), &e))?;
    let found = packs.iter().find_map(|pack| {
        let mut modules = pack.outline().modules.iter();
        let found = modules.find(|known| known.id == module.module)?;
        (pack.outline().id == module.pack).then_some((pack, found))
    });
    let (pack, outline) = found.ok_or_else(|| {
        Failure::of_message(
            Code::NotFound,
            "records-no-module",
            &[("module", module.to_string().into())],
        )
    })?;
    let shift = station.shift(shift).ok_or_else(|| {
        let id = shift.to_owned();
        Failure::of(subject::shift(), &SettingError::NoSuchShift { id })
    })?;
    let subject = Subject {
        station: &station,
        shift,
        name: module,
        module: outline,
        outline: pack.outline(),
        sha256: pack.sha256(),
        publisher: pack.publisher(),
        key_id: pack.key_id(),
    };
    let entering = Entering {
        now: &here.now,
        built: built(),
        account: &here.who.account,
        machine: &whoami::hostname().unwrap_or_default(),
    };
    let records = open(here)?;
    let entered = records.enter(typed, &subject, &entering);
    let entered = entered.map_err(|error| match error {
        ByHandError::Records(error) => refused(&error),
        error => Failure::of(subject::briefing(), &error),
    })?;
    Ok(Written::new(entered, &records))
}

/// FORMAT 4.31: names that are kept and shown elsewhere.
fn check_names(typed: &Typed) -> Result<(), SettingError> {
    one_line(fixed("records-leader"), &typed.leader)?;
    if let Some(id) = &typed.leader_id {
        one_line(fixed("records-leader-id"), id)?;
    }
    for visitor in &typed.visitors {
        needed(fixed("records-visitor"), visitor)?;
    }
    match TextDefect::of_text(&typed.note) {
        Some(defect) => Err(SettingError::Defect {
            what: fixed("records-note"),
            defect,
        }),
        None => Ok(()),
    }
}

/// A change of one field of a recorded briefing, by somebody who may change it.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// The session.
    pub session: Uuid,
    /// Whose field it is; nothing for a field of the session.
    pub officer: Option<Whose<'a>>,
    /// Its name.
    pub field: &'a str,
    /// The new value.
    pub to: &'a str,
    /// Who changes it; it is needed.
    pub by: &'a str,
    /// Why; it is needed.
    pub why: &'a str,
    /// A day that lies before 1990 or is still to come is right.
    pub confirmed: bool,
}

/// Changes one field by a row of its own; what is recorded stays (RECORDS 2.5).
///
/// # Errors
/// If nobody is named or no reason is given; what the records refuse.
pub fn amend(here: &Here, correction: &Correction<'_>) -> Result<Written<Amendment>, Failure> {
    check_made(correction.by, correction.why)?;
    let records = open(here)?;
    let change = Change {
        session: correction.session,
        officer: correction.officer,
        field: correction.field,
        to: correction.to,
        by: correction.by,
        why: correction.why,
        at: Moment::from(&here.now),
        account: &here.who.account,
        confirmed: correction.confirmed,
    };
    let amendment = records.amend(&change).map_err(|e| refused(&e))?;
    Ok(Written::new(amendment, &records))
}

/// A change needs a name and a reason.
fn check_made(by: &str, why: &str) -> Result<(), Failure> {
    if by.trim().is_empty() || why.trim().is_empty() {
        return Err(Failure::of_message(
            Code::Usage,
            "records-unnamed-change",
            &[],
        ));
    }
    let by = one_line(fixed("records-changed-by"), by);
    by.map(drop)
        .map_err(|e| Failure::of(subject::records(), &e))
}

/// Somebody who is not on the roll of a recorded briefing and belongs on it.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The session.
    pub session: Uuid,
    /// Who.
    pub who: Added<'a>,
    /// Where the officer was.
    pub mark: Mark,
    /// How many minutes the officer was there; nothing for all of them, where the mark says so.
    pub minutes: Option<u32>,
    /// Who adds the officer; it is needed.
    pub by: &'a str,
    /// Why; it is needed.
    pub why: &'a str,
}

/// Who is put on the roll.
#[derive(Clone, Copy, Debug)]
pub enum Added<'a> {
    /// An officer of the roster, by a number that the officer has or had.
    Officer(&'a str),
    /// Somebody from elsewhere, by name.
    Visitor(&'a str),
}

/// Puts somebody on the roll of a recorded briefing by a row of its own (RECORDS 2.13).
///
/// # Errors
/// If nobody is named or no reason is given, nobody on the roster has the number, or the officer is on
/// the roll; what the records refuse.
pub fn add_officer(here: &Here, addition: &Addition<'_>) -> Result<Written<Amendment>, Failure> {
    check_made(addition.by, addition.why)?;
    let station = load(&here.folder)?;
    let records = open(here)?;
    let session = records.session(addition.session).map_err(|e| refused(&e))?;
    let session = session.session;
    let at = Moment::from(&here.now);
    let mut officer = match addition.who {
        Added::Officer(id) => {
            let id = id.trim();
            let known = station.officer(id).ok_or_else(|| {
                let error = ByHandError::NotOnRoster { id: id.to_owned() };
                Failure::of(subject::briefing(), &error)
            })?;
            let ids = station.ids_of(id);
            let mut on_roll = session.officers.iter();
            if let Some(there) = on_roll.find(|officer| ids.contains(&officer.id)) {
                return Err(refused(&RecordsError::OnRoll {
                    officer: there.id.clone(),
                }));
            }
            let shift = known.shift.as_ref().map(ShiftId::as_str);
            Officer {
                id: known.id.clone(),
                rank: known.rank.clone(),
                squad: known.squad.clone(),
                visiting: shift != Some(session.shift.as_str()),
                ..Officer::named(&known.name)
            }
        }
        Added::Visitor(name) => {
            let name = needed(fixed("records-visitor"), name);
            let name = name.map_err(|e| Failure::of(subject::briefing(), &e))?;
            Officer {
                visiting: true,
                ..Officer::named(&name)
            }
        }
    };
    officer.mark = addition.mark;
    addition.by.trim().clone_into(&mut officer.marked_by);
    officer.marked_at = Some(at);
    officer.method = Some(Method::ByHand);
    let all = (addition.mark == Mark::Present).then_some(session.actual_minutes);
    officer.minutes = addition
        .minutes
        .or(all)
        .filter(|_| addition.mark.was_there());
    let made = Made {
        by: addition.by,
        why: addition.why,
        at,
        account: &here.who.account,
    };
    let amendment = records.amend_by_officer(addition.session, &officer, &made);
    let amendment = amendment.map_err(|e| refused(&e))?;
    Ok(Written::new(amendment, &records))
}
