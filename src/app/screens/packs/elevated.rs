//! Taking in what is on a stick where this user may not write: the system asks for an
//! administrator, once, who runs the command that does the same.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::app::clock::now;
use crate::app::screens::packs::name_of;
use crate::library::{Action, Library, LibraryError, ListOutcome, Outcome, TrustError};
use crate::operations::{self, ListTaken, Tried};
use crate::platform::administrator::{self, Asked};
use crate::platform::files::SourceFile;
use crate::ui::screens::packs::Verdict;
use crate::words::{Code, Failure, Words, no_administrator, no_administrator_said_yes};

/// What an administrator is asked for. Each file is named with its hash: whoever puts another in its
/// place meanwhile gets nothing in, and one that nobody was shown is refused.
#[derive(Default)]
pub(super) struct Wanted {
    /// That the station gets its id.
    pub identify: bool,
    /// The stick: what lies in it is opened beneath it.
    pub beneath: Option<PathBuf>,
    /// Trust lists, in the order in which they are to be applied.
    pub lists: Vec<operations::Wanted>,
    /// Packs.
    pub packs: Vec<operations::Wanted>,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        !self.identify && self.lists.is_empty() && self.packs.is_empty()
    }

    fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["take-in".into()];
        if self.identify {
            arguments.push("--identify".into());
        }
        if let Some(folder) = &self.beneath {
            arguments.push("--beneath".into());
            arguments.push(absolute(folder).into_os_string());
        }
        for (option, files) in [("--list", &self.lists), ("--pack", &self.packs)] {
            for operations::Wanted { file, sha256 } in files {
                arguments.push(option.into());
                arguments.push(sha256.as_deref().unwrap_or_default().into());
                arguments.push(absolute(file.path()).into_os_string());
            }
        }
        arguments
    }

    /// The command for people that does this.
    fn command(&self) -> &'static str {
        match (self.identify, self.lists.is_empty(), self.packs.is_empty()) {
            (false, false, true) => "trust install",
            (false, true, false) => "install",
            _ => "visit",
        }
    }
}

/// Asks for it and waits. The audit log says what was done and by whom; what became of each file is
/// read off the shelf.
///
/// # Errors
/// The error in words, if nobody consented or nobody can be asked.
pub(super) fn take_in(library: &Library, wanted: &Wanted) -> Result<(), Words> {
    if wanted.is_empty() {
        return Ok(());
    }
    let data = library.folder().parent().unwrap_or(library.folder());
    let mut arguments: Vec<OsString> = vec!["--data-dir".into(), data.into()];
    arguments.extend(wanted.arguments());
    let nobody = || no_administrator(wanted.command());
    let asked = std::env::current_exe()
        .and_then(|program| administrator::run(&program, &arguments))
        .map_err(|error| nobody().caused_by(&error))?;
    match asked {
        Asked::Ran(_) => Ok(()),
        Asked::Declined => Err(no_administrator_said_yes()),
        Asked::NobodyToAsk => Err(nobody()),
    }
}

/// The administrator's command starts in another folder.
fn absolute(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

/// What came of one trust list, as far as the shelf tells.
pub(super) fn list(library: &Library, file: &SourceFile) -> Tried<ListTaken> {
    let plan = library.plan(now().date());
    let weighed = plan.and_then(|mut plan| plan.list(file));
    let result = match weighed {
        Ok(ListOutcome { list, changes, .. }) if changes.is_none() => {
            Ok(ListTaken::Installed(list, Vec::new()))
        }
        Ok(_) => Err(Failure::new(
            Code::Io,
            format!("{} was not applied.", name_of(file.path())),
            "Look at the stick again: it says why beside each trust list.",
        )),
        // The next one on the stick took its place.
        Err(LibraryError::Trust(TrustError::TrustListOlder { version, .. })) => {
            Ok(ListTaken::Older(version))
        }
        Err(error) => Err(Failure::about(file.path(), &error)),
    };
    let file = file.path().to_owned();
    Tried { file, result }
}

/// The result for one pack, which was shown with this verdict before.
pub(super) fn pack(
    library: &Library,
    file: &SourceFile,
    verdict: Option<&Verdict>,
) -> Tried<Outcome> {
    let found = library.verify(file, now().date(), &mut |_, _| true);
    let result = match found {
        Ok(outcome) if outcome.action == Action::AlreadyInstalled => Ok(Outcome {
            action: match verdict {
                Some(Verdict::Update { .. }) => Action::Updated,
                _ => Action::Installed,
            },
            ..outcome
        }),
        Ok(_) => Err(Failure::new(
            Code::Io,
            format!("{} was not installed.", name_of(file.path())),
            "Look at the audit log, then try again.",
        )),
        Err(error) => Err(Failure::about(file.path(), &error)),
    };
    let file = file.path().to_owned();
    Tried { file, result }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use jiff::Timestamp;

    use super::{Wanted, list};
    use crate::app::account::who;
    use crate::library::Library;
    use crate::operations::{self, ListTaken};
    use crate::pack::signature::new_key_pair;
    use crate::pack::{PublicKey, Root, Roots, SecretKey, TrustFile, TrustList};
    use crate::platform::files::SourceFile;

    /// A list with this root, signed by it.
    #[expect(clippy::disallowed_methods, reason = "a test makes its world with std")]
    fn trust_list(folder: &Path, version: u64, root: &Root, secret: &SecretKey) -> PathBuf {
        let agency = "example.sheriff".parse().unwrap();
        let mut list = TrustList::new(agency, Timestamp::UNIX_EPOCH);
        list.version = version;
        list.roots = vec![root.clone()];
        list.threshold = 1;
        let mut file = TrustFile::unsigned(&list).unwrap();
        file.sign(secret).unwrap();
        let path = folder.join(format!("{version}.mtrust"));
        std::fs::write(&path, file.to_bytes().unwrap()).unwrap();
        path
    }

    #[test]
    fn the_outcome_of_each_list_is_read_from_the_shelf() {
        let world = tempfile::tempdir().unwrap();
        let (public, secret) = new_key_pair(None).unwrap();
        let secret = SecretKey::parse(&secret, None).unwrap();
        let key = PublicKey::parse(&public).unwrap();
        let name = "Sheriff".to_owned();
        let root = Root { key, name };
        let library = Library::open(&world.path().join("library")).unwrap();
        let keys = vec![root.clone()];
        library.pin(&Roots { keys, threshold: 1 }, &who()).unwrap();
        let lists = [1, 2, 3].map(|version| trust_list(world.path(), version, &root, &secret));
        for file in &lists[..2] {
            library.install_list(file, &who()).unwrap();
        }
        let [first, second, third] =
            lists.map(|file| list(&library, &SourceFile::named(&file)).result);
        assert!(
            matches!(first, Ok(ListTaken::Older(1))),
            "in force for a moment"
        );
        assert!(matches!(second, Ok(ListTaken::Installed(..))));
        let third = third.expect_err("not applied");
        assert_eq!(third.words.headline, "3.mtrust was not applied.");
    }

    #[test]
    fn the_advice_names_the_command_that_does_everything_requested() {
        let wanted = |identify, lists: usize, packs: usize| {
            let shown = operations::Wanted {
                file: SourceFile::named(Path::new("a")),
                sha256: Some("0".repeat(64)),
            };
            let files = |count| vec![shown.clone(); count];
            let (lists, packs) = (files(lists), files(packs));
            let wanted = Wanted {
                identify,
                beneath: None,
                lists,
                packs,
            };
            wanted.command()
        };
        assert_eq!(wanted(false, 1, 0), "trust install");
        assert_eq!(wanted(false, 0, 2), "install");
        assert_eq!(wanted(false, 1, 1), "visit");
        assert_eq!(wanted(true, 0, 1), "visit");
    }
}
