//! What was read of a document, from the process that read it to the one that asked: its length (4
//! bytes), then JSON. The process may be in the hands of whoever wrote the document: what comes
//! from it is bounded and looked over before it is used.

use std::io::{self, Read, Write};

use super::model::{
    Block, Marker, OfficeError, OfficeText, OmissionNotice, PlaceNotice, Slide, Span,
};

/// More is no answer, in bytes.
const MAX_ANSWER: u32 = 48 << 20;
/// Headings, paragraphs, items and cells at most.
const MAX_BLOCKS: usize = 400_000;
/// Levels of a heading.
const MAX_LEVEL: u8 = 9;
/// Longer texts of errors are cut, in characters.
const MAX_REASON: usize = 300;

/// What came of reading.
pub(super) type Answer = Result<OfficeText, OfficeError>;

/// Hands over what came of reading a document.
pub(in crate::documents) fn write_answer(mut to: impl Write, answer: &Answer) -> io::Result<()> {
    let bytes = serde_json::to_vec(answer).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&bytes)?;
    to.flush()
}

/// Reads what came of reading a document.
pub(in crate::documents) fn read_answer(mut from: impl Read) -> io::Result<Answer> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_ANSWER {
        return Err(against_the_rules());
    }
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != u64::from(length) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| against_the_rules())?;
    match answer {
        Ok(text) if is_within_bounds(&text) => Ok(Ok(text)),
        Ok(_) => Err(against_the_rules()),
        // Whoever wrote the document may have written this.
        Err(OfficeError::Damaged(reason)) => {
            let reason: String = reason.chars().take(MAX_REASON).collect();
            let reason = reason.escape_debug().to_string();
            Ok(Err(OfficeError::Damaged(reason)))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn against_the_rules() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn is_within_bounds(text: &OfficeText) -> bool {
    let mut count = text.slides.len() + text.left_out.len();
    let of_slide = |slide: &'_ Slide| slide.number >= 1;
    let in_slides = text
        .slides
        .iter()
        .flat_map(|it| it.blocks.iter().chain(&it.notes));
    let are_blocks = text.blocks.iter().chain(in_slides).all(|block| {
        count += 1;
        match block {
            Block::Heading(level, spans) => (1..=MAX_LEVEL).contains(level) && fit(spans),
            Block::Paragraph(spans) => fit(spans),
            Block::Item {
                depth,
                marker,
                text,
            } => *depth < MAX_LEVEL && is_marker(marker) && fit(text),
            Block::Table(rows) => {
                count += rows.iter().map(Vec::len).sum::<usize>();
                rows.iter().flatten().all(|cell| fit(cell))
            }
        }
    });
    let are_places = text.left_out.iter().all(is_place);
    are_blocks && are_places && text.slides.iter().all(of_slide) && count <= MAX_BLOCKS
}

fn fit(spans: &[Span]) -> bool {
    spans.len() <= MAX_BLOCKS
}

fn is_marker(marker: &Marker) -> bool {
    match marker {
        Marker::Bullet | Marker::Number(_) => true,
        Marker::Label(label) => label.chars().count() <= 200,
    }
}

fn is_place(left_out: &OmissionNotice) -> bool {
    left_out.count >= 1
        && match &left_out.place {
            PlaceNotice::Page(number) | PlaceNotice::Slide(number) => *number >= 1,
            PlaceNotice::Heading(heading) => heading.chars().count() <= 200,
            PlaceNotice::Beginning | PlaceNotice::Everywhere => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(answer: &Answer) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_answer(&mut bytes, answer).expect("written");
        bytes
    }

    #[test]
    fn an_answer_arrives_as_it_was_sent() {
        let text = OfficeText {
            blocks: vec![Block::Heading(1, vec![Span::default()])],
            ..OfficeText::default()
        };
        for answer in [Ok(text), Err(OfficeError::Password)] {
            let bytes = sent(&answer);
            assert_eq!(read_answer(bytes.as_slice()).expect("read"), answer);
        }
    }

    #[test]
    fn an_answer_against_the_rules_is_none() {
        let level = OfficeText {
            blocks: vec![Block::Heading(200, Vec::new())],
            ..OfficeText::default()
        };
        let place = OfficeText {
            left_out: vec![OmissionNotice {
                what: super::super::model::OmittedNotice::Picture,
                count: 0,
                place: PlaceNotice::Page(1),
            }],
            ..OfficeText::default()
        };
        for text in [level, place] {
            let error = read_answer(sent(&Ok(text)).as_slice()).expect_err("refused");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        }
        let endless = u32::MAX.to_le_bytes();
        assert!(read_answer(endless.as_slice()).is_err());
        assert!(read_answer([9, 0, 0, 0, b'{'].as_slice()).is_err());
        let reason = OfficeError::Damaged("\u{1b}[2J".to_owned());
        let read = read_answer(sent(&Err(reason)).as_slice()).expect("read");
        let escaped = OfficeError::Damaged("\\u{1b}[2J".to_owned());
        assert_eq!(read, Err(escaped));
    }
}
