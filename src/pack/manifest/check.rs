//! Reading `manifest.json`: strictly, format and `min_app` before anything else, then every rule
//! of FORMAT section 4 that the types alone do not hold.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde::Deserialize;

use crate::pack::manifest::names;
use crate::pack::manifest::{AidKind, MAX_DURATION_MS, Manifest, Module, Step};
use crate::pack::strings::Spoofing;
use crate::pack::{PackError, content, strings};

/// `manifest.json` at most, in bytes (FORMAT 3.31).
pub const MAX_MANIFEST: u64 = 4 << 20;
/// The format that this program reads and writes (FORMAT 4.5).
pub const FORMAT: u64 = 1;

/// What is read before anything else: a later format may differ in all the rest.
#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}

/// What is read next.
#[derive(Deserialize)]
struct MinAppOnly {
    min_app: String,
}

/// Reads a manifest: format and `min_app` first (FORMAT 2.15), then types and fields
/// (FORMAT 4.2 to 4.4), then the rest.
///
/// # Errors
/// `AppTooOld` (FORMAT 4.5, FORMAT 4.6), else `BadManifest` with line and field.
pub fn parse(bytes: &[u8]) -> Result<Manifest, PackError> {
    let (manifest, text) = parse_types(bytes)?;
    strings::check(text, Spoofing::Refused)?;
    check(&manifest)?;
    Ok(manifest)
}

/// Reads the manifest of a pack that is installed, by every rule but FORMAT 4.31, which is younger
/// than the first packs: what its names must not hold is written out.
///
/// # Errors
/// As [`parse`].
pub fn parse_installed(bytes: &[u8]) -> Result<Manifest, PackError> {
    let (mut manifest, text) = parse_types(bytes)?;
    strings::check(text, Spoofing::Shown)?;
    check(&manifest)?;
    names::write_out(&mut manifest);
    Ok(manifest)
}

fn parse_types(bytes: &[u8]) -> Result<(Manifest, &str), PackError> {
    // FORMAT 4.1, as the end of the text below.
    let text = std::str::from_utf8(bytes).map_err(|_| bad("manifest.json", "not UTF-8"))?;
    // Invalid JSON is reported, with its line, by the full parser below.
    match serde_json::from_str(text) {
        Ok(FormatOnly { format }) if format > FORMAT => {
            return Err(PackError::AppTooOld {
                needed: format!("format {format}"),
            });
        }
        _ => {}
    }
    if let Ok(MinAppOnly { min_app }) = serde_json::from_str(text) {
        let needed =
            semver(&min_app).ok_or_else(|| bad("min_app", "not a version such as 0.1.0"))?;
        if Some(needed) > semver(env!("CARGO_PKG_VERSION")) {
            return Err(PackError::AppTooOld { needed: min_app });
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let manifest: Manifest =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| PackError::BadManifest {
            line: error.inner().line(),
            field: match error.path().to_string() {
                path if path == "." => "manifest.json".to_owned(),
                path => path,
            },
            reason: error.inner().to_string(),
        })?;
    reader.end().map_err(|error| PackError::BadManifest {
        line: error.line(),
        field: "manifest.json".to_owned(),
        reason: "text after its end".to_owned(),
    })?;
    Ok((manifest, text))
}

/// Reads a manifest that kept every rule when its pack was installed: its types are checked again,
/// what goes beyond them is not, and names are written out as by
/// [`parse_installed`]. A shelf may hold hundreds, and all are read when Muster starts.
///
/// # Errors
/// As [`parse`].
pub fn parse_again(bytes: &[u8]) -> Result<Manifest, PackError> {
    match serde_json::from_slice::<Manifest>(bytes) {
        Ok(mut manifest)
            if manifest.format == FORMAT
                && semver(&manifest.min_app)
                    .is_some_and(|needed| Some(needed) <= semver(env!("CARGO_PKG_VERSION"))) =>
        {
            names::write_out(&mut manifest);
            Ok(manifest)
        }
        // Its defects are reported as those of any other.
        _ => parse_installed(bytes),
    }
}

fn bad(field: &str, reason: &str) -> PackError {
    PackError::BadManifest {
        line: 0,
        field: field.to_owned(),
        reason: reason.to_owned(),
    }
}

/// `1.2.3` as numbers that compare (FORMAT 4.6).
fn semver(text: &str) -> Option<[u64; 3]> {
    let mut parts = text.split('.');
    let mut numbers = [0; 3];
    for number in &mut numbers {
        let part = parts.next()?;
        let digits =
            !part.is_empty() && part.len() < 10 && part.bytes().all(|b| b.is_ascii_digit());
        *number = part.parse().ok().filter(|_| digits)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// The rules that bind one field to another.
///
/// # Errors
/// `BadManifest` with the field.
pub fn check(manifest: &Manifest) -> Result<(), PackError> {
    // FORMAT 4.5.
    if manifest.format != FORMAT {
        return Err(bad("format", "only format 1 is known"));
    }
    language(&manifest.language, "language")?;
    // FORMAT 4.15.
    not_empty(&manifest.title, "title")?;
    not_empty(&manifest.publisher, "publisher")?;
    // FORMAT 4.16.
    if manifest.series.as_ref().is_some_and(|s| s.position == 0) {
        return Err(bad("series.position", "counts from 1"));
    }
    // FORMAT 4.18.
    unique(manifest.modules.iter().map(|m| &m.id), "modules", "id")?;
    for (i, module) in manifest.modules.iter().enumerate() {
        let at = format!("modules[{i}]");
        check_module(module, &at)?;
        // FORMAT 4.19.
        if let Some(variant) = &module.variant {
            let of = manifest.modules.iter().find(|m| m.id == variant.of);
            match of {
                Some(of) if of.id != module.id && of.variant.is_none() => {}
                _ => {
                    return Err(bad(
                        &format!("{at}.variant.of"),
                        "names another module of this pack that is itself no variant",
                    ));
                }
            }
        }
    }
    one_use_a_file(manifest)
}

fn check_module(module: &Module, at: &str) -> Result<(), PackError> {
    not_empty(&module.title, &format!("{at}.title"))?;
    ids(
        module.media.iter().map(|m| m.id.as_str()),
        &format!("{at}.media"),
    )?;
    ids(
        module.texts.iter().map(|t| t.id.as_str()),
        &format!("{at}.texts"),
    )?;
    ids(
        module.prompts.iter().map(|p| p.id.as_str()),
        &format!("{at}.prompts"),
    )?;
    ids(
        module.job_aids.iter().map(|a| a.id.as_str()),
        &format!("{at}.job_aids"),
    )?;
    ids(
        module.references.iter().map(|r| r.id.as_str()),
        &format!("{at}.references"),
    )?;
    for (i, medium) in module.media.iter().enumerate() {
        let at = format!("{at}.media[{i}]");
        // FORMAT 4.23.
        if medium.duration_ms == 0 || medium.duration_ms > MAX_DURATION_MS {
            return Err(bad(
                &format!("{at}.duration_ms"),
                "more than 0 and at most a day",
            ));
        }
        // FORMAT 4.24.
        let mut last = None;
        for (j, chapter) in medium.chapters.iter().enumerate() {
            if last >= Some(chapter.at_ms) || chapter.at_ms >= medium.duration_ms {
                return Err(bad(
                    &format!("{at}.chapters[{j}].at_ms"),
                    "chapters come in order of time and begin before the end",
                ));
            }
            last = Some(chapter.at_ms);
        }
        for (j, captions) in medium.captions.iter().enumerate() {
            language(&captions.language, &format!("{at}.captions[{j}].language"))?;
        }
    }
    for (i, aid) in module.job_aids.iter().enumerate() {
        let at = format!("{at}.job_aids[{i}]");
        language(&aid.language, &format!("{at}.language"))?;
        // FORMAT 4.25.
        if !aid.cards.is_empty() && aid.kind != AidKind::Pdf {
            return Err(bad(&format!("{at}.cards"), "only a PDF has cards"));
        }
        for (j, card) in aid.cards.iter().enumerate() {
            language(&card.language, &format!("{at}.cards[{j}].language"))?;
            // FORMAT 4.16.
            if card.page == 0 {
                return Err(bad(&format!("{at}.cards[{j}].page"), "pages count from 1"));
            }
        }
    }
    for (i, reference) in module.references.iter().enumerate() {
        // FORMAT 4.26.
        let url = &reference.url;
        if !(url.starts_with("https://") || url.starts_with("http://"))
            || url.contains(char::is_whitespace)
        {
            return Err(bad(
                &format!("{at}.references[{i}].url"),
                "not a web address",
            ));
        }
    }
    check_links(module, at)?;
    check_bodies(module, at)
}

/// Every id that a step (FORMAT 4.21), a prompt or an update (FORMAT 4.22) names is there.
fn check_links(module: &Module, at: &str) -> Result<(), PackError> {
    for (i, step) in module.steps.iter().enumerate() {
        let found = match step {
            Step::Text(id) => module.texts.iter().any(|t| t.id == *id),
            Step::Play(id) => module.media.iter().any(|m| m.id == *id),
            Step::Prompt(id) => module.prompts.iter().any(|p| p.id == *id),
            Step::JobAid(id) => module.job_aids.iter().any(|a| a.id == *id),
        };
        if !found {
            return Err(bad(
                &format!("{at}.steps[{i}]"),
                "names an id that the module does not have",
            ));
        }
    }
    let known: HashSet<&str> = module.references.iter().map(|r| r.id.as_str()).collect();
    let prompts = module.prompts.iter().map(|p| ("prompts", &p.references));
    let updates = module.updates.iter().map(|u| ("updates", &u.references));
    for (list, references) in prompts.chain(updates) {
        if let Some(missing) = references.iter().find(|id| !known.contains(id.as_str())) {
            return Err(bad(
                &format!("{at}.{list}.references"),
                &format!("{missing:?} is not among the module's references"),
            ));
        }
    }
    Ok(())
}

/// Markdown inside the manifest obeys the rules of Markdown files (FORMAT 4.27).
fn check_bodies(module: &Module, at: &str) -> Result<(), PackError> {
    let texts = module.texts.iter().enumerate();
    for (i, text) in texts {
        for (field, body) in [("body", &text.body), ("notes", &text.notes)] {
            content::check_markdown(body.as_bytes())
                .map_err(|rule| bad(&format!("{at}.texts[{i}].{field}"), &rule))?;
        }
    }
    for (i, prompt) in module.prompts.iter().enumerate() {
        not_empty(&prompt.question, &format!("{at}.prompts[{i}].question"))?;
        content::check_markdown(prompt.notes.as_bytes())
            .map_err(|rule| bad(&format!("{at}.prompts[{i}].notes"), &rule))?;
    }
    Ok(())
}

/// A file may be named several times, but for one kind of use only (FORMAT 4.28).
fn one_use_a_file(manifest: &Manifest) -> Result<(), PackError> {
    let mut uses = HashMap::new();
    for (path, what) in content::files_of(manifest) {
        if path.as_str() == "manifest.json" {
            return Err(bad("path", "manifest.json is the manifest itself"));
        }
        if uses
            .insert(path.clone(), what)
            .is_some_and(|before| before != what)
        {
            return Err(bad(
                "path",
                &format!("{path} is named for two kinds of use"),
            ));
        }
    }
    Ok(())
}

/// FORMAT 4.15.
fn not_empty(text: &str, field: &str) -> Result<(), PackError> {
    if text.trim().is_empty() {
        return Err(bad(field, "is empty"));
    }
    Ok(())
}

/// Ids inside a module: not empty, at most 128 bytes, unique in their list (FORMAT 4.20).
fn ids<'a>(ids: impl Iterator<Item = &'a str> + Clone, list: &str) -> Result<(), PackError> {
    for id in ids.clone() {
        if id.is_empty() || id.len() > 128 {
            return Err(bad(list, &format!("{id:?}: an id has 1 to 128 bytes")));
        }
    }
    unique(ids, list, "id")
}

fn unique<T: Eq + Hash + std::fmt::Display>(
    values: impl Iterator<Item = T>,
    list: &str,
    field: &str,
) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    for value in values {
        let shown = value.to_string();
        if !seen.insert(value) {
            return Err(bad(list, &format!("{field} {shown:?} occurs twice")));
        }
    }
    Ok(())
}

/// The shape of a BCP 47 tag (FORMAT 4.12): letters first, then hyphenated parts of 1 to 8 letters
/// and digits.
fn language(tag: &str, field: &str) -> Result<(), PackError> {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let right = (2..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts
            .all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if right {
        Ok(())
    } else {
        Err(bad(
            field,
            &format!("{tag:?} is not a language tag such as en-US"),
        ))
    }
}
