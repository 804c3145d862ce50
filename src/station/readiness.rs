//! Checks whether this PC is ready for the next roll call: where data lies, the clock, room on the
//! disk. Changes nothing; callers pass the time.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use crate::station::{DataFolder, FolderFinding, Part, ProtectionFinding, StationError};

/// No Muster was built before this day: a clock that stands before it was never set.
const NEVER_BEFORE: Date = date(2024, 1, 1);
/// No program is in use longer than this after it was built.
const LIFE_YEARS: i16 = 20;
/// File systems round the times of files, and sticks hold local time.
const FILE_TIMES_ARE_OFF: SignedDuration = SignedDuration::from_hours(26);
/// The hardware's clock may hold local time.
const ZONES: SignedDuration = SignedDuration::from_hours(15);
/// Below this nothing can be recorded for sure.
const ROOM_FOR_RECORDS: u64 = 64 << 20;
/// Below this the next packs may not fit.
const ROOM_FOR_PACKS: u64 = 2 << 30;

/// What is found of the places in which data lies.
#[derive(Debug)]
pub enum PlaceFinding {
    /// The folder in use, and why it is.
    Used {
        /// The folder.
        folder: PathBuf,
        /// Whose it is.
        kind: FolderFinding,
    },
    /// Another folder holds settings or records too; they are not used.
    Second {
        /// The folder in use.
        folder: PathBuf,
        /// The other one.
        other: PathBuf,
    },
    /// Whether packs, trust and settings for everybody are the administrators'.
    Protection(ProtectionFinding),
    /// Records lie in a file that is not used.
    Astray {
        /// The file.
        file: PathBuf,
    },
    /// A part lies in another folder than the one in use.
    Elsewhere(Part),
    /// What this user enters cannot be saved.
    NotWritable(StationError),
}

/// What is found of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockFinding {
    /// Nothing speaks against it.
    Plausible(ZonedDateTime),
    /// It shows a day on which there was no Muster.
    NeverSet(Date),
    /// It shows a time before this program was built.
    BeforeProgram {
        /// What it shows.
        now: Timestamp,
        /// When the program was built, as far as its file tells.
        built: Timestamp,
    },
    /// It shows a time before something that was entered here.
    BeforeEntry {
        /// What it shows.
        now: Timestamp,
        /// The newest entry.
        entry: Timestamp,
    },
    /// It shows a day on which this program is long out of use.
    FarAhead(Date),
    /// The system names no time zone, or one that nobody knows: local times are UTC's.
    UnknownZone(ZonedDateTime),
    /// The clock that counts while the PC is off shows another day: the next start begins with it.
    Hardware {
        /// What the system's clock shows.
        now: Timestamp,
        /// What the other one shows.
        hardware: Timestamp,
    },
}

impl ClockFinding {
    /// Whether what is recorded by this clock is in doubt (RECORDS 10.5).
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        !matches!(self, Self::Plausible(_) | Self::Hardware { .. })
    }
}

/// What is found of the room on the disk.
#[derive(Debug)]
pub enum SpaceFinding {
    /// Enough for records and packs, in bytes.
    Enough(u64),
    /// Enough for records; the next packs may not fit.
    Little(u64),
    /// Not enough to record for sure.
    Full(u64),
    /// The system does not say.
    Unknown(StationError),
}

impl DataFolder {
    /// Which folder is used and why, and what is wrong with it.
    #[must_use]
    pub fn findings(&self) -> Vec<PlaceFinding> {
        let folder = self.path().to_owned();
        let mut findings = vec![PlaceFinding::Used {
            folder: folder.clone(),
            kind: self.kind(),
        }];
        findings.extend(self.protection().map(PlaceFinding::Protection));
        let elsewhere = self.parts().into_iter();
        let elsewhere = elsewhere.filter(|part| part.path.parent() != Some(self.path()));
        findings.extend(elsewhere.map(PlaceFinding::Elsewhere));
        let astray = self.astray_records();
        findings.extend(
            astray
                .iter()
                .cloned()
                .map(|file| PlaceFinding::Astray { file }),
        );
        let other = self.other().map(Path::to_owned);
        // A folder whose records are reported above is not reported again.
        if let Some(other) = other.filter(|other| astray.iter().all(|f| f.parent() != Some(other)))
        {
            findings.push(PlaceFinding::Second { folder, other });
        }
        if let Err(error) = self.try_writing() {
            findings.push(PlaceFinding::NotWritable(error));
        }
        findings
    }

    /// How much room there is for records, and for packs, where their folders are or will be.
    #[must_use]
    pub fn space(&self) -> SpaceFinding {
        let free = |folder: &Path| {
            let there = folder.ancestors().find(|folder| folder.is_dir());
            let there = there.unwrap_or(Path::new("."));
            fs4::available_space(there).map_err(|error| StationError::io(there, error))
        };
        match (free(self.records()), free(self.library())) {
            (Err(error), _) | (_, Err(error)) => SpaceFinding::Unknown(error),
            (Ok(free), _) if free < ROOM_FOR_RECORDS => SpaceFinding::Full(free),
            (_, Ok(free)) if free < ROOM_FOR_PACKS => SpaceFinding::Little(free),
            (_, Ok(free)) => SpaceFinding::Enough(free),
        }
    }
}

/// What the clock that counts while the PC is off shows, where the system lets it be read.
#[cfg(target_os = "linux")]
#[must_use]
pub fn hardware_clock() -> Option<Timestamp> {
    let seconds = std::fs::read_to_string("/sys/class/rtc/rtc0/since_epoch").ok()?;
    Timestamp::from_second(seconds.trim().parse().ok()?).ok()
}

/// Windows and others set their own clock from it at start, and offer no way to read it.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn hardware_clock() -> Option<Timestamp> {
    None
}

/// When this program was built, if its file records that.
#[must_use]
pub fn built() -> Option<Timestamp> {
    let file = std::env::current_exe().ok()?.metadata().ok()?;
    Timestamp::try_from(file.modified().ok()?).ok()
}

/// Whether the clock can be right. `built` is when the program was built; `hardware` is
/// [`hardware_clock`]; `entries` are times that were entered here before, by this same clock.
#[must_use]
pub fn check_clock(
    now: &ZonedDateTime,
    built: Option<Timestamp>,
    hardware: Option<Timestamp>,
    entries: &[Timestamp],
) -> ClockFinding {
    let at = now.timestamp();
    let newest = entries.iter().max().copied();
    let years = now.date().year().saturating_sub(NEVER_BEFORE.year());
    match (built, newest) {
        _ if now.date() < NEVER_BEFORE => ClockFinding::NeverSet(now.date()),
        (_, Some(entry)) if at < entry => ClockFinding::BeforeEntry { now: at, entry },
        (Some(built), _)
            if at
                .saturating_add(FILE_TIMES_ARE_OFF)
                .is_ok_and(|at| at < built) =>
        {
            ClockFinding::BeforeProgram { now: at, built }
        }
        _ if years > LIFE_YEARS => ClockFinding::FarAhead(now.date()),
        _ if now.time_zone().is_unknown() => ClockFinding::UnknownZone(now.clone()),
        _ => match hardware.filter(|hardware| at.duration_since(*hardware).abs() > ZONES) {
            Some(hardware) => ClockFinding::Hardware { now: at, hardware },
            None => ClockFinding::Plausible(now.clone()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockFinding, PlaceFinding, check_clock};
    use crate::station::DataFolder;
    use jiff::{Timestamp, ZonedDateTime};

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn clock(now: &str, built: &str, entries: &[&str]) -> ClockFinding {
        let now: ZonedDateTime = format!("{now}[UTC]").parse().expect("a time");
        let entries: Vec<Timestamp> = entries.iter().map(|entry| at(entry)).collect();
        check_clock(&now, Some(at(built)), None, &entries)
    }

    #[test]
    fn a_clock_that_stands_before_what_was_entered_here_is_in_doubt() {
        let built = "2026-11-20T10:00:00Z";
        let entries = ["2026-11-24T06:00:00Z", "2026-11-23T06:00:00Z"];
        let found = clock("2026-11-24T05:59:59Z", built, &entries);
        let entry = at(entries[0]);
        assert!(matches!(found, ClockFinding::BeforeEntry { entry: e, .. } if e == entry));
        let found = clock("2026-11-24T06:00:00Z", built, &entries);
        assert!(matches!(found, ClockFinding::Plausible(_)));
    }

    #[test]
    fn a_clock_that_stands_before_the_program_is_in_doubt_and_a_day_is_no_doubt() {
        let built = "2026-11-20T10:00:00Z";
        let found = clock("2026-11-18T10:00:00Z", built, &[]);
        assert!(matches!(found, ClockFinding::BeforeProgram { .. }));
        let found = clock("2026-11-19T10:00:00Z", built, &[]);
        assert!(matches!(found, ClockFinding::Plausible(_)));
    }

    #[test]
    fn a_clock_with_an_empty_battery_or_far_ahead_is_reported() {
        let built = "2026-11-20T10:00:00Z";
        for never in ["1970-01-01T00:05:00Z", "2010-01-01T00:00:00Z"] {
            assert!(matches!(
                clock(never, built, &[]),
                ClockFinding::NeverSet(_)
            ));
        }
        let found = clock("2099-01-01T00:00:00Z", built, &[]);
        assert!(matches!(found, ClockFinding::FarAhead(_)));
    }

    // RECORDS 10.6.
    #[test]
    fn an_unknown_time_zone_is_reported_and_not_taken_for_utc() {
        let at = at("2026-11-24T06:00:00Z");
        let now = at.to_zoned_datetime(jiff::tz::TimeZone::unknown());
        let found = check_clock(&now, None, None, &[]);
        assert!(matches!(found, ClockFinding::UnknownZone(_)));
        let utc = at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        let found = check_clock(&utc, None, None, &[]);
        assert!(matches!(found, ClockFinding::Plausible(_)));
    }

    #[test]
    fn a_clock_that_will_be_wrong_after_the_next_start_is_reported() {
        let text = "2026-11-24T06:00:00Z";
        let now: ZonedDateTime = format!("{text}[UTC]").parse().expect("a time");
        let found = |hardware| check_clock(&now, None, Some(at(hardware)), &[]);
        let wrong = found("2000-01-01T00:10:00Z");
        assert!(matches!(wrong, ClockFinding::Hardware { .. }));
        // Windows lets it count in local time.
        let local = found("2026-11-23T22:00:00Z");
        assert!(matches!(local, ClockFinding::Plausible(_)));
    }

    #[test]
    fn a_folder_in_which_nothing_can_be_saved_is_reported() {
        let base = tempfile::tempdir().expect("a folder");
        let file = base.path().join("a file");
        std::fs::File::create(&file).expect("a file");
        let folder = DataFolder::resolve(Some(&file.join("muster"))).expect("a folder");
        let found = folder.findings();
        assert!(
            matches!(
                found.as_slice(),
                [PlaceFinding::Used { .. }, PlaceFinding::NotWritable(_)]
            ),
            "{found:?}"
        );
    }
}
