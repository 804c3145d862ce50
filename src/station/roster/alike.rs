//! Detects ids that people mean as the same although their texts differ: a spreadsheet takes `0417`
//! for a number and saves `417`, `417.0` or `4.17E+02` (RECORDS 7.18).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// Digits that a spreadsheet may show of a number with an exponent; more it does not know.
const MAX_DIGITS: usize = 17;
/// Letters of an id that are compared; a roster's have at most as many.
const MAX_LETTERS: usize = 400;

/// An id without what a spreadsheet or a typist changes in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Plain {
    /// Digits without zeros at either end, and the power of ten of the last one.
    Number(String, i64),
    /// Anything else, without zeros before a number in it.
    Text(String),
}

/// Ids, to find those that are like another.
#[derive(Debug, Default)]
pub struct AlikeIds<'a> {
    same: HashMap<Plain, Vec<&'a str>>,
    numbers: Vec<(String, i64, &'a str)>,
    /// Of each count of digits that was asked for, the numbers rounded to so many.
    rounded: HashMap<usize, HashMap<Plain, &'a str>>,
}

impl<'a> AlikeIds<'a> {
    /// These ids.
    pub fn new(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut alike = Self::default();
        for id in ids {
            alike.add(id);
        }
        alike
    }

    /// Adds an id.
    pub fn add(&mut self, id: &'a str) {
        let plain = plain(id);
        if let Plain::Number(digits, power) = &plain {
            self.numbers.push((digits.clone(), *power, id));
            self.rounded.clear();
        }
        self.same.entry(plain).or_default().push(id);
    }

    /// One that is not this one, and differs from it only by zeros, case, spaces, invisible characters,
    /// or as a spreadsheet writes numbers.
    pub fn like(&mut self, id: &str) -> Option<&'a str> {
        let plain = plain(id);
        let others = self.same.get(&plain).into_iter().flatten();
        if let Some(other) = others.copied().find(|other| *other != id) {
            return Some(other);
        }
        // `1.23457E+11` is every number that begins so.
        let Plain::Number(digits, _) = &plain else {
            return None;
        };
        let count = shown_digits(id).filter(|count| (1..=MAX_DIGITS).contains(count))?;
        debug_assert!(digits.len() <= count, "zeros at the end are left out");
        let numbers = &self.numbers;
        let rounded = self.rounded.entry(count).or_insert_with(|| {
            let rounded = numbers
                .iter()
                .filter(|(digits, ..)| digits.len() > count)
                .map(|(digits, power, id)| (round(digits, *power, count), *id));
            rounded.collect()
        });
        rounded.get(&plain).copied().filter(|other| *other != id)
    }
}

/// How many digits stand before the exponent; nothing where there is no exponent.
fn shown_digits(id: &str) -> Option<usize> {
    let (mantissa, _) = id.split_once(['e', 'E'])?;
    Some(mantissa.chars().filter(char::is_ascii_digit).count())
}

fn plain(id: &str) -> Plain {
    let letters: String = id
        .nfkc()
        .filter(|letter| !letter.is_whitespace() && !is_unseen(*letter))
        .flat_map(char::to_lowercase)
        .map(usual)
        .take(MAX_LETTERS)
        .collect();
    // A `'` before a cell marks it as text in a spreadsheet, and 1,042 is how it shows 1042.
    let letters = letters.trim_start_matches('\'').replace(',', "");
    if let Some((digits, power)) = number(&letters) {
        return Plain::Number(digits, power);
    }
    let whole = letters.trim_end_matches('0');
    let letters = whole.strip_suffix('.').unwrap_or(&letters);
    let mut text = String::with_capacity(letters.len());
    let mut rest = letters;
    while let Some(at) = rest.find(|l: char| l.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        let end = number
            .find(|l: char| !l.is_ascii_digit())
            .unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        text.push_str(before);
        let digits = number.trim_start_matches('0');
        text.push_str(if digits.is_empty() { "0" } else { digits });
        rest = after;
    }
    text.push_str(rest);
    Plain::Text(text)
}

/// `0417`, `417.0`, `4.17e+02` and `-1`: the digits and the power of the last one.
fn number(text: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let power = i64::from(exponent) - i64::try_from(fraction.len()).ok()?;
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    match significant {
        "" => Some(("0".to_owned(), 0)),
        _ => Some((significant.to_owned(), power + zeros)),
    }
}

/// A number of more digits, to so many of them.
fn round(digits: &str, power: i64, count: usize) -> Plain {
    let left = i64::try_from(digits.len() - count).unwrap_or(0);
    let kept: u128 = digits
        .get(..count)
        .and_then(|d| d.parse().ok())
        .unwrap_or(0);
    let up = digits.as_bytes().get(count).is_some_and(|d| *d >= b'5');
    let rounded = (kept + u128::from(up)).to_string();
    let significant = rounded.trim_end_matches('0');
    let zeros = i64::try_from(rounded.len() - significant.len()).unwrap_or(0);
    Plain::Number(significant.to_owned(), power + left + zeros)
}

/// Characters that are not seen in an id, those that a name may hold (FORMAT 4.31) included.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Digits and hyphens of other keyboards as the usual ones.
fn usual(letter: char) -> char {
    let zeros = ['\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{E50}'];
    let digit = zeros.iter().find_map(|zero| {
        let value = u32::from(letter).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    });
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => digit.unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::AlikeIds;

    /// RECORDS 7.18.
    #[test]
    fn an_id_that_a_spreadsheet_or_a_typist_changed_is_like_the_one_before() {
        for (known, id) in [
            ("0417", "417"),
            ("417", "0417"),
            ("0417", "00417"),
            ("0417", "417.0"),
            ("0417", "417.00"),
            ("0417", "4.17E+02"),
            ("0417", "4.17e2"),
            ("1200", "1.2E+03"),
            ("1200", "1.20E+03"),
            ("12E3", "1.20E+04"),
            ("123456789012", "1.23457E+11"),
            ("123456789012", "1.23456789E+11"),
            ("999999999999", "1E+12"),
            ("999999999999", "1.00000E+12"),
            ("0417", "０４１７"),
            ("0417", "٠٤١٧"),
            ("0417", "04 17"),
            ("0417", "0417\u{200d}"),
            ("0417", "\u{200e}0417"),
            ("0417", "04\u{a0}17"),
            ("0417", "'0417"),
            ("1042", "1,042"),
            ("ab12", "AB12"),
            ("AB-007", "ab-7"),
            ("AB-7", "AB‑7"),
            ("A417", "A0417"),
            ("A417", "A417.0"),
            ("000", "0"),
        ] {
            assert_eq!(AlikeIds::new([known]).like(id), Some(known), "{known} {id}");
        }
    }

    /// RECORDS 7.18.
    #[test]
    fn ids_that_differ_by_more_are_not_alike_and_none_is_like_itself() {
        for (known, id) in [
            ("0417", "0417"),
            ("1040", "104"),
            ("417", "4170"),
            ("417", "418"),
            ("A1", "B1"),
            ("12-3", "123"),
            ("A10", "A1"),
            ("123456789012", "1.23458E+11"),
            ("123456789012", "1.23457E+12"),
            ("1042", "E"),
            ("1042", "1e999999999999"),
            ("1042", ""),
        ] {
            assert_eq!(AlikeIds::new([known]).like(id), None, "{known} {id}");
        }
    }
}
