//! Subtitles inside a film: which there are, and which of them no captions of the pack stand for
//! (FORMAT 6.14).

use std::time::Duration;

use crate::authoring::ffmpeg::Look;
use crate::authoring::{Defect, InnerFormNotice, InnerTrackNotice};
use crate::pack::manifest::Captions;
use crate::player::demux::{self, Movie, SubtitleFormat, SubtitleTrack};
use crate::player::{self, MediaSource};

/// Where the text of a track comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextSource {
    /// Muster's own reader.
    Mp4(SubtitleTrack),
    /// ffmpeg, by the number of the stream among those of subtitles.
    Stream(usize),
    /// ffmpeg, of closed captions in a stream of their own, by their number among those.
    ClosedCaptionStream(usize),
    /// ffmpeg, out of the pictures of a file of this format.
    Pictures {
        /// As ffmpeg calls it.
        format: String,
    },
    /// Nobody.
    None,
}

/// A track of subtitles inside a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnerTrack {
    /// What is said of it.
    pub notice: InnerTrackNotice,
    /// Whether players show it if nobody chooses another.
    pub is_default: bool,
    /// Where its text comes from.
    pub source: TextSource,
}

/// The tracks of an MP4 file that Muster plays; closed captions in its pictures are looked for as far
/// as to `until`. What of them cannot be read is not listed.
pub fn of_movie(source: &dyn MediaSource, movie: &Movie, until: Duration) -> Vec<InnerTrack> {
    let Ok(mut reader) = source.open() else {
        return Vec::new();
    };
    let tracks = demux::subtitles(reader.as_mut());
    let mut closed = 0..;
    let mut found: Vec<InnerTrack> = tracks
        .unwrap_or_default()
        .into_iter()
        .map(|track| {
            let (form, source) = match &track.format {
                SubtitleFormat::TimedText | SubtitleFormat::WebVtt if track.forced => {
                    (InnerFormNotice::Forced, TextSource::None)
                }
                SubtitleFormat::TimedText | SubtitleFormat::WebVtt => {
                    (InnerFormNotice::Text, TextSource::Mp4(track.clone()))
                }
                SubtitleFormat::ClosedCaptions => (
                    InnerFormNotice::ClosedCaptions,
                    TextSource::ClosedCaptionStream(closed.next().unwrap_or(0)),
                ),
                SubtitleFormat::Pictures => (InnerFormNotice::Pictures, TextSource::None),
                SubtitleFormat::Other(code) => {
                    (InnerFormNotice::Unknown(code.clone()), TextSource::None)
                }
            };
            InnerTrack {
                notice: InnerTrackNotice {
                    language: tag(&track.language),
                    form,
                },
                is_default: track.enabled,
                source,
            }
        })
        .collect();
    if player::has_closed_captions(reader.as_mut(), movie, until).unwrap_or(false) {
        found.push(closed_captions("mov".to_owned()));
    }
    found
}

/// The tracks of a file of which ffmpeg told what is in it.
pub fn of_look(look: &Look) -> Vec<InnerTrack> {
    let streams = look.subtitles.iter().enumerate();
    let mut found: Vec<InnerTrack> = streams
        .map(|(n, stream)| {
            let form = match stream.codec.as_str() {
                _ if stream.forced => InnerFormNotice::Forced,
                "subrip" | "srt" | "ass" | "ssa" | "webvtt" | "mov_text" | "text" | "microdvd"
                | "subviewer" | "subviewer1" | "sami" | "realtext" | "mpl2" | "vplayer"
                | "jacosub" | "pjs" | "stl" => InnerFormNotice::Text,
                "eia_608" => InnerFormNotice::ClosedCaptions,
                "dvd_subtitle" | "hdmv_pgs_subtitle" | "dvb_subtitle" | "xsub" => {
                    InnerFormNotice::Pictures
                }
                codec => InnerFormNotice::Unknown(codec.to_owned()),
            };
            let source = match form {
                InnerFormNotice::Text | InnerFormNotice::ClosedCaptions => TextSource::Stream(n),
                _ => TextSource::None,
            };
            InnerTrack {
                notice: InnerTrackNotice {
                    language: tag(&stream.language),
                    form,
                },
                is_default: stream.is_default,
                source,
            }
        })
        .collect();
    let captioned = look.video.is_some_and(|video| video.closed_captions);
    if captioned && let Some(format) = &look.format {
        found.push(closed_captions(format.clone()));
    }
    found
}

fn closed_captions(format: String) -> InnerTrack {
    InnerTrack {
        notice: InnerTrackNotice {
            language: String::new(),
            form: InnerFormNotice::ClosedCaptions,
        },
        is_default: true,
        source: TextSource::Pictures { format },
    }
}

/// The tracks for which there are no captions of their language; one that states none needs any.
pub fn without_captions(tracks: &[InnerTrack], captions: &[Captions]) -> Option<Defect> {
    let is_without = |track: &&InnerTrack| {
        let language = &track.notice.language;
        let mut others = captions.iter().map(|it| it.language.as_str());
        !others.any(|other| language.is_empty() || is_same_language(language, other))
    };
    let tracks: Vec<InnerTrackNotice> = tracks
        .iter()
        .filter(is_without)
        .map(|track| track.notice.clone())
        .collect();
    (!tracks.is_empty()).then_some(Defect::InnerSubtitles { tracks })
}

/// Whether two tags name the same language, wherever it is spoken.
pub fn is_same_language(one: &str, other: &str) -> bool {
    let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    first(one) == first(other)
}

/// A language as a tag: of three letters, as films have them, the two that people write; empty where
/// none is stated.
fn tag(language: &str) -> String {
    let language = language.to_lowercase();
    if matches!(
        language.as_str(),
        "" | "und" | "mul" | "zxx" | "mis" | "qaa"
    ) {
        return String::new();
    }
    let first = language.split('-').next().unwrap_or_default();
    let known = TWO_LETTERS
        .iter()
        .find(|(three, _)| three.split(' ').any(|it| it == first));
    match known {
        Some((_, two)) => two.to_string() + language.get(first.len()..).unwrap_or_default(),
        None => language,
    }
}

/// ISO 639-2, in both of its forms, and ISO 639-1.
const TWO_LETTERS: [(&str, &str); 62] = [
    ("alb sqi", "sq"),
    ("amh", "am"),
    ("ara", "ar"),
    ("arm hye", "hy"),
    ("baq eus", "eu"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bos", "bs"),
    ("bul", "bg"),
    ("bur mya", "my"),
    ("cat", "ca"),
    ("chi zho", "zh"),
    ("cze ces", "cs"),
    ("dan", "da"),
    ("dut nld", "nl"),
    ("eng", "en"),
    ("est", "et"),
    ("fin", "fi"),
    ("fre fra", "fr"),
    ("geo kat", "ka"),
    ("ger deu", "de"),
    ("gle", "ga"),
    ("gre ell", "el"),
    ("guj", "gu"),
    ("hat", "ht"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ice isl", "is"),
    ("ind", "id"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("khm", "km"),
    ("kor", "ko"),
    ("kur", "ku"),
    ("lao", "lo"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mac mkd", "mk"),
    ("may msa", "ms"),
    ("nep", "ne"),
    ("nor", "no"),
    ("pan", "pa"),
    ("per fas", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("pus", "ps"),
    ("rum ron", "ro"),
    ("rus", "ru"),
    ("slo slk", "sk"),
    ("slv", "sl"),
    ("som", "so"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swa", "sw"),
    ("swe", "sv"),
    ("tha", "th"),
    ("tgl", "tl"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("vie", "vi"),
];

#[cfg(test)]
mod tests {
    use super::{is_same_language, tag};

    #[test]
    fn languages_of_films_become_the_tags_that_people_write() {
        for (language, expected) in [
            ("eng", "en"),
            ("fre", "fr"),
            ("fra", "fr"),
            ("und", ""),
            ("es-MX", "es-mx"),
            ("hmn", "hmn"),
            ("zho-Hant", "zh-hant"),
        ] {
            assert_eq!(tag(language), expected);
        }
        assert!(is_same_language("en-US", "en") && !is_same_language("es", "en"));
    }
}
