//! Cues of letters 10 points wide and lines 20 points high on a screen of 1000×500.

use eframe::egui::{Rect, pos2, vec2};

use super::{Measured, Placed, Side, Stage, layout};
use crate::player::MediaTime;
use crate::player::captions::{Cue, at, parse_webvtt};

const LETTER: f32 = 10.0;
const LINE: f32 = 20.0;
const AROUND: f32 = 4.0;

/// Lengths that are equal as far as anybody sees.
macro_rules! near {
    ($one:expr, $other:expr $(, $why:literal)? $(,)?) => {{
        let (one, other): (f32, f32) = ($one, $other);
        assert!((one - other).abs() < 0.01, concat!("{} is not {}" $(, ": ", $why)?), one, other);
    }};
}

fn stage() -> Stage {
    Stage {
        picture: Rect::from_min_max(pos2(0.0, 0.0), pos2(1000.0, 500.0)),
        clear: Rect::from_min_max(pos2(60.0, 30.0), pos2(940.0, 470.0)),
        widest: 450.0,
        gap: 2.0,
    }
}

fn measure(cue: &Cue, width: f32, _side: Side) -> Measured {
    let widths = cue.text.lines().map(|line| {
        let letters = line.chars().count();
        #[expect(clippy::cast_precision_loss, reason = "some letters")]
        let width = letters as f32 * LETTER;
        width
    });
    let (mut widest, mut lines) = (0.0_f32, 0.0);
    for line in widths {
        widest = widest.max(line.min(width));
        lines += (line / width).ceil().max(1.0);
    }
    Measured {
        size: vec2(widest + AROUND, lines * LINE + AROUND),
        line: LINE,
    }
}

/// Cues with these settings and texts, all at once.
fn cues(all: &[(&str, &str)]) -> Vec<Cue> {
    let mut file = "WEBVTT\n".to_owned();
    for (settings, text) in all {
        file += "\n00:00.000 --> 00:09.000 ";
        file += &[settings, text, ""].join("\n");
    }
    parse_webvtt(file.as_bytes()).expect("captions")
}

fn place_on(stage: &Stage, all: &[(&str, &str)]) -> Vec<Placed> {
    let cues = cues(all);
    layout(&at(&cues, MediaTime::ZERO), stage, &[], measure)
}

fn place(all: &[(&str, &str)]) -> Vec<Placed> {
    place_on(&stage(), all)
}

fn one(settings: &str) -> Rect {
    place(&[(settings, "0123456789")])[0].rect
}

#[test]
fn a_cue_stands_at_the_bottom_in_the_middle_clear_of_controls() {
    let rect = one("");
    near!(rect.bottom(), 470.0);
    near!(rect.center().x, 500.0);
    let mut stage = stage();
    stage.clear.max.y = 380.0;
    let raised = place_on(&stage, &[("", "A")])[0].rect;
    near!(raised.bottom(), 380.0);
}

#[test]
fn long_cues_are_broken_at_the_widest_line() {
    let placed = place(&[("", &"x".repeat(100))])[0];
    near!(placed.width, 450.0);
    near!(placed.rect.height(), 3.0 * LINE + AROUND);
    near!(placed.rect.bottom(), 470.0);
}

#[test]
fn lines_count_from_the_top_and_negative_ones_from_the_bottom() {
    near!(one("line:0").top(), 30.0);
    near!(one("line:2").top(), 30.0 + 2.0 * LINE);
    near!(one("line:1.6").top(), 30.0 + 2.0 * LINE);
    near!(one("line:-1").bottom(), 470.0);
    near!(one("line:-3").bottom(), 470.0 - 2.0 * LINE);
    let two = place(&[("line:-1", "A\nB")])[0].rect;
    near!(two.bottom(), 470.0, "as far down as it goes");
    near!(one("line:900").bottom(), 470.0);
    near!(one("line:-900").top(), 30.0);
}

#[test]
fn shares_count_in_the_picture_from_the_edge_that_is_aligned() {
    let height = LINE + AROUND;
    near!(one("line:50%").top(), 250.0);
    near!(one("line:50%,center").center().y, 250.0);
    near!(one("line:50%,end").bottom(), 250.0);
    near!(one("line:0%").top(), 30.0, "not in the margin");
    near!(one("line:100%").bottom(), 470.0, "not past the edge");
    near!(one("line:100%").height(), height);
}

#[test]
fn positions_and_alignments_say_where_across_the_picture() {
    near!(one("align:left").left(), 60.0);
    near!(one("align:right").right(), 940.0);
    near!(one("align:start").left(), 500.0, "as the standard has it");
    near!(one("align:end").right(), 500.0);
    near!(one("position:20% align:left").left(), 200.0);
    near!(one("position:80% align:right").right(), 800.0);
    near!(one("position:30%").center().x, 300.0);
    near!(one("position:30%,line-left").center().x, 650.0);
    near!(one("position:30%,line-left align:left").left(), 300.0);
    near!(
        one("position:70%,line-right align:left size:40%").left(),
        300.0
    );
    near!(
        one("position:0% align:left").left(),
        60.0,
        "not in the margin"
    );
}

#[test]
fn a_size_makes_lines_shorter_but_never_a_column_of_letters() {
    let wide = "x".repeat(60);
    let sized = place(&[("size:30%", &wide)])[0];
    near!(sized.width, 300.0);
    near!(sized.rect.center().x, 500.0);
    let edge = place(&[("position:100% align:left", &wide)])[0];
    assert!(edge.width >= 0.25 * 880.0 - 0.1, "{edge:?}");
    assert!(
        stage().clear.contains_rect(edge.rect.shrink(0.1)),
        "{edge:?}"
    );
}

#[test]
fn text_from_the_right_begins_on_the_right() {
    let placed = place(&[("align:start", "שלום")])[0];
    assert_eq!(placed.side, Side::Right);
    near!(placed.rect.right(), 500.0);
}

#[test]
fn cues_at_once_stand_above_each_other_the_first_lowest() {
    let placed = place(&[("", "A"), ("", "B\nB"), ("", "C")]);
    assert_eq!(placed.len(), 3);
    for pair in placed.windows(2) {
        near!(pair[1].rect.bottom(), pair[0].rect.top() - 2.0);
    }
    let down = place(&[("line:0", "A"), ("line:0", "B")]);
    near!(down[1].rect.top(), down[0].rect.bottom() + 2.0);
}

#[test]
fn cues_beside_each_other_stay_on_one_line() {
    let placed = place(&[
        ("position:10% align:left size:35%", "left"),
        ("position:90% align:right size:35%", "right"),
    ]);
    assert_eq!(placed[0].rect.y_range(), placed[1].rect.y_range());
}

#[test]
fn a_cue_at_a_share_gives_way_to_the_nearest_free_place() {
    let placed = place(&[("line:50%", "A"), ("line:52%", "B"), ("line:49%", "C")]);
    near!(placed[0].rect.top(), 250.0);
    near!(placed[1].rect.top(), placed[0].rect.bottom() + 2.0);
    near!(placed[2].rect.bottom(), placed[0].rect.top() - 2.0);
}

#[test]
fn a_cue_that_is_being_read_stays_when_the_one_below_it_goes() {
    let cues = cues(&[("", "A"), ("", "B")]);
    let all = at(&cues, MediaTime::ZERO);
    let both = layout(&all, &stage(), &[], measure);
    let second = layout(&all[1..], &stage(), &both, measure);
    assert_eq!(second, [both[1]]);
    let third = parse_webvtt(b"WEBVTT\n\n00:00.000 --> 00:09.000\nC\n").expect("captions");
    let next = [(1, &cues[1]), (2, &third[0])];
    let after = layout(&next, &stage(), &second, measure);
    assert_eq!(after[0], both[1]);
    near!(
        after[1].rect.bottom(),
        470.0,
        "the free place is used again"
    );
}

#[test]
fn nothing_covers_anything_and_nothing_leaves_the_screen_however_many_there_are() {
    let settings = [
        "",
        "line:0",
        "line:40%",
        "line:50%,end align:left",
        "position:90% align:right",
        "line:-4 size:20%",
        "line:95% position:10% align:left",
    ];
    let texts: Vec<String> = (0..60)
        .map(|n| format!("{n} {}", "word ".repeat(n % 23)))
        .collect();
    let all: Vec<(&str, &str)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (settings[n % settings.len()], text.as_str()))
        .collect();
    let placed = place(&all);
    assert!(placed.len() >= 8, "{}", placed.len());
    for (n, one) in placed.iter().enumerate() {
        assert!(stage().clear.expand(0.1).contains_rect(one.rect), "{one:?}");
        for other in &placed[..n] {
            let (a, b) = (one.rect.shrink(0.1), other.rect.shrink(0.1));
            assert!(!a.intersects(b), "{one:?} covers {other:?}");
        }
    }
}

#[test]
fn a_screen_without_room_shows_nothing_and_breaks_nothing() {
    let mut stage = stage();
    stage.clear.max.y = stage.clear.min.y + 5.0;
    assert_eq!(place_on(&stage, &[("", "A"), ("line:50%", "B")]), []);
}
