use super::{Diff, diff, field_changes, in_a_line};
use crate::station::roster::{DoubtWarning, RosterColumn, RosterFile, parse};
use crate::station::{Officer, ShiftId, Station};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 24);

fn officer(id: &str, name: &str) -> Officer {
    Officer {
        id: id.to_owned(),
        name: name.to_owned(),
        shift: Some(ShiftId::as_recorded("day")),
        ..Officer::default()
    }
}

/// A station with so many officers, from 1001 on.
fn station(count: u32) -> Station {
    let officers = (0..count).map(|n| Officer {
        rank: "Officer".to_owned(),
        squad: "A".to_owned(),
        ..officer(&(1001 + n).to_string(), &format!("Officer {n}"))
    });
    Station {
        roster: officers.collect(),
        ..Station::default()
    }
}

/// What this text would change.
fn changes(station: &Station, text: &str) -> Diff {
    let file = parse(text.as_bytes(), station).expect("a roster");
    diff(&station.roster, &file, TODAY)
}

/// A file with this header and a row of each officer.
fn table(station: &Station, header: &str, row: impl Fn(usize, &Officer) -> String) -> String {
    let rows = station.roster.iter().enumerate();
    let rows = rows.map(|(n, officer)| row(n, officer) + "\n");
    std::iter::once(format!("{header}\n")).chain(rows).collect()
}

fn doubts(changes: &Diff) -> Vec<&DoubtWarning> {
    changes.warnings.iter().map(|w| &w.doubt).collect()
}

#[test]
fn a_file_is_compared_officer_by_officer() {
    let old = [officer("1", "A"), officer("2", "B"), officer("3", "C")];
    let new = [officer("2", "B"), officer("3", "Cc"), officer("4", "D")];
    let expected = Diff {
        new: vec![officer("4", "D")],
        changed: vec![(officer("3", "C"), officer("3", "Cc"))],
        gone: vec![officer("1", "A")],
        unchanged: 1,
        warnings: Vec::new(),
    };
    assert_eq!(diff(&old, &RosterFile::of(&new), TODAY), expected);
}

#[test]
fn a_change_names_the_field_and_both_values() {
    let before = Officer {
        rank: "Officer".to_owned(),
        squad: "A".to_owned(),
        ..Officer::default()
    };
    let after = Officer {
        rank: "Sergeant".to_owned(),
        shift: Some(ShiftId::as_recorded("day")),
        ..Officer::default()
    };
    let changes = in_a_line(field_changes(&before, &after));
    assert_eq!(
        changes,
        "rank Officer → Sergeant; squad A → none; shift none → day"
    );
    let diff = Diff {
        changed: vec![(before, after)],
        ..Diff::default()
    };
    assert_eq!(
        in_a_line(diff.field_sums()),
        "rank: 1 changed; squad: 1 emptied; shift: 1 changed"
    );
}

// RECORDS 7.7.
#[test]
fn officers_who_are_gone_become_inactive_and_stay() {
    let mut station = Station {
        roster: vec![officer("1", "A"), officer("2", "B")],
        ..Station::default()
    };
    station.take_roster(&RosterFile::of(&[officer("2", "B")]), TODAY);
    let gone = station.officer("1").expect("still there");
    assert!(!gone.is_active(TODAY));
    assert!(gone.is_active(date(2026, 11, 23)));
    let again = station.take_roster(&RosterFile::of(&[officer("2", "B")]), TODAY);
    assert_eq!(again.gone, []);
}

#[test]
fn an_officer_who_was_to_come_and_is_gone_never_comes() {
    let mut station = Station {
        roster: vec![officer("1", "A")],
        ..Station::default()
    };
    station.roster[0].active_from = Some(date(2026, 12, 1));
    station.take_roster(&RosterFile::of(&[]), TODAY);
    assert!(!station.roster[0].is_active(date(2026, 12, 2)));
}

// RECORDS 7.15.
#[test]
fn a_column_that_is_missing_changes_nothing_and_an_empty_field_clears_it() {
    let mut station = station(2);
    station.roster[0].certification = "C-7".to_owned();
    station.roster[0].active_to = Some(date(2027, 1, 31));
    let before = station.roster.clone();
    let taken = changes(
        &station,
        "officer_id,name\n1001,Officer 0\n1002,Officer 1\n",
    );
    assert_eq!((taken.unchanged, taken.changes_nothing()), (2, true));

    let file = "officer_id,name,rank,squad\n1001,Officer 0,,B\n1002,Officer 1,Officer,A\n";
    let file = parse(file.as_bytes(), &station).expect("a roster");
    assert_eq!(
        file.missing_columns,
        [
            RosterColumn::Shift,
            RosterColumn::Certification,
            RosterColumn::From,
            RosterColumn::To
        ]
    );
    station.take_roster(&file, TODAY);
    let expected = Officer {
        rank: String::new(),
        squad: "B".to_owned(),
        ..before[0].clone()
    };
    assert_eq!(station.roster, [expected, before[1].clone()]);
}

// RECORDS 7.16.
#[test]
fn one_who_was_gone_and_comes_again_is_as_before() {
    let mut station = station(2);
    station.roster[0].active_to = Some(date(2027, 1, 31));
    station.roster[1].active_from = Some(date(2026, 12, 24));
    let before = station.roster.clone();
    let mut take = |text: &str| {
        let file = parse(text.as_bytes(), &station).expect("a roster");
        station.take_roster(&file, TODAY);
        station.roster.clone()
    };
    let gone = take("officer_id,name\n7,Somebody else\n");
    assert!(gone[..2].iter().all(|o| !o.is_active(date(2026, 12, 25))));
    let back = take("officer_id,name\n1001,Officer 0\n1002,Officer 1\n7,Somebody else\n");
    assert_eq!(back[..2], before);

    take("officer_id,name\n7,Somebody else\n");
    // A file that has the column says itself what is.
    let back = take("officer_id,name,active_to\n1001,Officer 0,\n7,Somebody else,\n");
    assert_eq!((back[0].active_to, back[0].before_gone), (None, None));
}

// RECORDS 7.16.
#[test]
fn an_officer_who_left_on_a_day_that_a_file_named_stays_inactive_with_a_warning() {
    let mut station = station(2);
    let since = date(2026, 1, 31);
    station.roster[0].active_to = Some(since);
    let text = "officer_id,name\n1001,Officer 0\n1002,Officer 1\n";
    let taken = changes(&station, text);
    assert!(taken.changes_nothing());
    let warning = &taken.warnings[0];
    assert_eq!((warning.line, warning.id.as_str()), (Some(2), "1001"));
    assert_eq!(warning.doubt, DoubtWarning::StaysInactive { since });
}

// RECORDS 7.17.
#[test]
fn changes_of_many_officers_are_reported_from_three_and_more_than_a_fifth_on() {
    let gone = |count: u32, missing: usize| {
        let station = station(count);
        let rows = table(&station, "officer_id,name", |_, o| {
            format!("{},{}", o.id, o.name)
        });
        let rows: Vec<&str> = rows.lines().collect();
        let text = rows[..rows.len() - missing].join("\n");
        changes(&station, &text).is_mass_change()
    };
    assert!(!gone(4, 2), "two of four are less than three");
    assert!(!gone(15, 3), "a fifth is not more than a fifth");
    assert!(gone(14, 3) && gone(16, 4) && gone(4, 3));

    let station = station(15);
    let renamed = table(&station, "officer_id,name", |n, o| {
        format!("{},{}", o.id, if n < 4 { "Somebody" } else { &o.name })
    });
    let renamed = changes(&station, &renamed);
    assert_eq!(
        doubts(&renamed),
        [&DoubtWarning::ManyRenamed { count: 4, of: 15 }]
    );

    let emptied = table(&station, "officer_id,name,rank,squad,shift", |n, o| {
        let rank = if n < 2 { "" } else { "Officer" };
        let squad = if (2..4).contains(&n) { "" } else { "A" };
        format!("{},{},{rank},{squad},day", o.id, o.name)
    });
    let mut with_shift = station.clone();
    with_shift.shifts = vec![crate::station::Shift {
        id: ShiftId::as_recorded("day"),
        name: "Day".to_owned(),
        start: jiff::civil::time(7, 0, 0, 0),
        end: jiff::civil::time(15, 0, 0, 0),
    }];
    let emptied = changes(&with_shift, &emptied);
    let columns: Vec<_> = emptied.warnings.iter().map(|w| w.column).collect();
    assert_eq!(
        columns,
        [Some(RosterColumn::Rank), Some(RosterColumn::Squad)],
        "two and two are four officers"
    );
    let sums: Vec<_> = emptied
        .field_sums()
        .into_iter()
        .map(|s| (s.column, s.changed, s.emptied))
        .collect();
    assert_eq!(
        sums,
        [(RosterColumn::Rank, 0, 2), (RosterColumn::Squad, 0, 2)]
    );
}

// RECORDS 7.17.
#[test]
fn a_first_roster_and_one_that_only_adds_are_no_mass_change() {
    let new = station(40);
    let text = table(&new, "officer_id,name", |_, o| {
        format!("{},{}", o.id, o.name)
    });
    assert_eq!(changes(&Station::default(), &text).warnings, []);
    assert_eq!(changes(&station(3), &text).warnings, []);
}

// RECORDS 7.18.
#[test]
fn a_new_id_that_is_nearly_a_known_one_is_reported_with_both() {
    let mut station = station(20);
    "0417".clone_into(&mut station.roster[0].id);
    let text = table(&station, "officer_id,name", |_, o| {
        format!("{},{}", o.id.trim_start_matches('0'), o.name)
    });
    let changes = changes(&station, &text);
    assert_eq!((changes.new.len(), changes.gone.len()), (1, 1));
    let warning = &changes.warnings[0];
    assert_eq!((warning.line, warning.id.as_str()), (Some(2), "417"));
    let known = "0417".to_owned();
    assert_eq!(warning.doubt, DoubtWarning::LikeKnown { known });
}

// RECORDS 7.20.
#[test]
fn what_is_on_the_roster_is_written_and_read_back_without_any_change() {
    let mut station = station(6);
    for (officer, name) in station.roster.iter_mut().zip([
        "=HYPERLINK(\"http://x\")",
        "O'Officer, Jr. \"Ace\"",
        "'=1;'+2",
        ";semi;=1",
        "Ängström José محمد 王小明",
        "-",
    ]) {
        name.clone_into(&mut officer.name);
        officer.squad = "+1".to_owned();
        officer.certification = "@x".to_owned();
    }
    "'0417".clone_into(&mut station.roster[0].id);
    station.roster[1].active_to = Some(date(2026, 1, 31));
    station.roster[2].active_from = Some(date(2027, 1, 31));
    // The station does not have this shift any more.
    station.roster[3].shift = Some(ShiftId::as_recorded("swing"));
    // As an older Muster may have it.
    station.roster[4].name.push_str("  twice");
    station.take_roster(&RosterFile::of(&station.roster.clone()[..5]), TODAY);
    assert!(station.roster[5].before_gone.is_some(), "one is gone");
    let bytes = crate::station::roster::write(&station).expect("written");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(text.starts_with("\u{feff}officer_id,name,rank,") && text.contains("\r\n"));
    let read = parse(&bytes, &station).expect("read back");
    let changes = diff(&station.roster, &read, TODAY);
    assert!(changes.changes_nothing(), "{changes:#?}");
    assert_eq!(changes.unchanged, 6);
    let before = station.clone();
    station.take_roster(&read, TODAY);
    assert_eq!(station, before);
}

// RECORDS 7.20.
#[test]
fn a_roster_that_no_file_can_hold_is_not_written() {
    let mut station = station(2);
    station.roster[1].id = station.roster[0].id.clone();
    assert!(crate::station::roster::write(&station).is_err());
    station.roster[1].id = "2".to_owned();
    station.roster[1].name = "A".repeat(201);
    assert!(crate::station::roster::write(&station).is_err());
}

#[test]
fn a_shifts_officers_are_those_active_that_day_by_name() {
    let mut late = officer("3", "a late officer");
    late.active_from = Some(date(2026, 12, 1));
    let mut other = officer("4", "Z");
    other.shift = None;
    let station = Station {
        roster: vec![officer("1", "C"), officer("2", "B"), late, other],
        ..Station::default()
    };
    let ids = |on| {
        let officers = station.officers_of(&ShiftId::as_recorded("day"), on);
        officers.iter().map(|o| o.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(TODAY), ["2", "1"]);
    assert_eq!(ids(date(2026, 12, 1)), ["3", "2", "1"]);
}
