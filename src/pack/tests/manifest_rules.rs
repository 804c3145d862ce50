//! FORMAT section 4: the manifest, one defect each.

use serde_json::{Value, json};

use super::fixture::{Raw, World, manifest, refused};
use crate::pack::manifest;

/// A manifest in which every field of the format is set.
fn full() -> Value {
    serde_json::from_str(include_str!("full_manifest.json")).unwrap()
}

fn parse(manifest: &Value) -> Result<manifest::Manifest, crate::pack::PackError> {
    manifest::parse(manifest.to_string().as_bytes())
}

/// The full manifest with the field at this pointer set is refused, and the message names it.
#[track_caller]
fn is_refused(pointer: &str, value: Value, message: &str) {
    let mut manifest = full();
    *manifest.pointer_mut(pointer).unwrap() = value;
    let (code, text) = refused(parse(&manifest));
    assert_eq!(code, "BadManifest", "{pointer}: {text}");
    assert!(text.contains(message), "{pointer}: {text}");
}

#[test]
fn a_manifest_with_every_field_is_read_and_written_again_the_same() {
    let manifest = parse(&full()).unwrap();
    let again = parse(&serde_json::to_value(&manifest).unwrap()).unwrap();
    assert_eq!(manifest, again);
}

/// FORMAT 4.2.
#[test]
fn the_optional_fields_may_be_left_out() {
    let mut manifest = full();
    for field in ["status", "disclaimer", "credits", "changes"] {
        manifest.as_object_mut().unwrap().remove(field).unwrap();
    }
    let module = manifest["modules"][0].as_object_mut().unwrap();
    for field in ["requires", "course", "guide", "updates"] {
        module.remove(field).unwrap();
    }
    module["job_aids"][0]
        .as_object_mut()
        .unwrap()
        .remove("cards")
        .unwrap();
    module["references"][0]
        .as_object_mut()
        .unwrap()
        .remove("checked")
        .unwrap();
    module["prompts"][0]
        .as_object_mut()
        .unwrap()
        .remove("notes")
        .unwrap();
    module["texts"][0]
        .as_object_mut()
        .unwrap()
        .remove("notes")
        .unwrap();
    parse(&manifest).unwrap();
    manifest["modules"][0]["steps"]
        .as_array_mut()
        .unwrap()
        .remove(0);
    manifest["modules"][0]
        .as_object_mut()
        .unwrap()
        .remove("texts")
        .unwrap();
    parse(&manifest).unwrap();
}

/// FORMAT 4.2.
#[test]
fn every_other_field_is_required() {
    let optional = [
        "status",
        "disclaimer",
        "credits",
        "changes",
        "requires",
        "course",
        "texts",
        "cards",
        "guide",
        "updates",
        "checked",
        "notes",
    ];
    let mut pointers = Vec::new();
    collect(&full(), "", &mut pointers);
    assert!(pointers.len() > 80, "the fixture has all fields");
    for pointer in pointers {
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        if optional.contains(&field) || parent.contains("/steps/") {
            continue;
        }
        let mut manifest = full();
        let parent = manifest
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap();
        parent.remove(field).unwrap();
        let (code, text) = refused(parse(&manifest));
        assert_eq!(code, "BadManifest", "{pointer}: {text}");
        assert!(text.contains(field), "{pointer}: {text}");
    }
}

/// FORMAT 4.3.
#[test]
fn unknown_fields_are_refused_in_every_object() {
    let mut pointers = Vec::new();
    collect(&full(), "", &mut pointers);
    let mut objects: Vec<&str> = pointers
        .iter()
        .map(|p| p.rsplit_once('/').unwrap().0)
        .collect();
    objects.dedup();
    for pointer in objects {
        let mut manifest = full();
        let object = manifest
            .pointer_mut(pointer)
            .unwrap()
            .as_object_mut()
            .unwrap();
        object.insert("surprise".to_owned(), 1.into());
        let (code, text) = refused(parse(&manifest));
        assert_eq!(code, "BadManifest", "{pointer}: {text}");
    }
}

/// JSON pointers of all fields of all objects.
fn collect(value: &Value, at: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                pointers.push(format!("{at}/{name}"));
                collect(value, &format!("{at}/{name}"), pointers);
            }
        }
        Value::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                collect(value, &format!("{at}/{i}"), pointers);
            }
        }
        _ => {}
    }
}

/// FORMAT 4.4.
#[test]
fn a_repeated_key_is_refused_with_its_line() {
    let text = manifest().to_string().replacen(
        "\"title\":\"One\"",
        "\n\"title\":\"One\",\n\"title\":\"Two\"",
        1,
    );
    let (code, message) = refused(manifest::parse(text.as_bytes()));
    assert_eq!(code, "BadManifest");
    assert!(
        message.contains("line 3") && message.contains("duplicate field"),
        "{message}"
    );
}

/// FORMAT 4.21.
#[test]
fn a_step_names_exactly_one_thing() {
    is_refused(
        "/modules/0/steps/0",
        json!({"text": "welcome", "play": "briefing"}),
        "steps",
    );
    is_refused("/modules/0/steps/0", json!({}), "steps");
    is_refused("/modules/0/steps/0", json!({"dance": "welcome"}), "dance");
    for kind in ["text", "play", "prompt", "job_aid"] {
        is_refused("/modules/0/steps/0", json!({kind: "nowhere"}), "steps[0]");
    }
}

/// FORMAT 2.15, FORMAT 4.5, FORMAT 4.6.
#[test]
fn a_newer_format_or_min_app_is_too_old_an_app_before_anything_else() {
    for text in [
        r#"{"format": 2, "min_app": 7, "id": "not an id"}"#,
        r#"{"format": 1, "min_app": "99.0.0", "surprise": true}"#,
    ] {
        let (code, message) = refused(manifest::parse(text.as_bytes()));
        assert_eq!(code, "AppTooOld", "{text}: {message}");
    }
    let mut same = full();
    same["min_app"] = env!("CARGO_PKG_VERSION").into();
    assert!(parse(&same).is_ok());
    is_refused("/format", 0.into(), "format");
    is_refused("/min_app", "soon".into(), "min_app");
}

/// FORMAT 4.1.
#[test]
fn what_is_no_json_is_a_bad_manifest_with_its_line() {
    for (text, line) in [("", 1), ("{\n\n\"format\": x", 3), ("\u{feff}{}", 1)] {
        let (code, message) = refused(manifest::parse(text.as_bytes()));
        assert_eq!(code, "BadManifest");
        assert!(message.contains(&format!("line {line}")), "{message}");
    }
    assert_eq!(refused(manifest::parse(b"\xff\xfe")).0, "BadManifest");
    let trailing = format!("{}x", full());
    assert_eq!(
        refused(manifest::parse(trailing.as_bytes())).0,
        "BadManifest"
    );
    let deep = "[".repeat(100_000);
    assert_eq!(refused(manifest::parse(deep.as_bytes())).0, "BadManifest");
}

/// FORMAT 4.7, FORMAT 4.9.
#[test]
fn strings_are_nfc_and_not_too_long() {
    is_refused("/title", "e\u{301}".into(), "title");
    is_refused("/title", "x".repeat((8 << 10) + 1).into(), "8 KiB");
    is_refused(
        "/modules/0/texts/0/body",
        "x".repeat((64 << 10) + 1).into(),
        "64 KiB",
    );
    let mut manifest = full();
    manifest["title"] = "x".repeat(8 << 10).into();
    manifest["modules"][0]["texts"][0]["body"] = "x".repeat(64 << 10).into();
    manifest["modules"][0]["updates"][0]["text"] = "x".repeat(64 << 10).into();
    assert!(parse(&manifest).is_ok());
}

/// FORMAT 4.10, FORMAT 4.11, FORMAT 4.12, FORMAT 4.13, FORMAT 4.14, FORMAT 4.15, FORMAT 4.16,
/// FORMAT 4.17, FORMAT 4.18, FORMAT 4.23, FORMAT 4.26.
#[test]
fn fields_hold_what_their_kind_demands() {
    is_refused("/id", "example".into(), "id");
    is_refused("/version", 0.into(), "version");
    is_refused("/version", ((1_u64 << 53) + 1).into(), "version");
    is_refused("/version", json!(3.0), "version");
    is_refused("/title", " ".into(), "title");
    is_refused("/language", "english!".into(), "language");
    is_refused("/created", "yesterday".into(), "created");
    is_refused("/as_of", "2012-13-01".into(), "as_of");
    is_refused("/status", "old".into(), "status");
    is_refused("/series/position", 0.into(), "series.position");
    is_refused("/modules/0/id", "One".into(), "modules[0].id");
    is_refused("/modules/0/audience/0", "dogs".into(), "audience");
    is_refused("/modules/0/minutes", json!(-1), "minutes");
    is_refused("/modules/0/media/0/kind", "film".into(), "kind");
    is_refused("/modules/0/media/0/path", "../x".into(), "path");
    is_refused("/modules/0/media/0/duration_ms", 0.into(), "duration_ms");
    is_refused("/modules/0/job_aids/0/kind", "doc".into(), "kind");
    is_refused("/modules/0/job_aids/0/cards/0/page", 0.into(), "page");
    is_refused(
        "/modules/0/references/0/url",
        "javascript:alert(1)".into(),
        "url",
    );
}

/// FORMAT 4.18, FORMAT 4.20.
#[test]
fn ids_are_unique_in_their_list() {
    is_refused("/modules/1/id", "one".into(), "occurs twice");
    for list in ["media", "texts", "prompts", "job_aids", "references"] {
        let mut manifest = full();
        let values = manifest["modules"][0][list].as_array_mut().unwrap();
        values.push(values[0].clone());
        let (code, text) = refused(parse(&manifest));
        assert_eq!(code, "BadManifest", "{text}");
        assert!(text.contains(list), "{text}");
    }
}

/// FORMAT 4.22.
#[test]
fn references_that_are_named_are_there() {
    is_refused(
        "/modules/0/prompts/0/references/0",
        "gone".into(),
        "references",
    );
    is_refused(
        "/modules/0/updates/0/references/0",
        "gone".into(),
        "references",
    );
}

/// FORMAT 4.19.
#[test]
fn a_variant_varies_another_module_that_is_no_variant() {
    for of in ["two", "three"] {
        is_refused("/modules/1/variant/of", of.into(), "variant.of");
    }
}

/// FORMAT 4.24.
#[test]
fn chapters_come_in_order_and_before_the_end() {
    is_refused(
        "/modules/0/media/0/chapters/1/at_ms",
        0.into(),
        "chapters[1]",
    );
    is_refused(
        "/modules/0/media/0/chapters/1/at_ms",
        245_000.into(),
        "chapters[1]",
    );
}

/// FORMAT 4.25.
#[test]
fn only_a_pdf_has_cards() {
    is_refused("/modules/0/job_aids/0/kind", "png".into(), "cards");
}

/// FORMAT 4.27.
#[test]
fn markdown_in_the_manifest_obeys_the_rules_of_markdown_files() {
    is_refused("/modules/0/texts/0/body", "<b>x</b>".into(), "HTML");
    is_refused(
        "/modules/0/texts/0/notes",
        "![](https://example.org/x.png)".into(),
        "remote",
    );
    is_refused("/modules/0/prompts/0/notes", "<b>x</b>".into(), "HTML");
}

/// FORMAT 4.28.
#[test]
fn a_file_has_one_kind_of_use() {
    is_refused("/modules/0/guide", "media/b.mp4".into(), "two kinds of use");
    is_refused("/modules/0/guide", "manifest.json".into(), "manifest.json");
}

/// FORMAT 2.15.
#[test]
fn an_older_pack_of_a_newer_program_is_refused_through_the_whole_reading_too() {
    let world = World::new();
    let mut newer = manifest();
    newer["min_app"] = "99.0.0".into();
    assert_eq!(refused(world.read_manifest(&newer)).0, "AppTooOld");
    let broken = Raw::stored("manifest.json", b"{}");
    assert_eq!(refused(world.read_entries(&[broken])).0, "BadManifest");
}

#[test]
fn a_manifest_that_kept_the_rules_once_is_read_again_the_same() {
    let text = full().to_string();
    let again = manifest::parse_again(text.as_bytes()).unwrap();
    assert_eq!(again, parse(&full()).unwrap());
    // What this program cannot show is refused with the same message as before.
    let mut newer = full();
    newer["min_app"] = "99.0.0".into();
    let newer = newer.to_string();
    assert_eq!(
        refused(manifest::parse_again(newer.as_bytes())).0,
        "AppTooOld"
    );
    assert_eq!(refused(manifest::parse_again(b"{")).0, "BadManifest");
}
