//! Packs on the shelf that are read again, and what becomes of those that are not whole.

mod quarantine;

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::fixture::{World, id, manifest, refused, who};
use crate::documents::fixture::long_pdf;
use crate::library::{
    Action, FileDefect, InstalledPack, Library, LibraryError, PackState, Verdict, Warning,
};
use crate::pack::PublicKey;
use crate::pack::signature::new_key_pair;

fn go_on(_done: u64, _all: u64) -> bool {
    true
}

fn active(library: &Library) -> InstalledPack {
    library.installed().unwrap().remove(0)
}

fn check(library: &Library, pack: &InstalledPack) -> Result<(), LibraryError> {
    library.check(pack, &who(), &mut go_on)
}

/// What is found wrong with the pack on the shelf.
#[track_caller]
fn found(library: &Library) -> FileDefect {
    match library.reverify(&active(library), &mut go_on).unwrap() {
        Verdict::Damaged(finding) => finding.damage,
        verdict => panic!("{verdict:?}"),
    }
}

fn overwrite(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

/// Turns one bit of a deflated text, which nothing but reading the whole file can find.
fn turn_a_bit(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let guide = bytes
        .windows(13)
        .rposition(|w| w == b"text/guide.md")
        .unwrap();
    let in_data = bytes
        .windows(13)
        .position(|w| w == b"text/guide.md")
        .unwrap()
        + 20;
    assert!(in_data < guide, "the data lies before the directory");
    bytes[in_data] ^= 1;
    overwrite(path, &bytes);
}

/// A pack with a text of some length in it, built as this version.
fn with_text(world: &World, version: u64) -> std::path::PathBuf {
    let mut manifest = manifest("example.test", version);
    manifest["modules"][0]["guide"] = "text/guide.md".into();
    let text: Vec<String> = (0..400).map(|n| (n * 7919 % 1009).to_string()).collect();
    let text = text.join(". ");
    let files = std::collections::BTreeMap::from([("text/guide.md", text.into_bytes())]);
    world.build(&manifest, &files, &format!("text-{version}.muster"))
}

#[test]
fn a_turned_bit_is_found_and_the_pack_is_quarantined_until_it_is_installed_again() {
    let world = World::new();
    let file = with_text(&world, 1);
    world.install(&file).unwrap();
    let pack = active(&world.library);
    check(&world.library, &pack).unwrap();
    turn_a_bit(pack.path());
    assert_eq!(
        active(&world.library).state(),
        PackState::Active,
        "its headers tell nothing"
    );
    assert_eq!(refused(check(&world.library, &pack)), "ShelfDamaged");

    let pack = active(&world.library);
    assert_eq!(pack.state(), PackState::Quarantined);
    assert!(pack.contents().is_err(), "nothing of it can be shown");
    let text = "text/guide.md".parse().unwrap();
    assert_eq!(refused(pack.read(&text, 10_000)), "ShelfDamaged");
    assert!(pack.path().exists(), "the file stays where it is");
    // Also for whoever opens the shelf anew, and without a second entry in the log.
    let again = Library::open(world.library.folder()).unwrap();
    assert_eq!(refused(check(&again, &active(&again))), "ShelfDamaged");
    let log = world.library.audit().unwrap();
    assert_eq!(log.len(), 3, "{log:?}");
    let last = log.last().unwrap();
    assert_eq!(
        (last.action.as_str(), last.version),
        ("quarantine", Some(1))
    );
    assert!(last.detail.starts_with("altered: "), "{}", last.detail);

    let asked = world
        .library
        .verify(&file, who().today, &mut go_on)
        .unwrap();
    assert_eq!(asked.action, Action::WouldInstall, "it is offered");
    assert_eq!(asked.warnings, [Warning::WouldRepair]);
    let outcome = world.install(&file).unwrap();
    assert_eq!(outcome.action, Action::AlreadyInstalled);
    assert_eq!(outcome.warnings, [Warning::Repaired]);
    let pack = active(&world.library);
    assert_eq!(pack.state(), PackState::Active);
    check(&world.library, &pack).unwrap();
    assert_eq!(
        world.actions().last().unwrap(),
        &("repair".to_owned(), Some(1))
    );
}

#[test]
fn every_turned_bit_is_found() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    let path = active(&world.library).path().to_owned();
    let whole = std::fs::read(&path).unwrap();
    // The first line of the signature is covered by nothing but the hash of the whole file.
    let comment = b"untrusted comment: ";
    let unsigned = whole
        .windows(comment.len())
        .rposition(|w| w == comment)
        .unwrap();
    let unsigned = unsigned + comment.len();
    let each = (0..whole.len()).step_by(61);
    for at in each.chain([unsigned, whole.len() - 1]) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        overwrite(&path, &bytes);
        let verdict = world.library.reverify(&active(&world.library), &mut go_on);
        assert!(
            matches!(verdict.unwrap(), Verdict::Damaged(_)),
            "byte {at} of {}",
            whole.len()
        );
    }
}

#[test]
fn a_cut_a_missing_and_an_altered_file_are_different_defects() {
    let world = World::new();
    world.install(&with_text(&world, 1)).unwrap();
    let path = active(&world.library).path().to_owned();
    let whole = std::fs::read(&path).unwrap();
    for len in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        overwrite(&path, &whole[..len]);
        assert_eq!(found(&world.library), FileDefect::Cut, "{len} bytes");
    }
    overwrite(&path, &[whole.as_slice(), b"more"].concat());
    assert!(matches!(found(&world.library), FileDefect::Altered { .. }));
    overwrite(&path, &vec![0; whole.len()]);
    assert!(matches!(found(&world.library), FileDefect::Altered { .. }));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(found(&world.library), FileDefect::Missing);
}

#[test]
fn a_missing_file_is_not_entered_and_all_is_well_once_it_is_back() {
    let world = World::new();
    world.installed("example.test", 1);
    let path = active(&world.library).path().to_owned();
    let aside = world.folder.path().join("aside");
    std::fs::rename(&path, &aside).unwrap();
    let pack = active(&world.library);
    assert_eq!(pack.state(), PackState::Quarantined);
    assert_eq!(refused(check(&world.library, &pack)), "ShelfDamaged");
    assert_eq!(world.actions().len(), 2);
    std::fs::rename(&aside, &path).unwrap();
    let pack = active(&world.library);
    assert_eq!(pack.state(), PackState::Active);
    check(&world.library, &pack).unwrap();
}

#[test]
fn another_valid_pack_in_its_place_is_not_taken_for_it() {
    let world = World::new();
    world.installed("example.test", 1);
    let path = active(&world.library).path().to_owned();
    for other in [
        world.pack("example.other", 1, |_| {}),
        world.pack("example.test", 2, |_| {}),
    ] {
        overwrite(&path, &std::fs::read(&other).unwrap());
        let pack = active(&world.library);
        assert_eq!(pack.state(), PackState::Quarantined);
        assert_eq!(pack.outline().id, id("example.test"));
        assert_eq!(pack.outline().version.get(), 1);
        assert!(matches!(found(&world.library), FileDefect::Replaced { .. }));
    }
}

#[test]
fn another_pack_of_the_same_name_key_and_length_is_not_taken_for_it() {
    let world = World::new();
    let mut manifest = manifest("example.test", 1);
    manifest["modules"][0]["job_aids"] = json!([{"id": "a", "title": "A", "kind": "pdf",
        "path": "aids/a.pdf", "language": "en"}]);
    let [one, other] = ["7", "8"].map(|byte| {
        let files =
            std::collections::BTreeMap::from([("aids/a.pdf", long_pdf(&byte.repeat(9_000)))]);
        world.build(&manifest, &files, &format!("{byte}.muster"))
    });
    world.install(&one).unwrap();
    let pack = active(&world.library);
    overwrite(pack.path(), &std::fs::read(&other).unwrap());
    assert_eq!(pack.path().metadata().unwrap().len(), pack.bytes());
    let found = found(&world.library);
    assert!(matches!(found, FileDefect::Altered { .. }), "{found:?}");
}

#[test]
fn a_pack_of_a_key_that_is_trusted_no_longer_does_not_get_in_by_taking_a_place() {
    let mut world = World::new();
    world.installed("example.test", 1);
    let path = active(&world.library).path().to_owned();
    let (public, secret) = new_key_pair(None).unwrap();
    let public = PublicKey::parse(&public).unwrap();
    let own = std::mem::replace(
        &mut world.secret,
        crate::pack::SecretKey::parse(&secret, None).unwrap(),
    );
    world
        .library
        .trust_add(&public, "Formerly", &[], &who())
        .unwrap();
    let other = world.pack("example.test", 1, |_| {});
    world
        .library
        .trust_remove(public.id(), false, &who())
        .unwrap();
    overwrite(&path, &std::fs::read(other).unwrap());
    let FileDefect::Replaced { by } = found(&world.library) else {
        panic!("not replaced");
    };
    assert!(by.contains(&public.id().to_string()), "{by}");
    world.secret = own;
}

#[test]
fn a_pack_whose_key_was_removed_stays_whole_and_one_whose_key_was_revoked_is_blocked() {
    let world = World::new();
    world.installed("example.test", 1);
    let before = active(&world.library);
    world
        .library
        .trust_remove(world.public.id(), false, &who())
        .unwrap();
    check(&world.library, &before).unwrap();
    world
        .library
        .trust_remove(world.public.id(), true, &who())
        .unwrap();
    // A value that was opened before is affected too.
    assert_eq!(before.state(), PackState::Active);
    let verdict = world.library.reverify(&before, &mut go_on).unwrap();
    assert!(matches!(verdict, Verdict::Blocked(_)), "{verdict:?}");
    assert_eq!(refused(check(&world.library, &before)), "RevokedPublisher");
}

#[test]
fn the_bytes_that_are_played_are_the_ones_that_were_read_again() {
    let world = World::new();
    let file = with_text(&world, 1);
    world.install(&file).unwrap();
    let open = active(&world.library);
    open.contents().unwrap();
    let path = open.path().to_owned();
    // Another file under the same name: what is open is still the whole one.
    std::fs::rename(&path, world.folder.path().join("aside")).unwrap();
    overwrite(&path, &std::fs::read(&file).unwrap());
    turn_a_bit(&path);
    check(&world.library, &open).unwrap();
    assert_eq!(
        refused(check(&world.library, &active(&world.library))),
        "ShelfDamaged"
    );
    assert_ne!(open.stamp(), active(&world.library).stamp());
}

#[test]
fn a_finding_about_a_file_that_was_repaired_meanwhile_is_not_entered() {
    let world = World::new();
    let file = with_text(&world, 1);
    world.install(&file).unwrap();
    let pack = active(&world.library);
    turn_a_bit(pack.path());
    let Verdict::Damaged(finding) = world.library.reverify(&pack, &mut go_on).unwrap() else {
        panic!("whole");
    };
    assert_eq!(world.install(&file).unwrap().warnings, [Warning::Repaired]);
    assert!(!world.library.quarantine(&pack, &finding, &who()).unwrap());
    assert_eq!(active(&world.library).state(), PackState::Active);
}

#[test]
fn reading_again_can_be_stopped_and_reads_the_file_once() {
    let world = World::new();
    let mut manifest = manifest("example.test", 1);
    manifest["modules"][0]["job_aids"] = json!([{"id": "a", "title": "A", "kind": "pdf",
        "path": "aids/a.pdf", "language": "en"}]);
    let files = std::collections::BTreeMap::from([("aids/a.pdf", long_pdf(&"7".repeat(400_000)))]);
    world
        .install(&world.build(&manifest, &files, "a.muster"))
        .unwrap();
    let pack = active(&world.library);
    let mut progress = Vec::new();
    world
        .library
        .check(&pack, &who(), &mut |done, all| {
            progress.push((done, all));
            true
        })
        .unwrap();
    assert!(
        progress.is_sorted(),
        "it goes through the file once: {progress:?}"
    );
    assert_eq!(progress.last(), Some(&(pack.bytes(), pack.bytes())));
    let stopped = world
        .library
        .check(&pack, &who(), &mut |done, _| done < 100_000);
    assert_eq!(refused(stopped), "Cancelled");
    assert_eq!(active(&world.library).state(), PackState::Active);
}
