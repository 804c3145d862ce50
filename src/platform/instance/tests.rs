use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use super::{ANSWER, Claim, HandOver, MAGIC, MAX_PATH, claim, encode, name_of, receive};

const LONG: Duration = Duration::from_secs(20);

fn first(folder: &tempfile::TempDir) -> super::Instance {
    let claimed = claim(folder.path(), folder.path(), &HandOver::default());
    match claimed.expect("a private place") {
        Claim::First(instance) => instance,
        other => panic!("first, not {other:?}"),
    }
}

#[test]
fn a_second_start_hands_over_what_it_was_started_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = first(&folder);
    let (arrived, arrivals) = sync_channel(4);
    instance
        .listen(move |hand_over| arrived.send(hand_over).expect("somebody listens"))
        .expect("listens");
    let file = Some(folder.path().join("STICK"));
    for hand_over in [HandOver { file }, HandOver::default()] {
        let claimed = claim(folder.path(), folder.path(), &hand_over);
        assert!(matches!(claimed, Ok(Claim::HandedOver)), "{claimed:?}");
        assert_eq!(arrivals.recv_timeout(LONG), Ok(hand_over));
    }
}

#[test]
fn what_a_dead_window_left_is_taken_over_and_other_folders_are_not_concerned() {
    let (one, other) = (
        tempfile::tempdir().expect("one"),
        tempfile::tempdir().expect("another"),
    );
    let instance = first(&one);
    drop(first(&other));
    // As after a kill: the socket stays, the lock does not.
    std::mem::forget(instance.listener.share());
    drop(instance);
    drop(first(&one));
}

#[test]
fn a_window_that_does_not_answer_delays_a_second_start_only_briefly() {
    let folder = tempfile::tempdir().expect("a folder");
    // It listens, and never answers.
    let _hangs = first(&folder);
    let claimed = claim(folder.path(), folder.path(), &HandOver::default());
    assert!(matches!(claimed, Ok(Claim::NoAnswer)), "{claimed:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let user = rustix::process::geteuid().as_raw();
    let run = folder.path().join(format!("run-{user}"));
    std::fs::create_dir(&run).expect("made");
    std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o777)).expect("set");
    let chosen = super::system::private_folder(folder.path());
    assert!(chosen.is_ok_and(|chosen| chosen != run));
}

#[test]
fn a_path_that_is_written_in_two_ways_is_one_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("a");
    std::fs::create_dir(&inside).expect("made");
    assert_eq!(name_of(folder.path()), name_of(&inside.join("..")));
    assert_ne!(name_of(folder.path()), name_of(&inside));
    let to_come = folder.path().join("not yet");
    let name = name_of(&to_come);
    std::fs::create_dir(&to_come).expect("made");
    assert_eq!(name_of(&to_come), name);
}

/// What somebody sends, and what was answered.
struct Sent(io::Cursor<Vec<u8>>, Vec<u8>);

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn whatever_is_sent_is_a_message_or_refused() {
    let absolute = std::env::temp_dir().join("a stick");
    let message = encode(&HandOver {
        file: Some(absolute.clone()),
    });
    let message = message.expect("a message");
    let read = |bytes: &[u8]| {
        let mut sent = Sent(io::Cursor::new(bytes.to_vec()), Vec::new());
        let received = receive(&mut sent);
        assert_eq!(received.is_ok(), sent.1 == ANSWER);
        received.ok()
    };
    assert_eq!(read(&message).and_then(|m| m.file), Some(absolute));
    for cut in 0..message.len() {
        assert_eq!(read(&message[..cut]), None, "{cut} bytes");
    }
    let mut other = message.clone();
    other[0] ^= 1;
    assert_eq!(read(&other), None);
    let mut endless = MAGIC.to_vec();
    endless.extend(u32::try_from(MAX_PATH + 1).expect("fits").to_le_bytes());
    endless.resize(endless.len() + MAX_PATH + 1, b'/');
    assert_eq!(read(&endless), None);
    let relative = encode(&HandOver {
        file: Some(PathBuf::from("stick")),
    });
    assert_eq!(read(&relative.expect("a message")), None);
}
