//! What messages of several rooms share, in words.

use std::fmt;

use crate::words::messages::{message, words};
use crate::words::{Code, LineWords, Words};

impl fmt::Display for LineWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => {
                let args = &[
                    ("line", line.into()),
                    ("message", self.message.as_str().into()),
                ];
                f.write_str(&message("line-message", args))
            }
            None => f.write_str(&self.message),
        }
    }
}

/// What another program holds, and which one, where that is known.
#[track_caller]
pub(super) fn held(what: &str, holder: Option<&impl fmt::Display>) -> Words {
    let what = ("what", what.into());
    match holder {
        Some(holder) => words(
            Code::Busy,
            "held-by",
            &[what, ("holder", holder.to_string().into())],
        ),
        None => words(Code::Busy, "held-by-another", &[what]),
    }
}

/// A byte count as people read it: `412 MB`, `1.2 GB` (powers of ten, as sticks are sold).
#[must_use]
pub fn bytes(count: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];
    for (unit, size) in UNITS {
        if count >= size {
            let tenths = count / (size / 10);
            return if tenths < 100 && !tenths.is_multiple_of(10) {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            } else {
                format!("{} {unit}", tenths / 10)
            };
        }
    }
    message("byte-count", &[("count", count.into())])
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn bytes_are_said_as_people_say_them() {
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(412_300_000), "412 MB");
        assert_eq!(bytes(1_234_000_000), "1.2 GB");
        assert_eq!(bytes(2_000_000_000), "2 GB");
    }
}
