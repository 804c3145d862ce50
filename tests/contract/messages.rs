//! Texts for people lie in files of messages, and no longer in the code: what is left there only becomes
//! fewer.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Sentences in the code of `words` and `cli`: string literals of several words. New texts go into
/// `src/words/messages`; this number only falls.
const SENTENCES: usize = 1001;

const MESSAGES: &str = "src/words/messages/en-US";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Ids and variables of a file of messages.
fn ids_and_variables(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let ids = text.lines().filter_map(|line| {
        let (id, _) = line.split_once(" = ")?;
        let is_id = id.starts_with(|letter: char| letter.is_ascii_lowercase());
        is_id.then(|| id.to_owned())
    });
    let texts = text.lines().filter(|line| !line.starts_with('#'));
    let variables = texts
        .flat_map(|line| line.split("{ $").skip(1))
        .map(|rest| {
            let end = rest.find(|letter: char| !letter.is_alphanumeric());
            rest[..end.unwrap_or(rest.len())].to_owned()
        });
    (ids.collect(), variables.collect())
}

#[test]
fn every_message_is_used_and_every_message_that_is_used_is_there() {
    for entry in fs::read_dir(root().join(MESSAGES)).unwrap() {
        let file = entry.unwrap().path();
        let (ids, variables) = ids_and_variables(&fs::read_to_string(&file).unwrap());
        let room = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let code = fs::read_to_string(root().join(format!("src/words/{room}.rs"))).unwrap();
        let mut literals = Literals::default();
        literals.read(code.parse().unwrap());
        let of_code: BTreeSet<String> = literals.texts.into_iter().collect();
        let is_kebab = |text: &&String| {
            text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        };
        let used: BTreeSet<String> = of_code.iter().filter(is_kebab).cloned().collect();
        assert_eq!(ids, used, "{room}: messages, and those that the code names");
        let missing: Vec<_> = variables.difference(&of_code).collect();
        assert!(missing.is_empty(), "{room}: nothing fills in {missing:?}");
    }
}

#[test]
fn sentences_in_the_code_become_fewer_and_never_more() {
    let mut sentences = 0;
    for room in ["src/words", "src/cli"] {
        sentences += count_in(&root().join(room));
    }
    assert!(
        sentences == SENTENCES,
        "{sentences} sentences, and SENTENCES is {SENTENCES}: new texts belong into {MESSAGES}, and where \
         there are fewer now, that is to be kept"
    );
}

fn count_in(folder: &Path) -> usize {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                return count_in(&path);
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                return 0;
            }
            let mut literals = Literals::default();
            literals.read(fs::read_to_string(&path).unwrap().parse().unwrap());
            let is_sentence = |text: &&String| text.trim().contains(' ');
            literals.texts.iter().filter(is_sentence).count()
        })
        .sum()
}

/// The string literals of a source, but for attributes, doc comments and what only tests have.
#[derive(Default)]
struct Literals {
    texts: Vec<String>,
}

impl Literals {
    fn read(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut is_test = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    if let Some(TokenTree::Punct(inner)) = tokens.peek()
                        && inner.as_char() == '!'
                    {
                        tokens.next();
                    }
                    if let Some(TokenTree::Group(attribute)) = tokens.next() {
                        let attribute = attribute.stream().to_string().replace(' ', "");
                        is_test |= attribute == "cfg(test)" || attribute == "test";
                    }
                }
                TokenTree::Group(group) => {
                    let ends_item = group.delimiter() == Delimiter::Brace;
                    if !is_test {
                        self.read(group.stream());
                    }
                    is_test &= !ends_item;
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if let Some(text) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
                        self.texts.push(text.to_owned());
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => is_test = false,
                TokenTree::Punct(_) | TokenTree::Ident(_) => {}
            }
        }
    }
}
