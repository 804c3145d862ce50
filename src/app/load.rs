//! Opening and reading the stores, in the background.

use std::path::PathBuf;

use crate::app::files;
use crate::library::{InstalledPack, Library};
use crate::station::{DataFolder, Station, StationStore};
use crate::ui::Settings;
use crate::words::{InWords, Words};

/// What the lane of the stores keeps open.
pub(in crate::app) struct Stores {
    explicit: Option<PathBuf>,
    folder: Option<DataFolder>,
}

/// What was read.
pub(in crate::app) struct Loaded {
    pub(in crate::app) folder: PathBuf,
    pub(in crate::app) other_folder: Option<PathBuf>,
    pub(in crate::app) settings: Option<Settings>,
    pub(in crate::app) station: Station,
    pub(in crate::app) packs: Vec<InstalledPack>,
    pub(in crate::app) troubles: Vec<Words>,
}

impl Stores {
    /// Nothing is opened yet. `explicit` is the data folder that somebody named.
    pub(in crate::app) fn new(explicit: Option<PathBuf>) -> Self {
        Self {
            explicit,
            folder: None,
        }
    }

    /// Opens what is not open and reads everything. What cannot be read becomes a trouble: the
    /// rest works without it.
    pub(in crate::app) fn load(&mut self) -> Loaded {
        let mut loaded = Loaded {
            folder: PathBuf::new(),
            other_folder: None,
            settings: None,
            station: Station::default(),
            packs: Vec::new(),
            troubles: Vec::new(),
        };
        let folder = match self.folder() {
            Ok(folder) => folder.clone(),
            Err(words) => {
                loaded.troubles.push(words);
                return loaded;
            }
        };
        folder.path().clone_into(&mut loaded.folder);
        loaded.other_folder = folder.other().map(ToOwned::to_owned);
        loaded.settings = files::read_settings(folder.path());
        match StationStore::open(&folder).load() {
            Ok(station) => loaded.station = station,
            Err(error) => loaded
                .troubles
                .push(error.in_words("the station's settings")),
        }
        let shelf = Library::open(folder.library());
        match shelf.and_then(|library| library.installed()) {
            Ok(packs) => loaded.packs = packs,
            Err(error) => loaded.troubles.push(error.in_words("the shelf")),
        }
        loaded
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
