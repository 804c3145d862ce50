//! From material to a pack, as an author goes.

use serde_json::Value;

use crate::world::World;

#[test]
fn an_author_begins_a_pack_from_material_and_signs_it() {
    let world = World::new();
    world.sources("spare", 1);
    let sound = std::fs::read(world.path("spare/media/listen.wav")).expect("a sound");
    world.write("material/Desk briefing.wav", &sound);
    world.write(
        "material/Desk briefing.srt",
        b"1\r\n00:00:00,100 --> 00:00:00,900\r\nRead the form.\r\n",
    );
    world.write(
        "material/guide.md",
        b"# Detainers at the desk\n\nWhat to do when a detainer has arrived at the desk.\n\n\
          ## Objectives\n\n- Know the form.\n\n## Who decides?\n\n- The form says.\n",
    );
    let begun = world.ok(&[
        "pack",
        "new",
        "@pack",
        "--from",
        "@material",
        "--id",
        "gov.example.detainer",
        "--publisher",
        "Example Sheriff",
    ]);
    assert_eq!(begun["title"], "Detainers at the desk");
    assert_eq!(begun["findings"], Value::Array(Vec::new()));
    let notices = begun["said"].as_array().expect("what was guessed");
    for what in [
        "first heading of the guide",
        "Desk briefing.wav plays",
        "made into WebVTT",
    ] {
        let has = |line: &Value| line.as_str().is_some_and(|line| line.contains(what));
        assert!(notices.iter().any(has), "{what}: {notices:?}");
    }
    let checked = world.ok(&["pack", "check", "@pack"]);
    assert_eq!(checked["findings"], Value::Array(Vec::new()));
    world.publisher();
    world.build("pack", "stick/detainer.muster");
    let installed = world.ok(&["install", "@stick"]);
    assert_eq!(installed["results"][0]["id"], "gov.example.detainer");

    world.fails(
        2,
        "Exists",
        &["pack", "new", "@pack", "--from", "@material"],
    );
    world.fails(
        2,
        "NotFound",
        &["pack", "new", "@other", "--from", "@nowhere"],
    );
    assert!(!world.path("other").exists());
}

#[test]
fn an_empty_pack_says_what_is_to_be_filled_in_and_nothing_else_is_wrong() {
    let world = World::new();
    world.ok(&["pack", "new", "@Grüße"]);
    let checked = world.ok(&["pack", "check", "@Grüße"]);
    let findings = checked["findings"].as_array().expect("findings");
    let of = |what: &str| {
        let about = |finding: &&Value| {
            finding["message"]
                .as_str()
                .is_some_and(|it| it.starts_with(what))
        };
        findings.iter().filter(about).count()
    };
    for what in [
        "id",
        "publisher",
        "modules[0].summary",
        "modules[0].prompts[0].question",
    ] {
        assert_eq!(
            of(&format!("manifest.json: {what} is")),
            1,
            "{what}: {checked}"
        );
    }
    assert_eq!(of("text/guide.md: line 3 is"), 1, "{checked}");
    for finding in findings {
        let message = finding["message"].as_str().expect("text");
        assert!(message.contains("still to be written"), "{finding}");
        assert_eq!(finding["severity"], "warning");
        assert!(!finding["advice"].as_str().unwrap_or_default().is_empty());
    }
    world.fails(2, "Exists", &["pack", "new", "@Grüße"]);
}

#[test]
fn defects_of_the_sources_are_shown_to_their_author() {
    let world = World::new();
    let advice = |found: &Value| {
        let finding = &found["findings"][0];
        let part = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        assert!(!part("file").is_empty() && !part("severity").is_empty());
        assert!(!part("advice").contains("publisher"), "{finding}");
        (part("message"), part("advice"))
    };
    world.sources("pack", 1);
    std::fs::remove_file(world.path("pack/media/listen.wav")).expect("the sound");
    let found = world.fails(4, "MissingFile", &["pack", "check", "@pack"]);
    let (message, what) = advice(&found);
    assert!(
        message.starts_with("media/listen.wav is not there"),
        "{message}"
    );
    assert!(what.contains("Put the file there"), "{what}");

    world.sources("pack", 1);
    world.write("pack/text/card.md", b"# A card\n\n<b>bold</b>\n");
    let found = world.fails(4, "BadArchive", &["pack", "check", "@pack"]);
    let (message, _) = advice(&found);
    assert!(
        message.starts_with("text/card.md cannot go into a pack"),
        "{message}"
    );

    world.sources("pack", 1);
    let manifest = world
        .read("pack/manifest.json")
        .replace("\"points\"", "\"pointz\"");
    world.write("pack/manifest.json", manifest.as_bytes());
    let found = world.fails(4, "BadManifest", &["pack", "check", "@pack"]);
    let (message, what) = advice(&found);
    assert!(message.contains("pointz"), "{message}");
    assert!(what.contains("manifest.json"), "{what}");
}

#[test]
fn the_panic_message_of_a_decoder_is_not_shown() {
    let world = World::new();
    world.sources("source", 1);
    world.sound_without_rate("source/media/listen.wav");
    let checked = world.run(&["pack", "check", "@source"]);
    let printed = String::from_utf8_lossy(&checked.stdout);
    assert!(printed.contains("the decoder failed"), "{printed}");
    let beside = String::from_utf8_lossy(&checked.stderr);
    assert!(!beside.contains("panicked"), "{beside}");
}
