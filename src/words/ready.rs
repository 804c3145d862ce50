//! "Ready for roll call", line by line: what was looked at, how it is, what to do. The rooms say
//! what they found; the sentences stand here, for `muster doctor` and the window alike.

use std::path::Path;

use crate::platform::display::DisplayFinding;
use crate::player::SoundFinding;
use crate::station::{ClockFinding, PlaceFinding, ProtectionFinding, SpaceFinding};
use crate::words::folder::{data_folder, data_owner, data_part, exposed_folder};
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
    pub fn ok(check: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(check, LineState::Ok, Words::new(Code::Io, message, ""))
    }

    /// Somebody should look.
    pub fn warning(
        check: impl Into<String>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let words = Words::new(Code::Io, message, advice);
        Self::new(check, LineState::Warning, words)
    }

    /// Somebody should set it up first: nothing is broken, but roll call is not ready without it.
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
            format!("Data lies in {}. {}", shown(folder), data_folder(*kind)),
        ),
        PlaceFinding::Elsewhere(part) => Line::ok(
            "place",
            format!(
                "{} lie in {}. {}",
                data_part(part.what),
                shown(&part.path),
                data_owner(part.owner)
            ),
        ),
        PlaceFinding::Second { folder, other } => Line::warning(
            "place",
            format!(
                "There is a second store of Muster in {}; it is not used.",
                shown(other)
            ),
            format!(
                "Records may lie there that nobody sees. Look into it with --data-dir {}, and decide which of the two stays; {} is in use.",
                shown(other),
                shown(folder)
            ),
        ),
        PlaceFinding::Protection(ProtectionFinding::Protected) => Line::ok(
            "place",
            "Only administrators of this PC change packs, trust and settings.",
        ),
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
            format!("Records lie in {}, where nobody sees them.", shown(file)),
            "If they are this station's, bring them in: muster records bring-in, or on the board.",
        ),
        PlaceFinding::NotWritable(error) => Line::problem("place", "", error),
    }
}

/// The clock.
#[must_use]
pub fn clock(finding: &ClockFinding) -> Line {
    const SET: &str = "Set date and time of this PC. If they are wrong again after it was without power, its battery is empty.";
    match finding {
        ClockFinding::Plausible(now) => Line::ok(
            "clock",
            format!(
                "The clock shows {}.",
                now.strftime("%Y-%m-%d %H:%M, UTC%:z")
            ),
        ),
        ClockFinding::NeverSet(day) => Line::machine(
            "clock",
            format!("The clock shows {day}: it is not set."),
            SET,
        ),
        ClockFinding::BeforeProgram { now, built } => Line::machine(
            "clock",
            format!("The clock shows {now:.0}, but this program was built at {built:.0}."),
            format!("{SET} If they are right, copy the program to this PC again."),
        ),
        ClockFinding::BeforeEntry { now, entry } => Line::machine(
            "clock",
            format!(
                "The clock shows {now:.0}, but something was entered here at {entry:.0} already."
            ),
            format!(
                "{SET} If they are right now, they were wrong then, and what was entered meanwhile carries wrong times."
            ),
        ),
        ClockFinding::UnknownZone(now) => Line::machine(
            "clock",
            format!(
                "The time zone of this PC is not known: {} is taken for local time, as if it stood in UTC. Shifts and their dates are wrong elsewhere.",
                now.strftime("%Y-%m-%d %H:%M")
            ),
            "Set the time zone of this PC (timedatectl set-timezone, or the settings of date and time), and start Muster again. If the variable TZ is set, it has to name one.",
        ),
        ClockFinding::Hardware { now, hardware } => Line::warning(
            "clock",
            format!(
                "The clock shows {now:.0}, but the one that counts while this PC is off shows {hardware:.0}."
            ),
            "Have somebody set it (hwclock --systohc, as administrator). If it is wrong again after the PC was without power, its battery is empty.",
        ),
        ClockFinding::FarAhead(day) => {
            Line::machine("clock", format!("The clock shows {day}, far ahead."), SET)
        }
    }
}

/// Room on the disk.
#[must_use]
pub fn space(finding: &SpaceFinding) -> Line {
    match finding {
        SpaceFinding::Enough(free) => Line::ok("space", format!("{} are free.", bytes(*free))),
        SpaceFinding::Little(free) => Line::warning(
            "space",
            format!(
                "Only {} are free: the next packs may not fit.",
                bytes(*free)
            ),
            "Free some room on the disk that holds Muster's data.",
        ),
        SpaceFinding::Full(free) => Line::new(
            "space",
            LineState::Problem,
            Words::new(
                Code::NoSpace,
                format!(
                    "Only {} are free: briefings may not be recorded.",
                    bytes(*free)
                ),
                "Free some room on the disk that holds Muster's data, before the roll call.",
            ),
        ),
        SpaceFinding::Unknown(error) => Line::problem("space", "", error),
    }
}

/// Sound. A command that is not given in a window may come over a network.
#[must_use]
pub fn sound(finding: &SoundFinding, in_window: bool) -> Line {
    const CONNECT: &str = "Connect speakers, or switch the TV on, and choose the device on the Station screen, where a test tone can be heard too.";
    const NETWORK: &str = "Given over a network, this command may not reach the sound of the desktop: run it at the PC.";
    match finding {
        SoundFinding::Plays { devices } if devices.is_empty() => {
            Line::ok("sound", "A sound device can be opened.")
        }
        SoundFinding::Plays { devices } => Line::ok(
            "sound",
            format!(
                "A sound device can be opened. Devices: {}.",
                devices.join(", ")
            ),
        ),
        SoundFinding::NoDevice { devices, reason } => {
            let mut line = Line::missing(
                "sound",
                match devices.as_slice() {
                    [] => "There is no sound device: films run without sound, with captions."
                        .to_owned(),
                    some => format!(
                        "No sound device can be opened, though there are some: {}.",
                        some.join(", ")
                    ),
                },
                if in_window {
                    CONNECT.to_owned()
                } else {
                    format!("{CONNECT} {NETWORK}")
                },
            );
            line.words.details.clone_from(reason);
            line
        }
    }
}

/// Screens.
#[must_use]
pub fn display(finding: &DisplayFinding) -> Line {
    const AT_THE_PC: &str = "Run it at the PC, on its desktop, to know.";
    match finding {
        DisplayFinding::Reached { screens: 0 } => Line::missing(
            "display",
            "The desktop can be reached, but no screen is connected.",
            "Connect a screen and switch it on.",
        ),
        DisplayFinding::Reached { screens: 1 } => {
            Line::ok("display", "The desktop can be reached; it has one screen.")
        }
        DisplayFinding::Reached { screens } => Line::ok(
            "display",
            format!("The desktop can be reached; it has {screens} screens."),
        ),
        DisplayFinding::NoAnswer { named, reason } => {
            let mut line = Line::machine(
                "display",
                format!("The desktop that {named} names does not answer: no window can be opened."),
                "Check that somebody is signed in on the desktop and that a screen is connected.",
            );
            line.words.details.clone_from(reason);
            line
        }
        DisplayFinding::NoSession { connected } => Line::warning(
            "display",
            match connected.as_slice() {
                [] => "This command was given outside a desktop: it cannot tell whether a window can be opened.".to_owned(),
                some => format!("This command was given outside a desktop: it cannot tell whether a window can be opened. A screen is connected to {}.", some.join(", ")),
            },
            AT_THE_PC,
        ),
        DisplayFinding::Unknown => Line::warning(
            "display",
            "Whether a window can be opened is not known on this system.",
            "Open Muster to know.",
        ),
    }
}
