use std::fs::File;
use std::path::Path;
use std::time::Duration;

use super::{Lock, LockError};

const AT_ONCE: Duration = Duration::ZERO;

#[test]
fn a_second_lock_is_refused_until_the_first_is_let_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.lock");
    let first = Lock::acquire(&path, AT_ONCE).expect("locked");
    let second = Lock::acquire(&path, AT_ONCE);
    assert!(matches!(second, Err(LockError::Held(_))), "{second:?}");
    drop(first);
    Lock::acquire(&path, AT_ONCE).expect("locked");
}

#[test]
fn what_is_no_lock_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.lock");
    std::fs::create_dir(&path).expect("a folder");
    let refused = Lock::acquire(&path, AT_ONCE);
    assert!(matches!(refused, Err(LockError::Io(_))), "{refused:?}");
    std::fs::remove_dir(&path).expect("gone");
    File::create(folder.path().join("other")).expect("a file");
    std::fs::hard_link(folder.path().join("other"), &path).expect("a second name");
    let refused = Lock::acquire(&path, AT_ONCE);
    assert!(matches!(refused, Err(LockError::Io(_))), "{refused:?}");
}

#[cfg(unix)]
mod modes {
    use std::os::unix::fs::PermissionsExt;

    use super::{AT_ONCE, File, Lock, LockError, Path};

    fn mode(path: &Path) -> u32 {
        path.metadata().expect("there").permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, permissions).expect("set");
    }

    #[test]
    fn a_lock_file_can_be_opened_by_those_who_may_write_in_its_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        for (of_folder, of_file) in [
            (0o700, 0o600),
            (0o755, 0o600),
            (0o775, 0o660),
            (0o777, 0o666),
        ] {
            set_mode(folder.path(), of_folder);
            let path = folder.path().join(format!("{of_folder:o}.lock"));
            let _lock = Lock::acquire(&path, AT_ONCE).expect("locked");
            assert_eq!(mode(&path), of_file, "{of_folder:o}");
        }
    }

    /// Whoever held it before holds a file that nobody uses any more.
    #[test]
    fn a_lock_file_that_others_can_open_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        set_mode(folder.path(), 0o755);
        let path = folder.path().join("x.lock");
        let old = File::create(&path).expect("a file");
        set_mode(&path, 0o644);
        old.try_lock().expect("locked by somebody");
        let lock = Lock::acquire(&path, AT_ONCE).expect("locked");
        assert_eq!(mode(&path), 0o600);
        let second = Lock::acquire(&path, AT_ONCE);
        assert!(matches!(second, Err(LockError::Held(_))), "{second:?}");
        drop(lock);
        let names = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(names, 1);
    }

    /// Many at once, of which some replace it: never two hold it.
    #[test]
    fn a_lock_file_is_replaced_once() {
        use std::sync::atomic::{AtomicU32, Ordering};
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("a folder");
            set_mode(folder.path(), 0o755);
            let path = folder.path().join("x.lock");
            File::create(&path).expect("a file");
            set_mode(&path, 0o644);
            let inside = AtomicU32::new(0);
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        let _lock = Lock::acquire(&path, super::super::MAX_WAIT).expect("locked");
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    });
                }
            });
        }
    }
}
