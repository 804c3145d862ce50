//! Markdown as it is shown on the wall and in documents, read into blocks. HTML is left out.
//! Addresses are shown as text and never opened: there is no network.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// More than any guide needs; what follows is cut off and said so.
const MAX_BYTES: usize = 512 * 1_024;
/// Deeper nesting is shown at this depth.
const MAX_DEPTH: u8 = 8;
/// Blocks, table rows included.
const MAX_BLOCKS: usize = 10_000;

/// A Markdown text, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// One thing below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// How deep in lists, from 0.
    pub indent: u8,
    /// How deep in quotes, from 0.
    pub quote: u8,
    /// "•" or "3." on the first block of a list item.
    pub marker: Option<String>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is, with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Level 1 to 6.
    Heading(u8, Vec<Span>),
    /// Running text.
    Paragraph(Vec<Span>),
    /// Preformatted text, with its line breaks.
    Code(String),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Span>>>),
    /// A line across.
    Rule,
}

/// A stretch of text in one style.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is on or off, whatever the others are"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text itself.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck through.
    pub struck: bool,
    /// In the typeface of code.
    pub code: bool,
    /// An address shown after its name.
    pub address: bool,
}

impl Markdown {
    /// Reads Markdown. Nothing is refused: what cannot be shown is left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (text, cut) = cut_at(text, MAX_BYTES);
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        let mut reader = Reader::default();
        for event in Parser::new_ext(text, options) {
            if reader.blocks.len() >= MAX_BLOCKS {
                break;
            }
            reader.event(event);
        }
        reader.finish_paragraph();
        if cut || reader.blocks.len() >= MAX_BLOCKS {
            reader.push(BlockKind::Paragraph(vec![Span {
                text: "(The text is longer than Muster shows; save a copy to read the rest.)"
                    .to_owned(),
                emphasis: true,
                ..Span::default()
            }]));
        }
        Self {
            blocks: reader.blocks,
        }
    }

    /// Reads Markdown from a file's bytes; bytes that are no UTF-8 become replacement characters.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::parse(&String::from_utf8_lossy(bytes))
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

fn cut_at(text: &str, most: usize) -> (&str, bool) {
    if text.len() <= most {
        return (text, false);
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    (text.get(..end.unwrap_or(0)).unwrap_or_default(), true)
}

/// What the parser's events have opened and not yet closed.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    style: Span,
    /// Next number of each open list; nothing for bullets.
    lists: Vec<Option<u64>>,
    quote: u8,
    marker: Option<String>,
    heading: Option<u8>,
    code: Option<String>,
    rows: Option<Vec<Vec<Vec<Span>>>>,
    links: Vec<(String, usize)>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.style.code = true;
                self.text(&text);
                self.style.code = false;
            }
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::Rule => {
                self.finish_paragraph();
                self.push(BlockKind::Rule);
            }
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
            // No HTML is shown; footnotes are not part of the format.
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.finish_paragraph();
                self.heading = Some(number_of(level));
            }
            Tag::BlockQuote(_) => {
                self.finish_paragraph();
                self.quote = self.quote.saturating_add(1);
            }
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.finish_paragraph();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.finish_paragraph();
                self.lists.push(first);
            }
            Tag::Item => {
                self.finish_paragraph();
                let bullet = if self.lists.len() > 1 { "–" } else { "•" };
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let text = format!("{number}.");
                        *number = number.saturating_add(1);
                        text
                    }
                    _ => bullet.to_owned(),
                });
            }
            Tag::Table(_) => {
                self.finish_paragraph();
                self.rows = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.rows {
                    rows.push(Vec::new());
                }
            }
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Strong => self.style.strong = true,
            Tag::Strikethrough => self.style.struck = true,
            Tag::Link { dest_url, .. } => {
                self.links.push((dest_url.to_string(), self.spans.len()));
            }
            Tag::Image { .. } => self.text("Picture: "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Item => self.finish_paragraph(),
            TagEnd::Heading(_) => {
                let level = self.heading.take().unwrap_or(1);
                let spans = std::mem::take(&mut self.spans);
                self.push(BlockKind::Heading(level, spans));
            }
            TagEnd::BlockQuote(_) => {
                self.finish_paragraph();
                self.quote = self.quote.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.push(BlockKind::Code(code.trim_end().to_owned()));
            }
            TagEnd::List(_) => {
                self.finish_paragraph();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.spans);
                if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let rows = self.rows.take().unwrap_or_default();
                self.push(BlockKind::Table(rows));
            }
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Strikethrough => self.style.struck = false,
            TagEnd::Link => self.finish_link(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(last) = self.spans.last_mut()
            && same_style(last, &self.style)
        {
            last.text.push_str(text);
            return;
        }
        self.spans.push(Span {
            text: text.to_owned(),
            ..self.style.clone()
        });
    }

    fn finish_link(&mut self) {
        let Some((address, from)) = self.links.pop() else {
            return;
        };
        let name: String = self
            .spans
            .iter()
            .skip(from.saturating_sub(1))
            .map(|span| span.text.as_str())
            .collect();
        if !name.ends_with(&address) {
            self.spans.push(Span {
                text: format!(" ({address})"),
                address: true,
                ..Span::default()
            });
        }
    }

    fn finish_paragraph(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.iter().any(|span| !span.text.trim().is_empty()) {
            self.push(BlockKind::Paragraph(spans));
        }
    }

    fn push(&mut self, kind: BlockKind) {
        let depth = u8::try_from(self.lists.len()).unwrap_or(MAX_DEPTH);
        self.blocks.push(Block {
            indent: depth.min(MAX_DEPTH),
            quote: self.quote.min(MAX_DEPTH),
            marker: self.marker.take(),
            kind,
        });
    }
}

fn same_style(one: &Span, other: &Span) -> bool {
    (one.strong, one.emphasis, one.struck, one.code, one.address)
        == (
            other.strong,
            other.emphasis,
            other.struck,
            other.code,
            other.address,
        )
}

fn number_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(spans: &[Span]) -> String {
        spans.iter().map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn nested_and_numbered_lists_keep_their_numbers_and_depth() {
        let document = Markdown::parse("3. three\n4. four\n   - inner\n\n   more of four\n");
        let seen: Vec<_> = document
            .blocks
            .iter()
            .map(|block| (block.indent, block.marker.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [(1, Some("3.")), (1, Some("4.")), (2, Some("–")), (1, None)]
        );
    }

    #[test]
    fn html_is_not_shown_and_links_show_their_address() {
        let document =
            Markdown::parse("a <b>bold</b> [form](https://x.example/f) <https://y.example>");
        let BlockKind::Paragraph(spans) = &document.blocks[0].kind else {
            panic!("a paragraph");
        };
        assert_eq!(
            plain(spans),
            "a bold form (https://x.example/f) https://y.example"
        );
    }

    #[test]
    fn bold_and_italic_end_where_they_end() {
        let document = Markdown::parse("**loud** and *soft* end");
        let BlockKind::Paragraph(spans) = &document.blocks[0].kind else {
            panic!("a paragraph");
        };
        let styles: Vec<_> = spans
            .iter()
            .map(|span| (span.text.as_str(), span.strong, span.emphasis))
            .collect();
        assert_eq!(
            styles,
            [
                ("loud", true, false),
                (" and ", false, false),
                ("soft", false, true),
                (" end", false, false)
            ]
        );
    }

    #[test]
    fn a_table_has_its_head_and_rows() {
        let document = Markdown::parse("| a | b |\n|---|---|\n| 1 | 2 |\n");
        let BlockKind::Table(rows) = &document.blocks[0].kind else {
            panic!("a table");
        };
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(cell)).collect())
            .collect();
        assert_eq!(cells, [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn a_hostile_text_is_cut_and_said_so() {
        let document = Markdown::parse(&"> ".repeat(MAX_BYTES));
        assert!(document.blocks.len() <= MAX_BLOCKS + 1);
        assert!(document.blocks.iter().all(|block| block.quote <= MAX_DEPTH));
        let long = Markdown::parse(&"word\n\n".repeat(MAX_BYTES));
        let Some(BlockKind::Paragraph(spans)) = long.blocks.last().map(|block| &block.kind) else {
            panic!("a last paragraph");
        };
        assert!(plain(spans).contains("longer than Muster shows"));
    }
}
