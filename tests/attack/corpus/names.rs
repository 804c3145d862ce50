//! FORMAT section 3: the names of files, which must be safe and apart on every platform.

use crate::corpus::{Attack, attack};
use crate::corpus_archive::{entries, guide};
use crate::forge::sound;
use crate::raw::Raw;

pub fn file_names() -> Vec<Attack> {
    [names(), twins()].into_iter().flatten().collect()
}

fn names() -> Vec<Attack> {
    let separator = "FORMAT 3.17 / as separator, no \\ : * ? \" < > | or control characters";
    let component = "FORMAT 3.19 no empty, . or .. component, no leading /";
    let trailing = "FORMAT 3.20 no component of a name ending in a dot or a space";
    let device = "FORMAT 3.21 no Windows device name";
    let mut attacks: Vec<_> = [
        ("text\\guide.md", separator, "no control character"),
        ("C:guide.md", separator, "no control character"),
        ("text/guide.md:hidden", separator, "no control character"),
        ("text/*.md", separator, "no control character"),
        ("text/guide?.md", separator, "no control character"),
        ("text/\"guide\".md", separator, "no control character"),
        ("text/<guide>.md", separator, "no control character"),
        ("text/guide|more.md", separator, "no control character"),
        ("text/guide\n.md", separator, "no control character"),
        ("text/guide\0.md", separator, "no control character"),
        ("text/guide\u{85}.md", separator, "no control character"),
        ("../guide.md", component, ".."),
        ("text/../../guide.md", component, ".."),
        ("text/./guide.md", component, ".."),
        ("text//guide.md", component, "empty"),
        ("/etc/guide.md", component, "leading /"),
        ("", "FORMAT 3.18 names of 1 to 240 bytes", "1 to 240 bytes"),
        ("text/guide.md.", trailing, "ends in a dot or a space"),
        ("text /guide.md", trailing, "ends in a dot or a space"),
        ("text/CON", device, "Windows device name"),
        ("nul.md", device, "Windows device name"),
        ("text/com1.tar.gz", device, "Windows device name"),
        ("text/LPT\u{b9}.md", device, "Windows device name"),
        ("text/e\u{301}.md", "FORMAT 3.16 names in NFC", "NFC"),
    ]
    .map(|(path, rule, says)| {
        guide(format!("a file named {path:?}"), rule, says, move |e| {
            e.name = path.as_bytes().to_vec();
        })
    })
    .into();
    attacks.push(guide(
        "a name of 241 bytes",
        "FORMAT 3.18 names of 1 to 240 bytes",
        "1 to 240 bytes",
        |e| {
            e.name = [b"text/", "x".repeat(236).as_bytes()].concat();
        },
    ));
    attacks.push(guide(
        "a name in Latin-1",
        "FORMAT 3.15 names in UTF-8",
        "UTF-8",
        |e| {
            e.name = b"text/gr\xfc\xdfe.md".to_vec();
        },
    ));
    attacks.push(guide(
        "a name with a surrogate",
        "FORMAT 3.15 names in UTF-8",
        "UTF-8",
        |e| {
            e.name = b"text/\xed\xa0\x80.md".to_vec();
        },
    ));
    attacks
}

fn twins() -> Vec<Attack> {
    let once = "FORMAT 3.22 names occur once";
    let folded = "FORMAT 3.22 names unique after NFD + full case folding";
    let both = "FORMAT 3.23 no file that is also a folder";
    let mut attacks: Vec<_> = [
        ("text/guide.md", "text/guide.md", once, "two entries"),
        ("manifest.json", "text/a.md", once, "two entries"),
        ("TEXT/GUIDE.MD", "text/a.md", folded, "two entries"),
        ("Manifest.JSON", "text/a.md", folded, "two entries"),
        (
            "text/stra\u{df}e.md",
            "text/STRASSE.md",
            folded,
            "two entries",
        ),
        ("text/\u{fb01}n.md", "text/FIN.md", folded, "two entries"),
        ("text/\u{1c4}.md", "text/\u{1c6}.md", folded, "two entries"),
        ("text/\u{3c3}.md", "text/\u{3c2}.md", folded, "two entries"),
        ("text/\u{e9}.md", "text/\u{c9}.md", folded, "two entries"),
        ("text", "text/a.md", both, "also a folder"),
        ("text/a.md/b.md", "text/a.md", both, "also a folder"),
        ("TEXT/GUIDE.md/b.md", "text/a.md", both, "also a folder"),
    ]
    .map(|(one, other, rule, says)| {
        entries(
            format!("{one:?} beside {other:?}"),
            rule,
            says,
            move |entries| {
                entries.push(Raw::stored(one, b""));
                if other != one {
                    entries.push(Raw::stored(other, b""));
                }
            },
        )
    })
    .into();
    // Letters that only look the same are other names: such a file is one that nobody listed.
    attacks.push(attack(
        "a confusable twin of the guide",
        "FORMAT 3.32 UnlistedFile",
        ("UnlistedFile", "t\u{435}xt/guide.md"),
        |forge| {
            let mut entries = sound();
            entries.push(Raw::stored("t\u{435}xt/guide.md", b""));
            forge.of(&entries)
        },
    ));
    attacks
}
