//! A Word document (.docx, Office Open XML) as blocks of text: headings, paragraphs, lists, tables,
//! bold, italic, links. What stands in it as a proposal to delete, pictures, comments and the like
//! are left out and counted.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::authoring::start::text::{Block, Span, plain};
use crate::authoring::start::xml::{self, Child, Node};

/// A part of the document at most, in bytes, once it is inflated.
const MAX_PART: u64 = 16 << 20;
/// A style that is based on a style, and so on.
const MAX_BASED_ON: usize = 16;

/// What was read.
#[derive(Debug, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// Pictures and drawings, which the guide of a pack does not hold.
    pub pictures: usize,
    /// Footnotes and endnotes, whose text is left out.
    pub notes: usize,
}

/// Reads a document.
///
/// # Errors
/// In words, if it is none or past the bounds.
pub fn read(file: impl Read + Seek) -> Result<Document, String> {
    let mut archive = ZipArchive::new(file).map_err(|error| error.to_string())?;
    let body = part(&mut archive, "word/document.xml")?
        .ok_or_else(|| "there is no text of Word's in it".to_owned())?;
    let optional = |archive: &mut ZipArchive<_>, name: &str| {
        Ok::<_, String>(part(archive, name)?.unwrap_or_default())
    };
    let reader = Reading {
        styles: styles(&optional(&mut archive, "word/styles.xml")?),
        lists: Lists::new(&optional(&mut archive, "word/numbering.xml")?),
        links: links(&optional(&mut archive, "word/_rels/document.xml.rels")?),
    };
    let mut document = Document::default();
    if let Some(body) = body.child("body") {
        reader.blocks(body, &mut document);
    }
    Ok(document)
}

/// One XML file of the document; nothing if it has none of this name.
fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Option<Node>, String> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(format!("{name}: {error}")),
    };
    let mut text = String::new();
    let mut bounded = file.take(MAX_PART + 1);
    bounded
        .read_to_string(&mut text)
        .map_err(|error| format!("{name}: {error}"))?;
    if text.len() as u64 > MAX_PART {
        return Err(format!("{name} is larger than {} MiB", MAX_PART >> 20));
    }
    xml::parse(&text)
        .map(Some)
        .map_err(|error| format!("{name}: {error}"))
}

/// What a paragraph's style says of it.
#[derive(Clone, Debug, Default)]
struct Style {
    /// From 1; the document's title is 1, too.
    heading: Option<u8>,
    list: Option<(String, u8)>,
    based_on: Option<String>,
}

/// Styles by their id. Ids are in the language of whoever wrote the document; names are not.
fn styles(root: &Node) -> HashMap<String, Style> {
    let mut all = HashMap::new();
    for style in root.nodes().filter(|node| node.name == "style") {
        let Some(id) = style.attribute("styleId") else {
            continue;
        };
        let name = style.value("name").unwrap_or_default().to_lowercase();
        let properties = style.child("pPr");
        let level = properties
            .and_then(|properties| properties.value("outlineLvl"))
            .and_then(|level| level.parse::<u8>().ok())
            .filter(|level| *level < 9)
            .map(|level| level + 1);
        let heading = match name.strip_prefix("heading ") {
            Some(level) => level.parse().ok(),
            None if name == "title" => Some(1),
            None => level,
        };
        all.insert(
            id.to_owned(),
            Style {
                heading,
                list: properties.and_then(list_of),
                based_on: style.value("basedOn").map(str::to_owned),
            },
        );
    }
    all
}

/// The list and the depth in it that a paragraph's properties name.
fn list_of(properties: &Node) -> Option<(String, u8)> {
    let list = properties.child("numPr")?;
    let depth = list
        .value("ilvl")
        .and_then(|depth| depth.parse().ok())
        .unwrap_or(0);
    Some((list.value("numId")?.to_owned(), depth))
}

/// Which lists are numbered: those that are not have bullets.
struct Lists {
    /// The kind of list of a list.
    kinds: HashMap<String, String>,
    /// Kinds, and the depths at which they are numbered.
    numbered: HashMap<String, Vec<bool>>,
}

impl Lists {
    fn new(root: &Node) -> Self {
        let mut lists = Self {
            kinds: HashMap::new(),
            numbered: HashMap::new(),
        };
        for node in root.nodes() {
            if let ("abstractNum", Some(id)) = (node.name.as_str(), node.attribute("abstractNumId"))
            {
                let levels = node.nodes().filter(|level| level.name == "lvl");
                let numbered = levels
                    .map(|level| !matches!(level.value("numFmt"), Some("bullet" | "none") | None));
                lists.numbered.insert(id.to_owned(), numbered.collect());
            }
            if let ("num", Some(id), Some(kind)) = (
                node.name.as_str(),
                node.attribute("numId"),
                node.value("abstractNumId"),
            ) {
                lists.kinds.insert(id.to_owned(), kind.to_owned());
            }
        }
        lists
    }

    fn is_numbered(&self, list: &str, depth: u8) -> bool {
        let kind = self.kinds.get(list).and_then(|it| self.numbered.get(it));
        kind.and_then(|levels| levels.get(usize::from(depth)).copied())
            .unwrap_or(false)
    }
}

/// Addresses by the id under which the text names them.
fn links(root: &Node) -> HashMap<String, String> {
    let all = root.nodes().filter_map(|node| {
        let external = node.attribute("TargetMode") == Some("External");
        let (id, target) = (node.attribute("Id")?, node.attribute("Target")?);
        external.then(|| (id.to_owned(), target.to_owned()))
    });
    all.collect()
}

struct Reading {
    styles: HashMap<String, Style>,
    lists: Lists,
    links: HashMap<String, String>,
}

impl Reading {
    fn blocks(&self, parent: &Node, document: &mut Document) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "p" => self.paragraph(node, document),
                "tbl" => self.table(node, document),
                // Content controls, and text that was added while changes were tracked.
                "sdt" | "sdtContent" | "ins" | "smartTag" | "customXml" | "moveTo" => {
                    self.blocks(node, document);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&self, node: &Node, document: &mut Document) {
        let mut text = Vec::new();
        self.spans(node, None, &mut text, document);
        if plain(&text).is_empty() {
            return;
        }
        let properties = node.child("pPr");
        let style = properties.and_then(|properties| properties.value("pStyle"));
        let heading = self.along(style, |style| style.heading);
        let list = properties
            .and_then(list_of)
            .or_else(|| self.along(style, |style| style.list.clone()))
            // List 0 takes a paragraph out of the list of its style.
            .filter(|(list, _)| list != "0");
        document.blocks.push(match (heading, list) {
            (Some(level), _) => Block::Heading(level, unbolded(text)),
            (None, Some((list, depth))) => Block::Item {
                depth: depth.min(8),
                ordered: self.lists.is_numbered(&list, depth),
                text,
            },
            (None, None) => Block::Paragraph(text),
        });
    }

    /// What a style says, or the style that it is based on, and so on.
    fn along<T>(&self, style: Option<&str>, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut id = style;
        for _ in 0..MAX_BASED_ON {
            let style = self.styles.get(id?)?;
            if let Some(found) = what(style) {
                return Some(found);
            }
            id = style.based_on.as_deref();
        }
        None
    }

    fn table(&self, node: &Node, document: &mut Document) {
        let mut rows = Vec::new();
        for row in node.nodes().filter(|node| node.name == "tr") {
            let mut cells = Vec::new();
            for cell in row.nodes().filter(|node| node.name == "tc") {
                let mut text: Vec<Span> = Vec::new();
                for paragraph in cell.nodes().filter(|node| node.name == "p") {
                    if !text.is_empty() {
                        text.push(words(" "));
                    }
                    self.spans(paragraph, None, &mut text, document);
                }
                cells.push(text);
            }
            rows.push(cells);
        }
        // A table of one cell is a frame around text.
        match rows.as_mut_slice() {
            [] => {}
            [row] if row.len() == 1 => {
                let text = row.pop().unwrap_or_default();
                document.blocks.push(Block::Paragraph(text));
            }
            _ => document.blocks.push(Block::Table(rows)),
        }
    }

    /// The text in a paragraph, or in a part of it that leads somewhere.
    fn spans(
        &self,
        parent: &Node,
        link: Option<&str>,
        into: &mut Vec<Span>,
        document: &mut Document,
    ) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "r" => run(node, link, into, document),
                "hyperlink" => {
                    let target = node.attribute("id").and_then(|id| self.links.get(id));
                    self.spans(node, target.map(String::as_str), into, document);
                }
                "ins" | "smartTag" | "sdt" | "sdtContent" | "fldSimple" | "customXml"
                | "moveTo" => self.spans(node, link, into, document),
                // Among them what was deleted or moved away while changes were tracked.
                _ => {}
            }
        }
    }
}

fn run(node: &Node, link: Option<&str>, into: &mut Vec<Span>, document: &mut Document) {
    let mut text = String::new();
    for child in &node.children {
        let Child::Node(part) = child else { continue };
        match part.name.as_str() {
            "t" => text.push_str(&part.text()),
            "tab" => text.push(' '),
            "br" | "cr" if part.attribute("type").is_none() => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "drawing" | "pict" | "object" | "AlternateContent" => document.pictures += 1,
            "footnoteReference" | "endnoteReference" => document.notes += 1,
            _ => {}
        }
    }
    if text.is_empty() {
        return;
    }
    let on = |name: &str| {
        let found = node.child("rPr").and_then(|it| it.child(name));
        found.is_some_and(|it| !matches!(it.attribute("val"), Some("0" | "false" | "off")))
    };
    into.push(Span {
        bold: on("b"),
        italic: on("i"),
        link: link.map(str::to_owned),
        ..words(&text)
    });
}

fn words(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

/// Headings are bold anyhow.
fn unbolded(text: Vec<Span>) -> Vec<Span> {
    let plain = text.into_iter().map(|span| Span {
        bold: false,
        ..span
    });
    plain.collect()
}

#[cfg(test)]
pub mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A document of this body, with styles and lists as Word writes them.
    pub fn docx(body: &str) -> Vec<u8> {
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
                "<Relationships><Relationship Id=\"rId1\" Target=\"https://www.ice.gov/\" TargetMode=\"External\"/></Relationships>".to_owned(),
            ),
        ];
        for (name, text) in parts {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(name, options).expect("a part");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("a document").into_inner()
    }

    /// A paragraph of this style.
    pub fn p(style: &str, text: &str) -> String {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    }

    fn of(body: &str) -> Document {
        read(Cursor::new(docx(body))).expect("a document")
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
            .map(|block| matches!(block, Block::Item { ordered: true, .. }))
            .collect();
        assert_eq!(ordered, [false, true]);
    }

    #[test]
    fn what_was_deleted_stays_out_and_what_was_added_comes_in() {
        let document = of("<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
             <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
             <w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>");
        assert_eq!(document.blocks, [Block::Paragraph(vec![words("new")])]);
    }

    #[test]
    fn bold_and_links_are_kept_and_pictures_and_notes_are_counted() {
        let document = of("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Read</w:t></w:r>\
             <w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\"> it </w:t></w:r>\
             <w:hyperlink r:id=\"rId1\"><w:r><w:t>here</w:t></w:r></w:hyperlink>\
             <w:r><w:drawing/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>");
        let Some(Block::Paragraph(spans)) = document.blocks.first() else {
            panic!("{document:?}");
        };
        assert!(spans[0].bold && !spans[1].bold);
        assert_eq!(spans[2].link.as_deref(), Some("https://www.ice.gov/"));
        assert_eq!((document.pictures, document.notes), (1, 1));
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
            read_anyhow += usize::from(read(Cursor::new(damaged)).is_ok());
        }
        assert!(read_anyhow > 0, "damage that does not matter was among it");
    }

    #[test]
    fn a_part_that_inflates_beyond_its_bounds_is_refused() {
        let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(17 << 20));
        let bomb = docx(&text);
        assert!(bomb.len() < 1 << 20);
        let refused = read(Cursor::new(bomb)).expect_err("too large");
        assert!(refused.contains("larger than 16 MiB"), "{refused}");
    }

    #[test]
    fn what_is_no_document_is_refused_in_words() {
        assert!(read(Cursor::new(b"PK\x03\x04 nothing".to_vec())).is_err());
        let mut cut = docx(&p("berschrift1", "One"));
        cut.truncate(200);
        assert!(read(Cursor::new(cut)).is_err());
    }
}
