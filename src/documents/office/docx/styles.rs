//! What the styles of a document say of paragraphs and of text.

use std::collections::HashMap;

use crate::documents::office::xml::Node;

/// A style that is based on a style, and so on.
const MAX_BASED_ON: usize = 16;

/// Where text stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Line,
    Raised,
    Lowered,
}

/// What properties say of text; nothing where they are silent.
#[derive(Clone, Debug, Default)]
pub(super) struct TextStyle {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub struck: Option<bool>,
    pub hidden: Option<bool>,
    pub capitals: Option<bool>,
    /// Raised or lowered, or neither.
    pub place: Option<Place>,
    /// The font, if one is named.
    pub font: Option<String>,
}

impl TextStyle {
    pub(super) fn of(properties: Option<&Node>) -> Self {
        let Some(node) = properties else {
            return Self::default();
        };
        let fonts = node.child("rFonts");
        let font = fonts.and_then(|it| it.attribute("ascii").or_else(|| it.attribute("hAnsi")));
        Self {
            bold: node.switch("b"),
            italic: node.switch("i"),
            struck: node.switch("strike").or_else(|| node.switch("dstrike")),
            hidden: node.switch("vanish"),
            capitals: node.switch("caps"),
            place: node.value("vertAlign").map(|it| match it {
                "superscript" => Place::Raised,
                "subscript" => Place::Lowered,
                _ => Place::Line,
            }),
            font: font.map(str::to_owned),
        }
    }

    /// What this says, else what `below` says.
    fn over(self, below: Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            struck: self.struck.or(below.struck),
            hidden: self.hidden.or(below.hidden),
            capitals: self.capitals.or(below.capitals),
            place: self.place.or(below.place),
            font: self.font.or(below.font),
        }
    }
}

/// The list that a paragraph or a style is in; either may be left to what is below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct InList {
    pub list: Option<String>,
    pub level: Option<usize>,
}

impl InList {
    pub(super) fn of(properties: Option<&Node>) -> Self {
        let Some(node) = properties.and_then(|it| it.child("numPr")) else {
            return Self::default();
        };
        Self {
            list: node.value("numId").map(str::to_owned),
            level: node.value("ilvl").and_then(|it| it.parse().ok()),
        }
    }
}

/// What a paragraph's style says of it.
#[derive(Clone, Debug, Default)]
struct Style {
    /// From 1; the document's title is 1, too.
    heading: Option<u8>,
    list: InList,
    text: TextStyle,
    based_on: Option<String>,
}

/// Styles by their id. Ids are in the language of whoever wrote the document; names are not.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    /// Of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    pub(super) fn new(root: &Node) -> Self {
        let mut styles = Self::default();
        for node in root.nodes().filter(|node| node.name == "style") {
            let Some(id) = node.attribute("styleId") else {
                continue;
            };
            let is_default = matches!(node.attribute("default"), Some("1" | "true" | "on"));
            if is_default && node.attribute("type") == Some("paragraph") {
                styles.usual = Some(id.to_owned());
            }
            let name = node.value("name").unwrap_or_default().to_lowercase();
            let properties = node.child("pPr");
            let heading = match name.strip_prefix("heading ") {
                Some(level) => level.trim().parse().ok(),
                None if name == "title" => Some(1),
                None => properties.and_then(outline_level),
            };
            styles.all.insert(
                id.to_owned(),
                Style {
                    heading,
                    list: InList::of(properties),
                    text: TextStyle::of(node.child("rPr")),
                    based_on: node.value("basedOn").map(str::to_owned),
                },
            );
        }
        styles
    }

    /// The level of heading that a style is.
    pub(super) fn heading(&self, style: Option<&str>) -> Option<u8> {
        self.along(style).find_map(|(_, style)| style.heading)
    }

    /// The list that a style puts its paragraphs in, and the style that says so.
    pub(super) fn list<'a>(&'a self, style: Option<&'a str>) -> Option<(&'a str, &'a InList)> {
        let named = |(_, style): &(&str, &Style)| style.list.list.is_some();
        let mut all = self.along(style.or(self.usual.as_deref()));
        all.find(named).map(|(id, style)| (id, &style.list))
    }

    /// How text is shown, by its own properties, its style and that of its paragraph. Bold and
    /// italic of a paragraph's style are of the whole paragraph and no emphasis.
    pub(super) fn text(&self, properties: Option<&Node>, paragraph: Option<&str>) -> TextStyle {
        let own = properties.and_then(|it| it.value("rStyle"));
        let of_style = |style| {
            self.along(style)
                .fold(TextStyle::default(), |all, (_, style)| {
                    all.over(style.text.clone())
                })
        };
        let of_paragraph = TextStyle {
            bold: None,
            italic: None,
            ..of_style(paragraph.or(self.usual.as_deref()))
        };
        TextStyle::of(properties)
            .over(of_style(own))
            .over(of_paragraph)
    }

    /// A style, what it is based on, and so on.
    fn along<'a>(&'a self, style: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let of = |id: &'a str| self.all.get(id).map(|style| (id, style));
        std::iter::successors(style.and_then(of), move |(_, style)| {
            style.based_on.as_deref().and_then(of)
        })
        .take(MAX_BASED_ON)
    }
}

/// The level of the outline that paragraph properties name, from 1. The last is running text.
pub(super) fn outline_level(properties: &Node) -> Option<u8> {
    let level = properties.value("outlineLvl")?.parse::<u8>().ok()?;
    (level < 9).then_some(level + 1)
}
