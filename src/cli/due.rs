//! What is due for whom, and what the agency approved for use (CLI 2.26, CLI 2.27).

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::station::{self, saved};
use crate::cli::{Context, Failure, Reply};
use crate::library::InstalledPack;
use crate::operations::station::{Decision, Unassign};
use crate::operations::{self, say_assignment};
use crate::pack::{ModuleId, ModuleOutline, ModuleRef};
use crate::station::{Assignment, Rank, SettingError, ShiftId, Squad};
use crate::words::Code;
use crate::words::messages::{fixed, message};

/// What `assign` takes.
#[derive(Debug, Args)]
pub struct AssignArgs {
    module: Option<String>,
    #[arg(long = "shift", value_name = "ID", requires = "module")]
    shifts: Vec<String>,
    #[arg(long = "squad", value_name = "NAME", requires = "module")]
    squads: Vec<String>,
    #[arg(long = "rank", value_name = "NAME", requires = "module")]
    ranks: Vec<String>,
    #[arg(long, value_name = "DATE", requires = "module")]
    due: Option<Date>,
    #[arg(long, value_name = "DAYS", requires = "module", value_parser = clap::value_parser!(u32).range(1..=36500))]
    every: Option<u32>,
    #[arg(long, requires = "module", conflicts_with_all = ["shifts", "squads", "ranks", "due", "every"])]
    remove: bool,
}

/// What `approve` takes.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    module: String,
    #[arg(long, value_name = "NAME")]
    by: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    #[arg(long)]
    withdraw: bool,
}

pub fn assign(context: &Context, args: &AssignArgs) -> Result<Reply, Failure> {
    let Some(name) = &args.module else {
        return Ok(assignments(&station::load(context)?.assignments));
    };
    if args.remove {
        return remove(context, name);
    }
    let (module, _, _) = find_module(context, name)?;
    let usage = |error: SettingError| Failure::of(fixed("cli-due-assignment-name"), &error);
    let squads = args.squads.iter().map(|name| Squad::new(name));
    let ranks = args.ranks.iter().map(|name| Rank::new(name));
    let shifts = args.shifts.iter();
    let assignment = Assignment {
        module,
        shifts: shifts.map(|id| ShiftId::as_recorded(id)).collect(),
        squads: squads.collect::<Result<_, _>>().map_err(usage)?,
        ranks: ranks.collect::<Result<_, _>>().map_err(usage)?,
        due: args.due,
        every_days: args.every,
    };
    let today = context.now.date();
    let assigned = operations::station::assign(&context.data_folder()?, &assignment, today)?;
    Ok(assignments(&saved(assigned).1.assignments))
}

fn remove(context: &Context, name: &str) -> Result<Reply, Failure> {
    let known = station::load(context)?.assignments;
    let known = known.into_iter().map(|a| a.module);
    let module = known_module(context, name, known.collect())?;
    let which = Unassign::Module(&module);
    let removed = operations::station::unassign(&context.data_folder()?, which)?;
    Ok(assignments(&saved(removed).1.assignments))
}

fn assignments(assignments: &[Assignment]) -> Reply {
    let mut text = String::new();
    for assignment in assignments {
        text.push_str(&say_assignment(assignment));
        text.push('\n');
    }
    if assignments.is_empty() {
        text.push_str(fixed("cli-due-nothing-assigned"));
    }
    Reply::new(text, "assignments", json!(assignments))
}

pub fn approve(context: &Context, args: &ApproveArgs) -> Result<Reply, Failure> {
    let account = context.who().account;
    let at = context.now.timestamp();
    let module = if args.withdraw {
        let known = station::load(context)?.approvals;
        known_module(
            context,
            &args.module,
            known.into_iter().map(|a| a.module).collect(),
        )?
    } else {
        find_module(context, &args.module)?.0
    };
    let decision = Decision {
        module: &module,
        by: &args.by,
        note: &args.note,
        at,
        account: &account,
        shown: None,
    };
    let folder = context.data_folder()?;
    saved(if args.withdraw {
        operations::station::withdraw(&folder, &decision)?
    } else {
        operations::station::approve(&folder, &decision)?
    });
    let text = if args.withdraw {
        message(
            "cli-due-withdrawn",
            &[("module", module.to_string().into())],
        )
    } else {
        message(
            "cli-due-approved",
            &[
                ("module", module.to_string().into()),
                ("by", args.by.as_str().into()),
            ],
        )
    };
    Ok(Reply::new(text, "module", json!(module))
        .field("approved", !args.withdraw)
        .field("by", args.by.clone())
        .field("note", args.note.clone())
        .field("at", json!(at)))
}

/// CLI 1.8: a module on the shelf by its name, or by its bare id where exactly one installed pack
/// has it.
pub(super) fn find_module(
    context: &Context,
    name: &str,
) -> Result<(ModuleRef, InstalledPack, ModuleOutline), Failure> {
    let packs = context
        .library()?
        .installed()
        .map_err(|e| Failure::of(fixed("cli-due-library-name"), &e))?;
    let all = packs.iter().flat_map(|pack| {
        let modules = pack.outline().modules.iter();
        modules.map(move |module| {
            let name = ModuleRef {
                pack: pack.outline().id.clone(),
                module: module.id.clone(),
            };
            (name, pack, module)
        })
    });
    let found: Vec<_> = if name.contains('/') {
        let wanted: ModuleRef = name.parse().map_err(|_| not_a_module(name))?;
        all.filter(|(name, ..)| *name == wanted).collect()
    } else {
        let wanted: ModuleId = name.parse().map_err(|_| not_a_module(name))?;
        all.filter(|(name, ..)| name.module == wanted).collect()
    };
    match found.as_slice() {
        [(name, pack, module)] => Ok((name.clone(), (*pack).clone(), (*module).clone())),
        [] if name.contains('/') => Err(Failure::of_message(
            Code::NotFound,
            "cli-due-no-such-module",
            &[("name", name.into())],
        )),
        [] => Err(Failure::of_message(
            Code::Usage,
            "cli-due-no-module-of-this-id",
            &[("name", name.into())],
        )),
        several => {
            let names = several.iter().map(|(name, ..)| name.to_string());
            let names: Vec<String> = names.collect();
            Err(Failure::of_message(
                Code::Usage,
                "cli-due-several-packs",
                &[("name", name.into()), ("names", names.join(" or ").into())],
            ))
        }
    }
}

/// CLI 1.8: a module that need not be installed any more: by its whole name, or by its bare id
/// where exactly one of those that are known, or else one installed pack, has it.
pub(super) fn known_module(
    context: &Context,
    name: &str,
    mut known: Vec<ModuleRef>,
) -> Result<ModuleRef, Failure> {
    if name.contains('/') {
        return name.parse().map_err(|_| not_a_module(name));
    }
    known.retain(|module| module.module.as_str() == name);
    known.sort();
    known.dedup();
    match known.as_slice() {
        [module] => Ok(module.clone()),
        _ => Ok(find_module(context, name)?.0),
    }
}

fn not_a_module(name: &str) -> Failure {
    Failure::of_message(
        Code::Usage,
        "cli-due-not-a-module",
        &[("name", name.into())],
    )
}
