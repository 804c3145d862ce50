//! What is not read of an office document, in words.

use crate::documents::office::{
    FormatNotice, OfficeError, OmissionNotice, OmittedNotice, PlaceNotice,
};

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
        .map(|(place, parts)| format!("{}{}", parts.join(", "), at(place)))
        .collect();
    if more > 0 {
        parts.push(format!("and more in {more} other places"));
    }
    format!(" Left out: {}.", parts.join("; "))
}

fn at(place: &PlaceNotice) -> String {
    match place {
        PlaceNotice::Page(number) => format!(" (page {number})"),
        PlaceNotice::Slide(number) => format!(" (slide {number})"),
        PlaceNotice::Heading(heading) => format!(" (under “{heading}”)"),
        PlaceNotice::Beginning => " (before the first heading)".to_owned(),
        PlaceNotice::Everywhere => String::new(),
    }
}

fn counted(what: OmittedNotice, count: u32) -> String {
    let (one, many) = match what {
        OmittedNotice::Picture => ("picture", "pictures"),
        OmittedNotice::Chart => ("chart", "charts"),
        OmittedNotice::Diagram => ("diagram", "diagrams"),
        OmittedNotice::Drawing => ("drawing", "drawings"),
        OmittedNotice::Ink => ("drawing by hand", "drawings by hand"),
        OmittedNotice::Video => ("film", "films"),
        OmittedNotice::Audio => ("sound", "sounds"),
        OmittedNotice::EmbeddedFile => ("embedded file", "embedded files"),
        OmittedNotice::InsertedDocument => ("inserted document", "inserted documents"),
        OmittedNotice::Control => ("form control", "form controls"),
        OmittedNotice::Comment => ("comment", "comments"),
        OmittedNotice::DeletedText => ("deleted text", "deleted texts"),
        OmittedNotice::HiddenText => ("hidden text", "hidden texts"),
        OmittedNotice::Header => ("page header", "page headers"),
        OmittedNotice::Footer => ("page footer", "page footers"),
        OmittedNotice::Symbol => (
            "symbol that text cannot hold",
            "symbols that text cannot hold",
        ),
        OmittedNotice::HiddenSlide => ("hidden slide", "hidden slides"),
        // Not counted: nobody knows how many.
        OmittedNotice::Notes => return "the notes of the slides".to_owned(),
        OmittedNotice::MoreText => return "what is beyond the length that is read".to_owned(),
    };
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// Why a document is left out, and what to do.
pub(super) fn refusal(refusal: &OfficeError) -> String {
    match refusal {
        OfficeError::Password => {
            "it is protected by a password. Save a copy without, then begin again.".to_owned()
        }
        OfficeError::Foreign(format) => foreign(*format),
        OfficeError::Damaged(reason) => {
            format!("it is damaged or cut, and cannot be read: {reason}.")
        }
        OfficeError::Empty => "there is no text in it.".to_owned(),
    }
}

fn foreign(format: FormatNotice) -> String {
    let save = |what: &str, program: &str, ending: &str| {
        format!("it is {what}. Save it in {program} as {ending}, then begin again.")
    };
    let word = |what: &str| save(what, "Word or LibreOffice", "a Word document (.docx)");
    let slides = |what: &str| save(what, "PowerPoint or LibreOffice", "slides (.pptx)");
    let pdf = |what: &str, program: &str| save(what, program, "PDF");
    let named = |what: &str, ending: &str| {
        format!("it is {what}, whatever its name says. Name it {ending}, then begin again.")
    };
    match format {
        FormatNotice::AncientWord => word("a document of Word before 1993 or for DOS"),
        FormatNotice::RichText => word("a text in Rich Text Format (RTF)"),
        FormatNotice::OpenDocumentText => word("a text in OpenDocument format (.odt)"),
        FormatNotice::OpenDocumentSlides => slides("slides in OpenDocument format (.odp)"),
        FormatNotice::OpenDocumentSheet => {
            pdf("a spreadsheet in OpenDocument format (.ods)", "LibreOffice")
        }
        FormatNotice::Pages => save("a document of Pages", "Pages", "a Word document (.docx)"),
        FormatNotice::Keynote => save("a presentation of Keynote", "Keynote", "PowerPoint (.pptx)"),
        FormatNotice::Numbers => pdf("a spreadsheet of Numbers", "Numbers"),
        FormatNotice::AppleWork => save(
            "a document of Pages or Numbers",
            "that program",
            "a Word document (.docx) or PDF",
        ),
        FormatNotice::Excel => pdf("a workbook of Excel", "Excel"),
        FormatNotice::Publisher => pdf("a document of Publisher", "Publisher"),
        FormatNotice::Visio => pdf("a drawing of Visio", "Visio"),
        FormatNotice::Works => word("a document of Works"),
        FormatNotice::OutlookMessage => pdf("a message of Outlook", "Outlook"),
        FormatNotice::OneNote => pdf("a notebook of OneNote", "OneNote"),
        FormatNotice::WordPerfect => word("a document of WordPerfect"),
        FormatNotice::Pdf => named("a PDF", ".pdf"),
        FormatNotice::Xps => pdf("an XPS document", "the XPS viewer"),
        FormatNotice::WebPage => word("a web page (HTML)"),
        FormatNotice::WebArchive => word("a web page in one file (MHTML)"),
        FormatNotice::WordXml => word("a Word document as XML"),
        FormatNotice::PlainText => named("plain text", ".md"),
        FormatNotice::Picture => named("a picture", ".png or .jpg"),
        FormatNotice::Archive => {
            "it is an archive of other files. Take them out, then begin again.".to_owned()
        }
        FormatNotice::CloudPointer => "it only says where in the cloud the document is. Download the document itself, as .docx or .pptx, then begin again.".to_owned(),
        FormatNotice::Unknown => {
            "it is no document of a kind that Muster reads (.docx, .pptx, .doc, .ppt).".to_owned()
        }
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
