//! The file: pages, and the faces that they use.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::records::paper::face::{Face, Faces, Glyph, Used};
use crate::records::paper::line::{Line, Run};
use crate::records::paper::{PAGE, Placed};

/// Glyphs are identified by their numbers in the face.
const BY_NUMBER: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Hands out the numbers of objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

pub(super) fn write(title: &str, pages: &[Vec<Placed>], faces: &Faces) -> Vec<u8> {
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    let fonts: Vec<(String, Ref)> = faces
        .used()
        .map(|(number, face, used)| {
            let font = numbers.next();
            write_face(&mut pdf, &mut numbers, font, &face, used);
            (font_name(number), font)
        })
        .collect();
    let mut kids = Vec::new();
    for placed in pages {
        let (page, content) = (numbers.next(), numbers.next());
        kids.push(page);
        let mut written = pdf.page(page);
        written.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1));
        written.parent(tree).contents(content);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for (name, font) in &fonts {
            named.pair(Name(name.as_bytes()), *font);
        }
        named.finish();
        resources.finish();
        written.finish();
        let (bytes, packed) = pack(page_content(placed));
        let mut stream = pdf.stream(content, &bytes);
        if packed {
            stream.filter(Filter::FlateDecode);
        }
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    pdf.catalog(catalog).pages(tree).lang(TextStr("en-US"));
    pdf.document_info(info)
        .title(TextStr(title))
        .producer(TextStr(concat!("Muster ", env!("CARGO_PKG_VERSION"))));
    pdf.finish()
}

fn font_name(number: usize) -> String {
    format!("F{number}")
}

fn page_content(placed: &[Placed]) -> Vec<u8> {
    let mut content = Content::new();
    for Placed { x, y, line } in placed {
        let mut x = *x;
        for run in &line.runs {
            x = write_run(&mut content, line, run, (x, *y));
        }
    }
    content.finish().into_vec()
}

/// Writes one run at its place; returns where it ends.
fn write_run(content: &mut Content, line: &Line, run: &Run, (x, y): (f32, f32)) -> f32 {
    let points = |thousandths: f32| thousandths * line.size / 1000.0;
    if let Some(text) = &run.text {
        content
            .begin_marked_content_with_properties(Name(b"Span"))
            .properties()
            .actual_text(TextStr(text));
    }
    content.begin_text();
    content.set_font(Name(font_name(run.face).as_bytes()), line.size);
    let mut at = x;
    for Glyph {
        id,
        advance,
        offset,
    } in &run.glyphs
    {
        let (dx, dy) = (points(offset.0), points(offset.1));
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, at + dx, y + dy]);
        content.show(Str(&id.to_be_bytes()));
        at += points(*advance);
    }
    content.end_text();
    if run.text.is_some() {
        content.end_marked_content();
    }
    at
}

fn write_face(pdf: &mut Pdf, numbers: &mut Numbers, font: Ref, face: &Face, used: &Used) {
    let (glyphs, descriptor) = (numbers.next(), numbers.next());
    let (program, letters) = (numbers.next(), numbers.next());
    let name = Name(face.name.as_bytes());
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(glyphs)
        .to_unicode(letters);
    let mut cid = pdf.cid_font(glyphs);
    cid.subtype(if face.cff {
        CidFontType::Type0
    } else {
        CidFontType::Type2
    });
    cid.base_font(name)
        .system_info(BY_NUMBER)
        .font_descriptor(descriptor);
    cid.default_width(0.0);
    if !face.cff {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = cid.widths();
    for (glyph, (width, _)) in used {
        widths.consecutive(*glyph, [*width]);
    }
    widths.finish();
    cid.finish();
    let mut described = pdf.font_descriptor(descriptor);
    described
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(-1000.0, -600.0, 3000.0, 1200.0))
        .italic_angle(0.0)
        .ascent(968.0)
        .descent(-241.0)
        .cap_height(727.0)
        .stem_v(80.0);
    if face.cff {
        described.font_file3(program);
    } else {
        described.font_file2(program);
    }
    described.finish();
    let (bytes, packed) = pack(face.bytes.to_vec());
    let mut stream = pdf.stream(program, &bytes);
    if face.cff {
        stream.pair(Name(b"Subtype"), Name(b"OpenType"));
    } else {
        stream.pair(
            Name(b"Length1"),
            i32::try_from(face.bytes.len()).unwrap_or(0),
        );
    }
    if packed {
        stream.filter(Filter::FlateDecode);
    }
    stream.finish();
    let mut map = UnicodeCmap::<u16>::new(Name(b"Muster"), BY_NUMBER);
    for (glyph, (_, text)) in used {
        if !text.is_empty() {
            map.pair_with_multiple(*glyph, text.chars());
        }
    }
    pdf.cmap(letters, map.finish().as_slice());
}

/// Compressed, if that can be done.
fn pack(bytes: Vec<u8>) -> (Vec<u8>, bool) {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let done = packed.write_all(&bytes).and_then(|()| packed.finish());
    match done {
        Ok(packed) => (packed, true),
        Err(_) => (bytes, false),
    }
}
