//! What is settled before a briefing begins, from the pack, the station and the clock.

use crate::library::InstalledPack;
use crate::pack::{Manifest, Module, ModuleRef};
use crate::session::{Delivery, Moment, OfficerFacts, PackFacts, Place, Plan, ShiftFacts};
use crate::station::{Officer, ShiftNow, Station};

/// The plan of one briefing at roll call.
pub(in crate::app) fn plan(
    pack: &InstalledPack,
    manifest: &Manifest,
    module: &Module,
    station: &Station,
    shift: Option<&ShiftNow>,
    now: Moment,
    last_recorded: Option<Moment>,
) -> Plan {
    let today = now.local().date();
    let name = ModuleRef {
        pack: manifest.id.clone(),
        module: module.id.clone(),
    };
    let approval = station.approval(&name);
    let mut facts = manifest.clone();
    facts.modules.clear();
    Plan {
        pack: PackFacts {
            id: manifest.id.clone(),
            version: manifest.version,
            sha256: pack.sha256().to_owned(),
            publisher: pack.publisher().to_owned(),
            key_id: pack.key_id(),
            manifest: facts,
        },
        module: module.clone(),
        place: Place {
            agency: station.agency.clone(),
            ori: station.ori.clone(),
            station_id: station.id,
            station: station.name.clone(),
            room: station.room.clone(),
        },
        shift: shift_facts(station, shift, now),
        approval: approval.map_or_else(String::new, |approval| approval.by.clone()),
        review_overdue: manifest.review_by.is_some_and(|day| day < today),
        delivery: Delivery::RollCall,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: whoami::hostname().unwrap_or_default(),
        account: whoami::username().unwrap_or_default(),
        last_recorded,
        clock_doubt: false,
        credit_rule: station.credit,
        on_duty: None,
    }
}

/// The shift with its officers of that day. A station without shifts briefs whoever is there.
fn shift_facts(station: &Station, shift: Option<&ShiftNow>, now: Moment) -> ShiftFacts {
    let Some(ShiftNow { shift, date }) = shift else {
        return ShiftFacts {
            id: String::new(),
            name: String::new(),
            date: now.local().date(),
            officers: Vec::new(),
        };
    };
    let officers = station.officers_of(&shift.id, *date);
    ShiftFacts {
        id: shift.id.to_string(),
        name: shift.name.clone(),
        date: *date,
        officers: officers.into_iter().map(officer_facts).collect(),
    }
}

fn officer_facts(officer: &Officer) -> OfficerFacts {
    OfficerFacts {
        id: officer.id.clone(),
        name: officer.name.clone(),
        rank: officer.rank.clone(),
        squad: officer.squad.clone(),
        certification: officer.certification.clone(),
    }
}
