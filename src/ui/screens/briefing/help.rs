//! Which keys there are at this place of a briefing, for the list behind F1 (SCREENS 12.24).

use crate::session::{OutlineStep, Session, Stage};
use crate::ui::action::{self, Action as _, HelpLine, Shortcut};
use crate::ui::keys::{self, Act};
use crate::ui::screens::briefing::references_action::ReferencesAction;
use crate::ui::screens::briefing::roll::RollAction;
use crate::ui::screens::briefing::sign_off_action::SignOffAction;
use crate::ui::screens::briefing::transcript::TranscriptAction;
use crate::ui::widgets::aid_action::AidAction;

/// What the keys do here first, then those of every step that this leaves.
pub fn lines(session: &Session, references_are_open: bool) -> Vec<HelpLine> {
    if references_are_open {
        let meant = |act: &Act| ReferencesAction::help(*act).or_else(|| HelpLine::of(*act));
        return Act::ALL.iter().filter_map(meant).collect();
    }
    let (own, taken) = match (session.stage(), session.step()) {
        (Stage::Roll, _) => (
            action::help::<RollAction>().collect(),
            shortcuts(RollAction::ALL.iter().map(|action| action.shortcuts())),
        ),
        (Stage::SignOff, _) => (action::help::<SignOffAction>().collect(), Vec::new()),
        (_, Some(OutlineStep::JobAid(_))) => {
            // The first page and the last leave theirs to the briefing.
            let zoom = [AidAction::Larger, AidAction::Smaller, AidAction::WholePage];
            (
                action::help::<AidAction>().collect(),
                shortcuts(zoom.iter().map(|action| action.shortcuts())),
            )
        }
        (_, Some(OutlineStep::Play(_))) => {
            let find = HelpLine::of(TranscriptAction::Find);
            (find.into_iter().collect(), Vec::new())
        }
        _ => (Vec::new(), Vec::new()),
    };
    let mut lines: Vec<HelpLine> = own;
    lines.extend(keys::help(&taken));
    lines
}

fn shortcuts(of: impl Iterator<Item = &'static [Shortcut]>) -> Vec<Shortcut> {
    of.flatten().copied().collect()
}
