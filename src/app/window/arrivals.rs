//! One window a user and data folder (SCREENS 4.7): what a second start hands over to this one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui::{Context, UserAttentionType, ViewportCommand, ViewportId};

use crate::app::App;
use crate::platform::instance::{self, Claim, HandOver, Instance};
use crate::platform::log;
use crate::station::DataFolder;
use crate::ui::screens::packs::PacksCommand;
use crate::ui::{Screen, ScreenCommand};
use crate::words::{self, Code, Words, shown_path};

/// The most hand-overs that wait between two frames.
const MAX_WAITING: usize = 16;

/// What other starts hand over, and the window to wake for it.
#[derive(Clone, Debug)]
pub struct Arrivals {
    waiting: Receiver<HandOver>,
    /// One was lost, as too many wait.
    lost: Arc<AtomicBool>,
    window: Arc<Mutex<Option<Context>>>,
}

impl Arrivals {
    /// Sets the window that is woken.
    pub(in crate::app) fn wake(&self, ctx: &Context) {
        *self.window.lock().unwrap_or_else(PoisonError::into_inner) = Some(ctx.clone());
    }
}

/// What this start of the program does.
pub(in crate::app) enum Start {
    /// It opens the window, and keeps the right to it.
    Window(Option<(Instance, Arrivals)>),
    /// The window that is open has what was handed over.
    HandedOver,
}

/// Claims the window of this user and data folder, to inspect this file.
pub(in crate::app) fn claim(data_dir: Option<&Path>, file: Option<&Path>) -> Result<Start, Words> {
    let Ok(folder) = DataFolder::resolve(data_dir) else {
        // The window shows what is wrong with it.
        return Ok(Start::Window(None));
    };
    let file = file.map(std::path::absolute);
    let hand_over = HandOver {
        file: file.and_then(Result::ok),
    };
    match instance::claim(folder.path(), folder.personal(), &hand_over) {
        Ok(Claim::HandedOver) => Ok(Start::HandedOver),
        Ok(Claim::NoAnswer) => Err(no_answer()),
        Ok(Claim::First(instance)) => {
            let (arrived, waiting) = bounded(MAX_WAITING);
            let window: Arc<Mutex<Option<Context>>> = Arc::default();
            let to_wake = Arc::clone(&window);
            let lost = Arc::new(AtomicBool::new(false));
            let note_lost = Arc::clone(&lost);
            let listening = instance.listen(move |hand_over| {
                if arrived.try_send(hand_over).is_err() {
                    log::warning!("what another start handed over was lost");
                    note_lost.store(true, Ordering::Relaxed);
                }
                let window = to_wake.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(ctx) = &*window {
                    ctx.request_repaint_of(ViewportId::ROOT);
                }
            });
            let arrivals = Arrivals {
                waiting,
                lost,
                window,
            };
            Ok(Start::Window(
                listening.is_ok().then_some((instance, arrivals)),
            ))
        }
        // Without a private folder open windows cannot be detected: better two than none.
        Err(_) => Ok(Start::Window(None)),
    }
}

fn no_answer() -> Words {
    Words::new(
        Code::Busy,
        "Muster is open already, but does not answer.",
        "Look for its window. If it is stuck, end it (on Windows in the Task Manager), then start \
         Muster again: what was recorded is kept, and a briefing under way can be continued.",
    )
}

impl App {
    /// Shows this window, and inspects what was handed over.
    pub(in crate::app) fn take_arrivals(&mut self, ctx: &Context) {
        let arrivals = self.arrivals.clone();
        let arrived = arrivals
            .iter()
            .flat_map(|arrivals| arrivals.waiting.try_iter());
        for HandOver { file } in arrived {
            for command in [
                ViewportCommand::Visible(true),
                ViewportCommand::Minimized(false),
                ViewportCommand::Focus,
                // Where a program may not put itself in front, as on Wayland, it is marked.
                ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
            ] {
                ctx.send_viewport_cmd_to(ViewportId::ROOT, command);
            }
            if let Some(file) = file {
                self.inspect_or_keep_file(file);
            }
        }
        if arrivals.is_some_and(|arrivals| arrivals.lost.swap(false, Ordering::Relaxed)) {
            self.say(words::queue_full());
        }
        self.inspect_given_file();
    }

    /// A briefing is not disturbed: what was handed over waits until it is left.
    fn inspect_or_keep_file(&mut self, file: PathBuf) {
        if self.model.screen == Screen::Briefing {
            self.say(Words::new(
                Code::Busy,
                format!("{} waits until this briefing is left.", shown_path(&file)),
                "It is looked at on the Packs screen then.",
            ));
        }
        self.file_to_open = Some(file);
    }

    /// Looks at the file that was named when Muster was started, or since, once that can be done.
    pub(in crate::app) fn inspect_given_file(&mut self) {
        if self.model.screen == Screen::Briefing || self.screens.is_none() {
            return;
        }
        if let (Some(file), Some(screens)) = (self.file_to_open.take(), &mut self.screens) {
            screens.execute(ScreenCommand::Packs(PacksCommand::Inspect(file)), None);
            self.model.screen = Screen::Packs;
        }
    }
}
