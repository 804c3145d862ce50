//! Documents made here, and what must come out of them.

mod tables;
mod text;

use std::io::{Cursor, Write};

use super::*;
use crate::documents::office::model::{OfficeError, OmissionNotice, PlaceNotice};
use crate::documents::office::read as read_bytes;

/// A document of this body, with styles and lists as Word writes them.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// The same with more parts, which go before those that are there anyhow.
fn docx_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let parts = [
        (
            "word/document.xml",
            format!("<w:document {w}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/styles.xml",
            format!(
                "<w:styles {w}>\
                 <w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
                 <w:style w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:basedOn w:val=\"berschrift2\"/></w:style>\
                 <w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>\
                 <w:style w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/>\
                 <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
            ),
        ),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {w}>\
                 <w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
                 <w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
                 <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
                 <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            RELATIONS.replace("MORE", ""),
        ),
    ];
    let is_new = |name: &str| more.iter().all(|(other, _)| *other != name);
    let usual = parts.iter().filter(|(name, _)| is_new(name));
    let usual = usual.map(|(name, text)| (*name, text.as_str()));
    for (name, text) in more.iter().copied().chain(usual) {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a document").into_inner()
}

const RELATIONS: &str = "<Relationships>\
    <Relationship Id=\"rId1\" Target=\"https://www.ice.gov/\" TargetMode=\"External\"/>MORE</Relationships>";

/// A paragraph of this style.
pub fn p(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn of(body: &str) -> OfficeText {
    read_bytes(docx(body)).expect("a document")
}

/// A run of this text and properties.
fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A paragraph of what is given.
fn para(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

/// An item of a list.
fn item(list: &str, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        r("", text)
    )
}

/// Blocks as lines: `# ` before headings, markers before items, cells between bars.
fn lines_of(blocks: &[Block]) -> Vec<String> {
    let words = |spans: &[Span]| spans.iter().map(|it| it.text.as_str()).collect::<String>();
    let line = |block: &Block| match block {
        Block::Heading(level, text) => {
            format!("{} {}", "#".repeat(usize::from(*level)), words(text))
        }
        Block::Paragraph(text) => words(text),
        Block::Item {
            depth,
            marker,
            text,
        } => {
            let marker = match marker {
                Marker::Bullet => "•".to_owned(),
                Marker::Number(number) => number.to_string(),
                Marker::Label(label) => label.clone(),
            };
            format!(
                "{}{marker} {}",
                " ".repeat(usize::from(*depth)),
                words(text)
            )
        }
        Block::Table(rows) => {
            let row = |row: &Vec<Vec<Span>>| {
                row.iter()
                    .map(|cell| words(cell))
                    .collect::<Vec<_>>()
                    .join("|")
            };
            rows.iter().map(row).collect::<Vec<_>>().join(" // ")
        }
    };
    blocks.iter().map(line).collect()
}

fn lines(body: &str) -> Vec<String> {
    lines_of(&of(body).blocks)
}

fn left(what: OmittedNotice, count: u32, place: PlaceNotice) -> OmissionNotice {
    OmissionNotice { what, count, place }
}

fn tc(properties: &str, inside: &str) -> String {
    let inside = if inside.starts_with('<') {
        inside.to_owned()
    } else {
        para(&r("", inside))
    };
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}

fn tr(properties: &str, cells: &[&str]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.starts_with("<w:tc>") || cell.starts_with("<w:sdt>") {
                (*cell).to_owned()
            } else {
                tc("", cell)
            }
        })
        .collect();
    format!(
        "<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>",
        cells.concat()
    )
}

fn tbl(rows: &[&str]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

fn sdt(inside: &str) -> String {
    format!("<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
}

#[test]
fn styles_are_known_by_name_in_every_language_and_by_what_they_are_based_on() {
    let document = of(&[p("berschrift1", "One"), p("Mine", "Two")].concat());
    assert_eq!(
        document.blocks,
        [
            Block::Heading(1, vec![words("One")]),
            Block::Heading(2, vec![words("Two")])
        ]
    );
}

#[test]
fn lists_have_bullets_or_numbers_as_they_say() {
    let numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>\
                    <w:r><w:t>B</w:t></w:r></w:p>";
    let document = of(&[p("ListBullet", "A"), numbered.to_owned()].concat());
    let ordered: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| {
            let numbered = Marker::Number(1);
            matches!(block, Block::Item { marker, .. } if *marker == numbered)
        })
        .collect();
    assert_eq!(ordered, [false, true]);
}

#[test]
fn no_document_however_damaged_ends_the_program() {
    let whole = docx(&[p("berschrift1", "One"), p("ListBullet", "Two")].concat());
    let mut random = 1_u64;
    let mut next = || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(random >> 33).expect("small")
    };
    let mut read_anyhow = 0;
    for _ in 0..3_000 {
        let mut damaged = whole.clone();
        for _ in 0..=next() % 4 {
            let at = next() % damaged.len();
            damaged[at] = u8::try_from(next() % 256).expect("a byte");
        }
        damaged.truncate(damaged.len() - next() % 3);
        read_anyhow += usize::from(read_bytes(damaged).is_ok());
    }
    assert!(read_anyhow > 0, "damage that does not matter was among it");
}

#[test]
fn a_part_that_inflates_beyond_its_bounds_is_refused() {
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(17 << 20));
    let bomb = docx(&text);
    assert!(bomb.len() < 1 << 20);
    let refused = read_bytes(bomb).expect_err("too large");
    assert!(
        matches!(&refused, OfficeError::Damaged(reason) if reason.contains("larger than 16 MiB")),
        "{refused:?}"
    );
}

#[test]
fn what_is_no_document_is_refused_in_words() {
    assert!(read_bytes(b"PK\x03\x04 nothing".to_vec()).is_err());
    let mut cut = docx(&p("berschrift1", "One"));
    cut.truncate(200);
    assert!(read_bytes(cut).is_err());
}

#[test]
fn a_list_goes_on_after_what_stands_between_and_a_table() {
    let body = [
        item("2", 0, "One"),
        item("2", 0, "Two"),
        para(&r("", "Remark.")),
        item("2", 0, "Three"),
        tbl(&[&tr("", &["a", "b"])]),
        item("2", 0, "Four"),
    ];
    let seen = lines(&body.concat());
    assert_eq!(
        seen,
        ["1 One", "2 Two", "Remark.", "3 Three", "a|b", "4 Four"]
    );
}

#[test]
fn the_main_part_is_found_whatever_its_name_and_namespace() {
    let main = "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>\
                <w:p><w:r><w:t>Read.</w:t></w:r></w:p></w:body></w:document>";
    let root = |target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    let types = "<Types><Override PartName=\"/text/main.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml\"/></Types>";
    let documents: [Vec<(&str, String)>; 5] = [
        vec![
            ("_rels/.rels", root("word/document2.xml")),
            ("word/document2.xml", main.to_owned()),
        ],
        vec![
            ("_rels/.rels", root("/text/main.xml")),
            ("text/main.xml", main.to_owned()),
        ],
        vec![
            ("[Content_Types].xml", types.to_owned()),
            ("text/main.xml", main.to_owned()),
        ],
        vec![("word/document3.xml", main.to_owned())],
        vec![("word\\document.xml", main.to_owned())],
    ];
    for parts in documents {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &parts {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*name, options).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        let bytes = zip.finish().expect("a document").into_inner();
        let document = read_bytes(bytes).expect("a document");
        assert_eq!(lines_of(&document.blocks), ["Read."], "{parts:?}");
    }
}

#[test]
fn what_is_left_out_is_named_with_its_page_or_its_heading() {
    let picture = "<w:r><w:drawing><wp:inline><a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing></w:r>";
    let chart = "<w:r><w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing></w:r>";
    let sheet = "<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID=\"Excel.Sheet.12\"/></w:object></w:r>";
    let comment = "<w:r><w:commentReference w:id=\"0\"/></w:r>";
    let deleted = "<w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>";
    let content = [
        p("berschrift2", "Forms"),
        para(&[picture, picture, chart, sheet, comment, deleted].concat()),
        "<w:altChunk/>".to_owned(),
    ]
    .concat();
    let at = |place: PlaceNotice| {
        [
            left(OmittedNotice::Picture, 2, place.clone()),
            left(OmittedNotice::Chart, 1, place.clone()),
            left(OmittedNotice::EmbeddedFile, 1, place.clone()),
            left(OmittedNotice::Comment, 1, place.clone()),
            left(OmittedNotice::DeletedText, 1, place.clone()),
            left(OmittedNotice::InsertedDocument, 1, place),
        ]
    };
    assert_eq!(
        of(&content).left_out,
        at(PlaceNotice::Heading("Forms".to_owned()))
    );
    let page = para("<w:r><w:lastRenderedPageBreak/><w:t>next</w:t></w:r>");
    let paged = [page.clone(), page, content].concat();
    assert_eq!(of(&paged).left_out, at(PlaceNotice::Page(3)));
}

#[test]
fn notes_follow_the_text_and_headers_are_named() {
    let relation = |id: &str, kind: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{kind}.xml\"/>"
        )
    };
    let relations = RELATIONS.replace(
        "MORE",
        &[
            relation("f", "footnotes"),
            relation("h", "header"),
            relation("g", "footer"),
        ]
        .concat(),
    );
    let notes = format!(
        "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        para(&r("", "8 CFR 287.7"))
    );
    let header = format!("<w:hdr>{}</w:hdr>", para(&r("", "Draft")));
    let footer = format!("<w:ftr>{}</w:ftr>", para(&r("", "Page 2 of 7")));
    let body = [
        p("berschrift1", "Title"),
        para(
            &[
                r("", "Sign it"),
                "<w:r><w:footnoteReference w:id=\"2\"/></w:r>".to_owned(),
            ]
            .concat(),
        ),
    ];
    let bytes = docx_with(
        &body.concat(),
        &[
            ("word/_rels/document.xml.rels", &relations),
            ("word/footnotes.xml", &notes),
            ("word/header.xml", &header),
            ("word/footer.xml", &footer),
        ],
    );
    let document = read_bytes(bytes).expect("a document");
    assert_eq!(
        lines_of(&document.blocks),
        ["# Title", "Sign it[1]", "# Notes", "[1] 8 CFR 287.7"]
    );
    assert_eq!(
        document.left_out,
        [left(OmittedNotice::Header, 1, PlaceNotice::Everywhere)]
    );
}

#[test]
fn a_document_of_any_depth_or_width_is_read_or_refused() {
    let deep = |open: &str, close: &str, times: usize| {
        format!(
            "{}{}{}",
            open.repeat(times),
            para(&r("", "deep")),
            close.repeat(times)
        )
    };
    let table = "<w:tbl><w:tr><w:tc>";
    let end = "</w:tc></w:tr></w:tbl>";
    assert_eq!(lines(&deep(table, end, 70)), ["deep"]);
    assert!(read_bytes(docx(&deep(table, end, 200))).is_err());
    assert!(
        read_bytes(docx(&deep(
            "<w:sdt><w:sdtContent>",
            "</w:sdtContent></w:sdt>",
            10_000
        )))
        .is_err()
    );
    let wide = tc("<w:gridSpan w:val=\"4000000000\"/>", "wide");
    let wider = tr("<w:gridBefore w:val=\"999999999\"/>", &[&wide, "x"]);
    assert!(!lines(&tbl(&[&wider, &wider])).is_empty());
    let endless = item("2", 0, "x").repeat(20_000);
    assert_eq!(of(&endless).blocks.len(), 20_000);
}
