//! The checker itself, tried on a small document: each kind of defect is seen.

use crate::document::{Document, Number};
use crate::reference::{Text, unnamed_rules};

const SONG: &str = "# A song

## 1. Words
- **1.1** They rhyme.
- **1.2** They are few.

## 2. Tune
| what | how |
|---|---|
| **2.1** Key | C |

**2.2** It has *no* **2.9** modulation.

```text
**2.3** no rule
```
";

fn song(text: &str) -> Document {
    Document::read("SONG", "SONG.md", text)
}

fn defects(text: &str) -> Vec<String> {
    Text::new("src/a.rs", text).defects(&[song(SONG)])
}

#[test]
fn rules_are_read_from_paragraphs_lists_and_tables() {
    let song = song(SONG);
    let rules: Vec<Number> = song.rules().map(|(rule, _)| rule).collect();
    let all = [(1, 1), (1, 2), (2, 1), (2, 2)].map(|(n, m)| Number::Rule(n, m));
    assert_eq!(rules, all);
    assert!(song.has(Number::Section(2)) && !song.has(Number::Section(3)));
    assert!(song.is_numbered());
    assert!(song.defects().is_empty());
}

#[test]
fn a_number_that_is_there_twice_missing_or_in_another_section_is_seen() {
    for (from, to, complaint) in [
        (
            "**1.2**",
            "**1.1**",
            "SONG.md:5: rule 1.1 where 1.2 would follow",
        ),
        (
            "**1.2**",
            "**1.3**",
            "SONG.md:5: rule 1.3 where 1.2 would follow",
        ),
        (
            "**1.1**",
            "**1.0**",
            "SONG.md:4: rule 1.0 where 1.1 would follow",
        ),
        (
            "**2.1**",
            "**1.3**",
            "SONG.md:10: rule 1.3 where 2.1 would follow",
        ),
        (
            "## 2.",
            "## 3.",
            "SONG.md:7: section 3 where 2 would follow",
        ),
    ] {
        let defects = song(&SONG.replace(from, to)).defects();
        assert_eq!(defects.first().map(String::as_str), Some(complaint), "{to}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_seen_with_file_and_line() {
    for (text, complaint) in [
        ("//\n// See SONG 1.3.", "src/a.rs:2: SONG 1.3 is not there"),
        (
            "(SONG section 3)",
            "src/a.rs:1: SONG section 3 is not there",
        ),
        ("SONG 1.1 to 1.4", "src/a.rs:1: SONG 1.4 is not there"),
        ("SONG 1.1, 1.2 and 3.1", "src/a.rs:1: SONG 3.1 is not there"),
        (
            "/// broken: SONG\n/// 4.1",
            "src/a.rs:1: SONG 4.1 is not there",
        ),
        (
            "SONG sections 1 and 2",
            "src/a.rs:1: not SONG n.m, nor SONG section n",
        ),
        ("SONG 2", "src/a.rs:1: not SONG n.m, nor SONG section n"),
    ] {
        assert_eq!(defects(text), [complaint], "{text}");
    }
    for text in [
        "SONG 1.1, SONG 1.2 and 2.1; SONG section 2. SONG says so",
        "const SONG: u32 = 3; MY_SONG 7.1 SONG_LEN 7.1 OLD-SONG 7.1",
    ] {
        assert!(defects(text).is_empty(), "{text}");
    }
}

#[test]
fn a_rule_that_only_documents_and_ranges_name_is_seen() {
    let song = song(SONG);
    let text = |file: &str, text: &str| Text::new(file, text);
    let texts = [
        text("src/a.rs", "// SONG 1.1"),
        text("tests/a/b.py", "# SONG 2.1, 2.2"),
        text("src/x/SONG.md", "SONG 1.2"),
        text("src/b.rs", "//! SONG 1.1 to 1.2"),
    ];
    let unnamed = unnamed_rules(&song, &texts);
    assert_eq!(
        unnamed,
        ["SONG.md:5: no check and no test names Rule(1, 2)"]
    );
}

#[test]
fn old_names_are_seen() {
    let old = |text: &str, document: &str| {
        let text = Text::new("src/a.rs", text);
        text.old_names(&[song(document)]).len()
    };
    for text in [
        concat!("see PACK", "-FORMAT.md"),
        concat!("the table of DES", "IGN"),
        "SONG.md, rules 2 and 3",
        "(SONG.md, \"Tune\")",
    ] {
        assert_eq!(old(text, SONG), 1, "{text}");
    }
    for text in [
        concat!("DES", "IGN_HEIGHT"),
        "src/SONG.md",
        "`SONG.md`, `HYMN.md`",
    ] {
        assert_eq!(old(text, SONG), 0, "{text}");
    }
    assert_eq!(old("SONG.md, rule 2", "# Not numbered yet"), 0);
}
