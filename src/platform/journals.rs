//! The rollback journals that SQLite keeps beside databases, where somebody else may have put one.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::platform::files;

/// How a journal ends that names a super-journal (SQLite's file format, section 3).
const NAMES_ANOTHER: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// Refuses a journal that names another file, a super-journal. SQLite opens that file by the name,
/// whatever it is, and waits for a pipe for ever; a transaction over one database never has one. A
/// journal that is not there is fine.
///
/// # Errors
/// `InvalidData` if it names one; a [`files::Refusal`]; what the system reports.
pub fn check(journal: &Path) -> io::Result<()> {
    let mut file = match files::open_no_link(journal) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let length = file.metadata()?.len();
    let Some(start) = length.checked_sub(NAMES_ANOTHER.len() as u64) else {
        return Ok(());
    };
    file.seek(SeekFrom::Start(start))?;
    let mut end = [0; NAMES_ANOTHER.len()];
    file.read_exact(&mut end)?;
    if end == NAMES_ANOTHER {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a journal that names another file, which no Muster writes; delete it",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{NAMES_ANOTHER, check};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes its world with std")]
    fn a_journal_that_names_another_file_is_refused_and_others_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = folder.path().join("x.db-journal");
        check(&journal).expect("none is there");
        for (bytes, right) in [
            (Vec::new(), true),
            (vec![0; 7], true),
            (vec![0; 600], true),
            // Its header begins with the same bytes.
            ([&NAMES_ANOTHER[..], &[0; 504]].concat(), true),
            (NAMES_ANOTHER.to_vec(), false),
            ([&[0; 561][..], &NAMES_ANOTHER].concat(), false),
        ] {
            std::fs::write(&journal, &bytes).expect("written");
            assert_eq!(check(&journal).is_ok(), right, "{} bytes", bytes.len());
        }
    }
}
