//! Programs that authors have installed for themselves, such as LibreOffice or qpdf: found by name,
//! run without a shell, their output bounded, ended when it is to end.
//!
//! Muster needs none of them. Where one is installed it makes of an author's file what a pack can
//! hold; where it is not, the author reads what to do by hand.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::platform::child::ChildProcess;

/// How often a program is polled: short enough for a brief run, long enough to cost nothing.
const NAP: Duration = Duration::from_millis(20);
/// How much of the end of a program's output is kept, in bytes.
pub(super) const KEPT_BYTES: usize = 64 << 10;
/// Above this a file of its output is emptied, in bytes.
const BOUND: u64 = 1 << 20;
/// Longer messages are cut, in characters.
const MAX_MESSAGE: usize = 300;

/// Writes a file for a program to read, into a temporary folder.
///
/// # Errors
/// What the system answers; `AlreadyExists` where there is one.
pub(super) fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(file)?.write_all(bytes)
}

/// Why an installed program failed.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It is there and cannot be run.
    #[error("{program} cannot be run: {reason}")]
    NotRun {
        /// Its name.
        program: String,
        /// What the system reports.
        reason: String,
    },
    /// It reports that it failed.
    #[error("{program} failed: {last}")]
    Failed {
        /// Its name.
        program: String,
        /// The last line of its messages.
        last: String,
    },
    /// It took longer than it may and was ended.
    #[error("{program} did not end in {secs} s")]
    TookTooLong {
        /// Its name.
        program: String,
        /// How long it had.
        secs: u64,
    },
    /// It was cancelled.
    #[error("stopped")]
    Cancelled,
    /// A temporary file.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What a program wrote before it ended well.
#[derive(Debug)]
pub(super) struct ToolOutput {
    /// The end of its standard output.
    pub output: String,
    /// The end of its messages.
    pub messages: String,
}

/// A program that is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tool {
    program: PathBuf,
    name: String,
}

impl Tool {
    /// Finds a program of one of these names: where the variable `MUSTER_` and the first name in
    /// capitals says (`MUSTER_QPDF`) and nowhere else if it is set, else in the folders of `PATH`,
    /// else in `folders`, where its installer puts it. On Windows the names get `.exe` or `.com`.
    pub(super) fn find(names: &[&str], folders: &[PathBuf]) -> Option<Self> {
        let first = names.first()?;
        let variable = format!("MUSTER_{}", first.to_uppercase());
        if let Some(named) = std::env::var_os(variable).filter(|it| !it.is_empty()) {
            return Self::at(PathBuf::from(named), first);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        Self::find_in(std::env::split_paths(&path), names)
            .or_else(|| Self::find_in(folders.iter().cloned(), names))
    }

    fn find_in(folders: impl Iterator<Item = PathBuf>, names: &[&str]) -> Option<Self> {
        // A relative folder depends on the current folder, so it is skipped.
        folders
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| {
                names.iter().flat_map(move |name| {
                    let folder = folder.clone();
                    ENDINGS
                        .iter()
                        .map(move |ending| (folder.join(format!("{name}{ending}")), *name))
                })
            })
            .find_map(|(file, name)| Self::at(file, name))
    }

    fn at(program: PathBuf, name: &str) -> Option<Self> {
        is_program(&program).then(|| Self {
            program,
            name: name.to_owned(),
        })
    }

    /// Its name, as authors know it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Runs it until it ends, for so long at most. `proceed` is asked some fifty times a second
    /// whether to go on. Paths among the arguments are to be absolute: a name that begins with a
    /// hyphen would be an option.
    ///
    /// # Errors
    /// All of [`ToolError`]. It and all that it started has ended in any case.
    pub(super) fn run(
        &self,
        arguments: &[OsString],
        limit: Duration,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<ToolOutput, ToolError> {
        let program = || self.name.clone();
        let (mut output, mut messages) = (Captured::new()?, Captured::new()?);
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(output.writer()?)
            .stderr(messages.writer()?);
        let mut child = ChildProcess::start(&mut command).map_err(|error| ToolError::NotRun {
            program: program(),
            reason: error.to_string(),
        })?;
        let mut waited = Duration::ZERO;
        loop {
            let ended = child.try_wait()?;
            output.read_new()?;
            messages.read_new()?;
            if let Some(status) = ended {
                let (output, messages) = (output.text(), messages.text());
                if status.success() {
                    return Ok(ToolOutput { output, messages });
                }
                let last = last_line(&messages).or_else(|| last_line(&output));
                return Err(ToolError::Failed {
                    program: program(),
                    last: last.unwrap_or_else(|| status.to_string()),
                });
            }
            if !proceed() {
                return Err(ToolError::Cancelled);
            }
            if waited >= limit {
                return Err(ToolError::TookTooLong {
                    program: program(),
                    secs: limit.as_secs(),
                });
            }
            std::thread::sleep(NAP);
            waited += NAP;
        }
    }
}

/// What the name of a program may end in.
const ENDINGS: &[&str] = if cfg!(windows) {
    // Of LibreOffice the one that ends in .com waits for its end.
    &[".com", ".exe"]
} else {
    &[""]
};

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|it| it.is_file())
}

fn last_line(text: &str) -> Option<String> {
    let mut lines = text.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty())?;
    Some(last.chars().take(MAX_MESSAGE).collect())
}

/// A temporary file that a program writes into, and the end of what it wrote. It is polled, since
/// this room starts no threads and reading a pipe would block.
pub(super) struct Captured {
    file: NamedTempFile,
    read: u64,
    kept: Vec<u8>,
}

impl Captured {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            file: tempfile::Builder::new().prefix(".muster-").tempfile()?,
            read: 0,
            kept: Vec::new(),
        })
    }

    /// The program's side. It appends, so that the file can be emptied under it.
    pub(super) fn writer(&self) -> io::Result<Stdio> {
        let file = OpenOptions::new().append(true).open(self.file.path())?;
        Ok(file.into())
    }

    /// Reads what is new, and returns whether anything is.
    pub(super) fn read_new(&mut self) -> io::Result<bool> {
        let file = self.file.as_file_mut();
        let length = file.metadata()?.len();
        if length <= self.read {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(self.read.max(length.saturating_sub(BOUND))))?;
        file.take(length - self.read).read_to_end(&mut self.kept)?;
        self.read = length;
        if length > BOUND {
            // Should it write a line just now, that one is lost.
            self.file.as_file_mut().set_len(0)?;
            self.read = 0;
        }
        let surplus = self.kept.len().saturating_sub(KEPT_BYTES);
        self.kept.drain(..surplus);
        Ok(true)
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }
}

/// The folders of a program in which Windows installs programs, for those that are not on the
/// `PATH` there; none elsewhere. `relative` is for example `LibreOffice\program`.
pub(super) fn program_folders(relative: &str) -> Vec<PathBuf> {
    if !cfg!(windows) {
        return Vec::new();
    }
    ["ProgramFiles", "ProgramFiles(x86)"]
        .iter()
        .filter_map(|variable| std::env::var_os(OsStr::new(variable)))
        .map(|folder| PathBuf::from(folder).join(relative))
        .collect()
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(
        clippy::expect_used,
        clippy::disallowed_methods,
        reason = "a test makes its world with std, and fails where something is not there"
    )]

    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A program that runs this script.
    fn script(folder: &Path, name: &str, text: &str) -> PathBuf {
        let file = folder.join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{text}\n")).expect("written");
        let rights = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&file, rights).expect("a program");
        file
    }

    fn run(text: &str, limit: Duration, most_asked: u32) -> Result<ToolOutput, ToolError> {
        let folder = tempfile::tempdir().expect("a folder");
        script(folder.path(), "tool", text);
        let folders = [folder.path().to_owned()];
        let tool = Tool::find(&["tool"], &folders).expect("found");
        let mut asked = 0;
        tool.run(&["one two".into()], limit, &mut || {
            asked += 1;
            asked <= most_asked
        })
    }

    #[test]
    fn a_program_is_found_by_any_of_its_names_where_it_can_be_run() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("first-name"), "text").expect("written");
        script(folder.path(), "second-name", "exit 0");
        let folders = [PathBuf::from("."), folder.path().to_owned()];
        let names = ["first-name", "second-name"];
        let found = Tool::find(&names, &folders).expect("found");
        assert_eq!(found.name(), "second-name");
        assert_eq!(Tool::find(&["no-such-name"], &folders), None);
    }

    #[test]
    fn arguments_arrive_as_they_are_and_output_comes_back() {
        let done = run("echo \"$1\"; echo why >&2", Duration::from_mins(1), 1_000);
        let done = done.expect("it ended well");
        assert_eq!(done.output, "one two\n");
        assert_eq!(done.messages, "why\n");
    }

    #[test]
    fn a_failure_is_named_by_its_last_line() {
        let failed = run(
            "echo first >&2; echo why >&2; exit 3",
            Duration::from_mins(1),
            1_000,
        );
        assert!(
            matches!(&failed, Err(ToolError::Failed { last, .. }) if last == "why"),
            "{failed:?}"
        );
    }

    #[test]
    fn a_program_over_its_time_limit_is_ended_with_its_children() {
        let folder = tempfile::tempdir().expect("a folder");
        let mark = folder.path().join("alive");
        let text = format!("(sleep 2; touch {}) & wait", mark.display());
        let late = run(&text, Duration::from_millis(300), 1_000);
        assert!(
            matches!(late, Err(ToolError::TookTooLong { .. })),
            "{late:?}"
        );
        std::thread::sleep(Duration::from_secs(3));
        assert!(!mark.exists(), "what it started went on");
    }

    #[test]
    fn a_cancelled_program_is_ended() {
        let stopped = run("sleep 100", Duration::from_mins(1), 3);
        assert!(matches!(stopped, Err(ToolError::Cancelled)), "{stopped:?}");
    }
}
