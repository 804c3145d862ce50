//! Trust lists come in with a stick, and roots are pinned in the window.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use jiff::civil::date;
use muster::app::Options;
use muster::pack::signature::new_key_pair;
use muster::pack::trust_list::ListedPublisher;
use muster::pack::{PublicKey, Root, Roots, SecretKey, TrustFile, TrustList};

use crate::bench::{keep_picture, pack, press, type_into, wait_for, wait_until};
use crate::eyes::open_window;
use crate::packs::{inspect, packs_bench, take_in};
use crate::sticks::{World, who};

/// An agency with one root, and its lists on the stick.
struct Agency {
    secret: SecretKey,
    roots: Roots,
}

impl Agency {
    fn new() -> Self {
        let (public, secret) = new_key_pair(None).expect("keys");
        let root = Root {
            key: PublicKey::parse(&public).expect("a key"),
            name: "Sheriff".to_owned(),
        };
        let (keys, threshold) = (vec![root], 1);
        Self {
            secret: SecretKey::parse(&secret, None).expect("a key"),
            roots: Roots { keys, threshold },
        }
    }

    /// A list that trusts the publisher, with these changes.
    fn list(&self, world: &World, version: u64, change: impl FnOnce(&mut TrustList)) -> PathBuf {
        let created = "2026-11-24T09:00:00Z".parse().expect("a time");
        let mut list = TrustList::new("example.sheriff".parse().expect("an id"), created);
        list.version = version;
        list.roots.clone_from(&self.roots.keys);
        list.threshold = self.roots.threshold;
        list.publishers = vec![ListedPublisher {
            key: world.publisher(),
            name: "Training Unit".to_owned(),
            ids: vec!["example.sheriff.*".parse().expect("a pattern")],
            until: None,
        }];
        change(&mut list);
        let mut file = TrustFile::unsigned(&list).expect("a list");
        file.sign(&self.secret).expect("signed");
        let path = world.drawer().join(format!("{version}.mtrust"));
        std::fs::write(&path, file.to_bytes().expect("bytes")).expect("written");
        path
    }
}

// SCREENS 10.3.
#[test]
fn trust_lists_on_the_stick_come_first_and_packs_are_judged_by_them() {
    let (world, agency) = (World::unpinned(), Agency::new());
    world.library.pin(&agency.roots, &who()).expect("pinned");
    pack(&world.drawer(), "detainer", "Detainers", 1);
    agency.list(&world, 1, |list| list.publishers.clear());
    agency.list(&world, 2, |_| {});
    let mut bench = packs_bench(world.library.folder(), vec![world.stick()]);
    wait_for(&mut bench, "No stick is in");
    press(&mut bench, "Who is trusted");
    wait_for(&mut bench, "no trust list was installed yet");
    press(&mut bench, "Packs and stick");
    world.put_in();
    wait_for(&mut bench, "Trust list of example.sheriff, version 1");
    wait_for(&mut bench, "Trust list of example.sheriff, version 2");
    wait_for(&mut bench, "New: version 1");
    keep_picture(&mut bench, "stick-lists");
    let list = || world.library.pinned().expect("roots").and_then(|p| p.list);
    assert_eq!(list(), None, "only looked at");

    take_in(&mut bench, "Apply 2 trust lists, install 1 pack");
    wait_for(&mut bench, "2 trust lists in force, 1 pack installed");
    assert_eq!(list().map(|l| l.list.version), Some(2));
    assert_eq!(world.versions(), [("Detainers".to_owned(), 1)]);

    // Who is trusted is the list's to say; no button contradicts it.
    press(&mut bench, "Close summary");
    press(&mut bench, "Who is trusted");
    wait_for(
        &mut bench,
        "The trust list of example.sheriff says who is trusted: version 2",
    );
    wait_for(&mut bench, "Sheriff · key");
    wait_for(&mut bench, "Revoke the key of Training Unit");
    keep_picture(&mut bench, "packs-trust-list");
    assert!(bench.query_by_label_contains("Trust a publisher").is_none());
    assert!(bench.query_by_label_contains("Remove publisher").is_none());
    press(&mut bench, "What was done");
    wait_for(&mut bench, "Took a trust list, example.sheriff");
    keep_picture(&mut bench, "packs-log");
}

// SCREENS 10.6.
#[test]
fn roots_are_pinned_in_the_window_and_then_their_lists_are_taken() {
    let world = World::unpinned();
    let [sheriff, it, _] = ["sheriff", "it", "clerk"].map(|name| {
        let (public, secret) = new_key_pair(None).expect("keys");
        let file = world.drawer().join(format!("{name}.pub"));
        std::fs::write(file, public).expect("kept");
        SecretKey::parse(&secret, None).expect("a key")
    });
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    // The stick holds the roots' keys, and a publisher's too.
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "There is no pack here.");
    press(&mut bench, "Who is trusted");
    press(&mut bench, "Pin the agency’s roots…");
    press(&mut bench, "Pin these roots");
    wait_for(&mut bench, "The key file of each root is needed.");
    press(&mut bench, "Use sheriff.pub from the stick");
    wait_for(&mut bench, "This root must sign every list.");
    press(&mut bench, "Use it.pub from the stick");
    wait_for(&mut bench, "One of these 2 must sign every list.");
    press(&mut bench, "One more root");
    keep_picture(&mut bench, "packs-roots-empty");
    press(&mut bench, "Use unit.pub from the stick");
    press(&mut bench, "Take root 3 off");
    press(&mut bench, "One more root");
    let clerk = world.drawer().join("clerk.pub").display().to_string();
    type_into(&mut bench, "Root 3: key file (*.pub)", &clerk);
    wait_for(&mut bench, "A name for each root is needed.");
    type_into(&mut bench, "Root 3: who holds it", "Clerk");
    wait_for(
        &mut bench,
        "2 of these 3 must sign every list. Losing one of them stops nothing.",
    );
    press(&mut bench, "3 of 3 must sign");
    wait_for(
        &mut bench,
        "All 3 must sign every list. If one of them is lost",
    );
    press(&mut bench, "2 of 3 must sign");
    keep_picture(&mut bench, "packs-roots");
    assert_eq!(world.library.pinned().expect("read"), None, "not yet");
    press(&mut bench, "Pin these roots");
    wait_for(&mut bench, "The agency’s roots are pinned here");
    wait_for(&mut bench, "signed by 2 of these 3 roots");
    keep_picture(&mut bench, "packs-roots-pinned");
    assert!(bench.query_by_label_contains("Pin the agency").is_none());

    let pinned = world.library.pinned().expect("read").expect("roots");
    let names: Vec<&str> = pinned.roots.keys.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["sheriff", "it", "Clerk"]);
    assert_eq!(pinned.roots.threshold, 2);
    // The same entry as of the command.
    let other = World::unpinned();
    other.library.pin(&pinned.roots, &who()).expect("pinned");
    let entry = |world: &World| {
        let line = world.library.audit().expect("a log").pop().expect("a line");
        (line.action, line.subject, line.detail)
    };
    assert_eq!(entry(&world), entry(&other));

    let agency = Agency {
        secret: sheriff,
        roots: pinned.roots,
    };
    let list = agency.list(&world, 1, |_| {});
    press(&mut bench, "Packs and stick");
    inspect(&mut bench, &list);
    wait_for(&mut bench, "carries 1 of the 2 signatures");
    let mut file = TrustFile::read(&list).expect("a list");
    file.sign(&it).expect("signed");
    std::fs::write(&list, file.to_bytes().expect("bytes")).expect("written");
    inspect(&mut bench, &list);
    take_in(&mut bench, "Apply 1 trust list");
    wait_for(&mut bench, "1 trust list in force");
}

// SCREENS 10.6.
#[test]
fn lost_roots_are_replaced_in_the_window_with_a_reason() {
    let (world, lost) = (World::unpinned(), Agency::new());
    world.library.pin(&lost.roots, &who()).expect("pinned");
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "There is no pack here.");
    press(&mut bench, "Who is trusted");
    press(&mut bench, "Replace lost roots…");
    press(&mut bench, "Use unit.pub from the stick");
    wait_for(&mut bench, "A reason is needed.");
    keep_picture(&mut bench, "packs-roots-replace");
    let why = "Why? It goes into the log.";
    type_into(&mut bench, why, "the safe burned");
    press(&mut bench, "Replace the roots");
    wait_for(&mut bench, "• unit · key");
    let pinned = world.library.pinned().expect("read").expect("roots");
    assert_eq!(pinned.roots.keys[0].key.id(), world.publisher().id());
    press(&mut bench, "What was done");
    wait_for(&mut bench, "Replaced the roots by hand, roots");
}

#[test]
fn roots_that_somebody_else_pinned_meanwhile_are_not_replaced() {
    let (world, agency) = (World::unpinned(), Agency::new());
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "There is no pack here.");
    press(&mut bench, "Who is trusted");
    press(&mut bench, "Pin the agency’s roots…");
    press(&mut bench, "Use unit.pub from the stick");
    world.library.pin(&agency.roots, &who()).expect("pinned");
    press(&mut bench, "Pin these roots");
    wait_for(&mut bench, "This station has its roots already.");
    let pinned = world.library.pinned().expect("read").expect("roots");
    assert_eq!(pinned.roots, agency.roots);
}

#[test]
fn a_list_that_revokes_says_beforehand_and_afterwards_what_must_not_be_played() {
    let (world, agency) = (World::unpinned(), Agency::new());
    world.library.pin(&agency.roots, &who()).expect("pinned");
    let first = agency.list(&world, 1, |_| {});
    world
        .library
        .install_list(&first, &who())
        .expect("in force");
    world.install(&pack(&world.drawer(), "detainer", "Detainers", 1));
    let key = world.publisher().id();
    let second = agency.list(&world, 2, |list| list.revoked_keys = vec![key.into()]);
    let mut bench = packs_bench(world.library.folder(), Vec::new());

    // One file, as by a double click.
    inspect(&mut bench, &second);
    wait_for(
        &mut bench,
        "With the trust list these must not be played any more: Detainers",
    );
    keep_picture(&mut bench, "stick-revokes");
    take_in(&mut bench, "Apply 1 trust list");
    wait_for(&mut bench, "1 trust list in force");
    wait_for(
        &mut bench,
        "Not to be played. “Detainers” is signed with key",
    );
    keep_picture(&mut bench, "packs-revoked");
    // What is under way moves the field away from a click when it ends.
    wait_until(&mut bench, "the end of what is under way", |bench| {
        bench
            .query_by_role_and_label(Role::Button, "Cancel")
            .is_none()
    });
    inspect(&mut bench, &first);
    wait_for(&mut bench, "Older than the list in force");
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "Revoked");
}

/// EXCHANGE 2.32.
#[test]
fn the_list_of_trusted_publishers_reports_an_overdue_trust_list() {
    let (world, agency) = (World::unpinned(), Agency::new());
    world.library.pin(&agency.roots, &who()).expect("pinned");
    let first = agency.list(&world, 1, |list| {
        list.review_by = Some(date(2020, 1, 1));
    });
    let library = &world.library;
    library.install_list(&first, &who()).expect("in force");
    let mut bench = packs_bench(library.folder(), Vec::new());
    inspect(&mut bench, &world.drawer());
    press(&mut bench, "Who is trusted");
    wait_for(
        &mut bench,
        "The trust list of example.sheriff was to be followed by the next one by 2020-01-01",
    );
}

#[test]
fn a_publisher_that_the_list_does_not_name_is_not_offered_to_be_trusted_by_hand() {
    let (world, agency) = (World::unpinned(), Agency::new());
    world.library.pin(&agency.roots, &who()).expect("pinned");
    agency.list(&world, 1, |list| list.publishers.clear());
    pack(&world.drawer(), "detainer", "Detainers", 1);
    let mut bench = packs_bench(world.library.folder(), Vec::new());
    inspect(&mut bench, &world.drawer());
    wait_for(&mut bench, "Not trusted");
    wait_for(&mut bench, "ask the agency for its next list");
    assert!(bench.query_by_label_contains("Trust a publisher").is_none());
}

#[test]
fn muster_opens_on_the_file_that_it_is_given_and_takes_it_in_with_one_key() {
    let (world, agency) = (World::unpinned(), Agency::new());
    world.library.pin(&agency.roots, &who()).expect("pinned");
    let options = Options {
        data_dir: Some(world.folder.path().join("data")),
        file: Some(agency.list(&world, 1, |_| {})),
        ..Options::default()
    };
    let mut window = open_window(options);
    let mut wait_for = |key: Option<Key>, label: &str| {
        if let Some(key) = key {
            window.key_press(key);
        }
        for _ in 0..3_000 {
            window.step();
            if window.query_all_by_label_contains(label).next().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("“{label}” never came");
    };
    wait_for(None, "Trust list of example.sheriff, version 1");
    wait_for(None, "Apply 1 trust list");
    wait_for(Some(Key::Enter), "1 trust list in force");
    let pinned = world.library.pinned().expect("read").expect("roots");
    assert_eq!(pinned.list.map(|list| list.list.version), Some(1));
}
