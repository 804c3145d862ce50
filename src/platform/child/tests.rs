//! The child is this test program again, which then runs `the_child` alone.

#![expect(
    clippy::expect_used,
    reason = "a test fails where something is not there"
)]

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use super::{ChildProcess, Limits, own_command};
use crate::platform::confine::run_confined;

const ROLE: &str = "MUSTER_TEST_CHILD";
const GENEROUS: Limits = Limits {
    memory_bytes: 4 << 30,
    cpu_secs: 60,
};

fn start(role: &str, limits: Limits) -> ChildProcess {
    let mut command = own_command("platform::child::tests::the_child").expect("our executable");
    command.args(["--exact", "--nocapture"]).env(ROLE, role);
    ChildProcess::start_limited(&mut command, limits).expect("started")
}

fn ending_of(role: &str, limits: Limits) -> ExitStatus {
    start(role, limits).wait().expect("ended")
}

/// Does nothing in an ordinary run; as a child it plays its role and never returns.
#[test]
fn the_child() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    match role.as_str() {
        "echo" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).expect("read");
            std::io::stdout()
                .write_all(text.to_uppercase().as_bytes())
                .expect("written");
        }
        "take 1 GiB" | "take 1 GiB when asked" => {
            if role.ends_with("asked") {
                let _ = std::io::stdin().read_to_string(&mut String::new());
            }
            let mut bytes: Vec<u8> = Vec::new();
            if bytes.try_reserve_exact(1 << 30).is_err() {
                std::process::exit(7);
            }
        }
        "compute for ever" => {
            let mut number = 1_u64;
            loop {
                number = std::hint::black_box(number.wrapping_mul(6_364_136_223_846_793_005));
            }
        }
        "wait" => {
            let _ = std::io::stdin().read_to_string(&mut String::new());
        }
        "be confined" => std::process::exit(what_is_left_of_rights()),
        _ => std::process::exit(2),
    }
    std::process::exit(0);
}

/// A bit for each thing that a confined process can still do, and one if it cannot compute.
#[expect(clippy::disallowed_methods, reason = "what is tried is what must fail")]
fn what_is_left_of_rights() -> i32 {
    // Opened before, it could be read and written.
    let before = std::fs::File::open("/proc/self/status").expect("opened");
    let left = run_confined(1 << 20, move || {
        let mut status = String::new();
        let read = (&before).read_to_string(&mut status).is_ok();
        let filtered = status.lines().any(|line| line == "Seccomp:\t2");
        let can = [
            std::fs::File::open("/etc/passwd").is_ok(),
            std::fs::write(std::env::temp_dir().join("muster-confined"), "x").is_ok(),
            std::net::TcpListener::bind("127.0.0.1:0").is_ok(),
            std::os::unix::net::UnixStream::pair().is_ok(),
            std::process::Command::new("/bin/true").status().is_ok(),
            std::thread::Builder::new().spawn(|| ()).is_ok(),
            !read
                || vec![1_u8; 1 << 24]
                    .iter()
                    .map(|byte| u64::from(*byte))
                    .sum::<u64>()
                    != 1 << 24,
            !filtered && cfg!(target_os = "linux"),
        ];
        can.iter()
            .rev()
            .fold(0, |bits, can| bits * 2 + i32::from(*can))
    });
    left.expect("confined")
}

#[test]
fn a_confined_process_can_compute_and_nothing_else() {
    assert_eq!(ending_of("be confined", GENEROUS).code(), Some(0));
}

#[test]
fn limits_can_be_lowered_before_the_work_begins() {
    let mut child = start("take 1 GiB when asked", GENEROUS);
    let (input, _output) = child.take_pipes().expect("pipes");
    let tight = Limits {
        memory_bytes: 512 << 20,
        ..GENEROUS
    };
    child.tighten(tight).expect("lowered");
    drop(input);
    assert_eq!(child.wait().expect("ended").code(), Some(7));
}

#[test]
fn a_child_is_spoken_with_through_pipes() {
    let mut child = start("echo", GENEROUS);
    let (mut input, mut output) = child.take_pipes().expect("pipes");
    input.write_all(b"who was there").expect("written");
    drop(input);
    let mut answer = String::new();
    output.read_to_string(&mut answer).expect("read");
    assert!(answer.ends_with("WHO WAS THERE"), "{answer}");
    assert!(child.wait().expect("ended").success());
}

#[test]
fn a_child_gets_no_more_memory_than_its_limit() {
    assert!(ending_of("take 1 GiB", GENEROUS).success());
    let little = Limits {
        memory_bytes: 512 << 20,
        ..GENEROUS
    };
    assert_eq!(ending_of("take 1 GiB", little).code(), Some(7));
}

#[test]
fn a_child_that_computes_for_ever_is_killed_after_its_processor_time() {
    let short = Limits {
        cpu_secs: 1,
        ..GENEROUS
    };
    let ended = ending_of("compute for ever", short);
    assert!(ended.signal().is_some(), "{ended}");
}

#[test]
fn a_child_is_killed_when_its_handle_is_dropped() {
    let child = start("wait", GENEROUS);
    let id = i32::try_from(child.child.id()).expect("a number");
    let process = rustix::process::Pid::from_raw(id).expect("a process");
    assert!(rustix::process::test_kill_process(process).is_ok());
    drop(child);
    assert!(rustix::process::test_kill_process(process).is_err());
}
