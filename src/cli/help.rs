//! Help texts, which lie in `cli/help.ftl` by the names of commands and options: `help-pack-build-out` is
//! of `--out` of `muster pack build`, `help-pack-build` of the command itself.

use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory, FromArgMatches};

use crate::cli::args::Args;
use crate::words::messages::help;

/// Reads a command line, as [`clap::Parser::try_parse_from`] does, by commands that have their texts.
pub fn parse(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> clap::error::Result<Args> {
    let mut command = with_texts(Args::command());
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    Args::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// The command with its texts, and those below it.
fn with_texts(command: Command) -> Command {
    below("help", command)
}

fn below(id: &str, mut command: Command) -> Command {
    if let Some(text) = help(id) {
        command = command.about(text);
    }
    command = command.mut_args(|arg| match help(&id_of(id, &arg)) {
        Some(text) => arg.help(text),
        None => arg,
    });
    command.mut_subcommands(|sub| {
        let id = format!("{id}-{}", sub.get_name());
        below(&id, sub)
    })
}

fn id_of(command: &str, arg: &Arg) -> String {
    format!("{command}-{}", arg.get_id().as_str().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory};

    use super::{help, id_of};
    use crate::cli::args::Args;

    const TEXTS: &str = include_str!("../words/messages/en-US/cli/help.ftl");

    /// The ids of a command and of what is below it; none twice.
    fn ids(id: &str, command: &Command, found: &mut BTreeSet<String>) {
        let mut add = |id: String| assert!(found.insert(id.clone()), "{id} is of two things");
        add(id.to_owned());
        for arg in command.get_arguments() {
            let id = id_of(id, arg);
            for value in arg.get_possible_values() {
                if let Some(text) = value.get_help() {
                    let id = format!("{id}-{}", value.get_name());
                    assert_eq!(help(&id), Some(text.to_string()), "{id}");
                    add(id);
                }
            }
            add(id);
        }
        for sub in command.get_subcommands() {
            ids(&format!("{id}-{}", sub.get_name()), sub, found);
        }
    }

    #[test]
    fn each_command_and_each_option_has_its_help_text_and_no_text_is_unused() {
        let mut of_commands = BTreeSet::new();
        ids("help", &Args::command(), &mut of_commands);
        let texts = TEXTS.lines().filter_map(|line| line.split_once(" = "));
        let texts: BTreeSet<_> = texts.map(|(id, _)| id.to_owned()).collect();
        assert_eq!(of_commands, texts);
    }
}
