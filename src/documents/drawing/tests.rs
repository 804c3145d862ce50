//! The process that draws is this test program again, which then runs one test alone.

use std::io::{Read, Write};

use super::*;
use crate::documents::fixture::small_pdf;
use crate::documents::worker;

const AT_200: PageWanted = PageWanted {
    page: 0,
    width: 200,
    height: 400,
};

/// What only a child of these tests has among its arguments.
fn is_child(mark: &str) -> bool {
    std::env::args().any(|argument| argument == mark)
}

/// Does nothing in an ordinary run.
#[test]
fn the_process_that_draws() {
    if is_child(DRAW) {
        std::process::exit(i32::from(!worker::draw_for_parent()));
    }
}

/// A process that does not do as it should. Does nothing in an ordinary run.
#[test]
fn a_process_that_lies() {
    let roles = [
        "too large",
        "too many",
        "endless",
        "dead",
        "cut",
        "silent",
        "nonsense",
        "once",
    ];
    let Some(role) = roles.into_iter().find(|role| is_child(role)) else {
        return;
    };
    let mut output = io::stdout();
    let mut input = io::stdin();
    protocol::write_ready(&mut output).expect("written");
    let _ = protocol::read_job(&mut input);
    let mut say = |bytes: &[u8]| {
        let _ = output.write_all(bytes).and_then(|()| output.flush());
    };
    let opened: Vec<u8> = [1_u32, 1, 0, 0].map(u32::to_le_bytes).concat();
    let opened = [&[1], opened.as_slice()].concat();
    match role {
        "too large" => {
            say(&opened);
            let _ = protocol::read_request(&mut input);
            say(&[
                &[1],
                [100_000_u32; 2].map(u32::to_le_bytes).concat().as_slice(),
            ]
            .concat());
        }
        "too many" => say(&[[1].as_slice(), &[0xFF; 8]].concat()),
        "endless" => loop {
            say(&vec![0xFF; 65_536]);
        },
        "dead" => std::process::abort(),
        "cut" => {
            say(&opened);
            let _ = protocol::read_request(&mut input);
            say(&[1, 200, 0]);
        }
        "silent" => {
            let _ = input.read_to_end(&mut Vec::new());
        }
        "nonsense" => say(b"nonsense"),
        // Draws one page, and breaks down at the second.
        _ => {
            say(&opened);
            let _ = protocol::read_request(&mut input);
            say(&[2]);
            let _ = protocol::read_request(&mut input);
            std::process::abort();
        }
    }
    std::process::exit(0);
}

fn one_that_lies(role: &str) -> Spare {
    let arguments = [
        "documents::drawing::tests::a_process_that_lies",
        "--exact",
        "--nocapture",
        "--skip",
        role,
    ];
    Spare::start_as(&arguments, |_, output| protocol::read_ready(output)).expect("started")
}

fn open(spare: Option<Spare>) -> Result<Drawing, DocumentError> {
    Drawing::open(spare, DocumentKind::Pdf, small_pdf(), &mut || true)
}

#[test]
fn a_document_is_drawn_by_another_process_page_by_page() {
    let mut drawing = open(None).expect("opened");
    assert_eq!(drawing.page_count(), 1);
    assert_eq!(drawing.sizes()[..], [(100.0, 100.0)]);
    for _ in 0..3 {
        let drawn = drawing.draw(AT_200, &mut || true).expect("drawn");
        assert_eq!(drawn.expect("a page").size, [200, 200]);
    }
    let missing = PageWanted { page: 1, ..AT_200 };
    assert_eq!(drawing.draw(missing, &mut || true).expect("none"), None);
}

#[test]
fn a_process_that_has_practiced_draws_the_document() {
    let spare = Spare::start_with_practice().expect("started");
    let mut drawing = open(Some(spare)).expect("opened");
    let drawn = drawing.draw(AT_200, &mut || true).expect("drawn");
    assert_eq!(drawn.expect("a page").size, [200, 200]);
}

#[test]
fn a_spare_process_that_died_meanwhile_is_replaced() {
    let spare = Spare::start().expect("started");
    spare.helper.end().expect("ended");
    open(Some(spare)).expect("opened by another");
}

#[test]
fn whatever_a_process_answers_is_an_error_of_its_document() {
    for role in ["too many", "endless", "dead", "nonsense"] {
        let opened = open(Some(one_that_lies(role))).map(drop);
        let error = opened.expect_err(role);
        assert!(error.is_of_the_document(), "{role}: {error}");
    }
    for role in ["too large", "cut"] {
        let mut drawing = open(Some(one_that_lies(role))).expect(role);
        let error = drawing.draw(AT_200, &mut || true).expect_err(role);
        assert!(error.is_of_the_document(), "{role}: {error}");
    }
}

#[test]
fn a_page_on_which_a_used_process_ends_is_drawn_by_a_new_one() {
    let mut drawing = open(Some(one_that_lies("once"))).expect("opened");
    assert_eq!(drawing.draw(AT_200, &mut || true).expect("drawn"), None);
    let drawn = drawing.draw(AT_200, &mut || true).expect("drawn");
    assert_eq!(drawn.expect("by Muster itself").size, [200, 200]);
}

#[test]
fn whoever_waits_for_a_silent_process_can_stop() {
    let mut asked = 0;
    let opened = Drawing::open(
        Some(one_that_lies("silent")),
        DocumentKind::Pdf,
        small_pdf(),
        &mut || {
            asked += 1;
            asked < 3
        },
    );
    assert!(matches!(opened.map(drop), Err(DocumentError::Stopped)));
}

#[test]
fn a_process_that_never_answers_is_given_up() {
    let spare = one_that_lies("silent");
    let ready = wait(&spare.ready, MAX_STEPS, &mut || true).expect("in time");
    ready.expect("ready");
    let never = spare.helper.begin(|_, output| output.read(&mut [0; 4_096]));
    let mut steps = 0;
    let waited = wait(&never, 3, &mut || {
        steps += 1;
        true
    });
    assert!(matches!(waited.map(drop), Err(DocumentError::NoAnswer)));
    assert_eq!(steps, 3);
}

#[test]
fn a_file_that_is_too_large_starts_no_process() {
    let bytes = vec![0; usize::try_from(MAX_FILE_BYTES).expect("a size") + 1];
    let opened = Drawing::open(None, DocumentKind::Pdf, bytes, &mut || {
        unreachable!("nobody is waited for")
    });
    assert!(matches!(
        opened.map(drop),
        Err(DocumentError::TooLarge { .. })
    ));
}
