//! The room's own screen: which monitors there are, which one shows the briefing to the room, and
//! how the sergeant is told where it stands.

use serde::{Deserialize, Serialize};

use crate::platform::monitors::{Monitor, MonitorId, find};

/// Which monitor is the room's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WallChoice {
    /// None was ever chosen: the one on which Muster's window is not.
    #[default]
    Automatic,
    /// None: the briefing is seen in Muster's window.
    OneScreen,
    /// This one, while it is connected.
    Monitor(MonitorId),
}

/// What there is of the room's screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wall {
    /// The monitors that are connected.
    pub monitors: Vec<Monitor>,
    /// Which of them shows Muster's own window.
    pub here: Option<usize>,
    /// Which of them shows the briefing to the room now; nothing while there is one window.
    pub on: Option<usize>,
    /// Said calmly to the sergeant: unplugged, only one screen.
    pub notice: Option<String>,
    /// What the system answered when it was asked to keep the screen on; nothing if it agreed.
    pub sleepy: Option<String>,
}

impl Wall {
    /// Whether the room has a screen of its own now.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on.is_some()
    }

    /// Width to height of the room's screen; of an ordinary one where there is none.
    #[must_use]
    pub fn shape(&self) -> f32 {
        let monitor = self.on.and_then(|at| self.monitors.get(at));
        match monitor.map(|monitor| monitor.id.size) {
            Some((width @ 1.., height @ 1..)) => {
                f32::from(u16::try_from(width).unwrap_or(u16::MAX))
                    / f32::from(u16::try_from(height).unwrap_or(u16::MAX))
            }
            _ => 16.0 / 9.0,
        }
    }

    /// Which monitor is the room's by this choice: never the one with Muster's window where there
    /// is another. Nothing if that one is not connected, or if there is none but Muster's own.
    #[must_use]
    pub fn wanted(&self, choice: &WallChoice) -> Option<usize> {
        if self.monitors.len() < 2 {
            return None;
        }
        match choice {
            WallChoice::OneScreen => None,
            WallChoice::Monitor(id) => find(&self.monitors, id),
            WallChoice::Automatic => {
                let mut all = 0..self.monitors.len();
                all.find(|at| Some(*at) != self.here)
            }
        }
    }
}

/// What is asked of the room's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WallCommand {
    /// On, or off until the next briefing.
    Flip,
    /// The wall and the sergeant's window change places.
    Swap,
    /// Which monitor; remembered.
    Choose(WallChoice),
    /// What was said is read.
    Understood,
}

#[cfg(test)]
mod tests {
    use super::{Wall, WallChoice};
    use crate::platform::monitors::{Monitor, MonitorId};

    fn monitor(device: &str, socket: &str) -> Monitor {
        Monitor {
            id: MonitorId {
                device: device.to_owned(),
                socket: socket.to_owned(),
                size: (1920, 1080),
            },
            name: socket.to_owned(),
            at: (0, 0),
        }
    }

    // SCREENS 7.1.
    #[test]
    fn while_nothing_was_chosen_the_wall_is_the_screen_without_the_window() {
        let mut wall = Wall {
            monitors: vec![monitor("", "DP-1"), monitor("", "HDMI-1")],
            here: Some(0),
            ..Wall::default()
        };
        assert_eq!(wall.wanted(&WallChoice::Automatic), Some(1));
        wall.here = Some(1);
        assert_eq!(wall.wanted(&WallChoice::Automatic), Some(0));
        assert_eq!(wall.wanted(&WallChoice::OneScreen), None);
        wall.monitors.truncate(1);
        assert_eq!(wall.wanted(&WallChoice::Automatic), None);
    }
}
