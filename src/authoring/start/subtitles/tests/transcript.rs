//! Captions as a text to read.

use super::SRT;
use crate::authoring::start::subtitles::{read, transcript};

#[test]
fn a_transcript_has_a_paragraph_for_each_pause() {
    let cues = read(SRT.as_bytes(), false).expect("captions").cues;
    let text = transcript("Detainers", &cues);
    assert_eq!(
        text,
        "# Detainers\n\nRead the form \\& act\n\nJosé said: 5 \\< 6\n"
    );
}

#[test]
fn a_transcript_of_rolling_captions_holds_each_phrase_once() {
    let rolling = "WEBVTT\nKind: captions\n\n\
        00:00:00.000 --> 00:00:01.500 align:start position:0%\n \nplease<00:00:00.400><c> step</c><c> out</c>\n\n\
        00:00:01.500 --> 00:00:01.510\nplease step out\n \n\n\
        00:00:01.510 --> 00:00:03.000\nplease step out\nof<c> the</c><c> car</c>\n\n\
        00:00:03.000 --> 00:00:03.010\nof the car\n \n\n\
        00:00:03.010 --> 00:00:05.000\nof the car\nand<c> show</c><c> papers</c>\n\n\
        00:00:05.000 --> 00:00:05.010\nand show papers\n \n";
    let cues = read(rolling.as_bytes(), true).expect("captions").cues;
    let text = transcript("T", &cues);
    assert_eq!(text, "# T\n\nplease step out of the car and show papers\n");
}

#[test]
fn captions_that_grow_word_by_word_are_in_the_transcript_once() {
    let words = ["please", "step", "out", "of", "the", "car"];
    let mut srt = String::new();
    for n in 1..=words.len() {
        let text = words[..n].join(" ");
        srt += &[
            format!("{n}\n00:00:0{n},000 --> 00:00:0{},000\n", n + 1),
            format!("{text}\n\n"),
        ]
        .concat();
    }
    srt += "7\n00:00:08,000 --> 00:00:09,000\nNo\n\n8\n00:00:09,000 --> 00:00:10,000\nNo way\n\n";
    srt += "9\n00:00:10,000 --> 00:00:10,400\nthe\n\n10\n00:00:10,400 --> 00:00:11,000\nthe log\n";
    let read = read(srt.as_bytes(), false).expect("captions");
    let text = transcript("T", &read.cues);
    assert!(
        text.contains("please step out of the car No No way the log"),
        "{text}"
    );
    assert!(!text.contains("please please"), "{text}");
}
