//! FORMAT section 3: the ZIP profile. All of these are signed by a publisher that the station
//! trusts.

use crate::corpus::{Attack, attack};
use crate::forge::{CLAIM, Forge, GUIDE, SOUND, sound};
use crate::raw::{Raw, archive_with};

/// An attack on the entries of the sound pack.
pub fn entries(
    name: impl Into<String>,
    rule: &'static str,
    says: &'static str,
    change: impl Fn(&mut Vec<Raw>) + 'static,
) -> Attack {
    attack(name, rule, ("BadArchive", says), move |forge: &Forge| {
        let mut entries = sound();
        change(&mut entries);
        forge.of(&entries)
    })
}

/// An attack on its guide.
pub fn guide(
    name: impl Into<String>,
    rule: &'static str,
    says: &'static str,
    change: impl Fn(&mut Raw) + 'static,
) -> Attack {
    entries(name, rule, says, move |entries| change(&mut entries[GUIDE]))
}

/// What is changed, and how.
type Change = (&'static str, fn(&mut Raw));

fn extra(id: u16, data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len()).expect("short");
    [&id.to_le_bytes(), &len.to_le_bytes(), data].concat()
}

pub fn archives() -> Vec<Attack> {
    [headers(), order(), data()].into_iter().flatten().collect()
}

fn headers() -> Vec<Attack> {
    let zip64 = "FORMAT 3.7 no ZIP64";
    let kinds = "FORMAT 3.9 no symlinks or special files";
    let agree = "FORMAT 3.11 local header and central header agree";
    let mut attacks = vec![
        entries(
            "4,097 entries",
            "FORMAT 3.1 at most 4,096 entries",
            "4096",
            |entries| {
                entries.extend((0..4092).map(|i| Raw::stored(&format!("f{i}"), b"")));
            },
        ),
        guide(
            "bzip2",
            "FORMAT 3.3 stored or deflated",
            "neither stored nor deflated",
            |e| e.method = 12,
        ),
        guide(
            "deflate64",
            "FORMAT 3.3 stored or deflated",
            "neither stored nor deflated",
            |e| e.method = 9,
        ),
        entries(
            "a deflated sound",
            "FORMAT 3.4 video and audio must be stored",
            "must be stored",
            |entries| {
                let wav = entries[SOUND].data.clone();
                entries[SOUND] = Raw::deflated("media/listen.wav", &wav);
            },
        ),
        guide(
            "an encrypted entry",
            "FORMAT 3.5 no encryption",
            "encrypted",
            |e| {
                e.flags = 1;
            },
        ),
        guide(
            "an AES entry",
            "FORMAT 3.5 no encryption",
            "encrypted",
            |e| {
                e.extra = extra(0x9901, &[0; 7]);
            },
        ),
        guide(
            "strong encryption",
            "FORMAT 3.5 no encryption",
            "encrypted",
            |e| {
                e.flags = 1 << 6;
            },
        ),
        guide(
            "masked headers",
            "FORMAT 3.5 no encryption",
            "encrypted",
            |e| {
                e.flags = 1 << 13;
            },
        ),
        guide(
            "a data descriptor",
            "FORMAT 3.6 no data descriptors",
            "data descriptor",
            |e| e.flags = 1 << 3,
        ),
        guide("a ZIP64 size", zip64, "ZIP64", |e| e.size = u32::MAX),
        guide("a ZIP64 offset", zip64, "ZIP64", |e| e.at = Some(u32::MAX)),
        guide("a ZIP64 field", zip64, "ZIP64", |e| {
            e.extra = extra(1, &[0; 8]);
        }),
        guide("a ZIP64 field in the local header", zip64, "ZIP64", |e| {
            e.local_extra = extra(1, &[0; 8]);
        }),
        attack(
            "a ZIP64 end record",
            zip64,
            ("BadArchive", "the end record"),
            |forge| {
                let record = [b"PK\x06\x06".as_slice(), &44_u64.to_le_bytes(), &[0; 44]].concat();
                let locator = [b"PK\x06\x07".as_slice(), &[0; 16]].concat();
                forge.signed(CLAIM, |len| {
                    archive_with(&sound(), len, b"", &[record, locator].concat(), |_| {})
                })
            },
        ),
        guide(
            "another name by Info-ZIP's field",
            "FORMAT 3.8 no extra fields that change names",
            "changes the name",
            |e| {
                e.extra = extra(0x7075, b"\x01\0\0\0\0evil.exe");
            },
        ),
        guide(
            "another name by Info-ZIP's field, locally",
            "FORMAT 3.8 no extra fields that change names",
            "changes the name",
            |e| {
                e.local_extra = extra(0x7075, b"\x01\0\0\0\0evil.exe");
            },
        ),
        guide(
            "an extra field past its end",
            "FORMAT 3.8 no extra fields that change names",
            "broken extra field",
            |e| {
                e.extra = vec![0x55, 0x54, 9, 0, 1];
            },
        ),
        guide("a link", kinds, "a link", |e| e.external = 0o120_777 << 16),
        guide("a link by PKWARE's field", kinds, "a link", |e| {
            e.extra = extra(0x000d, &[0; 12]);
        }),
        guide("a link by ASi's field", kinds, "a link", |e| {
            e.extra = extra(0x756e, &[0; 14]);
        }),
        guide("a device", kinds, "special file", |e| {
            e.external = 0o060_666 << 16;
        }),
        guide("a named pipe", kinds, "special file", |e| {
            e.external = 0o010_666 << 16;
        }),
        guide(
            "a folder by its mode",
            "FORMAT 3.10 no directory entries",
            "a folder",
            |e| e.external = 0o040_755 << 16,
        ),
        guide(
            "a folder by its attribute",
            "FORMAT 3.10 no directory entries",
            "a folder entry",
            |e| e.external = 0x10,
        ),
        entries(
            "a folder by its name",
            "FORMAT 3.10 no directory entries",
            "a folder entry",
            |entries| {
                entries.insert(1, Raw::stored("text/", b""));
            },
        ),
        guide(
            "an entry on another disk",
            "FORMAT 1.4 EOCD of 22 bytes, single disk",
            "another disk",
            |e| e.disk = 1,
        ),
    ];
    let differ: [Change; 5] = [
        ("name", |e| e.name = b"text/guide.exe".to_vec()),
        ("method", |e| e.method = 0),
        ("size", |e| e.size += 1),
        ("compressed size", |e| e.compressed -= 1),
        ("CRC", |e| e.crc ^= 1),
    ];
    attacks.extend(differ.map(|(what, change)| {
        let name = format!("a local header with another {what}");
        entries(name, agree, "differ", move |entries| {
            entries[GUIDE] = entries[GUIDE].clone().local(change);
        })
    }));
    attacks
}

fn order() -> Vec<Attack> {
    let rule = "FORMAT 3.12 in central-directory order without gaps";
    vec![
        entries("a gap between entries", rule, "without gaps", |entries| {
            entries[SOUND].gap = b"hidden".to_vec();
        }),
        entries(
            "an entry that no directory tells of",
            rule,
            "without gaps",
            |entries| {
                let hidden = [b"PK\x03\x04\x14\0".as_slice(), &[0; 20], b"\x01\0\0\0x"].concat();
                entries[SOUND].gap = hidden;
            },
        ),
        attack(
            "bytes before the central directory",
            rule,
            ("BadArchive", "between the last entry"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    archive_with(&sound(), len, b"hidden", b"", |_| {})
                })
            },
        ),
        entries(
            "two headers for the same data",
            rule,
            "without gaps",
            |entries| {
                let at = 30 + entries[0].name.len() + entries[0].data.len();
                entries[2].at = Some(u32::try_from(at).expect("short"));
            },
        ),
        entries("overlapping entries", rule, "without gaps", |entries| {
            // Each begins inside the one before, as in a bomb whose files share their data.
            let mut at = 0;
            for entry in entries {
                entry.at = Some(at);
                at += 31;
            }
        }),
        entries(
            "a directory in another order",
            rule,
            "without gaps",
            |entries| {
                let place = |entries: &[Raw]| {
                    let sizes = entries.iter().map(|e| 30 + e.name.len() + e.data.len());
                    u32::try_from(sizes.sum::<usize>()).expect("short")
                };
                // The headers of the two last files change places; their data does not.
                let (a, b) = (place(&entries[..3]), place(&entries[..4]));
                let (first, second) = (entries[3].clone(), entries[4].clone());
                let swapped = |it: &Raw, other: &Raw, at| {
                    let mut it = it.clone().with(|e| e.at = Some(at));
                    it.local = Some(Box::new(other.clone()));
                    it.data.clone_from(&other.data);
                    it
                };
                entries[3] = swapped(&second, &first, b);
                entries[4] = swapped(&first, &second, a);
            },
        ),
        guide(
            "an entry that reaches past the end",
            rule,
            "past the end",
            |e| {
                *e = Raw::stored("text/guide.md", b"x")
                    .with(|e| (e.size, e.compressed) = (1 << 20, 1 << 20));
            },
        ),
        guide("an entry that reaches into the directory", rule, "", |e| {
            *e = Raw::stored("text/guide.md", b"x").with(|e| (e.size, e.compressed) = (300, 300));
        }),
    ]
}

fn data() -> Vec<Attack> {
    let exact = "FORMAT 3.13 inflates to exactly the stated size";
    vec![
        guide(
            "inflates to more than it states",
            exact,
            "more than its stated size",
            |e| e.size -= 1,
        ),
        guide(
            "inflates to less than it states",
            exact,
            "less than its stated size",
            |e| e.size += 1,
        ),
        entries("stored with two sizes", exact, "two sizes", |entries| {
            entries[SOUND].size += 1;
        }),
        guide(
            "bytes after the deflated data",
            exact,
            "after the end",
            |e| {
                e.data.extend(b"hidden");
                e.compressed += 6;
            },
        ),
        guide("deflated data without an end", exact, "no end", |e| {
            e.data = vec![0, 2, 0, !2, !0, b'h', b'i'];
            (e.compressed, e.size, e.crc) = (7, 2, crc32fast::hash(b"hi"));
        }),
        guide("no deflated data", exact, "does not inflate", |e| {
            e.data[0] = 0xff;
        }),
        guide(
            "another CRC",
            "FORMAT 3.14 has the stated CRC",
            "CRC",
            |e| e.crc ^= 1,
        ),
        guide(
            "a bomb of a thousand to one",
            "FORMAT 3.25 deflated entries at most 200 times their compressed size",
            "200 times",
            |e| {
                *e = Raw::deflated("text/guide.md", &vec![b' '; 1 << 20]);
            },
        ),
        guide(
            "a bomb that lies about its size",
            exact,
            "more than its stated size",
            |e| {
                *e = Raw::deflated("text/guide.md", &vec![b' '; 1 << 20]).with(|e| e.size = 1000);
            },
        ),
        entries(
            "more than 256 MiB in all",
            "FORMAT 3.24 deflated entries at most 256 MiB",
            "256 MiB",
            |entries| {
                for entry in &mut entries[2..4] {
                    entry.size = (128 << 20) + 1;
                }
            },
        ),
    ]
}
