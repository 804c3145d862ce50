//! "Ready for roll call", line by line: what was looked at, how it is, what to do. The rooms say
//! what they found; the sentences stand here, for `muster doctor` and the window alike.

use std::path::Path;

use crate::platform::display::DisplayFinding;
use crate::player::SoundFinding;
use crate::station::{ClockFinding, PlaceFinding, ProtectionFinding, SpaceFinding};
use crate::words::folder::{data_folder, data_owner, data_part, exposed_folder};
use crate::words::messages::{fixed, message, words};
use crate::words::{Code, InWords, Words, bytes, shown_path};

/// How the thing is that a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// As it should be.
    Ok,
    /// The roll call can be held; somebody should look nevertheless.
    Warning,
    /// The roll call cannot be held as it should be.
    Problem,
}

impl LineState {
    /// As other programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What, as other programs read it: `place`, `station`, `pack:<id>` and so on.
    pub check: String,
    /// How it is.
    pub state: LineState,
    /// Something without which no roll call is held, and that nobody set up yet.
    pub missing: bool,
    /// In words; advice is empty where there is nothing to do. The code counts for a problem.
    pub words: Words,
}

impl Line {
    /// As it should be.
    #[track_caller]
    pub fn ok(check: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(check, LineState::Ok, Words::new(Code::Io, message, ""))
    }

    /// Somebody should look.
    #[track_caller]
    pub fn warning(
        check: impl Into<String>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let words = Words::new(Code::Io, message, advice);
        Self::new(check, LineState::Warning, words)
    }

    /// Somebody should set it up first: nothing is broken, but roll call is not ready without it.
    #[track_caller]
    pub fn missing(
        check: impl Into<String>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            missing: true,
            ..Self::warning(check, message, advice)
        }
    }

    /// What a room says is wrong; `subject` is what people know the thing by.
    pub fn problem(check: impl Into<String>, subject: &str, error: &impl InWords) -> Self {
        Self::new(check, LineState::Problem, error.in_words(subject))
    }

    /// A line whose words are there already.
    pub fn new(check: impl Into<String>, state: LineState, words: Words) -> Self {
        Self {
            check: check.into(),
            state,
            missing: false,
            words,
        }
    }

    #[track_caller]
    fn machine(check: &str, message: impl Into<String>, advice: impl Into<String>) -> Self {
        let words = Words::new(Code::Io, message, advice);
        Self::new(check, LineState::Problem, words)
    }
}

/// Where data lies.
#[must_use]
pub fn place(finding: &PlaceFinding) -> Line {
    let shown = |folder: &Path| shown_path(folder);
    match finding {
        PlaceFinding::Used { folder, kind } => Line::ok(
            "place",
            message(
                "ready-used",
                &[
                    ("folder", shown(folder).into()),
                    ("kind", data_folder(*kind).into()),
                ],
            ),
        ),
        PlaceFinding::Elsewhere(part) => Line::ok(
            "place",
            message(
                "ready-elsewhere",
                &[
                    ("what", data_part(part.what).into()),
                    ("path", shown(&part.path).into()),
                    ("owner", data_owner(part.owner).into()),
                ],
            ),
        ),
        PlaceFinding::Second { folder, other } => Line::warning(
            "place",
            message("ready-second", &[("other", shown(other).into())]),
            message(
                "ready-second.advice",
                &[
                    ("other", shown(other).into()),
                    ("folder", shown(folder).into()),
                ],
            ),
        ),
        PlaceFinding::Protection(ProtectionFinding::Protected) => {
            Line::ok("place", fixed("ready-protected"))
        }
        PlaceFinding::Protection(ProtectionFinding::Exposed(exposed)) => {
            let Words {
                headline, advice, ..
            } = exposed_folder(exposed);
            Line::warning("place", headline, advice)
        }
        PlaceFinding::Protection(ProtectionFinding::Unknown(error)) => {
            Line::problem("place", "", error)
        }
        PlaceFinding::Astray { file } => Line::warning(
            "place",
            message("ready-astray", &[("file", shown(file).into())]),
            fixed("ready-astray.advice"),
        ),
        PlaceFinding::NotWritable(error) => Line::problem("place", "", error),
    }
}

/// The clock.
#[must_use]
pub fn clock(finding: &ClockFinding) -> Line {
    match finding {
        ClockFinding::Plausible(now) => Line::ok(
            "clock",
            message(
                "ready-plausible",
                &[(
                    "now",
                    now.strftime("%Y-%m-%d %H:%M, UTC%:z").to_string().into(),
                )],
            ),
        ),
        ClockFinding::NeverSet(day) => Line::machine(
            "clock",
            message("ready-never-set", &[("day", day.to_string().into())]),
            message("ready-never-set.advice", &[]),
        ),
        ClockFinding::BeforeProgram { now, built } => Line::machine(
            "clock",
            message(
                "ready-before-program",
                &[
                    ("now", format!("{now:.0}").into()),
                    ("built", format!("{built:.0}").into()),
                ],
            ),
            message("ready-before-program.advice", &[]),
        ),
        ClockFinding::BeforeEntry { now, entry } => Line::machine(
            "clock",
            message(
                "ready-before-entry",
                &[
                    ("now", format!("{now:.0}").into()),
                    ("entry", format!("{entry:.0}").into()),
                ],
            ),
            message("ready-before-entry.advice", &[]),
        ),
        ClockFinding::UnknownZone(now) => Line::machine(
            "clock",
            message(
                "ready-unknown-zone",
                &[("now", now.strftime("%Y-%m-%d %H:%M").to_string().into())],
            ),
            fixed("ready-unknown-zone.advice"),
        ),
        ClockFinding::Hardware { now, hardware } => Line::warning(
            "clock",
            message(
                "ready-hardware",
                &[
                    ("now", format!("{now:.0}").into()),
                    ("hardware", format!("{hardware:.0}").into()),
                ],
            ),
            fixed("ready-hardware.advice"),
        ),
        ClockFinding::FarAhead(day) => Line::machine(
            "clock",
            message("ready-far-ahead", &[("day", day.to_string().into())]),
            message("ready-far-ahead.advice", &[]),
        ),
    }
}

/// Room on the disk.
#[must_use]
pub fn space(finding: &SpaceFinding) -> Line {
    match finding {
        SpaceFinding::Enough(free) => Line::ok(
            "space",
            message("ready-enough", &[("free", bytes(*free).into())]),
        ),
        SpaceFinding::Little(free) => Line::warning(
            "space",
            message("ready-little", &[("free", bytes(*free).into())]),
            fixed("ready-little.advice"),
        ),
        SpaceFinding::Full(free) => Line::new(
            "space",
            LineState::Problem,
            words(
                Code::NoSpace,
                "ready-full",
                &[("free", bytes(*free).into())],
            ),
        ),
        SpaceFinding::Unknown(error) => Line::problem("space", "", error),
    }
}

/// Sound. A command that is not given in a window may come over a network.
#[must_use]
pub fn sound(finding: &SoundFinding, in_window: bool) -> Line {
    match finding {
        SoundFinding::Plays { devices } if devices.is_empty() => {
            Line::ok("sound", fixed("ready-plays"))
        }
        SoundFinding::Plays { devices } => Line::ok(
            "sound",
            message(
                "ready-plays-devices",
                &[("devices", devices.join(", ").into())],
            ),
        ),
        SoundFinding::NoDevice { devices, reason } => {
            let mut line = Line {
                missing: true,
                ..Line::new("sound", LineState::Warning, no_device(devices))
            };
            if !in_window {
                let network = fixed("ready-over-network");
                line.words.advice = format!("{} {network}", line.words.advice);
            }
            line.words.details.clone_from(reason);
            line
        }
    }
}

fn no_device(devices: &[String]) -> Words {
    let devices = match devices {
        [] => return words(Code::Io, "ready-no-device", &[]),
        devices => devices.join(", "),
    };
    words(
        Code::Io,
        "ready-device-fails",
        &[("devices", devices.into())],
    )
}

/// Screens.
#[must_use]
pub fn display(finding: &DisplayFinding) -> Line {
    match finding {
        DisplayFinding::Reached { screens: 0 } => Line::missing(
            "display",
            fixed("ready-no-screen"),
            fixed("ready-no-screen.advice"),
        ),
        DisplayFinding::Reached { screens } => Line::ok(
            "display",
            message("ready-screens", &[("count", (*screens).into())]),
        ),
        DisplayFinding::NoAnswer { named, reason } => {
            let mut line = Line::machine(
                "display",
                message("ready-no-answer", &[("named", named.into())]),
                fixed("ready-no-answer.advice"),
            );
            line.words.details.clone_from(reason);
            line
        }
        DisplayFinding::NoSession { connected } => {
            let words = match connected.as_slice() {
                [] => words(Code::Io, "ready-no-session", &[]),
                screens => words(
                    Code::Io,
                    "ready-no-session-but-screens",
                    &[("screens", screens.join(", ").into())],
                ),
            };
            Line::new("display", LineState::Warning, words)
        }
        DisplayFinding::Unknown => Line::warning(
            "display",
            fixed("ready-unknown"),
            fixed("ready-unknown.advice"),
        ),
    }
}
