use super::{MAX_BYTES, RosterFile, parse};
use crate::station::{Officer, RosterError, Shift, ShiftId};
use jiff::civil::{date, time};

fn shifts() -> Vec<Shift> {
    vec![Shift {
        id: ShiftId("day".to_owned()),
        name: "Day shift".to_owned(),
        start: time(7, 0, 0, 0),
        end: time(15, 0, 0, 0),
    }]
}

fn read(bytes: &[u8]) -> Result<RosterFile, RosterError> {
    parse(bytes, &shifts())
}

fn names(bytes: &[u8]) -> Vec<String> {
    let file = read(bytes).expect("a roster");
    file.officers.into_iter().map(|o| o.name).collect()
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
        shift: Some(ShiftId("day".to_owned())),
        certification: "C-7".to_owned(),
        active_from: Some(date(2026, 11, 24)),
        active_to: Some(date(2027, 1, 31)),
        former_ids: vec!["0042".to_owned(), "42".to_owned()],
    };
    assert_eq!(file.officers, [officer]);
    assert!(file.ignored_columns.is_empty());
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
    assert_eq!(file.officers.len(), 1);
}

#[test]
fn utf_16_is_refused_with_and_without_its_mark() {
    let text = "officer_id,name\r\n1,A\r\n";
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(
        read(&[&[0xFF, 0xFE][..], &le].concat()),
        Err(RosterError::Utf16)
    );
    assert_eq!(
        read(&[&[0xFE, 0xFF][..], &be].concat()),
        Err(RosterError::Utf16)
    );
    assert_eq!(read(&le), Err(RosterError::Utf16));
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let error = read(b"id,name\n1,A\n").expect_err("refused");
    let found = vec!["id".to_owned(), "name".to_owned()];
    let column = "officer_id";
    assert_eq!(error, RosterError::MissingColumn { column, found });
}

// RECORDS 7.6.
#[test]
fn a_double_id_is_refused_with_both_lines() {
    let error = read(b"officer_id,name\n7,A\n8,B\n7,C\n").expect_err("refused");
    let id = "7".to_owned();
    assert_eq!(
        error,
        RosterError::DoubleId {
            line: 4,
            id,
            first: 2
        }
    );
}

#[test]
fn a_bad_date_is_refused_with_its_line() {
    for text in [
        "2026-02-30",
        "24.11.2026",
        "11/24/26",
        "soon",
        "2026-11-24T00:00",
    ] {
        let file = format!("officer_id,name,active_from\n1,A,\n2,B,{text}\n");
        let error = read(file.as_bytes()).expect_err("refused");
        assert!(
            matches!(error, RosterError::BadDate { line: 3, .. }),
            "{text}: {error:?}"
        );
    }
    let error = read(b"officer_id,name,active_from,active_to\n1,A,2026-02-02,2026-02-01\n");
    assert_eq!(error, Err(RosterError::EndBeforeStart { line: 2 }));
}

// RECORDS 7.6.
#[test]
fn an_unknown_shift_is_refused_with_those_that_there_are() {
    let error = read(b"officer_id,name,shift\n1,A,night\n").expect_err("refused");
    let known = vec!["day".to_owned()];
    let shift = "night".to_owned();
    assert_eq!(
        error,
        RosterError::UnknownShift {
            line: 2,
            shift,
            known
        }
    );
}

#[test]
fn empty_ids_and_names_are_refused() {
    let error = read(b"officer_id,name\n1,\n").expect_err("refused");
    assert_eq!(
        error,
        RosterError::EmptyField {
            line: 2,
            column: "name"
        }
    );
    let error = read(b"officer_id,name\n ,A\n").expect_err("refused");
    assert_eq!(
        error,
        RosterError::EmptyField {
            line: 2,
            column: "officer_id"
        }
    );
}

// RECORDS 7.6.
#[test]
fn a_row_that_does_not_fit_the_header_is_refused() {
    let error = read(b"officer_id,name\n1,A\n2,B,Officer\n").expect_err("refused");
    assert_eq!(
        error,
        RosterError::FieldCount {
            line: 3,
            found: 3,
            expected: 2
        }
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_refused() {
    let error = read(b"officer_id,name\n1,A\n2,\"B\n3,C\n").expect_err("refused");
    assert_eq!(error, RosterError::OpenQuote { line: 3 });
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(
        read(b"officer_id,name\n1,A\x07\n"),
        Err(RosterError::NotText { line: 2 })
    );
    for bytes in [&b""[..], b"\n\n", b"\xEF\xBB\xBF", b"officer_id,name\n,\n"] {
        assert_eq!(read(bytes), Err(RosterError::Empty), "{bytes:?}");
    }
}

// RECORDS 7.6.
#[test]
fn too_many_bytes_officers_columns_or_characters_are_refused() {
    let bytes = vec![b' '; usize::try_from(MAX_BYTES).expect("fits") + 1];
    assert!(matches!(
        read(&bytes),
        Err(RosterError::TooLarge { what: "bytes", .. })
    ));
    let many = (0..50_001).fold(String::new(), |text, n| text + &n.to_string() + ",A\n");
    let error = read(format!("officer_id,name\n{many}").as_bytes());
    assert!(matches!(
        error,
        Err(RosterError::TooLarge {
            what: "officers",
            ..
        })
    ));
    let error = read(",".repeat(200).as_bytes());
    assert!(matches!(
        error,
        Err(RosterError::TooLarge {
            what: "columns",
            ..
        })
    ));
    let long = format!("officer_id,name\n1,{}\n", "A".repeat(201));
    assert!(matches!(
        read(long.as_bytes()),
        Err(RosterError::TooLarge { .. })
    ));
}

#[test]
fn no_bytes_make_it_panic() {
    let base = b"officer_id,name,shift,active_from\n1,\"A\",day,2026-11-24\n";
    for at in 0..base.len() {
        for byte in [0, b'"', b'\n', b',', 0x80, 0xFF] {
            let mut bytes = base.to_vec();
            bytes[at] = byte;
            let _ = read(&bytes);
            let _ = read(&bytes[..at]);
        }
    }
}
