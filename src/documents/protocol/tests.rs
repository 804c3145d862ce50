use super::*;

const WANTED: PageWanted = PageWanted {
    page: 3,
    width: 8,
    height: 4,
};

fn pixels(width: usize, height: usize) -> Pixels {
    Pixels {
        size: [width, height],
        rgba: vec![7; width * height * 4],
    }
}

fn is_against_the_rules<T: std::fmt::Debug>(read: io::Result<T>) {
    let error = read.expect_err("refused");
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}

#[test]
fn what_a_test_program_says_before_is_passed_over_and_no_more() {
    let mut sent = b"\nrunning 1 test\n".to_vec();
    write_ready(&mut sent).expect("written");
    sent.extend(b"the next");
    let mut from = sent.as_slice();
    read_ready(&mut from).expect("ready");
    assert_eq!(from, b"the next");
    assert!(read_ready(io::repeat(b'x')).is_err());
    assert!(read_ready(&b"nothing"[..]).is_err());
}

#[test]
fn a_document_arrives_as_it_was_handed_over() {
    for kind in [DocumentKind::Pdf, DocumentKind::Picture] {
        let mut sent = Vec::new();
        write_document(&mut sent, kind, b"bytes").expect("written");
        let read = read_job(sent.as_slice()).expect("read");
        assert!(
            matches!(read, Job::Draw(read, bytes) if read == kind && bytes == b"bytes"),
            "{kind:?}"
        );
    }
    let mut sent = Vec::new();
    write_practice(&mut sent).expect("written");
    let read = read_job(sent.as_slice()).expect("read");
    assert!(matches!(read, Job::Practice));
    let mut sent = Vec::new();
    write_office(&mut sent, b"bytes").expect("written");
    let read = read_job(sent.as_slice()).expect("read");
    assert!(matches!(read, Job::ReadText(bytes) if bytes == b"bytes"));
    is_against_the_rules(read_job(&[9][..]).map(|_| ()));
}

#[test]
fn pages_arrive_with_their_sizes_and_what_is_no_size_is_none() {
    let sizes = [
        (612.0, 792.0),
        (f32::NAN, f32::INFINITY),
        (-1.0, f32::NEG_INFINITY),
    ];
    let opened = Opened {
        count: 5,
        sizes: Arc::from(sizes),
    };
    let mut sent = Vec::new();
    write_opened(&mut sent, &Ok(opened)).expect("written");
    let read = read_opened(sent.as_slice()).expect("read").expect("opened");
    assert_eq!(read.count, 5);
    assert_eq!(read.sizes[..], [(612.0, 792.0), (0.0, 0.0), (0.0, 0.0)]);
}

#[test]
fn more_pages_than_are_shown_or_than_there_are_are_refused() {
    for (count, shown) in [(0, 0), (1, 0), (1, 2), (u32::MAX, u32::MAX), (3_000, 2_001)] {
        let mut sent = vec![DONE];
        sent.extend(u32::to_le_bytes(count));
        sent.extend(u32::to_le_bytes(shown));
        sent.extend(vec![0; 100_000]);
        is_against_the_rules(read_opened(sent.as_slice()));
    }
}

#[test]
fn a_drawn_page_arrives_as_it_was_drawn() {
    for drawn in [Some(pixels(8, 4)), Some(pixels(1, 1)), None] {
        let mut sent = Vec::new();
        write_drawn(&mut sent, &Ok(drawn.clone())).expect("written");
        let read = read_drawn(sent.as_slice(), WANTED).expect("read");
        assert_eq!(read.expect("drawn"), drawn);
    }
}

#[test]
fn a_page_larger_than_asked_for_or_without_pixels_is_refused() {
    for (width, height) in [
        (9, 4),
        (8, 5),
        (0, 4),
        (8, 0),
        (u32::MAX, u32::MAX),
        (4_097, 1),
    ] {
        let mut sent = vec![DONE];
        sent.extend(u32::to_le_bytes(width));
        sent.extend(u32::to_le_bytes(height));
        is_against_the_rules(read_drawn(sent.as_slice(), WANTED));
    }
    let all = PageWanted {
        width: u32::MAX,
        height: u32::MAX,
        ..WANTED
    };
    let mut sent = vec![DONE];
    sent.extend([MAX_SIDE + 1, 1].map(u32::to_le_bytes).concat());
    is_against_the_rules(read_drawn(sent.as_slice(), all));
}

#[test]
fn an_answer_that_ends_too_early_is_an_error() {
    let mut sent = Vec::new();
    write_drawn(&mut sent, &Ok(Some(pixels(8, 4)))).expect("written");
    for end in 0..sent.len() {
        assert!(read_drawn(&sent[..end], WANTED).is_err(), "{end} bytes");
    }
}

#[test]
fn errors_arrive_and_their_texts_are_short_and_harmless() {
    let long = format!("\u{1b}[2J\n{}", "ä".repeat(4_000));
    for error in [
        DocumentError::Damaged(long),
        DocumentError::Panicked,
        DocumentError::TooLarge {
            what: "pixels",
            most: MAX_PICTURE_PIXELS,
        },
    ] {
        let mut sent = Vec::new();
        write_opened(&mut sent, &Err(error)).expect("written");
        let read = read_opened(sent.as_slice())
            .expect("read")
            .expect_err("one");
        let text = read.to_string();
        assert!(text.len() < 2_000, "{text}");
        assert!(!text.contains(char::is_control), "{text}");
        assert!(read.is_of_the_document());
    }
    is_against_the_rules(read_opened(&[FAILED, 9, 0, 0][..]));
    is_against_the_rules(read_opened(&[FAILED, 0, 0xFF, 0xFF][..]));
}

#[test]
fn what_is_asked_for_arrives_and_then_the_end() {
    let requests = [
        Request::Draw(WANTED),
        Request::Examine,
        Request::ExaminePage(WANTED),
    ];
    let mut asked = Vec::new();
    for request in requests {
        write_request(&mut asked, request).expect("written");
    }
    let mut from = asked.as_slice();
    for request in requests {
        assert_eq!(read_request(&mut from).expect("read"), Some(request));
    }
    assert_eq!(read_request(&mut from).expect("the end"), None);
    is_against_the_rules(read_request(&[3][..]));
}

#[test]
fn losses_arrive_each_kind_once_and_their_examples_are_made_harmless() {
    let loss = |kind, example: &str| Loss {
        kind,
        count: 3,
        example: example.to_owned(),
    };
    let losses = vec![
        loss(PdfDefect::FormValues, "555-0134"),
        loss(PdfDefect::Unknown, ""),
    ];
    let mut answered = Vec::new();
    write_losses(&mut answered, &Ok(Some(losses.clone()))).expect("written");
    let read = read_losses(answered.as_slice()).expect("read");
    assert_eq!(read.expect("done"), Some(losses));
    let hostile = vec![loss(PdfDefect::Letters, "\u{1b}[2J\u{202e}")];
    let mut answered = Vec::new();
    write_losses(&mut answered, &Ok(Some(hostile))).expect("written");
    let read = read_losses(answered.as_slice()).expect("read");
    let read = read.expect("done").expect("losses");
    assert_eq!(read[0].example, "\\u{1b}[2J\\u{202e}");

    let one = |kind: u8, length: u8| {
        let mut bytes = vec![kind, 1, 0, 0, 0, length];
        bytes.resize(6 + usize::from(length), b'x');
        bytes
    };
    for wrong in [
        vec![DONE, 200],
        [vec![DONE, 1], one(99, 0)].concat(),
        [vec![DONE, 1], one(0, 200)].concat(),
        [vec![DONE, 2], one(0, 0), one(0, 0)].concat(),
    ] {
        is_against_the_rules(read_losses(wrong.as_slice()));
    }
}
