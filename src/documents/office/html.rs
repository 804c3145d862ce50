//! A web page as blocks of text, as a document brings it along: headings, paragraphs, lists, tables,
//! links. What a browser does not show is not read, and what is no text is named.
//!
//! Pages are not XML: tags may stay open, and nothing that is written is an error.

mod tags;

use std::collections::HashMap;

use super::model::{Block, Marker, OmittedNotice, Span};
use super::tables::{self, Cell};

use tags::{Parsed, Tag, behind_end, decoded};

/// Tables within tables are kept apart down to this depth.
const MAX_TABLES: usize = 16;
/// Items are kept apart down to this depth.
const MAX_LISTS: usize = 9;
/// A cell is taken to be over so many columns at most.
const MAX_SPAN: usize = 63;

/// Reads a page. Also returns what is in it and no text, once for each.
pub(super) fn read(text: &str) -> (Vec<Block>, Vec<OmittedNotice>) {
    let mut page = Page::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at);
        page.text(before);
        rest = match Tag::parse(after) {
            Parsed::Tag(tag, rest) => page.tag(&tag, rest),
            Parsed::Nothing(rest) => rest,
            Parsed::Text => {
                page.text("<");
                after.get(1..).unwrap_or_default()
            }
        };
    }
    page.text(rest);
    page.finish()
}

/// A table that is open.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    cell: Option<Cell>,
    /// Rows that a cell of a column goes on for.
    going_on: HashMap<usize, (usize, usize)>,
}

impl Table {
    fn open_row(&mut self) {
        self.rows.push(Vec::new());
        self.add_going_on();
    }

    /// Cells from above at this place of the row.
    fn add_going_on(&mut self) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        loop {
            let column: usize = row.iter().map(|it| it.columns).sum();
            let Some((rows, columns)) = self.going_on.get_mut(&column).filter(|it| it.0 > 0) else {
                return;
            };
            *rows -= 1;
            row.push(Cell {
                columns: *columns,
                is_continued: true,
                blocks: Vec::new(),
            });
        }
    }

    fn put(&mut self, cell: Cell, rows: usize) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            let column: usize = row.iter().map(|it| it.columns).sum();
            if rows > 1 {
                self.going_on.insert(column, (rows - 1, cell.columns));
            }
            row.push(cell);
        }
        self.add_going_on();
    }
}

#[derive(Default)]
struct Page {
    /// What is shown outside of tables, then in the open cell of each.
    blocks: Vec<Vec<Block>>,
    left: Vec<OmittedNotice>,
    spans: Vec<Span>,
    heading: Option<u8>,
    /// Of each list that is open the next number; nothing for bullets.
    lists: Vec<Option<u32>>,
    marker: Option<Marker>,
    tables: Vec<(Table, usize)>,
    bold: u32,
    italic: u32,
    struck: u32,
    is_kept: u32,
    link: Option<String>,
    /// What is not shown: the tag, and how many of it are open.
    skipped: Option<(String, u32)>,
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.skipped.is_some() || text.is_empty() {
            return;
        }
        let text = decoded(text);
        let text = if self.is_kept > 0 {
            text
        } else {
            in_one_line(&text)
        };
        let is_at_start = match self.spans.last() {
            Some(span) => span.text.ends_with([' ', '\n']),
            None => true,
        };
        let text = match text.strip_prefix(' ') {
            Some(rest) if is_at_start => rest,
            _ => text.as_str(),
        };
        if text.is_empty() {
            return;
        }
        self.spans.push(Span {
            text: text.to_owned(),
            bold: self.bold > 0 && self.heading.is_none(),
            italic: self.italic > 0,
            struck: self.struck > 0,
            link: self.link.clone(),
        });
    }

    /// Returns where to go on.
    fn tag<'a>(&mut self, tag: &Tag, rest: &'a str) -> &'a str {
        let name = tag.name.as_str();
        if let Some((skipped, open)) = &mut self.skipped {
            if skipped == name {
                *open = if tag.is_end { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    self.skipped = None;
                }
            }
            return rest;
        }
        if matches!(name, "script" | "style" | "title" | "textarea") && !tag.is_end {
            if name == "textarea" {
                self.left.push(OmittedNotice::Control);
            }
            return behind_end(rest, name);
        }
        let is_void = matches!(
            name,
            "br" | "img" | "hr" | "input" | "meta" | "link" | "wbr" | "col" | "base" | "area"
        );
        let left = match name {
            "object" | "iframe" | "embed" => Some(OmittedNotice::EmbeddedFile),
            "video" => Some(OmittedNotice::Video),
            "audio" => Some(OmittedNotice::Audio),
            "svg" | "canvas" => Some(OmittedNotice::Drawing),
            "select" => Some(OmittedNotice::Control),
            _ => None,
        };
        if !tag.is_end && !is_void && (tag.is_hidden() || left.is_some() || is_unseen(name)) {
            if !is_unseen(name) {
                self.left.push(left.unwrap_or(OmittedNotice::HiddenText));
            }
            self.skipped = Some((name.to_owned(), 1));
            return rest;
        }
        self.shown_tag(tag);
        rest
    }

    fn shown_tag(&mut self, tag: &Tag) {
        let count = |count: &mut u32| {
            *count = if tag.is_end {
                count.saturating_sub(1)
            } else {
                count.saturating_add(1)
            };
        };
        match tag.name.as_str() {
            "br" => self.spans.push(Span {
                text: "\n".to_owned(),
                ..Span::default()
            }),
            "b" | "strong" => count(&mut self.bold),
            "i" | "em" | "cite" => count(&mut self.italic),
            "s" | "strike" | "del" => count(&mut self.struck),
            "a" if tag.is_end => self.link = None,
            "a" => {
                let is_address = |it: &&str| it.contains(':') && !it.starts_with("javascript:");
                let address = tag.attribute("href").map(str::trim).filter(is_address);
                self.link = address.map(str::to_owned);
            }
            "img" if !tag.is_hidden() => self.left.push(OmittedNotice::Picture),
            "input" if tag.attribute("type") != Some("hidden") => {
                self.left.push(OmittedNotice::Control);
            }
            "pre" => {
                self.flush();
                count(&mut self.is_kept);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = tag.name.as_bytes().get(1).map(|digit| digit - b'0');
                self.heading = level.filter(|_| !tag.is_end);
            }
            "ul" | "ol" | "menu" => self.list(tag),
            "li" => {
                self.flush();
                self.marker = (!tag.is_end).then(|| self.next_marker());
            }
            "table" | "tr" | "td" | "th" => self.table(tag),
            "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "nav"
            | "aside" | "blockquote" | "form" | "fieldset" | "legend" | "figure" | "figcaption"
            | "address" | "dl" | "dt" | "dd" | "hr" | "body" | "html" | "caption" | "details"
            | "summary" | "center" => self.flush(),
            _ => {}
        }
    }

    fn list(&mut self, tag: &Tag) {
        self.flush();
        self.marker = None;
        if tag.is_end {
            self.lists.pop();
        } else {
            let start = tag.attribute("start").and_then(|it| it.trim().parse().ok());
            let number = (tag.name == "ol").then(|| start.unwrap_or(1));
            self.lists.push(number);
        }
    }

    fn next_marker(&mut self) -> Marker {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = Marker::Number(*number);
                *number = number.saturating_add(1);
                marker
            }
            _ => Marker::Bullet,
        }
    }

    fn table(&mut self, tag: &Tag) {
        self.flush();
        let is_cell = matches!(tag.name.as_str(), "td" | "th");
        match (tag.name.as_str(), tag.is_end) {
            ("table", false) if self.tables.len() < MAX_TABLES => {
                self.tables.push((Table::default(), 1));
            }
            ("table", false) => {}
            ("table", true) => {
                self.close_cell();
                if let Some((table, _)) = self.tables.pop() {
                    let blocks = tables::flattened(table.rows);
                    self.add(blocks);
                }
            }
            ("tr", _) => {
                self.close_cell();
                if let Some((table, _)) = self.tables.last_mut().filter(|_| !tag.is_end) {
                    table.open_row();
                }
            }
            (_, is_end) if is_cell => {
                self.close_cell();
                if let Some((table, rows)) = self.tables.last_mut().filter(|_| !is_end) {
                    let span = |name: &str| {
                        let span = tag.attribute(name).and_then(|it| it.trim().parse().ok());
                        usize::clamp(span.unwrap_or(1), 1, MAX_SPAN)
                    };
                    *rows = span("rowspan");
                    table.cell = Some(Cell {
                        columns: span("colspan"),
                        ..Cell::default()
                    });
                    if self.blocks.is_empty() {
                        self.blocks.push(Vec::new());
                    }
                    self.blocks.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some((table, rows)) = self.tables.last_mut() else {
            return;
        };
        if let Some(mut cell) = table.cell.take() {
            cell.blocks = self.blocks.pop().unwrap_or_default();
            table.put(cell, *rows);
        }
    }

    /// Adds blocks to what is open: the page, or a cell.
    fn add(&mut self, blocks: Vec<Block>) {
        match self.blocks.last_mut() {
            Some(open) => open.extend(blocks),
            None => self.blocks.push(blocks),
        }
    }

    /// Ends the paragraph that is read.
    fn flush(&mut self) {
        let mut text = std::mem::take(&mut self.spans);
        while let Some(last) = text.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            text.pop();
        }
        if text.is_empty() {
            return;
        }
        let depth = self.lists.len().clamp(1, MAX_LISTS) - 1;
        let block = match (self.heading, self.marker.take()) {
            (Some(level), _) => Block::Heading(level, text),
            (None, Some(marker)) => Block::Item {
                depth: u8::try_from(depth).unwrap_or(0),
                marker,
                text,
            },
            (None, None) => Block::Paragraph(text),
        };
        self.add(vec![block]);
    }

    fn finish(mut self) -> (Vec<Block>, Vec<OmittedNotice>) {
        self.flush();
        while !self.tables.is_empty() {
            self.close_cell();
            if let Some((table, _)) = self.tables.pop() {
                let blocks = tables::flattened(table.rows);
                self.add(blocks);
            }
        }
        (self.blocks.into_iter().flatten().collect(), self.left)
    }
}

/// Elements of which a browser shows nothing, wherever they stand.
fn is_unseen(name: &str) -> bool {
    matches!(name, "head" | "template" | "noscript" | "datalist")
}

/// With one space for any number of spaces and line ends.
fn in_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if !matches!(letter, ' ' | '\t' | '\r' | '\n' | '\u{c}') {
            out.push(letter);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests;
