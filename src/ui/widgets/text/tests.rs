use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{CentralPanel, Color32, Grid, RawInput, Rect, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{Align2, Label, TextUi as _, cut, line, lines, paint};
use crate::ui::theme;

fn harness<'a>(contents: impl Fn(&mut eframe::egui::Ui) + 'a) -> Harness<'a> {
    let mut dressed = false;
    Harness::builder()
        .with_size(Vec2::new(600.0, 400.0))
        .build_ui(move |ui| {
            if !dressed {
                theme::install_fonts(ui.ctx());
                theme::apply(ui.ctx(), theme::Look::Dark);
                dressed = true;
                return;
            }
            CentralPanel::default().show(ui, |ui| contents(ui));
        })
}

#[test]
fn a_screen_reader_hears_a_text_as_it_was_written() {
    let names = [
        "1052 דוד",
        "محمد 1045 (Sgt)",
        "＝1+1 1044",
        "สมชาย 1053",
        "O’Neil",
    ];
    let harness = harness(|ui| {
        for name in names {
            ui.text_label(name);
        }
        ui.set_max_width(60.0);
        ui.add(Label::new("דוד בן גוריון הארוך מאוד").truncate());
    });
    for name in names.into_iter().chain(["דוד בן גוריון הארוך מאוד"]) {
        let node = harness.get_by_role_and_label(Role::Label, name);
        assert!(node.rect().width() > 1.0, "{name}");
    }
}

#[test]
fn a_label_is_as_large_as_its_text_wherever_it_stands() {
    let harness = harness(|ui| {
        ui.set_max_width(300.0);
        ui.horizontal(|ui| {
            ui.text_label("דוד");
            ui.text_label("after");
        });
        ui.horizontal_wrapped(|ui| {
            ui.text_label("before");
            ui.text_label("שלום עולם גדול ויפה מאוד מאוד מאוד");
            ui.text_label("below");
        });
        Grid::new("grid").show(ui, |ui| {
            ui.text_label("محمد 1045");
            ui.text_label("cell");
            ui.end_row();
        });
    });
    let at = |label: &str| harness.get_by_label(label).rect();
    let is_right_of = |one: Rect, other: Rect| one.left() >= other.right();
    assert!(is_right_of(at("after"), at("דוד")));
    assert!(is_right_of(at("cell"), at("محمد 1045")));
    let long = at("שלום עולם גדול ויפה מאוד מאוד מאוד");
    assert!(long.width() <= 301.0, "{long:?} {:?}", at("below"));
    assert!(!long.intersects(at("before")) && !long.intersects(at("below")));
}

/// What the galleys of a frame are, once fonts are there.
fn in_a_frame(check: impl Fn(&eframe::egui::Ui)) {
    let ctx = eframe::egui::Context::default();
    theme::install_fonts(&ctx);
    for _ in 0..2 {
        let mut painted = ctx.run_ui(RawInput::default(), |ui| check(ui));
        painted.textures_delta.clear();
    }
}

#[test]
fn a_text_is_cut_at_its_end_in_reading_order_with_an_ellipsis() {
    in_a_frame(|ui| {
        let font = || theme::regular(18.0);
        for text in [
            "דוד בן גוריון הארוך מאוד 1052",
            "محمد بن عبد الله الطويل جدا",
            "Officer with a very long double family name",
            "Dr. דוד בן גוריון הארוך מאוד",
        ] {
            let whole = line(ui, text, font(), Color32::WHITE);
            let part = cut(ui, text, font(), Color32::WHITE, 120.0);
            assert!(part.elided && !whole.elided, "{text}");
            assert!(
                part.size().x <= 120.5 && part.size().x > 60.0,
                "{text} {:?}",
                part.size()
            );
            assert_eq!(part.text(), text);
            let enough = cut(ui, text, font(), Color32::WHITE, whole.size().x + 1.0);
            assert!(!enough.elided, "{text}");
            let tiny = cut(ui, text, font(), Color32::WHITE, 3.0);
            assert!(tiny.elided, "{text}");
        }
    });
}

#[test]
fn a_word_without_an_end_is_broken_and_no_line_is_wider_than_its_room() {
    in_a_frame(|ui| {
        let text = "א".repeat(200) + " " + &"ب".repeat(300);
        let galley = lines(ui, text, theme::regular(18.0), Color32::WHITE, 150.0);
        assert!(galley.size().x <= 150.5, "{:?}", galley.size());
        assert!(galley.size().y > 100.0);
        // Narrower than a letter: one letter a line.
        let galley = lines(ui, "שלום", theme::regular(18.0), Color32::WHITE, 1.0);
        assert!(galley.size().y > 60.0, "{:?}", galley.size());
    });
}

#[test]
fn what_is_painted_at_a_point_stands_where_it_is_asked_to() {
    in_a_frame(|ui| {
        let at = pos2(100.0, 100.0);
        let rect = paint(
            ui,
            at,
            Align2::RIGHT_CENTER,
            "דוד",
            theme::regular(18.0),
            Color32::WHITE,
        );
        assert!((rect.right() - 100.0).abs() < 0.5 && rect.width() > 10.0);
        let empty = paint(
            ui,
            at,
            Align2::LEFT_TOP,
            "",
            theme::regular(18.0),
            Color32::WHITE,
        );
        assert!(empty.width() < 0.5);
    });
}

#[test]
fn a_text_from_the_right_is_set_once_and_kept_while_it_is_shown() {
    let ctx = eframe::egui::Context::default();
    theme::install_fonts(&ctx);
    let mut seen: Vec<std::sync::Arc<super::Galley>> = Vec::new();
    for frame in 0..6 {
        let mut painted = ctx.run_ui(RawInput::default(), |ui| {
            let color = Color32::WHITE;
            ui.text_label("plain text beside it");
            // Another size: egui throws its letters away.
            if frame == 4 {
                theme::install_fonts(ui.ctx());
                ui.ctx().set_font_providers(Vec::new());
                crate::ui::faces::install(ui.ctx());
            }
            seen.push(line(ui, "דוד 1052", theme::regular(18.0), color));
        });
        painted.textures_delta.clear();
    }
    let same = |a: usize, b: usize| std::sync::Arc::ptr_eq(&seen[a], &seen[b]);
    assert!(same(1, 2) && same(2, 3), "it is kept");
    assert!(
        !same(3, 5),
        "it is set anew when the letters are painted anew"
    );
}

/// Lines of our sources outside tests that draw text past the one way.
fn other_ways(folder: &Path, found: &mut Vec<String>) {
    const WAYS: [&str; 14] = [
        ".label(",
        "egui::Label",
        "ui.heading(",
        "ui.strong(",
        "ui.weak(",
        "ui.small(",
        "ui.monospace(",
        ".hyperlink",
        "layout_no_wrap(",
        ".layout_job(",
        ".into_galley(",
        "on_hover_text(",
        "on_disabled_hover_text(",
        "painter().layout(",
    ];
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let is_the_way =
            name == "scripts" || name == "text" || name == "text.rs" || name == "theme.rs";
        if path.is_dir() && !is_the_way {
            other_ways(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs")
            && name != "scripts.rs"
            && name != "tests.rs"
            && !is_the_way
        {
            let text = std::fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            // Calls may be broken over lines.
            let code: String = code.split_whitespace().collect();
            let painted = |code: &str| code.matches("painter().text(").count();
            let ways = WAYS.iter().filter(|way| code.contains(*way));
            found.extend(ways.map(|way| format!("{}: {way}", path.display())));
            if painted(&code) > 0 || code.contains("painter.text(") {
                found.push(format!("{}: Painter::text", path.display()));
            }
        }
    }
}

// SCREENS 2.1.
#[test]
fn all_text_is_drawn_in_the_one_way() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for room in ["ui", "app"] {
        other_ways(&sources.join(room), &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}
