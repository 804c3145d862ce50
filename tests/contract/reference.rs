//! What a text says of the specifications: `FORMAT 3.4`, `FORMAT section 3`, and several rules of
//! one document as `FORMAT 3.4, 3.5 and 3.6` or `FORMAT 3.4 to 3.6`.

use std::path::Path;

use crate::document::{Document, Number};

/// The specification was called this before it was part of the repository.
const OLD_FORMAT: &str = concat!("PACK", "-FORMAT");
/// A document that is now the map in `src/lib.rs`.
const OLD_MAP: &str = concat!("DES", "IGN");

/// A text of the repository.
pub struct Text {
    file: String,
    lines: Vec<String>,
    /// The text in one line, without the marks of comments, so that a reference may be broken.
    flat: String,
    /// Where in `flat` each line begins.
    starts: Vec<usize>,
}

/// A number that stands behind the name of a document.
pub struct Reference<'a> {
    pub document: &'a Document,
    pub line: usize,
    /// Nothing where what stands there is no number of a rule or section.
    pub number: Option<Number>,
    /// It is the first or the last of several: those between are not named.
    pub of_range: bool,
}

impl Text {
    pub fn new(file: &str, text: &str) -> Self {
        let (mut flat, mut starts) = (String::new(), Vec::new());
        for line in text.lines() {
            starts.push(flat.len());
            let line = line.trim_start();
            flat.push_str(line.trim_start_matches(['/', '!', '#', '*']).trim());
            flat.push(' ');
        }
        Self {
            file: file.to_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            flat,
            starts,
        }
    }

    /// Where it lies, from the top of the repository.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All of it.
    pub fn whole(&self) -> String {
        self.lines.join("\n")
    }

    /// Whether it is Markdown for people, rather than what a pack brings.
    pub fn is_document(&self) -> bool {
        let of_a_pack = self.file.starts_with("content-packs/") && self.file.contains("/text/");
        let is_markdown = Path::new(&self.file).extension().is_some_and(|e| e == "md");
        is_markdown && !of_a_pack && !self.file.contains("/fixtures/")
    }

    /// References that lead nowhere.
    pub fn defects(&self, documents: &[Document]) -> Vec<String> {
        let references = self.references(documents);
        let wrong = references.into_iter().filter_map(|reference| {
            let (file, line) = (&self.file, reference.line);
            let name = &reference.document.name;
            match reference.number {
                None => Some(format!(
                    "{file}:{line}: not {name} n.m, nor {name} section n"
                )),
                Some(number) if reference.document.has(number) => None,
                Some(Number::Section(n)) => {
                    Some(format!("{file}:{line}: {name} section {n} is not there"))
                }
                Some(Number::Rule(n, m)) => {
                    Some(format!("{file}:{line}: {name} {n}.{m} is not there"))
                }
            }
        });
        wrong.collect()
    }

    /// Lines that name a specification otherwise: what it was called before, or a numbered one by
    /// its file and a heading or a count.
    pub fn old_names(&self, documents: &[Document]) -> Vec<String> {
        let numbered = documents.iter().filter(|d| d.is_numbered());
        let by_file: Vec<String> = numbered
            .flat_map(|d| ["rule", "section", "\""].map(|what| format!("{}.md, {what}", d.name)))
            .collect();
        let mut found = Vec::new();
        for (line, text) in (1..).zip(&self.lines) {
            let old = by_file
                .iter()
                .map(String::as_str)
                .find(|n| text.contains(n));
            let old = old.or_else(|| text.contains(OLD_FORMAT).then_some(OLD_FORMAT));
            let is_map = words(text, OLD_MAP).next().is_some();
            if let Some(name) = old.or_else(|| is_map.then_some(OLD_MAP)) {
                found.push(format!("{}:{line}: {name}", self.file));
            }
        }
        found
    }

    /// Whether it is a program, so that what it names is checked or proven there.
    fn is_program(&self) -> bool {
        let extension = Path::new(&self.file).extension();
        let is_code = extension.is_some_and(|e| e == "rs" || e == "py");
        is_code && (self.file.starts_with("src/") || self.file.starts_with("tests/"))
    }

    pub fn references<'a>(&self, documents: &'a [Document]) -> Vec<Reference<'a>> {
        let mut references = Vec::new();
        for document in documents {
            for at in words(&self.flat, &document.name) {
                let after = &self.flat[at + document.name.len()..];
                let line = self.starts.partition_point(|start| *start <= at);
                for (number, of_range) in numbers(after) {
                    references.push(Reference {
                        document,
                        line,
                        number,
                        of_range,
                    });
                }
            }
        }
        references
    }
}

/// Rules that no program under `src` or `tests` names.
pub fn unnamed_rules(document: &Document, texts: &[Text]) -> Vec<String> {
    let documents = std::slice::from_ref(document);
    let programs = texts.iter().filter(|text| text.is_program());
    let named: Vec<Option<Number>> = programs
        .flat_map(|text| text.references(documents))
        .filter(|reference| !reference.of_range)
        .map(|reference| reference.number)
        .collect();
    let unnamed = document
        .rules()
        .filter(|(rule, _)| !named.contains(&Some(*rule)));
    unnamed
        .map(|(rule, line)| {
            format!(
                "{}:{line}: no check and no test names {rule:?}",
                document.file
            )
        })
        .collect()
}

/// Where a word stands by itself.
fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = text[..*at].chars().next_back();
            let after = text[*at + word.len()..].chars().next();
            !before.is_some_and(is_part) && !after.is_some_and(is_part)
        })
}

/// The numbers that stand right behind a name, and whether each is the end of a range.
fn numbers(after: &str) -> Vec<(Option<Number>, bool)> {
    let Some(after) = after.strip_prefix(' ') else {
        return Vec::new();
    };
    if let Some(after) = after.strip_prefix("section") {
        return match after.strip_prefix(' ').and_then(number) {
            Some((section, _)) => vec![(Some(Number::Section(section)), false)],
            None => vec![(None, false)],
        };
    }
    let Some((first, mut rest)) = rule(after) else {
        let counts = number(after).is_some();
        return if counts {
            vec![(None, false)]
        } else {
            Vec::new()
        };
    };
    let mut numbers = vec![(Some(first), false)];
    loop {
        let joined = [", ", " and ", " or ", " to "]
            .iter()
            .find_map(|join| Some((*join, rule(rest.strip_prefix(join)?)?)));
        let Some((join, (next, after))) = joined else {
            return numbers;
        };
        let is_range = join == " to ";
        if let (true, Some((_, of_range))) = (is_range, numbers.last_mut()) {
            *of_range = true;
        }
        numbers.push((Some(next), is_range));
        rest = after;
    }
}

/// `3.4`, and what follows it.
fn rule(text: &str) -> Option<(Number, &str)> {
    let (section, rest) = number(text)?;
    let (rule, rest) = number(rest.strip_prefix('.')?)?;
    Some((Number::Rule(section, rule), rest))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(digits);
    Some((digits.parse().ok()?, rest))
}
