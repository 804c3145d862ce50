//! From a source outside the profile to a file within it.

use std::path::Path;

use super::loudness::{Measure, evening, measuring};
use super::recipe::{self, STEREO};
use super::{Ffmpeg, FfmpegError, Look, address, input, words};

/// Sound is evened out at most so often: after the second time it is as near as it gets.
const ROUNDS: usize = 3;

/// Told how far the work is, from 0 to 1; says whether to go on.
type Proceed<'a> = dyn FnMut(f64) -> bool + 'a;

/// Makes `target` of `source`, of which `look` was taken: MP4 with the pictures, if they are
/// wanted and there are any, and the sound, if there is any. Returns the last thing that ffmpeg
/// had to say against the source, or nothing.
///
/// # Errors
/// Those of running ffmpeg; `target` may then be there in part.
pub fn transcode(
    ffmpeg: &Ffmpeg,
    source: &Path,
    look: &Look,
    pictures: bool,
    target: &Path,
    proceed: &mut Proceed<'_>,
) -> Result<Option<String>, FfmpegError> {
    let video = look.video.filter(|_| pictures);
    // Listening takes a fraction of the time that pictures take.
    let listening = match (look.sound, video) {
        (None, _) => 0.0,
        (Some(_), Some(_)) => 0.15,
        (Some(_), None) => 0.6,
    };
    let even = match look.sound {
        Some(track) => even(ffmpeg, source, look, track, &mut |done| {
            proceed(done * listening)
        })?,
        None => None,
    };
    let mut arguments = input(source, "error");
    if let Some(video) = &video {
        arguments.extend(words("-map 0:V:0"));
        arguments.extend(recipe::video(ffmpeg, video));
    }
    if let Some(track) = look.sound {
        arguments.extend(words(&format!("-map 0:a:{track}")));
        arguments.extend(recipe::sound(even.as_deref()));
    }
    arguments.extend(recipe::container());
    arguments.push(address(target));
    let heard = ffmpeg.run(&arguments, length_us(look), &mut |done_us| {
        proceed(listening + part(done_us, look) * (1.0 - listening))
    })?;
    let heard = heard.checked()?;
    Ok(Some(heard.last_line()).filter(|line| !line.is_empty()))
}

/// The filter that makes the sound as loud as it is to be; nothing if it is silent.
fn even(
    ffmpeg: &Ffmpeg,
    source: &Path,
    look: &Look,
    track: usize,
    proceed: &mut Proceed<'_>,
) -> Result<Option<String>, FfmpegError> {
    let rounds = f64::from(u8::try_from(ROUNDS).unwrap_or(u8::MAX));
    let mut share = 0.0;
    let mut listen = |filters: &str| -> Result<Option<Measure>, FfmpegError> {
        let mut arguments = input(source, "info");
        arguments.extend(words(&format!("-map 0:a:{track} -af")));
        arguments.push(filters.into());
        arguments.extend(words("-f null -"));
        let before = share;
        let heard = ffmpeg.run(&arguments, length_us(look), &mut |done_us| {
            proceed(before + part(done_us, look) / rounds)
        })?;
        share += 1.0 / rounds;
        Ok(Measure::read(&heard.checked()?.messages))
    };
    let measuring = measuring();
    let Some(source_measure) = listen(&format!("{STEREO},{measuring}"))? else {
        return Ok(None);
    };
    let mut by = 0.0;
    let mut filter = evening(&source_measure, by);
    for _ in 1..ROUNDS {
        let evened = listen(&format!("{STEREO},{filter},{measuring}"))?;
        let Some(off) = evened.and_then(|measure| measure.off()) else {
            break;
        };
        by += off;
        filter = evening(&source_measure, by);
    }
    Ok(Some(filter))
}

fn length_us(look: &Look) -> Option<u64> {
    look.length_ms.map(|ms| ms.saturating_mul(1000))
}

/// How much of the source is done, from 0 to 1; 0 where its length is not known.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of a length, for people"
)]
fn part(done_us: u64, look: &Look) -> f64 {
    match length_us(look) {
        Some(length) if length > 0 => (done_us as f64 / length as f64).min(1.0),
        _ => 0.0,
    }
}
