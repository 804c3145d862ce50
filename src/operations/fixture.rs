//! What tests of this room share.
#![cfg(test)]

use std::path::{Path, PathBuf};

use crate::library::Who;
use crate::operations::{Doing, Follow, Here};
use crate::pack::{SecretKey, manifest, write};
use crate::station::DataFolder;

/// A PC whose data lies in this folder.
pub fn here(folder: &Path) -> Here {
    let now: jiff::ZonedDateTime = "2026-11-25T09:00:00[UTC]".parse().expect("a time");
    Here {
        folder: DataFolder::resolve(Some(folder)).expect("a folder"),
        who: Who {
            account: "it".to_owned(),
            at: now.timestamp(),
            today: now.date(),
        },
        now,
        in_window: false,
    }
}

/// Goes on until it is told not to.
pub struct Follower(pub bool);

impl Follow for Follower {
    fn begin(&mut self, _: Doing<'_>) {}

    fn step(&mut self, _: u64, _: u64) -> bool {
        self.0
    }

    fn goes_on(&mut self) -> bool {
        self.0
    }

    fn remark(&mut self, _: &str) {}
}

/// Pulls this stick out as soon as what begins is what is waited for.
pub struct Pulls<'a>(pub &'a Path, pub fn(&Doing<'_>) -> bool);

impl Follow for Pulls<'_> {
    fn begin(&mut self, doing: Doing<'_>) {
        if self.1(&doing) {
            std::fs::remove_dir_all(self.0).expect("pulled");
        }
    }

    fn step(&mut self, _: u64, _: u64) -> bool {
        true
    }

    fn goes_on(&mut self) -> bool {
        true
    }

    fn remark(&mut self, _: &str) {}
}

/// Builds a pack of one module without media, signed with this key. Returns its file.
pub fn signed_pack(folder: &Path, id: &str, key: &SecretKey) -> PathBuf {
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
