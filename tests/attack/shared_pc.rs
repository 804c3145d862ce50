//! A PC with one other user, 65534; becoming that user takes root, and without it the tests that
//! need this PC say so and pass.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common;
use crate::world::World;

/// Longer than any wait of ten seconds and the work around it on a busy machine.
const SOON: Duration = Duration::from_mins(1);
pub const OTHER_USER: u32 = 65534;

pub fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

pub fn set_mode(path: &Path, mode: u32) {
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("set");
}

pub fn mode(path: &Path) -> u32 {
    path.metadata().expect("there").permissions().mode() & 0o7777
}

/// A PC on which root keeps the shelf and the settings, and everybody holds roll calls.
pub struct SharedPc {
    pub world: World,
    pub data: PathBuf,
    pub program: PathBuf,
}

/// A process that ends with the test.
pub struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl SharedPc {
    pub fn new() -> Option<Self> {
        if common::under_wine() || !cfg!(target_os = "linux") {
            common::skip("other users are tried on Linux");
            return None;
        }
        let become_other = Command::new("true").uid(OTHER_USER).status();
        if !become_other.is_ok_and(|status| status.success()) {
            common::skip("becoming another user needs root");
            return None;
        }
        let world = World::new();
        set_mode(world.folder.path(), 0o755);
        let program = world.path("muster");
        std::fs::copy(common::muster().get_program(), &program).expect("copied");
        let data = world.path("data");
        std::fs::create_dir(&data).expect("a folder");
        set_mode(&data, 0o755);
        let pc = Self {
            world,
            data,
            program,
        };
        let publisher = pc.world.path("publisher.pub");
        pc.done(&["trust", "add", text(&publisher), "--name", "P"]);
        pc.done(&["station", "set", "name", "Central"]);
        Some(pc)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["--json", "--data-dir", text(&self.data)])
            .args(arguments)
            .env_remove("MUSTER_DATA_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    /// As root.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        soon(&mut self.command(arguments), arguments)
    }

    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> Value {
        let (status, document) = self.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?} {document}");
        document
    }

    /// As a user without rights.
    #[track_caller]
    pub fn run_as_other(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let mut command = self.command(arguments);
        command.uid(OTHER_USER).gid(OTHER_USER);
        soon(&mut command, arguments)
    }

    /// Everything beneath the data folder that is a file.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.data.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path);
                }
            }
        }
        files
    }

    /// Another user locks these files in every way there is, as far as that user can open them, and
    /// keeps them locked.
    pub fn held(files: &[PathBuf]) -> Ends {
        const HOLD: &str = r#"
            use Fcntl qw(:DEFAULT :flock); my @held;
            for my $file (@ARGV) {
                for my $way (O_RDWR, O_RDONLY) {
                    sysopen(my $handle, $file, $way | O_NONBLOCK) or next;
                    my $type = $way == O_RDWR ? F_WRLCK : F_RDLCK;
                    my $whole = pack("s s x4 q q i x4", $type, 0, 0, 0, 0);
                    fcntl($handle, F_SETLK, $whole);
                    flock($handle, LOCK_EX | LOCK_NB);
                    push @held, $handle;
                }
            }
            $| = 1; print "held\n"; sleep 300;
        "#;
        let mut child = Command::new("perl")
            .args(["-e", HOLD])
            .args(files)
            .uid(OTHER_USER)
            .gid(OTHER_USER)
            .stdout(Stdio::piped())
            .spawn()
            .expect("perl runs");
        let mut printed = [0; 5];
        let out = child.stdout.as_mut().expect("its output");
        std::io::Read::read_exact(out, &mut printed).expect("it holds them");
        Ends(child)
    }

    pub fn stick(&self) -> PathBuf {
        let stick = self.world.path("stick");
        std::fs::create_dir_all(&stick).expect("a folder");
        stick
    }

    /// The packs that this PC shows another user.
    #[track_caller]
    pub fn shown(&self) -> Vec<Value> {
        let (status, document) = self.run_as_other(&["list"]);
        assert_eq!(status, Some(0), "{document}");
        document["packs"].as_array().expect("a list").clone()
    }

    pub fn records(&self) -> PathBuf {
        self.data.join("records.db")
    }
}

/// Runs a command that must come to an end; one that does not is killed.
#[track_caller]
pub fn soon(command: &mut Command, arguments: &[&str]) -> (Option<i32>, Value) {
    let mut child = command.spawn().expect("muster runs");
    let begin = Instant::now();
    while child.try_wait().expect("waited for").is_none() {
        if begin.elapsed() > SOON {
            let _ = child.kill();
            let _ = child.wait();
            panic!("{arguments:?} waits");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let Output { status, stdout, .. } = child.wait_with_output().expect("ended");
    let document = serde_json::from_slice(&stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&stdout)));
    (status.code(), document)
}

pub fn pipe(at: &Path) {
    let made = Command::new("mkfifo").arg(at).status().expect("mkfifo");
    assert!(made.success());
}
