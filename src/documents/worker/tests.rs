use super::*;
use crate::documents::fixture::small_pdf;

const AT_200: PageWanted = PageWanted {
    page: 0,
    width: 200,
    height: 400,
};

fn answers_to(kind: DocumentKind, bytes: &[u8], pages: &[PageWanted]) -> Vec<u8> {
    let mut input = Vec::new();
    protocol::write_document(&mut input, kind, bytes).expect("written");
    for wanted in pages {
        protocol::write_request(&mut input, Request::Draw(*wanted)).expect("written");
    }
    let mut output = Vec::new();
    serve(input.as_slice(), &mut output).expect("served");
    output
}

#[test]
fn a_document_is_opened_and_its_pages_are_drawn_as_they_are_asked_for() {
    let missing = PageWanted { page: 1, ..AT_200 };
    let output = answers_to(DocumentKind::Pdf, &small_pdf(), &[AT_200, missing, AT_200]);
    let mut from = output.as_slice();
    protocol::read_ready(&mut from).expect("ready");
    let opened = protocol::read_opened(&mut from).expect("read");
    assert_eq!(opened.expect("opened").sizes[..], [(100.0, 100.0)]);
    for wanted in [Some(AT_200), None, Some(AT_200)] {
        let drawn = protocol::read_drawn(&mut from, AT_200).expect("read");
        let size = drawn.expect("drawn").map(|pixels| pixels.size);
        assert_eq!(size, wanted.map(|_| [200, 200]));
    }
    assert!(from.is_empty());
}

#[test]
fn the_page_for_practice_is_drawn_and_a_document_may_follow() {
    let document = Document::open(DocumentKind::Pdf, PRACTICE.to_vec()).expect("opened");
    let drawn = document.draw(AT_200).expect("a page");
    assert!(drawn.rgba.chunks(4).any(|pixel| pixel[0] < 100), "nothing");
    let mut input = Vec::new();
    protocol::write_practice(&mut input).expect("written");
    protocol::write_practice(&mut input).expect("written");
    protocol::write_document(&mut input, DocumentKind::Pdf, &small_pdf()).expect("written");
    let mut output = Vec::new();
    serve(input.as_slice(), &mut output).expect("served");
    let mut from = output.as_slice();
    for _ in 0..3 {
        protocol::read_ready(&mut from).expect("ready");
    }
    let opened = protocol::read_opened(&mut from).expect("read");
    assert_eq!(opened.expect("opened").count, 1);
}

#[test]
fn a_document_that_cannot_be_opened_is_answered_with_an_error() {
    for kind in [DocumentKind::Pdf, DocumentKind::Picture] {
        let output = answers_to(kind, b"MZ", &[AT_200]);
        let mut from = output.as_slice();
        protocol::read_ready(&mut from).expect("ready");
        let opened = protocol::read_opened(&mut from).expect("read");
        assert!(matches!(opened, Err(DocumentError::Damaged(_))));
        assert!(from.is_empty());
    }
}

#[test]
fn a_decoder_that_panics_is_an_error() {
    let drawn: Result<(), _> = guarded(|| panic!("the decoder broke off"));
    assert!(matches!(drawn, Err(DocumentError::Panicked)));
}
