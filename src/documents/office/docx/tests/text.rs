//! The text in paragraphs, and in what stands within them.

use super::*;

#[test]
fn what_was_deleted_stays_out_and_what_was_added_comes_in() {
    let document = of("<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
         <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>\
         <w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>");
    assert_eq!(document.blocks, [Block::Paragraph(vec![words("new")])]);
}

#[test]
fn bold_and_links_are_kept_and_pictures_are_counted() {
    let document = of("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Read</w:t></w:r>\
         <w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t xml:space=\"preserve\"> it </w:t></w:r>\
         <w:hyperlink r:id=\"rId1\"><w:r><w:t>here</w:t></w:r></w:hyperlink>\
         <w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>");
    let Some(Block::Paragraph(spans)) = document.blocks.first() else {
        panic!("{document:?}");
    };
    assert!(spans[0].bold && !spans[1].bold);
    assert_eq!(spans[2].link.as_deref(), Some("https://www.ice.gov/"));
    let picture = left(OmittedNotice::Picture, 1, PlaceNotice::Beginning);
    assert_eq!(document.left_out, [picture]);
}

#[test]
fn symbols_breaks_and_hyphens_part_or_join_words_as_word_shows() {
    let sym =
        |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let known: [(String, &str); 15] = [
        (sym("Wingdings", "F0FE"), "☑"),
        (sym("Wingdings", "F0A8"), "☐"),
        (sym("Symbol", "F0B0"), "°"),
        (sym("Symbol", "F0A7"), "§"),
        (sym("Symbol", "F0B3"), "≥"),
        (sym("Times New Roman", "00A7"), "§"),
        (r("<w:rFonts w:ascii=\"Wingdings\"/>", "\u{F0FE}"), "☑"),
        (r("<w:rFonts w:ascii=\"Wingdings\"/>", "þ"), "☑"),
        ("<w:r><w:t>a</w:t><w:br w:type=\"page\"/><w:t>b</w:t></w:r>".to_owned(), "a\nb"),
        ("<w:r><w:t>a</w:t><w:br w:type=\"column\"/><w:t>b</w:t></w:r>".to_owned(), "a\nb"),
        ("<w:r><w:t>a</w:t><w:br w:type=\"textWrapping\" w:clear=\"all\"/><w:t>b</w:t></w:r>".to_owned(), "a\nb"),
        ("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:ptab/><w:t>c</w:t></w:r>".to_owned(), "a\nb c"),
        ("<w:r><w:t>I</w:t><w:noBreakHyphen/><w:t>247 con</w:t><w:softHyphen/><w:t>sent</w:t></w:r>".to_owned(), "I-247 consent"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>kyou</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>京</w:t></w:r></w:rubyBase></w:ruby></w:r>".to_owned(), "京(kyou)"),
        ("<m:oMath><m:f><m:num><m:r><m:t>d</m:t></m:r></m:num><m:den><m:r><m:t>t</m:t></m:r></m:den></m:f></m:oMath>".to_owned(), "d/t"),
    ];
    for (run, shown) in known {
        assert_eq!(lines(&para(&run)), [shown], "{run}");
    }
    let unknown = of(&para(&[r("", "x"), r("", "\u{F0B3}")].concat()));
    assert_eq!(
        unknown.left_out,
        [left(OmittedNotice::Symbol, 1, PlaceNotice::Beginning)]
    );
}

#[test]
fn text_boxes_are_read_once_and_after_their_paragraph() {
    let inside = format!(
        "<w:txbxContent>{}</w:txbxContent>",
        para(&r("", "In the box"))
    );
    let drawing = format!(
        "<w:drawing><wp:anchor><a:graphic><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing>"
    );
    let old = format!("<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>");
    let both = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\">{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    );
    let group = format!(
        "<w:drawing><wpg:wgp><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></wpg:wgp></w:drawing>"
    );
    for shape in [&drawing, &old, &both, &group] {
        let document = of(&para(&format!("<w:r>{shape}</w:r>{}", r("", "Beside."))));
        assert_eq!(
            lines_of(&document.blocks),
            ["Beside.", "In the box"],
            "{shape}"
        );
        assert_eq!(document.left_out, [], "{shape}");
    }
    let future = "<w:r><mc:AlternateContent><mc:Choice Requires=\"zz9\"><w:t>new</w:t></mc:Choice>\
                  <mc:Fallback><w:t>known</w:t></mc:Fallback></mc:AlternateContent></w:r>";
    assert_eq!(lines(&para(future)), ["known"]);
}

#[test]
fn hidden_text_is_not_shown_by_whatever_it_is_hidden_and_struck_text_is_marked() {
    let w = "xmlns:w=\"x\"";
    let styles = format!(
        "<w:styles {w}>\
         <w:style w:type=\"character\" w:styleId=\"Hid\"><w:name w:val=\"Hid\"/><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hid2\"><w:name w:val=\"Hid2\"/><w:basedOn w:val=\"Hid\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"HidP\"><w:name w:val=\"HidP\"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    );
    let body = [
        para(
            &[
                r("", "shown "),
                r("<w:vanish/>", "GONE"),
                r("<w:rStyle w:val=\"Hid\"/>", "GONE"),
                r("<w:rStyle w:val=\"Hid2\"/>", "GONE"),
                r("<w:vanish w:val=\"0\"/>", "too"),
            ]
            .concat(),
        ),
        p("HidP", "GONE"),
        para(
            &[
                r("<w:strike/>", "old"),
                r("<w:dstrike/>", " rule"),
                r("", " new"),
            ]
            .concat(),
        ),
    ];
    let bytes = docx_with(&body.concat(), &[("word/styles.xml", &styles)]);
    let document = read_bytes(bytes).expect("a document");
    assert_eq!(lines_of(&document.blocks), ["shown too", "old rule new"]);
    let Some(Block::Paragraph(spans)) = document.blocks.last() else {
        panic!("{document:?}");
    };
    let struck: Vec<bool> = spans.iter().map(|it| it.struck).collect();
    assert_eq!(struck, [true, true, false]);
    assert_eq!(
        document.left_out,
        [left(OmittedNotice::HiddenText, 4, PlaceNotice::Beginning)]
    );
}

#[test]
fn of_a_field_the_result_is_shown_and_never_the_instruction() {
    let char = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instr = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let [begin, separate, end] = ["begin", "separate", "end"].map(char);
    let nested = [
        begin.clone(),
        instr(" IF "),
        begin.clone(),
        instr(" PAGE "),
        separate.clone(),
        r("", "7"),
        end.clone(),
        instr(" = 7 \"yes\" "),
        separate.clone(),
        r("", "yes"),
        end.clone(),
    ];
    assert_eq!(lines(&para(&nested.concat())), ["yes"]);
    let symbol = [
        begin.clone(),
        instr(" SYMBOL 254 \\f \"Wingdings\" "),
        end.clone(),
    ];
    assert_eq!(lines(&para(&symbol.concat())), ["☑"]);
    let index = [
        begin.clone(),
        instr(" XE \"entry\" "),
        end.clone(),
        r("", "after"),
    ];
    assert_eq!(lines(&para(&index.concat())), ["after"]);
    let check = "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"1\"/></w:checkBox></w:ffData></w:fldChar></w:r>";
    let check = [
        check.to_owned(),
        instr(" FORMCHECKBOX "),
        separate.clone(),
        end.clone(),
        r("", " told"),
    ];
    assert_eq!(lines(&para(&check.concat())), ["☒ told"]);
    let link = [
        begin.clone(),
        instr(" HYPERLINK \"https://example.org/x\" "),
        separate,
        r("", "form"),
        end,
    ];
    let document = of(&para(&link.concat()));
    let Some(Block::Paragraph(spans)) = document.blocks.first() else {
        panic!("{document:?}");
    };
    assert_eq!(spans[0].link.as_deref(), Some("https://example.org/x"));
    // One that never ends takes nothing with it.
    assert_eq!(
        lines(&[para(&[begin, instr(" X ")].concat()), para(&r("", "next"))].concat()),
        ["next"]
    );
}

#[test]
fn a_paragraph_whose_end_was_deleted_goes_on_in_the_next() {
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>{}",
        r("", "joined "),
        para(&r("", "with this"))
    );
    assert_eq!(lines(&body), ["joined with this"]);
}

#[test]
fn files_that_are_inserted_are_read_where_they_stand_and_others_are_named() {
    let inner = docx(
        &[
            p("", "From the other document."),
            para(&r("<w:vanish/>", "no")),
        ]
        .concat(),
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let body = [
        p("", "Before."),
        "<w:altChunk r:id=\"word\"/>".to_owned(),
        "<w:altChunk r:id=\"page\"/>".to_owned(),
        "<w:altChunk r:id=\"text\"/>".to_owned(),
        "<w:altChunk r:id=\"rich\"/>".to_owned(),
        p("", "After."),
    ]
    .concat();
    let document =
        format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let relation = |id: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"x/aFChunk\" Target=\"{target}\"/>")
    };
    let relations = [
        relation("word", "chunk.docx"),
        relation("page", "chunk.html"),
        relation("text", "chunk.txt"),
        relation("rich", "chunk.rtf"),
    ]
    .concat();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let wide: Vec<u8> = "\u{FEFF}In § 5"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let parts: [(&str, &[u8]); 6] = [
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/chunk.docx", &inner),
        (
            "word/chunk.html",
            b"<html><body><h2>Page</h2><ul><li>Item</ul>",
        ),
        ("word/chunk.txt", &wide),
        ("word/chunk.rtf", b"{\\rtf1 rich}"),
    ];
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    let bytes = zip.finish().expect("a document").into_inner();
    let text = read_bytes(bytes).expect("a document");
    assert_eq!(
        lines_of(&text.blocks),
        [
            "Before.",
            "From the other document.",
            "## Page",
            "• Item",
            "In § 5",
            "After."
        ]
    );
    let place = PlaceNotice::Beginning;
    assert_eq!(
        text.left_out,
        [
            left(OmittedNotice::HiddenText, 1, place.clone()),
            left(OmittedNotice::InsertedDocument, 1, place)
        ]
    );
}

#[test]
fn the_text_of_a_diagram_is_a_list_below_its_paragraph() {
    let diagram = |id: &str| {
        let drawing = format!(
            "<wp:inline><a:graphic><a:graphicData><dgm:relIds r:dm=\"{id}\"/></a:graphicData></a:graphic></wp:inline>"
        );
        para(&format!("<w:r><w:drawing>{drawing}</w:drawing></w:r>"))
    };
    let body = [p("", "Steps"), diagram("d1"), diagram("d2")].concat();
    let relation = "<Relationship Id=\"d1\" Type=\"x/diagramData\" Target=\"diagrams/data1.xml\"/>";
    let data = "<dgm:dataModel><dgm:ptLst><dgm:pt modelId=\"1\"><dgm:t><a:p><a:r><a:t>Stop</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>";
    let relations = RELATIONS.replace("MORE", relation);
    let more = [
        ("word/_rels/document.xml.rels", relations.as_str()),
        ("word/diagrams/data1.xml", data),
    ];
    let text = read_bytes(docx_with(&body, &more)).expect("a document");
    assert_eq!(lines_of(&text.blocks), ["Steps", "• Stop"]);
    let place = PlaceNotice::Beginning;
    assert_eq!(text.left_out, [left(OmittedNotice::Diagram, 1, place)]);
}

#[test]
fn raised_and_lowered_digits_stay_so_and_letters_are_read_as_they_stand() {
    let raised = "<w:vertAlign w:val=\"superscript\"/>";
    let lowered = "<w:vertAlign w:val=\"subscript\"/>";
    for (text, look, small, expected) in [
        ("10", raised, "3", "10³"),
        ("10", raised, "-3", "10^(-3)"),
        ("H", lowered, "2", "H₂"),
        ("2", raised, "nd", "2nd"),
        ("2", "<w:vertAlign w:val=\"baseline\"/>", "3", "23"),
    ] {
        let body = para(&[r("", text), r(look, small)].concat());
        assert_eq!(lines(&body), [expected]);
    }
}
