//! Files that Word inserts where the document names them (`altChunk`): other Word documents, web
//! pages and plain text are read; of others the place is named.

use std::collections::HashMap;

use super::{read_at, words};
use crate::documents::office::html;
use crate::documents::office::model::{Block, FormatNotice, OmittedNotice};
use crate::documents::office::package::{Package, Relation};
use crate::documents::office::sniff::format_of_head;

/// A document within a document within a document.
const MAX_DEPTH: u8 = 3;

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub blocks: Vec<Block>,
    pub left_out: Vec<OmittedNotice>,
}

/// What can be read of the files that the relations of a document name, by their ids. The document
/// itself is `depth` deep in others.
pub(super) fn read_all(
    package: &mut Package,
    relations: &[Relation],
    depth: u8,
) -> HashMap<String, Chunk> {
    let mut all = HashMap::new();
    for relation in relations {
        let is_chunk = relation.kind == "aFChunk" && !relation.is_external;
        if is_chunk
            && depth < MAX_DEPTH
            && let Ok(Some(bytes)) = package.bytes(&relation.target)
            && let Some(chunk) = read(bytes, depth + 1)
        {
            all.insert(relation.id.clone(), chunk);
        }
    }
    all
}

fn read(bytes: Vec<u8>, depth: u8) -> Option<Chunk> {
    let text = |bytes: &[u8]| {
        let by_mark = encoding_rs::Encoding::for_bom(bytes).map(|it| it.0);
        let encoding = match by_mark {
            Some(encoding) => encoding,
            None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
            None => encoding_rs::WINDOWS_1252,
        };
        encoding.decode(bytes).0.into_owned()
    };
    let format = match encoding_rs::Encoding::for_bom(&bytes) {
        Some(_) => format_of_head(text(&bytes).as_bytes()),
        None => format_of_head(&bytes),
    };
    Some(match format {
        FormatNotice::Archive => {
            let mut package = Package::open(bytes).ok()?;
            let read = read_at(&mut package, depth).ok()?;
            let of_text = read.left_out.iter().filter(|it| {
                // Word shows those of the document around it.
                !matches!(it.what, OmittedNotice::Header | OmittedNotice::Footer)
            });
            let left_out = of_text.flat_map(|it| (0..it.count.min(1_000)).map(|_| it.what));
            Chunk {
                left_out: left_out.collect(),
                blocks: read.blocks,
            }
        }
        FormatNotice::WebPage => {
            let (blocks, left_out) = html::read(&text(&bytes));
            Chunk { blocks, left_out }
        }
        FormatNotice::PlainText => {
            let text = text(&bytes);
            let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
            Chunk {
                blocks: lines.map(|it| Block::Paragraph(vec![words(it)])).collect(),
                left_out: Vec::new(),
            }
        }
        _ => return None,
    })
}
