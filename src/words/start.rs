//! What was guessed while a pack was begun, in words.

use crate::authoring::{
    InnerLeftNotice, InnerTrackNotice, LeftOutNotice, MendNotice, PdfMendNotice, StartNotice,
    TitleNotice,
};
use crate::words::authoring::{clock, inner_tracks};
use crate::words::office;
use crate::words::shown;

/// One line for whoever looks it over.
#[must_use]
pub fn said(said: &StartNotice) -> String {
    // Files of the material may have any name.
    shown(&sentence(said))
}

fn sentence(said: &StartNotice) -> String {
    match said {
        StartNotice::Title { title, from } => {
            let from = match from {
                TitleNotice::Guide => "the first heading of the guide",
                TitleNotice::Folder => "the name of the folder",
            };
            format!("The title is {from}: “{title}”.")
        }
        StartNotice::Id(id) => format!("The id is made up and must be chosen: {id}."),
        StartNotice::Dates { as_of, review_by } => format!(
            "The content is said to be right as of today, {as_of}, and due for a review by {review_by}."
        ),
        StartNotice::Summary => "The summary is the first paragraph of the guide.".to_owned(),
        StartNotice::Objectives(1) => "The objective is from a list in the guide.".to_owned(),
        StartNotice::Objectives(count) => format!("The {count} objectives are a list in the guide."),
        StartNotice::Medium {
            file,
            length_ms,
            step,
        } => {
            let length = clock(*length_ms);
            if *step {
                format!("{file} plays as a step ({length}).")
            } else {
                format!("{file} stands beside the film, for who only listens ({length}).")
            }
        }
        StartNotice::NotMeasured { file } => format!(
            "{file} plays as a step; how long it is shows when pack build transcodes it, and the minutes are a guess until then."
        ),
        StartNotice::Captions {
            file,
            language,
            converted,
        } => {
            let made = if *converted { ", made into WebVTT" } else { "" };
            format!("{file} are the captions, taken to be in {language}{made}.")
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
        StartNotice::Transcript => "A transcript was made from the captions.".to_owned(),
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
        StartNotice::NoQuestions => {
            "No question was found in the guide: headings that end in a question mark become prompts, lists below them key points.".to_owned()
        }
        StartNotice::Aid { file, title } => format!("{file} is a job aid, “{title}”."),
        StartNotice::Pdf { file, what } => pdf(file, what),
        StartNotice::PlaceTakenOut { file } => {
            format!("{file} says where it was taken (GPS); that was taken out of the copy.")
        }
        StartNotice::PictureRenamed { file, now } => {
            format!("{file} is a picture of another kind than its name says; the pack has it as {now}.")
        }
        StartNotice::PassedOver { file, why } => match why {
            LeftOutNotice::Unknown => format!("{file} is left out: a pack holds nothing of this kind."),
            LeftOutNotice::PictureFormat(format) => format!(
                "{file} is left out: it is a picture of kind {format}. Save it as JPEG or PNG, then begin again."
            ),
            LeftOutNotice::Document(refusal) => {
                format!("{file} is left out: {}", office::refusal(refusal))
            }
            LeftOutNotice::SecondGuide => format!("{file} is left out: a briefing has one guide."),
            LeftOutNotice::CaptionFormat => format!(
                "{file} is left out: captions of this kind are not read. Export them as SRT or WebVTT, then begin again."
            ),
            LeftOutNotice::CaptionsOfNothing => format!(
                "{file} is left out: it is not said of which film these captions are. Give both the same name."
            ),
            LeftOutNotice::SecondCaptions => {
                format!("{file} is left out: there are captions in this language already.")
            }
            LeftOutNotice::Unreadable(reason) => format!("{file} is left out, it cannot be read: {reason}."),
        },
        StartNotice::More => {
            "There is more in the folder than is looked at: put the material of one briefing into a folder of its own.".to_owned()
        }
    }
}

fn pdf(file: &str, what: &PdfMendNotice) -> String {
    match what {
        PdfMendNotice::ValuesDrawn => format!(
            "{file}: values of its form would not be seen; in the copy they are drawn, with qpdf. Look whether all are there."
        ),
        PdfMendNotice::PagesAsPictures => format!(
            "{file}: not all of it would be seen; in the copy its pages are pictures, made with pdftoppm, so its text is lost to whoever searches or copies. Look whether they are right."
        ),
        PdfMendNotice::NoProgram => format!(
            "{file}: not all of it would be seen; muster pack check says what. Print it to a PDF, or install qpdf and pdftoppm (Poppler) and begin again: muster pack new draws it with them."
        ),
        PdfMendNotice::Failed(reason) => format!(
            "{file}: not all of it would be seen, and it could not be mended: {reason}. Print it to a PDF; muster pack check says what is missing."
        ),
        PdfMendNotice::ByHand => format!(
            "{file}: not all of it would be seen; muster pack check says what, and what to do."
        ),
    }
}

/// What became of an office document; nothing for what is said of anything else.
fn of_document(said: &StartNotice) -> String {
    match said {
        StartNotice::Guide { file, left_out } => {
            format!("{file} is the guide.{}", office::left_out(left_out))
        }
        StartNotice::Slides {
            file,
            count,
            left_out,
        } => {
            let slides = counted(*count, "slide");
            let left = office::left_out(left_out);
            format!("{file}: titles, text and notes of {slides} are in the guide.{left}")
        }
        StartNotice::SlidesAsPages { file, now } => {
            format!(
                "{file} is a job aid, too: LibreOffice made pages of its slides, {now}. Look them over."
            )
        }
        StartNotice::SlidesNotAsPages { file, reason: None } => format!(
            "The slides of {file} are no pages: LibreOffice is not installed. To show them, save them as PDF and put it beside the others."
        ),
        StartNotice::SlidesNotAsPages {
            file,
            reason: Some(reason),
        } => format!(
            "The slides of {file} are no pages, LibreOffice could not make them: {reason}. To show them, save them as PDF and put it beside the others."
        ),
        StartNotice::Converted { file } => {
            format!("{file} was read as LibreOffice converts it. Compare the guide with it.")
        }
        StartNotice::OldFormat { file } => format!(
            "{file} is of Office before 2007, of which Muster reads the text alone: symbols, notes and what is hidden may come out wrong. Save it as .docx or .pptx and begin again, or compare every line."
        ),
        _ => String::new(),
    }
}

fn mended(file: &str, what: MendNotice, count: usize, line: usize) -> String {
    let times = match count {
        1 => format!("in line {line}"),
        count => format!("{count} times, first in line {line}"),
    };
    match what {
        MendNotice::Header => format!("{file} has no WEBVTT line; it was added."),
        MendNotice::Encoding => {
            format!("{file} is not in UTF-8; it was converted. Look whether its letters are right.")
        }
        MendNotice::BrokenByte => format!(
            "{file} holds bytes that are no letter, {times}: they show as \u{fffd}. Correct them."
        ),
        MendNotice::NoBlankLine => {
            format!("{file} lacks a blank line between captions {times}; mended.")
        }
        MendNotice::BlankLineInside => {
            format!("{file} has a blank line within a caption {times}; mended.")
        }
        MendNotice::Times => format!("{file} has times written in another way {times}; mended."),
        MendNotice::EndBeforeStart => format!(
            "{file} has captions that end before they begin {times}: they show as long as reading takes. Check them."
        ),
        MendNotice::LeftOut => format!(
            "{file} has times that cannot be read {times}: those captions are left out. Correct them and begin again."
        ),
        MendNotice::TextBefore => format!(
            "{file} has text before the first caption {times}, which is left out. If it is to be seen, give it times and begin again."
        ),
    }
}

fn inner_captions(file: &str, language: &str, stated: bool) -> String {
    let taken = if stated { "" } else { ", taken to be" };
    format!("The subtitles inside {file} became its captions{taken} in {language}.")
}

fn inner_left(file: &str, track: &InnerTrackNotice, why: InnerLeftNotice) -> String {
    let why = match why {
        InnerLeftNotice::Pictures => {
            "they are pictures, not text, and will not be seen. Get them as .srt or .vtt"
        }
        InnerLeftNotice::Forced => {
            "they are for foreign words only and will not be seen. Put those words into captions of the whole film"
        }
        InnerLeftNotice::NoFfmpeg => {
            "that needs ffmpeg, which is not on this PC; they will not be seen. Install it and begin again, or export them as .srt or .vtt"
        }
        InnerLeftNotice::Unreadable => {
            "they cannot be read and will not be seen. Export them as .srt or .vtt"
        }
    };
    let track = inner_tracks(std::slice::from_ref(track));
    format!("{file} has subtitles inside ({track}) that did not become captions: {why}.")
}

fn prompts(count: usize, more: usize, without_question: usize, without_points: usize) -> String {
    let from = if without_question == count {
        "slides with notes"
    } else {
        "the questions of the guide"
    };
    let drafted = format!(
        "{} drafted from {from}, two minutes each.",
        counted_are(count, "prompt")
    );
    let questions = match without_question {
        0 => String::new(),
        1 => " For one the question is still to be written.".to_owned(),
        count => format!(" For {count} the question is still to be written."),
    };
    let points = match without_points {
        0 => String::new(),
        1 => " One has no key points there.".to_owned(),
        count => format!(" {count} have no key points there."),
    };
    let more = match more {
        0 => String::new(),
        more => {
            format!(" {more} more stand in the guide only: a roll call has no time for them.")
        }
    };
    [drafted, questions, points, more].concat()
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

fn counted_are(count: usize, what: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, what))
}
