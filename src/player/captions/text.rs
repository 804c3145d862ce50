//! The text of a cue: tags, voices and character references (sections 6.5 and 6.6 of the
//! standard) into text and its styles.

use std::sync::Arc;

use crate::player::captions::{MAX_TEXT, entities};

/// Tags within tags deeper than this are passed over (PLAYER 8.2).
const MAX_DEPTH: usize = 64;
/// The most characters of a voice's name (PLAYER 8.2).
const MAX_NAME: usize = 40;

/// How a part of a cue's text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each goes with every other")]
pub struct Style {
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// The name of a voice, put before what it says.
    pub voice: bool,
}

/// A tag that is open.
struct Open {
    tag: Tag,
    /// What holds outside of it.
    style: Style,
    voice: Option<Arc<str>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Class,
    Italic,
    Bold,
    Underline,
    Ruby,
    RubyText,
    Voice,
    Language,
}

impl Tag {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "c" => Self::Class,
            "i" => Self::Italic,
            "b" => Self::Bold,
            "u" => Self::Underline,
            "ruby" => Self::Ruby,
            "rt" => Self::RubyText,
            "v" => Self::Voice,
            "lang" => Self::Language,
            _ => return None,
        })
    }
}

/// Reads the text of a cue. `before` is the voice that spoke last, and becomes the one that
/// speaks last here. Nothing if there is nothing to be seen.
pub fn read(source: &str, before: &mut Option<Arc<str>>) -> Option<(String, Vec<(usize, Style)>)> {
    let mut reader = Reader {
        out: Out::default(),
        open: Vec::new(),
        style: Style::default(),
        voice: None,
        last_voice: before.clone(),
    };
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if reader.out.characters >= MAX_TEXT {
            reader.out.push('…', reader.style);
            break;
        }
        rest = match first {
            // What no tag can begin with is meant as it stands, for example in 5 < 6 (PLAYER 8.11).
            '<' if rest
                .get(1..)
                .is_some_and(|it| it.is_empty() || it.starts_with([' ', '=', '\t', '\n'])) =>
            {
                reader.push('<');
                rest.get(1..).unwrap_or_default()
            }
            '<' => reader.tag(rest.get(1..).unwrap_or_default()),
            '&' => {
                let (meaning, after) = entities::read(rest);
                meaning.chars().for_each(|c| reader.push(c));
                after
            }
            c => {
                reader.push(c);
                rest.get(c.len_utf8()..).unwrap_or_default()
            }
        };
    }
    let Out { text, runs, .. } = reader.out;
    if text.chars().all(is_blank) {
        return None;
    }
    *before = reader.last_voice;
    Some((text, runs))
}

struct Reader {
    out: Out,
    open: Vec<Open>,
    style: Style,
    voice: Option<Arc<str>>,
    /// Whose words were put out last.
    last_voice: Option<Arc<str>>,
}

impl Reader {
    fn push(&mut self, c: char) {
        if !is_blank(c) && self.last_voice != self.voice {
            if let Some(name) = &self.voice {
                let style = Style {
                    voice: true,
                    ..Style::default()
                };
                name.chars().for_each(|c| self.out.push(c, style));
                self.out.push(':', style);
                self.out.push(' ', style);
            }
            self.last_voice.clone_from(&self.voice);
        }
        self.out.push(c, self.style);
    }

    /// Acts on the tag whose `<` is before `rest`; returns what follows it. A tag that is never
    /// closed takes the rest, as the standard has it.
    fn tag<'a>(&mut self, rest: &'a str) -> &'a str {
        let (tag, after) = rest.split_once('>').unwrap_or((rest, ""));
        if let Some(name) = tag.strip_prefix('/') {
            self.close(Tag::of(name));
        } else {
            let end = tag.find(['.', ' ', '\t', '\n', '\u{c}']);
            let (name, annotation) = tag.split_at(end.unwrap_or(tag.len()));
            // Digits begin a time inside the cue, which is passed over with all unknown tags.
            if let Some(tag) = Tag::of(name) {
                self.begin(tag, annotation);
            }
        }
        after
    }

    fn begin(&mut self, tag: Tag, annotation: &str) {
        let inside = self.open.last().map(|open| open.tag);
        let stray = tag == Tag::RubyText && inside != Some(Tag::Ruby);
        if stray || self.open.len() >= MAX_DEPTH {
            return;
        }
        self.open.push(Open {
            tag,
            style: self.style,
            voice: self.voice.clone(),
        });
        match tag {
            Tag::Bold => self.style.bold = true,
            Tag::Italic => self.style.italic = true,
            Tag::Underline => self.style.underline = true,
            Tag::RubyText => self.push('('),
            Tag::Voice => self.voice = name_in(annotation),
            Tag::Class | Tag::Ruby | Tag::Language => {}
        }
    }

    /// Only the tag that was opened last is closed: what is closed crosswise stays open.
    fn close(&mut self, tag: Option<Tag>) {
        let last = self.open.last().map(|open| open.tag);
        if last.is_none() || tag.is_none() {
            return;
        }
        if last == tag {
            self.pop();
        } else if tag == Some(Tag::Ruby) && last == Some(Tag::RubyText) {
            self.pop();
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            if open.tag == Tag::RubyText {
                self.push(')');
            }
            self.style = open.style;
            self.voice = open.voice;
        }
    }
}

/// The name in what follows `v`: `.loud Sergeant  O&apos;Hara` is Sergeant O'Hara.
fn name_in(annotation: &str) -> Option<Arc<str>> {
    let space = [' ', '\t', '\n', '\u{c}'];
    let (_classes, mut rest) = annotation.split_at(annotation.find(space)?);
    let mut name = Out::default();
    while let Some(c) = rest.chars().next().filter(|_| name.characters < MAX_NAME) {
        let (meaning, after) = match c {
            '&' => entities::read(rest),
            c => {
                let (one, after) = rest.split_at(c.len_utf8());
                (one.into(), after)
            }
        };
        meaning
            .chars()
            .map(|c| if c == '\n' { ' ' } else { c })
            .for_each(|c| name.push(c, Style::default()));
        rest = after;
    }
    (!name.text.chars().all(is_blank)).then(|| name.text.into())
}

/// Text as it comes out: spaces joined, blank lines dropped, none of either at its ends.
#[derive(Default)]
struct Out {
    text: String,
    characters: usize,
    runs: Vec<(usize, Style)>,
    /// A space or line end that counts once something follows it.
    waiting: Option<(char, Style)>,
}

impl Out {
    fn push(&mut self, c: char, style: Style) {
        match c {
            '\n' => {
                let style = self.waiting.map_or(style, |(_, style)| style);
                self.waiting = Some(('\n', style));
            }
            ' ' | '\t' | '\u{c}' => self.waiting = self.waiting.or(Some((' ', style))),
            // The standard replaces them before anything else.
            '\0' => self.put('\u{fffd}', style),
            c if c.is_control() => {}
            c => self.put(c, style),
        }
    }

    fn put(&mut self, c: char, style: Style) {
        let space = self.waiting.take().filter(|_| !self.text.is_empty());
        for (c, style) in space.into_iter().chain([(c, style)]) {
            self.text.push(c);
            self.characters += 1;
            let end = self.text.len();
            match self.runs.last_mut() {
                Some((to, last)) if *last == style => *to = end,
                _ => self.runs.push((end, style)),
            }
        }
    }
}

/// Nothing is seen of it.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
