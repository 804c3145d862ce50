//! What stands beside the text: notes, which go to its end, and what is above and below each page.

use super::{Reader, words};
use crate::documents::office::model::Block;
use crate::documents::office::xml::Node;

impl Reader {
    pub(super) fn note(&mut self, kind: &'static str, node: &Node) -> String {
        let id = node.attribute("id").unwrap_or_default().to_owned();
        if !self.fields.shows() || !self.notes.contains_key(&(kind, id.clone())) {
            return String::new();
        }
        self.noted.push((kind, id));
        format!("[{}]", self.noted.len())
    }

    /// The notes that the text has named, at its end.
    pub(super) fn add_notes(&mut self, blocks: &mut Vec<Block>) {
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
}

/// Whether a header or a footer is more than the number of the page.
pub(super) fn says_more(root: &Node) -> bool {
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
