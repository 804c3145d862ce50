//! XML as a tree, for the parts of a Word document: a few elements of it are of interest, wherever
//! they stand. Untrusted: depth and number of elements are bounded.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Deeper than tables within tables within text boxes ever are.
const MAX_DEPTH: usize = 128;
/// More than a book has.
const MAX_NODES: usize = 1_000_000;

/// An element. Names are without their prefix.
#[derive(Debug, Default)]
pub struct Node {
    /// For example `p`.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What is in it, in order.
    pub children: Vec<Child>,
}

/// What is in an element.
#[derive(Debug)]
pub enum Child {
    /// An element.
    Node(Node),
    /// Text.
    Text(String),
}

impl Node {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.nodes().find(|node| node.name == name)
    }

    /// The attribute `val` of the element of this name in it: how Word says most things.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// The text of the element itself.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Node(_) => None,
        });
        texts.collect()
    }
}

/// Reads a whole document; returns its root.
///
/// # Errors
/// In words, if it is no XML or past the bounds.
pub fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    let mut count = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                count += 1;
                open.push(node(&start));
            }
            Event::Empty(start) => {
                count += 1;
                put(&mut open, Child::Node(node(&start)));
            }
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    put(&mut open, Child::Node(done));
                }
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                put(&mut open, Child::Text(text.into_owned()));
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                put(&mut open, Child::Text(text.into_owned()));
            }
            Event::GeneralRef(reference) => {
                let character = reference
                    .resolve_char_ref()
                    .map_err(|error| error.to_string())?;
                let text = if let Some(character) = character {
                    character.to_string()
                } else {
                    let name = reference.decode().map_err(|error| error.to_string())?;
                    let known = resolve_predefined_entity(&name);
                    known.unwrap_or_default().to_owned()
                };
                put(&mut open, Child::Text(text));
            }
            Event::Eof => break,
            _ => {}
        }
        if open.len() > MAX_DEPTH || count > MAX_NODES {
            return Err("it is larger or deeper than any text".to_owned());
        }
    }
    let root = open.into_iter().next().unwrap_or_default();
    let mut nodes = root.children.into_iter().filter_map(|child| match child {
        Child::Node(node) => Some(node),
        Child::Text(_) => None,
    });
    nodes.next().ok_or_else(|| "it is empty".to_owned())
}

fn put(open: &mut [Node], child: Child) {
    if let Some(last) = open.last_mut() {
        last.children.push(child);
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let attributes = start.attributes().flatten().map(|attribute| {
        let raw = text(&attribute.value);
        let value = quick_xml::escape::unescape(&raw).map(std::borrow::Cow::into_owned);
        (
            text(attribute.key.local_name().as_ref()),
            value.unwrap_or(raw),
        )
    });
    Node {
        name: text(start.local_name().as_ref()),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_characters_are_read_without_their_prefixes() {
        let root = parse("<w:p w:val=\"a &amp; b\"><w:t>5 &lt; 6 &#233;</w:t><w:br/></w:p>");
        let root = root.expect("XML");
        assert_eq!(
            (root.name.as_str(), root.attribute("val")),
            ("p", Some("a & b"))
        );
        assert_eq!(root.child("t").expect("a text").text(), "5 < 6 é");
        assert!(root.child("br").is_some());
    }

    #[test]
    fn what_is_no_xml_or_has_no_bottom_is_refused() {
        assert!(parse("").is_err());
        assert!(parse("<a></b>").is_err());
        let deep = "<a>".repeat(10_000);
        assert!(parse(&deep).is_err());
    }
}
