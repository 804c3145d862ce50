//! What a page draws, read without drawing it: letters, and how much else.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Resources;

use super::letters::{Fonts, Letter, PageFont};
use super::operators::Sense;
use super::streams::{is_whole, picture_is_whole};

/// Forms within forms are read so deep.
const MAX_DEPTH: u32 = 12;
/// A page that does more is not read to its end.
const MAX_OPERATIONS: u32 = 3_000_000;
/// So much of a page's text is kept, in letters.
const MAX_TEXT: usize = 4_000;
/// So many fonts are named.
const MAX_FONTS: usize = 3;
/// A picture of fewer bytes for its pixels may be as white as the page.
const PIXELS_PER_BYTE: u64 = 50;
/// More zeros in the place of content are a gap, as an interrupted copy leaves it.
const MAX_GAP: usize = 32;

/// What something draws.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Areas, lines and letters that are not white, and pictures that are not empty.
    pub marks: u64,
    /// Letters that are not drawn as they are meant.
    pub lost_letters: u32,
    /// The fonts of the first of them.
    pub lost_fonts: Vec<String>,
    /// What is named and not there, or cannot be read to its end.
    pub lost_parts: u32,
    /// The beginning of its text, without spaces.
    pub text: String,
    /// Letters that nobody knows in that.
    pub unknown_letters: u32,
}

impl Drawn {
    /// Names a font of letters that are lost.
    pub fn add_lost_font(&mut self, name: &str) {
        let is_known = self.lost_fonts.iter().any(|it| it == name);
        if !is_known && !name.is_empty() && self.lost_fonts.len() < MAX_FONTS {
            self.lost_fonts.push(name.to_owned());
        }
    }
}

/// Reads what pages draw.
pub(super) struct Reader<'a> {
    fonts: Fonts<'a>,
    hidden: HashSet<ObjectIdentifier>,
    /// Pictures and patterns, and whether they are whole: many pages show the same.
    pictures: HashMap<ObjectIdentifier, bool>,
    operations: u32,
}

/// What counts of the state of a page while it is drawn.
#[derive(Clone, Default)]
struct State<'a> {
    font: Option<Rc<PageFont<'a>>>,
    /// The name of a font that the page does not have.
    missing_font: Option<Rc<str>>,
    is_fill_white: bool,
    is_stroke_white: bool,
    /// 3 and 7 draw nothing.
    text_mode: i64,
}

impl<'a> Reader<'a> {
    /// Of a document with this catalog.
    pub fn new(catalog: &Dict<'_>) -> Self {
        Self {
            fonts: Fonts::new(),
            hidden: hidden_layers(catalog),
            pictures: HashMap::new(),
            operations: 0,
        }
    }

    /// Whether a layer is switched off.
    pub fn is_hidden(&self, layer: Option<ObjectIdentifier>) -> bool {
        layer.is_some_and(|id| self.hidden.contains(&id))
    }

    /// Reads a content stream.
    pub fn read(&mut self, content: &[u8], resources: &Resources<'a>, drawn: &mut Drawn) {
        let state = State::default();
        self.read_stream(content, resources, state, 0, drawn);
    }

    /// Reads a form, such as the appearance of an annotation.
    pub fn read_form(&mut self, form: &Stream<'a>, around: &Resources<'a>, drawn: &mut Drawn) {
        let state = State::default();
        self.form(form, around, state, 0, drawn);
    }

    fn form(
        &mut self,
        form: &Stream<'a>,
        around: &Resources<'a>,
        state: State<'a>,
        depth: u32,
        drawn: &mut Drawn,
    ) {
        if !is_whole(form) {
            drawn.lost_parts += 1;
        }
        let Ok(content) = form.decoded_data() else {
            return;
        };
        let own = form.dict().get::<Dict<'a>>("Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(around);
        self.read_stream(&content, resources, state, depth + 1, drawn);
    }

    fn read_stream(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: u32,
        drawn: &mut Drawn,
    ) {
        let mut saved = Vec::new();
        let mut layers: Vec<bool> = Vec::new();
        let mut operations = UntypedIter::new(content);
        let mut sense = Sense::default();
        while let Some(operation) = operations.next() {
            self.operations += 1;
            if self.operations > MAX_OPERATIONS {
                return;
            }
            let operands = || operation.operands();
            let operator: &[u8] = operation.operator;
            sense.count(operator);
            let is_seen = !layers.last().copied().unwrap_or(false);
            match operator {
                b"q" => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cs" | b"CS" => {
                    if let Some(Object::Name(name)) = operands().next() {
                        drawn.lost_parts += u32::from(!has_colors(resources, name));
                    }
                    if operator == b"cs" {
                        state.is_fill_white = false;
                    } else {
                        state.is_stroke_white = false;
                    }
                }
                b"g" | b"rg" | b"k" | b"sc" | b"scn" => {
                    drawn.lost_parts += u32::from(!self.has_pattern(resources, operands().last()));
                    state.is_fill_white = is_white(operands(), operator == b"k");
                }
                b"G" | b"RG" | b"K" | b"SC" | b"SCN" => {
                    drawn.lost_parts += u32::from(!self.has_pattern(resources, operands().last()));
                    state.is_stroke_white = is_white(operands(), operator == b"K");
                }
                b"Tr" => state.text_mode = number(operands().next()).unwrap_or(0),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands().next() {
                        state.font = self.font(resources, name);
                        let is_missing = state.font.is_none();
                        state.missing_font = is_missing.then(|| name.as_str().into());
                    }
                }
                b"BMC" | b"BDC" => {
                    let mut of = operands();
                    let is_layer = matches!(of.next(), Some(Object::Name(tag)) if &**tag == b"OC");
                    let hides = is_layer && self.hides(resources, of.next());
                    layers.push(!is_seen || hides);
                }
                b"EMC" => {
                    layers.pop();
                }
                _ if !is_seen => {}
                b"f" | b"F" | b"f*" => drawn.marks += u64::from(!state.is_fill_white),
                b"S" | b"s" => drawn.marks += u64::from(!state.is_stroke_white),
                b"B" | b"B*" | b"b" | b"b*" => {
                    drawn.marks += u64::from(!(state.is_fill_white && state.is_stroke_white));
                }
                b"sh" => {
                    drawn.marks += 1;
                    if let Some(Object::Name(name)) = operands().next() {
                        let is_missing = !resources.shadings.contains_key(name);
                        drawn.lost_parts += u32::from(is_missing);
                    }
                }
                b"Tj" | b"'" | b"\"" => {
                    if let Some(Object::String(text)) = operands().last() {
                        show(&state, text, drawn);
                    }
                }
                b"TJ" => {
                    if let Some(Object::Array(parts)) = operands().next() {
                        for part in parts.iter::<Object<'_>>() {
                            if let Object::String(text) = part {
                                show(&state, &text, drawn);
                            }
                        }
                    }
                }
                b"BI" => {
                    if let Some(Object::Stream(picture)) = operands().next() {
                        drawn.marks += u64::from(holds_something(picture));
                        drawn.lost_parts += u32::from(!picture_is_whole(picture));
                    }
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands().next() {
                        self.object(resources, name, &state, depth, drawn);
                    }
                }
                _ => {}
            }
        }
        if !sense.is_there() || content.len() > MAX_GAP && content.iter().all(|it| *it == 0) {
            drawn.lost_parts += 1;
        }
    }

    /// A picture or a form that is drawn by its name.
    fn object(
        &mut self,
        resources: &Resources<'a>,
        name: &Name<'_>,
        state: &State<'a>,
        depth: u32,
        drawn: &mut Drawn,
    ) {
        let Some(object) = resources.x_objects.get::<Stream<'a>>(name) else {
            drawn.lost_parts += 1;
            return;
        };
        let layer = object.dict().get_ref("OC").map(Into::into);
        if self.is_hidden(layer) {
            return;
        }
        match object.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Form") if depth < MAX_DEPTH => {
                self.form(&object, resources, state.clone(), depth, drawn);
            }
            Some(b"Image") => {
                drawn.marks += u64::from(holds_something(&object));
                drawn.lost_parts += u32::from(!self.is_whole_picture(&object));
            }
            _ => {}
        }
    }

    /// Whether a page has the pattern that stands in the place of a color, and it can be read.
    fn has_pattern(&mut self, resources: &Resources<'a>, color: Option<&Object<'_>>) -> bool {
        let Some(Object::Name(name)) = color else {
            return true;
        };
        let Some(tile) = resources.patterns.get::<Stream<'a>>(name) else {
            return resources.patterns.contains_key(name);
        };
        let known = self.pictures.entry(tile.obj_id());
        *known.or_insert_with(|| is_whole(&tile))
    }

    /// Whether a picture is whole, with the one that says where it is seen through.
    fn is_whole_picture(&mut self, picture: &Stream<'a>) -> bool {
        let id = picture.obj_id();
        if let Some(known) = self.pictures.get(&id) {
            return *known;
        }
        let masks = ["SMask", "Mask"].map(|key| picture.dict().get::<Stream<'_>>(key));
        let all_are_whole = masks.iter().flatten().all(picture_is_whole);
        let is_whole = picture_is_whole(picture) && all_are_whole;
        self.pictures.insert(id, is_whole);
        is_whole
    }

    fn font(&mut self, resources: &Resources<'a>, name: &Name<'_>) -> Option<Rc<PageFont<'a>>> {
        let dict = resources.fonts.get::<Dict<'a>>(name)?;
        Some(self.fonts.font(&dict))
    }

    /// Whether the properties of marked content name a layer that is switched off.
    fn hides(&self, resources: &Resources<'a>, properties: Option<&Object<'_>>) -> bool {
        let Some(Object::Name(name)) = properties else {
            return false;
        };
        let layer = resources.properties.get_ref(name).map(Into::into);
        if self.is_hidden(layer) {
            return true;
        }
        let group = resources.properties.get::<Dict<'_>>(name);
        let group = group.unwrap_or_default();
        let mut members: Vec<ObjectIdentifier> = Vec::new();
        if let Some(all) = group.get::<Array<'_>>("OCGs") {
            let references = all.raw_iter().filter_map(|it| it.as_obj_ref());
            members.extend(references.map(ObjectIdentifier::from));
        } else {
            members.extend(group.get_ref("OCGs").map(ObjectIdentifier::from));
        }
        !members.is_empty() && members.iter().all(|it| self.hidden.contains(it))
    }
}

fn show(state: &State<'_>, text: &[u8], drawn: &mut Drawn) {
    if matches!(state.text_mode, 3 | 7) {
        return;
    }
    let Some(font) = &state.font else {
        // Without a font ASCII is shown with Helvetica, whatever was meant.
        if let Some(name) = &state.missing_font {
            let letters = text.iter().filter(|it| !it.is_ascii_whitespace()).count();
            if letters > 0 {
                drawn.add_lost_font(name);
            }
            let letters = u32::try_from(letters).unwrap_or(u32::MAX);
            drawn.lost_letters = drawn.lost_letters.saturating_add(letters);
        }
        drawn.marks += u64::from(text.is_ascii() && !text.trim_ascii().is_empty());
        return;
    };
    let mut length = drawn.text.len();
    font.letters(text, &mut |letter, which| {
        match letter {
            Letter::Blank => return,
            Letter::Drawn => drawn.marks += u64::from(!state.is_fill_white),
            Letter::Lost => {
                drawn.add_lost_font(&font.name);
                drawn.lost_letters = drawn.lost_letters.saturating_add(1);
            }
        }
        if length < MAX_TEXT {
            length += 1;
            match which {
                Some(which) => drawn.text.push(which),
                None => drawn.unknown_letters = drawn.unknown_letters.saturating_add(1),
            }
        }
    });
}

/// Whether a page has the colors that are named; these four it need not have.
fn has_colors(resources: &Resources<'_>, name: &Name<'_>) -> bool {
    let known: [&[u8]; 4] = [b"DeviceGray", b"DeviceRGB", b"DeviceCMYK", b"Pattern"];
    known.contains(&&**name) || resources.color_spaces.contains_key(name)
}

/// Whether these levels are white. Those of a pattern have a name and are not.
fn is_white<'b, 'a: 'b>(levels: impl Iterator<Item = &'b Object<'a>>, is_cmyk: bool) -> bool {
    let mut count = 0;
    let (mut least, mut most) = (f64::MAX, f64::MIN);
    for level in levels {
        let Object::Number(level) = level else {
            return false;
        };
        count += 1;
        least = least.min(level.as_f64());
        most = most.max(level.as_f64());
    }
    if is_cmyk || count == 4 {
        return count > 0 && most <= 0.01;
    }
    count > 0 && least >= 0.99
}

fn number(operand: Option<&Object<'_>>) -> Option<i64> {
    match operand {
        Some(Object::Number(number)) => Some(number.as_i64()),
        _ => None,
    }
}

/// Whether a picture has so many bytes for its pixels that it is not all of one color.
fn holds_something(picture: &Stream<'_>) -> bool {
    let side = |long: &str, short: &str| {
        let dict = picture.dict();
        let side = dict.get::<u32>(long).or_else(|| dict.get::<u32>(short));
        u64::from(side.unwrap_or(0))
    };
    let pixels = side("Width", "W").saturating_mul(side("Height", "H"));
    picture.raw_data().len() as u64 > 200 + pixels / PIXELS_PER_BYTE
}

/// The layers that are switched off when the document is opened.
fn hidden_layers(catalog: &Dict<'_>) -> HashSet<ObjectIdentifier> {
    let properties = catalog.get::<Dict<'_>>("OCProperties").unwrap_or_default();
    let setting = properties.get::<Dict<'_>>("D").unwrap_or_default();
    let all = |dict: &Dict<'_>, key: &str| -> Vec<ObjectIdentifier> {
        let layers = dict.get::<Array<'_>>(key);
        let references = layers.into_iter().flat_map(|layers| {
            let layers: Vec<_> = layers.raw_iter().collect();
            layers.into_iter().filter_map(|it| it.as_obj_ref())
        });
        references.map(ObjectIdentifier::from).collect()
    };
    let mut hidden = HashSet::new();
    if super::letters::is_named(setting.get::<Name<'_>>("BaseState").as_ref(), "OFF") {
        hidden.extend(all(&properties, "OCGs"));
    }
    for layer in all(&setting, "ON") {
        hidden.remove(&layer);
    }
    hidden.extend(all(&setting, "OFF"));
    hidden
}
