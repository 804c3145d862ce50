//! The screens of an administrator and of whoever looks things up, used as a person uses them: by
//! role and label, with the real stores and the real work in the background behind them.
//!
//! `MUSTER_TEST_PICTURES=FOLDER` keeps a picture of every screen at both sizes.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test ends where its world is not as it was set up"
)]

#[path = "screens/bench.rs"]
mod bench;
#[path = "screens/both_doors.rs"]
mod both_doors;
#[path = "screens/checking.rs"]
mod checking;
#[path = "common/eyes.rs"]
mod eyes;
#[path = "screens/job_aids.rs"]
mod job_aids;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/packs.rs"]
mod packs;
#[path = "screens/ready.rs"]
mod ready;
#[path = "screens/records.rs"]
mod records;
#[path = "screens/station.rs"]
mod station;
#[path = "screens/sticks.rs"]
mod sticks;
#[path = "screens/trust.rs"]
mod trust;
#[path = "screens/visit.rs"]
mod visit;
