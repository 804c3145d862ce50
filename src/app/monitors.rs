//! Which monitors are connected, looked at again every two seconds on a thread of its own: asking
//! a monitor who it is may take its time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use crate::ui::room::Monitor;

/// A monitor that was plugged in or pulled out is noticed after so long.
const EVERY: Duration = Duration::from_secs(2);

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
    /// Starts looking. `list` gives nothing once there is no window to ask; `wake` is called
    /// when there is a change. Where no thread can be started there is one screen.
    #[expect(
        clippy::disallowed_methods,
        reason = "the app is a room that may start threads"
    )]
    pub(in crate::app) fn watch(
        list: impl Fn() -> Option<Vec<Listed>> + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = bounded::<()>(0);
        let theirs = Arc::clone(&seen);
        let watch = move || {
            let mut before = Vec::new();
            while let Some(listed) = list() {
                if listed != before {
                    let monitors = listed.iter().map(named).collect();
                    *lock(&theirs) = monitors;
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

fn named(listed: &Listed) -> Monitor {
    Monitor {
        id: crate::ui::room::MonitorId {
            device: String::new(),
            socket: listed.socket.clone(),
            size: listed.size,
        },
        name: listed.socket.clone(),
        at: listed.at,
    }
}
