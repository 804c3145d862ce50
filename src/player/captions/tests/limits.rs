//! What is refused, cut short, or left out with its line; and captions that roll.

use super::super::{CueDefect, MAX_BYTES, MAX_CUES, MAX_TEXT, parse_webvtt, parse_webvtt_strictly};
use super::{cues, read, shown};

#[test]
fn bytes_that_are_no_utf_8_show_as_such_and_are_an_error_to_an_author() {
    let bytes = b"WEBVTT\n\n00:00.000 --> 00:01.000\nm\xe9 no\n";
    let cues = parse_webvtt(bytes).expect("captions");
    assert_eq!(cues[0].text, "m\u{fffd} no");
    assert!(parse_webvtt_strictly(bytes).is_err());
}

// PLAYER 8.1.
#[test]
fn what_is_not_webvtt_is_refused() {
    for bytes in [
        &b"1\n00:00:01,000 --> 00:00:02,000\nA\n"[..],
        b"",
        b"WEBVTTX",
        b"webvtt\n",
        b"\nWEBVTT\n",
        b" WEBVTT",
    ] {
        assert!(parse_webvtt(bytes).is_err());
        assert!(parse_webvtt_strictly(bytes).is_err());
    }
    assert_eq!(read("WEBVTT"), []);
    assert_eq!(read("WEBVTT FILE\n"), []);
}

// PLAYER 8.2.
#[test]
fn what_is_too_much_is_refused_or_cut_short() {
    assert!(parse_webvtt(&vec![b'W'; MAX_BYTES + 1]).is_err());
    let cue = |n: usize| format!("00:00.000 --> 00:01.000\n{n}\n\n");
    let many = (0..MAX_CUES).map(cue).collect::<Vec<_>>().concat();
    assert_eq!(read(&format!("WEBVTT\n\n{many}")).len(), MAX_CUES);
    let more = format!("WEBVTT\n\n{many}00:00.000 --> 00:01.000\nA\n");
    assert!(parse_webvtt(more.as_bytes()).is_err());
    let long = shown(&"word ".repeat(10_000));
    assert!(long.chars().count() <= MAX_TEXT + 2 && long.ends_with('…'));
}

/// Each of these takes minutes where reading is not linear in the length of the file.
#[test]
fn a_long_file_of_malice_is_read_at_once() {
    let header = "WEBVTT\n\n00:00.000 --> 00:01.000\n";
    for part in [
        "<b>",
        "<",
        "&",
        "&#1",
        "&a",
        "</b>",
        "<v x>y",
        "-->\n",
        "NOTE\n-->\n",
        "\n",
        "\r",
        "<ruby>a<rt>",
        "a ",
        "-",
        "00:00.000 -->\n",
        "<i",
        "STYLE\nx\n\n",
        "\0",
    ] {
        let count = (256 << 10) / part.len();
        let text = format!("{header}{}", part.repeat(count));
        let _ = parse_webvtt(text.as_bytes());
    }
}

// PLAYER 8.8.
#[test]
fn what_is_not_shown_is_named_with_its_line() {
    let times = |line| CueDefect::Times { line };
    let ends = |line| CueDefect::EndBeforeStart { line };
    let no_times = |line| CueDefect::NoTimes { line };
    let number = |line| CueDefect::NumberInText { line };
    for (body, expected) in [
        ("00:01.000 --> 00:02.000\nA\n", vec![]),
        ("00:01,000 --> 00:02,000\nA\n", vec![times(3)]),
        ("name\n00:01.000 --> 0:2.000\nA\n", vec![times(4)]),
        ("00:01 --> 00:02\nA\n", vec![times(3)]),
        ("00:02.000 --> 00:01.000\nA\n", vec![ends(3)]),
        ("00:01.000 --> 00:01.000\nA\n", vec![ends(3)]),
        ("00:01.000 --> 00:02.000\nA\n\nlost\n", vec![no_times(6)]),
        ("00:01.000 --> 00:02.000\n\nlost\n", vec![no_times(5)]),
        ("1\n\n00:01.000 --> 00:02.000\nA\n", vec![]),
        (
            "00:01.000 --> 00:02.000\nA\n2\n00:03.000 --> 00:04.000\nB\n",
            vec![number(5)],
        ),
        (
            "00:01.000 --> 00:02.000\n42\n\n00:03.000 --> 00:04.000\nB\n",
            vec![],
        ),
        ("NOTE a\nb\nc\n\nSTYLE\n::cue {}\n\nREGION\nid:x\n", vec![]),
        ("00:01.000 --> 00:02.000\n \n", vec![]),
    ] {
        for end in ["\n", "\r\n"] {
            let file = format!("WEBVTT\n\n{body}").replace('\n', end);
            let (_, defects) = parse_webvtt_strictly(file.as_bytes()).expect("captions");
            assert_eq!(defects, expected, "{body:?}");
        }
    }
    // What stands in the header is none of it.
    let (_, defects) = parse_webvtt_strictly(b"WEBVTT\nKind: captions\n\n").expect("captions");
    assert_eq!(defects, []);
}

/// Cues as (seconds, seconds, text).
fn file_of(all: &[(f64, f64, &str)]) -> String {
    let cues = all
        .iter()
        .map(|(start, end, text)| format!("00:{start:06.3} --> 00:{end:06.3}\n{text}\n\n"));
    format!("WEBVTT\n\n{}", cues.collect::<String>())
}

// PLAYER 8.9.
#[test]
fn captions_that_roll_show_each_line_once() {
    let twice = [
        (0.0, 1.0, "A"),
        (1.0, 2.0, "A\nB"),
        (2.0, 3.0, "B\nC"),
        (3.0, 4.0, "C\nD"),
    ];
    assert_eq!(
        cues(&file_of(&twice)),
        [
            (0, 1_000, "A"),
            (1_000, 2_000, "B"),
            (2_000, 3_000, "C"),
            (3_000, 4_000, "D")
        ]
        .map(|(start, end, text)| (start, end, text.to_owned()))
    );
    let three_times = [
        (0.0, 1.0, "<b>A</b>"),
        (1.0, 1.01, "A"),
        (1.01, 2.0, "A\nB <i>C</i>"),
        (2.0, 2.01, "B C"),
        (2.01, 3.0, "B C\nD"),
    ];
    assert_eq!(
        cues(&file_of(&three_times)),
        [(0, 1_010, "A"), (1_010, 2_010, "B C"), (2_010, 3_000, "D")].map(|(start, end, text)| (
            start,
            end,
            text.to_owned()
        ))
    );
    let styles: Vec<_> = read(&file_of(&three_times))[1]
        .runs()
        .map(|(part, style)| (part.to_owned(), style.italic))
        .collect();
    assert_eq!(styles, [("B ".to_owned(), false), ("C".to_owned(), true)]);
    let up_to_three_lines = [
        (0.0, 1.0, "A"),
        (1.0, 2.0, "A\nB"),
        (2.0, 3.0, "A\nB\nC"),
        (3.0, 4.0, "B\nC\nD"),
    ];
    let shown: Vec<_> = read(&file_of(&up_to_three_lines))
        .into_iter()
        .map(|c| c.text)
        .collect();
    assert_eq!(shown, ["A", "B", "C", "D"]);
}

// PLAYER 8.9.
#[test]
fn captions_that_roll_within_a_line_show_each_word_once_and_growing_ones_grow() {
    let rolling = [
        (0.0, 1.0, "good evening this is"),
        (1.0, 2.0, "good evening this is the watch commander"),
        (2.0, 3.0, "the watch commander check the door"),
        (3.0, 4.0, "check the door and lock it"),
    ];
    let texts = |captions: &[(f64, f64, &str)]| -> Vec<String> {
        let cues = read(&file_of(captions));
        cues.into_iter().map(|cue| cue.text).collect()
    };
    let once = [
        "good evening this is",
        "the watch commander",
        "check the door",
        "and lock it",
    ];
    assert_eq!(texts(&rolling), once);
    let growing = [
        (0.0, 1.0, "stop"),
        (1.0, 2.0, "stop the"),
        (2.0, 3.0, "stop the car"),
        (3.0, 4.0, "stop the car here"),
    ];
    assert_eq!(texts(&growing), growing.map(|(_, _, text)| text));
    // Words that are said again by chance.
    let speech = [
        (0.0, 1.0, "show me your hands"),
        (1.0, 2.0, "your hands now"),
        (2.0, 3.0, "now turn around"),
        (3.0, 4.0, "and walk back"),
    ];
    assert_eq!(texts(&speech), speech.map(|(_, _, text)| text));
}

// PLAYER 8.9.
#[test]
fn a_cue_that_is_there_twice_shows_once() {
    let captions = [
        (0.0, 1.0, "A"),
        (1.0, 2.0, "B"),
        (1.0, 2.0, "B"),
        (2.0, 3.0, "B"),
    ];
    let shown = read(&file_of(&captions));
    let texts: Vec<_> = shown.iter().map(|cue| cue.text.as_str()).collect();
    assert_eq!(texts, ["A", "B", "B"]);
}

// PLAYER 8.9.
#[test]
fn what_somebody_says_twice_is_no_rolling() {
    for captions in [
        vec![
            (0.0, 1.0, "Stop!"),
            (1.0, 2.0, "Stop!"),
            (2.0, 3.0, "Stop!"),
        ],
        vec![
            (0.0, 1.0, "No."),
            (1.0, 2.0, "No.\nI said no."),
            (2.0, 3.0, "Why?"),
            (3.0, 4.0, "I see."),
        ],
        // A pause between them.
        vec![
            (0.0, 1.0, "A"),
            (2.0, 3.0, "A\nB"),
            (4.0, 5.0, "B\nC"),
            (6.0, 7.0, "C\nD"),
        ],
        // Shown together.
        vec![(0.0, 5.0, "A"), (0.0, 4.0, "A\nB"), (0.0, 3.0, "B\nC")],
    ] {
        let shown = read(&file_of(&captions));
        let texts: Vec<_> = shown.iter().map(|cue| cue.text.as_str()).collect();
        let expected: Vec<_> = captions.iter().map(|(_, _, text)| *text).collect();
        assert_eq!(texts, expected);
    }
}
