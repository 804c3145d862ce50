//! The room's own screen: which monitors there are, which one shows the briefing to the room, and
//! the notices about it for the sergeant.

use serde::{Deserialize, Serialize};

use crate::platform::monitors::{Found, Monitor, MonitorId, find};

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
    /// Which was the wall last while none was chosen: it stays that, wherever it is plugged in.
    pub last: Option<MonitorId>,
    /// A notice for the sergeant: unplugged, mirrored, only one screen.
    pub notice: Option<WallNotice>,
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

    /// Which monitor is the room's by this choice, or why none is. Never one that shows what
    /// Muster's own window shows, and never another than the chosen one (SCREENS 7.1, 7.15, 7.16).
    #[must_use]
    pub fn place(&self, choice: &WallChoice) -> Place {
        match choice {
            WallChoice::OneScreen => Place::OneScreen,
            WallChoice::Monitor(id) => self.place_of(id),
            WallChoice::Automatic => {
                if let Some(Place::On(last)) = self.last.as_ref().map(|id| self.place_of(id)) {
                    return Place::On(last);
                }
                self.any()
            }
        }
    }

    /// The first that could be the wall, whatever was chosen.
    #[must_use]
    pub fn any(&self) -> Place {
        let others = (0..self.monitors.len()).filter(|n| Some(*n) != self.here);
        let is_free = |n: &usize| !self.covers_window(*n) && self.can_be_wall(*n);
        match (others.clone().find(is_free), others.min()) {
            (Some(free), _) => Place::On(free),
            (None, Some(other)) if self.monitors.len() > 1 => Place::Mirrored(other),
            _ => Place::OneScreen,
        }
    }

    fn place_of(&self, id: &MonitorId) -> Place {
        match find(&self.monitors, id) {
            Found::One(_) if self.monitors.len() == 1 => Place::OneScreen,
            Found::One(n) if self.can_be_wall(n) => Place::On(n),
            Found::One(n) => Place::Mirrored(n),
            Found::Unsure(several) => {
                let can_be = several.into_iter().filter(|n| self.can_be_wall(*n));
                let several: Vec<usize> = can_be.collect();
                if several.is_empty() {
                    Place::Missing(id.clone())
                } else {
                    Place::Ask(several)
                }
            }
            // The monitors were not listed yet.
            Found::Nowhere if self.monitors.is_empty() => Place::OneScreen,
            Found::Nowhere => Place::Missing(id.clone()),
        }
    }

    /// Whether a monitor can show something else than Muster's own window: it does not lie over the
    /// one on which that is, or the window can go to one that it does not lie over.
    fn can_be_wall(&self, n: usize) -> bool {
        let Some(monitor) = self.monitors.get(n) else {
            return false;
        };
        let here = self.here.and_then(|here| self.monitors.get(here));
        here.is_some_and(|here| !here.overlaps(monitor)) || self.beside(n).is_some()
    }

    /// Where Muster's own window can stand while this monitor is the wall.
    #[must_use]
    pub fn beside(&self, wall: usize) -> Option<usize> {
        let wall = self.monitors.get(wall)?;
        self.monitors.iter().position(|other| !other.overlaps(wall))
    }

    /// Whether the wall would cover Muster's own window.
    #[must_use]
    pub fn covers_window(&self, wall: usize) -> bool {
        let here = self.here.and_then(|here| self.monitors.get(here));
        let wall = self.monitors.get(wall);
        here.zip(wall)
            .is_some_and(|(here, wall)| here.overlaps(wall))
    }

    /// What to say of a place that is no wall, with what can be done about it; nothing where all is
    /// as it was chosen.
    #[must_use]
    pub fn notice_of(&self, place: &Place) -> Option<WallNotice> {
        let words = |n: &usize| {
            self.monitors
                .get(*n)
                .map(Monitor::words)
                .unwrap_or_default()
        };
        match place {
            Place::On(_) | Place::OneScreen => None,
            Place::Mirrored(n) => Some(WallNotice::from(format!(
                "{} shows the same as the screen with Muster’s window (mirrored), so the room sees \
                 this window. Set the screens to extend instead of duplicate (on Windows with the \
                 Windows key and P): then the briefing goes there by itself.",
                words(n)
            ))),
            Place::Missing(id) => {
                let other = match self.any() {
                    Place::On(n) => Some((format!("Use {} now", words(&n)), WallCommand::Flip)),
                    _ => None,
                };
                Some(WallNotice {
                    text: format!(
                        "The wall screen ({}) is not connected: the briefing is seen in this \
                         window until it is.",
                        id.words()
                    ),
                    offers: other.into_iter().collect(),
                })
            }
            Place::Ask(several) => {
                let offer = |n: &usize| {
                    let id = self.monitors.get(*n)?.id.clone();
                    let choose = WallCommand::Choose(WallChoice::Monitor(id));
                    Some((format!("It is {}", words(n)), choose))
                };
                Some(WallNotice {
                    text: "Which screen is the wall? What the screens say of themselves does not \
                           tell which of them was chosen."
                        .to_owned(),
                    offers: several.iter().filter_map(offer).collect(),
                })
            }
        }
    }
}

/// Where the wall is by what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On this monitor.
    On(usize),
    /// In Muster's window: so it was chosen, or there is no other screen.
    OneScreen,
    /// On none: this monitor shows what Muster's own window shows.
    Mirrored(usize),
    /// On none: this one was chosen and is not connected.
    Missing(MonitorId),
    /// On none until the user chooses one of these.
    Ask(Vec<usize>),
}

/// A notice about the wall for the sergeant, with what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallNotice {
    /// In sentences.
    pub text: String,
    /// Buttons.
    pub offers: Vec<(String, WallCommand)>,
}

impl From<String> for WallNotice {
    fn from(text: String) -> Self {
        Self {
            text,
            offers: Vec::new(),
        }
    }
}

/// Commands for the room's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WallCommand {
    /// On, or off until the next briefing.
    Flip,
    /// The wall and the sergeant's window change places.
    Swap,
    /// Which monitor; remembered.
    Choose(WallChoice),
    /// The notice was dismissed.
    Understood,
}

#[cfg(test)]
mod tests {
    use super::{Place, Wall, WallChoice, WallCommand};
    use crate::platform::monitors::{Monitor, MonitorId};

    const DESK: &str = "DEL A07B 3037304C YMYH14850L7";
    const TV: &str = "SAM 0F13 30373031";

    fn monitor(device: &str, socket: &str, x: i32) -> Monitor {
        Monitor {
            id: MonitorId {
                device: device.to_owned(),
                socket: socket.to_owned(),
                size: (1920, 1080),
            },
            name: socket.to_owned(),
            at: (x, 0),
            formerly: String::new(),
        }
    }

    fn wall(monitors: &[Monitor], here: usize) -> Wall {
        Wall {
            monitors: monitors.to_vec(),
            here: Some(here),
            ..Wall::default()
        }
    }

    fn chosen(monitor: &Monitor) -> WallChoice {
        WallChoice::Monitor(monitor.id.clone())
    }

    // SCREENS 7.1.
    #[test]
    fn while_nothing_was_chosen_the_wall_is_the_screen_without_the_window() {
        let monitors = [monitor("", "DP-1", 0), monitor("", "HDMI-1", 1920)];
        assert_eq!(
            wall(&monitors, 0).place(&WallChoice::Automatic),
            Place::On(1)
        );
        assert_eq!(
            wall(&monitors, 1).place(&WallChoice::Automatic),
            Place::On(0)
        );
        assert_eq!(
            wall(&monitors, 0).place(&WallChoice::OneScreen),
            Place::OneScreen
        );
        let one = wall(&monitors[..1], 0);
        assert_eq!(one.place(&WallChoice::Automatic), Place::OneScreen);
        assert_eq!(one.place(&chosen(&monitors[0])), Place::OneScreen);
        assert_eq!(
            Wall::default().place(&WallChoice::Automatic),
            Place::OneScreen
        );
    }

    // SCREENS 7.15.
    #[test]
    fn a_screen_that_shows_what_the_window_shows_is_no_wall() {
        // Mirrored, and of another size at the same place, and partly the same.
        for x in [0, 0, 1000] {
            for size in [(1920, 1080), (1280, 720)] {
                let mut other = monitor(TV, "HDMI-1", x);
                other.id.size = size;
                let monitors = [monitor(DESK, "DP-1", 0), other];
                for here in [0, 1] {
                    let wall = wall(&monitors, here);
                    let automatic = wall.place(&WallChoice::Automatic);
                    assert_eq!(automatic, Place::Mirrored(1 - here), "{x} {size:?}");
                    let by_choice = wall.place(&chosen(&monitors[1]));
                    assert_eq!(by_choice, Place::Mirrored(1), "{x} {size:?}");
                    let notice = wall.notice_of(&by_choice).expect("a notice");
                    assert!(notice.text.contains("extend"), "{}", notice.text);
                }
            }
        }
    }

    #[test]
    fn of_three_the_one_that_is_not_mirrored_is_the_wall() {
        let monitors = [
            monitor(DESK, "DP-1", 0),
            monitor("", "VGA-1", 0),
            monitor(TV, "HDMI-1", 1920),
        ];
        let wall = wall(&monitors, 0);
        assert_eq!(wall.place(&WallChoice::Automatic), Place::On(2));
        assert_eq!(wall.place(&chosen(&monitors[2])), Place::On(2));
        assert!(!wall.covers_window(2));
        // One of the mirrored was chosen: the window can make room.
        assert_eq!(wall.place(&chosen(&monitors[1])), Place::On(1));
        assert!(wall.covers_window(1));
        assert_eq!(wall.beside(1), Some(2));
    }

    #[test]
    fn a_screen_that_comes_back_on_the_other_side_is_the_wall_again() {
        let before = [monitor(DESK, "DP-1", 0), monitor(TV, "HDMI-1", 1920)];
        // The television is left of the desk now: Muster's window is where it was, so it stands on
        // the television.
        let after = [monitor(TV, "HDMI-2", 0), monitor(DESK, "DP-1", 1920)];
        let choice = chosen(&before[1]);
        assert_eq!(wall(&before, 0).place(&choice), Place::On(1));
        let wall = Wall {
            last: Some(before[1].id.clone()),
            ..wall(&after, 0)
        };
        assert_eq!(wall.place(&choice), Place::On(0));
        assert_eq!(wall.place(&WallChoice::Automatic), Place::On(0));
        assert!(wall.covers_window(0));
        assert_eq!(wall.beside(0), Some(1));
    }

    // SCREENS 7.16.
    #[test]
    fn where_the_chosen_screen_is_missing_no_other_is_the_wall_unasked() {
        let tv = monitor(TV, "HDMI-1", 1920);
        let monitors = [monitor(DESK, "DP-1", 0), monitor("", "VGA-1", 1920)];
        let wall = wall(&monitors, 0);
        let place = wall.place(&chosen(&tv));
        assert_eq!(place, Place::Missing(tv.id.clone()));
        let notice = wall.notice_of(&place).expect("a notice");
        assert!(notice.text.contains("is not connected"), "{}", notice.text);
        assert_eq!(notice.offers[0].1, WallCommand::Flip);
        assert!(notice.offers[0].0.contains("VGA-1"), "{:?}", notice.offers);
        let one = self::wall(&monitors[..1], 0);
        let notice = one.notice_of(&one.place(&chosen(&tv))).expect("a notice");
        assert!(notice.offers.is_empty());
    }

    #[test]
    fn the_user_is_asked_which_of_two_identical_monitors() {
        let twin = "SAM 0F13 00000000";
        let monitors = [
            monitor(DESK, "DP-1", 0),
            monitor(twin, "HDMI-1", 1920),
            monitor(twin, "HDMI-2", 3840),
        ];
        let wall = wall(&monitors, 0);
        assert_eq!(wall.place(&chosen(&monitors[2])), Place::On(2));
        let elsewhere = WallChoice::Monitor(monitor(twin, "DP-9", 0).id);
        let place = wall.place(&elsewhere);
        assert_eq!(place, Place::Ask(vec![1, 2]));
        let offers = wall.notice_of(&place).expect("a notice").offers;
        let wanted = [1, 2].map(|n| WallCommand::Choose(chosen(&monitors[n])));
        let offered: Vec<_> = offers.into_iter().map(|(_, command)| command).collect();
        assert_eq!(offered, wanted);
    }
}
