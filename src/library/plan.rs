//! What a stick would bring, before anything is changed: trust lists first, each on top of the one
//! before, then packs under the trust that these lists would bring.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::library::list::{check_list, read_list};
use crate::library::policy::ShelfPolicy;
use crate::library::trusted::Trusted;
use crate::library::{
    InstalledPack, Library, LibraryError, ListOutcome, Outcome, Pinned, Publisher, Revocation,
};
use crate::pack::content::files_in;
use crate::pack::read::Progress;
use crate::pack::{Archive, Module, PackPath, PackVersion};
use crate::platform::files::SourceFile;

/// What would happen, one thing after the other; nothing of it does.
pub struct Plan<'a> {
    library: &'a Library,
    own: Vec<Publisher>,
    pinned: Option<Pinned>,
    policy: ShelfPolicy,
}

/// What would happen with a pack.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What it is, and what would be done.
    pub outcome: Outcome,
    /// The version whose place it would take.
    pub replaces: Option<PackVersion>,
    /// What becomes of each briefing, those that go last.
    pub modules: Vec<ModuleChange>,
}

/// What would become of a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleChange {
    /// Its title.
    pub title: String,
    /// What.
    pub change: Change,
}

/// What would become of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    New,
    /// It would be another.
    Changed,
    /// It would stay as it is.
    Same,
    /// It would not be there any more.
    Gone,
}

impl Change {
    /// Its name for programs (CLI 3.20).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Gone => "gone",
        }
    }
}

impl Library {
    /// Begins a plan with what is in force and installed now.
    ///
    /// # Errors
    /// `StoreDamaged`, `Io`.
    pub fn plan(&self, today: Date) -> Result<Plan<'_>, LibraryError> {
        let database = self.reading()?;
        Ok(Plan {
            library: self,
            own: self.own_publishers(&database)?,
            pinned: self.pinned_in(&database)?,
            policy: self.policy(false, today)?,
        })
    }
}

impl Plan<'_> {
    /// What a trust list would change. What comes after it in this plan is judged as if it were in
    /// force.
    ///
    /// # Errors
    /// As [`Library::install_list`].
    pub fn list(&mut self, file: impl Into<SourceFile>) -> Result<ListOutcome, LibraryError> {
        let file = read_list(&file.into())?;
        let outcome = check_list(&self.own, self.pinned.as_ref(), &file)?;
        if let (Some(pinned), Some(_)) = (&self.pinned, &outcome.changes) {
            let after = pinned.after(&outcome.list, &file);
            self.policy
                .trust(Trusted::of(self.own.clone(), after.list.clone()));
            self.pinned = Some(after);
        }
        Ok(outcome)
    }

    /// What would be done with a pack.
    ///
    /// # Errors
    /// As [`Library::install`].
    pub fn pack(
        &self,
        file: impl Into<SourceFile>,
        progress: &mut Progress<'_>,
    ) -> Result<Planned, LibraryError> {
        let (pack, outcome) = self.library.examine(&file.into(), &self.policy, progress)?;
        let installed = self.library.active_pack(&outcome.manifest.id)?;
        let now = (outcome.manifest.modules.as_slice(), Some(pack.archive()));
        let (manifest, archive) = match installed.as_ref().map(InstalledPack::contents) {
            Some(Ok(open)) => (Some(Cow::Borrowed(open.manifest())), Some(open.archive())),
            Some(Err(_)) => {
                let sha256 = installed.as_ref().map_or("", InstalledPack::sha256);
                (Some(Cow::Owned(self.library.manifest_of(sha256)?)), None)
            }
            None => (None, None),
        };
        let before = manifest.as_ref().map_or(&[][..], |m| m.modules.as_slice());
        let before = (before, archive);
        Ok(Planned {
            replaces: installed.as_ref().map(|pack| pack.outline().version),
            modules: modules(now, before),
            outcome,
        })
    }

    /// Whether trust lists decide who is trusted.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// Why an installed pack could not be used any more.
    #[must_use]
    pub fn revocation(&self, pack: &InstalledPack) -> Option<Revocation> {
        self.policy.revocation(pack)
    }
}

/// Briefings, and the archive that holds their files.
type Modules<'a> = (&'a [Module], Option<&'a Archive>);

fn modules((now, files): Modules<'_>, (before, their_files): Modules<'_>) -> Vec<ModuleChange> {
    let how = |module: &Module| {
        let mut known = before.iter();
        match known.find(|other| other.id == module.id) {
            None => Change::New,
            Some(other) if other != module => Change::Changed,
            Some(_) if same_files(module, files, their_files) => Change::Same,
            Some(_) => Change::Changed,
        }
    };
    let gone = before
        .iter()
        .filter(|module| now.iter().all(|other| other.id != module.id));
    let change = |module: &Module, change| ModuleChange {
        title: module.title.clone(),
        change,
    };
    now.iter()
        .map(|module| change(module, how(module)))
        .chain(gone.map(|module| change(module, Change::Gone)))
        .collect()
}

/// Whether every file of a briefing is the same in both archives, by length and checksum: this
/// tells people what is new; nothing is trusted because of it.
fn same_files(module: &Module, one: Option<&Archive>, other: Option<&Archive>) -> bool {
    let sum = |archive: Option<&Archive>, path: &PackPath| {
        let entry = archive?.entry(path.as_str())?;
        Some((entry.size, entry.crc))
    };
    let files = files_in(module);
    files
        .iter()
        .all(|(path, _)| sum(one, path).is_some_and(|sum_of| sum(other, path) == Some(sum_of)))
}
