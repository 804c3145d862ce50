//! A week of a busy station, entered by command and compared with a list that was written by hand:
//! three shifts, two briefings a day, make-ups, a station that is renamed, an officer with a new number,
//! a replaced screen, a clock that was set wrong; in zones with a clock change in that week, and without one.

use jiff::ToSpan;
use jiff::civil::Date;
use muster::library::Library;
use muster::platform::monitors::{Found, Monitor, MonitorId, find};
use muster::records::Records;
use muster::records::due::{CellState, Offer, board};
use muster::station::{DataFolder, ShiftId, StationStore};
use serde_json::{Value, json};

use super::World;
use super::golden::{copy_folder, golden};

/// A zone, the Monday of the week, and its offset until Saturday and on Sunday.
const WEEKS: [(&str, &str, &str, &str); 4] = [
    // Put forward on Sunday at 02:00.
    ("America/New_York", "2025-03-03", "-05:00", "-04:00"),
    // Put back on Sunday at 02:00.
    ("Europe/London", "2025-10-20", "+01:00", "+00:00"),
    ("America/Phoenix", "2025-03-03", "-07:00", "-07:00"),
    ("Asia/Kolkata", "2025-06-02", "+05:30", "+05:30"),
];

/// What is recorded, newest first: day of the week on which it began, shift and day of its date, module,
/// start, how it was held, how many were there of how many on the roll.
const LIST: [&str; 13] = [
    "Sun day/Sun detainer 07:45 roll_call 9/15",
    "Sat swing/Sat detainer 15:45 roll_call 4/5",
    "Sat first/Sat detainer-jail 00:30 roll_call 2/4",
    "Fri day/Fri detainer-jail 09:00 make_up 2/2",
    "Thu first/Fri detainer 23:45 roll_call 4/4",
    "Thu day/Thu detainer 10:00 make_up 3/3",
    "Thu day/Thu detainer-jail 08:30 roll_call 5/15",
    "Wed swing/Wed detainer 15:45 roll_call 3/5",
    "Wed first/Wed detainer-jail 00:30 roll_call 1/4",
    "Tue swing/Tue detainer-jail 16:30 class 5/5",
    "Tue day/Tue detainer 07:45 roll_call 10/15",
    "Mon day/Mon detainer-jail 08:30 roll_call 10/15",
    "Sun first/Mon detainer 23:45 roll_call 3/4",
];

pub struct Week {
    world: World,
    zone: &'static str,
    monday: Date,
}

impl Week {
    pub fn new(zone: &'static str, monday: &str) -> Self {
        let world = World::new();
        copy_folder(
            &golden("data/library"),
            &world.folder.path().join("library"),
        );
        let monday = monday.parse().expect("a date");
        Self {
            world,
            zone,
            monday,
        }
    }

    pub fn run(&self, arguments: &[&str]) -> (i32, Value) {
        let mut command = super::common::muster();
        command.env("TZ", self.zone).args(["--json", "--data-dir"]);
        command.arg(super::common::path(self.world.folder.path()));
        let output = command.args(arguments).output().expect("muster runs");
        let document = serde_json::from_slice(&output.stdout).expect("one JSON document");
        (output.status.code().expect("a code"), document)
    }

    pub fn ok(&self, arguments: &[&str]) -> Value {
        let (code, document) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {document}");
        document
    }

    fn day(&self, after_monday: i64) -> Date {
        self.monday.checked_add(after_monday.days()).expect("a day")
    }

    /// Enters a briefing of that day's shift; `how` is `roll_call` and the like.
    fn hold(&self, day: i64, shift: &str, module: &str, start: &str, how: &str, present: &str) {
        let date = self.day(day).to_string();
        self.ok(&[
            "records",
            "add",
            "--module",
            module,
            "--shift",
            shift,
            "--date",
            &date,
            "--start",
            start,
            "--delivery",
            how,
            "--present",
            present,
            "--facilitator",
            "S1",
        ]);
    }

    pub fn import(&self, text: &str) {
        let file = self.world.folder.path().join("roster.csv");
        std::fs::write(&file, text).expect("written");
        let file = super::common::path(&file);
        self.ok(&["roster", "import", file.to_str().expect("Unicode")]);
    }

    /// Of each row of the board each shift: the day of the week, who was there, who belongs to it.
    fn board(&self, day: i64) -> Vec<String> {
        let folder = DataFolder::resolve(Some(self.world.folder.path())).expect("a folder");
        let station = StationStore::open(&folder).load().expect("settings");
        let packs = Library::open(folder.library()).expect("a shelf");
        let packs = packs.installed().expect("packs");
        let offers: Vec<Offer<'_>> = packs
            .iter()
            .map(|pack| Offer {
                outline: pack.outline(),
                since: self.monday,
            })
            .collect();
        let records = Records::open_read_only(&folder.records_file()).expect("records");
        let today = self.day(day);
        let done = records.done(&station, today).expect("done");
        let shift = ShiftId::as_recorded("day");
        let board = board(&offers, &station, &done, Some(&shift), today);
        let rows = board.rows.iter().map(|row| {
            let cells = row.cells.iter().map(|cell| match cell.state {
                CellState::Completed {
                    date,
                    present,
                    of,
                    doubt: false,
                    ..
                } => format!("{} {present}/{of}", name_of(date)),
                other => format!("{other:?}"),
            });
            let cells: Vec<String> = cells.collect();
            format!("{}: {}", row.module.module, cells.join(", "))
        });
        rows.collect()
    }
}

fn name_of(day: Date) -> String {
    day.strftime("%a").to_string()
}

/// The numbers of the day shift, `first` before the others.
fn day_shift(first: &str, others: impl Iterator<Item = u32>) -> String {
    let others = others.map(|n| format!("D{n:02},Officer {n},day,\n"));
    format!("{first}{}", others.collect::<String>())
}

const OTHER_SHIFTS: &str = "F1,Fay One,first,\nF2,Fay Two,first,\nF3,Fay Three,first,\n\
    F4,Fay Four,first,\nS1,Sam One,swing,\nS2,Sam Two,swing,\nS3,Sam Three,swing,\n\
    S4,Sam Four,swing,\nS5,Sam Five,swing,\n";

fn list(numbers: std::ops::RangeInclusive<u32>) -> String {
    let numbers = numbers.map(|n| format!("D{n:02}"));
    numbers.collect::<Vec<_>>().join(",")
}

fn live(week: &Week) {
    let hold = |day, shift, module, start, how, present: &str| {
        week.hold(day, shift, module, start, how, present);
    };
    let (one, two) = ("detainer", "detainer-jail");
    hold(0, "first", one, "23:45", "roll_call", "F1,F2,F3");
    hold(0, "day", two, "08:30", "roll_call", &list(1..=10));
    hold(1, "day", one, "07:45", "roll_call", &list(1..=10));
    hold(1, "swing", two, "16:30", "class", "S1,S2,S3,S4,S5");
    hold(2, "first", two, "00:30", "roll_call", "F1");
    hold(2, "swing", one, "15:45", "roll_call", "S1,S2,S3");
    week.ok(&["station", "set", "name", "West"]);
    hold(3, "day", two, "08:30", "roll_call", &list(1..=5));
    hold(3, "day", one, "10:00", "make_up", &list(11..=13));
    assert_eq!(
        week.board(3),
        [
            "detainer: Mon 3/4, Tue 13/15, Wed 3/5",
            "detainer-jail: Wed 1/4, Thu 5/15, Tue 5/5"
        ],
        "{}",
        week.zone
    );
    // One has another number, one is gone, one is new.
    let header = "officer_id,name,shift,former_id,active_from,active_to\n";
    let day = day_shift("D91,Officer 1,day,D01\n", 2..=14);
    let (last, first) = (week.day(3), week.day(4));
    let day = format!("{day}D15,Officer 15,day,,,{last}\nD16,Officer 16,day,,{first}\n");
    week.import(&format!("{header}{day}{OTHER_SHIFTS}"));
    replace_the_screen();
    hold(4, "first", one, "23:45", "roll_call", "F1,F2,F3,F4");
    hold(4, "day", two, "09:00", "make_up", "D91,D06");
    hold(5, "first", two, "00:30", "roll_call", "F2,F3");
    hold(5, "swing", one, "15:45", "roll_call", "S1,S2,S3,S4");
    let sunday = format!("D91,{}", list(2..=9));
    hold(6, "day", one, "07:45", "roll_call", &sunday);
}

/// A television in the place of the one that was chosen, at the same socket and as large, is the wall
/// only once somebody chooses it; then it is known again at another socket and on the other side.
fn replace_the_screen() {
    let screen = |device: &str, socket: &str, x: i32| Monitor {
        id: MonitorId {
            device: device.to_owned(),
            socket: socket.to_owned(),
            size: (1920, 1080),
        },
        name: device.to_owned(),
        at: (x, 0),
        formerly: String::new(),
    };
    let desk = screen("DEL A07B 4711 4711", "DP-1", 0);
    let old = screen("SAM 0F1C 20817 H4ZN500123", "HDMI-1", 1920);
    let new = screen("SAM 0F1C 30977 H4ZN700456", "HDMI-1", 1920);
    let chosen = old.id.clone();
    assert_eq!(find(&[desk.clone(), old], &chosen), Found::One(1));
    assert_eq!(find(&[desk.clone(), new.clone()], &chosen), Found::Nowhere);
    let chosen = new.id.clone();
    assert_eq!(find(&[desk.clone(), new], &chosen), Found::One(1));
    let moved = screen("SAM 0F1C 30977 H4ZN700456", "DP-2", -1920);
    assert_eq!(find(&[moved, desk], &chosen), Found::One(0));
}

#[test]
fn a_week_of_a_busy_station_is_as_a_list_by_hand_has_it_in_every_zone() {
    for (zone, monday, offset, on_sunday) in WEEKS {
        let week = Week::new(zone, monday);
        week.ok(&["station", "set", "name", "Central"]);
        let shifts = "first=First,00:00-08:00; day=Day,08:00-16:00; swing=Swing,16:00-24:00";
        week.ok(&["station", "set", "shifts", shifts]);
        let day = day_shift("", 1..=15);
        week.import(&format!(
            "officer_id,name,shift,former_id\n{day}{OTHER_SHIFTS}"
        ));
        for module in ["detainer", "detainer-jail"] {
            week.ok(&["approve", module, "--by", "Training"]);
            week.ok(&["assign", module]);
        }
        live(&week);
        // By a clock that was set to another century.
        week.ok(&[
            "records",
            "add",
            "--module",
            "detainer",
            "--shift",
            "swing",
            "--date",
            "2062-11-24",
            "--facilitator",
            "S1",
            "--present",
            "S1",
            "--confirm-date",
        ]);
        assert_eq!(
            week.board(6),
            [
                "detainer: Fri 4/4, Sun 9/15, Sat 4/5",
                "detainer-jail: Sat 2/4, Thu 6/15, Tue 5/5"
            ],
            "{zone}"
        );

        let until = week.day(6).to_string();
        let listed = week.ok(&["records", "list", "--to", &until]);
        let sessions = listed["sessions"].as_array().expect("sessions");
        let lines: Vec<String> = sessions.iter().map(line).collect();
        assert_eq!(lines, LIST, "{zone}");
        for session in sessions {
            let started = session["started_at"].as_str().expect("a time");
            let sunday = started.starts_with(&until);
            let expected = if sunday { on_sunday } else { offset };
            assert!(started.ends_with(expected), "{zone}: {started}");
            assert_eq!(session["facilitator"]["name"], "Sam One");
            assert_eq!(session["clock_doubt"], json!(false));
        }

        // The officer with the new number: everything under both.
        for id in ["D91", "D01"] {
            let theirs = week.ok(&["records", "list", "--officer", id]);
            assert_eq!(
                theirs["sessions"].as_array().map(Vec::len),
                Some(5),
                "{zone} {id}"
            );
        }
        assert_eq!(
            week.ok(&["records", "verify"])["count"],
            json!(LIST.len() + 1)
        );
        odd_hours(&week, &until);
    }
}

/// The hour that was lost on Sunday, and the one that came twice.
fn odd_hours(week: &Week, sunday: &str) {
    let add = |start: &str| {
        week.run(&[
            "records",
            "add",
            "--module",
            "detainer",
            "--shift",
            "first",
            "--date",
            sunday,
            "--start",
            start,
            "--facilitator",
            "S1",
        ])
    };
    let (code, document) = add("02:30");
    let lost = week.zone == "America/New_York";
    assert_eq!(code, if lost { 2 } else { 0 }, "{}: {document}", week.zone);
    let (code, document) = add("01:30");
    let remarks = document["remarks"].as_array().map(Vec::len);
    let twice = week.zone == "Europe/London";
    assert_eq!((code, remarks), (0, Some(usize::from(twice))), "{document}");
}

fn line(session: &Value) -> String {
    let text = |field: &str| session[field].as_str().expect("a text").to_owned();
    let started = text("started_at");
    let (began, start) = started.split_once('T').expect("a time");
    let day = |text: &str| name_of(text.parse().expect("a date"));
    let officers = session["officers"].as_array().expect("officers");
    let there = officers.iter().filter(|o| o["mark"] == "present").count();
    format!(
        "{} {}/{} {} {} {} {there}/{}",
        day(began),
        text("shift"),
        day(&text("shift_date")),
        text("module_id"),
        &start[..5],
        text("delivery"),
        officers.len()
    )
}
