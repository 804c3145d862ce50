//! Captions as services and people really write them.

mod transcript;

use std::time::{Duration, Instant};

use super::{NoCaptions, read, webvtt_of_other};
use crate::authoring::MendNotice;
use crate::player::captions::MAX_CUES;

const SRT: &str = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color=\"red\">Read</font> the <i>form</i> & act\r\n\r\n\
                   2\r\n00:00:05,000 --> 00:00:06,000\r\nJos\u{e9} said: 5 < 6\r\n";

/// Start and end in milliseconds, and the text, of each caption; and what was mended, with how often
/// and the first line.
type Shown = (Vec<(i64, i64, String)>, Vec<(MendNotice, usize, usize)>);

fn shown(bytes: &[u8], named_webvtt: bool) -> Shown {
    let found = read(bytes, named_webvtt).expect("captions");
    let cues = found.cues.iter().map(|cue| {
        let (start, end) = (cue.start.as_millis(), cue.end.as_millis());
        (start, end, cue.text.replace('\n', "/"))
    });
    let mended = found
        .mended
        .iter()
        .map(|(what, (count, line))| (*what, *count, *line));
    (cues.collect(), mended.collect())
}

fn texts(bytes: &[u8]) -> Vec<String> {
    shown(bytes, false)
        .0
        .into_iter()
        .map(|(_, _, text)| text)
        .collect()
}

fn vtt(body: &str) -> Shown {
    shown(format!("WEBVTT\n\n{body}").as_bytes(), true)
}

#[test]
fn character_references_in_subrip_mean_what_they_mean_in_webvtt() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n2 &lt; 3 &amp; don&#39;t &eacute; AT&T; R&D; a & b; <c\n";
    assert_eq!(
        texts(srt.as_bytes()),
        ["2 < 3 & don't é AT&T; R&D; a & b; <c"]
    );
}

#[test]
fn subrip_becomes_webvtt_that_our_own_reader_reads() {
    let (cues, mended) = shown(SRT.as_bytes(), false);
    assert_eq!(
        cues,
        [
            (1_000, 2_500, "Read the form & act".to_owned()),
            (5_000, 6_000, "José said: 5 < 6".to_owned())
        ]
    );
    assert_eq!(mended, []);
}

#[test]
fn webvtt_without_a_defect_stays_as_it_is() {
    let found = read(b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000\nA\n", true);
    assert_eq!(found.expect("captions").webvtt, None);
}

#[test]
fn captions_without_blank_lines_between_are_told_apart_and_no_number_becomes_text() {
    let three = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,500 --> 00:00:03,500\nTwo\n\
                 3\n00:00:04,000 --> 00:00:05,000\nThree\n";
    let (cues, mended) = shown(three.as_bytes(), false);
    let texts: Vec<_> = cues.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, ["One", "Two", "Three"]);
    assert_eq!(mended, [(MendNotice::NoBlankLine, 2, 4)]);
    // The same in WebVTT, where browsers show the number.
    let (cues, mended) = vtt("1\n00:01.000 --> 00:02.000\nOne\n2\n00:02.500 --> 00:03.500\nTwo\n");
    assert_eq!(cues.len(), 2);
    assert_eq!(cues[0].2, "One");
    assert_eq!(mended, [(MendNotice::NoBlankLine, 1, 6)]);
}

#[test]
fn numbers_are_none_of_the_text_where_the_first_is_missing_or_stands_behind_marks() {
    let three = "00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:02,500 --> 00:00:03,500\nTwo\n\n\
                 3\n00:00:04,000 --> 00:00:05,000\nThree\n";
    for before in ["", "\u{feff}\u{feff}1\n", "\u{feff}\u{200e}1\n"] {
        let file = format!("{before}{three}");
        let (cues, mended) = shown(file.as_bytes(), false);
        let texts: Vec<_> = cues.iter().map(|(_, _, text)| text.as_str()).collect();
        assert_eq!(texts, ["One", "Two", "Three"], "{before:?}");
        assert_eq!(mended, [], "{before:?}");
    }
}

#[test]
fn a_number_that_somebody_says_stays() {
    let counted = "1\n00:00:01,000 --> 00:00:02,000\nHow many?\n5\n\n2\n00:00:02,500 --> 00:00:03,500\n3\n2\n1\n\n\
                   3\n00:00:04,000 --> 00:00:05,000\n42\n";
    assert_eq!(texts(counted.as_bytes()), ["How many?/5", "3/2/1", "42"]);
    let unnumbered = "00:00:01,000 --> 00:00:02,000\n42\n\n00:00:02,500 --> 00:00:03,500\n43\n";
    assert_eq!(texts(unnumbered.as_bytes()), ["42", "43"]);
}

#[test]
fn blank_lines_inside_or_after_the_times_lose_nothing() {
    let inside = "1\n00:00:01,000 --> 00:00:02,000\nWe are stuck,\n\nten minutes late.\n\n\
                  2\n00:00:02,500 --> 00:00:03,500\n\nSecond\n";
    let (cues, mended) = shown(inside.as_bytes(), false);
    assert_eq!(cues[0].2, "We are stuck,/ten minutes late.");
    assert_eq!(cues[1].2, "Second");
    assert_eq!(mended, [(MendNotice::BlankLineInside, 2, 4)]);
    let double = inside.replace('\n', "\n\n");
    assert_eq!(
        texts(double.as_bytes()),
        ["We are stuck,/ten minutes late.", "Second"]
    );
    let (cues, _) = vtt("00:01.000 --> 00:02.000\n\nOne\n\n00:03.000 --> 00:04.000\nTwo\n\nmore\n");
    assert_eq!(cues.len(), 2);
    assert_eq!(
        (cues[0].2.as_str(), cues[1].2.as_str()),
        ("One", "Two/more")
    );
}

#[test]
fn line_ends_of_all_kinds_are_read() {
    for end in ["\r\r\n", "\r\n", "\r", "\n"] {
        let text = SRT.replace("\r\n", end);
        assert_eq!(texts(text.as_bytes()).len(), 2, "{end:?}");
    }
}

#[test]
fn times_are_read_as_they_are_written() {
    for (times, expected) in [
        ("00:00:01 --> 00:00:02", Some((1_000, 2_000))),
        ("00:01,000 --> 00:02,000", Some((1_000, 2_000))),
        ("0:01 --> 0:02", Some((1_000, 2_000))),
        ("0:0:1,5 --> 0:0:2,25", Some((1_500, 2_250))),
        ("00:00:01.000 --> 00:00:02.000", Some((1_000, 2_000))),
        ("00:00:01:000 --> 00:00:02:000", Some((1_000, 2_000))),
        ("00: 00: 01,000 --> 00: 00: 02,000", Some((1_000, 2_000))),
        ("00:00:01,000 -> 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01,000-->00:00:02,000", Some((1_000, 2_000))),
        (
            "00:00:01,000 --> 00:00:02,000 X1:10 X2:20",
            Some((1_000, 2_000)),
        ),
        ("00:00:01,000 → 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01,000 ⟶ 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01,000 => 00:00:02,000", Some((1_000, 2_000))),
        ("0:01 => 0:02", Some((1_000, 2_000))),
        ("00:00:01,000 > 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01,000 ~ 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01,000 – 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01.000 - 00:00:02.000", Some((1_000, 2_000))),
        ("00:00:01,000 to 00:00:02,000", Some((1_000, 2_000))),
        ("00:00:01:15 --> 00:00:02:00", Some((1_500, 2_000))),
        ("00:00:01:15 --> 00:00:02:75", None),
        ("00.00.01,000 --> 00.00.02,000", Some((1_000, 2_000))),
        ("00.00.01.000 --> 00.00.02.000", Some((1_000, 2_000))),
        (
            "\u{200e}00:00:01,000 --> 00:00:02,000\u{200e}",
            Some((1_000, 2_000)),
        ),
        (
            "\u{202a}00:00:01,000\u{202c}\u{a0}-->\u{a0}00:00:02,000",
            Some((1_000, 2_000)),
        ),
        ("1.2.3,000 --> 00:00:02,000", None),
        ("00:00:61,000 --> 00:00:62,000", None),
        ("00:00:01,000", None),
        ("00:00:01,000 until 00:00:02,000", None),
        ("1 --> 2", None),
    ] {
        let file = format!("1\n{times}\nText\n\n2\n00:01:00,000 --> 00:01:01,000\nLast\n");
        let (cues, mended) = shown(file.as_bytes(), false);
        let left_out = mended.contains(&(MendNotice::LeftOut, 1, 2));
        match expected {
            Some((start, end)) => assert_eq!(cues[0], (start, end, "Text".to_owned()), "{times}"),
            None => assert_eq!(cues.len(), 1, "{times}"),
        }
        assert_eq!(left_out, expected.is_none(), "{times}: {mended:?}");
    }
}

#[test]
fn hours_of_the_day_in_a_caption_are_its_text() {
    for text in [
        "8:00 - 16:00",
        "8:00 – 16:00",
        "8:00 to 16:00",
        "2024 → 2025",
    ] {
        let file = format!("1\n00:00:01,000 --> 00:00:02,000\nOpen\n{text}\n");
        let (cues, mended) = shown(file.as_bytes(), false);
        assert_eq!(cues, [(1_000, 2_000, format!("Open/{text}"))]);
        assert_eq!(mended, [], "{text}");
    }
}

#[test]
fn text_before_the_first_caption_is_named_and_its_number_is_none() {
    let file = "By the training unit\n\n1\n00:00:01,000 --> 00:00:02,000\nText\n";
    let (cues, mended) = shown(file.as_bytes(), false);
    assert_eq!(cues.len(), 1);
    assert_eq!(mended, [(MendNotice::TextBefore, 1, 1)]);
}

#[test]
fn webvtt_with_times_of_subrip_is_mended_with_its_lines() {
    let (cues, mended) = vtt(
        "00:00:01.000 --> 00:00:02.000 line:0\nFirst\n\n00:00:02,500 --> 00:00:03,500\n<v Ann>SECOND\n\n0:4.0 --> 0:5.0\nThird\n",
    );
    let texts: Vec<_> = cues.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, ["First", "Ann: SECOND", "Third"]);
    assert_eq!(mended, [(MendNotice::Times, 2, 6)]);
}

#[test]
fn a_caption_that_ends_before_it_begins_shows_until_it_is_read_or_the_next_begins() {
    let (cues, mended) = vtt(
        "00:01.000 --> 00:02.000\nFirst\n\n00:04.000 --> 00:03.000\nEND BEFORE START\n\n00:04.500 --> 00:04.500\nZERO\n",
    );
    assert_eq!(cues[1], (4_000, 4_500, "END BEFORE START".to_owned()));
    assert_eq!(cues[2], (4_500, 5_500, "ZERO".to_owned()));
    assert_eq!(mended, [(MendNotice::EndBeforeStart, 2, 6)]);
}

#[test]
fn letters_of_every_encoding_are_kept() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nJosé señor\n";
    let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let latin1: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("latin"))
        .collect();
    for (bytes, converted) in [
        (text.as_bytes().to_vec(), false),
        (utf16(u16::to_le_bytes), true),
        (utf16(u16::to_be_bytes), true),
        ([&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat(), true),
        (latin1, true),
    ] {
        let (cues, mended) = shown(&bytes, false);
        assert_eq!(cues[0].2, "José señor");
        assert_eq!(
            mended
                .iter()
                .any(|m| matches!(m.0, MendNotice::Encoding(_))),
            converted
        );
    }
    // The same as WebVTT.
    let latin1 = b"WEBVTT\n\n00:01.000 --> 00:02.000\nJos\xe9\n";
    assert_eq!(shown(latin1, true).0[0].2, "José");
}

#[test]
fn one_broken_byte_leaves_the_rest_utf8_and_its_line_is_named() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nJosé señor\n\n2\n00:00:05,200 --> 00:00:05,900\nbroken X byte\n";
    let bytes: Vec<u8> = text
        .bytes()
        .map(|b| if b == b'X' { 0xc3 } else { b })
        .collect();
    let (cues, mended) = shown(&bytes, false);
    assert_eq!(
        (cues[0].2.as_str(), cues[1].2.as_str()),
        ("José señor", "broken \u{fffd} byte")
    );
    assert_eq!(mended, [(MendNotice::BrokenByte, 1, 7)]);
}

#[test]
fn a_file_called_webvtt_without_its_first_line_is_read() {
    let (cues, mended) = shown(b"00:01.000 --> 00:02.000\n<v Ann>Hello\n", true);
    assert_eq!(cues[0].2, "Ann: Hello");
    assert_eq!(mended, [(MendNotice::Header, 1, 1)]);
}

#[test]
fn notes_and_style_sheets_are_no_captions() {
    let (cues, _) = vtt(
        "NOTE\n00:00:00,000 --> 00:00:09,000\nno caption\n\nSTYLE\n::cue { color: red }\n\nname\n00:01,000 --> 00:02,000\nOne\n\nNOTE x\n\n00:03.000 --> 00:04.000\nTwo\n",
    );
    let texts: Vec<_> = cues.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, ["One", "Two"]);
}

#[test]
fn what_holds_no_captions_is_nothing() {
    let texts = ["Hello", "99:99:99,000 --> x\nHello", "WEBVTT\n\n", ""];
    for (text, named_webvtt) in texts.iter().flat_map(|text| [(text, false), (text, true)]) {
        let found = read(text.as_bytes(), named_webvtt);
        assert!(matches!(found, Err(NoCaptions::Empty)), "{text:?}");
    }
}

#[test]
fn more_captions_than_a_pack_may_hold_are_not_called_none() {
    let many: Vec<String> = (0..=MAX_CUES)
        .map(|n| format!("{n}\n00:00:01,000 --> 00:00:02,000\nOne\n\n"))
        .collect();
    let found = read(many.concat().as_bytes(), false);
    let Err(NoCaptions::TooMuch(error)) = found else {
        panic!("{found:?}");
    };
    assert!(error.to_string().contains("more than 20000"), "{error}");
}

#[test]
fn the_largest_number_of_a_caption_is_a_number() {
    let largest = u64::MAX;
    let srt = format!(
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n{largest}\n00:00:03,000 --> 00:00:04,000\nTwo\n\n\
         3\n00:00:05,000 --> 00:00:06,000\nThree\n"
    );
    assert_eq!(texts(srt.as_bytes()), ["One", "Two", "Three"]);
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "what took hours before is to end at all"
)]
fn a_line_of_marks_that_never_end_is_read_once() {
    for mark in ["&", "<", "{\\", "&a", "<i", "&#"] {
        let line = mark.repeat(500_000 / mark.len());
        let srt = format!("1\n00:00:01,000 --> 00:00:02,000\n{line}\n");
        let begun = Instant::now();
        assert!(read(srt.as_bytes(), false).is_ok(), "{mark}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{mark}");
    }
}

fn text_of(source: &str) -> String {
    let srt = format!("1\n00:00:01,000 --> 00:00:02,000\n{source}\n");
    shown(srt.as_bytes(), false).0[0].2.clone()
}

#[test]
fn what_is_no_tag_stays_in_the_text_and_what_breaks_a_line_does() {
    for (source, text) in [
        ("A < B & C > D", "A < B & C > D"),
        ("we <3 you > me", "we <3 you > me"),
        ("<laughs> No.", "<laughs> No."),
        ("<Font color=\"#ff0000\">Red</FONT> <i>it</i>", "Red it"),
        ("one<br>two<br/>three<BR />four", "one/two/three/four"),
        ("{\\an8}top {curly}", "top {curly}"),
        ("<unclosed", "<unclosed"),
    ] {
        assert_eq!(text_of(source), text);
    }
}

#[test]
fn letters_of_old_programs_are_read_in_their_encoding() {
    for (encoding, text) in [
        (encoding_rs::WINDOWS_1251, "Привет, мир. Это русский текст."),
        (
            encoding_rs::WINDOWS_1250,
            "Příliš žluťoučký kůň úpěl ďábelské ódy",
        ),
        (
            encoding_rs::WINDOWS_1252,
            "El señor José está aquí; ¿dónde está la señora?",
        ),
        (encoding_rs::SHIFT_JIS, "こんにちは、世界。これは字幕です。"),
        (
            encoding_rs::WINDOWS_1253,
            "Καλημέρα κόσμε, αυτό είναι ελληνικό κείμενο",
        ),
    ] {
        let srt = format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n");
        let (bytes, _, lost) = encoding.encode(&srt);
        assert!(!lost);
        let (cues, mended) = shown(&bytes, false);
        assert_eq!(cues[0].2, text);
        assert_eq!(mended[0].0, MendNotice::Encoding(encoding.name()));
    }
}

#[test]
fn a_time_before_the_beginning_is_the_beginning() {
    let (cues, mended) = shown(
        b"1\n-00:00:01,000 --> 00:00:02,000\nFirst\n\n2\n00:00:02,000 --> 00:00:03,000\nSecond\n",
        false,
    );
    assert_eq!(cues[0], (0, 2_000, "First".to_owned()));
    assert_eq!(cues.len(), 2);
    assert_eq!(mended, [(MendNotice::Times, 1, 2)]);
}

/// What a file of this name becomes.
fn of_other(name: &str, bytes: &[u8]) -> Vec<(i64, i64, String)> {
    let webvtt = webvtt_of_other(std::path::Path::new(name), bytes, &mut || true);
    let webvtt = webvtt.expect("not stopped").expect("captions");
    shown(&webvtt, webvtt.starts_with(b"WEBVTT")).0
}

#[test]
fn captions_of_television_and_of_other_programs_become_webvtt() {
    let cue = |start, end, text: &str| (start, end, text.to_owned());
    let ttml = br#"<?xml version="1.0"?><tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1000"><tt:head><tt:metadata>not shown</tt:metadata></tt:head><tt:body><tt:div>
      <tt:p begin="00:00:01.000" end="00:00:02:05">Hello <tt:span>you</tt:span><tt:br/>R&amp;D &lt;x&gt; &#233;</tt:p>
      <tt:p begin="3s" dur="1500ms">Two
         lines of the file</tt:p><tt:p begin="5000t" end="0.1m"> </tt:p><tt:p>without times</tt:p></tt:div></tt:body></tt:tt>"#;
    assert_eq!(
        of_other("a.ttml", ttml),
        [
            cue(1_000, 2_200, "Hello you/R&D <x> é"),
            cue(3_000, 4_500, "Two lines of the file"),
        ]
    );
    let sbv = b"0:00:01.000,0:00:02.000\nHello\n\n0:00:03.000,0:00:04.500\nTwo, and\nlines\n";
    assert_eq!(
        of_other("a.SBV", sbv),
        [
            cue(1_000, 2_000, "Hello"),
            cue(3_000, 4_500, "Two, and/lines")
        ]
    );
    let ass = b"[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Hello {\\i1}there{\\i0}\\Nsecond line\nDialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\k20}ka{\\k30}ra{\\k20}oke\nComment: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,not shown\n";
    assert_eq!(
        of_other("a.ass", ass),
        [
            cue(1_000, 2_000, "Hello there/second line"),
            cue(3_000, 4_000, "karaoke")
        ]
    );
    for damaged in [
        &b"<tt><p begin='1s'"[..],
        b"",
        b"<p begin='x' end='99999999999999999999h'>a</p>",
    ] {
        let read = webvtt_of_other(std::path::Path::new("a.ttml"), damaged, &mut || true);
        assert!(read.expect("not stopped").is_none());
    }
}
