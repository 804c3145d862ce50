//! What a row holds: one JSON document, canonical by RFC 8785, with a random salt.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::records::chain::Sha;
use crate::session::{Completion, Moment};

/// The content of one row. Its `kind` is also the row's, which the chain does not cover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Content {
    /// One briefing.
    Session {
        /// When it was recorded.
        recorded_at: Moment,
        /// Random, so that the hash of a purged content tells nothing.
        salt: String,
        /// What was recorded.
        session: Box<Completion>,
    },
    /// A change of one field of a briefing, made afterwards.
    Amendment {
        /// When it was recorded.
        recorded_at: Moment,
        /// Random, as above.
        salt: String,
        /// The briefing.
        session_id: Uuid,
        /// The change.
        amendment: Box<Amendment>,
    },
}

/// One change made afterwards: what it was, what it is now, who changed it, why, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// The field, as `muster records list` names it.
    pub field: String,
    /// The officer whose field it is; nothing for a field of the briefing itself.
    pub officer: Option<String>,
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

impl Content {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Session { .. } => "session",
            Self::Amendment { .. } => "amendment",
        }
    }

    /// The canonical bytes and their hash.
    pub(super) fn seal(&self) -> Result<(String, Sha), serde_json::Error> {
        let json = serde_json_canonicalizer::to_string(self)?;
        let sha = Sha::of(json.as_bytes());
        Ok((json, sha))
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
