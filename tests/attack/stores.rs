//! The stores beside users without rights: what an administrator locks they cannot lock, whatever
//! lies in the place of a file is said and not waited for, and who may only read goes on reading.
//! Other users are user 65534; becoming that user takes root, and without it these tests say so and
//! pass.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common;
use crate::world::World;

/// Longer than any wait of ten seconds and the work around it on a busy machine.
const SOON: Duration = Duration::from_mins(1);
const OTHER_USER: u32 = 65534;

fn text(path: &Path) -> &str {
    path.to_str().expect("the paths of tests are Unicode")
}

fn set_mode(path: &Path, mode: u32) {
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("set");
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("there").permissions().mode() & 0o7777
}

/// A PC on which root keeps the shelf and the settings, and everybody holds roll calls.
struct Pc {
    world: World,
    data: PathBuf,
    program: PathBuf,
}

/// A process that ends with the test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Pc {
    fn new() -> Option<Self> {
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

    fn command(&self, arguments: &[&str]) -> Command {
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
    fn run(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        soon(&mut self.command(arguments), arguments)
    }

    #[track_caller]
    fn done(&self, arguments: &[&str]) -> Value {
        let (status, document) = self.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?} {document}");
        document
    }

    /// As a user without rights.
    #[track_caller]
    fn run_as_other(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let mut command = self.command(arguments);
        command.uid(OTHER_USER).gid(OTHER_USER);
        soon(&mut command, arguments)
    }

    /// Everything beneath the data folder that is a file.
    fn files(&self) -> Vec<PathBuf> {
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
    fn held(files: &[PathBuf]) -> Ends {
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
        let mut said = [0; 5];
        let out = child.stdout.as_mut().expect("its output");
        std::io::Read::read_exact(out, &mut said).expect("it holds them");
        Ends(child)
    }

    fn stick(&self) -> PathBuf {
        let stick = self.world.path("stick");
        std::fs::create_dir_all(&stick).expect("a folder");
        stick
    }

    /// The packs that this PC shows another user.
    #[track_caller]
    fn shown(&self) -> Vec<Value> {
        let (status, document) = self.run_as_other(&["list"]);
        assert_eq!(status, Some(0), "{document}");
        document["packs"].as_array().expect("a list").clone()
    }

    fn records(&self) -> PathBuf {
        self.data.join("records.db")
    }
}

/// Runs a command that must come to an end; one that does not is killed.
#[track_caller]
fn soon(command: &mut Command, arguments: &[&str]) -> (Option<i32>, Value) {
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

fn pipe(at: &Path) {
    let made = Command::new("mkfifo").arg(at).status().expect("mkfifo");
    assert!(made.success());
}

// EXCHANGE 2.28.
#[test]
fn what_an_administrator_locks_no_other_user_can_lock_and_readers_see_every_change() {
    let Some(pc) = Pc::new() else { return };
    let pack = pc.world.pack("one.muster", 1, 400);
    pc.done(&["install", text(&pack)]);
    for name in ["library/library.db", "library/install.lock", "station.lock"] {
        assert_eq!(mode(&pc.data.join(name)), 0o600, "{name}");
    }
    let _held = Pc::held(&pc.files());
    assert_eq!(pc.shown()[0]["state"], "active");
    pc.done(&["station", "set", "name", "Central 2"]);
    pc.done(&["install", text(&pc.world.pack("two.muster", 2, 400))]);
    assert_eq!(pc.shown()[0]["version"], 2);
    let key = pc.world.public.id().to_string();
    pc.done(&["trust", "remove", &key, "--revoke"]);
    assert_eq!(pc.shown()[0]["state"], "blocked");
    let (status, document) = pc.run_as_other(&["remove", "example.attack"]);
    assert_eq!(status, Some(1), "{document}");
}

// EXCHANGE 2.28.
#[test]
fn files_that_an_older_muster_made_for_all_to_open_are_replaced_even_while_another_user_holds_them()
{
    let Some(pc) = Pc::new() else { return };
    pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
    let snapshot = pc.data.join("library/library.snapshot.db");
    std::fs::remove_file(&snapshot).expect("gone");
    let old = ["library/library.db", "library/install.lock", "station.lock"]
        .map(|name| pc.data.join(name));
    for file in &old {
        set_mode(file, 0o644);
    }
    assert_eq!(pc.shown().len(), 1, "it is read as it was");
    let _held = Pc::held(&old);
    pc.done(&["station", "set", "name", "Central 2"]);
    pc.done(&["install", text(&pc.world.pack("two.muster", 2, 400))]);
    for file in &old {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    assert_eq!(pc.shown()[0]["version"], 2);
    let log = pc.world.path("audit.csv");
    let audit = pc.done(&["audit", "export", "--out", text(&log)]);
    assert_eq!(audit["count"], 3, "{audit}");
}

// EXCHANGE 4.10, CLI 1.14.
#[test]
fn a_visit_installs_and_revokes_whatever_holds_or_replaces_the_records() {
    let Some(pc) = Pc::new() else { return };
    let stick = pc.stick();
    let records = pc.records();
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", text(&records)));
    let lock = records.with_extension("lock");
    let places = [
        records.clone(),
        beside("-wal"),
        beside("-shm"),
        beside("-journal"),
        lock,
    ];
    let mut version = 0;
    let mut visit = |what: &str| {
        version += 1;
        let name = format!("stick/{version}.muster");
        pc.world.pack(&name, version, 400);
        let (status, document) = pc.run(&["visit", text(&stick)]);
        assert!(status.is_some(), "{what}: {document}");
        let shown = pc.shown();
        assert_eq!(shown[0]["version"], version, "{what}: {document}");
        document
    };
    visit("nothing");
    for place in &places {
        let name = place.file_name().expect("a name").to_string_lossy();
        let is_store = *place == records;
        pipe(place);
        let document = visit(&format!("a pipe as {name}"));
        if is_store {
            let lines = document["doctor"].to_string();
            assert!(lines.contains("records.db could not be read"), "{lines}");
        }
        std::fs::remove_file(place).expect("gone");
        symlink("/dev/zero", place).expect("a link");
        visit(&format!("a link as {name}"));
        std::fs::remove_file(place).expect("gone");
        std::fs::create_dir(place).expect("a folder");
        visit(&format!("a folder as {name}"));
        std::fs::remove_dir(place).expect("gone");
    }
}

// CLI 1.14.
#[test]
fn a_wait_for_another_program_ends_in_busy_with_its_name_and_at_once_with_ctrl_c() {
    let Some(pc) = Pc::new() else { return };
    let lock = pc.data.join("station.lock");
    let file = std::fs::File::open(&lock).expect("opened");
    file.lock().expect("locked");
    let words = ["station", "set", "name", "Central 3"];
    let (status, document) = pc.run(&words);
    assert_eq!(status, Some(1), "{document}");
    assert_eq!(document["error"]["code"], "Busy", "{document}");
    let message = document["error"]["message"].as_str().expect("a message");
    let process = format!("(process {})", std::process::id());
    assert!(message.contains(&process), "{message}");
    let child = pc.command(&words).spawn().expect("muster runs");
    // It has begun to wait by then, or sees Ctrl-C before it does.
    std::thread::sleep(Duration::from_millis(500));
    let begin = Instant::now();
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.expect("kill runs").success());
    let Output { status, stdout, .. } = child.wait_with_output().expect("ended");
    let document: Value = serde_json::from_slice(&stdout).expect("one JSON document");
    assert_eq!(status.code(), Some(1), "{document}");
    assert_eq!(document["error"]["code"], "Cancelled", "{document}");
    assert!(
        begin.elapsed() < Duration::from_secs(8),
        "Ctrl-C is not waited for"
    );
}

// CLI 1.12.
#[test]
fn what_is_no_file_in_the_place_of_a_file_of_the_shelf_is_said_and_not_waited_for() {
    let Some(pc) = Pc::new() else { return };
    pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
    let pack = pc.world.pack("two.muster", 2, 400);
    for name in ["library.db", "library.db-journal", "install.lock"] {
        let place = pc.data.join("library").join(name);
        let kept = pc.world.path("kept");
        let was_there = std::fs::rename(&place, &kept).is_ok();
        pipe(&place);
        let refused = |what: &str| {
            let (status, document) = pc.run(&["install", text(&pack)]);
            assert_eq!(status, Some(1), "{what} as {name}: {document}");
            assert_eq!(
                document["error"]["code"], "Io",
                "{what} as {name}: {document}"
            );
        };
        refused("a pipe");
        std::fs::remove_file(&place).expect("gone");
        symlink(&kept, &place).expect("a link");
        refused("a link");
        std::fs::remove_file(&place).expect("gone");
        std::fs::create_dir(&place).expect("a folder");
        refused("a folder");
        std::fs::remove_dir(&place).expect("gone");
        if was_there {
            std::fs::rename(&kept, &place).expect("back");
        }
    }
    pc.done(&["install", text(&pack)]);
}

/// What root owns and nobody else may change, and what of it must stay.
struct Targets {
    program: PathBuf,
    secret: PathBuf,
    missing: PathBuf,
}

impl Targets {
    fn new(world: &World) -> Self {
        let targets = Self {
            program: world.path("a program with rights"),
            secret: world.path("secret"),
            missing: world.path("nothing there"),
        };
        std::fs::copy("/bin/true", &targets.program).expect("copied");
        set_mode(&targets.program, 0o4755);
        let mut secret = std::fs::File::create(&targets.secret).expect("a file");
        std::io::Write::write_all(&mut secret, b"root's own").expect("written");
        set_mode(&targets.secret, 0o600);
        targets
    }

    #[track_caller]
    fn check(&self, what: &str) {
        let facts = |path: &Path| {
            use std::os::unix::fs::MetadataExt;
            let found = path.metadata().expect("there");
            (found.mode() & 0o7777, found.uid())
        };
        assert_eq!(facts(&self.program), (0o4755, 0), "{what}");
        assert_eq!(facts(&self.secret), (0o600, 0), "{what}");
        let read = |path: &Path| std::fs::read(path).expect("read");
        assert_eq!(read(&self.secret), b"root's own", "{what}");
        assert_eq!(read(&self.program), read(Path::new("/bin/true")), "{what}");
        assert!(
            self.missing.symlink_metadata().is_err(),
            "{what}: it was made"
        );
    }
}

const ADD: [&str; 10] = [
    "records",
    "add",
    "--module",
    "example.attack/one",
    "--shift",
    "day",
    "--date",
    "2026-11-24",
    "--facilitator",
    "Sgt. Smith",
];

impl Pc {
    /// The data folder is everybody's, and holds a pack, a shift and a briefing that another user
    /// recorded.
    fn shared() -> Option<Self> {
        let pc = Self::new()?;
        pc.done(&["install", text(&pc.world.pack("one.muster", 1, 400))]);
        pc.done(&["station", "set", "shifts", "day=Day,07:00-15:00"]);
        set_mode(&pc.data, 0o777);
        let (status, document) = pc.run_as_other(&ADD);
        assert_eq!(status, Some(0), "{document}");
        Some(pc)
    }

    /// What an administrator does where records lie.
    #[track_caller]
    fn try_all_as_root(&self, stick: &Path) {
        for words in [
            &["doctor"][..],
            &["visit", text(stick)],
            &["records", "list"],
            &["records", "verify"],
            &["records", "rebuild"],
            &ADD,
        ] {
            self.run(words);
        }
    }
}

// RECORDS 3.8.
#[test]
fn an_administrator_reads_the_records_of_others_and_writes_none_among_them() {
    use std::os::unix::fs::MetadataExt;
    let Some(pc) = Pc::shared() else { return };
    let names = || {
        let mut names = pc.files();
        names.retain(|file| file.to_string_lossy().contains("records"));
        names.sort();
        names
    };
    let before = (names(), std::fs::read(pc.records()).expect("read"));
    let sessions = pc.done(&["records", "list"]);
    assert_eq!(sessions["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(pc.done(&["records", "verify"])["count"], 1);
    let (_, document) = pc.run(&["doctor"]);
    let lines = document["lines"].as_array().expect("lines");
    let problem = |line: &&Value| line["check"] == "records" && line["state"] != "ok";
    assert_eq!(lines.iter().find(problem), None, "{document}");
    for words in [&ADD[..], &["records", "rebuild"]] {
        let (status, document) = pc.run(words);
        assert_eq!(status, Some(1), "{document}");
        let message = document["error"]["message"].as_str().expect("a message");
        assert!(message.contains("administrator"), "{message}");
    }
    assert!((names(), std::fs::read(pc.records()).expect("read")) == before);
    for file in names() {
        let owner = file.metadata().expect("there").uid();
        assert_eq!(owner, OTHER_USER, "{}", file.display());
    }
}

// RECORDS 3.8.
#[test]
fn no_link_in_the_records_folder_leads_an_administrator_to_a_file_elsewhere() {
    let Some(pc) = Pc::shared() else { return };
    let targets = Targets::new(&pc.world);
    let stick = pc.stick();
    let kept = pc.world.path("kept.db");
    std::fs::rename(pc.records(), &kept).expect("moved");
    for suffix in [
        ".db",
        ".db-wal",
        ".db-shm",
        ".db-journal",
        ".lock",
        ".lock.new",
    ] {
        let place = pc.data.join(format!("records{suffix}"));
        // With and without records behind it.
        for with_records in [false, true] {
            let _ = std::fs::remove_file(pc.records());
            if with_records && suffix != ".db" {
                std::fs::copy(&kept, pc.records()).expect("copied");
            }
            let put = |how: &str, put: &dyn Fn()| {
                let _ = std::fs::remove_file(&place);
                put();
                pc.try_all_as_root(&stick);
                targets.check(&format!("{how} as records{suffix}"));
                std::fs::remove_file(&place).expect("it is still there");
            };
            for target in [&targets.program, &targets.secret, &targets.missing] {
                put("a link", &|| symlink(target, &place).expect("a link"));
            }
            for target in [&targets.program, &targets.secret] {
                put("a hard link", &|| {
                    std::fs::hard_link(target, &place).expect("a second name");
                });
            }
        }
    }
}

// RECORDS 3.8.
#[test]
fn what_others_swap_while_an_administrator_looks_is_not_followed_and_not_waited_for() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let Some(pc) = Pc::shared() else { return };
    let targets = Targets::new(&pc.world);
    let stick = pc.stick();
    let spare = |name: &str| pc.data.join(name);
    symlink(&targets.program, spare("link")).expect("a link");
    symlink(&targets.missing, spare("dangling")).expect("a link");
    std::fs::hard_link(&targets.secret, spare("second")).expect("a second name");
    std::fs::copy(pc.records(), spare("copy")).expect("copied");
    pipe(&spare("pipe"));
    let stop = AtomicBool::new(false);
    let swap = || {
        let names = ["copy", "link", "pipe", "second", "dangling"];
        for name in names.iter().cycle() {
            for suffix in [".db", ".db-wal", ".db-shm", ".lock"] {
                let place = pc.data.join(format!("records{suffix}"));
                let fresh = pc.data.join("fresh");
                let _ = std::fs::remove_file(&fresh);
                // A second name of the link, pipe or file itself.
                if std::fs::hard_link(spare(name), &fresh).is_ok() {
                    let _ = std::fs::rename(&fresh, &place);
                }
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(swap);
        for _ in 0..6 {
            pc.try_all_as_root(&stick);
        }
        stop.store(true, Ordering::Relaxed);
    });
    targets.check("swapping");
}

/// As the README sets it up, in a mount namespace of its own.
// RECORDS 3.9, EXCHANGE 2.28.
#[test]
fn the_managed_set_up_of_the_readme_holds() {
    let Some(pc) = Pc::new() else { return };
    let script = r#"
        set -e
        mount -t tmpfs -o mode=755 tmpfs /var/lib
        export HOME="$2"
        install -d -m 755 /var/lib/muster
        install -d -m 2770 -g 65534 /var/lib/muster/records
        muster="$1"; home="$2"
        as_other() { setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$home/other" "$muster" --json "$@"; }
        install -d -o 65534 "$home/other"
        "$muster" --json station set shifts "day=Day,07:00-15:00"
        "$muster" --json trust add "$home/publisher.pub" --name P
        "$muster" --json install "$home/one.muster"
        as_other records add --module example.attack/one --shift day --date 2026-11-24 --facilitator "Sgt. Smith"
        stat -c '%n %a %u' /var/lib/muster/station.lock /var/lib/muster/library/library.db /var/lib/muster/library/install.lock /var/lib/muster/records/*
        "$muster" --json records verify
        "$muster" --json doctor || true
        as_other list
    "#;
    pc.world.pack("one.muster", 1, 400);
    let ran = Command::new("unshare")
        .args(["-m", "bash", "-c", script, "bash"])
        .arg(&pc.program)
        .arg(pc.world.folder.path())
        .env_remove("MUSTER_DATA_DIR")
        .output()
        .expect("unshare runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    if said.is_empty() {
        common::skip("mounting in a namespace of its own needs more than root here");
        return;
    }
    let complaint = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said} {complaint}");
    for line in [
        "/var/lib/muster/station.lock 600 0",
        "/var/lib/muster/library/library.db 600 0",
        "/var/lib/muster/library/install.lock 600 0",
        "/var/lib/muster/records/records.db 660 65534",
        "/var/lib/muster/records/records.lock 660 65534",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(said.contains("\"count\":1,"), "{said}");
    assert!(
        said.contains("an administrator writes no records"),
        "{said}"
    );
    assert!(said.contains("\"state\":\"active\""), "{said}");
}
