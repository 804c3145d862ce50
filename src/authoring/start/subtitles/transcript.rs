//! Captions into a transcript.

use crate::authoring::start::text::{Block, Span, markdown};
use crate::player::captions::Cue;

/// A pause of so long begins a paragraph of a transcript, in milliseconds.
const PAUSE_MS: i64 = 1_500;
/// A paragraph ends at the next end of a sentence after so many bytes.
const PARAGRAPH: usize = 500;

/// A caption grows into the next if that begins at most so long after its end, in milliseconds.
const GROWS_WITHIN_MS: i64 = 100;
/// Nobody says what is shown no longer than this, in milliseconds, and then says it again.
const AT_ONCE_MS: i64 = 500;

/// Which captions are only the beginning of the next, where they grow word by word. One that does so
/// alone is what somebody says twice, unless it is gone at once.
fn grown(cues: &[Cue]) -> Vec<bool> {
    let grows = |(cue, next): (&Cue, &Cue)| {
        let gap = next.start.as_millis() - cue.end.as_millis();
        let rest = next.text.strip_prefix(cue.text.as_str());
        gap <= GROWS_WITHIN_MS && rest.is_some_and(|it| it.starts_with(char::is_whitespace))
    };
    let pairs = cues.iter().zip(cues.iter().skip(1));
    let grows: Vec<bool> = pairs.map(grows).chain([false]).collect();
    let at = |at: Option<usize>| at.and_then(|at| grows.get(at)).copied().unwrap_or(false);
    let is_short = |cue: &Cue| cue.end.as_millis() - cue.start.as_millis() <= AT_ONCE_MS;
    let all = cues.iter().enumerate();
    all.map(|(n, cue)| at(Some(n)) && (is_short(cue) || at(n.checked_sub(1)) || at(Some(n + 1))))
        .collect()
}

/// What the captions say, as Markdown under this title.
pub fn transcript(title: &str, cues: &[Cue]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut end = None;
    let grown = grown(cues);
    for (cue, _) in cues.iter().zip(grown).filter(|(_, grown)| !grown) {
        let pause = end.is_some_and(|end: i64| cue.start.as_millis() - end >= PAUSE_MS);
        let full = open.len() >= PARAGRAPH && open.ends_with(['.', '!', '?']);
        if (pause || full) && !open.is_empty() {
            paragraphs.push(std::mem::take(&mut open));
        }
        let text = cue.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&text);
        end = Some(cue.end.as_millis());
    }
    paragraphs.push(open);
    let block = |text: &String| {
        let span = Span {
            text: text.clone(),
            ..Default::default()
        };
        Block::Paragraph(vec![span])
    };
    let heading = Block::Heading(
        1,
        vec![Span {
            text: title.to_owned(),
            ..Default::default()
        }],
    );
    let mut blocks = vec![heading];
    blocks.extend(paragraphs.iter().map(block));
    markdown(&blocks)
}
