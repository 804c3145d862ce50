//! A document as blocks of styled text: what comes out of Word, and what becomes Markdown.

use unicode_normalization::UnicodeNormalization;

use crate::pack::text::name_of;

/// A stretch of text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// Where it leads.
    pub link: Option<String>,
}

/// One thing below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Level 1 to 6.
    Heading(u8, Vec<Span>),
    Paragraph(Vec<Span>),
    /// An item of a list, so deep from 0.
    Item {
        depth: u8,
        ordered: bool,
        text: Vec<Span>,
    },
    /// Rows of cells.
    Table(Vec<Vec<Vec<Span>>>),
}

/// Markdown as blocks: as much of it as a guide's headings, lists and links are.
pub fn blocks(markdown: &str) -> Vec<Block> {
    use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
    let mut blocks = Vec::new();
    let mut text: Vec<Span> = Vec::new();
    let mut style = Span::default();
    // Lists that are open, and whether they are numbered.
    let mut lists: Vec<bool> = Vec::new();
    let mut close = |text: &mut Vec<Span>, lists: &[bool], level: Option<u8>| {
        let text = std::mem::take(text);
        if plain(&text).is_empty() {
            return;
        }
        let depth = u8::try_from(lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        blocks.push(match (level, lists.last()) {
            (Some(level), _) => Block::Heading(level, text),
            (None, Some(ordered)) => Block::Item {
                depth,
                ordered: *ordered,
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
                close(&mut text, &lists, None);
                lists.push(first.is_some());
            }
            Event::End(TagEnd::List(_)) => {
                close(&mut text, &lists, None);
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
                close(&mut text, &lists, Some(level));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                close(&mut text, &lists, None);
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
    let mut numbers: Vec<u32> = Vec::new();
    for block in blocks {
        let tight = matches!(
            (before, block),
            (Some(Block::Item { .. }), Block::Item { .. })
        );
        if before.is_some() && !tight {
            out.push('\n');
        }
        if !tight {
            numbers.clear();
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
                ordered,
                text,
            } => {
                let depth = usize::from(*depth);
                numbers.resize(depth + 1, 0);
                let number = numbers.last_mut().map_or(1, |number| {
                    *number += 1;
                    *number
                });
                // Four spaces are enough for the marker of any list above.
                let indent = " ".repeat(4 * depth);
                let marker = if *ordered {
                    format!("{number}. ")
                } else {
                    "- ".to_owned()
                };
                let text = at_line_start(&inline(text)).replace('\n', " ");
                out.extend([indent.as_str(), &marker, &text]);
            }
            Block::Table(rows) => table(rows, &mut out),
        }
        out.push('\n');
        before = Some(block);
    }
    out
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
        let styled = format!("{mark}{}{mark}", escape(inner));
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
                if (last.bold, last.italic, &last.link) == (span.bold, span.italic, &span.link) =>
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
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&') {
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
    if text.starts_with(['#', '-', '+', '=', '~', '|']) {
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
        let item = |depth, ordered, text: &str| Block::Item {
            depth,
            ordered,
            text: vec![span(text)],
        };
        let made = markdown(&[
            item(0, true, "One"),
            item(1, false, "Within"),
            item(0, true, "Two"),
            Block::Paragraph(vec![span("After.")]),
            item(0, true, "Anew"),
        ]);
        assert_eq!(made, "1. One\n    - Within\n2. Two\n\nAfter.\n\n1. Anew\n");
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
