//! Attacks: any byte of a pack flipped, cut or added, and everything else that must be refused
//! with the right code while the shelf stays as it was.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test may fail, write and speak"
)]
#![allow(
    clippy::too_many_lines,
    reason = "a corpus is a table, and reads best as one"
)]

#[path = "attack/bytes.rs"]
mod bytes;
mod common;
#[path = "attack/corpus.rs"]
mod corpus;
#[path = "attack/corpus/archive.rs"]
mod corpus_archive;
#[path = "attack/corpus/around.rs"]
mod corpus_around;
#[path = "attack/corpus/bytes.rs"]
mod corpus_bytes;
#[path = "attack/corpus/contents.rs"]
mod corpus_contents;
#[path = "attack/corpus/drawings.rs"]
mod corpus_drawings;
#[path = "attack/corpus/forgeries.rs"]
mod corpus_forgeries;
#[path = "attack/corpus/links.rs"]
mod corpus_links;
#[path = "attack/corpus/manifest.rs"]
mod corpus_manifest;
#[path = "attack/corpus/names.rs"]
mod corpus_names;
#[path = "attack/corpus/policy.rs"]
mod corpus_policy;
#[path = "attack/corpus/trust.rs"]
mod corpus_trust;
#[path = "attack/corpus/values.rs"]
mod corpus_values;
#[path = "attack/disk.rs"]
mod disk;
#[path = "attack/documents.rs"]
mod documents;
#[cfg(target_os = "linux")]
#[path = "attack/everybody.rs"]
mod everybody;
#[path = "attack/forge.rs"]
mod forge;
#[path = "attack/keys.rs"]
mod keys;
#[path = "attack/lists.rs"]
mod lists;
#[cfg(unix)]
#[path = "attack/others.rs"]
mod others;
#[cfg(target_os = "linux")]
#[path = "attack/pc.rs"]
mod pc;
#[path = "attack/pdf.rs"]
mod pdf;
#[cfg(unix)]
#[path = "attack/pipes.rs"]
mod pipes;
#[path = "attack/program.rs"]
mod program;
#[path = "../src/pack/tests/raw.rs"]
mod raw;
#[path = "attack/records.rs"]
mod records;
#[path = "attack/regions.rs"]
mod regions;
#[cfg(unix)]
#[path = "attack/shared_pc.rs"]
mod shared_pc;
#[path = "attack/spoofing.rs"]
mod spoofing;
#[path = "attack/spoofing_trust.rs"]
mod spoofing_trust;
#[path = "attack/sticks.rs"]
mod sticks;
#[cfg(unix)]
#[path = "attack/stores.rs"]
mod stores;
#[cfg(unix)]
#[path = "attack/stores_root.rs"]
mod stores_root;
#[path = "attack/world.rs"]
mod world;
