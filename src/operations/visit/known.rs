//! Heads of earlier visits that lie on the stick, signed with this station's key: the records of today
//! must go on from them (EXCHANGE 6.6).

use std::path::Path;

use crate::operations::visit::Stick;
use crate::operations::visit::out::own;
use crate::pack::PublicKey;
use crate::pack::signature::MAX_COMMENT;
use crate::platform::files::{self, Folder};
use crate::records::{Carried, Head};
use crate::station::key::{self, check_head};
use crate::station::{DataFolder, Station};

/// Visits of three years, day by day; what lies beside them is not looked at.
const MAX_HEADS: usize = 1000;
/// Longer than any head.
const MAX_HEAD: u64 = 4096;

/// The heads of this station on the stick. What cannot be read there, or is signed by nobody or by
/// another key, tells nothing of this station.
pub(super) fn known_heads(data: &DataFolder, stick: &Stick, station: &Station) -> Vec<Carried> {
    let Ok(key) = key::public(data) else {
        return Vec::new();
    };
    let folder = Folder::open(stick.folder()).and_then(|f| f.folder(&own("out", station)));
    let Ok(folder) = folder else {
        return Vec::new();
    };
    let names = folder.names().unwrap_or_default();
    let mut names: Vec<String> = names
        .into_iter()
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with("-head.json"))
        .collect();
    // The newest first.
    names.sort_unstable_by(|a, b| b.cmp(a));
    let names = names.iter().take(MAX_HEADS);
    names
        .filter_map(|name| read(&folder, name, &key).map(Carried::from))
        .collect()
}

fn read(folder: &Folder, name: &str, key: &PublicKey) -> Option<Head> {
    let bytes = |name: &str, limit: u64| -> Option<Vec<u8>> {
        let file = folder.open_file(Path::new(name)).ok()?;
        files::read_up_to(file, limit).ok()
    };
    let file = bytes(name, MAX_HEAD)?;
    let signature = bytes(&format!("{name}.minisig"), MAX_COMMENT as u64)?;
    check_head(key, &file, &signature).ok()?;
    Head::read(&file)
}
