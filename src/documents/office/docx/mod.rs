//! A Word document (.docx, Office Open XML) as blocks of text, in the order and with the numbers
//! that Word shows. What is deleted, hidden or remarked is never read; that and what is no text is
//! left out with its place.

mod fields;
mod math;
mod numbering;
mod objects;
mod styles;

use std::collections::HashMap;

use super::choice::chosen;
use super::left_out::LeftOuts;
use super::model::{Block, Marker, OfficeKind, OfficeText, OmittedNotice, Span};
use super::package::{Package, Relation};
use super::symbols;
use super::tables::{self, Cell};
use super::xml::{Child, Node};

pub(super) use math::in_one_line;
pub(super) use numbering::spelled;

use fields::Fields;
use numbering::Numbering;
use styles::{InList, Styles};

/// Where the text is, where nothing says otherwise.
const USUAL: &str = "word/document.xml";
/// More columns than any page has.
const MAX_SPAN: usize = 63;

/// Reads a document.
///
/// # Errors
/// In words, if it is none or past the bounds.
pub(super) fn read(package: &mut Package) -> Result<OfficeText, String> {
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
    let pages_are_known = root.contains("lastRenderedPageBreak") || has_one_page(package);
    let mut reader = Reader {
        fields: Fields::of_part(&root),
        styles,
        numbering,
        links: links(&relations),
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

/// Whether a header or a footer is more than the number of the page.
fn says_more(root: &Node) -> bool {
    let mut text = String::new();
    texts(root, &mut text);
    let text = text.to_lowercase();
    let mut words = text.split(|it: char| !it.is_alphabetic());
    words.any(|word| !matches!(word, "" | "page" | "of" | "p"))
        || root.contains("drawing")
        || root.contains("pict")
}

fn texts(node: &Node, out: &mut String) {
    for node in node.nodes() {
        match node.name.as_str() {
            "t" => out.push_str(&node.text()),
            "del" | "moveFrom" | "instrText" => {}
            "p" => {
                texts(node, out);
                out.push(' ');
            }
            _ => texts(node, out),
        }
    }
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
                "altChunk" | "subDoc" => self.left.add(OmittedNotice::InsertedDocument),
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

    fn rows(&mut self, table: &Node) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for node in table.nodes() {
            match node.name.as_str() {
                "tr" => {
                    let properties = node.child("trPr");
                    let is = |name: &str| properties.is_some_and(|it| it.child(name).is_some());
                    if is("del") {
                        self.deleted(node);
                    } else if properties.and_then(|it| it.switch("hidden")) == Some(true) {
                        self.left.add(OmittedNotice::HiddenText);
                    } else {
                        let gap = |name: &str| {
                            let count = properties.and_then(|it| it.value(name)?.parse().ok());
                            count
                                .filter(|it| (1..=MAX_SPAN).contains(it))
                                .map(Cell::gap)
                        };
                        let mut cells: Vec<Cell> = gap("gridBefore").into_iter().collect();
                        self.cells(node, &mut cells);
                        cells.extend(gap("gridAfter"));
                        rows.push(cells);
                    }
                }
                "del" | "moveFrom" => self.deleted(node),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        rows.extend(self.rows(chosen));
                    }
                }
                name if is_property(name) => {}
                _ => rows.extend(self.rows(node)),
            }
        }
        rows
    }

    fn cells(&mut self, row: &Node, cells: &mut Vec<Cell>) {
        for node in row.nodes() {
            match node.name.as_str() {
                "tc" => {
                    let properties = node.child("tcPr");
                    if properties.is_some_and(|it| it.child("cellDel").is_some()) {
                        self.deleted(node);
                        continue;
                    }
                    let value = |name: &str| properties.and_then(|it| it.value(name));
                    let merge = |name: &str| {
                        let merged = properties.and_then(|it| it.child(name))?;
                        Some(merged.attribute("val").unwrap_or("continue") != "restart")
                    };
                    let mut blocks = Vec::new();
                    self.blocks(node, &mut blocks);
                    self.flush(&mut blocks);
                    let columns = value("gridSpan")
                        .and_then(|it| it.parse().ok())
                        .unwrap_or(1);
                    let columns = usize::clamp(columns, 1, MAX_SPAN);
                    match (merge("hMerge"), cells.last_mut()) {
                        (Some(true), Some(before)) => {
                            before.columns = (before.columns + columns).min(MAX_SPAN);
                            before.blocks.extend(blocks);
                        }
                        _ => cells.push(Cell {
                            columns,
                            is_continued: merge("vMerge") == Some(true),
                            blocks,
                        }),
                    }
                }
                "del" | "moveFrom" => self.deleted(node),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.cells(chosen, cells);
                    }
                }
                name if is_property(name) => {}
                _ => self.cells(node, cells),
            }
        }
    }

    /// The text in a paragraph, or in a part of it that leads somewhere.
    fn inline(&mut self, parent: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "r" => self.run(node, context, out),
                "hyperlink" => {
                    let target = node
                        .attribute("id")
                        .and_then(|id| self.links.get(id))
                        .cloned();
                    let link = target.as_deref().or(context.link);
                    self.inline(node, Context { link, ..context }, out);
                }
                "fldSimple" => {
                    self.fields.begin(None);
                    self.fields
                        .instruct(node.attribute("instr").unwrap_or_default());
                    self.fields.begin_result();
                    self.inline(node, context, out);
                    self.end_field(out);
                }
                "oMath" | "oMathPara" => out.push(words(&in_one_line(node))),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.inline(chosen, context, out);
                    }
                }
                "drawing" | "pict" | "object" => self.object(node),
                "subDoc" => self.left.add(OmittedNotice::InsertedDocument),
                "del" | "moveFrom" => self.deleted(node),
                name if is_property(name) => {}
                _ => self.inline(node, context, out),
            }
        }
    }

    fn run(&mut self, node: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        let look = self.styles.text(node.child("rPr"), context.style);
        let is_hidden = look.hidden == Some(true);
        if is_hidden && (node.contains("t") || node.contains("sym")) {
            self.left.add(OmittedNotice::HiddenText);
        }
        let link = self.fields.link().or(context.link.map(str::to_owned));
        let span = |text: String| Span {
            text,
            bold: look.bold == Some(true),
            italic: look.italic == Some(true),
            struck: look.struck == Some(true),
            link: link.clone(),
        };
        for part in node.nodes() {
            let text = match part.name.as_str() {
                "t" => {
                    let text = part.text().replace('\u{AD}', "");
                    let (text, missing) = symbols::in_font(look.font.as_deref(), &text);
                    for _ in 0..missing {
                        self.left.add(OmittedNotice::Symbol);
                    }
                    if look.capitals == Some(true) {
                        text.to_uppercase()
                    } else {
                        text
                    }
                }
                "tab" | "ptab" => " ".to_owned(),
                "br" | "cr" => "\n".to_owned(),
                "noBreakHyphen" => "-".to_owned(),
                "sym" => self.symbol(part),
                "lastRenderedPageBreak" => {
                    self.left.page = self.left.page.map(|page| page.saturating_add(1));
                    continue;
                }
                "fldChar" => {
                    match part.attribute("fldCharType") {
                        Some("begin") => self.fields.begin(part.child("ffData")),
                        Some("separate") => self.fields.begin_result(),
                        Some("end") => self.end_field(out),
                        _ => {}
                    }
                    continue;
                }
                "instrText" => {
                    self.fields.instruct(&part.text());
                    continue;
                }
                "footnoteReference" if !is_hidden => self.note("footnotes", part),
                "endnoteReference" if !is_hidden => self.note("endnotes", part),
                "commentReference" => {
                    self.left.add(OmittedNotice::Comment);
                    continue;
                }
                "ruby" => {
                    if let Some(base) = part.child("rubyBase").filter(|_| !is_hidden) {
                        self.inline(base, context, out);
                    }
                    continue;
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(part).filter(|_| !is_hidden) {
                        self.run_parts(chosen, context, out);
                    }
                    continue;
                }
                "drawing" | "pict" | "object" | "contentPart" if !is_hidden => {
                    self.object(part);
                    continue;
                }
                _ => continue,
            };
            if !text.is_empty() && !is_hidden && self.fields.shows() {
                self.fields.produce();
                out.push(span(text));
            }
        }
    }

    /// What stands in a run under another name, as if it stood in the run itself.
    fn run_parts(&mut self, parts: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        if parts.nodes().any(|it| it.name == "r") {
            self.inline(parts, context, out);
        } else {
            self.run(parts, context, out);
        }
    }

    fn symbol(&mut self, node: &Node) -> String {
        let font = node.attribute("font").unwrap_or_default();
        let code = node.attribute("char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).unwrap_or(0);
        let known = if symbols::is_symbol_font(font) {
            symbols::symbol(font, code)
        } else {
            // An ordinary font: the code is that of the character, moved or not.
            let code = if (0xF020..=0xF0FF).contains(&code) {
                code & 0xFF
            } else {
                code
            };
            char::from_u32(code)
                .filter(|it| !it.is_control())
                .map(String::from)
        };
        known.unwrap_or_else(|| {
            self.left.add(OmittedNotice::Symbol);
            String::new()
        })
    }

    /// The end of a field, with what it shows where no result was written down.
    fn end_field(&mut self, out: &mut Vec<Span>) {
        if let Some(text) = self.fields.end().filter(|_| self.fields.shows()) {
            self.fields.produce();
            out.push(words(&text));
        }
    }

    fn note(&mut self, kind: &'static str, node: &Node) -> String {
        let id = node.attribute("id").unwrap_or_default().to_owned();
        if !self.fields.shows() || !self.notes.contains_key(&(kind, id.clone())) {
            return String::new();
        }
        self.noted.push((kind, id));
        format!("[{}]", self.noted.len())
    }

    /// The notes that the text has named, at its end.
    fn add_notes(&mut self, blocks: &mut Vec<Block>) {
        if self.noted.is_empty() {
            return;
        }
        // As high as any, so that they belong to no question.
        let levels = blocks.iter().filter_map(|block| match block {
            Block::Heading(level, _) => Some(*level),
            _ => None,
        });
        let level = levels.min().unwrap_or(2);
        blocks.push(Block::Heading(level, vec![words("Notes")]));
        let mut at = 0;
        // A note may name others.
        while let Some(key) = self.noted.get(at).cloned() {
            at += 1;
            let Some(note) = self.notes.remove(&key) else {
                continue;
            };
            let mut found = Vec::new();
            self.blocks(&note, &mut found);
            self.flush(&mut found);
            if let Some(Block::Paragraph(text)) = found.first_mut() {
                text.insert(0, words(&format!("[{at}] ")));
            } else {
                found.insert(0, Block::Paragraph(vec![words(&format!("[{at}]"))]));
            }
            blocks.extend(found);
        }
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
