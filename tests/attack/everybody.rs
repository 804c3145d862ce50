//! The folder for everybody on a PC: who may change it, protecting it, and records that a
//! colleague makes unwritable for others.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use serde_json::{Value, json};

use crate::pc::{MACHINE, Pc};

const ROOT: u32 = 0;
const SERGEANT: u32 = 2001;
const COLLEAGUE: u32 = 2002;

const ADD: [&str; 10] = [
    "records",
    "add",
    "--module",
    "detainer",
    "--shift",
    "day",
    "--date",
    "2026-11-24",
    "--facilitator",
    "Sergeant 0417",
];

/// A data folder of the first formats, with packs, trust, settings and records.
fn set_up(pc: &Pc, mode: &str, owner: u32) {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/golden/data");
    pc.shell(
        ROOT,
        &format!(
            "cp -r {golden} {MACHINE} && chmod -R u=rwX,go=rX {MACHINE} && \
             chown -R {owner}:{owner} {MACHINE} && chmod -R {mode} {MACHINE}"
        ),
    );
}

fn place_lines(document: &Value, state: &str) -> Vec<String> {
    let lines = document["lines"].as_array().expect("lines").iter();
    lines
        .filter(|line| line["check"] == "place" && line["state"] == state)
        .map(|line| line["message"].as_str().expect("a message").to_owned())
        .collect()
}

#[test]
fn a_folder_for_everybody_is_protected_only_if_root_owns_it_and_nobody_else_may_write() {
    for (mode, owner, expected) in [
        ("u=rwX,go=rX", ROOT, Value::Bool(true)),
        ("a+rwX", ROOT, Value::Bool(false)),
        ("u=rwX,go=rX", SERGEANT, Value::Bool(false)),
    ] {
        let Some(pc) = Pc::new() else { return };
        set_up(&pc, mode, owner);
        for user in [ROOT, SERGEANT, COLLEAGUE] {
            let shown = pc.ok(user, &["station", "show"]);
            assert_eq!(shown["protected"], expected, "{mode} {owner} as {user}");
        }
        let (_, doctor) = pc.muster(ROOT, &["doctor"]);
        let warned = place_lines(&doctor, "warning");
        let named = warned
            .iter()
            .any(|line| line.contains("Not only administrators"));
        assert_eq!(named, expected == false, "{warned:?}");
    }
}

#[test]
fn one_file_that_a_colleague_owns_or_may_write_exposes_the_folder() {
    for exposing in [
        "chown 2002 library/library.db",
        "chmod o+w station.json",
        "chmod g+w library/packs && chgrp 2002 library/packs",
        "install -o 2002 /dev/null library/planted",
        "ln -s /etc/passwd library/linked",
        "python3 -c 'import os,struct; os.setxattr(\"library\", \"system.posix_acl_default\", \
         struct.pack(\"<I\", 2) + b\"\".join(struct.pack(\"<HHI\", *e) for e in \
         [(1,7,2**32-1),(2,7,2002),(4,5,2**32-1),(16,7,2**32-1),(32,5,2**32-1)]))'",
    ] {
        let Some(pc) = Pc::new() else { return };
        set_up(&pc, "u=rwX,go=rX", ROOT);
        pc.shell(ROOT, &format!("cd {MACHINE} && {exposing}"));
        let shown = pc.ok(SERGEANT, &["station", "show"]);
        assert_eq!(shown["protected"], false, "{exposing}");
    }
}

#[test]
fn a_folder_above_in_which_others_may_rename_exposes_it() {
    for (above, expected) in [
        ("chmod 777", false),
        ("chown 2002", false),
        ("chgrp 2002 /var/lib && chmod 775", false),
        ("chmod 1777", true),
    ] {
        let Some(pc) = Pc::new() else { return };
        set_up(&pc, "u=rwX,go=rX", ROOT);
        pc.shell(ROOT, &format!("{above} /var/lib"));
        let shown = pc.ok(SERGEANT, &["station", "show"]);
        assert_eq!(shown["protected"], expected, "{above}");
        let (_, doctor) = pc.muster(ROOT, &["doctor"]);
        let warned = place_lines(&doctor, "warning");
        let named = warned
            .iter()
            .any(|line| line.contains("/var/lib") && !line.contains(MACHINE));
        assert_eq!(named, !expected, "{warned:?}");
    }
}

#[test]
fn protecting_keeps_everything_and_lets_everybody_go_on_recording() {
    let Some(pc) = Pc::new() else { return };
    set_up(&pc, "a+rwX", SERGEANT);
    let before = pc.ok(SERGEANT, &["records", "list"])["sessions"].clone();
    let trust = pc.ok(SERGEANT, &["trust", "list"]);
    let packs = pc.ok(SERGEANT, &["list"]);

    let shown = pc.ok(SERGEANT, &["station", "protect"]);
    assert_eq!(shown["protected"], false);
    assert_eq!(shown["publishers"], trust["publishers"]);
    assert_eq!(shown["packs"][0]["id"], packs["packs"][0]["id"]);
    let (code, refused) = pc.muster(SERGEANT, &["station", "protect", "--yes"]);
    assert_eq!((code, &refused["error"]["code"]), (Some(1), &json!("Io")));

    let confirmed = shown["inventory"].as_str().expect("a hash");
    let done = pc.ok(
        ROOT,
        &["station", "protect", "--yes", "--confirmed", confirmed],
    );
    assert_eq!(done["protected"], true);
    for user in [ROOT, SERGEANT, COLLEAGUE] {
        let shown = pc.ok(user, &["station", "show"]);
        assert_eq!(shown["protected"], true, "{user}");
        assert_eq!(shown["records"], format!("{MACHINE}/records/records.db"));
        assert_eq!(pc.ok(user, &["trust", "list"]), trust);
        assert_eq!(pc.ok(user, &["list"]), packs);
    }
    // Who recorded before goes on, and so does everybody else.
    pc.ok(SERGEANT, &ADD);
    pc.ok(COLLEAGUE, &[&ADD[..], &["--start", "08:00"]].concat());
    let all = pc.ok(COLLEAGUE, &["records", "list"])["sessions"].clone();
    let all = all.as_array().expect("sessions");
    assert_eq!(all.len(), before.as_array().expect("sessions").len() + 2);
    pc.ok(SERGEANT, &["records", "verify"]);
    // And changes nothing else.
    for refused in [
        &["station", "set", "room", "Mine"][..],
        &["remove", "example.sheriff.detainers"],
    ] {
        let (code, document) = pc.muster(SERGEANT, refused);
        assert_eq!(code, Some(1), "{document}");
    }
    // Again it changes nothing.
    assert_eq!(
        pc.ok(ROOT, &["station", "protect", "--yes"])["protected"],
        true
    );
}

#[test]
fn a_folder_for_records_that_a_colleague_put_there_becomes_everybodys() {
    let Some(pc) = Pc::new() else { return };
    set_up(&pc, "a+rwX", SERGEANT);
    let before = pc.ok(SERGEANT, &["records", "list"])["sessions"].clone();
    pc.shell(COLLEAGUE, &format!("cd {MACHINE} && mkdir -m 700 records"));
    pc.ok(ROOT, &["station", "protect", "--yes"]);
    let after = pc.ok(SERGEANT, &["records", "list"])["sessions"].clone();
    assert_eq!(after, before);
    pc.ok(SERGEANT, &ADD);
    pc.ok(COLLEAGUE, &[&ADD[..], &["--start", "08:00"]].concat());
}

#[test]
fn what_was_opened_before_is_written_no_more_once_the_folder_is_protected() {
    let Some(pc) = Pc::new() else { return };
    set_up(&pc, "a+rwX", SERGEANT);
    let open = |name: &str| {
        let file = pc.path(&format!("{MACHINE}/{name}"));
        std::fs::OpenOptions::new()
            .append(true)
            .open(file)
            .expect("open")
    };
    let held = ["station.json", "library/library.db"].map(open);
    pc.ok(ROOT, &["station", "protect", "--yes"]);
    for mut file in held {
        std::io::Write::write_all(&mut file, b"planted").expect("written");
    }
    for user in [ROOT, SERGEANT] {
        pc.ok(user, &["station", "show"]);
        pc.ok(user, &["list"]);
    }
    let settings = std::fs::read_to_string(pc.path(&format!("{MACHINE}/station.json")));
    assert!(!settings.expect("read").contains("planted"));
}

#[test]
fn what_was_planted_after_the_confirmation_is_reported() {
    let Some(pc) = Pc::new() else { return };
    set_up(&pc, "a+rwX", SERGEANT);
    let confirmed = pc.ok(ROOT, &["station", "protect"])["inventory"].clone();
    let confirmed = confirmed.as_str().expect("a hash");
    pc.ok(SERGEANT, &["remove", "example.sheriff.detainers"]);
    let arguments = ["station", "protect", "--yes", "--confirmed", confirmed];
    let (code, document) = pc.muster(ROOT, &arguments);
    assert_eq!(
        (code, &document["error"]["code"]),
        (Some(2), &json!("Exists"))
    );
    assert_eq!(pc.ok(ROOT, &["station", "show"])["protected"], true);
}

#[test]
fn protecting_follows_no_link_and_touches_no_file_with_a_second_name() {
    for planted in [
        "ln -s /var/lib/target library/linked",
        "ln /var/lib/target library/hard",
        "mkfifo library/pipe",
        "ln -s /var/lib/target records",
        "rm -r library/packs && ln -s /var/lib/target library/packs",
        "rm records.db && ln -s /var/lib/target records.db",
        "setpriv --reuid 2002 mkdir records && ln -s /var/lib/target records/records.db",
        "setpriv --reuid 2002 mkdir records && mkfifo records/records.db-wal",
    ] {
        let Some(pc) = Pc::new() else { return };
        set_up(&pc, "a+rwX", ROOT);
        let target = "install -m 4711 -o 2002 /dev/null /var/lib/target";
        pc.shell(ROOT, &format!("{target} && cd {MACHINE} && {planted}"));
        let before = pc.path("/var/lib/target").metadata().expect("there");
        let (code, document) = pc.muster(ROOT, &["station", "protect", "--yes"]);
        assert_eq!(code, Some(1), "{planted}: {document}");
        let after = pc.path("/var/lib/target").metadata().expect("there");
        let state = |m: &std::fs::Metadata| (m.mode(), m.uid(), m.gid(), m.len());
        assert_eq!(state(&before), state(&after), "{planted}");
    }
}

/// Managed, with records for all, as the README sets it up.
fn managed(pc: &Pc) {
    set_up(pc, "u=rwX,go=rX", ROOT);
    pc.shell(
        ROOT,
        &format!("cd {MACHINE} && mkdir -m 777 records && rm -f records.*"),
    );
}

#[test]
fn records_that_another_user_made_unwritable_are_reported_and_nothing_is_recorded_elsewhere() {
    for meanness in [
        "chmod 600 records.db",
        "chmod 444 records.db",
        "chmod 700 .",
        "rm records.db && mkdir records.db",
    ] {
        let Some(pc) = Pc::new() else { return };
        managed(&pc);
        pc.ok(COLLEAGUE, &ADD);
        pc.shell(ROOT, &format!("chown 2002 {MACHINE}/records"));
        pc.shell(COLLEAGUE, &format!("cd {MACHINE}/records && {meanness}"));
        let (code, document) = pc.muster(SERGEANT, &[&ADD[..], &["--start", "08:00"]].concat());
        assert_ne!(code, Some(0), "{meanness}: {document}");
        let home = pc.path("/var/lib/homes/2001");
        let found = std::process::Command::new("find")
            .arg(home)
            .args(["-name", "records*"])
            .output()
            .expect("find runs");
        assert_eq!(String::from_utf8_lossy(&found.stdout), "", "{meanness}");
        let shown = pc.ok(SERGEANT, &["station", "show"]);
        assert_eq!(shown["records"], format!("{MACHINE}/records/records.db"));
        let (_, doctor) = pc.muster(SERGEANT, &["doctor"]);
        assert_eq!(doctor["ok"], false, "{meanness}: {doctor}");
    }
}

/// SQLite opens the file that such a journal names, whatever it is.
#[test]
fn a_planted_journal_that_names_a_pipe_delays_nobody() {
    let Some(pc) = Pc::new() else { return };
    managed(&pc);
    pc.ok(COLLEAGUE, &ADD);
    let end = r"\331\325\005\371\040\241\143\327";
    pc.shell(
        COLLEAGUE,
        &format!(
            "cd {MACHINE}/records && mkfifo x-mj000000900 && head -c 560 /dev/zero > records.db-journal \
             && printf '{end}' >> records.db-journal && chmod 666 records.db-journal"
        ),
    );
    for user in [ROOT, SERGEANT] {
        for words in [&["records", "list"][..], &["records", "verify"]] {
            let (code, document) = pc.muster(user, words);
            assert_eq!(code, Some(1), "{user} {words:?}: {document}");
            assert_eq!(document["error"]["code"], "Io", "{document}");
        }
        let (_, doctor) = pc.muster(user, &["doctor"]);
        assert_eq!(doctor["ok"], false, "{doctor}");
    }
    pc.ok(ROOT, &["remove", "example.sheriff.detainers"]);
}

#[test]
fn records_that_went_astray_are_found_brought_in_and_set_aside() {
    let Some(pc) = Pc::new() else { return };
    managed(&pc);
    pc.ok(COLLEAGUE, &ADD);
    // As an earlier Muster did it.
    let own = "/var/lib/homes/2001/.local/share/muster";
    pc.shell(
        SERGEANT,
        &format!("mkdir -p {own} && cp -r {MACHINE}/library {MACHINE}/station.json {own}"),
    );
    let add = [&["--data-dir", own][..], &ADD, &["--start", "08:00"]].concat();
    pc.ok(SERGEANT, &add);
    pc.shell(SERGEANT, &format!("rm -r {own}/library {own}/station.*"));
    let (_, doctor) = pc.muster(SERGEANT, &["doctor"]);
    let warned = place_lines(&doctor, "warning");
    assert!(warned.iter().any(|line| line.contains(own)), "{warned:?}");
    let done = pc.ok(SERGEANT, &["records", "bring-in"]);
    assert_eq!(done["stores"][0]["sessions"], 1, "{done}");
    let kept = format!("{own}/records.brought-in-1.db");
    assert_eq!(done["stores"][0]["kept_as"], kept);
    let list = pc.ok(COLLEAGUE, &["records", "list"]);
    let sessions = list["sessions"].as_array().expect("sessions");
    assert_eq!(sessions.len(), 2);
    let marked = sessions.iter().filter(|s| !s["brought_in"].is_null());
    assert_eq!(marked.count(), 1);
    let again = pc.ok(SERGEANT, &["records", "bring-in"]);
    assert_eq!(again["stores"], json!([]));
    let (_, doctor) = pc.muster(SERGEANT, &["doctor"]);
    assert_eq!(place_lines(&doctor, "warning"), Vec::<String>::new());
    let aside = pc.path(&kept).metadata().expect("kept");
    assert_ne!(aside.permissions().mode() & 0o400, 0);
}
