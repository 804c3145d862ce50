//! What is installed, who is trusted and what was done, read for the screen.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::clock::now;
use crate::app::jobs::screen_state::ScreenJob;
use crate::app::screens::packs::{about_shelf, log};
use crate::library::{InstalledPack, Library, LibraryError, PackState, Pinned};
use crate::pack::{PackId, PackVersion};
use crate::ui::screens::packs::{InstalledRow, ListFacts, PacksModel, Pinning, Trust};
use crate::words::{InWords, Words, shown};

/// Reads it all.
pub(super) fn reread(job: &ScreenJob<PacksModel>, library: &Library) -> Result<(), Words> {
    let words = about_shelf(library);
    let kept = library.kept_versions().map_err(&words)?;
    let packs = library.installed().map_err(&words)?;
    let rows = packs.iter().map(|pack| row(pack, &kept)).collect();
    let trust = Trust {
        publishers: library.trust_list().map_err(&words)?,
        pinned: library.pinned().map_err(&words)?.map(|p| pinning(&p)),
    };
    let log = log::newest(library).map_err(&words)?;
    let read_only = library.is_read_only().then(|| {
        let folder = library.folder().to_owned();
        words(LibraryError::ReadOnly { folder })
    });
    let room = library.room().ok();
    job.set(move |model| {
        model.installed = Arc::new(rows);
        model.trust = Arc::new(trust);
        model.log = Arc::new(log);
        model.read_only = read_only;
        model.room = room;
    });
    Ok(())
}

fn row(pack: &InstalledPack, kept: &HashMap<PackId, PackVersion>) -> InstalledRow {
    let outline = pack.outline();
    InstalledRow {
        id: outline.id.clone(),
        title: outline.title.clone(),
        version: outline.version,
        kept: kept.get(&outline.id).copied(),
        publisher: pack.publisher().to_owned(),
        bytes: pack.bytes(),
        installed_on: TimeZone::system().to_datetime(pack.installed_at()).date(),
        review_by: outline.review_by,
        trouble: match pack.state() {
            PackState::Active => None,
            PackState::Quarantined => pack.damage().map(|damage| {
                let error = LibraryError::ShelfDamaged {
                    id: outline.id.clone(),
                    damage: damage.clone(),
                    kept: None,
                };
                let words = error.in_words(&format!("“{}”", outline.title));
                format!("{} {}", words.headline, words.advice)
            }),
            PackState::Blocked => {
                let words = pack
                    .refusal(pack.revocation())
                    .in_words(&format!("“{}”", outline.title));
                Some(format!(
                    "Not to be played. {} {}",
                    words.headline, words.advice
                ))
            }
        },
    }
}

fn pinning(pinned: &Pinned) -> Pinning {
    let roots = pinned.roots.keys.iter();
    Pinning {
        roots: roots
            .map(|root| (shown(&root.name), root.key.id()))
            .collect(),
        threshold: pinned.roots.threshold,
        list: pinned.list.as_ref().map(|in_force| ListFacts {
            agency: in_force.list.agency.to_string(),
            version: in_force.list.version,
            since: local_day(&in_force.at),
            by: in_force.by.clone(),
            overdue_since: in_force.overdue_since(now().date()),
        }),
    }
}

fn local_day(at: &str) -> Option<Date> {
    let at: jiff::Timestamp = at.parse().ok()?;
    Some(TimeZone::system().to_datetime(at).date())
}
