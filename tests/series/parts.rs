//! What each module has (CONTENT 1.4, CONTENT section 4).

use muster::pack::manifest::{MediaKind, Step, Text};
use muster::pack::{Manifest, Module};

use crate::each;

/// Words of the training-sample text, wherever it stands.
const SAMPLE: [&str; 2] = ["training sample", "not legal advice"];

/// What a module lacks (CONTENT 1.4, CONTENT 3.3, CONTENT 4.1, CONTENT 4.4, CONTENT 4.6).
fn lacks(module: &Module) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |what: &str| found.push(format!("{}: {what}", module.id));
    let kinds = |kind| module.media.iter().filter(move |it| it.kind == kind);
    if kinds(MediaKind::Video).next().is_none() {
        say("no film");
    }
    if kinds(MediaKind::Audio).next().is_none() {
        say("no sound-only version");
    }
    for medium in &module.media {
        if medium.captions.is_empty() {
            say(&format!("{} has no captions", medium.id));
        }
        if medium.transcript.is_none() {
            say(&format!("{} has no transcript", medium.id));
        }
        let minutes = medium.duration_ms as f64 / 60_000.0;
        if !(2.0..=4.0).contains(&minutes) {
            say(&format!("{} lasts {minutes:.1} minutes", medium.id));
        }
    }
    if module.guide.is_none() {
        say("no guide");
    }
    if module.job_aids.is_empty() {
        say("no job aid");
    }
    if module.updates.is_empty() {
        say("nothing about what changed since");
    }
    for update in &module.updates {
        if !update.wall {
            say(&format!("the update of {} is not on the wall", update.date));
        }
        if update.references.is_empty() {
            say(&format!("the update of {} has no source", update.date));
        }
    }
    if !(3..=5).contains(&module.prompts.len()) {
        say(&format!("{} prompts", module.prompts.len()));
    }
    if module.minutes > 15 {
        say(&format!("{} minutes", module.minutes));
    }
    found
}

#[test]
fn every_module_has_film_sound_captions_transcript_guide_job_aid_and_updates() {
    each(|pack, complaints| {
        for module in &pack.manifest.modules {
            complaints.extend(lacks(module));
        }
    });
}

// CONTENT 4.4
#[test]
fn every_prompt_has_points_notes_and_time_and_stands_among_the_steps() {
    each(|pack, complaints| {
        for module in &pack.manifest.modules {
            for prompt in &module.prompts {
                let mut say = |what: &str| complaints.push(format!("{}: {what}", prompt.id));
                if prompt.points.is_empty() || prompt.points.iter().any(|it| it.trim().is_empty()) {
                    say("no points");
                }
                if prompt.notes.trim().is_empty() {
                    say("no notes");
                }
                if prompt.minutes == 0 {
                    say("no time");
                }
                if !module.steps.contains(&Step::Prompt(prompt.id.clone())) {
                    say("no step");
                }
            }
        }
    });
}

// CONTENT 3.7
#[test]
fn every_reference_is_used_and_says_when_it_was_checked_if_it_was() {
    each(|pack, complaints| {
        for module in &pack.manifest.modules {
            for reference in &module.references {
                let id = &reference.id;
                let used = module.prompts.iter().any(|it| it.references.contains(id))
                    || module.updates.iter().any(|it| it.references.contains(id));
                if !used {
                    complaints.push(format!("{}: {id} is not used", module.id));
                }
                let day = pack.manifest.created.to_string();
                let checked = reference.checked.map(|it| it.to_string());
                if checked.is_some_and(|checked| checked.as_str() > day.get(..10).unwrap_or("")) {
                    complaints.push(format!("{id} was checked after the pack was made"));
                }
            }
        }
    });
}

/// The text that a step shows, if it is one.
fn text<'a>(module: &'a Module, step: Option<&Step>) -> Option<&'a Text> {
    match step {
        Some(Step::Text(id)) => module.texts.iter().find(|it| it.id == *id),
        _ => None,
    }
}

fn says_sample(text: &str) -> bool {
    let text = text.to_lowercase();
    SAMPLE.iter().all(|words| text.contains(words))
}

// CONTENT 3.5
#[test]
fn the_first_and_the_last_step_say_that_this_is_a_training_sample() {
    each(|pack, complaints| {
        let Manifest { disclaimer, .. } = &pack.manifest;
        if !says_sample(disclaimer) {
            complaints.push("the disclaimer does not".to_owned());
        }
        for module in &pack.manifest.modules {
            let ends = [module.steps.first(), module.steps.last()];
            for (step, which) in ends.into_iter().zip(["first", "last"]) {
                if !text(module, step).is_some_and(|it| says_sample(&it.body)) {
                    complaints.push(format!("{}: the {which} step does not", module.id));
                }
            }
        }
    });
}

#[test]
fn a_module_that_lacks_a_part_is_noticed() {
    let bytes = std::fs::read(crate::content().join("introduction/manifest.json"));
    let manifest = muster::pack::manifest::parse(&bytes.expect("read")).expect("a manifest");
    let whole = manifest.modules.first().expect("a module");
    assert_eq!(lacks(whole), Vec::<String>::new());
    let without = |change: fn(&mut Module)| {
        let mut module = whole.clone();
        change(&mut module);
        lacks(&module).len()
    };
    assert_eq!(without(|it| it.guide = None), 1);
    assert_eq!(without(|it| it.job_aids.clear()), 1);
    assert_eq!(
        without(|it| it.media.retain(|it| it.kind == MediaKind::Video)),
        1
    );
    assert_eq!(without(|it| it.media[0].captions.clear()), 1);
    assert_eq!(without(|it| it.updates.clear()), 1);
    assert_eq!(without(|it| it.updates[0].wall = false), 1);
    assert_eq!(without(|it| it.updates[0].references.clear()), 1);
}
