//! Trust lists: roots, rotation, thresholds, revocation, epochs, and that a refused list changes
//! nothing.

mod in_force;

use super::fixture::{World, refused, who};
use crate::library::{Library, LibraryError, ListOutcome};
use crate::pack::signature::new_key_pair;
use crate::pack::trust_list::ListedPublisher;
use crate::pack::{KeyId, PublicKey, Root, Roots, SecretKey, TrustFile, TrustList};

pub struct Signer {
    secret: SecretKey,
    root: Root,
}

pub fn signer(name: &str) -> Signer {
    let (public, secret) = new_key_pair(None).unwrap();
    Signer {
        secret: SecretKey::parse(&secret, None).unwrap(),
        root: Root {
            key: PublicKey::parse(&public).unwrap(),
            name: name.to_owned(),
        },
    }
}

pub fn roots(signers: &[&Signer], threshold: usize) -> Roots {
    Roots {
        keys: signers.iter().map(|s| s.root.clone()).collect(),
        threshold,
    }
}

/// A list with these roots that trusts the world's publisher for everything.
pub fn list(world: &World, version: u64, roots: &Roots) -> TrustList {
    let created = "2026-11-24T09:00:00Z".parse().unwrap();
    let mut list = TrustList::new("example.sheriff".parse().unwrap(), created);
    list.version = version;
    list.roots.clone_from(&roots.keys);
    list.threshold = roots.threshold;
    list.publishers = vec![ListedPublisher {
        key: world.public.clone(),
        name: "Training Unit".to_owned(),
        ids: vec!["*".parse().unwrap()],
        until: None,
    }];
    list
}

pub fn signed(list: &TrustList, signers: &[&Signer]) -> TrustFile {
    let mut file = TrustFile::unsigned(list).unwrap();
    for signer in signers {
        file.sign(&signer.secret).unwrap();
    }
    file
}

pub fn apply(world: &World, file: &TrustFile) -> Result<ListOutcome, LibraryError> {
    world.library.apply_list(file, &who())
}

/// This station's trust, as text, with the audit log.
fn trust(library: &Library) -> String {
    format!(
        "{:?} {:?} {:?}",
        library.trust_list().unwrap(),
        library.pinned().unwrap(),
        library.audit().unwrap().len()
    )
}

#[track_caller]
fn changes_nothing(world: &World, file: &TrustFile) -> String {
    let before = trust(&world.library);
    let code = refused(apply(world, file));
    assert_eq!(trust(&world.library), before, "{code}");
    code
}

/// A station with three roots of which two sign, and version 1 in force.
pub fn station() -> (World, [Signer; 3], Roots) {
    let world = World::new();
    let signers = ["Sheriff", "Undersheriff", "IT"].map(signer);
    let [a, b, c] = &signers;
    let pinned = roots(&[a, b, c], 2);
    world.library.pin(&pinned, &who()).unwrap();
    apply(&world, &signed(&list(&world, 1, &pinned), &[a, b])).unwrap();
    (world, signers, pinned)
}

/// EXCHANGE 2.19.
#[test]
fn a_list_without_pinned_roots_is_refused() {
    let world = World::new();
    let a = signer("A");
    let file = signed(&list(&world, 1, &roots(&[&a], 1)), &[&a]);
    assert_eq!(changes_nothing(&world, &file), "NoRoots");
}

/// EXCHANGE 2.14, EXCHANGE 2.19.
#[test]
fn roots_are_pinned_once_and_no_signer_is_among_them_twice() {
    let world = World::new();
    let (a, b) = (signer("A"), signer("B"));
    let twice = roots(&[&a, &a], 1);
    assert_eq!(refused(world.library.pin(&twice, &who())), "BadRoots");
    // The same key in a file with another id is the same signer.
    let mut bytes = ct_codecs_decode(a.root.key.to_base64());
    bytes[2] ^= 1;
    let mut other = a.root.clone();
    other.key = PublicKey::parse(&ct_codecs_encode(&bytes)).unwrap();
    assert_ne!(other.key.id(), a.root.key.id());
    let mut hidden = roots(&[&a], 2);
    hidden.keys.push(other);
    assert_eq!(refused(world.library.pin(&hidden, &who())), "BadRoots");
    for threshold in [0, 3] {
        let never = roots(&[&a, &b], threshold);
        assert_eq!(refused(world.library.pin(&never, &who())), "BadRoots");
    }
    assert_eq!(world.library.pinned().unwrap(), None);
    world.library.pin(&roots(&[&a, &b], 1), &who()).unwrap();
    let again = world.library.pin(&roots(&[&a], 1), &who());
    assert_eq!(refused(again), "RootsExist");
}

fn ct_codecs_decode(text: &str) -> Vec<u8> {
    use ct_codecs::Decoder;
    ct_codecs::Base64::decode_to_vec(text, None).unwrap()
}

fn ct_codecs_encode(bytes: &[u8]) -> String {
    use ct_codecs::Encoder;
    ct_codecs::Base64::encode_to_string(bytes).unwrap()
}

/// EXCHANGE 2.25.
#[test]
fn the_first_list_takes_the_place_of_what_was_added_by_hand() {
    let world = World::new();
    let (a, stranger) = (signer("A"), signer("Added by hand"));
    let pinned = roots(&[&a], 1);
    let own = &world.library;
    own.trust_add(&stranger.root.key, "By hand", &[], &who())
        .unwrap();
    own.pin(&pinned, &who()).unwrap();
    assert_eq!(own.trust_list().unwrap().len(), 2, "until there is a list");
    apply(&world, &signed(&list(&world, 1, &pinned), &[&a])).unwrap();
    let publishers = own.trust_list().unwrap();
    assert_eq!(publishers.len(), 1);
    assert_eq!(publishers[0].name, "Training Unit");
    assert!(publishers[0].listed);
    assert_eq!(
        refused(own.trust_add(&stranger.root.key, "X", &[], &who())),
        "RootsPinned"
    );
    assert_eq!(
        refused(own.trust_remove(world.public.id(), false, &who())),
        "RootsPinned"
    );
    world.installed("example.test", 1);
}

/// EXCHANGE 2.20.
#[test]
fn losing_one_root_of_three_stops_nothing() {
    let (world, [a, b, c], pinned) = station();
    // The second root is lost: the other two go on, and put another in its place.
    apply(&world, &signed(&list(&world, 2, &pinned), &[&a, &c])).unwrap();
    let d = signer("New undersheriff");
    let rotated = roots(&[&a, &c, &d], 2);
    let mut next = list(&world, 3, &rotated);
    next.revoked_keys.push(b.root.key.id().into());
    let outcome = apply(&world, &signed(&next, &[&a, &c])).unwrap();
    assert!(!outcome.changes.unwrap().is_empty());
    apply(&world, &signed(&list(&world, 4, &rotated), &[&c, &d])).unwrap();
    let replayed = signed(&list(&world, 5, &rotated), &[&a, &b]);
    assert_eq!(changes_nothing(&world, &replayed), "ThresholdNotMet");
}

/// EXCHANGE 2.21.
#[test]
fn new_roots_are_signed_by_the_old_and_by_the_new() {
    let (world, [a, b, c], _) = station();
    let [fourth, fifth] = ["D", "E"].map(signer);
    let rotated = roots(&[&c, &fourth, &fifth], 2);
    let next = list(&world, 2, &rotated);
    for (signers, code) in [
        (&[&a, &b][..], "NewRootsDidNotSign"),
        (&[&a, &b, &c], "NewRootsDidNotSign"),
        (&[&c, &fourth, &fifth], "ThresholdNotMet"),
        (&[&a, &fourth, &fifth], "ThresholdNotMet"),
    ] {
        let file = signed(&next, signers);
        assert_eq!(changes_nothing(&world, &file), code);
    }
    let file = signed(&next, &[&a, &c, &fourth]);
    assert_eq!(apply(&world, &file).unwrap().list.version, 2);
    // The roots that were are roots no longer.
    let old = signed(&list(&world, 3, &rotated), &[&a, &b]);
    assert_eq!(changes_nothing(&world, &old), "ThresholdNotMet");
}

/// EXCHANGE 2.21.
#[test]
fn a_lower_threshold_is_a_change_of_roots_too() {
    let (world, [a, b, c], pinned) = station();
    let lower = Roots {
        threshold: 1,
        ..pinned
    };
    let one = signed(&list(&world, 2, &lower), &[&a]);
    assert_eq!(changes_nothing(&world, &one), "ThresholdNotMet");
    let skipped = signed(&list(&world, 3, &lower), &[&a, &b]);
    assert_eq!(changes_nothing(&world, &skipped), "TrustListSkipped");
    apply(&world, &signed(&list(&world, 2, &lower), &[&b, &c])).unwrap();
    apply(&world, &signed(&list(&world, 3, &lower), &[&c])).unwrap();
}

/// EXCHANGE 2.21.
#[test]
fn none_is_skipped_where_roots_change_and_any_higher_version_will_do_otherwise() {
    let (world, [a, b, c], pinned) = station();
    apply(&world, &signed(&list(&world, 7, &pinned), &[&a, &b])).unwrap();
    let rotated = roots(&[&a, &b], 1);
    let far = signed(&list(&world, 9, &rotated), &[&a, &b, &c]);
    assert_eq!(changes_nothing(&world, &far), "TrustListSkipped");
    apply(&world, &signed(&list(&world, 8, &rotated), &[&a, &b])).unwrap();
    apply(&world, &signed(&list(&world, 9, &rotated), &[&b])).unwrap();
}

/// EXCHANGE 2.22.
#[test]
fn an_older_list_the_same_with_other_bytes_and_another_agencys_are_refused() {
    let (world, [a, b, _], pinned) = station();
    let two = signed(&list(&world, 2, &pinned), &[&a, &b]);
    apply(&world, &two).unwrap();
    let again = apply(&world, &two).unwrap();
    assert_eq!(again.changes, None, "the same bytes again are no change");
    let older = signed(&list(&world, 1, &pinned), &[&a, &b]);
    assert_eq!(changes_nothing(&world, &older), "TrustListOlder");
    let mut other = list(&world, 2, &pinned);
    other.publishers.clear();
    let other = signed(&other, &[&a, &b]);
    assert_eq!(changes_nothing(&world, &other), "TrustListDiffers");
    let mut foreign = list(&world, 3, &pinned);
    foreign.agency = "example.police".parse().unwrap();
    let foreign = signed(&foreign, &[&a, &b]);
    assert_eq!(changes_nothing(&world, &foreign), "OtherAgency");
}

/// EXCHANGE 2.22.
#[test]
fn an_old_list_of_old_roots_is_refused_as_older() {
    let (world, [a, b, c], pinned) = station();
    let first = signed(&list(&world, 1, &pinned), &[&a, &b]);
    let d = signer("D");
    let rotated = roots(&[&c, &d], 2);
    let next = signed(&list(&world, 2, &rotated), &[&a, &b, &c, &d]);
    apply(&world, &next).unwrap();
    assert_eq!(changes_nothing(&world, &first), "TrustListOlder");
}

/// EXCHANGE 2.8.
#[test]
fn one_signer_counts_once_under_whatever_name_its_signature_is_there() {
    let (world, [a, b, _], pinned) = station();
    let next = list(&world, 2, &pinned);
    let one = signed(&next, &[&a]);
    assert_eq!(changes_nothing(&world, &one), "ThresholdNotMet");
    // The same signature under the name of another root.
    let name = |id: KeyId| format!("sig/{id}.minisig").into_bytes();
    let mut bytes = signed(&next, &[&a, &b]).to_bytes().unwrap();
    let from = text_of(&bytes, a.root.key.id());
    let to = text_of(&bytes, b.root.key.id());
    replace(&mut bytes, &to, &from);
    mend_crc(&mut bytes, &name(b.root.key.id()), &from);
    let file = TrustFile::parse(bytes).unwrap();
    assert_eq!(file.signers().count(), 2);
    assert_eq!(changes_nothing(&world, &file), "ThresholdNotMet");
}

/// The signature of this key as it lies in the archive.
fn text_of(bytes: &[u8], key: KeyId) -> Vec<u8> {
    let name = format!("sig/{key}.minisig");
    let at = find(bytes, name.as_bytes(), 0) + name.len();
    // The next header: text has these letters too, but nothing like what follows them there.
    let header = |w: &[u8]| w.starts_with(b"PK") && w[2] < 5;
    let end = at + bytes[at..].windows(3).position(header).unwrap();
    bytes[at..end].to_vec()
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> usize {
    let mut windows = bytes[from..].windows(what.len());
    from + windows.position(|w| w == what).unwrap()
}

fn replace(bytes: &mut [u8], what: &[u8], by: &[u8]) {
    assert_eq!(what.len(), by.len());
    let at = find(bytes, what, 0);
    bytes[at..at + by.len()].copy_from_slice(by);
}

/// Writes the checksum of new data into both headers of an entry.
fn mend_crc(bytes: &mut [u8], name: &[u8], data: &[u8]) {
    let crc = crc32fast::hash(data).to_le_bytes();
    let local = find(bytes, name, 0) - 30;
    let central = find(bytes, name, local + 30 + name.len()) - 46;
    bytes[local + 14..local + 18].copy_from_slice(&crc);
    bytes[central + 16..central + 20].copy_from_slice(&crc);
}
