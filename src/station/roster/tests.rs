mod refusals;

use super::{CodePageDefect, DoubtWarning, RosterColumn, RosterFile, parse};
use crate::station::{BadRosterError, Officer, RosterError, Shift, ShiftId, Station};
use jiff::civil::{date, time};

fn station() -> Station {
    let day = Shift {
        id: ShiftId::as_recorded("day"),
        name: "Day shift".to_owned(),
        start: time(7, 0, 0, 0),
        end: time(15, 0, 0, 0),
    };
    Station {
        shifts: vec![day],
        ..Station::default()
    }
}

/// The file, or all that is wrong with it.
fn read_all(bytes: &[u8]) -> Result<RosterFile, Vec<RosterError>> {
    let read = parse(bytes, &station());
    read.map_err(|BadRosterError { errors, more }| {
        assert_eq!(more, 0);
        errors
    })
}

/// The file, or the first thing that is wrong with it.
fn read(bytes: &[u8]) -> Result<RosterFile, RosterError> {
    let read = parse(bytes, &station());
    read.map_err(|bad| bad.errors[0].clone())
}

fn officers(bytes: &[u8]) -> Vec<Officer> {
    let file = read(bytes).expect("a roster");
    file.rows.into_iter().map(|row| row.officer).collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    officers(bytes).into_iter().map(|o| o.name).collect()
}

/// As Excel's "Unicode text" is.
fn utf_16(text: &str, units: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(units).collect()
}

// RECORDS 7.5.
#[test]
fn every_column_is_read_in_any_order() {
    let text = "name,officer_id,active_to,active_from,certification,shift,squad,rank,former_id\n\
                Officer A,1042,2027-01-31,11/24/2026,C-7,Day Shift,2,Sergeant,0042 | 42\n";
    let file = read(text.as_bytes()).expect("a roster");
    let officer = Officer {
        id: "1042".to_owned(),
        name: "Officer A".to_owned(),
        rank: "Sergeant".to_owned(),
        squad: "2".to_owned(),
        shift: Some(ShiftId::as_recorded("day")),
        certification: "C-7".to_owned(),
        active_from: Some(date(2026, 11, 24)),
        active_to: Some(date(2027, 1, 31)),
        former_ids: vec!["0042".to_owned(), "42".to_owned()],
        before_gone: None,
    };
    assert_eq!((file.rows.len(), file.rows[0].line), (1, 2));
    assert_eq!(file.rows[0].officer, officer);
    assert!(file.ignored_columns.is_empty() && file.missing_columns.is_empty());
}

// RECORDS 7.6.
#[test]
fn a_byte_order_mark_is_not_part_of_the_first_column() {
    let text = "\u{feff}officer_id,name\n1,Officer Ä\n";
    assert_eq!(names(text.as_bytes()), ["Officer Ä"]);
}

// RECORDS 7.6.
#[test]
fn windows_1252_is_read_as_windows_1252() {
    assert_eq!(
        names(b"officer_id,name\r\n1,\xC4rger\x92s\r\n"),
        ["Ärger’s"]
    );
}

// RECORDS 7.6.
#[test]
fn a_semicolon_separates_where_the_header_has_semicolons() {
    assert_eq!(names(b"officer_id;name\n1;A, Officer\n"), ["A, Officer"]);
    assert_eq!(
        names(b"sep=;\r\nofficer_id;name\r\n1;A, Officer\r\n"),
        ["A, Officer"]
    );
}

// RECORDS 7.6.
#[test]
fn excels_quoting_is_read() {
    let text = b"officer_id,name\n1,\"A, \"\"Ace\"\"\nOfficer\"\n\n,\n2,B\n";
    assert_eq!(names(text), ["A, \"Ace\" Officer", "B"]);
}

// RECORDS 7.5.
#[test]
fn other_columns_are_reported_and_ignored() {
    let file = read(b"officer_id,Phone,name,\n1,555,A,\n").expect("a roster");
    assert_eq!(file.ignored_columns, ["Phone"]);
    assert_eq!(file.rows.len(), 1);
}

// RECORDS 7.6.
#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    let text = "officer_id\tname\trank\r\n0417\tÄnne\t\r\n1\t\"B\tC\"\r\n";
    for units in [u16::to_le_bytes, u16::to_be_bytes] {
        let marked = utf_16(&format!("\u{feff}{text}"), units);
        assert_eq!(names(&marked), ["Änne", "B C"]);
        assert_eq!(names(&utf_16(text, units)), ["Änne", "B C"]);
        let half = &marked[..marked.len() - 1];
        assert!(matches!(read(half), Err(RosterError::BadEncoding { .. })));
    }
    let mut surrogate = utf_16("\u{feff}officer_id\tname\r\n1\tA\r\n2\t", u16::to_le_bytes);
    surrogate.extend([0x00, 0xD8, b'x', 0]);
    let line = 3;
    let encoding = "UTF-16LE";
    assert_eq!(
        read(&surrogate),
        Err(RosterError::BadEncoding { line, encoding })
    );
}

// RECORDS 7.6.
#[test]
fn a_file_marked_as_utf_8_that_is_not_is_refused_with_its_line() {
    let error = read(b"\xEF\xBB\xBFofficer_id,name\r\n1,A\r\n2,\xC4rger\r\n");
    let (line, encoding) = (3, "UTF-8");
    assert_eq!(error, Err(RosterError::BadEncoding { line, encoding }));
}

// RECORDS 7.14.
#[test]
fn rows_are_read_as_excel_saves_them() {
    // After row 16 Excel leaves off the fields at the end that are empty.
    let mut text =
        "officer_id,name,rank,squad,shift,certification,active_from,active_to\r\n".to_owned();
    for n in 0..40 {
        let end = if n < 15 { ",,," } else { "" };
        let id = 400 + n;
        text.extend([
            &id.to_string(),
            ",Officer ",
            &n.to_string(),
            ",Officer,A,day",
            end,
            "\r\n",
        ]);
    }
    let read_back = officers(text.as_bytes());
    assert_eq!(read_back.len(), 40);
    assert!(
        read_back
            .iter()
            .all(|o| o.squad == "A" && o.active_to.is_none())
    );
    // Fields and rows of nothing, which a cell that was once used leaves.
    let text = b"officer_id,name,rank,shift,,,\r\n0417,A,Sergeant,day,,,\r\n,,,,,,\r\n0418,B,,,\r\n , \r\n";
    assert_eq!(names(text), ["A", "B"]);
    let wide = format!("officer_id,name{0}\n1,A{0}\n", ",".repeat(20_000));
    assert_eq!(names(wide.as_bytes()), ["A"]);
}

// RECORDS 7.14.
#[test]
fn tabs_semicolons_and_what_a_first_line_names_part_fields() {
    for (text, expected) in [
        ("officer_id\tname\n1\tA, B; C\n", "A, B; C"),
        ("officer_id;name\n1;A, B\n", "A, B"),
        ("officer_id,name\n1,A; B\n", "A; B"),
        ("sep=|\r\nofficer_id|name\r\n1|A,B;C\r\n", "A,B;C"),
        ("SEP=\t\nofficer_id\tname\n1\tA,B\n", "A,B"),
        ("sep=;;;\nofficer_id;name;x\n1;A;\n", "A"),
        ("\u{feff}sep=,\rofficer_id,name\r1,A\r", "A"),
        ("\r\n;;\r\nofficer_id;name;rank\r\n1;A;\r\n", "A"),
        // As many of the one as of the other.
        ("officer_id;name,rank;shift\n1;A;\n", "A"),
    ] {
        let found = read(text.as_bytes()).map(|file| file.rows[0].officer.name.clone());
        if text.contains("name,rank") {
            assert!(matches!(found, Err(RosterError::MissingColumn { .. })));
            continue;
        }
        assert_eq!(found.as_deref(), Ok(expected), "{text:?}");
    }
}

// RECORDS 7.14.
#[test]
fn an_error_is_on_the_line_that_an_editor_counts() {
    for end in ["\n", "\r\n", "\r"] {
        for before in ["", "sep=,|", "||", " , |", "\u{feff}sep=,||"] {
            let text = format!(
                "{before}officer_id,name,shift|1,A,day||2,\"B|b|b\",day|,,|3,C,night|4,\"D|d\",swing|5,,"
            );
            let text = text.replace('|', end);
            let errors = read_all(text.as_bytes()).expect_err("refused");
            let first = text
                .split(end)
                .take_while(|line| !line.contains("officer_id"))
                .count() as u64;
            let lines: Vec<u64> = errors.iter().filter_map(RosterError::line).collect();
            assert_eq!(lines, [first + 8, first + 9, first + 11], "{text:?}");
        }
    }
}

// RECORDS 7.14.
#[test]
fn all_errors_of_a_file_are_reported_at_once() {
    let text = "officer_id,name,shift,active_from\n1,A,night,soon\n,B,day,\n1,C,day,\n4,,day,,x\n5,\u{202e}E,day,\n";
    let errors = read_all(text.as_bytes()).expect_err("refused");
    let lines: Vec<(u64, Option<&str>)> = errors
        .iter()
        .map(|error| (error.line().expect("a line"), error.column()))
        .collect();
    assert_eq!(
        lines,
        [
            (2, Some("active_from")),
            (2, Some("shift")),
            (3, Some("officer_id")),
            (4, Some("officer_id")),
            (5, None),
            (5, Some("name")),
            (6, None),
        ]
    );
    let rows = (0..500).fold(String::new(), |text, n| {
        text + &n.to_string() + ",A,night\n"
    });
    let many = parse(
        format!("officer_id,name,shift\n{rows}").as_bytes(),
        &station(),
    );
    let many = many.expect_err("refused");
    assert_eq!((many.errors.len(), many.more), (100, 400));
}

// RECORDS 7.19.
#[test]
fn a_text_in_another_code_page_is_reported_with_its_line() {
    let file = read(
        b"officer_id,name,rank\r\n1,Jos\xE9,\r\n2,Mu\x96oz,\r\n3,Jos\x82,\r\n4,O\x92Brien,\r\n",
    );
    let warnings = file.expect("a roster").warnings;
    let at: Vec<_> = warnings
        .iter()
        .map(|w| (w.line, &*w.id, w.column))
        .collect();
    let name = Some(RosterColumn::Name);
    assert_eq!(at, [(Some(3), "2", name), (Some(4), "3", name)]);
    let twice = read("officer_id,name\n1,JosÃ©\n".as_bytes()).expect("a roster");
    let DoubtWarning::CodePage { text, found } = &twice.warnings[0].doubt else {
        panic!("{twice:?}");
    };
    assert_eq!(text, "JosÃ©");
    assert_eq!(*found, CodePageDefect::Utf8("José".to_owned()));
    // What is so on the roster already is no news.
    let mut station = station();
    station.roster = officers("officer_id,name\n1,JosÃ©\n".as_bytes());
    let again = parse("officer_id,name\n1,JosÃ©\n".as_bytes(), &station).expect("a roster");
    assert_eq!(again.warnings, []);
}

// RECORDS 7.18.
#[test]
fn two_ids_of_a_file_that_are_nearly_the_same_are_reported_once() {
    let file = read(b"officer_id,name\n0417,A\n1042,B\n417,C\n4.17E+02,D\n");
    let warnings = file.expect("a roster").warnings;
    let at: Vec<_> = warnings
        .iter()
        .map(|w| (w.line, &*w.id, &w.doubt))
        .collect();
    let like = |other: &str, other_line| DoubtWarning::LikeRow {
        other: other.to_owned(),
        other_line,
    };
    assert_eq!(
        at,
        [
            (Some(4), "417", &like("0417", 2)),
            (Some(5), "4.17E+02", &like("0417", 2)),
        ]
    );
}

// RECORDS 8.6.
#[test]
fn the_guard_against_formulas_is_removed_from_a_cell() {
    assert_eq!(
        names(b"officer_id,name\n1,'=1+1\n2,'t Hooft\n"),
        ["=1+1", "'t Hooft"]
    );
}

// RECORDS 7.6.
#[test]
fn a_shift_that_was_removed_stays_with_those_who_have_it() {
    let mut station = station();
    station.roster = vec![Officer {
        id: "1".to_owned(),
        name: "A".to_owned(),
        shift: Some(ShiftId::as_recorded("swing")),
        ..Officer::default()
    }];
    let text = b"officer_id,name,shift\n1,A,swing\n2,B,swing\n";
    let errors = parse(text, &station).expect_err("refused").errors;
    assert_eq!(errors.len(), 1);
    assert!(matches!(
        &errors[0],
        RosterError::UnknownShift { line: 3, .. }
    ));
}
