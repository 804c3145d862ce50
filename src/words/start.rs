//! What was guessed while a pack was begun, in words.

use crate::authoring::{
    InnerLeftNotice, InnerTrackNotice, LeftOutNotice, MendNotice, PdfMendNotice, StartNotice,
    TitleNotice,
};
use crate::words::authoring::{inner_tracks, length};
use crate::words::messages::message;
use crate::words::shown;
use crate::words::{media, office};

/// One line for whoever looks it over.
#[must_use]
pub fn said(said: &StartNotice) -> String {
    // Files of the material may have any name.
    shown(&sentence(said))
}

#[expect(clippy::too_many_lines, reason = "one sentence a notice")]
fn sentence(said: &StartNotice) -> String {
    match said {
        StartNotice::Title { title, from } => {
            let id = match from {
                TitleNotice::Guide => "start-title-of-guide",
                TitleNotice::Folder => "start-title-of-folder",
            };
            message(id, &[("title", title.into())])
        }
        StartNotice::Id(id) => message("start-id", &[("id", id.to_string().into())]),
        StartNotice::Dates { as_of, review_by } => message(
            "start-dates",
            &[
                ("asOf", as_of.to_string().into()),
                ("reviewBy", review_by.to_string().into()),
            ],
        ),
        StartNotice::Summary => message("start-summary", &[]),
        StartNotice::Objectives(count) => {
            message("start-objectives", &[("count", (*count).into())])
        }
        StartNotice::Medium {
            file,
            length_ms,
            step,
        } => {
            let id = if *step {
                "start-plays-as-step"
            } else {
                "start-beside-the-film"
            };
            let time = length(*length_ms).into();
            message(id, &[("file", file.into()), ("length", time)])
        }
        StartNotice::NotMeasured { file } => {
            message("start-not-measured", &[("file", file.into())])
        }
        StartNotice::Captions {
            file,
            language,
            converted,
        } => {
            let id = if *converted {
                "start-captions-converted"
            } else {
                "start-captions"
            };
            message(id, &[("file", file.into()), ("language", language.into())])
        }
        StartNotice::CaptionsMended {
            file,
            what,
            count,
            line,
        } => mended(file, *what, *count, *line),
        StartNotice::InnerCaptions {
            file,
            language,
            stated,
        } => inner_captions(file, language, *stated),
        StartNotice::InnerSubtitlesLeft { file, track, why } => inner_left(file, track, *why),
        StartNotice::Transcript => message("start-transcript", &[]),
        StartNotice::Guide { .. }
        | StartNotice::Slides { .. }
        | StartNotice::SlidesAsPages { .. }
        | StartNotice::SlidesNotAsPages { .. }
        | StartNotice::Converted { .. }
        | StartNotice::OldFormat { .. } => of_document(said),
        StartNotice::Prompts {
            count,
            more,
            without_question,
            without_points,
        } => prompts(*count, *more, *without_question, *without_points),
        StartNotice::NoQuestions => message("start-no-questions", &[]),
        StartNotice::Aid { file, title } => message(
            "start-aid",
            &[("file", file.into()), ("title", title.into())],
        ),
        StartNotice::Pdf { file, what } => pdf(file, what),
        StartNotice::PlaceTakenOut { file } => {
            message("start-place-taken-out", &[("file", file.into())])
        }
        StartNotice::PictureRenamed { file, now } => message(
            "start-picture-renamed",
            &[("file", file.into()), ("now", now.into())],
        ),
        StartNotice::PictureConverted {
            file,
            format,
            now,
            program,
            is_first,
        } => media::picture_converted(file, format, now, program, *is_first),
        StartNotice::PassedOver { file, why } => match why {
            LeftOutNotice::Unknown => message("start-unknown-kind", &[("file", file.into())]),
            LeftOutNotice::EmptyFile => message("start-empty-file", &[("file", file.into())]),
            LeftOutNotice::Link => message("start-link", &[("file", file.into())]),
            LeftOutNotice::Folder => message("start-folder", &[("file", file.into())]),
            LeftOutNotice::TooDeep => message("start-too-deep", &[("file", file.into())]),
            LeftOutNotice::PictureFormat(format) => media::picture_format(file, format),
            LeftOutNotice::PictureNotConverted { format, reason } => {
                media::picture_not_converted(file, format, reason)
            }
            LeftOutNotice::Document(refusal) => message(
                "start-document-refused",
                &[
                    ("file", file.into()),
                    ("refusal", office::refusal(file, refusal).into()),
                ],
            ),
            LeftOutNotice::SecondGuide => message("start-second-guide", &[("file", file.into())]),
            LeftOutNotice::CaptionFormat => {
                message("start-caption-format", &[("file", file.into())])
            }
            LeftOutNotice::CaptionsOfNothing => {
                message("start-captions-of-nothing", &[("file", file.into())])
            }
            LeftOutNotice::SecondCaptions => {
                message("start-second-captions", &[("file", file.into())])
            }
            LeftOutNotice::Unreadable(reason) => message(
                "start-unreadable",
                &[("file", file.into()), ("reason", reason.into())],
            ),
        },
        StartNotice::More => message("start-more", &[]),
    }
}

fn pdf(file: &str, what: &PdfMendNotice) -> String {
    match what {
        PdfMendNotice::ValuesDrawn => message("start-pdf-values-drawn", &[("file", file.into())]),
        PdfMendNotice::PagesAsPictures => {
            message("start-pdf-pages-as-pictures", &[("file", file.into())])
        }
        PdfMendNotice::NoProgram => message("start-pdf-no-program", &[("file", file.into())]),
        PdfMendNotice::Failed(reason) => message(
            "start-pdf-failed",
            &[("file", file.into()), ("reason", reason.into())],
        ),
        PdfMendNotice::ByHand => message("start-pdf-by-hand", &[("file", file.into())]),
    }
}

/// What became of an office document; nothing for what is said of anything else.
fn of_document(said: &StartNotice) -> String {
    match said {
        StartNotice::Guide { file, left_out } => message(
            "start-guide",
            &[
                ("file", file.into()),
                ("leftOut", office::left_out(left_out).into()),
            ],
        ),
        StartNotice::Slides {
            file,
            count,
            left_out,
        } => {
            let left = office::left_out(left_out);
            message(
                "start-slides",
                &[
                    ("file", file.into()),
                    ("count", (*count).into()),
                    ("left", left.into()),
                ],
            )
        }
        StartNotice::SlidesAsPages { file, now } => message(
            "start-slides-as-pages",
            &[("file", file.into()), ("now", now.into())],
        ),
        StartNotice::SlidesNotAsPages { file, reason: None } => {
            message("start-no-libreoffice", &[("file", file.into())])
        }
        StartNotice::SlidesNotAsPages {
            file,
            reason: Some(reason),
        } => message(
            "start-slides-not-made",
            &[("file", file.into()), ("reason", reason.into())],
        ),
        StartNotice::Converted { file } => message("start-converted", &[("file", file.into())]),
        StartNotice::OldFormat { file } => message("start-old-format", &[("file", file.into())]),
        _ => String::new(),
    }
}

fn mended(file: &str, what: MendNotice, count: usize, line: usize) -> String {
    let id = match what {
        MendNotice::Header => "start-no-header",
        MendNotice::Encoding(encoding) => return media::captions_encoding(file, encoding),
        MendNotice::BrokenByte => "start-broken-byte",
        MendNotice::NoBlankLine => "start-no-blank-line",
        MendNotice::BlankLineInside => "start-blank-line-inside",
        MendNotice::Times => "start-times",
        MendNotice::EndBeforeStart => "start-end-before-start",
        MendNotice::LeftOut => "start-times-left-out",
        MendNotice::TextBefore => "start-text-before",
    };
    let places = &[("count", count.into()), ("line", line.into())];
    let places = message("start-places", places).into();
    message(id, &[("file", file.into()), ("places", places)])
}

fn inner_captions(file: &str, language: &str, stated: bool) -> String {
    let id = if stated {
        "start-inner-captions"
    } else {
        "start-inner-captions-guessed"
    };
    message(id, &[("file", file.into()), ("language", language.into())])
}

fn inner_left(file: &str, track: &InnerTrackNotice, why: InnerLeftNotice) -> String {
    let id = match why {
        InnerLeftNotice::Pictures => "start-inner-pictures",
        InnerLeftNotice::Forced => "start-inner-forced",
        InnerLeftNotice::NoFfmpeg => "start-inner-no-ffmpeg",
        InnerLeftNotice::Unreadable => "start-inner-unreadable",
    };
    let track = inner_tracks(std::slice::from_ref(track)).into();
    message(id, &[("file", file.into()), ("track", track)])
}

fn prompts(count: usize, more: usize, without_question: usize, without_points: usize) -> String {
    let drafted = if without_question == count {
        "start-prompts-of-slides"
    } else {
        "start-prompts-of-guide"
    };
    let sentences = [
        (drafted, count),
        ("start-prompts-without-question", without_question),
        ("start-prompts-without-points", without_points),
        ("start-prompts-in-guide-only", more),
    ];
    let sentences = sentences
        .iter()
        .enumerate()
        // The first is given for no prompt too.
        .filter(|(place, (_, count))| *place == 0 || *count > 0)
        .map(|(_, (id, count))| message(id, &[("count", (*count).into())]));
    sentences.collect::<Vec<_>>().join(" ")
}
