//! A pack that is looked at before it is signed: laid out in a folder of its own as on a station,
//! so that everything that is shown goes the ordinary way. The key is thrown away at once.

use std::path::{Path, PathBuf};

use jiff::civil::time;

use crate::app::account::who;
use crate::authoring::{self, AuthoringError, Finding, Watch};
use crate::library::{Library, LibraryError};
use crate::pack::{Manifest, ModuleRef, PackError, signature};
use crate::station::{
    Approval, Assignment, DataFolder, Officer, Shift, ShiftId, Station, StationError, StationStore,
};

/// What the station calls whoever made the pack.
const PUBLISHER: &str = "Nobody yet (preview)";

/// Why nothing can be shown.
#[derive(Debug)]
pub(in crate::app) enum PreviewError {
    /// The sources.
    Sources(AuthoringError),
    /// The station that is made for it.
    Station(StationError),
    /// Its shelf.
    Shelf(LibraryError),
    /// The key that is thrown away.
    Key(PackError),
}

/// Lays a folder of sources out as a station of its own in `root`. Returns what was found in the
/// sources; the station lies in `root` then.
pub(in crate::app) fn lay_out(
    sources: &Path,
    root: &Path,
    watch: &mut Watch<'_>,
) -> Result<Vec<Finding>, PreviewError> {
    let key = signature::new_key_pair(None)
        .and_then(|(_, secret)| signature::SecretKey::parse(&secret, None))
        .map_err(PreviewError::Key)?;
    let folder = DataFolder::resolve(Some(root)).map_err(PreviewError::Station)?;
    let library = Library::open(folder.library()).map_err(PreviewError::Shelf)?;
    let public = key.public().map_err(PreviewError::Key)?;
    library
        .trust_add(&public, PUBLISHER, &[], &who())
        .map_err(PreviewError::Shelf)?;
    let out = root.join("preview.muster");
    let built =
        authoring::build_to_look_at(sources, &key, &out, watch).map_err(PreviewError::Sources)?;
    let mut packing = |done, all| watch(authoring::Stage::Packing { done, all });
    let installed = library.install(&out, &who(), &mut packing);
    // What is shown is the shelf's own copy; the folder goes as a whole, too.
    let _ = std::fs::remove_file(&out);
    installed.map_err(PreviewError::Shelf)?;
    StationStore::open(&folder)
        .update(|station| {
            *station = example(&built.manifest);
            Ok::<_, StationError>(())
        })
        .map_err(PreviewError::Station)?;
    Ok(built.findings)
}

/// Where the next one is laid out: files of the one before may be open. Those before that go.
pub(in crate::app) fn next(root: &Path, number: u32) -> std::io::Result<PathBuf> {
    if let Some(old) = number.checked_sub(2) {
        // What does not go now goes with the window.
        let _ = std::fs::remove_dir_all(root.join(old.to_string()));
    }
    let folder = root.join(number.to_string());
    std::fs::create_dir(&folder)?;
    Ok(folder)
}

/// A station with somebody on duty at every hour, where every module is due and approved.
fn example(manifest: &Manifest) -> Station {
    // Around the clock.
    let shift = Shift {
        id: ShiftId::as_recorded("example"),
        name: "Example shift".to_owned(),
        start: time(0, 0, 0, 0),
        end: time(0, 0, 0, 0),
    };
    let officers = (1042..1050).map(|number| Officer {
        id: number.to_string(),
        name: format!("Officer {number} (example)"),
        rank: "Officer".to_owned(),
        shift: Some(shift.id.clone()),
        ..Officer::default()
    });
    let modules = manifest.modules.iter().map(|module| ModuleRef {
        pack: manifest.id.clone(),
        module: module.id.clone(),
    });
    let modules: Vec<ModuleRef> = modules.collect();
    Station {
        name: "Preview".to_owned(),
        agency: "Preview".to_owned(),
        roster: officers.collect(),
        approvals: modules
            .iter()
            .map(|module| Approval {
                module: module.clone(),
                by: "Nobody (preview)".to_owned(),
                note: String::new(),
                at: who().at,
            })
            .collect(),
        assignments: modules
            .into_iter()
            .map(|module| Assignment {
                module,
                shifts: Vec::new(),
                squads: Vec::new(),
                ranks: Vec::new(),
                due: None,
                every_days: None,
            })
            .collect(),
        shifts: vec![shift],
        ..Station::default()
    }
}
