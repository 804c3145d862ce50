//! A briefing for tests, of this room and of those that use it.

use crate::pack::Manifest;
use crate::session::{Delivery, OfficerFacts, PackFacts, Place, Plan, ShiftFacts};

/// The first module of this manifest, for the day shift with these officers.
pub(crate) fn plan(manifest: &str, officers: Vec<OfficerFacts>) -> Plan {
    let manifest: Manifest = serde_json::from_str(manifest).expect("a manifest");
    Plan {
        module: manifest.modules[0].clone(),
        pack: PackFacts {
            id: manifest.id.clone(),
            version: manifest.version,
            sha256: "00".repeat(32),
            publisher: "Example".to_owned(),
            key_id: "0123456789ABCDEF".parse().expect("a key id"),
            manifest,
        },
        place: Place::default(),
        shift: ShiftFacts {
            id: "day".to_owned(),
            name: "Day shift".to_owned(),
            date: jiff::civil::date(2026, 11, 24),
            officers,
        },
        approval: String::new(),
        review_overdue: false,
        delivery: Delivery::RollCall,
        app_version: "0.1.0".to_owned(),
        machine: "PC".to_owned(),
        account: "sergeant".to_owned(),
        last_recorded: None,
        clock_doubt: false,
        credit_rule: crate::pack::CreditRule::Planned,
        on_duty: None,
    }
}
