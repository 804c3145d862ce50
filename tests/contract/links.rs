//! Links of Markdown documents, and paths that they name.

/// Links in a document, outside of blocks of code, that lead nowhere. `is_there` asks for a path from
/// the top of the repository, `read` for its text.
pub fn defects(
    file: &str,
    text: &str,
    is_there: &dyn Fn(&str) -> bool,
    read: &dyn Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut defects = Vec::new();
    for (line, target) in targets(text) {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        let path = match path {
            "" => file.to_owned(),
            path => joined(file, path),
        };
        if !is_there(&path) {
            defects.push(format!("{file}:{line}: no {path}"));
        } else if !heading.is_empty() {
            let text = read(&path).unwrap_or_default();
            if !headings(&text).any(|it| it == heading) {
                defects.push(format!("{file}:{line}: {path} has no heading #{heading}"));
            }
        }
    }
    defects
}

/// What the links of a document lead to, each with its line.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let outside_of_code = |(line, text)| {
        str::split(text, '`')
            .step_by(2)
            .map(move |part| (line, part))
    };
    for (line, text) in prose(text).flat_map(outside_of_code) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("](") {
            let (target, after) = after.split_once(')').unwrap_or((after, ""));
            found.push((line, target));
            rest = after;
        }
    }
    found
}

/// Lines outside of blocks of code, each with its number.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// A relative path of a document, from the top of the repository.
fn joined(document: &str, path: &str) -> String {
    let mut folders: Vec<&str> = document.split('/').collect();
    folders.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// The headings of a document as links name them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let heading = |line: &str| {
        let text = line.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            letter => letter.is_alphanumeric().then_some(letter),
        });
        kept.collect()
    };
    prose(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(move |(_, line)| heading(line))
}

/// Paths of sources, tests and scripts that a document names in code; one with a word in capitals or a
/// `*` in it stands for several.
pub fn paths(text: &str) -> impl Iterator<Item = &str> {
    let is_path = |word: &str| {
        ["src/", "tests/", ".ci/", "content-packs/"]
            .iter()
            .any(|root| word.starts_with(root))
    };
    let stands_for_several = |word: &str| word.contains('*') || word.contains("NAME");
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.split_whitespace().next())
        .filter(move |word| is_path(word) && !stands_for_several(word))
}

#[test]
fn a_link_to_no_file_or_no_heading_is_seen() {
    let is_there = |path: &str| matches!(path, "a/b.md" | "c.md");
    let read = |_: &str| Some("# One, two: three\n```sh\n# four\n```\n".to_owned());
    let text = "[x](../c.md) [x](b.md#one-two-three) [x](#one-two-three) [x](https://a.example/b)\n\
        ```\n[x](code.md)\n```\n[`x`](d.md) `[a](b)`\n[x](../c.md#four)";
    assert_eq!(
        defects("a/b.md", text, &is_there, &read),
        ["a/b.md:5: no a/d.md", "a/b.md:6: c.md has no heading #four"]
    );
}

#[test]
fn paths_are_those_in_code() {
    let text = "`src/a.rs`, `src/NAME.rs`, src/b.rs, `tests/*.rs`, `.ci/run now`, `x/y`";
    assert_eq!(paths(text).collect::<Vec<_>>(), ["src/a.rs", ".ci/run"]);
}
