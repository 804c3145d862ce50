//! What is missing of a document as a whole: its end, pages, what only Adobe's programs show.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::Dict;

use super::content::{Drawn, Reader};
use super::{MAX_PAGES, annotations};
use crate::documents::loss::{Loss, PdfDefect};

/// Its table may lie so far beyond the end of a file in which line ends were changed, and no
/// farther, in bytes.
const TABLE_BEYOND: usize = 16;

/// What is missing of a document.
pub(super) fn losses(file: &Pdf) -> Vec<Loss> {
    let bytes = file.data().as_ref();
    let catalog = catalog(file);
    let mut losses = Vec::new();
    if is_cut_off(bytes) {
        losses.push(Loss::new(PdfDefect::CutOff));
    }
    let count = file.pages().len();
    let stated = catalog
        .get::<Dict<'_>>("Pages")
        .and_then(|pages| pages.get::<i32>("Count"));
    if let Some(stated) = stated.and_then(|it| usize::try_from(it).ok())
        && stated > count
    {
        losses.push(Loss {
            kind: PdfDefect::Pages,
            count: u32::try_from(stated).unwrap_or(u32::MAX),
            example: count.to_string(),
        });
    }
    if catalog.contains_key("Collection") {
        losses.push(Loss::new(PdfDefect::Portfolio));
    }
    losses.extend(xfa(file, &catalog));
    losses
}

/// The root of a document.
pub(super) fn catalog(file: &Pdf) -> Dict<'_> {
    let xref = file.xref();
    xref.get::<Dict<'_>>(xref.root_id()).unwrap_or_default()
}

/// Whether the fields of a form are to be drawn anew by whoever shows them.
pub(super) fn needs_appearances(catalog: &Dict<'_>) -> bool {
    let form = catalog.get::<Dict<'_>>("AcroForm").unwrap_or_default();
    form.get::<bool>("NeedAppearances").unwrap_or(false)
}

/// Whether the end of a file is missing, or what its end leads to.
fn is_cut_off(bytes: &[u8]) -> bool {
    let is_filling = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = bytes.iter().rposition(|byte| !is_filling(byte));
    let bytes = bytes
        .get(..end.map_or(0, |end| end + 1))
        .unwrap_or_default();
    let (table, mark) = (find_last(bytes, b"startxref"), find_last(bytes, b"%%EOF"));
    let Some(last) = table.max(mark) else {
        return true;
    };
    // A file that was changed has ends within it, and one for the web has one at its beginning.
    let after = bytes.get(last..).unwrap_or_default();
    if find_last(after, b" obj").is_some() {
        return true;
    }
    let stated = table.and_then(|at| number(bytes.get(at + 9..)?));
    if stated.is_some_and(|stated| stated > bytes.len() + TABLE_BEYOND) {
        return true;
    }
    // One for the web says its length at its beginning.
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    let length = find_last(head, b"/Linearized").and_then(|at| {
        let entries = head.get(at..)?;
        number(entries.get(find_last(entries, b"/L ")? + 3..)?)
    });
    length.is_some_and(|length| length > bytes.len() + TABLE_BEYOND)
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|it| it == wanted)
}

/// The number that stands first.
fn number(bytes: &[u8]) -> Option<usize> {
    let bytes = bytes.trim_ascii_start();
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit());
    let digits = bytes.get(..end.unwrap_or(bytes.len()))?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// What is missing of a form that is made for Adobe's own programs. Most of these forms have pages
/// and fields as other forms do, which are shown.
fn xfa(file: &Pdf, catalog: &Dict<'_>) -> Option<Loss> {
    let form = catalog.get::<Dict<'_>>("AcroForm")?;
    if !form.contains_key("XFA") {
        return None;
    }
    let pages = || file.pages().iter().take(MAX_PAGES);
    let is_built_up = catalog.get::<bool>("NeedsRendering").unwrap_or(false);
    if is_built_up || !pages().any(annotations::has_fields) || asks_to_wait(file, catalog) {
        return Some(Loss::new(PdfDefect::Xfa));
    }
    None
}

fn asks_to_wait(file: &Pdf, catalog: &Dict<'_>) -> bool {
    let Some(page) = file.pages().first().filter(|_| file.pages().len() == 1) else {
        return false;
    };
    let mut drawn = Drawn::default();
    let content = page.page_stream().unwrap_or_default();
    Reader::new(catalog).read(content, page.resources(), &mut drawn);
    drawn.text.to_lowercase().contains("pleasewait")
}

#[cfg(test)]
mod tests {
    use super::is_cut_off;
    use crate::documents::fixture::small_pdf;

    #[test]
    fn a_file_is_whole_whatever_stands_behind_its_end() {
        let whole = small_pdf();
        for behind in [
            &b""[..],
            b"\r\n\0\0\0",
            b"\n<!-- sent by mail -->\n",
            &[b'x'; 9_000],
        ] {
            assert!(!is_cut_off(&[&whole[..], behind].concat()));
        }
        // The last mark alone is no loss.
        let end = whole.len() - 6;
        assert!(!is_cut_off(&whole[..end]));
    }

    #[test]
    fn a_file_that_was_cut_anywhere_is_cut_off() {
        let whole = small_pdf();
        let table = whole
            .windows(9)
            .rposition(|it| it == b"startxref")
            .expect("a table");
        for end in 0..table {
            assert!(is_cut_off(&whole[..end]), "{end}");
        }
        // Changed once more, and that cut; and what was to come is zeros.
        let changed = [&whole[..], b"9 0 obj << /Type /Page >> endobj\nxr"].concat();
        assert!(is_cut_off(&changed));
        assert!(is_cut_off(&[&whole[..table], &[0; 500]].concat()));
        // The middle is missing.
        let short = [&whole[..50], &whole[300..]].concat();
        assert!(is_cut_off(&short));
        let web = String::from_utf8_lossy(&whole).replacen(
            "1 0 obj",
            "9 0 obj << /Linearized 1 /L 99999 /N 1 >> endobj\n1 0 obj",
            1,
        );
        assert!(is_cut_off(web.as_bytes()));
    }
}
