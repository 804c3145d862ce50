//! Finds the placeholders that `pack new` leaves where the author has to write something.

use crate::authoring::letters::each_text;
use crate::authoring::sources::Sources;
use crate::authoring::{Defect, FILL_IN, FILL_IN_ID, Finding};
use crate::pack::content::MAX_MARKDOWN;
use crate::pack::{Manifest, PackPath};

/// In the manifest.
pub fn of_manifest(manifest: &Manifest) -> Vec<Finding> {
    let mut found = Vec::new();
    let finding = |at: &str, what: &str| {
        let (at, what) = (at.to_owned(), what.to_owned());
        Finding::new("manifest.json", Defect::FillIn { at, what })
    };
    if manifest.id.as_str().starts_with(FILL_IN_ID) {
        let what = "an id under a domain name of your agency, such as \
                    gov.example.sheriff.detainer; it stays the same for all versions";
        found.push(finding("id", what));
    }
    if let Ok(value) = serde_json::to_value(manifest) {
        each_text(&value, "", &mut |at, text| {
            found.extend(after(text).map(|what| finding(at, what)));
        });
    }
    found
}

/// In a text of the pack.
pub fn of_text(path: &PackPath, sources: &Sources) -> Vec<Finding> {
    let bytes = sources.read(path, MAX_MARKDOWN).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().enumerate().filter_map(|(n, line)| {
        let what = after(line)?.to_owned();
        let at = format!("line {}", n + 1);
        Some(Finding::new(path.as_str(), Defect::FillIn { at, what }))
    });
    lines.collect()
}

/// The text after the mark, which names what is to be written.
fn after(text: &str) -> Option<&str> {
    let (_, what) = text.split_once(FILL_IN)?;
    let what = what.trim_start_matches(':').trim().trim_end_matches('.');
    Some(if what.is_empty() {
        "what belongs here"
    } else {
        what
    })
}
