//! Which monitors are connected, looked at again every two seconds on a thread of its own: asking
//! a monitor who it is may take its time.

#[cfg(target_os = "linux")]
mod edid;
#[cfg_attr(target_os = "linux", path = "monitors/linux.rs")]
#[cfg_attr(windows, path = "monitors/windows.rs")]
#[cfg_attr(not(any(target_os = "linux", windows)), path = "monitors/other.rs")]
mod system;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use system::Asked;

use crate::ui::room::{Monitor, MonitorId};

/// A monitor that was plugged in or pulled out is noticed after so long.
const EVERY: Duration = Duration::from_secs(2);
/// A list that is out of date is asked for again after so long.
const A_MOMENT: Duration = Duration::from_millis(250);
/// So often; then it is believed.
const DOUBTS: u32 = 8;

/// A monitor as the window system lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Listed {
    /// The socket, as the system calls it.
    pub(in crate::app) socket: String,
    /// In pixels.
    pub(in crate::app) size: (u32, u32),
    /// The upper left corner on the desktop, in pixels.
    pub(in crate::app) at: (i32, i32),
}

/// Looks at the monitors until it is dropped.
pub(in crate::app) struct Monitors {
    seen: Arc<Mutex<Vec<Monitor>>>,
    /// Ends the thread by being dropped.
    _end: Sender<()>,
}

impl Monitors {
    /// Starts looking. `list` gives the monitors and the
    /// number of the window that was asked, nothing once there is none; `wake` is called
    /// when there is a change. Where no thread can be started there is one screen.
    #[expect(
        clippy::disallowed_methods,
        reason = "the app is a room that may start threads"
    )]
    pub(in crate::app) fn watch(
        list: impl Fn() -> Option<(Vec<Listed>, u64)> + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = bounded::<()>(0);
        let theirs = Arc::clone(&seen);
        let watch = move || {
            let asked = Asked::new();
            let mut before = Vec::new();
            let mut doubts = 0;
            while let Some((listed, window)) = list() {
                if asked.agrees(&listed) {
                    doubts = 0;
                } else if doubts < DOUBTS {
                    doubts += 1;
                    asked.make_look(window);
                    if ended.recv_timeout(A_MOMENT) != Err(RecvTimeoutError::Timeout) {
                        break;
                    }
                    continue;
                }
                if listed != before {
                    *lock(&theirs) = named(&asked, &listed);
                    before = listed;
                    wake();
                }
                if ended.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        };
        let _one_screen = Builder::new().name("monitors".to_owned()).spawn(watch);
        Self { seen, _end: end }
    }

    /// The monitors as last seen, in the window system's order.
    pub(in crate::app) fn now(&self) -> Vec<Monitor> {
        lock(&self.seen).clone()
    }
}

fn lock(seen: &Mutex<Vec<Monitor>>) -> MutexGuard<'_, Vec<Monitor>> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a monitor says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Said {
    /// Maker, model, serial number.
    device: String,
    /// What people call it.
    name: String,
}

fn named(asked: &Asked, listed: &[Listed]) -> Vec<Monitor> {
    let said = asked.ask(listed);
    listed
        .iter()
        .zip(said)
        .enumerate()
        .map(|(n, (listed, said))| {
            let (device, name) = said.map_or_else(Default::default, |s| (s.device, s.name));
            let name = [name, listed.socket.clone(), format!("Screen {}", n + 1)]
                .into_iter()
                .find(|name| !name.is_empty());
            Monitor {
                id: MonitorId {
                    device,
                    socket: listed.socket.clone(),
                    size: listed.size,
                },
                name: name.unwrap_or_default(),
                at: listed.at,
            }
        })
        .collect()
}
