mod streams;

use super::*;
use crate::documents::fixture::{one_page_pdf, pdf_of_pages, small_pdf, stream};

#[test]
fn a_pdf_page_is_drawn_as_large_as_it_fits() {
    let pdf = Pdf::open(small_pdf()).unwrap();
    assert_eq!(&pdf.sizes()[..], [(100.0, 100.0)]);
    let wanted = PageWanted {
        page: 0,
        width: 200,
        height: 400,
    };
    let drawn = pdf.draw(wanted).unwrap();
    assert_eq!(drawn.size, [200, 200]);
    let pixel = |x: usize, y: usize| &drawn.rgba[(y * 200 + x) * 4..][..4];
    assert_eq!(pixel(50, 150), [0, 0, 0, 255]);
    assert_eq!(pixel(150, 50), [255, 255, 255, 255]);
    assert!(drawn.rgba.chunks(4).all(|pixel| pixel[3] == 255));
}

#[test]
fn a_file_that_is_no_pdf_is_damaged() {
    let opened = Pdf::open(b"MZ".to_vec());
    assert!(matches!(opened, Err(DocumentError::Damaged(_))));
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

/// What is lost on the page of a document and of the document, as text.
fn lost(bytes: Vec<u8>) -> String {
    let pdf = Pdf::open(bytes).expect("a PDF");
    let wanted = PageWanted {
        page: 0,
        width: 200,
        height: 200,
    };
    let mut losses = pdf.examine();
    losses.extend(pdf.examine_page(wanted).expect("a page"));
    let shown = losses.iter().map(|loss| {
        let example = match loss.example.as_str() {
            "" => String::new(),
            example => format!(" ({example})"),
        };
        format!("{} {:?}{example}", loss.count, loss.kind)
    });
    shown.collect::<Vec<_>>().join(", ")
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// A page with one annotation; its appearance, if any, is object 6 and 7 is Helvetica.
fn annotated(catalog: &str, annotation: &str, appearance: &str) -> Vec<u8> {
    let place = if annotation.contains("/Rect") {
        ""
    } else {
        "/Rect [10 10 90 40]"
    };
    let annotation = format!("<< /Type /Annot {place} {annotation} >>");
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 80 30] /Resources << /Font << /F 7 0 R >> >>";
    one_page_pdf(
        catalog,
        "/Annots [5 0 R]",
        "0 0 5 5 re f",
        &[&annotation, &stream(form, appearance), HELVETICA],
    )
}

#[test]
fn form_values_that_nothing_draws_are_lost_and_those_that_are_drawn_are_not() {
    const SHOWN: &str = "/AP << /N 6 0 R >>";
    const ANEW: &str = "/AcroForm << /NeedAppearances true >>";
    let text = |text: &str| format!("/Tx BMC BT /F 9 Tf 2 9 Td ({text}) Tj ET EMC");
    for (catalog, field, appearance, expected) in [
        // Text.
        ("", "/FT /Tx /V (555-0134)", "", "1 FormValues (555-0134)"),
        ("", "/FT /Tx /V <FEFF0042> /F 4", "", "1 FormValues (B)"),
        (
            "",
            "/Parent << /FT /Tx /V (above) >>",
            "",
            "1 FormValues (above)",
        ),
        (
            "",
            &format!("/FT /Tx /V (drawn) {SHOWN}"),
            &text("drawn"),
            "",
        ),
        (
            "",
            &format!("/FT /Tx /V (x) {SHOWN}"),
            "/Tx BMC EMC",
            "1 FormValues (x)",
        ),
        (
            "",
            &format!("/FT /Tx /V <FEFF04160416> {SHOWN}"),
            &text("??"),
            "1 FormValues (ЖЖ), 2 Letters (fields of the form)",
        ),
        ("", "/FT /Tx /V ()", "", ""),
        ("", "/FT /Tx", "", ""),
        ("", "/FT /Tx /DV (not chosen)", "", ""),
        ("", "/FT /Tx /V (secret) /Ff 8192", "", ""),
        // Hidden, not to be viewed, beside the page.
        ("", "/FT /Tx /V (x) /F 2", "", ""),
        ("", "/FT /Tx /V (x) /F 36", "", ""),
        ("", "/FT /Tx /V (x) /Rect [200 10 290 40]", "", ""),
        ("", "/FT /Tx /V (x) /Rect [0 0 0 0]", "", ""),
        // As before the last change.
        (
            ANEW,
            &format!("/FT /Tx /V (new) {SHOWN}"),
            &text("old"),
            "1 OldFormValues (new)",
        ),
        (
            ANEW,
            &format!("/FT /Tx /V (1234.5) {SHOWN}"),
            &text("$1,234.50"),
            "",
        ),
        (
            "",
            &format!("/FT /Tx /V (01/05/26) {SHOWN}"),
            &text("January 5"),
            "",
        ),
        // Lists.
        (
            "",
            "/FT /Ch /V (gt) /Opt [[(gt) (Guatemala)]]",
            "",
            "1 FormValues (Guatemala)",
        ),
        ("", "/FT /Ch /V [(a) (b)]", "", "1 FormValues (a)"),
        (
            ANEW,
            &format!("/FT /Ch /V (gt) /Opt [[(gt) (Peru)]] {SHOWN}"),
            &text("Peru"),
            "",
        ),
    ] {
        let bytes = annotated(catalog, &format!("/Subtype /Widget {field}"), appearance);
        assert_eq!(lost(bytes), expected, "{catalog} {field} {appearance}");
    }
}

#[test]
fn check_marks_that_nothing_draws_are_lost() {
    const STATES: &str = "/AP << /N << /Yes 6 0 R >> >>";
    let check = "0 0 9 9 re f";
    for (catalog, field, appearance, expected) in [
        (
            "",
            "/FT /Btn /V /Yes /AS /Yes",
            "",
            "1 FormValues (a check mark)",
        ),
        ("", "/FT /Btn /V /Yes", "", "1 FormValues (a check mark)"),
        ("", "/FT /Btn /V /Off /AS /Off", "", ""),
        (
            "",
            &format!("/FT /Btn /V /Yes /AS /Yes {STATES}"),
            check,
            "",
        ),
        (
            "",
            &format!("/FT /Btn /V /Yes /AS /Off {STATES}"),
            check,
            "1 FormValues (a check mark)",
        ),
        (
            "",
            &format!("/FT /Btn /V /Yes {STATES}"),
            check,
            "1 FormValues (a check mark)",
        ),
        (
            "",
            &format!("/FT /Btn /V /Other /AS /Off {STATES}"),
            check,
            "",
        ),
        ("", "/FT /Btn /Ff 65536 /MK << /CA (Print) >>", "", ""),
        ("", "/FT /Sig /V << >>", "", ""),
    ] {
        let bytes = annotated(catalog, &format!("/Subtype /Widget {field}"), appearance);
        assert_eq!(lost(bytes), expected, "{catalog} {field} {appearance}");
    }
}

#[test]
fn markup_and_films_are_lost_where_nothing_draws_them() {
    const SHOWN: &str = "/AP << /N 6 0 R >>";
    for (annotation, expected) in [
        ("/Subtype /Highlight", "1 Markup (highlight)"),
        ("/Subtype /Text /Contents (Ask first)", "1 Markup (note)"),
        (
            "/Subtype /FreeText /Contents (Ask first)",
            "1 Markup (text)",
        ),
        (
            "/Subtype /FreeText /Contents <FEFF0416>",
            "1 Markup (text), 1 Letters (texts)",
        ),
        ("/Subtype /FreeText /Contents ()", ""),
        ("/Subtype /Stamp", "1 Markup (stamp)"),
        ("/Subtype /Redact", "1 Markup (redaction)"),
        ("/Subtype /Ink", "1 Markup (drawing by hand)"),
        ("/Subtype /Line /Rect [10 10 90 10]", "1 Markup (line)"),
        ("/Subtype /StrikeOut", "1 Markup (strike-out)"),
        ("/Subtype /Square /AP << >>", "1 Markup (rectangle)"),
        ("/Subtype /Square /AP << /N 6 0 R >>", ""),
        ("/Subtype /Square /F 2", ""),
        ("/Subtype /Text /IRT 5 0 R", ""),
        ("/Subtype /Popup", ""),
        ("/Subtype /Link", ""),
        ("/Subtype /RichMedia", "1 Media (film or sound)"),
        ("/Subtype /Movie", "1 Media (film)"),
        ("/Subtype /3D", "1 Media (3D model)"),
    ] {
        let bytes = annotated("", annotation, "0 0 9 9 re f");
        assert_eq!(lost(bytes), expected, "{annotation}");
    }
    let film = annotated("", &format!("/Subtype /Screen {SHOWN}"), "0 0 9 9 re f");
    assert_eq!(lost(film), "1 Media (film or sound)");
}

#[test]
fn letters_that_the_standard_fonts_do_not_have_are_lost() {
    const JAPANESE: &str = "/Subtype /Type0 /BaseFont /KozMinPr6N-Regular /Encoding /UniJIS-UTF16-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>]";
    const IDENTITY: &str = "/Subtype /Type0 /BaseFont /Gothic /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>]";
    const CYRILLIC: &str = "/Subtype /TrueType /BaseFont /ArialMT /Encoding << /Differences [192 /afii10017 /afii10018] >>";
    for (font, text, expected) in [
        ("/Subtype /Type1 /BaseFont /Helvetica", "(call 911)", ""),
        (
            "/Subtype /TrueType /BaseFont /ArialNarrow-Bold /Encoding /WinAnsiEncoding",
            "(caf\\351 \\226)",
            "",
        ),
        ("/Subtype /TrueType /BaseFont /Verdana", "(Miranda)", ""),
        ("/Subtype /Type1 /BaseFont /Symbol", "(abc \\243)", ""),
        ("/Subtype /Type1 /BaseFont /ZapfDingbats", "(48)", ""),
        (
            "/Subtype /TrueType /BaseFont /Wingdings-Regular",
            "(\\376 )",
            "1 Letters (Wingdings-Regular)",
        ),
        (
            "/Subtype /TrueType /BaseFont /ABCDEF+Webdings",
            "(aa)",
            "2 Letters (Webdings)",
        ),
        (
            "/Subtype /TrueType /BaseFont /SymbolMT",
            "(a)",
            "1 Letters (SymbolMT)",
        ),
        ("/Subtype /TrueType /BaseFont /SymbolMT", "(\\267)", ""),
        (JAPANESE, "<65E5672C>", "2 Letters (KozMinPr6N-Regular)"),
        (JAPANESE, "<00410020>", ""),
        (IDENTITY, "<00240025>", "2 Letters (Gothic)"),
        (CYRILLIC, "(\\300\\301)", "2 Letters (ArialMT)"),
    ] {
        let page = "/Resources << /Font << /F 5 0 R >> >>";
        let content = format!("0 0 5 5 re f BT /F 9 Tf 9 9 Td {text} Tj ET");
        let font = format!("<< /Type /Font {font} >>");
        let bytes = one_page_pdf("", page, &content, &[&font]);
        assert_eq!(lost(bytes), expected, "{font} {text}");
        // Not seen in any case.
        let hidden = format!("0 0 5 5 re f BT 3 Tr /F 9 Tf 9 9 Td {text} Tj ET");
        let bytes = one_page_pdf("", page, &hidden, &[&font]);
        assert_eq!(lost(bytes), "", "{font} {text}");
    }
}

#[test]
fn letters_in_forms_and_appearances_count_and_those_of_hidden_layers_do_not() {
    const WINGDINGS: &str = "<< /Type /Font /Subtype /TrueType /BaseFont /Wingdings >>";
    const FONT: &str = "/Resources << /Font << /F 5 0 R >> >>";
    let form = stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 99 99] {FONT}"),
        "BT /F 9 Tf 9 9 Td (x) Tj ET",
    );
    let named = one_page_pdf(
        "",
        "/Resources << /XObject << /X 6 0 R >> >>",
        "0 0 5 5 re f /X Do",
        &[WINGDINGS, &form],
    );
    assert_eq!(lost(named), "1 Letters (Wingdings)");
    let layers = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>";
    let layer = "<< /Type /OCG /Name (draft) >>";
    let page = "/Resources << /Font << /F 5 0 R >> /Properties << /L 6 0 R >> >>";
    let content = "0 0 5 5 re f /OC /L BDC /P BMC BT /F 9 Tf (x) Tj ET EMC EMC";
    let hidden = one_page_pdf(layers, page, content, &[WINGDINGS, layer]);
    assert_eq!(lost(hidden), "");
    let shown = one_page_pdf("", page, content, &[WINGDINGS, layer]);
    assert_eq!(lost(shown), "1 Letters (Wingdings)");
}

#[test]
fn a_page_that_comes_out_empty_is_lost_where_something_is_drawn_on_it() {
    for (content, expected) in [
        ("", ""),
        ("1 g 0 0 100 100 re f", ""),
        ("0 0 0 0 k 0 0 100 100 re f", ""),
        ("q 0.5 g Q 1 1 1 rg 0 0 9 9 re f", ""),
        ("BT /F 9 Tf ( ) Tj ET", ""),
        ("0 0 9 9 re f", ""),
        ("900 900 9 9 re f", "1 Empty"),
        ("1 g q 0 g Q 1 G 0 0 9 9 re B 0 g 900 9 9 9 re f", "1 Empty"),
    ] {
        let bytes = one_page_pdf("", "", content, &[]);
        assert_eq!(lost(bytes), expected, "{content}");
    }
}

#[test]
fn what_is_named_and_not_there_is_lost() {
    let picture = |entries: &str, data: &str| {
        let head = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8";
        stream(&format!("{head} /ColorSpace /DeviceGray {entries}"), data)
    };
    let page = "/Resources << /XObject << /X 5 0 R >> >>";
    for (object, expected) in [
        (picture("", "\0\0\0\0"), ""),
        (picture("/Filter /DCTDecode", "no JPEG"), "1 Pictures"),
        (picture("/Filter /JPXDecode", "no JPEG 2000"), "1 Pictures"),
        ("null".to_owned(), "1 Parts"),
    ] {
        let content = "0 0 5 5 re f q 50 0 0 50 9 9 cm /X Do Q";
        let bytes = one_page_pdf("", page, content, &[&object]);
        assert_eq!(lost(bytes), expected, "{object}");
    }
    let nowhere = one_page_pdf("", "/Contents 77 0 R", "", &[]);
    assert_eq!(lost(nowhere), "1 Parts");
    let parts = one_page_pdf("", "/Contents [4 0 R 77 0 R 78 0 R]", "0 0 5 5 re f", &[]);
    assert_eq!(lost(parts), "2 Parts");
}

#[test]
fn what_only_adobe_shows_and_what_is_cut_off_is_lost_for_the_whole_document() {
    let form = "/AcroForm << /Fields [] /XFA 5 0 R >>";
    let xfa = stream("", "<template/>");
    let square = "0 0 5 5 re f";
    let large = "0 0 9999 9999 re f";
    let font = "/Resources << /Font << /F 6 0 R >> >>";
    let field = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [1 1 9 9] >>]";
    let wait = "BT /F 9 Tf 9 9 Td (Please wait...) Tj ET";
    for (catalog, page, content, expected) in [
        (form.to_owned(), String::new(), square, "1 Xfa"),
        (
            format!("/NeedsRendering true {form}"),
            field.to_owned(),
            square,
            "1 Xfa",
        ),
        (form.to_owned(), format!("{field} {font}"), wait, "1 Xfa"),
        (form.to_owned(), field.to_owned(), square, ""),
        (
            "/Collection << >>".to_owned(),
            String::new(),
            square,
            "1 Portfolio",
        ),
        (
            String::new(),
            "/MediaBox [0 0 20000 20000]".to_owned(),
            large,
            "1 Size",
        ),
        (
            String::new(),
            "/MediaBox [0 0 100 2000]".to_owned(),
            square,
            "1 Size",
        ),
    ] {
        let bytes = one_page_pdf(&catalog, &page, content, &[&xfa, HELVETICA]);
        assert_eq!(lost(bytes), expected, "{catalog} {page}");
    }
    let three = pdf_of_pages(&[square, square, square]);
    assert_eq!(lost(three.clone()), "");
    let fewer = String::from_utf8_lossy(&three).replace("5 0 R 7 0 R", "55 0 R 77 0");
    assert_eq!(lost(fewer.into_bytes()), "3 Pages (1)");
    // Two of three pages are left.
    let at = three
        .windows(7)
        .position(|it| it == b"7 0 obj")
        .expect("a page");
    assert_eq!(lost(three[..at].to_vec()), "1 CutOff, 3 Pages (2)");
}

#[test]
fn a_password_is_a_reason_in_words() {
    let reason = reason(LoadPdfError::Decryption(DecryptionError::PasswordProtected));
    assert_eq!(reason, "it is protected by a password");
}
