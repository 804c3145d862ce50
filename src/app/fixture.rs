//! The least pack, for tests.

use std::path::{Path, PathBuf};

use crate::pack::{SecretKey, manifest, write};

/// Builds a pack of one module without media, signed with this key. Returns its file.
pub(in crate::app) fn pack(folder: &Path, id: &str, key: &SecretKey) -> PathBuf {
    let text = serde_json::json!({
        "format": 1, "id": id, "version": 1, "title": id, "publisher": "Somebody",
        "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
        "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["front-line"], "title": "One",
            "summary": "", "objectives": [], "minutes": 5, "credit_minutes": null,
            "media": [], "steps": [], "prompts": [], "job_aids": [], "references": []
        }]
    })
    .to_string();
    let parsed = manifest::parse(text.as_bytes()).unwrap();
    let out = folder.join(format!("{id}.muster"));
    let mut none = |_: &_| Err(std::io::ErrorKind::NotFound.into());
    write::build(&parsed, text.as_bytes(), key, &out, &mut none, &mut || true).unwrap();
    out
}
