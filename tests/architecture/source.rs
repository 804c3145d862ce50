//! What one source file names: every path in code and in macros, `use` trees unfolded, names
//! given by `use` followed, `self::` and `super::` climbed.

use std::collections::HashMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that a source names. It begins with `crate` where it leads into this crate.
pub struct Mention {
    pub line: usize,
    pub path: Vec<String>,
    /// Within an item that only test builds have.
    pub in_test: bool,
    /// Of `pub(in path)`: it says who may see something.
    pub in_visibility: bool,
}

/// One source file, read.
pub struct Source {
    /// Its module, without `crate`.
    pub module: Vec<String>,
    pub mentions: Vec<Mention>,
    /// What the names mean that `use` gives here, outside tests.
    pub names: HashMap<String, Vec<String>>,
    /// Modules declared here that have a file of their own.
    pub declared: Vec<Vec<String>>,
    /// Those of them that only test builds have.
    pub declared_tests: Vec<Vec<String>>,
}

/// The module whose source lies at `place` under `src/`.
pub fn module_of(place: &Path) -> Vec<String> {
    let mut module: Vec<String> = place
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if module.last().is_some_and(|last| last == "mod")
        || matches!(&module[..], [only] if only == "lib" || only == "main")
    {
        module.pop();
    }
    module
}

impl Source {
    pub fn read(module: Vec<String>, text: &str) -> Result<Source, String> {
        let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
        let mut reader = Reader {
            here: module.clone(),
            in_visibility: false,
            aliases: HashMap::new(),
            source: Source {
                module,
                mentions: Vec::new(),
                names: HashMap::new(),
                declared: Vec::new(),
                declared_tests: Vec::new(),
            },
        };
        reader.level(tokens, false);
        let Reader {
            aliases,
            mut source,
            ..
        } = reader;
        for mention in &mut source.mentions {
            follow(&aliases, &mut mention.path);
        }
        Ok(source)
    }
}

/// Puts what a `use` says in the place of the name it gave.
fn follow(aliases: &HashMap<String, Vec<String>>, path: &mut Vec<String>) {
    // A name may stand for one that another `use` gave; two that stand for each other must not
    // hold the test up.
    for _ in 0..8 {
        match aliases.get(&path[0]) {
            Some(meant) if !path.starts_with(meant) => {
                path.splice(..1, meant.iter().cloned());
            }
            _ => return,
        }
    }
}

struct Reader {
    here: Vec<String>,
    in_visibility: bool,
    aliases: HashMap<String, Vec<String>>,
    source: Source,
}

impl Reader {
    /// Reads the tokens between one pair of brackets.
    fn level(&mut self, tokens: TokenStream, within_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut in_test = within_test;
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => {
                    if at > 0 && is_punct(&tokens[at - 1], '#') && only_in_tests(&group.stream()) {
                        in_test = true;
                    }
                    let is_visibility = at > 0
                        && ident(tokens.get(at - 1)).as_deref() == Some("pub")
                        && ident(group.stream().into_iter().next().as_ref()).as_deref()
                            == Some("in");
                    let before = std::mem::replace(&mut self.in_visibility, is_visibility);
                    self.level(group.stream(), in_test);
                    self.in_visibility = before;
                    if is_brace(&tokens[at]) {
                        in_test = within_test;
                    }
                }
                TokenTree::Ident(_) => {
                    // Its last token is looked at again, for it may end an item.
                    at = self.word(&tokens, at, in_test) - 1;
                    if is_brace(&tokens[at]) {
                        in_test = within_test;
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            if is_punct(&tokens[at], ';') {
                in_test = within_test;
            }
            at += 1;
        }
    }

    /// Reads what begins with the word at `at`; returns where to go on.
    fn word(&mut self, tokens: &[TokenTree], at: usize, in_test: bool) -> usize {
        let line = tokens[at].span().start().line;
        let name = ident(tokens.get(at)).unwrap();
        let next = ident(tokens.get(at + 1));
        match (name.as_str(), next) {
            ("use", _) if !tokens.get(at + 1).is_some_and(|token| is_punct(token, '<')) => {
                return self.tree(tokens, at + 1, &[], in_test);
            }
            ("mod", Some(module)) => {
                self.here.push(module);
                if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                    self.level(body.stream(), in_test);
                } else {
                    self.source.declared.push(self.here.clone());
                    if in_test {
                        self.source.declared_tests.push(self.here.clone());
                    }
                }
                self.here.pop();
                return at + 3;
            }
            ("extern", Some(next)) if next == "crate" => {
                let name = ident(tokens.get(at + 2)).unwrap_or_default();
                self.mention(line, vec!["extern crate".to_owned(), name], in_test);
                return at + 3;
            }
            ("include", None) if tokens.get(at + 1).is_some_and(|token| is_punct(token, '!')) => {
                self.mention(line, vec!["include!".to_owned()], in_test);
                return at + 2;
            }
            ("path", None)
                if at == 0 && tokens.get(1).is_some_and(|token| is_punct(token, '=')) =>
            {
                self.mention(line, vec!["#[path]".to_owned()], in_test);
                return at + 2;
            }
            _ => {}
        }
        let after_dot = at > 0 && is_punct(&tokens[at - 1], '.');
        if after_dot && !(at > 1 && is_punct(&tokens[at - 2], '.')) {
            self.mention(line, vec![".".to_owned(), name], in_test);
            return at + 1;
        }
        let mut path = vec![name];
        let mut end = at + 1;
        while is_colons(tokens, end)
            && let Some(segment) = ident(tokens.get(end + 2))
        {
            path.push(segment);
            end += 3;
        }
        if path.len() == 1 && at > 1 && is_colons(tokens, at - 2) {
            // What stands before the colons is no plain path: `<Instant>::now`.
            path.insert(0, "<>".to_owned());
        }
        if path.len() > 1 {
            self.mention(line, path, in_test);
        }
        end
    }

    /// Unfolds the `use` tree at `at`; returns where to go on.
    fn tree(
        &mut self,
        tokens: &[TokenTree],
        mut at: usize,
        above: &[String],
        in_test: bool,
    ) -> usize {
        let mut path = above.to_vec();
        while let Some(token) = tokens.get(at) {
            let line = token.span().start().line;
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => at += 1,
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    path.push("*".to_owned());
                    self.leaf(line, path.clone(), None, in_test);
                    at += 1;
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut start = 0;
                    while start < inner.len() {
                        start = self.tree(&inner, start, &path, in_test);
                    }
                    at += 1;
                }
                TokenTree::Ident(_) => {
                    let name = ident(Some(token)).unwrap();
                    at += 1;
                    if name != "self" || path.is_empty() {
                        path.push(name);
                    }
                    if !is_colons(tokens, at) {
                        let renamed = ident(tokens.get(at))
                            .as_ref()
                            .is_some_and(|word| word == "as");
                        let alias = if renamed {
                            ident(tokens.get(at + 1))
                        } else {
                            None
                        };
                        at += if renamed { 2 } else { 0 };
                        self.leaf(line, path.clone(), alias, in_test);
                    }
                }
                _ => return at + 1,
            }
        }
        at
    }

    fn leaf(&mut self, line: usize, path: Vec<String>, alias: Option<String>, in_test: bool) {
        let path = self.climbed(path);
        let name = alias.unwrap_or_else(|| path[path.len() - 1].clone());
        if name != "*" && name != "_" {
            if !in_test {
                self.source.names.insert(name.clone(), path.clone());
            }
            self.aliases.insert(name, path.clone());
        }
        self.mention(line, path, in_test);
    }

    fn mention(&mut self, line: usize, path: Vec<String>, in_test: bool) {
        let path = self.climbed(path);
        self.source.mentions.push(Mention {
            line,
            path,
            in_test,
            in_visibility: self.in_visibility,
        });
    }

    /// `self::` and `super::` as paths from the root of the crate.
    fn climbed(&self, path: Vec<String>) -> Vec<String> {
        let steps = path
            .iter()
            .take_while(|step| *step == "self" || *step == "super")
            .count();
        if steps == 0 {
            return path;
        }
        let climbs = path[..steps].iter().filter(|step| *step == "super").count();
        let kept = self.here.len().saturating_sub(climbs);
        let mut climbed = vec!["crate".to_owned()];
        climbed.extend_from_slice(&self.here[..kept]);
        climbed.extend_from_slice(&path[steps..]);
        climbed
    }
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => {
            Some(ident.to_string().trim_start_matches("r#").to_owned())
        }
        _ => None,
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_brace(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at..at + 2), Some([first, second]) if is_punct(first, ':') && is_punct(second, ':'))
}

/// Whether an attribute's inside is `cfg(test)` or a condition that only tests meet.
fn only_in_tests(attribute: &TokenStream) -> bool {
    let words = attribute.to_string();
    let mut words = words.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.next() == Some("cfg") && {
        let words: Vec<&str> = words.collect();
        words.contains(&"test") && !words.contains(&"not") && !words.contains(&"any")
    }
}
