//! What goes wrong with ffmpeg, and what of a medium is outside the profile, in words.

use crate::authoring::{Defect, FfmpegError, ProfileDefect, TranscodingDefect};
use crate::player::PlayerError;
use crate::words::authoring::clock;
use crate::words::{Code, InWords, Words};

const INSTALL: &str = "Install ffmpeg with libsvtav1, libaom or libx264 (Debian and Ubuntu: apt install ffmpeg; Windows: winget install ffmpeg), or name one in MUSTER_FFMPEG; then build again.";

impl InWords for FfmpegError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NotFound { program } => Words::new(
                Code::NotFound,
                format!(
                    "To transcode it muster pack build needs ffmpeg, but there is no {program} on this PC."
                ),
                INSTALL,
            ),
            Self::NotRun { program, reason } => Words::new(
                Code::Io,
                format!(
                    "To transcode it muster pack build needs ffmpeg, but {program} does not run ({reason})."
                ),
                INSTALL,
            ),
            Self::NoEncoder { version, what } => Words::new(
                Code::NotFound,
                format!(
                    "To transcode it muster pack build needs ffmpeg, but ffmpeg {version} has no encoder for {what} that Muster can use."
                ),
                INSTALL,
            ),
            Self::Failed { last } => Words::new(
                Code::BadMedia,
                format!("ffmpeg could not transcode {file}: {last}"),
                "Check that the file is whole and plays elsewhere, or export it again as MP4 with H.264 and AAC.",
            ),
            Self::Unplayable { reason } => Words::new(
                Code::BadMedia,
                format!("What ffmpeg made of {file} does not play."),
                "Build again; if it happens again, name another ffmpeg in MUSTER_FFMPEG.",
            )
            .details(reason.clone()),
            Self::Stalled { seconds } => Words::new(
                Code::Io,
                format!("ffmpeg stood still at {file} for {seconds} seconds and was ended."),
                "Check that the disk with the file answers, then build again; if it happens again, export the file as MP4 with H.264 and AAC.",
            ),
            Self::NoSpace => Words::new(
                Code::NoSpace,
                format!("There is no room for what is made of {file}."),
                "Free some room beside the pack that is to be written, or write it to another disk.",
            ),
            Self::Io(error) => Words::new(
                Code::Io,
                format!("{file} could not be transcoded: a temporary file failed."),
                "Check that the disk is not full and that you may write there, then build again.",
            )
            .details(error.to_string()),
            Self::Cancelled => Words::new(
                Code::Cancelled,
                "Stopped; nothing was changed.",
                "Start again when you are ready.",
            ),
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
                let sound = match *codec {
                    "AAC" => "AAC".to_owned(),
                    pictures => format!("{pictures} and AAC"),
                };
                let beforehand = if damaged {
                    "If it is damaged, make it again from its source. Otherwise nothing"
                } else {
                    "Nothing"
                };
                Words {
                    advice: format!(
                        "{beforehand} is to be done: muster pack build makes {sound} of it, with ffmpeg {ffmpeg}."
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
            Self::TonesNotMapped => Words::new(
                Code::BadMedia,
                format!(
                    "{file} is an HDR film, and this ffmpeg cannot map its tones: it will look washed out."
                ),
                "Name an ffmpeg with zscale and tonemap in MUSTER_FFMPEG (Debian, Ubuntu and winget have it), or film without HDR.",
            ),
            Self::Complaint { last } => Words::new(
                Code::BadMedia,
                format!("{file} was transcoded, but ffmpeg found something wrong in it: {last}"),
                "Watch the result from beginning to end before you hand it out: muster play plays it.",
            ),
            Self::Shorter {
                claimed_ms,
                real_ms,
            } => Words::new(
                Code::BadMedia,
                format!(
                    "{file} claims to last {}, but only {} of it could be transcoded.",
                    clock(*claimed_ms),
                    clock(*real_ms)
                ),
                "Check that the file is whole: copy it again from where you got it.",
            ),
        }
    }
}

impl InWords for ProfileDefect {
    fn in_words(&self, file: &str) -> Words {
        let (what, advice) = match self {
            Self::H264Profile { profile } => (
                format!("uses H.264 profile {profile}"),
                "Export it with profile High.",
            ),
            Self::Interlaced => (
                "is interlaced".to_owned(),
                "Export it progressive: moving edges look like combs otherwise.",
            ),
            Self::PictureRate { rate, most } => (
                format!("has {rate:.0} pictures a second; {most:.0} are the most"),
                "Export it with fewer, or as AV1: old PCs leave pictures out otherwise.",
            ),
            Self::VariableRate => (
                "has pictures at uneven distances".to_owned(),
                "Export it with a constant frame rate.",
            ),
            Self::BitRate { megabits, most } => (
                format!("has {megabits:.1} Mbit/s; {most:.0} are the most"),
                "Export it with less: old PCs leave pictures out otherwise.",
            ),
            Self::Turned => (
                "is stored turned, as phones do".to_owned(),
                "Export it upright.",
            ),
            Self::AacProfile => (
                "has sound in an AAC other than LC".to_owned(),
                "Export the sound as AAC-LC.",
            ),
            Self::Channels => (
                "has more than six channels of sound".to_owned(),
                "Export the sound as stereo.",
            ),
        };
        Words::new(Code::BadMedia, format!("{file} {what}."), advice)
    }
}
