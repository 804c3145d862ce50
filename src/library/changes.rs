//! The changes that a trust list makes, as lines for the audit log and for whoever installs it.

use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;

use crate::pack::trust_list::{ListedPublisher, RevokedPack};
use crate::pack::{Roots, TrustList};

/// Roots and threshold in one line.
pub(super) fn of_roots(roots: &Roots) -> String {
    let keys = roots.keys.iter();
    let keys: Vec<_> = keys
        .map(|r| format!("{} ({})", r.name, r.key.id()))
        .collect();
    format!("{} of: {}", roots.threshold, keys.join(", "))
}

/// What this list changes against the one before and the roots that were held to.
pub(super) fn of(before: Option<&TrustList>, roots: &Roots, list: &TrustList) -> Vec<String> {
    let mut changes = Vec::new();
    if !list.roots().same_as(roots) {
        changes.push(format!("roots are now {}", of_roots(&list.roots())));
    }
    publishers(before, list, &mut changes);
    let keys = before
        .map(|l| l.revoked_keys.as_slice())
        .unwrap_or_default();
    let newly = only_in(&list.revoked_keys, keys);
    changes.extend(newly.map(|key| format!("revoked: key {key}")));
    let lifted = only_in(keys, &list.revoked_keys);
    changes.extend(lifted.map(|key| format!("no longer revoked: key {key}")));
    let packs = before
        .map(|l| l.revoked_packs.as_slice())
        .unwrap_or_default();
    let newly = only_in(&list.revoked_packs, packs);
    changes.extend(newly.map(|p| format!("revoked: {}", pack(p))));
    let lifted = only_in(packs, &list.revoked_packs);
    changes.extend(lifted.map(|p| format!("no longer revoked: {}", pack(p))));
    if let Some(day) = list.review_by {
        changes.push(format!("the next list is to come by {day}"));
    }
    let epochs = before.map(|l| &l.epochs);
    for (id, epoch) in &list.epochs {
        let was = epochs.and_then(|e| e.get(id)).copied().unwrap_or(0);
        if *epoch > was {
            changes.push(format!(
                "version numbers of {id} start again (epoch {epoch})"
            ));
        }
    }
    changes
}

/// The items in one list that are not in the other; a list may hold tens of thousands.
fn only_in<'a, T: Eq + Hash>(list: &'a [T], other: &'a [T]) -> impl Iterator<Item = &'a T> {
    let other: HashSet<&T> = other.iter().collect();
    list.iter().filter(move |item| !other.contains(item))
}

fn publishers(before: Option<&TrustList>, list: &TrustList, changes: &mut Vec<String>) {
    let known = before.map(|l| l.publishers.as_slice()).unwrap_or_default();
    // By the id first, for the order, and by the key: another with the same id is another publisher.
    let by_key = |p: &'_ ListedPublisher| (p.key.id(), p.key.signer().to_owned());
    let was: BTreeMap<_, &ListedPublisher> = known.iter().map(|p| (by_key(p), p)).collect();
    let is: BTreeMap<_, &ListedPublisher> =
        list.publishers.iter().map(|p| (by_key(p), p)).collect();
    for (key, publisher) in &is {
        match was.get(key) {
            None => changes.push(format!("trusted: {}", shown(publisher))),
            Some(before) if before != publisher => {
                changes.push(format!("changed: {}", shown(publisher)));
            }
            Some(_) => {}
        }
    }
    let gone = was.iter().filter(|(key, _)| !is.contains_key(key));
    changes.extend(gone.map(|((id, _), p)| format!("trusted no longer: {} ({id})", p.name)));
}

fn shown(publisher: &ListedPublisher) -> String {
    let ids: Vec<_> = publisher.ids.iter().map(ToString::to_string).collect();
    let until = publisher.until;
    let until = until.map_or_else(String::new, |day| format!(", until {day}"));
    let (name, key) = (&publisher.name, publisher.key.id());
    format!("{name} ({key}) for {}{until}", ids.join(" "))
}

fn pack(pack: &RevokedPack) -> String {
    let RevokedPack {
        id,
        version,
        sha256,
    } = pack;
    let file = sha256
        .as_ref()
        .map_or_else(String::new, |hash| format!(", file {hash}"));
    format!("{id} version {version}{file}")
}
