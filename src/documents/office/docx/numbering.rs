//! The numbers and bullets of lists, counted as Word counts them.

use std::collections::{HashMap, HashSet};

use crate::documents::office::model::Marker;
use crate::documents::office::symbols;
use crate::documents::office::xml::Node;

/// Levels of a list.
const LEVELS: usize = 9;
/// A number beyond this has no letters or Roman numerals.
const MAX_SPELLED: u32 = 3_999;
/// A longer text before an item is cut, in characters.
const MAX_LABEL: usize = 60;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// The text before an item, with `%1` for the number of the first level.
    text: String,
    font: Option<String>,
    /// The style that puts a paragraph on this level.
    style: Option<String>,
    /// All numbers of its text are plain.
    is_legal: bool,
    never_restarts: bool,
}

/// A list by its id in the text.
#[derive(Clone, Debug, Default)]
struct List {
    kind: String,
    /// Numbers that it begins with, whatever came before.
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<String, HashMap<usize, Level>>,
    /// Kinds that are only a name for another, and the style that has it.
    by_style: HashMap<String, String>,
    lists: HashMap<String, List>,
    /// Kinds by the style that defines them.
    style_kinds: HashMap<String, String>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    started: HashSet<(String, usize)>,
}

impl Numbering {
    pub(super) fn new(root: &Node) -> Self {
        let mut all = Self::default();
        for node in root.nodes() {
            match node.name.as_str() {
                "abstractNum" => all.add_kind(node),
                "num" => all.add_list(node),
                _ => {}
            }
        }
        all
    }

    fn add_kind(&mut self, node: &Node) {
        let Some(id) = node.attribute("abstractNumId") else {
            return;
        };
        if let Some(style) = node.value("numStyleLink") {
            self.by_style.insert(id.to_owned(), style.to_owned());
        }
        if let Some(style) = node.value("styleLink") {
            self.style_kinds.insert(style.to_owned(), id.to_owned());
        }
        let levels = node.nodes().filter(|it| it.name == "lvl").filter_map(level);
        self.kinds.insert(id.to_owned(), levels.collect());
    }

    fn add_list(&mut self, node: &Node) {
        let (Some(id), Some(kind)) = (node.attribute("numId"), node.value("abstractNumId")) else {
            return;
        };
        let mut list = List {
            kind: kind.to_owned(),
            ..List::default()
        };
        for change in node.nodes().filter(|it| it.name == "lvlOverride") {
            let Some(at) = change.attribute("ilvl").and_then(|it| it.parse().ok()) else {
                continue;
            };
            if let Some(start) = change.value("startOverride").and_then(|it| it.parse().ok()) {
                list.starts.insert(at, start);
            }
            list.levels
                .extend(change.child("lvl").and_then(level).map(|(_, it)| (at, it)));
        }
        self.lists.insert(id.to_owned(), list);
    }

    /// The kind of a list, which may be named by a style.
    fn kind<'a>(&'a self, list: &'a List) -> &'a str {
        let of_style = self.by_style.get(&list.kind);
        let other = of_style.and_then(|style| self.style_kinds.get(style));
        other.map_or(list.kind.as_str(), String::as_str)
    }

    fn level(&self, list: &str, at: usize) -> Option<&Level> {
        let list = self.lists.get(list)?;
        let of_kind = || self.kinds.get(self.kind(list))?.get(&at);
        list.levels.get(&at).or_else(of_kind)
    }

    /// The level on which a style puts its paragraphs in a list.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let is_of_style = |at: &usize| {
            let level = self.level(list, *at);
            level.is_some_and(|it| it.style.as_deref() == Some(style))
        };
        (0..LEVELS).find(is_of_style)
    }

    /// Counts a paragraph of a list, and returns what stands before it. Nothing for a list that
    /// shows nothing, or is none.
    pub(super) fn next(&mut self, list: &str, at: usize) -> Option<Marker> {
        let at = at.min(LEVELS - 1);
        let known = self.lists.get(list)?;
        let level = self.level(list, at)?.clone();
        let forced = known.starts.get(&at).copied();
        let kind = self.kind(known).to_owned();
        let begins = forced.is_some() && self.started.insert((list.to_owned(), at));
        let mut counts = self.counts.get(&kind).copied().unwrap_or_default();
        let number = match counts.get(at).copied().flatten() {
            Some(before) if !begins => before.saturating_add(1),
            _ => forced.filter(|_| begins).unwrap_or(level.start),
        };
        for (other, count) in counts.iter_mut().enumerate() {
            if other == at {
                *count = Some(number);
            } else if other > at && !self.level(list, other).is_some_and(|it| it.never_restarts) {
                *count = None;
            }
        }
        self.counts.insert(kind, counts);
        self.marker(list, at, &level, counts)
    }

    fn marker(
        &self,
        list: &str,
        at: usize,
        level: &Level,
        counts: [Option<u32>; LEVELS],
    ) -> Option<Marker> {
        if level.format == "bullet" {
            return bullet(level);
        }
        let own = format!("%{}", at + 1);
        let rest = level.text.replacen(&own, "", 1);
        let is_plain = level.format == "decimal" || level.is_legal;
        if is_plain && level.text.contains(&own) && matches!(rest.as_str(), "" | "." | ")" | "()") {
            return counts.get(at).copied().flatten().map(Marker::Number);
        }
        let mut label = String::new();
        let mut rest = level.text.chars().peekable();
        while let Some(character) = rest.next() {
            let digit = rest.peek().and_then(|it| it.to_digit(10)).unwrap_or(0);
            if character != '%' || !(1..=9).contains(&digit) {
                label.push(character);
                continue;
            }
            rest.next();
            let other = digit as usize - 1;
            let of_level = self.level(list, other);
            let start = of_level.map_or(1, |it| it.start);
            let number = counts.get(other).copied().flatten().unwrap_or(start);
            let format = of_level.map_or("decimal", |it| it.format.as_str());
            let format = if level.is_legal { "decimal" } else { format };
            label.push_str(&spelled(number, format));
        }
        let (label, _) = symbols::in_font(level.font.as_deref(), label.trim());
        let label: String = label.chars().take(MAX_LABEL).collect();
        (!label.is_empty()).then_some(Marker::Label(label))
    }
}

fn level(node: &Node) -> Option<(usize, Level)> {
    let at = node.attribute("ilvl")?.parse().ok()?;
    let properties = node.child("rPr");
    let fonts = properties.and_then(|it| it.child("rFonts"));
    let level = Level {
        // Who leaves it out means a list as all are, not one that begins with nothing.
        start: node
            .value("start")
            .and_then(|it| it.parse().ok())
            .unwrap_or(1),
        format: node.value("numFmt").unwrap_or("decimal").to_owned(),
        // Older writers leave the text out where it is the number alone.
        text: match node.value("lvlText") {
            Some(text) => text.to_owned(),
            None => format!("%{}.", at + 1),
        },
        font: fonts
            .and_then(|it| it.attribute("ascii").or_else(|| it.attribute("hAnsi")))
            .map(str::to_owned),
        style: node.value("pStyle").map(str::to_owned),
        is_legal: node.switch("isLgl").unwrap_or(false),
        never_restarts: node.value("lvlRestart") == Some("0"),
    };
    Some((at, level))
}

/// Of bullets, boxes and check marks mean something; the rest only say that it is a list.
fn bullet(level: &Level) -> Option<Marker> {
    let (shown, missing) = symbols::in_font(level.font.as_deref(), level.text.trim());
    if shown.is_empty() && missing == 0 {
        return None;
    }
    let means = ["☐", "☑", "☒", "✓", "✔", "✗", "✘", "→"];
    Some(match shown.as_str() {
        mark if means.contains(&mark) => Marker::Label(shown),
        _ => Marker::Bullet,
    })
}

/// A number as a format writes it.
pub(in crate::documents::office) fn spelled(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).to_lowercase(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "ordinal" => {
            let ending = match (number % 10, number % 100) {
                (1, rest) if rest != 11 => "st",
                (2, rest) if rest != 12 => "nd",
                (3, rest) if rest != 13 => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
        "cardinalText" => word(number, CARDINALS),
        "ordinalText" => word(number, ORDINALS),
        "hex" => format!("{number:X}"),
        _ => number.to_string(),
    }
}

const CARDINALS: [&str; 12] = [
    "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve",
];
const ORDINALS: [&str; 12] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
];

fn word(number: u32, words: [&str; 12]) -> String {
    let known = (number as usize)
        .checked_sub(1)
        .and_then(|it| words.get(it));
    known.map_or_else(|| number.to_string(), |it| (*it).to_owned())
}

/// A to Z, then AA to ZZ, as Word does it.
fn letters(number: u32) -> String {
    let Some(before) = number.checked_sub(1).filter(|it| *it < 26 * 20) else {
        return number.to_string();
    };
    let letter = char::from(b'A' + u8::try_from(before % 26).unwrap_or(0));
    (0..=before / 26).map(|_| letter).collect()
}

fn roman(number: u32) -> String {
    if number == 0 || number > MAX_SPELLED {
        return number.to_string();
    }
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in signs {
        while rest >= value {
            rest -= value;
            text.push_str(sign);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::office::xml;

    #[test]
    fn numbers_are_written_as_their_format_says() {
        let known = [
            (4, "upperRoman", "IV"),
            (1999, "lowerRoman", "mcmxcix"),
            (27, "lowerLetter", "aa"),
            (7, "decimalZero", "07"),
            (22, "ordinal", "22nd"),
            (2, "ordinalText", "Second"),
            (5_000, "upperRoman", "5000"),
        ];
        for (number, format, shown) in known {
            assert_eq!(spelled(number, format), shown);
        }
    }

    /// The markers of paragraphs of these lists and levels.
    fn markers(numbering: &str, paragraphs: &[(&str, usize)]) -> Vec<String> {
        let root = format!("<w:numbering>{numbering}</w:numbering>");
        let mut numbering = Numbering::new(&xml::parse(root.as_bytes()).expect("XML"));
        let shown = |marker| match marker {
            None => "nothing".to_owned(),
            Some(Marker::Bullet) => "•".to_owned(),
            Some(Marker::Number(number)) => number.to_string(),
            Some(Marker::Label(label)) => label,
        };
        let all = paragraphs.iter();
        all.map(|(list, at)| shown(numbering.next(list, *at)))
            .collect()
    }

    fn level(at: usize, format: &str, text: &str, start: u32) -> String {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    }

    fn kind(levels: &[String]) -> String {
        format!(
            "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/>\
             <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            levels.concat()
        )
    }

    #[test]
    fn deeper_levels_begin_anew_under_each_item_and_lists_where_they_say() {
        let levels = [
            level(0, "decimal", "%1.", 1),
            level(1, "lowerLetter", "%2)", 1),
            level(2, "decimal", "%1.%2.%3", 1),
        ];
        let seen = [
            ("1", 0),
            ("1", 1),
            ("1", 1),
            ("1", 2),
            ("1", 0),
            ("1", 1),
            ("2", 0),
            ("2", 0),
        ];
        assert_eq!(
            markers(&kind(&levels), &seen),
            ["1", "a)", "b)", "1.b.1", "2", "a)", "1", "2"]
        );
    }

    #[test]
    fn a_list_begins_with_its_first_number_and_keeps_the_words_around_it() {
        let levels = [level(0, "upperRoman", "Article %1.", 4)];
        assert_eq!(
            markers(&kind(&levels), &[("1", 0), ("1", 0)]),
            ["Article IV.", "Article V."]
        );
        let levels = [level(0, "decimal", "(%1)", 5)];
        assert_eq!(markers(&kind(&levels), &[("1", 0), ("1", 0)]), ["5", "6"]);
    }

    #[test]
    fn boxes_before_items_are_kept_and_other_bullets_are_bullets() {
        let font = "<w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr></w:lvl>";
        let boxes = level(0, "bullet", "\u{F0A8}", 1).replace("</w:lvl>", font);
        let squares = level(1, "bullet", "\u{F0A7}", 1).replace("</w:lvl>", font);
        let none = level(2, "none", "", 1);
        assert_eq!(
            markers(
                &kind(&[boxes, squares, none]),
                &[("1", 0), ("1", 1), ("1", 2), ("9", 0)]
            ),
            ["☐", "•", "nothing", "nothing"]
        );
    }
}
