//! Letters that no typeface of the window has.

use std::fs;

use muster::authoring::{Defect, Finding, GlyphDefect, Severity};
use muster::words::InWords as _;
use serde_json::json;

use super::{module, sources};

/// Each finding of letters: the file, why, the characters, how many more, and where.
fn letters(findings: &[Finding]) -> Vec<(&str, GlyphDefect, String, usize, &str)> {
    let mut found = Vec::new();
    for finding in findings {
        let Defect::Letters(letters) = &finding.defect else {
            panic!("{finding:?}");
        };
        assert_eq!(finding.defect.severity(), Severity::Warning);
        let characters = letters.characters.iter().collect();
        let file = finding.file.as_str();
        found.push((
            file,
            letters.defect,
            characters,
            letters.more,
            letters.at.as_str(),
        ));
    }
    found
}

// FORMAT 6.12.
#[test]
fn letters_without_a_glyph_in_captions_are_a_warning_for_each_script_with_its_line() {
    let findings = sources(|_, folder| {
        fs::write(
            folder.join("captions/en.vtt"),
            "WEBVTT\n\nNOTE 김\n\n1\n00:00.000 --> 00:00.300\n<v Ann>Hello\n请出示您的身份证件请走出车外\n\n\
             00:00.300 --> 00:00.600\n신분증을\n\n00:00.600 --> 00:00.900\nโปรด \u{2068}ਪੰਜਾਬੀ\u{2069} 👮 &#x10330;\n",
        )
        .expect("captions");
    });
    assert_eq!(
        letters(&findings),
        [
            (
                "captions/en.vtt",
                GlyphDefect::SystemFace { script: "Chinese" },
                "请出示您的身份证件走".to_owned(),
                2,
                "line 8"
            ),
            (
                "captions/en.vtt",
                GlyphDefect::SystemFace { script: "Korean" },
                "신분증을".to_owned(),
                0,
                "line 11"
            ),
            (
                "captions/en.vtt",
                GlyphDefect::NoFace { script: "Gothic" },
                "\u{10330}".to_owned(),
                0,
                "line 14"
            ),
            (
                "captions/en.vtt",
                GlyphDefect::Emoji,
                "👮".to_owned(),
                0,
                "line 14"
            ),
        ]
    );
    let words = findings[0].in_words("");
    assert_eq!(
        words.headline,
        "captions/en.vtt, line 8: Chinese letters (请 出 示 您 的 身 份 证 件 走 and 2 more) show only on PCs whose system has a font for them, and as boxes on others."
    );
}

#[test]
fn letters_without_a_glyph_in_titles_prompts_and_markdown_are_a_warning_with_their_place() {
    let findings = sources(|manifest, folder| {
        manifest["title"] = json!("Check \u{1f6a8}");
        module(manifest)["prompts"][0]["points"][0] = json!("Us \u{f0fc}");
        module(manifest)["media"][0]["captions"][0]["label"] = json!("中文");
        let text = "# Card\n\nfirst `ab`\n\n| a | 日本 |\n|---|---|\n| Jos\u{fffd} | x |\n\n[page](https://example.org/中)\n";
        fs::write(folder.join("text/card.md"), text).expect("a text");
    });
    let found = letters(&findings);
    let places: Vec<_> = found
        .iter()
        .map(|(file, defect, _, _, at)| (*file, *defect, *at))
        .collect();
    assert_eq!(
        places,
        [
            (
                "manifest.json",
                GlyphDefect::SystemFace { script: "Chinese" },
                "modules[0].media[0].captions[0].label"
            ),
            ("manifest.json", GlyphDefect::Emoji, "title"),
            (
                "manifest.json",
                GlyphDefect::PrivateUse,
                "modules[0].prompts[0].points[0]"
            ),
            ("text/card.md", GlyphDefect::Lost, "line 7"),
            (
                "text/card.md",
                GlyphDefect::SystemFace { script: "Chinese" },
                "line 5"
            ),
        ]
    );
}
