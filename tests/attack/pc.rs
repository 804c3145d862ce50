//! A PC of several users: a mount namespace of its own with an empty `/var/lib`, in which commands
//! run as root and as others. Only root can make one.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::common;

/// The folder for everybody on it.
pub const MACHINE: &str = "/var/lib/muster";

/// A user of the PC by number; 0 is root.
pub type Uid = u32;

pub struct Pc {
    keeper: Child,
    program: tempfile::TempDir,
}

impl Pc {
    /// Nothing where this system lets nobody make one; the test is then skipped.
    pub fn new() -> Option<Self> {
        let mut keeper = Command::new("unshare")
            .args(["--mount", "--propagation", "private", "sh", "-c"])
            .arg(
                "mount -t tmpfs -o mode=755 tmpfs /var/lib && mkdir -m 1777 /var/lib/homes \
                 && echo ready && exec sleep 3600",
            )
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let stdout = keeper.stdout.take().expect("piped");
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        if read.is_err() || line != "ready\n" {
            let _ = keeper.kill();
            let _ = keeper.wait();
            common::skip("only root can make a mount namespace");
            return None;
        }
        let program = tempfile::tempdir().expect("a folder");
        let everybody = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(program.path(), everybody).expect("its owner may");
        let own = common::muster();
        std::fs::copy(own.get_program(), program.path().join("muster")).expect("copied");
        Some(Self { keeper, program })
    }

    /// Where a path of the PC is seen from here.
    pub fn path(&self, path: &str) -> PathBuf {
        let root = format!("/proc/{}/root", self.keeper.id());
        Path::new(&root).join(path.trim_start_matches('/'))
    }

    /// A command line that runs on the PC as somebody, with a home of its own.
    pub fn command(&self, user: Uid) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--target={}", self.keeper.id()));
        command.args(["--mount", "--", "setpriv"]);
        command.args(["--reuid", &user.to_string(), "--regid", &user.to_string()]);
        command.args(["--clear-groups", "env", "-u", "XDG_DATA_HOME"]);
        command.arg(format!("HOME=/var/lib/homes/{user}"));
        command.env_remove("MUSTER_DATA_DIR").stdin(Stdio::null());
        command
    }

    /// Runs a shell command that must succeed.
    #[track_caller]
    pub fn shell(&self, user: Uid, line: &str) {
        let mut command = self.command(user);
        let output = command.args(["sh", "-c", line]).output().expect("it runs");
        assert!(output.status.success(), "{line}: {output:?}");
    }

    /// Runs Muster and returns its exit code and document.
    #[track_caller]
    pub fn muster(&self, user: Uid, words: &[&str]) -> (Option<i32>, Value) {
        let mut command = self.command(user);
        command
            .arg(self.program.path().join("muster"))
            .arg("--json");
        let Output {
            status,
            stdout,
            stderr,
        } = command.args(words).output().expect("it runs");
        let document = serde_json::from_slice(&stdout);
        let document = document.unwrap_or_else(|_| panic!("{words:?}: {stdout:?} {stderr:?}"));
        (status.code(), document)
    }

    /// The same where it must succeed.
    #[track_caller]
    pub fn ok(&self, user: Uid, words: &[&str]) -> Value {
        let (code, document) = self.muster(user, words);
        assert_eq!(code, Some(0), "{words:?}: {document}");
        document
    }
}

impl Drop for Pc {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}
