//! The receipt of a visit, to print and to keep: which station, what came in and what was refused,
//! what is installed, and the head of the record chain, by which anything that is altered before it
//! can be told later.

use crate::library::{InstalledPack, PackState};
use crate::operations::visit::Visit;
use crate::operations::{Here, describe_signature, lines, outcome_sentence, result};
use crate::records::paper::{self, Part};
use crate::station::Station;
use crate::words::ready::LineState;

pub fn receipt(
    here: &Here,
    visit: &Visit,
    station: &Station,
    installed: &[InstalledPack],
) -> Vec<u8> {
    let mut parts = vec![Part::Title("Muster: receipt of a visit".to_owned())];
    parts.extend(facts(here, station));
    parts.extend(records(visit));
    let came = came_in(visit);
    let came: Vec<&str> = came.iter().map(String::as_str).collect();
    section(&mut parts, "What came in", &came, "Nothing new.");
    let refused = visit.refused().map(|failure| &*failure.words.headline);
    let refused: Vec<&str> = refused.collect();
    let title = "What was refused or failed";
    section(&mut parts, title, &refused, "Nothing.");
    if !visit.misplaced.is_empty() {
        let misplaced = visit.misplaced.iter().map(|m| &*m.message);
        let misplaced: Vec<&str> = misplaced.collect();
        section(
            &mut parts,
            "What was not read where it lies",
            &misplaced,
            "",
        );
    }
    let shelf: Vec<String> = installed.iter().map(describe).collect();
    let shelf: Vec<&str> = shelf.iter().map(String::as_str).collect();
    section(&mut parts, "What is installed now", &shelf, "No packs.");
    parts.push(Part::Heading("Ready for roll call?".to_owned()));
    if !visit.check.is_empty() {
        parts.push(Part::Text(result(&visit.check)));
    }
    for line in &visit.check {
        let state = match line.state {
            LineState::Ok => "ok",
            LineState::Warning => "look at it",
            LineState::Problem => "PROBLEM",
        };
        parts.push(Part::Fact(state.to_owned(), line.words.headline.clone()));
        if line.state == LineState::Problem {
            parts.push(Part::Fact(String::new(), line.words.advice.clone()));
        }
    }
    let day = here.now.date();
    paper::pdf(&format!("Receipt of a visit, {day}"), &parts)
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
    let demo = if station.demo {
        " (an example station)"
    } else {
        ""
    };
    let account = here.who.account.clone();
    let machine = whoami::hostname().unwrap_or_default();
    let at = here.now.strftime("%Y-%m-%d %H:%M, UTC%:z").to_string();
    [
        ("Station", format!("{}{demo}", station.name)),
        ("Station id", id),
        ("Agency", station.agency.clone()),
        ("Visited", at),
        ("By account", account),
        ("PC", machine),
        ("Program", format!("Muster {}", env!("CARGO_PKG_VERSION"))),
    ]
    .into_iter()
    .filter(|(_, value)| !value.trim().is_empty())
    .map(|(name, value)| Part::Fact(name.to_owned(), value))
    .collect()
}

fn records(visit: &Visit) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Records".to_owned())];
    match &visit.head {
        None => parts.push(Part::Text(
            "The records could not be read; see below. No head is carried away.".to_owned(),
        )),
        Some(head) => {
            parts.push(Part::Fact("Rows".to_owned(), head.count.to_string()));
            parts.push(Part::Fact("Head".to_owned(), head.hash.to_string()));
            if let Some(signed) = &visit.signed {
                parts.push(Part::Text(describe_signature(signed)));
            }
            parts.push(Part::Text(
                "Keep this page away from the PC. Whether a row up to this head was altered since is told by: muster records verify --against HEAD".to_owned(),
            ));
        }
    }
    parts
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
        PackState::Active => "",
        PackState::Quarantined => "; damaged",
        PackState::Blocked => "; blocked",
    };
    format!(
        "{}: {} version {}, from {}{state}. SHA-256 {}",
        outline.title,
        outline.id,
        outline.version,
        pack.publisher(),
        pack.sha256()
    )
}
