//! The archive in which a document of today's Office is: its parts, and which leads to which.
//! Untrusted: what is inflated is bounded, part by part and together.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{self, Node};

/// A part at most, in bytes, once it is inflated.
const MAX_PART: u64 = 16 << 20;
/// All parts that are read together.
const MAX_INFLATED: u64 = 64 << 20;
/// More files than any document has.
const MAX_FILES: usize = 20_000;

/// A document's archive.
pub(super) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Places by name, in small letters and without a slash before it.
    places: HashMap<String, usize>,
    inflated: u64,
}

/// From one part to another, or out of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub id: String,
    /// The last part of its type: `image`, `officeDocument`.
    pub kind: String,
    /// The name of a part, or an address.
    pub target: String,
    pub is_external: bool,
}

impl Package {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if archive.len() > MAX_FILES {
            return Err(format!("it holds more than {MAX_FILES} files"));
        }
        let mut places = HashMap::new();
        for (name, place) in archive.file_names().zip(0..) {
            let name = name.map_err(|error| error.to_string())?;
            places.insert(normal(&name), place);
        }
        Ok(Self {
            archive,
            places,
            inflated: 0,
        })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&normal(name))
    }

    /// The names of all files, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The bytes of a part; nothing if it has none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(place) = self.places.get(&normal(name)) else {
            return Ok(None);
        };
        let wrong = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let file = self
            .archive
            .by_index(*place)
            .map_err(|error| wrong(&error))?;
        let mut bytes = Vec::new();
        file.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| wrong(&error))?;
        let length = bytes.len() as u64;
        if length > MAX_PART {
            return Err(format!("{name} is larger than {} MiB", MAX_PART >> 20));
        }
        self.inflated += length;
        if self.inflated > MAX_INFLATED {
            return Err(format!(
                "its parts are larger than {} MiB",
                MAX_INFLATED >> 20
            ));
        }
        Ok(Some(bytes))
    }

    /// A part of XML; nothing if it has none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Node>, String> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        xml::parse(&bytes)
            .map(Some)
            .map_err(|error| format!("{name}: {error}"))
    }

    /// Where a part leads, the archive itself for an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, String> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let Some(root) = self.part(&name)? else {
            return Ok(Vec::new());
        };
        let relation = |node: &Node| {
            let (id, target) = (node.attribute("Id")?, node.attribute("Target")?);
            let is_external = node.attribute("TargetMode") == Some("External");
            let kind = node.attribute("Type").unwrap_or_default();
            Some(Relation {
                id: id.to_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: if is_external {
                    target.to_owned()
                } else {
                    resolved(folder, target)
                },
                is_external,
            })
        };
        Ok(root.nodes().filter_map(relation).collect())
    }

    /// The part that is the document itself: the one that the archive leads to, else the one whose
    /// content type is `content`, else one that is called as usual.
    pub(super) fn main_part(&mut self, content: &str, usual: &str) -> Result<String, String> {
        let relations = self.relations("").unwrap_or_default();
        let named = relations.into_iter().find(|it| it.kind == "officeDocument");
        if let Some(relation) = named.filter(|it| self.has(&it.target)) {
            return Ok(relation.target);
        }
        if let Ok(Some(types)) = self.part("[Content_Types].xml") {
            let part = types.nodes().find_map(|node| {
                let kind = node.attribute("ContentType")?;
                let is_main = kind.contains(content) && kind.ends_with("main+xml");
                is_main.then(|| node.attribute("PartName"))?
            });
            if let Some(part) = part.filter(|part| self.has(part)) {
                return Ok(normal(part));
            }
        }
        if self.has(usual) {
            return Ok(usual.to_owned());
        }
        let stem = usual.trim_end_matches(".xml");
        let other = self
            .names()
            .find(|name| {
                let rest = name.strip_prefix(stem).unwrap_or_default();
                let number = rest.strip_suffix(".xml").unwrap_or_default();
                !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit())
            })
            .map(str::to_owned);
        other.ok_or_else(|| "the part with its text is missing".to_owned())
    }
}

/// Some write a name with a slash before it, with the slashes of Windows, or in other letters.
fn normal(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.trim_start_matches('/').to_owned()
}

/// The name of a part that another in `folder` leads to.
fn resolved(folder: &str, target: &str) -> String {
    let from_root = target.starts_with(['/', '\\']);
    let mut steps: Vec<&str> = if from_root {
        Vec::new()
    } else {
        folder.split('/').filter(|it| !it.is_empty()).collect()
    };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_the_folder_of_the_part_or_from_the_root() {
        assert_eq!(resolved("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("ppt/slides", "../media/a.png"), "ppt/media/a.png");
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolved("", "word/document2.xml"), "word/document2.xml");
    }
}
