use super::*;
use crate::documents::fixture::small_pdf;
use crate::player::ReadSeek;
use eframe::egui;
use std::io::Cursor;
use std::time::Duration;

struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// Opens the document and waits until it was read and, where a page is wanted, that one is drawn.
fn opened(bytes: &[u8], kind: AidKind, wanted: Option<PageWanted>) -> AidContent {
    let (sender, receiver) = crossbeam_channel::bounded(64);
    let wake = Arc::new(move || {
        let _full_is_enough = sender.try_send(());
    });
    let document = OpenDocument::open(Arc::new(Bytes(bytes.to_vec())), kind, "Card", wake);
    loop {
        match document.content() {
            AidContent::Opening => {}
            AidContent::Pages { pictures, .. } if pictures.is_empty() && wanted.is_some() => {
                if let Some(wanted) = wanted {
                    document.want(wanted);
                }
            }
            content => return content,
        }
        let _either_way = receiver.recv_timeout(Duration::from_millis(50));
    }
}

const AT_200: PageWanted = PageWanted {
    page: 0,
    width: 200,
    height: 400,
};

#[test]
fn a_wanted_page_is_drawn_in_the_background() {
    let AidContent::Pages { sizes, pictures } = opened(&small_pdf(), AidKind::Pdf, Some(AT_200))
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
