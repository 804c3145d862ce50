//! The command line as clap reads it: names, options and help texts (CLI section 1, CLI
//! section 2). What a command takes stands beside the command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::cli::{
    authoring, decode, demo, doctor, due, install, key, packs, records, roster, station, take_in,
    trust, visit,
};

// CLI 1.1: every option here is global, so that it may stand before or after the command.
/// The offline player for police roll call. Without a command: opens the window.
#[derive(Debug, Parser)]
#[command(name = "muster", version)]
pub struct Args {
    /// Where Muster keeps its data
    #[arg(
        long,
        global = true,
        env = "MUSTER_DATA_DIR",
        hide_env_values = true,
        value_name = "DIR"
    )]
    pub data_dir: Option<PathBuf>,
    /// One JSON document on standard output, nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    /// Open the window over the whole screen
    #[arg(long, global = true)]
    pub full_screen: bool,
    /// Paint without a graphics card
    #[arg(long, global = true)]
    pub software: bool,
    /// A pack or trust list to open on the IT screen
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play any video or audio file at once; nothing is recorded
    Play {
        /// The video or audio file
        file: PathBuf,
    },
    /// A first look: builds and installs the packs of content-packs/ on an example station
    Demo(demo::DemoArgs),
    /// Check, build and sign packs
    #[command(subcommand)]
    Pack(authoring::PackCommand),
    /// Make a publisher's key pair
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Whose packs this station accepts
    #[command(subcommand)]
    Trust(trust::TrustCommand),
    /// Would this station accept it? Changes nothing
    Verify(install::VerifyArgs),
    /// Install one pack, or the newest of every pack found under a folder
    Install(install::InstallArgs),
    /// Installed packs and their modules
    List,
    /// Go back to the version before, which is kept
    Rollback(packs::RollbackArgs),
    /// Take a pack off this station
    Remove(packs::RemoveArgs),
    /// Who installed, removed, trusted, rolled back what, when
    #[command(subcommand)]
    Audit(packs::AuditCommand),
    /// The station's name, tags and shifts, and where its data lies
    #[command(subcommand)]
    Station(station::StationCommand),
    /// The station's officers
    #[command(subcommand)]
    Roster(roster::RosterCommand),
    /// Which briefing is due for whom
    Assign(due::AssignArgs),
    /// Approve a briefing for use by the agency
    Approve(due::ApproveArgs),
    /// What each shift completed
    #[command(subcommand)]
    Records(records::RecordsCommand),
    /// One IT visit: everything in that a stick brings, and out what the agency wants to see
    #[command(after_help = visit::help())]
    Visit(visit::VisitArgs),
    /// What the window asks an administrator for
    #[command(hide = true)]
    TakeIn(take_in::TakeInArgs),
    /// How quickly pictures come out of the decoder, for the benches
    #[command(hide = true)]
    Decode(decode::DecodeArgs),
    /// Is this PC ready for roll call? Looks at packs, records, clock, sound, screens and more
    #[command(after_help = doctor::help())]
    Doctor,
}

impl Command {
    /// The word for it, for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Play { .. } => "play",
            Self::Demo(_) => "demo",
            Self::Pack(_) => "pack",
            Self::Key(_) => "key",
            Self::Trust(_) => "trust",
            Self::Verify(_) => "verify",
            Self::Install(_) => "install",
            Self::List => "list",
            Self::Rollback(_) => "rollback",
            Self::Remove(_) => "remove",
            Self::Audit(_) => "audit",
            Self::Station(_) => "station",
            Self::Roster(_) => "roster",
            Self::Assign(_) => "assign",
            Self::Approve(_) => "approve",
            Self::Records(_) => "records",
            Self::Visit(_) => "visit",
            Self::TakeIn(_) => "take-in",
            Self::Decode(_) => "decode",
            Self::Doctor => "doctor",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory};

    use super::Args;

    /// The commands that the table in CLI section 2 names, by the words that follow `muster`, each
    /// with the whole usage in its first cell.
    fn documented_commands() -> Vec<(String, String)> {
        let contract = include_str!("CLI.md");
        let section = contract.split("\n## ").find(|text| text.starts_with("2. "));
        let rows = section.expect("section 2").lines();
        let rows = rows.filter(|line| line.starts_with("| **2."));
        rows.flat_map(|row| {
            let usage = row.split('`').nth(1).expect("a usage in the first cell");
            let usage = usage.replace("\\|", "|");
            let words = usage.strip_prefix("muster").expect("a command of muster");
            let is_name =
                |word: &&str| word.starts_with(|letter: char| letter.is_ascii_lowercase());
            let names: Vec<&str> = words.split_whitespace().take_while(is_name).collect();
            let (last, parents) = names
                .split_last()
                .map_or(("", [].as_slice()), |(l, p)| (*l, p));
            let commands = last
                .split('|')
                .map(|name| [parents, &[name]].concat().join(" "));
            commands
                .map(|command| (command, usage.clone()))
                .collect::<Vec<_>>()
        })
        .collect()
    }

    /// Every command that can be given, with the words that lead to it.
    fn built_commands() -> Vec<(String, Command)> {
        fn add(path: &str, command: &Command, found: &mut Vec<(String, Command)>) {
            if command.has_subcommands() {
                for sub in command.get_subcommands() {
                    let path = format!("{path} {}", sub.get_name());
                    add(path.trim(), sub, found);
                }
            } else {
                found.push((path.to_owned(), command.clone()));
            }
        }
        let muster = Args::command();
        let mut found = Vec::new();
        add("", &muster, &mut found);
        found.push((String::new(), muster));
        found
    }

    #[test]
    fn the_contract_names_every_command_once_and_no_other() {
        let mut documented: Vec<_> = documented_commands().into_iter().map(|(c, _)| c).collect();
        let mut built: Vec<_> = built_commands().into_iter().map(|(path, _)| path).collect();
        documented.sort();
        built.sort();
        assert_eq!(documented, built);
    }

    #[test]
    fn the_contract_names_every_option_of_a_command_and_no_other() {
        let documented = documented_commands();
        for (path, command) in built_commands() {
            // The options of all commands are CLI 1.1; those for records are in RECORDS.
            if path.is_empty() || path.starts_with("records ") {
                continue;
            }
            let usage = documented
                .iter()
                .find(|(documented, _)| *documented == path);
            let (_, usage) = usage.expect("a row of the table");
            let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            let in_contract: BTreeSet<_> = usage
                .split(|letter| !is_part(letter))
                .filter_map(|word| word.strip_prefix("--"))
                .collect();
            let built = command.get_arguments().filter_map(clap::Arg::get_long);
            assert_eq!(in_contract, built.collect(), "{path}");
        }
    }
}
