//! What is not read of an office document, in words.

use crate::documents::office::{ForeignFormat, LeftOut, LeftOutKind, OfficeRefusal, Place};

/// Places that are named one by one; of more only the kinds are.
const MAX_PLACES: usize = 12;

/// What of a document was left out, as a sentence that begins with a space; nothing if all is in.
pub(super) fn left_out(all: &[LeftOut]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut places: Vec<(&Place, Vec<String>)> = Vec::new();
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

fn at(place: &Place) -> String {
    match place {
        Place::Page(number) => format!(" (page {number})"),
        Place::Slide(number) => format!(" (slide {number})"),
        Place::Heading(heading) => format!(" (under “{heading}”)"),
        Place::Beginning => " (before the first heading)".to_owned(),
        Place::Everywhere => String::new(),
    }
}

fn counted(what: LeftOutKind, count: u32) -> String {
    let (one, many) = match what {
        LeftOutKind::Picture => ("picture", "pictures"),
        LeftOutKind::Chart => ("chart", "charts"),
        LeftOutKind::Diagram => ("diagram", "diagrams"),
        LeftOutKind::Drawing => ("drawing", "drawings"),
        LeftOutKind::Ink => ("drawing by hand", "drawings by hand"),
        LeftOutKind::Video => ("film", "films"),
        LeftOutKind::Audio => ("sound", "sounds"),
        LeftOutKind::EmbeddedFile => ("embedded file", "embedded files"),
        LeftOutKind::InsertedDocument => ("inserted document", "inserted documents"),
        LeftOutKind::Control => ("form control", "form controls"),
        LeftOutKind::Comment => ("comment", "comments"),
        LeftOutKind::DeletedText => ("deleted text", "deleted texts"),
        LeftOutKind::HiddenText => ("hidden text", "hidden texts"),
        LeftOutKind::Header => ("page header", "page headers"),
        LeftOutKind::Footer => ("page footer", "page footers"),
        LeftOutKind::Symbol => (
            "symbol that text cannot hold",
            "symbols that text cannot hold",
        ),
        LeftOutKind::HiddenSlide => ("hidden slide", "hidden slides"),
        // Not counted: nobody knows how many.
        LeftOutKind::Notes => return "the notes of the slides".to_owned(),
        LeftOutKind::MoreText => return "what is beyond the length that is read".to_owned(),
    };
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// Why a document is left out, and what to do.
pub(super) fn refusal(refusal: &OfficeRefusal) -> String {
    match refusal {
        OfficeRefusal::Password => {
            "it is protected by a password. Save a copy without, then begin again.".to_owned()
        }
        OfficeRefusal::Foreign(format) => foreign(*format),
        OfficeRefusal::Damaged(reason) => {
            format!("it is damaged or cut, and cannot be read: {reason}.")
        }
        OfficeRefusal::Empty => "there is no text in it.".to_owned(),
    }
}

fn foreign(format: ForeignFormat) -> String {
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
        ForeignFormat::AncientWord => word("a document of Word before 1993 or for DOS"),
        ForeignFormat::RichText => word("a text in Rich Text Format (RTF)"),
        ForeignFormat::OpenDocumentText => word("a text in OpenDocument format (.odt)"),
        ForeignFormat::OpenDocumentSlides => slides("slides in OpenDocument format (.odp)"),
        ForeignFormat::OpenDocumentSheet => {
            pdf("a spreadsheet in OpenDocument format (.ods)", "LibreOffice")
        }
        ForeignFormat::Pages => save("a document of Pages", "Pages", "a Word document (.docx)"),
        ForeignFormat::Keynote => save("a presentation of Keynote", "Keynote", "PowerPoint (.pptx)"),
        ForeignFormat::Numbers => pdf("a spreadsheet of Numbers", "Numbers"),
        ForeignFormat::AppleWork => save(
            "a document of Pages or Numbers",
            "that program",
            "a Word document (.docx) or PDF",
        ),
        ForeignFormat::Excel => pdf("a workbook of Excel", "Excel"),
        ForeignFormat::Publisher => pdf("a document of Publisher", "Publisher"),
        ForeignFormat::Visio => pdf("a drawing of Visio", "Visio"),
        ForeignFormat::Works => word("a document of Works"),
        ForeignFormat::OutlookMessage => pdf("a message of Outlook", "Outlook"),
        ForeignFormat::OneNote => pdf("a notebook of OneNote", "OneNote"),
        ForeignFormat::WordPerfect => word("a document of WordPerfect"),
        ForeignFormat::Pdf => named("a PDF", ".pdf"),
        ForeignFormat::Xps => pdf("an XPS document", "the XPS viewer"),
        ForeignFormat::WebPage => word("a web page (HTML)"),
        ForeignFormat::WebArchive => word("a web page in one file (MHTML)"),
        ForeignFormat::WordXml => word("a Word document as XML"),
        ForeignFormat::PlainText => named("plain text", ".md"),
        ForeignFormat::Picture => named("a picture", ".png or .jpg"),
        ForeignFormat::Archive => {
            "it is an archive of other files. Take them out, then begin again.".to_owned()
        }
        ForeignFormat::CloudPointer => "it only says where in the cloud the document is. Download the document itself, as .docx or .pptx, then begin again.".to_owned(),
        ForeignFormat::Unknown => {
            "it is no document of a kind that Muster reads (.docx, .pptx, .doc, .ppt).".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_named_with_its_place() {
        let one = |what, count, place| LeftOut { what, count, place };
        let all = [
            one(LeftOutKind::Picture, 2, Place::Page(3)),
            one(LeftOutKind::Chart, 1, Place::Page(3)),
            one(LeftOutKind::Comment, 1, Place::Heading("Forms".to_owned())),
            one(LeftOutKind::Header, 1, Place::Everywhere),
        ];
        assert_eq!(
            left_out(&all),
            " Left out: 2 pictures, 1 chart (page 3); 1 comment (under “Forms”); 1 page header."
        );
        assert_eq!(left_out(&[]), "");
    }
}
