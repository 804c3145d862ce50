//! What a visit leaves on the stick: files that are there whole or not at all, and that take no
//! other's place (EXCHANGE 4.5).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::operations::Tried;
use crate::operations::visit::place::Places;
use crate::platform::files::{self, Folder, SourceFile};
use crate::station::Station;
use crate::words::messages::{fixed, message};
use crate::words::{Code, Failure, shown_path};

/// How a file is called while it is written.
const TEMP_PREFIX: &str = ".muster-visit-";
/// What the names of a visit's files end in.
const ENDS: [&str; 6] = [
    "audit.csv",
    "doctor.json",
    "head.json",
    "head.json.minisig",
    "log.txt",
    "receipt.pdf",
];
/// Visits of one day, at most.
const MAX_VISITS: u32 = 1000;

/// The stick, as it was when the visit began.
#[derive(Debug)]
pub struct Stick {
    folder: PathBuf,
    disk: u64,
}

impl Stick {
    /// # Errors
    /// `NotFound`; `SourceRead`; `Usage` if it is a file.
    pub fn find(folder: &Path) -> Result<Self, Failure> {
        let found = fs::metadata(folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Failure::not_found(folder),
            _ => Failure::unreadable(folder, &error),
        })?;
        if !found.is_dir() {
            return Err(Failure::of_message(
                Code::Usage,
                "visit-stick-is-file",
                &[("stick", shown_path(folder).into())],
            ));
        }
        Ok(Self {
            folder: folder.to_owned(),
            disk: disk(&found),
        })
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a file that is on the stick for this station alone, in whatever case of the letters its
    /// path is written (EXCHANGE 4.14); nothing where there is none. Of a file longer than `limit` one
    /// byte more than that, for the caller to refuse. Files in the place of a folder on the way are
    /// added to `in_the_way`.
    pub(super) fn read(
        &self,
        station: &Station,
        name: &str,
        limit: u64,
        in_the_way: &mut Vec<PathBuf>,
    ) -> Option<Tried<Vec<u8>>> {
        let relative = own("stations", station).join(name);
        let wanted = self.folder.join(&relative);
        let places = Folder::open(&self.folder).and_then(|stick| Places::find(&stick, &relative));
        let places = match places {
            Ok(places) => places,
            Err(error) if is_not_there(&error) => return None,
            Err(error) => {
                return Some(Tried {
                    result: Err(Failure::unreadable(&wanted, &error)),
                    file: wanted,
                });
            }
        };
        for file in &places.in_the_way {
            if !in_the_way.contains(file) {
                in_the_way.push(file.clone());
            }
        }
        let Some(place) = places.one(&relative) else {
            let first = places.found.first()?;
            return Some(Tried {
                file: self.folder.join(first),
                result: Err(several(&places.found)),
            });
        };
        let file = self.folder.join(place);
        let read = SourceFile::beneath(&self.folder, place).open();
        let result = match read.and_then(|open| files::read_up_to(open, limit)) {
            // It was taken away meanwhile.
            Err(error) if is_not_there(&error) => return None,
            read => read.map_err(|error| Failure::unreadable(&file, &error)),
        };
        Some(Tried { file, result })
    }

    /// Whether the stick is still in. Where one was mounted, an empty folder may be left, on
    /// another disk.
    #[must_use]
    pub fn is_in(&self) -> bool {
        fs::metadata(&self.folder).is_ok_and(|now| now.is_dir() && disk(&now) == self.disk)
    }
}

fn is_not_there(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// None of these is the one that is read.
fn several(found: &[PathBuf]) -> Failure {
    let names: Vec<String> = found.iter().map(|path| shown_path(path)).collect();
    Failure::of_message(
        Code::BadRoster,
        "visit-several",
        &[("files", names.join(", ").into())],
    )
}

/// Where a station's own files lie, beneath the stick.
pub(super) fn own(what: &str, station: &Station) -> PathBuf {
    let id = station.id.map(|id| id.to_string()).unwrap_or_default();
    Path::new("muster").join(what).join(id)
}

#[cfg(unix)]
fn disk(folder: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    folder.dev()
}

/// A drive that is pulled takes its folders with it.
#[cfg(not(unix))]
fn disk(_: &fs::Metadata) -> u64 {
    0
}

/// The files of one visit.
pub struct Out {
    folder: Folder,
    stem: String,
    /// What is there, whole.
    pub written: Vec<PathBuf>,
}

impl Out {
    /// Makes the station's folder on the stick, and finds names that no other visit has.
    ///
    /// # Errors
    /// `NotFound` if the stick was pulled, `NoSpace`, `Io`.
    pub fn begin(stick: &Stick, station: &Station, day: Date) -> Result<Self, Failure> {
        if !stick.is_in() {
            return Err(gone(&stick.folder));
        }
        let relative = own("out", station);
        let failed = |error: io::Error| Failure::unwritable(&stick.folder.join(&relative), &error);
        let folder = Folder::open(&stick.folder)
            .and_then(|stick| stick.create_folder(&relative, 0o755))
            .map_err(failed)?;
        let names: Vec<String> = folder
            .names()
            .map_err(failed)?
            .into_iter()
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        let mut stems = (1..=MAX_VISITS).map(|number| match number {
            1 => day.to_string(),
            number => format!("{day}-{number}"),
        });
        let free = stems.find(|stem| {
            let taken = |end: &&str| names.contains(&format!("{stem}-{end}"));
            !ENDS.iter().any(taken)
        });
        let stem =
            free.ok_or_else(|| Failure::in_the_way(folder.path(), fixed("visit-too-many")))?;
        Ok(Self {
            folder,
            stem,
            written: Vec::new(),
        })
    }

    /// Writes one file beside its place, and moves it there once it is on the disk.
    ///
    /// # Errors
    /// `NoSpace`, `Io`.
    pub fn write(
        &mut self,
        end: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let name = format!("{}-{end}", self.stem);
        let place = self.folder.path().join(&name);
        // Whoever may read the folder may read the file: the stick is read elsewhere.
        self.folder
            .write_new(Path::new(&name), TEMP_PREFIX, 0o644, write)
            .map_err(|error| Failure::unwritable(&place, &error))?;
        self.written.push(place);
        Ok(())
    }
}

fn gone(folder: &Path) -> Failure {
    let mut failure = Failure::not_found(folder);
    failure.words.headline = message("visit-gone", &[("stick", shown_path(folder).into())]);
    fixed("visit-gone.advice").clone_into(&mut failure.words.advice);
    failure
}

#[cfg(test)]
mod tests {
    use super::{Out, Stick, own};
    use crate::station::Station;
    use jiff::civil::date;

    fn station() -> Station {
        let mut station = Station::default();
        station.identify();
        station
    }

    #[test]
    fn a_second_visit_of_a_day_takes_no_files_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let stick = Stick::find(folder.path()).expect("a stick");
        let (station, day) = (station(), date(2026, 11, 25));
        let mut names = Vec::new();
        for _ in 0..3 {
            let mut out = Out::begin(&stick, &station, day).expect("begins");
            out.write("audit.csv", |file| write!(file, "x"))
                .expect("written");
            names.push(out.written[0].file_name().expect("a name").to_owned());
        }
        assert_eq!(
            names,
            [
                "2026-11-25-audit.csv",
                "2026-11-25-2-audit.csv",
                "2026-11-25-3-audit.csv"
            ]
        );
    }

    #[test]
    fn half_a_file_is_never_left_in_its_place_and_nothing_else_is_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let stick = Stick::find(folder.path()).expect("a stick");
        let (station, day) = (station(), date(2026, 11, 25));
        let mut out = Out::begin(&stick, &station, day).expect("begins");
        let failed = out.write("audit.csv", |file| {
            write!(file, "half")?;
            Err(std::io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.expect_err("full").words.code.name(), "NoSpace");
        let left = || {
            std::fs::read_dir(stick.folder().join(own("out", &station)))
                .expect("a folder")
                .count()
        };
        assert_eq!(left(), 0);
        // Who made a file of such a name cannot be told (EXCHANGE 4.11).
        let other = own("out", &station).join(".muster-visit-x");
        std::fs::File::create(stick.folder().join(other)).expect("a file");
        Out::begin(&stick, &station, day).expect("begins");
        assert_eq!(left(), 1);
    }

    #[test]
    fn a_stick_that_was_pulled_is_not_made_anew_on_the_pcs_own_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("stick");
        std::fs::create_dir(&path).expect("a folder");
        let mut stick = Stick::find(&path).expect("a stick");
        let refused = |stick: &Stick| {
            let begun = Out::begin(stick, &station(), date(2026, 11, 25));
            assert_eq!(begun.err().expect("gone").words.code.name(), "NotFound");
        };
        // The folder in which it was mounted stays, on the disk of the PC.
        stick.disk += 1;
        refused(&stick);
        assert_eq!(std::fs::read_dir(&path).expect("the folder").count(), 0);
        stick.disk -= 1;
        std::fs::remove_dir(&path).expect("pulled");
        refused(&stick);
        assert!(!path.exists());
    }
}
