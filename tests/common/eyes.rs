//! A window under test: its labels as a screen reader would read them, and waiting for them.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::time::Duration;

use eframe::egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use muster::app::{App, Options};

/// How often something that happens in the background is looked for, ten milliseconds apart.
const TRIES: usize = 2_000;

/// The window with these options, at 1280×720 and fifty frames a second.
pub fn open_window(options: Options) -> Harness<'static, App> {
    Harness::builder()
        .with_size(vec2(1280.0, 720.0))
        .with_max_steps(64)
        .with_step_dt(0.02)
        .build_eframe(|creation| App::new(&creation.egui_ctx, options).expect("an app"))
}

/// Somebody before a window.
pub trait Eyes<'a> {
    fn window(&self) -> &Harness<'a, App>;

    fn window_mut(&mut self) -> &mut Harness<'a, App>;

    /// Waits until something is so; the background needs its time.
    #[track_caller]
    fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..TRIES {
            self.window_mut().step();
            if holds(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{what}: never. There is: {:#?}", self.labels());
    }

    fn labels(&self) -> Vec<String> {
        let root = self.window().root();
        root.query_all_by(|_| true)
            .filter_map(|node| {
                let node = node.accesskit_node();
                node.label().or_else(|| node.value())
            })
            .collect()
    }
}
