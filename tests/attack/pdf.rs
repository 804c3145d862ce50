//! PDFs by hand, from their objects.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF of these objects, of which the first is the catalog.
pub fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", number + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (table, size) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end =
        format!("trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    file.extend(end.bytes());
    file
}

/// A stream with these entries beside its length.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF with these pages, each of them an object with its own `/MediaBox` and what it needs; the
/// objects that follow begin with the number that comes after the last page's.
pub fn pages(pages: &[String], more: &[Vec<u8>]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        )
        .into_bytes(),
    ];
    objects.extend(
        pages
            .iter()
            .map(|page| format!("<< /Type /Page /Parent 2 0 R {page} >>").into_bytes()),
    );
    objects.extend_from_slice(more);
    file(&objects, "")
}

/// A PDF of one page with this content stream; object 5 and those after it are `more`, and 5 is a
/// form, a pattern, a state, a shading and a font by the name `X`.
pub fn page(content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    one_page(&stream("", content), more)
}

/// The same with the whole object of the content stream.
pub fn one_page(content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let kinds = ["XObject", "Pattern", "ExtGState", "Shading", "Font"];
    let named = kinds
        .map(|kind| format!("/{kind} << /X 5 0 R >> "))
        .concat();
    let objects = [&[content.to_vec()], more].concat();
    let page = format!("/MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {named} >>");
    pages(&[page], &objects)
}

/// An image of so many pixels, drawn over the page by [`IMAGE`].
pub fn image(width: u32, height: u32, filter: &str, data: &[u8]) -> Vec<u8> {
    let entries = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray \
         /BitsPerComponent 8 {filter}"
    );
    stream(&entries, data)
}

pub const IMAGE: &[u8] = b"q 612 0 0 792 0 0 cm /X Do Q\n";

/// Deflated as `/FlateDecode` inflates it.
pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
    deflate.write_all(data).expect("deflated");
    deflate.finish().expect("deflated")
}
