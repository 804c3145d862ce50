//! Guides: each claim that is marked leads to a source, and each source is led to (CONTENT 3.1).
//!
//! A mark is a number in brackets, `[7]`; sources are a numbered list under the heading *Sources*.

use std::collections::{BTreeMap, BTreeSet};

use crate::each;

/// Where a line says this, it claims nothing: it says whom to ask.
const ASKS: &str = "Ask your ";

/// One line of a guide, with the heading above it.
struct Line<'a> {
    section: &'a str,
    text: &'a str,
}

fn lines(guide: &str) -> Vec<Line<'_>> {
    let mut section = "";
    let mut lines = Vec::new();
    for text in guide.lines() {
        if let Some(heading) = text.strip_prefix("## ") {
            section = heading.trim();
        }
        lines.push(Line { section, text });
    }
    lines
}

/// Numbers in brackets that are no link.
fn marks(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('[') {
        let Some((inside, behind)) = after.split_once(']') else {
            break;
        };
        if !behind.starts_with('(') {
            // `[7]`, `[7, 8]`, `[7–9]` with each number.
            let numbers = inside.split([',', ';']).map(|it| it.trim().parse());
            found.extend(numbers.collect::<Result<Vec<u32>, _>>().unwrap_or_default());
        }
        rest = behind;
    }
    found
}

/// The number and the text of an item of a numbered list.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (number, text) = line.split_once(". ")?;
    Some((number.parse().ok()?, text))
}

/// A section in which every item of a list is a statement of law.
fn is_of_law(section: &str) -> bool {
    let section = section.to_lowercase();
    let law = section.starts_with("the law") || section.ends_with(" law");
    law || section.contains(" law ") || section.starts_with("since 2012")
}

/// What of a guide does not lead where it should.
fn loose(guide: &str) -> Vec<String> {
    let lines = lines(guide);
    let is_source = |line: &&Line<'_>| line.section.eq_ignore_ascii_case("sources");
    let sources: BTreeMap<u32, &str> = lines
        .iter()
        .filter(is_source)
        .filter_map(|line| numbered(line.text))
        .collect();
    let mut found = Vec::new();
    if sources.is_empty() {
        found.push("there is no numbered list under the heading Sources".to_owned());
    }
    for (number, text) in &sources {
        if !text.contains("https://") && !text.contains("http://") {
            found.push(format!("source {number} has no address: {text}"));
        }
    }
    let mut used = BTreeSet::new();
    for line in lines.iter().filter(|line| !is_source(line)) {
        for mark in marks(line.text) {
            used.insert(mark);
            if !sources.contains_key(&mark) {
                found.push(format!("[{mark}] leads to no source: {}", line.text));
            }
        }
        let claims = line.text.starts_with("- ") && !line.text.contains(ASKS);
        if is_of_law(line.section) && claims && marks(line.text).is_empty() {
            found.push(format!("no source under “{}”: {}", line.section, line.text));
        }
    }
    for number in sources.keys().filter(|it| !used.contains(it)) {
        found.push(format!("nothing leads to source {number}"));
    }
    found
}

#[test]
fn every_mark_in_a_guide_leads_to_a_source_and_every_source_is_led_to() {
    each(|pack, complaints| {
        let guides: BTreeSet<_> = pack
            .manifest
            .modules
            .iter()
            .filter_map(|module| module.guide.as_ref())
            .collect();
        for guide in guides {
            let found = loose(&pack.text(guide.as_str()));
            complaints.extend(found.into_iter().map(|it| format!("{guide}: {it}")));
        }
    });
}

#[test]
fn a_claim_without_a_source_and_a_source_without_a_claim_are_noticed() {
    let right = "## The law\n\n- A rule. [1] [2, 3]\n\n## Sources\n\n1. A <https://a.org>\n2. B <https://b.org>\n3. C <https://c.org>\n";
    assert_eq!(loose(right), Vec::<String>::new());
    let wrong = |from: &str, to: &str| loose(&right.replace(from, to)).len();
    assert_eq!(wrong("[2, 3]", "[2]"), 1, "source 3 is led to by nothing");
    assert_eq!(wrong("[1]", "[1] [4]"), 1, "there is no source 4");
    assert_eq!(wrong("- A rule.", "- Another.\n- A rule."), 1, "no mark");
    assert_eq!(wrong(" <https://c.org>", ""), 1, "no address");
}
