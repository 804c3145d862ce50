//! FORMAT section 1 and FORMAT section 2: where the archive ends, what its comment is, and what the
//! signature covers.

use crate::corpus::{Attack, attack};
use crate::forge::{CLAIM, Forge, Made, by, decode, encode, sound};
use crate::raw::archive;

const TRUNCATED: (&str, &str) = ("Truncated", "cut short");
const NO_PACK: (&str, &str) = ("NotAPack", "does not end with a signature");
const NO_LINES: (&str, &str) = ("NotAPack", "not four lines of text");
const NO_SIGNATURE: (&str, &str) = ("NotAPack", "not a minisign signature");
pub const ALTERED: (&str, &str) = ("BadSignature", "altered or damaged");

/// The sound pack.
pub fn whole(forge: &Forge) -> Vec<u8> {
    forge.of(&sound())
}

/// Length of its comment.
fn comment_len(pack: &[u8]) -> usize {
    let at = pack.windows(18).position(|w| w == b"untrusted comment:");
    pack.len() - at.expect("a signature")
}

/// The comment with something done to the bytes of its signature.
fn resigned(comment: &str, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let line = comment.lines().nth(1).expect("a signature");
    let mut bytes = decode(line);
    change(&mut bytes);
    comment.replace(line, &encode(&bytes)).into_bytes()
}

/// Adds the order of the curve's group to the second half of a signature: the same number, if it
/// is not asked for in its one right form.
fn add_order(signature: &mut [u8]) {
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, add) in signature.iter_mut().zip(order) {
        let sum = u16::from(*byte) + add + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
}

pub fn bytes() -> Vec<Attack> {
    [ends(), comments(), signatures()]
        .into_iter()
        .flatten()
        .collect()
}

fn ends() -> Vec<Attack> {
    vec![
        attack(
            "an empty file",
            "FORMAT 2.4 none: NotAPack",
            NO_PACK,
            |_| Vec::new(),
        ),
        attack("a text", "FORMAT 2.4 none: NotAPack", NO_PACK, |_| {
            b"Roll call is at seven.\n".to_vec()
        }),
        attack(
            "four bytes of a ZIP",
            "FORMAT 2.3 none, but the file begins with PK: Truncated",
            TRUNCATED,
            |_| b"PK\x03\x04".to_vec(),
        ),
        attack(
            "cut in half",
            "FORMAT 2.3 none, but the file begins with PK: Truncated",
            TRUNCATED,
            |forge| {
                let pack = whole(forge);
                pack[..pack.len() / 2].to_vec()
            },
        ),
        attack(
            "the last byte cut off",
            "FORMAT 1.5 comment length = the signature's length",
            TRUNCATED,
            |forge| {
                let pack = whole(forge);
                pack[..pack.len() - 1].to_vec()
            },
        ),
        attack(
            "an end record that states a longer comment",
            "FORMAT 1.5 comment length = the signature's length",
            TRUNCATED,
            |forge| {
                let mut pack = whole(forge);
                let at = pack.len() - comment_len(&pack) - 2;
                pack[at] = pack[at].wrapping_add(1);
                pack
            },
        ),
        attack(
            "a line after the signature",
            "FORMAT 1.5 the last bytes of the file",
            TRUNCATED,
            |forge| [whole(forge), b"\n".to_vec()].concat(),
        ),
        attack(
            "a second end record after the signature",
            "FORMAT 1.5 the last bytes of the file",
            TRUNCATED,
            |forge| {
                let mut pack = whole(forge);
                let end = pack.len() - comment_len(&pack) - 22;
                let mut record = pack[end..end + 22].to_vec();
                record[20..].copy_from_slice(&[1, 0]);
                pack.extend(record);
                pack
            },
        ),
        attack(
            "a plain end record after the signature",
            "FORMAT 1.5 the last bytes of the file",
            NO_PACK,
            |forge| {
                let mut pack = whole(forge);
                let end = pack.len() - comment_len(&pack) - 22;
                let mut record = pack[end..end + 22].to_vec();
                record[20..].fill(0);
                pack.extend(record);
                pack
            },
        ),
        attack(
            "a plain ZIP",
            "FORMAT 2.5 comment not a minisign signature: NotAPack",
            NO_PACK,
            |_| archive(&sound(), 0, |_| {}),
        ),
        attack(
            "an end record over several disks",
            "FORMAT 1.4 EOCD of 22 bytes, single disk",
            ("BadArchive", "several disks"),
            |forge| forge.signed(CLAIM, |len| archive(&sound(), len, |end| end.disk = 1)),
        ),
        attack(
            "a directory on another disk",
            "FORMAT 1.4 EOCD of 22 bytes, single disk",
            ("BadArchive", "several disks"),
            |forge| {
                forge.signed(CLAIM, |len| {
                    archive(&sound(), len, |end| end.directory_disk = 1)
                })
            },
        ),
        attack(
            "an end record with a false count",
            "FORMAT 1.4 EOCD of 22 bytes, single disk",
            ("BadArchive", "false count"),
            |forge| forge.signed(CLAIM, |len| archive(&sound(), len, |end| end.here = 1)),
        ),
        Attack {
            name: "4 GiB".to_owned(),
            rule: "FORMAT 1.1 at most 4,294,967,294 bytes",
            code: "TooLarge",
            says: "too large",
            make: Box::new(|forge| {
                let pack = whole(forge);
                Made::After(4_294_967_295 - pack.len() as u64, pack)
            }),
        },
    ]
}

fn comments() -> Vec<Attack> {
    let with = |name: &'static str, rule, refusal, change: fn(String) -> String| {
        attack(name, rule, refusal, move |forge: &Forge| {
            forge.commented(|comment| change(comment).into_bytes())
        })
    };
    let lines = "FORMAT 1.6 4 lines, each ended by LF";
    let ascii = "FORMAT 1.6 printable ASCII";
    let signature = "FORMAT 2.5 comment not a minisign signature: NotAPack";
    vec![
        with("no LF at the end", lines, NO_LINES, |c| {
            c.trim_end().to_owned()
        }),
        with("a fifth line", lines, NO_LINES, |c| format!("{c}\n")),
        with("lines ended by CR LF", ascii, NO_LINES, |c| {
            c.replace('\n', "\r\n")
        }),
        with("an accent in the untrusted comment", ascii, NO_LINES, |c| {
            c.replacen(": ", ": \u{e9}", 1)
        }),
        with("a confusable letter in the claim", ascii, NO_LINES, |c| {
            c.replace("id=example", "id=\u{435}xample")
        }),
        with("a NUL in the untrusted comment", ascii, NO_LINES, |c| {
            c.replacen(": ", ": \0", 1)
        }),
        with(
            "a comment of 1,025 bytes",
            "FORMAT 1.7 at most 1,024 bytes together",
            TRUNCATED,
            |c| c.replacen(": ", &format!(": {}", "x".repeat(1025 - c.len())), 1),
        ),
        with("another first line", signature, NO_SIGNATURE, |c| {
            c.replacen("untrusted comment: ", "comment: ", 1)
        }),
        with("another third line", signature, NO_SIGNATURE, |c| {
            c.replace("\ntrusted comment: ", "\ncomment: ")
        }),
        with("four lines of prose", signature, NO_SIGNATURE, |_| {
            "untrusted comment: a\nb\ntrusted comment: c\nd\n".to_owned()
        }),
        with("a signature cut short", signature, NO_SIGNATURE, |c| {
            let line = c.lines().nth(1).expect("a signature").to_owned();
            c.replace(&line, &line[..40])
        }),
        attack(
            "a whole pack in a plain ZIP's comment",
            "FORMAT 1.8 signed bytes: everything",
            ALTERED,
            |forge| {
                let inner = whole(forge);
                [archive(&[], inner.len(), |_| {}), inner].concat()
            },
        ),
        attack(
            "a signed ZIP in a ZIP's comment",
            "FORMAT 1.2 no bytes before the first local header",
            ("BadArchive", "end record"),
            |forge| {
                // All of it signed: the inner archive is no pack, as bytes stand before it.
                forge.signed(CLAIM, |len| {
                    let inner = archive(&sound(), len, |_| {});
                    [archive(&sound(), inner.len() + len, |_| {}), inner].concat()
                })
            },
        ),
        attack(
            "an end record inside the comment",
            "FORMAT 1.8 signed bytes: everything",
            ALTERED,
            |forge| {
                forge.commented(|comment| {
                    let mut text = comment.into_bytes();
                    let rest = u16::try_from(text.len()).expect("short").to_le_bytes();
                    let record = [b"PK\x05\x06".as_slice(), &[0; 16], &rest].concat();
                    text.splice(0..0, [b"untrusted comment: ".as_slice(), &record].concat());
                    text
                })
            },
        ),
    ]
}

fn signatures() -> Vec<Attack> {
    let wrong = "FORMAT 2.13 signature wrong: BadSignature";
    vec![
        attack(
            "a legacy signature",
            "FORMAT 1.9 legacy Ed: BadSignature",
            ("BadSignature", "legacy"),
            |forge| forge.commented(|comment| resigned(&comment, |signature| signature[1] = b'd')),
        ),
        attack(
            "an unknown algorithm",
            "FORMAT 2.5 comment not a minisign signature: NotAPack",
            ("NotAPack", ""),
            |forge| forge.commented(|comment| resigned(&comment, |signature| signature[0] = b'X')),
        ),
        attack("a signature of nothing", wrong, ALTERED, |forge| {
            forge.commented(|_| {
                let empty = forge.world.secret.sign(std::io::empty(), &CLAIM);
                empty.expect("signed").into_bytes()
            })
        }),
        attack(
            "a signature copied from another pack",
            wrong,
            ALTERED,
            |forge| {
                let other =
                    std::fs::read(forge.world.pack("other.muster", 3, 401)).expect("a pack");
                let comment = other[other.len() - comment_len(&other)..].to_vec();
                forge.commented(|_| comment.clone())
            },
        ),
        attack(
            "a signature of all but the comment's length",
            "FORMAT 1.8 signed bytes: everything",
            ALTERED,
            |forge| {
                forge.commented(|comment| {
                    let bytes = archive(&sound(), comment.len(), |_| {});
                    let short = forge.world.secret.sign(&bytes[..bytes.len() - 2], &CLAIM);
                    short.expect("signed").into_bytes()
                })
            },
        ),
        attack("another trusted comment", wrong, ALTERED, |forge| {
            forge.commented(|comment| comment.replace("version=3", "version=4").into_bytes())
        }),
        attack(
            "the other signature's trusted comment",
            wrong,
            ALTERED,
            |forge| {
                let four = forge.world.secret.sign(
                    std::io::empty(),
                    &"muster-pack:1 id=example.attack version=4",
                );
                let four = four.expect("signed");
                forge.commented(|comment| {
                    let ours = comment.lines().take(2);
                    let theirs = four.lines().skip(2);
                    ours.chain(theirs)
                        .fold(String::new(), |text, line| text + line + "\n")
                        .into_bytes()
                })
            },
        ),
        attack(
            "a signature with a number past the order",
            wrong,
            ALTERED,
            |forge| {
                forge.commented(|comment| {
                    resigned(&comment, |signature| add_order(&mut signature[42..74]))
                })
            },
        ),
        attack("a signature of zeros", wrong, ALTERED, |forge| {
            forge.commented(|comment| resigned(&comment, |signature| signature[10..74].fill(0)))
        }),
        attack(
            "one bit of a film flipped",
            "FORMAT 1.8 signed bytes: everything",
            ALTERED,
            |forge| {
                let mut pack = whole(forge);
                let at = pack.windows(4).position(|w| w == b"WAVE").expect("a sound");
                pack[at + 100] ^= 1;
                pack
            },
        ),
        attack(
            "another key with the publisher's key id",
            "FORMAT 5.8 the key itself decides",
            ALTERED,
            |forge| by(&forge.twin, CLAIM, &sound()),
        ),
        attack(
            "signed by a stranger",
            "FORMAT 2.6 unknown key id: UntrustedPublisher",
            ("UntrustedPublisher", "does not trust"),
            |forge| by(&forge.stranger, CLAIM, &sound()),
        ),
        attack(
            "signed with a revoked key",
            "FORMAT 2.7 revoked: RevokedPublisher",
            ("RevokedPublisher", "was revoked"),
            |forge| by(&forge.revoked, CLAIM, &sound()),
        ),
    ]
}
