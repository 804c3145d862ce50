//! Captions as other programs write them (`SubRip`, .srt) into WebVTT, and captions into a
//! transcript.

use std::fmt::Write;

use crate::player::captions::Cue;

/// A pause of so long begins a paragraph of a transcript, in milliseconds.
const PAUSE_MS: i64 = 1_500;
/// A paragraph ends at the next end of a sentence after so many bytes.
const PARAGRAPH: usize = 500;

/// `SubRip` as WebVTT; nothing if there is not one caption in it. Bytes are UTF-8, UTF-16 with its
/// mark, or else Windows-1252, as Word and most editors write.
pub fn webvtt(srt: &[u8]) -> Option<String> {
    let text = match encoding_rs::Encoding::for_bom(srt) {
        Some((encoding, _)) => encoding.decode(srt).0,
        None => match std::str::from_utf8(srt) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(srt).0,
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::from("WEBVTT\n");
    let mut cues = 0;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some((start, end)) = times(line) else {
            continue;
        };
        let mut said = Vec::new();
        while let Some(line) = lines.get(at).filter(|line| times(line).is_none()) {
            at += 1;
            if line.trim().is_empty() {
                break;
            }
            said.push(caption(line));
        }
        said.retain(|line| !line.is_empty());
        if !said.is_empty() {
            let _ = write!(out, "\n{start} --> {end}\n{}\n", said.join("\n"));
            cues += 1;
        }
    }
    (cues > 0).then_some(out)
}

/// `00:00:01,000 --> 00:00:04,000`, perhaps with a place behind it.
fn times(line: &str) -> Option<(String, String)> {
    let (start, rest) = line.split_once("-->")?;
    Some((time(start.trim())?, time(rest.split_whitespace().next()?)?))
}

fn time(text: &str) -> Option<String> {
    let (clock, thousandths) = text.split_once([',', '.'])?;
    let mut parts = clock.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let thousandths: u32 = thousandths.parse().ok()?;
    let right = parts.next().is_none() && minutes < 60 && seconds < 60 && thousandths < 1000;
    right.then(|| format!("{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"))
}

/// One line without marks of `SubRip`'s that WebVTT does not know; italics, bold and underlining
/// are the same in both.
fn caption(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.trim();
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '<' => rest.find('>'),
            '{' if rest.starts_with("{\\") => rest.find('}'),
            _ => None,
        };
        if let Some(end) = close {
            let tag = rest.get(..=end).unwrap_or_default();
            if matches!(tag, "<i>" | "</i>" | "<b>" | "</b>" | "<u>" | "</u>") {
                out.push_str(tag);
            }
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out.trim().to_owned()
}

/// What the captions say, as Markdown under this title.
pub fn transcript(title: &str, cues: &[Cue]) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut end = None;
    for cue in cues {
        let pause = end.is_some_and(|end: i64| cue.start.as_millis() - end >= PAUSE_MS);
        let full = open.len() >= PARAGRAPH && open.ends_with(['.', '!', '?']);
        if (pause || full) && !open.is_empty() {
            paragraphs.push(std::mem::take(&mut open));
        }
        let text = cue.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&text);
        end = Some(cue.end.as_millis());
    }
    paragraphs.push(open);
    let block = |text: &String| {
        let span = super::text::Span {
            text: text.clone(),
            ..Default::default()
        };
        super::text::Block::Paragraph(vec![span])
    };
    let heading = super::text::Block::Heading(
        1,
        vec![super::text::Span {
            text: title.to_owned(),
            ..Default::default()
        }],
    );
    let mut blocks = vec![heading];
    blocks.extend(paragraphs.iter().map(block));
    super::text::markdown(&blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::captions::parse_webvtt_strictly;

    const SRT: &str = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<font color=\"red\">Read</font> the <i>form</i> & act\r\n\r\n\
                       2\r\n00:00:05,000 --> 00:00:06,000\r\nJos\u{e9} said: 5 < 6\r\n";

    #[test]
    fn subrip_becomes_webvtt_that_our_own_reader_reads() {
        let vtt = webvtt(SRT.as_bytes()).expect("captions");
        let cues = parse_webvtt_strictly(vtt.as_bytes()).expect("WebVTT");
        assert_eq!(cues.len(), 2, "{vtt}");
        assert_eq!(cues[0].text, "Read the form & act");
        assert_eq!(cues[0].start.as_millis(), 1000);
        assert_eq!(cues[1].text, "José said: 5 < 6");
    }

    #[test]
    fn subrip_of_an_old_windows_editor_keeps_its_letters() {
        let bytes = b"1\n00:00:01,000 --> 00:00:02,000\nJos\xe9\n";
        let vtt = webvtt(bytes).expect("captions");
        assert!(vtt.contains("José"), "{vtt}");
    }

    #[test]
    fn what_holds_no_captions_is_nothing() {
        assert_eq!(webvtt(b"Hello"), None);
        assert_eq!(webvtt(b"99:99:99,000 --> x\nHello"), None);
    }

    #[test]
    fn a_transcript_has_a_paragraph_for_each_pause() {
        let vtt = webvtt(SRT.as_bytes()).expect("captions");
        let cues = parse_webvtt_strictly(vtt.as_bytes()).expect("WebVTT");
        let text = transcript("Detainers", &cues);
        assert_eq!(
            text,
            "# Detainers\n\nRead the form \\& act\n\nJosé said: 5 \\< 6\n"
        );
    }
}
