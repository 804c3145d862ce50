//! The briefing that was left in the middle: recorded as partial or thrown away by whoever found it
//! (RECORDS 1.12, RECORDS 8.13, SCREENS 5.3).

use crate::operations::subject;
use crate::records::{Recorded, Records};
use crate::session::{Moment, Session};
use crate::station::needed;
use crate::words::messages::fixed;
use crate::words::{Code, Failure};

/// What is to become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndLeft<'a> {
    /// It is recorded as partial, as it stood when it was left, signed by this person.
    Partial {
        /// Who found it.
        by: &'a str,
    },
    /// It is thrown away without a record.
    Discard,
}

/// What became of it.
#[derive(Debug)]
pub struct EndedLeft {
    /// The briefing as it was left.
    pub left: Session,
    /// Its row; nothing if it was thrown away.
    pub recorded: Option<Recorded>,
}

/// Ends the briefing that was left in the middle. `shown` is what the person who asks was shown of it;
/// nothing if they ask for the one that is kept, whichever that is.
///
/// # Errors
/// `NotFound` if none was left; `Usage` for a name that cannot stand in a record, or none; `Busy` if it
/// went on elsewhere since it was shown; what the records refuse. Then nothing is done.
pub fn end_left(
    records: &Records,
    shown: Option<&Session>,
    end: EndLeft<'_>,
    now: Moment,
) -> Result<EndedLeft, Failure> {
    let failed = |error| Failure::of(subject::records(), &error);
    let left = match shown {
        Some(shown) => {
            check_not_gone_on(records, shown)?;
            shown.clone()
        }
        None => records.draft().map_err(failed)?.ok_or_else(nothing_left)?,
    };
    let recorded = match end {
        EndLeft::Discard => {
            records.discard_draft(left.id()).map_err(failed)?;
            None
        }
        EndLeft::Partial { by } => {
            let by = needed(fixed("records-signed-by"), by);
            let by = by.map_err(|error| Failure::of(subject::records(), &error))?;
            let recorded = records.append(&left.abandoned(&by, now), &now);
            Some(recorded.map_err(failed)?)
        }
    };
    Ok(EndedLeft { left, recorded })
}

fn nothing_left() -> Failure {
    Failure::of_message(Code::NotFound, "records-nothing-left", &[])
}

/// Another window may have gone on with what was left in the middle: then it is not this one's to
/// end.
fn check_not_gone_on(records: &Records, shown: &Session) -> Result<(), Failure> {
    let kept = records.draft().ok().flatten();
    let is_later = |kept: Session| kept.id() == shown.id() && kept.left_at() > shown.left_at();
    if kept.is_some_and(is_later) {
        return Err(Failure::of_message(Code::Busy, "records-went-on", &[]));
    }
    Ok(())
}
