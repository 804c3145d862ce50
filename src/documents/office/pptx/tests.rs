//! Decks made here, and what must come out of them.

use std::io::{Cursor, Write};

use super::*;
use crate::documents::office::model::{OmissionNotice, PlaceNotice};
use crate::documents::office::read as read_bytes;

/// A deck of these slides and what the presenter reads beside each, both as shapes.
pub fn pptx(slides: &[(&str, &str)]) -> Vec<u8> {
    let ns = "xmlns:a=\"a\" xmlns:p=\"p\" xmlns:r=\"r\"";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts: Vec<(String, String)> = Vec::new();
    let relations = |of: &str, all: &str| {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = format!("{folder}/_rels/{file}.rels");
        let name = name.trim_start_matches('/').to_owned();
        (name, format!("<Relationships>{all}</Relationships>"))
    };
    let mut list = String::new();
    let mut named = String::new();
    for (number, (shapes, notes)) in (1..).zip(slides) {
        // In the archive they have another order than in the deck.
        let file = format!("slide{}.xml", 100 - number);
        list.extend([format!(
            "<p:sldId id=\"{}\" r:id=\"rId{number}\"/>",
            255 + number
        )]);
        named.extend([format!(
            "<Relationship Id=\"rId{number}\" Type=\"{kind}/slide\" Target=\"slides/{file}\"/>"
        )]);
        let (attributes, shapes) = match shapes.strip_prefix("HIDDEN") {
            Some(shapes) => ("show=\"0\"", shapes),
            None => ("", *shapes),
        };
        parts.push((
            format!("ppt/slides/{file}"),
            format!(
                "<p:sld {ns} {attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
            ),
        ));
        parts.push((
            format!("ppt/notesSlides/notes{number}.xml"),
            format!("<p:notes {ns}><p:cSld><p:spTree>{notes}</p:spTree></p:cSld></p:notes>"),
        ));
        parts.push(relations(
            &format!("ppt/slides/{file}"),
            &format!(
                "<Relationship Id=\"n\" Type=\"{kind}/notesSlide\" Target=\"../notesSlides/notes{number}.xml\"/>\
                 <Relationship Id=\"l\" Type=\"{kind}/hyperlink\" Target=\"https://www.ice.gov/\" TargetMode=\"External\"/>"
            ),
        ));
    }
    parts.push((
        "ppt/presentation.xml".to_owned(),
        format!("<p:presentation {ns}><p:sldIdLst>{list}</p:sldIdLst></p:presentation>"),
    ));
    parts.push(relations("ppt/presentation.xml", &named));
    parts.push(relations(
        "",
        &format!("<Relationship Id=\"r\" Type=\"{kind}/officeDocument\" Target=\"ppt/presentation.xml\"/>"),
    ));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a deck").into_inner()
}

/// A shape that fills this kind of placeholder, none for a text box of its own.
pub fn shape(placeholder: Option<&str>, paragraphs: &str) -> String {
    let place = placeholder.map_or_else(String::new, |kind| format!("<p:ph type=\"{kind}\"/>"));
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"1\"/><p:nvPr>{place}</p:nvPr></p:nvSpPr>\
         <p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )
}

pub fn line(properties: &str, text: &str) -> String {
    format!("<a:p>{properties}<a:r><a:rPr/><a:t>{text}</a:t></a:r></a:p>")
}

fn words_of(block: &Block) -> String {
    let text = plain_text(block);
    match block {
        Block::Item { depth, marker, .. } => {
            let marker = match marker {
                Marker::Bullet => "•".to_owned(),
                Marker::Number(number) => number.to_string(),
                Marker::Label(label) => label.clone(),
            };
            format!("{}{marker} {text}", " ".repeat(usize::from(*depth)))
        }
        _ => text,
    }
}

fn shown(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(words_of).collect()
}

#[test]
fn slides_have_their_order_titles_lists_and_notes() {
    let first = [
        shape(Some("ctrTitle"), &line("", "Detainers")),
        shape(Some("subTitle"), &line("", "Training unit")),
        shape(Some("sldNum"), &line("", "1")),
    ];
    let number =
        |kind: &str, more: &str| format!("<a:pPr><a:buAutoNum type=\"{kind}\"{more}/></a:pPr>");
    let body = [
        line("", "First"),
        line("<a:pPr lvl=\"1\"/>", "Deeper"),
        line("<a:pPr><a:buNone/></a:pPr>", "Running text"),
        line(&number("arabicPeriod", " startAt=\"3\""), "Three"),
        line(&number("arabicPeriod", " startAt=\"3\""), "Four"),
        line(&number("alphaLcParenR", ""), "Five"),
    ];
    let second = [
        shape(Some("body"), &body.concat()),
        shape(Some("title"), &line("", "Who decides?")),
        shape(None, &line("", "A box of its own")),
    ];
    let notes = [
        shape(Some("sldImg"), &line("", "GONE")),
        shape(
            Some("body"),
            &[line("", "Let them talk."), line("", "Two minutes.")].concat(),
        ),
        shape(Some("sldNum"), &line("", "2")),
    ];
    let deck = pptx(&[(&first.concat(), ""), (&second.concat(), &notes.concat())]);
    let read = read_bytes(deck).expect("a deck");
    assert_eq!(read.kind, OfficeKind::Slides);
    let [first, second] = read.slides.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!((first.title.as_str(), first.number), ("Detainers", 1));
    assert_eq!(shown(&first.blocks), ["Training unit"]);
    assert_eq!(second.title, "Who decides?");
    assert_eq!(
        shown(&second.blocks),
        [
            "• First",
            " • Deeper",
            "Running text",
            "3 Three",
            "4 Four",
            "e) Five",
            "A box of its own"
        ]
    );
    assert_eq!(shown(&second.notes), ["Let them talk.", "Two minutes."]);
    assert_eq!(read.left_out, []);
}

#[test]
fn what_a_slide_has_beside_text_is_named_with_its_number() {
    let about = "<p:nvPicPr><p:cNvPr id=\"4\"/><p:nvPr/></p:nvPicPr>";
    let picture = format!("<p:pic>{about}</p:pic>");
    let film = "<p:pic><p:nvPicPr><p:nvPr><a:videoFile/></p:nvPr></p:nvPicPr></p:pic>";
    let frame = |inside: &str| {
        format!(
            "<p:graphicFrame><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic></p:graphicFrame>"
        )
    };
    let title = shape(Some("title"), &line("", "Title"));
    let shapes = [
        title.clone(),
        format!("<p:grpSp>{picture}{film}</p:grpSp>"),
        frame("<c:chart/>"),
        frame("<dgm:relIds/>"),
    ];
    let hidden = format!("HIDDEN{}", shape(Some("title"), &line("", "GONE")));
    let deck = pptx(&[(&title, ""), (&shapes.concat(), ""), (&hidden, "")]);
    let read = read_bytes(deck).expect("a deck");
    let left = |what, slide| OmissionNotice {
        what,
        count: 1,
        place: PlaceNotice::Slide(slide),
    };
    assert_eq!(
        read.left_out,
        [
            left(OmittedNotice::Picture, 2),
            left(OmittedNotice::Video, 2),
            left(OmittedNotice::Chart, 2),
            left(OmittedNotice::Diagram, 2),
            left(OmittedNotice::HiddenSlide, 3),
        ]
    );
    assert_eq!(read.slides.len(), 2);
}

#[test]
fn tables_of_slides_keep_their_columns() {
    let cell = |attributes: &str, text: &str| {
        format!(
            "<a:tc {attributes}><a:txBody>{}</a:txBody></a:tc>",
            line("", text)
        )
    };
    let rows = [
        format!(
            "<a:tr>{}{}{}</a:tr>",
            cell("", "Form"),
            cell("", "Day"),
            cell("", "Night")
        ),
        format!(
            "<a:tr>{}{}{}</a:tr>",
            cell("", "I-247"),
            cell("gridSpan=\"2\"", "2 years"),
            cell("hMerge=\"1\"", "")
        ),
    ];
    let frame = format!(
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        rows.concat()
    );
    let read = read_bytes(pptx(&[(&frame, "")])).expect("a deck");
    let [Block::Table(rows)] = read.slides[0].blocks.as_slice() else {
        panic!("{read:?}");
    };
    let cells: Vec<String> = rows[1]
        .iter()
        .map(|it| it.iter().map(|it| it.text.as_str()).collect())
        .collect();
    assert_eq!(cells, ["I-247", "2 years", "2 years"]);
}
