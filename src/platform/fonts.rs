//! Fonts: the embedded ones, and the system's font files: where they lie, and how one of a known
//! name is read. Those are untrusted: only regular files of bounded size are read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::platform::files;

mod coverage;
mod embedded;
mod system;

pub use coverage::{Coverage, is_private};
pub use embedded::{EMBEDDED, Face};
pub use system::{Script, has_letter};

/// Larger files are left alone. Those with all of Chinese, Japanese and Korean have some 30 MB.
const MAX_FONT: u64 = 80 << 20;
/// The most folder entries that are read; a full installation has some thousands.
const MAX_ENTRIES: usize = 50_000;
/// So deep below a folder of fonts.
const MAX_DEPTH: usize = 6;

/// The folders in which a system keeps fonts. What is not there is passed over.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    let set = |name: &str| {
        let value = std::env::var_os(name).map(PathBuf::from);
        value.filter(|path| path.is_absolute())
    };
    let mut found = Vec::new();
    if cfg!(windows) {
        let windows = set("WINDIR").unwrap_or_else(|| PathBuf::from(r"C:\Windows"));
        found.push(windows.join("Fonts"));
        // Those that one person installed.
        found.extend(set("LOCALAPPDATA").map(|path| path.join(r"Microsoft\Windows\Fonts")));
        return found;
    }
    let home = set("HOME");
    let at_home = |below: &str| home.as_ref().map(|home| home.join(below));
    found.extend(["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from));
    let others = std::env::var_os("XDG_DATA_DIRS").unwrap_or_default();
    let others = std::env::split_paths(&others).filter(|path| path.is_absolute());
    found.extend(others.map(|path| path.join("fonts")));
    found.extend(
        set("XDG_DATA_HOME")
            .map(|path| path.join("fonts"))
            .or_else(|| at_home(".local/share/fonts")),
    );
    found.extend(at_home(".fonts"));
    found.push(PathBuf::from("/run/current-system/sw/share/X11/fonts"));
    if cfg!(target_os = "macos") {
        found.extend(["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from));
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    found
}

/// The first of these files in these folders that is accepted: its bytes, and the number that came
/// with its name. Case does not matter in names.
#[must_use]
pub fn find(
    folders: &[PathBuf],
    names: impl Iterator<Item = (&'static str, u32)>,
    accept: impl Fn(&[u8], u32) -> bool,
) -> Option<(Vec<u8>, u32)> {
    let names: Vec<(String, u32)> = names.map(|(name, n)| (name.to_lowercase(), n)).collect();
    let mut there: HashMap<String, PathBuf> = HashMap::new();
    let mut left = MAX_ENTRIES;
    for folder in folders {
        let is_wanted = |name: &str| names.iter().any(|(wanted, _)| wanted == name);
        gather(folder, MAX_DEPTH, &mut left, &is_wanted, &mut there);
    }
    names.iter().find_map(|(name, number)| {
        let bytes = read(there.get(name)?)?;
        accept(&bytes, *number).then_some((bytes, *number))
    })
}

/// Notes the wanted files in a folder and those below it. Links are not followed.
fn gather(
    folder: &Path,
    depth: usize,
    left: &mut usize,
    is_wanted: &dyn Fn(&str) -> bool,
    found: &mut HashMap<String, PathBuf>,
) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Some(fewer) = left.checked_sub(1) else {
            return;
        };
        *left = fewer;
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() && depth > 0 {
            gather(&entry.path(), depth - 1, left, is_wanted, found);
        } else if kind.is_file() {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            if is_wanted(&name) {
                found.entry(name).or_insert_with(|| entry.path());
            }
        }
    }
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let file = files::open_no_link(path).ok()?;
    let bytes = files::read_up_to(file, MAX_FONT).ok()?;
    u64::try_from(bytes.len())
        .is_ok_and(|len| len <= MAX_FONT)
        .then_some(bytes)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{find, folders};

    const NAMES: [(&str, u32); 3] = [("Best.ttc", 2), ("Second.ttf", 0), ("Third.otf", 0)];

    fn write(path: &std::path::Path, bytes: &[u8]) {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let mut file = std::fs::File::create(path).expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("written");
    }

    #[test]
    fn the_best_file_that_is_accepted_is_taken_wherever_it_lies_below() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = [folder.path().join("none"), folder.path().to_path_buf()];
        let all = |_: &[u8], _: u32| true;
        assert_eq!(find(&at, NAMES.into_iter(), all), None);
        write(&folder.path().join("a/b/THIRD.OTF"), b"third");
        let third = find(&at, NAMES.into_iter(), all);
        assert_eq!(third, Some((b"third".to_vec(), 0)));
        write(&folder.path().join("best.ttc"), b"no font");
        let best = find(&at, NAMES.into_iter(), all);
        assert_eq!(best, Some((b"no font".to_vec(), 2)));
        let fonts = |bytes: &[u8], _: u32| bytes != b"no font";
        assert_eq!(find(&at, NAMES.into_iter(), fonts), third);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_in_the_place_of_a_font_are_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = [folder.path().join("fonts")];
        write(&folder.path().join("elsewhere/Best.ttc"), b"secret");
        std::fs::create_dir(&at[0]).expect("made");
        let link = std::os::unix::fs::symlink::<PathBuf, PathBuf>;
        link(folder.path().join("elsewhere"), at[0].join("more")).expect("a link");
        link(
            folder.path().join("elsewhere/Best.ttc"),
            at[0].join("Second.ttf"),
        )
        .expect("a link");
        std::fs::create_dir(at[0].join("Third.otf")).expect("made");
        assert_eq!(find(&at, NAMES.into_iter(), |_, _| true), None);
    }

    #[test]
    fn the_folders_of_the_system_are_whole_paths_each_once() {
        let all = folders();
        assert!(!all.is_empty() && all.iter().all(|path| path.is_absolute()));
        assert!(
            all.iter()
                .enumerate()
                .all(|(n, path)| !all[..n].contains(path))
        );
    }
}
