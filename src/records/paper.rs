//! Pages to print and to keep: text set on paper, as PDF. Faces are embedded, so that a name looks
//! the same on every PC; every text can be searched and copied.
//!
//! Letters join and run from the right where their script does. What none of the faces has (as
//! Chinese) is set in boxes; copied from the page it is right nevertheless.

mod face;
mod file;
mod line;

use face::Faces;
use line::{Line, Setter};

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the document is.
    Title(String),
    /// What the next pieces are about.
    Heading(String),
    /// A name and its value, side by side.
    Fact(String, String),
    /// A paragraph.
    Text(String),
}

/// In points: a page of the United States' letter size.
const PAGE: (f32, f32) = (612.0, 792.0);
const MARGIN: f32 = 54.0;
/// Where the values of facts begin, from the left margin.
const VALUES: f32 = 84.0;

/// Sets a document and writes it as PDF. `name` stands at the foot of every page.
#[must_use]
pub fn pdf(name: &str, parts: &[Part]) -> Vec<u8> {
    let mut faces = Faces::new();
    let mut setter = Setter::new(&mut faces);
    let mut pages = Pages::default();
    for part in parts {
        add(&mut pages, &mut setter, part);
    }
    let of = pages.pages.len();
    for (number, page) in pages.pages.iter_mut().enumerate() {
        let foot = format!("{name} · page {} of {of}", number + 1);
        let lines = setter.set(&foot, 8.0, false, PAGE.0 - 2.0 * MARGIN);
        page.extend(lines.into_iter().take(1).map(|line| Placed {
            x: MARGIN,
            y: MARGIN / 2.0,
            line,
        }));
    }
    file::write(name, &pages.pages, &faces)
}

fn add(pages: &mut Pages, setter: &mut Setter<'_>, part: &Part) {
    let width = PAGE.0 - 2.0 * MARGIN;
    match part {
        Part::Title(text) => pages.add(0.0, 24.0, 6.0, setter.set(text, 18.0, true, width)),
        Part::Heading(text) => {
            // A heading at the foot of a page would stand alone.
            pages.keep_room(60.0);
            pages.skip(10.0);
            pages.add(0.0, 16.0, 2.0, setter.set(text, 11.5, true, width));
        }
        Part::Text(text) => pages.add(0.0, 14.0, 3.0, setter.set(text, 10.0, false, width)),
        Part::Fact(name, value) => {
            let mut value = setter.set(value, 10.0, false, width - VALUES).into_iter();
            pages.keep_room(14.0);
            let name = setter.set(name, 10.0, false, VALUES - 8.0);
            pages.beside(name.into_iter().next(), value.next());
            pages.add(VALUES, 14.0, 1.0, value.collect());
        }
    }
}

/// A line on a page; `y` is its base line, from below.
struct Placed {
    x: f32,
    y: f32,
    line: Line,
}

/// Pages as they fill, from above.
struct Pages {
    pages: Vec<Vec<Placed>>,
    y: f32,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            pages: vec![Vec::new()],
            y: PAGE.1 - MARGIN,
        }
    }
}

impl Pages {
    fn add(&mut self, x: f32, height: f32, after: f32, lines: Vec<Line>) {
        for line in lines {
            self.keep_room(height);
            self.y -= height;
            self.place(x, line);
        }
        self.skip(after);
    }

    fn beside(&mut self, name: Option<Line>, value: Option<Line>) {
        self.y -= 14.0;
        for (x, line) in [(0.0, name), (VALUES, value)] {
            if let Some(line) = line {
                self.place(x, line);
            }
        }
    }

    fn place(&mut self, x: f32, line: Line) {
        let (x, y) = (MARGIN + x, self.y);
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { x, y, line });
        }
    }

    fn skip(&mut self, height: f32) {
        self.y -= height;
    }

    /// Begins a new page where so much room is not left on this one.
    fn keep_room(&mut self, height: f32) {
        if self.y - height < MARGIN {
            self.pages.push(Vec::new());
            self.y = PAGE.1 - MARGIN;
        }
    }
}
