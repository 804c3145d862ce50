//! Texts for what a briefing lacks when it is signed off.

use crate::session::Shortfall;
use crate::ui::time;

/// What is lacking, a sentence each (SCREENS 9.3).
pub(super) fn sentences(shortfalls: &[Shortfall]) -> Vec<String> {
    let sentences = shortfalls.iter().map(|shortfall| match shortfall {
        Shortfall::Unplayed {
            title,
            played_ms,
            of_ms,
        } => format!("“{title}”: {} played.", part_of(*played_ms, *of_ms)),
        Shortfall::StepsLeft(count) => format!("{} not shown.", time::count(*count, "step")),
        Shortfall::PromptsSkipped(count) => {
            format!("{} skipped.", time::count(*count, "prompt"))
        }
        Shortfall::PromptsPaged(count) => format!(
            "{} paged through: on the wall for a few seconds.",
            time::count(*count, "prompt")
        ),
        Shortfall::NobodyMarked(count) => format!(
            "Nobody is marked: {} on the roll. Go back to the roll to mark them.",
            time::count(*count, "officer")
        ),
        Shortfall::NobodyThere => "Nobody was there, as the roll stands.".to_owned(),
        Shortfall::SomeUnmarked(count) => format!(
            "{} not marked: the record will say so. Go back to the roll to mark them.",
            time::count(*count, "officer")
        ),
    });
    sentences.collect()
}

/// "0 of 15 min played, nobody marked".
pub(super) fn summary(shortfalls: &[Shortfall]) -> String {
    let (mut played, mut of) = (0, 0);
    let mut parts = Vec::new();
    for shortfall in shortfalls.iter().filter(|s| s.needs_confirmation()) {
        match shortfall {
            Shortfall::Unplayed {
                played_ms, of_ms, ..
            } => (played, of) = (played + played_ms, of + of_ms),
            Shortfall::StepsLeft(count) => {
                parts.push(format!("{} not shown", time::count(*count, "step")));
            }
            Shortfall::PromptsSkipped(count) => {
                parts.push(format!("{} skipped", time::count(*count, "prompt")));
            }
            Shortfall::PromptsPaged(count) => {
                parts.push(format!("{} paged through", time::count(*count, "prompt")));
            }
            Shortfall::NobodyMarked(_) => parts.push("nobody marked".to_owned()),
            Shortfall::NobodyThere => parts.push("nobody there".to_owned()),
            Shortfall::SomeUnmarked(_) => {}
        }
    }
    if of > 0 {
        parts.insert(0, format!("{} played", part_of(played, of)));
    }
    parts.join(", ")
}

/// "0 of 15 min"; seconds for what is shorter than two minutes.
fn part_of(played_ms: u64, of_ms: u64) -> String {
    let (played, of) = (played_ms / 1_000, of_ms / 1_000);
    if of < 120 {
        format!("{played} of {of} s")
    } else {
        format!("{} of {} min", played / 60, (of + 30) / 60)
    }
}
