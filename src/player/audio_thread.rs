//! The thread that decodes sound and keeps the sound device (PLAYER 7.1).

use std::sync::MutexGuard;
use std::time::Duration;

use crate::player::playback_state::{Deck, Side};
use crate::player::output::{self, Output};
use crate::player::playback::Shared;
use crate::player::resample::Resampler;
use crate::player::sound::{Block, Sound};
use crate::player::tempo::Tempo;
use crate::player::{MediaTime, Notice, PlayerError, Speed, clock};

/// How often a device is looked for where there is none (PLAYER 5.8), or the chosen one
/// (PLAYER 5.11).
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// How soon after one was lost (PLAYER 5.9).
const AFTER_LOSS: Duration = Duration::from_millis(300);
/// Sound under way is kept between these, in frames a second divided by: half a second
/// (PLAYER 5.5), and a fifth of one to begin with (PLAYER 5.3).
const FULL: u32 = 2;
const ENOUGH: u32 = 5;
/// Where the speed changes, so much of what is under way stays: a twentieth of a second, in which
/// the first of the new speed is made (PLAYER 5.14).
const UNTOUCHED: u32 = 20;
/// How often a full buffer is looked at.
const REFILL: Duration = Duration::from_millis(100);
/// A device that is opened while the clock runs gets sound from this much later on.
const AHEAD: i64 = 50_000_000;

/// Decodes until the player is dropped or the sound turns out not to be decodable.
pub(crate) fn run(shared: &Shared, sound: Sound) {
    let mut listening = Listening {
        sound,
        output: None,
        resampler: None,
        tempo: Tempo::new(MediaTime::ZERO, 48_000, Speed::NORMAL),
        served: None,
        decoded: false,
        ended: false,
        next_look: Duration::ZERO,
        asked: None,
    };
    while let Some(next) = listening.turn(shared) {
        if let Err(error) = next {
            let mut deck = shared.deck();
            deck.notice(Notice::SoundUndecodable(error.to_string()));
            deck.sound_absent(clock::now());
            drop(deck);
            shared.notify();
            shared.wake();
            return;
        }
    }
}

struct Listening {
    sound: Sound,
    output: Option<Output>,
    resampler: Option<Resampler>,
    tempo: Tempo,
    /// The seek that is being decoded for.
    served: Option<u64>,
    /// All of it was decoded.
    decoded: bool,
    /// All of it was handed in.
    ended: bool,
    /// When to look for a device again, or for the chosen one.
    next_look: Duration,
    /// The device that was asked for last.
    asked: Option<String>,
}

impl Listening {
    /// Does one thing that is to be done, or waits for one; `None` when the player was dropped.
    fn turn(&mut self, shared: &Shared) -> Option<Result<(), PlayerError>> {
        let mut deck = shared.deck();
        if deck.closed {
            return None;
        }
        let now = clock::now();
        deck.sound_worked = now;
        if deck.hearing().take_lost() {
            deck.notice(Notice::SoundLost);
            deck.sound_absent(now);
            drop(deck);
            self.output = None;
            self.next_look = now + AFTER_LOSS;
            shared.notify();
            shared.wake();
            return Some(Ok(()));
        }
        let Some(output) = &self.output else {
            if now < self.next_look && self.asked == deck.output {
                let wait = self.next_look.saturating_sub(now);
                drop(shared.wait(deck, wait.min(Duration::from_millis(200))));
                return Some(Ok(()));
            }
            drop(deck);
            return Some(self.look(shared));
        };
        let rate = output.rate;
        if self.asked != deck.output {
            // Another was chosen: the pictures go on alone for the moment that it takes.
            deck.sound_absent(now);
            drop(deck);
            self.output = None;
            return Some(Ok(()));
        }
        if !output.is_wanted && now >= self.next_look {
            self.next_look = now + LOOK_AGAIN;
            drop(deck);
            self.look_for_chosen(shared, rate);
            return Some(Ok(()));
        }
        if deck.scrubbing {
            // Nothing is heard until the slider is let go.
            drop(shared.wait(deck, Duration::from_millis(200)));
            return Some(Ok(()));
        }
        if self.served != Some(deck.seeks) {
            self.served = Some(deck.seeks);
            let mut target = deck.target;
            if deck.hearing().clock.runs() {
                target = MediaTime(deck.position(now).0.saturating_add(AHEAD));
            }
            deck.hearing().begin(target, rate, deck.speed);
            self.tempo = Tempo::new(target, rate, deck.speed);
            drop(deck);
            (self.decoded, self.ended) = (false, false);
            self.resampler = None;
            return Some(self.sound.seek(target));
        }
        if self.tempo.speed() != deck.speed {
            let keep = usize::try_from(rate / UNTOUCHED).unwrap_or(0);
            let speed = deck.speed;
            let at = deck.hearing().turn(keep, speed);
            drop(deck);
            self.tempo.turn(at, speed);
            self.ended = false;
            return Some(Ok(()));
        }
        let full = usize::try_from(rate / FULL).unwrap_or(usize::MAX);
        if self.ended || deck.hearing().frames() >= full {
            let wait = if self.ended {
                Duration::from_millis(500)
            } else {
                REFILL
            };
            drop(shared.wait(deck, wait));
            return Some(Ok(()));
        }
        let heard = deck.hearing().head();
        drop(deck);
        self.tempo.forget(heard);
        if let Some(samples) = self.tempo.pull() {
            self.hand_in(shared, &samples, rate);
        } else if self.decoded {
            self.complete(shared);
        } else {
            match self.sound.next_block() {
                Ok(Some(block)) => {
                    let block = self.resample(block, rate);
                    self.tempo.push(block.at, &block.samples);
                }
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
    fn look(&mut self, shared: &Shared) -> Result<(), PlayerError> {
        let (hearing, at) = {
            let mut deck = shared.deck();
            self.asked.clone_from(&deck.output);
            (deck.hearing_shared(), deck.position(clock::now()))
        };
        // The device is opened at the rate of the sound, which its first block tells.
        self.sound.seek(at)?;
        let rate = self.sound.next_block()?.map_or(48_000, |block| block.rate);
        let opened = output::open(rate, &hearing, self.asked.as_deref());
        let now = clock::now();
        if let Ok(output) = opened {
            self.next_look = now + LOOK_AGAIN;
            shared.deck().output_found(output.is_wanted);
            shared.wake();
            self.output = Some(output);
            // Whatever was prepared was for another device.
            self.served = None;
        } else {
            self.next_look = now + LOOK_AGAIN;
            let mut deck = shared.deck();
            if deck.sound_side() != Side::Absent {
                deck.notice(Notice::NoSoundDevice);
                deck.sound_absent(now);
                drop(deck);
                shared.notify();
                shared.wake();
            }
        }
        Ok(())
    }

    /// Changes over to the chosen device once that is there; until then nothing is interrupted.
    fn look_for_chosen(&mut self, shared: &Shared, rate: u32) {
        let hearing = shared.deck().hearing_shared();
        let chosen = self.asked.as_deref();
        if let Some(output) = chosen.and_then(|id| output::open_chosen(rate, &hearing, id)) {
            let mut deck = shared.deck();
            deck.sound_absent(clock::now());
            deck.output_found(true);
            drop(deck);
            self.output = Some(output);
            self.served = None;
            shared.wake();
        }
    }

    fn hand_in(&self, shared: &Shared, samples: &[f32], rate: u32) {
        let deck = shared.deck();
        if self.served != Some(deck.seeks) {
            return;
        }
        deck.hearing().push(samples);
        let enough = usize::try_from(rate / ENOUGH).unwrap_or(usize::MAX);
        let waited_for = matches!(deck.sound_side(), Side::Preparing | Side::Absent);
        if waited_for && deck.hearing().frames() >= enough {
            ready(shared, deck, false);
        }
    }

    fn complete(&mut self, shared: &Shared) {
        let deck = shared.deck();
        if self.served == Some(deck.seeks) {
            self.ended = true;
            ready(shared, deck, true);
        }
    }

    /// The block at the device's rate.
    fn resample(&mut self, block: Block, rate: u32) -> Block {
        if block.rate == rate {
            return block;
        }
        let resampler = self
            .resampler
            .get_or_insert_with(|| Resampler::new(block.rate, rate));
        Block {
            at: block.at,
            rate,
            samples: resampler.resample(&block.samples),
        }
    }
}

/// Tells all that wait for sound that it is there.
fn ready(shared: &Shared, mut deck: MutexGuard<'_, Deck>, complete: bool) {
    deck.sound_ready(complete, clock::now());
    drop(deck);
    shared.notify();
    shared.wake();
}
