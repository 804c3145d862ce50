//! Draws a sample of the mutants of a room and runs the tests with each: see README.md.

mod build;
mod list;
mod switch;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;

use crate::build::{Outcome, Tests};
use crate::list::Mutant;

/// The integration tests that are about a room, the quick ones first.
const TESTS: [(&str, &[&str]); 6] = [
    (
        "pack",
        &["pack_check", "packs_interop", "attack", "journeys"],
    ),
    ("library", &["attack", "journeys"]),
    (
        "records",
        &["records", "roster", "attack", "journeys", "it_screens"],
    ),
    ("session", &["briefing", "records", "it_screens"]),
    ("station", &["roster", "attack", "journeys", "it_screens"]),
    (
        "operations",
        &["roster", "attack", "journeys", "it_screens"],
    ),
];

#[derive(Parser)]
struct Arguments {
    /// A room: a folder of `src`.
    room: String,
    /// How many mutants that compile.
    #[arg(long, default_value_t = 200)]
    count: usize,
    /// Which sample.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let room = arguments.room.as_str();
    let tests = TESTS.iter().find(|(name, _)| *name == room);
    let (_, integration) = tests.context("no tests are named for this room")?;
    let repo = PathBuf::from("../..").canonicalize().ok();
    let repo = [Some(std::env::current_dir()?), repo]
        .into_iter()
        .flatten()
        .find(|folder| folder.join("src").join(room).is_dir())
        .context("run it from the top of the repository")?;
    let work = repo.join("target/mutants");
    fs::create_dir_all(&work)?;

    let mut sample = list::mutants(&repo, room)?;
    let all = sample.len();
    fastrand::Rng::with_seed(arguments.seed).shuffle(&mut sample);
    // Some of them will not compile.
    sample.truncate(arguments.count + arguments.count / 2);
    println!("{room}: {all} mutants, {} drawn", sample.len());

    let tree = work.join("tree");
    let compiled = build::build(&repo, &tree, &sample, integration)?;
    let chosen: Vec<(usize, &Mutant)> = sample
        .iter()
        .enumerate()
        .filter(|(number, _)| compiled.numbers.contains(number))
        .take(arguments.count)
        .collect();
    println!(
        "{} compile, {} are tried",
        compiled.numbers.len(),
        chosen.len()
    );

    let results = work.join(format!("{room}.tsv"));
    let done = read(&results);
    let tests = Tests::new(&tree, room, integration)?;
    ensure!(
        tests.run(None)? == Outcome::Missed,
        "the tests fail without any mutant"
    );
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&results)?;
    let mut missed = Vec::new();
    let mut caught = 0;
    for (number, mutant) in &chosen {
        let outcome = match done.get(&mutant.name) {
            Some(outcome) => outcome.clone(),
            None => {
                let outcome = tests.run(Some(*number))?.name().to_owned();
                writeln!(file, "{outcome}\t{}", mutant.name)?;
                outcome
            }
        };
        println!("{outcome}\t{}", mutant.name);
        if outcome == Outcome::Missed.name() {
            missed.push(&mutant.name);
        } else {
            caught += 1;
        }
    }
    println!("\n{room}: {caught} of {} caught; missed:", chosen.len());
    for name in missed {
        println!("  {name}");
    }
    Ok(())
}

/// Outcomes of an earlier run by the names of the mutants.
fn read(results: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(results).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(outcome, name)| (name.to_owned(), outcome.to_owned()))
        .collect()
}
