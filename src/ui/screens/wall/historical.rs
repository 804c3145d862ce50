//! The banner of a historical module, on the screen and on the wall (SCREENS 6.9).

use eframe::egui::Ui;

use crate::pack::manifest::Status;
use crate::session::Session;
use crate::ui::time;
use crate::ui::widgets::banner::{Tone, banner};

/// On every screen of a historical module (SCREENS 6.9).
pub fn historical_banner(ui: &mut Ui, session: &Session) {
    if let Some(text) = historical(session) {
        banner(ui, Tone::Warning, &text);
    }
}

/// The text of the banner.
#[must_use]
pub fn historical(session: &Session) -> Option<String> {
    let manifest = &session.plan().pack.manifest;
    (manifest.status == Status::Historical).then(|| {
        format!(
            "Historical: as of {}. Not today's rules.",
            time::full_day(manifest.as_of)
        )
    })
}
