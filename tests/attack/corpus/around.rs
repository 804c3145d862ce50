//! FORMAT section 1: bytes around an archive and inside its seams, and that nothing is parsed
//! before the signature holds.

use crate::corpus::{Attack, attack};
use crate::corpus_bytes::{ALTERED, whole};
use crate::forge::{CLAIM, sound};
use crate::raw::{Raw, archive, archive_with};

pub fn around() -> Vec<Attack> {
    let janus = "FORMAT 1.2 no bytes before the first local header";
    let order = "FORMAT 2.14 only now parse the ZIP, then the manifest";
    vec![
        attack(
            "Janus: a program before the signed archive",
            "FORMAT 1.8 signed bytes: everything",
            ALTERED,
            |forge| [b"dex\n035\0".to_vec(), whole(forge)].concat(),
        ),
        attack(
            "Janus: a signed program before the archive",
            janus,
            ("BadArchive", "end record"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    [b"dex\n035\0".to_vec(), archive(&sound(), len, |_| {})].concat()
                })
            },
        ),
        attack(
            "Janus: a signed program, and offsets that fit",
            janus,
            ("BadArchive", "without gaps"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    let program = b"MZ a program";
                    let by = u32::try_from(program.len()).expect("short");
                    let mut at = by;
                    let entries: Vec<_> = sound()
                        .into_iter()
                        .map(|entry| {
                            let here = at;
                            let size = 30 + entry.name.len() + entry.data.len();
                            at += u32::try_from(size).expect("short");
                            entry.with(|entry| entry.at = Some(here))
                        })
                        .collect();
                    let archive = archive(&entries, len, |end| end.offset += by);
                    [program.to_vec(), archive].concat()
                })
            },
        ),
        attack(
            "bytes before the end record",
            "FORMAT 1.3 none between the last central header and the EOCD",
            ("BadArchive", "the end record"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    archive_with(&sound(), len, b"", b"hidden", |_| {})
                })
            },
        ),
        attack(
            "bytes hidden in the directory's stated size",
            "FORMAT 3.2 headers of all entries and nothing else",
            ("BadArchive", "more than its entries"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    archive_with(&sound(), len, b"", b"hidden", |end| end.size += 6)
                })
            },
        ),
        attack(
            "a broken archive under a broken signature",
            order,
            ALTERED,
            |forge| {
                let mut pack = whole(forge);
                pack[0] = b'X';
                pack
            },
        ),
        attack(
            "a broken manifest under a broken signature",
            order,
            ALTERED,
            |forge| {
                let mut entries = sound();
                entries[0] = Raw::stored("manifest.json", b"{");
                let mut pack = forge.of(&entries);
                let at = pack.iter().position(|byte| *byte == b'{').expect("a brace");
                pack[at] = b'[';
                pack
            },
        ),
    ]
}
