//! PDFs of which the room would not see all (FORMAT 6.13), mended with programs that the author has
//! installed (CLI 2.40). The author's file stays as it is.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use crate::authoring::pages::draw_bytes;
use crate::authoring::start::PdfMendNotice;
use crate::authoring::tools::{Tool, ToolError, program_folders};
use crate::authoring::{AuthoringError, Defect, Depth};
use crate::documents::{DocumentKind, Drawing, MAX_FILE_BYTES, PdfDefect};
use crate::pack::PackError;
use crate::platform::files;

/// A program may take so long.
const LIMIT: Duration = Duration::from_mins(2);
/// A document of more pages is not made into pictures.
const MAX_PICTURES: usize = 40;
/// The longer side of a page as a picture, in pixels: letters of a form can be read on a wall.
const PICTURE_SIDE: u32 = 2_200;
/// The longer side of a page in points.
const PAGE_SIDE: f32 = 792.0;

/// What pdftoppm says where it leaves letters out.
const LEFT_OUT: [&str; 3] = [
    "language pack",
    "Couldn't find a font",
    "Unknown character collection",
];

/// What became of a PDF.
pub struct Mended {
    /// What to report; `None` where all of it is drawn, or where it cannot be drawn at all, which
    /// the check of the pack reports.
    pub notice: Option<PdfMendNotice>,
    /// The bytes for the pack; nothing where the file stays as it is.
    pub bytes: Option<Vec<u8>>,
}

/// Finds what of a PDF is not seen, and mends it where a program is there that can. `name` is what
/// the file is called.
///
/// # Errors
/// As for drawing it (`NotDrawn`); `Pack(Cancelled)`.
pub fn mend(
    name: &str,
    bytes: &[u8],
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Mended, AuthoringError> {
    let qpdf = Tool::find(&["qpdf"], &program_folders("qpdf\\bin"));
    let pdftoppm = Tool::find(&["pdftoppm"], &program_folders("poppler\\Library\\bin"));
    mend_with(name, bytes, qpdf.as_ref(), pdftoppm.as_ref(), go_on)
}

fn mend_with(
    name: &str,
    bytes: &[u8],
    qpdf: Option<&Tool>,
    pdftoppm: Option<&Tool>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Mended, AuthoringError> {
    let noticed = |notice| {
        Ok(Mended {
            notice: Some(notice),
            bytes: None,
        })
    };
    let (count, lost) = examine(name, bytes.to_vec(), go_on)?;
    if lost.is_empty() {
        return Ok(Mended {
            notice: None,
            bytes: None,
        });
    }
    let of_forms = [PdfDefect::FormValues, PdfDefect::OldFormValues];
    // Whether another program has the fonts for lost letters nobody knows: it draws boxes without.
    let of_pages = [PdfDefect::Markup, PdfDefect::Pictures];
    let can_be_drawn = |kind| of_forms.contains(kind) || of_pages.contains(kind);
    if !lost.iter().all(can_be_drawn) {
        return noticed(PdfMendNotice::ByHand);
    }
    let mut why = None;
    if let Some(qpdf) = qpdf.filter(|_| lost.iter().all(|kind| of_forms.contains(kind))) {
        match drawn_values(qpdf, bytes, go_on) {
            Ok(made) if examine(name, made.clone(), go_on)?.1.is_empty() => {
                return Ok(Mended {
                    notice: Some(PdfMendNotice::ValuesDrawn),
                    bytes: Some(made),
                });
            }
            Ok(_) => {}
            Err(ToolError::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(error) => why = Some(error.to_string()),
        }
    }
    let few = count.is_some_and(|count| count <= MAX_PICTURES);
    if let Some(pdftoppm) = pdftoppm.filter(|_| few) {
        let strict = lost.contains(&PdfDefect::Pictures);
        match pages_as_pictures(pdftoppm, bytes, strict, go_on) {
            Ok(pictures) => {
                if let Some(made) = write_pictures(&pictures, go_on)
                    && examine(name, made.clone(), go_on)?.1.is_empty()
                {
                    return Ok(Mended {
                        notice: Some(PdfMendNotice::PagesAsPictures),
                        bytes: Some(made),
                    });
                }
            }
            Err(ToolError::Cancelled) => return Err(PackError::Cancelled.into()),
            Err(error) => why = Some(error.to_string()),
        }
    }
    noticed(match why {
        Some(why) => PdfMendNotice::Failed(why),
        None if pdftoppm.is_none() => PdfMendNotice::NoProgram,
        None => PdfMendNotice::ByHand,
    })
}

/// How many pages it has, and what is not seen or cannot be drawn. Of what cannot be drawn nothing
/// is mended.
fn examine(
    name: &str,
    bytes: Vec<u8>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Option<usize>, Vec<PdfDefect>), AuthoringError> {
    let (count, defects) = draw_bytes(name, DocumentKind::Pdf, bytes, Depth::Whole, go_on)?;
    let kinds = defects.iter().map(|defect| match defect {
        Defect::NotSeen { kind, .. } => *kind,
        _ => PdfDefect::Unknown,
    });
    Ok((count, kinds.collect()))
}

/// The same PDF with the values of its fields drawn. Nothing is flattened: that drops what qpdf
/// does not draw, such as check marks without an appearance.
fn drawn_values(
    qpdf: &Tool,
    bytes: &[u8],
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Vec<u8>, ToolError> {
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    files::create_file(&from, true)?.write_all(bytes)?;
    let arguments: [OsString; 4] = [
        "--warning-exit-0".into(),
        "--generate-appearances".into(),
        from.into(),
        to.clone().into(),
    ];
    qpdf.run(&arguments, LIMIT, go_on)?;
    read_made(&to)
}

/// Each page as a JPEG picture. `strict`: any complaint of the program is an error.
fn pages_as_pictures(
    pdftoppm: &Tool,
    bytes: &[u8],
    strict: bool,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Vec<Vec<u8>>, ToolError> {
    let folder = tempfile::tempdir()?;
    let from = folder.path().join("in.pdf");
    files::create_file(&from, true)?.write_all(bytes)?;
    let pictures = folder.path().join("pictures");
    files::create_folders(&pictures)?;
    let mut arguments: Vec<OsString> = ["-jpeg", "-jpegopt", "quality=90", "-cropbox", "-scale-to"]
        .map(OsString::from)
        .to_vec();
    arguments.extend([
        PICTURE_SIDE.to_string().into(),
        from.into(),
        pictures.join("page").into(),
    ]);
    let written = pdftoppm.run(&arguments, LIMIT, go_on)?;
    let complaints = written.messages.lines();
    let mut left_out =
        complaints.filter(|line| strict || LEFT_OUT.iter().any(|it| line.contains(it)));
    if let Some(line) = left_out.next() {
        return Err(ToolError::Failed {
            program: pdftoppm.name().to_owned(),
            last: line.trim().to_owned(),
        });
    }
    let names = fs::read_dir(&pictures)?;
    let mut names: Vec<PathBuf> = names
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<_, _>>()?;
    // All have as many digits.
    names.sort();
    names.iter().map(|name| read_made(name)).collect()
}

fn read_made(file: &Path) -> Result<Vec<u8>, ToolError> {
    let bytes = files::read_up_to(files::open_no_link(file)?, MAX_FILE_BYTES)?;
    Ok(bytes)
}

/// A PDF of these pictures, a page each; nothing where one is no picture.
fn write_pictures(pictures: &[Vec<u8>], go_on: &mut dyn FnMut() -> bool) -> Option<Vec<u8>> {
    let mut last = 0;
    let mut next = || {
        last += 1;
        Ref::new(last)
    };
    let mut pdf = Pdf::new();
    let (catalog, tree) = (next(), next());
    let mut kids = Vec::new();
    for picture in pictures {
        // It was made of the author's file: its size is read where documents are.
        let opened = Drawing::open(None, DocumentKind::Picture, picture.clone(), go_on).ok()?;
        let (width, height) = *opened.sizes().first()?;
        let scale = PAGE_SIDE / width.max(height);
        let (page, content, image) = (next(), next(), next());
        kids.push(page);
        let mut written = pdf.page(page);
        written.media_box(Rect::new(0.0, 0.0, width * scale, height * scale));
        written.parent(tree).contents(content);
        written.resources().x_objects().pair(Name(b"P"), image);
        written.finish();
        let mut drawn = Content::new();
        drawn.transform([width * scale, 0.0, 0.0, height * scale, 0.0, 0.0]);
        drawn.x_object(Name(b"P"));
        pdf.stream(content, &drawn.finish().into_vec());
        let mut object = pdf.image_xobject(image, picture);
        object.filter(Filter::DctDecode);
        object.width(whole(width)).height(whole(height));
        object.color_space().device_rgb();
        object.bits_per_component(8);
    }
    let count = i32::try_from(kids.len()).ok().filter(|it| *it > 0)?;
    pdf.pages(tree).kids(kids).count(count);
    pdf.catalog(catalog).pages(tree);
    Some(pdf.finish())
}

/// A side in pixels, which has no fraction and is not above 4,096.
#[allow(clippy::cast_possible_truncation, reason = "a small whole number")]
fn whole(side: f32) -> i32 {
    side as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::fixture::one_page_pdf;

    const TEXT: &str = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (911) \
        /Rect [9 9 90 30] /DA (/Helv 12 Tf 0 g) /F 4 >>]";
    const CHECK: &str = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Btn /T (a) /V /Yes /AS /Yes \
        /Rect [9 9 30 30] /MK << /CA (4) >> /F 4 >>]";

    fn form(fields: &str) -> Vec<u8> {
        let catalog = "/AcroForm << /NeedAppearances true /Fields [] \
            /DR << /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>";
        one_page_pdf(catalog, fields, "0 50 50 50 re f", &[])
    }

    fn tool(name: &str) -> Option<Tool> {
        Tool::find(&[name], &[])
    }

    #[test]
    fn without_programs_the_notice_says_what_would_help_and_nothing_is_changed() {
        for (bytes, notice) in [
            (form(""), None),
            (form(TEXT), Some(PdfMendNotice::NoProgram)),
            (
                one_page_pdf("/Collection << >>", "", "0 0 5 5 re f", &[]),
                Some(PdfMendNotice::ByHand),
            ),
        ] {
            let mended = mend_with("a.pdf", &bytes, None, None, &mut || true).expect("drawn");
            assert_eq!(mended.notice, notice);
            assert_eq!(mended.bytes, None);
        }
    }

    #[test]
    fn pictures_become_pages_that_are_drawn() {
        let mut jpeg = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(400, 200, image::Rgb([200, 0, 0]))
            .write_to(&mut jpeg, image::ImageFormat::Jpeg)
            .expect("a picture");
        let pictures = [jpeg.get_ref().clone(), jpeg.into_inner()];
        let made = write_pictures(&pictures, &mut || true).expect("a PDF");
        let (count, lost) = examine("a.pdf", made.clone(), &mut || true).expect("drawn");
        assert_eq!((count, lost), (Some(2), Vec::new()));
        let mut drawing =
            Drawing::open(None, DocumentKind::Pdf, made, &mut || true).expect("opened");
        let wanted = crate::documents::PageWanted {
            page: 1,
            width: 100,
            height: 100,
        };
        let drawn = drawing
            .draw(wanted, &mut || true)
            .expect("drawn")
            .expect("a page");
        assert!(drawn.size[0].abs_diff(100) < 2 && drawn.size[1].abs_diff(50) < 2);
        let red = drawn.rgba.get(..3).expect("a pixel");
        assert!(red[0] > 180 && red[1] < 30, "{red:?}");
        assert!(write_pictures(&[b"no picture".to_vec()], &mut || true).is_none());
    }

    #[test]
    fn values_are_drawn_by_qpdf_and_what_it_drops_becomes_pictures() {
        let (Some(qpdf), Some(pdftoppm)) = (tool("qpdf"), tool("pdftoppm")) else {
            eprintln!("skipped: qpdf or pdftoppm is not installed");
            return;
        };
        for (fields, notice) in [
            (TEXT, PdfMendNotice::ValuesDrawn),
            (CHECK, PdfMendNotice::PagesAsPictures),
        ] {
            let (qpdf, pdftoppm) = (Some(&qpdf), Some(&pdftoppm));
            let mended =
                mend_with("a.pdf", &form(fields), qpdf, pdftoppm, &mut || true).expect("drawn");
            assert_eq!(mended.notice, Some(notice), "{fields}");
            let made = mended.bytes.expect("mended");
            assert_eq!(examine("a.pdf", made, &mut || true).expect("drawn").1, []);
        }
    }
}
