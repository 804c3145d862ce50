//! The handle on one medium that plays, and the threads behind it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::player::decoder::Threads;
use crate::player::playback_state::{PlaybackState, gain};
use crate::player::shared::{Shared, Wake};
use crate::player::watchdog::WatchedSource;
use crate::player::{
    MediaInfo, MediaSource, MediaTime, Notice, Options, Picture, PlayerError, Speed, State,
    audio_thread, clock, open_media, playback_watchdog, video_thread,
};

/// One medium that plays. Every call returns at once; reading, decoding and sound run on threads
/// of their own, which end soon after this is dropped (PLAYER section 7).
pub struct Player {
    shared: Arc<Shared>,
    loudness: Mutex<Options>,
}

impl Player {
    /// Opens a medium and begins to play it. `wake` is called when there is something new.
    #[must_use]
    pub fn open(source: Arc<dyn MediaSource>, options: Options, wake: Wake) -> Self {
        Self::open_on(source, options, None, wake)
    }

    /// The same, with the id of the sound device that was chosen.
    #[must_use]
    pub fn open_on(
        source: Arc<dyn MediaSource>,
        options: Options,
        output: Option<String>,
        wake: Wake,
    ) -> Self {
        let mut state = PlaybackState::new(options);
        state.output = output;
        let shared = Arc::new(Shared::new(state, wake));
        let source = WatchedSource::new(Box::new(source));
        let (thread_shared, thread_source) = (Arc::clone(&shared), source.clone());
        spawn("pictures", &shared, move || {
            run(&thread_shared, &thread_source);
        });
        let thread_shared = Arc::clone(&shared);
        spawn("watch", &shared, move || {
            playback_watchdog::run(&thread_shared, &source);
        });
        Self {
            shared,
            loudness: Mutex::new(options),
        }
    }

    /// What the medium holds, once that is known.
    #[must_use]
    pub fn info(&self) -> Option<MediaInfo> {
        self.shared.lock_state().info()
    }

    /// What the player is doing.
    #[must_use]
    pub fn state(&self) -> State {
        self.shared.lock_state().state(clock::now())
    }

    /// What is heard and seen now.
    #[must_use]
    pub fn position(&self) -> MediaTime {
        self.shared.lock_state().position(clock::now())
    }

    /// Goes on; from the beginning if the end was reached.
    pub fn play(&self) {
        self.change(|state| state.play(clock::now()));
    }

    /// Stands still.
    pub fn pause(&self) {
        self.change(|state| state.pause(clock::now()));
    }

    /// Goes to the picture that is due at `to`, exactly. A newer seek supersedes one under way;
    /// playing goes on, paused stays paused.
    pub fn seek(&self, to: MediaTime) {
        self.change(|state| state.seek(to, clock::now()));
    }

    /// Shows the picture that is due at `to`, or at first one near it, while the slider is held:
    /// nothing is heard and nothing runs until the [`seek`](Self::seek) with which it is let go.
    pub fn scrub(&self, to: MediaTime) {
        self.change(|state| state.scrub(to, clock::now()));
    }

    /// Another sound device, by its id; nothing for the system's own choice. Where it is not there
    /// the system's own choice plays until it is.
    pub fn set_output(&self, output: Option<String>) {
        self.change(|state| state.output = output);
    }

    /// Plays faster or slower, the pitch kept.
    pub fn set_speed(&self, speed: Speed) {
        self.change(|state| state.set_speed(speed, clock::now()));
    }

    /// How fast it plays.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.shared.lock_state().speed
    }

    /// From silent (0) to as recorded (1).
    pub fn set_volume(&self, volume: f32) {
        self.set_loudness(|options| options.volume = volume);
    }

    /// Whether nothing is heard, whatever the volume.
    pub fn set_muted(&self, muted: bool) {
        self.set_loudness(|options| options.muted = muted);
    }

    /// Pictures are made no larger than twice this, in pixels: what shows them scales the rest.
    pub fn set_display_size(&self, width: u32, height: u32) {
        self.change(|state| state.set_display(width, height));
    }

    /// The picture that is due now; the last one stays at the end.
    #[must_use]
    pub fn picture(&self) -> Option<Arc<Picture>> {
        self.shared.lock_state().picture(clock::now())
    }

    /// How long until there is something else to show; `None` if nothing changes by itself.
    #[must_use]
    pub fn next_picture_in(&self) -> Option<Duration> {
        self.shared.lock_state().next_picture_in(clock::now())
    }

    /// Whether it would play if the file could be read: nothing has come from it for a second.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.shared.lock_state().is_waiting(clock::now())
    }

    /// Whether anybody could see the pictures: of a hidden window none counts as dropped
    /// (PLAYER 6.13).
    pub fn set_watched(&self, watched: bool) {
        self.shared.lock_state().watched = watched;
    }

    /// What did not go as it should, in the order in which it happened.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.shared.lock_state().notices()
    }

    /// How many pictures came too late to be shown.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.lock_state().dropped()
    }

    /// The stretches that were played since this was last asked.
    #[must_use]
    pub fn take_played(&self) -> Vec<(MediaTime, MediaTime)> {
        self.shared.lock_state().take_played(clock::now())
    }

    /// Whether the end was ever reached.
    #[must_use]
    pub fn reached_end(&self) -> bool {
        self.shared.lock_state().reached_end(clock::now())
    }

    fn change(&self, change: impl FnOnce(&mut PlaybackState)) {
        change(&mut self.shared.lock_state());
        self.shared.notify();
    }

    fn set_loudness(&self, change: impl FnOnce(&mut Options)) {
        let mut options = self.loudness.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut options);
        self.shared.lock_state().set_gain(gain(&options));
    }
}

impl Drop for Player {
    /// Tells the threads to end and does not wait for it (PLAYER 7.5): a sound device may take its
    /// time.
    fn drop(&mut self) {
        self.change(|state| {
            state.pause(clock::now());
            state.closed = true;
        });
    }
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player").finish_non_exhaustive()
    }
}

/// Starts a thread (PLAYER 7.1); if the system refuses, the medium cannot be played.
fn spawn(name: &str, shared: &Shared, body: impl FnOnce() + Send + 'static) {
    #[expect(
        clippy::disallowed_methods,
        reason = "decoding and sound have threads of their own"
    )]
    let started = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body);
    if let Err(error) = started {
        shared.fail(PlayerError::Read(error));
    }
}

/// Opens the medium, then decodes its pictures; its sound on another thread.
fn run(shared: &Arc<Shared>, source: &dyn MediaSource) {
    let opened = match open_media::open(source, Threads::default()) {
        Ok(opened) => opened,
        Err(error) => return shared.fail(error),
    };
    {
        let mut state = shared.lock_state();
        if !state.is_opening() {
            // It was given up, or nobody wants it any more.
            return;
        }
        state.opened(opened.info);
        if let Some(error) = opened.sound_refused {
            state.notice(Notice::SoundUndecodable(error.to_string()));
        }
    }
    shared.wake();
    if let Some(sound) = opened.sound {
        let thread_shared = Arc::clone(shared);
        spawn("sound", shared, move || {
            audio_thread::run(&thread_shared, sound);
        });
    }
    if let Some(pictures) = opened.pictures
        && let Err(error) = video_thread::run(shared, pictures)
    {
        shared.fail(error);
    }
}
