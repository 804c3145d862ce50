//! A pack that rots on the shelf: found where it is read again, not used, repaired or gone back
//! from.

use std::fs::File;
use std::path::PathBuf;

use crate::rot::turn_a_bit;
use crate::world::World;

/// The installed file of this version.
fn installed(world: &World, sha256: &str) -> PathBuf {
    world.path(&format!("data/library/packs/{sha256}.muster"))
}

#[test]
fn a_kept_version_that_rotted_is_refused_by_rollback_and_the_newer_one_stays() {
    let world = World::new();
    world.publisher();
    let mut hashes = Vec::new();
    for version in [1, 2] {
        world.sources("pack", version);
        world.build("pack", &format!("v{version}.muster"));
        world.ok(&["install", &format!("@v{version}.muster")]);
        let list = world.ok(&["list"]);
        hashes.push(
            list["packs"][0]["sha256"]
                .as_str()
                .expect("a hash")
                .to_owned(),
        );
    }
    turn_a_bit(&installed(&world, &hashes[0]));
    let back = ["rollback", "example.journey", "--reason", "wrong form"];
    world.fails(4, "BadSignature", &back);
    let list = world.ok(&["list"]);
    assert_eq!(list["packs"][0]["version"], 2);
    assert_eq!(list["packs"][0]["state"], "active");
    world.ok(&["audit", "export", "--out", "@audit.csv"]);
    let log = std::fs::read_to_string(world.path("audit.csv")).expect("the log");
    assert!(log.contains(",quarantine,example.journey,1,"), "{log}");
}

#[test]
fn a_file_that_was_cut_is_quarantined_with_advice_and_installing_it_again_repairs_it() {
    let world = World::new();
    world.publisher();
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.ok(&["install", "@one.muster"]);
    let list = world.ok(&["list"]);
    let sha256 = list["packs"][0]["sha256"].as_str().expect("a hash");
    let file = File::options()
        .write(true)
        .open(installed(&world, sha256))
        .expect("the file");
    file.set_len(5_000).expect("cut");
    drop(file);
    assert_eq!(world.ok(&["list"])["packs"][0]["state"], "quarantined");
    let verified = world.ok(&["verify", "@one.muster"]);
    assert_eq!(verified["results"][0]["action"], "would_install");
    let installed = world.ok(&["install", "@one.muster"]);
    assert_eq!(installed["results"][0]["action"], "already_installed");
    let warnings = installed["results"][0]["warnings"].to_string();
    assert!(warnings.contains("has been replaced"), "{warnings}");
    assert_eq!(world.ok(&["list"])["packs"][0]["state"], "active");
}

#[test]
fn a_turned_bit_is_found_by_doctor_and_the_pack_is_quarantined_until_it_is_installed_again() {
    let world = World::new();
    world.publisher();
    for version in [1, 2] {
        world.sources("pack", version);
        world.build("pack", &format!("v{version}.muster"));
        world.ok(&["install", &format!("@v{version}.muster")]);
    }
    let list = world.ok(&["list"]);
    let sha256 = list["packs"][0]["sha256"].as_str().expect("a hash");
    turn_a_bit(&installed(&world, sha256));
    let list = world.ok(&["list"]);
    assert_eq!(list["packs"][0]["state"], "active", "nothing tells yet");
    let printed = world.run(&["doctor"]);
    assert!(!printed.status.success(), "{printed:?}");
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(
        printed.contains("muster rollback example.journey"),
        "{printed}"
    );
    let list = world.ok(&["list"]);
    assert_eq!(list["packs"][0]["state"], "quarantined");
    assert_eq!(list["packs"][0]["version"], 2);
    world.ok(&["install", "@v2.muster"]);
    assert_eq!(world.ok(&["list"])["packs"][0]["state"], "active");

    // Once more, and back to the version before.
    turn_a_bit(&installed(&world, sha256));
    world.run(&["doctor"]);
    world.ok(&["rollback", "example.journey", "--reason", "it rotted"]);
    let list = world.ok(&["list"]);
    assert_eq!(list["packs"][0]["version"], 1);
    assert_eq!(list["packs"][0]["state"], "active");
}
