//! XML as a tree, for the parts of a document of Office: a few elements of it are of interest,
//! wherever they stand. Untrusted: depth and number of elements are bounded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Deeper than tables within tables within text boxes ever are.
const MAX_DEPTH: usize = 256;
/// More than a book has.
const MAX_NODES: usize = 800_000;

/// An element. Names are without their prefix.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// For example `p`.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What is in it, in order.
    pub children: Vec<Child>,
}

/// What is in an element.
#[derive(Debug)]
pub(super) enum Child {
    /// An element.
    Node(Node),
    /// Text.
    Text(String),
}

impl Child {
    /// The element that it is.
    pub(super) fn into_node(self) -> Option<Node> {
        match self {
            Self::Node(node) => Some(node),
            Self::Text(_) => None,
        }
    }
}

impl Node {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of attributes of this name, which may differ in their prefix.
    pub(super) fn attributes(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.attributes.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The first element of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.nodes().find(|node| node.name == name)
    }

    /// The attribute `val` of the element of this name in it: how Word says most things.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether an element of this name is anywhere in it.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The first element of this name anywhere in it.
    pub(super) fn find(&self, name: &str) -> Option<&Node> {
        self.nodes().find_map(|node| {
            if node.name == name {
                Some(node)
            } else {
                node.find(name)
            }
        })
    }

    /// Whether the element of this name in it switches something on, if it is there.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.attribute("val");
        Some(!matches!(value, Some("0" | "false" | "off")))
    }

    /// The text of the element itself.
    pub(super) fn text(&self) -> String {
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
pub(super) fn parse(bytes: &[u8]) -> Result<Node, String> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
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
            Event::Text(text) => put(&mut open, Child::Text(text.xml10_content().into_owned())),
            Event::CData(text) => put(&mut open, Child::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(reference) => {
                let character = reference
                    .resolve_char_ref()
                    .map_err(|error| error.to_string())?;
                let text = if let Some(character) = character {
                    character.to_string()
                } else {
                    let known = resolve_predefined_entity(&reference.xml10_content());
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

/// The characters: UTF-16 by its mark or by where its zeros are, else what the first line names,
/// else UTF-8.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let by_zeros = match bytes {
        [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let encoding = by_zeros.or_else(|| named_encoding(bytes));
    // A mark at the beginning goes before both.
    encoding.unwrap_or(encoding_rs::UTF_8).decode(bytes).0
}

/// What the declaration in the first line names. Where it can be read, it is not UTF-16.
fn named_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let line = bytes.get(..bytes.len().min(200))?;
    let line = String::from_utf8_lossy(line);
    let declaration = line.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let name = value.get(1..)?.split(['"', '\'']).next()?;
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
    let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    (!is_wide).then_some(encoding)
}

fn put(open: &mut [Node], child: Child) {
    if let Some(last) = open.last_mut() {
        last.children.push(child);
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let attributes = start.attributes().flatten().map(|attribute| {
        let value = quick_xml::escape::unescape(&attribute.value);
        (
            attribute.key.local_name().as_ref().to_owned(),
            value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned),
        )
    });
    Node {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_characters_are_read_without_their_prefixes() {
        let root = parse(b"<w:p w:val=\"a &amp; b\"><w:t>5 &lt; 6 &#233;</w:t><w:br/></w:p>");
        let root = root.expect("XML");
        assert_eq!(
            (root.name.as_str(), root.attribute("val")),
            ("p", Some("a & b"))
        );
        assert_eq!(root.child("t").expect("a text").text(), "5 < 6 é");
        assert!(root.child("br").is_some());
    }

    #[test]
    fn characters_are_read_in_the_encoding_that_is_named_or_marked() {
        let text = "<a>§ é</a>";
        let wide = |mark: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            let mark = mark.then_some(0xFEFF);
            mark.into_iter()
                .chain(units)
                .flat_map(u16::to_le_bytes)
                .collect()
        };
        let western = b"<?xml version='1.0' encoding='windows-1252'?><a>\xa7 \xe9</a>";
        for bytes in [&wide(true), &wide(false), text.as_bytes(), western] {
            assert_eq!(parse(bytes).expect("XML").text(), "§ é");
        }
    }

    #[test]
    fn what_is_no_xml_or_has_no_bottom_is_refused() {
        assert!(parse(b"").is_err());
        assert!(parse(b"<a></b>").is_err());
        let deep = "<a>".repeat(10_000);
        assert!(parse(deep.as_bytes()).is_err());
    }
}
