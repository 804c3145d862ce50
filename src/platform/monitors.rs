//! Which monitors are connected, looked at again every two seconds while somebody needs to know,
//! on a thread of its own: reading the identity of a monitor may take its time.

#[cfg(any(target_os = "linux", windows))]
mod edid;
mod known;
#[cfg_attr(target_os = "linux", path = "monitors/linux.rs")]
#[cfg_attr(windows, path = "monitors/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "monitors/other.rs")]
mod system;
#[cfg(target_os = "linux")]
mod wayland;

use std::thread::Builder;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use serde::{Deserialize, Serialize};

pub use known::{Found, find};
use system::Source;

/// The time between two looks at the monitors. One that was plugged in or pulled out is noticed
/// within it.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// The time before a list that disagrees with the system is read again.
const RETRY_INTERVAL: Duration = Duration::from_millis(250);
/// Accept a list that disagrees with the system after eight retries, two seconds in all.
const MAX_STALE_RETRIES: u32 = 8;
/// The most orders that wait while the thread reads the monitors.
const MAX_WAITING_ORDERS: usize = 4;

/// A monitor as it is known again tomorrow: by what it is, not by its place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonitorId {
    /// Maker, model and serial number as the monitor itself states them; empty if it does not.
    pub device: String,
    /// The socket to which it is connected, as the system calls it.
    pub socket: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

impl MonitorId {
    /// As a monitor that is not there is called: `DEL A07B (HDMI-1), 1920 × 1080`.
    #[must_use]
    pub fn words(&self) -> String {
        let model: Vec<&str> = self.device.split(' ').take(2).collect();
        let monitor = Monitor {
            id: self.clone(),
            name: match model.join(" ").as_str() {
                "" => self.socket.clone(),
                model => model.to_owned(),
            },
            at: (0, 0),
            formerly: String::new(),
        };
        monitor.words()
    }
}

/// A monitor that is connected now.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// How it is known again.
    pub id: MonitorId,
    /// What people call it.
    pub name: String,
    /// Where its upper left corner lies, in pixels of the desktop.
    pub at: (i32, i32),
    /// As what an earlier version of Muster kept its device; empty where that is the same.
    pub formerly: String,
}

impl Monitor {
    /// `DELL U2412M (HDMI-1), 1920 × 1080`.
    #[must_use]
    pub fn words(&self) -> String {
        let (width, height) = self.id.size;
        let socket = &self.id.socket;
        if self.name == *socket || socket.is_empty() {
            format!("{}, {width} × {height}", self.name)
        } else {
            format!("{} ({socket}), {width} × {height}", self.name)
        }
    }
}

/// A monitor as the window system lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The socket, as the system calls it.
    pub socket: String,
    /// In pixels.
    pub size: (u32, u32),
    /// The upper left corner on the desktop, in pixels.
    pub at: (i32, i32),
}

/// The monitors that are connected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// In the window system's order.
    pub monitors: Vec<Monitor>,
    /// Their numbers in the window system's list, which may have others as well.
    pub numbers: Vec<usize>,
}

/// The system that knows which monitors there are.
trait System {
    /// Takes in what changed since the last time.
    fn refresh(&mut self) {}

    /// Whether a monitor of the window's list is connected.
    fn is_there(&self, _: &Listed) -> bool {
        true
    }

    /// Whether the window's list agrees with the system.
    fn agrees(&self, _: &[Listed]) -> bool {
        true
    }

    /// Makes the window read its list of monitors again.
    fn refresh_window(&self, _: u64) {}

    /// What the monitors in this list state about themselves, in the same order.
    fn identify(&self, listed: &[Listed]) -> Vec<Option<Identity>> {
        vec![None; listed.len()]
    }
}

/// Looks at the monitors until it is dropped.
pub struct Monitors {
    needed: bool,
    /// Whether to look; ends the thread by being dropped.
    orders: Sender<bool>,
}

impl Monitors {
    /// Starts looking. `list` gives the monitors and the number of the window that listed them,
    /// nothing once there is no window; `changed` is given what is seen whenever that is something
    /// else. Where no thread can be started there is one screen.
    #[expect(clippy::disallowed_methods, reason = "platform may start threads")]
    pub fn watch(
        list: impl Fn() -> Option<(Vec<Listed>, u64)> + Send + 'static,
        changed: impl Fn(Seen) + Send + 'static,
    ) -> Self {
        let (orders, waiting) = bounded(MAX_WAITING_ORDERS);
        let watch = move || {
            let mut source = Source::new();
            let mut reader = Reader::default();
            while let Some((all, window)) = list() {
                source.refresh();
                let (seen, wait) = reader.read(&source, all, window);
                if let Some(seen) = seen {
                    changed(seen);
                }
                if !goes_on(&waiting, wait) {
                    break;
                }
            }
        };
        let _one_screen = Builder::new().name("monitors".to_owned()).spawn(watch);
        Self {
            needed: true,
            orders,
        }
    }

    /// Whether anybody needs to know: who does hears at once.
    pub fn need(&mut self, needed: bool) {
        if needed != self.needed && self.orders.try_send(needed).is_ok() {
            self.needed = needed;
        }
    }
}

/// What was read so far of the window's list of monitors.
#[derive(Default)]
struct Reader {
    /// The monitors that were reported last, after their numbers in the window's list.
    before: (Vec<usize>, Vec<Listed>),
    /// How often the list disagreed with the system, one time after another.
    stale_retries: u32,
}

impl Reader {
    /// Takes a list that a window gave: what is to be reported, if that is something else than
    /// before, and the time before the next list.
    fn read(
        &mut self,
        source: &impl System,
        all: Vec<Listed>,
        window: u64,
    ) -> (Option<Seen>, Duration) {
        let now = present(all, |listed| source.is_there(listed));
        if source.agrees(&now.1) {
            self.stale_retries = 0;
        } else {
            // Also after the last retry: a window that was busy for longer reads the list later.
            source.refresh_window(window);
            if self.stale_retries < MAX_STALE_RETRIES {
                self.stale_retries += 1;
                return (None, RETRY_INTERVAL);
            }
        }
        if now == self.before {
            return (None, POLL_INTERVAL);
        }
        let seen = Seen {
            monitors: named(source, &now.1),
            numbers: now.0.clone(),
        };
        self.before = now;
        (Some(seen), POLL_INTERVAL)
    }
}

/// Waits for the time of the next look, and as long as nobody needs one. `false`: it is over.
fn goes_on(orders: &Receiver<bool>, wait: Duration) -> bool {
    let mut needed = match orders.recv_timeout(wait) {
        Ok(needed) => needed,
        Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => return false,
    };
    while !needed {
        match orders.recv() {
            Ok(order) => needed = order,
            Err(_) => return false,
        }
    }
    true
}

/// The monitors of the window's list that are there and show something, each once, after their
/// numbers in it. Of several of one name the last is the one that was plugged in last.
fn present(all: Vec<Listed>, there: impl Fn(&Listed) -> bool) -> (Vec<usize>, Vec<Listed>) {
    let sockets: Vec<_> = all.iter().map(|listed| listed.socket.clone()).collect();
    let again = |n: usize, socket: &str| {
        let mut later = sockets.iter().skip(n + 1);
        !socket.is_empty() && later.any(|other| other == socket)
    };
    all.into_iter()
        .enumerate()
        .filter(|(n, listed)| {
            let shows = listed.size.0 > 0 && listed.size.1 > 0;
            shows && !again(*n, &listed.socket) && there(listed)
        })
        .unzip()
}

/// What a monitor states about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Maker, model, serial number.
    device: String,
    /// What people call it.
    name: String,
    /// As what an earlier version of Muster kept the device, where that was something else.
    formerly: String,
}

fn named(source: &impl System, listed: &[Listed]) -> Vec<Monitor> {
    let identities = source.identify(listed);
    listed
        .iter()
        .zip(identities)
        .enumerate()
        .map(|(n, (listed, identity))| {
            let identity = identity.unwrap_or_default();
            let name = [
                identity.name,
                listed.socket.clone(),
                format!("Screen {}", n + 1),
            ]
            .into_iter()
            .find(|name| !name.is_empty());
            Monitor {
                id: MonitorId {
                    device: identity.device,
                    socket: listed.socket.clone(),
                    size: listed.size,
                },
                name: name.unwrap_or_default(),
                at: listed.at,
                formerly: identity.formerly,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use crossbeam_channel::bounded;

    use super::{Listed, Monitors, Reader, System, present};

    /// A desktop with this many monitors.
    struct Desktop {
        monitors: usize,
        window_refreshes: Cell<usize>,
    }

    impl System for Desktop {
        fn agrees(&self, listed: &[Listed]) -> bool {
            listed.len() == self.monitors
        }

        fn refresh_window(&self, _: u64) {
            self.window_refreshes.set(self.window_refreshes.get() + 1);
        }
    }

    #[test]
    fn a_window_whose_list_of_monitors_stays_stale_is_asked_to_read_it_again_each_time() {
        let monitor = |socket: &str| Listed {
            socket: socket.to_owned(),
            size: (1920, 1080),
            at: (0, 0),
        };
        let desktop = Desktop {
            monitors: 2,
            window_refreshes: Cell::new(0),
        };
        let mut reader = Reader::default();
        let stale = vec![monitor("DP-1")];
        let reports: Vec<usize> = (1..=30)
            .filter_map(|read| {
                let (seen, _) = reader.read(&desktop, stale.clone(), 7);
                seen.map(|seen| {
                    assert_eq!(seen.monitors.len(), 1);
                    read
                })
            })
            .collect();
        assert_eq!(
            reports,
            [9],
            "a stale list is taken once, after the retries"
        );
        assert_eq!(desktop.window_refreshes.get(), 30);
        let both = vec![monitor("DP-1"), monitor("HDMI-1")];
        let (seen, _) = reader.read(&desktop, both.clone(), 7);
        assert_eq!(seen.map(|seen| seen.monitors.len()), Some(2));
        assert_eq!(reader.read(&desktop, both, 7).0, None);
        assert_eq!(
            desktop.window_refreshes.get(),
            30,
            "a true list is read again"
        );
    }

    #[test]
    fn monitors_are_listed_only_while_needed_and_at_once_when_they_are() {
        let (looked, looks) = bounded(64);
        let list = move || {
            // Who counts has gone when the test is over.
            let _gone = looked.try_send(());
            Some((Vec::new(), 0))
        };
        let mut monitors = Monitors::watch(list, |_| ());
        let soon = Duration::from_secs(10);
        looks.recv_timeout(soon).expect("a first look");
        monitors.need(false);
        // One may be under way.
        while looks.recv_timeout(super::POLL_INTERVAL * 2).is_ok() {
            assert!(looks.is_empty(), "it goes on looking");
        }
        monitors.need(true);
        looks.recv_timeout(soon).expect("a look");
        drop(monitors);
        let over = |_| looks.recv_timeout(super::POLL_INTERVAL * 2).is_err();
        assert!((0..3).any(over), "it goes on looking");
    }

    #[test]
    fn a_monitor_listed_twice_counts_once_and_one_pulled_out_not_at_all() {
        let listed = |socket: &str| Listed {
            socket: socket.to_owned(),
            size: (1920, 1080),
            at: (0, 0),
        };
        let all = ["DP-1", "HDMI-1", "DP-1", "HDMI-1", "HDMI-2"].map(listed);
        let there = |it: &Listed| it.socket != "HDMI-1";
        let (numbers, found) = present(all.to_vec(), there);
        assert_eq!(numbers, [2, 4]);
        assert_eq!(found, ["DP-1", "HDMI-2"].map(listed));
        // One that is switched off is listed with no size by some drivers.
        let mut off = listed("DP-3");
        off.size = (0, 1080);
        assert_eq!(present(vec![off, listed("DP-1")], |_| true).0, [1]);
        // Without names nothing tells two of them apart.
        let (numbers, _) = present(vec![listed(""), listed("")], |_| true);
        assert_eq!(numbers, [0, 1]);
    }
}
