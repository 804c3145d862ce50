//! Texts that were set in their order are kept while they are on the screen, so that a frame costs
//! no more than one of plain text.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use eframe::egui::mutex::Mutex;
use eframe::egui::text::LayoutJob;
use eframe::egui::{Galley, Id, Ui};

use crate::ui::theme;

/// What is on one window.
#[derive(Default)]
struct Kept {
    galleys: HashMap<u64, (Arc<Galley>, u64)>,
    hasher: RandomState,
    /// The frame in which something was set last.
    frame: u64,
    /// A galley of egui's own. Another one in its place: egui threw its galleys away, because the
    /// picture of all letters into which they point was rebuilt.
    probe: Option<Arc<Galley>>,
}

/// The text as it was set last, or as `set` sets it now.
pub fn galley(ui: &Ui, job: LayoutJob, set: impl FnOnce(&Ui, LayoutJob) -> Galley) -> Arc<Galley> {
    let id = Id::unique(("texts in order", ui.ctx().viewport_id()));
    let all: Arc<Mutex<Kept>> =
        ui.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Kept>>>(id)));
    let frame = ui.ctx().cumulative_pass_nr();
    let scale = ui.ctx().pixels_per_point().to_bits();
    let key = {
        let mut all = all.lock();
        if all.frame != frame || all.probe.is_none() {
            all.next_frame(ui, frame);
        }
        let key = all.hasher.hash_one((&job, scale));
        if let Some((galley, used)) = all.galleys.get_mut(&key) {
            *used = frame;
            return Arc::clone(galley);
        }
        key
    };
    let galley = Arc::new(set(ui, job));
    let mut all = all.lock();
    all.galleys.insert(key, (Arc::clone(&galley), frame));
    galley
}

impl Kept {
    /// Drops what was not on the last frame, and everything that egui does not know any more.
    fn next_frame(&mut self, ui: &Ui, frame: u64) {
        let font = theme::regular(theme::size::BODY);
        let probe = ui
            .painter()
            .layout_no_wrap(" ".to_owned(), font, theme::CLEAR);
        let same = |before: &Arc<Galley>| Arc::ptr_eq(before, &probe);
        if self.probe.as_ref().is_some_and(same) {
            let last = self.frame;
            self.galleys.retain(|_, (_, used)| *used >= last);
        } else {
            self.galleys.clear();
        }
        self.probe = Some(probe);
        self.frame = frame;
    }
}
