//! A roster of any bytes, as a personnel system may have written it, for a station with somebody on its
//! roster; what it makes of the station is written and read back without any change.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use libfuzzer_sys::fuzz_target;
use muster::station::{Officer, Shift, ShiftId, Station, diff, roster};

const TODAY: Date = Date::constant(2026, 11, 24);

static STATION: LazyLock<Station> = LazyLock::new(|| {
    let day = Shift {
        id: ShiftId::as_recorded("day"),
        name: "Day shift".to_owned(),
        start: Time::constant(7, 0, 0, 0),
        end: Time::constant(15, 0, 0, 0),
    };
    let officer = |id: &str, name: &str, shift: &str| Officer {
        id: id.to_owned(),
        name: name.to_owned(),
        shift: Some(ShiftId::as_recorded(shift)),
        ..Officer::default()
    };
    Station {
        shifts: vec![day],
        roster: vec![
            officer("0417", "=HYPERLINK(1)", "day"),
            officer("1042", "'Ace\u{301}", "swing"),
            officer("123456789012", "O’Brien", "day"),
        ],
        ..Station::default()
    }
});

fuzz_target!(|bytes: &[u8]| {
    match roster::parse(bytes, &STATION) {
        Ok(file) => {
            let shown = diff(&STATION.roster, &file, TODAY);
            let mut station = STATION.clone();
            let done = station.take_roster(&file, TODAY);
            assert!(done == shown, "what was shown is what is done");
            // What was taken in once changes nothing the second time, but for what was warned of.
            assert!(diff(&station.roster, &file, TODAY).gone.is_empty());
            if let Ok(written) = roster::write(&station) {
                let back = roster::parse(&written, &station).unwrap();
                assert!(diff(&station.roster, &back, TODAY).changes_nothing());
            }
        }
        Err(bad) => {
            let lines = 1 + bytes.iter().filter(|b| matches!(b, b'\r' | b'\n')).count() as u64;
            assert!(!bad.errors.is_empty());
            assert!(
                bad.errors
                    .iter()
                    .filter_map(|e| e.line())
                    .all(|line| line <= lines)
            );
        }
    }
});
