//! What is being done with packs, and what came of it.

use eframe::egui::{RichText, Ui};

use crate::ui::screens::packs::{Ending, PacksCommand, Summary, Summed, row_problem, row_words};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::forms::{heading, strong};
use crate::ui::widgets::text::TextUi as _;
use crate::ui::widgets::{Button, Tone, card};
use crate::ui::{icons, time};

/// The most successes that are listed.
const MAX_ROWS: usize = 12;

/// The result; shown until it is closed.
pub(super) fn summary_ui(ui: &mut Ui, summary: &Summary, commands: &mut Vec<PacksCommand>) {
    let (tone, headline) = summary_words(summary);
    let t = theme::tokens(ui.ctx());
    card(ui, |ui| {
        ui.horizontal(|ui| {
            let icon = RichText::new(tone.icon()).size(size::HEADING);
            ui.text_label(icon.color(tone.color(&t)));
            ui.text_label(heading(&headline));
            ui.add_space(space::L);
            if ui.add(Button::new("Close summary")).clicked() {
                commands.push(PacksCommand::CloseSummary);
            }
        });
        if let Some((tone, words)) = stick_words(summary) {
            ui.horizontal(|ui| {
                let icon = RichText::new(icons::USB).size(size::HEADING);
                ui.text_label(icon.color(tone.color(&t)));
                ui.text_label(strong(words));
            });
        }
        let rows = || summary.lists.iter().chain(&summary.packs);
        for words in rows().filter_map(|row| row.result.as_ref().err()) {
            row_problem(ui, words);
        }
        let mut more = 0;
        for Summed { title, result } in rows() {
            let Ok(words) = result else { continue };
            more += 1;
            if more <= MAX_ROWS {
                row_words(ui, Tone::Good, &format!("{title}: {words}"), "");
            }
        }
        if more > MAX_ROWS {
            ui.text_label(format!("and {} more", more - MAX_ROWS));
        }
    });
    ui.add_space(space::S);
}

/// `3 packs installed`, `Stopped: 1 pack installed, 2 not`.
fn summary_words(summary: &Summary) -> (Tone, String) {
    let done = |rows: &[Summed]| rows.iter().filter(|row| row.result.is_ok()).count();
    let (lists, packs) = (done(&summary.lists), done(&summary.packs));
    let refused = summary.lists.len() - lists + summary.packs.len() - packs + summary.left;
    let mut parts = Vec::new();
    if lists > 0 {
        parts.push(format!("{} in force", time::count(lists, "trust list")));
    }
    if packs > 0 || lists == 0 {
        parts.push(format!("{} installed", time::count(packs, "pack")));
    }
    if refused > 0 {
        parts.push(format!("{refused} not"));
    }
    let parts = parts.join(", ");
    match summary.ending {
        Ending::Done if refused == 0 => (Tone::Good, parts),
        Ending::Done => (Tone::Warning, parts),
        Ending::Cancelled => (Tone::Warning, format!("Stopped: {parts}")),
        Ending::Pulled => (Tone::Problem, format!("The stick was pulled out: {parts}")),
    }
}

/// What to do with the stick now.
fn stick_words(summary: &Summary) -> Option<(Tone, &'static str)> {
    match summary.ending {
        Ending::Pulled => Some((
            Tone::Warning,
            "What is installed stays. Put the stick in again for the rest.",
        )),
        _ if summary.removable => Some((Tone::Good, "You may pull the stick now.")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Summary, Summed, summary_words};
    use crate::words::{Code, Words};

    #[test]
    fn a_summary_counts_what_was_done_what_was_refused_and_what_was_not_come_to() {
        let done = || Summed {
            title: String::new(),
            result: Ok(String::new()),
        };
        let refused = || Summed {
            title: String::new(),
            result: Err(Words::new(Code::BadSignature, "", "")),
        };
        let words = |lists, packs, left, ending| {
            let removable = true;
            summary_words(&Summary {
                lists,
                packs,
                left,
                ending,
                removable,
            })
            .1
        };
        let two = vec![done(), done()];
        assert_eq!(words(vec![], two, 0, Ending::Done), "2 packs installed");
        assert_eq!(
            words(vec![done()], vec![], 0, Ending::Done),
            "1 trust list in force"
        );
        assert_eq!(
            words(vec![done()], vec![done(), refused()], 0, Ending::Done),
            "1 trust list in force, 1 pack installed, 1 not"
        );
        assert_eq!(
            words(vec![], vec![done(), refused()], 3, Ending::Cancelled),
            "Stopped: 1 pack installed, 4 not"
        );
        assert_eq!(
            words(vec![], vec![refused()], 0, Ending::Pulled),
            "The stick was pulled out: 0 packs installed, 1 not"
        );
    }
}
