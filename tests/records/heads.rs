//! Heads of the chain that are carried off the PC, and the key that signs them.

use std::process::Command;

use muster::records::Records;
use serde_json::{Value, json};

use super::{World, briefing, common, now};

impl World {
    /// With a key of the station's own; returns the coordinator's copy of its public half.
    fn station_key(&self) -> String {
        let (code, made) = self.run(&["station", "key", "new"]);
        assert_eq!(code, 0, "{made}");
        let kept = self.path("kept elsewhere");
        std::fs::create_dir_all(self.folder.path().join("kept elsewhere")).expect("a folder");
        let kept = format!("{kept}/station.pub");
        let (code, shown) = self.run(&["station", "key", "show", "--out", &kept]);
        assert_eq!((code, &shown["key"]), (0, &made["key"]));
        kept
    }
}

/// A key that somebody else has.
fn foreign_key(world: &World) -> String {
    let name = world.path("foreign");
    assert_eq!(
        world
            .run(&["key", "new", "--out", &name, "--no-password"])
            .0,
        0
    );
    format!("{name}.pub")
}

// EXCHANGE 6.3, 6.4, 6.5.
#[test]
fn a_head_that_an_administrator_exports_is_signed_and_only_with_the_kept_key_proven() {
    let world = World::three();
    let data = tempfile::tempdir().expect("a folder");
    let out = common::path(&data.path().join("a.csv"));
    let out = out.to_str().expect("Unicode");
    let export = |extra: &[&str]| {
        let all = [
            "records", "export", "--what", "sessions", "--format", "csv", "--out", out,
        ];
        world.run(&[&all[..], extra].concat())
    };
    let (code, unsigned) = export(&[]);
    assert_eq!((code, &unsigned["signed_by"]), (0, &Value::Null));
    assert!(
        unsigned["unsigned"]
            .as_str()
            .expect("why")
            .contains("not signed")
    );
    let minisig = data.path().join("a.csv.chain.json.minisig");
    assert!(!minisig.exists());

    let key = world.station_key();
    let (code, document) = world.run(&["station", "key", "new"]);
    assert_eq!((code, &document["error"]["code"]), (2, &json!("Exists")));
    let (code, signed) = export(&["--force"]);
    assert_eq!((code, &signed["unsigned"]), (0, &Value::Null), "{signed}");
    assert!(minisig.exists());
    let verify =
        |extra: &[&str]| world.run(&[&["records", "verify", "--against", out][..], extra].concat());
    let (code, document) = verify(&[]);
    assert_eq!((code, &document["signature"]), (0, &json!("not_checked")));
    let (code, document) = verify(&["--station-key", &key]);
    assert_eq!(
        (code, &document["signature"]),
        (0, &json!("good")),
        "{document}"
    );
    assert_eq!(document["station_key"], signed["signed_by"]);
    let (code, document) = verify(&["--station-key", &world.path("station-key.pub")]);
    assert_eq!((code, &document["key_from_this_pc"]), (0, &json!(true)));
    let (code, document) = verify(&["--station-key", &foreign_key(&world)]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (4, &json!("BadSignature"))
    );

    let minisign = Command::new("minisign")
        .args(["-V", "-p", &key, "-m", &format!("{out}.chain.json")])
        .output();
    match minisign {
        Ok(checked) => {
            let printed = String::from_utf8_lossy(&checked.stdout).into_owned();
            assert!(
                checked.status.success() && printed.contains("muster-head:1"),
                "{printed}"
            );
        }
        Err(_) => common::skip("checking a head with the stock tool needs minisign"),
    }

    // Another head under the same signature; none; and a bare hash.
    let chain = data.path().join("a.csv.chain.json");
    let text = std::fs::read_to_string(&chain).expect("a head");
    for altered in [
        text.replace(":3,", ":2,"),
        text.replace('\n', ""),
        format!("{text}\n"),
    ] {
        std::fs::write(&chain, altered).expect("written");
        let (code, document) = verify(&["--station-key", &key]);
        assert_eq!(
            (code, &document["error"]["code"]),
            (4, &json!("BadSignature"))
        );
    }
    std::fs::write(&chain, &text).expect("written");
    std::fs::remove_file(&minisig).expect("removed");
    let (code, document) = verify(&["--station-key", &key]);
    assert_eq!(
        (code, &document["error"]["code"]),
        (4, &json!("BadSignature"))
    );
    let head = signed["head"].as_str().expect("a head");
    let bare = [
        "records",
        "verify",
        "--against",
        head,
        "--station-key",
        &key,
    ];
    let (code, document) = world.run(&bare);
    assert_eq!((code, &document["error"]["code"]), (2, &json!("Usage")));
    // Another store is not this station's to sign.
    let (code, other) = export(&["--force", "--store", &world.path("records.db")]);
    assert_eq!((code, &other["signed_by"]), (0, &Value::Null));
    assert!(!minisig.exists());
}

// EXCHANGE 6.2, 6.4.
#[test]
fn a_key_of_another_pc_or_one_that_others_read_signs_nothing_and_a_visit_says_so() {
    let world = World::three();
    world.station_key();
    let stick = tempfile::tempdir().expect("a folder");
    let folder = common::path(stick.path());
    let folder = folder.to_str().expect("Unicode");
    let visit = || world.run(&["visit", folder]).1;
    let head_files = |document: &Value| {
        let files = document["files"].as_array().expect("files").iter();
        let names = files.filter_map(Value::as_str);
        names.filter(|name| name.contains("-head.json")).count()
    };
    let document = visit();
    assert!(document["signed_by"].is_string(), "{document}");
    assert_eq!(head_files(&document), 2);
    let bound = world.folder.path().join("station-key.json");
    let text = std::fs::read_to_string(&bound).expect("read");
    let mut binding: Value = serde_json::from_str(&text).expect("JSON");
    binding["facts"] = json!({"product_uuid": "00".repeat(32)});
    std::fs::write(&bound, binding.to_string()).expect("written");
    let document = visit();
    assert_eq!(document["signed_by"], Value::Null);
    assert!(
        document["unsigned"]
            .as_str()
            .expect("why")
            .contains("another PC")
    );
    assert_eq!(document["error"]["code"], "BadKey", "{document}");
    assert_eq!(head_files(&document), 0);
    assert!(document["head"].is_string(), "the rest is there");
    let (code, _) = world.run(&["station", "key", "new", "--replace"]);
    assert_eq!(code, 0);
    assert!(visit()["signed_by"].is_string());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let secret = world.folder.path().join("station-key.sec");
        let shared = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(secret, shared).expect("set");
        let document = visit();
        assert!(
            document["unsigned"]
                .as_str()
                .expect("why")
                .contains("others may read")
        );
    }
}

// EXCHANGE 6.6, RECORDS 3.8.
#[test]
fn a_visit_sees_by_the_heads_on_its_stick_that_records_are_cut_off_or_made_anew() {
    let world = World::three();
    world.station_key();
    let stick = tempfile::tempdir().expect("a folder");
    let folder = common::path(stick.path());
    let folder = folder.to_str().expect("Unicode");
    let early = world.path("early.db");
    assert_eq!(world.run(&["records", "backup", "--out", &early]).0, 0);
    let append = || {
        let records = Records::open(&world.store()).expect("opens");
        records.append(&briefing(), &now()).expect("recorded");
    };
    append();
    let visit = || world.run(&["visit", folder]).1;
    assert!(visit()["signed_by"].is_string());
    append();
    let document = visit();
    assert!(document["signed_by"].is_string(), "goes on: {document}");
    // The records of before, then others after them.
    let back = world.folder.path().join("early.db");
    for (more, says) in [(0, "cut off"), (2, "are not those")] {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(world.folder.path().join(format!("records.db{end}")));
        }
        std::fs::copy(&back, world.store()).expect("copied");
        (0..more).for_each(|_| append());
        assert_eq!(world.run(&["records", "verify"]).0, 0, "whole in itself");
        let document = visit();
        assert_eq!(document["signed_by"], Value::Null);
        assert_eq!(document["error"]["code"], "ChainBroken", "{document}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(message.contains(says), "{message}");
    }
}
