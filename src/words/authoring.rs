//! What the check of a pack finds, and why one was not built, in words.

use crate::authoring::{AuthoringError, Defect, Finding, InnerFormNotice, InnerTrackNotice};
use crate::pack::PackError;
use crate::player::captions::CueDefect;
use crate::words::media;
use crate::words::messages::{fixed, message, words};
use crate::words::not_seen::{at, not_seen};
use crate::words::pack::writing_failed;
use crate::words::{Code, InWords, Words, bytes, shown_path};

impl InWords for AuthoringError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NoManifest { folder } => words(
                Code::NotFound,
                "authoring-no-manifest",
                &[("folder", shown_path(folder).into())],
            ),
            Self::Read { file, error } => words(
                Code::SourceRead,
                "authoring-read",
                &[("file", shown_path(file).into())],
            )
            .caused_by(error),
            Self::Exists { path } => words(
                Code::Exists,
                "authoring-exists",
                &[("path", shown_path(path).into())],
            ),
            Self::Write { file, error } => writing_failed(&shown_path(file), error),
            Self::Pack(error) => for_the_author(error, file),
            Self::Transcode { file, error } => error.in_words(file),
            Self::NotDrawn { file, error } => error.in_words(file),
            Self::Findings(findings) => {
                let errors = findings.iter().filter(|f| f.defect.is_error());
                let code = errors
                    .clone()
                    .next()
                    .map_or(Code::BadManifest, |f| f.in_words(file).code);
                words(
                    code,
                    "authoring-findings",
                    &[("file", file.into()), ("count", errors.count().into())],
                )
            }
        }
    }
}

/// What of the format is not kept, for whoever can correct it. Whoever only has the pack is told to
/// ask for a new one.
fn for_the_author(error: &PackError, file: &str) -> Words {
    let (headline, advice) = match error {
        PackError::BadManifest { line, reason, .. } => (
            error.in_words(file).headline,
            match line {
                0 => fixed("authoring-correct-manifest"),
                _ if reason.starts_with("expected `,`") => fixed("authoring-comma-missing"),
                _ => fixed("authoring-correct-line"),
            },
        ),
        PackError::MissingFile { path } => (
            message("authoring-missing-file", &[("path", path.into())]),
            fixed("authoring-missing-file.advice"),
        ),
        PackError::UnlistedFile { path } => (
            message(
                "authoring-unlisted-file",
                &[("file", file.into()), ("path", path.into())],
            ),
            fixed("authoring-unlisted-file.advice"),
        ),
        PackError::BadArchive { entry, rule } if entry == file => (
            message(
                "authoring-bad-archive",
                &[("file", file.into()), ("rule", rule.into())],
            ),
            fixed("authoring-bad-archive.advice"),
        ),
        PackError::TooLarge {
            what,
            bytes: size,
            limit,
        } => (
            message(
                "authoring-too-large",
                &[
                    ("what", what.into()),
                    ("size", bytes(*size).into()),
                    ("limit", bytes(*limit).into()),
                ],
            ),
            fixed("authoring-too-large.advice"),
        ),
        PackError::SourceRead(_) => (
            message("authoring-source-read", &[("file", file.into())]),
            fixed("authoring-source-read.advice"),
        ),
        other => return other.in_words(file),
    };
    let before = error.in_words(file);
    Words::new(before.code, headline, advice).details(before.details)
}

/// `3:05` for 185,000 milliseconds.
#[must_use]
pub fn length(ms: u64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1000 % 60)
}

impl InWords for Finding {
    fn in_words(&self, _: &str) -> Words {
        self.defect.in_words(&self.file)
    }
}

impl InWords for Defect {
    #[expect(clippy::too_many_lines, reason = "one sentence an error")]
    fn in_words(&self, file: &str) -> Words {
        match self {
            Defect::Pack(error) => for_the_author(error, file),
            Defect::Media(error) => error.in_words(file),
            Defect::Duration { stated_ms, real_ms } => words(
                Code::BadManifest,
                "authoring-duration",
                &[
                    ("file", file.into()),
                    ("realMs", real_ms.into()),
                    ("statedMs", stated_ms.into()),
                ],
            ),
            Defect::CutOff { stated_ms, real_ms } => cut_off(file, *stated_ms, *real_ms),
            Defect::MissingBytes { bytes: missing } => words(
                Code::BadMedia,
                "authoring-missing-bytes",
                &[("file", file.into()), ("missing", bytes(*missing).into())],
            ),
            Defect::NoPictures => words(
                Code::BadMedia,
                "authoring-no-pictures",
                &[("file", file.into())],
            ),
            Defect::Silent => words(Code::BadMedia, "authoring-silent", &[("file", file.into())]),
            Defect::SeveralSounds { sounds, played } => {
                media::several_sounds(file, sounds, *played)
            }
            Defect::TooShort { real_ms } => media::too_short(file, *real_ms),
            Defect::PictureFormat { format, program } => {
                media::picture_of_kind(file, format, program.as_deref())
            }
            Defect::AnotherBehind => media::another_behind(file),
            Defect::Animated => media::animated(file),
            Defect::PrintColors => media::print_colors(file),
            Defect::InnerSubtitles { tracks } => inner_subtitles(file, tracks),
            Defect::KeyFrames { apart_ms } => key_frames(file, *apart_ms),
            Defect::Profile(outside) => outside.in_words(file),
            Defect::Transcoding(defect) => defect.in_words(file),
            Defect::Captions(error) => words(
                Code::BadManifest,
                "authoring-captions",
                &[("file", file.into())],
            )
            .caused_by(error),
            Defect::Cue(defect) => cue(*defect, file),
            Defect::NoCues => words(
                Code::BadManifest,
                "authoring-no-cues",
                &[("file", file.into())],
            ),
            Defect::CuePastEnd { at_ms } => words(
                Code::BadManifest,
                "authoring-cue-past-end",
                &[("file", file.into()), ("atMs", length(*at_ms).into())],
            ),
            Defect::NoCaptions => no_captions(file),
            Defect::Picture { reason } => words(
                Code::BadMedia,
                "authoring-picture",
                &[("file", file.into())],
            )
            .details(reason.clone()),
            Defect::Misnamed { ending } => misnamed(file, ending),
            Defect::SaysPlace => words(
                Code::BadMedia,
                "authoring-says-place",
                &[("file", file.into())],
            ),
            Defect::Pdf { page, reason } => pdf(file, *page).details(reason.clone()),
            Defect::NotSeen {
                kind,
                pages,
                count,
                example,
            } => not_seen(*kind, &at(file, pages), *count, example),
            Defect::CardPage { label, page, pages } => words(
                Code::BadManifest,
                "authoring-card-page",
                &[
                    ("file", file.into()),
                    ("label", format!("{label:?}").into()),
                    ("page", page.into()),
                    ("pages", pages.into()),
                ],
            ),
            Defect::Unused { what } => words(
                Code::BadManifest,
                "authoring-unused",
                &[("file", file.into()), ("what", what.into())],
            ),
            Defect::FillIn { at, what } => {
                let id = match at.as_str() {
                    "id" => "authoring-fill-in-id",
                    _ => "authoring-fill-in",
                };
                words(
                    Code::BadManifest,
                    id,
                    &[
                        ("file", file.into()),
                        ("at", at.into()),
                        ("what", what.into()),
                    ],
                )
            }
            Defect::NoPoints { prompt } => words(
                Code::BadManifest,
                "authoring-no-points",
                &[
                    ("file", file.into()),
                    ("prompt", format!("{prompt:?}").into()),
                ],
            ),
            Defect::Letters(letters) => letters.in_words(file),
        }
    }
}

fn pdf(file: &str, page: Option<u32>) -> Words {
    let file = ("file", file.into());
    match page {
        None => words(Code::BadMedia, "authoring-pdf", &[file]),
        Some(page) => words(
            Code::BadMedia,
            "authoring-pdf-page",
            &[file, ("page", page.into())],
        ),
    }
}

fn inner_subtitles(file: &str, tracks: &[InnerTrackNotice]) -> Words {
    let only_pictures = tracks
        .iter()
        .all(|track| track.form == InnerFormNotice::Pictures);
    let id = if only_pictures {
        "authoring-inner-pictures"
    } else {
        "authoring-inner-subtitles"
    };
    let tracks = inner_tracks(tracks).into();
    words(
        Code::BadMedia,
        id,
        &[("file", file.into()), ("tracks", tracks)],
    )
}

/// `en, es as pictures, closed captions`.
pub fn inner_tracks(tracks: &[InnerTrackNotice]) -> String {
    let named = tracks.iter().map(|track| {
        let language = match track.language.as_str() {
            "" => fixed("authoring-track-no-language"),
            tag => tag,
        };
        match &track.form {
            InnerFormNotice::Text => language.to_owned(),
            InnerFormNotice::Forced => {
                message("authoring-track-forced", &[("language", language.into())])
            }
            InnerFormNotice::ClosedCaptions if track.language.is_empty() => {
                message("authoring-closed-captions", &[])
            }
            InnerFormNotice::ClosedCaptions => message(
                "authoring-track-closed-captions",
                &[("language", language.into())],
            ),
            InnerFormNotice::Pictures => {
                message("authoring-track-pictures", &[("language", language.into())])
            }
            InnerFormNotice::Unknown(code) => message(
                "authoring-track-unknown",
                &[("language", language.into()), ("code", code.into())],
            ),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

fn cut_off(file: &str, stated_ms: u64, real_ms: u64) -> Words {
    words(
        Code::BadMedia,
        "authoring-cut-off",
        &[
            ("file", file.into()),
            ("statedMs", length(stated_ms).into()),
            ("realMs", length(real_ms).into()),
        ],
    )
}

fn key_frames(file: &str, apart_ms: u64) -> Words {
    words(
        Code::BadMedia,
        "authoring-key-frames",
        &[("file", file.into()), ("apartMs", seconds(apart_ms).into())],
    )
}

fn misnamed(file: &str, ending: &str) -> Words {
    words(
        Code::BadManifest,
        "authoring-misnamed",
        &[("file", file.into()), ("ending", ending.into())],
    )
}

fn no_captions(file: &str) -> Words {
    words(
        Code::BadManifest,
        "authoring-no-captions",
        &[("file", file.into())],
    )
}

fn cue(defect: CueDefect, file: &str) -> Words {
    let (id, line) = match defect {
        CueDefect::Times { line } => ("authoring-cue-times", line),
        CueDefect::EndBeforeStart { line } => ("authoring-cue-end-before-start", line),
        CueDefect::NoTimes { line } => ("authoring-cue-no-times", line),
        CueDefect::NumberInText { line } => ("authoring-cue-number-in-text", line),
    };
    words(
        Code::BadManifest,
        id,
        &[("file", file.into()), ("line", line.into())],
    )
}

fn seconds(ms: u64) -> String {
    let seconds = format!("{}.{}", ms / 1000, ms % 1000 / 100).into();
    message("authoring-seconds", &[("seconds", seconds)])
}
