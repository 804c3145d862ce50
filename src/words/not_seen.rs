//! What a PDF holds and the room would not see, in words.

use crate::documents::PdfDefect;
use crate::words::messages::{message, words};
use crate::words::{Code, Words};

/// So many pages or ranges of pages are named; of the others only the number is given.
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
            _ => message(
                "not-seen-page-range",
                &[("first", first.into()), ("last", last.into())],
            ),
        })
        .collect();
    if more > 0 {
        names.push(message("not-seen-more-pages", &[("count", more.into())]));
    }
    let file = ("file", file.into());
    let last = names.pop();
    match (last, pages.len()) {
        (None, _) => message("not-seen-in-file", &[file]),
        (Some(page), 1) => message("not-seen-on-page", &[file, ("page", page.into())]),
        (Some(last), _) if names.is_empty() => {
            message("not-seen-on-pages", &[file, ("pages", last.into())])
        }
        (Some(last), _) => message(
            "not-seen-on-several-pages",
            &[
                file,
                ("pages", names.join(", ").into()),
                ("last", last.into()),
            ],
        ),
    }
}

/// A finding about what is not seen. `place`: the file and pages; `count`: how many of the kind there
/// are; `example`: one of them, empty where there is none to show.
pub fn not_seen(kind: PdfDefect, place: &str, count: u32, example: &str) -> Words {
    let id = match kind {
        PdfDefect::CutOff => "not-seen-cut-off",
        PdfDefect::Pages => "not-seen-pages",
        PdfDefect::Xfa => "not-seen-xfa",
        PdfDefect::Portfolio => "not-seen-portfolio",
        PdfDefect::FormValues => "not-seen-form-values",
        PdfDefect::OldFormValues => "not-seen-old-form-values",
        PdfDefect::Markup => "not-seen-markup",
        PdfDefect::Media => "not-seen-media",
        PdfDefect::Letters => "not-seen-letters",
        PdfDefect::Pictures => "not-seen-pictures",
        PdfDefect::Parts => "not-seen-parts",
        PdfDefect::Empty => "not-seen-empty",
        PdfDefect::Size => "not-seen-size",
        PdfDefect::Unknown => "not-seen-unknown",
    };
    let example = match (kind, example) {
        (PdfDefect::Pages, example) => example.to_owned(),
        (_, "") => String::new(),
        (PdfDefect::OldFormValues, example) => {
            message("not-seen-new-value", &[("value", example.into())])
        }
        (_, example) => message("not-seen-example", &[("example", example.into())]),
    };
    words(
        Code::BadMedia,
        id,
        &[
            ("place", place.into()),
            ("count", count.into()),
            ("example", example.into()),
        ],
    )
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
