//! Films, sounds and pictures that an author brings, in words.

use crate::authoring::SoundTrackNotice;
use crate::words::messages::{message, words};
use crate::words::{Code, Words};

/// A picture was converted by this program.
pub(in crate::words) fn picture_converted(
    file: &str,
    format: &str,
    now: &str,
    program: &str,
    is_first: bool,
) -> String {
    let args = [
        ("file", file.into()),
        ("format", format.into()),
        ("now", now.into()),
        ("program", program.into()),
    ];
    if is_first {
        message("picture-first-converted", &args)
    } else {
        message("picture-converted", &args)
    }
}

/// A picture was left out: no program is there that could convert it.
pub(in crate::words) fn picture_format(file: &str, format: &str) -> String {
    let args = [("file", file.into()), ("format", format.into())];
    message("picture-format", &args)
}

/// A picture was left out: a program could not convert it.
pub(in crate::words) fn picture_not_converted(file: &str, format: &str, reason: &str) -> String {
    let args = [
        ("file", file.into()),
        ("format", format.into()),
        ("reason", reason.into()),
    ];
    message("picture-not-converted", &args)
}

/// A picture of a kind that a pack does not hold, and what will convert it.
pub(in crate::words) fn picture_of_kind(file: &str, format: &str, program: Option<&str>) -> Words {
    let args = [
        ("file", file.into()),
        ("format", format.into()),
        ("program", program.unwrap_or_default().into()),
    ];
    match program {
        Some(_) => words(Code::BadMedia, "picture-will-be-converted", &args),
        None => words(Code::BadMedia, "picture-of-kind", &args),
    }
}

/// A picture in the colors of print.
pub(in crate::words) fn print_colors(file: &str) -> Words {
    words(
        Code::BadMedia,
        "picture-print-colors",
        &[("file", file.into())],
    )
}

/// A picture that moves.
pub(in crate::words) fn animated(file: &str) -> Words {
    words(Code::BadMedia, "picture-animated", &[("file", file.into())])
}

/// A medium behind which another begins.
pub(in crate::words) fn another_behind(file: &str) -> Words {
    words(
        Code::BadMedia,
        "medium-another-behind",
        &[("file", file.into())],
    )
}

/// A medium that is over at once.
pub(in crate::words) fn too_short(file: &str, real_ms: u64) -> Words {
    let args = [("file", file.into()), ("ms", real_ms.into())];
    words(Code::BadMedia, "medium-too-short", &args)
}

/// Several tracks of sound, of which the one at `played` is heard.
pub(in crate::words) fn several_sounds(
    file: &str,
    sounds: &[SoundTrackNotice],
    played: usize,
) -> Words {
    let tracks: Vec<String> = sounds.iter().enumerate().map(sound_track).collect();
    let args = [
        ("file", file.into()),
        ("count", sounds.len().into()),
        ("tracks", tracks.join("; ").into()),
        ("number", (played + 1).into()),
    ];
    words(Code::BadMedia, "medium-several-sounds", &args)
}

/// `2: eng, “Commentary”, stereo`.
fn sound_track((at, sound): (usize, &SoundTrackNotice)) -> String {
    let language = match sound.language.as_str() {
        "" | "und" => message("sound-no-language", &[]),
        language => language.to_owned(),
    };
    let title = match sound.title.as_str() {
        "" => String::new(),
        title => message("sound-title", &[("title", title.into())]),
    };
    let channels = match sound.channels {
        0 => String::new(),
        1 => message("sound-mono", &[]),
        2 => message("sound-stereo", &[]),
        count => message("sound-channels", &[("count", count.into())]),
    };
    let parts = [language, title, channels];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    format!("{}: {}", at + 1, parts.join(", "))
}

/// Captions were taken to be in this encoding.
pub(in crate::words) fn captions_encoding(file: &str, encoding: &str) -> String {
    let args = [("file", file.into()), ("encoding", encoding.into())];
    message("captions-encoding", &args)
}

#[cfg(test)]
mod tests {
    use super::{SoundTrackNotice, several_sounds, too_short};

    fn sound(language: &str, title: &str, channels: u16) -> SoundTrackNotice {
        SoundTrackNotice {
            language: language.to_owned(),
            title: title.to_owned(),
            channels,
        }
    }

    // FORMAT 6.16.
    #[test]
    fn tracks_of_sound_are_told_apart_whatever_is_known_of_them() {
        let sounds = [
            sound("und", "", 2),
            sound("eng", "Commentary", 1),
            sound("", "", 6),
        ];
        let words = several_sounds("film.mp4", &sounds, 1);
        assert_eq!(
            words.headline,
            "film.mp4 has 3 tracks of sound (1: no stated language, stereo; 2: eng, “Commentary”, \
             mono; 3: no stated language, 6 channels); the room hears number 2."
        );
        let words = too_short("a.mp3", 26);
        assert_eq!(words.headline, "a.mp3 is over at once: it lasts 26 ms.");
    }
}
