//! The receipt of a visit, to print and to keep: which station, what came in and what was refused,
//! what is installed, and the head of the record chain, by which anything that is altered before it
//! can be told later.

use crate::library::{InstalledPack, PackState};
use crate::operations::visit::Visit;
use crate::operations::{Here, describe_signature, lines, outcome_sentence, result};
use crate::records::paper::{self, Part};
use crate::station::Station;
use crate::words::messages::{fixed, message};
use crate::words::ready::LineState;

pub fn receipt(
    here: &Here,
    visit: &Visit,
    station: &Station,
    installed: &[InstalledPack],
) -> Vec<u8> {
    let mut parts = vec![Part::Title(text("visit-receipt-title"))];
    parts.extend(facts(here, station));
    parts.extend(records(visit));
    let came = came_in(visit);
    let came: Vec<&str> = came.iter().map(String::as_str).collect();
    section(
        &mut parts,
        fixed("visit-receipt-came-in"),
        &came,
        fixed("visit-receipt-nothing-new"),
    );
    let refused = visit.refused().map(|failure| &*failure.words.headline);
    let refused: Vec<&str> = refused.collect();
    let title = fixed("visit-receipt-refused");
    section(&mut parts, title, &refused, fixed("visit-receipt-nothing"));
    if !visit.misplaced.is_empty() {
        let misplaced = visit.misplaced.iter().map(|m| &*m.message);
        let misplaced: Vec<&str> = misplaced.collect();
        section(&mut parts, fixed("visit-receipt-misplaced"), &misplaced, "");
    }
    let shelf: Vec<String> = installed.iter().map(describe).collect();
    let shelf: Vec<&str> = shelf.iter().map(String::as_str).collect();
    section(
        &mut parts,
        fixed("visit-receipt-installed"),
        &shelf,
        fixed("visit-receipt-no-packs"),
    );
    parts.push(Part::Heading(text("visit-receipt-ready")));
    if !visit.check.is_empty() {
        parts.push(Part::Text(result(&visit.check)));
    }
    for line in &visit.check {
        let state = match line.state {
            LineState::Ok => "visit-receipt-ok",
            LineState::Warning => "visit-receipt-warning",
            LineState::Problem => "visit-receipt-problem",
        };
        parts.push(Part::Fact(text(state), line.words.headline.clone()));
        if line.state == LineState::Problem {
            parts.push(Part::Fact(String::new(), line.words.advice.clone()));
        }
    }
    let day = here.now.date();
    paper::pdf(
        &message("visit-receipt-of", &[("day", day.to_string().into())]),
        &parts,
    )
}

fn came_in(visit: &Visit) -> Vec<String> {
    let lists = visit
        .lists
        .iter()
        .filter_map(|list| list.result.as_ref().ok());
    let packs = visit
        .packs
        .iter()
        .filter_map(|pack| pack.result.as_ref().ok());
    let counts = visit.settings.counts();
    lists
        .flat_map(lines)
        .chain(packs.map(outcome_sentence))
        .chain(counts)
        .collect()
}

fn facts(here: &Here, station: &Station) -> Vec<Part> {
    let id = station.id.map(|id| id.to_string()).unwrap_or_default();
    let name = if station.demo {
        message(
            "visit-receipt-example",
            &[("name", station.name.as_str().into())],
        )
    } else {
        station.name.clone()
    };
    let account = here.who.account.clone();
    let machine = whoami::hostname().unwrap_or_default();
    let at = here.now.strftime("%Y-%m-%d %H:%M, UTC%:z").to_string();
    [
        ("visit-receipt-station", name),
        ("visit-receipt-station-id", id),
        ("visit-receipt-agency", station.agency.clone()),
        ("visit-receipt-visited", at),
        ("visit-receipt-account", account),
        ("visit-receipt-machine", machine),
        (
            "visit-receipt-program",
            format!("Muster {}", env!("CARGO_PKG_VERSION")),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.trim().is_empty())
    .map(|(name, value)| Part::Fact(text(name), value))
    .collect()
}

fn records(visit: &Visit) -> Vec<Part> {
    let mut parts = vec![Part::Heading(text("visit-receipt-records"))];
    match &visit.head {
        None => parts.push(Part::Text(text("visit-receipt-unreadable"))),
        Some(head) => {
            parts.push(Part::Fact(
                text("visit-receipt-rows"),
                head.count.to_string(),
            ));
            parts.push(Part::Fact(
                text("visit-receipt-head"),
                head.hash.to_string(),
            ));
            if let Some(signed) = &visit.signed {
                parts.push(Part::Text(describe_signature(signed)));
            }
            parts.push(Part::Text(text("visit-receipt-keep")));
        }
    }
    parts
}

fn text(id: &'static str) -> String {
    fixed(id).to_owned()
}

fn section(parts: &mut Vec<Part>, title: &str, lines: &[&str], none: &str) {
    parts.push(Part::Heading(title.to_owned()));
    if lines.is_empty() {
        parts.push(Part::Text(none.to_owned()));
    }
    parts.extend(lines.iter().map(|line| Part::Text((*line).to_owned())));
}

fn describe(pack: &InstalledPack) -> String {
    let outline = pack.outline();
    let state = match pack.state() {
        PackState::Active => "active",
        PackState::Quarantined => "damaged",
        PackState::Blocked => "blocked",
    };
    message(
        "visit-receipt-pack",
        &[
            ("title", outline.title.as_str().into()),
            ("id", outline.id.to_string().into()),
            ("version", outline.version.to_string().into()),
            ("publisher", pack.publisher().to_string().into()),
            ("state", state.into()),
            ("hash", pack.sha256().to_string().into()),
        ],
    )
}
