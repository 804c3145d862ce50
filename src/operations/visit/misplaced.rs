//! What lies on a stick where Muster would expect something else: a roster at the top of it, under
//! another name or another station's id, a pack in a ZIP archive (EXCHANGE 4.13).

use std::path::Path;

use uuid::Uuid;

use crate::library::OtherFile;
use crate::operations::visit::Settings;
use crate::operations::visit::out::own;
use crate::platform::files::EntryKind;
use crate::station::Station;
use crate::words::messages::{fixed, message};
use crate::words::{Misplaced, shown_path};

/// So many are named.
const MAX_NAMED: usize = 20;

/// Files for one station, and what each is called there.
const SETTINGS: [(&str, &str); 2] = [
    ("roster", "roster.csv"),
    ("assignments", "assignments.json"),
];

/// What is not read of these names on the stick. `settings`: what was read for this station.
#[must_use]
pub fn misplaced(
    stick: &Path,
    others: &[OtherFile],
    station: &Station,
    settings: &Settings,
) -> Vec<Misplaced> {
    let judge = Judge {
        stick,
        station,
        settings,
    };
    let mut named: Vec<Misplaced> = settings
        .in_the_way
        .iter()
        .map(|file| judge.in_the_way(file))
        .collect();
    named.extend(others.iter().filter_map(|other| judge.judge(other)));
    for (kind, name) in SETTINGS {
        named.extend(judge.for_others(others, kind, name));
    }
    named.truncate(MAX_NAMED);
    named
}

struct Judge<'a> {
    stick: &'a Path,
    station: &'a Station,
    settings: &'a Settings,
}

/// What a path for one station is.
enum Owner {
    /// It is not in the place of such a file.
    Nobody,
    /// This station, by its id, but not read.
    This,
    /// This station, by its id written otherwise.
    ThisOtherwise,
    /// Another station.
    Other,
    /// A folder that is named by no id.
    Unknown,
}

impl Judge<'_> {
    fn in_the_way(&self, file: &Path) -> Misplaced {
        let message = message("visit-in-the-way", &[("path", shown_path(file).into())]);
        let advice = fixed("visit-in-the-way.advice");
        Misplaced::new(&self.stick.join(file), &message, advice)
    }

    /// Nothing where it is read, or another station's, of which only one line is said.
    fn judge(&self, other: &OtherFile) -> Option<Misplaced> {
        let OtherFile { path, kind } = other;
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let shown = shown_path(path);
        let (message, advice) = if let Some((end, what)) = pack_or_list(&name) {
            let args = [
                ("path", shown.into()),
                ("kind", what.into()),
                ("end", end.into()),
            ];
            let (id, advice) = match kind {
                EntryKind::Folder => ("visit-folder", "visit-folder.advice"),
                EntryKind::Link => ("visit-link", "visit-link.advice"),
                _ => ("visit-other-name", "visit-other-name.advice"),
            };
            (message(id, &args), message(advice, &args))
        } else {
            let (what, wanted) = setting(&name)?;
            if self.is_read(path) {
                return None;
            }
            let place = own("stations", self.station).join(wanted);
            let place = shown_path(&place);
            let owner = self.owner(path, wanted);
            let advice = match owner {
                Owner::Other => return None,
                Owner::This => fixed("visit-another-beside.advice").to_owned(),
                _ if self.station.id.is_none() => fixed("visit-no-id-yet").to_owned(),
                _ => message("visit-put-it-here", &[("place", place.into())]),
            };
            let id = match owner {
                Owner::This => "visit-another-beside",
                Owner::ThisOtherwise => "visit-other-form",
                Owner::Unknown => "visit-unknown-station",
                Owner::Nobody | Owner::Other => "visit-elsewhere",
            };
            let args = [("path", shown.into()), ("kind", what.into())];
            (message(id, &args), advice)
        };
        Some(Misplaced::new(&self.stick.join(path), &message, &advice))
    }

    /// Where the stick has such a file for other stations and none for this one.
    fn for_others(
        &self,
        others: &[OtherFile],
        kind: &'static str,
        name: &str,
    ) -> Option<Misplaced> {
        let has_own = match kind {
            "roster" => self.settings.roster.is_some(),
            _ => self.settings.assignments.is_some(),
        };
        if has_own {
            return None;
        }
        let is_theirs = |other: &&OtherFile| {
            let is_named = other.path.file_name();
            let is_named = is_named.is_some_and(|n| n.eq_ignore_ascii_case(name));
            is_named && matches!(self.owner(&other.path, name), Owner::Other)
        };
        let theirs: Vec<&OtherFile> = others.iter().filter(is_theirs).collect();
        let first = theirs.first()?;
        let place = own("stations", self.station).join(name);
        let args = [
            ("kind", kind.into()),
            ("count", theirs.len().into()),
            ("first", shown_path(&first.path).into()),
            ("place", shown_path(&place).into()),
        ];
        let advice = message("visit-for-others.advice", &args);
        let message = message("visit-for-others", &args);
        Some(Misplaced::new(
            &self.stick.join(&first.path),
            &message,
            &advice,
        ))
    }

    fn is_read(&self, path: &Path) -> bool {
        let whole = self.stick.join(path);
        let roster = self.settings.roster.as_ref().map(|tried| &tried.file);
        let assignments = self.settings.assignments.as_ref();
        let assignments = assignments.map(|tried| &tried.file);
        roster == Some(&whole) || assignments == Some(&whole)
    }

    /// Whose a file is by its path.
    fn owner(&self, path: &Path, wanted: &str) -> Owner {
        let names: Vec<String> = path
            .iter()
            .map(|name| name.to_string_lossy().to_lowercase())
            .collect();
        let [muster, stations, id, name] = names.as_slice() else {
            return Owner::Nobody;
        };
        if muster != "muster" || stations != "stations" || name != wanted {
            return Owner::Nobody;
        }
        let own = self.station.id;
        match Uuid::parse_str(id.trim()) {
            Err(_) => Owner::Unknown,
            Ok(found) if Some(found) != own => Owner::Other,
            Ok(found) if *id == found.to_string() => Owner::This,
            Ok(_) => Owner::ThisOtherwise,
        }
    }
}

/// Whether a name is like that of a pack or a trust list: the end that it should have, and which.
fn pack_or_list(name: &str) -> Option<(&'static str, &'static str)> {
    match (name.contains(".muster"), name.contains(".mtrust")) {
        (true, _) => Some((".muster", "pack")),
        (false, true) => Some((".mtrust", "list")),
        (false, false) => None,
    }
}

/// Whether a name is like that of a file for one station.
fn setting(name: &str) -> Option<(&'static str, &'static str)> {
    SETTINGS.into_iter().find(|(kind, ..)| name.contains(kind))
}
