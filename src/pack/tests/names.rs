//! Names: files in packs, packs, versions, modules, keys.

use crate::pack::{IdPattern, KeyId, ModuleId, ModuleRef, PackId, PackPath, PackVersion};

/// FORMAT 3.16, FORMAT 3.17, FORMAT 3.18, FORMAT 3.19, FORMAT 3.20, FORMAT 3.21.
#[test]
fn a_file_name_is_safe_on_every_platform() {
    let right = [
        "manifest.json",
        "media/briefing.mp4",
        "text/Gr\u{fc}\u{df}e.md",
        "a b/c.d.e",
        "console.txt",
        "com10.txt",
        "x.con",
        &"x".repeat(240),
    ];
    for name in right {
        assert!(name.parse::<PackPath>().is_ok(), "{name}");
    }
    let wrong = [
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "a/./b",
        "../a",
        "a/..",
        "a\\b",
        "C:a",
        "a*",
        "a?",
        "a\"",
        "a<b",
        "a>b",
        "a|b",
        "a\nb",
        "a\u{7f}",
        "a\u{85}",
        "a.",
        "a /b",
        "a/b ",
        "a./b",
        "CON",
        "con",
        "a/nul.txt",
        "Com1",
        "lpt9.tar.gz",
        "com\u{b9}.txt",
        "aux .txt",
        "CONIN$",
        "e\u{301}",
        &"x".repeat(241),
    ];
    for name in wrong {
        assert!(name.parse::<PackPath>().is_err(), "{name:?}");
    }
}

/// FORMAT 4.10.
#[test]
fn a_pack_id_is_reverse_dns_of_two_or_more_labels() {
    let long = format!("a.{}", "b".repeat(126));
    for id in [
        "a.b",
        "example.sheriff.secure-communities.detainer",
        "a1.2b",
        &long,
    ] {
        assert!(id.parse::<PackId>().is_ok(), "{id}");
    }
    let too_long = format!("a.{}", "b".repeat(127));
    for id in [
        "", "a", "a.", ".a", "a..b", "A.b", "a.-b", "a.b-", "a.b_c", "a.\u{e9}", &too_long,
    ] {
        assert!(id.parse::<PackId>().is_err(), "{id}");
    }
}

/// FORMAT 4.11.
#[test]
fn a_version_is_1_to_2_to_the_53_minus_1() {
    for version in [1, PackVersion::MAX] {
        assert_eq!(PackVersion::try_from(version).unwrap().get(), version);
    }
    for version in [0, PackVersion::MAX + 1, u64::MAX] {
        assert!(PackVersion::try_from(version).is_err());
    }
}

/// FORMAT 4.29.
#[test]
fn a_module_is_named_by_pack_and_module() {
    let name: ModuleRef = "example.test/one".parse().unwrap();
    assert_eq!(name.to_string(), "example.test/one");
    for wrong in [
        "one",
        "example/one",
        "example.test/",
        "example.test/One",
        "example.test/a/b",
    ] {
        assert!(wrong.parse::<ModuleRef>().is_err(), "{wrong}");
    }
    assert!("".parse::<ModuleId>().is_err());
}

/// FORMAT 5.5.
#[test]
fn a_key_id_is_written_as_the_stock_tool_writes_it() {
    let id = KeyId([0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01]);
    assert_eq!(id.to_string(), "0123456789ABCDEF");
    assert_eq!("0123456789abcdef".parse::<KeyId>().unwrap(), id);
    for wrong in [
        "",
        "0123456789ABCDE",
        "+123456789ABCDEF",
        "0123456789ABCDEG",
    ] {
        assert!(wrong.parse::<KeyId>().is_err(), "{wrong}");
    }
}

/// FORMAT 5.7.
#[test]
fn a_pattern_fits_the_ids_below_it_and_no_other() {
    let fits = |pattern: &str, id: &str| {
        let pattern: IdPattern = pattern.parse().unwrap();
        pattern.fits(&id.parse().unwrap())
    };
    assert!(fits("example.sheriff.*", "example.sheriff.detainer"));
    assert!(fits("example.sheriff.*", "example.sheriff.jail.intake"));
    assert!(!fits("example.sheriff.*", "example.sheriff"));
    assert!(!fits("example.sheriff.*", "example.sheriffs.detainer"));
    assert!(fits("example.sheriff", "example.sheriff"));
    assert!(!fits("example.sheriff", "example.sheriff.detainer"));
    assert!(fits("*", "example.sheriff"));
}

/// FORMAT 5.7.
#[test]
fn a_pattern_has_its_star_at_the_end_after_a_dot() {
    for right in ["*", "example.*", "example.sheriff.*", "example.sheriff"] {
        assert!(right.parse::<IdPattern>().is_ok(), "{right}");
    }
    for wrong in [
        "",
        "example",
        "example*",
        "*.sheriff",
        "example.*.x",
        ".*",
        "Ex.*",
        "a b.*",
    ] {
        assert!(wrong.parse::<IdPattern>().is_err(), "{wrong}");
    }
}
