//! Any number of channels into two.

/// −3 dB.
const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// How much of a channel goes left and right.
type Share = (f32, f32);

const LEFT: Share = (1.0, 0.0);
const RIGHT: Share = (0.0, 1.0);
const CENTER: Share = (HALF_POWER, HALF_POWER);
const BASS: Share = (0.0, 0.0);
const BACK_LEFT: Share = (HALF_POWER, 0.0);
const BACK_RIGHT: Share = (0.0, HALF_POWER);
const BACK: Share = (0.5, 0.5);

/// The shares of the channels in the order of WAVE and ffmpeg (ITU-R BS.775, annex 4; bass
/// effects are left out).
fn shares(channels: u16) -> &'static [Share] {
    match channels {
        1 => &[(1.0, 1.0)],
        3 => &[LEFT, RIGHT, CENTER],
        4 => &[LEFT, RIGHT, CENTER, BACK],
        5 => &[LEFT, RIGHT, CENTER, BACK_LEFT, BACK_RIGHT],
        6 => &[LEFT, RIGHT, CENTER, BASS, BACK_LEFT, BACK_RIGHT],
        7 => &[LEFT, RIGHT, CENTER, BASS, BACK_LEFT, BACK_RIGHT, BACK],
        8 => &[
            LEFT, RIGHT, CENTER, BASS, BACK_LEFT, BACK_RIGHT, BACK_LEFT, BACK_RIGHT,
        ],
        // More than any screen in a muster room has: the first two.
        _ => &[LEFT, RIGHT],
    }
}

/// Mixes interleaved samples down (or up) to left and right by turns (PLAYER 5.7). Never louder
/// than full scale if no channel is: what all channels together could reach is scaled to that.
#[must_use]
pub fn to_stereo(samples: Vec<f32>, channels: u16) -> Vec<f32> {
    if channels == 2 {
        return samples;
    }
    let shares = shares(channels);
    let sum = |side: fn(&Share) -> f32| shares.iter().map(side).sum::<f32>();
    let scale = 1.0 / sum(|share| share.0).max(sum(|share| share.1)).max(1.0);
    samples
        .chunks_exact(usize::from(channels.max(1)))
        .flat_map(|frame| {
            let mixed =
                frame
                    .iter()
                    .zip(shares)
                    .fold((0.0, 0.0), |(left, right), (sample, share)| {
                        (left + sample * share.0, right + sample * share.1)
                    });
            [mixed.0 * scale, mixed.1 * scale]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::to_stereo;

    #[test]
    fn mono_is_heard_on_both_sides_and_stereo_stays() {
        assert_eq!(to_stereo(vec![0.5, -1.0], 1), [0.5, 0.5, -1.0, -1.0]);
        assert_eq!(to_stereo(vec![0.5, -1.0], 2), [0.5, -1.0]);
    }

    // PLAYER 5.7.
    #[test]
    fn full_scale_on_every_channel_is_full_scale() {
        for channels in [3_u16, 4, 5, 6, 7, 8] {
            let mixed = to_stereo(vec![1.0; usize::from(channels)], channels);
            assert_eq!(mixed.len(), 2);
            for side in mixed {
                assert!((side - 1.0).abs() < 1e-6, "{channels} channels: {side}");
            }
        }
    }

    #[test]
    fn speech_in_the_center_is_heard_on_both_sides_and_bass_effects_on_none() {
        let mixed = to_stereo(vec![0.0, 0.0, 1.0, 1.0, 0.0, 0.0], 6);
        assert!((mixed[0] - mixed[1]).abs() < 1e-9);
        assert!((mixed[0] - 0.292_893).abs() < 1e-5);
    }
}
