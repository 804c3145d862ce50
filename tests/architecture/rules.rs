//! What each room may do, and the message where it does more.

use crate::source::{Mention, Source};

/// Who may call whom. What `words` may name of the rooms listed is in `names_only_what_went_wrong`.
pub const ARROWS: [(&str, &[&str]); 15] = [
    ("platform", &[]),
    ("pack", &["platform"]),
    ("player", &["platform"]),
    ("documents", &["platform"]),
    ("library", &["platform", "pack", "player", "documents"]),
    ("station", &["platform", "pack"]),
    ("session", &["pack"]),
    ("records", &["platform", "pack", "session", "station"]),
    ("authoring", &["platform", "pack", "player", "documents"]),
    (
        "words",
        &[
            "platform",
            "pack",
            "player",
            "documents",
            "library",
            "station",
            "session",
            "records",
            "authoring",
        ],
    ),
    (
        "operations",
        &[
            "platform",
            "pack",
            "player",
            "documents",
            "library",
            "station",
            "session",
            "records",
            "words",
        ],
    ),
    (
        "ui",
        &[
            "platform",
            "pack",
            "player",
            "documents",
            "library",
            "session",
            "station",
            "records",
            "words",
        ],
    ),
    (
        "cli",
        &[
            "platform",
            "pack",
            "player",
            "documents",
            "library",
            "station",
            "session",
            "records",
            "authoring",
            "words",
            "operations",
        ],
    ),
    (
        "app",
        &[
            "platform",
            "pack",
            "player",
            "documents",
            "library",
            "station",
            "session",
            "records",
            "authoring",
            "words",
            "operations",
            "ui",
        ],
    ),
    ("main", &["platform", "app", "cli"]),
];

/// Something that only some rooms may do.
struct Deed {
    what: &'static str,
    /// The modules that may.
    allowed: &'static [&'static [&'static str]],
    /// Whether a path does it.
    is_done_by: fn(&[String]) -> bool,
}

const DEEDS: [Deed; 7] = [
    Deed {
        what: "names egui, which only ui and app may",
        allowed: &[&["ui"], &["app"]],
        is_done_by: |path| {
            let first = path[0].as_str();
            matches!(first, "egui" | "eframe" | "epaint" | "emath" | "winit")
                || first.starts_with("egui_")
        },
    },
    Deed {
        what: "writes files, which only platform, library, station, records, authoring, operations, cli, pack::write, and of app files and screens::copies may",
        allowed: &[
            &["platform"],
            &["library"],
            &["station"],
            &["records"],
            &["authoring"],
            &["operations"],
            &["cli"],
            &["app", "files"],
            &["app", "screens", "copies"],
            &["pack", "write"],
        ],
        is_done_by: writes_files,
    },
    Deed {
        what: "starts a thread, which only platform, player, app and pack::bytes may",
        allowed: &[&["platform"], &["player"], &["app"], &["pack", "bytes"]],
        is_done_by: |path| {
            leads_to(path, &["std", "thread", "spawn"])
                || leads_to(path, &["std", "thread", "Builder"])
                || leads_to(path, &["std", "thread", "scope"])
                || path[0] == "rayon"
        },
    },
    Deed {
        what: "starts a program, which only platform, authoring::ffmpeg, authoring::tools and documents::drawing may",
        allowed: &[
            &["platform"],
            &["authoring", "ffmpeg"],
            &["authoring", "tools"],
            &["documents", "drawing"],
        ],
        is_done_by: |path| {
            leads_to(path, &["std", "process", "Command", "new"])
                || leads_to(path, &["crate", "platform", "child", "ChildProcess"])
                || leads_to(path, &["crate", "platform", "child", "Helper"])
                || leads_to(path, &["crate", "platform", "child", "own_command"])
        },
    },
    Deed {
        what: "reads the clock, which only app, cli and player::clock may",
        allowed: &[&["app"], &["cli"], &["player", "clock"]],
        is_done_by: |path| {
            let last = path[path.len() - 1].as_str();
            last == "now" && path[0] != "." || last == "elapsed" && path[0] == "."
        },
    },
    Deed {
        what: "names tracing, which only platform::log may",
        allowed: &[&["platform", "log"]],
        is_done_by: |path| path[0].starts_with("tracing"),
    },
    Deed {
        what: "names anyhow, which only main and cli may",
        allowed: &[&["main"], &["cli"]],
        is_done_by: |path| path[0] == "anyhow",
    },
];

/// What in `std` changes a file or a folder.
const WRITERS: [&[&str]; 19] = [
    &["std", "fs", "write"],
    &["std", "fs", "rename"],
    &["std", "fs", "copy"],
    &["std", "fs", "hard_link"],
    &["std", "fs", "soft_link"],
    &["std", "fs", "remove_file"],
    &["std", "fs", "remove_dir"],
    &["std", "fs", "remove_dir_all"],
    &["std", "fs", "create_dir"],
    &["std", "fs", "create_dir_all"],
    &["std", "fs", "set_permissions"],
    &["std", "fs", "DirBuilder"],
    &["std", "fs", "OpenOptions"],
    &["std", "fs", "File", "create"],
    &["std", "fs", "File", "create_new"],
    &["std", "fs", "File", "options"],
    &["std", "os", "unix", "fs", "symlink"],
    &["std", "os", "windows", "fs", "symlink_file"],
    &["std", "os", "windows", "fs", "symlink_dir"],
];

/// What writes through the handles of `platform::files`, and the methods of its folders.
const HANDLE_WRITERS: [&[&str]; 14] = [
    &["crate", "platform", "locks", "Lock", "acquire"],
    &["crate", "platform", "rights", "create_for_writers"],
    &["crate", "platform", "rights", "open_for_writers"],
    &["crate", "platform", "files", "open_or_create"],
    &["crate", "platform", "files", "temp_beside"],
    &["crate", "platform", "files", "temp_builder"],
    &[".", "open_or_create"],
    &["crate", "platform", "whole_file", "WholeFile"],
    &["crate", "platform", "copies", "write_new"],
    &["crate", "platform", "copies", "save_copy"],
    &[".", "create_new"],
    &[".", "write_new"],
    &[".", "create_folder"],
    &[".", "remove_file"],
];

fn writes_files(path: &[String]) -> bool {
    matches!(path[0].as_str(), "tempfile" | "rusqlite" | "fs4")
        || WRITERS
            .iter()
            .chain(&HANDLE_WRITERS)
            .any(|writer| leads_to(path, writer))
}

/// Whether `path` is `wanted`, something within it, or a `*` that brings it along.
fn leads_to(path: &[String], wanted: &[&str]) -> bool {
    match path.split_last() {
        Some((last, above)) if last == "*" => {
            above.len() < wanted.len() && above.iter().zip(wanted).all(|(a, b)| a == b)
        }
        _ => path.len() >= wanted.len() && path.iter().zip(wanted).all(|(a, b)| a == b),
    }
}

/// The lines of a source of `room` that do what it may not, each `line: what is wrong`.
/// Test code may write files, start threads and read the clock; the arrows hold for it too.
pub fn complaints(room: &str, source: &Source, is_test: bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for mention in &source.mentions {
        let mut complain = |what: String| {
            let path = mention.path.join("::");
            complaints.push(format!("{}: {what} ({path})", mention.line));
        };
        if let Some(trick) = hides_a_path(mention) {
            complain(trick.to_owned());
        }
        if let Some(wrong) = wrong_arrow(room, mention) {
            complain(wrong);
        }
        if acts_in_words(room, &mention.path) {
            complain("acts, which words may not".to_owned());
        }
        // What the room's own modules do is looked at where it is written.
        let own = mention.path[0] == "crate" && mention.path.get(1).is_some_and(|it| it == room);
        // That a room names the whole crate was complained of above.
        let whole_crate = mention.path == ["crate", "*"];
        if is_test || mention.in_test || own || whole_crate {
            continue;
        }
        for deed in &DEEDS {
            let allowed = deed
                .allowed
                .iter()
                .any(|module| room == module[0] && (room == "main" || leads(module, source)));
            if (deed.is_done_by)(&mention.path) && !allowed {
                complain(deed.what.to_owned());
            }
        }
    }
    complaints
}

fn leads(module: &[&str], source: &Source) -> bool {
    source.module.len() >= module.len() && source.module.iter().zip(module).all(|(a, b)| a == b)
}

/// Ways to reach a source or a room that the reader of this test would not see.
fn hides_a_path(mention: &Mention) -> Option<&'static str> {
    match mention.path[0].as_str() {
        "include!" | "#[path]" => Some("brings in a source from elsewhere"),
        "extern crate" => Some("names a crate the old way"),
        _ => None,
    }
}

fn wrong_arrow(room: &str, mention: &Mention) -> Option<String> {
    let path = &mention.path;
    let from_main = room == "main";
    let ours = match path[0].as_str() {
        "muster" => true,
        "crate" => !from_main,
        _ => false,
    };
    if !ours || room == "lib" {
        return None;
    }
    let Some(other) = path.get(1) else {
        return Some("names the whole crate".to_owned());
    };
    if other == room && path[0] == "crate" {
        return None;
    }
    let Some((_, may_use)) = ARROWS.iter().find(|(name, _)| *name == room) else {
        return Some(format!("{room} is no room of the map"));
    };
    if !ARROWS.iter().any(|(name, _)| name == other) {
        return Some(format!("{other} is no room of the map"));
    }
    if !may_use.contains(&other.as_str()) {
        return Some(format!("{room} may not use {other}"));
    }
    if room == "words" && !names_only_what_went_wrong(path) {
        return Some(format!(
            "words may name only errors and findings of {other}"
        ));
    }
    None
}

/// Whether a path into another room ends at a type that tells what went wrong or what was found,
/// or at a variant of it. `words` turns these into sentences and calls no function of the rooms, but
/// those by which names of others are shown in a line.
fn names_only_what_went_wrong(path: &[String]) -> bool {
    if path.get(1..3).is_some_and(|path| path == ["pack", "text"]) {
        return true;
    }
    let is_upper = |name: &String| name.starts_with(char::is_uppercase);
    let Some(at) = path.iter().position(is_upper) else {
        return false;
    };
    ["Error", "Warning", "Notice", "Defect", "Finding"]
        .iter()
        .any(|kind| path[at].ends_with(kind))
        && path[at..].iter().all(is_upper)
}

/// What in `std` acts, reads what is outside the program, or waits.
const ACTS: [&[&str]; 6] = [
    &["std", "fs"],
    &["std", "env"],
    &["std", "net"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "time"],
];

/// Whether `words` does more than to make sentences.
fn acts_in_words(room: &str, path: &[String]) -> bool {
    room == "words" && ACTS.iter().any(|acts| leads_to(path, acts))
}
