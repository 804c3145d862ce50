//! Follows a visit or a check for the screen from which it was asked for.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::app::jobs::meter::{HasJob, Meter};
use crate::app::jobs::screen_state::ScreenJob;
use crate::operations::{Doing, Follow};
use crate::words::ready::Line;
use crate::words::shown_path;

/// Which part of the work is under way; each has its own bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Searching,
    Looking,
    Taking,
    Checking,
    Writing,
}

/// Shows progress on a screen, and asks it whether to go on.
pub(in crate::app) struct Follower<'a, M> {
    job: &'a ScreenJob<M>,
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
    pub(in crate::app) fn new(job: &'a ScreenJob<M>) -> Self {
        Self {
            job,
            meter: Meter::begin(job, 0),
            part: Part::Searching,
            bytes: 0,
            titles: HashMap::new(),
            remarks: Vec::new(),
        }
    }

    /// Shows these titles in place of the files' names.
    pub(in crate::app) fn with_titles(mut self, titles: HashMap<PathBuf, String>) -> Self {
        self.titles = titles;
        self
    }

    /// Sets the text of what is done now.
    pub(in crate::app) fn set_task(&mut self, what: String) {
        self.meter.set_task(what);
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
            Doing::Looking {
                file,
                number,
                of,
                bytes,
                all,
            } => {
                let words = format!("Looking at {} ({number} of {of})", self.title(file));
                (Part::Looking, bytes, all, words)
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
            self.meter.finish_pack(self.bytes);
        } else {
            self.meter = Meter::begin(self.job, all);
        }
        (self.part, self.bytes) = (part, bytes);
        self.meter.set_task(words);
    }

    fn step(&mut self, done: u64, all: u64) -> bool {
        self.meter.step(self.bytes, done, all)
    }

    fn goes_on(&mut self) -> bool {
        self.job.continue_when_allowed(0, 0)
    }

    fn remark(&mut self, sentence: &str) {
        self.remarks.push(sentence.to_owned());
    }

    fn found(&mut self, line: &Line) {
        let line = line.clone();
        self.job.set(move |model| model.found(&line));
    }
}
