//! How far long work is, on standard error (CLI 1.4).

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::authoring::Stage;
use crate::cli::Context;
use crate::operations::{Doing, Follow};
use crate::words;
use crate::words::messages::message;

/// Before so much is done, nobody can say how long the rest takes.
const TOO_EARLY: f64 = 0.03;

/// Shows one line that is written over, and passes Ctrl-C on to the work.
pub struct Meter<'a> {
    context: &'a Context,
    label: String,
    shown: Option<u64>,
    terminal: bool,
    /// Which file of several is under way, and since when.
    file: Option<(usize, Instant)>,
}

impl<'a> Meter<'a> {
    /// For work on the thing of this name.
    pub fn new(context: &'a Context, label: &str) -> Self {
        Self {
            context,
            label: words::shown(label),
            shown: None,
            terminal: std::io::stderr().is_terminal(),
            file: None,
        }
    }

    /// The same for a pack that is being built.
    pub fn stage(&mut self, stage: Stage<'_>) -> bool {
        match stage {
            Stage::Packing { done, all } => self.step(done, all),
            Stage::Transcoding {
                file,
                number,
                of,
                done,
            } => {
                self.transcoding(file, number, of, done);
                !self.context.cancelled()
            }
        }
    }

    /// CLI 1.4: one line that is written over on a terminal, else one line a file: transcoding takes
    /// minutes, and a log should say what it is that takes them.
    fn transcoding(&mut self, file: &str, number: usize, of: usize, done: f64) {
        let file = words::shown(file);
        let since = match self.file {
            Some((same, since)) if same == number => since,
            _ => {
                let since = now();
                self.file = Some((number, since));
                self.shown = None;
                if !self.terminal {
                    let line = transcoding(&file, number, of, "");
                    let _ = writeln!(std::io::stderr(), "{line}");
                }
                since
            }
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a whole, from 0 to 1"
        )]
        let percent = (done.clamp(0.0, 1.0) * 100.0) as u64;
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            let left = left(now().saturating_duration_since(since), done);
            let line = transcoding(&file, number, of, &left);
            let _ = write!(std::io::stderr(), "\r\x1b[K{percent:3} %  {line}");
        }
    }

    /// So many names on a stick were looked at. Says whether to go on.
    pub fn searching(&mut self, names: u64) -> bool {
        if self.terminal && names > 0 {
            self.shown = Some(0);
            let label = self.label.as_str().into();
            let line = message(
                "cli-progress-searching",
                &[("label", label), ("count", names.into())],
            );
            let _ = write!(std::io::stderr(), "\r\x1b[K{line}");
        }
        !self.context.cancelled()
    }

    /// So many of so many bytes are done. Says whether to go on.
    pub fn step(&mut self, done: u64, all: u64) -> bool {
        let percent = (done.saturating_mul(100)).checked_div(all).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            // Nobody is left to tell when standard error is gone.
            let _ = write!(std::io::stderr(), "\r\x1b[K{percent:3} %  {}", self.label);
        }
        !self.context.cancelled()
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// Follows long work on standard error: one line that is written over.
pub struct Follower<'a> {
    context: &'a Context,
    meter: Option<Meter<'a>>,
    searching: bool,
}

impl<'a> Follower<'a> {
    pub fn new(context: &'a Context) -> Self {
        Self {
            context,
            meter: None,
            searching: false,
        }
    }
}

impl Follow for Follower<'_> {
    fn begin(&mut self, doing: Doing<'_>) {
        // The line before goes first.
        self.meter = None;
        self.searching = matches!(doing, Doing::Searching(_));
        let label = match doing {
            Doing::Searching(folder) => words::shown_path(folder),
            Doing::Pack { file, .. } | Doing::Looking { file, .. } => {
                let name = file.file_name().unwrap_or(file.as_os_str());
                words::shown_path(Path::new(name))
            }
            Doing::Records => message("cli-progress-records", &[]),
            Doing::Installed { title, .. } => title.to_owned(),
            Doing::List(_) | Doing::Devices | Doing::Writing => return,
        };
        self.meter = Some(Meter::new(self.context, &label));
    }

    fn step(&mut self, done: u64, all: u64) -> bool {
        match &mut self.meter {
            Some(meter) if self.searching => meter.searching(done),
            Some(meter) => meter.step(done, all),
            None => !self.context.cancelled(),
        }
    }

    fn goes_on(&mut self) -> bool {
        !self.context.cancelled()
    }

    fn remark(&mut self, sentence: &str) {
        self.meter = None;
        // Nobody is left to tell when standard error is gone.
        let _ = writeln!(std::io::stderr(), "{}", words::shown(sentence));
    }
}

/// `transcoding film.mov (1 of 2), 4 minutes left`; what is left begins with a comma, or is empty.
fn transcoding(file: &str, number: usize, of: usize, left: &str) -> String {
    message(
        "cli-progress-transcoding",
        &[
            ("file", file.into()),
            ("number", number.into()),
            ("of", of.into()),
            ("left", left.into()),
        ],
    )
}

/// `, 4 minutes left`, as far as that can be said.
fn left(passed: Duration, done: f64) -> String {
    if done < TOO_EARLY {
        return String::new();
    }
    let seconds = passed.mul_f64(((1.0 - done) / done).max(0.0)).as_secs();
    match seconds {
        0..=9 => message("cli-progress-few-seconds-left", &[]),
        10..=89 => message(
            "cli-progress-seconds-left",
            &[("count", (seconds / 10 * 10).into())],
        ),
        _ => message(
            "cli-progress-minutes-left",
            &[("count", seconds.div_ceil(60).into())],
        ),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the time that is left is told from the time that passed"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_as_people_say_it() {
        let minute = Duration::from_mins(1);
        assert_eq!(left(minute, 0.01), "");
        assert_eq!(left(minute, 0.5), ", 60 seconds left");
        assert_eq!(left(minute, 0.1), ", 9 minutes left");
        assert_eq!(left(minute, 0.99), ", a few seconds left");
        assert_eq!(left(minute, 1.0), ", a few seconds left");
    }
}
