//! Parses dates and times as the format writes them: `2012-05-15`, and RFC 3339. The parser of the
//! `jiff` crate accepts more (`20120515`, a space for the T, a time zone's name), but all readers
//! of the format must accept the same.

use jiff::{Timestamp, civil::Date};
use serde::de::{Deserialize, Deserializer, Error};

/// A day, `2012-05-15` (FORMAT 4.14).
pub(super) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_day(&text).ok_or_else(|| Error::custom("not a date such as 2012-05-15"))
}

/// A day (FORMAT 4.14), or null.
pub(super) fn day_or_null<'de, D>(deserializer: D) -> Result<Option<Date>, D::Error>
where
    D: Deserializer<'de>,
{
    match Option::<String>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => match parse_day(&text) {
            None => Err(Error::custom("not a date such as 2012-05-15, nor null")),
            day => Ok(day),
        },
    }
}

/// A moment, `2026-11-24T09:00:00Z` (FORMAT 4.13).
pub(super) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_moment(&text).ok_or_else(|| Error::custom("not a time such as 2026-11-24T09:00:00Z"))
}

/// Whether a text is of this form: `0` stands for a digit, all else for itself.
fn is_like(text: &str, form: &str) -> bool {
    let same = |(c, f): (u8, u8)| {
        if f == b'0' {
            c.is_ascii_digit()
        } else {
            c == f
        }
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(same)
}

fn parse_day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| is_like(text, "0000-00-00"))
}

fn parse_moment(text: &str) -> Option<Timestamp> {
    let capitals = text.to_ascii_uppercase();
    let (start, rest) = capitals.split_at_checked("0000-00-00T00:00:00".len())?;
    let zone_at = rest.find(['Z', '+', '-'])?;
    let (fraction, zone) = rest.split_at_checked(zone_at)?;
    let digits = |f: &str| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit());
    let right = is_like(start, "0000-00-00T00:00:00")
        && (fraction.is_empty() || fraction.strip_prefix('.').is_some_and(digits))
        && (zone == "Z" || is_like(zone, "+00:00") || is_like(zone, "-00:00"));
    text.parse().ok().filter(|_| right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_one_form_only() {
        assert!(parse_day("2012-02-29").is_some());
        for wrong in [
            "",
            "2012-02-30",
            "20120229",
            "+002012-02-29",
            "2012-02-29T00:00:00",
            "2012-2-29",
            "2012-W09-3",
            " 2012-02-29",
        ] {
            assert_eq!(parse_day(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_moment_is_read_as_rfc_3339_has_it() {
        for right in [
            "2026-11-24T09:00:00Z",
            "2026-11-24T09:00:00.25Z",
            "2026-11-24t10:00:00z",
            "2026-11-24T10:00:00+01:00",
            "2026-11-24T03:30:00-05:30",
        ] {
            assert!(parse_moment(right).is_some(), "{right}");
        }
        for wrong in [
            "",
            "2026-11-24",
            "2026-11-24T09:00:00",
            "2026-11-24 09:00:00Z",
            "2026-11-24T09:00Z",
            "2026-11-24T09:00:00,5Z",
            "2026-11-24T09:00:00.Z",
            "2026-11-24T09:00:00+01",
            "2026-11-24T10:00:00+01:00[Europe/Berlin]",
            "20261124T090000Z",
            "2026-02-30T09:00:00Z",
            "2026-11-24T09:00:00\u{e9}Z",
        ] {
            assert_eq!(parse_moment(wrong), None, "{wrong:?}");
        }
    }
}
