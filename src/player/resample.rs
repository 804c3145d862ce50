//! From one sample rate to another (PLAYER 5.6).

use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Resampler as _, Resizable as _, SincInterpolationParameters,
    SincInterpolationType, WindowFunction,
};

use crate::player::PlayerError;

const CHANNELS: usize = 2;
/// Length of the filter in frames of the source.
const FILTER_FRAMES: u32 = 64;
/// Frames that are resampled at once at most.
const CHUNK_FRAMES: usize = 4096;

/// Brings a stream of stereo frames to another rate. The delay of the filter is taken out to half a
/// frame: what is due at a time stays due then.
pub struct Resampler {
    filter: Async<f32>,
    /// Frames of the filter's delay that are still to be left out.
    delay_frames: usize,
    from: u32,
}

impl Resampler {
    /// From `from` to `to` frames a second.
    ///
    /// # Errors
    ///
    /// [`PlayerError::Unsupported`] for rates that cannot be brought to each other.
    pub fn new(from: u32, to: u32) -> Result<Self, PlayerError> {
        let (from, to) = (from.max(1), to.max(1));
        let parameters = SincInterpolationParameters {
            sinc_len: FILTER_FRAMES as usize,
            f_cutoff: None,
            interpolation: SincInterpolationType::Linear,
            oversampling_factor: 256,
            window: WindowFunction::BlackmanHarris2,
        };
        let ratio = f64::from(to) / f64::from(from);
        let input = FixedAsync::Input;
        let filter = Async::new_sinc(ratio, 1.0, &parameters, CHUNK_FRAMES, CHANNELS, input)
            .map_err(|error| unsupported(from, &error.to_string()))?;
        // `output_delay` rounds down, and does not count that the first frame lies a step ahead.
        let (from_hz, to_hz) = (u64::from(from), u64::from(to));
        let rounded = (u64::from(FILTER_FRAMES) * to_hz + from_hz) / (2 * from_hz);
        let delay_frames = usize::try_from(rounded).unwrap_or(0).saturating_sub(1);
        Ok(Self {
            filter,
            delay_frames,
            from,
        })
    }

    /// Brings the next frames of the stream to the new rate. What comes out lags behind what goes
    /// in by half the length of the filter, which comes out with the next call.
    ///
    /// # Errors
    ///
    /// [`PlayerError::Unsupported`], which the filter's own checks allow for.
    pub fn resample(&mut self, samples: &[f32]) -> Result<Vec<f32>, PlayerError> {
        let mut out = Vec::new();
        for chunk in samples.chunks(CHUNK_FRAMES * CHANNELS) {
            let made = self
                .resample_chunk(chunk)
                .map_err(|error| unsupported(self.from, &error))?;
            let skip = self.delay_frames.min(made.len() / CHANNELS);
            self.delay_frames -= skip;
            out.extend(made.get(skip * CHANNELS..).unwrap_or_default());
        }
        Ok(out)
    }

    fn resample_chunk(&mut self, samples: &[f32]) -> Result<Vec<f32>, String> {
        let frames = samples.len() / CHANNELS;
        if frames == 0 {
            return Ok(Vec::new());
        }
        let input = InterleavedSlice::new(samples, CHANNELS, frames);
        let input = input.map_err(|error| error.to_string())?;
        let made = self.filter.set_chunk_size(frames);
        let made = made.and_then(|()| self.filter.process(&input, None));
        Ok(made.map_err(|error| error.to_string())?.take_data())
    }
}

fn unsupported(rate: u32, reason: &str) -> PlayerError {
    let what = format!("sound at {rate} Hz: {reason}");
    PlayerError::Unsupported { what }
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "levels of a tone"
)]
mod tests {
    use super::{FILTER_FRAMES, Resampler};
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
        let rates = [
            (44_100, 48_000),
            (48_000, 44_100),
            (22_050, 48_000),
            (96_000, 48_000),
        ];
        for (from, to) in rates {
            let mut resampler = Resampler::new(from, to).unwrap();
            let source = tone(from, from as usize);
            let mut out = Vec::new();
            // In blocks of odd sizes, as decoders give them.
            for block in source.chunks(2 * 997) {
                out.extend(resampler.resample(block).unwrap());
            }
            let frames = out.len() / 2;
            // What the filter still holds; how far it looks varies by some frames.
            let filter_frames = FILTER_FRAMES as usize * to as usize / from as usize;
            let missing = (to as usize).abs_diff(frames);
            assert!(missing < filter_frames, "{from} to {to}: {missing}");
            let expected = tone(to, frames);
            let error = out
                .iter()
                .zip(&expected)
                .skip(200)
                .map(|(ours, theirs)| (ours - theirs).abs())
                .fold(0.0, f32::max);
            // The delay is taken out to half a frame, as frames are whole.
            let half_a_frame = (TAU * 440.0 * 0.5 / f64::from(to)) as f32;
            assert!(
                error < half_a_frame + 0.001,
                "{from} to {to}: {error} beside {half_a_frame}"
            );
        }
    }
}
