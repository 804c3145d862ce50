//! Captions into a transcript.

use crate::authoring::start::text::{Block, Span, markdown};
use crate::player::captions::Cue;

/// A pause of so long begins a paragraph of a transcript, in milliseconds.
const PAUSE_MS: i64 = 1_500;
/// A paragraph ends at the next end of a sentence after so many bytes.
const PARAGRAPH: usize = 500;

/// What the captions say, as Markdown under this title.
pub fn transcript(title: &str, cues: &[Cue]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut end = None;
    for cue in cues {
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
