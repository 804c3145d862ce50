use std::path::Path;

use super::{Color32, Look, Tokens, size, space, wall};

const SCREENS: &str = include_str!("../SCREENS.md");

fn luminance(color: Color32) -> f32 {
    let channel = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

fn contrast(one: Color32, other: Color32) -> f32 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

type ColorOf = fn(&Tokens) -> Color32;

#[test]
fn the_screens_document_has_the_colors_of_every_theme() {
    let looks = [Look::Dark, Look::Light, Look::HighContrast].map(Tokens::of);
    let tokens: [(&str, ColorOf); 12] = [
        ("background", |t| t.background),
        ("surface", |t| t.surface),
        ("raised", |t| t.raised),
        ("text", |t| t.text),
        ("muted", |t| t.muted),
        ("accent", |t| t.accent),
        ("primary button", |t| t.primary),
        ("on primary", |t| t.on_primary),
        ("good", |t| t.good),
        ("warning", |t| t.warning),
        ("problem", |t| t.problem),
        ("line", |t| t.line),
    ];
    let of_looks = |cell: &dyn Fn(&Tokens) -> String| looks.each_ref().map(cell).join(" | ");
    let mut rows: Vec<String> = tokens
        .iter()
        .map(|(name, color)| {
            let cells = of_looks(&|t| {
                let [r, g, b, _] = color(t).to_array();
                format!("#{r:02X}{g:02X}{b:02X}")
            });
            format!("{name} | {cells} |")
        })
        .collect();
    let rings = of_looks(&|t| format!("{} px", t.focus));
    rows.push(format!("focus ring, in accent | {rings} |"));
    let listed: Vec<&str> = SCREENS
        .lines()
        .filter(|line| line.starts_with("| **3."))
        .filter_map(|line| line.split_once("** "))
        .map(|(_, row)| row)
        .collect();
    assert_eq!(listed, rows);
}

#[test]
fn screens_has_the_sizes_of_type_and_space() {
    let steps = [
        space::XS,
        space::S,
        space::M,
        space::L,
        space::XL,
        space::XXL,
        space::XXXL,
    ];
    let steps = steps.map(|step| step.to_string()).join(", ");
    let percent = |share: f32| (share * 1_000.0).round() / 10.0;
    for words in [
        format!("steps of 4: {steps}. Radius {}.", size::RADIUS),
        format!(
            "title {}, heading {}, body {}, small {}",
            size::TITLE,
            size::HEADING,
            size::BODY,
            size::SMALL
        ),
        format!("at least {} points high", size::TARGET),
        format!(
            "question {} %, body {} %, captions {} %, smallest {} %",
            percent(wall::QUESTION),
            percent(wall::BODY),
            percent(wall::CAPTION),
            percent(wall::SMALLEST)
        ),
        format!("at most {} characters", wall::LINE),
        format!("Margins are {} %", percent(wall::MARGIN)),
    ] {
        assert!(SCREENS.contains(&words), "SCREENS does not say: {words}");
    }
}

// SCREENS 3.14.
#[test]
fn all_text_stands_out_five_to_one_and_lines_three_to_one() {
    for look in [Look::Dark, Look::Light, Look::HighContrast] {
        let t = Tokens::of(look);
        for behind in [t.background, t.surface, t.raised] {
            for text in [t.text, t.muted, t.accent, t.good, t.warning, t.problem] {
                let ratio = contrast(text, behind);
                assert!(ratio >= 5.0, "{look:?}: {text:?} on {behind:?} is {ratio}");
            }
            let ratio = contrast(t.line, behind);
            assert!(ratio >= 3.0, "{look:?}: line on {behind:?} is {ratio}");
        }
        assert!(contrast(t.on_primary, t.primary) >= 5.0, "{look:?}");
    }
}

/// Lines of our sources outside tests that name a color instead of a token.
fn literal_colors(folder: &Path, found: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() {
            literal_colors(&path, found);
        } else if name.ends_with(".rs") && name != "theme.rs" && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let literal = |line: &&str| {
                let named = line.match_indices("Color32::").any(|(at, name)| {
                    let what = &line[at + name.len()..];
                    !what.starts_with("PLACEHOLDER")
                        && (what.starts_with("from_") || what.starts_with(char::is_uppercase))
                });
                named || line.contains("Rgba::from_") || line.contains("hex_color!")
            };
            let lines = code.lines().filter(literal);
            found.extend(lines.map(|line| format!("{}: {}", path.display(), line.trim())));
        }
    }
}

// SCREENS 2.2.
#[test]
fn no_color_is_named_outside_the_theme() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for room in ["ui", "app"] {
        literal_colors(&sources.join(room), &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}
