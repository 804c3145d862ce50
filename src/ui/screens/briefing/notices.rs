//! Notices for the sergeant at a step: never on the wall, clear of its picture where there is room
//! beside it, and dismissed with a key or a click (SCREENS 6.7).

use eframe::egui::{Rect, Ui};

use crate::player::State;
use crate::ui::room::WallCommand;
use crate::ui::theme::space;
use crate::ui::widgets::Button;
use crate::ui::widgets::banner::{Tone, banner, message, notice, notice_with};
use crate::ui::widgets::part::part;
use crate::ui::{Command, Model, Playing};
use crate::words::InWords;

/// The key that puts the first notice away.
const KEY: &str = "Del";

/// Which of the player's notices were put away. One comes back once what it says was over and
/// begins anew, not with the next video.
#[derive(Debug, Default)]
pub struct PutAway {
    ticket: u64,
    /// Notices about this medium.
    seen_notices: Vec<String>,
    away: Vec<String>,
}

impl PutAway {
    fn follow(&mut self, playing: &Playing) {
        if self.ticket != playing.ticket {
            self.ticket = playing.ticket;
            self.seen_notices.clear();
        }
        let over =
            |text: &String| self.seen_notices.contains(text) && !playing.notices.contains(text);
        self.away.retain(|text| !over(text));
        self.seen_notices.clone_from(&playing.notices);
    }

    fn shown<'a>(&self, playing: &'a Playing) -> impl Iterator<Item = &'a String> {
        let notices = playing.notices.iter();
        notices.filter(|text| !self.away.contains(text))
    }

    /// Dismisses the first notice. Returns whether there was one.
    pub fn first(&mut self, playing: Option<&Playing>) -> bool {
        let first = playing.and_then(|playing| self.shown(playing).next().cloned());
        let any = first.is_some();
        self.away.extend(first);
        any
    }
}

/// Dismisses the first of all notices.
pub fn put_away(model: &Model, away: &mut PutAway, commands: &mut Vec<Command>) {
    if model.wall.notice.is_some() {
        commands.push(Command::Wall(WallCommand::Understood));
    } else if model.message.is_some() {
        commands.push(Command::Dismiss);
    } else {
        away.first(model.playing.as_ref());
    }
}

/// Paints all notices, from the top of a part of the screen down. Returns their height.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    at: Rect,
    away: &mut PutAway,
    commands: &mut Vec<Command>,
) -> f32 {
    part(ui, "notices", at, |ui| {
        wall(ui, model, commands);
        if let Some(words) = &model.message
            && message(ui, Tone::Problem, words, true)
        {
            commands.push(Command::Dismiss);
        }
        if let Some(playing) = &model.playing {
            let first = model.wall.notice.is_none() && model.message.is_none();
            player(ui, playing, away, first);
        }
        match ui.min_rect().height() {
            height if height > 0.0 => height + space::S,
            nothing => nothing,
        }
    })
}

/// Notices about the room's screen.
pub fn wall(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let Some(notice) = &model.wall.notice else {
        return;
    };
    let mut chosen = None;
    let away = notice_with(ui, Tone::Info, &notice.text, Some(KEY), |ui| {
        if notice.offers.is_empty() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for (name, command) in &notice.offers {
                if ui.add(Button::new(name)).clicked() {
                    chosen = Some(command.clone());
                }
            }
        });
        ui.add_space(space::S);
    });
    commands.extend(chosen.map(Command::Wall));
    if away {
        commands.push(Command::Wall(WallCommand::Understood));
    }
}

/// Notices of the player: that it cannot play this, that there is no sound. `first`: it is the
/// first notice.
fn player(ui: &mut Ui, playing: &Playing, away: &mut PutAway, first: bool) {
    away.follow(playing);
    if let State::Failed(error) = &playing.state {
        message(ui, Tone::Problem, &error.in_words(&playing.title), false);
    }
    if playing.waiting {
        let text = "Waiting for the file. The video goes on by itself as soon as it can be read.";
        banner(ui, Tone::Warning, text);
    }
    let shown: Vec<&String> = away.shown(playing).collect();
    for (n, text) in shown.into_iter().enumerate() {
        let key = (first && n == 0).then_some(KEY);
        if notice(ui, Tone::Warning, text, key) {
            away.away.push(text.clone());
        }
    }
}
