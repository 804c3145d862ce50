//! The plan of an install shows what then happens, and changes nothing.

use super::fixture::{TODAY, World, id, manifest, refused};
use super::lists::{list, roots, signed, signer, station};
use crate::library::{Change, ModuleChange, Planned};
use crate::pack::{PackVersion, TrustFile};

/// A list as a file on the stick.
fn file(world: &World, list: &TrustFile, name: &str) -> std::path::PathBuf {
    let path = world.folder.path().join(name);
    let mut file = std::fs::File::create(&path).unwrap();
    std::io::Write::write_all(&mut file, &list.to_bytes().unwrap()).unwrap();
    path
}

#[test]
fn packs_are_judged_by_the_lists_before_them_and_nothing_is_changed() {
    let (world, [a, b, c], pinned) = station();
    let pack = world.pack("example.x", 1, |_| {});
    let next = |version, named: bool| {
        let mut list = list(&world, version, &pinned);
        if !named {
            list.publishers.clear();
        }
        file(
            &world,
            &signed(&list, &[&a, &c]),
            &format!("{version}.mtrust"),
        )
    };
    let (second, third) = (next(2, false), next(3, true));
    let before = (world.snapshot(), world.library.pinned().unwrap());
    let mut plan = world.library.plan(TODAY).unwrap();
    assert!(plan.pack(&pack, &mut |_, _| true).is_ok());
    assert!(plan.list(&second).unwrap().changes.is_some());
    let refusal = refused(plan.pack(&pack, &mut |_, _| true));
    assert_eq!(refusal, "UntrustedPublisher");
    assert!(plan.list(&third).unwrap().changes.is_some());
    assert!(plan.pack(&pack, &mut |_, _| true).is_ok());
    assert_eq!(refused(plan.list(&second)), "TrustListOlder");
    assert_eq!(plan.list(&third).unwrap().changes, None, "in force by then");

    // New roots: what comes next has to be signed by them.
    let [new, other] = ["D", "E"].map(signer);
    let others = roots(&[&new, &other], 1);
    let fourth = list(&world, 4, &others);
    let fourth = file(&world, &signed(&fourth, &[&a, &b, &new]), "4.mtrust");
    let fifth = file(
        &world,
        &signed(&list(&world, 5, &others), &[&other]),
        "5.mtrust",
    );
    assert_eq!(refused(plan.list(&fifth)), "ThresholdNotMet");
    plan.list(&fourth).unwrap();
    plan.list(&fifth).unwrap();
    drop(plan);
    let after = (world.snapshot(), world.library.pinned().unwrap());
    assert_eq!(after, before);
}

#[test]
fn a_list_that_would_revoke_says_which_installed_packs_it_blocks() {
    let (world, [a, b, _], pinned) = station();
    world.installed("example.x", 1);
    let mut next = list(&world, 2, &pinned);
    next.revoked_keys.push(world.public.id().into());
    let next = file(&world, &signed(&next, &[&a, &b]), "2.mtrust");
    let installed = world.library.installed().unwrap();
    let mut plan = world.library.plan(TODAY).unwrap();
    assert_eq!(plan.revocation(&installed[0]), None);
    plan.list(&next).unwrap();
    assert!(plan.revocation(&installed[0]).is_some());
    assert_eq!(world.library.installed().unwrap()[0].revocation(), None);
}

#[test]
fn a_plan_names_the_version_that_goes_and_what_becomes_of_each_briefing() {
    let world = World::new();
    let change = |title: &str, change| ModuleChange {
        title: title.to_owned(),
        change,
    };
    let module = |json: &serde_json::Value, name: &str, minutes: u32| {
        let mut module = json["modules"][0].clone();
        module["id"] = name.into();
        module["title"] = name.into();
        module["minutes"] = minutes.into();
        module
    };
    let modules = |version, names: &'static [(&'static str, u32)]| {
        world.pack("example.x", version, move |json| {
            let all: Vec<_> = names.iter().map(|(n, m)| module(json, n, *m)).collect();
            json["modules"] = all.into();
        })
    };
    let first = modules(1, &[("same", 5), ("other", 5), ("gone", 5)]);
    let plan = || world.library.plan(TODAY).unwrap();
    let plan_of = |file| plan().pack(file, &mut |_, _| true).unwrap();
    let new = plan_of(&first);
    assert_eq!(new.replaces, None);
    assert!(new.modules.iter().all(|m| m.change == Change::New));
    world.install(&first).unwrap();
    let second = modules(2, &[("same", 5), ("other", 6), ("added", 5)]);
    let Planned {
        replaces, modules, ..
    } = plan_of(&second);
    assert_eq!(replaces.map(PackVersion::get), Some(1));
    let expected = [
        change("same", Change::Same),
        change("other", Change::Changed),
        change("added", Change::New),
        change("gone", Change::Gone),
    ];
    assert_eq!(modules, expected);
}

#[test]
fn a_briefing_of_which_only_a_file_is_another_is_changed_too() {
    let world = World::new();
    let pack = |version, text: &str| {
        let mut json = manifest("example.x", version);
        json["modules"][0]["guide"] = "guide.md".into();
        let files = [("guide.md", text.as_bytes().to_vec())].into();
        world.build(&json, &files, &format!("x-{version}.muster"))
    };
    world.install(&pack(1, "# One\n")).unwrap();
    for (version, text, expected) in [
        (2, "# One\n", Change::Same),
        (3, "# Two\n", Change::Changed),
    ] {
        let file = pack(version, text);
        let plan = world.library.plan(TODAY).unwrap();
        let planned = plan.pack(&file, &mut |_, _| true).unwrap();
        assert_eq!(planned.modules[0].change, expected, "{text}");
    }
}

#[test]
fn the_versions_to_go_back_to_are_known_without_opening_their_files() {
    let world = World::new();
    assert!(world.library.kept_versions().unwrap().is_empty());
    world.installed("example.x", 1);
    world.installed("example.y", 1);
    let first = world.installed("example.x", 2);
    assert_eq!(first.manifest.version.get(), 2);
    let kept = world.library.kept_versions().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[&id("example.x")].get(), 1);
}
