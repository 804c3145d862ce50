//! The station's settings (CLI 2.22, CLI 2.23).

mod protect;

use std::fmt::Write;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Time;
use serde_json::{Value, json};

use crate::cli::station_key::{self, StationKeyCommand};
use crate::cli::{Context, Failure, Reply, say};
use crate::operations;
use crate::operations::station::Changed;
use crate::platform::log;
use crate::station::{NameField, ProtectionFinding, Station, Tag, parse_shifts};
use crate::words::messages::{fixed, message};
use crate::words::{
    data_folder, data_owner, data_part, exposed_folder, log_place, officers_without_shift,
    shown_path,
};

/// `muster station …`.
#[derive(Debug, Subcommand)]
pub enum StationCommand {
    Show,
    #[command(after_help = set_help())]
    Set {
        key: Key,
        value: String,
    },
    Protect(protect::ProtectArgs),
    #[command(subcommand)]
    Key(StationKeyCommand),
}

/// What can be set.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Key {
    #[value(help = fixed("help-station-set-key-name"))]
    Name,
    #[value(help = fixed("help-station-set-key-agency"))]
    Agency,
    #[value(help = fixed("help-station-set-key-ori"))]
    Ori,
    #[value(help = fixed("help-station-set-key-room"))]
    Room,
    #[value(help = fixed("help-station-set-key-tags"))]
    Tags,
    #[value(help = fixed("help-station-set-key-credit"))]
    Credit,
    #[value(help = fixed("help-station-set-key-shifts"))]
    Shifts,
}

/// What `--help` adds after the options.
pub fn set_help() -> String {
    message("cli-station-set-help", &[])
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

/// What was changed, and the settings as saved. That a damaged file was kept aside is loud (CLI 1.11).
pub(super) fn saved<T>(changed: Changed<T>) -> (T, Station) {
    if let Some(words) = &changed.set_aside {
        say(words);
    }
    (changed.value, changed.station)
}

fn show(context: &Context) -> Result<Reply, Failure> {
    let station = load(context)?;
    let folder = context.data_folder()?;
    let mut text = describe(&station);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}",
        message(
            "cli-station-data",
            &[("path", shown_path(folder.path()).into())]
        )
    );
    let _ = writeln!(text, "        {}", data_folder(folder.kind()));
    for part in folder.parts() {
        let (what, owner) = (data_part(part.what), data_owner(part.owner));
        let _ = writeln!(text, "{what}: {}\n        {owner}", shown_path(&part.path));
    }
    let log = log::path();
    if let Some(log) = &log {
        let _ = writeln!(text, "{}", log_place(log));
    }
    let protection = folder.protection();
    if let Some(ProtectionFinding::Exposed(exposed)) = &protection {
        let words = exposed_folder(exposed);
        let _ = writeln!(text, "{} {}", words.headline, words.advice);
    }
    if let Some(other) = folder.other() {
        let _ = writeln!(
            text,
            "{}",
            message(
                "cli-station-other-store",
                &[("other", shown_path(other).into())]
            )
        );
    }
    Ok(Reply::new(text, "station", to_json(&station))
        .field("data_dir", folder.path().display().to_string())
        .field("data_dir_kind", folder.kind().name())
        .field("protected", is_protected(protection.as_ref()))
        .field("records", folder.records_file().display().to_string())
        .field("library", folder.library().display().to_string())
        .field("log", log.map(|path| path.display().to_string()))
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
    for (id, value) in [
        ("cli-station-id", id.as_str()),
        ("cli-station-name", &station.name),
        ("cli-station-agency", &station.agency),
        ("cli-station-ori", &station.ori),
        ("cli-station-room", &station.room),
        ("cli-station-tags", &Tag::join(&station.tags)),
        ("cli-station-credit", station.credit.name()),
    ] {
        let value = match value {
            "" => fixed("cli-station-not-set"),
            value => value,
        };
        let _ = writeln!(text, "{}", message(id, &[("value", value.into())]));
    }
    if station.shifts.is_empty() {
        text.push_str(fixed("cli-station-no-shifts"));
        text.push('\n');
    }
    for shift in &station.shifts {
        let (start, end) = (hours(shift.start), hours(shift.end));
        let _ = writeln!(
            text,
            "{}",
            message(
                "cli-station-shift",
                &[
                    ("name", shift.name.as_str().into()),
                    ("id", shift.id.to_string().into()),
                    ("start", start.into()),
                    ("end", end.into())
                ]
            )
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
        "credit": station.credit,
        "demo": station.demo,
    })
}

fn hours(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn set(context: &Context, key: Key, value: &str) -> Result<Reply, Failure> {
    let folder = context.data_folder()?;
    let field = match key {
        Key::Name => NameField::Name,
        Key::Agency => NameField::Agency,
        Key::Ori => NameField::Ori,
        Key::Room => NameField::Room,
        Key::Tags => NameField::Tags,
        Key::Credit => NameField::Credit,
        Key::Shifts => {
            let shifts = parse_shifts(value)
                .map_err(|e| Failure::of(fixed("cli-station-value-name"), &e))?;
            return Ok(changed(operations::station::set_shifts(&folder, &shifts)?));
        }
    };
    let set = operations::station::set_name(&folder, field, value)?;
    Ok(changed(set))
}

fn changed(done: Changed<()>) -> Reply {
    let ((), station) = saved(done);
    let mut text = describe(&station);
    let homeless = station.officers_without_shift();
    text.push_str(&officers_without_shift(homeless));
    Reply::new(text, "station", to_json(&station)).field("officers_without_shift", homeless)
}
