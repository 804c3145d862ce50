//! What the check of a pack finds, and why one was not built, in words.

use crate::authoring::{AuthoringError, Defect, Finding, InnerFormNotice, InnerTrackNotice};
use crate::pack::PackError;
use crate::player::captions::CueDefect;
use crate::words::not_seen::{at, not_seen};
use crate::words::pack::writing_failed;
use crate::words::{Code, InWords, Words, bytes, shown_path};

impl InWords for AuthoringError {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Self::NoManifest { folder } => Words::new(
                Code::NotFound,
                format!("{} holds no manifest.json.", shown_path(folder)),
                "Name the folder of a pack's sources: the one with manifest.json in it.",
            ),
            Self::Read { file, error } => Words::new(
                Code::SourceRead,
                format!("{} could not be read.", shown_path(file)),
                "Check that you may read it, then try again.",
            )
            .details(error.to_string()),
            Self::Exists { path } => Words::new(
                Code::Exists,
                format!("{} is there already.", shown_path(path)),
                "Name a folder that is not there yet, or one with your material and without a manifest.json: nothing is overwritten.",
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
                let found = match errors.count() {
                    1 => "1 error".to_owned(),
                    n => format!("{n} errors"),
                };
                Words::new(
                    code,
                    format!("{file} was not built: the check found {found}."),
                    "Correct what muster pack check says, then build again.",
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
                0 => "Correct it in manifest.json, then check again.",
                _ if reason.starts_with("expected `,`") => {
                    "A comma is missing, mostly at the end of the line before. Correct it in manifest.json, then check again."
                }
                _ => "Correct it in that line of manifest.json, then check again.",
            },
        ),
        PackError::MissingFile { path } => (
            format!("{path} is not there, but the manifest names it."),
            "Put the file there, or correct its name in manifest.json: capital letters count.",
        ),
        PackError::UnlistedFile { path } => (
            format!("{file} holds {path}, which its manifest does not name."),
            "Name it in manifest.json or take it out, then build again.",
        ),
        PackError::BadArchive { entry, rule } if entry == file => (
            format!("{file} cannot go into a pack like this: {rule}."),
            "Take out what is meant, or save the file anew, then check again.",
        ),
        PackError::TooLarge {
            what,
            bytes: size,
            limit,
        } => (
            format!(
                "{what} is too large: it has {}, the limit is {}.",
                bytes(*size),
                bytes(*limit)
            ),
            "Make it smaller, or part it.",
        ),
        PackError::SourceRead(_) => (
            format!("{file} could not be read."),
            "Check that you may read it and that no other program holds it, then try again.",
        ),
        other => return other.in_words(file),
    };
    let before = error.in_words(file);
    Words::new(before.code, headline, advice).details(before.details)
}

/// `3:05` for 185,000 milliseconds.
pub fn clock(ms: u64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1000 % 60)
}

impl InWords for Finding {
    fn in_words(&self, _: &str) -> Words {
        self.defect.in_words(&self.file)
    }
}

impl InWords for Defect {
    fn in_words(&self, file: &str) -> Words {
        match self {
            Defect::Pack(error) => for_the_author(error, file),
            Defect::Media(error) => error.in_words(file),
            Defect::Duration { stated_ms, real_ms } => Words::new(
                Code::BadManifest,
                format!("{file} plays {real_ms} ms, but the manifest says {stated_ms} ms."),
                format!("Write \"duration_ms\": {real_ms} into manifest.json."),
            ),
            Defect::CutOff { stated_ms, real_ms } => cut_off(file, *stated_ms, *real_ms),
            Defect::MissingBytes { bytes: missing } => Words::new(
                Code::BadMedia,
                format!(
                    "{file} is cut off: {} are missing at its end.",
                    bytes(*missing)
                ),
                "Copy it again from where it comes from, or export it again.",
            ),
            Defect::NoPictures => Words::new(
                Code::BadMedia,
                format!("{file} is named as a video, but there are no pictures in it."),
                "Give its kind as audio, or put the right file there.",
            ),
            Defect::Silent => Words::new(
                Code::BadMedia,
                format!("{file} has no sound."),
                "If that is meant, nothing is to be done; else export it again with its sound.",
            ),
            Defect::SeveralSounds { languages, played } => several_sounds(file, languages, played),
            Defect::InnerSubtitles { tracks } => inner_subtitles(file, tracks),
            Defect::KeyFrames { apart_ms } => key_frames(file, *apart_ms),
            Defect::Profile(outside) => outside.in_words(file),
            Defect::Transcoding(defect) => defect.in_words(file),
            Defect::Captions(error) => Words::new(
                Code::BadManifest,
                format!("{file} are not captions that Muster can read."),
                "Export them as WebVTT (.vtt); muster pack new makes that of .srt files.",
            )
            .details(error.to_string()),
            Defect::Cue(defect) => cue(*defect, file),
            Defect::NoCues => Words::new(
                Code::BadManifest,
                format!("{file} holds no captions."),
                "Put the right file there, or take it out of manifest.json.",
            ),
            Defect::CuePastEnd { at_ms } => Words::new(
                Code::BadManifest,
                format!(
                    "{file}: captions go on until {}, after the end of the sound or video.",
                    clock(*at_ms)
                ),
                "Check that these captions belong to this file.",
            ),
            Defect::NoCaptions => no_captions(file),
            Defect::Picture { reason } => Words::new(
                Code::BadMedia,
                format!("{file} is a picture that cannot be shown."),
                "Export it again as PNG or JPEG.",
            )
            .details(reason.clone()),
            Defect::Misnamed { ending } => misnamed(file, ending),
            Defect::SaysPlace => Words::new(
                Code::BadMedia,
                format!("{file} says where it was taken (GPS)."),
                "Save it without that, or begin the pack with muster pack new, which takes it out.",
            ),
            Defect::Pdf { page, reason } => pdf(file, *page).details(reason.clone()),
            Defect::NotSeen {
                kind,
                pages,
                count,
                example,
            } => not_seen(*kind, &at(file, pages), *count, example),
            Defect::CardPage { label, page, pages } => Words::new(
                Code::BadManifest,
                format!(
                    "{file}: the card {label:?} leads to page {page}, but there are only {pages}."
                ),
                "Correct the card's page in manifest.json.",
            ),
            Defect::Unused { what } => Words::new(
                Code::BadManifest,
                format!("{file}: nothing leads to {what}."),
                "Add it to the steps or refer to it, or take it out.",
            ),
            Defect::FillIn { at, what } => Words::new(
                Code::BadManifest,
                format!("{file}: {at} is still to be written: {what}."),
                match at.as_str() {
                    "id" => "Choose it in place of the one that begins with fill-in.",
                    _ => "Write it there in place of the words that begin with FILL IN.",
                },
            ),
            Defect::NoPoints { prompt } => Words::new(
                Code::BadManifest,
                format!("{file}: the prompt {prompt:?} has no key points."),
                "Write what the room should have heard when the discussion is over.",
            ),
            Defect::Letters(letters) => letters.in_words(file),
        }
    }
}

fn pdf(file: &str, page: Option<u32>) -> Words {
    let (headline, advice) = match page {
        None => (
            format!("{file} is a PDF that cannot be shown."),
            "Export it again, without a password.",
        ),
        Some(page) => (
            format!("{file} is a PDF whose page {page} cannot be shown."),
            "Export it again, or make the page simpler.",
        ),
    };
    Words::new(Code::BadMedia, headline, advice)
}

fn several_sounds(file: &str, languages: &[String], played: &str) -> Words {
    Words::new(
        Code::BadMedia,
        format!(
            "{file} has {} tracks of sound ({}); the room hears one of them ({played}).",
            languages.len(),
            languages.join(", ")
        ),
        "Check that it is the right one; else export the film with one track of sound.",
    )
}

fn inner_subtitles(file: &str, tracks: &[InnerTrackNotice]) -> Words {
    let advice = if tracks
        .iter()
        .all(|track| track.form == InnerFormNotice::Pictures)
    {
        "Get them as text (.srt or .vtt) and name them in manifest.json: a picture of text cannot become captions."
    } else {
        "Name captions (.vtt) for them in manifest.json; muster pack new makes captions of those that are text."
    };
    Words::new(
        Code::BadMedia,
        format!(
            "{file} has subtitles inside ({}); the room does not see them.",
            inner_tracks(tracks)
        ),
        advice,
    )
}

/// `en, es as pictures, closed captions`.
pub fn inner_tracks(tracks: &[InnerTrackNotice]) -> String {
    let named = tracks.iter().map(|track| {
        let language = match track.language.as_str() {
            "" => "of no stated language",
            tag => tag,
        };
        match &track.form {
            InnerFormNotice::Text => language.to_owned(),
            InnerFormNotice::Forced => format!("{language} for foreign words only"),
            InnerFormNotice::ClosedCaptions if track.language.is_empty() => {
                "closed captions".to_owned()
            }
            InnerFormNotice::ClosedCaptions => format!("{language} as closed captions"),
            InnerFormNotice::Pictures => format!("{language} as pictures"),
            InnerFormNotice::Unknown(code) => format!("{language} as {code}"),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

fn cut_off(file: &str, stated_ms: u64, real_ms: u64) -> Words {
    Words::new(
        Code::BadMedia,
        format!(
            "{file} is cut off: it says that it lasts {}, and ends after {}.",
            clock(stated_ms),
            clock(real_ms)
        ),
        "Copy it again from where you got it, or export it again.",
    )
}

fn key_frames(file: &str, apart_ms: u64) -> Words {
    Words::new(
        Code::BadMedia,
        format!(
            "{file}: key frames are up to {} apart; 4 seconds at most are wanted.",
            seconds(apart_ms)
        ),
        "Encode it again with a key frame every 2 seconds (ffmpeg: -force_key_frames \"expr:gte(t,n_forced*2)\"): seeking is slow otherwise.",
    )
}

fn misnamed(file: &str, ending: &str) -> Words {
    Words::new(
        Code::BadManifest,
        format!("{file} is a picture of another kind than its name says."),
        format!("It is shown; call it .{ending}, in manifest.json too, with the right kind."),
    )
}

fn no_captions(file: &str) -> Words {
    Words::new(
        Code::BadManifest,
        format!("{file} has no captions."),
        "Add a WebVTT file to its captions in manifest.json: muster rooms are loud, and not everybody hears well.",
    )
}

fn cue(defect: CueDefect, file: &str) -> Words {
    let (headline, advice) = match defect {
        CueDefect::Times { line } => (
            format!(
                "{file}, line {line}: these times cannot be read, so the caption is not shown."
            ),
            "Write them as 00:01:02.500 --> 00:01:04.000, with a point before the thousandths.",
        ),
        CueDefect::EndBeforeStart { line } => (
            format!("{file}, line {line}: the caption ends before it begins, so it is not shown."),
            "Correct its second time.",
        ),
        CueDefect::NoTimes { line } => (
            format!("{file}, line {line}: no times belong to this text, so it is not shown."),
            "Take out the blank line before it, or give it times. A remark begins with NOTE.",
        ),
        CueDefect::NumberInText { line } => (
            format!("{file}, line {line}: the number of the next caption is shown as text."),
            "Put a blank line before it.",
        ),
    };
    Words::new(Code::BadManifest, headline, advice)
}

fn seconds(ms: u64) -> String {
    format!("{}.{} seconds", ms / 1000, ms % 1000 / 100)
}
