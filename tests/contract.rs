//! Holds the specifications and all other texts of the repository to each other: a reference leads
//! to a rule or section that is there, rules are numbered without gaps, and every rule of FORMAT is
//! named by a check or a test.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the checker fails where a text is not as it expects"
)]

#[path = "contract/document.rs"]
mod document;
#[path = "contract/links.rs"]
mod links;
#[path = "contract/messages.rs"]
mod messages;
#[path = "contract/reference.rs"]
mod reference;
#[path = "contract/snippets.rs"]
mod snippets;

use std::fs;
use std::path::Path;

use document::Document;
use reference::{Text, unnamed_rules};

/// The specifications: how a reference calls each, and where it lies.
const DOCUMENTS: [(&str, &str); 8] = [
    ("FORMAT", "src/pack/FORMAT.md"),
    ("EXCHANGE", "src/library/EXCHANGE.md"),
    ("CLI", "src/cli/CLI.md"),
    ("RECORDS", "src/records/RECORDS.md"),
    ("PLAYER", "src/player/PLAYER.md"),
    ("SCREENS", "src/ui/SCREENS.md"),
    ("CONTENT", "content-packs/CONTENT.md"),
    ("WINDOWS", "tests/windows/WINDOWS.md"),
];

/// Where texts that may refer to them lie.
const ROOTS: [&str; 8] = [
    "src",
    "tests",
    "content-packs",
    ".ci",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
];

fn documents() -> Vec<Document> {
    DOCUMENTS
        .iter()
        .map(|(name, file)| Document::read(name, file, &fs::read_to_string(in_root(file)).unwrap()))
        .collect()
}

fn texts() -> Vec<Text> {
    let mut texts = Vec::new();
    for root in ROOTS {
        walk(root, &mut texts);
    }
    texts
}

fn in_root(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Reads every text at this place and below it; what is not UTF-8 is no text.
fn walk(place: &str, texts: &mut Vec<Text>) {
    let path = in_root(place);
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        for name in names.filter(|name| name != "target") {
            let place = format!("{place}/{name}");
            // What the fuzzers start from is nobody's document.
            if place != "tests/fuzz/corpus" {
                walk(&place, texts);
            }
        }
    } else if let Ok(text) = fs::read_to_string(path) {
        texts.push(Text::new(place, &text));
    }
}

#[track_caller]
fn none(mut complaints: Vec<String>) {
    complaints.sort();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn the_rules_of_each_document_are_numbered_once_and_without_gaps() {
    none(documents().iter().flat_map(Document::defects).collect());
}

#[test]
fn every_reference_leads_to_a_rule_or_a_section() {
    let documents = documents();
    let texts = texts();
    assert!(texts.len() > 300, "only {} texts found", texts.len());
    none(texts.iter().flat_map(|t| t.defects(&documents)).collect());
}

#[test]
fn documents_are_referred_to_by_name_and_number_only() {
    let documents = documents();
    let texts = texts();
    none(texts.iter().flat_map(|t| t.old_names(&documents)).collect());
}

#[test]
fn every_link_in_a_document_leads_to_a_file_and_a_heading() {
    let documents: Vec<(String, String)> = texts()
        .into_iter()
        .filter(Text::is_document)
        .map(|text| (text.file().to_owned(), text.whole()))
        .collect();
    assert!(documents.len() >= 15, "only {} documents", documents.len());
    let read = |file: &str| fs::read_to_string(in_root(file)).ok();
    let is_there = |file: &str| in_root(file).exists();
    none(
        documents
            .iter()
            .flat_map(|(file, text)| links::defects(file, text, &is_there, &read))
            .collect(),
    );
}

#[test]
fn every_path_that_the_recipes_name_is_there() {
    let text = fs::read_to_string(in_root("CONTRIBUTING.md")).unwrap();
    let paths: Vec<&str> = links::paths(&text).collect();
    assert!(paths.len() > 40, "only {} paths", paths.len());
    let missing = paths.iter().filter(|path| !in_root(path).exists());
    none(missing.map(|path| format!("no {path}")).collect());
}

#[test]
fn every_rule_of_the_format_is_named_by_a_check_or_a_test() {
    let documents = documents();
    let format = documents.iter().find(|d| d.name == "FORMAT").unwrap();
    assert!(format.is_numbered(), "no rules in {}", format.file);
    none(unnamed_rules(format, &texts()));
}
