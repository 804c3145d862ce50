//! FORMAT section 3, the archive: one defect each, `BadArchive` with the entry and the rule.

use super::fixture::{
    End, Raw, World, archive, archive_with, manifest, manifest_entry, manifest_with_guide, refused,
};

/// A sound pack: manifest and one Markdown file.
fn entries() -> [Raw; 2] {
    [
        manifest_entry(&manifest_with_guide("text/guide.md")),
        Raw::stored("text/guide.md", b"# Guide\n"),
    ]
}

/// The pack with its second entry changed is refused, and the message names entry and rule.
#[track_caller]
fn second_entry_is_refused(change: impl FnOnce(Raw) -> Raw, rule: &str) {
    let [first, second] = entries();
    let (code, text) = refused(World::new().read_entries(&[first, change(second)]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("text/guide.md"), "{text}");
    assert!(text.contains(rule), "{text}");
}

#[track_caller]
fn end_is_refused(change: impl FnOnce(&mut End), rule: &str) {
    let world = World::new();
    let bytes = archive(&entries(), world.comment_len(), change);
    let (code, text) = refused(world.read(&world.sign(bytes)));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains(rule), "{text}");
}

#[test]
fn the_pack_without_a_defect_is_accepted() {
    let pack = World::new().read_entries(&entries()).unwrap();
    assert_eq!(pack.archive().entries().len(), 2);
    let guide = pack.archive().entry("text/guide.md").unwrap();
    assert_eq!(pack.archive().read(guide, 100).unwrap(), b"# Guide\n");
}

/// FORMAT 1.2.
#[test]
fn bytes_before_the_first_entry_are_refused() {
    let world = World::new();
    let mut bytes = b"MZ prefix".to_vec();
    bytes.extend(archive(&entries(), world.comment_len(), |_| {}));
    let (code, text) = refused(world.read(&world.sign(bytes)));
    assert_eq!(code, "BadArchive", "{text}");
}

/// FORMAT 1.2, FORMAT 3.12.
#[test]
fn bytes_before_the_first_entry_are_refused_even_with_offsets_that_fit() {
    let [mut first, second] = entries();
    let world = World::new();
    // An entry of which no central header tells: the offsets of all others fit.
    first.gap = b"gap".to_vec();
    let (code, text) = refused(world.read_entries(&[first, second]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("without gaps"), "{text}");
}

/// FORMAT 3.12.
#[test]
fn bytes_between_entries_and_central_directory_are_refused() {
    let world = World::new();
    let bytes = archive_with(&entries(), world.comment_len(), b"xx", b"", |_| {});
    let (code, text) = refused(world.read(&world.sign(bytes)));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(
        text.contains("before the central") || text.contains("between the last entry"),
        "{text}"
    );
}

/// FORMAT 1.3.
#[test]
fn bytes_between_central_directory_and_end_record_are_refused() {
    let world = World::new();
    let bytes = archive_with(&entries(), world.comment_len(), b"", b"xx", |_| {});
    let (code, text) = refused(world.read(&world.sign(bytes)));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("end record"), "{text}");
}

/// FORMAT 3.2.
#[test]
fn bytes_hidden_inside_the_stated_central_directory_are_refused() {
    let world = World::new();
    let bytes = archive_with(&entries(), world.comment_len(), b"", b"xx", |end| {
        end.size += 2;
    });
    let (code, text) = refused(world.read(&world.sign(bytes)));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("holds more than its entries"), "{text}");
}

/// FORMAT 1.4.
#[test]
fn an_archive_over_several_disks_is_refused() {
    end_is_refused(|end| end.disk = 1, "several disks");
    end_is_refused(|end| end.directory_disk = 1, "several disks");
    second_entry_is_refused(|e| e.with(|e| e.disk = 1), "another disk");
}

/// FORMAT 1.4, FORMAT 3.2.
#[test]
fn false_counts_are_refused() {
    end_is_refused(|end| end.here = 1, "count");
    end_is_refused(
        |end| (end.here, end.count) = (1, 1),
        "holds more than its entries",
    );
    end_is_refused(|end| (end.here, end.count) = (3, 3), "header");
}

/// FORMAT 3.1.
#[test]
fn more_than_4096_entries_are_refused() {
    let many: Vec<Raw> = (0..4097)
        .map(|i| Raw::stored(&format!("f{i}"), b""))
        .collect();
    let (code, text) = refused(World::new().read_entries(&many));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("4096"), "{text}");
}

/// FORMAT 3.3.
#[test]
fn another_method_is_refused() {
    second_entry_is_refused(|e| e.with(|e| e.method = 12), "method");
}

/// FORMAT 3.5, FORMAT 3.6.
#[test]
fn encryption_and_data_descriptors_are_refused() {
    second_entry_is_refused(|e| e.with(|e| e.flags = 1), "encrypted");
    second_entry_is_refused(|e| e.with(|e| e.flags = 8), "data descriptor");
    second_entry_is_refused(|e| e.with(|e| e.flags = 1 << 13), "flag");
    let strong = vec![0x17, 0, 0, 0];
    second_entry_is_refused(|e| e.with(|e| e.extra = strong), "encrypted");
}

/// FORMAT 3.7.
#[test]
fn zip64_is_refused() {
    let extra = vec![1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    second_entry_is_refused(|e| e.with(|e| e.extra.clone_from(&extra)), "ZIP64");
    second_entry_is_refused(|e| e.with(|e| e.local_extra.clone_from(&extra)), "ZIP64");
    second_entry_is_refused(|e| e.with(|e| e.size = u32::MAX), "ZIP64");
}

/// FORMAT 3.8.
#[test]
fn extra_fields_that_change_the_name_or_are_broken_are_refused() {
    let unicode_path = vec![0x75, 0x70, 5, 0, 1, 0, 0, 0, 0];
    second_entry_is_refused(
        |e| e.with(|e| e.extra.clone_from(&unicode_path)),
        "changes the name",
    );
    second_entry_is_refused(
        |e| e.with(|e| e.local_extra = unicode_path),
        "changes the name",
    );
    second_entry_is_refused(
        |e| e.with(|e| e.extra = vec![0x55, 0x54, 9]),
        "broken extra field",
    );
    second_entry_is_refused(
        |e| e.with(|e| e.extra = vec![0x55, 0x54, 9, 0, 1]),
        "broken extra",
    );
}

/// FORMAT 3.8.
#[test]
fn harmless_extra_fields_are_accepted() {
    let time = vec![0x55, 0x54, 5, 0, 1, 0, 0, 0, 0];
    let [first, second] = entries();
    let second = second.with(|e| (e.extra, e.local_extra) = (time.clone(), time));
    assert!(World::new().read_entries(&[first, second]).is_ok());
}

/// FORMAT 3.9, FORMAT 3.10.
#[test]
fn links_folders_and_special_files_are_refused() {
    second_entry_is_refused(|e| e.with(|e| e.external = 0o120_777 << 16), "a link");
    second_entry_is_refused(|e| e.with(|e| e.external = 0o020_666 << 16), "special file");
    second_entry_is_refused(|e| e.with(|e| e.external = 0o040_755 << 16), "a folder");
    second_entry_is_refused(|e| e.with(|e| e.external = 0x10), "folder entry");
    let link = vec![0x6e, 0x75, 0, 0];
    second_entry_is_refused(|e| e.with(|e| e.extra = link), "a link");
    let [first, second] = entries();
    let folder = Raw::stored("text/", b"");
    let (code, text) = refused(World::new().read_entries(&[first, folder, second]));
    assert_eq!(code, "BadArchive", "{text}");
}

/// FORMAT 3.11.
#[test]
fn local_and_central_headers_that_differ_are_refused() {
    let changes: [fn(&mut Raw); 6] = [
        |e| e.name[0] = b'x',
        |e| e.method = 8,
        |e| e.crc ^= 1,
        |e| e.size += 1,
        |e| e.compressed += 1,
        |e| e.flags = 1 << 11,
    ];
    for change in changes {
        second_entry_is_refused(|e| e.local(change), "differ");
    }
}

/// FORMAT 3.13.
#[test]
fn a_stored_entry_with_two_sizes_is_refused() {
    second_entry_is_refused(|e| e.with(|e| e.size += 1), "two sizes");
}

/// FORMAT 3.12.
#[test]
fn data_that_reaches_past_the_end_is_refused() {
    let far = |e: &mut Raw| (e.size, e.compressed) = (1 << 20, 1 << 20);
    second_entry_is_refused(|e| e.with(far), "past the end");
}

/// FORMAT 3.14.
#[test]
fn a_wrong_crc_is_refused() {
    second_entry_is_refused(|e| e.with(|e| e.crc ^= 1), "CRC");
}

/// FORMAT 3.13.
#[test]
fn deflated_data_must_inflate_to_exactly_the_stated_size() {
    let deflated = || Raw::deflated("text/guide.md", b"# Guide\n\nSome more text.\n");
    second_entry_is_refused(
        |_| deflated().with(|e| e.size += 1),
        "less than its stated size",
    );
    second_entry_is_refused(
        |_| deflated().with(|e| e.size -= 1),
        "more than its stated size",
    );
}

/// FORMAT 3.13.
#[test]
fn deflated_data_must_end_where_the_entry_ends() {
    let deflated = || Raw::deflated("text/guide.md", b"# Guide\n\nSome more text.\n");
    let longer = |e: &mut Raw| {
        e.data.push(0);
        e.compressed += 1;
    };
    second_entry_is_refused(|_| deflated().with(longer), "after the end");
    let noise = |e: &mut Raw| e.data[0] = 0xff;
    second_entry_is_refused(|_| deflated().with(noise), "does not inflate");
    // A stored block that is not the last one: all the text is there, the end is not.
    let endless = |e: &mut Raw| {
        e.data = vec![0, 2, 0, !2, !0, b'h', b'i'];
        (e.compressed, e.size, e.crc) = (7, 2, crc32fast::hash(b"hi"));
    };
    second_entry_is_refused(|_| deflated().with(endless), "no end");
}

/// FORMAT 3.24, FORMAT 3.25.
#[test]
fn a_bomb_is_refused_by_its_stated_sizes() {
    let zeros = vec![0; 8 << 20];
    let bomb = Raw::deflated("text/guide.md", &zeros);
    let ratio = zeros.len() / bomb.data.len();
    assert!(ratio > 200, "the fixture is no bomb: {ratio}");
    let (code, text) = refused(World::new().read_entries(&[entries()[0].clone(), bomb]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("200 times"), "{text}");
    let large = |e: &mut Raw| e.size = (256 << 20) + 1;
    let (code, text) = refused(World::new().read_entries(&[
        entries()[0].clone(),
        Raw::deflated("text/guide.md", b"x").with(large),
    ]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("256 MiB"), "{text}");
}

/// FORMAT 3.22.
#[test]
fn the_same_name_twice_is_refused_whatever_its_case_or_accents() {
    let pairs = [
        ("text/a.md", "text/a.md"),
        ("text/a.md", "TEXT/A.md"),
        ("text/stra\u{df}e.md", "text/STRASSE.md"),
        ("text/\u{e9}.md", "text/\u{c9}.md"),
        ("text/\u{1e9e}.md", "text/ss.md"),
    ];
    for (one, other) in pairs {
        let [first, _] = entries();
        let pair = [first, Raw::stored(one, b""), Raw::stored(other, b"")];
        let (code, text) = refused(World::new().read_entries(&pair));
        assert_eq!(code, "BadArchive", "{text}");
        assert!(
            text.contains("two entries have this name"),
            "{one} {other}: {text}"
        );
    }
}

/// FORMAT 3.23.
#[test]
fn a_file_that_is_also_a_folder_is_refused_in_either_order() {
    for (one, other) in [("a", "a/b"), ("A/b", "a")] {
        let [first, _] = entries();
        let pair = [first, Raw::stored(one, b""), Raw::stored(other, b"")];
        let (code, text) = refused(World::new().read_entries(&pair));
        assert_eq!(code, "BadArchive", "{text}");
        assert!(text.contains("also a folder"), "{text}");
    }
}

/// FORMAT 3.15, FORMAT 3.19.
#[test]
fn names_that_break_a_rule_are_refused_in_the_archive() {
    second_entry_is_refused(|e| e.with(|e| e.name = b"../text/guide.md".to_vec()), "..");
    let (code, text) = refused(World::new().read_entries(&[
        entries()[0].clone(),
        Raw::stored("x", b"").with(|e| e.name = vec![b'a', 0xff]),
    ]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("UTF-8"), "{text}");
}

/// FORMAT 3.31.
#[test]
fn the_manifest_comes_first_and_is_at_most_4_mib() {
    let [first, second] = entries();
    let (code, text) = refused(World::new().read_entries(&[second, first]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("first entry"), "{text}");

    // Stored: deflated blanks would already be refused as a bomb.
    let mut long = manifest().to_string();
    long.push_str(&" ".repeat(4 << 20));
    let long = Raw::stored("manifest.json", long.as_bytes());
    let (code, text) = refused(World::new().read_entries(&[long]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("4 MiB"), "{text}");
}

/// FORMAT 3.31.
#[test]
fn an_archive_without_entries_is_refused() {
    let (code, text) = refused(World::new().read_entries(&[]));
    assert_eq!(code, "BadArchive", "{text}");
}

/// FORMAT 3.32.
#[test]
fn a_file_that_the_manifest_does_not_name_is_unlisted() {
    let [first, second] = entries();
    let stray = Raw::stored("stray.txt", b"");
    let (code, text) = refused(World::new().read_entries(&[first, second, stray]));
    assert_eq!(code, "UnlistedFile", "{text}");
    assert!(text.contains("stray.txt"), "{text}");
}

/// FORMAT 3.33.
#[test]
fn a_file_that_the_manifest_names_but_that_is_not_there_is_missing() {
    let [first, _] = entries();
    let (code, text) = refused(World::new().read_entries(&[first]));
    assert_eq!(code, "MissingFile", "{text}");
    assert!(text.contains("text/guide.md"), "{text}");
}

/// FORMAT 3.4.
#[test]
fn media_must_be_stored() {
    let mut manifest = manifest();
    manifest["modules"][0]["media"] = serde_json::json!([{
        "id": "m", "kind": "audio", "path": "m.wav", "title": "M", "duration_ms": 1000,
        "captions": [], "transcript": null, "chapters": []
    }]);
    let first = manifest_entry(&manifest);
    let (code, text) =
        refused(World::new().read_entries(&[first.clone(), Raw::deflated("m.wav", b"RIFF")]));
    assert_eq!(code, "BadArchive", "{text}");
    assert!(text.contains("must be stored"), "{text}");
    // Whether it decodes is not this room's to judge.
    assert!(
        World::new()
            .read_entries(&[first, Raw::stored("m.wav", b"RIFF")])
            .is_ok()
    );
}

/// FORMAT 3.26, FORMAT 3.27, FORMAT 3.28.
#[test]
fn markdown_is_at_most_1_mib_utf_8_and_without_html_or_remote_images() {
    let guide = |data: &[u8]| {
        let entry = Raw::stored("text/guide.md", data);
        World::new().read_entries(&[entries()[0].clone(), entry])
    };
    let wrong: [(&[u8], &str); 6] = [
        (&b"x".repeat((1 << 20) + 1), "1 MiB"),
        (b"\xff", "UTF-8"),
        (b"<script>alert(1)</script>", "HTML"),
        (b"some <b>bold</b> text", "HTML"),
        (b"![x](https://example.org/x.png)", "remote image"),
        (b"![x][r]\n\n[r]: //example.org/x.png", "remote image"),
    ];
    for (data, rule) in wrong {
        let (code, text) = refused(guide(data));
        assert_eq!(code, "BadArchive", "{text}");
        assert!(text.contains(rule), "{text}");
    }
    assert!(guide("# Gr\u{fc}\u{df}e\n\n<https://example.org>".as_bytes()).is_ok());
}

/// FORMAT 3.30.
#[test]
fn a_picture_has_at_most_40_megapixels() {
    let mut manifest = manifest();
    manifest["modules"][0]["job_aids"] = serde_json::json!([{
        "id": "p", "title": "P", "kind": "png", "path": "p.png", "language": "en"
    }]);
    let read = |data: &[u8], deflate: bool| {
        let make = if deflate { Raw::deflated } else { Raw::stored };
        World::new().read_entries(&[manifest_entry(&manifest), make("p.png", data)])
    };
    let fits = png_header(8_000, 5_000);
    assert!(read(&fits, false).is_ok());
    assert!(read(&fits, true).is_ok());
    for deflate in [false, true] {
        let (code, text) = refused(read(&png_header(8_000, 5_001), deflate));
        assert_eq!(code, "BadArchive", "{text}");
        assert!(text.contains("40 megapixels"), "{text}");
    }
    let (code, text) = refused(read(b"GIF89a", false));
    assert_eq!(code, "BadArchive", "{text}");
}

/// A PNG file up to its first data, which is all that is needed to know its size.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let body = [kind, data].concat();
        png.extend(&body);
        png.extend(crc32fast::hash(&body).to_be_bytes());
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[&size[..], &[8, 0, 0, 0, 0]].concat());
    chunk(b"IDAT", &[]);
    chunk(b"IEND", &[]);
    png
}
