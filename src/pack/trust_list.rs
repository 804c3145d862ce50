//! `trust.json`: who may publish for an agency, what was revoked, and whose signatures the next
//! list needs (EXCHANGE 2.12 to 2.18).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::ops::RangeInclusive;

use jiff::{Timestamp, civil::Date};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::pack::required::required_option;
use crate::pack::strings::Spoofing;
use crate::pack::{
    AgencyId, IdPattern, KeyId, PackError, PackId, PackVersion, PublicKey, RevokedKey, dates,
    strings,
};

/// The value of `kind`.
const KIND: &str = "muster-trust";
/// The formats that this program reads. It writes the second only for content that the first cannot
/// express (EXCHANGE 2.29).
const FORMATS: RangeInclusive<u64> = 1..=2;
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
    /// Nothing signed with these is accepted or played. Format 1 knows ids only.
    pub revoked_keys: Vec<RevokedKey>,
    /// These are neither accepted nor played.
    pub revoked_packs: Vec<RevokedPack>,
    /// How often the version numbers of a pack were started again; 0 where it is not named.
    #[serde(deserialize_with = "epochs")]
    pub epochs: BTreeMap<PackId, u64>,
    /// The last day before which the agency means to have made the next list; from format 2 on.
    #[serde(
        default,
        deserialize_with = "dates::day_or_null",
        skip_serializing_if = "Option::is_none"
    )]
    pub review_by: Option<Date>,
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
    /// The default threshold: one of one or two roots, else the majority.
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
            format: *FORMATS.start(),
            agency,
            version: 1,
            created,
            roots: Vec::new(),
            threshold: 1,
            publishers: Vec::new(),
            revoked_keys: Vec::new(),
            revoked_packs: Vec::new(),
            epochs: BTreeMap::new(),
            review_by: None,
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
        /// A field that only a later format has is unknown to the first, whatever its value is.
        #[derive(Deserialize)]
        struct OfFormat2 {
            #[serde(rename = "review_by")]
            _review_by: IgnoredAny,
        }
        let text = std::str::from_utf8(bytes).map_err(|_| bad("trust.json", "not UTF-8"))?;
        match serde_json::from_str(text) {
            Ok(FormatOnly { format }) if format > *FORMATS.end() => {
                return Err(PackError::AppTooOld {
                    needed: format!("trust list format {format}"),
                });
            }
            Ok(FormatOnly { format: 1 }) if serde_json::from_str::<OfFormat2>(text).is_ok() => {
                return Err(bad("review_by", "format 1 has no such field"));
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
        // A list in force was taken when these were no rules yet.
        if spoofing == Spoofing::Refused {
            list.check_keys()?;
        }
        Ok(list)
    }

    /// The list as the bytes of `trust.json`.
    ///
    /// # Errors
    /// `BadTrustList` if it breaks a rule.
    pub fn to_json(&self) -> Result<Vec<u8>, PackError> {
        let list = Self {
            format: self.format(),
            ..self.clone()
        };
        let mut json =
            serde_json::to_vec_pretty(&list).map_err(|e| bad("trust.json", e.to_string()))?;
        json.push(b'\n');
        // What is written is read under the same rules.
        Self::parse(&json)?;
        Ok(json)
    }

    /// The format in which it is written.
    #[must_use]
    pub fn format(&self) -> u64 {
        self.format.max(self.needed_format())
    }

    /// Its roots and threshold.
    #[must_use]
    pub fn roots(&self) -> Roots {
        Roots {
            keys: self.roots.clone(),
            threshold: self.threshold,
        }
    }

    /// The lowest format that can express this list.
    fn needed_format(&self) -> u64 {
        let whole_keys = self.revoked_keys.iter().any(|key| key.key().is_some());
        if whole_keys || self.review_by.is_some() {
            2
        } else {
            1
        }
    }

    /// Keys and ids fit each other (EXCHANGE 2.30, EXCHANGE 2.31). Whoever makes a key file chooses
    /// the id in it.
    fn check_keys(&self) -> Result<(), PackError> {
        let roots = self.roots.iter().map(|root| ("roots", &root.key));
        let publishers = self.publishers.iter().map(|p| ("publishers", &p.key));
        let revoked = self.revoked_keys.iter().filter_map(RevokedKey::key);
        let named: Vec<(&str, &PublicKey)> = roots.chain(publishers).collect();
        let mut by_id: HashMap<KeyId, &PublicKey> = HashMap::new();
        let all = named.iter().copied();
        for (field, key) in all.chain(revoked.map(|key| ("revoked_keys", key))) {
            let first = by_id.entry(key.id()).or_insert(key);
            if !first.same_signer(key) {
                let reason = format!("two keys have the id {}", key.id());
                return Err(bad(field, reason));
            }
        }
        // A key that is revoked by its id is known where the list names it by that id.
        let ids = self.revoked_keys.iter().map(RevokedKey::id);
        let mut revoked: HashMap<&[u8], KeyId> = HashMap::new();
        for (id, key) in ids.filter_map(|id| Some((id, *by_id.get(&id)?))) {
            if let Some(other) = revoked.insert(key.signer(), id) {
                let reason = format!("{other} and {id} are the same key");
                return Err(bad("revoked_keys", reason));
            }
        }
        for (field, key) in named {
            if let Some(id) = revoked.get(key.signer()).filter(|id| **id != key.id()) {
                let reason = format!("{} is the revoked key {id} under another id", key.id());
                return Err(bad(field, reason));
            }
        }
        Ok(())
    }

    /// The rules that the types alone do not hold (EXCHANGE 1.2, EXCHANGE 2.12 to 2.18).
    fn check(&self) -> Result<(), PackError> {
        if self.kind != KIND {
            return Err(bad("kind", format!("not {KIND}")));
        }
        if !FORMATS.contains(&self.format) {
            return Err(bad("format", "only formats 1 and 2 are known"));
        }
        // EXCHANGE 2.29.
        if self.format < self.needed_format() {
            return Err(bad("revoked_keys", "format 1 revokes ids of keys only"));
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
        once("revoked_keys", self.revoked_keys.iter().map(RevokedKey::id))?;
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
        let ids: HashSet<KeyId> = self.revoked_keys.iter().map(RevokedKey::id).collect();
        let keys = self.revoked_keys.iter().filter_map(RevokedKey::key);
        let keys: HashSet<&[u8]> = keys.map(PublicKey::signer).collect();
        let revoked =
            |root: &&Root| ids.contains(&root.key.id()) || keys.contains(root.key.signer());
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
