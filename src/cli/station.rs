//! The station's settings (CLI 2.22, CLI 2.23).

mod protect;

use std::fmt::Write;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Time;
use serde_json::{Value, json};

use crate::cli::station_key::{self, StationKeyCommand};
use crate::cli::{Context, Failure, Reply, say};
use crate::operations;
use crate::pack::TextDefect;
use crate::station::held::{parse_end, parse_start};
use crate::station::{HeldError, ProtectionFinding, Shift, ShiftId, Station, StationStore};
use crate::words::{Code, data_folder, data_owner, data_part, exposed_folder, shown_path};

/// `muster station …`.
#[derive(Debug, Subcommand)]
pub enum StationCommand {
    /// What is set for this station, and where its data lies
    Show,
    /// Change one setting
    #[command(after_help = "\
Values:
  name, agency, ori, room   a text
  tags      words parted by commas, for example 287g,jail
  shifts    shifts parted by semicolons, each ID=NAME,START-END in local time; an end that is
            not after its start is on the next day:
            \"day=Day shift,07:00-15:00; swing=Swing shift,15:00-23:00; midnight=Midnight,23:00-07:00\"")]
    Set {
        /// Which setting
        key: Key,
        /// Its new value; an empty text clears it
        value: String,
    },
    /// Let only administrators change packs, trust and settings of everybody on this PC
    Protect(protect::ProtectArgs),
    /// The station's own key, with which the heads of its records are signed
    #[command(subcommand)]
    Key(StationKeyCommand),
}

/// What can be set.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Key {
    /// The station's name
    Name,
    /// The agency's name
    Agency,
    /// The agency's ORI
    Ori,
    /// The room
    Room,
    /// Words that choose variants
    Tags,
    /// Shifts and their hours
    Shifts,
}

pub fn run(context: &Context, command: StationCommand) -> Result<Reply, Failure> {
    match command {
        StationCommand::Show => show(context),
        StationCommand::Key(command) => station_key::run(context, command),
        StationCommand::Set { key, value } => set(context, key, &value),
        StationCommand::Protect(args) => protect::run(context, &args),
    }
}

/// The station's settings as they are.
pub(super) fn load(context: &Context) -> Result<Station, Failure> {
    operations::load(&context.data_folder()?)
}

/// The same for what is recorded, which names the station's id (RECORDS 7.4).
pub(super) fn load_identified(context: &Context) -> Result<Station, Failure> {
    let store = StationStore::open(&context.data_folder()?);
    let loaded = store.load_identified();
    loaded.map_err(|e| Failure::about(store.path(), &e))
}

/// Changes the station's settings and saves them. A damaged file is kept aside, loudly, and new
/// settings begun (CLI 1.11).
pub(super) fn change<T>(
    context: &Context,
    change: impl Fn(&mut Station) -> Result<T, Failure>,
) -> Result<(T, Station), Failure> {
    operations::change(&context.data_folder()?, &mut say, change)
}

fn show(context: &Context) -> Result<Reply, Failure> {
    let station = load(context)?;
    let folder = context.data_folder()?;
    let mut text = describe(&station);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "Data:   {}", shown_path(folder.path()));
    let _ = writeln!(text, "        {}", data_folder(folder.kind()));
    for part in folder.parts() {
        let (what, owner) = (data_part(part.what), data_owner(part.owner));
        let _ = writeln!(text, "{what}: {}\n        {owner}", shown_path(&part.path));
    }
    let protection = folder.protection();
    if let Some(ProtectionFinding::Exposed(exposed)) = &protection {
        let words = exposed_folder(exposed);
        let _ = writeln!(text, "{} {}", words.headline, words.advice);
    }
    if let Some(other) = folder.other() {
        let _ = writeln!(
            text,
            "Another store of Muster lies in {}; it is not used.",
            shown_path(other)
        );
    }
    Ok(Reply::new(text, "station", to_json(&station))
        .field("data_dir", folder.path().display().to_string())
        .field("data_dir_kind", folder.kind().name())
        .field("protected", is_protected(protection.as_ref()))
        .field("records", folder.records_file().display().to_string())
        .field("library", folder.library().display().to_string())
        .field(
            "other_store",
            folder.other().map(|path| path.display().to_string()),
        ))
}

/// CLI 3.25: nothing where the folder is not for all, or the system does not say.
fn is_protected(protection: Option<&ProtectionFinding>) -> Option<bool> {
    match protection? {
        ProtectionFinding::Protected => Some(true),
        ProtectionFinding::Exposed(_) => Some(false),
        ProtectionFinding::Unknown(_) => None,
    }
}

fn describe(station: &Station) -> String {
    let mut text = String::new();
    let id = station.id.map(|id| id.to_string()).unwrap_or_default();
    for (name, value) in [
        ("Id:    ", &id),
        ("Name:  ", &station.name),
        ("Agency:", &station.agency),
        ("ORI:   ", &station.ori),
        ("Room:  ", &station.room),
        ("Tags:  ", &station.tags.join(", ")),
    ] {
        let value = if value.is_empty() { "not set" } else { value };
        let _ = writeln!(text, "{name} {value}");
    }
    if station.shifts.is_empty() {
        text.push_str("Shifts: not set\n");
    }
    for shift in &station.shifts {
        let (start, end) = (hours(shift.start), hours(shift.end));
        let _ = writeln!(
            text,
            "Shift:  {} ({}), {start} to {end}",
            shift.name, shift.id.0
        );
    }
    text
}

fn to_json(station: &Station) -> Value {
    let shifts = station.shifts.iter().map(|shift| {
        json!({
            "id": shift.id,
            "name": shift.name,
            "start": hours(shift.start),
            "end": hours(shift.end),
        })
    });
    json!({
        "id": station.id,
        "name": station.name,
        "agency": station.agency,
        "ori": station.ori,
        "room": station.room,
        "tags": station.tags,
        "shifts": shifts.collect::<Vec<_>>(),
        "demo": station.demo,
    })
}

fn hours(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn set(context: &Context, key: Key, value: &str) -> Result<Reply, Failure> {
    let value = value.trim();
    // CLI 2.23
    let advice = "Give a line of text of at most 2,000 characters.";
    if value.chars().count() > 2000 {
        return Err(Failure::new(Code::Usage, "The value is too long.", advice));
    }
    if let Some(defect) = TextDefect::of_name(value) {
        let headline = format!("The value {}.", defect.reason());
        return Err(Failure::new(Code::Usage, headline, advice));
    }
    let tags = parse_tags(value);
    let shifts = match key {
        Key::Shifts => parse_shifts(value)?,
        _ => Vec::new(),
    };
    let ((), station) = change(context, |station| {
        match key {
            Key::Name => station.rename(value),
            Key::Agency => value.clone_into(&mut station.agency),
            Key::Ori => value.clone_into(&mut station.ori),
            Key::Room => value.clone_into(&mut station.room),
            Key::Tags => station.tags.clone_from(&tags),
            Key::Shifts => station.shifts.clone_from(&shifts),
        }
        Ok(())
    })?;
    let mut text = describe(&station);
    let homeless = station.roster.iter().filter(|officer| {
        let shift = officer.shift.as_ref();
        shift.is_some_and(|id| station.shift(&id.0).is_none())
    });
    let homeless = homeless.count();
    if homeless > 0 {
        let _ = writeln!(
            text,
            "{homeless} officers belong to shifts that there are no longer: import the roster again."
        );
    }
    Ok(Reply::new(text, "station", to_json(&station)).field("officers_without_shift", homeless))
}

fn parse_tags(value: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in value.split(',').map(str::trim).filter(|t| !t.is_empty()) {
        if !tags.iter().any(|t| t == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn parse_shifts(value: &str) -> Result<Vec<Shift>, Failure> {
    let mut shifts: Vec<Shift> = Vec::new();
    for part in value.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let parsed = parse_shift(part).map_err(|e| Failure::of(part, &e))?;
        let shift = parsed.ok_or_else(|| {
            Failure::new(
                Code::Usage,
                format!("\"{part}\" is not a shift."),
                "Write ID=NAME,START-END, for example \"day=Day shift,07:00-15:00\"; an id is 1 to 32 of a-z, 0-9 and hyphens.",
            )
        })?;
        if shifts.iter().any(|s| s.id == shift.id) {
            return Err(Failure::new(
                Code::Usage,
                format!("Shift {} is there twice.", shift.id.0),
                "Give each shift an id of its own.",
            ));
        }
        shifts.push(shift);
    }
    Ok(shifts)
}

fn parse_shift(text: &str) -> Result<Option<Shift>, HeldError> {
    let parts = text.split_once('=').and_then(|(id, rest)| {
        let (name, hours) = rest.rsplit_once(',')?;
        Some((id.trim(), name.trim(), hours.split_once('-')?))
    });
    let Some((id, name, (start, end))) = parts else {
        return Ok(None);
    };
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !(1..=32).contains(&id.len()) || !id.bytes().all(letter) || name.is_empty() {
        return Ok(None);
    }
    Ok(Some(Shift {
        id: ShiftId(id.to_owned()),
        name: name.to_owned(),
        start: parse_start(start)?,
        end: parse_end(end)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::{parse_shifts, parse_tags};

    #[test]
    fn shifts_are_read_from_one_line() {
        let text = "day=Day shift, early,7:00-15:00; midnight=Midnight,23:00-07:00;";
        let shifts = parse_shifts(text).unwrap_or_default();
        let read: Vec<_> = shifts.iter().map(|s| (&*s.id.0, &*s.name)).collect();
        assert_eq!(
            read,
            [("day", "Day shift, early"), ("midnight", "Midnight")]
        );
        assert_eq!(shifts[1].end, jiff::civil::time(7, 0, 0, 0));
    }

    #[test]
    fn the_last_shift_of_a_day_may_end_with_it() {
        let shifts = parse_shifts("swing=Swing,16:00-24:00").unwrap_or_default();
        let ends: Vec<_> = shifts.iter().map(|shift| shift.end).collect();
        assert_eq!(ends, [jiff::civil::Time::midnight()]);
    }

    #[test]
    fn what_is_no_shift_is_refused() {
        for text in [
            "day",
            "day=07:00-15:00",
            "Day=Day,07:00-15:00",
            "day=Day,07:00",
            "day=Day,07:00-24:01",
            "day=Day,07:0-15:00",
            "=Day,07:00-15:00",
            "day=,07:00-15:00",
            "a=A,07:00-15:00;a=B,15:00-23:00",
            "day=Day,24:00-08:00",
            "day=Day,+7:00-15:00",
        ] {
            assert!(parse_shifts(text).is_err(), "{text}");
        }
    }

    #[test]
    fn tags_are_parted_by_commas_and_kept_once() {
        assert_eq!(parse_tags(" 287g, jail ,,287g"), ["287g", "jail"]);
    }
}
