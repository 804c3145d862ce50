//! Facts that distinguish this PC from another one to which its disk was copied: numbers of the
//! hardware, not of the disk's content.

#[cfg(any(windows, test))]
use std::fmt::Write as _;

#[cfg(windows)]
mod windows;

/// Longer than any number of a PC.
#[cfg(target_os = "linux")]
const MAX_FACT: u64 = 4096;

/// One number of the hardware, such as the UUID of the board's firmware.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is, for example `product_uuid`.
    pub name: String,
    /// As the system has it.
    pub value: String,
}

/// What this user may know of this PC, the strongest first; empty where it tells nothing. An
/// administrator may know more.
#[must_use]
pub fn facts() -> Vec<Fact> {
    let mut facts = system_facts();
    facts.retain(|fact| is_number(&fact.value));
    facts
}

#[cfg(target_os = "linux")]
fn system_facts() -> Vec<Fact> {
    use std::path::{Path, PathBuf};
    let firmware = ["product_uuid", "board_serial", "product_serial"];
    let mut files: Vec<(String, PathBuf)> = firmware
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                Path::new("/sys/class/dmi/id").join(name),
            )
        })
        .collect();
    let tree = Path::new("/proc/device-tree/serial-number");
    files.push(("device_tree_serial".to_owned(), tree.to_owned()));
    let mut disks: Vec<PathBuf> = std::fs::read_dir("/sys/block")
        .into_iter()
        .flatten()
        .filter_map(|disk| Some(disk.ok()?.path()))
        .collect();
    disks.sort();
    for disk in disks {
        // Sticks come and go.
        if read(&disk.join("removable")).as_deref() == Some("1") {
            continue;
        }
        let name = disk.file_name().unwrap_or_default().to_string_lossy();
        for serial in ["device/serial", "serial"] {
            files.push((format!("disk_{name}"), disk.join(serial)));
        }
    }
    files
        .into_iter()
        .filter_map(|(name, file)| {
            Some(Fact {
                name,
                value: read(&file)?,
            })
        })
        .collect()
}

#[cfg(target_os = "linux")]
fn read(file: &std::path::Path) -> Option<String> {
    use crate::platform::files;
    let bytes = files::read_up_to(files::open(file).ok()?, MAX_FACT).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    Some(text.trim_matches(['\0', ' ', '\n']).to_owned())
}

#[cfg(windows)]
fn system_facts() -> Vec<Fact> {
    windows::product_uuid()
        .map(|value| Fact {
            name: "product_uuid".to_owned(),
            value,
        })
        .into_iter()
        .collect()
}

#[cfg(not(any(target_os = "linux", windows)))]
fn system_facts() -> Vec<Fact> {
    Vec::new()
}

/// Makers leave words or zeros where a number belongs; those are the same on many PCs.
fn is_number(value: &str) -> bool {
    let lower = value.to_lowercase();
    let words = [
        "o.e.m",
        "oem",
        "default",
        "none",
        "specified",
        "system",
        "unknown",
        "n/a",
    ];
    let mut digits: Vec<char> = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    digits.sort_unstable();
    digits.dedup();
    digits.len() > 3 && !words.iter().any(|word| lower.contains(word))
}

/// The UUID in the table that SMBIOS calls *System Information*, in hexadecimal digits as they lie
/// there; nothing where the tables are not what they must be.
#[cfg(any(windows, test))]
fn uuid_of_smbios(tables: &[u8]) -> Option<String> {
    const SYSTEM_INFORMATION: u8 = 1;
    let mut rest = tables;
    loop {
        let (kind, length) = (*rest.first()?, usize::from(*rest.get(1)?));
        if kind == SYSTEM_INFORMATION {
            let uuid = rest.get(..length)?.get(8..24)?;
            return Some(uuid.iter().fold(String::new(), |mut text, byte| {
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            }));
        }
        // Texts follow, ended by two zeros.
        let texts = rest.get(length.max(4)..)?;
        let end = texts.windows(2).position(|pair| pair == [0, 0])?;
        rest = texts.get(end + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{is_number, uuid_of_smbios};

    #[test]
    fn words_and_zeros_in_the_place_of_a_serial_number_are_ignored() {
        for value in [
            "",
            "0",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "To be filled by O.E.M.",
            "Default string",
            "System Serial Number",
            "None",
            "Not Specified",
        ] {
            assert!(!is_number(value), "{value}");
        }
        for value in ["4c4c4544-0042-3510-8056-b7c04f4d3233", "S4EWNX0R123456"] {
            assert!(is_number(value), "{value}");
        }
    }

    #[test]
    fn the_uuid_is_found_behind_other_tables_and_nothing_in_half_of_them() {
        let mut tables = vec![0, 6, 0, 0, 9, 9];
        tables.extend(b"maker\0version\0\0");
        tables.extend([1, 27, 1, 0, 1, 2, 3, 4]);
        tables.extend(0..16);
        tables.extend([6, 5, 6]);
        tables.extend(b"name\0\0");
        let uuid = "000102030405060708090a0b0c0d0e0f";
        assert_eq!(uuid_of_smbios(&tables).as_deref(), Some(uuid));
        for cut in 0..45 {
            assert_eq!(uuid_of_smbios(&tables[..cut]), None, "{cut}");
        }
        assert_eq!(uuid_of_smbios(&[2, 0, 0, 0, 0, 0]), None);
    }
}
