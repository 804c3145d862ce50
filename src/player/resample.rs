//! From one sample rate to another (PLAYER 5.6).

use std::f64::consts::PI;

/// Half the length of the filter, in frames of the source.
const HALF: usize = 16;
/// In how many steps the distance between two frames is divided.
const PHASES: usize = 256;

/// Brings a stream of stereo frames to another rate (windowed sinc; for going down, with the
/// corner moved down as well). Its delay is taken out: what is due at a time stays due then.
pub struct Resampler {
    from: u64,
    to: u64,
    /// `PHASES` filters of `2 * HALF` taps.
    taps: Vec<f32>,
    /// Source frames still needed, left and right.
    frames: Vec<(f32, f32)>,
    /// Where the next output frame lies behind the first of `frames`, in source frames times `to`.
    position: u64,
}

impl Resampler {
    /// From `from` to `to` frames a second.
    #[must_use]
    pub fn new(from: u32, to: u32) -> Self {
        let (from, to) = (u64::from(from.max(1)), u64::from(to.max(1)));
        Self {
            from,
            to,
            taps: taps(from, to),
            // Silence before the beginning: the filter looks back.
            frames: vec![(0.0, 0.0); HALF - 1],
            position: 0,
        }
    }

    /// Brings the next frames of the stream to the new rate. What comes out lags behind what goes
    /// in by a few frames, which come out with the next call.
    #[must_use]
    pub fn resample(&mut self, samples: &[f32]) -> Vec<f32> {
        let stereo = samples.as_chunks::<2>().0;
        self.frames
            .extend(stereo.iter().map(|[left, right]| (*left, *right)));
        let mut out = Vec::with_capacity(
            samples.len() * usize::try_from(self.to / self.from + 1).unwrap_or(1),
        );
        loop {
            let whole = usize::try_from(self.position / self.to).unwrap_or(usize::MAX);
            let part = self.position % self.to * PHASES as u64 / self.to;
            let phase = usize::try_from(part).unwrap_or(0) * 2 * HALF;
            let Some(window) = self.frames.get(whole..whole.saturating_add(2 * HALF)) else {
                self.frames.drain(..whole.min(self.frames.len()));
                self.position -= whole as u64 * self.to;
                return out;
            };
            let taps = self.taps.get(phase..).unwrap_or_default();
            let (left, right) = window
                .iter()
                .zip(taps)
                .fold((0.0, 0.0), |(left, right), (frame, tap)| {
                    (left + frame.0 * tap, right + frame.1 * tap)
                });
            out.extend([left, right]);
            self.position += self.from;
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "rates and tap numbers are small; a tap is an f32"
)]
fn taps(from: u64, to: u64) -> Vec<f32> {
    let corner = (to as f64 / from as f64).min(1.0) * 0.95;
    let mut taps = Vec::with_capacity(PHASES * 2 * HALF);
    for phase in 0..PHASES {
        let middle = (HALF - 1) as f64 + phase as f64 / PHASES as f64;
        let filter: Vec<f64> = (0..2 * HALF)
            .map(|tap| {
                let x = tap as f64 - middle;
                let sinc = if x.abs() < 1e-9 {
                    corner
                } else {
                    (PI * x * corner).sin() / (PI * x)
                };
                let window = (PI * x / (2 * HALF) as f64).cos();
                sinc * (window * window)
            })
            .collect();
        let sum: f64 = filter.iter().sum();
        taps.extend(filter.iter().map(|tap| (tap / sum) as f32));
    }
    taps
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "levels of a tone"
)]
mod tests {
    use super::Resampler;
    use std::f64::consts::TAU;

    fn tone(rate: u32, frames: usize) -> Vec<f32> {
        (0..frames)
            .flat_map(|n| {
                let level = (TAU * 440.0 * n as f64 / f64::from(rate)).sin() as f32;
                [level, -level]
            })
            .collect()
    }

    // PLAYER 5.6.
    #[test]
    fn a_tone_stays_the_same_tone_and_on_time() {
        for (from, to) in [(44_100, 48_000), (48_000, 44_100), (22_050, 48_000)] {
            let mut resampler = Resampler::new(from, to);
            let source = tone(from, from as usize);
            let mut out = Vec::new();
            // In blocks of odd sizes, as decoders give them.
            for block in source.chunks(2 * 997) {
                out.extend(resampler.resample(block));
            }
            let frames = out.len() / 2;
            assert!(
                frames.abs_diff(to as usize) < 64,
                "{from} to {to}: {frames}"
            );
            let expected = tone(to, frames);
            let error = out
                .iter()
                .zip(&expected)
                .skip(200)
                .map(|(ours, theirs)| (ours - theirs).abs())
                .fold(0.0, f32::max);
            assert!(error < 0.01, "{from} to {to}: {error}");
        }
    }
}
