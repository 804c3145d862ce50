//! Slides as a part of the guide and as prompts: what an author would write down of them.

use crate::authoring::start::FILL_IN;
use crate::authoring::start::outline::{Outline, Question, line, question, without_number};
use crate::authoring::start::text::{Block, Marker, Span, plain};
use crate::documents::office::Slide;

/// Slides as text of a guide: the title of the first at `level`, all others one below it, each with
/// what it shows and then with what the presenter reads.
pub fn blocks(slides: &[Slide], level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, slide) in slides.iter().enumerate() {
        let level = if at == 0 { level } else { level + 1 };
        blocks.push(Block::Heading(level, words(&title(slide))));
        blocks.extend(slide.blocks.iter().cloned());
        blocks.extend(spoken(slide));
    }
    blocks
}

/// What of slides becomes a briefing. A title that is a question is asked, with the list on its
/// slide as key points and the rest, notes first of all, for the facilitator. Where no title is
/// one, each slide with notes is a prompt whose question is still to be found.
pub fn outline(slides: &[Slide]) -> Outline {
    let is_asked = |slide: &&Slide| slide.title.trim_end().ends_with('?');
    let mut chosen: Vec<&Slide> = slides.iter().filter(is_asked).collect();
    if chosen.is_empty() {
        // The first is the cover.
        let others = slides.iter().skip(1);
        chosen = others.filter(|slide| !slide.notes.is_empty()).collect();
    }
    let questions = chosen.into_iter().map(|slide| {
        let asked = if is_asked(&slide) {
            without_number(&line(&words(&title(slide))))
        } else {
            format!("{FILL_IN}: a question on “{}”", title(slide))
        };
        as_question(asked, slide)
    });
    let first = slides
        .first()
        .filter(|slide| !slide.title.trim().is_empty());
    let first = first.filter(|slide| !is_asked(slide));
    Outline {
        title: first.map(|slide| line(&words(&slide.title))),
        summary: None,
        objectives: Vec::new(),
        questions: questions.collect(),
    }
}

fn as_question(asked: String, slide: &Slide) -> Question {
    let mut section = spoken(slide);
    section.extend(slide.blocks.iter().cloned());
    question(asked, &section)
}

/// What the presenter reads, as running text: a list there is no list of key points.
fn spoken(slide: &Slide) -> Vec<Block> {
    let all = slide.notes.iter().map(|block| match block {
        Block::Item { marker, text, .. } => {
            let mark = match marker {
                Marker::Bullet => "– ".to_owned(),
                Marker::Number(number) => format!("{number}) "),
                Marker::Label(label) => format!("{label} "),
            };
            Block::Paragraph([words(&mark), text.clone()].concat())
        }
        block => block.clone(),
    });
    all.collect()
}

fn title(slide: &Slide) -> String {
    let title = plain(&words(&slide.title));
    if title.is_empty() {
        format!("Slide {}", slide.number)
    } else {
        title
    }
}

fn words(text: &str) -> Vec<Span> {
    vec![Span {
        text: text.to_owned(),
        ..Span::default()
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> Block {
        Block::Item {
            depth: 0,
            marker: Marker::Bullet,
            text: words(text),
        }
    }

    fn slide(number: u32, title: &str, notes: &str) -> Slide {
        let notes = (!notes.is_empty()).then(|| Block::Paragraph(words(notes)));
        Slide {
            number,
            title: title.to_owned(),
            blocks: vec![item("A point.")],
            notes: notes.into_iter().collect(),
        }
    }

    #[test]
    fn a_title_that_is_a_question_is_asked_with_its_list_as_points_and_its_notes() {
        let slides = [
            slide(1, "Detainers", "Welcome."),
            slide(2, "2. Who decides?", "Let them talk first."),
            slide(3, "Forms", "Show them."),
        ];
        let found = outline(&slides);
        assert_eq!(found.title.as_deref(), Some("Detainers"));
        let [one] = found.questions.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(one.asked, "Who decides?");
        assert_eq!(one.points, ["A point."]);
        assert_eq!(one.notes, "Let them talk first.");
    }

    #[test]
    fn without_a_question_each_slide_with_notes_waits_for_one() {
        let mut spoken = slide(3, "", "");
        spoken.notes = vec![item("Say this.")];
        let slides = [
            slide(1, "Detainers", "Welcome."),
            slide(2, "Forms", ""),
            spoken,
        ];
        let found = outline(&slides);
        let [one] = found.questions.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(one.asked, "FILL IN: a question on “Slide 3”");
        assert_eq!((one.points.len(), one.notes.as_str()), (1, "– Say this."));
    }

    #[test]
    fn the_guide_has_each_slide_under_a_heading_with_its_notes() {
        let blocks = blocks(&[slide(1, "Detainers", "Welcome."), slide(2, "", "")], 2);
        assert_eq!(blocks[0], Block::Heading(2, words("Detainers")));
        assert_eq!(blocks[2], Block::Paragraph(words("Welcome.")));
        assert_eq!(blocks[3], Block::Heading(3, words("Slide 2")));
    }
}
