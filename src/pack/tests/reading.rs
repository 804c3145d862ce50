//! FORMAT section 2: the order of reading, and that nothing is parsed before the signature holds.

use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use sha2::{Digest, Sha256};

use super::fixture::{Raw, World, archive, manifest, manifest_entry, refused};
use crate::pack::read::{self, KeyStatus};
use crate::pack::signature::hex;
use crate::pack::{PackError, PublicKey, bytes};

fn sound() -> (World, Vec<u8>) {
    let world = World::new();
    let bytes = world.pack(&[manifest_entry(&manifest())]);
    (world, bytes)
}

#[test]
fn a_sound_pack_is_verified_with_its_facts() {
    let (world, bytes) = sound();
    let pack = world.read(&bytes).unwrap();
    assert_eq!(pack.manifest().id.as_str(), "example.test");
    assert_eq!(pack.key_id(), world.public.id());
    assert_eq!(pack.bytes(), bytes.len() as u64);
    assert_eq!(pack.sha256(), hex(&Sha256::digest(&bytes)));
}

/// FORMAT 2.12.
#[test]
fn a_copy_is_the_source_byte_for_byte() {
    let (world, bytes) = sound();
    let mut source = Cursor::new(&bytes);
    let tail = read::read_tail(&mut source).unwrap();
    let path = world.folder.path().join("copy");
    let mut options = std::fs::OpenOptions::new();
    let mut copy = options
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)
        .unwrap();
    let go_on = &mut |_, _| true;
    read::copy_and_verify(
        &mut source,
        tail,
        &world.public,
        &world,
        &mut copy,
        &path,
        go_on,
    )
    .unwrap();
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn a_copy_of_many_pieces_is_named_by_the_hash_of_all_of_them() {
    let world = World::new();
    let noise: Vec<u8> = (0..3_000_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let whole = world.pack(&[Raw::stored("noise", &noise)]);
    let mut source = Cursor::new(&whole);
    let tail = read::read_tail(&mut source).unwrap();
    let mut copy = Vec::new();
    let go_on = &mut |_, _| true;
    let sha256 = bytes::copy(&mut source, &tail, &world.public, &mut copy, go_on).unwrap();
    assert_eq!(copy, whole);
    assert_eq!(sha256, hex(&Sha256::digest(&whole)));
    let again = bytes::prove(&mut source, &tail, &world.public, go_on).unwrap();
    assert_eq!(again, sha256);
}

/// FORMAT 2.4.
#[test]
fn what_is_no_zip_is_not_a_pack() {
    for bytes in [&b""[..], b"P", b"PK\x03", b"hello", &[0; 4000]] {
        let (code, _) = refused(World::new().read(bytes));
        assert_eq!(code, "NotAPack", "{} bytes", bytes.len());
    }
}

/// FORMAT 2.4, FORMAT 2.5.
#[test]
fn a_zip_without_a_signature_is_not_a_pack() {
    let world = World::new();
    let plain = archive(&[manifest_entry(&manifest())], 0, |_| {});
    assert_eq!(refused(world.read(&plain)).0, "NotAPack");
    let mut commented = archive(&[manifest_entry(&manifest())], 5, |_| {});
    commented.extend(b"hello");
    assert_eq!(refused(world.read(&commented)).0, "NotAPack");
}

/// FORMAT 2.3.
#[test]
fn a_pack_cut_short_is_truncated_wherever_it_is_cut() {
    let (world, bytes) = sound();
    for len in 4..bytes.len() {
        let (code, _) = refused(world.read(&bytes[..len]));
        assert_eq!(code, "Truncated", "cut to {len} bytes");
    }
}

/// FORMAT 1.5.
#[test]
fn bytes_after_the_signature_are_refused() {
    let (world, mut bytes) = sound();
    bytes.push(b'\n');
    assert_eq!(refused(world.read(&bytes)).0, "Truncated");
}

/// FORMAT 1.1.
#[test]
fn a_pack_over_the_limit_is_too_large() {
    struct Huge(Cursor<Vec<u8>>, u64);
    impl Read for Huge {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }
    // Everything but the end is as if it were there.
    impl Seek for Huge {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let far = self.1 - self.0.get_ref().len() as u64;
            match to {
                SeekFrom::End(by) => Ok(self.0.seek(SeekFrom::End(by))? + far),
                SeekFrom::Start(at) => {
                    let at = at.saturating_sub(far);
                    Ok(self.0.seek(SeekFrom::Start(at))? + far)
                }
                SeekFrom::Current(by) => Ok(self.0.seek(SeekFrom::Current(by))? + far),
            }
        }
    }
    let (_, bytes) = sound();
    let mut fits = Huge(Cursor::new(bytes.clone()), read::MAX_PACK);
    assert!(read::read_tail(&mut fits).is_ok());
    let mut large = Huge(Cursor::new(bytes), read::MAX_PACK + 1);
    assert_eq!(refused(read::read_tail(&mut large)).0, "TooLarge");
}

/// FORMAT 2.6, FORMAT 2.7.
#[test]
fn the_error_for_an_unknown_or_revoked_key_names_its_id() {
    let (mut world, bytes) = sound();
    for (status, expected) in [
        (KeyStatus::Unknown, "UntrustedPublisher"),
        (KeyStatus::Revoked, "RevokedPublisher"),
    ] {
        world.status = status;
        let (code, text) = refused(world.read(&bytes));
        assert_eq!(code, expected);
        assert!(text.contains(&world.public.id().to_string()), "{text}");
    }
}

/// FORMAT 2.10.
#[test]
fn an_older_version_is_refused_and_the_same_is_not() {
    let (mut world, bytes) = sound();
    world.floor = Some(4);
    assert_eq!(refused(world.read(&bytes)).0, "OlderThanInstalled");
    world.floor = Some(3);
    assert!(world.read(&bytes).is_ok());
}

/// FORMAT 2.9.
#[test]
fn an_id_outside_the_publishers_patterns_is_refused() {
    let (mut world, bytes) = sound();
    world.allowed = false;
    assert_eq!(refused(world.read(&bytes)).0, "OutsideScope");
}

/// Counts what is read of a file.
struct Counting<'a>(Cursor<&'a [u8]>, &'a Cell<usize>);

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read);
        Ok(read)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// A world, and what is to be refused early in it.
type Early = (fn(&mut World), &'static str);

/// FORMAT 2.11, FORMAT 2.8.
#[test]
fn early_refusals_read_at_most_64_kib() {
    let cases: [Early; 5] = [
        (
            |world| world.status = KeyStatus::Unknown,
            "UntrustedPublisher",
        ),
        (
            |world| world.status = KeyStatus::Revoked,
            "RevokedPublisher",
        ),
        (|world| world.revoked = true, "RevokedPack"),
        (|world| world.allowed = false, "OutsideScope"),
        (|world| world.floor = Some(4), "OlderThanInstalled"),
    ];
    for (change, code) in cases {
        let mut world = World::new();
        change(&mut world);
        let large = Raw::stored("text/guide.md", &vec![b'x'; 1 << 20]);
        let bytes = world.pack(&[manifest_entry(&manifest()), large]);
        let read = Cell::new(0);
        let mut source = Counting(Cursor::new(&bytes), &read);
        let tail = read::read_tail(&mut source).unwrap();
        assert_eq!(refused(read::check_early(&tail, &world)).0, code);
        assert!(read.get() <= 64 << 10, "{code}: {} bytes read", read.get());
    }
}

/// FORMAT 2.13, FORMAT 2.14.
#[test]
fn a_broken_archive_under_a_broken_signature_is_a_bad_signature() {
    // If a ZIP byte were parsed first, this would be BadArchive.
    let (world, mut bytes) = sound();
    bytes[0] = b'X';
    assert_eq!(refused(world.read(&bytes)).0, "BadSignature");
}

/// FORMAT 2.13, FORMAT 2.14.
#[test]
fn a_broken_manifest_under_a_broken_signature_is_a_bad_signature() {
    let world = World::new();
    let mut bytes = world.pack(&[Raw::stored("manifest.json", b"{")]);
    let at = bytes.iter().position(|b| *b == b'{').unwrap();
    bytes[at] = b'[';
    assert_eq!(refused(world.read(&bytes)).0, "BadSignature");
}

/// FORMAT 1.11, FORMAT 2.16.
#[test]
fn a_trusted_comment_that_differs_from_the_manifest_is_a_bad_manifest() {
    let world = World::new();
    for (field, value) in [("id", "example.other".into()), ("version", 4.into())] {
        let mut manifest = manifest();
        manifest[field] = value;
        let (code, text) = refused(world.read_manifest(&manifest));
        assert_eq!(code, "BadManifest", "{text}");
    }
}

/// FORMAT 5.8.
#[test]
fn another_key_with_the_same_id_does_not_verify() {
    let (mut world, bytes) = sound();
    // The stock format lets anybody choose the id: bytes 2 to 9 of the key.
    let other = World::new();
    let mut forged = decode(other.public.to_base64());
    forged[2..10].copy_from_slice(&decode(world.public.to_base64())[2..10]);
    let forged = PublicKey::parse(&encode(&forged)).unwrap();
    assert_eq!(forged.id(), world.public.id());
    world.status = KeyStatus::Trusted(forged);
    assert_eq!(refused(world.read(&bytes)).0, "BadSignature");
}

pub fn decode(base64: &str) -> Vec<u8> {
    use ct_codecs::Decoder;
    ct_codecs::Base64::decode_to_vec(base64, None).unwrap()
}

pub fn encode(bytes: &[u8]) -> String {
    use ct_codecs::Encoder;
    ct_codecs::Base64::encode_to_string(bytes).unwrap()
}

#[test]
fn work_that_is_stopped_is_cancelled() {
    let (world, bytes) = sound();
    let path = world.file(&bytes);
    let read = read::verify_in_place(&path.as_path().into(), &world, &mut |_, _| false);
    assert!(matches!(read, Err(PackError::Cancelled)));
}

#[test]
fn a_pack_of_the_shelf_that_was_altered_does_not_verify_again() {
    let (world, mut bytes) = sound();
    let go_on = &mut |_, _| true;
    assert!(read::reverify(&world.file(&bytes), &world.public, go_on).is_ok());
    bytes[50] ^= 1;
    let again = read::reverify(&world.file(&bytes), &world.public, go_on);
    assert_eq!(refused(again).0, "BadSignature");
}
