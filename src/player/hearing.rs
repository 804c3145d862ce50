//! What is on its way to the ear: decoded sound in a bounded buffer, and the clock that it leads.
//!
//! The sound device's callback calls [`Hearing::fill`]; everything else of the player hands in and
//! asks. Nothing here waits, and no time is read: tests hand it in.

use std::collections::VecDeque;
use std::time::Duration;

use crate::player::clock::Clock;
use crate::player::sound::after_frames;
use crate::player::tempo;
use crate::player::{MediaTime, Speed};

/// How many frames it takes from silence to full volume, so that nothing clicks: 10 ms at 48 kHz.
const RAMP_FRAMES: f32 = 480.0;
/// A device that does not ask for this long is gone: some sleep for two seconds at first.
const GONE: Duration = Duration::from_secs(3);
/// For so long after it joined a clock that ran, sound that lags by more than 60 ms is left out.
const JOINING: Duration = Duration::from_secs(3);
/// See [`JOINING`].
const JOINS_LATE_NANOS: i64 = 60_000_000;
/// At other times the pictures wait for sound that lags, but not for longer than this: 300 ms. A
/// device that slept makes up for it by what is left out.
const LAGS_NANOS: i64 = 300_000_000;
/// A device that takes longer to begin is not waited for; sound joins when it does.
const SLOW_START: Duration = Duration::from_millis(300);

/// Sound under way, and the clock.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; all combinations occur"
)]
#[derive(Debug)]
pub struct Hearing {
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
    turns: VecDeque<(usize, Speed)>,
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
    /// When the device last asked.
    asked: Duration,
    /// When playing began.
    began: Duration,
    /// The device gave up.
    lost: bool,
}

impl Hearing {
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
            turns: VecDeque::new(),
            overlap: 0,
            playing: false,
            adrift: false,
            joined: false,
            complete: false,
            volume,
            gain: volume,
            asked: Duration::ZERO,
            began: Duration::ZERO,
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
        self.turns.clear();
        self.overlap = 0;
        self.complete = false;
        self.adrift = true;
    }

    /// The time of a frame behind `base`.
    fn time_of(&self, frame: usize) -> MediaTime {
        let (mut at, mut from, mut speed) = (self.base, 0, self.speed);
        for (turn, next) in &self.turns {
            if frame <= *turn {
                break;
            }
            at = self.after(at, turn - from, speed);
            (from, speed) = (*turn, *next);
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
    pub fn turn(&mut self, keep: usize, speed: Speed) -> MediaTime {
        let keep = keep.min(self.frames());
        let whole = tempo::Tempo::fade_frames(self.rate);
        let fading = whole.min(self.frames() - keep);
        self.buffer.truncate((keep + fading) * 2);
        for (number, sample) in self.buffer.iter_mut().skip(keep * 2).enumerate() {
            *sample *= 1.0 - tempo::fade(number / 2, whole);
        }
        let turn = self.taken + keep;
        let at = self.time_of(turn);
        self.turns.retain(|(before, _)| *before < turn);
        self.turns.push_back((turn, speed));
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
        self.asked = now;
        self.began = now;
        self.joined = self.clock.runs();
    }

    /// No sound from now on; the clock stands.
    pub fn pause(&mut self, now: Duration) {
        self.playing = false;
        self.clock.hold(now);
    }

    /// Whether the device has not asked for so long that it must be gone.
    #[must_use]
    pub fn is_stuck(&self, now: Duration) -> bool {
        self.playing && now.saturating_sub(self.asked) > GONE
    }

    /// Lets the clock run if the device is slow to begin.
    pub fn nudge(&mut self, now: Duration) {
        let waited = now.saturating_sub(self.began);
        if self.playing && !self.clock.runs() && waited > SLOW_START {
            self.clock.run(now);
            self.adrift = true;
            self.joined = true;
            self.began = now;
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
        self.asked = now;
        if !self.playing || channels == 0 || self.is_over() {
            return;
        }
        if self.buffer.is_empty() {
            // Too slow: the clock goes on, and what comes too late is left out.
            self.adrift |= self.clock.runs();
            return;
        }
        let mut silent = 0;
        if self.clock.runs() && (self.adrift || self.lags(heard_at, now)) {
            let due = self.clock.at(heard_at);
            let late = self.frames_between(self.head(), due).min(self.frames());
            let before = self.speed;
            self.take(late);
            if self.speed != before {
                self.clock.turn(heard_at, self.speed);
            }
            silent = self.frames_between(due, self.head());
            if self.buffer.is_empty() {
                return;
            }
        } else {
            self.clock.heard(self.head(), heard_at);
        }
        self.adrift = false;
        self.turn_clock(out.len() / channels, silent, heard_at);
        let frames = out.chunks_exact_mut(channels).skip(silent);
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
        let new = now.saturating_sub(self.began) < JOINING;
        match (new, self.joined) {
            (true, true) => late > JOINS_LATE_NANOS,
            // The first words are worth waiting for.
            (true, false) => false,
            (false, _) => late > LAGS_NANOS,
        }
    }

    /// The clock takes another speed over when it is heard.
    fn turn_clock(&mut self, frames: usize, silent: usize, heard_at: Duration) {
        let after = self.taken + frames;
        for (turn, speed) in self.turns.iter().filter(|(turn, _)| *turn <= after) {
            let later = turn.saturating_sub(self.taken) + silent;
            let nanos = after_frames(MediaTime::ZERO, later, self.rate).0;
            let later = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
            self.clock.turn(heard_at + later, *speed);
        }
    }

    fn take(&mut self, frames: usize) {
        self.buffer.drain(..(frames * 2).min(self.buffer.len()));
        self.taken += frames;
        while let Some((turn, speed)) = self.turns.front().copied()
            && turn <= self.taken
        {
            self.base = self.time_of(turn);
            self.speed = speed;
            self.taken -= turn;
            self.turns.pop_front();
            for (later, _) in &mut self.turns {
                *later -= turn;
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
mod tests {
    use super::{Duration, Hearing, MediaTime, Speed};

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// A thousand frames a second, so that a frame is a millisecond; every frame holds its time.
    fn hearing(from: i64, millis: i64) -> Hearing {
        let mut hearing = Hearing::new(MediaTime::from_millis(from), 1.0);
        hearing.begin(MediaTime::from_millis(from), 1_000, Speed::NORMAL);
        hearing.push(&sound(from, millis));
        hearing
    }

    fn sound(from: i64, millis: i64) -> Vec<f32> {
        (from..from + millis)
            .flat_map(|at| [at as f32, at as f32])
            .collect()
    }

    fn fill(hearing: &mut Hearing, frames: usize, heard_at: u64) -> Vec<f32> {
        let mut out = vec![9.0; frames * 2];
        hearing.fill(&mut out, 2, ms(heard_at), ms(heard_at - 50));
        out.into_iter().step_by(2).collect()
    }

    #[test]
    fn the_clock_runs_from_when_the_first_frame_is_heard() {
        let mut hearing = hearing(100, 100);
        assert_eq!(fill(&mut hearing, 2, 1_000), [0.0, 0.0]);
        assert!(!hearing.clock.runs());
        hearing.play(ms(1_000));
        assert_eq!(fill(&mut hearing, 3, 1_100), [100.0, 101.0, 102.0]);
        assert_eq!(hearing.clock.position(ms(1_050)).as_millis(), 100);
        assert_eq!(hearing.clock.position(ms(1_110)).as_millis(), 110);
        assert_eq!(hearing.head().as_millis(), 103);
    }

    #[test]
    fn sound_that_comes_back_joins_where_the_clock_is() {
        let mut hearing = hearing(0, 100);
        hearing.play(ms(1_000));
        hearing.lose(ms(1_000));
        assert!(hearing.clock.runs());
        hearing.play(ms(1_000));
        // Prepared for 20 ms, heard at 30: ten frames are too late.
        hearing.begin(MediaTime::from_millis(20), 1_000, Speed::NORMAL);
        hearing.push(&sound(20, 50));
        assert_eq!(fill(&mut hearing, 2, 1_030), [30.0, 31.0]);
        // Prepared for 90 ms, heard from 88 on: two frames of silence.
        hearing.begin(MediaTime::from_millis(90), 1_000, Speed::NORMAL);
        hearing.push(&sound(90, 50));
        assert_eq!(fill(&mut hearing, 4, 1_088), [0.0, 0.0, 90.0, 91.0]);
    }

    #[test]
    fn sound_that_joined_and_comes_late_does_not_hold_the_pictures_up() {
        let mut hearing = hearing(0, 5_000);
        hearing.clock.run(ms(1_000));
        hearing.play(ms(1_000));
        assert_eq!(fill(&mut hearing, 20, 1_100)[0], 100.0);
        // The device says now that it takes half a second longer.
        assert_eq!(fill(&mut hearing, 20, 1_620)[0], 620.0);
        assert_eq!(hearing.clock.position(ms(1_620)).as_millis(), 620);
        // Long after, the pictures wait for the sound, but not for half a second.
        fill(&mut hearing, 3_360, 1_640);
        assert_eq!(fill(&mut hearing, 20, 5_200)[0], 4_000.0);
        assert_eq!(hearing.clock.at(ms(5_200)).as_millis(), 4_000);
        assert_eq!(fill(&mut hearing, 20, 5_720)[0], 4_520.0);
        assert_eq!(hearing.clock.at(ms(5_720)).as_millis(), 4_520);
    }

    #[test]
    fn sound_that_ran_dry_is_left_out_not_played_late() {
        let mut hearing = hearing(0, 10);
        hearing.play(ms(900));
        assert_eq!(fill(&mut hearing, 10, 1_000)[9], 9.0);
        assert_eq!(fill(&mut hearing, 10, 1_010), [0.0; 10]);
        hearing.push(&sound(10, 40));
        assert_eq!(fill(&mut hearing, 2, 1_020), [20.0, 21.0]);
    }

    #[test]
    fn the_clock_goes_on_when_all_sound_was_heard() {
        let mut hearing = hearing(0, 10);
        hearing.complete();
        hearing.play(ms(900));
        fill(&mut hearing, 20, 1_000);
        assert!(hearing.is_over());
        assert_eq!(fill(&mut hearing, 1, 1_500), [0.0]);
        assert_eq!(hearing.clock.position(ms(1_600)).as_millis(), 600);
    }

    #[test]
    fn a_device_that_stopped_asking_is_noticed() {
        let mut hearing = hearing(0, 10);
        assert!(!hearing.is_stuck(ms(90_000)));
        hearing.play(ms(90_000));
        assert!(!hearing.is_stuck(ms(92_900)));
        assert!(hearing.is_stuck(ms(93_100)));
    }

    #[test]
    fn a_device_that_is_slow_to_begin_is_not_waited_for_and_joined() {
        let mut hearing = hearing(0, 2_000);
        hearing.play(ms(1_000));
        hearing.nudge(ms(1_200));
        assert!(!hearing.clock.runs());
        hearing.nudge(ms(1_400));
        assert_eq!(hearing.clock.position(ms(1_500)).as_millis(), 100);
        assert_eq!(fill(&mut hearing, 2, 2_400), [1_000.0, 1_001.0]);
        assert_eq!(hearing.clock.position(ms(2_400)).as_millis(), 1_000);
    }

    #[test]
    fn volume_goes_to_its_new_value_without_a_click() {
        let mut hearing = Hearing::new(MediaTime::ZERO, 1.0);
        hearing.begin(MediaTime::ZERO, 1_000, Speed::NORMAL);
        hearing.push(&[1.0; 2_000]);
        hearing.play(ms(0));
        hearing.volume = 0.0;
        let heard = fill(&mut hearing, 1_000, 1_000);
        assert!(heard[0] > 0.99 && heard[999] == 0.0);
        assert!(
            heard
                .windows(2)
                .all(|pair| (pair[0] - pair[1]).abs() < 0.003)
        );
    }

    #[test]
    fn another_speed_begins_where_it_was_cut_and_the_clock_turns_when_it_is_heard() {
        let mut hearing = hearing(0, 500);
        hearing.play(ms(1_000));
        assert_eq!(fill(&mut hearing, 20, 1_000)[19], 19.0);
        // 30 ms stay, then twice as fast.
        let double = Speed::from_percent(200);
        assert_eq!(hearing.turn(30, double).as_millis(), 50);
        hearing.push(&[50.0; 200]);
        assert_eq!(hearing.tail().as_millis(), 250);
        let heard = fill(&mut hearing, 60, 1_020);
        assert_eq!(
            heard[..30],
            (20..50).map(|at| at as f32).collect::<Vec<_>>()
        );
        assert!(heard.iter().skip(45).all(|sample| *sample == 50.0));
        // 1 020 ms is when the frame of 20 ms is heard, 1 050 when the turn is.
        let mut place = |at| hearing.clock.position(ms(at)).as_millis();
        assert_eq!([place(1_010), place(1_050), place(1_060)], [10, 50, 70]);
        assert_eq!(hearing.head().as_millis(), 110);
    }

    #[test]
    fn what_the_device_took_of_a_fade_is_not_handed_in_again() {
        let mut hearing = hearing(0, 100);
        hearing.play(ms(1_000));
        fill(&mut hearing, 1, 1_000);
        hearing.turn(4, Speed::from_percent(150));
        // Four kept frames and two of the fifteen that fade.
        fill(&mut hearing, 6, 1_001);
        let head = hearing.head();
        let mut new = vec![0.0; 60];
        new[2 * 2..].fill(7.0);
        hearing.push(&new);
        assert_eq!(hearing.head(), head);
        assert_eq!(hearing.frames(), 28);
        assert!(fill(&mut hearing, 28, 1_007)[20] == 7.0);
    }

    #[test]
    fn the_place_goes_on_through_a_turn_however_far_the_device_is_ahead() {
        let mut hearing = hearing(0, 2_000);
        hearing.play(ms(0));
        let mut last = -1;
        for step in 0..60_u64 {
            let now = step * 20;
            // The device takes 20 ms at a time and plays them 300 ms later.
            let mut out = vec![0.0; 40];
            hearing.fill(&mut out, 2, ms(now + 300), ms(now));
            if step == 20 {
                hearing.turn(50, Speed::from_percent(150));
                hearing.push(&[1.0; 2_000]);
            }
            let place = hearing.clock.position(ms(now)).as_millis();
            let expected = match i64::try_from(now).unwrap() {
                ..300 => 0,
                // The frame of 470 ms is heard at 770 ms.
                now @ ..770 => now - 300,
                now => 470 + (now - 770) * 3 / 2,
            };
            assert!(
                (place - expected).abs() <= 2,
                "{now}: {place}, not {expected}"
            );
            assert!(place >= last);
            last = place;
        }
    }
}
