//! Where a cue stands: the settings behind its times (section 6.4 of the standard).

/// No picture has more lines.
const MAX_LINE: f32 = 1_000.0;

/// On which line a cue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Line {
    /// At the bottom.
    #[default]
    Auto,
    /// Lines from the top, from 0; negative from the bottom, from −1.
    Number(f32),
    /// A share of the picture's height from the top, in percent, and which edge of the cue lies
    /// there.
    Percent(f32, LineAlign),
}

/// Which edge of a cue lies on its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineAlign {
    /// The upper one.
    #[default]
    Start,
    /// The middle.
    Center,
    /// The lower one.
    End,
}

/// Which edge of a cue lies at its position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The one to which the text is aligned.
    #[default]
    Auto,
    /// The left one.
    Left,
    /// The middle.
    Center,
    /// The right one.
    Right,
}

/// To which side the lines of a cue are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The side on which its script begins.
    Start,
    /// The middle.
    #[default]
    Center,
    /// The side on which its script ends.
    End,
    /// The left.
    Left,
    /// The right.
    Right,
}

/// Where the author wants a cue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// On which line.
    pub line: Line,
    /// Where across the picture, in percent from the left; nothing for where the alignment says.
    pub position: Option<f32>,
    /// Which edge lies there.
    pub column: Column,
    /// How wide at most, in percent of the picture.
    pub size: f32,
    /// To which side its lines are aligned.
    pub align: Align,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            line: Line::Auto,
            position: None,
            column: Column::Auto,
            size: 100.0,
            align: Align::Center,
        }
    }
}

impl Place {
    /// Reads settings such as `line:0 position:10%,line-left align:start`. One that breaks the
    /// rules is as if it were not there.
    #[must_use]
    pub fn read(settings: &str) -> Self {
        let mut place = Self::default();
        for setting in settings.split_ascii_whitespace() {
            let Some((name, value)) = setting.split_once(':') else {
                continue;
            };
            match name {
                "line" => place.line = line(value).unwrap_or(place.line),
                "position" => {
                    if let Some((position, column)) = position(value) {
                        place.position = Some(position);
                        place.column = column.unwrap_or(place.column);
                    }
                }
                "size" => place.size = percent(value).unwrap_or(place.size),
                "align" => place.align = align(value).unwrap_or(place.align),
                // Its other settings count from other edges.
                "vertical" if matches!(value, "rl" | "lr") => return Self::default(),
                _ => {}
            }
        }
        place
    }
}

fn line(value: &str) -> Option<Line> {
    let (line, align) = match value.split_once(',') {
        None => (value, LineAlign::Start),
        Some((line, "start")) => (line, LineAlign::Start),
        Some((line, "center")) => (line, LineAlign::Center),
        Some((line, "end")) => (line, LineAlign::End),
        Some(_) => return None,
    };
    if line.ends_with('%') {
        return Some(Line::Percent(percent(line)?, align));
    }
    let number = decimal(line.strip_prefix('-').unwrap_or(line))?.min(MAX_LINE);
    Some(Line::Number(if line.starts_with('-') {
        -number
    } else {
        number
    }))
}

fn position(value: &str) -> Option<(f32, Option<Column>)> {
    let (position, column) = match value.split_once(',') {
        None => (value, None),
        Some((position, "line-left")) => (position, Some(Column::Left)),
        Some((position, "center")) => (position, Some(Column::Center)),
        Some((position, "line-right")) => (position, Some(Column::Right)),
        Some(_) => return None,
    };
    Some((percent(position)?, column))
}

fn align(value: &str) -> Option<Align> {
    match value {
        "start" => Some(Align::Start),
        "center" => Some(Align::Center),
        "end" => Some(Align::End),
        "left" => Some(Align::Left),
        "right" => Some(Align::Right),
        _ => None,
    }
}

/// `12.5%`, from 0 to 100.
fn percent(value: &str) -> Option<f32> {
    decimal(value.strip_suffix('%')?).filter(|percent| *percent <= 100.0)
}

/// Digits, and maybe a point and more digits.
fn decimal(value: &str) -> Option<f32> {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(part))
        .then(|| value.parse().ok())
        .flatten()
}
