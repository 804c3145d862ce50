//! Opening and reading the stores, in the background.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::app::Clock;
use crate::app::files;
use crate::app::shelf::recheck::damaged_notice;
use crate::library::{InstalledPack, Library, PackState, Stamp};
use crate::records::{LastCompletion, Records, RecordsError};
use crate::session::{Moment, Session};
use crate::station::{
    ClockFinding, DataFolder, Station, StationStore, built, check_clock, hardware_clock,
};
use crate::ui::Settings;
use crate::ui::screens::board::model::DamagedPack;
use crate::words::{self, InWords, Words, kept_aside};

/// How messages name the records.
pub(in crate::app) const RECORDS: &str = "the records";

/// What the lane of the stores keeps open.
pub(in crate::app) struct Stores {
    explicit: Option<PathBuf>,
    clock: Clock,
    folder: Option<DataFolder>,
    records: Option<Records>,
    /// The state of the records that was read last.
    read_version: Option<i64>,
}

/// The contents of the stores.
pub(in crate::app) struct StoreContents {
    pub(in crate::app) data: Option<DataFolder>,
    pub(in crate::app) settings: Option<Settings>,
    pub(in crate::app) station: Station,
    pub(in crate::app) packs: Vec<InstalledPack>,
    /// The files that are open, by their SHA-256.
    pub(in crate::app) stamps: HashMap<String, Stamp>,
    pub(in crate::app) damaged: Vec<DamagedPack>,
    /// This user may not change the shelf.
    pub(in crate::app) read_only: bool,
    pub(in crate::app) completed: Vec<LastCompletion>,
    pub(in crate::app) draft: Option<Session>,
    pub(in crate::app) last_recorded: Option<Moment>,
    pub(in crate::app) built: Option<Timestamp>,
    pub(in crate::app) troubles: Vec<Words>,
}

impl Stores {
    /// Nothing is opened yet. `explicit` is the data folder that somebody named.
    pub(in crate::app) fn new(explicit: Option<PathBuf>, clock: Clock) -> Self {
        Self {
            explicit,
            clock,
            folder: None,
            records: None,
            read_version: None,
        }
    }

    /// Switches to the stores of another folder.
    pub(in crate::app) fn move_to(&mut self, folder: PathBuf) {
        *self = Self::new(Some(folder), self.clock.clone());
    }

    /// Opens what is not open and reads everything. What cannot be read becomes a trouble: the
    /// rest works without it.
    pub(in crate::app) fn load(&mut self) -> StoreContents {
        let now = self.clock.now();
        let mut loaded = StoreContents {
            data: None,
            settings: None,
            station: Station::default(),
            packs: Vec::new(),
            stamps: HashMap::new(),
            damaged: Vec::new(),
            read_only: false,
            completed: Vec::new(),
            draft: None,
            last_recorded: None,
            built: self.clock.is_system().then(built).flatten(),
            troubles: Vec::new(),
        };
        let folder = match self.folder() {
            Ok(folder) => folder.clone(),
            Err(words) => {
                loaded.troubles.push(words);
                return loaded;
            }
        };
        loaded.data = Some(folder.clone());
        loaded.settings = files::read_settings(folder.personal());
        match StationStore::open(&folder).load_identified() {
            Ok(station) => loaded.station = station,
            Err(error) => loaded
                .troubles
                .push(error.in_words("the station's settings")),
        }
        if let Err(words) = self.load_packs(&mut loaded) {
            loaded.troubles.push(words);
        }
        if let Err(error) = self.load_records(&mut loaded) {
            loaded.troubles.push(error);
        }
        let entries: Vec<_> = loaded
            .last_recorded
            .into_iter()
            .map(Moment::instant)
            .collect();
        let clock = check_clock(&now, built(), hardware_clock(), &entries);
        if !matches!(clock, ClockFinding::Plausible(_)) {
            loaded.troubles.push(words::ready::clock(&clock).words);
        }
        loaded
    }

    /// Opens installed packs; a defect of one becomes a notice, and the others are used.
    fn load_packs(&mut self, loaded: &mut StoreContents) -> Result<(), Words> {
        let library = self.library()?;
        loaded.read_only = library.is_read_only();
        let packs = library.installed();
        loaded.packs = packs.map_err(|error| error.in_words("the shelf"))?;
        for pack in &loaded.packs {
            if let Some(stamp) = pack.stamp() {
                loaded.stamps.insert(pack.sha256().to_owned(), stamp);
            }
            let quarantined = pack.state() == PackState::Quarantined;
            if let Some(damage) = pack.damage().filter(|_| quarantined) {
                let error = library.damaged_pack(pack, damage.clone());
                loaded
                    .damaged
                    .extend(damaged_notice(pack, error, !loaded.read_only));
            }
        }
        Ok(())
    }

    /// Reads the records, and tries whether they can be written, so that the sergeant learns of a
    /// problem before the roll is taken and not after it.
    fn load_records(&mut self, loaded: &mut StoreContents) -> Result<(), Words> {
        let now = self.clock.now();
        let read_version = self.records()?.version().ok();
        self.read_version = read_version;
        let records = self.records()?;
        if let Some(kept) = records.kept_aside() {
            loaded.troubles.push(kept_aside(records.path(), kept));
        }
        let say = |error: RecordsError| error.in_words(RECORDS);
        let done = records.done(&loaded.station, now.date());
        loaded.completed = done.map_err(say)?;
        let last = records.last_credible(Moment::from(&now));
        loaded.last_recorded = last.map_err(say)?;
        match records.draft() {
            Ok(draft) => loaded.draft = draft,
            Err(error) => loaded.troubles.push(say(error)),
        }
        records.check_writable().map_err(say)
    }

    /// Whether another program, or another part of this one, changed the records since they were
    /// read.
    pub(in crate::app) fn records_were_changed(&mut self) -> bool {
        let version = self
            .records()
            .ok()
            .and_then(|records| records.version().ok());
        version != self.read_version
    }

    /// The shelf.
    pub(in crate::app) fn library(&mut self) -> Result<Library, Words> {
        let folder = self.folder()?.library().to_owned();
        Library::open(&folder).map_err(|error| error.in_words("the shelf"))
    }

    /// The records, opened if they are not open.
    pub(in crate::app) fn records(&mut self) -> Result<&Records, Words> {
        let records = match self.records.take() {
            Some(records) => records,
            None => Records::open(&self.folder()?.records_file())
                .map_err(|error| error.in_words(RECORDS))?,
        };
        Ok(self.records.insert(records))
    }

    /// Brings in what was recorded in stores that are not used (RECORDS 2.11), and sets each aside.
    pub(in crate::app) fn bring_in(&mut self) -> Result<(), Words> {
        let files = self.folder()?.astray_records().to_vec();
        let account = whoami::username().unwrap_or_default();
        for file in files {
            let at = Moment::from(&self.clock.now());
            let records = self.records()?;
            records
                .bring_in_and_set_aside(&file, &account, &at, &mut |_, _| true)
                .map_err(|error| error.in_words(&file.to_string_lossy()))?;
        }
        // Unused stores are searched for again.
        self.folder = None;
        Ok(())
    }

    fn folder(&mut self) -> Result<&DataFolder, Words> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => DataFolder::resolve(self.explicit.as_deref())
                .map_err(|error| error.in_words("the data folder"))?,
        };
        Ok(self.folder.insert(folder))
    }
}
