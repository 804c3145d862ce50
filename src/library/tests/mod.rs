//! The shelf from outside: packs are built, signed and taken in as from a stick.

mod fixture;
mod floors;
mod installing;
mod layouts;
mod lists;
mod outlines;
mod planning;
#[cfg(unix)]
mod publishing;
mod rotting;
mod shelf;
mod trusting;
