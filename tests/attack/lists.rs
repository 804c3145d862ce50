//! Trust lists: every byte of a small one, and what is hidden in and around it. Trust stays as it
//! was, whatever is refused.

use std::io::{Read, Write};
use std::path::Path;

use muster::library::Library;
use muster::pack::signature::new_key_pair;
use muster::pack::{PublicKey, Root, Roots, SecretKey, TrustFile, TrustList};
use serde_json::Value;

use crate::program::refused;
use crate::world::{code, shelf, who};

pub struct Station {
    pub folder: tempfile::TempDir,
    pub library: Library,
    pub roots: Roots,
    pub secrets: Vec<SecretKey>,
}

impl Station {
    /// Three roots, of which two sign, and version 1 in force.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut keys, mut secrets) = (Vec::new(), Vec::new());
        for name in ["A", "B", "C"] {
            let (public, secret) = new_key_pair(None).expect("keys");
            keys.push(Root {
                key: PublicKey::parse(&public).expect("a key"),
                name: name.to_owned(),
            });
            secrets.push(SecretKey::parse(&secret, None).expect("a key"));
        }
        let roots = Roots { keys, threshold: 2 };
        let station = Self {
            library: pinned(&folder.path().join("data").join("library"), &roots),
            folder,
            roots,
            secrets,
        };
        let first = station.list(1);
        station.library.apply_list(&first, &who()).expect("taken");
        station
    }

    /// A list that two of the roots signed.
    pub fn list(&self, version: u64) -> TrustFile {
        signed(&self.unsigned(version), &self.secrets[..2])
    }

    /// A list before anybody signed it.
    pub fn unsigned(&self, version: u64) -> TrustList {
        let agency = "example.sheriff".parse().expect("an id");
        let mut list = TrustList::new(agency, who().at);
        list.version = version;
        list.roots.clone_from(&self.roots.keys);
        list.threshold = self.roots.threshold;
        list
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.list(2).to_bytes().expect("a ZIP")
    }

    /// The program refuses these bytes as a list.
    #[track_caller]
    pub fn refuses(&self, exit: i32, code: &str, bytes: &[u8]) -> Value {
        let file = self.folder.path().join("attack.mtrust");
        std::fs::write(&file, bytes).expect("a file");
        let before = shelf(&self.library);
        let data = self.folder.path().join("data");
        let path = file.to_str().expect("Unicode");
        let document = refused(&data, exit, code, &["trust", "install", path]);
        assert!(shelf(&self.library) == before, "trust changed: {document}");
        document["error"].clone()
    }
}

/// A list that these signed.
pub fn signed<'a>(list: &TrustList, secrets: impl IntoIterator<Item = &'a SecretKey>) -> TrustFile {
    let mut file = TrustFile::unsigned(list).expect("a list");
    for secret in secrets {
        file.sign(secret).expect("signed");
    }
    file
}

fn pinned(folder: &Path, roots: &Roots) -> Library {
    let library = Library::open(folder).expect("a library");
    library.pin(roots, &who()).expect("pinned");
    library
}

/// Where a file can be changed without anybody noticing (EXCHANGE 2.11), as nothing there is read:
/// times, which system made an entry and what is needed to unpack it, and its attributes.
fn unread(bytes: &[u8]) -> Vec<usize> {
    let mut places = Vec::new();
    for at in 0..bytes.len() - 4 {
        let (header, fields): (_, &[std::ops::Range<usize>]) = match &bytes[at..at + 4] {
            b"PK\x03\x04" => (at, &[4..6, 10..14]),
            b"PK\x01\x02" => (at, &[4..8, 12..16, 36..42]),
            _ => continue,
        };
        places.extend(fields.iter().cloned().flatten().map(|field| header + field));
    }
    places
}

/// EXCHANGE 2.11.
#[test]
fn a_list_with_any_byte_flipped_is_refused_or_says_the_same() {
    let station = Station::new();
    let whole = station.list(2);
    let bytes = whole.to_bytes().expect("a ZIP");
    let unread = unread(&bytes);
    let before = shelf(&station.library);
    let (mut refusals, mut same) = (0, 0);
    for at in 0..bytes.len() {
        for flip in [0x01, 0x20, 0xff] {
            let mut bytes = bytes.clone();
            bytes[at] ^= flip;
            let what = format!("byte {at} ^ {flip:#x}");
            let parsed = TrustFile::parse(bytes).map_err(muster::library::LibraryError::from);
            if let (Ok(file), true) = (&parsed, unread.contains(&at)) {
                // Taken for what it is: the very bytes that the roots signed.
                assert_eq!(file.json(), whole.json(), "{what}");
                same += 1;
                continue;
            }
            let applied = parsed.and_then(|file| station.library.apply_list(&file, &who()));
            let error = applied.err().unwrap_or_else(|| panic!("{what}: taken"));
            let code = code(&error);
            let right = ["BadTrustList", "BadSignature", "ThresholdNotMet"];
            assert!(right.contains(&code.as_str()), "{what}: {code}, {error}");
            refusals += 1;
        }
    }
    assert!(shelf(&station.library) == before, "trust changed");
    assert!(refusals > 9 * same, "{refusals} refused, {same} the same");
    station.library.apply_list(&whole, &who()).expect("sound");
}

/// EXCHANGE 2.11.
#[test]
fn a_list_cut_at_any_length_is_refused() {
    let station = Station::new();
    let bytes = station.bytes();
    for len in 0..bytes.len() {
        let cut = TrustFile::parse(bytes[..len].to_vec());
        assert!(cut.is_err(), "cut to {len} bytes");
    }
    station.refuses(4, "BadTrustList", &bytes[..bytes.len() / 2]);
    station.refuses(4, "BadTrustList", b"");
}

/// EXCHANGE 2.1.
#[test]
fn what_is_hidden_around_a_list_is_refused() {
    let station = Station::new();
    let bytes = station.bytes();
    // Janus: a program before the archive, which many ZIP readers pass over.
    let janus = [b"dex\n035\0".as_slice(), &bytes].concat();
    station.refuses(4, "BadTrustList", &janus);
    station.refuses(4, "BadTrustList", &[&bytes[..], b"trailing"].concat());
    // A whole other list in the archive's comment.
    let mut comment = bytes.clone();
    let len = u16::try_from(bytes.len()).expect("a small list");
    let at = comment.len() - 2;
    comment[at..].copy_from_slice(&len.to_le_bytes());
    comment.extend(&bytes);
    station.refuses(4, "BadTrustList", &comment);
}

/// EXCHANGE 2.2.
#[test]
fn entries_that_do_not_belong_are_refused() {
    let station = Station::new();
    let with = |name: &str| {
        let bytes = std::io::Cursor::new(station.bytes());
        let mut zip = zip::ZipWriter::new_append(bytes).expect("a ZIP");
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).expect("an entry");
        zip.write_all(b"{}").expect("bytes");
        zip.finish().expect("a ZIP").into_inner()
    };
    station.refuses(4, "BadTrustList", &with("readme.txt"));
    station.refuses(4, "BadTrustList", &with("sig/../trust.json"));
    station.refuses(4, "BadTrustList", &with("TRUST.JSON"));
    let mut twice = with("trust.jsoX");
    for at in 0..twice.len() - 10 {
        if twice[at..].starts_with(b"trust.jsoX") {
            twice[at + 9] = b'n';
        }
    }
    station.refuses(4, "BadTrustList", &twice);
}

/// EXCHANGE 2.4.
#[test]
fn huge_counts_and_sizes_are_refused_at_once() {
    let station = Station::new();
    let bytes = station.bytes();
    let end = bytes.len() - 22;
    let mut count = bytes.clone();
    count[end + 8..end + 12].fill(0xff);
    station.refuses(4, "BadTrustList", &count);
    let mut directory = bytes.clone();
    directory[end + 12..end + 16].fill(0xff);
    station.refuses(4, "BadTrustList", &directory);
    let mut sizes = bytes;
    sizes[18..26].fill(0xfe);
    station.refuses(4, "BadTrustList", &sizes);
    station.refuses(4, "TooLarge", &vec![b'P'; 6 << 20]);
}

/// EXCHANGE 2.8, EXCHANGE 2.9, EXCHANGE 2.22.
#[test]
fn a_list_signed_by_strangers_or_by_too_few_is_refused() {
    let (station, strangers) = (Station::new(), Station::new());
    station.refuses(5, "ThresholdNotMet", &strangers.bytes());
    let mut few = TrustFile::of_json(station.list(2).json().to_vec()).expect("a list");
    few.sign(&station.secrets[0]).expect("signed");
    station.refuses(5, "ThresholdNotMet", &few.to_bytes().expect("a ZIP"));
    // The signatures of version 2 copied onto version 3.
    let mut signed = zip::ZipArchive::new(std::io::Cursor::new(station.bytes())).expect("a ZIP");
    let mut forged = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..signed.len() {
        let mut entry = signed.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("bytes");
        let name = entry.name().expect("a name").into_owned();
        if name == "trust.json" {
            bytes = station.list(3).json().to_vec();
        }
        forged.start_file(name, options).expect("an entry");
        forged.write_all(&bytes).expect("bytes");
    }
    let forged = forged.finish().expect("a ZIP").into_inner();
    station.refuses(4, "BadSignature", &forged);
    // A list that was in force once.
    let first = station.list(1).to_bytes().expect("a ZIP");
    station
        .library
        .apply_list(&station.list(2), &who())
        .expect("taken");
    station.refuses(5, "TrustListOlder", &first);
}
