//! Job aids that want to take the PC with them: the check and the shelf refuse them, and what is
//! installed already stays in use.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common;
use crate::corpus_drawings::pack;
use crate::forge::{CLAIM, Forge, sound_manifest};
use crate::pdf::{self, page, stream};
use crate::program::{refused, run};

const DASHES: &[u8] = b"[0.00001 0.00001] 0 d 1 w 0 0 m 600000 700000 l S";

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

/// What `muster pack check` finds of a folder with this PDF as a job aid.
fn found(bytes: &[u8]) -> (i32, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["aids", "media", "captions", "text"] {
        std::fs::create_dir(at(name)).expect("a folder");
    }
    let mut manifest = sound_manifest();
    let module = &mut manifest["modules"][0];
    module["media"] = json!([]);
    module.as_object_mut().expect("a module").remove("guide");
    module["steps"] = json!([{"job_aid": "card"}]);
    module["job_aids"][0]["kind"] = json!("pdf");
    module["job_aids"][0]["path"] = json!("aids/card.pdf");
    std::fs::write(at("manifest.json"), manifest.to_string()).expect("a file");
    std::fs::write(at("aids/card.pdf"), bytes).expect("a file");
    let data = at("data");
    let (status, document) = run(&data, &["pack", "check", text(folder.path())]);
    let findings = document["results"][0]["findings"]
        .as_array()
        .or_else(|| document["findings"].as_array())
        .unwrap_or_else(|| panic!("findings in {document}"));
    let errors = findings.iter().filter(|it| it["severity"] == "error");
    (status, errors.cloned().collect())
}

/// FORMAT 6.11.
#[test]
fn the_check_draws_every_page() {
    let pages: Vec<String> = (0..4)
        .map(|n| format!("/MediaBox [0 0 612 792] /Contents {} 0 R", n + 7))
        .collect();
    let with = |third: &[u8]| {
        let contents = [&b"0 0 50 50 re f"[..], b"", third, b"0 0 50 50 re f"];
        pdf::pages(&pages, &contents.map(|content| stream("", content)))
    };
    assert_eq!(found(&with(b"")), (0, Vec::new()));
    let (status, errors) = found(&with(DASHES));
    assert_eq!(status, 4);
    let [error] = errors.as_slice() else {
        panic!("one error: {errors:?}");
    };
    assert_eq!(error["code"], "BadMedia", "{error}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("page 3"), "{message}");
}

/// More pages than are shown, each of them drawn.
#[test]
fn many_small_pages_are_no_attack() {
    let one = "/MediaBox [0 0 20 20]".to_owned();
    let pages = vec![one; 3_000];
    assert_eq!(found(&pdf::pages(&pages, &[])), (0, Vec::new()));
}

/// What is odd but can be drawn is drawn.
#[test]
fn documents_that_only_look_like_attacks_are_drawn() {
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]";
    let within_itself = format!("{form} /Resources << /XObject << /X 5 0 R >> >>");
    let pattern = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] \
                   /XStep 0.0001 /YStep 0.0001 /Resources << /Pattern << /X 5 0 R >> >>";
    let groups: Vec<_> = (0..2_000)
        .map(|n| {
            let next = format!(
                "{form} /Group << /S /Transparency >> /Resources << /XObject << /X {} 0 R >> >>",
                n + 6
            );
            stream(&next, b"/X Do")
        })
        .chain([stream(form, b"0 0 600 700 re f")])
        .collect();
    for (name, bytes) in [
        ("a huge page", {
            pdf::pages(&["/MediaBox [0 0 10000000 10000000]".to_owned()], &[])
        }),
        ("a form in itself", {
            page(b"/X Do", &[stream(&within_itself, b"/X Do /X Do")])
        }),
        ("a pattern in itself", {
            let content = b"/Pattern cs /X scn 0 0 600 700 re f";
            page(content, &[stream(pattern, content)])
        }),
        ("groups in groups", page(b"/X Do", &groups)),
        ("arrays in arrays", page(&b"[".repeat(1_000_000), &[])),
        ("states in states", page(&b"q ".repeat(1_000_000), &[])),
    ] {
        let (status, errors) = found(&bytes);
        assert_eq!((status, errors), (0, Vec::new()), "{name}");
    }
}

/// FORMAT 2.24, and the other way round: what was there before job aids were drawn stays in use.
#[test]
fn an_installed_pack_whose_job_aid_cannot_be_drawn_is_a_problem_and_stays_in_use() {
    if common::under_wine() {
        return;
    }
    let forge = Forge::new();
    let bytes = pack(&forge, "pdf", &page(DASHES, &[]));
    let file = forge.world.path("hostile.muster");
    std::fs::write(&file, &bytes).expect("a file");
    let data = forge.data();
    refused(&data, 4, "BadMedia", &["install", text(&file)]);
    installed_before(&forge, &bytes);

    let (status, document) = run(&data, &["doctor"]);
    let lines = document["lines"].as_array().expect("lines");
    let line = lines
        .iter()
        .find(|line| line["check"] == "pack:example.attack");
    let line = line.unwrap_or_else(|| panic!("a line in {document}"));
    assert_eq!(line["state"], "problem", "{line}");
    let message = line["message"].as_str().expect("a message");
    assert!(message.contains("aids/card.pdf"), "{message}");
    assert_ne!(status, 0);

    let packs = run(&data, &["list"]).1;
    assert_eq!(packs["packs"][0]["version"], 3, "{packs}");
    assert_eq!(packs["packs"][0]["state"], "active", "{packs}");
    let (status, again) = run(&data, &["install", text(&file)]);
    assert_eq!(status, 0, "{again}");
    assert_eq!(again["results"][0]["action"], "already_installed");
}

/// Puts a pack on the shelf as a Muster did that drew no job aids.
fn installed_before(forge: &Forge, bytes: &[u8]) -> PathBuf {
    use sha2::Digest;
    let sha256 = muster::pack::signature::hex(&sha2::Sha256::digest(bytes));
    let folder = forge.library.folder();
    let place = folder.join(format!("packs/{sha256}.muster"));
    std::fs::write(&place, bytes).expect("a file");
    let mut manifest = sound_manifest();
    let aid = &mut manifest["modules"][0]["job_aids"][0];
    aid["kind"] = json!("pdf");
    aid["path"] = json!("aids/card.pdf");
    assert!(CLAIM.ends_with("id=example.attack version=3"));
    let database = rusqlite::Connection::open(folder.join("library.db")).expect("the database");
    database
        .execute(
            "UPDATE packs SET role = 'archived' WHERE id = 'example.attack'",
            [],
        )
        .expect("the version before");
    database
        .execute(
            "INSERT INTO packs SELECT ?1, 'example.attack', 3, 'active', key_id, key, publisher, ?2,
                 ?3, installed_at, installed_by FROM packs WHERE id = 'example.attack'",
            rusqlite::params![sha256, bytes.len(), manifest.to_string()],
        )
        .expect("the pack");
    place
}

/// CLI 2.33.
#[test]
fn the_process_that_draws_does_nothing_for_people() {
    let alone = common::muster()
        .arg("draw-document")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("muster runs");
    assert_eq!(alone.status.code(), Some(1));
    let help = common::muster()
        .arg("--help")
        .output()
        .expect("muster runs");
    let help = String::from_utf8_lossy(&help.stdout);
    assert!(!help.contains("draw-document"), "{help}");
}
