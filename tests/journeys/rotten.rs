//! A pack that rots on the shelf: found where it is read again, not used, repaired or gone back
//! from.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use crate::world::World;

/// The installed file of this version.
fn installed(world: &World, sha256: &str) -> PathBuf {
    world.path(&format!("data/library/packs/{sha256}.muster"))
}

/// Turns one bit in the middle of a file.
fn turn_a_bit(file: &PathBuf) {
    let mut bytes = std::fs::read(file).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    File::create(file)
        .expect("opened")
        .write_all(&bytes)
        .expect("written");
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
