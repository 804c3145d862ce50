//! What can be chosen of captions: language, size, and what lies behind the letters.

use eframe::egui::Ui;

use crate::ui::CaptionTrack;
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::caption::{CaptionBack, CaptionSize, CaptionStyle};
use crate::ui::widgets::forms::small;
use crate::ui::widgets::text::TextUi as _;

/// Languages, sizes and backgrounds as buttons; `track` is the language in force. Returns the
/// style with what was pressed.
pub fn choices(
    ui: &mut Ui,
    style: &CaptionStyle,
    tracks: &[CaptionTrack],
    track: Option<usize>,
) -> Option<CaptionStyle> {
    let mut asked = None;
    if tracks.len() > 1 {
        ui.text_label(small(ui, "Language"));
        ui.horizontal_wrapped(|ui| {
            for (number, one) in tracks.iter().enumerate() {
                let button = Button::new(&one.label).chosen(track == Some(number));
                if ui.add(button).clicked() {
                    asked = Some(CaptionStyle {
                        language: Some(one.language.clone()),
                        ..style.clone()
                    });
                }
            }
        });
        ui.add_space(space::XS);
    }
    ui.text_label(small(ui, "Size"));
    ui.horizontal_wrapped(|ui| {
        for size in CaptionSize::ALL {
            let spoken = format!("Captions at {}", size.name());
            let button = Button::new(size.name()).spoken(&spoken);
            if ui.add(button.chosen(style.size == size)).clicked() {
                asked = Some(CaptionStyle {
                    size,
                    ..style.clone()
                });
            }
        }
    });
    ui.add_space(space::XS);
    ui.text_label(small(ui, "Behind the letters"));
    ui.horizontal_wrapped(|ui| {
        for back in CaptionBack::ALL {
            let button = Button::new(back.name()).chosen(style.back == back);
            if ui.add(button).clicked() {
                asked = Some(CaptionStyle {
                    back,
                    ..style.clone()
                });
            }
        }
    });
    asked
}
