//! Runs the program with `layer.c` below it, and reads what that saw.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::common;

/// What the layer answers when it killed the program.
const KILLED: i32 = 200;

pub struct Layer {
    folder: tempfile::TempDir,
}

/// How a run ended.
pub struct Run {
    /// None: it was killed.
    pub exit: Option<i32>,
    pub document: Value,
    pub trace: Vec<Operation>,
    /// How many operations there were.
    pub count: usize,
}

/// An operation that changed something.
#[derive(Clone, Debug)]
pub struct Operation {
    pub number: usize,
    pub name: String,
    pub offset: u64,
    pub path: PathBuf,
    pub second: PathBuf,
    pub bytes: Vec<u8>,
}

impl Layer {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/layer.c");
        let compiled = Command::new("gcc")
            .args(["-O1", "-o"])
            .arg(folder.path().join("layer"))
            .arg(source)
            .status()
            .expect("gcc compiles the layer below the program");
        assert!(compiled.success());
        Self { folder }
    }

    /// The program with these arguments, watched in `folder`.
    pub fn command(&self, folder: &Path, mode: &str, at: usize, arguments: &[OsString]) -> Command {
        let program = common::muster();
        let mut command = Command::new(self.folder.path().join("layer"));
        command
            .arg(folder)
            .arg(self.folder.path().join("log"))
            .args([mode, &at.to_string(), "--"])
            .arg(program.get_program())
            .args(program.get_args())
            .args(arguments)
            .env_remove("MUSTER_DATA_DIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, folder: &Path, mode: &str, at: usize, arguments: &[OsString]) -> Run {
        let mut command = self.command(folder, mode, at, arguments);
        let child = command.spawn().expect("the layer runs");
        self.end(child)
    }

    pub fn end(&self, child: Child) -> Run {
        let output = child.wait_with_output().expect("the program ends");
        let log = std::fs::read(self.folder.path().join("log")).expect("a log");
        let mut trace = read_log(&log);
        let end = trace.pop().expect("the layer's last line");
        assert_eq!(end.name, "end", "{}", printed(&output));
        let code = output.status.code().expect("an exit code");
        Run {
            exit: (code != KILLED).then_some(code),
            document: match code {
                KILLED => Value::Null,
                _ => serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
                    panic!("{code}, no JSON ({error}): {}", printed(&output))
                }),
            },
            trace,
            count: end.number,
        }
    }
}

fn printed(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(&[out.as_slice(), err].concat()).into_owned()
}

fn read_log(log: &[u8]) -> Vec<Operation> {
    let (mut rest, mut trace) = (log, Vec::new());
    while !rest.is_empty() {
        let end = rest.iter().position(|b| *b == b'\n').expect("a line");
        let line = std::str::from_utf8(&rest[..end]).expect("text");
        let columns: Vec<&str> = line.split('\t').collect();
        let words: Vec<&str> = columns[0].split(' ').collect();
        let bytes: usize = words[4].parse().expect("a length");
        let data = end + 1..end + 1 + bytes;
        trace.push(Operation {
            number: words[0].parse().expect("a number"),
            name: words[1].to_owned(),
            offset: words[3].parse().expect("an offset"),
            path: columns[1].into(),
            second: columns[2].into(),
            bytes: rest[data.clone()].to_vec(),
        });
        rest = &rest[data.end..];
    }
    trace
}

/// `--json --data-dir DATA` and these.
pub fn arguments(data: &Path, words: &[&str]) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["--json".into(), "--data-dir".into(), data.into()];
    arguments.extend(words.iter().map(OsString::from));
    arguments
}
