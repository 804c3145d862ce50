//! Every byte of a small pack, one after another.

use std::path::PathBuf;

use muster::library::Library;

use crate::regions::Regions;
use crate::world::{World, code, install, shelf, wav};

/// A small pack, and a shelf onto which no change of it must come.
struct Attack {
    world: World,
    library: Library,
    pack: Vec<u8>,
    regions: Regions,
    file: PathBuf,
}

impl Attack {
    fn new() -> Self {
        let world = World::new();
        let library = world.library();
        let pack = std::fs::read(world.pack("whole.muster", 1, 100)).expect("a pack");
        assert!(pack.len() < 2000, "a small pack: {} bytes", pack.len());
        Self {
            file: world.path("altered.muster"),
            regions: Regions::of(&pack),
            library,
            pack,
            world,
        }
    }

    /// Tries each altered pack; each must be refused with one of its codes.
    fn run(&self, attacks: impl Iterator<Item = (String, Vec<u8>, &'static [&'static str])>) {
        let before = shelf(&self.library);
        let mut tried = 0;
        for (what, bytes, right) in attacks {
            std::fs::write(&self.file, bytes).expect("a file");
            match install(&self.library, &self.file) {
                Ok(_) => panic!("{what}: installed"),
                Err(error) => {
                    let code = code(&error);
                    assert!(right.contains(&code.as_str()), "{what}: {code}, {error}");
                }
            }
            assert!(shelf(&self.library) == before, "{what}: the shelf changed");
            tried += 1;
        }
        assert!(tried >= self.pack.len(), "only {tried} attacks");
        // The pack itself is sound: what was refused was refused for the change.
        install(&self.library, &self.world.path("whole.muster")).expect("installed");
    }
}

/// FORMAT 1.14.
#[test]
fn any_byte_flipped_is_refused() {
    let attack = Attack::new();
    let flips = [0x01, 0x20, 0xff];
    attack.run((0..attack.pack.len()).flat_map(|at| {
        let (pack, regions) = (&attack.pack, &attack.regions);
        flips.map(|flip| {
            let mut bytes = pack.clone();
            bytes[at] ^= flip;
            (
                format!("byte {at} ^ {flip:#x}"),
                bytes,
                regions.when_changed(at),
            )
        })
    }));
}

/// FORMAT 1.14.
#[test]
fn a_pack_cut_at_any_length_is_refused() {
    let attack = Attack::new();
    attack.run((0..attack.pack.len()).map(|len| {
        let right: &[&str] = if len < 4 {
            &["NotAPack"]
        } else {
            &["Truncated"]
        };
        (format!("cut to {len}"), attack.pack[..len].to_vec(), right)
    }));
}

/// FORMAT 1.14.
#[test]
fn a_byte_added_anywhere_is_refused() {
    let attack = Attack::new();
    attack.run((0..=attack.pack.len()).flat_map(|at| {
        let (pack, regions) = (&attack.pack, &attack.regions);
        // A byte of its own, and one that looks like its neighbor.
        let neighbor = pack[at.min(pack.len() - 1)];
        [0, neighbor].map(|byte| {
            let mut bytes = pack.clone();
            bytes.insert(at, byte);
            (
                format!("{byte:#x} added at {at}"),
                bytes,
                regions.when_moved(at),
            )
        })
    }));
}

/// FORMAT 1.14.
#[test]
fn a_byte_taken_out_anywhere_is_refused() {
    let attack = Attack::new();
    attack.run((0..attack.pack.len()).map(|at| {
        let mut bytes = attack.pack.clone();
        bytes.remove(at);
        // The last byte taken out is the end cut off.
        (
            format!("byte {at} taken out"),
            bytes,
            attack.regions.when_moved(at),
        )
    }));
}

/// FORMAT 2.13.
#[test]
fn another_packs_signature_does_not_fit() {
    let attack = Attack::new();
    let other = attack.world.pack_of("other.muster", 1, &wav(401));
    let other = std::fs::read(other).expect("a pack");
    let comment = Regions::of(&other).comment;
    let mut bytes = attack.pack[..attack.regions.comment.start].to_vec();
    bytes.extend(&other[comment]);
    let both = [attack.pack.clone(), other].concat();
    std::fs::write(&attack.file, bytes).expect("a file");
    for bytes in [std::fs::read(&attack.file).expect("a file"), both] {
        std::fs::write(&attack.file, bytes).expect("a file");
        let before = shelf(&attack.library);
        let error = install(&attack.library, &attack.file).expect_err("refused");
        assert_eq!(code(&error), "BadSignature");
        assert!(shelf(&attack.library) == before);
    }
}
