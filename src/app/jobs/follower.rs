//! Follows a visit or a check for the screen from which it was asked for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::app::jobs::meter::{HasJob, Meter};
use crate::app::jobs::screen_worker::Desk;
use crate::app::jobs::throttle::{Gate, instant};
use crate::operations::{Doing, Follow};
use crate::words::ready::Line;
use crate::words::shown_path;

/// Which part of the work is under way; each has its own bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Searching,
    Taking,
    Checking,
    Writing,
}

/// Tells a screen how far it is, and asks it whether to go on.
pub(in crate::app) struct Follower<'a, M> {
    desk: &'a Desk<M>,
    /// Makes way for what plays, where it must.
    gate: Option<Arc<Gate>>,
    spell: Instant,
    meter: Meter<'a, M>,
    part: Part,
    /// The size of what is read or taken in now.
    bytes: u64,
    /// What people know files by.
    titles: HashMap<PathBuf, String>,
    /// What they should know besides.
    pub(in crate::app) remarks: Vec<String>,
}

impl<'a, M: HasJob> Follower<'a, M> {
    pub(in crate::app) fn new(desk: &'a Desk<M>, gate: Option<Arc<Gate>>) -> Self {
        Self {
            desk,
            gate,
            spell: instant(),
            meter: Meter::begin(desk, 0),
            part: Part::Searching,
            bytes: 0,
            titles: HashMap::new(),
            remarks: Vec::new(),
        }
    }

    /// Calls these files by these titles.
    pub(in crate::app) fn calling(mut self, titles: HashMap<PathBuf, String>) -> Self {
        self.titles = titles;
        self
    }

    /// Says what is done meanwhile.
    pub(in crate::app) fn what(&mut self, what: String) {
        self.meter.what(what);
    }

    fn title(&self, file: &Path) -> String {
        self.titles.get(file).map_or_else(
            || {
                let name = file.file_name().unwrap_or(file.as_os_str());
                shown_path(Path::new(name))
            },
            Clone::clone,
        )
    }

    fn waits(&mut self, done: u64, all: u64) -> bool {
        let gate = self.gate.as_ref();
        gate.is_none_or(|gate| gate.pass(done, all, &mut self.spell)) && !self.desk.is_stopped()
    }
}

impl<M: HasJob> Follow for Follower<'_, M> {
    fn begin(&mut self, doing: Doing<'_>) {
        let (part, bytes, all, words) = match doing {
            Doing::Searching(folder) => {
                let words = format!("Looking for packs on {}", self.title(folder));
                (Part::Searching, 0, 0, words)
            }
            Doing::List(file) => {
                let words = format!("Applying {}", self.title(file));
                (Part::Searching, 0, 0, words)
            }
            Doing::Pack {
                file,
                number,
                of,
                bytes,
                all,
            } => {
                let words = format!("Installing {number} of {of}: {}", self.title(file));
                (Part::Taking, bytes, all, words)
            }
            Doing::Records => (Part::Searching, 0, 0, "Reading the records".to_owned()),
            Doing::Installed { title, bytes, all } => {
                (Part::Checking, bytes, all, format!("Checking {title}"))
            }
            Doing::Devices => {
                let words = "Looking at the clock, sound and screens".to_owned();
                (Part::Writing, 0, 0, words)
            }
            Doing::Writing => (Part::Writing, 0, 0, "Writing to the stick".to_owned()),
        };
        if part == self.part {
            self.meter.past(self.bytes);
        } else {
            self.meter = Meter::begin(self.desk, all);
        }
        (self.part, self.bytes) = (part, bytes);
        self.meter.what(words);
    }

    fn step(&mut self, done: u64, all: u64) -> bool {
        self.meter.step(self.bytes, done, all) && self.waits(done, all)
    }

    fn goes_on(&mut self) -> bool {
        self.waits(0, 0)
    }

    fn remark(&mut self, sentence: &str) {
        self.remarks.push(sentence.to_owned());
    }

    fn found(&mut self, line: &Line) {
        self.desk.set(|model| model.found(line));
    }
}
