//! What failures leave in the log: codes, what they come from, and ids of packs. The sentences that people
//! read name whom and what they are about, and stay out of it (CLI 7.4).

use std::fmt;
use std::path::Path;

use crate::pack::PackId;
use crate::platform::log::{self, Loggable, Place};
use crate::words::ready::{Line, LineState};
use crate::words::{Code, Failure, Words};

impl Loggable for Code {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&self.name())
    }
}

/// The name of a pack's file, where that is the id of a pack, perhaps with its version, and nothing else:
/// what a file is called otherwise may name somebody.
struct PackFile(PackId, Option<u64>);

impl PackFile {
    fn of(file: &Path) -> Option<Self> {
        file.extension()?
            .eq_ignore_ascii_case("muster")
            .then_some(())?;
        let stem = file.file_stem()?.to_str()?;
        let (id, version) = match stem.rsplit_once('-') {
            Some((id, version)) if version.bytes().all(|b| b.is_ascii_digit()) => {
                (id, version.parse().ok())
            }
            _ => (stem, None),
        };
        Some(Self(id.parse().ok()?, version))
    }
}

impl Loggable for PackFile {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "{}", self.0)?;
        match self.1 {
            Some(version) => write!(out, "-{version}"),
            None => Ok(()),
        }
    }
}

/// Notes an error that somebody was shown.
pub fn log_shown(words: &Words) {
    log(words, None);
}

/// Notes something that was asked for and not done.
pub fn log_failure(failure: &Failure) {
    log(&failure.words, failure.file.as_deref());
}

/// Notes a line of the check of this PC that is not as it should be.
pub(super) fn log_finding(line: &Line) {
    let (at, system) = (Place(line.words.cause.at), line.words.cause.system);
    let problem = line.state == LineState::Problem;
    log::warning!(
        "the check found something",
        problem = problem,
        at = at,
        system = system,
    );
}

/// What the machine failed at is an error; what was refused, and wrong use, is none of Muster's.
fn log(words: &Words, file: Option<&Path>) {
    let (code, at, system) = (words.code, Place(words.cause.at), words.cause.system);
    let pack = file.and_then(PackFile::of);
    match code {
        Code::Cancelled => {}
        code if code.exit() == 1 => {
            log::error!(
                "a failure was shown",
                code = code,
                at = at,
                system = system,
                pack = pack,
            );
        }
        code => {
            log::warning!(
                "a failure was shown",
                code = code,
                at = at,
                system = system,
                pack = pack,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::PackFile;
    use crate::platform::log::Field;

    #[test]
    fn only_files_that_are_called_as_packs_are_named_and_without_their_folders() {
        let name = |file: &str| {
            let file = PackFile::of(Path::new(file))?;
            Some(format!("{:?}", Field::new(&file)))
        };
        let named = name("/media/Smith/gov.example.detainers-3.muster");
        assert_eq!(named.as_deref(), Some("gov.example.detainers-3"));
        assert_eq!(
            name("gov.example.detainers.MUSTER").as_deref(),
            Some("gov.example.detainers")
        );
        for file in [
            "Smith.csv",
            "/media/Smith",
            "muster",
            "For Smith.muster",
            "Smith.muster",
            "gov.example.detainers for Smith.muster",
            "records.db",
        ] {
            assert_eq!(name(file), None, "{file}");
        }
    }
}
