//! Detects sticks that are plugged in and removed. Systems announce that in different ways, so the
//! places where sticks appear are polled, which is cheap.

use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use crate::platform::places::{Place, Sticks};

/// Nobody waits longer for a stick that was put in.
const POLL_INTERVAL: Duration = Duration::from_millis(700);

/// Looks until it is dropped.
pub struct Watch {
    _end: Sender<()>,
}

impl Watch {
    /// Calls `changed` with the sticks that are in: at first, and whenever they are others.
    pub fn start(sticks: Sticks, changed: impl Fn(Vec<Place>) + Send + 'static) -> Self {
        let (end, ended) = bounded::<()>(0);
        let watch = move || {
            Sticks::ask_no_questions();
            let mut before = None;
            loop {
                let now = sticks.find();
                if before.as_ref() != Some(&now) {
                    changed(now.clone());
                    before = Some(now);
                }
                match ended.recv_timeout(POLL_INTERVAL) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        };
        #[expect(clippy::disallowed_methods, reason = "platform may start threads")]
        let _without = std::thread::Builder::new()
            .name("sticks".to_owned())
            .spawn(watch);
        // Where no thread can be had, "Look again" still looks.
        Self { _end: end }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::{Sticks, Watch, bounded};

    #[test]
    fn a_stick_is_noticed_when_it_comes_and_when_it_goes() {
        let world = tempfile::tempdir().expect("a folder");
        let stick = world.path().join("MUSTER");
        let (sender, changes) = bounded(8);
        let _watch = Watch::start(Sticks::only(vec![stick.clone()]), move |places| {
            let paths: Vec<PathBuf> = places.into_iter().map(|place| place.path).collect();
            let _ = sender.send(paths);
        });
        let next = || {
            changes
                .recv_timeout(Duration::from_mins(1))
                .expect("noticed")
        };
        assert_eq!(next(), Vec::<PathBuf>::new());
        std::fs::create_dir(&stick).expect("in");
        assert_eq!(next(), std::slice::from_ref(&stick));
        std::fs::remove_dir(&stick).expect("out");
        assert_eq!(next(), Vec::<PathBuf>::new());
    }
}
