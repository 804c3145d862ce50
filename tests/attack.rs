//! Attacks: any byte of a pack flipped, cut or added, and everything else that must be refused
//! with the right code while the shelf stays as it was.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail, write and speak"
)]

#[path = "attack/bytes.rs"]
mod bytes;
mod common;
#[path = "attack/disk.rs"]
mod disk;
#[path = "attack/lists.rs"]
mod lists;
#[path = "attack/program.rs"]
mod program;
#[path = "attack/regions.rs"]
mod regions;
#[path = "attack/world.rs"]
mod world;
