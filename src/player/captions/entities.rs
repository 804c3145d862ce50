//! Character references as in HTML: `&amp;`, `&eacute;`, `&#39;`, `&#x2019;`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The longest name with its `&` and `;`, in bytes.
const LONGEST: usize = 33;

static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let all = ::entities::ENTITIES.iter();
    all.map(|entity| (entity.entity, entity.characters))
        .collect()
});

/// What the `&` at the beginning of `text` and what follows it stand for, and the rest. An `&`
/// that begins no reference stands for itself.
pub fn read(text: &str) -> (Cow<'static, str>, &str) {
    let found = match text.strip_prefix("&#") {
        Some(number) => by_number(number),
        None => by_name(text),
    };
    found.unwrap_or((Cow::Borrowed("&"), text.get(1..).unwrap_or_default()))
}

/// The longest name that is known; some are known without their `;`.
fn by_name(text: &str) -> Option<(Cow<'static, str>, &str)> {
    let name = |c: char| c.is_ascii_alphanumeric();
    let after = text.get(1..)?;
    let letters = after.find(|c| !name(c)).unwrap_or(after.len());
    let end = 1 + letters + usize::from(after.get(letters..)?.starts_with(';'));
    (2..=end.min(LONGEST)).rev().find_map(|end| {
        let (name, rest) = text.split_at_checked(end)?;
        Some((Cow::Borrowed(*NAMES.get(name)?), rest))
    })
}

/// `39;` or `x2019;`, the `;` left out or not.
fn by_number(text: &str) -> Option<(Cow<'static, str>, &str)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let length = digits.find(|c: char| !c.is_digit(radix));
    let (number, rest) = digits.split_at(length.unwrap_or(digits.len()));
    if number.is_empty() {
        return None;
    }
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    let c = char::from_u32(windows_1252(code)).filter(|c| *c != '\0');
    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((
        Cow::Owned(c.to_string()),
        rest.strip_prefix(';').unwrap_or(rest),
    ))
}

/// HTML reads the numbers 128 to 159 as Windows-1252, from which old pages took them.
fn windows_1252(code: u32) -> u32 {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            let byte = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().map_or(code, u32::from)
        }
        _ => code,
    }
}
