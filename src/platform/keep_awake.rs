//! The screen stays on while a briefing runs: the desktop is asked to, or Windows, and where
//! there is only a plain X server its screen saver is suspended. A thread of its own asks, since
//! a desktop may take its time to answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Wishes wait here while one is asked for; only the last of them counts.
const MAX_WAITING: usize = 8;

/// Keeps the screen on while that is wanted, and no longer than the program runs.
pub struct KeepAwake {
    wanted: bool,
    wishes: Sender<bool>,
    answer: Arc<Mutex<Option<String>>>,
}

impl KeepAwake {
    /// Starts the thread. Where none can be started nobody is asked.
    #[expect(clippy::disallowed_methods, reason = "platform may start threads")]
    #[must_use]
    pub fn start() -> Self {
        let (wishes, waiting) = bounded(MAX_WAITING);
        let answer = Arc::new(Mutex::new(None));
        let theirs = Arc::clone(&answer);
        let _as_it_is = Builder::new()
            .name("keep awake".to_owned())
            .spawn(move || serve(&waiting, &theirs));
        Self {
            wanted: false,
            wishes,
            answer,
        }
    }

    /// The screen stays on from now, or may go off again.
    pub fn want(&mut self, awake: bool) {
        if awake != self.wanted && self.wishes.try_send(awake).is_ok() {
            self.wanted = awake;
        }
    }

    /// The answers of those that refused, where none agreed.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        lock(&self.answer).clone()
    }
}

fn lock(answer: &Mutex<Option<String>>) -> MutexGuard<'_, Option<String>> {
    answer.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(wishes: &Receiver<bool>, answer: &Mutex<Option<String>>) {
    let mut held = Vec::new();
    for awake in wishes {
        // The crate that asks panics where a desktop goes away between asking and letting go.
        let _gone = catch_unwind(AssertUnwindSafe(|| held.clear()));
        held = Vec::new();
        if awake {
            let (agreed, refused) = ask();
            *lock(answer) = agreed.is_empty().then(|| refused.join("; "));
            held = agreed;
        }
    }
    let _gone = catch_unwind(AssertUnwindSafe(|| held.clear()));
}

/// Something that keeps the screen on until it is dropped.
type Held = Box<dyn Send>;

/// Asks every service that may turn the screen off. Returns which agreed, and the answers of the
/// rest.
fn ask() -> (Vec<Held>, Vec<String>) {
    let (mut agreed, mut refused): (Vec<Held>, Vec<String>) = (Vec::new(), Vec::new());
    for display in [true, false] {
        let asked = catch_unwind(|| {
            keepawake::Builder::default()
                .display(display)
                .idle(!display)
                .reason("A briefing is on the wall")
                .app_name("Muster")
                .app_reverse_domain("muster")
                .create()
        });
        match asked {
            Ok(Ok(held)) => agreed.push(Box::new(held)),
            Ok(Err(error)) => refused.push(error.to_string()),
            Err(_) => refused.push("no answer".to_owned()),
        }
    }
    #[cfg(target_os = "linux")]
    match x11::suspend() {
        Ok(held) => agreed.push(held),
        Err(error) => refused.push(error.to_string()),
    }
    (agreed, refused)
}

#[cfg(target_os = "linux")]
mod x11 {
    use x11rb::connection::Connection;
    use x11rb::protocol::screensaver::ConnectionExt as _;

    use super::Held;

    /// Suspends the X server's screen saver and the energy saving of the monitors, for as long as
    /// the connection lives.
    pub(super) fn suspend() -> Result<Held, Box<dyn std::error::Error>> {
        let (server, _) = x11rb::connect(None)?;
        // Suspending came with version 1.1 of the extension.
        server.screensaver_query_version(1, 1)?.reply()?;
        server.screensaver_suspend(1)?.check()?;
        server.flush()?;
        Ok(Box::new(server))
    }
}
