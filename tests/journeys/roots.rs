//! Roots that are lost and replaced, and how lists are built.

use serde_json::json;

use crate::world::World;

#[test]
fn a_lost_root_is_replaced_and_signs_nothing_more() {
    let world = World::new();
    let [_, b, _] = world.agency();
    world.key("d");
    // One of three is lost: two go on, and the lost one is replaced and revoked.
    world.next("1.mtrust", "2.mtrust", &[], &["a", "c"]);
    let replace = [
        "--remove-root",
        b.as_str(),
        "--revoke-key",
        b.as_str(),
        "--root",
        "@d.pub=Undersheriff",
    ];
    world.next("2.mtrust", "3.mtrust", &replace, &["a", "d"]);
    world.refuses(5, "ThresholdNotMet", "3.mtrust");
    world.sign("3.mtrust", &["c"]);
    world.refuses(4, "BadTrustList", "3.mtrust");
    world.takes("2.mtrust");
    world.takes("3.mtrust");
    world.next("3.mtrust", "4.mtrust", &[], &["a", "b"]);
    world.refuses(5, "ThresholdNotMet", "4.mtrust");
    // Older and replayed ones.
    world.refuses(5, "TrustListOlder", "1.mtrust");
    world.refuses(5, "TrustListOlder", "2.mtrust");
    let other = ["--version", "3", "--epoch", "example.sheriff.x=1"];
    world.next("3.mtrust", "other.mtrust", &other, &["a", "d"]);
    world.refuses(4, "BadTrustList", "other.mtrust");
    // A signer counts once.
    world.next("3.mtrust", "once.mtrust", &[], &["d", "d"]);
    world.refuses(5, "ThresholdNotMet", "once.mtrust");
    world.sign("4.mtrust", &["d"]);
    world.takes("4.mtrust");
}

#[test]
fn an_agency_that_lost_its_roots_gets_new_ones_by_hand() {
    let world = World::new();
    let [a, b, c] = world.agency();
    let new = world.key("new");
    let root = ["trust", "init", "--root", "@new.pub=Sheriff"];
    world.fails(2, "Exists", &root);
    let replace = [&root[..], &["--replace"]].concat();
    world.fails(2, "Usage", &replace);
    let reason = [&root[..], &["--reason", "lost"]].concat();
    world.fails(2, "Usage", &reason);
    world.ok(&[&replace[..], &["--reason", "The safe burned"]].concat());
    let list = world.ok(&["trust", "list"]);
    assert_eq!(list["roots"][0]["key_id"], new.as_str());
    assert_eq!(
        (&list["threshold"], &list["list"]["version"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        list["publishers"][0]["name"], "Training Unit",
        "nobody is lost"
    );

    // The next list says so too; the old roots have no say in it.
    let roots = [
        "--root",
        "@new.pub=Sheriff",
        "--remove-root",
        &a,
        "--remove-root",
        &b,
        "--remove-root",
        &c,
        "--threshold",
        "1",
    ];
    world.next("1.mtrust", "2.mtrust", &roots, &["a", "b"]);
    world.refuses(5, "ThresholdNotMet", "2.mtrust");
    world.sign("2.mtrust", &["new"]);
    world.takes("2.mtrust");
    world.ok(&["audit", "export", "--out", "@audit.csv"]);
    let audit = world.read("audit.csv");
    assert!(audit.contains("trust_replace,roots"), "{audit}");
    assert!(audit.contains("The safe burned"), "{audit}");
}

#[test]
fn lists_are_built_with_care() {
    let world = World::new();
    world.agency();
    let build = |more: &[&'static str]| {
        let all = [
            "trust",
            "list-build",
            "--from",
            "@1.mtrust",
            "--out",
            "@x.mtrust",
        ];
        [&all[..], more].concat()
    };
    world.fails(2, "Usage", &["trust", "list-build", "--out", "@x.mtrust"]);
    world.fails(2, "Usage", &build(&["--publisher", "@a.pub=Name"]));
    world.fails(2, "Usage", &build(&["--publisher", "@a.pub=Name=*.x"]));
    world.fails(2, "Usage", &build(&["--publisher", "@a.pub=Name=*=soon"]));
    world.fails(2, "Usage", &build(&["--epoch", "example.x=0"]));
    world.fails(2, "Usage", &build(&["--revoke-pack", "example.x"]));
    world.fails(
        2,
        "NotFound",
        &build(&["--remove-root", "0123456789ABCDEF"]),
    );
    world.fails(4, "BadTrustList", &build(&["--threshold", "4"]));
    assert!(!world.path("x.mtrust").exists(), "nothing half-built stays");
    let second = world.ok(&build(&["--publisher", "@a.pub=Academy=*=2027-12-31"]));
    assert_eq!(
        (&second["version"], &second["threshold"]),
        (&json!(2), &json!(2))
    );
    world.fails(2, "Exists", &build(&[]));
    // The JSON of a list, edited by hand, is another way to begin.
    world.tool("unzip", &["-o", "x.mtrust"]);
    let json = world.read("trust.json").replace("Academy", "State Academy");
    world.write("edited.json", json.as_bytes());
    world.ok(&[
        "trust",
        "list-build",
        "--from",
        "@edited.json",
        "--out",
        "@2.mtrust",
    ]);
    world.sign("2.mtrust", &["a", "c"]);
    world.takes("2.mtrust");
    let publishers = world.ok(&["trust", "list"])["publishers"].clone();
    assert_eq!(publishers[0]["name"], "State Academy");
    assert_eq!(publishers[0]["until"], "2027-12-31");
}
