//! Which of the folders is taken.

use super::{
    Candidates, DataFolder, FolderFinding, OwnerFinding, RECORDS_FILE, STATION_FILE, can_write,
};
use std::path::{Path, PathBuf};

/// A path under which nothing can be made: its parent is a file.
fn impossible(base: &tempfile::TempDir) -> PathBuf {
    let file = base.path().join("a file");
    std::fs::File::create(&file).expect("a file");
    file.join("muster")
}

fn among(machine: &Path, user: &Path) -> DataFolder {
    let folders = Candidates {
        machine: Some(machine.to_owned()),
        user: Some(user.to_owned()),
        ..Candidates::default()
    };
    DataFolder::among(&can_write, folders).expect("a folder")
}

fn touch(file: &Path) {
    std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
    std::fs::File::create(file).expect("a file");
}

#[test]
fn the_machines_folder_comes_first_where_the_user_may_write_there() {
    let base = tempfile::tempdir().expect("a folder");
    let machine = base.path().join("machine");
    let folder = among(&machine, &base.path().join("user"));
    assert_eq!(folder.kind(), FolderFinding::Machine);
    assert_eq!(folder.path(), machine);
    assert_eq!(folder.personal(), machine);
    assert_eq!(folder.other(), None);
}

#[test]
fn the_users_folder_is_taken_where_the_machines_cannot_be_written() {
    let base = tempfile::tempdir().expect("a folder");
    let user = base.path().join("user");
    let folder = among(&impossible(&base), &user);
    assert_eq!(folder.kind(), FolderFinding::User);
    assert_eq!(folder.path(), user);
    assert_eq!(folder.library(), user.join("library"));
    assert_eq!(folder.records_file(), user.join(RECORDS_FILE));
}

#[test]
fn records_in_the_folder_that_is_not_used_are_reported() {
    let base = tempfile::tempdir().expect("a folder");
    let (machine, user) = (base.path().join("machine"), base.path().join("user"));
    touch(&user.join(RECORDS_FILE));
    let folder = among(&machine, &user);
    assert_eq!(folder.kind(), FolderFinding::Machine);
    assert_eq!(folder.other(), Some(user.as_path()));
}

#[test]
fn an_administrator_writes_records_where_sergeants_do() {
    let base = tempfile::tempdir().expect("a folder");
    let machine = base.path().join("machine");
    touch(&machine.join("records").join(RECORDS_FILE));
    let folder = among(&machine, &base.path().join("user"));
    assert_eq!(folder.kind(), FolderFinding::Machine);
    assert_eq!(
        folder.records_file(),
        machine.join("records").join(RECORDS_FILE)
    );
    assert_eq!(folder.station_file(), machine.join(STATION_FILE));
    assert_eq!(folder.other(), None);
}

#[test]
fn a_sergeant_reads_what_administrators_set_up_and_writes_records_only() {
    let base = tempfile::tempdir().expect("a folder");
    let (machine, user) = (base.path().join("machine"), base.path().join("user"));
    touch(&machine.join(STATION_FILE));
    let found = |writes: &dyn Fn(&Path) -> bool| {
        let folders = Candidates {
            machine: Some(machine.clone()),
            user: Some(user.clone()),
            ..Candidates::default()
        };
        let found = DataFolder::among(writes, folders).expect("a folder");
        let owners = found.parts().map(|part| part.owner);
        (found, owners)
    };

    let (folder, owners) = found(&|path| path.starts_with(&user));
    assert_eq!(folder.kind(), FolderFinding::Managed);
    assert_eq!(folder.station_file(), machine.join(STATION_FILE));
    assert_eq!(folder.library(), user.join("library"));
    assert_eq!(folder.records_file(), user.join(RECORDS_FILE));
    assert_eq!(folder.personal(), user);
    assert_eq!(
        owners,
        [
            OwnerFinding::Administrators,
            OwnerFinding::User,
            OwnerFinding::User
        ]
    );

    std::fs::create_dir(machine.join("library")).expect("a folder");
    let shared = machine.join("records");
    std::fs::create_dir(&shared).expect("a folder");
    let (folder, owners) = found(&|path| path == shared);
    assert_eq!(folder.library(), machine.join("library"));
    assert_eq!(folder.records_file(), shared.join(RECORDS_FILE));
    assert_eq!(
        owners,
        [
            OwnerFinding::Administrators,
            OwnerFinding::Administrators,
            OwnerFinding::Shared
        ]
    );

    // Records of one user are not used, and that is reported.
    touch(&user.join(RECORDS_FILE));
    let (folder, _) = found(&|path| path == shared);
    assert_eq!(folder.other(), Some(user.as_path()));
    assert_eq!(folder.astray_records(), [user.join(RECORDS_FILE)]);
}

#[test]
fn records_for_all_are_the_only_ones_even_where_this_user_cannot_write_them() {
    let base = tempfile::tempdir().expect("a folder");
    let (machine, user) = (base.path().join("machine"), base.path().join("user"));
    let shared = machine.join("records");
    std::fs::create_dir_all(&shared).expect("a folder");
    let folders = Candidates {
        machine: Some(machine.clone()),
        user: Some(user.clone()),
        ..Candidates::default()
    };
    let folder = DataFolder::among(&|path| path.starts_with(&user), folders).expect("a folder");
    assert_eq!(folder.records_file(), shared.join(RECORDS_FILE));
    assert_eq!(folder.kind(), FolderFinding::Managed);
    assert_eq!(folder.library(), user.join("library"));
}

#[test]
fn records_left_beside_a_folder_for_them_are_reported() {
    let base = tempfile::tempdir().expect("a folder");
    let machine = base.path().join("machine");
    touch(&machine.join(RECORDS_FILE));
    std::fs::create_dir(machine.join("records")).expect("a folder");
    let folder = among(&machine, &base.path().join("user"));
    assert_eq!(folder.other(), Some(machine.as_path()));
}

#[test]
fn a_folder_beside_the_executable_holds_everything() {
    let base = tempfile::tempdir().expect("a folder");
    let portable = base.path().join("muster-data");
    let machine = base.path().join("machine");
    touch(&machine.join("records").join(RECORDS_FILE));
    let folders = Candidates {
        portable: Some(portable.clone()),
        machine: Some(machine.clone()),
        ..Candidates::default()
    };
    let folder = DataFolder::among(&can_write, folders).expect("a folder");
    assert_eq!(folder.kind(), FolderFinding::Portable);
    assert_eq!(folder.library(), portable.join("library"));
    assert_eq!(folder.records_file(), portable.join(RECORDS_FILE));
    assert_eq!(folder.other(), Some(machine.join("records").as_path()));
}

#[test]
fn a_named_folder_is_taken_as_it_is() {
    let base = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::resolve(Some(base.path())).expect("a folder");
    assert_eq!(folder.kind(), FolderFinding::Named);
    assert_eq!(folder.records_file(), base.path().join(RECORDS_FILE));
}
