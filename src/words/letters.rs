//! Letters that the room would not see, in words.

use crate::authoring::{GlyphDefect, GlyphFinding};
use crate::words::messages::{message, words};
use crate::words::{Code, InWords, Words};

impl InWords for GlyphFinding {
    fn in_words(&self, file: &str) -> Words {
        let place = match self.at.as_str() {
            "" => file.to_owned(),
            at => message("letters-place", &[("file", file.into()), ("at", at.into())]),
        };
        let (id, script) = match self.defect {
            GlyphDefect::Lost => ("letters-lost", ""),
            GlyphDefect::SystemFace { script } => ("letters-system-face", script),
            GlyphDefect::NoFace { script } => ("letters-no-face", script),
            GlyphDefect::Emoji => ("letters-emoji", ""),
            GlyphDefect::Signs => ("letters-signs", ""),
            GlyphDefect::PrivateUse => ("letters-private-use", ""),
            GlyphDefect::Unassigned => ("letters-unassigned", ""),
        };
        words(
            Code::BadManifest,
            id,
            &[
                ("place", place.into()),
                ("letters", listed(self).into()),
                ("script", script.replace('_', " ").into()),
            ],
        )
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
    let letters = shown.collect::<Vec<_>>().join(" ");
    match finding.more {
        0 => letters,
        more => message(
            "letters-more",
            &[("letters", letters.into()), ("count", more.into())],
        ),
    }
}
