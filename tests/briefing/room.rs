//! The window in the muster room, and a hand on its keys.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use muster::app::{App, Clock, Options};

use crate::eyes::{Eyes, open_window};
use crate::world::World;

/// The window, and who sits before it.
pub struct Room<'a> {
    pub window: Harness<'a, App>,
}

impl<'a> Eyes<'a> for Room<'a> {
    fn window(&self) -> &Harness<'a, App> {
        &self.window
    }

    fn window_mut(&mut self) -> &mut Harness<'a, App> {
        &mut self.window
    }
}

impl Room<'_> {
    /// The board, once every pack was read again.
    pub fn open(world: &World) -> Self {
        let mut room = Self::open_at_once(world);
        room.wait_until_checked();
        room
    }

    /// The board as soon as it is there.
    pub fn open_at_once(world: &World) -> Self {
        Self::open_by(world, Clock::default())
    }

    /// The same by another clock than the system's.
    pub fn open_by(world: &World, clock: Clock) -> Self {
        let options = Options {
            data_dir: Some(world.data()),
            clock,
            ..Options::default()
        };
        let window = open_window(options);
        let mut room = Self { window };
        room.wait_for("All briefings");
        room
    }

    #[track_caller]
    pub fn wait_until_checked(&mut self) {
        self.wait_until("every pack read again", |room| {
            room.window.state().model().to_check == 0
        });
    }

    /// Waits until something with this label is there; the background needs its time.
    #[track_caller]
    pub fn wait_for(&mut self, label: &str) {
        self.wait_until(label, |room| room.sees(label));
    }

    pub fn sees(&self, part: &str) -> bool {
        self.labels().iter().any(|label| label.contains(part))
    }

    /// Moves the mouse, so that the controls are there, and presses the button of this label.
    #[track_caller]
    pub fn press(&mut self, label: &str) {
        self.window.hover_at(pos2(600.0, 300.0));
        self.window.step();
        self.window.hover_at(pos2(610.0, 310.0));
        self.window.run_steps(2);
        self.window
            .get_by_role_and_label(Role::Button, label)
            .click();
        self.window.run_steps(3);
    }

    /// Presses the button of this label in the very next frame.
    #[track_caller]
    pub fn press_at_once(&mut self, label: &str) {
        self.window
            .get_by_role_and_label(Role::Button, label)
            .click();
        self.window.run_steps(3);
    }

    pub fn key(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run_steps(3);
    }

    /// Presses keys within one frame, as a hand does while the machine is busy.
    pub fn keys_at_once(&mut self, keys: &[Key]) {
        let events = keys.iter().flat_map(|key| {
            [true, false].map(|pressed| Event::Key {
                key: *key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            })
        });
        self.window.input_mut().events.extend(events);
        self.window.run_steps(keys.len() + 2);
    }

    /// Nothing but sound is missing, which this machine may not have.
    #[track_caller]
    pub fn wait_until_ready(&mut self) {
        self.wait_until("ready, but for sound", |room| {
            let labels = room.labels();
            let ready = ["Ready for roll call", "Not ready: no sound"];
            labels.iter().any(|label| ready.contains(&label.as_str()))
        });
    }

    /// Signs off as complete, in spite of what the sign-off names as lacking.
    #[track_caller]
    pub fn sign_off_with(&mut self, lacking: &[&str]) {
        self.press("Sign off as complete");
        let label = self.labels();
        let label = label
            .iter()
            .find(|l| l.starts_with("Record as complete with"));
        let label = label.expect("what is lacking is named").clone();
        for lacking in lacking {
            assert!(label.contains(lacking), "{label}");
        }
        assert!(!self.sees("Recorded "));
        self.press(&label);
    }

    #[track_caller]
    pub fn lead(&mut self, name: &str) {
        let field = self.window.get_by_label("Who led the briefing");
        field.focus();
        self.window.run_steps(2);
        let field = self.window.get_by_label("Who led the briefing");
        field.type_text(name);
        self.window.run_steps(3);
    }
}
