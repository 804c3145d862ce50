//! Types for ids that must not be confused. Constructors validate, so that every value is valid.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::is_nfc;

/// Why a text is not the name it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {what}: {rule}")]
pub struct BadName {
    /// What it should have been.
    pub what: &'static str,
    /// The text that was refused, at most 200 characters of it.
    pub text: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

fn bad(what: &'static str, text: &str, rule: &'static str) -> BadName {
    BadName {
        what,
        text: text.chars().take(200).collect(),
        rule,
    }
}

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadName;
            fn from_str(text: &str) -> Result<Self, BadName> {
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadName;
            fn try_from(text: String) -> Result<Self, BadName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_newtype!(
    /// A pack's id: reverse DNS, two or more labels `[a-z0-9]([a-z0-9-]*[a-z0-9])?` joined by
    /// dots, at most 128 bytes (FORMAT 4.10).
    PackId,
    check_pack_id
);
text_newtype!(
    /// An agency's id: of the same form as a pack's (EXCHANGE 2.12).
    AgencyId,
    check_agency_id
);
text_newtype!(
    /// Which packs a publisher may publish: a pack id, the beginning of ids (`example.sheriff.*`),
    /// or `*` for all (FORMAT 5.7).
    IdPattern,
    check_id_pattern
);
text_newtype!(
    /// A module's id inside its pack: `[a-z0-9-]+`, at most 128 bytes (FORMAT 4.18).
    ModuleId,
    check_module_id
);
text_newtype!(
    /// A file's name inside a pack; safe on every platform (FORMAT 3.16 to 3.21).
    PackPath,
    check_pack_path
);

fn check_pack_id(text: &str) -> Result<(), BadName> {
    let fail = |rule| Err(bad("pack id", text, rule));
    if text.len() > 128 {
        return fail("at most 128 characters");
    }
    let mut labels = 0;
    for label in text.split('.') {
        labels += 1;
        if label.is_empty() || label.starts_with('-') || label.ends_with('-') {
            return fail("labels are not empty and neither begin nor end with a hyphen");
        }
        if !label.bytes().all(is_id_byte) {
            return fail("labels hold only a-z, 0-9 and hyphens");
        }
    }
    if labels < 2 {
        return fail("two or more labels joined by dots");
    }
    Ok(())
}

fn check_agency_id(text: &str) -> Result<(), BadName> {
    check_pack_id(text).map_err(|wrong| BadName {
        what: "agency id",
        ..wrong
    })
}

fn check_id_pattern(text: &str) -> Result<(), BadName> {
    let right = match text.strip_suffix(".*") {
        // One label more makes an id of a single one too.
        Some(labels) => check_pack_id(&format!("{labels}.x")).is_ok(),
        None => text == "*" || check_pack_id(text).is_ok(),
    };
    if right {
        Ok(())
    } else {
        let rule = "a pack id, or the beginning of one followed by .*";
        Err(bad("pattern of pack ids", text, rule))
    }
}

impl IdPattern {
    /// `example.sheriff.*` fits every id below `example.sheriff`, but not that id itself; `*` fits
    /// all; anything else fits only the id that it is (FORMAT 5.7).
    #[must_use]
    pub fn fits(&self, id: &PackId) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => id.as_str().starts_with(prefix),
            None => id.as_str() == self.0,
        }
    }
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
}

fn check_module_id(text: &str) -> Result<(), BadName> {
    if text.is_empty() || text.len() > 128 || !text.bytes().all(is_id_byte) {
        return Err(bad("module id", text, "1 to 128 of a-z, 0-9 and hyphens"));
    }
    Ok(())
}

fn check_pack_path(text: &str) -> Result<(), BadName> {
    let fail = |rule| Err(bad("file name in a pack", text, rule));
    // FORMAT 3.18.
    if text.is_empty() || text.len() > 240 {
        return fail("1 to 240 bytes");
    }
    // FORMAT 3.16.
    if !is_nfc(text) {
        return fail("Unicode NFC");
    }
    // FORMAT 3.17.
    if text
        .chars()
        .any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
    {
        return fail("no control character and none of \\ : * ? \" < > |");
    }
    for part in text.split('/') {
        // FORMAT 3.19.
        if part.is_empty() || part == "." || part == ".." {
            return fail("no empty, . or .. component and no leading /");
        }
        // FORMAT 3.20.
        if part.ends_with('.') || part.ends_with(' ') {
            return fail("no component ends in a dot or a space");
        }
        if is_windows_device(part) {
            return fail("no Windows device name");
        }
    }
    Ok(())
}

/// `CON`, `NUL`, `COM1` and the like, with or without an extension (FORMAT 3.21). Windows also
/// reserves the superscript digits and drops spaces before the dot.
fn is_windows_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    let stem = stem.to_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) {
        return true;
    }
    let mut chars = stem.chars();
    let last = chars.next_back();
    matches!(chars.as_str(), "COM" | "LPT") && matches!(last, Some('0'..='9' | '¹' | '²' | '³'))
}

/// A pack's version, 1 to 2^53−1 (so that every JSON reader keeps it exactly; FORMAT 4.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct PackVersion(u64);

impl PackVersion {
    /// The largest version, 2^53−1.
    pub const MAX: u64 = (1 << 53) - 1;

    /// The version as a number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for PackVersion {
    type Error = BadName;
    fn try_from(number: u64) -> Result<Self, BadName> {
        if (1..=Self::MAX).contains(&number) {
            Ok(Self(number))
        } else {
            Err(bad("pack version", &number.to_string(), "1 to 2^53-1"))
        }
    }
}

impl From<PackVersion> for u64 {
    fn from(version: PackVersion) -> u64 {
        version.0
    }
}

impl fmt::Display for PackVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A module anywhere: `<pack id>/<module id>` (FORMAT 4.29).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModuleRef {
    /// The pack.
    pub pack: PackId,
    /// The module in it.
    pub module: ModuleId,
}

impl FromStr for ModuleRef {
    type Err = BadName;
    fn from_str(text: &str) -> Result<Self, BadName> {
        let (pack, module) = text
            .split_once('/')
            .ok_or_else(|| bad("module name", text, "<pack id>/<module id>"))?;
        Ok(Self {
            pack: pack.parse()?,
            module: module.parse()?,
        })
    }
}

impl TryFrom<String> for ModuleRef {
    type Error = BadName;
    fn try_from(text: String) -> Result<Self, BadName> {
        text.parse()
    }
}

impl From<ModuleRef> for String {
    fn from(name: ModuleRef) -> String {
        name.to_string()
    }
}

impl fmt::Display for ModuleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.pack, self.module)
    }
}

/// A minisign key id: eight bytes, written as the stock tool writes it, 16 upper-case hex digits
/// of the little-endian number (FORMAT 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016X}", u64::from_le_bytes(self.0))
    }
}

impl FromStr for KeyId {
    type Err = BadName;
    fn from_str(text: &str) -> Result<Self, BadName> {
        let digits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        match u64::from_str_radix(text, 16) {
            Ok(number) if digits => Ok(Self(number.to_le_bytes())),
            _ => Err(bad("key id", text, "16 hexadecimal digits")),
        }
    }
}

impl Serialize for KeyId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
