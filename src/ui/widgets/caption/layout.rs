//! Where cues stand on the screen: sections 7.2 and 7.4 of the WebVTT standard for one screen, on
//! which nothing covers anything else. Pure; lengths in points.

use eframe::egui::{Rect, Vec2, pos2, vec2};

use crate::player::captions::{Align, Column, Cue, Line, LineAlign, Place};

/// The most cues that show at once (SCREENS 7.10); four are a crowd.
const MAX_SHOWN: usize = 12;
/// Tolerance for sums of lengths, which are not exact.
const SLACK: f32 = 0.01;
/// A cue that was placed at the very edge still gets so much of the picture's width.
const NARROWEST: f32 = 0.25;

/// Where captions may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// The picture: shares of it are what the author counts in.
    pub picture: Rect,
    /// What is clear of controls and margins: no cue leaves it.
    pub clear: Rect,
    /// No line is wider.
    pub widest: f32,
    /// Between cues.
    pub gap: f32,
}

/// How large a cue becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// With what lies around the text.
    pub size: Vec2,
    /// One line of it.
    pub line: f32,
}

/// Where a cue stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its place among all cues of the medium.
    pub number: usize,
    /// What it covers.
    pub rect: Rect,
    /// Its lines are broken at this width.
    pub width: f32,
    /// To which side its lines are aligned.
    pub side: Side,
}

/// A side to which text is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left.
    Left,
    /// The middle.
    Middle,
    /// The right.
    Right,
}

/// Which way a cue gives way to those that stand already.
#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
    Nearest,
}

/// Places cues in the order in which they began. What is in `kept` stays where it is: a caption
/// that is being read does not move because another one goes. A cue for which there is no room
/// is left out, so that those before it can be read. `measure` is asked for the size of a cue
/// whose lines are broken at a width, what lies around the text included.
pub fn layout(
    cues: &[(usize, &Cue)],
    stage: &Stage,
    kept: &[Placed],
    mut measure: impl FnMut(&Cue, f32, Side) -> Measured,
) -> Vec<Placed> {
    let shows = |placed: &&Placed| cues.iter().any(|(number, _)| *number == placed.number);
    let mut all: Vec<Placed> = kept.iter().filter(shows).copied().collect();
    for (number, cue) in cues {
        if all.len() >= MAX_SHOWN {
            break;
        }
        if all.iter().any(|placed| placed.number == *number) {
            continue;
        }
        let (left, right, side) = across(cue, stage);
        let seen = right.min(stage.clear.right()) - left.max(stage.clear.left());
        // A column of single letters helps nobody.
        let narrowest = NARROWEST * stage.clear.width();
        let width = seen.max(narrowest).min(stage.widest);
        let measured = measure(cue, width, side);
        let x = match side {
            Side::Left => left,
            Side::Middle => f32::midpoint(left, right) - measured.size.x / 2.0,
            Side::Right => right - measured.size.x,
        };
        let last = (stage.clear.right() - measured.size.x).max(stage.clear.left());
        let x = x.clamp(stage.clear.left(), last);
        let (y, direction) = down(&cue.place, stage, measured);
        let wanted = Rect::from_min_size(pos2(x, y), measured.size);
        if let Some(rect) = free(wanted, stage, &all, direction) {
            all.push(Placed {
                number: *number,
                rect,
                width,
                side,
            });
        }
    }
    all
}

/// From where to where a cue may reach across the screen, and to which side its text goes.
fn across(cue: &Cue, stage: &Stage) -> (f32, f32, Side) {
    let wish = &cue.place;
    let side = match (wish.align, is_right_to_left(&cue.text)) {
        (Align::Left, _) | (Align::Start, false) | (Align::End, true) => Side::Left,
        (Align::Right, _) | (Align::End, false) | (Align::Start, true) => Side::Right,
        (Align::Center, _) => Side::Middle,
    };
    let clear = stage.clear;
    if *wish
        == (Place {
            line: wish.line,
            ..Place::default()
        })
    {
        // Whatever is on the wall beside a narrow picture serves captions too.
        return (clear.left(), clear.right(), side);
    }
    let at = wish.position.unwrap_or(match wish.align {
        Align::Left => 0.0,
        Align::Right => 100.0,
        Align::Start | Align::End | Align::Center => 50.0,
    });
    let column = match (wish.column, side) {
        (Column::Left, _) | (Column::Auto, Side::Left) => Side::Left,
        (Column::Center, _) | (Column::Auto, Side::Middle) => Side::Middle,
        (Column::Right, _) | (Column::Auto, Side::Right) => Side::Right,
    };
    let most = match column {
        Side::Left => 100.0 - at,
        Side::Right => at,
        Side::Middle => 2.0 * at.min(100.0 - at),
    };
    let share = wish.size.min(most);
    let from = match column {
        Side::Left => at,
        Side::Middle => at - share / 2.0,
        Side::Right => at - share,
    };
    let picture = stage.picture;
    let x = |percent: f32| picture.left() + picture.width() * percent / 100.0;
    (x(from), x(from + share), side)
}

/// At which height a cue is wanted, and which way it gives way.
fn down(place: &Place, stage: &Stage, measured: Measured) -> (f32, Direction) {
    let clear = stage.clear;
    // What lies around the text above and below it is no part of its lines.
    let lines = (measured.size.y / measured.line).floor().max(1.0);
    let around = measured.size.y - lines * measured.line;
    let (y, direction) = match place.line {
        Line::Auto => (clear.bottom(), Direction::Up),
        Line::Number(line) => {
            let line = (line + 0.5).floor();
            if line < 0.0 {
                let bottom = clear.bottom() - around;
                (bottom + line * measured.line, Direction::Up)
            } else {
                (clear.top() + line * measured.line, Direction::Down)
            }
        }
        Line::Percent(percent, align) => {
            let up = match align {
                LineAlign::Start => 0.0,
                LineAlign::Center => measured.size.y / 2.0,
                LineAlign::End => measured.size.y,
            };
            let picture = stage.picture;
            let y = picture.top() + picture.height() * percent / 100.0;
            (y - up, Direction::Nearest)
        }
    };
    let last = (clear.bottom() - measured.size.y).max(clear.top());
    (y.clamp(clear.top(), last), direction)
}

/// The place nearest to the wanted one, straight above or below it, where nothing is covered.
fn free(wanted: Rect, stage: &Stage, standing: &[Placed], direction: Direction) -> Option<Rect> {
    let height = wanted.height();
    let beside = standing.iter().flat_map(|other| {
        let (above, below) = (
            other.rect.top() - stage.gap,
            other.rect.bottom() + stage.gap,
        );
        [above - height, below]
    });
    let room = stage.clear.expand2(vec2(f32::INFINITY, SLACK));
    let open = std::iter::once(wanted.top()).chain(beside).filter(|y| {
        let rect = Rect::from_min_size(pos2(wanted.left(), *y), wanted.size());
        let covers = |other: &Placed| other.rect.shrink(SLACK).intersects(rect.shrink(SLACK));
        rect.top() >= room.top() && rect.bottom() <= room.bottom() && !standing.iter().any(covers)
    });
    let far = |y: f32| {
        let by = (y - wanted.top()).abs();
        // All places the other way are farther than any of this way.
        let opposite = match direction {
            Direction::Up => y > wanted.top(),
            Direction::Down => y < wanted.top(),
            Direction::Nearest => false,
        };
        (opposite, by, y)
    };
    let nearest = open.min_by(|a, b| {
        let (a, b) = (far(*a), far(*b));
        let (by, height) = (a.1.total_cmp(&b.1), a.2.total_cmp(&b.2));
        a.0.cmp(&b.0).then(by).then(height)
    })?;
    Some(wanted.translate(vec2(0.0, nearest - wanted.top())))
}

/// Whether the first letter that has a direction is of a script that runs from the right.
fn is_right_to_left(text: &str) -> bool {
    let right = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    text.chars().find(|c| c.is_alphabetic()).is_some_and(right)
}

#[cfg(test)]
mod tests;
