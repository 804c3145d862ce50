//! What is not read of an office document, in words.

use crate::documents::office::{
    FormatNotice, OfficeError, OmissionNotice, OmittedNotice, PlaceNotice,
};
use crate::words::messages::message;

/// Places that are named one by one; of more only the kinds are.
const MAX_PLACES: usize = 12;

/// What of a document was left out, as a sentence that begins with a space; nothing if all is in.
pub(super) fn left_out(all: &[OmissionNotice]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut places: Vec<(&PlaceNotice, Vec<String>)> = Vec::new();
    for one in all {
        let what = counted(one.what, one.count);
        match places.iter_mut().find(|(place, _)| *place == &one.place) {
            Some((_, parts)) => parts.push(what),
            None => places.push((&one.place, vec![what])),
        }
    }
    let more = places.len().saturating_sub(MAX_PLACES);
    let mut parts: Vec<String> = places
        .iter()
        .take(MAX_PLACES)
        .map(|(place, parts)| at(&parts.join(", "), place))
        .collect();
    if more > 0 {
        parts.push(message("office-more-places", &[("count", more.into())]));
    }
    let parts = parts.join("; ");
    format!(
        " {}",
        message("office-left-out", &[("parts", parts.into())])
    )
}

/// What was left out at a place, with the place.
fn at(parts: &str, place: &PlaceNotice) -> String {
    let parts = ("parts", parts.into());
    match place {
        PlaceNotice::Page(number) => message("office-on-page", &[parts, ("page", number.into())]),
        PlaceNotice::Slide(number) => {
            message("office-on-slide", &[parts, ("slide", number.into())])
        }
        PlaceNotice::Heading(heading) => message(
            "office-under-heading",
            &[parts, ("heading", heading.into())],
        ),
        PlaceNotice::Beginning => message("office-before-headings", &[parts]),
        PlaceNotice::Everywhere => message("office-anywhere", &[parts]),
    }
}

fn counted(what: OmittedNotice, count: u32) -> String {
    let id = match what {
        OmittedNotice::Picture => "office-pictures",
        OmittedNotice::Chart => "office-charts",
        OmittedNotice::Diagram => "office-diagrams",
        OmittedNotice::Drawing => "office-drawings",
        OmittedNotice::Ink => "office-drawings-by-hand",
        OmittedNotice::Video => "office-films",
        OmittedNotice::Audio => "office-sounds",
        OmittedNotice::EmbeddedFile => "office-embedded-files",
        OmittedNotice::InsertedDocument => "office-inserted-documents",
        OmittedNotice::Control => "office-form-controls",
        OmittedNotice::Comment => "office-comments",
        OmittedNotice::DeletedText => "office-deleted-texts",
        OmittedNotice::HiddenText => "office-hidden-texts",
        OmittedNotice::Header => "office-page-headers",
        OmittedNotice::Footer => "office-page-footers",
        OmittedNotice::Symbol => "office-symbols",
        OmittedNotice::HiddenSlide => "office-hidden-slides",
        // Not counted: nobody knows how many.
        OmittedNotice::Notes => "office-notes",
        OmittedNotice::MoreText => "office-more-text",
    };
    message(id, &[("count", count.into())])
}

/// Why a document that is called `file` is left out, and what to do.
pub(super) fn refusal(file: &str, refusal: &OfficeError) -> String {
    let stem = file.rsplit_once('.').map_or(file, |it| it.0);
    match refusal {
        OfficeError::Password => message("office-password", &[]),
        OfficeError::Foreign(format) => message(foreign(*format), &[("stem", stem.into())]),
        OfficeError::CutOff => message("office-cut-off", &[]),
        OfficeError::HiddenParts => message("office-hidden-parts", &[]),
        OfficeError::Damaged(reason) => message("office-damaged", &[("reason", reason.into())]),
        OfficeError::Empty => message("office-empty", &[]),
    }
}

/// The message on a format that is not read.
fn foreign(format: FormatNotice) -> &'static str {
    match format {
        FormatNotice::Word => "office-named-word",
        FormatNotice::Slides => "office-named-slides",
        FormatNotice::OldWord => "office-named-old-word",
        FormatNotice::OldSlides => "office-named-old-slides",
        FormatNotice::Compound => "office-compound",
        FormatNotice::Film => "office-named-film",
        FormatNotice::Sound => "office-named-sound",
        FormatNotice::AncientWord => "office-ancient-word",
        FormatNotice::RichText => "office-rich-text",
        FormatNotice::OpenDocumentText => "office-open-document-text",
        FormatNotice::OpenDocumentSlides => "office-open-document-slides",
        FormatNotice::OpenDocumentSheet => "office-open-document-sheet",
        FormatNotice::Pages => "office-pages",
        FormatNotice::Keynote => "office-keynote",
        FormatNotice::Numbers => "office-numbers",
        FormatNotice::AppleWork => "office-apple-work",
        FormatNotice::Excel => "office-excel",
        FormatNotice::Publisher => "office-publisher",
        FormatNotice::Visio => "office-visio",
        FormatNotice::Works => "office-works",
        FormatNotice::OutlookMessage => "office-outlook-message",
        FormatNotice::OneNote => "office-one-note",
        FormatNotice::WordPerfect => "office-word-perfect",
        FormatNotice::Pdf => "office-named-pdf",
        FormatNotice::Xps => "office-xps",
        FormatNotice::WebPage => "office-web-page",
        FormatNotice::WebArchive => "office-web-archive",
        FormatNotice::WordXml => "office-word-xml",
        FormatNotice::PlainText => "office-plain-text",
        FormatNotice::Picture => "office-named-picture",
        FormatNotice::Archive => "office-archive",
        FormatNotice::CloudPointer => "office-cloud-pointer",
        FormatNotice::Unknown => "office-unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_named_with_its_place() {
        let one = |what, count, place| OmissionNotice { what, count, place };
        let all = [
            one(OmittedNotice::Picture, 2, PlaceNotice::Page(3)),
            one(OmittedNotice::Chart, 1, PlaceNotice::Page(3)),
            one(
                OmittedNotice::Comment,
                1,
                PlaceNotice::Heading("Forms".to_owned()),
            ),
            one(OmittedNotice::Header, 1, PlaceNotice::Everywhere),
        ];
        assert_eq!(
            left_out(&all),
            " Left out: 2 pictures, 1 chart (page 3); 1 comment (under “Forms”); 1 page header."
        );
        assert_eq!(left_out(&[]), "");
    }
}
