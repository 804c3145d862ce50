//! Characters that would be shown as boxes, or not at all (FORMAT 6.12): those for which no font of
//! the program has a glyph, and those that were lost in a wrong encoding.

use std::collections::BTreeMap;

use serde_json::Value;
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_properties::UnicodeEmoji as _;
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use crate::authoring::sources::Sources;
use crate::authoring::{Defect, Finding, GlyphDefect, GlyphFinding};
use crate::documents::Markdown;
use crate::documents::markdown::BlockKind;
use crate::pack::content::{MAX_CAPTIONS, MAX_MARKDOWN};
use crate::pack::{Manifest, PackPath};
use crate::platform::fonts::{Coverage, Script, is_private};
use crate::player::captions;

/// The most characters of each kind that are listed.
const LISTED: usize = 10;
/// The most distinct characters that are tracked; those beyond are not counted.
const MAX_DIFFERENT: usize = 5_000;

/// Checks the characters of a pack's texts.
pub struct Letters {
    coverage: Coverage,
}

impl Letters {
    pub fn new() -> Self {
        Self {
            coverage: Coverage::new(),
        }
    }

    /// In all that is shown of a manifest.
    pub fn of_manifest(&self, manifest: &Manifest) -> Vec<Finding> {
        let mut seen = MissingGlyphs::new(self);
        if let Ok(value) = serde_json::to_value(manifest) {
            each_text(&value, "", &mut |at, text| {
                seen.text(text, || at.to_owned());
                seen.lost(text, || at.to_owned());
            });
        }
        seen.findings("manifest.json")
    }

    /// In Markdown as it is shown.
    pub fn of_markdown(&self, path: &PackPath, sources: &Sources) -> Vec<Finding> {
        let bytes = sources.read(path, MAX_MARKDOWN).unwrap_or_default();
        let source = String::from_utf8_lossy(&bytes);
        let mut seen = MissingGlyphs::new(self);
        seen.lines_with_losses(&source);
        for text in shown_texts(&Markdown::parse(&source)) {
            seen.text(&text, String::new);
        }
        // Where a character stands in the file is found afterwards: a block has no line of its own.
        for (characters, at) in seen.kinds.values_mut() {
            let first = characters.first().filter(|_| at.is_empty());
            if let Some(first) = first
                && let Some(line) = source.lines().position(|line| line.contains(*first))
            {
                *at = line_name(line + 1);
            }
        }
        seen.findings(path.as_str())
    }

    /// In captions as they are shown.
    pub fn of_captions(&self, path: &PackPath, sources: &Sources) -> Vec<Finding> {
        let bytes = sources.read(path, MAX_CAPTIONS).unwrap_or_default();
        // Other bytes than UTF-8 are an error of their own.
        let Ok(source) = std::str::from_utf8(&bytes) else {
            return Vec::new();
        };
        let mut seen = MissingGlyphs::new(self);
        seen.lines_with_losses(source);
        for (line, text) in captions::text_lines(source) {
            seen.text(&text, || line_name(line));
        }
        seen.findings(path.as_str())
    }
}

fn line_name(line: usize) -> String {
    format!("line {line}")
}

/// The characters of a file that will not be shown.
struct MissingGlyphs<'a> {
    letters: &'a Letters,
    /// Of each kind the characters in the order in which they came, and where the first is.
    kinds: BTreeMap<GlyphDefect, (Vec<char>, String)>,
}

impl<'a> MissingGlyphs<'a> {
    fn new(letters: &'a Letters) -> Self {
        Self {
            letters,
            kinds: BTreeMap::new(),
        }
    }

    fn text(&mut self, text: &str, at: impl Fn() -> String) {
        let coverage = &self.letters.coverage;
        coverage.each_lacking(text, &mut |c, script| {
            note(&mut self.kinds, kind_of(c, script), c, &at);
        });
    }

    /// Adds the characters that result from decoding with the wrong encoding.
    fn lost(&mut self, text: &str, at: impl Fn() -> String) {
        let is_lost = |c: &char| matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}');
        for c in text.chars().filter(is_lost) {
            note(&mut self.kinds, GlyphDefect::Lost, c, &at);
        }
    }

    fn lines_with_losses(&mut self, source: &str) {
        for (n, line) in source.lines().enumerate() {
            self.lost(line, || line_name(n + 1));
        }
    }

    fn findings(self, file: &str) -> Vec<Finding> {
        let kinds = self.kinds.into_iter();
        let findings = kinds.map(|(defect, (mut characters, at))| {
            let more = characters.len().saturating_sub(LISTED);
            characters.truncate(LISTED);
            let finding = GlyphFinding {
                defect,
                characters,
                more,
                at,
            };
            Finding::new(file, Defect::Letters(finding))
        });
        findings.collect()
    }
}

fn note(
    kinds: &mut BTreeMap<GlyphDefect, (Vec<char>, String)>,
    kind: GlyphDefect,
    c: char,
    at: &dyn Fn() -> String,
) {
    let (characters, _) = kinds.entry(kind).or_insert_with(|| (Vec::new(), at()));
    if characters.len() < MAX_DIFFERENT && !characters.contains(&c) {
        characters.push(c);
    }
}

/// Why a character without a glyph has none.
fn kind_of(c: char, of_system: Option<Script>) -> GlyphDefect {
    if c == '\u{fffd}' {
        return GlyphDefect::Lost;
    }
    if is_private(c) {
        return GlyphDefect::PrivateUse;
    }
    let category = get_general_category(c);
    if category == GeneralCategory::Unassigned {
        return GlyphDefect::Unassigned;
    }
    if let Some(script) = of_system {
        return GlyphDefect::SystemFace {
            script: script.name(),
        };
    }
    // The square of a key is no emoji by itself.
    if c.is_emoji_char() || c == '\u{20e3}' {
        return GlyphDefect::Emoji;
    }
    match c.script() {
        UnicodeScript::Common | UnicodeScript::Inherited | UnicodeScript::Unknown => {
            GlyphDefect::Signs
        }
        script => GlyphDefect::NoFace {
            script: script.full_name(),
        },
    }
}

/// Each text of a manifest, with its place: `modules[0].title`.
pub fn each_text(value: &Value, at: &str, each: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => each(at, text),
        Value::Array(values) => {
            for (n, value) in values.iter().enumerate() {
                each_text(value, &format!("{at}[{n}]"), each);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if at.is_empty() { "" } else { "." };
                each_text(value, &format!("{at}{dot}{name}"), each);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn shown_texts(document: &Markdown) -> Vec<String> {
    let mut texts = Vec::new();
    for block in &document.blocks {
        match &block.kind {
            BlockKind::Heading(_, spans) | BlockKind::Paragraph(spans) => {
                texts.push(spans.iter().map(|span| span.text.as_str()).collect());
            }
            BlockKind::Code(text) => texts.push(text.clone()),
            BlockKind::Table(rows) => {
                let cells = rows.iter().flatten();
                texts
                    .extend(cells.map(|cell| cell.iter().map(|span| span.text.as_str()).collect()));
            }
            BlockKind::Rule => {}
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::{GlyphDefect, Letters, MissingGlyphs};

    fn kinds(text: &str) -> Vec<(GlyphDefect, String)> {
        let letters = Letters::new();
        let mut seen = MissingGlyphs::new(&letters);
        seen.text(text, String::new);
        seen.lost(text, String::new);
        let kinds = seen.kinds.into_iter();
        kinds
            .map(|(kind, (characters, _))| (kind, characters.into_iter().collect()))
            .collect()
    }

    fn of_system(script: &'static str) -> GlyphDefect {
        GlyphDefect::SystemFace { script }
    }

    fn no_face(script: &'static str) -> GlyphDefect {
        GlyphDefect::NoFace { script }
    }

    // FORMAT 6.12.
    #[test]
    fn each_kind_of_character_without_a_glyph_is_reported_once() {
        for (text, expected) in [
            ("请出示证件", vec![(of_system("Chinese"), "请出示证件")]),
            ("신분증 신분증", vec![(of_system("Korean"), "신분증")]),
            (
                "かんじ カンジ",
                vec![(of_system("Japanese"), "かんじカンジ")],
            ),
            ("ଓଡ଼ିଆ", vec![(of_system("Odia"), "ଓଡ଼ିଆ")]),
            ("𐌰𐌱", vec![(no_face("Gothic"), "𐌰𐌱")]),
            ("ᜀ", vec![(no_face("Tagalog"), "ᜀ")]),
            (
                "stop 👮\u{200d}♂\u{fe0f} 🚓",
                vec![(GlyphDefect::Emoji, "👮♂🚓")],
            ),
            ("🇺🇸", vec![(GlyphDefect::Emoji, "🇺🇸")]),
            ("1\u{fe0f}\u{20e3}", vec![(GlyphDefect::Emoji, "\u{20e3}")]),
            ("𝄞", vec![(GlyphDefect::Signs, "𝄞")]),
            ("\u{f0fc}", vec![(GlyphDefect::PrivateUse, "\u{f0fc}")]),
            ("\u{378}", vec![(GlyphDefect::Unassigned, "\u{378}")]),
            (
                "Jos\u{fffd} don\u{92}t",
                vec![(GlyphDefect::Lost, "\u{fffd}\u{92}")],
            ),
            ("a\u{200d}b\u{fe0f} \u{202b}x\u{202c} ภาษา ਪੰਜਾਬੀ", vec![]),
        ] {
            let expected: Vec<(GlyphDefect, String)> = expected
                .into_iter()
                .map(|(kind, characters)| (kind, characters.to_owned()))
                .collect();
            assert_eq!(kinds(text), expected, "{text}");
        }
    }
}
