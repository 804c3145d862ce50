use super::*;
use crate::player::ReadSeek;
use eframe::egui;
use std::fmt::Write;
use std::io::Cursor;
use std::time::Duration;

struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// Opens the document and waits until it is no longer as `still` says.
fn opened(bytes: &[u8], kind: AidKind, wanted: Option<PageWanted>) -> AidContent {
    let (told, tells) = crossbeam_channel::bounded(64);
    let wake = Arc::new(move || {
        let _full_is_enough = told.try_send(());
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
        let _either_way = tells.recv_timeout(Duration::from_millis(50));
    }
}

/// A one-page PDF with a black square in its lower left quarter.
fn small_pdf() -> Vec<u8> {
    let stream = "0 0 0 rg 0 0 50 50 re f";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1);
    }
    let table = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.into_bytes()
}

const AT_200: PageWanted = PageWanted {
    page: 0,
    width: 200,
    height: 400,
};

#[test]
fn a_pdf_page_is_drawn_as_large_as_it_fits() {
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
fn a_picture_larger_than_the_screen_is_made_smaller() {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::new(1_000, 500)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let AidContent::Pages { pictures, .. } = opened(png.get_ref(), AidKind::Png, Some(AT_200))
    else {
        panic!("pages");
    };
    assert_eq!(pictures[0].image.size, [200, 100]);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
    // The header alone claims 100,000 x 100,000 pixels.
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::new(1, 1)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let mut bytes = png.into_inner();
    bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    let header = crc32fast::hash(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&header.to_be_bytes());
    assert!(matches!(
        opened(&bytes, AidKind::Png, None),
        AidContent::Failed(_)
    ));
}

#[test]
fn a_page_without_a_size_is_no_reason_to_allocate() {
    let wanted = PageWanted {
        page: 0,
        width: u32::MAX,
        height: u32::MAX,
    };
    assert_eq!(scale_to_fit((f32::NAN, 10.0), wanted), None);
    assert_eq!(scale_to_fit((0.0, 10.0), wanted), None);
    assert_eq!(scale_to_fit((1.0, 100_000.0), wanted), None);
    let scale = scale_to_fit((612.0, 792.0), wanted).unwrap();
    assert!(792.0 * scale <= points(MAX_SIDE));
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
