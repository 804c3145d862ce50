//! The pictures of a track in the order in which they are shown, from any place on.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::player::decoder::{PictureDecoder, Refusal, Threads};
use crate::player::decoder_for::decoder_for;
use crate::player::decoder_panic::catch_decoder_panic;
use crate::player::demux::{self, Track};
use crate::player::frame::VideoFrame;
use crate::player::{MediaTime, PlayerError, ReadSeek, VideoInfo};

/// The most pictures that are held to bring them into order: what H.264 allows.
const MAX_HELD: usize = 16;
/// After so many damaged places without a picture between them, decoding is given up (PLAYER 4.2).
const MAX_DAMAGE: u32 = 8;

/// What comes next out of a track.
pub enum Next {
    /// A picture.
    Frame(VideoFrame),
    /// Samples here were damaged; decoding goes on at the next key frame.
    Damaged {
        /// Where.
        at: MediaTime,
        /// The message of the decoder.
        reason: String,
    },
    /// There are no more.
    End,
}

/// Reads and decodes the pictures of one track.
pub struct Pictures {
    source: Box<dyn ReadSeek>,
    track: Arc<Track>,
    decoder: Box<dyn PictureDecoder>,
    /// The next sample to decode.
    next: usize,
    /// The key frame at which decoding began.
    began: usize,
    /// The last picture that was handed out.
    handed: MediaTime,
    /// The next picture is handed out though it is not the one sought.
    glimpse: bool,
    /// The decoder is not left to hold it back.
    glimpse_at_once: bool,
    /// Pictures that wait for an earlier one.
    held: BTreeMap<MediaTime, VideoFrame>,
    /// Pictures before this are decoded for those that build on them, and not handed out.
    wanted_from: MediaTime,
    /// The time of the key frame at which decoding began: what is due before it is not decoded.
    key_at: MediaTime,
    /// Whether decoding can begin at these samples, of those that were looked at.
    entries: BTreeMap<usize, bool>,
    damage: u32,
    buffer: Vec<u8>,
}

impl Pictures {
    /// Makes ready to decode a track from its beginning.
    ///
    /// # Errors
    /// If the track's configuration is damaged or not one that Muster plays.
    pub fn new(
        source: Box<dyn ReadSeek>,
        track: Arc<Track>,
        threads: Threads,
    ) -> Result<Self, PlayerError> {
        let decoder = catch_decoder_panic(|| decoder_for(&track.codec, threads))
            .map_err(|refusal| give_up(refusal, MediaTime::ZERO))?
            .ok_or(PlayerError::NoTracks)?;
        Ok(Self {
            source,
            decoder,
            next: 0,
            began: 0,
            handed: MediaTime(i64::MIN),
            glimpse: false,
            glimpse_at_once: false,
            held: BTreeMap::new(),
            wanted_from: MediaTime(i64::MIN),
            key_at: MediaTime(i64::MIN),
            entries: BTreeMap::new(),
            damage: 0,
            buffer: Vec::new(),
            track,
        })
    }

    /// The size in which the pictures are to be shown, pixels made square.
    #[must_use]
    pub fn info(&self) -> VideoInfo {
        let (coded_width, coded_height) = self.decoder.size();
        let upright = (self.squared(coded_width, coded_height), coded_height);
        let (width, height) = self.track.rotation.size(upright);
        VideoInfo {
            width,
            height,
            key_frames_apart: self.track.key_frames_apart(),
        }
    }

    /// The width of the pictures once their pixels are square (PLAYER 2.10). The container's word
    /// goes before the stream's; without either, the size in the track header tells the shape of a
    /// pixel.
    fn squared(&self, width: u32, height: u32) -> u32 {
        let stated_format = self.track.codec.format();
        let (wide, high) = stated_format
            .and_then(|format| format.pixel_aspect)
            .or_else(|| self.decoder.pixel_aspect())
            .unwrap_or_else(|| {
                let (shown_width, shown_height) = self.track.presented;
                let near = |a: u32, b: u32| a.abs_diff(b) <= 1;
                if shown_width == 0
                    || shown_height == 0
                    || (near(shown_width, width) && near(shown_height, height))
                {
                    (1, 1)
                } else {
                    (
                        shown_width.saturating_mul(height),
                        shown_height.saturating_mul(width),
                    )
                }
            });
        let square = u64::from(width) * u64::from(wide) / u64::from(high.max(1));
        // A shape beyond any screen is a mistake in the file.
        let limit = u64::from(width) * 4;
        match u32::try_from(square) {
            Ok(square) if square > 0 && u64::from(square) <= limit => square,
            _ => width,
        }
    }

    /// Goes to the picture that is due at `to`: it is the next to be handed out (PLAYER 6.5).
    ///
    /// # Errors
    /// If the track's configuration is damaged.
    pub fn seek(&mut self, to: MediaTime) -> Result<(), PlayerError> {
        let (start, target) = place(&self.track, to);
        let on_the_way = (self.began..self.next).contains(&start)
            && target > self.handed
            && target >= self.wanted_from;
        self.wanted_from = target;
        if on_the_way {
            // Nothing is to be decoded twice: it lies ahead (PLAYER 6.9).
            self.held.retain(|at, _| *at >= target);
            self.decoder.skip_to(target);
            return Ok(());
        }
        self.handed = MediaTime(i64::MIN);
        let start = self.entry_before(start)?;
        self.restart(start)
    }

    /// The last sample up to this key frame at which decoding can begin. A file may list others as
    /// key frames, or none at all (PLAYER 6.14).
    fn entry_before(&mut self, mut sample: usize) -> Result<usize, PlayerError> {
        while sample > 0 && !self.is_entry(sample)? {
            let before = self.track.samples.get(..sample).unwrap_or_default();
            sample = before.iter().rposition(|sample| sample.key).unwrap_or(0);
        }
        Ok(sample)
    }

    fn is_entry(&mut self, index: usize) -> Result<bool, PlayerError> {
        if let Some(known) = self.entries.get(&index) {
            return Ok(*known);
        }
        let Some(sample) = self.track.samples.get(index).filter(|sample| sample.key) else {
            return Ok(false);
        };
        demux::read_sample(self.source.as_mut(), sample, &mut self.buffer)?;
        let listed = !self.track.all_keys;
        // Damage is reported when it is decoded.
        let found_entry = self.decoder.can_begin_at(&self.buffer, listed);
        let is_entry = found_entry.unwrap_or(listed);
        self.entries.insert(index, is_entry);
        Ok(is_entry)
    }

    /// The longest way from one sample at which decoding can begin to the next, or to the end.
    /// `go_on` is asked at each, with its time, whether to.
    ///
    /// # Errors
    /// If the file cannot be read; `Stopped`.
    pub fn entries_apart(
        &mut self,
        go_on: &mut dyn FnMut(MediaTime) -> bool,
    ) -> Result<MediaTime, PlayerError> {
        let track = Arc::clone(&self.track);
        let (mut longest, mut last) = (0, None);
        for (index, sample) in track.samples.iter().enumerate() {
            if !sample.key || index > 0 && !self.is_entry(index)? {
                continue;
            }
            if !go_on(sample.at) {
                return Err(PlayerError::Stopped);
            }
            if let Some(last) = last.replace(sample.at.0) {
                longest = longest.max(sample.at.0.saturating_sub(last));
            }
        }
        let last = last.unwrap_or(0);
        Ok(MediaTime(longest.max(track.end.0.saturating_sub(last))))
    }

    /// When the picture is due that stands at a time.
    #[must_use]
    pub fn due_at(&self, time: MediaTime) -> MediaTime {
        place(&self.track, time).1
    }

    /// The picture that the last seek goes to; what is handed out before it is a glimpse.
    #[must_use]
    pub fn sought(&self) -> MediaTime {
        self.wanted_from
    }

    /// Hands out the next picture that is decoded on the way to the one sought; `at_once` rather
    /// than when it is whole anyway, which makes the one sought come a little later.
    pub fn glimpse(&mut self, at_once: bool) {
        self.glimpse = true;
        self.glimpse_at_once = at_once;
    }

    fn restart(&mut self, sample: usize) -> Result<(), PlayerError> {
        self.held.clear();
        self.begin_at(sample);
        let decoder = &mut self.decoder;
        let at = self.key_at;
        catch_decoder_panic(|| decoder.reset()).map_err(|refusal| give_up(refusal, at))
    }

    fn begin_at(&mut self, sample: usize) {
        self.next = sample;
        self.began = sample;
        self.key_at = self
            .track
            .samples
            .get(sample)
            .map_or(MediaTime(i64::MAX), |sample| sample.at);
    }

    /// Decodes the pictures that were lost because one of them is damaged once more, one after
    /// the other: those before the damage are whole. `false` if none were lost.
    fn redo(&mut self) -> Result<bool, PlayerError> {
        let Some(lost) = self.decoder.owes() else {
            return Ok(false);
        };
        let fed = self
            .track
            .samples
            .get(..self.next.min(self.track.samples.len()));
        let key = fed
            .unwrap_or_default()
            .iter()
            .rposition(|sample| sample.key && sample.at <= lost);
        let decoder = &mut self.decoder;
        let alone = catch_decoder_panic(|| decoder.reset_alone())
            .map_err(|refusal| give_up(refusal, lost))?;
        let (true, Some(key)) = (alone, key) else {
            return Ok(false);
        };
        self.wanted_from = self.wanted_from.max(lost);
        let key = self.entry_before(key)?;
        self.begin_at(key);
        Ok(true)
    }

    /// Whether decoding can skip ahead: a key frame lies between what is decoded next and `to`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn can_skip_to(&mut self, to: MediaTime) -> Result<bool, PlayerError> {
        let key = place(&self.track, to).0;
        Ok(key > self.next && self.entry_before(key)? > self.next)
    }

    /// The next picture. `superseded` is asked between samples; if it says so, decoding stops
    /// and the answer is `None`.
    ///
    /// # Errors
    /// If the file cannot be read, is of an unsupported kind, or too much of it is damaged.
    pub fn next(
        &mut self,
        superseded: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Next>, PlayerError> {
        loop {
            let to_come = self.track.samples.get(self.next).map(|sample| sample.floor);
            let floor = to_come.into_iter().chain(self.decoder.owes()).min();
            // Of those before the one sought none is to come that has to be waited for.
            let wanted_from = self.wanted_from;
            if let Some(first) = self.held.first_entry()
                && (*first.key() <= wanted_from || floor.is_none_or(|floor| *first.key() < floor))
            {
                self.damage = 0;
                let frame = first.remove();
                self.handed = frame.at;
                return Ok(Some(Next::Frame(frame)));
            }
            if self.held.len() > MAX_HELD
                && let Some((_, frame)) = self.held.pop_first()
            {
                self.handed = frame.at;
                return Ok(Some(Next::Frame(frame)));
            }
            if superseded() {
                return Ok(None);
            }
            if self.next > self.track.samples.len() {
                return Ok(Some(Next::End));
            }
            if let Err((at, refusal)) = self.step()? {
                let Refusal::Damaged(reason) = refusal else {
                    return Err(give_up(refusal, at));
                };
                if self.redo()? {
                    continue;
                }
                self.damage += 1;
                if self.damage > MAX_DAMAGE {
                    return Err(give_up(Refusal::Damaged(reason), at));
                }
                let mut key = self.next;
                while key < self.track.samples.len() && !self.is_entry(key)? {
                    key += 1;
                }
                // What was decoded whole before the damage is shown still (PLAYER 4.2).
                let held = std::mem::take(&mut self.held);
                self.restart(key)?;
                self.held = held;
                return Ok(Some(Next::Damaged { at, reason }));
            }
        }
    }

    /// Decodes one sample, or what the decoder holds back after the last.
    fn step(&mut self) -> Result<Result<(), (MediaTime, Refusal)>, PlayerError> {
        let track = Arc::clone(&self.track);
        let sample = track.samples.get(self.next);
        self.next += 1;
        if sample.is_some_and(|sample| sample.at < self.key_at) {
            // It may build on pictures from before the key frame, which were not decoded.
            return Ok(Ok(()));
        }
        let (queue, decoder) = (&mut self.held, &mut self.decoder);
        let mut out = |mut frame: VideoFrame| {
            frame.rotation = track.rotation;
            queue.insert(frame.at, frame);
        };
        let (at, result) = match sample {
            Some(sample) => {
                demux::read_sample(self.source.as_mut(), sample, &mut self.buffer)?;
                let (buffer, at) = (&self.buffer, sample.at);
                let wanted = at >= self.wanted_from || (self.glimpse && at >= self.key_at);
                let shown = sample.is_shown() && wanted;
                // PLAYER 6.9.
                if !shown && decoder.is_leaf(buffer) {
                    return Ok(Ok(()));
                }
                let sought = shown && at == self.wanted_from;
                let at_once = shown && self.glimpse_at_once;
                self.glimpse &= !shown;
                self.glimpse_at_once &= !shown;
                let decode = || {
                    decoder.decode(buffer, at, shown, &mut out)?;
                    // These do not wait for those that follow.
                    if sought || at_once {
                        decoder.settle(&mut out)
                    } else {
                        Ok(())
                    }
                };
                (at, catch_decoder_panic(decode))
            }
            None => (track.end, catch_decoder_panic(|| decoder.finish(&mut out))),
        };
        // What is missing is missing from the first picture on that did not come out.
        Ok(result.map_err(|refusal| (decoder.owes().map_or(at, |owed| owed.min(at)), refusal)))
    }
}

/// Where to begin decoding so that the picture due at `to` comes out, and when exactly that one
/// is due (the first, if `to` is before it).
fn place(track: &Track, to: MediaTime) -> (usize, MediaTime) {
    let mut found: Option<(usize, MediaTime)> = None;
    let mut first: Option<(usize, MediaTime)> = None;
    for (index, sample) in track.samples.iter().enumerate() {
        if !sample.is_shown() {
            continue;
        }
        if sample.at <= to && found.is_none_or(|(_, at)| at < sample.at) {
            found = Some((index, sample.at));
        }
        if first.is_none_or(|(_, at)| sample.at < at) {
            first = Some((index, sample.at));
        }
    }
    let (index, at) = found.or(first).unwrap_or((0, MediaTime::ZERO));
    let key = track
        .samples
        .get(..=index)
        .unwrap_or_default()
        .iter()
        .rposition(|sample| sample.key && sample.at <= at)
        .unwrap_or(0);
    (key, at)
}

fn give_up(refusal: Refusal, at: MediaTime) -> PlayerError {
    match refusal {
        Refusal::Unsupported(what) => PlayerError::Unsupported { what },
        Refusal::Damaged(reason) => PlayerError::Decode {
            track: "video",
            at_ms: at.as_millis(),
            reason,
        },
    }
}
