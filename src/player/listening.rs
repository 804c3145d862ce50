//! The thread that decodes sound and keeps the sound device.

use std::time::Duration;

use crate::player::deck::Side;
use crate::player::output::{self, Output};
use crate::player::playback::Shared;
use crate::player::resample::Resampler;
use crate::player::sound::{Block, Sound};
use crate::player::{MediaTime, Notice, PlayerError, clock};

/// How often a device is looked for where there is none.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// How soon after one was lost.
const AFTER_LOSS: Duration = Duration::from_millis(300);
/// Sound under way is kept between these, in frames a second divided by: half a second, and a
/// fifth of one to begin with.
const FULL: u32 = 2;
const ENOUGH: u32 = 5;
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
        served: None,
        ended: false,
        next_look: Duration::ZERO,
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
    /// The seek that is being decoded for.
    served: Option<u64>,
    ended: bool,
    /// When to look for a device again.
    next_look: Duration,
}

impl Listening {
    /// Does one thing that is to be done, or waits for one; `None` when the player was dropped.
    fn turn(&mut self, shared: &Shared) -> Option<Result<(), PlayerError>> {
        let mut deck = shared.deck();
        if deck.closed {
            return None;
        }
        let now = clock::now();
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
            if now < self.next_look {
                let wait = self.next_look.saturating_sub(now);
                drop(shared.wait(deck, wait.min(Duration::from_millis(200))));
                return Some(Ok(()));
            }
            drop(deck);
            return Some(self.look(shared));
        };
        let rate = output.rate;
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
            deck.hearing().begin(target, rate);
            drop(deck);
            self.ended = false;
            self.resampler = None;
            return Some(self.sound.seek(target));
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
        drop(deck);
        match self.sound.next_block() {
            Ok(block) => self.hand_in(shared, block, rate),
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(()))
    }

    /// Looks for a device; without one, the pictures go on alone.
    fn look(&mut self, shared: &Shared) -> Result<(), PlayerError> {
        let (hearing, at) = {
            let mut deck = shared.deck();
            (deck.hearing_shared(), deck.position(clock::now()))
        };
        // The device is opened at the rate of the sound, which its first block tells.
        self.sound.seek(at)?;
        let rate = self.sound.next_block()?.map_or(48_000, |block| block.rate);
        let opened = output::open(rate, &hearing);
        let now = clock::now();
        if let Ok(output) = opened {
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

    fn hand_in(&mut self, shared: &Shared, block: Option<Block>, rate: u32) {
        let block = block.map(|block| self.resample(block, rate));
        let mut deck = shared.deck();
        if self.served != Some(deck.seeks) {
            return;
        }
        let complete = block.is_none();
        if let Some(block) = block {
            deck.hearing().push(block.at, &block.samples);
        }
        self.ended = complete;
        let enough = usize::try_from(rate / ENOUGH).unwrap_or(usize::MAX);
        let begin = deck.hearing().frames() >= enough && deck.sound_side() != Side::Ready;
        if complete || begin {
            deck.sound_ready(complete, clock::now());
            drop(deck);
            shared.notify();
            shared.wake();
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
