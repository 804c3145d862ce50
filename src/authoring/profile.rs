//! The media profile of packs (FORMAT section 6), as far as playing a medium does not show
//! it: what plays here is to play as well on the oldest PC of a station.

use rust_h264::nal::{parse_avcc_config, parse_sps_info};

use crate::authoring::ProfileDefect;
use crate::player::MediaTime;
use crate::player::demux::{Codec, Movie, Track};

/// The most pictures a second of H.264 (FORMAT 6.1); the count of a short film may come out a
/// little higher.
const H264_RATE: f64 = 30.0;
/// The same of AV1.
const AV1_RATE: f64 = 60.0;
const RATE_OFF: f64 = 0.5;
/// The most bits a second of H.264, in millions (FORMAT 6.4).
const H264_MEGABITS: f64 = 8.0;
/// Distances between pictures are even within this share of the usual distance (FORMAT 6.5): clocks
/// are coarse.
const EVEN: f64 = 0.25;
/// One picture in this many may be unevenly spaced.
const OFF_BEAT: usize = 100;
/// Profiles of H.264, `profile_idc` of ITU-T H.264, annex A.
const BASELINE: u8 = 66;
const MAIN: u8 = 77;
const HIGH: u8 = 100;
/// AAC-LC as an audio object type (ISO/IEC 14496-3, table 1.17).
const AAC_LC: u8 = 2;

/// What of an MP4 file that plays is outside the profile. Other files hold sound alone, and what
/// plays of them is within it.
pub fn outside(movie: &Movie) -> Vec<ProfileDefect> {
    let mut found = Vec::new();
    if let Some(track) = &movie.video {
        pictures(track, &mut found);
    }
    if let Some(Codec::Aac { config }) = movie.sound.as_ref().map(|track| &track.codec) {
        sound(config, &mut found);
    }
    found
}

fn pictures(track: &Track, found: &mut Vec<ProfileDefect>) {
    let mut most = AV1_RATE;
    if let Codec::H264 { config, .. } = &track.codec {
        most = H264_RATE;
        coding(config, found);
        let bytes: f64 = track.samples.iter().map(|it| f64::from(it.size)).sum();
        let megabits = bytes * 8.0 / 1e6 / seconds(track.end).max(1e-3);
        if megabits > H264_MEGABITS {
            found.push(ProfileDefect::BitRate {
                megabits,
                most: H264_MEGABITS,
            });
        }
    }
    // FORMAT 6.6.
    if track.turned {
        found.push(ProfileDefect::Turned);
    }
    let mut times: Vec<MediaTime> = track
        .samples
        .iter()
        .filter(|it| it.is_shown())
        .map(|it| it.at)
        .collect();
    times.sort_unstable();
    let mut distances: Vec<f64> = times
        .iter()
        .zip(times.iter().skip(1))
        .map(|(one, next)| seconds(MediaTime(next.0 - one.0)))
        .collect();
    distances.sort_unstable_by(f64::total_cmp);
    let Some(usual) = distances.get(distances.len() / 2).copied() else {
        return;
    };
    let uneven = distances
        .iter()
        .filter(|it| (*it - usual).abs() > usual * EVEN);
    if uneven.count() > distances.len() / OFF_BEAT {
        found.push(ProfileDefect::VariableRate);
    }
    let rate = distances.iter().map(|_| 1.0).sum::<f64>() / distances.iter().sum::<f64>().max(1e-3);
    if rate > most + RATE_OFF {
        found.push(ProfileDefect::PictureRate { rate, most });
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no medium is so long that a nanosecond of it gets lost"
)]
fn seconds(time: MediaTime) -> f64 {
    time.0 as f64 / 1e9
}

/// Profile (FORMAT 6.2) and scan (FORMAT 6.3) of an H.264 stream, by its configuration record.
fn coding(config: &[u8], found: &mut Vec<ProfileDefect>) {
    let Ok(config) = parse_avcc_config(config) else {
        return;
    };
    for info in config
        .sps_nals
        .iter()
        .filter_map(|nal| parse_sps_info(nal).ok())
    {
        if !matches!(info.profile, BASELINE | MAIN | HIGH) {
            found.push(ProfileDefect::H264Profile {
                profile: info.profile,
            });
        }
        if !info.progressive {
            found.push(ProfileDefect::Interlaced);
        }
    }
}

/// An `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6.2.1) against FORMAT 6.7.
fn sound(config: &[u8], found: &mut Vec<ProfileDefect>) {
    let bits = Bits(config);
    let kind = bits.at(0, 5);
    // The rate is an index of four bits, or 15 and then the rate itself in 24.
    let after_rate = if bits.at(5, 4) == 15 { 33 } else { 9 };
    let channels = bits.at(after_rate, 4);
    // HE-AAC may be signaled at the end, for players that know only AAC-LC.
    let extension = after_rate + 4 + 3;
    let spectral = bits.at(extension, 11) == 0x2b7
        && bits.at(extension + 11, 5) == 5
        && bits.at(extension + 16, 1) == 1;
    if kind != u32::from(AAC_LC) || spectral {
        found.push(ProfileDefect::AacProfile);
    } else if channels > 6 {
        found.push(ProfileDefect::Channels);
    }
}

/// Bits of a record; those past its end are zero.
struct Bits<'a>(&'a [u8]);

impl Bits<'_> {
    fn at(&self, start: usize, count: usize) -> u32 {
        (start..start + count).fold(0, |number, place| {
            let byte = self.0.get(place / 8).copied().unwrap_or(0);
            number << 1 | u32::from(byte >> (7 - place % 8) & 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sound(config: &[u8]) -> Vec<ProfileDefect> {
        let mut found = Vec::new();
        sound(config, &mut found);
        found
    }

    #[test]
    fn aac_lc_with_up_to_six_channels_is_within_the_profile() {
        // 48 kHz: object type 2, rate index 3, channels 2 and 6.
        assert_eq!(of_sound(&[0x11, 0x90]), []);
        assert_eq!(of_sound(&[0x11, 0xb0]), []);
        // As ffmpeg writes it: an extension that says that there is no SBR.
        assert_eq!(of_sound(&[0x11, 0x90, 0x56, 0xe5, 0x00]), []);
    }

    #[test]
    fn he_aac_is_outside_the_profile_however_it_is_signaled() {
        // Object type 5 and 29 at the beginning; object type 5 behind an AAC-LC configuration.
        for config in [
            &[0x2b, 0x11, 0x88, 0x00][..],
            &[0xeb, 0x09, 0x88, 0x00],
            &[0x13, 0x10, 0x56, 0xe5, 0x98],
        ] {
            assert_eq!(of_sound(config), [ProfileDefect::AacProfile], "{config:x?}");
        }
    }

    #[test]
    fn eight_channels_are_outside() {
        assert_eq!(of_sound(&[0x11, 0xb8]), [ProfileDefect::Channels]);
    }

    #[test]
    fn a_truncated_record_causes_no_panic() {
        assert_eq!(of_sound(&[]), [ProfileDefect::AacProfile]);
        let mut found = Vec::new();
        coding(&[1, 100], &mut found);
        assert_eq!(found, []);
    }
}
