//! The names in a manifest that was installed before FORMAT 4.31 was a rule: what they must not hold
//! is written out, so that whoever shows them shows no more than a line.

use crate::pack::TextDefect;
use crate::pack::manifest::{Manifest, Module};
use crate::pack::text::{shown, shown_lines};

/// Writes out what the names and titles of a manifest must not hold. Ids stay: they are compared,
/// not shown.
pub(super) fn write_out(manifest: &mut Manifest) {
    name(&mut manifest.title);
    name(&mut manifest.publisher);
    text(&mut manifest.disclaimer);
    if let Some(series) = &mut manifest.series {
        name(&mut series.title);
    }
    manifest.modules.iter_mut().for_each(module);
}

fn module(module: &mut Module) {
    name(&mut module.title);
    text(&mut module.summary);
    module.objectives.iter_mut().for_each(text);
    if let Some(variant) = &mut module.variant {
        name(&mut variant.label);
    }
    name(&mut module.course.code);
    name(&mut module.course.lesson_plan);
    name(&mut module.course.category);
    for medium in &mut module.media {
        name(&mut medium.title);
        let captions = medium.captions.iter_mut();
        captions.for_each(|captions| name(&mut captions.label));
        let chapters = medium.chapters.iter_mut();
        chapters.for_each(|chapter| name(&mut chapter.title));
    }
    let titles = module.texts.iter_mut();
    titles.for_each(|screen| name(&mut screen.title));
    for prompt in &mut module.prompts {
        text(&mut prompt.question);
        prompt.points.iter_mut().for_each(text);
    }
    for aid in &mut module.job_aids {
        name(&mut aid.title);
        let cards = aid.cards.iter_mut();
        cards.for_each(|card| name(&mut card.label));
    }
    for reference in &mut module.references {
        name(&mut reference.title);
        text(&mut reference.note);
    }
    let updates = module.updates.iter_mut();
    updates.for_each(|update| text(&mut update.text));
}

fn name(name: &mut String) {
    if TextDefect::of_name(name).is_some() {
        *name = shown(name);
    }
}

fn text(text: &mut String) {
    if TextDefect::of_text(text).is_some() {
        *text = shown_lines(text);
    }
}
