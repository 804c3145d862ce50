//! `manifest.json` (FORMAT section 4): what the pack holds and in which order it is shown.
//! Its types are in `types`; reading it, and every rule that the types alone do not hold, in
//! `check`; what of its names is written out, in `names`.

mod check;
mod names;
mod types;

pub use check::{FORMAT, MAX_MANIFEST, check, parse, parse_again, parse_installed};
pub use types::{
    AidKind, Audience, Captions, Card, Changes, Chapter, Course, JobAid, MAX_DURATION_MS, Manifest,
    Media, MediaKind, Module, Prompt, Reference, Series, Status, Step, Text, Update, Variant,
};
