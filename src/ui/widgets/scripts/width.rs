//! Full-width letters and signs (`Ａ`, `＝`), which typewriters of East Asia make, are set as the
//! ordinary ones that they stand for where no face has them.

use eframe::egui::Ui;
use eframe::egui::text::{LayoutJob, LayoutSection};

/// Whether there is an ordinary one for this.
pub fn is_full(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}')
}

fn narrow(c: char) -> char {
    // Both run through ASCII in its order.
    let ordinary = u32::from(c)
        .checked_sub(0xfee0)
        .filter(|_| is_full(c))
        .and_then(char::from_u32);
    ordinary.unwrap_or(c)
}

/// The text with ordinary letters in the place of those that would be boxes.
pub fn ordinary(ui: &Ui, job: LayoutJob) -> LayoutJob {
    let mut to_do = job.sections.iter().filter(|section| {
        let text = job
            .text
            .get(section.byte_range.start.0..section.byte_range.end.0);
        let full: String = text
            .unwrap_or_default()
            .chars()
            .filter(|c| is_full(*c))
            .collect();
        let font = &section.format.font_id;
        !full.is_empty() && !ui.fonts_mut(|fonts| fonts.has_glyphs(font, &full))
    });
    if to_do.next().is_none() {
        return job;
    }
    let mut narrowed = LayoutJob {
        text: String::new(),
        sections: Vec::new(),
        ..job.clone()
    };
    for section in job.sections {
        let bytes = section.byte_range.start.0..section.byte_range.end.0;
        let text = job.text.get(bytes).unwrap_or_default();
        let begin = narrowed.text.len();
        narrowed.text.extend(text.chars().map(narrow));
        narrowed.sections.push(LayoutSection {
            byte_range: begin.into()..narrowed.text.len().into(),
            ..section
        });
    }
    narrowed
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn full_width_signs_stand_for_ordinary_ones_and_others_for_themselves() {
        let narrowed: String = "＝１＋１ Ａ～ 王é".chars().map(narrow).collect();
        assert_eq!(narrowed, "=1+1 A~ 王é");
    }
}
