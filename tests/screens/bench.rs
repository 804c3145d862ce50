//! A screen on a bench: painted, pressed and typed into without a window.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Key, Vec2, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use muster::app::background::Wake;
use muster::authoring::{self, Depth};
use muster::pack::SecretKey;
use muster::pack::signature::new_key_pair;
use muster::ui::theme::{self, Look};

/// A screen and what it remembers.
pub type Bench<'a, S> = Harness<'a, S>;

/// Sets a screen up at 1280×720.
pub fn bench<'a, S>(state: S, paint: impl Fn(&mut eframe::egui::Ui, &mut S) + 'a) -> Bench<'a, S> {
    let mut dressed = false;
    Harness::builder()
        .with_size(Vec2::new(1280.0, 720.0))
        .with_max_steps(64)
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

/// Nobody has to be woken: a bench is painted again and again.
pub fn no_wake() -> Wake {
    Arc::new(|| {})
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

/// Presses the button of exactly this label.
pub fn press<S>(bench: &mut Bench<'_, S>, label: &str) {
    let button = bench.get_by_role_and_label(Role::Button, label);
    button.scroll_to_me();
    bench.run_steps(2);
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
pub fn look<S>(bench: &mut Bench<'_, S>, name: &str) {
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
    let secret = folder.join("secret.key");
    let key = if let Ok(text) = std::fs::read_to_string(&secret) {
        SecretKey::parse(&text, None).expect("a key")
    } else {
        let (public, text) = new_key_pair(None).expect("keys");
        std::fs::write(&secret, &text).expect("kept");
        std::fs::write(folder.join("unit.pub"), public).expect("kept");
        SecretKey::parse(&text, None).expect("a key")
    };
    let sources = tempfile::tempdir().expect("a folder");
    std::fs::write(sources.path().join("manifest.json"), MANIFEST).expect("kept");
    let file = folder.join(format!("detainer-{version}.muster"));
    let version = version.try_into().expect("a version");
    authoring::build(
        sources.path(),
        &key,
        &file,
        Some(version),
        Depth::Whole,
        &mut |_, _| true,
    )
    .expect("a pack");
    file
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
    "steps": [{"prompt": "who"}], "prompts": [{"id": "who", "question": "Who decides?",
    "points": ["The sheriff."], "minutes": 3, "references": []}],
    "job_aids": [], "guide": null, "references": []
  }]
}"#;
