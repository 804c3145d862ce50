//! The thread that decodes sound and keeps the sound device (PLAYER 7.1).

use std::sync::MutexGuard;
use std::time::Duration;

use crate::player::output::{self, Output};
use crate::player::playback_state::{PlaybackState, Readiness};
use crate::player::resample::Resampler;
use crate::player::shared::Shared;
use crate::player::sound::{Block, Sound};
use crate::player::tempo::Tempo;
use crate::player::{MediaTime, Notice, PlayerError, Speed, clock};

/// How often a device is looked for where there is none (PLAYER 5.8), or the chosen one
/// (PLAYER 5.11).
const DEVICE_RETRY: Duration = Duration::from_secs(3);
/// How soon after one was lost (PLAYER 5.9).
const RETRY_AFTER_LOSS: Duration = Duration::from_millis(300);
/// Sound under way is kept between these, in frames a second divided by: half a second
/// (PLAYER 5.5), and a fifth of one to begin with (PLAYER 5.3).
const FULL_DIVISOR: u32 = 2;
const READY_DIVISOR: u32 = 5;
/// Where the speed changes, so much of what is under way stays: a twentieth of a second, in which
/// the first of the new speed is made (PLAYER 5.14).
const KEPT_DIVISOR: u32 = 20;
/// How often a full buffer is looked at.
const REFILL_INTERVAL: Duration = Duration::from_millis(100);
/// A device that is opened while the clock runs gets sound from this much later on.
const JOIN_AHEAD_NANOS: i64 = 50_000_000;

/// Decodes until the player is dropped or the sound turns out not to be decodable.
pub(crate) fn run(shared: &Shared, sound: Sound) {
    let mut thread = AudioThread {
        sound,
        output: None,
        resampler: None,
        tempo: Tempo::new(MediaTime::ZERO, 48_000, Speed::NORMAL),
        current_seek: None,
        decoded: false,
        ended: false,
        next_device_check: Duration::ZERO,
        requested_device: None,
    };
    while let Some(next) = thread.step(shared) {
        if let Err(error) = next {
            let mut state = shared.lock_state();
            if state.sound_given_up {
                return;
            }
            state.notice(Notice::SoundUndecodable(error.to_string()));
            state.sound_absent(clock::now());
            drop(state);
            shared.notify();
            shared.wake();
            return;
        }
    }
}

struct AudioThread {
    sound: Sound,
    output: Option<Output>,
    resampler: Option<Resampler>,
    tempo: Tempo,
    /// The seek that is being decoded for.
    current_seek: Option<u64>,
    /// All of it was decoded.
    decoded: bool,
    /// All of it was handed in.
    ended: bool,
    /// When to look for a device again, or for the chosen one.
    next_device_check: Duration,
    /// The device that was asked for last.
    requested_device: Option<String>,
}

impl AudioThread {
    /// Does one thing that is to be done, or waits for one; `None` when the player was dropped.
    fn step(&mut self, shared: &Shared) -> Option<Result<(), PlayerError>> {
        let mut state = shared.lock_state();
        if state.closed || state.sound_given_up {
            return None;
        }
        let now = clock::now();
        state.sound_worked = now;
        if state.speaker().take_lost() {
            state.notice(Notice::SoundLost);
            state.sound_absent(now);
            drop(state);
            self.output = None;
            self.next_device_check = now + RETRY_AFTER_LOSS;
            shared.notify();
            shared.wake();
            return Some(Ok(()));
        }
        let Some(output) = &self.output else {
            if now < self.next_device_check && self.requested_device == state.output {
                let wait = self.next_device_check.saturating_sub(now);
                drop(shared.wait(state, wait.min(Duration::from_millis(200))));
                return Some(Ok(()));
            }
            drop(state);
            return Some(self.open_device(shared));
        };
        let rate = output.rate;
        if self.requested_device != state.output {
            // Another was chosen: the pictures go on alone for the moment that it takes.
            state.sound_absent(now);
            drop(state);
            self.output = None;
            return Some(Ok(()));
        }
        if !output.is_wanted && now >= self.next_device_check {
            self.next_device_check = now + DEVICE_RETRY;
            drop(state);
            self.switch_to_chosen_device(shared, rate);
            return Some(Ok(()));
        }
        if state.scrubbing {
            // Nothing is heard until the slider is let go.
            drop(shared.wait(state, Duration::from_millis(200)));
            return Some(Ok(()));
        }
        if self.current_seek != Some(state.seeks) {
            self.current_seek = Some(state.seeks);
            let mut target = state.target;
            if state.speaker().clock.runs() {
                target = MediaTime(state.position(now).0.saturating_add(JOIN_AHEAD_NANOS));
            }
            state.speaker().begin(target, rate, state.speed);
            self.tempo = Tempo::new(target, rate, state.speed);
            drop(state);
            (self.decoded, self.ended) = (false, false);
            self.resampler = None;
            return Some(self.seek(shared, target));
        }
        if self.tempo.speed() != state.speed {
            let keep = usize::try_from(rate / KEPT_DIVISOR).unwrap_or(0);
            let speed = state.speed;
            let at = state.speaker().change_speed(keep, speed);
            drop(state);
            self.tempo.change_speed(at, speed);
            self.ended = false;
            return Some(Ok(()));
        }
        let full = usize::try_from(rate / FULL_DIVISOR).unwrap_or(usize::MAX);
        if self.ended || state.speaker().frames() >= full {
            let wait = if self.ended {
                Duration::from_millis(500)
            } else {
                REFILL_INTERVAL
            };
            drop(shared.wait(state, wait));
            return Some(Ok(()));
        }
        let head = state.speaker().head();
        drop(state);
        self.tempo.forget(head);
        if let Some(samples) = self.tempo.pull() {
            self.push_samples(shared, &samples, rate);
        } else if self.decoded {
            self.complete(shared);
        } else {
            match self.next_block(shared, head) {
                Ok(Some(block)) => match self.resample(block, rate) {
                    Ok(block) => self.tempo.push(block.at, &block.samples),
                    Err(error) => return Some(Err(error)),
                },
                Ok(None) => {
                    self.tempo.finish();
                    self.decoded = true;
                }
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(()))
    }

    /// Looks for a device; without one, the pictures go on alone.
    fn open_device(&mut self, shared: &Shared) -> Result<(), PlayerError> {
        let (speaker, at) = {
            let mut state = shared.lock_state();
            self.requested_device.clone_from(&state.output);
            (state.share_speaker(), state.position(clock::now()))
        };
        // The device is opened at the rate of the sound, which its first block tells.
        self.seek(shared, at)?;
        let rate = self
            .next_block(shared, at)?
            .map_or(48_000, |block| block.rate);
        let opened = output::open(rate, &speaker, self.requested_device.as_deref());
        let now = clock::now();
        if let Ok(output) = opened {
            self.next_device_check = now + DEVICE_RETRY;
            shared.lock_state().output_found(output.is_wanted);
            shared.wake();
            self.output = Some(output);
            // Whatever was prepared was for another device.
            self.current_seek = None;
        } else {
            self.next_device_check = now + DEVICE_RETRY;
            let mut state = shared.lock_state();
            if state.sound_readiness() != Readiness::Absent {
                state.notice(Notice::NoSoundDevice);
                state.sound_absent(now);
                drop(state);
                shared.notify();
                shared.wake();
            }
        }
        Ok(())
    }

    fn seek(&mut self, shared: &Shared, to: MediaTime) -> Result<(), PlayerError> {
        watched(shared, to, || self.sound.seek(to))
    }

    /// The next stretch of sound, which is near `at`.
    fn next_block(&mut self, shared: &Shared, at: MediaTime) -> Result<Option<Block>, PlayerError> {
        watched(shared, at, || self.sound.next_block())
    }

    /// Switches to the chosen device once it is there; until then nothing is interrupted.
    fn switch_to_chosen_device(&mut self, shared: &Shared, rate: u32) {
        let speaker = shared.lock_state().share_speaker();
        let chosen = self.requested_device.as_deref();
        if let Some(output) = chosen.and_then(|id| output::open_chosen(rate, &speaker, id)) {
            let mut state = shared.lock_state();
            state.sound_absent(clock::now());
            state.output_found(true);
            drop(state);
            self.output = Some(output);
            self.current_seek = None;
            shared.wake();
        }
    }

    fn push_samples(&self, shared: &Shared, samples: &[f32], rate: u32) {
        let state = shared.lock_state();
        if self.current_seek != Some(state.seeks) {
            return;
        }
        state.speaker().push(samples);
        let enough = usize::try_from(rate / READY_DIVISOR).unwrap_or(usize::MAX);
        let waited_for = matches!(
            state.sound_readiness(),
            Readiness::Preparing | Readiness::Absent
        );
        if waited_for && state.speaker().frames() >= enough {
            report_ready(shared, state, false);
        }
    }

    fn complete(&mut self, shared: &Shared) {
        let state = shared.lock_state();
        if self.current_seek == Some(state.seeks) {
            self.ended = true;
            report_ready(shared, state, true);
        }
    }

    /// The block at the device's rate.
    fn resample(&mut self, block: Block, rate: u32) -> Result<Block, PlayerError> {
        if block.rate == rate {
            return Ok(block);
        }
        let resampler = match &mut self.resampler {
            Some(resampler) => resampler,
            None => self.resampler.insert(Resampler::new(block.rate, rate)?),
        };
        Ok(Block {
            at: block.at,
            rate,
            samples: resampler.resample(&block.samples)?,
        })
    }
}

/// Reads and decodes where the watch sees how long that takes (PLAYER 4.10).
fn watched<T>(shared: &Shared, at: MediaTime, decode: impl FnOnce() -> T) -> T {
    shared.lock_state().decodes_sound(Some((clock::now(), at)));
    let result = decode();
    shared.lock_state().decodes_sound(None);
    result
}

/// Reports that sound is ready, to the other threads and the window.
fn report_ready(shared: &Shared, mut state: MutexGuard<'_, PlaybackState>, complete: bool) {
    state.sound_ready(complete, clock::now());
    drop(state);
    shared.notify();
    shared.wake();
}
