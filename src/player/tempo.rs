//! Sound at another speed, its pitch kept (PLAYER 5.13, 5.14).

use std::collections::VecDeque;
use std::num::{NonZeroU16, NonZeroU32};

use wsola::{Config, TimeStretch};

use crate::player::sound::{after_frames, frames_between};
use crate::player::{MediaTime, Speed};

/// How long one speed takes to fade into another, in thousandths of a second: the overlap of the
/// stretcher, whose first stretch fades in by itself.
const FADE_MILLIS: u16 = 15;
/// How far to either side the stretcher looks for what fits: a period of the deepest voice. What
/// it costs grows with this.
const SEARCH_MILLIS: f32 = 8.0;
/// How much is stretched at once, in parts of a second: the device must not wait for it.
const BLOCKS_PER_SECOND: usize = 20;
/// At most so many seconds of silence fill a gap at once.
const MAX_GAP_SECONDS: usize = 10;

/// From decoded sound to what the device gets. At the recorded speed that is the same, sample by
/// sample. What was given on is kept until it was heard: another speed begins within it.
pub struct Tempo {
    rate: u32,
    speed: Speed,
    stretch: Option<TimeStretch>,
    /// Decoded sound from `from` on, left and right by turns.
    kept: VecDeque<f32>,
    from: MediaTime,
    /// How many of the kept frames were given on.
    delivered: usize,
    /// So many frames from here on still fade in.
    fading: usize,
    /// Nothing follows.
    finished: bool,
}

impl Tempo {
    /// Sound that begins at `at`.
    #[must_use]
    pub fn new(at: MediaTime, rate: u32, speed: Speed) -> Self {
        let mut made = Self {
            rate: rate.max(1),
            speed,
            stretch: None,
            kept: VecDeque::new(),
            from: at,
            delivered: 0,
            fading: 0,
            finished: false,
        };
        made.stretch = made.stretcher();
        made
    }

    fn stretcher(&self) -> Option<TimeStretch> {
        if self.speed == Speed::NORMAL {
            return None;
        }
        let channels = NonZeroU16::new(2)?;
        let config = Config {
            hop_ms: f32::from(FADE_MILLIS),
            search_ms: SEARCH_MILLIS,
        };
        let rate = NonZeroU32::new(self.rate)?;
        let mut stretch = TimeStretch::with_config(rate, channels, config).ok()?;
        stretch.set_tempo(f32::from(self.speed.percent()) / 100.0);
        Some(stretch)
    }

    /// The speed of what comes out.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// How many frames one speed takes to fade into another.
    #[must_use]
    pub fn fade_frames(rate: u32) -> usize {
        usize::try_from(u64::from(rate) * u64::from(FADE_MILLIS) / 1_000).unwrap_or(0)
    }

    /// Hands in sound that is due at `at`. A gap before it is filled with silence, at most ten
    /// seconds at once; what overlaps is left out. Containers round their times: a difference of
    /// some milliseconds is neither.
    pub fn push(&mut self, at: MediaTime, samples: &[f32]) {
        let tail = after_frames(self.from, self.kept.len() / 2, self.rate);
        let gap = frames_between(tail, at, self.rate);
        let overlap = frames_between(at, tail, self.rate);
        let rate = usize::try_from(self.rate).unwrap_or(48_000);
        let slack = rate / 100;
        if gap > slack {
            let silence = gap.min(rate * MAX_GAP_SECONDS) * 2;
            self.kept.extend(std::iter::repeat_n(0.0, silence));
        }
        let skip = if overlap > slack { overlap * 2 } else { 0 };
        self.kept.extend(samples.get(skip..).unwrap_or_default());
    }

    /// Nothing follows.
    pub fn finish(&mut self) {
        self.finished = true;
    }

    /// Forgets what was heard before `at`.
    pub fn forget(&mut self, at: MediaTime) {
        let heard = frames_between(self.from, at, self.rate).min(self.delivered);
        self.kept.drain(..heard * 2);
        self.delivered -= heard;
        self.from = after_frames(self.from, heard, self.rate);
    }

    /// Begins again at `at`, which must not be forgotten yet, with another speed. What comes out
    /// next fades in.
    pub fn change_speed(&mut self, at: MediaTime, speed: Speed) {
        self.delivered = frames_between(self.from, at, self.rate).min(self.kept.len() / 2);
        self.speed = speed;
        self.stretch = self.stretcher();
        self.fading = match self.stretch {
            Some(_) => 0,
            None => Self::fade_frames(self.rate),
        };
    }

    /// The next stretch for the device; nothing if more has to be handed in first, or nothing
    /// follows.
    pub fn pull(&mut self) -> Option<Vec<f32>> {
        loop {
            let left = (self.kept.len() / 2).saturating_sub(self.delivered);
            let part = usize::try_from(self.rate).unwrap_or(48_000) / BLOCKS_PER_SECOND;
            let next = left.min(part.max(1));
            let begin = self.delivered * 2;
            let samples: Vec<f32> = self.kept.range(begin..begin + next * 2).copied().collect();
            self.delivered += next;
            if self.stretch.is_none() {
                return (next > 0).then(|| self.fade_in(samples));
            }
            let stretch = self.stretch.as_mut()?;
            stretch.push(&samples);
            let over = next == 0;
            if over && !self.finished {
                return None;
            }
            if over {
                stretch.set_draining();
            }
            let mut out = vec![0.0; stretch.min_output_buff_size() * BLOCKS_PER_SECOND];
            match stretch.pull(&mut out) {
                Ok(written) => {
                    out.truncate(written);
                    return Some(out);
                }
                Err(_) if over => return None,
                Err(_) => {}
            }
        }
    }

    fn fade_in(&mut self, mut samples: Vec<f32>) -> Vec<f32> {
        let whole = Self::fade_frames(self.rate);
        for frame in samples.as_chunks_mut::<2>().0.iter_mut().take(self.fading) {
            let gain = fade(whole - self.fading, whole);
            *frame = frame.map(|sample| sample * gain);
            self.fading -= 1;
        }
        samples
    }
}

/// How loud the new sound is at a frame of a fade; the old one is as much less than whole.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a fade has some hundred frames")]
pub fn fade(frame: usize, whole: usize) -> f32 {
    // The first half of the stretcher's own window.
    let angle = std::f32::consts::PI * frame as f32 / whole.max(1) as f32;
    0.5 - 0.5 * angle.cos()
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "levels, times and counts of a test tone"
)]
mod tests {
    use super::{MediaTime, Speed, Tempo};
    use std::f64::consts::TAU;

    const RATE: u32 = 48_000;

    /// Stereo frames of a level that is a function of the time in seconds.
    fn sound(seconds: f64, level: impl Fn(f64) -> f64) -> Vec<f32> {
        (0..(seconds * f64::from(RATE)) as usize)
            .flat_map(|n| [level(n as f64 / f64::from(RATE)) as f32; 2])
            .collect()
    }

    /// All of it at a speed, handed in as decoders do.
    fn played(sound: &[f32], percent: u16) -> Vec<f32> {
        let mut tempo = Tempo::new(MediaTime::ZERO, RATE, Speed::from_percent(percent));
        let mut out = Vec::new();
        for (number, block) in sound.chunks(2 * 1_024).enumerate() {
            let at = number as u64 * 1_024_000_000_000 / u64::from(RATE) / 1_000;
            tempo.push(MediaTime(i64::try_from(at).unwrap() * 1_000), block);
            while let Some(samples) = tempo.pull() {
                out.extend(samples);
            }
        }
        tempo.finish();
        while let Some(samples) = tempo.pull() {
            out.extend(samples);
        }
        out
    }

    /// The pitch, found between the lags of 80 and 500 Hz, by autocorrelation, to a part of a frame.
    fn pitch(sound: &[f32]) -> f64 {
        let left: Vec<f64> = sound.iter().step_by(2).map(|s| f64::from(*s)).collect();
        let window = &left[..4_096];
        let at = |lag: usize| -> f64 { window.iter().zip(&left[lag..]).map(|(a, b)| a * b).sum() };
        // The first peak as high as almost the highest: not an octave below.
        let scores: Vec<f64> = (0..600).map(at).collect();
        let highest = scores[96..].iter().copied().fold(0.0, f64::max);
        let peak = (96..599)
            .find(|lag| {
                scores[*lag] > 0.9 * highest
                    && scores[*lag] >= scores[lag - 1]
                    && scores[*lag] >= scores[lag + 1]
            })
            .unwrap();
        let (a, b, c) = (scores[peak - 1], scores[peak], scores[peak + 1]);
        f64::from(RATE) / (peak as f64 + 0.5 * (a - c) / (a - 2.0 * b + c))
    }

    fn loudness(sound: &[f32]) -> f64 {
        let sum: f64 = sound.iter().map(|sample| f64::from(*sample).powi(2)).sum();
        (sum / sound.len() as f64).sqrt()
    }

    /// A voice: pulses of 120 Hz that ring in two formants, four syllables a second.
    fn voice(at: f64) -> f64 {
        let since = at % (1.0 / 120.0);
        let ring = |hertz: f64, width: f64| (TAU * hertz * since).sin() * (-width * since).exp();
        let syllable = 0.6 + 0.4 * (TAU * 4.0 * at).sin();
        0.5 * syllable * (ring(620.0, 250.0) + 0.5 * ring(1_700.0, 400.0))
    }

    // PLAYER 5.13.
    #[test]
    fn at_the_recorded_speed_it_is_the_same_sample_by_sample() {
        let voice = sound(2.0, voice);
        assert!(played(&voice, 100) == voice);
    }

    #[test]
    fn pitch_and_loudness_of_a_voice_stay_and_its_length_is_right_at_every_speed() {
        let voice = sound(4.0, voice);
        for percent in [75, 80, 125, 150, 200] {
            let out = played(&voice, percent);
            let seconds = (out.len() / 2) as f64 / f64::from(RATE);
            let expected = 4.0 * 100.0 / f64::from(percent);
            assert!(
                (seconds - expected).abs() < 0.05,
                "{percent} %: {seconds} s"
            );
            for second in 1..(seconds as usize) {
                let heard = pitch(&out[second * 2 * RATE as usize - 40_000..]);
                assert!((heard - 120.0).abs() < 1.2, "{percent} %: {heard} Hz");
            }
            // No dropout: no fortieth of a second is quieter than the quietest syllable's.
            let quietest = |sound: &[f32]| {
                let inside = &sound[4_800..sound.len() - 9_600];
                let parts = inside.chunks_exact(2 * RATE as usize / 40);
                parts.map(loudness).fold(f64::MAX, f64::min)
            };
            let (ours, theirs) = (quietest(&out), quietest(&voice));
            assert!(ours > 0.7 * theirs, "{percent} %: {ours} of {theirs}");
        }
    }

    #[test]
    fn a_tone_has_no_clicks_and_keeps_its_pitch() {
        let tone = sound(3.0, |at| 0.5 * (TAU * 440.0 * at).sin());
        for percent in [75, 125, 150, 200] {
            let out = played(&tone, percent);
            let heard = pitch(&out[RATE as usize..]);
            assert!((heard - 440.0).abs() < 4.4, "{percent} %: {heard} Hz");
            let inside = &out[4_800..out.len() - 9_600];
            let steepest = inside
                .windows(3)
                .map(|three| (three[2] - three[0]).abs())
                .fold(0.0, f32::max);
            // The tone itself moves by 0.029 from frame to frame.
            assert!(steepest < 0.06, "{percent} %: {steepest}");
        }
    }

    // PLAYER 5.14.
    #[test]
    fn another_speed_begins_where_the_device_is_and_joins_without_a_gap() {
        let tone = sound(1.0, |_| 0.5);
        let mut tempo = Tempo::new(MediaTime::ZERO, RATE, Speed::NORMAL);
        tempo.push(MediaTime::ZERO, &tone);
        while tempo.pull().is_some() {}
        tempo.forget(MediaTime::from_millis(200));
        let fast = Speed::from_percent(200);
        for (speed, at) in [(fast, 250), (Speed::NORMAL, 400), (fast, 300)] {
            tempo.change_speed(MediaTime::from_millis(at), speed);
            let mut new = tempo.pull().unwrap();
            new.extend(tempo.pull().unwrap());
            // With what fades out meanwhile the level stays.
            let whole = Tempo::fade_frames(RATE);
            for (number, sample) in new.iter_mut().take(whole * 2).enumerate() {
                *sample += 0.5 * (1.0 - super::fade(number / 2, whole));
            }
            assert!(new.iter().all(|sample| (sample - 0.5).abs() < 0.001));
        }
    }

    #[test]
    fn gaps_become_silence_and_overlaps_are_left_out() {
        let mut tempo = Tempo::new(MediaTime::from_millis(1), 1_000, Speed::NORMAL);
        let sound = |from: i64, millis: i64| -> Vec<f32> {
            (from..from + millis)
                .flat_map(|at| [at as f32; 2])
                .collect()
        };
        for (from, millis) in [(1, 2), (23, 20), (30, 15)] {
            tempo.push(MediaTime::from_millis(from), &sound(from, millis));
        }
        // A millisecond late by a container's rounding.
        tempo.push(MediaTime::from_millis(46), &sound(45, 2));
        let mut heard = Vec::new();
        while let Some(samples) = tempo.pull() {
            heard.extend(samples.into_iter().step_by(2));
        }
        let expected = |at: i64| match at {
            1..3 | 23..47 => at as f32,
            _ => 0.0,
        };
        assert!((1..47).map(expected).eq(heard));
    }
}
