//! Names of those who are trusted that would break a line or turn it around, and what the audit log
//! makes of names (FORMAT 4.31, CLI 1.13).

use std::path::PathBuf;

use crate::program::{refused, run};
use crate::spoofing::{SPOOF, is_plain, people, plain, text};
use crate::world::{World, who};

/// FORMAT 4.31.
#[test]
fn names_of_publishers_roots_and_in_lists_are_refused() {
    let world = World::new();
    let data = world.path("data");
    let key = world.path("publisher.pub");
    let root = PathBuf::from(format!("{}={SPOOF}", text(&key)));
    let publisher = format!("{}={SPOOF}=*", text(&key));
    let out = world.path("x.mtrust");
    refused(
        &data,
        2,
        "Usage",
        &["trust", "add", text(&key), "--name", SPOOF],
    );
    refused(&data, 2, "Usage", &["trust", "init", "--root", text(&root)]);
    for option in [
        &["--root", text(&root)][..],
        &["--root", text(&key), "--publisher", &publisher],
    ] {
        let words = [
            "trust",
            "list-build",
            "--agency",
            "a.b",
            "--out",
            text(&out),
        ];
        let words = [&words[..], option].concat();
        refused(&data, 4, "BadTrustList", &words);
    }
    // Names of before the rule are written out.
    let library = world.library();
    let database = rusqlite::Connection::open(library.folder().join("library.db")).expect("open");
    database
        .execute("UPDATE publishers SET name = ?1", [SPOOF])
        .expect("named");
    drop(database);
    library
        .trust_remove(world.public.id(), true, &who())
        .expect("revoked");
    let printed = plain(&people(&data, &["trust", "list"]), &["trust", "list"]);
    assert!(printed.contains("\\u{202e}ffirehS"), "{printed}");
}

/// EXCHANGE 4.6.
#[test]
fn the_audit_log_is_written_out() {
    let world = World::new();
    world.library();
    let (data, out) = (world.path("data"), world.path("audit.csv"));
    let pack = world.pack("two.muster", 2, 400);
    assert_eq!(run(&data, &["install", text(&pack)]).0, 0);
    let older = world.pack("one.muster", 1, 400);
    let reason = format!("=cmd{SPOOF}");
    let words = [
        "install",
        text(&older),
        "--allow-older",
        "--reason",
        &reason,
    ];
    assert_eq!(run(&data, &words).0, 0);
    assert_eq!(run(&data, &["audit", "export", "--out", text(&out)]).0, 0);
    let csv = std::fs::read_to_string(&out)
        .expect("a file")
        .replace("\r\n", "\n");
    assert!(is_plain(&csv), "{csv:?}");
    assert!(csv.contains(",'=cmd\\u{1b}"), "{csv}");
}
