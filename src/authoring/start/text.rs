//! A document as blocks of styled text: what comes out of Word, and what becomes Markdown.

use unicode_normalization::UnicodeNormalization;

pub use crate::documents::office::{Block, Marker, Span};
use crate::pack::text::name_of;

/// Markdown as blocks: as much of it as a guide's headings, lists and links are.
pub fn blocks(markdown: &str) -> Vec<Block> {
    use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
    let mut blocks = Vec::new();
    let mut text: Vec<Span> = Vec::new();
    let mut style = Span::default();
    // The next number of each list that is open; nothing for bullets.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut close = |text: &mut Vec<Span>, lists: &mut [Option<u64>], level: Option<u8>| {
        let text = std::mem::take(text);
        if plain(&text).is_empty() {
            return;
        }
        let depth = u8::try_from(lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        blocks.push(match (level, lists.last_mut()) {
            (Some(level), _) => Block::Heading(level, text),
            (None, Some(next)) => Block::Item {
                depth,
                marker: match next {
                    Some(number) => {
                        let marker = Marker::Number(u32::try_from(*number).unwrap_or(u32::MAX));
                        *number = number.saturating_add(1);
                        marker
                    }
                    None => Marker::Bullet,
                },
                text,
            },
            (None, None) => Block::Paragraph(text),
        });
    };
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push(Span {
                text: words.into_string(),
                ..style.clone()
            }),
            Event::SoftBreak | Event::HardBreak => text.push(Span {
                text: " ".to_owned(),
                ..style.clone()
            }),
            Event::Start(Tag::Strong) => style.bold = true,
            Event::End(TagEnd::Strong) => style.bold = false,
            Event::Start(Tag::Emphasis) => style.italic = true,
            Event::End(TagEnd::Emphasis) => style.italic = false,
            Event::Start(Tag::Link { dest_url, .. }) => style.link = Some(dest_url.into_string()),
            Event::End(TagEnd::Link) => style.link = None,
            Event::Start(Tag::List(first)) => {
                close(&mut text, &mut lists, None);
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                close(&mut text, &mut lists, None);
                lists.pop();
            }
            Event::End(TagEnd::Heading(level)) => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 => 5,
                    HeadingLevel::H6 => 6,
                };
                close(&mut text, &mut lists, Some(level));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                close(&mut text, &mut lists, None);
            }
            _ => {}
        }
    }
    blocks
}

/// The words alone.
pub fn plain(spans: &[Span]) -> String {
    let joined: String = spans.iter().map(|span| span.text.as_str()).collect();
    let joined = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    name_of(&joined)
}

/// Unicode normalization form C, without control characters but line breaks, and without overrides
/// of direction: what a pack may hold.
pub fn clean(text: &str) -> String {
    text.nfc()
        .filter(|c| *c == '\n' || !c.is_control() && !matches!(c, '\u{202D}' | '\u{202E}'))
        .collect()
}

/// Blocks as Markdown that a pack may hold: no HTML, no pictures.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    let mut list = OpenList::default();
    for block in blocks {
        let tight = matches!(
            (before, block),
            (Some(Block::Item { .. }), Block::Item { .. })
        );
        if before.is_some() && !tight {
            out.push('\n');
        }
        if !tight {
            list = OpenList::default();
        }
        match block {
            Block::Heading(level, text) => {
                out.push_str(&"#".repeat(usize::from((*level).clamp(1, 6))));
                out.push(' ');
                out.push_str(&inline(text).replace('\n', " "));
            }
            Block::Paragraph(text) => out.push_str(&at_line_start(&inline(text))),
            Block::Item {
                depth,
                marker,
                text,
            } => {
                let text = inline(text).replace("  \n", " ");
                out.push_str(&list.begin_item(usize::from(*depth), marker));
                if let Marker::Label(label) = marker {
                    let label = at_line_start(&escape(&clean(label)));
                    out.extend([label.as_str(), " ", &text]);
                } else {
                    out.push_str(&at_line_start(&text));
                }
            }
            Block::Table(rows) => table(rows, &mut out),
        }
        out.push('\n');
        before = Some(block);
    }
    out
}

/// A list that is being written: at each depth, how wide the marker is and what number it had.
#[derive(Default)]
struct OpenList {
    levels: Vec<(usize, Option<u32>, char)>,
}

impl OpenList {
    /// The indent and the marker of an item. In Markdown only the first number of a list counts:
    /// one that does not follow on begins a list of its own, as it has another sign behind it.
    fn begin_item(&mut self, depth: usize, marker: &Marker) -> String {
        // Deeper by one at most: what is indented more is no list.
        let depth = depth.min(self.levels.len());
        let before = self.levels.get(depth).copied();
        self.levels.truncate(depth);
        let indent: usize = self.levels.iter().map(|(width, ..)| width).sum();
        // Markdown knows numbers of nine digits.
        let number = match marker {
            Marker::Number(number) if *number < 1_000_000_000 => Some(*number),
            _ => None,
        };
        let sign = match (before, number) {
            (Some((_, Some(last), sign)), Some(number)) if last.checked_add(1) == Some(number) => {
                sign
            }
            (Some((_, Some(_), '.')), Some(_)) => ')',
            _ => '.',
        };
        let shown = match (number, marker) {
            (Some(number), _) => format!("{number}{sign} "),
            (None, Marker::Number(number)) => format!("- {number} "),
            (None, _) => "- ".to_owned(),
        };
        // Four spaces are enough for the marker of almost any list above.
        self.levels.push((shown.len().max(4), number, sign));
        format!("{}{shown}", " ".repeat(indent))
    }
}

fn table(rows: &[Vec<Vec<Span>>], out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push('|');
        for column in 0..columns {
            let cell = row.get(column).map(|cell| inline(cell)).unwrap_or_default();
            let cell = cell.replace('\n', " ").replace('|', "\\|");
            out.extend([" ", &cell, " |"]);
        }
        if n == 0 {
            out.push('\n');
            out.push('|');
            out.push_str(&" --- |".repeat(columns));
        }
    }
}

/// Styled text in one paragraph; a line break within it stays one.
fn inline(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in joined(spans) {
        let text = clean(&span.text);
        // Markdown knows no bold space: it stands outside of the stars.
        let inner = text.trim();
        if inner.is_empty() {
            out.push_str(if text.contains('\n') { "\n" } else { " " });
            continue;
        }
        let start = text.len() - text.trim_start().len();
        let (before, rest) = text.split_at(start);
        let (_, after) = rest.split_at(inner.len());
        let mark = match (span.bold, span.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let struck = if span.struck { "~~" } else { "" };
        let styled = format!("{struck}{mark}{}{mark}{struck}", escape(inner));
        let whole = match span.link.as_deref().and_then(address) {
            Some(link) if link.contains(['(', ')']) => format!("[{styled}](<{link}>)"),
            Some(link) => format!("[{styled}]({link})"),
            None => styled,
        };
        out.extend([before, &whole, after]);
    }
    let lines: Vec<&str> = out.split('\n').map(str::trim).collect();
    lines.join("  \n").trim().to_owned()
}

/// A web address that Markdown can hold.
pub fn address(link: &str) -> Option<&str> {
    let web = link.starts_with("https://") || link.starts_with("http://");
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\\".contains(c);
    (web && !link.contains(odd)).then_some(link)
}

/// Neighbors in the same style are one.
fn joined(spans: &[Span]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut() {
            Some(last)
                if (last.bold, last.italic, last.struck, &last.link)
                    == (span.bold, span.italic, span.struck, &span.link) =>
            {
                last.text.push_str(&span.text);
            }
            _ => all.push(span.clone()),
        }
    }
    all
}

/// Characters that mean something in Markdown, as themselves.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text that begins like a heading, a list or a rule stays text.
fn at_line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or_default();
    if digits > 0 && after.starts_with(['.', ')']) {
        let (number, rest) = text.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '-', '+', '=', '|']) {
        return format!("\\{text}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::content::check_markdown;

    fn span(text: &str) -> Span {
        Span {
            text: text.to_owned(),
            ..Span::default()
        }
    }

    fn bold(text: &str) -> Span {
        Span {
            bold: true,
            ..span(text)
        }
    }

    #[test]
    fn what_looks_like_html_or_markdown_stays_text() {
        let text = "1. <script> & *stars* [n] # | \\";
        let made = markdown(&[Block::Paragraph(vec![span(text)])]);
        assert_eq!(check_markdown(made.as_bytes()), Ok(()), "{made}");
        let shown: String = pulldown_cmark::Parser::new(&made)
            .filter_map(|event| match event {
                pulldown_cmark::Event::Text(text) => Some(text.into_string()),
                _ => None,
            })
            .collect();
        assert_eq!(shown, text);
    }

    #[test]
    fn spaces_at_the_edge_of_bold_stand_outside_and_neighbors_are_joined() {
        let made = markdown(&[Block::Paragraph(vec![
            span("Read"),
            bold(" the "),
            bold("form "),
            span("first."),
        ])]);
        assert_eq!(made, "Read **the form** first.\n");
    }

    #[test]
    fn lists_keep_their_numbers_and_their_depth() {
        let item = |depth, marker, text: &str| Block::Item {
            depth,
            marker,
            text: vec![span(text)],
        };
        let made = markdown(&[
            item(0, Marker::Number(1), "One"),
            item(1, Marker::Bullet, "Within"),
            item(0, Marker::Number(2), "Two"),
            Block::Paragraph(vec![span("After.")]),
            item(0, Marker::Number(3), "Three"),
            item(0, Marker::Number(7), "Seven"),
            item(2, Marker::Label("b)".to_owned()), "Deep"),
            item(0, Marker::Label("☐".to_owned()), "Box"),
        ]);
        assert_eq!(
            made,
            "1. One\n    - Within\n2. Two\n\nAfter.\n\n3. Three\n7) Seven\n    - b) Deep\n- ☐ Box\n"
        );
        let shown: Vec<(u8, Option<String>)> = crate::documents::Markdown::parse(&made)
            .blocks
            .into_iter()
            .map(|block| (block.indent, block.marker))
            .collect();
        let marked = |indent, marker: &str| (indent, Some(marker.to_owned()));
        assert_eq!(
            shown,
            [
                marked(1, "1."),
                marked(2, "–"),
                marked(1, "2."),
                (0, None),
                marked(1, "3."),
                marked(1, "7."),
                marked(2, "–"),
                marked(1, "•"),
            ]
        );
    }

    #[test]
    fn a_link_keeps_its_address_and_one_that_is_no_web_address_its_words() {
        let link = |address: &str| Span {
            link: Some(address.to_owned()),
            ..span("the form")
        };
        let of = |address: &str| markdown(&[Block::Paragraph(vec![link(address)])]);
        assert_eq!(
            of("https://www.ice.gov/x"),
            "[the form](https://www.ice.gov/x)\n"
        );
        assert_eq!(of("https://a.org/(x)"), "[the form](<https://a.org/(x)>)\n");
        assert_eq!(of("file:///C:/x"), "the form\n");
        assert_eq!(of("https://a/> x"), "the form\n");
    }
}
