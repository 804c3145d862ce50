//! Texts for people lie in files of messages, and no longer in the code: what is left there only becomes
//! fewer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Sentences in the code of `words`, `cli` and `operations`: string literals of several words. New texts
/// go into `src/words/messages`; this number only falls. Those that are left are no texts for people: four
/// patterns of dates and times, two of a terminal's line that is written over, the name of the demo's
/// folder, the beginning of a message of the JSON parser that is looked for, and what three lines of the
/// log begin with, by which they are searched for (CLI 7.4).
const SENTENCES: usize = 11;

const MESSAGES: &str = "src/words/messages/en-US";

/// Literals of the code that are written like the id of a message and are none.
const NO_MESSAGES: [&str; 3] = ["content-packs", "in-use", "take-in"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a file of messages holds.
#[derive(Default)]
struct Messages {
    /// Ids, and those of advice: `station-io.advice`.
    ids: BTreeSet<String>,
    /// Texts of one line into which nothing is filled in.
    plain: BTreeSet<String>,
    variables: BTreeSet<String>,
}

fn messages_in(text: &str) -> Messages {
    let mut messages = Messages::default();
    let mut message = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let variables = line.split('$').skip(1).map(|rest| {
            let end = rest.find(|letter: char| !letter.is_alphanumeric());
            rest[..end.unwrap_or(rest.len())].to_owned()
        });
        messages.variables.extend(variables);
        let Some((name, value)) = line.split_once(" =") else {
            continue;
        };
        let id = match name.trim_start().strip_prefix('.') {
            Some(attribute) => format!("{message}.{attribute}"),
            None if is_kebab(name) => {
                name.clone_into(&mut message);
                name.to_owned()
            }
            None => continue,
        };
        if !value.is_empty() && !value.contains('{') {
            messages.plain.insert(id.clone());
        }
        messages.ids.insert(id);
    }
    messages
}

/// `station-io`, but not `--from`.
fn is_kebab(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    text.contains('-') && text.split('-').all(is_part)
}

/// The code that uses a file of messages: `words/station.rs` uses `station.ftl`; `cli/records.rs` and
/// what lies in `cli/records` use `cli/records.ftl`; those of `operations` likewise.
fn messages_of(code: &Path) -> PathBuf {
    let code = code.strip_prefix(root().join("src")).unwrap();
    let code = code.strip_prefix("words").unwrap_or(code);
    let parts: Vec<_> = code.iter().collect();
    let is_room = code.starts_with("cli") || code.starts_with("operations");
    let depth = if is_room { 2 } else { 1 };
    let file: PathBuf = parts.iter().take(depth).collect();
    root().join(MESSAGES).join(file.with_extension("ftl"))
}

#[test]
fn every_message_is_used_and_every_message_that_is_used_is_there() {
    let mut of_code: BTreeMap<PathBuf, Literals> = BTreeMap::new();
    for code in files_in(&root().join("src/words"), "rs")
        .into_iter()
        .chain(files_in(&root().join("src/cli"), "rs"))
        .chain(files_in(&root().join("src/operations"), "rs"))
    {
        let literals = of_code.entry(messages_of(&code)).or_default();
        literals.read(fs::read_to_string(&code).unwrap().parse().unwrap());
    }
    let mut all = BTreeSet::new();
    for file in files_in(&root().join(MESSAGES), "ftl") {
        assert!(of_code.contains_key(&file), "{file:?}: no code uses it");
    }
    for (file, literals) in of_code {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let messages = messages_in(&text);
        let is_id = |text: &&String| {
            is_kebab(text.strip_suffix(".advice").unwrap_or(text))
                && !NO_MESSAGES.contains(&text.as_str())
        };
        let named: BTreeSet<_> = literals.texts.iter().filter(is_id).cloned().collect();
        let missing: Vec<_> = named.difference(&messages.ids).collect();
        assert!(missing.is_empty(), "{file:?}: there is no {missing:?}");
        let is_message = |id: &&String| !id.ends_with(".advice");
        let unused: Vec<_> = messages.ids.difference(&named).filter(is_message).collect();
        // Those of help texts are put together; a test beside them holds that each is used.
        let is_help = file.ends_with("cli/help.ftl");
        assert!(
            is_help || unused.is_empty(),
            "{file:?}: nothing uses {unused:?}"
        );
        let of_code: BTreeSet<_> = literals.texts.iter().cloned().collect();
        let unfilled: Vec<_> = messages.variables.difference(&of_code).collect();
        assert!(
            unfilled.is_empty(),
            "{file:?}: nothing fills in {unfilled:?}"
        );
        let filled: Vec<_> = literals.fixed.difference(&messages.plain).collect();
        assert!(
            filled.is_empty(),
            "{file:?}: not one line without variables: {filled:?}"
        );
        for id in messages.ids {
            assert!(
                all.insert(id.clone()),
                "{file:?}: {id} is in another file too"
            );
        }
    }
}

/// The files of a folder and of those in it that end so.
fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(files_in(&path, ending));
        } else if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            files.push(path);
        }
    }
    files
}

#[test]
fn sentences_in_the_code_become_fewer_and_never_more() {
    let mut sentences = BTreeMap::new();
    for room in ["src/words", "src/cli", "src/operations"] {
        for code in files_in(&root().join(room), "rs") {
            let mut literals = Literals::default();
            literals.read(fs::read_to_string(&code).unwrap().parse().unwrap());
            literals.texts.retain(|text| is_sentence(text));
            if !literals.texts.is_empty() {
                sentences.insert(code, literals.texts);
            }
        }
    }
    let count: usize = sentences.values().map(Vec::len).sum();
    assert!(
        count == SENTENCES,
        "{count} sentences, and SENTENCES is {SENTENCES}: new texts belong into {MESSAGES}, and where \
         there are fewer now, that is to be kept: {sentences:#?}"
    );
}

/// Whether a literal has several words, besides what is filled in: `{first}, {last}` is no text.
fn is_sentence(literal: &str) -> bool {
    let mut words = String::new();
    let mut depth = 0_usize;
    for letter in literal.replace("\\n", " ").chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            letter if depth == 0 => words.push(letter),
            _ => {}
        }
    }
    words.trim().contains(' ') && words.contains(char::is_alphabetic)
}

/// The string literals of a source, but for attributes, doc comments and what only tests have.
#[derive(Default)]
struct Literals {
    texts: Vec<String>,
    /// Those that the function `fixed` is called with.
    fixed: BTreeSet<String>,
}

impl Literals {
    fn read(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut is_test = false;
        let mut calls_fixed = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    let is_inner = matches!(
                        tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!'
                    );
                    if is_inner {
                        tokens.next();
                    }
                    if let Some(TokenTree::Group(attribute)) = tokens.next() {
                        let attribute = attribute.stream().to_string().replace(' ', "");
                        is_test |= attribute == "cfg(test)" || attribute == "test";
                    }
                    if is_inner && is_test {
                        return;
                    }
                }
                TokenTree::Group(group) => {
                    let ends_item = group.delimiter() == Delimiter::Brace;
                    if !is_test {
                        let first = group.stream().into_iter().next();
                        if let (true, Some(TokenTree::Literal(id))) = (calls_fixed, first) {
                            self.fixed
                                .insert(id.to_string().trim_matches('"').to_owned());
                        }
                        self.read(group.stream());
                    }
                    calls_fixed = false;
                    is_test &= !ends_item;
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if let Some(text) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
                        self.texts.push(text.to_owned());
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => is_test = false,
                TokenTree::Ident(name) => calls_fixed = name == "fixed",
                TokenTree::Punct(_) => {}
            }
        }
    }
}
