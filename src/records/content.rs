//! What a row holds: one JSON document, canonical by RFC 8785, with its format and a random salt.
//! Documents of every format that was ever written are read here, and nowhere else.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::records::canonical;
use crate::records::chain::Sha;
use crate::session::{Completion, Moment};

/// The format that this program writes (RECORDS 4.1).
pub(super) const FORMAT: u64 = 5;
/// Fields of sessions and of their officers that came with format 5 (RECORDS 4.3).
const SINCE_5: [&str; 5] = [
    "credit_rule",
    "left_at",
    "minutes",
    "on_duty",
    "roll_call_id",
];
/// The format that brought them.
const WITH_CREDIT: u64 = 5;

/// The content of one row. Its `kind` is also the row's, which the chain does not cover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Content {
    /// One briefing.
    Session {
        /// [`FORMAT`]; the contents of older formats are brought to it when they are read.
        format: u64,
        /// When it was recorded.
        recorded_at: Moment,
        /// Random, so that the hash of a purged content reveals nothing.
        salt: String,
        /// What was recorded.
        session: Box<Completion>,
        /// Where it was recorded first, if that was not in this store (RECORDS 2.11).
        brought_in: Option<BroughtIn>,
    },
    /// A change of one field of a briefing, made afterwards.
    Amendment {
        /// As above.
        format: u64,
        /// When it was recorded.
        recorded_at: Moment,
        /// Random, as above.
        salt: String,
        /// The briefing.
        session_id: Uuid,
        /// The change.
        amendment: Box<Amendment>,
        /// As above.
        brought_in: Option<BroughtIn>,
    },
}

/// Where a row was recorded first that was brought in from another store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BroughtIn {
    /// The path of that store.
    pub store: String,
    /// Its row there.
    pub seq: u64,
    /// That row's hash.
    pub hash: Sha,
    /// When it was recorded there.
    pub recorded_at: Moment,
    /// The operating-system account that brought it in.
    pub account: String,
}

/// One change made afterwards: what it was, what it is now, who changed it, why, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// The field, as `muster records list` names it.
    pub field: String,
    /// The officer whose field it is; nothing for a field of the briefing itself.
    pub officer: Option<String>,
    /// That officer's place in the roll, from 1, where the id says it not, as of a visitor without one;
    /// nothing otherwise, and before format 4.
    pub row: Option<u32>,
    /// What it was.
    pub from: Value,
    /// What it is now.
    pub to: Value,
    /// Who changed it.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: Moment,
    /// The operating-system account that entered it.
    pub account: String,
}

/// Why a content cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// A newer Muster wrote it, in this format.
    TooNew(u64),
    /// It is not what any Muster wrote.
    Broken(String),
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl Content {
    /// Reads a content of any format that this program knows (RECORDS 4.2 to 4.5). The stored
    /// bytes stay what they are.
    pub(super) fn read(json: &str) -> Result<Self, Unreadable> {
        Self::read_with_format(json).map(|(content, _)| content)
    }

    /// The same with the format in which it is stored.
    pub(super) fn read_with_format(json: &str) -> Result<(Self, u64), Unreadable> {
        /// A later format may differ in all the rest.
        #[derive(Deserialize)]
        struct FormatOnly {
            format: Option<u64>,
        }
        if let Some(plain) = read_plain_session(json)? {
            return Ok(plain);
        }
        let found: FormatOnly = serde_json::from_str(json)?;
        match found.format {
            None => Ok((read_older(json, 1)?, 1)),
            Some(FORMAT) => Ok((read_current(json)?, FORMAT)),
            Some(older @ 2..FORMAT) => Ok((read_older(json, older)?, older)),
            Some(newer) if newer > FORMAT => Err(Unreadable::TooNew(newer)),
            Some(other) => Err(Unreadable::Broken(format!(
                "format {other} was never written"
            ))),
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Session { .. } => "session",
            Self::Amendment { .. } => "amendment",
        }
    }

    /// The canonical bytes and their hash (RECORDS 3.4).
    pub(super) fn seal(&self) -> Result<(String, Sha), serde_json::Error> {
        let json = serde_json_canonicalizer::to_string(self)?;
        let sha = Sha::of(json.as_bytes());
        Ok((json, sha))
    }
}

/// A session of format 3 or later, as it is stored, read in one go: nearly all contents are.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainSession {
    brought_in: Option<BroughtIn>,
    format: u64,
    kind: String,
    recorded_at: Moment,
    salt: String,
    session: Box<Completion>,
}

/// The same of format 2, which knew of no other store.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecondSession {
    format: u64,
    kind: String,
    recorded_at: Moment,
    salt: String,
    session: Box<Completion>,
}

/// Reads a session of this format or of the one before, and the format; nothing where the document
/// does not begin as one does.
fn read_plain_session(json: &str) -> Result<Option<(Content, u64)>, Unreadable> {
    let plain = [3, 4, FORMAT].into_iter().any(|format| {
        json.starts_with(&format!(
            r#"{{"brought_in":null,"format":{format},"kind":"session","#
        ))
    });
    if plain {
        let plain: PlainSession = serde_json::from_str(json)?;
        check_canonical(&plain, &plain.session, plain.format, json)?;
        let content = Content::Session {
            format: FORMAT,
            recorded_at: plain.recorded_at,
            salt: plain.salt,
            session: plain.session,
            brought_in: plain.brought_in,
        };
        return Ok(Some((content, plain.format)));
    }
    if json.starts_with(r#"{"format":2,"kind":"session","#) {
        let plain: SecondSession = serde_json::from_str(json)?;
        check_canonical(&plain, &plain.session, 2, json)?;
        let content = Content::Session {
            format: FORMAT,
            recorded_at: plain.recorded_at,
            salt: plain.salt,
            session: plain.session,
            brought_in: None,
        };
        return Ok(Some((content, 2)));
    }
    Ok(None)
}

/// Reads a content of today's format.
fn read_current(json: &str) -> Result<Content, Unreadable> {
    let content: Content = serde_json::from_str(json)?;
    check_bytes(&content, &[], json)?;
    Ok(content)
}

/// Reads a content of an older format, which lacks the fields that were added since. As in
/// [`read_current`], it must be written as it was read.
fn read_older(json: &str, format: u64) -> Result<Content, Unreadable> {
    let mut document: Map<String, Value> = serde_json::from_str(json)?;
    // Format 1 did not name itself and knew no station ids; format 2 knew of no other store; format 3
    // knew officers by their ids only; format 4 knew neither roll calls nor minutes of officers.
    let named = document.insert("format".to_owned(), FORMAT.into());
    if format == 1 && named.is_some() {
        return Err(Unreadable::Broken("unknown field `format`".to_owned()));
    }
    if format < 3 {
        add_field(&mut document, "brought_in", Value::Null)?;
    }
    if let (..4, Some(Value::Object(amendment))) = (format, document.get_mut("amendment")) {
        add_field(amendment, "row", Value::Null)?;
    }
    if let (1, Some(Value::Object(session))) = (format, document.get_mut("session")) {
        add_field(session, "station_id", Value::Null)?;
    }
    let content: Content = serde_json::from_value(Value::Object(document))?;
    let mut written = serde_json::to_value(&content)?;
    if let Value::Object(document) = &mut written {
        document.remove("format");
        document.extend(named.map(|named| ("format".to_owned(), named)));
        if format < 3 {
            document.remove("brought_in");
        }
        if let (..4, Some(Value::Object(amendment))) = (format, document.get_mut("amendment")) {
            amendment.remove("row");
        }
        if let (1, Some(Value::Object(session))) = (format, document.get_mut("session")) {
            session.remove("station_id");
        }
    }
    if let Content::Session { session, .. } = &content {
        check_not_since_5(session, format)?;
    }
    check_bytes(&written, &SINCE_5, json)?;
    Ok(content)
}

/// Whether a session of this format would be written in the same bytes.
fn check_canonical(
    content: &impl Serialize,
    session: &Completion,
    format: u64,
    json: &str,
) -> Result<(), Unreadable> {
    check_not_since_5(session, format)?;
    let left_out: &[&str] = if format < WITH_CREDIT { &SINCE_5 } else { &[] };
    check_bytes(content, left_out, json)
}

/// A session of an older format has none of the fields that came later (RECORDS 4.4).
fn check_not_since_5(session: &Completion, format: u64) -> Result<(), Unreadable> {
    let mut officers = session.officers.iter();
    let has_one = session.roll_call_id.is_some()
        || session.credit_rule.is_some()
        || session.on_duty.is_some()
        || officers.any(|officer| officer.left_at.is_some() || officer.minutes.is_some());
    if format < WITH_CREDIT && has_one {
        let reason = format!("a field that format {format} did not have");
        return Err(Unreadable::Broken(reason));
    }
    Ok(())
}

/// Whether what is read would be written in the same bytes: with every field, none twice, in the
/// canonical order (RECORDS 3.4 and 4.4); `left_out` are fields that its format did not have.
fn check_bytes(content: &impl Serialize, left_out: &[&str], json: &str) -> Result<(), Unreadable> {
    let same = if let Some(written) = canonical::simple(content, left_out) {
        written == json.as_bytes()
    } else {
        let mut document = serde_json::to_value(content)?;
        leave_out(&mut document, left_out);
        serde_json_canonicalizer::to_string(&document)? == json
    };
    if same {
        return Ok(());
    }
    let reason = "it lacks a field, or is not in canonical form";
    Err(Unreadable::Broken(reason.to_owned()))
}

/// Takes fields of these names out of a session's document and its officers.
fn leave_out(document: &mut Value, names: &[&str]) {
    let Some(Value::Object(session)) = document.get_mut("session") else {
        return;
    };
    session.retain(|name, _| !names.contains(&name.as_str()));
    let officers = session.get_mut("officers").and_then(Value::as_array_mut);
    for officer in officers.into_iter().flatten() {
        if let Value::Object(fields) = officer {
            fields.retain(|name, _| !names.contains(&name.as_str()));
        }
    }
}

/// Adds a field that a format did not have: where it is there nevertheless, it is unknown
/// (RECORDS 4.4).
fn add_field(
    document: &mut Map<String, Value>,
    name: &str,
    value: Value,
) -> Result<(), Unreadable> {
    match document.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(Unreadable::Broken(format!("unknown field `{name}`"))),
    }
}

/// 32 random bytes in hex.
pub(super) fn salt() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let mut text = String::new();
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}
