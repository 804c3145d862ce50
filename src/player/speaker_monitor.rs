//! Decoded sound on its way to the speakers, in a bounded buffer, with the clock that it leads; whether the
//! device still asks for it.
//!
//! The sound device's callback calls [`SpeakerMonitor::fill`]; everything else of the player hands in and
//! asks. Nothing here waits, and no time is read: tests hand it in (PLAYER 7.4, 7.6).

use std::collections::VecDeque;
use std::time::Duration;

use crate::player::clock::Clock;
use crate::player::sound::after_frames;
use crate::player::tempo;
use crate::player::{MediaTime, Speed};

/// How many frames it takes from silence to full volume, so that nothing clicks (PLAYER 5.12):
/// 10 ms at 48 kHz.
const RAMP_FRAMES: f32 = 480.0;
/// A device that does not ask for this long is gone (PLAYER 5.9): some sleep for two seconds at
/// first.
const GONE_AFTER: Duration = Duration::from_secs(3);
/// While something plays it is checked more often than this.
const MAX_CHECK_GAP: Duration = Duration::from_millis(500);
/// One that fails, and does not ask for this long, is gone (PLAYER 5.9).
const FAILING_AFTER: Duration = Duration::from_millis(500);
/// For so long after it joined a clock that ran, sound that lags by more than 60 ms is left out
/// (PLAYER 5.4).
const JOINING_PERIOD: Duration = Duration::from_secs(3);
/// See [`JOINING_PERIOD`].
const MAX_JOIN_LAG_NANOS: i64 = 60_000_000;
/// At other times the pictures wait for sound that lags, but not for longer than this: 300 ms
/// (PLAYER 5.4). A device that slept makes up for it by what is left out.
const MAX_LAG_NANOS: i64 = 300_000_000;
/// A device that takes longer to begin is not waited for; sound joins when it does (PLAYER 5.3).
const MAX_START_WAIT: Duration = Duration::from_millis(300);

/// Sound under way, and the clock.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; all combinations occur"
)]
#[derive(Debug)]
pub struct SpeakerMonitor {
    /// Leads the pictures.
    pub clock: Clock,
    /// Left and right by turns, at the device's rate.
    buffer: VecDeque<f32>,
    /// Where `taken` counts from.
    base: MediaTime,
    taken: usize,
    rate: u32,
    /// The speed at `base`.
    speed: Speed,
    /// From which frame behind `base` on the speed is another.
    speed_changes: VecDeque<(usize, Speed)>,
    /// The last frames of the buffer fade out: so many of what is handed in next are added.
    overlap: usize,
    /// Whether sound is to be heard.
    playing: bool,
    /// The buffer's beginning has yet to be brought to where the clock is.
    adrift: bool,
    /// It joined a clock that ran already.
    joined: bool,
    /// No more will be handed in.
    complete: bool,
    /// How loud it is to be.
    pub volume: f32,
    gain: f32,
    /// When the device last asked for samples.
    requested_at: Duration,
    /// When it was last checked whether it did.
    checked_at: Duration,
    /// How long it did not ask, as far as that was checked.
    silence: Duration,
    /// When playing began.
    began_at: Duration,
    /// The device gave up.
    lost: bool,
}

impl SpeakerMonitor {
    /// Nothing under way; the clock stands at `at`.
    #[must_use]
    pub fn new(at: MediaTime, volume: f32) -> Self {
        Self {
            clock: Clock::new(at, Speed::NORMAL),
            buffer: VecDeque::new(),
            base: at,
            taken: 0,
            rate: 48_000,
            speed: Speed::NORMAL,
            speed_changes: VecDeque::new(),
            overlap: 0,
            playing: false,
            adrift: false,
            joined: false,
            complete: false,
            volume,
            gain: volume,
            requested_at: Duration::ZERO,
            checked_at: Duration::ZERO,
            silence: Duration::ZERO,
            began_at: Duration::ZERO,
            lost: false,
        }
    }

    /// Forgets what is under way; what is handed in next begins at `at`, at this rate and speed.
    pub fn begin(&mut self, at: MediaTime, rate: u32, speed: Speed) {
        self.buffer.clear();
        self.base = at;
        self.taken = 0;
        self.rate = rate.max(1);
        self.speed = speed;
        self.speed_changes.clear();
        self.overlap = 0;
        self.complete = false;
        self.adrift = true;
    }

    /// The time of a frame behind `base`.
    fn time_of(&self, frame: usize) -> MediaTime {
        let (mut at, mut from, mut speed) = (self.base, 0, self.speed);
        for (change_at, next) in &self.speed_changes {
            if frame <= *change_at {
                break;
            }
            at = self.after(at, change_at - from, speed);
            (from, speed) = (*change_at, *next);
        }
        self.after(at, frame.saturating_sub(from), speed)
    }

    fn after(&self, at: MediaTime, frames: usize, speed: Speed) -> MediaTime {
        let nanos = after_frames(MediaTime::ZERO, frames, self.rate).0;
        MediaTime(at.0.saturating_add(speed.media(nanos)))
    }

    /// How many frames the device plays from one time of the medium to the other.
    fn frames_between(&self, from: MediaTime, to: MediaTime) -> usize {
        let nanos = self.speed.nanos(to.0.saturating_sub(from.0));
        crate::player::sound::frames_between(MediaTime::ZERO, MediaTime(nanos), self.rate)
    }

    /// The time of the next frame that the device gets.
    #[must_use]
    pub fn head(&self) -> MediaTime {
        self.time_of(self.taken)
    }

    /// The time of the next frame to be handed in.
    #[must_use]
    pub fn tail(&self) -> MediaTime {
        self.time_of(self.taken + self.frames())
    }

    /// How many frames are under way.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.buffer.len() / 2
    }

    /// Hands in the next frames.
    pub fn push(&mut self, samples: &[f32]) {
        // What the device took meanwhile of those that fade out is past for the new ones, too.
        let overlap = std::mem::take(&mut self.overlap);
        let left = overlap.min(self.frames());
        let samples = samples.get((overlap - left) * 2..).unwrap_or_default();
        let first = self.buffer.len() - left * 2;
        for (old, new) in self.buffer.iter_mut().skip(first).zip(samples) {
            *old += new;
        }
        self.buffer
            .extend(samples.get(left * 2..).unwrap_or_default());
    }

    /// Keeps the next frames that the device gets and lets what is behind them fade out: what is
    /// handed in next is of another speed, fades in, and begins at the time that this returns.
    pub fn change_speed(&mut self, keep: usize, speed: Speed) -> MediaTime {
        let keep = keep.min(self.frames());
        let whole = tempo::Tempo::fade_frames(self.rate);
        let fading = whole.min(self.frames() - keep);
        self.buffer.truncate((keep + fading) * 2);
        for (number, sample) in self.buffer.iter_mut().skip(keep * 2).enumerate() {
            *sample *= 1.0 - tempo::fade(number / 2, whole);
        }
        let change_at = self.taken + keep;
        let at = self.time_of(change_at);
        self.speed_changes.retain(|(before, _)| *before < change_at);
        self.speed_changes.push_back((change_at, speed));
        self.overlap = fading;
        self.complete = false;
        at
    }

    /// Nothing follows.
    pub fn complete(&mut self) {
        self.complete = true;
    }

    /// Whether nothing follows and all of it went to the device.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.complete && self.buffer.is_empty()
    }

    /// Lets sound be heard from where the clock stands. The clock runs once the device asks.
    pub fn play(&mut self, now: Duration) {
        self.playing = true;
        self.requested_at = now;
        self.began_at = now;
        self.joined = self.clock.runs();
    }

    /// No sound from now on; the clock stands.
    pub fn pause(&mut self, now: Duration) {
        self.playing = false;
        self.clock.hold(now);
    }

    /// A device was opened, and is to ask.
    pub fn expect(&mut self, now: Duration) {
        self.requested_at = now;
    }

    /// The device failed. A sound server that has only just taken the stream may fail for a moment
    /// and play on; one that goes on failing without asking is gone.
    pub fn fail(&mut self, now: Duration) {
        if now.saturating_sub(self.requested_at) > FAILING_AFTER {
            self.lose(now);
        }
    }

    /// Whether the device has not asked for so long that it must be gone. Where the whole program
    /// was held up, the device was too: of the time between two looks only so much counts.
    pub fn is_stuck(&mut self, now: Duration) -> bool {
        if self.requested_at >= self.checked_at {
            self.silence = Duration::ZERO;
        }
        let since = now.saturating_sub(self.requested_at.max(self.checked_at));
        self.silence += since.min(MAX_CHECK_GAP);
        self.checked_at = now;
        self.playing && self.silence > GONE_AFTER
    }

    /// Lets the clock run if the device is slow to begin.
    pub fn nudge(&mut self, now: Duration) {
        let waited = now.saturating_sub(self.began_at);
        if self.playing && !self.clock.runs() && waited > MAX_START_WAIT {
            self.clock.run(now);
            self.adrift = true;
            self.joined = true;
            self.began_at = now;
        }
    }

    /// The device is gone, which is to be found out; the clock goes on alone.
    pub fn lose(&mut self, now: Duration) {
        self.lost = true;
        self.go_on_alone(now);
    }

    /// The clock goes on without sound.
    pub fn go_on_alone(&mut self, now: Duration) {
        if self.playing {
            self.playing = false;
            self.clock.run(now);
        }
    }

    /// Whether the device is gone; forgets it.
    pub fn take_lost(&mut self) -> bool {
        std::mem::take(&mut self.lost)
    }

    /// The device asks, now, for what is heard at `heard_at`: `out` is `channels` interleaved.
    pub fn fill(&mut self, out: &mut [f32], channels: usize, heard_at: Duration, now: Duration) {
        out.fill(0.0);
        self.requested_at = now;
        if !self.playing || channels == 0 || self.is_over() {
            return;
        }
        if self.buffer.is_empty() {
            // Too slow: the clock goes on, and what comes too late is left out.
            self.adrift |= self.clock.runs();
            return;
        }
        let mut silence = 0;
        if self.clock.runs() && (self.adrift || self.lags(heard_at, now)) {
            let due = self.clock.at(heard_at);
            let late = self.frames_between(self.head(), due).min(self.frames());
            let before = self.speed;
            self.take(late);
            if self.speed != before {
                self.clock.change_speed(heard_at, self.speed);
            }
            silence = self.frames_between(due, self.head());
            if self.buffer.is_empty() {
                return;
            }
        } else {
            self.clock.sync_to_sound(self.head(), heard_at);
        }
        self.adrift = false;
        self.change_clock_speed(out.len() / channels, silence, heard_at);
        let frames = out.chunks_exact_mut(channels).skip(silence);
        let mut taken = 0;
        for (frame, sound) in frames.zip(self.buffer.as_slices_pairs()) {
            let step = 1.0 / RAMP_FRAMES;
            self.gain += (self.volume - self.gain).clamp(-step, step);
            let (left, right) = (sound.0 * self.gain, sound.1 * self.gain);
            match frame {
                [only] => *only = f32::midpoint(left, right),
                [first, second, ..] => (*first, *second) = (left, right),
                [] => {}
            }
            taken += 1;
        }
        self.take(taken);
    }

    /// Whether it lags so far behind a clock that runs that the pictures do not wait: a device
    /// that begins says only little by little how long it takes, and some sleep.
    fn lags(&self, heard_at: Duration, now: Duration) -> bool {
        let late = self.clock.at(heard_at).0.saturating_sub(self.head().0);
        let new = now.saturating_sub(self.began_at) < JOINING_PERIOD;
        match (new, self.joined) {
            (true, true) => late > MAX_JOIN_LAG_NANOS,
            // The first words are worth waiting for.
            (true, false) => false,
            (false, _) => late > MAX_LAG_NANOS,
        }
    }

    /// The clock takes another speed over when it is heard.
    fn change_clock_speed(&mut self, frames: usize, silence: usize, heard_at: Duration) {
        let after = self.taken + frames;
        for (change_at, speed) in self
            .speed_changes
            .iter()
            .filter(|(change_at, _)| *change_at <= after)
        {
            let later = change_at.saturating_sub(self.taken) + silence;
            let nanos = after_frames(MediaTime::ZERO, later, self.rate).0;
            let later = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
            self.clock.change_speed(heard_at + later, *speed);
        }
    }

    fn take(&mut self, frames: usize) {
        self.buffer.drain(..(frames * 2).min(self.buffer.len()));
        self.taken += frames;
        while let Some((change_at, speed)) = self.speed_changes.front().copied()
            && change_at <= self.taken
        {
            self.base = self.time_of(change_at);
            self.speed = speed;
            self.taken -= change_at;
            self.speed_changes.pop_front();
            for (later, _) in &mut self.speed_changes {
                *later -= change_at;
            }
        }
    }
}

/// Stereo frames of a buffer.
trait Pairs {
    fn as_slices_pairs(&self) -> impl Iterator<Item = (f32, f32)>;
}

impl Pairs for VecDeque<f32> {
    fn as_slices_pairs(&self) -> impl Iterator<Item = (f32, f32)> {
        self.iter()
            .step_by(2)
            .zip(self.iter().skip(1).step_by(2))
            .map(|(left, right)| (*left, *right))
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small whole numbers are exact"
)]
mod tests;
