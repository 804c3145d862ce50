//! Trust lists, from the agency's first day to a stolen key.

use serde_json::{Value, json};

use crate::world::World;

impl World {
    /// A key pair without a password; returns its key id.
    pub fn key(&self, name: &str) -> String {
        let key = self.ok(&["key", "new", "--out", &format!("@{name}"), "--no-password"]);
        key["key_id"].as_str().expect("a key id").to_owned()
    }

    pub fn sign(&self, list: &str, keys: &[&str]) {
        for key in keys {
            let (list, key) = (format!("@{list}"), format!("@{key}.sec"));
            self.ok(&["trust", "list-sign", &list, "--key", &key]);
        }
    }

    /// The next list after `from` with these changes, signed by these roots.
    pub fn next(&self, from: &str, out: &str, changes: &[&str], roots: &[&str]) {
        let (from, to) = (format!("@{from}"), format!("@{out}"));
        let build = ["trust", "list-build", "--from", &from, "--out", &to];
        self.ok(&[&build, changes].concat());
        self.sign(out, roots);
    }

    /// The station takes this list.
    pub fn takes(&self, list: &str) -> Value {
        self.ok(&["trust", "install", &format!("@{list}")])
    }

    /// The station refuses this list, and trusts whom it trusted before.
    pub fn refuses(&self, exit: i32, code: &str, list: &str) {
        let before = self.ok(&["trust", "list"]);
        self.fails(exit, code, &["trust", "install", &format!("@{list}")]);
        assert_eq!(self.ok(&["trust", "list"]), before);
    }

    pub fn state(&self) -> Value {
        self.ok(&["list"])["packs"][0]["state"].clone()
    }

    /// Three roots a, b and c of which two sign, a publisher, and its list version 1 in force.
    pub fn agency(&self) -> [String; 3] {
        let keys = ["a", "b", "c"].map(|name| self.key(name));
        self.key("publisher");
        let roots = [
            "--root",
            "@a.pub=Sheriff",
            "--root",
            "@b.pub=Undersheriff",
            "--root",
            "@c.pub=IT",
        ];
        self.ok(&[["trust", "init"].as_slice(), &roots].concat());
        let list = [
            "trust",
            "list-build",
            "--agency",
            "example.sheriff",
            "--publisher",
            "@publisher.pub=Training Unit=example.journey example.sheriff.*",
            "--out",
            "@1.mtrust",
        ];
        self.ok(&[list.as_slice(), &roots].concat());
        self.sign("1.mtrust", &["a", "b"]);
        self.takes("1.mtrust");
        keys
    }
}

#[test]
fn an_agencys_first_day() {
    let world = World::new();
    world.publisher();
    let keys = ["a", "b"].map(|name| world.key(name));
    let unpinned = world.ok(&["trust", "list"]);
    assert_eq!(unpinned["roots"], json!([]));
    let pinned = world.ok(&[
        "trust",
        "init",
        "--root",
        "@a.pub=Sheriff",
        "--root",
        "@b.pub",
    ]);
    assert_eq!(pinned["threshold"], 1, "of two roots either signs");
    assert_eq!(pinned["roots"][0]["key_id"], keys[0].as_str());
    assert_eq!(pinned["roots"][1]["name"], "b");
    world.fails(2, "Exists", &["trust", "init", "--root", "@a.pub"]);
    world.ok(&[
        "trust",
        "list-build",
        "--agency",
        "example.sheriff",
        "--root",
        "@a.pub=Sheriff",
        "--root",
        "@b.pub=IT",
        "--publisher",
        "@publisher.pub=Training Unit=example.sheriff.*",
        "--out",
        "@first.mtrust",
    ]);
    world.refuses(5, "ThresholdNotMet", "first.mtrust");
    let signed = world.ok(&["trust", "list-sign", "@first.mtrust", "--key", "@b.sec"]);
    assert_eq!(
        (&signed["signed"], &signed["threshold"]),
        (&json!(1), &json!(1))
    );
    let taken = world.takes("first.mtrust");
    assert_eq!(taken["results"][0]["action"], "installed");
    assert_eq!(taken["results"][0]["agency"], "example.sheriff");
    let again = world.takes("first.mtrust");
    assert_eq!(again["results"][0]["action"], "already_installed");
    let list = world.ok(&["trust", "list"]);
    assert_eq!(list["list"]["version"], 1);
    assert_eq!(list["publishers"][0]["name"], "Training Unit");
    assert_eq!(list["publishers"][0]["listed"], true);
    world.fails(2, "Usage", &["trust", "add", "@a.pub", "--name", "By hand"]);

    // The publisher stays within its pattern.
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.fails(3, "OutsideScope", &["install", "@one.muster"]);
    let widened = [
        "--publisher",
        "@publisher.pub=Training Unit=example.journey example.sheriff.*",
    ];
    world.next("first.mtrust", "second.mtrust", &widened, &["a"]);
    world.takes("second.mtrust");
    let installed = world.ok(&["install", "@one.muster"]);
    assert_eq!(installed["results"][0]["publisher"], "Training Unit");

    world.ok(&["audit", "export", "--out", "@audit.csv"]);
    let audit = world.read("audit.csv");
    for action in ["trust_init", "trust_list"] {
        assert!(audit.contains(action), "{action} in {audit}");
    }
}

#[test]
fn stock_minisign_and_unzip_go_along_with_trust_lists() {
    let world = World::new();
    world.agency();
    world.tool(
        "minisign",
        &["-G", "-W", "-p", "stock.pub", "-s", "stock.sec"],
    );
    // A root whose key the stock tool made, signing with the stock tool alone.
    let rotated = ["--root", "@stock.pub=State Academy", "--threshold", "2"];
    world.next("1.mtrust", "2.mtrust", &rotated, &["a", "c"]);
    world.takes("2.mtrust");
    world.next("2.mtrust", "3.mtrust", &[], &["b"]);
    world.tool("unzip", &["-o", "3.mtrust", "trust.json"]);
    let comment = "muster-trust:1 agency=example.sheriff version=3";
    let sign = [
        "-S",
        "-H",
        "-W",
        "-s",
        "stock.sec",
        "-m",
        "trust.json",
        "-t",
    ];
    world.tool("minisign", &[&sign[..], &[comment]].concat());
    world.refuses(5, "ThresholdNotMet", "3.mtrust");
    let add = |signer: &'static str| {
        [
            "trust",
            "list-sign",
            "@3.mtrust",
            "--signature",
            "@trust.json.minisig",
            "--signer",
            signer,
        ]
    };
    world.fails(4, "BadSignature", &add("@a.pub"));
    let signed = world.ok(&add("@stock.pub"));
    assert_eq!(signed["signed"], 2);
    // Muster signs with the stock tool's key as well.
    world.next("3.mtrust", "4.mtrust", &[], &["stock", "a"]);
    let taken = world.ok(&["trust", "install", "@3.mtrust", "@4.mtrust"]);
    assert_eq!(taken["results"][1]["version"], 4);

    let printed = world.tool("unzip", &["-t", "4.mtrust"]);
    assert!(printed.contains("No errors detected"), "{printed}");
    assert!(printed.contains("trust.json"), "{printed}");
    world.tool("unzip", &["-o", "4.mtrust"]);
    let list = world.ok(&["trust", "list-sign", "@4.mtrust", "--key", "@a.sec"]);
    let signers = list["signatures"].as_array().expect("signatures").clone();
    assert_eq!(
        signers.len(),
        2,
        "a signature takes the place of an earlier one"
    );
    let roots = world.ok(&["trust", "list"])["roots"].clone();
    for (name, public) in [("Sheriff", "a.pub"), ("State Academy", "stock.pub")] {
        let mut roots = roots.as_array().expect("roots").iter();
        let root = roots.find(|root| root["name"] == name).expect("a root");
        assert!(signers.contains(&root["key_id"]), "{name} signed: {list}");
        let signature = format!("sig/{}.minisig", root["key_id"].as_str().expect("text"));
        let verify = ["-V", "-m", "trust.json", "-x", &signature, "-p", public];
        let printed = world.tool("minisign", &verify);
        assert!(
            printed.contains("agency=example.sheriff version=4"),
            "{printed}"
        );
    }
}

#[test]
fn a_stick_with_all_lists_brings_a_new_station_up_to_date() {
    let world = World::new();
    world.agency();
    world.key("d");
    let replace = ["--root", "@d.pub=Fourth", "--threshold", "3"];
    world.next("1.mtrust", "2.mtrust", &replace, &["a", "b", "d"]);
    world.next("2.mtrust", "3.mtrust", &[], &["a", "c", "d"]);
    let stick = world.path("stick");
    std::fs::create_dir_all(stick.join("older lists")).expect("a folder");
    // In an order that is not theirs, and in folders.
    for (list, name) in [
        ("1", "z.mtrust"),
        ("2", "older lists/y.mtrust"),
        ("3", "a.mtrust"),
    ] {
        let from = world.path(&format!("{list}.mtrust"));
        std::fs::copy(from, stick.join(name)).expect("a file");
    }
    world.refuses(4, "BadTrustList", "3.mtrust");
    let taken = world.ok(&["trust", "install", "@stick"]);
    let actions: Vec<_> = taken["results"]
        .as_array()
        .expect("results")
        .iter()
        .map(|r| (r["version"].clone(), r["action"].clone()))
        .collect();
    let expected = [(1, "already_installed"), (2, "installed"), (3, "installed")];
    assert_eq!(actions, expected.map(|(v, a)| (json!(v), json!(a))));
    let again = world.ok(&["trust", "install", "@stick"]);
    assert_eq!(again["results"][0]["action"], "older");
    assert_eq!(again["results"][2]["action"], "already_installed");
    world.write("empty/readme.txt", b"no lists here");
    world.fails(2, "NotFound", &["trust", "install", "@empty"]);
    world.fails(2, "NotFound", &["trust", "install", "@nowhere.mtrust"]);
}

#[test]
fn a_stolen_key_blocks_its_packs_at_once_and_leaves_records_alone() {
    let world = World::new();
    world.agency();
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.ok(&["install", "@one.muster"]);
    world.ok(&["station", "set", "shifts", "day=Day shift,07:00-15:00"]);
    world.write(
        "roster.csv",
        b"officer_id,name,shift\r\n1042,Officer 1042,day\r\n",
    );
    world.ok(&["roster", "import", "@roster.csv"]);
    world.on_paper(&[]);
    let records = world.ok(&["records", "list"]);

    let stolen = world.ok(&["list"])["packs"][0]["key_id"].clone();
    let revoke = ["--revoke-key", stolen.as_str().expect("a key id")];
    world.next("1.mtrust", "2.mtrust", &revoke, &["a", "b"]);
    world.takes("2.mtrust");
    assert_eq!(world.state(), "blocked");
    world.fails(3, "RevokedPublisher", &["verify", "@one.muster"]);
    world.fails(3, "RevokedPublisher", &["install", "@one.muster"]);
    assert_eq!(world.ok(&["records", "list"]), records);
    world.ok(&["records", "verify"]);
}

#[test]
fn a_station_revokes_a_stolen_key_without_waiting_for_a_list() {
    let world = World::new();
    world.agency();
    world.sources("pack", 1);
    world.build("pack", "one.muster");
    world.ok(&["install", "@one.muster"]);
    let key = world.ok(&["list"])["packs"][0]["key_id"].clone();
    let key = key.as_str().expect("a key id");
    world.fails(2, "Usage", &["trust", "remove", key]);
    world.ok(&["trust", "remove", key, "--revoke"]);
    assert_eq!(world.state(), "blocked");
    world.next("1.mtrust", "2.mtrust", &[], &["a", "b"]);
    world.takes("2.mtrust");
    assert_eq!(world.state(), "blocked", "whatever the list says");
}

#[test]
fn a_version_set_too_high_by_mistake_is_recovered_from() {
    let world = World::new();
    world.agency();
    for version in [2, 3, 20_261_124] {
        world.sources("pack", version);
        world.build("pack", &format!("v{version}.muster"));
        world.ok(&["install", &format!("@v{version}.muster")]);
    }
    world.sources("pack", 4);
    world.build("pack", "stick/v4.muster");
    let copied = std::fs::copy(
        world.path("v20261124.muster"),
        world.path("stick/high.muster"),
    );
    copied.expect("a file");
    world.fails(5, "OlderThanInstalled", &["install", "@stick/v4.muster"]);
    let mend = [
        "--epoch",
        "example.journey=1",
        "--revoke-pack",
        "example.journey@20261124",
    ];
    world.next("1.mtrust", "2.mtrust", &mend, &["b", "c"]);
    world.takes("2.mtrust");
    assert_eq!(world.state(), "blocked");
    // The mistaken pack lies beside it on the stick and is passed over.
    world.fails(3, "RevokedPack", &["install", "@stick"]);
    let packs = world.ok(&["list"])["packs"].clone();
    assert_eq!(
        (&packs[0]["version"], &packs[0]["state"]),
        (&json!(4), &json!("active"))
    );
    world.fails(5, "OlderThanInstalled", &["install", "@v2.muster"]);
    world.fails(2, "Usage", &["install", "@v2.muster", "--allow-older"]);
    let back = world.ok(&[
        "install",
        "@v2.muster",
        "--allow-older",
        "--reason",
        "the new form is wrong",
    ]);
    let warning = back["results"][0]["warnings"][0]
        .as_str()
        .expect("a warning");
    assert!(warning.contains("Older than version"), "{warning}");
    world.ok(&["audit", "export", "--out", "@audit.csv"]);
    let audit = world.read("audit.csv");
    let line = audit.lines().find(|l| l.contains("install_older"));
    let line = line.expect("it is in the audit log");
    assert!(line.contains("the new form is wrong"), "{line}");
}
