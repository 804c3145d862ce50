//! Eyes on a window under test: its labels as a screen reader would read them, and patience.

use std::time::Duration;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use muster::app::App;

/// How often something that happens in the background is looked for, ten milliseconds apart.
const TRIES: usize = 2_000;

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
