//! A roster of any bytes, as a personnel system may have written it.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::Time;
use libfuzzer_sys::fuzz_target;
use muster::station::{Shift, ShiftId, roster};

static SHIFTS: LazyLock<[Shift; 1]> = LazyLock::new(|| {
    [Shift {
        id: ShiftId("day".to_owned()),
        name: "Day shift".to_owned(),
        start: Time::constant(7, 0, 0, 0),
        end: Time::constant(15, 0, 0, 0),
    }]
});

fuzz_target!(|bytes: &[u8]| {
    let _ = roster::parse(bytes, &*SHIFTS);
});
