#![allow(clippy::disallowed_methods, reason = "a test makes its world with std")]

use std::fs;
use std::path::Path;

use jiff::{Timestamp, civil::date};

use super::*;
use crate::authoring::{Depth, check_folder};
use crate::documents::office::{FormatNotice, OfficeError, docx, line, p, pptx, shape};
use crate::pack::manifest::Step;

fn wish(folder: &Path) -> Wish {
    Wish {
        folder: folder.to_owned(),
        from: None,
        id: None,
        title: None,
        publisher: None,
        language: "en-US".to_owned(),
        today: date(2026, 11, 25),
        now: Timestamp::UNIX_EPOCH,
    }
}

fn begin(wish: &Wish) -> Result<Started, AuthoringError> {
    start(wish, &mut |_, _| true)
}

/// One second: 8,000 samples of 16 bits, mono.
fn sound() -> Vec<u8> {
    let mut wav = Vec::new();
    wav.extend(b"RIFF\xa4\x3e\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x80\x3e\0\0");
    wav.resize(44 + 16_000, 0);
    wav
}

/// A sound, its captions, a guide and a picture.
fn material(folder: &Path) {
    fs::create_dir_all(folder.join("old")).expect("a folder");
    fs::write(folder.join("Detainer briefing.wav"), sound()).expect("a sound");
    let srt = "1\n00:00:00,100 --> 00:00:00,900\nRead the form.\n";
    fs::write(folder.join("Detainer briefing.srt"), srt).expect("captions");
    let guide = docx(
        &[
            p("berschrift1", "Immigration detainers"),
            p("", "What to do when a detainer has arrived at the desk."),
            p("Mine", "Who decides?"),
            p("", "Let them talk first."),
            p("ListBullet", "The form says."),
        ]
        .concat(),
    );
    fs::write(folder.join("Discussion guide.docx"), guide).expect("a guide");
    let picture = image::RgbImage::new(2, 2);
    picture
        .save(folder.join("Desk card.png"))
        .expect("a picture");
    fs::write(folder.join("old/notes.doc"), b"<html>x").expect("a file");
}

#[test]
fn an_empty_beginning_is_found_fault_with_only_for_what_is_to_be_filled_in() {
    let world = tempfile::tempdir().expect("a folder");
    let folder = world.path().join("desk_card-2026");
    let started = begin(&wish(&folder)).expect("begun");
    assert_eq!(started.manifest.title, "Desk card 2026");
    let findings = check_folder(&folder, Depth::Whole, &mut |_, _| true).expect("checked");
    assert!(findings.len() > 3, "{findings:?}");
    for finding in &findings {
        assert!(
            matches!(finding.defect, crate::authoring::Defect::FillIn { .. }),
            "{finding:?}"
        );
        assert!(!finding.defect.is_error());
    }
}

#[test]
fn a_sound_a_guide_and_a_picture_become_a_briefing_and_every_guess_is_said() {
    let world = tempfile::tempdir().expect("a folder");
    let from = world.path().join("material");
    material(&from);
    let folder = world.path().join("pack");
    let started = begin(&Wish {
        from: Some(from),
        id: Some("gov.example.detainer".parse().expect("an id")),
        publisher: Some("Example Sheriff".to_owned()),
        ..wish(&folder)
    });
    let started = started.expect("begun");
    let module = &started.manifest.modules[0];
    assert_eq!(module.title, "Immigration detainers");
    assert!(module.summary.starts_with("What to do when"));
    assert_eq!(module.media[0].duration_ms, 1000);
    assert_eq!(
        module.media[0].captions[0].path.as_str(),
        "captions/Detainer-briefing.vtt"
    );
    assert!(module.media[0].transcript.is_some());
    assert_eq!(module.prompts[0].question, "Who decides?");
    assert_eq!(module.prompts[0].points, ["The form says."]);
    assert_eq!(module.prompts[0].notes, "Let them talk first.");
    assert_eq!(
        module.steps,
        [
            Step::Play("briefing".to_owned()),
            Step::Prompt("who-decides".to_owned()),
            Step::JobAid("desk-card".to_owned())
        ]
    );
    let said = |it: StartNotice| assert!(started.said.contains(&it), "{it:?}: {:?}", started.said);
    said(StartNotice::Title {
        title: "Immigration detainers".to_owned(),
        from: TitleNotice::Guide,
    });
    said(StartNotice::Medium {
        file: "Detainer briefing.wav".to_owned(),
        length_ms: 1000,
        step: true,
    });
    said(StartNotice::Captions {
        file: "Detainer briefing.srt".to_owned(),
        language: "en-US".to_owned(),
        converted: true,
    });
    said(StartNotice::PassedOver {
        file: "notes.doc".to_owned(),
        why: LeftOutNotice::Document(OfficeError::Foreign(FormatNotice::WebPage)),
    });
    let findings = check_folder(&folder, Depth::Whole, &mut |_, _| true).expect("checked");
    // No list of objectives stands in that guide.
    let [one] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert!(
        matches!(&one.defect, crate::authoring::Defect::FillIn { at, .. } if at == "modules[0].objectives[0]")
    );
}

#[test]
fn a_folder_with_material_in_it_is_drafted_from_it_and_nothing_there_is_touched() {
    let world = tempfile::tempdir().expect("a folder");
    let folder = world.path().join("pack");
    material(&folder);
    let before = fs::read(folder.join("Detainer briefing.wav")).expect("the sound");
    let started = begin(&wish(&folder)).expect("begun");
    let medium = &started.manifest.modules[0].media[0];
    assert_eq!(medium.path.as_str(), "Detainer briefing.wav");
    assert_eq!(
        fs::read(folder.join("Detainer briefing.wav")).expect("there"),
        before
    );
    assert!(matches!(
        begin(&wish(&folder)),
        Err(AuthoringError::Exists { .. })
    ));
}

#[test]
fn what_is_there_is_never_overwritten_and_what_fails_leaves_nothing_behind() {
    let world = tempfile::tempdir().expect("a folder");
    let from = world.path().join("material");
    material(&from);
    let folder = world.path().join("a/b/pack");
    let wish = Wish {
        from: Some(from),
        ..wish(&folder)
    };
    let stopped = start(&wish, &mut |_, _| false);
    assert!(matches!(
        stopped,
        Err(AuthoringError::Pack(PackError::Cancelled))
    ));
    assert!(!world.path().join("a").exists());
    let bad = Wish {
        language: "no language".to_owned(),
        ..wish.clone()
    };
    assert!(matches!(
        begin(&bad),
        Err(AuthoringError::Pack(PackError::BadManifest { .. }))
    ));
    assert!(!world.path().join("a").exists());
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("mine.txt"), b"mine").expect("a file");
    assert!(matches!(begin(&wish), Err(AuthoringError::Exists { .. })));
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
}

#[test]
fn a_word_file_that_is_none_is_said_and_left_out() {
    let world = tempfile::tempdir().expect("a folder");
    let folder = world.path().join("pack");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("guide.docx"), b"not a document").expect("a file");
    let started = begin(&wish(&folder)).expect("begun");
    assert!(started.said.iter().any(|it| matches!(
        it,
        StartNotice::PassedOver {
            why: LeftOutNotice::Document(_),
            ..
        }
    )));
}

#[test]
fn slides_become_a_part_of_the_guide_and_prompts_and_what_is_not_shown_stays_out() {
    let world = tempfile::tempdir().expect("a folder");
    let folder = world.path().join("pack");
    fs::create_dir_all(&folder).expect("a folder");
    let slide = |title: &str, point: &str| {
        [
            shape(Some("title"), &line("", title)),
            shape(Some("body"), &line("", point)),
        ]
        .concat()
    };
    let notes = |text: &str| shape(Some("body"), &line("", text));
    let hidden = format!("HIDDEN{}", slide("GONE", "GONE"));
    let deck = pptx(&[
        (&slide("Detainers at the desk", "Training unit"), ""),
        (
            &slide("Who decides?", "The form says."),
            &notes("Let them talk first."),
        ),
        (&hidden, &notes("GONE")),
    ]);
    fs::write(folder.join("Detainers.pptx"), &deck).expect("a deck");
    let started = begin(&wish(&folder)).expect("begun");
    assert_eq!(started.manifest.title, "Detainers at the desk");
    let module = &started.manifest.modules[0];
    assert_eq!(module.prompts[0].question, "Who decides?");
    assert_eq!(module.prompts[0].points, ["The form says."]);
    assert_eq!(module.prompts[0].notes, "Let them talk first.");
    let guide = fs::read_to_string(folder.join("text/guide.md")).expect("a guide");
    assert_eq!(
        guide,
        "# Detainers at the desk\n\n- Training unit\n\n## Who decides?\n\n- The form says.\n\nLet them talk first.\n"
    );
    let of_slides = started.said.iter().find_map(|it| match it {
        StartNotice::Slides {
            count, left_out, ..
        } => Some((*count, left_out.len())),
        _ => None,
    });
    assert_eq!(of_slides, Some((2, 1)));
    // Whether LibreOffice is here or not, the author reads what became of the slides.
    assert!(started.said.iter().any(|it| matches!(
        it,
        StartNotice::SlidesAsPages { .. } | StartNotice::SlidesNotAsPages { .. }
    )));
}

#[test]
fn slides_beside_a_guide_follow_it_and_add_their_questions() {
    let world = tempfile::tempdir().expect("a folder");
    let folder = world.path().join("pack");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(
        folder.join("guide.md"),
        "# Detainers\n\n## Who decides?\n\n- The form says.\n",
    )
    .expect("a guide");
    let question = shape(Some("title"), &line("", "What then?"));
    let cover = shape(Some("title"), &line("", "Slides on detainers"));
    let deck = pptx(&[(&cover, ""), (&question, "")]);
    // It is what its bytes say.
    fs::write(folder.join("slides.docx"), deck).expect("a deck");
    let started = begin(&wish(&folder)).expect("begun");
    assert_eq!(started.manifest.title, "Detainers");
    let module = &started.manifest.modules[0];
    let asked: Vec<&str> = module
        .prompts
        .iter()
        .map(|it| it.question.as_str())
        .collect();
    assert_eq!(asked, ["Who decides?", "What then?"]);
    let path = module.guide.as_ref().expect("a guide");
    let guide = fs::read_to_string(folder.join(path.as_str())).expect("a guide");
    assert_eq!(
        guide,
        "# Detainers\n\n## Who decides?\n\n- The form says.\n\n## Slides on detainers\n\n### What then?\n"
    );
}

#[test]
fn a_document_that_is_not_read_is_named_with_what_it_is() {
    let mut protected = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    protected.resize(512, 0);
    protected.extend(b"EncryptedPackage");
    let known: [(&str, &[u8], OfficeError); 3] = [
        ("guide.docx", &protected, OfficeError::Password),
        (
            "deck.pptx",
            b"%PDF-1.7\n",
            OfficeError::Foreign(FormatNotice::Pdf),
        ),
        (
            "guide.doc",
            b"<html><body>x",
            OfficeError::Foreign(FormatNotice::WebPage),
        ),
    ];
    for (name, bytes, refusal) in known {
        let world = tempfile::tempdir().expect("a folder");
        let folder = world.path().join("pack");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), bytes).expect("a file");
        let started = begin(&wish(&folder)).expect("begun");
        let passed_over = StartNotice::PassedOver {
            file: name.to_owned(),
            why: LeftOutNotice::Document(refusal),
        };
        assert!(started.said.contains(&passed_over), "{:?}", started.said);
    }
}

#[test]
fn shortcuts_are_named_with_what_to_do() {
    let world = tempfile::tempdir().expect("a folder");
    let from = world.path().join("material");
    fs::create_dir(&from).expect("a folder");
    for name in ["guide.docx.lnk", "x.bin"] {
        fs::write(from.join(name), b"[Script Info]").expect("a file");
    }
    let found = find::look(&from).expect("a folder");
    let why = |name: &str| {
        let mut others = found.others.iter();
        let found = others.find(|(path, _)| path.ends_with(name));
        found.map(|(_, why)| why.clone())
    };
    assert_eq!(why("guide.docx.lnk"), Some(LeftOutNotice::Link));
    assert_eq!(why("x.bin"), Some(LeftOutNotice::Unknown));
}

#[test]
fn a_file_that_is_no_use_under_its_name_is_told_by_its_bytes() {
    let world = tempfile::tempdir().expect("a folder");
    let from = world.path().join("material");
    fs::create_dir_all(from.join("plan.pages")).expect("a folder");
    fs::create_dir_all(from.join("guide.docx")).expect("a folder");
    let document = docx(&p("", "Text."));
    let mut jpeg = io::Cursor::new(Vec::new());
    image::RgbImage::new(9, 9)
        .write_to(&mut jpeg, image::ImageFormat::Jpeg)
        .expect("a picture");
    let pdf = crate::documents::fixture::small_pdf();
    let foreign = |format| LeftOutNotice::Document(OfficeError::Foreign(format));
    let members: [(&str, &[u8], LeftOutNotice); 16] = [
        ("a.png", &pdf, foreign(FormatNotice::Pdf)),
        ("b.pdf", &document, foreign(FormatNotice::Word)),
        ("c.pdf", jpeg.get_ref(), foreign(FormatNotice::Picture)),
        (
            "d.pdf",
            b"<html><body>Log in",
            foreign(FormatNotice::WebPage),
        ),
        ("e.mp4", &document, foreign(FormatNotice::Word)),
        ("f.md", &pdf, foreign(FormatNotice::Pdf)),
        ("g.srt", &document, foreign(FormatNotice::Word)),
        ("h.bin", &document, foreign(FormatNotice::Word)),
        ("i", &pdf, foreign(FormatNotice::Pdf)),
        ("j.docx", b"ID3\x03\0\0", foreign(FormatNotice::Sound)),
        (
            "k.xlsx",
            &document[..document.len() / 2],
            LeftOutNotice::Document(OfficeError::CutOff),
        ),
        (
            "l.docx",
            &document[..document.len() / 2],
            LeftOutNotice::Document(OfficeError::CutOff),
        ),
        ("m.pdf", b"", LeftOutNotice::EmptyFile),
        ("n.docx", b"", LeftOutNotice::EmptyFile),
        ("o.dat", b"\x01\x02\x03\0", LeftOutNotice::Unknown),
        ("p.png", b"\x01\x02\x03\0", LeftOutNotice::Unknown),
    ];
    for (name, bytes, _) in &members {
        fs::write(from.join(name), bytes).expect("a file");
    }
    fs::write(from.join("right.pdf"), &pdf).expect("a file");
    let started = begin(&Wish {
        from: Some(from),
        ..wish(&world.path().join("pack"))
    });
    let said = started.expect("begun").said;
    let why = |name: &str| {
        let mut all = said.iter();
        all.find_map(|it| match it {
            StartNotice::PassedOver { file, why } if file == name => Some(why.clone()),
            _ => None,
        })
    };
    for (name, _, expected) in members {
        assert_eq!(why(name), Some(expected), "{name}");
    }
    assert_eq!(why("plan.pages"), Some(foreign(FormatNotice::Pages)));
    assert_eq!(why("guide.docx"), Some(LeftOutNotice::Folder));
    assert_eq!(why("right.pdf"), None);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_and_that_is_said() {
    let world = tempfile::tempdir().expect("a folder");
    let from = world.path().join("material");
    fs::create_dir(&from).expect("a folder");
    let real = world.path().join("real.pdf");
    fs::write(&real, crate::documents::fixture::small_pdf()).expect("a file");
    std::os::unix::fs::symlink(&real, from.join("guide.pdf")).expect("a link");
    let started = begin(&Wish {
        from: Some(from),
        ..wish(&world.path().join("pack"))
    });
    let passed_over = StartNotice::PassedOver {
        file: "guide.pdf".to_owned(),
        why: LeftOutNotice::Link,
    };
    assert!(started.expect("begun").said.contains(&passed_over));
}
