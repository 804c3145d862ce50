//! Judging owner and rights, without a system that has them.

use super::{
    Access, ExposureFinding, Id, Party, default_list_exposes, judge, unix_access,
    unix_access_above, windows_access, windows_access_above,
};
use crate::platform::access_list::Entry;

fn unix(uid: u32, gid: u32, mode: u32) -> Option<ExposureFinding> {
    judge(&unix_access(uid, gid, mode, &|id| match id {
        Id::User(id) => format!("user {id}"),
        Id::Group(id) => format!("group {id}"),
    }))
}

fn owner(name: &str) -> ExposureFinding {
    ExposureFinding::Owner(name.to_owned())
}

fn writer(name: &str) -> ExposureFinding {
    ExposureFinding::Writer(name.to_owned())
}

#[test]
fn on_unix_only_what_is_roots_and_written_by_nobody_else_is_protected() {
    for mode in [0o755, 0o644, 0o600, 0o1755, 0o555, 0o000] {
        assert_eq!(unix(0, 0, mode), None, "{mode:o}");
        assert_eq!(unix(0, 50, mode), None, "{mode:o}");
        // The owner may change the mode, whatever it is.
        assert_eq!(unix(1000, 0, mode), Some(owner("user 1000")), "{mode:o}");
    }
    assert_eq!(unix(0, 0, 0o775), None, "root's own group");
    assert_eq!(unix(0, 50, 0o2775), Some(writer("group 50")));
    assert_eq!(unix(0, 0, 0o757), Some(writer("everybody")));
    // Others may not delete what lies in such a folder, but they may add to it.
    assert_eq!(unix(0, 0, 0o1777), Some(writer("everybody")));
}

#[test]
fn on_unix_a_folder_above_exposes_what_others_may_rename_in_it() {
    let above = |uid, gid, mode| {
        judge(&unix_access_above(uid, gid, mode, &|id| match id {
            Id::User(id) => format!("user {id}"),
            Id::Group(id) => format!("group {id}"),
        }))
    };
    assert_eq!(above(0, 0, 0o755), None);
    assert_eq!(above(0, 0, 0o1777), None, "as /tmp is");
    assert_eq!(above(0, 0, 0o777), Some(writer("everybody")));
    assert_eq!(above(0, 50, 0o775), Some(writer("group 50")));
    assert_eq!(above(0, 50, 0o3775), None, "sticky");
    assert_eq!(above(1000, 0, 0o1755), Some(owner("user 1000")));
}

#[test]
fn on_linux_a_default_list_that_names_somebody_who_may_write_exposes_the_folder() {
    let list = |entries: &[(u16, u16, u32)]| {
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, rights, id) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(rights.to_le_bytes());
            bytes.extend(id.to_le_bytes());
        }
        bytes
    };
    let nobody = u32::MAX;
    // Owner, owning group, mask, others: as mode 755 would be.
    let plain = [
        (1, 7, nobody),
        (4, 5, nobody),
        (0x10, 7, nobody),
        (0x20, 5, nobody),
    ];
    assert!(!default_list_exposes(&list(&plain)));
    for (added, exposes) in [
        ((2, 7, 2001), true),
        ((2, 5, 2001), false),
        ((8, 2, 50), true),
        ((2, 7, 0), false),
        ((8, 7, 0), false),
        ((0x20, 2, nobody), true),
    ] {
        let list = list(&[&plain[..], &[added]].concat());
        assert_eq!(default_list_exposes(&list), exposes, "{added:?}");
    }
    for broken in [&[][..], &[1, 0, 0, 0], &[2, 0, 0, 0, 1]] {
        assert!(default_list_exposes(broken), "{broken:?}");
    }
}

const SYSTEM: &str = "S-1-5-18";
const ADMINISTRATORS: &str = "S-1-5-32-544";
const INSTALLER: &str = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
const USERS: &str = "S-1-5-32-545";
const EVERYONE: &str = "S-1-1-0";
const CREATOR_OWNER: &str = "S-1-3-0";
const SOMEBODY: &str = "S-1-5-21-1-2-3-1001";
const FULL: u32 = 0x001F_01FF;
const READ: u32 = 0x0012_00A9;
const MODIFY: u32 = 0x0013_01BF;

fn grants(sid: &str, mask: u32) -> Entry {
    Entry {
        grants: true,
        inherited_only: false,
        mask,
        sid: sid.to_owned(),
    }
}

fn windows(owner: &str, entries: &[Entry]) -> Option<ExposureFinding> {
    judge(&windows_access(owner, Some(entries), &str::to_owned))
}

#[test]
fn on_windows_only_what_administrators_own_and_alone_write_is_protected() {
    let as_the_readme_sets_it = [
        grants(ADMINISTRATORS, FULL),
        grants(SYSTEM, FULL),
        grants(USERS, READ),
    ];
    for one in [ADMINISTRATORS, SYSTEM, INSTALLER] {
        assert_eq!(windows(one, &as_the_readme_sets_it), None, "{one}");
    }
    assert_eq!(
        windows(SOMEBODY, &as_the_readme_sets_it),
        Some(owner(SOMEBODY))
    );
    // Like an administrator's, and yet another.
    for other in [
        "S-1-5-32-5440",
        "S-1-5-32-54",
        "S-1-5-21-1-2-3-544",
        "s-1-5-18",
        "",
    ] {
        assert_eq!(
            windows(other, &as_the_readme_sets_it),
            Some(owner(other)),
            "{other}"
        );
    }
}

#[test]
fn on_windows_each_right_to_change_something_exposes_it() {
    for bit in [1, 2, 4, 6, 8, 16, 18, 19, 25, 28, 30] {
        let right = 1 << bit;
        assert_eq!(
            windows(SYSTEM, &[grants(USERS, READ), grants(USERS, right)]),
            Some(writer(USERS)),
            "{right:#x}"
        );
        assert_eq!(windows(SYSTEM, &[grants(ADMINISTRATORS, right)]), None);
    }
    for right in [READ, 0x8000_0000, 0x2000_0000, 0x0010_0000] {
        assert_eq!(
            windows(SYSTEM, &[grants(EVERYONE, right)]),
            None,
            "{right:#x}"
        );
    }
}

#[test]
fn on_windows_what_is_inherited_by_new_files_exposes_the_folder() {
    let inherited = |sid: &str, mask| Entry {
        inherited_only: true,
        ..grants(sid, mask)
    };
    // As %ProgramData% gives it to what is made in it.
    let program_data = [
        grants(ADMINISTRATORS, FULL),
        grants(USERS, READ),
        inherited(CREATOR_OWNER, 0x1000_0000),
        grants(USERS, 0x116),
    ];
    assert_eq!(windows(ADMINISTRATORS, &program_data), Some(writer(USERS)));
    assert_eq!(windows(ADMINISTRATORS, &program_data[..3]), None);
    assert_eq!(
        windows(ADMINISTRATORS, &[inherited(SOMEBODY, MODIFY)]),
        Some(writer(SOMEBODY))
    );
    // To somebody by that name, not to whoever makes a file.
    assert_eq!(
        windows(ADMINISTRATORS, &[grants(CREATOR_OWNER, MODIFY)]),
        Some(writer(CREATOR_OWNER))
    );
}

#[test]
fn on_windows_a_denial_protects_nothing_and_no_list_exposes_all() {
    let denial = Entry {
        grants: false,
        ..grants(USERS, FULL)
    };
    assert_eq!(windows(SYSTEM, std::slice::from_ref(&denial)), None);
    assert_eq!(
        windows(SYSTEM, &[denial, grants(USERS, MODIFY)]),
        Some(writer(USERS))
    );
    assert_eq!(windows(SYSTEM, &[]), None, "nobody may do anything");
    let all = windows_access(SYSTEM, None, &str::to_owned);
    assert_eq!(judge(&all), Some(writer("everybody")));
}

#[test]
fn the_owner_is_named_before_those_who_write() {
    let access = Access {
        owner: Party::Other("a".to_owned()),
        writers: vec![Party::Other("b".to_owned())],
    };
    assert_eq!(judge(&access), Some(owner("a")));
}

#[test]
fn on_windows_a_folder_above_exposes_what_others_may_delete_in_it() {
    let above = |owner, entries: &[Entry]| {
        judge(&windows_access_above(owner, Some(entries), &str::to_owned))
    };
    let inherited = |sid: &str, mask| Entry {
        inherited_only: true,
        ..grants(sid, mask)
    };
    // As the drive and %ProgramData% come: users add, and change what they made themselves.
    let drive = [
        grants(ADMINISTRATORS, FULL),
        grants(USERS, READ),
        grants(USERS, 0x4),
        inherited(USERS, MODIFY),
        grants(USERS, 0x116),
    ];
    assert_eq!(above(INSTALLER, &drive), None);
    for right in [0x40, 0x0001_0000, 0x0004_0000, 0x0008_0000, FULL, MODIFY] {
        let found = above(SYSTEM, &[grants(USERS, right)]);
        assert_eq!(found, Some(writer(USERS)), "{right:#x}");
    }
    assert_eq!(above(SOMEBODY, &drive), Some(owner(SOMEBODY)));
    let all = windows_access_above(SYSTEM, None, &str::to_owned);
    assert_eq!(judge(&all), Some(writer("everybody")));
}
