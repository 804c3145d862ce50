//! The shipped series: every pack of `content-packs` holds what each must hold
//! (`content-packs/CONTENT.md`), and what its texts and captions claim can be followed. Needs
//! `pdftotext` of Poppler.

#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails where something is not there, and says what; no film is that long"
)]

#[path = "series/captions.rs"]
mod captions;
#[path = "series/guide.rs"]
mod guide;
#[path = "series/papers.rs"]
mod papers;
#[path = "series/parts.rs"]
mod parts;

use std::path::{Path, PathBuf};

use muster::authoring::{Depth, check_folder};
use muster::pack::manifest::Status;
use muster::pack::{Manifest, manifest};
use muster::platform::child::name_own_executable;

/// The most that all packs together may have, in bytes (CONTENT 5.3).
const MOST_BYTES: u64 = 60_000_000;

/// A pack's sources.
struct Pack {
    folder: PathBuf,
    manifest: Manifest,
}

impl Pack {
    fn named(name: &str) -> Option<Self> {
        let folder = content().join(name);
        let bytes = std::fs::read(folder.join("manifest.json")).ok()?;
        let manifest = manifest::parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        Some(Self { folder, manifest })
    }

    /// A text of the pack.
    fn text(&self, path: &str) -> String {
        let file = self.folder.join(path);
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }
}

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs")
}

/// Every folder with a manifest, by name.
fn all() -> Vec<Pack> {
    let entries = std::fs::read_dir(content()).expect("content-packs");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("Unicode"))
        .collect();
    names.sort();
    names.iter().filter_map(|name| Pack::named(name)).collect()
}

/// All complaints at once: whoever writes a pack wants to see them together.
#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Looks at every pack.
#[track_caller]
fn each(look: impl Fn(&Pack, &mut Vec<String>)) {
    let mut complaints = Vec::new();
    for pack in all() {
        let mut of_this = Vec::new();
        look(&pack, &mut of_this);
        let name = pack.folder.file_name().expect("a name").display();
        complaints.extend(of_this.into_iter().map(|it| format!("{name}: {it}")));
    }
    none(&complaints);
}

/// CONTENT 1.5. One test a pack, so that they are checked side by side: each film is decoded to its
/// end.
macro_rules! passes_its_own_check {
    ($($test:ident: $folder:literal),* $(,)?) => {
        /// The folders of the series in its order (CONTENT 1.2).
        const SERIES: &[&str] = &[$($folder),*];

        $(#[test]
        fn $test() {
            let pack = Pack::named($folder).expect("the pack is in the series");
            // Job aids are drawn by Muster itself.
            name_own_executable(env!("CARGO_BIN_EXE_muster").into());
            let found = check_folder(&pack.folder, Depth::Whole, &mut |_, _| true);
            let found = found.expect("something to check");
            assert!(found.is_empty(), "{found:#?}");
        })*
    };
}

passes_its_own_check! {
    the_introduction_passes_its_own_check: "introduction",
    the_detainer_pack_passes_its_own_check: "detainer",
    the_consular_notification_pack_passes_its_own_check: "consular-notification",
    the_racial_profiling_pack_passes_its_own_check: "avoiding-racial-profiling",
    the_community_pack_passes_its_own_check: "explaining-to-your-community",
    the_witnesses_and_victims_pack_passes_its_own_check: "witnesses-refugees-victims",
    the_retaliation_pack_passes_its_own_check: "retaliation",
    the_language_pack_passes_its_own_check: "speaking-their-language",
}

// CONTENT 1.2, CONTENT 3.2
#[test]
fn every_pack_has_its_place_in_the_series_and_says_how_old_it_is() {
    each(|pack, complaints| {
        let folder = pack.folder.file_name().expect("a name").to_string_lossy();
        let place = SERIES.iter().position(|name| *name == folder);
        let series = pack.manifest.series.as_ref();
        let position = series.map(|series| series.position as usize);
        if place.is_none() || place.map(|n| n + 1) != position {
            complaints.push(format!(
                "its position {position:?} is not that of its folder"
            ));
        }
        let id = format!("example.secure-communities.{folder}");
        if pack.manifest.id.as_str() != id {
            complaints.push(format!("its id is {} instead of {id}", pack.manifest.id));
        }
        if pack.manifest.as_of.to_string() != "2012-05-15" {
            complaints.push(format!("it is as of {}", pack.manifest.as_of));
        }
        if pack.manifest.status != Status::Historical {
            complaints.push("its status is not historical".to_owned());
        }
    });
}

#[test]
fn all_packs_together_fit_into_sixty_megabytes() {
    let mut sum = 0;
    for pack in all() {
        for (path, _) in muster::pack::content::files_of(&pack.manifest) {
            let file = pack.folder.join(path.as_str());
            sum += file.metadata().map_or(0, |it| it.len());
        }
    }
    assert!(sum <= MOST_BYTES, "{sum} bytes");
}
