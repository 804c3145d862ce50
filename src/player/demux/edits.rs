//! Edit lists: from a track's own time to the presentation line (PLAYER 2.4).
//!
//! They are what takes away the priming of AAC (21 to 44 ms of silence that would otherwise be a
//! lip-sync error) and the offset that B-frames put before the first picture.

use super::bytes::{Bytes, bad};
use super::tables::Raw;
use super::{MAX_SAMPLES, Sample};
use crate::player::{MediaTime, PlayerError};

/// The most edits that a track may have (PLAYER 2.2).
const MAX_EDITS: usize = 100;

/// One entry of an `elst` box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// How long it lasts, in ticks of the movie; 0: to the track's end.
    pub duration: u64,
    /// Where in the track it begins, in ticks of the track; negative: nothing is shown.
    pub media_time: i64,
}

/// Reads an `elst` box.
pub fn read(mut body: Bytes<'_>) -> Result<Vec<Edit>, PlayerError> {
    let (version, _) = body.version()?;
    let count = body.count(if version == 1 { 20 } else { 12 })?;
    if count > MAX_EDITS {
        return Err(bad(format!("more than {MAX_EDITS} edits")));
    }
    let mut edits = Vec::with_capacity(count);
    for _ in 0..count {
        let (duration, media_time) = if version == 1 {
            (body.u64()?, body.i64()?)
        } else {
            (u64::from(body.u32()?), i64::from(body.i32()?))
        };
        // Rates other than 1 are passed over, as other players do.
        body.take(4)?;
        edits.push(Edit {
            duration,
            media_time,
        });
    }
    Ok(edits)
}

/// How a track's time is laid on the presentation line.
pub struct Line {
    /// Ticks a second of the movie, in which edits last.
    pub movie_timescale: u32,
    /// Ticks a second of the track.
    pub timescale: u32,
    /// How many samples before the one at an edit's beginning are decoded as well (PLAYER 2.5).
    pub preroll: usize,
}

impl Line {
    /// Applies edits to a track's samples; also says when the last of them is over.
    pub fn apply(
        &self,
        edits: &[Edit],
        raw: &[Raw],
    ) -> Result<(Vec<Sample>, MediaTime), PlayerError> {
        let mut laid = Laid::default();
        if edits.iter().all(|edit| edit.media_time < 0) {
            let whole = Segment {
                begins: MediaTime::ZERO,
                from: MediaTime(i64::MIN),
                until: MediaTime(i64::MAX),
                media_time: 0,
            };
            self.lay(&mut laid, raw, &whole)?;
            return Ok(laid.finish());
        }
        let mut passed = 0_u64;
        for edit in edits {
            let begins = time(signed(passed), self.movie_timescale);
            passed = passed.saturating_add(edit.duration);
            if edit.media_time < 0 {
                continue;
            }
            let length = (u128::from(edit.duration) * u128::from(self.timescale)
                + u128::from(self.movie_timescale) / 2)
                / u128::from(self.movie_timescale);
            let length = match edit.duration {
                0 => i64::MAX,
                _ => i64::try_from(length).unwrap_or(i64::MAX),
            };
            let segment = Segment {
                begins,
                from: begins,
                until: add(begins, time(length, self.timescale)),
                media_time: edit.media_time,
            };
            let end = edit.media_time.saturating_add(length);
            let first = raw
                .iter()
                .take_while(|sample| sample.at <= edit.media_time || !sample.key)
                .enumerate()
                .filter(|(_, sample)| sample.key && sample.at <= edit.media_time)
                .last()
                .map_or(0, |(index, _)| index.saturating_sub(self.preroll));
            let after = raw
                .iter()
                .rposition(|sample| sample.at < end)
                .map_or(0, |index| index + 1);
            self.lay(
                &mut laid,
                raw.get(first..after).unwrap_or_default(),
                &segment,
            )?;
        }
        Ok(laid.finish())
    }

    fn lay(&self, laid: &mut Laid, raw: &[Raw], segment: &Segment) -> Result<(), PlayerError> {
        if laid.samples.len() + raw.len() > MAX_SAMPLES {
            return Err(bad(format!("edits show more than {MAX_SAMPLES} samples")));
        }
        for sample in raw {
            let ticks = sample.at.saturating_sub(segment.media_time);
            let at = add(segment.begins, time(ticks, self.timescale));
            let over = add(
                segment.begins,
                time(
                    ticks.saturating_add(i64::from(sample.duration)),
                    self.timescale,
                ),
            );
            if segment.from < over && at < segment.until {
                laid.end = laid.end.max(over.min(segment.until));
            }
            laid.samples.push(Sample {
                offset: sample.offset,
                size: sample.size,
                at,
                from: segment.from,
                until: segment.until,
                floor: at,
                key: sample.key,
            });
        }
        Ok(())
    }
}

/// One edit on both lines.
struct Segment {
    begins: MediaTime,
    from: MediaTime,
    until: MediaTime,
    media_time: i64,
}

#[derive(Default)]
struct Laid {
    samples: Vec<Sample>,
    end: MediaTime,
}

impl Laid {
    fn finish(mut self) -> (Vec<Sample>, MediaTime) {
        let mut floor = MediaTime(i64::MAX);
        for sample in self.samples.iter_mut().rev() {
            if sample.is_shown() {
                floor = floor.min(sample.at);
            }
            sample.floor = floor;
        }
        (self.samples, self.end)
    }
}

fn signed(ticks: u64) -> i64 {
    i64::try_from(ticks).unwrap_or(i64::MAX)
}

fn add(a: MediaTime, b: MediaTime) -> MediaTime {
    MediaTime(a.0.saturating_add(b.0))
}

/// Ticks in nanoseconds, to the nearest.
fn time(ticks: i64, timescale: u32) -> MediaTime {
    let timescale = i128::from(timescale);
    let nanos = (i128::from(ticks) * 1_000_000_000 + timescale / 2).div_euclid(timescale);
    MediaTime(i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::{Edit, Line, MediaTime, Raw, Sample};

    const LINE: Line = Line {
        movie_timescale: 1_000,
        timescale: 100,
        preroll: 0,
    };

    /// Samples of ten ticks (a tenth of a second) with these offsets between decoding and
    /// showing; the ones in `keys` are key frames.
    fn samples(offsets: &[i64], keys: &[usize]) -> Vec<Raw> {
        offsets
            .iter()
            .enumerate()
            .map(|(number, offset)| Raw {
                offset: 0,
                size: 1,
                at: i64::try_from(number).unwrap() * 10 + offset,
                duration: 10,
                key: keys.contains(&number),
            })
            .collect()
    }

    fn shown(samples: &[Sample]) -> Vec<i64> {
        samples
            .iter()
            .filter(|sample| sample.is_shown())
            .map(|sample| sample.at.as_millis())
            .collect()
    }

    #[test]
    fn without_edits_times_are_the_tracks_own() {
        let (laid, end) = LINE.apply(&[], &samples(&[0, 0, 0], &[0])).unwrap();
        assert_eq!(shown(&laid), [0, 100, 200]);
        assert_eq!(end.as_millis(), 300);
    }

    #[test]
    fn an_edit_takes_away_the_offset_of_b_frames() {
        // Shown in the order 1 3 2 4, all 20 ticks late.
        let raw = samples(&[20, 30, 10, 20], &[0]);
        let edit = Edit {
            duration: 400,
            media_time: 20,
        };
        let (laid, end) = LINE.apply(&[edit], &raw).unwrap();
        assert_eq!(shown(&laid), [0, 200, 100, 300]);
        assert_eq!(end.as_millis(), 400);
        let floors: Vec<_> = laid.iter().map(|sample| sample.floor.as_millis()).collect();
        assert_eq!(floors, [0, 100, 100, 300]);
    }

    // PLAYER 2.4, 2.5.
    #[test]
    fn an_empty_edit_delays_and_a_later_one_begins_at_its_key_frame() {
        let raw = samples(&[0; 8], &[0, 4]);
        let edits = [
            Edit {
                duration: 500,
                media_time: -1,
            },
            Edit {
                duration: 200,
                media_time: 60,
            },
        ];
        let (laid, end) = LINE.apply(&edits, &raw).unwrap();
        // Two pictures are only decoded: those from the key frame to the edit's beginning.
        assert_eq!(laid.len(), 4);
        assert!(laid[0].key && !laid[0].is_shown() && !laid[1].is_shown());
        assert_eq!(shown(&laid), [500, 600]);
        assert_eq!(end.as_millis(), 700);
    }

    #[test]
    fn several_edits_follow_one_another() {
        let raw = samples(&[0; 6], &[0, 1, 2, 3, 4, 5]);
        let edits = [
            Edit {
                duration: 100,
                media_time: 50,
            },
            Edit {
                duration: 200,
                media_time: 0,
            },
        ];
        let (laid, end) = LINE.apply(&edits, &raw).unwrap();
        assert_eq!(shown(&laid), [0, 100, 200]);
        assert_eq!(end, MediaTime::from_millis(300));
    }

    // PLAYER 2.5.
    #[test]
    fn sound_is_decoded_from_a_little_before_the_edit() {
        let raw = samples(&[0; 6], &[0, 1, 2, 3, 4, 5]);
        let line = Line { preroll: 2, ..LINE };
        let edit = Edit {
            duration: 0,
            media_time: 35,
        };
        let (laid, _) = line.apply(&[edit], &raw).unwrap();
        let times: Vec<_> = laid.iter().map(|sample| sample.at.as_millis()).collect();
        assert_eq!(times, [-250, -150, -50, 50, 150]);
    }
}
