//! The rules of <https://www.w3.org/TR/webvtt1/>, one by one.

mod limits;

use super::{Align, Column, Cue, Line, LineAlign, MediaTime, Place, Style, at, parse_webvtt};

fn read(text: &str) -> Vec<Cue> {
    parse_webvtt(text.as_bytes()).expect("captions")
}

fn cues(text: &str) -> Vec<(i64, i64, String)> {
    let cues = read(text).into_iter();
    cues.map(|cue| (cue.start.as_millis(), cue.end.as_millis(), cue.text))
        .collect()
}

/// What is shown of one cue with this text.
fn shown(text: &str) -> String {
    let all = read(&format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n"));
    all.first().map_or(String::new(), |cue| cue.text.clone())
}

/// The same with styles: `b`, `i`, `u`, `v` before each part.
fn styled(text: &str) -> Vec<String> {
    let all = read(&format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n"));
    let marks = |style: Style| -> String {
        let marks = [
            (style.bold, 'b'),
            (style.italic, 'i'),
            (style.underline, 'u'),
            (style.voice, 'v'),
        ];
        let set = marks.iter().filter(|(set, _)| *set);
        set.map(|(_, mark)| *mark).collect()
    };
    let runs = all[0].runs();
    runs.map(|(part, style)| format!("{}|{part}", marks(style)))
        .collect()
}

fn place(settings: &str) -> Place {
    let text = format!("WEBVTT\n\n00:00.000 --> 00:01.000 {settings}\nA\n");
    read(&text)[0].place
}

#[test]
fn times_text_and_lines_are_read() {
    assert_eq!(
        cues(
            "WEBVTT\n\n00:01.500 --> 00:04.000\nOne\nTwo\n\n1:00:00.001 --> 01:00:01.000\nThree\n"
        ),
        [
            (1_500, 4_000, "One\nTwo".to_owned()),
            (3_600_001, 3_601_000, "Three".to_owned())
        ]
    );
}

#[test]
fn times_need_no_space_around_the_arrow_and_hours_may_be_many() {
    assert_eq!(
        cues("WEBVTT\n\n\t00:01.000-->\t00:02.000\nA\n\n123456:00:00.000 --> 123456:00:01.000\nB"),
        [
            (1_000, 2_000, "A".to_owned()),
            (444_441_600_000, 444_441_601_000, "B".to_owned())
        ]
    );
}

#[test]
fn times_that_break_the_rules_make_no_cue() {
    for times in [
        "00:61.000 --> 00:62.000",
        "60:00.000 --> 61:00.000",
        "00:60:00.000 --> 00:61:00.000",
        "0:01.000 --> 0:02.000",
        "00:1.000 --> 00:2.000",
        "00:01.00 --> 00:02.00",
        "00:01.0000 --> 00:02.0000",
        "00:01,000 --> 00:02,000",
        "00:01 --> 00:02",
        "00:01.000 -> 00:02.000",
        "00:01.000 -- > 00:02.000",
        "-00:01.000 --> 00:02.000",
        "x 00:01.000 --> 00:02.000",
        "00:01.000 -->",
        "--> 00:02.000",
        "00:03.000 --> 00:02.000",
        "00:02.000 --> 00:02.000",
    ] {
        let text = format!("WEBVTT\n\n{times}\nNo\n\n00:04.000 --> 00:05.000\nYes\n");
        assert_eq!(cues(&text), [(4_000, 5_000, "Yes".to_owned())], "{times}");
    }
}

#[test]
fn a_byte_order_mark_and_any_line_ends_do_not_matter() {
    for text in [
        "\u{feff}WEBVTT - title\r\n\r\n00:00.000 --> 00:01.000\r\nA\r\nB\r\n\r\n",
        "WEBVTT\r\r00:00.000 --> 00:01.000\rA\rB\r",
        "WEBVTT\n\n\n\n\n00:00.000 --> 00:01.000\nA\nB",
        "WEBVTT\ttitle\n\r\n00:00.000 --> 00:01.000\r\nA\rB\n",
    ] {
        assert_eq!(cues(text), [(0, 1_000, "A\nB".to_owned())], "{text:?}");
    }
}

// PLAYER 8.3.
#[test]
fn notes_styles_regions_and_headers_are_passed_over() {
    let text = "WEBVTT\nKind: captions\nLanguage: en\n\nNOTE\n00:09.000 is no cue\nat all\n\n\
                STYLE\n::cue { color: red }\n\nREGION\nid:fred\nwidth:40%\n\nNOTE one line\n\n\
                NOTES are a name\n00:01.000 --> 00:02.000 region:fred\nHere\n";
    assert_eq!(cues(text), [(1_000, 2_000, "Here".to_owned())]);
    assert_eq!(read(text)[0].id, "NOTES are a name");
}

#[test]
fn a_forgotten_blank_line_loses_no_cue() {
    let text = "WEBVTT\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB\nC\n\
                00:03.000 --> 00:04.000\n\nname\n00:05.000 --> 00:06.000\nD\n";
    assert_eq!(
        cues(text),
        [
            (1_000, 2_000, "A".to_owned()),
            (2_000, 3_000, "B\nC".to_owned()),
            (5_000, 6_000, "D".to_owned())
        ]
    );
}

#[test]
fn a_name_of_two_lines_is_none_and_its_times_begin_a_cue() {
    let text = "WEBVTT\n\nname\nof two lines\n00:01.000 --> 00:02.000\nA\n";
    assert_eq!(cues(text), [(1_000, 2_000, "A".to_owned())]);
    assert_eq!(read(text)[0].id, "");
}

// PLAYER 8.7.
#[test]
fn cues_come_in_order_of_time_and_the_longer_first() {
    let text = "WEBVTT\n\n00:05.000 --> 00:06.000\nC\n\n00:01.000 --> 00:02.000\nB\n\n\
                00:01.000 --> 00:09.000\nA\n";
    let order: Vec<String> = read(text).into_iter().map(|cue| cue.text).collect();
    assert_eq!(order, ["A", "B", "C"]);
}

#[test]
fn overlapping_cues_show_together() {
    let text = "WEBVTT\n\n00:02.000 --> 00:04.000\nB\n\n00:01.000 --> 00:03.000\nA\n";
    let cues = read(text);
    let shown = |millis| -> Vec<String> {
        at(&cues, MediaTime::from_millis(millis))
            .into_iter()
            .map(|(n, cue)| format!("{n}{}", cue.text))
            .collect()
    };
    assert_eq!(shown(999), [""; 0]);
    assert_eq!(shown(1_000), ["0A"]);
    assert_eq!(shown(2_500), ["0A", "1B"]);
    assert_eq!(shown(3_000), ["1B"]);
    assert_eq!(shown(4_000), [""; 0]);
}

#[test]
fn settings_say_where_a_cue_stands() {
    assert_eq!(place(""), Place::default());
    assert_eq!(place("line:0").line, Line::Number(0.0));
    assert_eq!(place("line:-2").line, Line::Number(-2.0));
    assert_eq!(place("line:1.5").line, Line::Number(1.5));
    assert_eq!(
        place("line:90%").line,
        Line::Percent(90.0, LineAlign::Start)
    );
    assert_eq!(
        place("line:33.5%,center").line,
        Line::Percent(33.5, LineAlign::Center)
    );
    assert_eq!(
        place("line:100%,end").line,
        Line::Percent(100.0, LineAlign::End)
    );
    let all = place("position:10%,line-left\talign:start size:35% line:1");
    assert_eq!(
        all,
        Place {
            line: Line::Number(1.0),
            position: Some(10.0),
            column: Column::Left,
            size: 35.0,
            align: Align::Start,
        }
    );
    assert_eq!(place("position:50%,center").column, Column::Center);
    assert_eq!(place("position:50%,line-right").column, Column::Right);
    assert_eq!(place("position:50%").column, Column::Auto);
    for (name, align) in [
        ("start", Align::Start),
        ("center", Align::Center),
        ("end", Align::End),
        ("left", Align::Left),
        ("right", Align::Right),
    ] {
        assert_eq!(place(&format!("align:{name}")).align, align);
    }
}

#[test]
fn settings_that_break_the_rules_are_passed_over_one_by_one() {
    for wrong in [
        "line:",
        ":0",
        "line",
        "line:-",
        "line:1.",
        "line:.5",
        "line:1.2.3",
        "line:--1",
        "line:5-",
        "line:101%",
        "line:-1%",
        "line:1%%",
        "line:1,middle",
        "line:1,",
        "position:10",
        "size:101%",
        "position:-5%",
        "position:10%,start",
        "size:x%",
        "size:5",
        "align:middle",
        "Align:left",
        "line:1e1",
        "line:%",
        "color:red",
        "region:",
        "vertical:up",
        "A:start",
    ] {
        let expected = Place {
            align: Align::Left,
            ..Place::default()
        };
        assert_eq!(place(&format!("{wrong} align:left")), expected, "{wrong}");
        assert_eq!(place(&format!("align:left {wrong}")), expected, "{wrong}");
    }
}

// PLAYER 8.4.
#[test]
fn vertical_text_is_shown_horizontally_where_captions_stand() {
    assert_eq!(place("vertical:rl line:0 size:50%"), Place::default());
    assert_eq!(place("align:left vertical:lr"), Place::default());
}

#[test]
fn bold_italic_and_underlined_parts_are_told_apart() {
    assert_eq!(
        styled("a <b>b <i>c</i></b> <u>d</u><c.red.loud>e</c><lang en-GB>f</lang>"),
        ["|a ", "b|b ", "bi|c", "| ", "u|d", "|ef"]
    );
    assert_eq!(
        styled("<b.loud>x</b> <i whatever>y</i>"),
        ["b|x", "| ", "i|y"]
    );
}

#[test]
fn a_tag_left_open_holds_to_the_end_of_its_cue() {
    assert_eq!(styled("a<b>b\nc"), ["|a", "b|b\nc"]);
    assert_eq!(shown("a <b"), "a");
    let two = "WEBVTT\n\n00:00.000 --> 00:01.000\n<i>A\n\n00:01.000 --> 00:02.000\nB\n";
    let second = &read(two)[1];
    assert!(second.runs().all(|(_, style)| !style.italic));
}

#[test]
fn tags_closed_crosswise_or_never_begun_are_passed_over() {
    assert_eq!(styled("<b>x<i>y</b>z</i>w"), ["b|x", "bi|yz", "b|w"]);
    assert_eq!(styled("x</b></v></ruby>y"), ["|xy"]);
    assert_eq!(styled("<blink>x</blink><>y</><B>z</B>"), ["|xyz"]);
}

// PLAYER 8.6.
#[test]
fn a_voice_is_named_where_another_spoke_before() {
    let text = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Sergeant Lee>Good morning.\n\n\
                00:01.000 --> 00:02.000\n<v Sergeant Lee>Sit down.</v>\n\n\
                00:02.000 --> 00:03.000\n<v.loud Officer O&apos;Hara>Sir?</v>\n<v Sergeant Lee>Yes?\n\n\
                00:03.000 --> 00:04.000\n(a door)\n\n00:04.000 --> 00:05.000\n<v Sergeant Lee>Well.\n";
    let texts: Vec<String> = read(text).into_iter().map(|cue| cue.text).collect();
    assert_eq!(
        texts,
        [
            "Sergeant Lee: Good morning.",
            "Sit down.",
            "Officer O'Hara: Sir?\nSergeant Lee: Yes?",
            "(a door)",
            "Sergeant Lee: Well."
        ]
    );
    assert_eq!(styled("<v Lee><b>Hi"), ["v|Lee: ", "b|Hi"]);
    assert_eq!(shown("<v>Hi</v> <v   >you"), "Hi you");
}

// PLAYER 8.5.
#[test]
fn ruby_text_follows_its_base_in_parentheses() {
    assert_eq!(
        shown("<ruby>東京<rt>とうきょう</rt></ruby>で"),
        "東京(とうきょう)で"
    );
    assert_eq!(shown("<ruby>a<rt>b</ruby>c"), "a(b)c");
    assert_eq!(shown("<rt>a</rt>b"), "ab");
}

// PLAYER 8.5.
#[test]
fn times_inside_a_cue_are_passed_over_and_it_is_shown_whole() {
    assert_eq!(
        shown("<00:00.000>When <00:00.500>the <i><00:00.700>form</i> comes"),
        "When the form comes"
    );
}

#[test]
fn character_references_are_decoded_as_in_html() {
    for (text, meaning) in [
        ("A &amp; B", "A & B"),
        ("&lt;b&gt;", "<b>"),
        ("a&nbsp;b", "a\u{a0}b"),
        ("a&lrm;b&rlm;c", "a\u{200e}b\u{200f}c"),
        ("&quot;x&apos;", "\"x'"),
        ("&eacute; &hellip; &mdash; &copy;", "é … — ©"),
        ("&eacute", "é"),
        ("&notit;", "¬it;"),
        ("&notin;", "∉"),
        ("&NotEqualTilde;", "≂̸"),
        ("&#39;&#x27;&#X27;", "'''"),
        ("&#233 &#xe9", "é é"),
        ("&#128; &#x99;", "€ ™"),
        (
            "&#0;&#xD800;&#1114112;&#99999999999;",
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        ),
        ("&unknown; & &; &# &#x; &#xg", "&unknown; & &; &# &#x; &#xg"),
        ("&amp;lt;", "&lt;"),
        ("&Uuml;ber &Aring;", "Über Å"),
    ] {
        assert_eq!(shown(text), meaning, "{text}");
    }
}

#[test]
fn spaces_are_joined_and_blank_lines_dropped() {
    assert_eq!(shown("  a \t b  \n   c "), "a b\nc");
    assert_eq!(shown("a\n<b> </b>\nb"), "a\nb");
    assert_eq!(shown("a\u{7}b\0c"), "ab\u{fffd}c");
}

#[test]
fn a_cue_of_which_nothing_is_seen_is_none() {
    for text in [
        "",
        "<b></b>",
        " ",
        "&nbsp;",
        "&lrm;",
        "<v Lee>",
        "<00:00.500>",
    ] {
        let text = format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n");
        assert_eq!(cues(&text), [], "{text}");
    }
}

#[test]
fn text_of_both_directions_is_kept_in_the_order_of_the_file() {
    assert_eq!(shown("שלום, world"), "שלום, world");
}

// PLAYER 8.11.
#[test]
fn a_sign_with_which_no_tag_can_begin_is_shown() {
    let cues = read("WEBVTT\n\n00:01.000 --> 00:02.000\n5 < 6 <b>and</b> 7 <= 8 <\n");
    assert_eq!(cues[0].text, "5 < 6 and 7 <= 8 <");
}
