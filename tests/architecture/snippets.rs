//! Shows that the test sees what it is there to see: each kind of forbidden use, written in each
//! way that Rust has.

use std::path::Path;

use crate::rules;
use crate::source::{Source, module_of};

/// What is complained of when `text` stands in `file` of `src/`.
fn complaints(file: &str, text: &str) -> Vec<String> {
    let source = Source::read(module_of(Path::new(file)), text).unwrap();
    let room = file.split('/').next().unwrap().trim_end_matches(".rs");
    rules::complaints(room, &source, false)
}

#[track_caller]
fn refused(file: &str, text: &str) {
    let complaints = complaints(file, text);
    assert_eq!(complaints.len(), 1, "{text}\n{complaints:?}");
}

#[track_caller]
fn accepted(file: &str, text: &str) {
    assert_eq!(complaints(file, text), Vec::<String>::new(), "{text}");
}

#[test]
fn a_wrong_arrow_is_seen_in_every_way_of_saying_a_path() {
    for text in [
        "use crate::ui::Theme;",
        "use crate::{pack::PackId, ui::Theme};",
        "use crate::{pack::{PackId, PackPath}, ui};",
        "pub use crate::ui::*;",
        "use super::super::ui::Theme;",
        "use super::{super::ui::Theme};",
        "fn f() { crate::ui::paint() }",
        "fn f(theme: Vec<crate::ui::Theme>) {}",
        "fn f() { super::super::ui::paint() }",
        "fn f() { self::super::super::ui::paint() }",
        "fn f() { <crate::ui::Theme as Default>::default(); }",
        "fn f() { println!(\"{}\", crate::ui::NAME) }",
        "macro_rules! m { () => { $crate::ui::paint() } }",
        "mod inner { use super::super::super::ui::Theme; }",
        "mod inner { fn f() { super::super::super::ui::paint() } }",
        "use muster::ui::Theme;",
        "fn f() { muster::ui::paint() }",
        "use crate::r#ui::Theme;",
        "pub(in crate::ui) fn f() {}",
        "#[cfg(test)] mod tests { use crate::ui::Theme; }",
        "use crate as root;",
        "use super::super as root;",
        "use crate::{self as root};",
        "use crate::*;",
        "use crate::Theme;",
        "extern crate self as root;",
        "include!(\"../ui/theme.rs\");",
        "#[path = \"../ui/theme.rs\"] mod theme;",
    ] {
        refused("session/step.rs", text);
    }
}

#[test]
fn a_renamed_room_is_still_that_room() {
    let complaints = complaints(
        "session/step.rs",
        "use crate::pack as p;\nuse p::PackId;\nuse super::super::ui as u;\nfn f() { u::paint() }",
    );
    assert_eq!(
        complaints,
        [
            "3: session may not use ui (crate::ui)",
            "4: session may not use ui (crate::ui::paint)"
        ]
    );
}

#[test]
fn every_arrow_that_the_table_does_not_draw_is_refused() {
    for (room, other) in [
        ("pack", "player"),
        ("player", "pack"),
        ("library", "session"),
        ("station", "session"),
        ("session", "station"),
        ("session", "player"),
        ("records", "library"),
        ("authoring", "library"),
        ("words", "pack"),
        ("words", "app"),
        ("words", "operations"),
        ("platform", "pack"),
        ("documents", "pack"),
        ("documents", "ui"),
        ("pack", "documents"),
        ("ui", "authoring"),
        ("ui", "app"),
        ("cli", "app"),
        ("cli", "ui"),
        ("app", "cli"),
        ("pack", "words"),
        ("records", "words"),
    ] {
        refused(
            &format!("{room}/x.rs"),
            &format!("use crate::{other}::Thing;"),
        );
    }
    refused("main.rs", "use muster::ui;");
    refused("main.rs", "use muster::{app, pack};");
    refused("newroom/mod.rs", "use crate::pack::PackId;");
}

#[test]
fn the_arrows_of_the_table_and_a_rooms_own_modules_are_accepted() {
    accepted(
        "library/mod.rs",
        "use crate::{pack::PackId, player, library::Library};",
    );
    accepted(
        "library/x/y.rs",
        "use super::super::Library; use super::z; use self::w::V;",
    );
    accepted(
        "words/library.rs",
        "use crate::library::{LibraryError, Warning};",
    );
    accepted(
        "words/mod.rs",
        "use crate::words::Words; fn f(_: &crate::pack::PackError) {}",
    );
    accepted(
        "main.rs",
        "mod arguments; use muster::cli::{self, Next}; use crate::arguments::read;",
    );
    accepted(
        "pack/read.rs",
        "pub(crate) fn f() -> impl Iterator<Item = u8> + use<> { todo() }",
    );
    accepted("lib.rs", "pub mod ui; pub mod pack;");
}

#[test]
fn words_name_errors_and_findings_of_lower_rooms_only() {
    for text in [
        "use crate::app::files::FilesError;",
        "use crate::operations::TakeError;",
        "use crate::ui::ScreenError;",
        "use crate::pack::read;",
        "use crate::pack::Manifest;",
        "use crate::pack::*;",
        "use crate::pack::{self, PackError};",
        "fn f() { crate::pack::read::read_untrusted(a); }",
        "fn f() { crate::authoring::Severity::Error; }",
        "fn f() { crate::pack::PackError::from_io(a); }",
        "fn f() { crate::pack::Manifest::BadError; }",
    ] {
        refused("words/x.rs", text);
    }
    let through_the_type = "use crate::pack::PackError as E; fn f() { E::from_io(a); }";
    refused("words/x.rs", through_the_type);
    for text in [
        "use crate::platform::copies::FilesError;",
        "use crate::documents::DocumentError;",
        "use crate::station::ClockFinding; fn f() { ClockFinding::NeverSet(a); }",
        "use crate::library::Warning; fn f() { Warning::Repaired; }",
    ] {
        accepted("words/x.rs", text);
    }
}

#[test]
fn words_make_sentences_and_do_nothing_else() {
    for text in [
        "fn f() { std::fs::read(a); }",
        "use std::fs::metadata;",
        "use std::*;",
        "use std::env;",
        "fn f() { std::thread::sleep(d); }",
    ] {
        let complaints = complaints("words/x.rs", text);
        assert!(
            complaints.iter().any(|it| it.contains("acts")),
            "{text}\n{complaints:?}"
        );
    }
    accepted("words/x.rs", "use std::{fmt, io}; use std::path::Path;");
}

#[test]
fn the_window_is_named_only_in_ui_and_app() {
    for text in [
        "use egui::Color32;",
        "use eframe::{egui, App};",
        "fn f(c: egui::Color32) {}",
        "use egui_kittest::Harness;",
    ] {
        assert!(!complaints("session/step.rs", text).is_empty(), "{text}");
        accepted("ui/theme.rs", text);
        accepted("app/mod.rs", text);
    }
}

#[test]
fn files_are_written_only_in_the_rooms_that_may() {
    for text in [
        "fn f() { std::fs::write(a, b); }",
        "fn f() { ::std::fs::write(a, b); }",
        "use std::fs::{self as f, File}; fn g() { f::rename(a, b); }",
        "use std::fs::File; fn f() { File::create(a); }",
        "use std::fs::File as Paper; fn f() { Paper::create_new(a); }",
        "use std::fs::File; fn f() { let make = File::options; }",
        "use std::{fs::{remove_file}};",
        "use std::fs; fn f() { fs::OpenOptions::new(); }",
        "use std::fs::*;",
        "fn f() { tempfile::tempfile(); }",
        "use rusqlite::Connection;",
        "macro_rules! m { () => { std::fs::create_dir(a) } }",
        "fn f() { std::os::windows::fs::symlink_file(a, b); }",
    ] {
        refused("player/x.rs", text);
        refused("session/x.rs", text);
        refused("ui/x.rs", text);
        refused("app/jobs/lane.rs", text);
        refused("pack/read.rs", text);
        for may in [
            "library/x.rs",
            "station/x.rs",
            "records/x.rs",
            "authoring/x.rs",
        ] {
            accepted(may, text);
        }
        for may in [
            "cli/x.rs",
            "app/files.rs",
            "app/files/copy.rs",
            "pack/write.rs",
        ] {
            accepted(may, text);
        }
    }
    accepted(
        "pack/read.rs",
        "use std::fs::{self, File}; fn f() { File::open(a); fs::read(b); }",
    );
}

#[test]
fn writing_through_a_handle_is_seen_as_well() {
    for text in [
        "use crate::platform::files; fn f() { files::open_or_create(a, 0o600); }",
        "use crate::platform::files::temp_beside;",
        "fn f(folder: &Folder) { folder.write_new(a, b, 0o600, c); }",
        "fn f(folder: &Folder) { folder.remove_file(a); }",
    ] {
        refused("player/x.rs", text);
        refused("pack/read.rs", text);
        accepted("library/x.rs", text);
        accepted("operations/x.rs", text);
    }
    accepted(
        "player/x.rs",
        "use crate::platform::files; fn f() { files::open(a); }",
    );
}

#[test]
fn threads_start_only_in_platform_player_and_app_and_where_a_pack_is_hashed() {
    for text in [
        "fn f() { std::thread::spawn(g); }",
        "use std::thread; fn f() { thread::Builder::new(); }",
        "use std::thread::{self as t}; fn f() { t::scope(g); }",
        "use std::thread::*;",
    ] {
        refused("library/x.rs", text);
        refused("cli/x.rs", text);
        refused("pack/read.rs", text);
        accepted("pack/bytes.rs", text);
        accepted("platform/x.rs", text);
        accepted("player/x.rs", text);
        accepted("app/x.rs", text);
    }
    accepted("library/x.rs", "fn f() { std::thread::sleep(d); }");
}

#[test]
fn programs_start_only_in_platform_where_authors_programs_are_run_and_where_documents_are_drawn() {
    for text in [
        "fn f() { std::process::Command::new(a); }",
        "use std::process::Command; fn f() { Command::new(a); }",
        "use crate::platform::child::ChildProcess;",
        "use crate::platform::child::Helper;",
        "use crate::platform::child; fn f() { child::own_command(a); }",
    ] {
        refused("library/x.rs", text);
        refused("authoring/x.rs", text);
        refused("app/x.rs", text);
        accepted("authoring/ffmpeg/run.rs", text);
        accepted("authoring/tools.rs", text);
        refused("documents/x.rs", text);
        accepted("documents/drawing.rs", text);
    }
    accepted(
        "platform/x.rs",
        "use std::process::Command; fn f() { Command::new(a); }",
    );
    accepted("app/x.rs", "fn f() { std::process::id(); }");
}

#[test]
fn the_clock_is_read_only_where_it_may_be() {
    for text in [
        "fn f() { std::time::Instant::now(); }",
        "use std::time::Instant; fn f() { <Instant>::now(); }",
        "fn f(start: Instant) { start.elapsed(); }",
        "use std::time::SystemTime as Wall; fn f() { let read = Wall::now; }",
        "fn f() { jiff::Timestamp::now(); }",
    ] {
        refused("player/decode.rs", text);
        refused("records/x.rs", text);
        refused("session/x.rs", text);
        accepted("player/clock.rs", text);
        accepted("app/x.rs", text);
        accepted("cli/x.rs", text);
    }
    let through_the_clock = "use crate::player::clock; fn f() { clock::now(); }";
    accepted("player/playback.rs", through_the_clock);
    refused("library/x.rs", through_the_clock);
    accepted(
        "records/x.rs",
        "fn f(now: Moment) { let now = context.now; now(); }",
    );
}

#[test]
fn anyhow_stays_in_main_and_cli() {
    refused("library/x.rs", "fn f() -> anyhow::Result<()> {}");
    accepted("cli/x.rs", "use anyhow::Context;");
    accepted("main.rs", "use anyhow::Context;");
}

#[test]
fn code_that_only_tests_have_may_write_and_wait_and_what_follows_it_may_not() {
    accepted(
        "pack/read.rs",
        "#[cfg(test)] #[expect(x)] mod tests { fn f() { std::fs::write(a, b); } mod g { fn h() { Instant::now(); } } }",
    );
    accepted(
        "pack/read.rs",
        "#[cfg(all(test, unix))] fn f() -> A<B, C> { std::fs::write(a, b); }",
    );
    refused(
        "pack/read.rs",
        "#[cfg(not(test))] fn f() { std::fs::write(a, b); }",
    );
    for test in [
        "mod tests { }",
        "mod tests;",
        "use a::b;",
        "fn f() {}",
        "const A: [u8; 2] = [1, 2];",
    ] {
        refused(
            "pack/read.rs",
            &format!("#[cfg(test)] {test} fn g() {{ std::fs::write(a, b); }}"),
        );
    }
}

#[test]
fn a_complaint_names_the_line_the_rule_and_the_path() {
    assert_eq!(
        complaints("player/x.rs", "//! Docs.\n\nuse crate::pack::PackId;\n"),
        ["3: player may not use pack (crate::pack::PackId)"]
    );
}
