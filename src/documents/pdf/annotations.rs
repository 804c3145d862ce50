//! What lies on a page: fields of forms, markup, films. It is drawn by its appearance, a drawing
//! that the program which made it should have left; without one, nothing is drawn.

use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};
use hayro::hayro_syntax::page::Page;

use super::content::{Drawn, Reader};
use super::letters::{is_blank, is_named, is_western};
use crate::documents::loss::{Losses, PdfDefect};

/// Markup, and what people call it.
const MARKUP: [(&str, &str); 16] = [
    ("Text", "note"),
    ("FreeText", "text"),
    ("Line", "line"),
    ("Square", "rectangle"),
    ("Circle", "circle"),
    ("Polygon", "polygon"),
    ("PolyLine", "line"),
    ("Highlight", "highlight"),
    ("Underline", "underline"),
    ("Squiggly", "underline"),
    ("StrikeOut", "strike-out"),
    ("Stamp", "stamp"),
    ("Caret", "caret"),
    ("Ink", "drawing by hand"),
    ("Redact", "redaction"),
    ("FileAttachment", "attached file"),
];
/// What moves or sounds, and what people call it.
const MEDIA: [(&str, &str); 5] = [
    ("Movie", "film"),
    ("Sound", "sound"),
    ("Screen", "film or sound"),
    ("RichMedia", "film or sound"),
    ("3D", "3D model"),
];

const HIDDEN: u32 = 1 << 1;
const NO_VIEW: u32 = 1 << 5;
const PASSWORD: u32 = 1 << 13;
const PUSH_BUTTON: u32 = 1 << 16;
/// Fields inherit from fields above them, so far up.
const MAX_PARENTS: usize = 16;
/// So many lie on a page; more are not looked at.
const MAX_ANNOTATIONS: usize = 10_000;

/// Reads what lies on a page into `losses`, and what that draws into `drawn`.
pub(super) fn read<'a>(
    page: &Page<'a>,
    needs_appearances: bool,
    reader: &mut Reader<'a>,
    drawn: &mut Drawn,
    losses: &mut Losses,
) {
    let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else {
        return;
    };
    for annotation in annotations.iter::<Dict<'a>>().take(MAX_ANNOTATIONS) {
        if !is_seen(&annotation, page, reader) {
            continue;
        }
        let subtype = annotation.get::<Name<'_>>("Subtype");
        let subtype = subtype.as_ref().map(Name::as_str).unwrap_or_default();
        let appearance = appearance(&annotation);
        let mut own = Drawn::default();
        if let Some(appearance) = &appearance {
            reader.read_form(appearance, page.resources(), &mut own);
        }
        let named = |of: &[(&str, &'static str)]| {
            let found = of.iter().find(|(name, _)| *name == subtype);
            found.map(|(_, shown)| *shown)
        };
        if subtype == "Widget" {
            field(
                &annotation,
                appearance.is_some(),
                &own,
                needs_appearances,
                losses,
            );
        } else if let Some(shown) = named(&MEDIA) {
            losses.add(PdfDefect::Media, 1, shown);
        } else if let Some(shown) = named(&MARKUP)
            && is_markup_lost(&annotation, subtype, appearance.is_some())
        {
            losses.add(PdfDefect::Markup, 1, shown);
            if subtype == "FreeText" {
                let text = annotation
                    .get::<PdfString<'_>>("Contents")
                    .map(|it| text(&it));
                losses.add(
                    PdfDefect::Letters,
                    foreign(&text.unwrap_or_default()),
                    "texts",
                );
            }
        }
        add(&own, drawn);
    }
}

/// Whether a page has form fields.
pub(super) fn has_fields(page: &Page<'_>) -> bool {
    let annotations = page.raw().get::<Array<'_>>("Annots");
    annotations.is_some_and(|all| {
        all.iter::<Dict<'_>>()
            .take(MAX_ANNOTATIONS)
            .any(|it| is_named(it.get::<Name<'_>>("Subtype").as_ref(), "Widget"))
    })
}

fn add(own: &Drawn, drawn: &mut Drawn) {
    drawn.marks += own.marks;
    drawn.lost_parts = drawn.lost_parts.saturating_add(own.lost_parts);
    for font in &own.lost_fonts {
        drawn.add_lost_font(font);
    }
    drawn.lost_letters = drawn.lost_letters.saturating_add(own.lost_letters);
}

/// Whether it is meant to be seen on a screen, and lies on the page.
fn is_seen(annotation: &Dict<'_>, page: &Page<'_>, reader: &Reader<'_>) -> bool {
    let flags = annotation.get::<u32>("F").unwrap_or(0);
    if flags & (HIDDEN | NO_VIEW) != 0 || reader.is_hidden(annotation.get_ref("OC").map(Into::into))
    {
        return false;
    }
    let Some(rect) = annotation.get::<Rect>("Rect") else {
        return false;
    };
    let page = page.intersected_crop_box();
    let is_on_page =
        rect.x0 <= page.x1 && rect.x1 >= page.x0 && rect.y0 <= page.y1 && rect.y1 >= page.y0;
    // A line may lie straight.
    is_on_page && (rect.width() > 0.5 || rect.height() > 0.5)
}

/// The drawing of an annotation, as whatever draws the page picks it.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>("AP")?.get::<Object<'a>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => annotation
            .get::<Name<'a>>("AS")
            .and_then(|state| states.get::<Stream<'a>>(state))
            .or_else(|| states.get::<Stream<'a>>("Off")),
        _ => None,
    }
}

fn is_markup_lost(annotation: &Dict<'_>, subtype: &str, has_appearance: bool) -> bool {
    // An answer to a note is no mark on the page.
    if has_appearance || annotation.contains_key("IRT") || annotation.contains_key("StateModel") {
        return false;
    }
    if subtype == "FreeText" {
        let content = annotation.get::<PdfString<'_>>("Contents");
        return content.is_some_and(|it| !text(&it).trim().is_empty());
    }
    true
}

fn field(
    field: &Dict<'_>,
    has_appearance: bool,
    drawn: &Drawn,
    needs_appearances: bool,
    losses: &mut Losses,
) {
    let kind = inherited::<Name<'_>>(field, "FT");
    let flags = inherited::<u32>(field, "Ff").unwrap_or(0);
    let value = inherited::<Object<'_>>(field, "V");
    match kind.as_ref().map(Name::as_str) {
        Some("Btn") if flags & PUSH_BUTTON == 0 => {
            let is_missing = is_checked(field, value.as_ref()) && drawn.marks == 0;
            let is_lost = is_missing || shows_other_state(field, value.as_ref());
            losses.add(PdfDefect::FormValues, u32::from(is_lost), "a check mark");
        }
        Some("Tx") if flags & PASSWORD != 0 => {}
        Some(kind @ ("Tx" | "Ch")) => {
            let mut values = value.as_ref().map(texts).unwrap_or_default();
            if kind == "Ch" {
                show_options(field, &mut values);
            }
            values.retain(|it| !it.trim().is_empty());
            let Some(first) = values.first() else {
                return;
            };
            let is_drawn = has_appearance && drawn.marks + u64::from(drawn.lost_letters) > 0;
            // Programs that draw values put question marks for letters that they do not have.
            let questions = |text: &str| text.chars().filter(|it| *it == '?').count();
            let asked: usize = values.iter().map(|it| questions(it)).sum();
            if !is_drawn || questions(&drawn.text) > asked {
                losses.add(PdfDefect::FormValues, 1, first);
                // Whoever draws them needs a font for these.
                let foreign = values.iter().map(|value| foreign(value)).sum();
                losses.add(PdfDefect::Letters, foreign, "fields of the form");
            } else if needs_appearances
                && drawn.unknown_letters == 0
                && !values.iter().all(|value| is_within(value, &drawn.text))
            {
                losses.add(PdfDefect::OldFormValues, 1, first);
            }
        }
        _ => {}
    }
}

/// Whether a check box or radio button is on. Without an own state that is what its field says.
fn is_checked(field: &Dict<'_>, value: Option<&Object<'_>>) -> bool {
    match (field.get::<Name<'_>>("AS"), value) {
        (Some(state), _) => &*state != b"Off",
        // Of radio buttons without a state nobody knows which one is on.
        (None, Some(Object::Name(state))) => field.contains_key("FT") && &**state != b"Off",
        _ => false,
    }
}

/// Whether its field says that it is on, and it shows that it is off.
fn shows_other_state(field: &Dict<'_>, value: Option<&Object<'_>>) -> bool {
    let Some(Object::Name(value)) = value else {
        return false;
    };
    let states = field
        .get::<Dict<'_>>("AP")
        .and_then(|it| it.get::<Dict<'_>>("N"));
    let has_state = states.is_some_and(|states| states.contains_key(value));
    let state = field.get::<Name<'_>>("AS");
    &**value != b"Off" && has_state && state.as_ref().is_none_or(|it| **it != **value)
}

/// What a list shows in the place of its values.
fn show_options(field: &Dict<'_>, values: &mut [String]) {
    let Some(options) = inherited::<Array<'_>>(field, "Opt") else {
        return;
    };
    for option in options.iter::<Array<'_>>() {
        let mut pair = option.iter::<PdfString<'_>>();
        if let (Some(value), Some(shown)) = (pair.next(), pair.next()) {
            let value = text(&value);
            for it in values.iter_mut().filter(|it| **it == value) {
                *it = text(&shown);
            }
        }
    }
}

/// An entry of a field, or of the fields above it.
fn inherited<'a, T>(field: &Dict<'a>, key: &str) -> Option<T>
where
    T: TryFrom<Object<'a>>,
{
    let mut at = field.clone();
    for _ in 0..MAX_PARENTS {
        if let Some(found) = at.get::<Object<'a>>(key) {
            return T::try_from(found).ok();
        }
        at = at.get::<Dict<'a>>("Parent")?;
    }
    None
}

/// The texts of a value: one, or those that are chosen in a list.
fn texts(value: &Object<'_>) -> Vec<String> {
    match value {
        Object::String(value) => vec![text(value)],
        Object::Stream(value) => {
            let bytes = value.decoded_data();
            bytes.map(|bytes| vec![text(&bytes)]).unwrap_or_default()
        }
        Object::Array(values) => {
            let values = values.iter::<PdfString<'_>>();
            values.map(|value| text(&value)).collect()
        }
        _ => Vec::new(),
    }
}

/// A text of a PDF: UTF-16 or UTF-8 with a mark, else nearly Windows-1252.
fn text(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xef, 0xbb, 0xbf, ..] => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

/// How many letters of a text the standard fonts do not have.
fn foreign(text: &str) -> u32 {
    let foreign = text.chars().filter(|it| !is_blank(*it) && !is_western(*it));
    u32::try_from(foreign.count()).unwrap_or(u32::MAX)
}

/// Whether the letters and digits of a value stand among what is shown, in their order: what is
/// shown may be set otherwise, as 1,234.50 for 1234.5.
fn is_within(value: &str, shown: &str) -> bool {
    let mut shown = shown.chars().flat_map(char::to_lowercase);
    let wanted = value.chars().filter(|it| it.is_alphanumeric());
    wanted
        .flat_map(char::to_lowercase)
        .all(|wanted| shown.any(|it| it == wanted))
}

#[cfg(test)]
mod tests {
    use super::{is_within, text};

    #[test]
    fn a_value_that_is_set_otherwise_is_still_shown() {
        for (value, shown) in [
            ("1234.5", "$1,234.50"),
            ("Guatemala", "Guatemala"),
            ("two\nlines", "twolines"),
            ("McDonald", "MCDONALD"),
            ("---", ""),
        ] {
            assert!(is_within(value, shown), "{value}");
        }
        assert!(!is_within("555-0199", "5550134"));
    }

    #[test]
    fn texts_are_read_as_their_first_bytes_say() {
        for bytes in [
            &b"Zo\xeb"[..],
            b"\xfe\xff\0Z\0o\0\xeb",
            b"\xff\xfeZ\0o\0\xeb\0",
            b"\xef\xbb\xbfZo\xc3\xab",
        ] {
            assert_eq!(text(bytes), "Zoë");
        }
    }
}
