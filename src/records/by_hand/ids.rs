//! The id of a briefing that is entered by hand: it follows from what makes it the same briefing
//! (RECORDS 2.3).

use uuid::Uuid;

use super::{Subject, Typed};
use crate::session::{Delivery, Moment, id_of};

/// The same briefing entered twice is one: its id follows from what makes it the same (RECORDS 2.3).
pub fn id(typed: &Typed, subject: &Subject<'_>, started: Moment) -> Uuid {
    let Some(station) = subject.station.id else {
        return id_by_name(typed, subject, &subject.station.name, started);
    };
    let mut parts = vec![
        "muster records add 2".to_owned(),
        station.to_string(),
        subject.name.to_string(),
        subject.shift.id.to_string(),
        typed.date.to_string(),
        started.to_string(),
    ];
    parts.extend(of_delivery(typed));
    id_of(&parts)
}

/// The ids that it would have had under every name of the station.
pub fn ids_by_name(typed: &Typed, subject: &Subject<'_>, started: Moment) -> Vec<Uuid> {
    let names = subject.station.former_names.iter();
    let names = names.chain([&subject.station.name]);
    names
        .map(|name| id_by_name(typed, subject, name, started))
        .collect()
}

fn id_by_name(typed: &Typed, subject: &Subject<'_>, station: &str, started: Moment) -> Uuid {
    let mut parts = vec![
        "muster records add".to_owned(),
        subject.station.agency.clone(),
        station.to_owned(),
        subject.name.to_string(),
        subject.shift.id.to_string(),
        typed.date.to_string(),
        started.local().to_string(),
    ];
    parts.extend(of_delivery(typed));
    id_of(&parts)
}

/// The part of the id that depends on how it was held: two make-ups of one day differ by who was
/// there.
fn of_delivery(typed: &Typed) -> Vec<String> {
    if typed.delivery == Delivery::RollCall {
        return Vec::new();
    }
    let mut parts = vec![format!("{:?}", typed.delivery)];
    if typed.delivery.is_for_single_officers() {
        let ids = typed.present.iter().chain(&typed.visitors);
        let mut ids: Vec<String> = ids.map(|id| id.trim().to_owned()).collect();
        ids.sort();
        parts.extend(ids);
    }
    parts
}
