//! Drawings, pictures and other objects in the text: what is written in them is kept, the rest is
//! named.

use super::{Reader, words};
use crate::documents::office::choice::chosen;
use crate::documents::office::model::{Block, OmittedNotice};
use crate::documents::office::xml::Node;

impl Reader {
    /// A drawing, picture or other object. Text in it goes to the text boxes of its paragraph.
    pub(super) fn object(&mut self, node: &Node) {
        if !self.fields.shows() || is_hidden(node) {
            return;
        }
        let found = self.object_parts(node);
        // A line across, or a shape that only decorates a text, is not worth a word.
        if !found && node.name != "object" && !is_rule(node) {
            self.left.add(OmittedNotice::Drawing);
        }
    }

    /// Returns whether anything was found that has a name.
    fn object_parts(&mut self, node: &Node) -> bool {
        let kind = match node.name.as_str() {
            "txbxContent" => {
                let mut blocks = Vec::new();
                let carried = std::mem::take(&mut self.carried);
                self.blocks(node, &mut blocks);
                self.flush(&mut blocks);
                self.carried = carried;
                self.boxes.extend(blocks);
                return true;
            }
            "AlternateContent" => return chosen(node).is_some_and(|it| self.object_parts(it)),
            "textpath" => {
                let Some(text) = node.attribute("string").filter(|it| !it.trim().is_empty()) else {
                    return false;
                };
                self.boxes.push(Block::Paragraph(vec![words(text)]));
                return true;
            }
            "pic" if node.contains("videoFile") || node.contains("webVideoPr") => {
                OmittedNotice::Video
            }
            "webVideoPr" => OmittedNotice::Video,
            "pic" | "imagedata" => OmittedNotice::Picture,
            "chart" => OmittedNotice::Chart,
            "relIds" => {
                let blocks = node.attribute("dm").and_then(|id| self.diagrams.remove(id));
                match blocks {
                    Some(blocks) if !blocks.is_empty() => {
                        self.boxes.extend(blocks);
                        return true;
                    }
                    _ => OmittedNotice::Diagram,
                }
            }
            "contentPart" => OmittedNotice::Ink,
            "object" if node.contains("OLEObject") => return self.embedded(node),
            "control" => OmittedNotice::Control,
            "inline" | "anchor" if node.contains("webVideoPr") => OmittedNotice::Video,
            _ => {
                let mut found = false;
                for part in node.nodes() {
                    found |= self.object_parts(part);
                }
                return found;
            }
        };
        self.left.add(kind);
        true
    }

    /// A file inside, of which a picture is shown.
    fn embedded(&mut self, node: &Node) -> bool {
        let program = node.nodes().find(|it| it.name == "OLEObject");
        let program = program
            .and_then(|it| it.attribute("ProgID"))
            .unwrap_or_default();
        self.left.add(if program.contains("Chart") {
            OmittedNotice::Chart
        } else if program.starts_with("PBrush") || program.contains("Picture") {
            OmittedNotice::Picture
        } else {
            OmittedNotice::EmbeddedFile
        });
        true
    }
}

fn is_hidden(node: &Node) -> bool {
    let mut frames = node.nodes();
    let about = frames.find_map(|frame| frame.child("docPr"));
    about
        .and_then(|it| it.attribute("hidden"))
        .is_some_and(|it| matches!(it, "1" | "true"))
}

/// A line across the page.
fn is_rule(node: &Node) -> bool {
    node.nodes()
        .any(|it| it.attribute("hr").is_some() || is_rule(it))
}
