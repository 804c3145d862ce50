//! What a PDF holds and the room would not see, in words.

use crate::documents::PdfDefect;
use crate::words::{Code, Words};

/// So many pages are named; beyond that it is said how many more there are.
const MAX_PAGES: usize = 6;

/// A file and the pages of it that are meant: `form.pdf, pages 2 to 4 and 7`.
pub fn at(file: &str, pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => ranges.push((*page, *page)),
        }
    }
    let more: u32 = ranges
        .iter()
        .skip(MAX_PAGES)
        .map(|it| it.1 - it.0 + 1)
        .sum();
    ranges.truncate(MAX_PAGES);
    let mut names: Vec<String> = ranges
        .iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first} to {last}"),
        })
        .collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let last = names.pop();
    match (last, pages.len()) {
        (None, _) => file.to_owned(),
        (Some(page), 1) => format!("{file}, page {page}"),
        (Some(last), _) if names.is_empty() => format!("{file}, pages {last}"),
        (Some(last), _) => format!("{file}, pages {} and {last}", names.join(", ")),
    }
}

/// A finding about what is not seen. `place`: the file and pages.
pub fn not_seen(kind: PdfDefect, place: &str, count: u32, example: &str) -> Words {
    let as_in = |what: &str| match example {
        "" => String::new(),
        example => format!("{what}{example}"),
    };
    let (headline, advice) = match kind {
        PdfDefect::CutOff => (
            format!(
                "{place} is cut off or damaged: its end, or what its end leads to, is missing, so pages or parts of pages may be."
            ),
            "Copy it again from where you got it, or export it again.",
        ),
        PdfDefect::Pages => (
            format!(
                "{place} says that it has {}, but only {example} can be found.",
                counted(count, "page")
            ),
            "Copy it again from where you got it, or export it again.",
        ),
        PdfDefect::Xfa => (
            format!(
                "{place} is a form that only Adobe’s own programs build up (XFA): the room would see a page that asks to wait, or no values."
            ),
            "Open it in Adobe Reader, print it to a PDF, and use that.",
        ),
        PdfDefect::Portfolio => (
            format!(
                "{place} is a portfolio: the room would see its cover, not the documents in it."
            ),
            "Save each of its documents as a PDF of its own.",
        ),
        PdfDefect::FormValues => (
            format!(
                "{place}: {} would not be seen{}.",
                counted(count, "form value"),
                as_in(": ")
            ),
            DRAWN,
        ),
        PdfDefect::OldFormValues => (
            format!(
                "{place}: {} would be seen as before the last change{}.",
                counted(count, "form value"),
                as_in("; it should be ")
            ),
            DRAWN,
        ),
        PdfDefect::Markup => (
            format!(
                "{place}: {} would not be seen{}.",
                counted(count, "mark"),
                as_in(": ")
            ),
            DRAWN,
        ),
        PdfDefect::Media => (
            format!(
                "{place}: {} in the PDF would not play{}.",
                counted(count, "film, sound or model"),
                as_in(": ")
            ),
            "Put the film or sound into the pack as a file of its own.",
        ),
        PdfDefect::Letters => (
            format!(
                "{place}: {} would be missing or wrong, as the font is not in the file{}.",
                counted(count, "letter"),
                as_in(": ")
            ),
            "Export it again with all fonts embedded (in Word: save as PDF, Options, PDF/A), or print it to a PDF.",
        ),
        PdfDefect::Pictures => (
            format!("{place}: {} cannot be shown.", counted(count, "picture")),
            "Export it again, or print it to a PDF.",
        ),
        PdfDefect::Parts => (
            format!(
                "{place}: {} missing in the file or cannot be read.",
                match count {
                    1 => "1 part of what is drawn is".to_owned(),
                    count => format!("{count} parts of what is drawn are"),
                }
            ),
            "Copy it again from where you got it, or export it again.",
        ),
        PdfDefect::Empty => (
            format!("{place}: something is drawn there, but the page comes out empty."),
            "Look at it in muster pack preview; export it again, or print it to a PDF.",
        ),
        PdfDefect::Size => (
            format!("{place}: so large or long a page cannot be read on the wall."),
            "Export it on sheets of paper, such as Letter.",
        ),
        PdfDefect::Unknown => (
            format!("{place} is so large that nobody knows whether all of it is seen."),
            "Look at it in muster pack preview, or make it simpler.",
        ),
    };
    Words::new(Code::BadMedia, headline, advice)
}

const DRAWN: &str = "Print it to a PDF, or begin the pack with muster pack new, which draws it with qpdf or pdftoppm where those are installed.";

fn counted(count: u32, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => match what.strip_suffix("film, sound or model") {
            Some(_) => format!("{count} films, sounds or models"),
            None => format!("{count} {what}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::at;

    #[test]
    fn pages_are_named_in_ranges_and_many_are_counted() {
        for (pages, named) in [
            (vec![], "a.pdf"),
            (vec![3], "a.pdf, page 3"),
            (vec![3, 4], "a.pdf, pages 3, 4"),
            (vec![1, 2, 3], "a.pdf, pages 1 to 3"),
            (vec![1, 2, 3, 7], "a.pdf, pages 1 to 3 and 7"),
            (
                vec![1, 3, 5, 7, 9, 11, 13, 14, 20],
                "a.pdf, pages 1, 3, 5, 7, 9, 11 and 3 more",
            ),
        ] {
            assert_eq!(at("a.pdf", &pages), named);
        }
    }
}
