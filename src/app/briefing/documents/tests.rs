use super::*;
use crate::app::jobs::result::JobResult;
use crate::documents::fixture::{DASHES, pdf_of_pages, small_pdf};
use crate::player::ReadSeek;
use crossbeam_channel::Receiver;
use eframe::egui;
use std::io::Cursor;
use std::time::Duration;

struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// A document that is open, and what comes of it.
struct Opened {
    document: OpenDocument,
    received: Receiver<JobResult<OpenDocument>>,
}

impl Opened {
    fn open(bytes: &[u8], kind: AidKind) -> Self {
        let (results, received) = JobResults::new(Arc::new(|| ()));
        let source = Arc::new(Bytes(bytes.to_vec()));
        let document = OpenDocument::open(source, kind, "Card", results);
        Self { document, received }
    }

    /// What there is to show, a moment later.
    fn content(&mut self) -> AidContent {
        if let Ok(result) = self.received.recv_timeout(Duration::from_millis(50)) {
            result.apply(&mut self.document);
        }
        self.document.content()
    }
}

/// Opens the document and waits until it was read and, where a page is wanted, that one is drawn.
fn opened(bytes: &[u8], kind: AidKind, wanted: Option<PageWanted>) -> AidContent {
    let mut opened = Opened::open(bytes, kind);
    loop {
        match opened.content() {
            AidContent::Opening => {}
            AidContent::Pages {
                pictures, undrawn, ..
            } if pictures.len() + undrawn.len() < 1 && wanted.is_some() => {
                if let Some(wanted) = wanted {
                    opened.document.want(wanted);
                }
            }
            content => return content,
        }
    }
}

/// Turns to one page after the other, each as soon as the one before is drawn or cannot be.
fn follow(bytes: &[u8], pages: &[u32]) -> AidContent {
    let mut opened = Opened::open(bytes, AidKind::Pdf);
    for page in pages {
        let wanted = PageWanted {
            page: *page,
            ..AT_200
        };
        while !has(&opened.content(), wanted) {
            opened.document.want(wanted);
        }
    }
    opened.content()
}

#[test]
fn what_comes_of_a_document_that_was_closed_is_not_shown_for_the_next_one() {
    let first = Opened::open(b"one", AidKind::Markdown);
    let late = first.received.recv_timeout(Duration::from_mins(1));
    let mut second = Opened::open(b"two", AidKind::Markdown);
    late.expect("read").apply(&mut second.document);
    assert!(matches!(second.document.content(), AidContent::Opening));
}

const AT_200: PageWanted = PageWanted {
    page: 0,
    width: 200,
    height: 400,
};

#[test]
fn a_wanted_page_is_drawn_in_the_background() {
    let opened = opened(&small_pdf(), AidKind::Pdf, Some(AT_200));
    let AidContent::Pages {
        sizes, pictures, ..
    } = opened
    else {
        panic!("pages");
    };
    assert_eq!(&sizes[..], [(100.0, 100.0)]);
    let image = &pictures[0].image;
    assert_eq!(image.size, [200, 200]);
    assert_eq!(image[(50, 150)], egui::Color32::BLACK);
    assert_eq!(image[(150, 50)], egui::Color32::WHITE);
}

#[test]
fn a_file_that_is_no_pdf_ends_in_a_message_that_names_it() {
    let AidContent::Failed(words) = opened(b"MZ", AidKind::Pdf, None) else {
        panic!("a message");
    };
    assert!(words.headline.contains("Card"), "{}", words.headline);
}

/// SCREENS 7.14.
#[test]
fn a_page_over_the_memory_limit_gives_a_message_and_the_others_are_drawn() {
    let pages = pdf_of_pages(&["", DASHES, ""]);
    let content = follow(&pages, &[0, 1, 2, 1, 0]);
    let AidContent::Pages {
        sizes,
        pictures,
        undrawn,
    } = &content
    else {
        panic!("pages: {content:?}");
    };
    assert_eq!(sizes.len(), 3);
    let drawn: Vec<_> = pictures.iter().map(|picture| picture.wanted.page).collect();
    assert_eq!(drawn, [0, 2], "each once");
    let [(1, words)] = undrawn.as_slice() else {
        panic!("one page: {undrawn:?}");
    };
    assert!(words.headline.contains("Card, page 2"), "{words:?}");
    assert_eq!(content.failure(), Some(words));
}

/// SCREENS 7.14.
#[test]
fn a_document_over_the_memory_limit_gives_a_message() {
    let content = opened(&pdf_of_pages(&[DASHES]), AidKind::Pdf, Some(AT_200));
    let words = content.failure().expect("a message");
    assert_eq!(words.code, crate::words::Code::BadMedia);
    assert!(words.headline.contains("“Card”"), "{words:?}");
}

#[test]
fn a_failed_enlargement_gives_no_message() {
    let words = Arc::new(DocumentError::Panicked.in_words("Card"));
    let picture = PagePicture {
        wanted: AT_200,
        image: Arc::new(ColorImage::filled([1, 1], egui::Color32::WHITE)),
    };
    let content = AidContent::Pages {
        sizes: Arc::from([(1.0, 1.0)]),
        pictures: vec![picture],
        undrawn: vec![(0, words)],
    };
    assert_eq!(content.failure(), None);
}

#[test]
fn kept_pages_stay_within_bounds_and_the_newest_stays() {
    let mut pictures = Vec::new();
    for page in 0..10 {
        keep(
            &mut pictures,
            PagePicture {
                wanted: PageWanted { page, ..AT_200 },
                image: Arc::new(ColorImage::filled([2_048, 2_048], egui::Color32::WHITE)),
            },
        );
    }
    assert_eq!(pictures.last().unwrap().wanted.page, 9);
    assert!(pictures.len() * 2_048 * 2_048 * 4 <= MAX_KEPT_BYTES);
}
