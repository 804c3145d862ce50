//! An `assignments.json` of any bytes, as it lies on a stick.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::Time;
use libfuzzer_sys::fuzz_target;
use muster::station::{Shift, ShiftId, assignments_file};

static SHIFTS: LazyLock<[Shift; 1]> = LazyLock::new(|| {
    [Shift {
        id: ShiftId::as_recorded("day"),
        name: "Day shift".to_owned(),
        start: Time::constant(7, 0, 0, 0),
        end: Time::constant(15, 0, 0, 0),
    }]
});

fuzz_target!(|bytes: &[u8]| {
    let _ = assignments_file::parse(bytes, &*SHIFTS);
});
