//! What goes wrong with ffmpeg, and what of a medium is outside the profile, in words.

use crate::authoring::{Defect, FfmpegError, ProfileDefect, TranscodingDefect};
use crate::player::PlayerError;
use crate::words::authoring::length;
use crate::words::messages::{Arg, message, words};
use crate::words::{Code, InWords, Words};

impl InWords for FfmpegError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NotFound { program } => words(
                Code::NotFound,
                "ffmpeg-not-found",
                &[("program", program.into())],
            ),
            Self::NotRun { program, reason } => words(
                Code::Io,
                "ffmpeg-not-run",
                &[("program", program.into()), ("reason", reason.into())],
            ),
            Self::NoEncoder { version, what } => words(
                Code::NotFound,
                "ffmpeg-no-encoder",
                &[
                    ("version", version.into()),
                    ("what", what.to_string().into()),
                ],
            ),
            Self::Failed { last } => words(
                Code::BadMedia,
                "ffmpeg-failed",
                &[("file", file.into()), ("last", last.into())],
            ),
            Self::Unplayable { reason } => words(
                Code::BadMedia,
                "ffmpeg-unplayable",
                &[("file", file.into())],
            )
            .details(reason.clone()),
            Self::ChangesCodec => words(
                Code::BadMedia,
                "ffmpeg-changes-codec",
                &[("file", file.into())],
            ),
            Self::Stalled { seconds } => words(
                Code::Io,
                "ffmpeg-stalled",
                &[("file", file.into()), ("seconds", seconds.into())],
            ),
            Self::NoSpace => words(Code::NoSpace, "ffmpeg-no-space", &[("file", file.into())]),
            Self::Io(error) => {
                words(Code::Io, "ffmpeg-io", &[("file", file.into())]).caused_by(error)
            }
            Self::Cancelled => words(Code::Cancelled, "ffmpeg-cancelled", &[]),
        }
    }
}

impl InWords for TranscodingDefect {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::Planned { why, ffmpeg, codec } => {
                // What is damaged for Muster may be for ffmpeg, which makes something of it.
                let damaged = matches!(
                    **why,
                    Defect::Media(PlayerError::Decode { .. } | PlayerError::Hangs { .. })
                );
                let why = why.in_words(file);
                let codecs = match *codec {
                    "AAC" => "AAC".to_owned(),
                    pictures => message("ffmpeg-codecs", &[("pictures", pictures.into())]),
                };
                let id = if damaged {
                    "ffmpeg-planned-for-damaged"
                } else {
                    "ffmpeg-planned"
                };
                Words {
                    advice: message(
                        id,
                        &[("codecs", codecs.into()), ("ffmpeg", ffmpeg.clone().into())],
                    ),
                    ..why
                }
            }
            Self::Impossible { why, error } => {
                let why = why.in_words(file);
                let ffmpeg = error.in_words(file);
                Words {
                    advice: format!("{} {}", ffmpeg.headline, ffmpeg.advice),
                    ..why
                }
            }
            Self::TonesNotMapped => words(
                Code::BadMedia,
                "ffmpeg-tones-not-mapped",
                &[("file", file.into())],
            ),
            Self::DolbyColors => words(
                Code::BadMedia,
                "ffmpeg-dolby-colors",
                &[("file", file.into())],
            ),
            Self::Complaint { last } => words(
                Code::BadMedia,
                "ffmpeg-complaint",
                &[("file", file.into()), ("last", last.into())],
            ),
            Self::Shorter {
                claimed_ms,
                real_ms,
            } => words(
                Code::BadMedia,
                "ffmpeg-shorter",
                &[
                    ("file", file.into()),
                    ("claimedMs", length(*claimed_ms).into()),
                    ("realMs", length(*real_ms).into()),
                ],
            ),
        }
    }
}

impl InWords for ProfileDefect {
    fn in_words(&self, file: &str) -> Words {
        let file = ("file", file.into());
        let outside = |id: &'static str, args: &[Arg<'_>]| words(Code::BadMedia, id, args);
        match self {
            Self::H264Profile { profile } => outside(
                "ffmpeg-profile",
                &[file, ("profile", profile.to_string().into())],
            ),
            Self::Interlaced => outside("ffmpeg-interlaced", &[file]),
            Self::PictureRate { rate, most } => outside(
                "ffmpeg-picture-rate",
                &[
                    file,
                    ("rate", format!("{rate:.0}").into()),
                    ("most", format!("{most:.0}").into()),
                ],
            ),
            Self::VariableRate => outside("ffmpeg-variable-rate", &[file]),
            Self::BitRate { megabits, most } => outside(
                "ffmpeg-bit-rate",
                &[
                    file,
                    ("megabits", format!("{megabits:.1}").into()),
                    ("most", format!("{most:.0}").into()),
                ],
            ),
            Self::Turned => outside("ffmpeg-turned", &[file]),
            Self::AacProfile => outside("ffmpeg-aac-profile", &[file]),
            Self::Channels => outside("ffmpeg-channels", &[file]),
        }
    }
}
