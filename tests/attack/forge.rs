//! A workshop for packs that are wrong in one thing, and a station to try them on.

use std::io::Write;
use std::path::{Path, PathBuf};

use muster::library::Library;
use muster::pack::signature::{Claim, new_key_pair};
use muster::pack::{PublicKey, SecretKey};
use serde_json::{Value, json};

use crate::raw::{Raw, archive};
use crate::world::{World, install, wav, who};

/// The claim that belongs to [`sound_manifest`].
pub const CLAIM: &str = "muster-pack:1 id=example.attack version=3";
/// A file that ends like a pack but for its length: a length and what stands at its end.
pub enum Made {
    Bytes(Vec<u8>),
    /// So many bytes of nothing before these.
    After(u64, Vec<u8>),
}

/// Keys, and a station that holds version 2 of `example.attack`.
pub struct Forge {
    pub world: World,
    pub library: Library,
    /// Nobody trusts it.
    pub stranger: SecretKey,
    /// Trusted once, then revoked.
    pub revoked: SecretKey,
    /// May publish `example.other.*` only.
    pub narrow: SecretKey,
    /// Has the publisher's key id, and nobody trusts it.
    pub twin: SecretKey,
}

impl Forge {
    pub fn new() -> Self {
        let world = World::new();
        let library = world.library();
        install(&library, &world.pack("two.muster", 2, 400)).expect("installed");
        let (narrow_public, narrow) = new_key_pair(None).expect("keys");
        let narrow_public = PublicKey::parse(&narrow_public).expect("a key");
        let narrow = SecretKey::parse(&narrow, None).expect("a key");
        let ids = ["example.other.*".to_owned()];
        library
            .trust_add(&narrow_public, "Narrow", &ids, &who())
            .expect("trusted");
        let revoked = secret();
        library
            .trust_remove(revoked.id(), true, &who())
            .expect("revoked");
        Self {
            twin: twin_of(&world.public),
            stranger: secret(),
            revoked,
            narrow,
            library,
            world,
        }
    }

    pub fn data(&self) -> PathBuf {
        self.world.path("data")
    }

    /// Signs what `archive` returns for the length of the comment, as the publisher.
    pub fn signed(&self, claim: &str, archive: impl FnOnce(usize) -> Vec<u8>) -> Vec<u8> {
        signed(&self.world.secret, claim, archive)
    }

    /// A pack of these entries by the publisher.
    pub fn of(&self, entries: &[Raw]) -> Vec<u8> {
        by(&self.world.secret, CLAIM, entries)
    }

    /// The sound pack with something else as its comment, of whatever length: the signature is
    /// over an end record that states that length.
    pub fn commented(&self, change: impl Fn(String) -> Vec<u8>) -> Vec<u8> {
        let signature = |bytes: &[u8]| self.world.secret.sign(bytes, &CLAIM).expect("signed");
        let len = change(signature(b"")).len();
        let mut bytes = archive(&sound(), len, |_| {});
        let comment = change(signature(&bytes));
        assert_eq!(comment.len(), len, "a length that is always the same");
        bytes.extend(comment);
        bytes
    }
}

/// A pack of these entries, signed with this key.
pub fn by(key: &SecretKey, claim: &str, entries: &[Raw]) -> Vec<u8> {
    signed(key, claim, |len| archive(entries, len, |_| {}))
}

fn signed(key: &SecretKey, claim: &str, archive: impl FnOnce(usize) -> Vec<u8>) -> Vec<u8> {
    let len = key.sign(std::io::empty(), &claim).expect("signed").len();
    let mut bytes = archive(len);
    let comment = key.sign(&bytes[..], &claim).expect("signed");
    bytes.extend(comment.as_bytes());
    bytes
}

fn secret() -> SecretKey {
    SecretKey::parse(&new_key_pair(None).expect("keys").1, None).expect("a key")
}

/// Another key with the same id, which the stock format lets everybody choose.
pub fn twin_of(public: &PublicKey) -> SecretKey {
    let (_, text) = new_key_pair(None).expect("keys");
    with_id(
        &text,
        decode(public.to_base64())[2..10].try_into().expect("an id"),
    )
}

/// A secret key under another id.
pub fn with_id(secret: &str, id: [u8; 8]) -> SecretKey {
    let text = secret;
    let line = text.lines().nth(1).expect("a key");
    let mut bytes = decode(line);
    // Algorithms, salt and limits take the first 54 bytes; then comes the id.
    bytes[54..62].copy_from_slice(&id);
    let text = text.replace(line, &encode(&bytes));
    SecretKey::parse(&text, None).expect("a key")
}

/// The entries of a pack that has every kind of file, and no defect.
pub fn sound() -> Vec<Raw> {
    entries_for(&sound_manifest())
}

pub fn entries_for(manifest: &Value) -> Vec<Raw> {
    vec![
        Raw::deflated("manifest.json", manifest.to_string().as_bytes()),
        Raw::stored("media/listen.wav", &wav(400)),
        Raw::deflated(
            "captions/en.vtt",
            b"WEBVTT\n\n00:00.000 --> 00:00.040\nHello\n",
        ),
        Raw::deflated("text/guide.md", b"# Guide\n\nWho decides, and when?\n"),
        Raw::stored("aids/card.png", &png(8, 8)),
    ]
}

/// Where the entries of [`sound`] lie in the list of them.
pub const MANIFEST: usize = 0;
pub const SOUND: usize = 1;
pub const CAPTIONS: usize = 2;
pub const GUIDE: usize = 3;
pub const PICTURE: usize = 4;

pub fn sound_manifest() -> Value {
    json!({
        "format": 1, "id": "example.attack", "version": 3, "title": "T", "publisher": "P",
        "language": "en", "created": "2026-11-24T09:00:00Z", "as_of": "2012-05-15",
        "review_by": "2037-05-15", "not_after": null, "min_app": "0.1.0", "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["all"], "title": "One", "summary": "",
            "objectives": [], "minutes": 1, "credit_minutes": null,
            "media": [{"id": "listen", "kind": "audio", "path": "media/listen.wav", "title": "L",
                "duration_ms": 50, "transcript": null,
                "captions": [{"path": "captions/en.vtt", "language": "en", "label": "English"}],
                "chapters": [{"at_ms": 0, "title": "All"}]}],
            "steps": [{"text": "welcome"}, {"play": "listen"}, {"prompt": "who"}, {"job_aid": "card"}],
            "texts": [{"id": "welcome", "title": "W", "body": "Good *morning*.", "notes": ""}],
            "prompts": [{"id": "who", "question": "Who?", "notes": "", "points": ["All"],
                "minutes": 1, "references": ["form"]}],
            "job_aids": [{"id": "card", "title": "C", "kind": "png", "path": "aids/card.png",
                "language": "en"}],
            "guide": "text/guide.md",
            "references": [{"id": "form", "title": "F", "url": "https://example.org/", "note": ""}]
        }]
    })
}

/// A PNG file up to its first data, which is all that is needed to know its size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        png.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        let body = [kind, data].concat();
        png.extend(&body);
        png.extend(crc32fast::hash(&body).to_be_bytes());
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[&size[..], &[8, 0, 0, 0, 0]].concat());
    let lines = vec![0; (width as usize + 1) * height as usize];
    let mut pixels = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    pixels.write_all(&lines).expect("compressed");
    chunk(b"IDAT", &pixels.finish().expect("compressed"));
    chunk(b"IEND", &[]);
    png
}

/// A JPEG file up to its size.
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = b"\xff\xd8\xff\xc0\x00\x0b\x08".to_vec();
    jpeg.extend(height.to_be_bytes());
    jpeg.extend(width.to_be_bytes());
    jpeg.extend(b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00");
    jpeg
}

pub fn decode(base64: &str) -> Vec<u8> {
    use ct_codecs::Decoder;
    ct_codecs::Base64::decode_to_vec(base64, None).expect("base64")
}

pub fn encode(bytes: &[u8]) -> String {
    use ct_codecs::Encoder;
    ct_codecs::Base64::encode_to_string(bytes).expect("base64")
}

/// Lays a file of this making at `path`.
pub fn lay(made: &Made, path: &Path) {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = std::fs::File::create(path).expect("a file");
    let bytes = match made {
        Made::Bytes(bytes) => bytes,
        Made::After(nothing, bytes) => {
            file.seek(SeekFrom::Start(*nothing)).expect("a place");
            bytes
        }
    };
    file.write_all(bytes).expect("bytes");
}

/// Whether a comment is a claim of the exact form.
pub fn is_claim(comment: &str) -> bool {
    Claim::parse(comment).is_some()
}
