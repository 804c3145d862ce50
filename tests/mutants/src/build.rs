//! Builds the program with its mutants, and runs its tests with one of them turned on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

use crate::list::Mutant;
use crate::switch;

/// More rounds than compilers need to name every mutant that does not compile.
const MAX_ROUNDS: usize = 12;

/// The mutants that are in the program.
pub struct Compiled {
    pub numbers: BTreeSet<usize>,
}

/// Copies the repository and builds it with the mutants; those that do not compile are left out.
pub fn build(
    repo: &Path,
    tree: &Path,
    sample: &[Mutant],
    integration: &[&str],
) -> Result<Compiled> {
    copy(repo, tree)?;
    let library = tree.join("src/lib.rs");
    let text = fs::read_to_string(&library)?;
    fs::write(
        &library,
        format!("{text}\n#[allow(missing_docs)]\npub mod mutation;\n"),
    )?;
    fs::write(tree.join("src/mutation.rs"), switch::MODULE)?;

    let mut numbers: BTreeSet<usize> = (0..sample.len()).collect();
    for _ in 0..MAX_ROUNDS {
        let mut in_file: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
        for (number, mutant) in sample.iter().enumerate() {
            let of_file = in_file.entry(&mutant.file).or_default();
            if numbers.contains(&number) {
                of_file.push((number, mutant));
            }
        }
        let mut there = BTreeSet::new();
        for (file, mutants) in in_file {
            let source = fs::read_to_string(repo.join(file))?;
            let source = switch::put_in(&source, &mutants).with_context(|| file.to_owned())?;
            there.extend(mutants_in(&source));
            fs::write(tree.join(file), source)?;
        }
        numbers = there;
        let wrong = wrong_mutants(tree)?;
        if wrong.is_empty() {
            no_run(tree, integration)?;
            return Ok(Compiled { numbers });
        }
        println!("{} do not compile", wrong.len());
        numbers.retain(|number| !wrong.contains(number));
    }
    bail!("some mutant does not compile and none is named")
}

/// What git knows, as it lies there; sources that changed since are written anew.
fn copy(repo: &Path, tree: &Path) -> Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(repo)
        .output()?;
    ensure!(listed.status.success(), "git ls-files");
    for name in listed
        .stdout
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let name = str::from_utf8(name)?;
        let (from, to) = (repo.join(name), tree.join(name));
        fs::create_dir_all(to.parent().context("no folder")?)?;
        fs::copy(from, to)?;
    }
    Ok(())
}

/// The numbers that stand in a source.
fn mutants_in(source: &str) -> impl Iterator<Item = usize> {
    let parts = source.split("crate::mutation::active(").skip(1);
    parts.filter_map(|part| part.split_once(')')?.0.parse().ok())
}

#[derive(Deserialize)]
struct Report {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: Option<String>,
    spans: Vec<ErrorSpan>,
}

#[derive(Deserialize)]
struct ErrorSpan {
    file_name: String,
    line_start: usize,
    line_end: usize,
}

/// The mutants at which the compiler finds errors.
fn wrong_mutants(tree: &Path) -> Result<BTreeSet<usize>> {
    let checked = Command::new("cargo")
        .args(["check", "--lib", "--message-format=json"])
        .current_dir(tree)
        .stderr(Stdio::null())
        .output()?;
    if checked.status.success() {
        return Ok(BTreeSet::new());
    }
    let mut wrong = BTreeSet::new();
    let mut errors = String::new();
    for line in str::from_utf8(&checked.stdout)?.lines() {
        let Ok(Report {
            message: Some(message),
        }) = serde_json::from_str::<Report>(line)
        else {
            continue;
        };
        if message.level != "error" {
            continue;
        }
        errors.push_str(message.rendered.as_deref().unwrap_or_default());
        for span in &message.spans {
            let Ok(source) = fs::read_to_string(tree.join(&span.file_name)) else {
                continue;
            };
            let lines: Vec<&str> = source.lines().collect();
            let at = lines
                .get(span.line_start - 1..span.line_end)
                .unwrap_or_default();
            let before = wrong.len();
            wrong.extend(mutants_in(&at.join("\n")));
            if wrong.len() == before {
                // An operand of several lines: the switch stands above.
                let above = lines.get(..span.line_end).unwrap_or_default().join("\n");
                wrong.extend(mutants_in(&above).last());
            }
        }
    }
    ensure!(
        !wrong.is_empty(),
        "it does not compile, and no mutant is named:\n{errors}"
    );
    Ok(wrong)
}

fn no_run(tree: &Path, integration: &[&str]) -> Result<()> {
    let mut build = Command::new("cargo");
    build
        .args(["nextest", "run", "--no-run", "--lib"])
        .current_dir(tree);
    for name in integration {
        build.args(["--test", name]);
    }
    ensure!(build.status()?.success(), "the tests do not compile");
    Ok(())
}

/// How the tests ended with a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A test failed, or hung.
    Caught,
    /// All passed.
    Missed,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Caught => "caught",
            Self::Missed => "missed",
        }
    }
}

/// The tests of a room, built.
pub struct Tests {
    tree: PathBuf,
    /// Of the package and of what was built, so that a run need not ask cargo again.
    cargo: PathBuf,
    binaries: PathBuf,
    unit: String,
}

impl Tests {
    pub fn new(tree: &Path, room: &str, integration: &[&str]) -> Result<Self> {
        let cargo = tree.join("target/cargo-metadata.json");
        let binaries = tree.join("target/binaries-metadata.json");
        let metadata = Command::new("cargo")
            .args([
                "metadata",
                "--format-version",
                "1",
                "--all-features",
                "--no-deps",
            ])
            .current_dir(tree)
            .output()?;
        fs::write(&cargo, metadata.stdout)?;
        let mut list = Command::new("cargo");
        list.args([
            "nextest",
            "list",
            "--lib",
            "--list-type",
            "binaries-only",
            "--message-format",
            "json",
        ]);
        for name in integration {
            list.args(["--test", name]);
        }
        fs::write(&binaries, list.current_dir(tree).output()?.stdout)?;
        Ok(Self {
            tree: tree.to_owned(),
            cargo,
            binaries,
            unit: format!("kind(lib) and test(/^{room}::/)"),
        })
    }

    /// The unit tests, then the others.
    pub fn run(&self, mutant: Option<usize>) -> Result<Outcome> {
        for filter in [self.unit.as_str(), "kind(test)"] {
            let mut run = Command::new("cargo-nextest");
            run.args([
                "nextest",
                "run",
                "--fail-fast",
                "--status-level",
                "fail",
                "-E",
                filter,
            ])
            .arg("--cargo-metadata")
            .arg(&self.cargo)
            .arg("--binaries-metadata")
            .arg(&self.binaries)
            .current_dir(&self.tree)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
            if let Some(number) = mutant {
                run.env("MUSTER_MUTANT", number.to_string());
            }
            if !run.status()?.success() {
                return Ok(Outcome::Caught);
            }
        }
        Ok(Outcome::Missed)
    }
}
