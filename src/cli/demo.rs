//! `muster demo`: a first look with one command (CLI 2.3). Everything goes the ordinary way: packs
//! are built from their sources, signed with a throw-away key, and installed as from a stick.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::{ToSpan, civil::time};
use serde_json::{Value, json};

use crate::authoring::{self, AuthoringError, Built, Depth};
use crate::cli::progress::Meter;
use crate::cli::{Context, Failure, Reply, key};
use crate::library::{Action, InstalledPack, Library, LibraryError};
use crate::pack::manifest::{Audience, Manifest};
use crate::pack::signature::{SecretKey, new_key_pair};
use crate::pack::{ModuleRef, PackError, PackId, PackVersion, read};
use crate::platform::files;
use crate::station::{
    Approval, Assignment, DataFolder, Officer, Shift, ShiftId, Station, StationStore,
};
use crate::words::messages::{fixed, message};
use crate::words::{Code, shown_path};

/// Days from today until the example assignments are due.
const DUE_IN_DAYS: i64 = 6;

/// What `demo` takes.
#[derive(Debug, Args)]
pub struct DemoArgs {
    #[arg(long)]
    pub no_window: bool,
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
}

/// Sets the demo up; the window is the caller's.
pub fn run(context: &Context, args: &DemoArgs) -> Result<(PathBuf, Reply), Failure> {
    let data = data_folder(context)?;
    let sources = content_folder(args.content.as_deref())?;
    let folder =
        DataFolder::resolve(Some(&data)).map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    let store = StationStore::open(&folder);
    let station = store
        .load()
        .map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    if station != Station::default() && !station.demo {
        return Err(Failure::of_message(
            Code::Exists,
            "cli-demo-real-station",
            &[("data", shown_path(&data).into())],
        ));
    }
    let own = data.join("demo");
    files::create_folders(&own).map_err(|e| Failure::unwritable(&own, &e))?;
    let key = publisher_key(&own)?;
    let library =
        Library::open(folder.library()).map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    let public = key
        .public()
        .map_err(|e| Failure::of(fixed("cli-demo-key-name"), &e))?;
    let known = library
        .trust_list()
        .map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    if !known.iter().any(|p| p.key == public.to_base64()) {
        library
            .trust_add(&public, fixed("cli-demo-publisher"), &[], &context.who())
            .map_err(|e| Failure::of(fixed("cli-demo-key-name"), &e))?;
    }
    let mut packs = Vec::new();
    let mut manifests = Vec::new();
    let mut text = String::new();
    for source in pack_sources(&sources)? {
        let (built, action) = install(context, &library, &key, &source, &own)?;
        let installed = match action {
            Action::AlreadyInstalled => fixed("cli-demo-already-installed"),
            _ => fixed("cli-demo-installed"),
        };
        let _ = writeln!(
            text,
            "{}",
            message(
                "cli-demo-pack",
                &[
                    ("id", built.manifest.id.to_string().into()),
                    ("version", built.manifest.version.to_string().into()),
                    ("action", installed.into())
                ]
            )
        );
        packs.push(json!({
            "id": built.manifest.id.as_str(),
            "version": built.manifest.version.get(),
            "action": action.name(),
        }));
        manifests.push(built.manifest);
    }
    store
        .update(|station| {
            fill(station, &manifests, context);
            Ok::<_, crate::station::StationError>(())
        })
        .map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    let _ = write!(
        text,
        "{}",
        message("cli-demo-place", &[("data", shown_path(&data).into())])
    );
    let packs = Value::from(packs);
    let reply = Reply::new(text, "packs", packs).field("data_dir", data.display().to_string());
    Ok((data, reply))
}

fn data_folder(context: &Context) -> Result<PathBuf, Failure> {
    if let Some(folder) = &context.data_dir {
        return Ok(folder.clone());
    }
    directories::ProjectDirs::from("", "", "Muster Demo")
        .map(|dirs| dirs.data_local_dir().to_owned())
        .ok_or_else(|| Failure::of_message(Code::Io, "cli-demo-no-folder", &[]))
}

/// Where the sources are: as named, in the current folder, or beside the executable.
fn content_folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        return if folder.is_dir() {
            Ok(folder.to_owned())
        } else {
            Err(Failure::not_found(folder))
        };
    }
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.join("content-packs")));
    let here = PathBuf::from("content-packs");
    [Some(here), beside]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
        .ok_or_else(|| Failure::of_message(Code::NotFound, "cli-demo-no-content", &[]))
}

/// Every folder with a manifest in it, by name.
fn pack_sources(content: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(content).map_err(|e| Failure::unreadable(content, &e))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.join("manifest.json").is_file())
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(Failure::of_message(
            Code::NotFound,
            "cli-demo-no-sources",
            &[("content", shown_path(content).into())],
        ));
    }
    Ok(found)
}

/// The key pair of the demo, made at its first start.
fn publisher_key(own: &Path) -> Result<SecretKey, Failure> {
    let file = own.join("publisher.sec");
    if !file.exists() {
        let (_, secret) =
            new_key_pair(None).map_err(|e| Failure::of(fixed("cli-demo-key-name"), &e))?;
        key::write_new(&file, &secret, true)?;
    }
    key::open_secret(&file, None)
}

/// Builds one pack and installs it through the ordinary verified path. Sources that changed since
/// the last time become the highest version + 1.
fn install(
    context: &Context,
    library: &Library,
    key: &SecretKey,
    source: &Path,
    own: &Path,
) -> Result<(Built, Action), Failure> {
    let out = own.join("pack.muster");
    let mut version = None;
    loop {
        let mut meter = Meter::new(context, &shown_path(source));
        let mut stage = |stage: authoring::Stage<'_>| meter.stage(stage);
        let built = authoring::build(source, key, &out, version, Depth::FirstSecond, &mut stage)
            .map_err(|error| build_failure(source, &error))?;
        let id = &built.manifest.id;
        let installed = installed(library, id)?;
        if let Some(pack) = &installed {
            let have = pack.outline().version;
            if have > built.manifest.version {
                version = Some(have);
                continue;
            }
            // Signatures of the same bytes differ, since signing draws a random number.
            if have == built.manifest.version && same_signed_bytes(&out, pack.path()) {
                let _ = std::fs::remove_file(&out);
                return Ok((built, Action::AlreadyInstalled));
            }
        }
        let mut step = |done, all| meter.step(done, all);
        let result = library.install(&out, &context.who(), &mut step);
        drop(meter);
        let (taken, failure) = match result {
            Ok(outcome) => {
                // What is installed is the library's own copy.
                let _ = std::fs::remove_file(&out);
                return Ok((built, outcome.action));
            }
            Err(LibraryError::SameVersionDifferentContent { id, version }) => (
                version,
                LibraryError::SameVersionDifferentContent { id, version },
            ),
            Err(LibraryError::Pack(PackError::OlderThanInstalled {
                id,
                version,
                highest,
            })) => (
                highest,
                LibraryError::Pack(PackError::OlderThanInstalled {
                    id,
                    version,
                    highest,
                }),
            ),
            Err(error) => return Err(Failure::about(source, &error)),
        };
        version = match PackVersion::try_from(taken.get() + 1) {
            Ok(next) => Some(next),
            Err(_) => return Err(Failure::about(source, &failure)),
        };
    }
}

fn installed(library: &Library, id: &PackId) -> Result<Option<InstalledPack>, Failure> {
    let packs = library
        .installed()
        .map_err(|e| Failure::of(fixed("cli-demo-name"), &e))?;
    Ok(packs.into_iter().find(|pack| pack.outline().id == *id))
}

/// Whether two packs are the same but for their signatures. A pack that cannot be read is not.
fn same_signed_bytes(one: &Path, other: &Path) -> bool {
    let signed = |path: &Path| {
        let mut file = files::open_no_link(path).ok()?;
        let length = read::read_tail(&mut file).ok()?.signed_len;
        file.rewind().ok()?;
        Some((length, BufReader::with_capacity(1 << 16, file.take(length))))
    };
    let (Some((length, mut one)), Some((other_length, mut other))) = (signed(one), signed(other))
    else {
        return false;
    };
    if length != other_length {
        return false;
    }
    loop {
        let (Ok(left), Ok(right)) = (one.fill_buf(), other.fill_buf()) else {
            return false;
        };
        let count = left.len().min(right.len());
        if left.get(..count) != right.get(..count) {
            return false;
        }
        if count == 0 {
            return left.is_empty() && right.is_empty();
        }
        one.consume(count);
        other.consume(count);
    }
}

/// The first error is what the author of the content needs to read.
fn build_failure(source: &Path, error: &AuthoringError) -> Failure {
    match error {
        AuthoringError::Findings(findings) => {
            findings.iter().find(|f| f.defect.is_error()).map_or_else(
                || Failure::about(source, error),
                |f| Failure::about(source, f),
            )
        }
        error => Failure::about(source, error),
    }
}

/// An example station, named as one. What somebody changed since the last time stays.
fn fill(station: &mut Station, manifests: &[Manifest], context: &Context) {
    if *station == Station::default() {
        fixed("cli-demo-station-name").clone_into(&mut station.name);
        fixed("cli-demo-agency").clone_into(&mut station.agency);
        fixed("cli-demo-room").clone_into(&mut station.room);
        station.shifts = shifts();
        station.roster = roster();
        station.demo = true;
    }
    for module in modules(manifests) {
        if !station.approvals.iter().any(|a| a.module == module) {
            station.approvals.push(Approval {
                module: module.clone(),
                by: message("cli-demo-coordinator", &[]),
                note: "Demo".to_owned(),
                at: context.now.timestamp(),
            });
        }
    }
    for module in assignable(manifests) {
        if !station.assignments.iter().any(|a| a.module == module) {
            station.assignments.push(Assignment {
                module,
                shifts: Vec::new(),
                squads: Vec::new(),
                ranks: Vec::new(),
                due: context.now.date().checked_add(DUE_IN_DAYS.days()).ok(),
                every_days: None,
            });
        }
    }
}

fn modules(manifests: &[Manifest]) -> Vec<ModuleRef> {
    let of = |manifest: &Manifest| {
        let pack = manifest.id.clone();
        let names = manifest.modules.iter().map(move |module| ModuleRef {
            pack: pack.clone(),
            module: module.id.clone(),
        });
        names.collect::<Vec<_>>()
    };
    manifests.iter().flat_map(of).collect()
}

/// Modules for the officers of the shifts; a variant comes in by the station's tags.
fn assignable(manifests: &[Manifest]) -> Vec<ModuleRef> {
    let mut found = Vec::new();
    for manifest in manifests {
        for module in &manifest.modules {
            let wanted = module
                .audience
                .iter()
                .any(|a| matches!(a, Audience::FrontLine | Audience::All));
            if wanted && module.variant.is_none() {
                found.push(ModuleRef {
                    pack: manifest.id.clone(),
                    module: module.id.clone(),
                });
            }
        }
    }
    found
}

fn shifts() -> Vec<Shift> {
    [
        ("day", fixed("cli-demo-day-shift"), 7, 15),
        ("swing", fixed("cli-demo-swing-shift"), 15, 23),
        ("midnight", fixed("cli-demo-midnight-shift"), 23, 7),
    ]
    .map(|(id, name, start, end)| Shift {
        id: ShiftId::as_recorded(id),
        name: name.to_owned(),
        start: time(start, 0, 0, 0),
        end: time(end, 0, 0, 0),
    })
    .to_vec()
}

/// Fourteen, twelve and ten officers and a sergeant each; numbers instead of names.
fn roster() -> Vec<Officer> {
    let mut officers = Vec::new();
    for (shift, first, count) in [
        ("day", 1042, 14),
        ("swing", 1142, 12),
        ("midnight", 1242, 10),
    ] {
        let person = |id: u32, rank: &str, certification: &str| Officer {
            id: format!("{id:04}"),
            name: message(
                "cli-demo-officer",
                &[("rank", rank.into()), ("id", format!("{id:04}").into())],
            ),
            rank: rank.to_owned(),
            squad: if id.is_multiple_of(2) { "A" } else { "B" }.to_owned(),
            shift: Some(ShiftId::as_recorded(shift)),
            certification: certification.to_owned(),
            active_from: None,
            active_to: None,
            former_ids: Vec::new(),
            before_gone: None,
        };
        officers.push(person(first - 625, "Sergeant", "EX-417"));
        officers.extend((0..count).map(|n| person(first + n, "Officer", "")));
    }
    officers
}
