//! A Word document (.docx, Office Open XML) as blocks of text, in the order and with the numbers
//! that Word shows. What is deleted, hidden or remarked is never read; that and what is no text is
//! left out with its place.

mod chunks;
mod fields;
mod math;
mod notes;
mod numbering;
mod objects;
mod rows;
mod runs;
mod styles;

use std::collections::HashMap;

use super::choice::chosen;
use super::diagram;
use super::left_out::LeftOuts;
use super::model::{Block, Marker, OfficeKind, OfficeText, OmittedNotice, Span};
use super::package::{Package, Relation};
use super::tables;
use super::xml::{Child, Node};

pub(super) use math::{in_one_line, lowered_number, raised_number};
pub(super) use numbering::spelled;

use chunks::Chunk;
use fields::Fields;
use notes::says_more;
use numbering::Numbering;
use styles::{InList, Styles};

/// Where the text is, where nothing says otherwise.
const USUAL: &str = "word/document.xml";
/// Reads a document.
///
/// # Errors
/// In words, if it is none or past the bounds.
pub(super) fn read(package: &mut Package) -> Result<OfficeText, String> {
    read_at(package, 0)
}

/// The same for a document that is so deep in others.
fn read_at(package: &mut Package, depth: u8) -> Result<OfficeText, String> {
    let main = package.main_part("wordprocessingml", USUAL)?;
    let root = package
        .part(&main)?
        .ok_or_else(|| "there is no text of Word's in it".to_owned())?;
    let relations = package.relations(&main)?;
    let folder = main.rsplit_once('/').map_or("", |it| it.0).to_owned();
    let mut part = |kind: &str| -> Result<Node, String> {
        let named = relations
            .iter()
            .find(|it| it.kind == kind && !it.is_external);
        let usual = format!("{folder}/{kind}.xml");
        let name = named.map_or(usual.as_str(), |it| it.target.as_str());
        Ok(package.part(name)?.unwrap_or_default())
    };
    let styles = Styles::new(&part("styles")?);
    let numbering = Numbering::new(&part("numbering")?);
    let mut notes = HashMap::new();
    for kind in ["footnotes", "endnotes"] {
        let is_note = |it: &Node| matches!(it.name.as_str(), "footnote" | "endnote");
        for note in part(kind)?
            .children
            .into_iter()
            .filter_map(Child::into_node)
        {
            let id = note.attribute("id").unwrap_or_default().to_owned();
            if is_note(&note) && note.attribute("type").is_none_or(|it| it == "normal") {
                notes.insert((kind, id), note);
            }
        }
    }
    let chunks = chunks::read_all(package, &relations, depth);
    let diagrams = diagram::read_all(package, &relations);
    let pages_are_known = root.contains("lastRenderedPageBreak") || has_one_page(package);
    let mut reader = Reader {
        fields: Fields::of_part(&root),
        styles,
        numbering,
        links: links(&relations),
        chunks,
        diagrams,
        notes,
        noted: Vec::new(),
        left: LeftOuts::beginning_at(pages_are_known.then_some(1)),
        boxes: Vec::new(),
        carried: Vec::new(),
    };
    let mut blocks = Vec::new();
    if let Some(body) = root.child("body") {
        reader.blocks(body, &mut blocks);
        reader.flush(&mut blocks);
    }
    reader.add_notes(&mut blocks);
    for relation in &relations {
        let kind = match relation.kind.as_str() {
            "header" => OmittedNotice::Header,
            "footer" => OmittedNotice::Footer,
            _ => continue,
        };
        // One that cannot be read is left out as well.
        if package
            .part(&relation.target)
            .map_or(true, |it| it.is_some_and(|it| says_more(&it)))
        {
            reader.left.add_everywhere(kind);
        }
    }
    Ok(OfficeText {
        kind: OfficeKind::Word,
        blocks,
        slides: Vec::new(),
        left_out: reader.left.into_found(),
    })
}

/// Whether the document says of itself that it has one page.
fn has_one_page(package: &mut Package) -> bool {
    let about = package.part("docProps/app.xml").ok().flatten();
    let pages = about.and_then(|it| it.child("Pages").map(Node::text));
    pages.as_deref().map(str::trim) == Some("1")
}

/// Addresses by the id under which the text names them.
fn links(relations: &[Relation]) -> HashMap<String, String> {
    let all = relations.iter().filter(|it| it.is_external);
    all.map(|it| (it.id.clone(), it.target.clone())).collect()
}

struct Reader {
    styles: Styles,
    numbering: Numbering,
    links: HashMap<String, String>,
    /// Files that are inserted, and diagrams, by the id under which the text names them.
    chunks: HashMap<String, Chunk>,
    diagrams: HashMap<String, Vec<Block>>,
    notes: HashMap<(&'static str, String), Node>,
    /// Notes that the text has named, in that order.
    noted: Vec<(&'static str, String)>,
    fields: Fields,
    left: LeftOuts,
    /// What stands in the text boxes of the paragraph that is read.
    boxes: Vec<Block>,
    /// Text of paragraphs whose end was deleted: it is part of the next.
    carried: Vec<Span>,
}

/// Where text stands.
#[derive(Clone, Copy, Default)]
struct Context<'a> {
    style: Option<&'a str>,
    link: Option<&'a str>,
}

impl Reader {
    fn blocks(&mut self, parent: &Node, out: &mut Vec<Block>) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "p" => self.paragraph(node, out),
                "tbl" => {
                    self.flush(out);
                    let rows = self.rows(node);
                    out.extend(tables::flattened(rows));
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.blocks(chosen, out);
                    }
                }
                "altChunk" => self.chunk(node, out),
                "subDoc" => self.left.add(OmittedNotice::InsertedDocument),
                "oMathPara" | "oMath" => {
                    out.push(Block::Paragraph(vec![words(&in_one_line(node))]));
                }
                "del" | "moveFrom" => self.deleted(node),
                // What follows is a change that says how it was before.
                name if is_property(name) => {}
                // Among them content controls, and text that was added while changes were tracked.
                _ => self.blocks(node, out),
            }
        }
    }

    fn paragraph(&mut self, node: &Node, out: &mut Vec<Block>) {
        let properties = node.child("pPr");
        let style = properties.and_then(|it| it.value("pStyle"));
        let outer = std::mem::take(&mut self.boxes);
        let mut text = std::mem::take(&mut self.carried);
        self.inline(node, Context { style, link: None }, &mut text);
        self.fields.end_paragraph();
        let boxes = std::mem::replace(&mut self.boxes, outer);
        let mark = properties.and_then(|it| it.child("rPr"));
        let end_is = |name: &str| mark.is_some_and(|it| it.child(name).is_some());
        if end_is("del") || end_is("moveFrom") {
            self.carried = text;
            out.extend(boxes);
            return;
        }
        let is_blank = text.iter().all(|span| span.text.trim().is_empty());
        let end_is_hidden = self.styles.text(mark, style).hidden == Some(true);
        let heading = properties.and_then(styles::outline_level);
        let heading = heading.or_else(|| self.styles.heading(style));
        // Word counts an item without text, unless it is hidden with its number.
        let marker = if is_blank && end_is_hidden {
            None
        } else {
            self.marker(properties, style)
        };
        if !is_blank {
            out.push(match (heading, marker) {
                (Some(level), marker) => {
                    let shown: String = text.iter().map(|it| it.text.as_str()).collect();
                    self.left.enter_heading(shown.trim());
                    Block::Heading(level, numbered(marker.map(|it| it.0), unbolded(text)))
                }
                (None, Some((marker, depth))) => Block::Item {
                    depth,
                    marker,
                    text,
                },
                (None, None) => Block::Paragraph(text),
            });
        }
        out.extend(boxes);
    }

    /// A file that is inserted here.
    fn chunk(&mut self, node: &Node, out: &mut Vec<Block>) {
        let chunk = node
            .attribute("id")
            .and_then(|id| self.chunks.remove(id))
            .filter(|it| !it.blocks.is_empty());
        let Some(chunk) = chunk else {
            self.left.add(OmittedNotice::InsertedDocument);
            return;
        };
        for what in chunk.left_out {
            self.left.add(what);
        }
        self.flush(out);
        out.extend(chunk.blocks);
    }

    /// Text that was to be joined with a paragraph that does not come.
    fn flush(&mut self, out: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.carried);
        if text.iter().any(|span| !span.text.trim().is_empty()) {
            out.push(Block::Paragraph(text));
        }
    }

    /// What stands before a paragraph in a list, and how deep it is.
    fn marker(&mut self, properties: Option<&Node>, style: Option<&str>) -> Option<(Marker, u8)> {
        let own = InList::of(properties);
        let of_style = self.styles.list(style);
        let (list, level) = match (own.list, of_style) {
            (Some(list), _) => (list, own.level),
            (None, Some((id, inherited))) => {
                let list = inherited.list.clone()?;
                let level = || self.numbering.level_of_style(&list, id);
                let level = own.level.or(inherited.level).or_else(level);
                (list, level)
            }
            (None, None) => return None,
        };
        // List 0 takes a paragraph out of the list of its style.
        if list == "0" {
            return None;
        }
        let level = level.unwrap_or(0);
        let marker = self.numbering.next(&list, level)?;
        Some((marker, u8::try_from(level.min(8)).unwrap_or(0)))
    }

    /// Counts what was deleted, if that was text.
    fn deleted(&mut self, node: &Node) {
        if node.contains("delText") || node.contains("t") {
            self.left.add(OmittedNotice::DeletedText);
        }
    }
}

/// Whether an element says how something looks, and holds no text.
fn is_property(name: &str) -> bool {
    name.ends_with("Pr")
        || name.ends_with("PrChange")
        || matches!(
            name,
            "tblGrid" | "sdtEndPr" | "rt" | "instrText" | "delText" | "extLst"
        )
}

fn words(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

/// A heading with its number before it.
fn numbered(marker: Option<Marker>, mut text: Vec<Span>) -> Vec<Span> {
    let number = match marker {
        Some(Marker::Number(number)) => format!("{number}. "),
        Some(Marker::Label(label)) => format!("{label} "),
        Some(Marker::Bullet) | None => return text,
    };
    text.insert(0, words(&number));
    text
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
pub(crate) mod tests;
