//! Cached outlines of packs, so that a start opens none of them.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::fixture::{World, who};
use crate::library::{FileDefect, InstalledPack, Library, PackState};
use crate::pack::{ModuleOutline, Outline, manifest as read};

fn active(library: &Library) -> InstalledPack {
    library.installed().unwrap().remove(0)
}

/// The manifest of every briefing that comes with Muster.
fn content_packs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs");
    let folders = std::fs::read_dir(folder).unwrap();
    let manifests = folders.map(|entry| entry.unwrap().path().join("manifest.json"));
    manifests.filter(|manifest| manifest.exists()).collect()
}

#[test]
fn an_outline_agrees_with_the_manifest_of_every_content_pack() {
    let files = content_packs();
    assert!(!files.is_empty());
    for file in files {
        let manifest = read::parse(&std::fs::read(&file).unwrap()).unwrap();
        let outline = Outline::of(&manifest);
        let text = serde_json::to_string(&outline).unwrap();
        assert_eq!(
            serde_json::from_str::<Outline>(&text).unwrap(),
            outline,
            "it comes back as it was"
        );
        assert_eq!(
            (&outline.id, outline.version, &outline.title),
            (&manifest.id, manifest.version, &manifest.title)
        );
        assert_eq!(
            (&outline.publisher, &outline.language, outline.review_by),
            (&manifest.publisher, &manifest.language, manifest.review_by)
        );
        assert_eq!(
            (&outline.series, outline.status, &outline.disclaimer),
            (&manifest.series, manifest.status, &manifest.disclaimer)
        );
        let rebrief = manifest.changes.as_ref().is_some_and(|c| c.rebrief);
        assert_eq!(outline.rebrief, rebrief);
        assert_eq!(outline.modules.len(), manifest.modules.len());
        for (short, module) in outline.modules.iter().zip(&manifest.modules) {
            assert_eq!(*short, ModuleOutline::of(module));
            assert_eq!(
                (&short.id, &short.title, &short.variant, &short.audience),
                (&module.id, &module.title, &module.variant, &module.audience)
            );
            assert_eq!(
                (short.minutes, short.credit_minutes, &short.course),
                (module.minutes, module.credit_minutes, &module.course)
            );
            assert_eq!(
                (short.media.len(), short.prompts, short.job_aids),
                (
                    module.media.len(),
                    module.prompts.len(),
                    module.job_aids.len()
                )
            );
            for (short, medium) in short.media.iter().zip(&module.media) {
                assert_eq!(
                    (short.kind, short.duration_ms, short.captions.len()),
                    (medium.kind, medium.duration_ms, medium.captions.len())
                );
            }
        }
    }
}

#[test]
fn a_pack_is_opened_on_use_and_agrees_with_its_cached_outline() {
    let world = World::new();
    let file = world.pack("example.test", 3, |m| {
        m["title"] = "Detainers".into();
        m["changes"] = serde_json::json!({"summary": "New form.", "rebrief": true});
    });
    world.install(&file).unwrap();
    let pack = active(&world.library);
    assert!(pack.opened().is_none(), "listed without being opened");
    assert!(pack.outline().rebrief);
    let theirs = pack.clone();
    let manifest = pack.contents().unwrap().manifest();
    assert_eq!(Outline::of(manifest), *pack.outline());
    assert!(theirs.opened().is_some(), "open for all clones");
}

#[test]
fn an_outline_of_another_version_or_pack_is_rebuilt() {
    let world = World::new();
    world.installed("example.test", 1);
    let right = active(&world.library).outline().clone();
    let other = serde_json::to_string(&Outline {
        version: 2.try_into().unwrap(),
        ..right.clone()
    });
    let path = world.library.folder().join("library.db");
    let database = rusqlite::Connection::open(path).unwrap();
    for (made, outline) in [
        (2, "{}".to_owned()),
        (1, "{}".to_owned()),
        (1, "no JSON".to_owned()),
        (1, other.unwrap()),
    ] {
        database
            .execute(
                "UPDATE outlines SET made = ?1, outline = ?2",
                rusqlite::params![made, outline],
            )
            .unwrap();
        let pack = active(&world.library);
        assert_eq!(*pack.outline(), right, "{made} {outline}");
        assert!(pack.opened().is_some(), "read from the pack");
        let again = active(&world.library);
        assert!(again.opened().is_none(), "and remembered");
        assert_eq!(*again.outline(), right);
    }
}

fn overwrite(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

/// As if somebody had written the file at another time.
fn touch(path: &Path, seconds: u64) {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + seconds);
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(at).unwrap();
}

#[test]
fn a_cached_outline_is_not_used_for_a_changed_file() {
    let world = World::new();
    world.installed("example.test", 1);
    let path = active(&world.library).path().to_owned();
    let whole = std::fs::read(&path).unwrap();
    // As long as it was, and no pack at all.
    overwrite(&path, &vec![0; whole.len()]);
    touch(&path, 1);
    let pack = active(&world.library);
    assert_eq!(pack.state(), PackState::Quarantined);
    assert!(matches!(pack.damage(), Some(FileDefect::Altered { .. })));
    assert!(pack.contents().is_err());
    // Longer, shorter.
    overwrite(&path, &whole[..whole.len() - 1]);
    assert_eq!(active(&world.library).damage(), Some(&FileDefect::Cut));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(active(&world.library).damage(), Some(&FileDefect::Missing));
    // What was copied back is read once more, and then remembered.
    overwrite(&path, &whole);
    touch(&path, 2);
    assert!(active(&world.library).opened().is_some());
    assert!(active(&world.library).opened().is_none());
}

#[test]
fn a_file_swapped_after_its_outline_was_cached_is_found_before_first_use() {
    let world = World::new();
    world.installed("example.test", 1);
    let pack = active(&world.library);
    let other = world.pack("example.test", 2, |_| {});
    overwrite(pack.path(), &std::fs::read(other).unwrap());
    assert!(pack.contents().is_err(), "it says what it is");
    let checked = world.library.check(&pack, &who(), &mut |_, _| true);
    assert!(checked.is_err());
}

#[test]
fn a_cached_outline_is_deleted_with_its_pack() {
    let world = World::new();
    world.installed("example.test", 1);
    world.installed("example.test", 2);
    let test = super::fixture::id("example.test");
    world.library.remove(&test, &who()).unwrap();
    let none = std::collections::HashSet::new();
    assert_eq!(world.library.prune(&none, &who()).unwrap(), 2);
    let database = world.library.reading().unwrap();
    let left: i64 = database
        .query_row("SELECT count(*) FROM outlines", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn packs_are_listed_in_the_same_order_whether_they_are_opened_or_not() {
    let world = World::new();
    for (id, title) in [("example.b", "B"), ("example.a", "C"), ("example.c", "A")] {
        let file = world.pack(id, 1, |m| m["title"] = title.into());
        world.install(&file).unwrap();
    }
    let titles = || -> Vec<String> {
        let packs = world.library.installed().unwrap();
        packs.iter().map(|p| p.outline().title.clone()).collect()
    };
    assert_eq!(titles(), ["A", "B", "C"]);
    let database = world.library.writing().unwrap();
    database.execute("DELETE FROM outlines", []).unwrap();
    assert_eq!(titles(), ["A", "B", "C"]);
}
