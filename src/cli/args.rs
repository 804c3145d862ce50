//! The command line as clap reads it: names, options and help texts. What a command takes stands
//! beside the command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::cli::{authoring, demo, due, install, key, packs, records, roster, station, trust};

/// The offline player for police roll call. Without a command: opens the window.
#[derive(Debug, Parser)]
#[command(name = "muster", version)]
pub struct Args {
    /// Where Muster keeps its data
    #[arg(long, global = true, env = "MUSTER_DATA_DIR", value_name = "DIR")]
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
    /// A pack to open on the IT screen
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
}
