//! Films and sounds of a pack that is begun, with their captions and transcripts.

use std::path::Path;
use std::time::Duration;

use crate::authoring::ffmpeg::Ffmpeg;
use crate::authoring::start::draft::{Draft, bounded, shown};
use crate::authoring::start::find::{Found, Kind};
use crate::authoring::start::subtitles::NoCaptions;
use crate::authoring::start::{LeftOutNotice, StartNotice, names, subtitles};
use crate::authoring::{AuthoringError, FfmpegError};
use crate::pack::PackError;
use crate::pack::content::{MAX_CAPTIONS, MAX_MARKDOWN, check_markdown};
use crate::pack::manifest::{Captions, MAX_DURATION_MS, Media, MediaKind, Step};
use crate::player::captions::Cue;
use crate::player::{self, FileSource, PlayerError};

/// For a medium whose length shows only once it is transcoded.
const UNKNOWN_MS: u64 = 60_000;
/// A file is as long as it claims if it comes out so near, in milliseconds.
const CLAIM_OFF_MS: u64 = 1_000;

impl Draft<'_, '_> {
    pub fn media(&mut self, title: &str) -> Result<(Vec<Media>, Vec<Step>), AuthoringError> {
        let videos = self.of(|kind| kind == Kind::Video);
        let sounds = self.of(|kind| kind == Kind::Audio);
        let all: Vec<Found> = videos.iter().chain(&sounds).cloned().collect();
        let mut captions = self.captions(&all);
        let (mut media, mut steps) = (Vec::new(), Vec::new());
        for (n, found) in all.iter().enumerate() {
            let is_video = found.kind == Kind::Video;
            // The sound alone of a film stands beside it.
            let step = is_video || videos.is_empty();
            let id = match (n, step) {
                (0, _) => "briefing".to_owned(),
                (_, false) if sounds.len() == 1 => "listen".to_owned(),
                _ => names::id(&found.stem, "medium"),
            };
            let id = names::free(&id, &mut self.ids);
            let duration_ms = self.length(found, step)?;
            let path = self.place.take(found, "media", self.progress)?;
            let mut tracks = Vec::new();
            let mut transcript = None;
            for (_, file, language) in captions.extract_if(.., |(of, _, _)| *of == n) {
                let (track, text) = self.track(&file, &language, title)?;
                if transcript.is_none() {
                    transcript = text;
                }
                tracks.extend(track);
            }
            let text = self.inner_captions(found, &mut tracks, title)?;
            let transcript = transcript.or(text);
            let transcript = match transcript {
                Some(text) => {
                    let path = self.place.name("text", &format!("{id}-transcript"), "md")?;
                    self.place.write(path.as_str(), text.as_bytes())?;
                    self.said.push(StartNotice::Transcript);
                    Some(path)
                }
                None => None,
            };
            if step {
                steps.push(Step::Play(id.clone()));
            }
            media.push(Media {
                id,
                kind: if is_video {
                    MediaKind::Video
                } else {
                    MediaKind::Audio
                },
                path,
                title: match n {
                    0 => title.to_owned(),
                    _ => names::title(&found.stem),
                },
                duration_ms,
                captions: tracks,
                transcript,
                chapters: Vec::new(),
            });
        }
        Ok((media, steps))
    }

    /// The length as our own player measures it, or as ffmpeg does where that is what will play it.
    fn length(&mut self, found: &Found, step: bool) -> Result<u64, AuthoringError> {
        let file = shown(&found.path);
        let source = FileSource(found.path.clone());
        let mut go_on = || (self.progress)(0, 0);
        let examined = match player::examine(&source, Duration::ZERO, &mut go_on) {
            Err(PlayerError::Stopped) => return Err(PackError::Cancelled.into()),
            examined => examined.ok(),
        };
        let measured = examined.and_then(|it| u64::try_from(it.info.duration.as_millis()).ok());
        let measured = match measured {
            Some(length) => Some(length),
            None => match self.length_by_ffmpeg(&found.path) {
                Err(FfmpegError::Cancelled) => return Err(PackError::Cancelled.into()),
                Err(_) => None,
                Ok(length) => length,
            },
        };
        let Some(length_ms) = measured.filter(|it| (1..=MAX_DURATION_MS).contains(it)) else {
            self.said.push(StartNotice::NotMeasured { file });
            return Ok(UNKNOWN_MS);
        };
        self.said.push(StartNotice::Medium {
            file,
            length_ms,
            step,
        });
        Ok(length_ms)
    }

    fn length_by_ffmpeg(&mut self, file: &Path) -> Result<Option<u64>, FfmpegError> {
        let mut proceed = || (self.progress)(0, 0);
        let ffmpeg = Ffmpeg::find(&mut proceed)?;
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let look = ffmpeg.look(&file, &mut proceed)?;
        match ffmpeg.measure(&file, &look, &mut proceed) {
            Err(FfmpegError::Cancelled) => Err(FfmpegError::Cancelled),
            // It ends where the last picture begins or ends: the claim is no less right.
            Ok(Some(length_ms)) => Ok(look
                .length_ms
                .filter(|claimed| claimed.abs_diff(length_ms) < CLAIM_OFF_MS)
                .or(Some(length_ms))),
            Ok(None) | Err(_) => Ok(look.length_ms),
        }
    }

    /// Which captions belong to which medium, and the language that they are taken to be in.
    fn captions(&mut self, media: &[Found]) -> Vec<(usize, Found, String)> {
        let mut found: Vec<(usize, Found, String)> = Vec::new();
        // WebVTT first: of the same captions in both, it is what a pack holds.
        let mut files = self.of(|kind| kind == Kind::WebVtt);
        files.extend(self.of(|kind| kind == Kind::SubRip));
        files.extend(self.of(|kind| kind == Kind::OtherCaptions));
        let videos = media.iter().filter(|it| it.kind == Kind::Video).count();
        for file in files {
            let stem = file.stem.to_lowercase();
            let by_name = media.iter().enumerate().find_map(|(n, medium)| {
                let rest = stem.strip_prefix(&medium.stem.to_lowercase())?;
                let tag = rest.trim_start_matches(['.', '_', '-', ' ']);
                (tag.len() < rest.len() || rest.is_empty()).then(|| (n, tag.to_owned()))
            });
            // The only film or, without one, the only sound has the captions of whatever name.
            let only = videos == 1 || media.len() == 1;
            let Some((of, tag)) = by_name.or_else(|| only.then(|| (0, language_at_end(&stem))))
            else {
                self.pass_over(&file, LeftOutNotice::CaptionsOfNothing);
                continue;
            };
            let language = language(&tag).unwrap_or_else(|| self.wish.language.clone());
            if found
                .iter()
                .any(|(n, _, known)| (*n, known) == (of, &language))
            {
                self.pass_over(&file, LeftOutNotice::SecondCaptions);
                continue;
            }
            found.push((of, file, language));
        }
        found
    }

    /// Captions in the pack, and what is said in them as Markdown.
    fn track(
        &mut self,
        file: &Found,
        language: &str,
        title: &str,
    ) -> Result<(Option<Captions>, Option<String>), AuthoringError> {
        let mut bytes = bounded(&file.path, MAX_CAPTIONS)?;
        let named_webvtt = file.kind == Kind::WebVtt;
        if file.kind == Kind::OtherCaptions {
            let mut go_on = || (self.progress)(0, 0);
            let Some(webvtt) = subtitles::webvtt_of_other(&file.path, &bytes, &mut go_on)? else {
                self.pass_over(file, LeftOutNotice::CaptionFormat);
                return Ok((None, None));
            };
            bytes = webvtt;
        }
        let is_webvtt = named_webvtt || bytes.starts_with(b"WEBVTT");
        let found = match subtitles::read(&bytes, is_webvtt) {
            Ok(found) => found,
            Err(why) => {
                let reason = match why {
                    NoCaptions::Empty => "there is not one caption in it".to_owned(),
                    NoCaptions::TooMuch(error) => error.to_string(),
                };
                self.pass_over(file, LeftOutNotice::Unreadable(reason));
                return Ok((None, None));
            }
        };
        let path = match &found.webvtt {
            Some(webvtt) => {
                let path = self.place.name("captions", &file.stem, "vtt")?;
                self.place.write(path.as_str(), webvtt.as_bytes())?;
                path
            }
            None if file.kind == Kind::OtherCaptions => {
                let path = self.place.name("captions", &file.stem, "vtt")?;
                self.place.write(path.as_str(), &bytes)?;
                path
            }
            None => self.place.take(file, "captions", self.progress)?,
        };
        self.said.push(StartNotice::Captions {
            file: shown(&file.path),
            language: language.to_owned(),
            converted: !named_webvtt,
        });
        let mended = found
            .mended
            .iter()
            .map(|(what, (count, line))| StartNotice::CaptionsMended {
                file: shown(&file.path),
                what: *what,
                count: *count,
                line: *line,
            });
        self.said.extend(mended);
        let track = Captions {
            path,
            language: language.to_owned(),
            label: label(language),
        };
        Ok((Some(track), transcript_that_fits(title, &found.cues)))
    }
}

/// What captions say as Markdown under this title, if a pack can hold it.
pub(super) fn transcript_that_fits(title: &str, cues: &[Cue]) -> Option<String> {
    let text = subtitles::transcript(title, cues);
    let fits = !cues.is_empty()
        && text.len() as u64 <= MAX_MARKDOWN
        && check_markdown(text.as_bytes()).is_ok();
    fits.then_some(text)
}

/// `es`, `en-us`, `en_US` as a language tag.
fn language(tag: &str) -> Option<String> {
    let tag = tag.replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let region = parts.next();
    let short = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_alphabetic())
    };
    if !short(first, 2) || parts.next().is_some() {
        return None;
    }
    match region {
        None => Some(first.to_lowercase()),
        Some(region) if short(region, 2) => Some(format!(
            "{}-{}",
            first.to_lowercase(),
            region.to_uppercase()
        )),
        Some(_) => None,
    }
}

/// The language that a name like `captions.es` ends with.
fn language_at_end(stem: &str) -> String {
    let end = stem.rsplit(['.', ' ']).next().unwrap_or_default();
    end.to_owned()
}

/// A language's name for people, in that language.
pub(super) fn label(tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or_default() {
        "en" => "English",
        "es" => "Español",
        "fr" => "Français",
        "de" => "Deutsch",
        "pt" => "Português",
        "ht" => "Kreyòl ayisyen",
        "vi" => "Tiếng Việt",
        _ => tag,
    };
    name.to_owned()
}
