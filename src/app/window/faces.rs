//! Looks for faces of the system, for letters that none of the embedded ones has (SCREENS 2.1).

use eframe::egui::Context;

use crate::app::App;
use crate::platform::fonts::{self, Script};
use crate::ui::faces;

/// The best face that this PC has for a script: the bytes of its file, and its number there.
fn find_face(script: Script) -> Option<(Vec<u8>, u32)> {
    fonts::find(&fonts::folders(), script.files(), |bytes, number| {
        fonts::has_letter(bytes, number, script.sample())
    })
}

impl App {
    /// After the windows were painted: searches fonts for scripts that had none.
    pub(in crate::app) fn update_fonts(&mut self, ctx: &Context) {
        for script in faces::take_wanted(ctx) {
            // Nobody asked for it, and it is wanted again with the next frame.
            if !self.stores_lane.has_room() {
                faces::want(ctx, script);
                continue;
            }
            self.run(
                move |_| find_face(script),
                move |app, found| faces::put(&app.ctx, script, found),
            );
        }
    }
}
