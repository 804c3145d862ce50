//! `trust.json`: who may publish for an agency, what was revoked, and whose signatures the next
//! list needs (EXCHANGE 2.12 to 2.18).

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::Hash;

use jiff::{Timestamp, civil::Date};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::pack::manifest::required_option;
use crate::pack::strings::Spoofing;
use crate::pack::{
    AgencyId, IdPattern, KeyId, PackError, PackId, PackVersion, PublicKey, dates, strings,
};

/// What `kind` says.
const KIND: &str = "muster-trust";
/// The format that this program reads and writes.
const FORMAT: u64 = 1;
/// `trust.json` at most, in bytes (EXCHANGE 2.4).
pub const MAX_JSON: u64 = 4 << 20;
/// Root keys at most (EXCHANGE 2.14). More signatures than twice as many (the roots before and
/// after a change) no list can need.
pub const MAX_ROOTS: usize = 32;

/// A trust list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustList {
    kind: String,
    format: u64,
    /// Whose list it is.
    pub agency: AgencyId,
    /// 1 to 2^53−1, only ever grows.
    pub version: u64,
    /// When it was made.
    #[serde(deserialize_with = "dates::moment")]
    pub created: Timestamp,
    /// Who signs the list that comes after this one.
    pub roots: Vec<Root>,
    /// How many of them must.
    pub threshold: usize,
    /// Whose packs are accepted.
    pub publishers: Vec<ListedPublisher>,
    /// Nothing signed with these is accepted or played.
    pub revoked_keys: Vec<KeyId>,
    /// These are neither accepted nor played.
    pub revoked_packs: Vec<RevokedPack>,
    /// How often the version numbers of a pack were started again; 0 where it is not named.
    #[serde(deserialize_with = "epochs")]
    pub epochs: BTreeMap<PackId, u64>,
}

/// A key that signs trust lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// The key.
    pub key: PublicKey,
    /// Who holds it.
    pub name: String,
}

/// A publisher in a trust list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedPublisher {
    /// Its key.
    pub key: PublicKey,
    /// The agency's name for it.
    pub name: String,
    /// What it may publish; `*` for all.
    pub ids: Vec<IdPattern>,
    /// The last day on which its packs are accepted.
    #[serde(deserialize_with = "dates::day_or_null")]
    pub until: Option<Date>,
}

/// A pack that must not be used any more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokedPack {
    /// Which pack.
    pub id: PackId,
    /// Which version of it.
    pub version: PackVersion,
    /// Only the file with this hash (64 lower-case hex digits); none: every file of the version.
    #[serde(deserialize_with = "required_option")]
    pub sha256: Option<String>,
}

/// Who signs trust lists, and how many of them must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    /// The keys, no signer among them twice.
    pub keys: Vec<Root>,
    /// 1 to their number.
    pub threshold: usize,
}

/// Of which roots' signatures there were too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoseRoots {
    /// Those that the station holds to.
    InForce,
    /// Those that the list itself brings.
    New,
}

impl Roots {
    /// How many must sign unless something else is said: one of one or two, else the majority.
    #[must_use]
    pub fn usual_threshold(count: usize) -> usize {
        if count <= 2 { 1 } else { count / 2 + 1 }
    }

    /// What is wrong with these as roots (EXCHANGE 2.14).
    #[must_use]
    pub fn defect(&self) -> Option<String> {
        let (keys, threshold) = (&self.keys, self.threshold);
        if keys.is_empty() || keys.len() > MAX_ROOTS {
            return Some(format!("1 to {MAX_ROOTS} roots"));
        }
        if !(1..=keys.len()).contains(&threshold) {
            return Some(format!(
                "a threshold of {threshold} cannot hold with {} roots",
                keys.len()
            ));
        }
        // The id is chosen by whoever makes the file: the same key under two ids is one signer.
        let twice = keys.iter().enumerate().find(|(i, root)| {
            let mut before = keys.iter().take(*i);
            before.any(|b| b.key.same_signer(&root.key) || b.key.id() == root.key.id())
        });
        twice.map(|(_, root)| format!("key {} is there twice", root.key.id()))
    }

    /// Whether both ask for the same signatures; names do not matter.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let ids = |roots: &Self| -> HashSet<String> {
            let keys = roots.keys.iter();
            keys.map(|r| r.key.to_base64().to_owned()).collect()
        };
        self.threshold == other.threshold && ids(self) == ids(other)
    }
}

impl TrustList {
    /// A list of this agency that trusts nobody yet.
    #[must_use]
    pub fn new(agency: AgencyId, created: Timestamp) -> Self {
        Self {
            kind: KIND.to_owned(),
            format: FORMAT,
            agency,
            version: 1,
            created,
            roots: Vec::new(),
            threshold: 1,
            publishers: Vec::new(),
            revoked_keys: Vec::new(),
            revoked_packs: Vec::new(),
            epochs: BTreeMap::new(),
        }
    }

    /// Reads `trust.json`.
    ///
    /// # Errors
    /// `AppTooOld` for a later format (EXCHANGE 1.2), else `BadTrustList` with the field.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackError> {
        Self::read(bytes, Spoofing::Refused)
    }

    /// Reads a list that is in force, which may have been taken before FORMAT 4.31 was a rule.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_in_force(bytes: &[u8]) -> Result<Self, PackError> {
        Self::read(bytes, Spoofing::Shown)
    }

    fn read(bytes: &[u8], spoofing: Spoofing) -> Result<Self, PackError> {
        /// A later format may differ in all the rest.
        #[derive(Deserialize)]
        struct FormatOnly {
            format: u64,
        }
        let text = std::str::from_utf8(bytes).map_err(|_| bad("trust.json", "not UTF-8"))?;
        match serde_json::from_str(text) {
            Ok(FormatOnly { format }) if format > FORMAT => {
                return Err(PackError::AppTooOld {
                    needed: format!("trust list format {format}"),
                });
            }
            _ => {}
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let list: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let field = match error.path().to_string() {
                path if path == "." => "trust.json".to_owned(),
                path => path,
            };
            bad(field, error.inner().to_string())
        })?;
        let end = reader.end();
        // EXCHANGE 1.1.
        end.map_err(|_| bad("trust.json", "text after its end"))?;
        // EXCHANGE 2.12.
        strings::check(text, spoofing).map_err(|error| match error {
            PackError::BadManifest { field, reason, .. } => bad(field, reason),
            error => error,
        })?;
        list.check()?;
        Ok(list)
    }

    /// The list as the bytes of `trust.json`.
    ///
    /// # Errors
    /// `BadTrustList` if it breaks a rule.
    pub fn to_json(&self) -> Result<Vec<u8>, PackError> {
        let mut json =
            serde_json::to_vec_pretty(self).map_err(|e| bad("trust.json", e.to_string()))?;
        json.push(b'\n');
        // What is written is read under the same rules.
        Self::parse(&json)?;
        Ok(json)
    }

    /// Its roots and threshold.
    #[must_use]
    pub fn roots(&self) -> Roots {
        Roots {
            keys: self.roots.clone(),
            threshold: self.threshold,
        }
    }

    /// The rules that the types alone do not hold (EXCHANGE 1.2, EXCHANGE 2.12 to 2.18).
    fn check(&self) -> Result<(), PackError> {
        if self.kind != KIND {
            return Err(bad("kind", format!("not {KIND}")));
        }
        if self.format != FORMAT {
            return Err(bad("format", "only format 1 is known"));
        }
        // EXCHANGE 2.13.
        if !(1..=PackVersion::MAX).contains(&self.version) {
            return Err(bad("version", "1 to 2^53-1"));
        }
        if let Some(defect) = self.roots().defect() {
            return Err(bad("roots", defect));
        }
        let names = self.roots.iter().map(|r| ("roots", &r.name));
        let names = names.chain(self.publishers.iter().map(|p| ("publishers", &p.name)));
        for (field, name) in names {
            if name.trim().is_empty() {
                return Err(bad(field, "a name is empty"));
            }
        }
        // EXCHANGE 2.15, EXCHANGE 2.17, EXCHANGE 2.16.
        once("publishers", self.publishers.iter().map(|p| p.key.id()))?;
        once("revoked_keys", &self.revoked_keys)?;
        let packs = self.revoked_packs.iter();
        once(
            "revoked_packs",
            packs.map(|p| (&p.id, p.version, &p.sha256)),
        )?;
        // EXCHANGE 2.15.
        let unscoped = self.publishers.iter().find(|p| p.ids.is_empty());
        if let Some(publisher) = unscoped {
            let id = publisher.key.id();
            let reason = format!("key {id} may publish nothing; name ids, or \"*\" for all");
            return Err(bad("publishers", reason));
        }
        // EXCHANGE 2.17.
        let revoked = |root: &&Root| self.revoked_keys.contains(&root.key.id());
        if let Some(root) = self.roots.iter().find(revoked) {
            let reason = format!("key {} is a root of this list", root.key.id());
            return Err(bad("revoked_keys", reason));
        }
        // EXCHANGE 2.16.
        let hash = |text: &String| {
            let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            text.len() == 64 && text.bytes().all(digit)
        };
        let hashes = self.revoked_packs.iter().filter_map(|p| p.sha256.as_ref());
        if !hashes.into_iter().all(hash) {
            let reason = "a sha256 is not 64 lower-case hexadecimal digits";
            return Err(bad("revoked_packs", reason));
        }
        // EXCHANGE 2.18.
        if self.epochs.values().any(|epoch| *epoch > PackVersion::MAX) {
            return Err(bad("epochs", "at most 2^53-1"));
        }
        Ok(())
    }
}

pub(super) fn bad(entry: impl Into<String>, reason: impl Into<String>) -> PackError {
    PackError::BadTrustList {
        entry: entry.into(),
        reason: reason.into(),
    }
}

fn once<T: Eq + Hash>(field: &str, items: impl IntoIterator<Item = T>) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    let all = items.into_iter().all(|item| seen.insert(item));
    all.then_some(())
        .ok_or_else(|| bad(field, "something is there twice"))
}

/// A map in which no key stands twice (EXCHANGE 1.1); what is last would win otherwise.
fn epochs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<PackId, u64>, D::Error> {
    struct Epochs;

    impl<'de> Visitor<'de> for Epochs {
        type Value = BTreeMap<PackId, u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("pack ids, each with a number")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
            let mut epochs = BTreeMap::new();
            while let Some((id, epoch)) = fields.next_entry::<PackId, u64>()? {
                let text = id.to_string();
                if epochs.insert(id, epoch).is_some() {
                    return Err(A::Error::custom(format!("{text} is there twice")));
                }
            }
            Ok(epochs)
        }
    }

    deserializer.deserialize_map(Epochs)
}
