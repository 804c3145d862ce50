//! A screen on a bench: painted, pressed and typed into without a window.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Key, Vec2, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use muster::app::screens::ScreensAlone;
use muster::pack::signature::new_key_pair;
use muster::pack::{PackPath, SecretKey, manifest, write};
use muster::platform::child::name_own_executable;
use muster::platform::places::Sticks;
use muster::station::DataFolder;
use muster::ui::theme::{self, Look};

/// A screen and what it remembers.
pub type Bench<'a, S> = Harness<'a, S>;

/// Sets a screen up at 1280×720.
pub fn bench<'a, S>(state: S, paint: impl Fn(&mut eframe::egui::Ui, &mut S) + 'a) -> Bench<'a, S> {
    let mut dressed = false;
    Harness::builder()
        .with_size(Vec2::new(1280.0, 720.0))
        .with_max_steps(64)
        .with_step_dt(0.02)
        .build_ui_state(
            move |ui, state| {
                if !dressed {
                    theme::install_fonts(ui.ctx());
                    theme::apply(ui.ctx(), Look::Dark);
                    dressed = true;
                    return;
                }
                let tokens = theme::tokens(ui.ctx());
                theme::fit(ui.ctx());
                eframe::egui::CentralPanel::default()
                    .frame(
                        eframe::egui::Frame::new()
                            .fill(tokens.background)
                            .inner_margin(24.0),
                    )
                    .show(ui, |ui| {
                        eframe::egui::ScrollArea::vertical()
                            .auto_shrink(false)
                            .show(ui, |ui| paint(ui, state));
                    });
            },
            state,
        )
}

/// What works behind the screens. Nobody has to be woken: a bench is painted again and again.
pub fn behind(folder: &DataFolder, sticks: Vec<PathBuf>) -> ScreensAlone {
    ScreensAlone::start(folder, Sticks::only(sticks), Arc::new(|| {}))
}

/// Paints until something of this label is there.
pub fn wait_for<S>(bench: &mut Bench<'_, S>, label: &str) {
    wait_until(bench, label, |bench| {
        bench.query_all_by_label_contains(label).next().is_some()
    });
}

/// Paints until this holds; the work behind is done on other threads.
pub fn wait_until<S>(bench: &mut Bench<'_, S>, what: &str, holds: impl Fn(&Bench<'_, S>) -> bool) {
    for _ in 0..3_000 {
        bench.step();
        if holds(bench) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("“{what}” never came; there is: {:#?}", labels(bench));
}

/// Everything that a screen reader would say.
pub fn labels<S>(bench: &Bench<'_, S>) -> Vec<String> {
    bench
        .root()
        .children_recursive()
        .filter_map(|node| {
            node.accesskit_node()
                .label()
                .or(node.accesskit_node().value())
        })
        .collect()
}

/// Presses the button of exactly this label, as soon as it is there.
pub fn press<S>(bench: &mut Bench<'_, S>, label: &str) {
    wait_until(bench, label, |bench| {
        bench.query_by_role_and_label(Role::Button, label).is_some()
    });
    let button = bench.get_by_role_and_label(Role::Button, label);
    button.scroll_to_me();
    // Scrolling takes some frames; a click must not come before it stands still.
    bench.run_steps(3);
    let mut place = None;
    for _ in 0..100 {
        bench.step();
        let button = bench.get_by_role_and_label(Role::Button, label);
        if place == Some(button.rect()) {
            break;
        }
        place = Some(button.rect());
    }
    bench.get_by_role_and_label(Role::Button, label).click();
    bench.run_steps(2);
}

/// Types into the field of this name, over what is there.
pub fn type_into<S>(bench: &mut Bench<'_, S>, name: &str, text: &str) {
    let field = bench.get_by_role_and_label(Role::TextInput, name);
    field.focus();
    bench.run_steps(2);
    bench.key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::A);
    bench.step();
    bench
        .get_by_role_and_label(Role::TextInput, name)
        .type_text(text);
    bench.run_steps(2);
}

/// Keeps a picture of the screen at both sizes, if somebody wants to look.
pub fn keep_picture<S>(bench: &mut Bench<'_, S>, name: &str) {
    let Some(folder) = std::env::var_os("MUSTER_TEST_PICTURES").map(PathBuf::from) else {
        return;
    };
    for (width, height) in [(1920.0, 1080.0), (1280.0, 720.0)] {
        bench.set_size(Vec2::new(width, height));
        bench.run_steps(4);
        let picture = bench.render().expect("a picture");
        picture
            .save(folder.join(format!("{name}-{height}.png")))
            .expect("kept");
        bench.set_size(Vec2::new(1280.0, 720.0));
        bench.run_steps(4);
    }
}

/// A signed pack with one briefing of texts alone, and the publisher's key beside it.
pub fn stick(folder: &Path, version: u64) -> PathBuf {
    pack(folder, "detainer", "Detainers", version)
}

/// The key of the publisher whose stick this is; made where there is none.
pub fn publisher(folder: &Path) -> SecretKey {
    let secret = folder.join("secret.key");
    let text = std::fs::read_to_string(&secret).unwrap_or_else(|_| {
        let (public, text) = new_key_pair(None).expect("keys");
        std::fs::write(&secret, &text).expect("kept");
        std::fs::write(folder.join("unit.pub"), public).expect("kept");
        text
    });
    SecretKey::parse(&text, None).expect("a key")
}

/// The same, of this name and title.
pub fn pack(folder: &Path, name: &str, title: &str, version: u64) -> PathBuf {
    // Whoever installs it has its job aids drawn by Muster itself.
    name_own_executable(env!("CARGO_BIN_EXE_muster").into());
    let key = publisher(folder);
    let files: BTreeMap<&str, Vec<u8>> = [
        ("aids/card.pdf", pdf(3)),
        ("aids/speak.pdf", pdf(3)),
        ("aids/broken.pdf", broken_pdf()),
        (
            "aids/steps.md",
            b"# Call first\n\n1. **Read** the form.\n2. Ask.\n".to_vec(),
        ),
        ("text/guide.md", b"# Guide\n".to_vec()),
    ]
    .into();
    let file = folder.join(format!("{name}-{version}.muster"));
    let text = MANIFEST
        .replace("\"version\": 1", &format!("\"version\": {version}"))
        .replace(
            "example.sheriff.detainer",
            &format!("example.sheriff.{name}"),
        )
        .replace(
            "\"title\": \"Detainers\"",
            &format!("\"title\": \"{title}\""),
        );
    let parsed = manifest::parse(text.as_bytes()).expect("a manifest");
    let mut open = |path: &PackPath| -> std::io::Result<Box<dyn std::io::Read>> {
        Ok(Box::new(Cursor::new(files[path.as_str()].clone())))
    };
    let bytes = text.as_bytes();
    write::build(&parsed, bytes, &key, &file, &mut open, &mut || true).expect("a pack");
    file
}

/// The title of the briefing in the pack.
pub const TITLE: &str = "How to Respond to an Immigration Detainer";

/// A PDF of so many pages, each with its number of black bars.
pub fn pdf(pages: usize) -> Vec<u8> {
    let bars = |page: usize| -> String {
        (0..=page)
            .map(|bar| format!("72 {} 468 36 re f ", 600 - 72 * bar))
            .collect()
    };
    pdf_of(&(0..pages).map(bars).collect::<Vec<_>>())
}

/// A PDF whose second page has more dashes than any memory holds.
fn broken_pdf() -> Vec<u8> {
    let dashes = "[0.00001 0.00001] 0 d 1 w 0 0 m 600000 700000 l S";
    pdf_of(&[String::new(), dashes.to_owned()])
}

fn pdf_of(pages: &[String]) -> Vec<u8> {
    let kids = (0..pages.len()).map(|n| format!("{} 0 R", 3 + 2 * n));
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.collect::<Vec<_>>().join(" "),
            pages.len()
        ),
    ];
    for (page, drawn) in pages.iter().enumerate() {
        let at = 4 + 2 * page;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {at} 0 R >>"
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{drawn}\nendstream",
            drawn.len()
        ));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let (table, size) = (file.len(), objects.len() + 1);
    file += &format!("xref\n0 {size}\n0000000000 65535 f \n");
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}

const MANIFEST: &str = r#"{
  "format": 1, "id": "example.sheriff.detainer", "version": 1, "title": "Detainers",
  "publisher": "Example Training Unit", "language": "en-US",
  "created": "2026-11-01T09:00:00Z", "as_of": "2026-11-01", "review_by": null,
  "not_after": null, "min_app": "0.1.0", "series": null,
  "modules": [{
    "id": "detainer", "variant": null, "audience": ["front-line"],
    "title": "How to Respond to an Immigration Detainer", "summary": "What to do.",
    "objectives": ["Read the form."], "minutes": 10, "credit_minutes": null, "media": [],
    "steps": [{"prompt": "who"}, {"job_aid": "card"}, {"job_aid": "steps"}, {"job_aid": "broken"}, {"job_aid": "speak"}], "prompts": [{"id": "who", "question": "Who decides?",
    "points": ["The sheriff."], "minutes": 3, "references": ["form"]}],
    "job_aids": [
      {"id": "card", "title": "Desk card", "kind": "pdf", "path": "aids/card.pdf", "language": "en-US", "cards": []},
      {"id": "steps", "title": "Steps", "kind": "markdown", "path": "aids/steps.md", "language": "en-US", "cards": []},
      {"id": "broken", "title": "Broken card", "kind": "pdf", "path": "aids/broken.pdf", "language": "en-US", "cards": []},
      {"id": "speak", "title": "I Speak", "kind": "pdf", "path": "aids/speak.pdf", "language": "en-US", "cards": [
        {"language": "es", "label": "Spanish", "page": 1}, {"language": "km", "label": "Khmer", "page": 2},
        {"language": "vi", "label": "Vietnamese", "page": 3}]}],
    "guide": "text/guide.md",
    "references": [{"id": "form", "title": "Form I-247", "url": "https://www.example.org/forms/i-247",
      "note": "The form itself.", "checked": "2026-11-20"}]
  }]
}"#;
