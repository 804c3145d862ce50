//! What `cargo mutants` would try.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use serde::Deserialize;

/// A place in a file: lines and columns from 1.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Span {
    pub start: Place,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Mutant {
    /// Relative to the repository.
    pub file: String,
    /// Place and change, for people.
    pub name: String,
    pub genre: String,
    /// What stands in the place of the span.
    pub replacement: String,
    pub span: Span,
}

/// All mutants of a room, but for fields left out of a struct, which no switch can do.
pub fn mutants(repo: &Path, room: &str) -> Result<Vec<Mutant>> {
    let files = format!("src/{room}/**");
    let listed = Command::new("cargo")
        .args(["mutants", "--list", "--json", "-f", &files])
        .current_dir(repo)
        .output()?;
    ensure!(
        listed.status.success(),
        "cargo mutants: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let mut mutants: Vec<Mutant> = serde_json::from_slice(&listed.stdout)?;
    mutants.retain(|mutant| mutant.genre != "StructField");
    Ok(mutants)
}
