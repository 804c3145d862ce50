//! Everything that can be checked without trusting anybody.

use std::collections::BTreeMap;
use std::path::Path;

use crate::authoring::convert;
use crate::authoring::fill_in;
use crate::authoring::letters::Letters;
use crate::authoring::media::check_media;
use crate::authoring::pages;
use crate::authoring::photo::{self, PictureKind};
use crate::authoring::sources::{Sources, folder_manifest};
use crate::authoring::{AuthoringError, Defect, Depth, Finding};
use crate::documents::MAX_PICTURE_PIXELS;
use crate::pack::container::MAX_INFLATED;
use crate::pack::content::{self, MAX_MARKDOWN, MAX_PIXELS, Use};
use crate::pack::manifest::{JobAid, Step};
use crate::pack::{Manifest, Module, PackError, PackPath, Progress, read};

// Every picture that the format allows can be drawn.
const _: () = assert!(MAX_PIXELS <= MAX_PICTURE_PIXELS);

/// Checks a folder of sources, and whether [`build`](crate::authoring::build()) can transcode what
/// of its media is outside the profile.
///
/// # Errors
/// `NoManifest` or `Read`, if there is nothing to check; `Cancelled`.
pub fn check_folder(
    folder: &Path,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    match folder_manifest(folder) {
        Ok((manifest, _)) => {
            let findings = check(&manifest, &Sources::folder(folder), depth, progress)?;
            let (mut findings, outside) = convert::set_apart(&manifest, findings);
            let (_, of_outside) =
                convert::plan(folder, &manifest, outside, &mut || progress(0, 0))?;
            findings.extend(of_outside);
            Ok(findings)
        }
        Err(AuthoringError::Pack(error)) => {
            Ok(vec![Finding::new("manifest.json", Defect::Pack(error))])
        }
        Err(error) => Err(error),
    }
}

/// Checks a finished pack, whoever signed it.
///
/// # Errors
/// `SourceRead` or `Cancelled`; anything else that is wrong is a finding.
pub fn check_file(
    file: &Path,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    match read::read_untrusted(file, progress) {
        Ok(pack) => {
            let sources = Sources::Pack(pack.archive().clone());
            check(pack.manifest(), &sources, depth, progress)
        }
        Err(error @ (PackError::SourceRead(_) | PackError::Cancelled)) => Err(error.into()),
        Err(error) => Ok(vec![Finding::new(
            file.display().to_string(),
            Defect::Pack(error),
        )]),
    }
}

/// Checks every file that the manifest names, and what the manifest says of it.
pub fn check(
    manifest: &Manifest,
    sources: &Sources,
    depth: Depth,
    progress: &mut Progress<'_>,
) -> Result<Vec<Finding>, AuthoringError> {
    let mut findings = fill_in::of_manifest(manifest);
    let letters = Letters::new();
    findings.extend(letters.of_manifest(manifest));
    let files = content::files_of(manifest);
    let all = files.len() as u64;
    let mut page_counts = BTreeMap::new();
    for (done, (path, what)) in files.iter().enumerate() {
        if !progress(done as u64, all) {
            return Err(PackError::Cancelled.into());
        }
        if !sources.has(path) {
            let missing = PackError::MissingFile {
                path: path.to_string(),
            };
            findings.push(Finding::new(path.as_str(), Defect::Pack(missing)));
            continue;
        }
        if let Some(defect) = check_text_or_picture(path, *what, sources) {
            findings.push(Finding::new(path.as_str(), defect));
        } else if *what == Use::Markdown {
            findings.extend(fill_in::of_text(path, sources));
            findings.extend(letters.of_markdown(path, sources));
        } else if *what == Use::Captions {
            findings.extend(letters.of_captions(path, sources));
        } else if matches!(what, Use::Picture | Use::Pdf) {
            let mut go_on = || progress(done as u64, all);
            let (pages, defects) = pages::draw(path, *what, sources, depth, &mut go_on)?;
            let of_file = defects.into_iter();
            findings.extend(of_file.map(|defect| Finding::new(path.as_str(), defect)));
            if *what == Use::Picture {
                findings.extend(of_picture(path, sources));
            }
            page_counts.insert(path, pages);
        }
    }
    for module in &manifest.modules {
        check_media(
            module,
            sources,
            depth,
            &mut || progress(all, all),
            &mut findings,
        )?;
        for aid in &module.job_aids {
            if let Some(pages) = page_counts.get(&aid.path) {
                findings.extend(check_cards(aid, *pages));
            }
        }
        findings.extend(unused(module));
        for prompt in module.prompts.iter().filter(|p| p.points.is_empty()) {
            let prompt = prompt.id.clone();
            findings.push(Finding::new("manifest.json", Defect::NoPoints { prompt }));
        }
    }
    Ok(findings)
}

fn check_text_or_picture(path: &PackPath, what: Use, sources: &Sources) -> Option<Defect> {
    let rule = |rule: String| {
        Defect::Pack(PackError::BadArchive {
            entry: path.to_string(),
            rule,
        })
    };
    match what {
        Use::Markdown => match sources.read(path, MAX_MARKDOWN) {
            Ok(bytes) => content::check_markdown(&bytes).err().map(rule),
            Err(error) => Some(Defect::Pack(error)),
        },
        Use::Picture => match sources.read(path, MAX_INFLATED) {
            Ok(bytes) => content::check_picture(&bytes).err().map(rule),
            Err(error) => Some(Defect::Pack(error)),
        },
        Use::Media | Use::Captions | Use::Pdf => None,
    }
}

/// What a picture says of itself that its author may not know.
fn of_picture(path: &PackPath, sources: &Sources) -> Vec<Finding> {
    // One that cannot be read is a finding already.
    let bytes = sources.read(path, MAX_INFLATED).unwrap_or_default();
    let kind = PictureKind::of(&bytes);
    let mut defects = Vec::new();
    if !photo::is_named(path.as_str(), kind) {
        defects.push(Defect::Misnamed {
            ending: kind.ending().unwrap_or_default(),
        });
    }
    if photo::without_place(&bytes).is_some() {
        defects.push(Defect::SaysPlace);
    }
    let findings = defects.into_iter();
    findings
        .map(|defect| Finding::new(path.as_str(), defect))
        .collect()
}

/// Every card leads to a page of its PDF, which has so many; nothing is known of one that cannot be
/// opened.
fn check_cards(aid: &JobAid, pages: Option<usize>) -> Vec<Finding> {
    let Some(pages) = pages else {
        return Vec::new();
    };
    let past = aid.cards.iter().filter(|c| c.page as usize > pages);
    past.map(|card| {
        let defect = Defect::CardPage {
            label: card.label.clone(),
            page: card.page,
            pages,
        };
        Finding::new(aid.path.as_str(), defect)
    })
    .collect()
}

/// Texts, prompts and references that nothing leads to. Media and job aids may stand beside the
/// steps: they can be opened from the overview.
fn unused(module: &Module) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |what: String| {
        found.push(Finding::new("manifest.json", Defect::Unused { what }));
    };
    for text in &module.texts {
        if !module.steps.contains(&Step::Text(text.id.clone())) {
            say(format!("text {:?}", text.id));
        }
    }
    for prompt in &module.prompts {
        if !module.steps.contains(&Step::Prompt(prompt.id.clone())) {
            say(format!("prompt {:?}", prompt.id));
        }
    }
    for reference in &module.references {
        let id = &reference.id;
        let prompts = module.prompts.iter().any(|p| p.references.contains(id));
        let updates = module.updates.iter().any(|u| u.references.contains(id));
        if !prompts && !updates {
            say(format!("reference {id:?}"));
        }
    }
    found
}
