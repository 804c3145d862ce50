//! What is interrupted: a station before, a command, and what the station may be after it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use muster::library::{InstalledPack, Library, Verdict};
use muster::pack::signature::new_key_pair;
use muster::pack::{PublicKey, Root, Roots, SecretKey, TrustFile, TrustList};
use muster::records::Records;
use serde_json::Value;

use crate::layer::arguments;
use crate::lost::{Tree, read_tree, write_tree};
use crate::world::{World, install, who};

/// Long enough for a copy in several pieces.
const SAMPLES: usize = 50_000;

pub struct Scene {
    pub world: World,
    /// The folder that is watched; the data folder lies in it.
    pub station: PathBuf,
    pub before: Tree,
    pub arguments: Vec<OsString>,
    /// The old state, the new one, and what may lie between them, in this order.
    pub allowed: Vec<Seen>,
}

/// Everything of a station that an interrupted command may not leave half done.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    packs: Vec<String>,
    audit: Vec<String>,
    trusted: Vec<String>,
    list: Option<u64>,
    names: BTreeSet<PathBuf>,
}

impl Scene {
    /// `prepare` makes the station what it is before; then this command is given.
    pub fn new(
        prepare: impl FnOnce(&World, &Path),
        words: impl FnOnce(&World) -> Vec<String>,
    ) -> Self {
        let world = World::new();
        let station = world.path("station");
        std::fs::create_dir(&station).expect("a folder");
        prepare(&world, &station.join("data"));
        let words = words(&world);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let before = read_tree(&station);
        let mut scene = Self {
            arguments: arguments(&station.join("data"), &words),
            world,
            station,
            before,
            allowed: Vec::new(),
        };
        scene.reset();
        scene.allowed.push(scene.start());
        scene.reset();
        scene.act();
        scene.allowed.push(scene.start());
        assert_ne!(scene.old(), scene.new_state(), "the command does something");
        scene
    }

    pub fn old(&self) -> &Seen {
        &self.allowed[0]
    }

    pub fn new_state(&self) -> &Seen {
        &self.allowed[1]
    }

    pub fn reset(&self) {
        write_tree(&self.station, &self.before);
    }

    /// The command, undisturbed.
    pub fn act(&self) {
        let mut command = crate::common::muster();
        let output = command.args(&self.arguments).output().expect("it runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}");
    }

    /// Starts Muster with a command that changes nothing.
    pub fn start_program(&self, what: &str) {
        let mut command = crate::common::muster();
        let list = arguments(&self.station.join("data"), &["list"]);
        let output = command.args(list).output().expect("it runs");
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{what}: {error}: {output:?}"));
        assert!(output.status.success(), "{what}: {document}");
        let packs = document["packs"].as_array().expect("packs");
        let active = packs.iter().all(|pack| pack["state"] == "active");
        assert!(active, "{what}: {document}");
        self.nothing_lies_about(what);
    }

    /// What a start in this process finds, every byte of every pack proven.
    pub fn start(&self) -> Seen {
        let data = self.station.join("data");
        let library = Library::open(&data.join("library")).expect("a library");
        let mut packs = Vec::new();
        let mut show = |pack: &InstalledPack, role: &str| {
            is_whole(&library, pack);
            let (id, version) = (&pack.outline().id, pack.outline().version);
            packs.push(format!("{role} {id} {version} {}", pack.state().name()));
        };
        for pack in library.installed().expect("packs") {
            show(&pack, "active");
            if let Some(kept) = library.kept(&pack.outline().id).expect("read") {
                show(&kept, "kept");
            }
        }
        for (_, _, sha256) in library.archived().expect("read") {
            let pack = library.by_sha256(&sha256).expect("read").expect("a pack");
            show(&pack, "archived");
        }
        let audit = library.audit().expect("a log");
        let audit = audit.iter().map(|line| {
            let version = line.version.unwrap_or_default();
            format!("{} {} {version} {}", line.action, line.subject, line.detail)
        });
        let trusted = library.trust_list().expect("publishers");
        let pinned = library.pinned().expect("roots");
        Seen {
            packs,
            audit: audit.collect(),
            trusted: trusted
                .iter()
                .map(|p| format!("{} {}", p.name, p.revoked))
                .collect(),
            list: pinned
                .and_then(|pinned| pinned.list)
                .map(|list| list.list.version),
            names: self.names(),
        }
    }

    /// Every name in the station's folder but the lock's, which is there from the first install on.
    fn names(&self) -> BTreeSet<PathBuf> {
        let tree = read_tree(&self.station).into_keys();
        // The records' own journal; what it holds is the records' business.
        tree.filter(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            name != "install.lock" && name != "records.db-wal" && name != "records.db-shm"
        })
        .collect()
    }

    fn nothing_lies_about(&self, what: &str) {
        let names = self.names();
        let right = self.allowed.iter().any(|seen| seen.names == names);
        assert!(right, "{what}: left lying about: {names:#?}");
    }

    /// It is one of the states that are allowed. From the old one the same command leads on.
    pub fn is_old_or_new(&self, what: &str) -> Seen {
        let seen = self.start();
        let right = self.allowed.contains(&seen);
        assert!(right, "{what}: {seen:#?}\nallowed: {:#?}", self.allowed);
        seen
    }
}

/// Every byte of it is proven.
pub fn is_whole(library: &Library, pack: &InstalledPack) {
    let verdict = library.reverify(pack, &mut |_, _| true).expect("read");
    let damaged = matches!(verdict, Verdict::Damaged(_));
    assert!(!damaged, "{pack:?}: {verdict:?}");
}

fn text(path: &Path) -> String {
    path.to_str().expect("Unicode").to_owned()
}

fn packs(world: &World, versions: u64) -> Vec<PathBuf> {
    (1..=versions)
        .map(|version| world.pack(&format!("{version}.muster"), version, SAMPLES))
        .collect()
}

/// A shelf with these versions of a pack installed one after the other.
fn shelf(world: &World, data: &Path, versions: u64) -> Library {
    let library = world.library_in(&data.join("library"));
    for pack in packs(world, versions) {
        install(&library, &pack).expect("installed");
    }
    library
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The very first command on a PC.
pub fn first_start() -> Scene {
    Scene::new(
        |_, _| {},
        |world| {
            let key = text(&world.path("publisher.pub"));
            words(&["trust", "add", &key, "--name", "Example publisher"])
        },
    )
}

pub fn first_install() -> Scene {
    Scene::new(
        |world, data| drop(shelf(world, data, 0)),
        |world| words(&["install", &text(&world.pack("1.muster", 1, SAMPLES))]),
    )
}

pub fn update() -> Scene {
    Scene::new(
        |world, data| drop(shelf(world, data, 1)),
        |world| words(&["install", &text(&world.pack("2.muster", 2, SAMPLES))]),
    )
}

/// The third version: the first is neither active nor kept any more, and as no record names it, it
/// is deleted right after the update.
pub fn update_and_prune() -> Scene {
    let third = |world: &World| words(&["install", &text(&world.pack("3.muster", 3, SAMPLES))]);
    let mut scene = Scene::new(
        |world, data| {
            drop(shelf(world, data, 2));
            drop(Records::open(&data.join("records.db")).expect("records"));
        },
        third,
    );
    // Between the two the new version is active and the first still there: as it is where no
    // records say that nobody needs it.
    scene.reset();
    let records = scene.station.join("data").join("records.db");
    let aside = scene.world.path("records.db");
    std::fs::rename(&records, &aside).expect("moved");
    scene.act();
    std::fs::rename(&aside, &records).expect("moved back");
    let between = scene.start();
    assert!(!scene.allowed.contains(&between));
    scene.allowed.push(between);
    scene
}

pub fn remove() -> Scene {
    Scene::new(
        |world, data| drop(shelf(world, data, 2)),
        |_| words(&["remove", "example.attack"]),
    )
}

pub fn rollback() -> Scene {
    Scene::new(
        |world, data| drop(shelf(world, data, 2)),
        |_| words(&["rollback", "example.attack", "--reason", "wrong form"]),
    )
}

/// A list that trusts another publisher and revokes what is installed.
pub fn trust_list() -> Scene {
    let (public, secret) = new_key_pair(None).expect("keys");
    let secret = SecretKey::parse(&secret, None).expect("a key");
    let key = PublicKey::parse(&public).expect("a key");
    let name = "Sheriff".to_owned();
    let roots = Roots {
        keys: vec![Root { key, name }],
        threshold: 1,
    };
    let list = |version: u64| {
        let agency = "example.sheriff".parse().expect("an id");
        let mut list = TrustList::new(agency, who().at);
        list.version = version;
        list.roots.clone_from(&roots.keys);
        list.threshold = roots.threshold;
        let mut file = TrustFile::unsigned(&list).expect("a list");
        file.sign(&secret).expect("signed");
        file
    };
    Scene::new(
        |world, data| {
            let library = shelf(world, data, 0);
            library.pin(&roots, &who()).expect("pinned");
            library.apply_list(&list(1), &who()).expect("taken");
        },
        |world| {
            let file = world.path("2.mtrust");
            std::fs::write(&file, list(2).to_bytes().expect("a ZIP")).expect("a file");
            words(&["trust", "install", &text(&file)])
        },
    )
}

/// An update whose copy takes a good part of the time.
pub fn big_update() -> Scene {
    Scene::new(
        |world, data| drop(shelf(world, data, 1)),
        |world| words(&["install", &text(&world.pack("2.muster", 2, 4 << 20))]),
    )
}
