//! Power cuts, pulled sticks, full disks, two at once: the real program is stopped, or fails, at
//! every single file operation in turn, is started again, and the shelf is the old one or the new
//! one, whole, with nothing left lying about.
//!
//! Linux on x86-64 only: `power/layer.c`, which gcc compiles when a test begins, sits between the
//! program and the system there. What it proves, the order of writes and flushes, is the same code
//! everywhere; how Windows keeps its side of it was not tried.
//!
//! The long runs have a command of their own, `.ci/long`.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail, write and speak"
)]

mod common;
#[path = "power/cuts.rs"]
mod cuts;
#[path = "power/full.rs"]
mod full;
#[path = "power/killed.rs"]
mod killed;
#[path = "power/layer.rs"]
mod layer;
#[path = "power/lost.rs"]
mod lost;
#[path = "power/migrating.rs"]
mod migrating;
#[path = "power/others.rs"]
mod others;
#[path = "power/scenes.rs"]
mod scenes;
#[path = "power/stick.rs"]
mod stick;
#[path = "power/two.rs"]
mod two;
#[path = "attack/world.rs"]
mod world;
