//! Files for tests.

use std::fmt::Write;

/// A one-page PDF of 100 by 100 points with a black square in its lower left quarter.
pub(crate) fn small_pdf() -> Vec<u8> {
    long_pdf("")
}

/// The same with a line that nobody sees.
pub(crate) fn long_pdf(unseen: &str) -> Vec<u8> {
    pdf(unseen, &["0 0 0 rg 0 0 50 50 re f"])
}

/// Draws more dashes than any memory holds.
pub(crate) const DASHES: &str = "[0.00001 0.00001] 0 d 1 w 0 0 m 600000 700000 l S";

/// A PDF of these pages of 100 by 100 points.
pub(crate) fn pdf_of_pages(pages: &[&str]) -> Vec<u8> {
    pdf("", pages)
}

fn pdf(unseen: &str, pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", 3 + 2 * n))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
    ];
    for stream in pages {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents {} 0 R >>",
            objects.len() + 2
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ));
    }
    file_of_objects(&objects, unseen)
}

/// A PDF of one page of 100 by 100 points with this content stream. `catalog` and `page` are added
/// to their dictionaries; `more` are the objects from 5 on.
pub(crate) fn one_page_pdf(catalog: &str, page: &str, content: &str, more: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R {page} >>"),
        stream("", content),
    ];
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    file_of_objects(&objects, "")
}

/// A stream with these entries beside its length.
pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

fn file_of_objects(objects: &[String], unseen: &str) -> Vec<u8> {
    let mut file = format!("%PDF-1.4\n%{unseen}\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1);
    }
    let table = file.len();
    let size = objects.len() + 1;
    let _ = writeln!(file, "xref\n0 {size}\n0000000000 65535 f ");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.into_bytes()
}
