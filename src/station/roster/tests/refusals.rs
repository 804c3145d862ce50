//! What of a roster is refused, and that whatever is read can be written.

use jiff::civil::date;

use super::super::{MAX_BYTES, parse, write};
use super::{names, officers, read, station, utf_16};
use crate::station::{RosterError, ShiftId, Station, diff};

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let error = read(b"id,name\n1,A\n").expect_err("refused");
    let found = vec!["id".to_owned(), "name".to_owned()];
    let (line, column) = (1, "officer_id");
    assert_eq!(
        error,
        RosterError::MissingColumn {
            line,
            column,
            found
        }
    );
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
    for text in [
        "officer_id,name\n1,A\n2,\"B\n3,C\n",
        // The next mark opens another field, and would close this one.
        "officer_id,name\n1,A\n2,\"B\n3,\"C, D\"\n",
    ] {
        let error = read(text.as_bytes()).expect_err("refused");
        assert_eq!(error, RosterError::OpenQuote { line: 3 });
    }
    assert_eq!(
        names(b"officer_id,name\n1,\"Ace\" A\n2,B \"Ace\" B\n"),
        ["Ace A", "B \"Ace\" B"]
    );
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(
        read(b"officer_id,name\n1,A\x07\n"),
        Err(RosterError::NotText { line: 2 })
    );
    assert_eq!(
        read(b"\x89PNG\r\n\x1a\n"),
        Err(RosterError::NotText { line: 2 })
    );
    for bytes in [
        &b""[..],
        b"\n\n",
        b"\xEF\xBB\xBF",
        b"officer_id,name\n,\n",
        b",,,\n",
    ] {
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
    let error = read("a,".repeat(200).as_bytes());
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
        Err(RosterError::LongField { line: 2, .. })
    ));
}

/// What a file makes of a station is what was shown; it can be written and read back without a change;
/// and what is wrong with a file is on a line that it has.
fn check_any(bytes: &[u8], station: &Station) {
    let today = date(2026, 11, 24);
    match parse(bytes, station) {
        Ok(file) => {
            let shown = diff(&station.roster, &file, today);
            let mut after = station.clone();
            assert_eq!(after.take_roster(&file, today), shown);
            assert_eq!(diff(&after.roster, &file, today).gone, []);
            if let Ok(written) = write(&after) {
                let back = parse(&written, &after).expect("what was written is read");
                let changes = diff(&after.roster, &back, today);
                assert!(changes.changes_nothing(), "{bytes:?}: {changes:?}");
            }
        }
        Err(bad) => {
            let ends = bytes.iter().filter(|b| matches!(b, b'\r' | b'\n'));
            let lines = 1 + ends.count() as u64;
            let mut at = bad.errors.iter().filter_map(RosterError::line);
            assert!(
                !bad.errors.is_empty() && at.all(|line| line <= lines),
                "{bad:?}"
            );
        }
    }
}

// RECORDS 7.20.
#[test]
fn whatever_the_bytes_are_what_is_shown_is_done_and_what_is_written_is_read_back() {
    let mut station = station();
    let roster = "officer_id,name,shift\n0417,'=A,day\n1042,O’Brien,\n123456789012,José,\n";
    station.roster = officers(roster.as_bytes());
    station.roster[1].shift = Some(ShiftId::as_recorded("swing"));
    let seeds = [
        b"officer_id,name,shift,active_from\n1,\"A\",day,2026-11-24\n".to_vec(),
        b"sep=;\r\nofficer_id;name;former_id\r\n417;=1;0417|417|1042|1042\r\n1.2E+11;'-A;\r\n"
            .to_vec(),
        b"officer_id\tname\r1042\tMu\x96oz\r\r7\t\"A\r\"\"B\"\r".to_vec(),
        utf_16(
            "\u{feff}officer_id\tname\r\n1042\t\u{c4}\r\n",
            u16::to_le_bytes,
        ),
        roster.as_bytes().to_vec(),
    ];
    for seed in &seeds {
        for at in 0..seed.len() {
            for byte in [
                0, b'"', b'\n', b'\r', b',', b';', b'\t', b'\'', b'=', b'|', 0x80, 0xFF,
            ] {
                let mut bytes = seed.clone();
                bytes[at] = byte;
                check_any(&bytes, &station);
                bytes.insert(at, b'0');
                check_any(&bytes, &station);
                check_any(&bytes[..at], &station);
            }
        }
    }
}
