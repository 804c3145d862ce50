//! What `muster pack check` finds: one defect each in a folder of sources that is right but for it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test makes its world with std, and fails where something is not there"
)]

#[path = "pack_check/letters.rs"]
mod letters;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use muster::authoring::{Defect, Depth, Finding, Severity, TranscodingDefect, check_folder};
use muster::documents::PdfDefect;
use muster::platform::child::name_own_executable;
use muster::words::InWords as _;
use serde_json::{Value, json};

/// A right folder: a second of silence, captions, a text, a prompt, a job aid.
fn sources(change: impl FnOnce(&mut Value, &Path)) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["media", "captions", "text", "aids"] {
        fs::create_dir(at(name)).expect("a folder");
    }
    let mut manifest = json!({
        "format": 1, "id": "example.check", "version": 1, "title": "Check", "publisher": "Example",
        "language": "en-US", "created": "2026-11-24T09:00:00Z", "as_of": "2026-05-15",
        "review_by": null, "not_after": null, "min_app": "0.1.0", "series": null,
        "modules": [{
            "id": "one", "variant": null, "audience": ["all"], "title": "One", "summary": "",
            "objectives": [], "minutes": 5, "credit_minutes": null,
            "media": [{"id": "listen", "kind": "audio", "path": "media/listen.wav", "title": "L",
                "duration_ms": 1000, "transcript": null, "chapters": [],
                "captions": [{"path": "captions/en.vtt", "language": "en", "label": "English"}]}],
            "steps": [{"text": "welcome"}, {"play": "listen"}, {"prompt": "who"}, {"job_aid": "card"}],
            "texts": [{"id": "welcome", "title": "Welcome", "body": "Hello"}],
            "prompts": [{"id": "who", "question": "Who?", "points": ["Us"], "minutes": 2,
                "references": ["source"]}],
            "job_aids": [{"id": "card", "title": "Card", "kind": "markdown", "path": "text/card.md",
                "language": "en"}],
            "references": [{"id": "source", "title": "S", "url": "https://example.org/", "note": ""}]
        }]
    });
    fs::write(at("media/listen.wav"), silence()).expect("a sound");
    fs::write(
        at("captions/en.vtt"),
        "WEBVTT\n\n00:00.000 --> 00:00.900\nHello\n",
    )
    .expect("captions");
    fs::write(at("text/card.md"), "# Card\n").expect("a text");
    change(&mut manifest, folder.path());
    fs::write(at("manifest.json"), manifest.to_string()).expect("a manifest");
    // Job aids are drawn by Muster itself.
    name_own_executable(env!("CARGO_BIN_EXE_muster").into());
    check_folder(folder.path(), Depth::Whole, &mut |_, _| true).expect("something to check")
}

/// One second: 8,000 samples of 16 bits, mono.
fn silence() -> Vec<u8> {
    let mut wav = Vec::new();
    wav.extend(b"RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x3e\0\0");
    wav.resize(44 + 16_000, 0);
    wav
}

fn module(manifest: &mut Value) -> &mut Value {
    &mut manifest["modules"][0]
}

/// The only finding, with its file.
fn only(findings: Vec<Finding>) -> (String, Defect) {
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = findings.into_iter().next().expect("one");
    (finding.file, finding.defect)
}

#[test]
fn a_right_folder_has_nothing_to_find_fault_with() {
    let findings = sources(|_, _| {});
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn a_length_that_is_off_by_more_than_half_a_second_is_an_error() {
    let off = |ms: u64| sources(move |m, _| module(m)["media"][0]["duration_ms"] = ms.into());
    assert!(off(1490).is_empty());
    let (file, defect) = only(off(1510));
    assert_eq!(file, "media/listen.wav");
    assert!(
        matches!(
            defect,
            Defect::Duration {
                stated_ms: 1510,
                real_ms: 1000
            }
        ),
        "{defect:?}"
    );
    assert_eq!(defect.severity(), Severity::Error);
}

#[test]
fn a_sound_that_is_called_a_video_is_an_error() {
    let findings = sources(|m, _| module(m)["media"][0]["kind"] = "video".into());
    assert!(
        findings
            .iter()
            .any(|f| matches!(f.defect, Defect::NoPictures)),
        "{findings:?}"
    );
}

#[test]
fn captions_that_are_no_webvtt_are_an_error() {
    let findings = sources(|_, folder| {
        fs::write(
            folder.join("captions/en.vtt"),
            "1\n00:00:00,000 --> 00:00:01,000\nHello\n",
        )
        .expect("a file");
    });
    assert!(matches!(only(findings), (file, Defect::Captions(_)) if file == "captions/en.vtt"));
}

#[test]
fn captions_without_a_cue_are_an_error() {
    let findings =
        sources(|_, folder| fs::write(folder.join("captions/en.vtt"), "WEBVTT\n").expect("a file"));
    assert!(matches!(only(findings).1, Defect::NoCues));
}

#[test]
fn captions_past_the_end_are_a_warning() {
    let findings = sources(|_, folder| {
        fs::write(
            folder.join("captions/en.vtt"),
            "WEBVTT\n\n00:00.000 --> 00:09.000\nHello\n",
        )
        .expect("a file");
    });
    let (_, defect) = only(findings);
    assert!(matches!(defect, Defect::CuePastEnd { at_ms: 9000 }));
    assert_eq!(defect.severity(), Severity::Warning);
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let findings =
        sources(|_, folder| fs::remove_file(folder.join("text/card.md")).expect("removed"));
    assert!(matches!(only(findings), (file, Defect::Pack(_)) if file == "text/card.md"));
}

#[test]
fn html_in_a_text_is_an_error() {
    let findings = sources(|_, folder| {
        fs::write(folder.join("text/card.md"), "<b>Card</b>\n").expect("a file");
    });
    assert!(matches!(only(findings), (file, Defect::Pack(_)) if file == "text/card.md"));
}

#[test]
fn a_pdf_that_is_none_is_an_error() {
    let findings = sources(|m, folder| {
        module(m)["job_aids"][0] = json!({"id": "card", "title": "C", "kind": "pdf",
            "path": "aids/card.pdf", "language": "en"});
        fs::write(folder.join("aids/card.pdf"), "this is no PDF").expect("a file");
    });
    assert!(matches!(only(findings), (file, Defect::Pdf { .. }) if file == "aids/card.pdf"));
}

/// A PDF of so many pages with a square each, as far as its `Count` goes; on each lies a form field
/// without an appearance.
fn form(pages: usize, stated: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut file = format!(
        "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
         2 0 obj << /Type /Pages /Kids [{}] /Count {stated} >> endobj\n",
        kids.join(" ")
    );
    for page in 0..pages {
        let field = "<< /Type /Annot /Subtype /Widget /FT /Tx /V (555-0134) /Rect [9 9 90 30] >>";
        let _ = writeln!(
            file,
            "{} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 99 0 R \
             /Annots [{field}] >> endobj",
            page + 3
        );
    }
    file += "99 0 obj << /Length 14 >> stream\n0 0 50 50 re f\nendstream endobj\n\
             trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
    file.into_bytes()
}

fn with_pdf(pdf: &[u8]) -> Vec<Finding> {
    sources(|m, folder| {
        module(m)["job_aids"][0] = json!({"id": "card", "title": "C", "kind": "pdf",
            "path": "aids/card.pdf", "language": "en"});
        fs::write(folder.join("aids/card.pdf"), pdf).expect("a file");
    })
}

#[test]
fn what_a_pdf_holds_and_nobody_would_see_is_one_finding_with_its_pages() {
    let (file, defect) = only(with_pdf(&form(3, 3)));
    assert_eq!(file, "aids/card.pdf");
    assert_eq!(defect.severity(), Severity::Warning);
    let words = defect.in_words(&file);
    assert_eq!(
        words.headline,
        "aids/card.pdf, pages 1 to 3: 3 form values would not be seen: 555-0134."
    );
}

#[test]
fn a_pdf_that_was_cut_or_lacks_pages_is_an_error() {
    let whole = form(1, 1);
    for (pdf, kind) in [
        (whole[..whole.len() - 30].to_vec(), PdfDefect::CutOff),
        (form(1, 7), PdfDefect::Pages),
    ] {
        let findings = with_pdf(&pdf);
        let found = findings.iter().find(|it| it.defect.is_error());
        assert!(
            matches!(found.map(|it| &it.defect), Some(Defect::NotSeen { kind: it, .. }) if *it == kind),
            "{findings:?}"
        );
    }
}

#[test]
fn a_picture_that_is_cut_short_is_an_error() {
    let findings = sources(|m, folder| {
        module(m)["job_aids"][0] = json!({"id": "card", "title": "C", "kind": "png",
            "path": "aids/card.png", "language": "en"});
        let file = folder.join("aids/card.png");
        image::RgbImage::new(100, 100).save(&file).expect("saved");
        let whole = fs::read(&file).expect("read");
        fs::write(&file, &whole[..whole.len() / 2]).expect("a file");
    });
    assert!(matches!(only(findings), (file, Defect::Picture { .. }) if file == "aids/card.png"));
}

#[test]
fn a_card_that_leads_past_the_last_page_is_an_error() {
    let findings = sources(|m, folder| {
        module(m)["job_aids"][0] = json!({"id": "card", "title": "C", "kind": "pdf",
            "path": "aids/card.pdf", "language": "en",
            "cards": [{"language": "km", "label": "Khmer", "page": 1000}]});
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs/introduction/aids");
        let pdf = fs::read_dir(shipped)
            .expect("aids")
            .next()
            .expect("a PDF")
            .expect("a PDF")
            .path();
        fs::copy(pdf, folder.join("aids/card.pdf")).expect("copied");
    });
    assert!(matches!(
        only(findings).1,
        Defect::CardPage { page: 1000, .. }
    ));
}

#[test]
fn what_nothing_leads_to_is_a_warning() {
    let findings = sources(|m, _| module(m)["prompts"][0]["references"] = json!([]));
    let (_, defect) = only(findings);
    assert!(matches!(&defect, Defect::Unused { what } if what.contains("source")));
    assert_eq!(defect.severity(), Severity::Warning);
}

#[test]
fn a_prompt_without_key_points_is_a_warning() {
    let findings = sources(|m, _| module(m)["prompts"][0]["points"] = json!([]));
    assert!(matches!(only(findings).1, Defect::NoPoints { .. }));
}

#[test]
fn the_error_of_a_wrong_manifest_names_the_field() {
    let findings = sources(|m, _| m["version"] = 0.into());
    let (file, defect) = only(findings);
    assert_eq!(file, "manifest.json");
    assert!(format!("{defect:?}").contains("version"), "{defect:?}");
}

#[test]
fn key_frames_more_than_four_seconds_apart_are_a_warning() {
    let findings = |every: &str| {
        sources(|m, folder| {
            let video = folder.join("media/film.mp4");
            let made = std::process::Command::new("ffmpeg")
                .args([
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc=size=64x64:rate=5:duration=10",
                ])
                .args([
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=duration=10",
                    "-pix_fmt",
                    "yuv420p",
                    "-g",
                    every,
                ])
                .args(["-keyint_min", every, "-sc_threshold", "0"])
                .arg(video)
                .status()
                .expect("ffmpeg is there");
            assert!(made.success());
            fs::remove_file(folder.join("media/listen.wav")).expect("removed");
            let medium = &mut module(m)["media"][0];
            medium["kind"] = "video".into();
            medium["path"] = "media/film.mp4".into();
            medium["duration_ms"] = 10_000.into();
        })
    };
    assert!(
        findings("20").is_empty(),
        "a key frame every 4 seconds is right"
    );
    // In a folder they go with transcoding; this ffmpeg, which made the film, can do that.
    let (file, defect) = only(findings("25"));
    assert_eq!(file, "media/film.mp4");
    let Defect::Transcoding(TranscodingDefect::Planned { why, .. }) = &defect else {
        panic!("{defect:?}");
    };
    assert!(
        matches!(**why, Defect::KeyFrames { apart_ms: 5000 }),
        "{why:?}"
    );
    assert_eq!(why.severity(), Severity::Warning);
    assert_eq!(defect.severity(), Severity::Advice);
}

#[test]
fn an_av1_video_is_as_right_as_any() {
    let findings = sources(|manifest, folder| {
        let made = std::process::Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-f", "lavfi"])
            .args([
                "-i",
                "testsrc2=size=160x90:rate=25:duration=1",
                "-f",
                "lavfi",
            ])
            .args([
                "-i",
                "sine=duration=1",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
            ])
            .args(["-c:v", "libsvtav1", "-preset", "8", "-g", "25"])
            .arg(folder.join("media/watch.mp4"))
            .status()
            .expect("ffmpeg is needed for this test: install it");
        assert!(made.success());
        fs::remove_file(folder.join("media/listen.wav")).expect("a sound");
        let medium = &mut module(manifest)["media"][0];
        medium["kind"] = "video".into();
        medium["path"] = "media/watch.mp4".into();
    });
    assert!(findings.is_empty(), "{findings:?}");
}
