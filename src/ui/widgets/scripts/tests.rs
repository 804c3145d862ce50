use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Color32, Context, Galley, RawInput, TextFormat};

use super::set;
use crate::ui::theme;

/// A text in lines of this width, in points.
fn galley(text: &str, width: f32, halign: Align) -> std::sync::Arc<Galley> {
    let ctx = Context::default();
    theme::install_fonts(&ctx);
    let mut found = None;
    for _ in 0..2 {
        let mut painted = ctx.run_ui(RawInput::default(), |ui| {
            let format = TextFormat::simple(theme::regular(20.0), Color32::WHITE);
            let mut job = LayoutJob::single_section(text.to_owned(), format);
            job.wrap.max_width = width;
            job.halign = halign;
            found = Some(set(ui, job));
        });
        painted.textures_delta.clear();
    }
    found.expect("its faces are loaded")
}

/// Line by line what stands from left to right, in pieces that run in one direction.
fn seen(galley: &Galley) -> Vec<String> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    let mut rows: Vec<_> = galley.rows.iter().collect();
    rows.sort_by(|a, b| {
        (a.pos.y, a.pos.x)
            .partial_cmp(&(b.pos.y, b.pos.x))
            .expect("numbers")
    });
    for row in rows {
        // Beside what is painted a row has one without width for each letter that joined another.
        let painted = row.glyphs.iter().filter(|glyph| glyph.advance_width > 0.0);
        let mut glyphs: Vec<_> = painted.collect();
        glyphs.sort_by(|a, b| a.pos.x.partial_cmp(&b.pos.x).expect("numbers"));
        let text: String = glyphs.iter().map(|glyph| glyph.chr).collect();
        match lines.last_mut() {
            Some((y, line)) if (*y - row.pos.y).abs() < 1.0 => line.push_str(&text),
            _ => lines.push((row.pos.y, text)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn hebrew_runs_from_the_right_and_the_names_and_numbers_in_it_from_the_left() {
    let galley = galley("שלום ICE 287 (כן).", 1_000.0, Align::Min);
    assert_eq!(seen(&galley), [".(ןכ) ICE 287 םולש"]);
}

#[test]
fn a_word_from_the_right_in_an_english_sentence_is_turned_alone() {
    let galley = galley("Say שלום עולם twice.", 1_000.0, Align::Min);
    assert_eq!(seen(&galley), ["Say םלוע םולש twice."]);
}

#[test]
fn lines_are_broken_where_the_text_goes_on_and_aligned_as_asked() {
    let text = "אחת שתיים שלוש ארבע חמש";
    let galley = galley(text, 120.0, Align::Max);
    let lines = seen(&galley);
    assert!(lines.len() > 1, "{lines:?}");
    // The beginning is at the right of the first line.
    assert!(lines[0].ends_with("תחא"), "{lines:?}");
    assert!(
        lines.last().is_some_and(|line| line.starts_with("שמח")),
        "{lines:?}"
    );
    assert!(galley.rect.right().abs() < 0.5 && galley.rect.width() <= 120.0);
    for row in &galley.rows {
        assert!(row.pos.x + row.size.x <= 0.6, "{row:?}");
    }
}

#[test]
fn arabic_letters_join_and_its_digits_run_from_the_left() {
    let joined = galley("سلام", 1_000.0, Align::Min);
    let apart: f32 = "سلام"
        .chars()
        .map(|letter| galley(&letter.to_string(), 1_000.0, Align::Min).size().x)
        .sum();
    assert!(
        joined.size().x < apart * 0.95,
        "{} {apart}",
        joined.size().x
    );
    let digits = galley("رقم ٢٨٧", 1_000.0, Align::Min);
    assert_eq!(seen(&digits), ["٢٨٧ مقر"]);
}

#[test]
fn signs_that_direct_the_order_are_not_painted() {
    let galley = galley("\u{202b}שלום\u{202c} \u{200f}", 1_000.0, Align::Min);
    assert_eq!(seen(&galley), ["םולש"]);
}

/// What stands in one line from left to right.
fn line(text: &str) -> String {
    let lines = seen(&galley(text, 2_000.0, Align::Min));
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.concat()
}

#[test]
fn digits_beside_letters_from_the_right_keep_their_order() {
    for (text, wanted) in [
        ("דוד 1052", "1052 דוד"),
        ("1052 דוד", "דוד 1052"),
        ("Officer דוד 1052", "Officer דוד 1052"),
        (
            "led by דוד 1052; 21 present.",
            "led by דוד 1052; 21 present.",
        ),
        ("דוד, 14 of 21 officers", "דוד, 14 of 21 officers"),
        (
            "Led: דוד, דוד (1052) and דוד +1",
            "Led: דוד, דוד (1052) and דוד +1",
        ),
        ("Station דוד · 12 – Harbor", "Station דוד · 12 – Harbor"),
        ("Shift דוד 30 Nov", "Shift דוד 30 Nov"),
        ("דוד ٢٨٧", "٢٨٧ דוד"),
    ] {
        assert_eq!(line(text), turned(wanted), "{text}");
    }
    // Arabic letters join, so their glyphs are not their letters: the rest tells.
    let arabic = line("محمد 1045 (Sgt)");
    assert!(arabic.starts_with("(Sgt) 1045 "), "{arabic}");
    assert!(
        line("1045 محمد").ends_with(" 1045"),
        "{}",
        line("1045 محمد")
    );
}

#[test]
fn a_badge_with_its_signs_stays_as_it_is_beside_letters_from_the_right() {
    for badge in [
        "+1",
        "12-345",
        "-7",
        "A/7",
        "10-",
        "#42",
        "2026-11-30",
        "555-0100",
        "3.5%",
    ] {
        for text in [
            format!("דוד {badge}"),
            format!("محمد {badge}"),
            format!("{badge} דוד"),
        ] {
            let seen = line(&text);
            assert!(seen.contains(badge), "{text}: {seen}");
        }
    }
    assert_eq!(line("דוד -"), turned("- דוד"));
}

#[test]
fn brackets_enclose_what_they_enclosed() {
    assert_eq!(line("דוד (כן)"), turned("(ןכ) דוד"));
    assert_eq!(line("Sgt (דוד) is here"), turned("Sgt (דוד) is here"));
}

#[test]
fn full_width_signs_are_not_boxes() {
    assert_eq!(line("＝1+1 1044"), "=1+1 1044");
    assert_eq!(line("Ａ דוד"), turned("A דוד"));
}

/// A visual order in which the name that the tests use is written as it is read.
fn turned(line: &str) -> String {
    line.replace("דוד", &"דוד".chars().rev().collect::<String>())
}
