//! Whether a desktop can be reached from here, asked without opening a window: from a command
//! line at the PC, and from one that comes over the network.

#[cfg_attr(target_os = "linux", path = "display/linux.rs")]
#[cfg_attr(windows, path = "display/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "display/other.rs")]
mod system;

/// What is found of this PC's screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisplayFinding {
    /// The desktop answers, and shows itself on so many screens.
    Reached {
        /// How many.
        screens: usize,
    },
    /// A desktop is named, but does not answer.
    NoAnswer {
        /// What names it.
        named: String,
        /// The system's answer.
        reason: String,
    },
    /// This command was given outside a desktop session.
    NoSession {
        /// The sockets to which a screen is connected, as far as the system tells.
        connected: Vec<String>,
    },
    /// This system cannot be asked.
    Unknown,
}

/// Asks. It may take a while: not to be called where nothing may wait.
#[must_use]
pub fn check_display() -> DisplayFinding {
    system::check()
}
