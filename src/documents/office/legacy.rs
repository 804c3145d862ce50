//! Documents and decks of the Office before 2007 (.doc, .ppt), as far as `office_oxide` reads them.
//!
//! Its readers of these two formats start no thread, which the process that reads may not; those
//! that make its document model do. So its Markdown is taken, which has the same text and lists.

use std::io::Cursor;

use office_oxide::doc::DocDocument;
use office_oxide::limits::Limits;
use office_oxide::ppt::PptDocument;

use super::model::{
    Block, Marker, OfficeKind, OfficeText, OmissionNotice, OmittedNotice, PlaceNotice, Slide, Span,
};
use crate::documents::markdown::{self, BlockKind, Markdown};

/// Text that one document may bring, in characters.
const MAX_TEXT: usize = 8 << 20;
/// What pictures and the like in one document may take, in bytes.
const MAX_MEMORY: u64 = 128 << 20;

/// Reads an old Word document.
///
/// # Errors
/// In the words of the reader.
pub(super) fn read_document(bytes: Vec<u8>) -> Result<OfficeText, String> {
    set_limits();
    let document = DocDocument::from_reader(Cursor::new(bytes)).map_err(|it| it.to_string())?;
    let mut text = OfficeText::default();
    let (blocks, pictures) = blocks(&document.to_markdown());
    text.kind = OfficeKind::OldWord;
    text.blocks = blocks;
    let pictures = pictures.max(document.images().len());
    text.left_out
        .extend(left_out(OmittedNotice::Picture, pictures));
    Ok(text)
}

/// Reads an old slide deck.
///
/// # Errors
/// In the words of the reader.
pub(super) fn read_slides(bytes: Vec<u8>) -> Result<OfficeText, String> {
    set_limits();
    let deck = PptDocument::from_reader(Cursor::new(bytes)).map_err(|it| it.to_string())?;
    Ok(slides(&deck.to_markdown()))
}

/// The slides in its Markdown: each under a heading of level 2, its title one of level 3.
fn slides(text: &str) -> OfficeText {
    let (blocks, pictures) = blocks(text);
    let mut read = OfficeText {
        kind: OfficeKind::OldSlides,
        ..OfficeText::default()
    };
    for block in blocks {
        let is_next = matches!(block, Block::Heading(1 | 2, _));
        if is_next || read.slides.is_empty() {
            read.slides.push(Slide {
                number: u32::try_from(read.slides.len() + 1).unwrap_or(u32::MAX),
                ..Slide::default()
            });
        }
        let Some(slide) = read.slides.last_mut().filter(|_| !is_next) else {
            continue;
        };
        match block {
            Block::Heading(_, text) if slide.title.is_empty() => {
                slide.title = text.iter().map(|it| it.text.as_str()).collect();
            }
            Block::Heading(_, text) => slide.blocks.push(Block::Paragraph(text)),
            block => slide.blocks.push(block),
        }
    }
    read.left_out
        .extend(left_out(OmittedNotice::Picture, pictures));
    // What the presenter reads is not in it, whether there is any or not.
    read.left_out.extend(left_out(OmittedNotice::Notes, 1));
    read
}

/// The limits hold for the whole process, which reads one document.
fn set_limits() {
    let mut limits = Limits::strict();
    limits.text_chars = MAX_TEXT;
    limits.memory_bytes = MAX_MEMORY;
    limits.apply();
}

fn left_out(what: OmittedNotice, count: usize) -> Option<OmissionNotice> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (count > 0).then_some(OmissionNotice {
        what,
        count,
        place: PlaceNotice::Everywhere,
    })
}

/// Its Markdown as blocks, and how many pictures it names.
fn blocks(text: &str) -> (Vec<Block>, usize) {
    let parsed = Markdown::parse(&text.replace("<br>", " ").replace("<br/>", " "));
    let mut pictures = 0;
    let blocks = parsed.blocks.into_iter().filter_map(|it| {
        let block = block(it);
        if let Some(Block::Paragraph(spans)) = &block
            && spans
                .first()
                .is_some_and(|it| it.text.starts_with("Picture: "))
        {
            pictures += 1;
            return None;
        }
        block
    });
    (blocks.collect(), pictures)
}

fn block(block: markdown::Block) -> Option<Block> {
    Some(match block.kind {
        BlockKind::Heading(level, text) => Block::Heading(level, spans(text)),
        BlockKind::Paragraph(text) => match block.marker.as_deref() {
            None => Block::Paragraph(spans(text)),
            Some(marker) => Block::Item {
                depth: block.indent.saturating_sub(1),
                marker: marker
                    .strip_suffix('.')
                    .and_then(|it| it.parse().ok())
                    .map_or(Marker::Bullet, Marker::Number),
                text: spans(text),
            },
        },
        BlockKind::Code(text) => Block::Paragraph(vec![Span {
            text,
            ..Span::default()
        }]),
        BlockKind::Table(rows) => {
            let row = |row: Vec<Vec<markdown::Span>>| row.into_iter().map(spans).collect();
            Block::Table(rows.into_iter().map(row).collect())
        }
        BlockKind::Rule => return None,
    })
}

fn spans(text: Vec<markdown::Span>) -> Vec<Span> {
    let shown = text.into_iter().filter(|it| !it.address);
    let all = shown.map(|it| Span {
        text: it.text,
        bold: it.strong,
        italic: it.emphasis,
        struck: it.struck,
        link: None,
    });
    all.collect()
}
