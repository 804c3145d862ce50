//! Letters that the room would not see, in words.

use std::fmt::Write as _;

use crate::authoring::{GlyphDefect, GlyphFinding};
use crate::words::{Code, InWords, Words};

impl InWords for GlyphFinding {
    fn in_words(&self, file: &str) -> Words {
        let at = match self.at.as_str() {
            "" => String::new(),
            at => format!(", {at}"),
        };
        let letters = listed(self);
        let (what, advice) = match self.defect {
            GlyphDefect::Lost => (
                format!(
                    "letters were lost when the text was saved in another encoding ({letters})."
                ),
                "Save it again from its source as UTF-8, or write what is missing.",
            ),
            GlyphDefect::SystemFace { script } => (
                format!(
                    "{script} letters ({letters}) show only on PCs whose system has a font for them, and as boxes on others."
                ),
                "See that the stations have one. Windows has; for Debian and Ubuntu it is fonts-noto-cjk (Chinese, Japanese, Korean) or fonts-noto-core (others).",
            ),
            GlyphDefect::NoFace { script } => (
                format!(
                    "{} letters ({letters}) show as boxes: Muster has no font with them.",
                    script.replace('_', " ")
                ),
                "Write them in another script, or make a PDF job aid of the text, with its fonts embedded.",
            ),
            GlyphDefect::Emoji => (
                format!("emoji ({letters}) show as boxes: Muster has no font with them."),
                "Take them out, or write what they mean.",
            ),
            GlyphDefect::Signs => (
                format!(
                    "signs ({letters}) show as boxes or not at all: Muster has no font with them."
                ),
                "Write something else in their place.",
            ),
            GlyphDefect::PrivateUse => (
                format!(
                    "signs that only the font of their program knows ({letters}) show as boxes or as something else."
                ),
                "Write the sign itself, such as ✓ or →, in their place: Wingdings and Symbol are such fonts.",
            ),
            GlyphDefect::Unassigned => (
                format!("{letters} is no character that anybody knows, and shows as a box."),
                "Take it out, or save the text again from its source.",
            ),
        };
        Words::new(Code::BadManifest, format!("{file}{at}: {what}"), advice)
    }
}

/// `王, 小 and 12 more`; what is not seen by itself by its number.
fn listed(finding: &GlyphFinding) -> String {
    let by_number = matches!(
        finding.defect,
        GlyphDefect::Lost | GlyphDefect::PrivateUse | GlyphDefect::Unassigned
    );
    let shown = finding.characters.iter().map(|c| {
        if by_number || !c.is_alphanumeric() && finding.defect == GlyphDefect::Signs {
            format!("U+{:04X}", u32::from(*c))
        } else {
            c.to_string()
        }
    });
    let mut text = shown.collect::<Vec<_>>().join(" ");
    if finding.more > 0 {
        // Writing to a String cannot fail.
        let _ = write!(text, " and {} more", finding.more);
    }
    text
}
