//! Labels for how a briefing was held, and the control to choose it.

use eframe::egui::Ui;

use crate::session::Delivery;
use crate::ui::widgets::Button;
use crate::ui::widgets::forms::small;
use crate::ui::widgets::text::TextUi as _;

const ALL: [(Delivery, &str, &str); 4] = [
    (Delivery::RollCall, "At roll call", "at roll call"),
    (Delivery::MakeUp, "Make-up", "to make up"),
    (Delivery::Class, "In a class", "in a class"),
    (Delivery::SelfStudy, "Self-study", "alone"),
];

/// How it was held, within a sentence.
#[must_use]
pub fn in_words(delivery: Delivery) -> &'static str {
    let mut all = ALL.iter();
    all.find(|(of, ..)| *of == delivery)
        .map_or("", |(.., words)| words)
}

/// The choice, and what it means; returns what was chosen anew.
pub fn choose_ui(ui: &mut Ui, now: Delivery) -> Option<Delivery> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.text_label("Held");
        for (delivery, name, _) in ALL {
            let spoken = format!("Held: {name}");
            let button = Button::new(name).spoken(&spoken).chosen(now == delivery);
            if ui.add(button).clicked() && now != delivery {
                chosen = Some(delivery);
            }
        }
        let means = match now {
            Delivery::RollCall => "",
            Delivery::MakeUp => "For those who missed it: they are added to what the shift has.",
            Delivery::Class => "Counts for the shift, as at roll call.",
            Delivery::SelfStudy => "For single officers; nobody leads it.",
        };
        if !means.is_empty() {
            ui.text_label(small(ui, means));
        }
    });
    chosen
}
