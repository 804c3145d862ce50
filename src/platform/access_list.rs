//! Owners and access lists as Windows keeps them. Their evaluation is in code for all systems, so
//! that it can be tested anywhere.

#[cfg(windows)]
mod windows;

#[cfg(windows)]
pub(super) use windows::{Descriptor, account_name, create_file, open, read, set, set_list};

/// Administrators, the system and the owner, each everything; nothing is inherited.
#[cfg(windows)]
pub(super) const FOR_ADMINISTRATORS: &str = "D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;;FA;;;OW)";

/// Whoever makes a file within.
pub(super) const CREATOR_OWNER: &str = "S-1-3-0";
/// Whoever owns the file.
pub(super) const OWNER_RIGHTS: &str = "S-1-3-4";

/// Who owns something, and its access list.
#[cfg(windows)]
pub(super) struct Security {
    /// The owner, as `S-1-…`; empty where there is none.
    pub owner: String,
    /// `None` where there is no list, and everybody may do everything.
    pub entries: Option<Vec<Entry>>,
}

/// One entry of an access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// It grants; entries that deny are passed over by who judges, as one before them may grant the
    /// same.
    pub grants: bool,
    /// It counts only for what is made within.
    pub inherited_only: bool,
    /// Which rights.
    pub mask: u32,
    /// To whom, as `S-1-…`.
    pub sid: String,
}

/// The local system, the group Administrators, and Windows' own installer.
pub(super) fn is_administrator(sid: &str) -> bool {
    const LOCAL_SYSTEM: &str = "S-1-5-18";
    const ADMINISTRATORS: &str = "S-1-5-32-544";
    const TRUSTED_INSTALLER: &str =
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
    [LOCAL_SYSTEM, ADMINISTRATORS, TRUSTED_INSTALLER].contains(&sid)
}
