//! What a discussion guide says of a briefing: its name, what it is about, its questions.

use crate::authoring::start::text::{Block, Span, address, markdown, plain};

/// A summary at most, in characters.
const SUMMARY: usize = 400;
/// So much of the notes of a question, in bytes; a manifest's strings have 8 KiB.
const NOTES: usize = 7 << 10;
/// A question, a key point or a name at most, in characters: it is read from across the room.
const LINE: usize = 400;

/// What was found in a guide.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub title: Option<String>,
    pub summary: Option<String>,
    pub objectives: Vec<String>,
    pub questions: Vec<Question>,
}

/// What may become a prompt.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub asked: String,
    pub points: Vec<String>,
    /// Markdown.
    pub notes: String,
    /// Names and addresses that stand with it.
    pub links: Vec<(String, String)>,
}

/// Reads a guide.
pub fn outline(blocks: &[Block]) -> Outline {
    let mut questions = under_headings(blocks);
    if questions.is_empty() {
        questions = in_lists(blocks);
    }
    Outline {
        title: blocks.iter().find_map(title),
        summary: summary(blocks),
        objectives: objectives(blocks),
        questions,
    }
}

fn title(block: &Block) -> Option<String> {
    match block {
        Block::Heading(1, text) if !is_question(text) => Some(line(text)),
        _ => None,
    }
}

fn is_question(text: &[Span]) -> bool {
    plain(text).ends_with('?')
}

pub fn line(text: &[Span]) -> String {
    cut(&plain(text), LINE)
}

/// A question without the number that it has in the guide: prompts have their own order.
pub fn without_number(text: &str) -> String {
    let whole = || text.to_owned();
    let Some((number, question)) = text.split_once(' ') else {
        return whole();
    };
    let bare = number.trim_end_matches(['.', ')']);
    let is_number = bare.starts_with(|it: char| it.is_ascii_digit())
        && bare.chars().all(|it| it.is_ascii_digit() || it == '.');
    let is_marked = bare.len() < number.len();
    let begins_anew = bare.contains('.') && question.starts_with(char::is_uppercase);
    if is_number && (is_marked || begins_anew) {
        question.trim().to_owned()
    } else {
        whole()
    }
}

/// So many characters at most, cut after a word.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    let whole = start.rsplit_once(' ').map_or(start.as_str(), |(it, _)| it);
    format!("{whole}…")
}

/// The first paragraph that says something.
fn summary(blocks: &[Block]) -> Option<String> {
    let mut paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(plain(text)),
        _ => None,
    });
    let first = paragraphs.find(|text| text.chars().count() >= 30 && !text.ends_with('?'))?;
    Some(cut(&first, SUMMARY))
}

/// The list under a heading that says that it is one.
fn objectives(blocks: &[Block]) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Heading(_, text) => {
            let text = plain(text).to_lowercase();
            ["objective", "goal", "you will learn"]
                .iter()
                .any(|word| text.contains(word))
        }
        _ => false,
    };
    let under = blocks.iter().skip_while(|block| !heading(block)).skip(1);
    let list = under
        .take_while(|block| !matches!(block, Block::Heading(..)))
        .filter_map(|block| match block {
            Block::Item { text, depth: 0, .. } => Some(line(text)),
            _ => None,
        });
    list.collect()
}

/// Headings that are questions, each with what stands under it: lists are key points, the rest is
/// for the facilitator.
fn under_headings(blocks: &[Block]) -> Vec<Question> {
    let mut found = Vec::new();
    for (n, block) in blocks.iter().enumerate() {
        let Block::Heading(level, text) = block else {
            continue;
        };
        if !is_question(text) {
            continue;
        }
        let rest = blocks.get(n + 1..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|block| matches!(block, Block::Heading(other, text) if other <= level || is_question(text)))
            .unwrap_or(rest.len());
        let section = rest.get(..end).unwrap_or_default();
        found.push(question(without_number(&line(text)), section));
    }
    found
}

/// In a guide without such headings: questions in a list or in paragraphs of their own, under a
/// heading that speaks of questions or a discussion, or anywhere where no heading does.
fn in_lists(blocks: &[Block]) -> Vec<Question> {
    let speaks = |block: &Block| match block {
        Block::Heading(_, text) => {
            let text = plain(text).to_lowercase();
            text.contains("question") || text.contains("discuss")
        }
        _ => false,
    };
    let anywhere = !blocks.iter().any(speaks);
    let mut within = anywhere;
    let mut found: Vec<(String, Vec<Block>)> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(..) => within = anywhere || speaks(block),
            _ if !within => {}
            Block::Paragraph(text) | Block::Item { text, .. } if is_question(text) => {
                found.push((without_number(&line(text)), Vec::new()));
            }
            block => {
                if let Some((_, section)) = found.last_mut() {
                    section.push(block.clone());
                }
            }
        }
    }
    let all = found
        .into_iter()
        .map(|(text, section)| question(text, &section));
    all.collect()
}

pub fn question(question: String, section: &[Block]) -> Question {
    let points = section.iter().filter_map(|block| match block {
        Block::Item { text, depth, .. } if *depth <= 1 => Some(line(text)),
        _ => None,
    });
    let mut notes = String::new();
    for block in section {
        if matches!(block, Block::Item { .. }) {
            continue;
        }
        let more = markdown(std::slice::from_ref(block));
        if notes.len() + more.len() + 1 > NOTES {
            break;
        }
        if !notes.is_empty() {
            notes.push('\n');
        }
        notes.push_str(&more);
    }
    let mut links: Vec<(String, String)> = Vec::new();
    for span in section.iter().flat_map(spans) {
        if let Some(link) = span.link.as_deref().and_then(address)
            && !links.iter().any(|(_, known)| known == link)
        {
            links.push((cut(span.text.trim(), LINE), link.to_owned()));
        }
    }
    Question {
        asked: question,
        points: points.collect(),
        notes: notes.trim().to_owned(),
        links,
    }
}

fn spans(block: &Block) -> Vec<&Span> {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) | Block::Item { text, .. } => {
            text.iter().collect()
        }
        Block::Table(rows) => rows.iter().flatten().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Span> {
        vec![Span {
            text: text.to_owned(),
            ..Span::default()
        }]
    }

    fn item(text: &str) -> Block {
        Block::Item {
            depth: 0,
            marker: crate::authoring::start::text::Marker::Bullet,
            text: words(text),
        }
    }

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading(level, words(text))
    }

    #[test]
    fn a_heading_that_is_a_question_becomes_a_prompt_with_its_list_as_points() {
        let link = Block::Paragraph(vec![Span {
            text: "8 CFR 287.7".to_owned(),
            link: Some("https://www.ecfr.gov/".to_owned()),
            ..Span::default()
        }]);
        let found = outline(&[
            heading(1, "Detainers"),
            Block::Paragraph(words("What to do when a detainer has arrived at the desk.")),
            heading(2, "Objectives"),
            item("Know the form."),
            heading(2, "Who decides?"),
            Block::Paragraph(words("Let them talk first.")),
            item("The form says."),
            link,
            heading(2, "Sources"),
            item("Something else"),
        ]);
        assert_eq!(found.title.as_deref(), Some("Detainers"));
        assert_eq!(found.objectives, ["Know the form."]);
        let [question] = found.questions.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(question.asked, "Who decides?");
        assert_eq!(question.points, ["The form says."]);
        assert!(question.notes.starts_with("Let them talk first."));
        assert_eq!(question.links[0].1, "https://www.ecfr.gov/");
    }

    #[test]
    fn without_such_headings_the_list_under_questions_is_taken() {
        let found = outline(&[
            heading(1, "Detainers"),
            Block::Paragraph(words("Is this a question of the text?")),
            heading(2, "Questions for discussion"),
            item("Who decides?"),
            Block::Paragraph(words("The form does.")),
            item("What if it is blank?"),
            heading(2, "Sources"),
            item("Is that a source?"),
        ]);
        let questions: Vec<&str> = found.questions.iter().map(|it| it.asked.as_str()).collect();
        assert_eq!(questions, ["Who decides?", "What if it is blank?"]);
        assert_eq!(found.questions[0].notes, "The form does.");
    }

    #[test]
    fn a_question_loses_the_number_that_it_has_in_the_guide() {
        let known = [
            ("1. Who decides?", "Who decides?"),
            ("2.1 What then?", "What then?"),
            ("3) Why?", "Why?"),
            ("48 hours, and then?", "48 hours, and then?"),
            ("5.30 in the morning?", "5.30 in the morning?"),
        ];
        for (text, question) in known {
            assert_eq!(without_number(text), question);
        }
    }

    #[test]
    fn a_long_line_is_cut_after_a_word() {
        let cut = cut(&"word ".repeat(200), 20);
        assert_eq!(cut, "word word word…");
    }
}
