//! The lines of a transcript and how high each is: only those in sight are painted, however many
//! there are.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Galley, Ui};

use crate::player::captions::Cue;
use crate::ui::Playing;
use crate::ui::search::Search;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::forms::length;
use crate::ui::widgets::text;

/// Where the words begin, right of the time.
pub const TIME: f32 = 68.0;
/// The most lines that are measured in a frame; the heights of the others are estimated until then.
const MAX_LINES_MEASURED_PER_FRAME: usize = 300;

/// The lines that are listed.
#[derive(Default)]
pub struct Rows {
    /// For which medium, language and words this list is.
    list: Option<(u64, usize, usize, String)>,
    width: f32,
    /// Which cues.
    numbers: Vec<usize>,
    /// Where each line ends, from the top of the list.
    bottoms: Vec<f32>,
    /// So many from the first are measured.
    measured: usize,
}

impl Rows {
    /// Lists what has these words; measures some more.
    pub fn follow(&mut self, ui: &Ui, playing: &Playing, search: &str, width: f32) {
        let cues = &playing.cues;
        let list = (playing.ticket, playing.track, cues.len(), search.to_owned());
        let same_width = (self.width - width).abs() < 0.5;
        if !same_width || self.list.as_ref() != Some(&list) {
            let words = Search::new(search);
            let all = cues.iter().enumerate();
            let found = all.filter(|(_, cue)| words.is_empty() || words.fits(&[&cue.text]));
            self.numbers = found.map(|(number, _)| number).collect();
            self.bottoms.clear();
            self.measured = 0;
            self.width = width;
            self.list = Some(list);
        }
        if self.measured < self.numbers.len() {
            self.measure(ui, cues);
            ui.ctx().request_repaint();
        }
    }

    fn measure(&mut self, ui: &Ui, cues: &[Cue]) {
        self.bottoms.truncate(self.measured);
        let mut bottom = self.bottoms.last().copied().unwrap_or(0.0);
        let rest = self.numbers.iter().skip(self.measured);
        for number in rest.take(MAX_LINES_MEASURED_PER_FRAME) {
            let galley = cues.get(*number).map(|cue| set(ui, cue, self.width));
            let words = galley.map_or(0.0, |galley| galley.size().y);
            bottom += (words + 2.0 * space::S).max(size::TARGET) + space::XS;
            self.bottoms.push(bottom);
        }
        self.measured = self.bottoms.len();
        let usual = bottom / length(self.measured.max(1));
        for _ in self.measured..self.numbers.len() {
            bottom += usual;
            self.bottoms.push(bottom);
        }
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn width(&self) -> f32 {
        self.width
    }

    /// Of all lines.
    pub fn height(&self) -> f32 {
        self.bottoms.last().copied().unwrap_or(0.0)
    }

    /// The cue on the first line.
    pub fn first(&self) -> Option<usize> {
        self.numbers.first().copied()
    }

    /// The cue on a line.
    pub fn number(&self, row: usize) -> Option<usize> {
        self.numbers.get(row).copied()
    }

    /// The line of a cue.
    pub fn place_of(&self, number: usize) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
    }

    /// Where a line begins, and how high it is.
    pub fn extent(&self, row: usize) -> (f32, f32) {
        let before = row.checked_sub(1).and_then(|row| self.bottoms.get(row));
        let top = before.copied().unwrap_or(0.0);
        let bottom = self.bottoms.get(row).copied().unwrap_or(top);
        (top, bottom - top)
    }

    /// The lines between two heights, and one more on either side for the focus to go to.
    pub fn within(&self, top: f32, bottom: f32) -> Range<usize> {
        let first = self.bottoms.partition_point(|end| *end < top);
        let last = self.bottoms.partition_point(|end| *end < bottom);
        first.saturating_sub(1)..(last + 2).min(self.numbers.len())
    }
}

/// The current line, or the last one before it.
pub fn current(playing: &Playing) -> Option<usize> {
    let begun = |cue: &Cue| cue.start <= playing.position;
    playing.cues.partition_point(begun).checked_sub(1)
}

/// The words of a cue in a line of this width.
pub fn set(ui: &Ui, cue: &Cue, width: f32) -> Arc<Galley> {
    let color = theme::tokens(ui.ctx()).text;
    let mut job = LayoutJob::default();
    for (part, style) in cue.runs() {
        let font_id = if style.bold || style.voice {
            theme::bold(size::BODY)
        } else {
            theme::regular(size::BODY)
        };
        // Lines were broken for the wall; only a new voice begins a new one here.
        let mut words = part.replace('\n', " ");
        if style.voice && !job.text.is_empty() {
            words = format!("\n{}", words.trim_start());
        }
        let format = TextFormat {
            font_id,
            color,
            italics: style.italic,
            ..TextFormat::default()
        };
        job.append(&words, 0.0, format);
    }
    job.wrap.max_width = width - TIME - space::S;
    text::sections(ui, job)
}
