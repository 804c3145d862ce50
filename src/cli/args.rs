//! The command line as clap reads it: names and options (CLI section 1, CLI section 2). What a command
//! takes stands beside the command, and the help texts in `cli/help.ftl`.

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
    #[arg(
        long,
        global = true,
        env = "MUSTER_DATA_DIR",
        hide_env_values = true,
        value_name = "DIR"
    )]
    pub data_dir: Option<PathBuf>,
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(long, global = true)]
    pub full_screen: bool,
    #[arg(long, global = true)]
    pub software: bool,
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Play {
        file: PathBuf,
    },
    Demo(demo::DemoArgs),
    #[command(subcommand)]
    Pack(authoring::PackCommand),
    #[command(subcommand)]
    Key(key::KeyCommand),
    #[command(subcommand)]
    Trust(trust::TrustCommand),
    Verify(install::VerifyArgs),
    Install(install::InstallArgs),
    List,
    Rollback(packs::RollbackArgs),
    Remove(packs::RemoveArgs),
    #[command(subcommand)]
    Audit(packs::AuditCommand),
    #[command(subcommand)]
    Station(station::StationCommand),
    #[command(subcommand)]
    Roster(roster::RosterCommand),
    Assign(due::AssignArgs),
    Approve(due::ApproveArgs),
    #[command(subcommand)]
    Records(records::RecordsCommand),
    #[command(after_help = visit::help())]
    Visit(visit::VisitArgs),
    #[command(hide = true)]
    TakeIn(take_in::TakeInArgs),
    #[command(hide = true)]
    Decode(decode::DecodeArgs),
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
