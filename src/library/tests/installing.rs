//! Taking packs in.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::date;
use serde_json::json;

use super::fixture::{TODAY, World, id, manifest, refused, who};
use crate::documents::fixture::small_pdf;
use crate::library::{Action, Library, Warning, find_packs, newest_first};
use crate::platform::files::SourceFile;
use crate::player::MediaSource;

/// FORMAT 2.21.
#[test]
fn an_installed_pack_is_on_the_shelf_with_its_facts() {
    let world = World::new();
    let file = world.pack("example.test", 3, |_| {});
    let outcome = world.install(&file).unwrap();
    assert_eq!(outcome.action, Action::Installed);
    assert_eq!(outcome.publisher, "Example County Sheriff");
    let packs = world.library.installed().unwrap();
    let [pack] = packs.as_slice() else {
        panic!("{packs:?}");
    };
    assert_eq!(pack.outline().id, id("example.test"));
    assert_eq!(pack.outline().version.get(), 3);
    assert_eq!(pack.publisher(), "Example County Sheriff");
    assert_eq!(pack.key_id(), world.public.id());
    assert_eq!(pack.sha256(), outcome.sha256);
    assert_eq!(pack.installed_by(), "it");
    assert_eq!(pack.installed_at(), who().at);
    let (source, shelf) = (
        std::fs::read(file).unwrap(),
        std::fs::read(pack.path()).unwrap(),
    );
    assert_eq!(source, shelf, "the pack stays whole");
    assert_eq!(pack.bytes(), source.len() as u64);
    world.library.check(pack, &who(), &mut |_, _| true).unwrap();
}

#[test]
fn the_files_of_an_installed_pack_can_be_read() {
    let world = World::new();
    let mut manifest = manifest("example.test", 1);
    manifest["modules"][0]["guide"] = "text/guide.md".into();
    manifest["modules"][0]["job_aids"] = json!([{"id": "a", "title": "A", "kind": "pdf",
        "path": "aids/a.pdf", "language": "en"}]);
    let files = BTreeMap::from([
        ("text/guide.md", b"# Guide".to_vec()),
        ("aids/a.pdf", small_pdf()),
    ]);
    world
        .install(&world.build(&manifest, &files, "a.muster"))
        .unwrap();
    let pack = world.library.installed().unwrap().remove(0);
    assert_eq!(
        pack.read(&"text/guide.md".parse().unwrap(), 100).unwrap(),
        b"# Guide"
    );
    assert_eq!(
        refused(pack.read(&"text/guide.md".parse().unwrap(), 6)),
        "TooLarge"
    );
    assert_eq!(
        refused(pack.read(&"text/none.md".parse().unwrap(), 100)),
        "ShelfDamaged"
    );
    let mut inside = Vec::new();
    let source = pack.source(&"aids/a.pdf".parse().unwrap()).unwrap();
    source.open().unwrap().read_to_end(&mut inside).unwrap();
    assert_eq!(inside, small_pdf());
    // Deflated: there is no place to seek in.
    assert!(pack.source(&"text/guide.md".parse().unwrap()).is_none());
}

/// FORMAT 2.23.
#[test]
fn the_same_bytes_again_change_nothing() {
    let world = World::new();
    let file = world.pack("example.test", 3, |_| {});
    world.install(&file).unwrap();
    let before = world.snapshot();
    assert_eq!(
        world.install(&file).unwrap().action,
        Action::AlreadyInstalled
    );
    assert_eq!(world.snapshot(), before);
}

#[test]
fn an_update_takes_the_place_and_keeps_the_version_before() {
    let world = World::new();
    world.installed("example.test", 1);
    assert_eq!(world.installed("example.test", 2).action, Action::Updated);
    let active = world.library.installed().unwrap();
    assert_eq!(active.len(), 1);
    assert_eq!(active[0].outline().version.get(), 2);
    let kept = world.library.kept(&id("example.test")).unwrap().unwrap();
    assert_eq!(kept.outline().version.get(), 1);
}

/// FORMAT 2.10.
#[test]
fn an_older_version_is_refused_even_when_nothing_is_installed_any_more() {
    let world = World::new();
    let old = world.pack("example.test", 1, |_| {});
    world.installed("example.test", 2);
    let before = world.snapshot();
    assert_eq!(refused(world.install(&old)), "OlderThanInstalled");
    assert_eq!(world.snapshot(), before);
    world.library.remove(&id("example.test"), &who()).unwrap();
    assert_eq!(refused(world.install(&old)), "OlderThanInstalled");
}

/// FORMAT 2.10.
#[test]
fn an_older_version_is_accepted_with_a_reason_which_is_kept() {
    let world = World::new();
    let old = world.pack("example.test", 1, |_| {});
    world.installed("example.test", 2);
    let go_on = &mut |_: u64, _: u64| true;
    assert_eq!(
        refused(world.library.install_older(&old, " ", &who(), go_on)),
        "ReasonMissing"
    );
    let outcome = world
        .library
        .install_older(&old, "version 2 has no sound", &who(), go_on);
    assert_eq!(outcome.unwrap().action, Action::Updated);
    let last = world.library.audit().unwrap().pop().unwrap();
    assert_eq!(
        (last.action.as_str(), last.version),
        ("install_older", Some(1))
    );
    assert_eq!(last.detail, "version 2 has no sound");
    // The floor stays where it was.
    let between = world.pack("example.test", 1, |m| m["title"] = "Other".into());
    assert_eq!(refused(world.install(&between)), "OlderThanInstalled");
}

/// FORMAT 2.18.
#[test]
fn the_same_version_with_other_content_is_refused_even_after_it_was_removed() {
    let world = World::new();
    world.installed("example.test", 3);
    let other = world.pack("example.test", 3, |m| m["title"] = "Other".into());
    let before = world.snapshot();
    assert_eq!(
        refused(world.install(&other)),
        "SameVersionDifferentContent"
    );
    assert_eq!(world.snapshot(), before);
    world.library.remove(&id("example.test"), &who()).unwrap();
    assert_eq!(
        refused(world.install(&other)),
        "SameVersionDifferentContent"
    );
}

/// FORMAT 2.19.
#[test]
fn a_pack_past_its_last_day_is_not_installed_but_keeps_playing() {
    let world = World::new();
    let expired = world.pack("example.a", 1, |m| m["not_after"] = "2026-11-23".into());
    assert_eq!(refused(world.install(&expired)), "Expired");
    let last_day = world.pack("example.b", 1, |m| m["not_after"] = "2026-11-24".into());
    world.install(&last_day).unwrap();
    let mut tomorrow = who();
    tomorrow.today = date(2026, 11, 25);
    let again = world
        .library
        .install(&last_day, &tomorrow, &mut |_, _| true)
        .unwrap();
    assert_eq!(again.action, Action::AlreadyInstalled);
    assert_eq!(again.warnings, [Warning::Expired(date(2026, 11, 24))]);
    assert_eq!(world.library.installed().unwrap().len(), 1);
}

/// FORMAT 4.30.
#[test]
fn a_pack_overdue_for_review_is_installed_with_a_warning() {
    let world = World::new();
    let overdue = world.pack("example.test", 1, |m| m["review_by"] = "2026-11-23".into());
    let outcome = world.install(&overdue).unwrap();
    assert_eq!(
        outcome.warnings,
        [Warning::ReviewOverdue(date(2026, 11, 23))]
    );
}

#[test]
fn verify_says_what_install_would_do_and_changes_nothing() {
    let world = World::new();
    let verify = |file: &std::path::Path| world.library.verify(file, TODAY, &mut |_, _| true);
    let one = world.pack("example.test", 1, |_| {});
    let before = world.snapshot();
    assert_eq!(verify(&one).unwrap().action, Action::WouldInstall);
    assert_eq!(world.snapshot(), before);
    world.install(&one).unwrap();
    assert_eq!(verify(&one).unwrap().action, Action::AlreadyInstalled);
    let two = world.pack("example.test", 2, |_| {});
    assert_eq!(verify(&two).unwrap().action, Action::WouldUpdate);
    world.install(&two).unwrap();
    assert_eq!(refused(verify(&one)), "OlderThanInstalled");
}

/// FORMAT 2.1.
#[test]
fn a_missing_file_and_a_folder_are_refused_as_such() {
    let world = World::new();
    let folder = world.folder.path();
    assert_eq!(
        refused(world.install(&folder.join("gone.muster"))),
        "NoSuchFile"
    );
    assert_eq!(refused(world.install(folder)), "NotAPack");
}

/// FORMAT 2.22.
#[test]
fn a_stopped_install_leaves_nothing() {
    let world = World::new();
    let file = world.pack("example.test", 1, |_| {});
    let before = world.snapshot();
    for steps in 0..4 {
        let mut left = steps;
        let stopped = world.library.install(&file, &who(), &mut |_, _| {
            left -= 1;
            left >= 0
        });
        assert_eq!(refused(stopped), "Cancelled", "after {steps} steps");
        assert_eq!(world.snapshot(), before, "after {steps} steps");
    }
}

#[test]
fn a_second_installer_gets_busy_while_another_is_at_work() {
    let world = World::new();
    let (one, two) = (
        world.pack("example.a", 1, |_| {}),
        world.pack("example.b", 1, |_| {}),
    );
    let mut answers = Vec::new();
    let outcome = world.library.install(&one, &who(), &mut |_, _| {
        answers.push(refused(world.install(&two)));
        true
    });
    outcome.unwrap();
    assert!(!answers.is_empty());
    assert!(answers.iter().all(|a| a == "Busy"), "{answers:?}");
    world.install(&two).unwrap();
}

#[test]
fn what_a_killed_install_left_is_cleared_by_the_next() {
    let world = World::new();
    let packs = world.library.folder().join("packs");
    let stray = format!("{}.muster", "0".repeat(64));
    for name in ["incoming-x.part", &stray] {
        std::fs::File::create(packs.join(name))
            .unwrap()
            .write_all(b"half")
            .unwrap();
    }
    let outcome = world.installed("example.test", 1);
    let (files, _) = world.snapshot();
    assert_eq!(files, [format!("{}.muster", outcome.sha256)]);
}

/// EXCHANGE 4.3.
#[test]
fn of_each_pack_on_a_stick_the_newest_is_tried_first() {
    let world = World::new();
    let (b1, a9, a10) = (
        world.pack("example.b", 1, |_| {}),
        world.pack("example.a", 9, |_| {}),
        world.pack("example.a", 10, |_| {}),
    );
    let junk = world.folder.path().join("junk.muster");
    std::fs::File::create(&junk).unwrap();
    let found = find_packs(world.folder.path()).unwrap();
    let groups = newest_first(found);
    let groups: Vec<Vec<&std::path::Path>> = groups
        .iter()
        .map(|group| group.iter().map(SourceFile::path).collect())
        .collect();
    assert_eq!(groups, [vec![&*a10, &*a9], vec![&*b1], vec![&*junk]]);
}

#[test]
fn packs_are_readable_by_other_accounts() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let world = World::new();
        world.installed("example.test", 1);
        let pack = world.library.installed().unwrap().remove(0);
        let mode = std::fs::metadata(pack.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o444, 0o444);
    }
}

#[test]
fn another_process_sees_what_was_installed() {
    let world = World::new();
    world.installed("example.test", 1);
    let other = Library::open(world.library.folder()).unwrap();
    assert_eq!(other.installed().unwrap().len(), 1);
}

/// EXCHANGE 4.15.
#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_what_was_found_brings_no_pack_in() {
    use crate::library::LibraryError;
    use crate::pack::PackError;
    use std::os::unix::fs::symlink;
    let world = World::new();
    let (stick, elsewhere) = (
        world.folder.path().join("stick"),
        world.folder.path().join("elsewhere"),
    );
    let packs = stick.join("packs");
    for folder in [&packs, &elsewhere] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let found_as = packs.join("a.muster");
    std::fs::rename(world.pack("example.a", 1, |_| {}), &found_as).unwrap();
    std::fs::rename(
        world.pack("example.a", 2, |_| {}),
        elsewhere.join("a.muster"),
    )
    .unwrap();
    let before = world.snapshot();
    let found = find_packs(&stick).unwrap();
    let plan = world.library.plan(TODAY).unwrap();
    plan.pack(&found[0], &mut |_, _| true).expect("a pack");
    // The folder, and then the file.
    std::fs::rename(&packs, stick.join("kept")).unwrap();
    symlink(&elsewhere, &packs).unwrap();
    let refused = || {
        let link = |error: LibraryError| {
            let link = matches!(&error, LibraryError::Pack(PackError::NotAPack { reason }) if reason.contains("link"));
            assert!(link, "{error:?}");
        };
        link(
            world
                .library
                .install(&found[0], &who(), &mut |_, _| true)
                .unwrap_err(),
        );
        link(
            world
                .library
                .verify(&found[0], TODAY, &mut |_, _| true)
                .unwrap_err(),
        );
        link(plan.pack(&found[0], &mut |_, _| true).unwrap_err());
        let file = &found[0];
        assert!(world.library.install_list(file, &who()).is_err());
    };
    refused();
    std::fs::remove_file(&packs).unwrap();
    std::fs::create_dir(&packs).unwrap();
    symlink(elsewhere.join("a.muster"), &found_as).unwrap();
    refused();
    assert_eq!(world.snapshot(), before);
}
