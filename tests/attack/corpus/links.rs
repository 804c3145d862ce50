//! FORMAT section 4: what leads from one part of a manifest to another.

use serde_json::json;

use crate::corpus::{Attack, attack};
use crate::corpus_values::value;
use crate::forge::{entries_for, sound_manifest};

pub fn links() -> Vec<Attack> {
    let step = "FORMAT 4.21 each step names an id below or above";
    let reference = "FORMAT 4.22 references name what is there";
    let variant = "FORMAT 4.19 variant of a module of this pack";
    let cards = "FORMAT 4.25 cards: pdf only";
    let path = "FORMAT 3.19 no empty, . or .. component, no leading /";
    let medium = "FORMAT 4.3 unknown fields are errors";
    vec![
        value(
            "a step to nowhere",
            step,
            ("/modules/0/steps/1", "steps[1]"),
            json!({"play": "nothing"}),
        ),
        value(
            "a step that plays a prompt",
            step,
            ("/modules/0/steps/1", "steps[1]"),
            json!({"play": "who"}),
        ),
        value(
            "an empty step",
            step,
            ("/modules/0/steps/1", "steps"),
            json!({}),
        ),
        value(
            "a step of two kinds",
            step,
            ("/modules/0/steps/1", "steps"),
            json!({"play": "listen", "text": "welcome"}),
        ),
        value(
            "a step that runs a program",
            medium,
            ("/modules/0/steps/1", "run"),
            json!({"run": "setup.exe"}),
        ),
        value(
            "a prompt with a reference to nowhere",
            reference,
            ("/modules/0/prompts/0/references/0", "references"),
            json!("nothing"),
        ),
        value(
            "a reference that is a script",
            reference,
            ("/modules/0/references/0/url", "not a web address"),
            json!("javascript:alert(1)"),
        ),
        value(
            "a reference that is a file",
            reference,
            ("/modules/0/references/0/url", "not a web address"),
            json!("file:///etc/passwd"),
        ),
        value(
            "a reference with a line break",
            reference,
            ("/modules/0/references/0/url", "line break (U+000A)"),
            json!("https://example.org/\nHost: x"),
        ),
        value(
            "a variant of nothing",
            variant,
            ("/modules/0/variant", "variant"),
            json!({"of": "two", "label": "L", "for_tags": []}),
        ),
        value(
            "a variant of itself",
            variant,
            ("/modules/0/variant", "variant"),
            json!({"of": "one", "label": "L", "for_tags": []}),
        ),
        attack(
            "cards of a picture",
            cards,
            ("BadManifest", "only a PDF has cards"),
            |forge| {
                let mut manifest = sound_manifest();
                manifest["modules"][0]["job_aids"][0]["cards"] =
                    json!([{"language": "km", "label": "Khmer", "page": 1}]);
                forge.of(&entries_for(&manifest))
            },
        ),
        value(
            "a film outside the pack",
            path,
            ("/modules/0/media/0/path", "media[0].path"),
            json!("../../etc/passwd"),
        ),
        value(
            "a guide that is the film",
            "FORMAT 3.33 MissingFile",
            ("/modules/0/guide", "two kinds of use"),
            json!("media/listen.wav"),
        ),
        value(
            "a guide that is the manifest",
            "FORMAT 3.33 MissingFile",
            ("/modules/0/guide", "manifest.json"),
            json!("manifest.json"),
        ),
        value(
            "a sound of no length",
            reference,
            ("/modules/0/media/0/duration_ms", "duration_ms"),
            json!(0),
        ),
        value(
            "a chapter after the end",
            reference,
            ("/modules/0/media/0/chapters/0/at_ms", "chapters[0]"),
            json!(50),
        ),
    ]
}
