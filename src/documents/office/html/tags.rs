//! The tags of a web page and the characters between them. Nothing that is written is an error.

use std::collections::HashMap;
use std::iter;
use std::sync::LazyLock;

/// A tag with its attributes, in small letters.
pub(super) struct Tag {
    pub name: String,
    pub is_end: bool,
    attributes: Vec<(String, String)>,
}

/// What begins with a sign that may begin a tag.
pub(super) enum Parsed<'a> {
    /// A tag, and what follows it.
    Tag(Tag, &'a str),
    /// A comment or a declaration.
    Nothing(&'a str),
    /// A sign that begins no tag.
    Text,
}

impl Tag {
    /// The tag at the beginning of `text`, and what follows it.
    pub(super) fn parse(text: &str) -> Parsed<'_> {
        let inner = text.get(1..).unwrap_or_default();
        if let Some(comment) = inner.strip_prefix("!--") {
            let after = comment.split_once("-->").map_or("", |it| it.1);
            return Parsed::Nothing(after);
        }
        if inner.starts_with(['!', '?']) {
            return Parsed::Nothing(inner.split_once('>').map_or("", |it| it.1));
        }
        let is_end = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|it: char| it.is_ascii_alphabetic()) {
            return Parsed::Text;
        }
        let ends = |it: char| it.is_whitespace() || matches!(it, '>' | '/');
        let (name, mut rest) = inner.split_at(inner.find(ends).unwrap_or(inner.len()));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == '/');
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            if rest.is_empty() {
                break;
            }
            let ends = |it: char| it.is_whitespace() || matches!(it, '=' | '>' | '/');
            // A sign alone is passed over.
            let end = rest.find(ends).unwrap_or(rest.len());
            let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
            let (key, after) = rest.split_at(end);
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(value) => attribute_value(value.trim_start()),
                None => ("", after),
            };
            attributes.push((key.to_ascii_lowercase(), decoded(value)));
            rest = after;
        }
        let tag = Self {
            name: name.to_ascii_lowercase(),
            is_end,
            attributes,
        };
        Parsed::Tag(tag, rest)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether its element is not shown.
    pub(super) fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default();
        let style: String = style.chars().filter(|it| !it.is_whitespace()).collect();
        let style = style.to_ascii_lowercase();
        let hides = ["display:none", "visibility:hidden", "mso-hide:all"];
        self.attribute("hidden").is_some() || hides.iter().any(|it| style.contains(it))
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let end = text.find(|it: char| it.is_whitespace() || it == '>');
    text.split_at(end.unwrap_or(text.len()))
}

/// What follows the end of an element in which tags are text.
pub(super) fn behind_end<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |at: usize| {
        let after = text.get(at + 2..).unwrap_or_default();
        let tag = after.get(..name.len());
        tag.is_some_and(|it| it.eq_ignore_ascii_case(name))
    };
    let end = text
        .match_indices("</")
        .map(|it| it.0)
        .find(|at| is_end(*at));
    let rest = end.and_then(|at| text.get(at..)).unwrap_or_default();
    rest.split_once('>').map_or("", |it| it.1)
}

/// With characters in the place of their names and numbers.
pub(super) fn decoded(text: &str) -> String {
    /// The longest name.
    const MAX_NAME: usize = 33;
    static NAMED: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let all = entities::ENTITIES.iter();
        all.map(|it| (it.entity, it.characters)).collect()
    });
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(';').filter(|end| *end <= MAX_NAME);
        let name = end.and_then(|end| part.get(..end)).unwrap_or_default();
        let number =
            name.strip_prefix('#')
                .and_then(|number| match number.strip_prefix(['x', 'X']) {
                    Some(number) => u32::from_str_radix(number, 16).ok(),
                    None => number.parse().ok(),
                });
        let numbered = number.and_then(char::from_u32).map(String::from);
        let named = || {
            let named = NAMED.get(format!("&{name};").as_str());
            named.map(|it| (*it).to_owned())
        };
        match numbered.or_else(named) {
            Some(meaning) => {
                out.push_str(&meaning);
                out.push_str(end.and_then(|end| part.get(end + 1..)).unwrap_or_default());
            }
            None => out.extend(iter::once("&").chain(iter::once(part))),
        }
    }
    out
}
