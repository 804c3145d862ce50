//! A slide deck (.pptx, Office Open XML): of each slide its title, what it shows as text, and what
//! the presenter reads.

use std::collections::HashMap;

use super::choice::chosen;
use super::diagram;
use super::docx::{in_one_line, lowered_number, raised_number, spelled};
use super::left_out::LeftOuts;
use super::model::{Block, Marker, OfficeKind, OfficeText, OmittedNotice, Slide, Span};
use super::package::{Package, Relation};
use super::symbols;
use super::tables::{self, Cell};
use super::xml::Node;

/// Where the list of slides is, where nothing says otherwise.
const USUAL: &str = "ppt/presentation.xml";
/// More slides are no briefing.
const MAX_SLIDES: usize = 1_000;
/// More columns than any slide has.
const MAX_SPAN: usize = 63;

/// Reads a deck.
///
/// # Errors
/// In words, if it is none or past the bounds.
pub(super) fn read(package: &mut Package) -> Result<OfficeText, String> {
    let main = package.main_part("presentationml", USUAL)?;
    let root = package
        .part(&main)?
        .ok_or_else(|| "there are no slides in it".to_owned())?;
    let relations = package.relations(&main)?;
    let mut left = LeftOuts::default();
    let mut slides = Vec::new();
    let list = root.child("sldIdLst");
    let listed = list.into_iter().flat_map(Node::nodes).filter_map(|node| {
        let mut ids = node.attributes("id");
        ids.find_map(|id| {
            relations
                .iter()
                .find(|it| it.id == id && it.kind == "slide")
        })
    });
    for (relation, number) in listed.zip(1_u32..) {
        if slides.len() >= MAX_SLIDES {
            left.slide = None;
            left.add_everywhere(OmittedNotice::MoreText);
            break;
        }
        left.slide = Some(number);
        slides.extend(slide(package, &relation.target, number, &mut left)?);
    }
    Ok(OfficeText {
        kind: OfficeKind::Slides,
        blocks: Vec::new(),
        slides,
        left_out: left.into_found(),
    })
}

fn slide(
    package: &mut Package,
    part: &str,
    number: u32,
    left: &mut LeftOuts,
) -> Result<Option<Slide>, String> {
    let mut slide = Slide {
        number,
        ..Slide::default()
    };
    let Some(root) = package.part(part)? else {
        return Ok(None);
    };
    if matches!(root.attribute("show"), Some("0" | "false")) {
        left.add(OmittedNotice::HiddenSlide);
        return Ok(None);
    }
    let relations = package.relations(part)?;
    let diagrams = diagram::read_all(package, &relations);
    let mut reader = Reader {
        links: links(&relations),
        diagrams,
        left,
        title: String::new(),
        blocks: Vec::new(),
    };
    if let Some(shapes) = shapes(&root) {
        reader.shapes(shapes);
    }
    slide.title = reader.title;
    slide.blocks = reader.blocks;
    for relation in relations.iter().filter(|it| !it.is_external) {
        match relation.kind.as_str() {
            "notesSlide" => {
                if let Some(notes) = package.part(&relation.target)? {
                    let links = links(&package.relations(&relation.target)?);
                    slide.notes = notes_of(&notes, links, left);
                }
            }
            "comments" => {
                let comments = package.part(&relation.target)?.unwrap_or_default();
                for _ in comments.nodes().filter(|it| it.name == "cm") {
                    left.add(OmittedNotice::Comment);
                }
            }
            _ => {}
        }
    }
    Ok(Some(slide))
}

fn shapes(root: &Node) -> Option<&Node> {
    root.child("cSld")?.child("spTree")
}

fn links(relations: &[Relation]) -> HashMap<String, String> {
    let all = relations
        .iter()
        .filter(|it| it.is_external && it.kind == "hyperlink");
    all.map(|it| (it.id.clone(), it.target.clone())).collect()
}

/// What the presenter reads beside a slide. The small picture of the slide and the numbers around
/// it are none of it.
fn notes_of(root: &Node, links: HashMap<String, String>, left: &mut LeftOuts) -> Vec<Block> {
    let mut reader = Reader {
        links,
        diagrams: HashMap::new(),
        left,
        title: String::new(),
        blocks: Vec::new(),
    };
    let all = shapes(root).into_iter().flat_map(Node::nodes);
    for shape in all.filter(|it| it.name == "sp") {
        let (kind, is_placeholder) = placeholder(shape);
        if (!is_placeholder || kind == "body")
            && let Some(text) = shape.child("txBody")
        {
            reader.text(text, false);
        }
    }
    reader.blocks
}

/// The kind of placeholder that a shape fills; that of the body has no name.
fn placeholder(shape: &Node) -> (&str, bool) {
    let about = shape.nodes().find(|it| it.name.starts_with("nv"));
    let place = about.and_then(|it| it.child("nvPr")?.child("ph"));
    (
        place
            .and_then(|it| it.attribute("type"))
            .unwrap_or_default(),
        place.is_some(),
    )
}

struct Reader<'a> {
    links: HashMap<String, String>,
    diagrams: HashMap<String, Vec<Block>>,
    left: &'a mut LeftOuts,
    title: String,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn shapes(&mut self, parent: &Node) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "sp" => self.shape(node),
                "grpSp" if is_hidden(node) => {}
                "grpSp" => self.shapes(node),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.shapes(chosen);
                    }
                }
                "pic" => self.picture(node),
                "graphicFrame" => self.frame(node),
                "contentPart" => self.left.add(OmittedNotice::Ink),
                _ => {}
            }
        }
    }

    fn shape(&mut self, node: &Node) {
        if is_hidden(node) {
            return;
        }
        let (kind, is_placeholder) = placeholder(node);
        let Some(text) = node.child("txBody") else {
            return;
        };
        match kind {
            "title" | "ctrTitle" => {
                let outer = std::mem::take(&mut self.blocks);
                self.text(text, false);
                let title = std::mem::replace(&mut self.blocks, outer);
                let words: Vec<String> = title.iter().map(plain_text).collect();
                self.title = words.join(" ");
            }
            "sldNum" | "dt" | "ftr" | "hdr" | "sldImg" => {}
            _ => self.text(text, is_placeholder && kind != "subTitle"),
        }
    }

    fn picture(&mut self, node: &Node) {
        self.left.add(if is_hidden(node) {
            return;
        } else if node.contains("videoFile") {
            OmittedNotice::Video
        } else if node.contains("audioFile") || node.contains("wavAudioFile") {
            OmittedNotice::Audio
        } else if node.contains("media") {
            OmittedNotice::Video
        } else {
            OmittedNotice::Picture
        });
    }

    fn frame(&mut self, node: &Node) {
        if is_hidden(node) {
            return;
        }
        if let Some(table) = node
            .child("graphic")
            .and_then(|it| it.child("graphicData")?.child("tbl"))
        {
            let rows = table.nodes().filter(|it| it.name == "tr");
            let rows = rows.map(|row| self.row(row)).collect();
            self.blocks.extend(tables::flattened(rows));
        } else if node.contains("chart") {
            self.left.add(OmittedNotice::Chart);
        } else if let Some(ids) = node.find("relIds") {
            let blocks = ids.attribute("dm").and_then(|id| self.diagrams.remove(id));
            match blocks.filter(|it| !it.is_empty()) {
                Some(blocks) => self.blocks.extend(blocks),
                None => self.left.add(OmittedNotice::Diagram),
            }
        } else if node.contains("oleObj") {
            self.left.add(OmittedNotice::EmbeddedFile);
        }
    }

    fn row(&mut self, row: &Node) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for cell in row.nodes().filter(|it| it.name == "tc") {
            let is = |name: &str| matches!(cell.attribute(name), Some("1" | "true"));
            // It is in the span of the one before it.
            if is("hMerge") {
                continue;
            }
            let columns = cell.attribute("gridSpan").and_then(|it| it.parse().ok());
            let outer = std::mem::take(&mut self.blocks);
            if let Some(text) = cell.child("txBody") {
                self.text(text, false);
            }
            cells.push(Cell {
                columns: usize::clamp(columns.unwrap_or(1), 1, MAX_SPAN),
                is_continued: is("vMerge"),
                blocks: std::mem::replace(&mut self.blocks, outer),
            });
        }
        cells
    }

    /// The paragraphs of a shape; those of a body are a list unless they say otherwise.
    fn text(&mut self, body: &Node, is_list: bool) {
        let mut counts = [0_u32; 9];
        for paragraph in body.nodes().filter(|it| it.name == "p") {
            let properties = paragraph.child("pPr");
            let level = properties.and_then(|it| it.attribute("lvl")?.parse::<usize>().ok());
            let level = level.unwrap_or(0).min(8);
            let mut text = Vec::new();
            self.spans(paragraph, &mut text);
            let is_blank = text.iter().all(|span| span.text.trim().is_empty());
            if is_blank {
                continue;
            }
            let has = |name: &str| properties.and_then(|it| it.child(name));
            let number = has("buAutoNum");
            for count in counts
                .iter_mut()
                .skip(level + usize::from(number.is_some()))
            {
                *count = 0;
            }
            let marker = if let (Some(number), Some(count)) = (number, counts.get_mut(level)) {
                let start = number.attribute("startAt").and_then(|it| it.parse().ok());
                *count = match *count {
                    0 => start.unwrap_or(1),
                    before => before.saturating_add(1),
                };
                Some(numbered(
                    number.attribute("type").unwrap_or_default(),
                    *count,
                ))
            } else if has("buNone").is_some() {
                None
            } else {
                (is_list || has("buChar").is_some() || has("buBlip").is_some())
                    .then_some(Marker::Bullet)
            };
            self.blocks.push(match marker {
                Some(marker) => Block::Item {
                    depth: u8::try_from(level).unwrap_or(8),
                    marker,
                    text,
                },
                None => Block::Paragraph(text),
            });
        }
    }

    fn spans(&mut self, parent: &Node, out: &mut Vec<Span>) {
        for node in parent.nodes() {
            match node.name.as_str() {
                // The number of the slide, which is none of its text.
                "fld"
                    if node
                        .attribute("type")
                        .is_some_and(|it| it.starts_with("slidenum")) => {}
                "r" | "fld" => self.run(node, out),
                "br" => out.push(words("\n")),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.spans(chosen, out);
                    }
                }
                "m" => out.push(words(&in_one_line(node))),
                _ => {}
            }
        }
    }

    fn run(&mut self, node: &Node, out: &mut Vec<Span>) {
        let properties = node.child("rPr");
        let value = |name: &str| properties.and_then(|it| it.attribute(name));
        let is = |name: &str| matches!(value(name), Some("1" | "true"));
        let font = properties.and_then(|it| {
            let font = it.child("latin").or_else(|| it.child("sym"))?;
            font.attribute("typeface")
        });
        let text = node.child("t").map(Node::text).unwrap_or_default();
        let (text, missing) = symbols::in_font(font, &text);
        for _ in 0..missing {
            self.left.add(OmittedNotice::Symbol);
        }
        if text.is_empty() {
            return;
        }
        let link = properties.and_then(|it| it.child("hlinkClick"));
        let link = link.and_then(|it| self.links.get(it.attribute("id")?));
        let offset = value("baseline").map_or(0, |it| {
            let percent = it.trim_end_matches('%');
            percent
                .parse::<f64>()
                .map_or(0, |it| i32::from(it > 0.0) - i32::from(it < 0.0))
        });
        out.push(Span {
            text: match (offset, value("cap")) {
                (1, _) => raised_number(text),
                (-1, _) => lowered_number(text),
                (_, Some("all")) => text.to_uppercase(),
                _ => text,
            },
            bold: is("b"),
            italic: is("i"),
            struck: matches!(value("strike"), Some("sngStrike" | "dblStrike")),
            link: link.cloned(),
        });
    }
}

/// A number as the kind of numbering of slides writes it: `alphaLcParenR` is "b)".
fn numbered(kind: &str, number: u32) -> Marker {
    let format = match kind {
        it if it.starts_with("alphaLc") => "lowerLetter",
        it if it.starts_with("alphaUc") => "upperLetter",
        it if it.starts_with("romanLc") => "lowerRoman",
        it if it.starts_with("romanUc") => "upperRoman",
        _ => return Marker::Number(number),
    };
    let text = spelled(number, format);
    Marker::Label(if kind.ends_with("ParenBoth") {
        format!("({text})")
    } else if kind.ends_with("ParenR") {
        format!("{text})")
    } else {
        format!("{text}.")
    })
}

fn is_hidden(node: &Node) -> bool {
    let about = node.nodes().find(|it| it.name.starts_with("nv"));
    let about = about.and_then(|it| it.child("cNvPr"));
    about
        .and_then(|it| it.attribute("hidden"))
        .is_some_and(|it| matches!(it, "1" | "true"))
}

fn plain_text(block: &Block) -> String {
    let spans = match block {
        Block::Heading(_, text) | Block::Paragraph(text) | Block::Item { text, .. } => text,
        Block::Table(_) => return String::new(),
    };
    let joined: String = spans.iter().map(|span| span.text.as_str()).collect();
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

#[cfg(test)]
pub(crate) mod tests;
