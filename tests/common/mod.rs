//! The program that the journeys run, and how a path is passed to it.
//!
//! `MUSTER_TEST_BIN` puts another program in the place of the one that cargo has just built: the
//! words that start it, parted by spaces. `MUSTER_TEST_BIN="/usr/lib/wine/wine64 /…/muster.exe"`
//! runs the same journeys with the Windows program under Wine.

#![allow(dead_code, reason = "each file of tests uses the part it needs")]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where something is not there; the file's name is the builder's"
)]

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// A command that starts Muster, free of what the surroundings say about its data folder.
pub fn muster() -> Command {
    let words = program();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env_remove("MUSTER_DATA_DIR");
    // One log for all tests, not that of whoever runs them.
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("muster-log");
    command.env("MUSTER_LOG_DIR", path(&log));
    command
}

/// Whether the program under test is the Windows one, run by Wine.
pub fn under_wine() -> bool {
    cfg!(unix) && program().iter().any(|word| word.ends_with(".exe"))
}

/// `path` as it has to be passed to the program under test, on its command line and in its
/// environment, and as it prints it: under Wine a drive letter and backslashes, else unchanged.
pub fn path(path: &Path) -> OsString {
    if !under_wine() {
        return path.into();
    }
    let path = path.to_str().expect("the paths of tests are Unicode");
    let drive = if path.starts_with('/') { "Z:" } else { "" };
    format!("{drive}{}", path.replace('/', "\\")).into()
}

fn program() -> Vec<String> {
    match std::env::var("MUSTER_TEST_BIN") {
        Ok(words) if !words.trim().is_empty() => {
            words.split_whitespace().map(str::to_owned).collect()
        }
        _ => vec![env!("CARGO_BIN_EXE_muster").to_owned()],
    }
}

/// Says that the running test does not run here, and why; the test then returns. nextest counts it
/// as passed, so its name and the reason are added to the file that `MUSTER_SKIPPED` names, which
/// `.ci/test` prints at the end.
pub fn skip(reason: &str) {
    use std::io::Write;
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a thread without a name");
    let program = std::env::current_exe().unwrap_or_default();
    let program = program.file_stem().unwrap_or_default().to_string_lossy();
    // Cargo adds a hash to the name of a test program.
    let program = program.rsplit_once('-').map_or(&*program, |(name, _)| name);
    let line = format!("{program} {test}: {reason}\n");
    let _ = write!(std::io::stderr(), "skipped: {line}");
    let Some(file) = std::env::var_os("MUSTER_SKIPPED") else {
        return;
    };
    // One write of a short line, which tests that run at the same time do not mix up.
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(file)
        .expect("the list of skipped tests can be written");
    file.write_all(line.as_bytes()).expect("written");
}
