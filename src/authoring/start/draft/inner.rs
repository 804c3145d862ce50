//! Captions out of the subtitles that a film brings along.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::authoring::ffmpeg::Ffmpeg;
use crate::authoring::inner_subtitles::{
    InnerTrack, TextSource, is_same_language, of_look, of_movie,
};
use crate::authoring::start::draft::media::{label, transcript_that_fits};
use crate::authoring::start::draft::{Draft, bounded, shown};
use crate::authoring::start::find::Found;
use crate::authoring::start::subtitles::{NoCaptions, webvtt_time};
use crate::authoring::start::{StartNotice, read, subtitles};
use crate::authoring::{AuthoringError, FfmpegError, InnerFormNotice, InnerLeftNotice};
use crate::pack::PackError;
use crate::pack::content::MAX_CAPTIONS;
use crate::pack::manifest::Captions;
use crate::player::demux::{self, SubtitleFormat, SubtitleTrack};
use crate::player::{FileSource, MediaSource as _};

/// Why there is no text of a track.
enum NoText {
    Left(InnerLeftNotice),
    Failed(AuthoringError),
}

impl From<InnerLeftNotice> for NoText {
    fn from(why: InnerLeftNotice) -> Self {
        Self::Left(why)
    }
}

impl From<FfmpegError> for NoText {
    fn from(error: FfmpegError) -> Self {
        match error {
            FfmpegError::Cancelled => Self::Failed(PackError::Cancelled.into()),
            FfmpegError::NotFound { .. }
            | FfmpegError::NotRun { .. }
            | FfmpegError::NoEncoder { .. } => Self::Left(InnerLeftNotice::NoFfmpeg),
            _ => Self::Left(InnerLeftNotice::Unreadable),
        }
    }
}

impl Draft<'_, '_> {
    /// Makes captions of the subtitles inside a film, one for each language of which it has none yet.
    /// Returns the first of them as Markdown. What cannot become captions is named.
    pub fn inner_captions(
        &mut self,
        film: &Found,
        captions: &mut Vec<Captions>,
        title: &str,
    ) -> Result<Option<String>, AuthoringError> {
        let has_captions_of_files = !captions.is_empty();
        let mut tracks = self.inner_tracks(film)?;
        // What shows by itself comes first, and text before what has to be decoded.
        tracks.sort_by_key(|track| {
            let is_text = track.notice.form == InnerFormNotice::Text;
            (!is_text, !track.is_default)
        });
        let mut transcript = None;
        for track in tracks {
            let stated = &track.notice.language;
            let language = match stated.as_str() {
                "" => self.wish.language.clone(),
                stated => stated.to_owned(),
            };
            let mut of_language = captions.iter();
            let is_there = of_language.any(|it| is_same_language(&it.language, &language));
            if is_there || stated.is_empty() && has_captions_of_files {
                continue;
            }
            let text = match self.inner_text(film, &track) {
                Ok(text) => text,
                Err(NoText::Failed(error)) => return Err(error),
                Err(NoText::Left(why)) => {
                    self.said.push(StartNotice::InnerSubtitlesLeft {
                        file: shown(&film.path),
                        track: track.notice,
                        why,
                    });
                    continue;
                }
            };
            let found = match subtitles::read(&text, true) {
                Ok(found) => found,
                // A track without a word, as cameras and programs leave them, is nothing to miss.
                Err(NoCaptions::Empty) => continue,
                Err(NoCaptions::TooMuch(_)) => {
                    self.said.push(StartNotice::InnerSubtitlesLeft {
                        file: shown(&film.path),
                        track: track.notice,
                        why: InnerLeftNotice::Unreadable,
                    });
                    continue;
                }
            };
            let stem = format!("{}.{language}", film.stem);
            let path = self.place.name("captions", &stem, "vtt")?;
            let bytes = found.webvtt.as_ref().map_or(&text[..], |it| it.as_bytes());
            self.place.write(path.as_str(), bytes)?;
            self.said.push(StartNotice::InnerCaptions {
                file: shown(&film.path),
                stated: !stated.is_empty(),
                language: language.clone(),
            });
            if transcript.is_none() {
                transcript = transcript_that_fits(title, &found.cues);
            }
            captions.push(Captions {
                path,
                label: label(&language),
                language,
            });
        }
        Ok(transcript)
    }

    fn inner_tracks(&mut self, film: &Found) -> Result<Vec<InnerTrack>, AuthoringError> {
        let source = FileSource(film.path.clone());
        let movie = source.open().ok().and_then(|mut reader| {
            let is_mp4 = demux::is_mp4(reader.as_mut()).ok()?;
            is_mp4.then(|| demux::open(reader.as_mut()).ok())?
        });
        if let Some(movie) = movie {
            return Ok(of_movie(&source, &movie, Duration::MAX));
        }
        let mut proceed = || (self.progress)(0, 0);
        let look = Ffmpeg::find(&mut proceed)
            .and_then(|ffmpeg| ffmpeg.look(&whole(&film.path), &mut proceed));
        match look {
            Ok(look) => Ok(of_look(&look)),
            Err(FfmpegError::Cancelled) => Err(PackError::Cancelled.into()),
            // Without ffmpeg nothing plays it either, which is a finding.
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The text of a track as WebVTT.
    fn inner_text(&mut self, film: &Found, track: &InnerTrack) -> Result<Vec<u8>, NoText> {
        if track.notice.form == InnerFormNotice::Forced {
            return Err(InnerLeftNotice::Forced.into());
        }
        if let TextSource::Mp4(track) = &track.source {
            return webvtt_of_mp4(&film.path, track).ok_or(InnerLeftNotice::Unreadable.into());
        }
        if track.source == TextSource::None {
            return Err(match track.notice.form {
                InnerFormNotice::Pictures => InnerLeftNotice::Pictures,
                _ => InnerLeftNotice::Unreadable,
            }
            .into());
        }
        let source = whole(&film.path);
        let folder = tempfile::Builder::new().prefix(".muster-").tempdir();
        let folder = folder.map_err(|error| NoText::Failed(read(&film.path, error)))?;
        let target = folder.path().join("captions.vtt");
        let mut proceed = || (self.progress)(0, 0);
        let ffmpeg = Ffmpeg::find(&mut proceed)?;
        match &track.source {
            TextSource::Stream(number) => {
                ffmpeg.extract_subtitles(&source, *number, &target, &mut proceed)?;
            }
            TextSource::ClosedCaptionStream(number) => {
                let look = ffmpeg.look(&source, &mut proceed)?;
                let streams = look.subtitles.iter().enumerate();
                let mut closed = streams.filter(|(_, stream)| stream.codec == "eia_608");
                let (stream, _) = closed.nth(*number).ok_or(InnerLeftNotice::Unreadable)?;
                ffmpeg.extract_subtitles(&source, stream, &target, &mut proceed)?;
            }
            TextSource::Pictures { format } => {
                ffmpeg.extract_closed_captions(&source, format, &target, &mut proceed)?;
            }
            TextSource::Mp4(_) | TextSource::None => {}
        }
        if fs::metadata(&target).is_ok_and(|it| it.len() > MAX_CAPTIONS) {
            return Err(InnerLeftNotice::Unreadable.into());
        }
        bounded(&target, MAX_CAPTIONS).map_err(NoText::Failed)
    }
}

fn whole(file: &Path) -> std::path::PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

/// A track of text of an MP4 file; nothing where it cannot be read.
fn webvtt_of_mp4(file: &Path, track: &SubtitleTrack) -> Option<Vec<u8>> {
    let mut reader = FileSource(file.to_owned()).open().ok()?;
    let texts = track.read_texts(reader.as_mut()).ok()?;
    let is_webvtt = track.format == SubtitleFormat::WebVtt;
    let mut out = String::from("WEBVTT\n");
    for text in texts {
        let shown = if is_webvtt {
            text.text
        } else {
            let text = text.text.replace('&', "&amp;");
            text.replace('<', "&lt;").replace('>', "&gt;")
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "\n{} --> {} {}",
            from_zero(text.start_ms),
            from_zero(text.end_ms),
            text.settings.replace(['\n', '\r'], " ").trim()
        );
        for line in shown.lines().filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(out, "{line}");
        }
    }
    Some(out.into_bytes())
}

/// One before the beginning is the beginning.
fn from_zero(ms: i64) -> String {
    webvtt_time(u64::try_from(ms).unwrap_or(0))
}

#[cfg(test)]
mod tests;
