//! What the steps of a briefing are called.

use crate::pack::manifest::MediaKind;
use crate::pack::{Module, ModuleOutline};
use crate::session::{OutlineStep, Session, Stage};
use crate::ui::{icons, time};

/// A stage's icon and name.
#[must_use]
pub fn name(session: &Session, stage: Stage) -> (&'static str, String) {
    match stage {
        Stage::Overview => (icons::INFO, "Overview".to_owned()),
        Stage::Step(n) => match session.outline().step(n) {
            Some(step) => step_name(session.module(), step, session.plan().pack.manifest.as_of),
            None => (icons::INFO, String::new()),
        },
        Stage::Roll => (icons::USERS, "Roll: who is here?".to_owned()),
        Stage::SignOff | Stage::Recorded => (icons::CHECK, "Sign-off".to_owned()),
    }
}

/// A step's icon and name.
#[must_use]
pub fn step_name(
    module: &Module,
    step: OutlineStep,
    as_of: jiff::civil::Date,
) -> (&'static str, String) {
    let known = match step {
        OutlineStep::Text(n) => module
            .texts
            .get(n)
            .map(|text| (icons::ARTICLE, text.title.clone())),
        OutlineStep::Play(n) => module.media.get(n).map(|medium| {
            let length = i64::try_from(medium.duration_ms).unwrap_or(0);
            let (icon, kind) = match medium.kind {
                MediaKind::Video => (icons::FILM_STRIP, "Video"),
                MediaKind::Audio => (icons::WAVEFORM, "Audio"),
            };
            (
                icon,
                format!("{kind} {}: {}", time::length(length), medium.title),
            )
        }),
        OutlineStep::Prompt(n) => module
            .prompts
            .get(n)
            .map(|prompt| (icons::CHATS, prompt.question.clone())),
        OutlineStep::JobAid(n) => module
            .job_aids
            .get(n)
            .map(|aid| (icons::FILE_TEXT, format!("Job aid: {}", aid.title))),
        OutlineStep::Updates => Some((icons::CLOCK_BACK, time::since(as_of))),
    };
    known.unwrap_or((icons::INFO, String::new()))
}

/// At most so many characters, with … for what is left out.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", short.trim_end())
}

/// `video 3:40, 4 prompts, 1 job aid`.
#[must_use]
pub fn contents(module: &ModuleOutline) -> String {
    let mut parts = Vec::new();
    let played = module.plays.iter().filter_map(|n| module.media.get(*n));
    for medium in played {
        let kind = match medium.kind {
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
        };
        let length = i64::try_from(medium.duration_ms).unwrap_or(0);
        parts.push(format!("{kind} {}", time::length(length)));
    }
    for (number, one) in [(module.prompts, "prompt"), (module.job_aids, "job aid")] {
        if number > 0 {
            parts.push(time::count(number, one));
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_long_name_ends_with_an_ellipsis() {
        assert_eq!(shorten("Detainer", 8), "Detainer");
        assert_eq!(shorten("Detainer form", 9), "Detainer…");
        assert_eq!(shorten("Ééééé", 3), "Éé…");
    }
}
