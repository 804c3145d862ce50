//! The state of one playback, shared by its handle and its threads.
//!
//! Nothing here waits or reads the time (PLAYER 7.3, 7.6): every call is handed the time of the
//! monotonic clock, so that tests need no waiting.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::player::clock::Clock;
use crate::player::speaker_monitor::SpeakerMonitor;
use crate::player::{MediaInfo, MediaTime, Notice, Options, Picture, PlayerError, Speed, State};

/// The most pictures that wait decoded (PLAYER 6.1): an eighth of a second, and in 720p some 4 MB
/// each.
pub const MAX_WAITING: usize = 4;
/// While a medium without pictures plays, its position is checked this often.
const POSITION_STEP: Duration = Duration::from_millis(100);
/// While the sound device has been asked to begin and has not, its state is checked this often.
const BEGIN_STEP: Duration = Duration::from_millis(10);
/// How often it is checked whether a thread hangs in the file.
const STALL_STEP: Duration = Duration::from_millis(250);

/// How far pictures or sound are prepared since the last seek.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// There is none, or none that can be used: nothing waits for it.
    Absent,
    /// Not ready to begin.
    Preparing,
    /// Ready.
    Ready,
    /// All of it was decoded.
    Complete,
}

/// The state of one playback.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; most combinations occur"
)]
pub struct PlaybackState {
    /// The handle was dropped: threads end.
    pub closed: bool,
    /// Since when a picture is being decoded, and from where on the medium.
    decoding: Option<(Duration, MediaTime)>,
    /// The same of a stretch of sound.
    decoding_sound: Option<(Duration, MediaTime)>,
    /// Its sound hung and is not waited for any more: its thread ends where it comes back.
    pub sound_given_up: bool,
    /// The sound device that was chosen; nothing for the system's own choice.
    pub output: Option<String>,
    /// What keeps it from playing.
    failed: Option<Arc<PlayerError>>,
    info: Option<MediaInfo>,
    speaker: Arc<Mutex<SpeakerMonitor>>,
    /// Counts seeks: sound that was decoded for an earlier one is not wanted any more.
    pub seeks: u64,
    /// Counts those that the pictures have to follow: some lead to one that is decoded already.
    pub picture_seeks: u64,
    /// The slider is held: pictures follow it, nothing runs and nothing is heard.
    pub scrubbing: bool,
    /// Where the last seek goes.
    pub target: MediaTime,
    /// The speed that is wanted.
    pub speed: Speed,
    /// Playing is wanted.
    wanted: bool,
    /// Playing was begun and not stopped.
    running: bool,
    /// Somebody could see the pictures.
    pub watched: bool,
    /// When the threads last came on with their work.
    pub pictures_worked: Duration,
    /// See [`pictures_worked`](Self::pictures_worked).
    pub sound_worked: Duration,
    at_end: bool,
    reached_end: bool,
    pictures: Readiness,
    sound: Readiness,
    waiting: VecDeque<Arc<Picture>>,
    current: Option<Arc<Picture>>,
    /// The one before, whose memory serves again as soon as the window lets go of it.
    spent: Option<Arc<Picture>>,
    /// The number of the last picture that was handed out.
    last_taken_number: u64,
    numbered: u64,
    dropped: u64,
    display: (u32, u32),
    notices: Vec<Notice>,
    played: Vec<(MediaTime, MediaTime)>,
    played_from: MediaTime,
}

impl PlaybackState {
    /// A player that is about to open its medium.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let start = options.start.max(MediaTime::ZERO);
        Self {
            closed: false,
            decoding: None,
            decoding_sound: None,
            sound_given_up: false,
            output: None,
            failed: None,
            info: None,
            speaker: Arc::new(Mutex::new(SpeakerMonitor::new(start, gain(&options)))),
            seeks: 0,
            picture_seeks: 0,
            scrubbing: false,
            target: start,
            speed: Speed::NORMAL,
            wanted: !options.paused,
            running: false,
            watched: true,
            pictures_worked: Duration::ZERO,
            sound_worked: Duration::ZERO,
            at_end: false,
            reached_end: false,
            pictures: Readiness::Preparing,
            sound: Readiness::Preparing,
            waiting: VecDeque::new(),
            current: None,
            spent: None,
            last_taken_number: 0,
            numbered: 0,
            dropped: 0,
            display: (u32::MAX, u32::MAX),
            notices: Vec::new(),
            played: Vec::new(),
            played_from: start,
        }
    }

    /// Sound under way and the clock.
    pub fn speaker(&self) -> MutexGuard<'_, SpeakerMonitor> {
        self.speaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, to be shared with the sound device.
    #[must_use]
    pub fn share_speaker(&self) -> Arc<Mutex<SpeakerMonitor>> {
        Arc::clone(&self.speaker)
    }

    /// The medium was opened.
    pub fn opened(&mut self, info: MediaInfo) {
        self.target = self.target.min(info.duration);
        let clock = Clock::new(self.target, self.speed);
        self.speaker().clock = clock;
        if info.video.is_none() {
            self.pictures = Readiness::Absent;
        }
        if !info.has_sound {
            self.sound = Readiness::Absent;
        }
        self.info = Some(info);
    }

    /// The medium cannot be played, or not on. The first reason stays: what was given up fails later
    /// with another.
    pub fn fail(&mut self, error: PlayerError, now: Duration) {
        self.stop(now);
        self.failed.get_or_insert_with(|| Arc::new(error));
    }

    /// What the medium holds.
    #[must_use]
    pub fn info(&self) -> Option<MediaInfo> {
        self.info
    }

    /// What went wrong without ending it all.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.clone()
    }

    /// Pictures that came too late to be shown.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// What it is doing.
    pub fn state(&mut self, now: Duration) -> State {
        self.follow(now);
        match (&self.failed, self.info) {
            (Some(error), _) => State::Failed(Arc::clone(error)),
            (None, None) => State::Opening,
            (None, Some(_)) if self.at_end => State::Ended,
            (None, Some(_)) if self.wanted => State::Playing,
            (None, Some(_)) => State::Paused,
        }
    }

    /// Whether the end was ever reached.
    pub fn reached_end(&mut self, now: Duration) -> bool {
        self.follow(now);
        self.reached_end
    }

    /// What is heard and seen now.
    pub fn position(&mut self, now: Duration) -> MediaTime {
        self.follow(now);
        self.clock(now)
    }

    fn clock(&self, now: Duration) -> MediaTime {
        let at = self.speaker().clock.position(now);
        self.info.map_or(at, |info| at.min(info.duration))
    }

    /// Goes on; from the beginning if the end was reached (PLAYER 6.10).
    pub fn play(&mut self, now: Duration) {
        if self.at_end {
            self.seek(MediaTime::ZERO, now);
        }
        self.wanted = true;
        self.follow(now);
    }

    /// Stands still.
    pub fn pause(&mut self, now: Duration) {
        self.follow(now);
        self.wanted = false;
        self.stop(now);
    }

    /// Plays faster or slower. Where there is sound, its thread changes the speed; the clock follows when
    /// that is heard.
    pub fn set_speed(&mut self, speed: Speed, now: Duration) {
        self.follow(now);
        self.speed = speed;
        let mut speaker = self.speaker();
        if self.sound == Readiness::Absent || speaker.is_over() || !speaker.clock.runs() {
            speaker.clock.change_speed(now, speed);
        }
    }

    /// From silent (0) to as recorded (1).
    pub fn set_gain(&mut self, gain: f32) {
        self.speaker().volume = gain.clamp(0.0, 1.0);
    }

    /// Sound cannot be had from now on, or no more.
    pub fn sound_absent(&mut self, now: Duration) {
        self.sound = Readiness::Absent;
        let mut speaker = self.speaker();
        speaker.go_on_alone(now);
        speaker.clock.change_speed(now, self.speed);
        drop(speaker);
        self.follow(now);
    }

    /// Sound for the last seek is ready, up to its end if `complete`.
    pub fn sound_ready(&mut self, complete: bool, now: Duration) {
        self.sound = if complete {
            Readiness::Complete
        } else {
            Readiness::Ready
        };
        if complete {
            self.speaker().complete();
        }
        if self.running {
            // It comes back while the clock runs: it joins where that is.
            self.speaker().play(now);
        }
        self.follow(now);
    }

    /// Whether sound still has to be prepared, for a thread that looks again.
    #[must_use]
    pub fn sound_readiness(&self) -> Readiness {
        self.sound
    }

    /// Whether there is room for one more picture; shows those that are due meanwhile. If there
    /// is none, how long until there is.
    pub fn room(&mut self, now: Duration) -> Option<Duration> {
        self.follow(now);
        if self.waiting.len() < MAX_WAITING {
            return None;
        }
        let wait = if self.running {
            self.next_picture_in(now)
        } else {
            None
        };
        Some(wait.unwrap_or(Duration::from_secs(1)))
    }

    /// A picture for the last seek. Whether it is news to a window that sleeps until the next
    /// picture it knows of.
    pub fn push(&mut self, mut picture: Picture, now: Duration) -> bool {
        self.numbered += 1;
        picture.number = self.numbered;
        let picture = Arc::new(picture);
        let news = self.waiting.is_empty();
        if self.pictures == Readiness::Preparing {
            // The first one is shown at once, even if it is due a little later.
            self.pictures = Readiness::Ready;
            self.current = Some(picture);
        } else {
            self.waiting.push_back(picture);
        }
        self.follow(now);
        news
    }

    /// Memory for a picture, of one that was shown if there is any.
    pub fn spare(&mut self) -> Vec<u8> {
        let spent = self.spent.take().and_then(Arc::into_inner);
        spent.map(|picture| picture.rgba).unwrap_or_default()
    }

    /// There are no more pictures.
    pub fn pictures_complete(&mut self, now: Duration) {
        self.pictures = Readiness::Complete;
        self.follow(now);
    }

    /// A picture was decoded so late that it was not even made.
    pub fn count_dropped(&mut self) {
        self.dropped += u64::from(self.watched);
    }

    /// The picture that is due now (PLAYER 6.3).
    pub fn picture(&mut self, now: Duration) -> Option<Arc<Picture>> {
        self.follow(now);
        let current = self.current.clone();
        if let Some(picture) = &current {
            self.last_taken_number = picture.number;
        }
        current
    }

    /// How long until there is something else to show (PLAYER 6.2).
    pub fn next_picture_in(&mut self, now: Duration) -> Option<Duration> {
        self.follow(now);
        if !self.running {
            return self.is_about_to().then_some(STALL_STEP);
        }
        if !self.speaker().clock.runs() {
            return Some(BEGIN_STEP);
        }
        let at = self.clock(now);
        let until = |time: MediaTime| {
            let nanos = self.speed.nanos(time.0.saturating_sub(at.0));
            let nanos = u64::try_from(nanos).unwrap_or(0);
            // Woken a little too early, one would only have to wait again.
            Duration::from_nanos(nanos).max(Duration::from_millis(1))
        };
        let end = until(self.end());
        let next = match self.waiting.front() {
            Some(picture) => until(picture.at),
            None if self.pictures == Readiness::Absent => POSITION_STEP,
            None if self.pictures == Readiness::Ready => STALL_STEP,
            None => end,
        };
        Some(next.min(end))
    }

    /// Where it ends: as the container says, or where all that was in it is over.
    fn end(&self) -> MediaTime {
        let stated_end = self.info.map_or(MediaTime(i64::MAX), |info| info.duration);
        let speaker = self.speaker();
        let sound_over = self.sound == Readiness::Complete && speaker.is_over();
        if self.pictures == Readiness::Absent && sound_over {
            stated_end.min(speaker.tail())
        } else {
            stated_end
        }
    }

    /// Brings everything to where it is at this time.
    fn follow(&mut self, now: Duration) {
        if self.failed.is_some() || self.info.is_none() {
            return;
        }
        if self.is_about_to()
            && self.pictures != Readiness::Preparing
            && self.sound != Readiness::Preparing
            && !self.is_stalled(now)
        {
            self.start(now);
        }
        if self.running && self.is_stalled(now) {
            self.stop(now);
        }
        if self.running {
            let mut speaker = self.speaker();
            speaker.nudge(now);
            if speaker.is_stuck(now) {
                speaker.lose(now);
            }
        }
        let at = self.clock(now);
        while let Some(next) = self.waiting.front()
            && next.at <= at
        {
            if let Some(last) = &self.current
                && self.running
                && self.watched
                && last.number > self.last_taken_number
            {
                self.dropped += 1;
            }
            self.spent = std::mem::replace(&mut self.current, self.waiting.pop_front());
        }
        if self.running && at >= self.end() {
            self.stop(now);
            self.at_end = true;
            self.reached_end = true;
            while let Some(last) = self.waiting.pop_front() {
                self.current = Some(last);
            }
        }
    }

    fn start(&mut self, now: Duration) {
        self.running = true;
        let mut speaker = self.speaker();
        let from = speaker.clock.position(now);
        if self.sound == Readiness::Absent || speaker.is_over() {
            speaker.clock.run(now);
        } else {
            speaker.play(now);
        }
        drop(speaker);
        self.played_from = from;
    }

    fn stop(&mut self, now: Duration) {
        if self.running {
            self.note_played(now);
            self.running = false;
        }
        self.speaker().pause(now);
    }
}

/// How loud options make it.
#[must_use]
pub fn gain(options: &Options) -> f32 {
    if options.muted {
        0.0
    } else {
        options.volume.clamp(0.0, 1.0)
    }
}

mod hanging;
mod played;
mod seeking;
mod stall;
#[cfg(test)]
mod tests;
