use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::{Folder, Refusal, open, open_no_link, open_or_create, read_up_to, refusal};

fn world() -> (tempfile::TempDir, Folder) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("a/b")).expect("folders");
    put(&folder.path().join("a/b/file"), b"inside");
    put(&folder.path().join("outside"), b"outside");
    let handle = Folder::open(&folder.path().join("a")).expect("opened");
    (folder, handle)
}

fn put(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(bytes).expect("written");
}

#[track_caller]
fn text(file: io::Result<std::fs::File>) -> String {
    let mut text = String::new();
    file.expect("opened")
        .read_to_string(&mut text)
        .expect("read");
    text
}

#[track_caller]
fn refused<T: std::fmt::Debug>(opened: io::Result<T>) -> Refusal {
    refusal(&opened.expect_err("refused")).expect("a refusal of this module")
}

#[test]
fn a_file_beneath_a_folder_is_opened_by_its_relative_path() {
    let (_world, folder) = world();
    assert_eq!(text(folder.open_file(Path::new("b/file"))), "inside");
    assert_eq!(text(folder.open_file(Path::new("./b/./file"))), "inside");
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_refused() {
    let (world, folder) = world();
    let absolute = world.path().join("outside");
    for path in ["../outside", "b/../../outside", ".."].map(PathBuf::from) {
        assert_eq!(refused(folder.open_file(&path)), Refusal::Outside);
        assert_eq!(refused(folder.folder(&path)), Refusal::Outside);
    }
    assert_eq!(refused(folder.open_file(&absolute)), Refusal::Outside);
    for name in ["../x", "b/x", ""].map(Path::new) {
        assert_eq!(refused(folder.create_new(name, 0o600)), Refusal::Outside);
        assert_eq!(refused(folder.remove_file(name)), Refusal::Outside);
    }
    assert!(!world.path().join("x").exists());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    let (world, folder) = world();
    assert_eq!(refused(folder.open_file(Path::new("b"))), Refusal::Folder);
    assert_eq!(refused(folder.open_file(Path::new(""))), Refusal::Folder);
    assert_eq!(refused(open(&world.path().join("a"))), Refusal::Folder);
    let made = folder.open_or_create(Path::new("b"), 0o600);
    assert_eq!(refused(made), Refusal::Folder);
}

#[test]
fn a_file_in_the_place_of_a_folder_is_an_error() {
    let (_world, folder) = world();
    let opened = folder.open_file(Path::new("b/file/x"));
    assert_eq!(
        opened.expect_err("no folder").kind(),
        io::ErrorKind::NotADirectory
    );
}

#[test]
fn only_one_process_creates_a_file_and_knows_that_it_did() {
    let (world, folder) = world();
    let name = Path::new("lock");
    let (mut file, made) = folder.open_or_create(name, 0o600).expect("made");
    assert!(made);
    file.write_all(b"kept").expect("written");
    let (file, made) = open_or_create(&world.path().join("a/lock"), 0o600).expect("opened");
    assert!(!made);
    assert_eq!(read_up_to(file, 100).expect("read"), b"kept");
    let again = folder.create_new(name, 0o600).expect_err("taken");
    assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
}

#[test]
fn of_a_long_file_one_byte_more_than_the_limit_is_read() {
    let (world, _) = world();
    let read = |limit| {
        let file = open(&world.path().join("outside")).expect("opened");
        read_up_to(file, limit).expect("read").len()
    };
    assert_eq!([read(3), read(7), read(u64::MAX)], [4, 7, 7]);
}

#[test]
fn a_new_file_is_there_whole_or_not_at_all_and_takes_no_others_place() {
    let (world, folder) = world();
    let out = folder
        .create_folder(Path::new("out/deep"), 0o700)
        .expect("made");
    let again = folder.create_folder(Path::new("out/deep"), 0o700);
    assert_eq!(again.expect("there already").path(), out.path());
    let write = |bytes: &'static [u8]| move |file: &mut dyn Write| file.write_all(bytes);
    out.write_new(Path::new("x"), ".tmp-", 0o600, write(b"one"))
        .expect("written");
    let taken = out.write_new(Path::new("x"), ".tmp-", 0o600, write(b"two"));
    assert_eq!(
        taken.expect_err("taken").kind(),
        io::ErrorKind::AlreadyExists
    );
    let full = out.write_new(Path::new("y"), ".tmp-", 0o600, |file| {
        file.write_all(b"half")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(full.expect_err("full").kind(), io::ErrorKind::StorageFull);
    assert_eq!(out.names().expect("listed"), ["x"]);
    let read = std::fs::read(world.path().join("a/out/deep/x")).expect("read");
    assert_eq!(read, b"one");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, symlink};
    use std::process::Command;
    use std::time::Duration;

    use super::*;

    /// Puts each kind of thing that is no file at `path`, and hands it to `check`.
    fn with_each_special(path: &Path, check: impl Fn(Refusal)) {
        let fifo = Command::new("mkfifo").arg(path).status().expect("mkfifo");
        assert!(fifo.success());
        check(Refusal::Special);
        std::fs::remove_file(path).expect("gone");
        let _socket = std::os::unix::net::UnixListener::bind(path).expect("a socket");
        check(Refusal::Special);
        std::fs::remove_file(path).expect("gone");
        for leads_to in ["/dev/zero", "/etc/passwd", "missing", ".", "self"] {
            symlink(leads_to, path).expect("a link");
            check(Refusal::Link);
            std::fs::remove_file(path).expect("gone");
        }
    }

    /// Fails rather than waits where opening a pipe would.
    #[expect(
        clippy::disallowed_methods,
        reason = "a call that waits for ever must not hold up the test"
    )]
    fn at_once<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
        let (done, result) = std::sync::mpsc::sync_channel(1);
        std::thread::spawn(move || done.send(run()));
        result
            .recv_timeout(Duration::from_secs(20))
            .expect("it does not wait")
    }

    #[test]
    fn links_pipes_and_sockets_in_the_place_of_a_file_are_refused_at_once() {
        let (world, _) = world();
        let path = world.path().join("a/x");
        let root = world.path().join("a");
        with_each_special(&path, |wanted| {
            let (path, root) = (path.clone(), root.clone());
            at_once(move || {
                let folder = Folder::open(&root).expect("opened");
                let name = Path::new("x");
                assert_eq!(refused(folder.open_file(name)), wanted);
                assert_eq!(refused(folder.open_or_create(name, 0o600)), wanted);
                assert_eq!(refused(open_no_link(&path)), wanted);
                assert_eq!(refused(open_or_create(&path, 0o600)), wanted);
                let made = folder.create_new(name, 0o600).expect_err("taken");
                assert_eq!(made.kind(), io::ErrorKind::AlreadyExists);
            });
        });
        assert!(!world.path().join("a/missing").exists());
    }

    #[test]
    fn a_link_among_the_folders_on_the_way_is_refused() {
        let (world, folder) = world();
        symlink(world.path(), world.path().join("a/up")).expect("a link");
        let outside = Path::new("up/outside");
        assert_eq!(refused(folder.open_file(outside)), Refusal::Link);
        assert_eq!(
            refused(folder.create_folder(Path::new("up/made"), 0o700)),
            Refusal::Link
        );
        assert!(!world.path().join("made").exists());
    }

    #[test]
    fn a_person_may_name_a_link_but_not_a_device() {
        let (world, _) = world();
        symlink("outside", world.path().join("link")).expect("a link");
        assert_eq!(text(open(&world.path().join("link"))), "outside");
        assert_eq!(refused(open(Path::new("/dev/zero"))), Refusal::Special);
        symlink("/dev/zero", world.path().join("device")).expect("a link");
        assert_eq!(
            refused(open(&world.path().join("device"))),
            Refusal::Special
        );
    }

    #[test]
    fn a_handle_stays_with_its_folder_when_a_link_takes_the_folders_place() {
        let (world, folder) = world();
        let (a, moved) = (world.path().join("a"), world.path().join("moved"));
        std::fs::rename(&a, &moved).expect("moved");
        symlink(world.path(), &a).expect("a link");
        folder
            .write_new(Path::new("new"), ".tmp-", 0o600, |file| {
                file.write_all(b"new")
            })
            .expect("written");
        assert!(moved.join("new").exists());
        assert!(!world.path().join("new").exists());
    }

    #[test]
    fn a_deleted_link_leaves_what_it_leads_to() {
        let (world, folder) = world();
        symlink("../outside", world.path().join("a/link")).expect("a link");
        folder.remove_file(Path::new("link")).expect("deleted");
        assert!(world.path().join("outside").exists());
    }

    #[test]
    fn a_new_file_has_the_mode_that_was_asked_for() {
        let (world, folder) = world();
        drop(folder.create_new(Path::new("new"), 0o600).expect("made"));
        let mode = world.path().join("a/new").metadata().expect("facts").mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_private_temporary_folder_is_for_this_user_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let before = rustix::process::umask(rustix::fs::Mode::empty());
    let folder = super::private_temp_folder().expect("a folder");
    rustix::process::umask(before);
    let mode = folder
        .path()
        .metadata()
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}
