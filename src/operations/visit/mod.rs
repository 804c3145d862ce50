//! One visit of IT: everything in, a look at whether the PC is ready for roll call, everything out
//! (EXCHANGE section 4).

mod known;
mod misplaced;
mod out;
mod place;
mod receipt;
mod settings;

use std::path::PathBuf;

use crate::library::{AuditLine, Library, OtherFile, Outcome, audit_csv, lowest_first};
use crate::operations::sign::{SignedHead, Unsigned, sign_head};
use crate::operations::subject;
use crate::operations::{
    Doing, Follow, Here, ListTaken, Tried, examine, identify, install_list, install_newest,
    log_failure, prune, search, to_json,
};
use crate::platform::log;
use crate::records::{Head, Records, RecordsError};
use crate::station::Station;
use crate::words::ready::{Line, LineState};
use crate::words::{self, Code, Failure, Misplaced};

pub use misplaced::misplaced;
pub use out::Stick;
pub use settings::{Answer, AssignmentsShown, RosterShown, Settings};

use out::Out;

/// What a visit did, as it goes. What came in stays in, whatever becomes of the rest.
pub struct Visit {
    /// The station; it is given its id if it has none yet.
    pub station: Result<Station, Failure>,
    /// Trust lists, in the order in which they were applied.
    pub lists: Vec<Tried<ListTaken>>,
    /// Packs, in the order of their paths.
    pub packs: Vec<Tried<Outcome>>,
    /// Roster and assignments.
    pub settings: Settings,
    /// What lies on the stick where something else would be expected.
    pub misplaced: Vec<Misplaced>,
    /// What failed beside them.
    pub failures: Vec<Failure>,
    /// Whether this PC is ready; empty where that was not come to.
    pub check: Vec<Line>,
    /// The head of the record chain.
    pub head: Option<Head>,
    /// Its signature, or why it has none; nothing without a head.
    pub signed: Option<Result<SignedHead, Unsigned>>,
    /// What lies on the stick now.
    pub written: Vec<PathBuf>,
}

/// Does all of it. `answer`: to what of the roster and the assignments, which nobody signed, somebody
/// said yes.
pub fn visit<'a>(
    here: &Here,
    stick: &Stick,
    answer: impl Into<Answer<'a>>,
    follow: &mut dyn Follow,
) -> Visit {
    let mut visit = Visit::begin(here, follow);
    match here.library() {
        Err(failure) => visit.failures.push(failure),
        Ok(library) => {
            let others = visit.take_in(here, &library, stick, follow);
            visit.take_settings(here, &library, stick, answer.into(), follow);
            visit.name_misplaced(stick, &others);
            prune(here, &library);
        }
    }
    visit.give_out(here, stick, follow);
    visit
}

impl Visit {
    /// Nothing is done yet but that the station has its id.
    pub fn begin(here: &Here, follow: &mut dyn Follow) -> Self {
        Self {
            station: identify(here, follow),
            lists: Vec::new(),
            packs: Vec::new(),
            settings: Settings::default(),
            misplaced: Vec::new(),
            failures: Vec::new(),
            check: Vec::new(),
            head: None,
            signed: None,
            written: Vec::new(),
        }
    }

    /// Trust first: it says which packs are accepted. Returns what has names like those of files that
    /// Muster reads.
    fn take_in(
        &mut self,
        here: &Here,
        library: &Library,
        stick: &Stick,
        follow: &mut dyn Follow,
    ) -> Vec<OtherFile> {
        let found = match search(stick.folder(), follow) {
            Err(error) => {
                let failure = Failure::about(stick.folder(), &error);
                self.failures.push(failure);
                return Vec::new();
            }
            Ok(found) => found,
        };
        for file in lowest_first(found.lists) {
            if !follow.goes_on() {
                return found.others;
            }
            follow.begin(Doing::List(file.path()));
            self.lists.push(install_list(here, library, &file, true));
        }
        let files = (stick.folder(), found.packs);
        let (packs, _) = install_newest(here, library, files, None, follow);
        self.packs = packs;
        found.others
    }

    /// Names what lies on the stick where something else would be expected (EXCHANGE 4.13).
    fn name_misplaced(&mut self, stick: &Stick, others: &[OtherFile]) {
        if let Ok(station) = &self.station {
            self.misplaced = misplaced(stick.folder(), others, station, &self.settings);
        }
    }

    /// The roster and the assignments in the station's folder of the stick (EXCHANGE 4.4).
    pub fn take_settings(
        &mut self,
        here: &Here,
        library: &Library,
        stick: &Stick,
        answer: Answer<'_>,
        follow: &mut dyn Follow,
    ) {
        if let (Ok(station), true) = (&self.station, follow.goes_on()) {
            self.settings = Settings::take_in(here, library, station, stick, answer, follow);
        }
    }

    /// Looks at this PC, and leaves on the stick what is to be carried away.
    pub fn give_out(&mut self, here: &Here, stick: &Stick, follow: &mut dyn Follow) {
        let given = match &self.station {
            _ if !follow.goes_on() => Err(stopped()),
            Err(failure) => Err(failure.clone()),
            Ok(station) => {
                let station = station.clone();
                self.try_giving_out(here, stick, &station, follow)
            }
        };
        let Err(failure) = given else { return };
        // That it was stopped is said once.
        let is_reported = self.failures().iter().any(is_cancelled);
        if !is_reported || !is_cancelled(&failure) {
            self.failures.push(failure);
        }
    }

    fn try_giving_out(
        &mut self,
        here: &Here,
        stick: &Stick,
        station: &Station,
        follow: &mut dyn Follow,
    ) -> Result<(), Failure> {
        self.check = examine(here, follow)?;
        follow.begin(Doing::Writing);
        let library = here.library()?;
        let failed = |e| Failure::of(subject::library(), &e);
        let audit = library.audit().map_err(failed)?;
        let installed = library.installed().map_err(failed)?;
        self.take_head(here, stick, station, follow);
        let mut out = Out::begin(stick, station, here.now.date())?;
        let receipt = receipt::receipt(here, self, station, &installed);
        let written = self.write(&mut out, &audit, &receipt, follow);
        if written.is_ok() {
            Self::write_log(here, &mut out);
        }
        self.written = out.written;
        written
    }

    /// The head of the record chain, signed if an administrator is at it; none where the records
    /// cannot be read, which the check says.
    fn take_head(
        &mut self,
        here: &Here,
        stick: &Stick,
        station: &Station,
        follow: &mut dyn Follow,
    ) {
        let file = here.folder.records_file();
        let records = match Records::open_read_only(&file) {
            Err(RecordsError::NoStore { .. }) => Records::none(&file),
            opened => opened,
        };
        let Ok(records) = records else { return };
        let Ok(head) = records.head() else { return };
        let known = known::known_heads(&here.folder, stick, station);
        let signed = sign_head(&here.folder, &records, head, &known, &mut |done, all| {
            follow.step(done, all)
        });
        if let Err(unsigned) = &signed
            && !unsigned.is_usual
        {
            self.failures.push(Failure {
                words: Box::new(unsigned.words.clone()),
                file: None,
            });
        }
        self.head = Some(head);
        self.signed = Some(signed);
    }

    /// The receipt comes last: it stands for a visit of which the rest is there (EXCHANGE 4.5).
    fn write(
        &self,
        out: &mut Out,
        audit: &[AuditLine],
        receipt: &[u8],
        follow: &mut dyn Follow,
    ) -> Result<(), Failure> {
        let go_on = |follow: &mut dyn Follow| {
            if follow.goes_on() {
                Ok(())
            } else {
                Err(stopped_between())
            }
        };
        go_on(follow)?;
        out.write("audit.csv", |file| audit_csv(audit, file))?;
        go_on(follow)?;
        let ready = self.problems().next().is_none();
        // EXCHANGE 4.7.
        let lines = serde_json::json!({"ok": ready, "lines": to_json(&self.check)});
        let lines = words::shown_json(&format!("{lines:#}"));
        out.write("doctor.json", |file| writeln!(file, "{lines}"))?;
        // EXCHANGE 6.4.
        if let (Some(head), Some(Ok(signed))) = (&self.head, &self.signed) {
            go_on(follow)?;
            out.write("head.json", |file| write!(file, "{}", head.to_file()))?;
            out.write("head.json.minisig", |file| {
                write!(file, "{}", signed.signature)
            })?;
        }
        go_on(follow)?;
        out.write("receipt.pdf", |file| file.write_all(receipt))
    }

    /// EXCHANGE 4.16: after the receipt, from which it takes no room.
    fn write_log(here: &Here, out: &mut Out) {
        let of = if here.folder.is_for_everybody() {
            log::Accounts::All
        } else {
            log::Accounts::Own
        };
        let carried =
            log::contents(of).map(|log| out.write("log.txt", |file| file.write_all(&log)));
        if let Some(Err(failure)) = carried {
            log_failure(&failure);
        }
    }

    /// What the check says keeps the roll call from being held.
    pub fn problems(&self) -> impl Iterator<Item = &Line> {
        let lines = self.check.iter();
        lines.filter(|line| line.state == LineState::Problem)
    }

    /// What was refused or failed, in the order in which it was done, but for what the check found.
    pub fn refused(&self) -> impl Iterator<Item = &Failure> {
        let lists = self
            .lists
            .iter()
            .filter_map(|list| list.result.as_ref().err());
        let packs = self
            .packs
            .iter()
            .filter_map(|pack| pack.result.as_ref().err());
        let settings = self.settings.failures();
        lists.chain(packs).chain(settings).chain(&self.failures)
    }

    /// The same, and what the check found after it.
    #[must_use]
    pub fn failures(&self) -> Vec<Failure> {
        let found = self.problems().map(|line| Failure {
            words: Box::new(line.words.clone()),
            file: None,
        });
        self.refused().cloned().chain(found).collect()
    }
}

fn is_cancelled(failure: &Failure) -> bool {
    failure.words.code == Code::Cancelled
}

fn stopped() -> Failure {
    Failure::of_message(Code::Cancelled, "visit-stopped", &[])
}

fn stopped_between() -> Failure {
    Failure::of_message(Code::Cancelled, "visit-stopped-between", &[])
}

#[cfg(test)]
mod tests {
    use super::Stick;
    use crate::operations::Doing;
    use crate::operations::fixture::{Pulls, here};
    use crate::station::Consent;
    use crate::words::Code;

    #[test]
    fn a_stick_that_is_pulled_during_the_check_is_said_and_not_made_anew() {
        let world = tempfile::tempdir().expect("a folder");
        let place = world.path().join("stick");
        std::fs::create_dir(&place).expect("a stick");
        let stick = Stick::find(&place).expect("a stick");
        let here = here(&world.path().join("data"));
        // Near the end of the check.
        let mut pulls = Pulls(&place, |doing| matches!(doing, Doing::Devices));
        let visit = super::visit(&here, &stick, Consent::Nothing, &mut pulls);
        assert!(!visit.check.is_empty(), "the check was done");
        assert!(visit.written.is_empty());
        let refused: Vec<_> = visit.refused().map(|failure| failure.words.code).collect();
        assert_eq!(refused, [Code::NotFound]);
        assert!(!place.exists());
        assert!(!stick.is_in());
    }
}
