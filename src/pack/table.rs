//! Tables for spreadsheets: CSV by RFC 4180 in which no cell is a live formula (RECORDS 8.6). Every
//! table that Muster writes goes through [`Table`], so that no cell of one can be forgotten.

use std::io::{self, Write};

/// Stands before a table that a spreadsheet opens: without it Excel takes UTF-8 for another encoding.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Characters with which a formula begins; the last four are their full-width forms, which some
/// spreadsheets treat alike.
const FORMULA: [char; 8] = [
    '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
];
/// Characters after which another cell begins in a spreadsheet that splits cells at semicolons or
/// tabs and ignores the quotation marks within a line.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Writes a table, a row at a time.
pub struct Table<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// An empty table.
    pub fn new(to: W) -> Self {
        let mut builder = csv::WriterBuilder::new();
        let csv = builder.terminator(csv::Terminator::CRLF).from_writer(to);
        Self { csv }
    }

    /// Writes a row; every cell is guarded.
    ///
    /// # Errors
    /// An error while writing.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        let cells = cells.into_iter().map(|cell| guarded(cell.as_ref()));
        let written = self.csv.write_record(cells);
        written.map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }

    /// All rows were written.
    ///
    /// # Errors
    /// An error while writing.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()
    }
}

/// A cell that no spreadsheet takes for a formula: a `'` stands where a formula would begin, which
/// is at the beginning of the cell and after each of [`SEPARATORS`], be there white space, marks or
/// quotation marks in between. So it does before a separator at the beginning of the cell, and before
/// a `'` that stands in such a place already, so that [`unguarded`] is exact.
fn guarded(cell: &str) -> String {
    let mut guarded = String::with_capacity(cell.len());
    let mut begins = true;
    for (at, letter) in cell.char_indices() {
        if begins && is_to_be_guarded(cell, at) {
            guarded.push('\'');
        }
        guarded.push(letter);
        begins = SEPARATORS.contains(&letter);
    }
    guarded
}

/// The cell without what guards it (RECORDS 8.6).
#[must_use]
pub fn unguarded(cell: &str) -> String {
    let mut unguarded = String::with_capacity(cell.len());
    let mut begins = true;
    for (at, letter) in cell.char_indices() {
        let guards = begins && letter == '\'' && is_to_be_guarded(cell, at);
        if !guards {
            unguarded.push(letter);
        }
        begins = SEPARATORS.contains(&letter);
    }
    unguarded
}

/// Whether a formula begins here, be it guarded or not.
fn is_to_be_guarded(cell: &str, at: usize) -> bool {
    let rest = cell.get(at..).unwrap_or_default().trim_start_matches('\'');
    at == 0 && rest.starts_with(['\t', '\r', '\n']) || begins_formula(rest)
}

/// Whether a formula begins here, after what a spreadsheet passes over.
fn begins_formula(text: &str) -> bool {
    let mut letters = text.chars().skip_while(|letter| {
        *letter == '"'
            || !SEPARATORS.contains(letter)
                && (letter.is_whitespace()
                    || letter.is_control()
                    || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
    });
    letters
        .next()
        .is_some_and(|letter| FORMULA.contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::{FORMULA, SEPARATORS, Table, guarded, unguarded};

    /// RECORDS 8.6.
    #[test]
    fn each_character_that_begins_a_formula_is_guarded() {
        let each = "=+-@＝＋－＠".chars();
        assert!(each.clone().eq(FORMULA), "each of them is tried");
        for letter in each {
            let formula = format!("{letter}cmd|' /C calc'!A0");
            assert_eq!(guarded(&formula), format!("'{formula}"));
            for before in [
                " ", "\u{a0}", "\u{3000}", "\"", "\u{feff}", "\0", "\u{b}", " \"",
            ] {
                let cell = format!("{before}{formula}");
                assert_eq!(guarded(&cell), format!("'{cell}"), "{before:?}");
            }
            assert_eq!(guarded(&format!("a{letter}b")), format!("a{letter}b"));
        }
    }

    /// RECORDS 8.6.
    #[test]
    fn a_formula_after_each_separator_is_guarded() {
        let each = ";\t\r\n".chars();
        assert!(each.clone().eq(SEPARATORS), "each of them is tried");
        for separator in each {
            for formula in ["=cmd", "+1", "-1", "@A1", " =cmd", "\"=cmd"] {
                let cell = format!("a{separator}{formula}");
                let expected = format!("a{separator}'{formula}");
                assert_eq!(guarded(&cell), expected);
                let twice = format!("a{separator}{separator}{formula}");
                let expected = format!("a{separator}{separator}'{formula}");
                assert_eq!(guarded(&twice), expected);
            }
        }
    }

    /// RECORDS 8.6.
    #[test]
    fn a_cell_that_begins_with_a_tab_or_a_line_break_is_guarded() {
        for letter in ["\t", "\r", "\n"] {
            assert_eq!(guarded(&format!("{letter}a")), format!("'{letter}a"));
        }
        assert_eq!(guarded("\n=cmd"), "'\n'=cmd");
    }

    /// RECORDS 8.6.
    #[test]
    fn unguarding_restores_the_exact_cell() {
        let letters = ["=", "'", "\"", ";", "\t", "\n", " ", "a", "＝", "-"];
        let mut cells = vec![String::new()];
        for length in 0..4 {
            let of_length = |cell: &&String| cell.chars().count() == length;
            let longer: Vec<String> = cells
                .iter()
                .filter(of_length)
                .flat_map(|cell| letters.map(|letter| format!("{cell}{letter}")))
                .collect();
            cells.extend(longer);
        }
        for cell in cells {
            assert_eq!(unguarded(&guarded(&cell)), cell, "{}", guarded(&cell));
        }
        for plain in ["'quoted'", "'t Hooft", "a;'b", "O'Brien"] {
            assert_eq!(unguarded(plain), plain);
        }
    }

    #[test]
    fn a_cell_without_a_formula_is_unchanged() {
        for cell in [
            "",
            "Smith-Jones; K. O’Neil",
            "it@example.org",
            "2026-11-24T07:00:00-05:00",
            "a = b",
            "'quoted'",
            "line\nline; word",
        ] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn every_cell_of_every_row_is_guarded() {
        let mut bytes = Vec::new();
        let mut table = Table::new(&mut bytes);
        table.row(["one", "two"]).expect("written");
        table.row(["=1", "a;=cmd"]).expect("written");
        table.row(["a,b", "a\n@b"]).expect("written");
        table.finish().expect("written");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text, "one,two\r\n'=1,a;'=cmd\r\n\"a,b\",\"a\n'@b\"\r\n");
    }
}
